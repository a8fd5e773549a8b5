package org.lucida.simulator.air;

import java.util.List;

/**
 * The turbulence of one night.
 *
 * @param r0M Fried parameter in m for 500 nm at the zenith, the median of its slow drift, .005 .. 2
 * @param outerScaleM outer scale of the turbulence in m, 1 .. 1e9 (1e9 counts as infinite)
 * @param zenithDistanceDeg of the target, 0 .. 75
 * @param layers shares must add to 1 within 1e-6
 * @param r0DriftSigma standard deviation of ln r0, 0 .. 1; .35 makes the bursts of good seeing of a real night
 * @param r0DriftS correlation time of that drift in s, .1 .. 1000
 * @param boilingFraction share of each layer's power that drifts with a wind of its own and so makes the pattern change as it
 *     flies, 0 .. .5
 * @param seed of everything random
 */
public record AirSettings(
        double r0M,
        double outerScaleM,
        double zenithDistanceDeg,
        List<LayerSettings> layers,
        double r0DriftSigma,
        double r0DriftS,
        double boilingFraction,
        long seed) {
    /** The outer scale is taken as infinite from here on. */
    public static final double ENDLESS_M = 1e9;

    public AirSettings {
        Limits.inside("r0M", r0M, 0.005, 2, "give metres at 500 nm, e.g. 0.1");
        Limits.inside("outerScaleM", outerScaleM, 1, ENDLESS_M, "give metres, e.g. 20");
        Limits.inside("zenithDistanceDeg", zenithDistanceDeg, 0, 75, "choose a higher target");
        Limits.inside("r0DriftSigma", r0DriftSigma, 0, 1, "0.35 is a usual night");
        Limits.inside("r0DriftS", r0DriftS, 0.1, 1000, "give seconds, e.g. 3");
        Limits.inside("boilingFraction", boilingFraction, 0, 0.5, "0.1 is much");
        layers = List.copyOf(layers);
        double sum = 0;
        for (LayerSettings layer : layers) {
            sum += layer.powerFraction();
        }
        Limits.inside("sum of powerFraction", sum, 1 - 1e-6, 1 + 1e-6, "let the shares of the layers add to 1");
    }

    /** Three layers as over a usual site: ground 60 % 5 m/s, 5 km 25 % 12 m/s, 10 km 15 % 25 m/s; r0 10 cm, L0 20 m. */
    public static AirSettings usual(long seed) {
        return new AirSettings(
                0.10,
                20,
                30,
                List.of(
                        new LayerSettings(0, 0.60, 5, 20),
                        new LayerSettings(5000, 0.25, 12, 75),
                        new LayerSettings(10000, 0.15, 25, -10)),
                0.35,
                3,
                0,
                seed);
    }

    /** The same night with another seeing. */
    public AirSettings withR0M(double newR0M) {
        return new AirSettings(
                newR0M, outerScaleM, zenithDistanceDeg, layers, r0DriftSigma, r0DriftS, boilingFraction, seed);
    }

    /** Length of the way through the air against the zenith; the plane-parallel secant, good to 1 % down to 75 degrees. */
    public double airmass() {
        return 1 / StrictMath.cos(StrictMath.toRadians(zenithDistanceDeg));
    }

    /** Fried parameter in m along the line of sight: lambda^(6/5), airmass^(-3/5). The median over the drift. */
    public double r0M(double wavelengthM) {
        return r0M * StrictMath.pow(wavelengthM / 500e-9, 1.2) * StrictMath.pow(airmass(), -0.6);
    }

    /** Distance in m of the one layer that would decorrelate the field alike: (sum w (h sec z)^(5/3))^(3/5). */
    public double effectiveHeightM() {
        double sum = 0;
        for (LayerSettings layer : layers) {
            sum += layer.powerFraction() * StrictMath.pow(layer.altitudeM() * airmass(), 5 / 3.0);
        }
        return StrictMath.pow(sum, 0.6);
    }

    /** Wind of the one layer that would blur in time alike: (sum w v^(5/3))^(3/5). */
    public double effectiveWindMPerS() {
        double sum = 0;
        for (LayerSettings layer : layers) {
            sum += layer.powerFraction() * StrictMath.pow(layer.windMPerS(), 5 / 3.0);
        }
        return StrictMath.pow(sum, 0.6);
    }

    /** Coherence time tau0 = .314 r0 / v in s along the line of sight. Source: Roddier 1981, Progress in Optics 19. */
    public double coherenceS(double wavelengthM) {
        return 0.314 * r0M(wavelengthM) / Math.max(1e-9, effectiveWindMPerS());
    }

    /** Isoplanatic angle theta0 = .314 r0 / h in arcsec. */
    public double isoplanaticArcsec(double wavelengthM) {
        return StrictMath.toDegrees(0.314 * r0M(wavelengthM) / Math.max(1e-3, effectiveHeightM())) * 3600;
    }

    /**
     * Width (FWHM) of a long exposure by a large telescope in arcsec.
     *
     * <p>Source: .976 lambda / r0 with Tokovinin's (2002, PASP 114, 1156) correction for the outer scale.
     */
    public double seeingArcsec(double wavelengthM) {
        double r0 = r0M(wavelengthM);
        double outer = outerScaleM >= ENDLESS_M ? 1 : 1 - 2.183 * StrictMath.pow(r0 / outerScaleM, 0.356);
        return StrictMath.toDegrees(0.976 * wavelengthM / r0) * 3600 * StrictMath.sqrt(Math.max(0.05, outer));
    }
}
