package org.lucida.focus;

/**
 * What a star behind a Bahtinov mask says about focus. Filled in place by {@link Bahtinov}.
 *
 * <p>Units: px of the plane. Angles from x towards y (clockwise on a screen), -90 (exclusive) .. 90.
 */
public final class BahtinovReading {
    /** Centroid of a half disc, of its radius: 4 / (3 pi). */
    private static final double HALF_DISC_CENTROID = 4 / (3 * Math.PI);

    /** Whether there is a reading. */
    public enum State {
        /** All numbers are valid. */
        MEASURED,
        /** Nothing stands out of the plane. */
        NO_STAR,
        /** There is a star, but not three spikes: no mask, too dim, or far out of focus. */
        NO_SPIKES
    }

    public State state = State.NO_STAR;
    /** Roughly where the star is. */
    public double starXPx = Double.NaN;

    public double starYPx = Double.NaN;
    /** Direction of the middle spike. */
    public double centralDeg = Double.NaN;
    /** Directions of the outer spikes: the one before and the one after the middle spike, turning from x towards y. */
    public double outerBeforeDeg = Double.NaN;

    public double outerAfterDeg = Double.NaN;
    /** Where the outer spikes cross. */
    public double crossingXPx = Double.NaN;

    public double crossingYPx = Double.NaN;
    /**
     * Distance of the middle spike from the crossing of the outer two: 0 in focus. Positive if the spike lies below the
     * crossing (greater y); for a vertical spike, if it lies left. Which way the focuser must go for a positive one
     * depends on how the mask is put on: the observer tries once.
     */
    public double offsetPx = Double.NaN;
    /** One-sigma error of the offset. */
    public double offsetPxSigma = Double.NaN;

    /** Half of the angle between the outer spikes: the tilt of the mask's quarter gratings, usually 20. */
    public double tiltDeg() {
        double between = ((outerAfterDeg - outerBeforeDeg) % 180 + 180) % 180;
        return between / 2;
    }

    /**
     * How far the sensor is from focus along the axis, um, with the sign of the offset; NaN if not measured.
     *
     * <p>Defocus z moves the light of pupil place p (in aperture radii) by z p / (2 N). The middle spike is made by one half
     * of the mask, whose centroid lies h = 4/(3 pi) from the middle, along the slits; the outer ones by the quarters of the
     * other half. In the usual mask (slits of the half across its straight edge, those of the
     * quarters fanning outward) the offset is
     * {@code z / (2 N) * h * (2 + tan tilt)}. A central obstruction moves h outward by (1 - e^3) / (1 - e^2).
     *
     * @param focalRatio focal length over aperture, N
     * @param pixelUm side of a pixel of the plane, binning included
     * @param obstructionRatio diameter of the central obstruction over the aperture, 0 without
     */
    public double focusErrorUm(double focalRatio, double pixelUm, double obstructionRatio) {
        return offsetPx * pixelUm * umPerUm(focalRatio, obstructionRatio);
    }

    /** One-sigma error of {@link #focusErrorUm}. */
    public double focusErrorUmSigma(double focalRatio, double pixelUm, double obstructionRatio) {
        return offsetPxSigma * pixelUm * umPerUm(focalRatio, obstructionRatio);
    }

    /** Travel along the axis for each um of offset on the sensor. */
    private double umPerUm(double focalRatio, double obstructionRatio) {
        double e = obstructionRatio;
        double h = HALF_DISC_CENTROID * (1 + e + e * e) / (1 + e);
        return 2 * focalRatio / (h * (2 + Math.tan(Math.toRadians(tiltDeg()))));
    }

    /**
     * Half of the depth of focus: within this of focus the wave errs by a quarter wavelength at most, um.
     *
     * @param focalRatio focal length over aperture
     * @param wavelengthNm usually 550
     */
    public static double depthOfFocusUm(double focalRatio, double wavelengthNm) {
        return 2 * wavelengthNm / 1000 * focalRatio * focalRatio;
    }

    /** Takes over everything. */
    public void set(BahtinovReading other) {
        state = other.state;
        starXPx = other.starXPx;
        starYPx = other.starYPx;
        centralDeg = other.centralDeg;
        outerBeforeDeg = other.outerBeforeDeg;
        outerAfterDeg = other.outerAfterDeg;
        crossingXPx = other.crossingXPx;
        crossingYPx = other.crossingYPx;
        offsetPx = other.offsetPx;
        offsetPxSigma = other.offsetPxSigma;
    }
}
