package org.lucida.enhance;

/**
 * How far the colours of a stack lie apart, as the air spreads them like a prism.
 *
 * <p>Coordinates: red(x + d) shows what green(x) shows, px of the stack, x to the right, y downward; likewise blue.
 *
 * @param redXPx where red lies against green
 * @param redYPx the same, downward
 * @param blueXPx where blue lies against green
 * @param blueYPx the same, downward
 * @param redSigmaPx one-sigma error of red, per axis
 * @param blueSigmaPx one-sigma error of blue, per axis
 * @param validity whether this may be believed
 */
public record DispersionReading(
        double redXPx,
        double redYPx,
        double blueXPx,
        double blueYPx,
        double redSigmaPx,
        double blueSigmaPx,
        Validity validity) {
    /** Whether a reading may be believed, and why not. */
    public enum Validity {
        VALID,
        /** One plane has no colours. */
        GREY,
        /** Nothing stands out of the noise. */
        NO_LIGHT,
        /** The planes show no common detail. */
        NOT_FOUND,
        /** Found, but the error is larger than {@value ColourDispersion#MOST_SIGMA_PX} px. */
        UNCERTAIN
    }

    static DispersionReading none(Validity why) {
        return new DispersionReading(0, 0, 0, 0, Double.NaN, Double.NaN, why);
    }

    public boolean isValid() {
        return validity == Validity.VALID;
    }

    /** From red to blue, to the right, px. Blue points to the zenith in an uncorrected picture. */
    public double spreadXPx() {
        return blueXPx - redXPx;
    }

    /** From red to blue, downward, px. */
    public double spreadYPx() {
        return blueYPx - redYPx;
    }

    /** From red to blue, px. */
    public double spreadPx() {
        return Math.hypot(spreadXPx(), spreadYPx());
    }

    /** One-sigma error of {@link #spreadPx()}. */
    public double spreadSigmaPx() {
        return Math.hypot(redSigmaPx, blueSigmaPx);
    }

    /** From red to blue in the sky, arcsec. */
    public double spreadArcsec(double plateScaleArcsecPerPx) {
        return spreadPx() * plateScaleArcsecPerPx;
    }

    /** Direction from red to blue, degrees from x towards y, that is clockwise on a screen; -180 to 180. */
    public double directionDeg() {
        return Math.toDegrees(Math.atan2(spreadYPx(), spreadXPx()));
    }
}
