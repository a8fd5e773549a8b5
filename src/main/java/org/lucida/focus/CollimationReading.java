package org.lucida.focus;

/**
 * How well the mirrors look at each other, from one star. Filled in place by {@link Collimation}.
 *
 * <p>Units: px of the plane. Directions from x towards y (clockwise on a screen), 0 .. 360.
 */
public final class CollimationReading {
    /** What was measured, or why nothing was. */
    public enum State {
        /** A defocused star: ring and hole. */
        DONUT,
        /** A focused star with its first diffraction ring. */
        FIRST_RING,
        /** Nothing stands out of the plane. */
        NO_STAR,
        /** The star is cut by the edge of the plane. */
        CUT_BY_EDGE,
        /** Neither a hole nor a diffraction ring: not enough defocus, no obstruction, or seeing has washed the ring away. */
        NO_RING,
        /** There may be a ring, but too little light for it. */
        TOO_FAINT
    }

    public State state = State.NO_STAR;
    /** Centre of the outer edge (DONUT) or of the core (FIRST_RING). */
    public double xPx = Double.NaN;

    public double yPx = Double.NaN;
    /** DONUT: radius of the outer edge. FIRST_RING: radius at which the ring was read. */
    public double outerRadiusPx = Double.NaN;
    /** DONUT: centre and radius of the hole; else NaN. */
    public double holeXPx = Double.NaN;

    public double holeYPx = Double.NaN;
    public double holeRadiusPx = Double.NaN;
    /** DONUT: distance of the hole's centre from the outer edge's; else NaN. */
    public double offsetPx = Double.NaN;
    /** One-sigma error of the offset per axis, from the levels' disagreement. */
    public double offsetPxSigma = Double.NaN;
    /** DONUT: the offset over the outer radius. */
    public double offsetFraction = Double.NaN;
    /** FIRST_RING: first harmonic of the light around the ring over its mean; 0 = even. */
    public double asymmetryFraction = Double.NaN;
    /** One-sigma error of the asymmetry from noise. */
    public double asymmetryFractionSigma = Double.NaN;
    /** Where the hole lies from the centre (DONUT), or where the ring is brightest (FIRST_RING). */
    public double directionDeg = Double.NaN;

    /** Forgets everything but the state. */
    void clear(State reason) {
        state = reason;
        xPx = Double.NaN;
        yPx = Double.NaN;
        outerRadiusPx = Double.NaN;
        holeXPx = Double.NaN;
        holeYPx = Double.NaN;
        holeRadiusPx = Double.NaN;
        offsetPx = Double.NaN;
        offsetPxSigma = Double.NaN;
        offsetFraction = Double.NaN;
        asymmetryFraction = Double.NaN;
        asymmetryFractionSigma = Double.NaN;
        directionDeg = Double.NaN;
    }

    /** Takes over everything. */
    public void set(CollimationReading other) {
        state = other.state;
        xPx = other.xPx;
        yPx = other.yPx;
        outerRadiusPx = other.outerRadiusPx;
        holeXPx = other.holeXPx;
        holeYPx = other.holeYPx;
        holeRadiusPx = other.holeRadiusPx;
        offsetPx = other.offsetPx;
        offsetPxSigma = other.offsetPxSigma;
        offsetFraction = other.offsetFraction;
        asymmetryFraction = other.asymmetryFraction;
        asymmetryFractionSigma = other.asymmetryFractionSigma;
        directionDeg = other.directionDeg;
    }
}
