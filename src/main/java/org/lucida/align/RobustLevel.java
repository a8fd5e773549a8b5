package org.lucida.align;

/**
 * A running level and its robust sigma: what is ordinary for a number that comes once a frame?
 *
 * <p>Each value moves the level by at most three sigmas times the rate, so that outliers hardly move it, while a lasting
 * change is learnt in some hundred frames.
 * <p>Thread: one thread at a time.
 */
final class RobustLevel {
    /** Memory of about a hundred frames. */
    private static final double RATE = 0.01;
    /** Rejected values move the level this much slower: they may be a lasting change after all. */
    private static final double REJECTED_RATE = RATE / 4;

    private static final int RELAXED_COUNT = 50;
    private static final double CLIP_SIGMA = 3;
    /** Sigma of a Gaussian per mean absolute deviation. */
    private static final double SIGMA_PER_MEAN_DEVIATION = 1.2533;

    private double level;
    private double sigma;
    private int count;

    /** The circumstances have changed a little: adapts faster for a while. */
    void relax() {
        count = Math.min(count, RELAXED_COUNT);
    }

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
        if (count > 20) {
            deviation = Math.max(-CLIP_SIGMA * sigma, Math.min(CLIP_SIGMA * sigma, deviation));
        }
        level += rate * deviation;
        sigma += rate * (SIGMA_PER_MEAN_DEVIATION * Math.abs(deviation) - sigma);
    }
}
