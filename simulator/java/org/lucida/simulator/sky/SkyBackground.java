package org.lucida.simulator.sky;

import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sky.SceneSettings.Skylight;

/**
 * Background and transparency of the sky at any time.
 *
 * <p>Twilight follows Patat, Ugolnikov and Postylyakov 2006, A&amp;A 455, 385: at the zenith V = 11.84 + 1.518 x - 0.057 x^2 with x the
 * degrees of the Sun below -5 (from memory; valid to x = 10, held to its slope above -5 and given up where the night is darker). Colour:
 * B-V of 0.8 by night and in moonlight, 0 in twilight (estimated).
 */
public final class SkyBackground {
    private static final double NIGHT_COLOUR_MAG = 0.8;
    private static final double TWILIGHT_COLOUR_MAG = 0;
    private static final double NIGHT_ALTITUDE_DEG = -18;
    private static final double NONE_MAG = 98;
    private static final long STREAM = 0xC10D;

    private final Skylight skylight;
    private final CountedRandom random;
    private final double[] photons = new double[Band.values().length];

    public SkyBackground(Skylight skylight, long seed) {
        this.skylight = skylight;
        random = new CountedRandom(seed, STREAM);
        for (Band band : Band.values()) {
            photons[band.ordinal()] = added(band);
        }
    }

    /** Photons of the sky each second, square metre and square arcsecond. */
    public double photonsPerM2PerS(Band band) {
        return photons[band.ordinal()];
    }

    private double added(Band band) {
        double sum = Photometry.photonsPerM2PerS(band, skylight.darkMagPerArcsec2(), NIGHT_COLOUR_MAG);
        if (skylight.moonlightMagPerArcsec2() < NONE_MAG) {
            sum += Photometry.photonsPerM2PerS(band, skylight.moonlightMagPerArcsec2(), NIGHT_COLOUR_MAG);
        }
        if (skylight.sunAltitudeDeg() > NIGHT_ALTITUDE_DEG) {
            sum += Photometry.photonsPerM2PerS(band, twilightMag(skylight.sunAltitudeDeg()), TWILIGHT_COLOUR_MAG);
        }
        return sum;
    }

    /** Share of the light of the target that comes through at a time; any time in any order. */
    public double transparency(double timeS) {
        double phase = timeS / skylight.cloudPeriodS();
        double cloud = 0.7 * hills(phase, 1) + 0.3 * hills(4 * phase, 2);
        return skylight.transparencyFraction() * (1 - skylight.cloudFraction() * cloud);
    }

    static double twilightMag(double sunAltitudeDeg) {
        double x = -5 - sunAltitudeDeg;
        if (x < 0) {
            return 11.84 + 1.518 * x;
        }
        double held = Math.min(x, 10);
        // Beyond the fit the slope of its end goes on.
        return 11.84 + 1.518 * held - 0.057 * held * held + (x - held) * (1.518 - 0.114 * held);
    }

    /** Smooth random hills, 0 to 1. */
    private double hills(double x, int layer) {
        long cell = (long) Math.floor(x);
        double t = x - cell;
        double s = t * t * (3 - 2 * t);
        return random.unit(cell * 4 + layer) * (1 - s) + random.unit((cell + 1) * 4 + layer) * s;
    }
}
