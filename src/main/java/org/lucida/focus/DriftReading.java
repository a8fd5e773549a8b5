package org.lucida.focus;

/**
 * How fast the target drifts over the sensor, and how much it swings about that drift. Filled in place by {@link Drift}.
 *
 * <p>Units: px of the displacements handed in, seconds. Sign: displacement, where the content goes; x right, y down.
 */
public final class DriftReading {
    /** Speed of the drift; NaN below {@link Drift#MIN_COUNT} samples or without a span of time. */
    public double driftXPxPerS = Double.NaN;

    public double driftYPxPerS = Double.NaN;
    /** One-sigma errors, neighbouring residuals' likeness (seeing, periodic error) taken into account. */
    public double driftXPxPerSSigma = Double.NaN;

    public double driftYPxPerSSigma = Double.NaN;
    /** Rms about the straight line, outliers left out: periodic error, wind and seeing together. */
    public double residualXPx = Double.NaN;

    public double residualYPx = Double.NaN;
    /** Largest less smallest residual, outliers left out. */
    public double swingXPx = Double.NaN;

    public double swingYPx = Double.NaN;
    /** Time between the first and the last sample used. */
    public double spanS;
    /** Samples looked at. */
    public int sampleCount;
    /** Of these, so many were jumps or lost locks on either axis. */
    public int outlierCount;

    /** Length of the drift. */
    public double speedPxPerS() {
        return Math.hypot(driftXPxPerS, driftYPxPerS);
    }

    /** Direction of the drift, from x towards y (clockwise on a screen), 0 .. 360. */
    public double directionDeg() {
        return (Math.toDegrees(Math.atan2(driftYPxPerS, driftXPxPerS)) + 360) % 360;
    }

    /** How surely the target drifts at all: speed over its error along the drift. */
    public double significance() {
        double speed = speedPxPerS();
        return speed == 0
                ? 0
                : speed * speed / Math.hypot(driftXPxPerS * driftXPxPerSSigma, driftYPxPerS * driftYPxPerSSigma);
    }

    /** Takes over all numbers. */
    public void set(DriftReading other) {
        driftXPxPerS = other.driftXPxPerS;
        driftYPxPerS = other.driftYPxPerS;
        driftXPxPerSSigma = other.driftXPxPerSSigma;
        driftYPxPerSSigma = other.driftYPxPerSSigma;
        residualXPx = other.residualXPx;
        residualYPx = other.residualYPx;
        swingXPx = other.swingXPx;
        swingYPx = other.swingYPx;
        spanS = other.spanS;
        sampleCount = other.sampleCount;
        outlierCount = other.outlierCount;
    }
}
