package org.lucida.drizzle;

/**
 * Which sample of each parity touches an output pixel along one axis, and with what share of its drop.
 *
 * <p>The drop of sample i is centred at {@code u = scale * (i - displacementPx + 1/2) - 1/2} and is {@code scale *
 * pixfrac} wide. It covers of output pixel X the length {@code t(z) = clamp(h - |z|, 0, min(1, scale * pixfrac))},
 * {@code z = u - X}, {@code h = (scale * pixfrac + 1) / 2}. Samples of one parity are 2 scale apart, never less than
 * 2 h, so at most one of each parity touches an output pixel. The shares of one drop add up to 1.
 *
 * <p>Phase j stands for the output pixels {@code firstPx + j + n * phaseCount}, n = 0, 1 ..; the sample that touches one
 * is {@code sample[parity * phaseCount + j] + n * samplesPerPeriod}, which may lie outside the frame. A share below
 * {@value #SMALLEST_SHARE} of the largest possible is rounding and counts as none.
 *
 * <p>Memory: made in the constructor; {@link #place} allocates nothing.
 * <p>Thread: the owner's only.
 */
final class AxisOverlaps {
    private static final double SMALLEST_SHARE = 1e-7;
    /** Beyond every frame and every output, yet safe in int arithmetic. */
    private static final double LARGEST_DISPLACEMENT_PX = 5e8;

    final int phaseCount;
    final int samplesPerPeriod;
    final int firstPx;
    final int[] sample;
    final double[] share;
    private final double scale;
    private final double dropPx;

    private AxisOverlaps(OutputGrid grid, int phaseCount, int samplesPerPeriod, int firstPx) {
        this.phaseCount = phaseCount;
        this.samplesPerPeriod = samplesPerPeriod;
        this.firstPx = firstPx;
        scale = grid.scale();
        dropPx = grid.dropPx();
        sample = new int[2 * phaseCount];
        share = new double[2 * phaseCount];
    }

    /** One entry for each phase of a periodic grid. */
    static AxisOverlaps periodic(OutputGrid grid) {
        return new AxisOverlaps(grid, grid.periodOut(), grid.periodIn(), 0);
    }

    /** One entry for each output pixel from firstPx on. */
    static AxisOverlaps everyPixel(OutputGrid grid, int firstPx, int countPx) {
        return new AxisOverlaps(grid, countPx, 0, firstPx);
    }

    /** Sets the tables for a frame whose content went by displacementPx along this axis. */
    void place(double displacementPx) {
        double d = Math.max(-LARGEST_DISPLACEMENT_PX, Math.min(LARGEST_DISPLACEMENT_PX, displacementPx));
        double half = (dropPx + 1) / 2;
        double largest = Math.min(1, dropPx);
        for (int parity = 0; parity < 2; parity++) {
            for (int j = 0; j < phaseCount; j++) {
                int outPx = firstPx + j;
                double nearest = Math.rint(((outPx + 0.5) / scale - 0.5 + d - parity) / 2);
                double z = scale * (2 * nearest + parity - d + 0.5) - 0.5 - outPx;
                double overlapPx = Math.min(half - Math.abs(z), largest);
                sample[parity * phaseCount + j] = 2 * (int) nearest + parity;
                share[parity * phaseCount + j] = overlapPx > SMALLEST_SHARE * largest ? overlapPx / dropPx : 0;
            }
        }
    }

    /** The phase of an output pixel. */
    int phaseOf(int outPx) {
        return (outPx - firstPx) % phaseCount;
    }

    /** The sample of this parity that touches an output pixel; meaningful only where the share is above 0. */
    int sampleAt(int parity, int outPx) {
        int n = (outPx - firstPx) / phaseCount;
        return sample[parity * phaseCount + phaseOf(outPx)] + n * samplesPerPeriod;
    }
}
