package org.lucida.view.fx.desk;

import org.lucida.camera.CameraInfo;

/**
 * What stands before the sensor, as far as it is known; zero where it is not.
 *
 * @param focalLengthMm with Barlow
 * @param apertureMm free diameter
 * @param pixelUm side of a pixel as delivered, binning included
 */
public record Optics(double focalLengthMm, double apertureMm, double pixelUm) {
    private static final double ARCSEC_PER_RADIAN = 206_264.806;

    /** Nothing is known. */
    public static final Optics UNKNOWN = new Optics(0, 0, 0);

    /** What the observer said, completed by what the source says of itself. */
    public Optics completedBy(CameraInfo info) {
        double focal = focalLengthMm > 0 ? focalLengthMm : fact(info, "FOCALLEN");
        double aperture = apertureMm > 0 ? apertureMm : fact(info, "APTDIA");
        if (!(aperture > 0) && fact(info, "FOCRATIO") > 0) {
            aperture = focal / fact(info, "FOCRATIO");
        }
        return new Optics(focal, aperture, pixelUm > 0 ? pixelUm : fact(info, "XPIXSZ"));
    }

    private static double fact(CameraInfo info, String keyword) {
        double value = info.positiveFact(keyword);
        return Double.isNaN(value) ? 0 : value;
    }

    /** Sky angle along one raw pixel, arcsec; NaN if focal length or pixel are unknown. */
    public double arcsecPerPx() {
        return focalLengthMm > 0 && pixelUm > 0 ? ARCSEC_PER_RADIAN * pixelUm * 1e-3 / focalLengthMm : Double.NaN;
    }

    /** Focal length over aperture; NaN if unknown. */
    public double focalRatio() {
        return focalLengthMm > 0 && apertureMm > 0 ? focalLengthMm / apertureMm : Double.NaN;
    }
}
