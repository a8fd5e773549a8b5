package org.lucida.align;

/**
 * Predicts where the next frame will be found: an alpha-beta filter over the frame index.
 *
 * <p>Units: px of the luminance plane, as everywhere below {@link GlobalAlignment}.
 * <p>Thread: one thread at a time. Depends only on the sequence of accepted displacements.
 * <p>Source: Kalata 1984 (alpha-beta filter); gains chosen for seeing jitter of the size of the drift.
 */
final class DisplacementTracker {
    private static final double POSITION_GAIN = 0.6;
    private static final double VELOCITY_GAIN = 0.15;
    private static final double VARIANCE_GAIN = 0.08;
    /** Error of the first predictions, px. */
    private static final double INITIAL_SIGMA_PX = 2;
    /** The prediction is never believed better than this, px. */
    private static final double MIN_SIGMA_PX = 0.25;
    /** Beyond so many missed frames the drift is no longer extrapolated. */
    private static final int MAX_EXTRAPOLATED_FRAMES = 10;
    /** Growth of the error for each missed frame, in units of the error. */
    private static final double GROWTH_PER_MISSED_FRAME = 0.3;

    private static final int LOCK_COUNT = 5;
    /** Innovation in sigmas that is a jump, not jitter. */
    private static final double JUMP_SIGMA = 5;

    private double xPx;
    private double yPx;
    private double xVelocity;
    private double yVelocity;
    private double variance;
    private long lastIndex;
    private int acceptedCount;

    private double predictedXPx;
    private double predictedYPx;
    private double sigmaPx;

    /** Starts anew at a place. */
    void reset(long frameIndex, double startXPx, double startYPx) {
        xPx = startXPx;
        yPx = startYPx;
        xVelocity = 0;
        yVelocity = 0;
        variance = INITIAL_SIGMA_PX * INITIAL_SIGMA_PX;
        lastIndex = frameIndex;
        acceptedCount = 1;
    }

    /** Predicts the place of a frame. */
    void predict(long frameIndex) {
        long gap = Math.max(1, frameIndex - lastIndex);
        long extrapolated = Math.min(gap, MAX_EXTRAPOLATED_FRAMES);
        predictedXPx = xPx + xVelocity * extrapolated;
        predictedYPx = yPx + yVelocity * extrapolated;
        sigmaPx = Math.max(MIN_SIGMA_PX, Math.sqrt(variance) * (1 + GROWTH_PER_MISSED_FRAME * (gap - 1)));
    }

    double predictedXPx() {
        return predictedXPx;
    }

    double predictedYPx() {
        return predictedYPx;
    }

    /** Error of the prediction per axis. */
    double sigmaPx() {
        return sigmaPx;
    }

    /** True after a few accepted frames: the prediction may replace the search. */
    boolean isLocked() {
        return acceptedCount >= LOCK_COUNT;
    }

    /** Takes a measured place; {@link #predict} was called for the same frame. */
    void accept(long frameIndex, double measuredXPx, double measuredYPx) {
        double xOff = measuredXPx - predictedXPx;
        double yOff = measuredYPx - predictedYPx;
        double square = (xOff * xOff + yOff * yOff) / 2;
        long gap = Math.max(1, frameIndex - lastIndex);
        if (square > JUMP_SIGMA * JUMP_SIGMA * sigmaPx * sigmaPx) {
            xPx = measuredXPx;
            yPx = measuredYPx;
            xVelocity = 0;
            yVelocity = 0;
            variance += VARIANCE_GAIN * (JUMP_SIGMA * JUMP_SIGMA * variance - variance);
        } else {
            xPx = predictedXPx + POSITION_GAIN * xOff;
            yPx = predictedYPx + POSITION_GAIN * yOff;
            xVelocity += VELOCITY_GAIN * xOff / gap;
            yVelocity += VELOCITY_GAIN * yOff / gap;
            variance += VARIANCE_GAIN * (square - variance);
        }
        lastIndex = frameIndex;
        acceptedCount++;
    }
}
