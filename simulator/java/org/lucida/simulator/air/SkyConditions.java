package org.lucida.simulator.air;

/** The clearness of the air and the light of the sky at any time. Immutable; any thread. */
public final class SkyConditions {
    private static final long CLEARNESS_STREAM = 910;
    private static final long CLOUD_STREAM = 911;
    /** Width of a cloud's edge in units of the Gaussian that makes clouds; chosen for soft edges. */
    private static final double EDGE_SIGMAS = 0.35;

    private final SkySettings settings;
    private final double airmass;
    private final SlowNoise clearness;
    private final SlowNoise clouds;
    private final double cloudThreshold;

    public SkyConditions(SkySettings settings, double airmass, long seed) {
        Limits.inside("airmass", airmass, 1, 5, "choose a higher target");
        this.settings = settings;
        this.airmass = airmass;
        clearness = new SlowNoise(seed, CLEARNESS_STREAM, settings.transparencyS());
        clouds = new SlowNoise(seed, CLOUD_STREAM, settings.cloudS());
        double clear = 1 - settings.cloudFraction();
        cloudThreshold = clear <= 0 ? -10 : clear >= 1 ? 10 : org.lucida.simulator.chance.NormalLaw.pointOf(clear);
    }

    /** Share of the light that arrives, 0 .. 1 (a little more when the air is clearer than usual). */
    public double transparency(double timeS) {
        double mean = StrictMath.pow(1 - settings.extinctionFraction(), airmass);
        double wander = settings.transparencySigma() == 0
                ? 1
                : StrictMath.exp(settings.transparencySigma() * clearness.at(timeS));
        return mean * wander * (1 - settings.cloudDepthFraction() * cloudCover(timeS));
    }

    /** How much of the densest cloud is in the way, 0 .. 1. */
    public double cloudCover(double timeS) {
        if (settings.cloudFraction() == 0 || settings.cloudDepthFraction() == 0) {
            return 0;
        }
        double depth = (clouds.at(timeS) - cloudThreshold) / EDGE_SIGMAS;
        double t = Math.min(1, Math.max(0, depth + 0.5));
        return t * t * (3 - 2 * t);
    }

    /** Brightness of the sky in photons / s / m^2 / arcsec^2 in each channel. */
    public double skyPhotonsPerArcsec2PerM2PerS(double timeS) {
        double twilight = settings.twilightFoldS() == 0
                ? settings.twilightPhotonsPerArcsec2PerM2PerS()
                : settings.twilightPhotonsPerArcsec2PerM2PerS() * StrictMath.exp(-timeS / settings.twilightFoldS());
        return settings.darkSkyPhotonsPerArcsec2PerM2PerS() + settings.moonPhotonsPerArcsec2PerM2PerS() + twilight;
    }
}
