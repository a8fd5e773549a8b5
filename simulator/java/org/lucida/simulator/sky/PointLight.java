package org.lucida.simulator.sky;

/**
 * A star: light from a point.
 *
 * @param xArcsec to the right of the field's centre
 * @param yArcsec below the field's centre
 * @param redPerM2PerS photons in the red band
 * @param greenPerM2PerS photons in the green band
 * @param bluePerM2PerS photons in the blue band
 * @param luminancePerM2PerS photons in the luminance band
 */
public record PointLight(
        double xArcsec,
        double yArcsec,
        double redPerM2PerS,
        double greenPerM2PerS,
        double bluePerM2PerS,
        double luminancePerM2PerS) {
    /** A star of a magnitude and a colour. */
    public static PointLight of(double xArcsec, double yArcsec, double vMag, double bMinusVMag) {
        return new PointLight(
                xArcsec,
                yArcsec,
                Photometry.photonsPerM2PerS(Band.RED, vMag, bMinusVMag),
                Photometry.photonsPerM2PerS(Band.GREEN, vMag, bMinusVMag),
                Photometry.photonsPerM2PerS(Band.BLUE, vMag, bMinusVMag),
                Photometry.photonsPerM2PerS(Band.LUMINANCE, vMag, bMinusVMag));
    }

    /** Photons each second and square metre in a band. */
    public double photonsPerM2PerS(Band band) {
        return switch (band) {
            case RED -> redPerM2PerS;
            case GREEN -> greenPerM2PerS;
            case BLUE -> bluePerM2PerS;
            case LUMINANCE -> luminancePerM2PerS;
        };
    }
}
