package org.lucida.align;

/**
 * A running level and its robust sigma: what is ordinary for a number that comes once a frame?
 *
 * <p>Each value moves the level by at most three sigmas times the rate, so that outliers hardly move it, while a lasting
 * change is learnt in some hundred frames.
 * <p>Thread: one thread at a time.
 */
final class RobustLevel {
    /** Memory of about fifty frames. */
    private static final double RATE = 0.02;
    /** Rejected values move the level this much slower: they may be a lasting change after all. */
    private static final double REJECTED_RATE = RATE / 4;

    /** So many first values are believed as they come. */
    private static final int UNCLIPPED_COUNT = 8;

    private static final double CLIP_SIGMA = 3;
    /** Sigma of a Gaussian per mean absolute deviation. */
    private static final double SIGMA_PER_MEAN_DEVIATION = 1.2533;

    private double level;
    private double sigma;
    private int count;

    int count() {
        return count;
    }

    /** How far a value lies above the level, in its own unit. */
    double excess(double value) {
        return value - level;
    }

    double sigma() {
        return sigma;
    }

    void add(double value) {
        count++;
        move(value, Math.max(RATE, 1.0 / count));
    }

    void addRejected(double value) {
        move(value, REJECTED_RATE);
    }

    private void move(double value, double rate) {
        if (count <= 1) {
            level = value;
            sigma = 0;
            return;
        }
        double deviation = value - level;
        if (count > UNCLIPPED_COUNT) {
            deviation = Math.max(-CLIP_SIGMA * sigma, Math.min(CLIP_SIGMA * sigma, deviation));
        }
        level += rate * deviation;
        sigma += rate * (SIGMA_PER_MEAN_DEVIATION * Math.abs(deviation) - sigma);
    }
}
