package org.lucida.focus;

/**
 * One star, measured. Filled in place by {@link StarSizes}.
 *
 * <p>Units: px and ADU of the plane. Sizes are those of the star as sampled: the pixel's own width is included.
 */
public final class StarSize {
    /** Centre. */
    public double xPx;

    public double yPx;
    /** Diameter of the circle that holds half of the light; also for discs and rings far from focus. */
    public double hfdPx;
    /** Full width at half maximum, geometric mean of both axes; NaN if the star looks like no focused star at all. */
    public double fwhmPx;
    /** Short axis over long axis: 1 = round. NaN with {@link #fwhmPx}. */
    public double roundnessRatio;
    /** Direction of the long axis, from x towards y (clockwise on a screen), 0 .. 180; meaningless for round stars. */
    public double angleDeg;
    /** Highest pixel above the local background. */
    public double peakAdu;
    /** Light above the local background. */
    public double fluxAdu;
    /** Light over its error from the background's noise; the star's own shot noise is not counted. */
    public double fluxSnr;
    /** Radius in which the light was summed. */
    public double aperturePx;
    /** True if pixels are full: the flux is too low and the half-flux diameter too large. */
    public boolean isSaturated;

    /** Takes over all numbers. */
    public void set(StarSize other) {
        xPx = other.xPx;
        yPx = other.yPx;
        hfdPx = other.hfdPx;
        fwhmPx = other.fwhmPx;
        roundnessRatio = other.roundnessRatio;
        angleDeg = other.angleDeg;
        peakAdu = other.peakAdu;
        fluxAdu = other.fluxAdu;
        fluxSnr = other.fluxSnr;
        aperturePx = other.aperturePx;
        isSaturated = other.isSaturated;
    }
}
