package org.lucida.simulator.optics;

/**
 * A telescope as light meets it.
 *
 * <p>Aberrations are rms over the clear circle in waves of 550 nm (Zernike terms, Noll 1976); constant in time and field.
 *
 * @param apertureM diameter in m, .02 .. 10
 * @param obstructionFraction diameter of the central obstruction as share of the aperture, 0 .. .7
 * @param vaneCount spider vanes, evenly spread from angle 45 degrees on, 0 .. 8
 * @param vaneWidthM width of a vane in m, 0 .. a tenth of the aperture
 * @param focalLengthM with all barlows and reducers, .05 .. 200
 * @param defocusWavesRatio rms defocus in waves, -2 .. 2; peak to valley is 3.46 times as much
 * @param comaWavesRatio rms coma in waves, -2 .. 2; peak to valley is 5.66 times as much
 * @param comaDirectionDeg where the coma points to
 * @param astigmatismWavesRatio rms astigmatism in waves, -2 .. 2
 * @param sphericalWavesRatio rms spherical aberration in waves, -2 .. 2
 * @param transmissionFraction of mirrors, lenses and coatings, .01 .. 1
 */
public record Telescope(
        double apertureM,
        double obstructionFraction,
        int vaneCount,
        double vaneWidthM,
        double focalLengthM,
        double defocusWavesRatio,
        double comaWavesRatio,
        double comaDirectionDeg,
        double astigmatismWavesRatio,
        double sphericalWavesRatio,
        double transmissionFraction) {
    /** Wavelength in m in which aberrations are counted. */
    public static final double ABERRATION_WAVELENGTH_M = 550e-9;

    public Telescope {
        inside("apertureM", apertureM, 0.02, 10, "give metres");
        inside("obstructionFraction", obstructionFraction, 0, 0.7, "give obstruction diameter / aperture");
        inside("vaneCount", vaneCount, 0, 8, "four is usual");
        inside("vaneWidthM", vaneWidthM, 0, 0.1 * apertureM, "give metres, e.g. 0.001");
        inside("focalLengthM", focalLengthM, 0.05, 200, "give metres");
        inside("defocusWavesRatio", defocusWavesRatio, -2, 2, "give waves rms, e.g. 0.05");
        inside("comaWavesRatio", comaWavesRatio, -2, 2, "give waves rms, e.g. 0.03");
        inside("comaDirectionDeg", comaDirectionDeg, -360, 360, "give degrees from +x toward +y");
        inside("astigmatismWavesRatio", astigmatismWavesRatio, -2, 2, "give waves rms");
        inside("sphericalWavesRatio", sphericalWavesRatio, -2, 2, "give waves rms");
        inside("transmissionFraction", transmissionFraction, 0.01, 1, "0.8 is usual");
    }

    /** A perfect telescope without obstruction. */
    public static Telescope perfect(double apertureM, double focalLengthM) {
        return new Telescope(apertureM, 0, 0, 0, focalLengthM, 0, 0, 0, 0, 0, 1);
    }

    /** Area in m^2 that collects light, without vanes, times the transmission. */
    public double collectingAreaM2() {
        return Math.PI
                        / 4
                        * apertureM
                        * apertureM
                        * (1 - obstructionFraction * obstructionFraction)
                        * transmissionFraction
                - vaneCount * vaneWidthM * apertureM / 2 * (1 - obstructionFraction) * transmissionFraction;
    }

    /** Angle of a pixel in arcsec. */
    public double arcsecPerPx(double pixelUm) {
        return StrictMath.toDegrees(pixelUm * 1e-6 / focalLengthM) * 3600;
    }

    private static void inside(String name, double value, double low, double high, String remedy) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + "=" + value + " is outside " + low + ".." + high + "; " + remedy);
        }
    }
}
