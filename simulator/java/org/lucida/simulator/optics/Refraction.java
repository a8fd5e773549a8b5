package org.lucida.simulator.optics;

/**
 * How much the air lifts a target, by colour.
 *
 * <p>Source: Filippenko 1982, PASP 94, 715, equations 1 to 4 (refractivity after Edlen 1953 with pressure, temperature and
 * water vapour); plane-parallel, R = 206265 (n - 1) tan z.
 *
 * @param pressureMmRatio air pressure in mm Hg, 300 .. 800
 * @param temperatureC of the air, -50 .. 50
 * @param vapourMmRatio water vapour pressure in mm Hg, 0 .. 60
 */
public record Refraction(double pressureMmRatio, double temperatureC, double vapourMmRatio) {
    public Refraction {
        if (!(pressureMmRatio >= 300 && pressureMmRatio <= 800)) {
            throw new IllegalArgumentException(
                    "pressureMmRatio=" + pressureMmRatio + " is outside 300..800; give mm Hg, sea level has 760");
        }
        if (!(temperatureC >= -50 && temperatureC <= 50)) {
            throw new IllegalArgumentException(
                    "temperatureC=" + temperatureC + " is outside -50..50; give degrees Celsius");
        }
        if (!(vapourMmRatio >= 0 && vapourMmRatio <= 60)) {
            throw new IllegalArgumentException(
                    "vapourMmRatio=" + vapourMmRatio + " is outside 0..60; give mm Hg, 8 is usual");
        }
    }

    /** An amateur's garden: 730 mm Hg, 7 degrees, 8 mm Hg of vapour. */
    public static Refraction usual() {
        return new Refraction(730, 7, 8);
    }

    /** n - 1 of the air. */
    public double refractivity(double wavelengthM) {
        double perUm = 1e-6 / wavelengthM;
        double square = perUm * perUm;
        double sea = 64.328 + 29498.1 / (146 - square) + 255.4 / (41 - square);
        double air = sea
                * (pressureMmRatio * (1 + (1.049 - 0.0157 * temperatureC) * 1e-6 * pressureMmRatio))
                / (720.883 * (1 + 0.003661 * temperatureC));
        double vapour = (0.0624 - 0.000680 * square) / (1 + 0.003661 * temperatureC) * vapourMmRatio;
        return (air - vapour) * 1e-6;
    }

    /** Angle in rad by which light of a wavelength is lifted toward the zenith against another. */
    public double liftRad(double wavelengthM, double againstM, double zenithDistanceDeg) {
        return (refractivity(wavelengthM) - refractivity(againstM))
                * StrictMath.tan(StrictMath.toRadians(zenithDistanceDeg));
    }
}
