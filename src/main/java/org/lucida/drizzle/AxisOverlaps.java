package org.lucida.drizzle;

/**
 * Which samples of each parity touch an output pixel along one axis, and with what share of their drops.
 *
 * <p>The drop of sample i is centred at {@code u = scale * (i - displacementPx + 1/2) - 1/2}; what output pixel X gets of it
 * is the share of the grid's {@link AxisDrop}. Samples of one parity are 2 scale apart, so only few of each parity touch an
 * output pixel: {@code linesPerParity}, one for square and point drops.
 *
 * <p>Entry {@code e = 2 * k + parity} stands for the k-th of the samples of a parity that may touch. Phase j stands for the
 * output pixels {@code firstPx + j + n * phaseCount}, n = 0, 1 ..; the sample of entry e that touches one is
 * {@code sample[e * phaseCount + j] + n * samplesPerPeriod}, which may lie outside the frame.
 *
 * <p>Memory: made in the constructor; {@link #place} allocates nothing.
 * <p>Thread: the owner's only.
 */
final class AxisOverlaps {
    /** Beyond every frame and every output, yet safe in int arithmetic. */
    private static final double LARGEST_DISPLACEMENT_PX = 5e8;

    final int entryCount;
    final int phaseCount;
    final int samplesPerPeriod;
    final int firstPx;
    final int[] sample;
    final double[] share;
    private final AxisDrop drop;

    private AxisOverlaps(OutputGrid grid, int phaseCount, int samplesPerPeriod, int firstPx) {
        this.phaseCount = phaseCount;
        this.samplesPerPeriod = samplesPerPeriod;
        this.firstPx = firstPx;
        drop = grid.axisDrop();
        entryCount = 2 * drop.linesPerParity;
        sample = new int[entryCount * phaseCount];
        share = new double[entryCount * phaseCount];
    }

    /** One phase for each of a periodic grid. */
    static AxisOverlaps periodic(OutputGrid grid) {
        return new AxisOverlaps(grid, grid.periodOut(), grid.periodIn(), 0);
    }

    /** One phase for each output pixel from firstPx on. */
    static AxisOverlaps everyPixel(OutputGrid grid, int firstPx, int countPx) {
        return new AxisOverlaps(grid, countPx, 0, firstPx);
    }

    /** Sets the tables for a frame whose content went by displacementPx along this axis. */
    void place(double displacementPx) {
        double d = Math.max(-LARGEST_DISPLACEMENT_PX, Math.min(LARGEST_DISPLACEMENT_PX, displacementPx));
        double scale = drop.scale;
        double centring = (drop.linesPerParity - 1) / 2.0;
        for (int parity = 0; parity < 2; parity++) {
            for (int j = 0; j < phaseCount; j++) {
                int outPx = firstPx + j;
                double lowest = Math.rint(((outPx + 0.5) / scale - 0.5 + d - parity) / 2 - centring);
                for (int k = 0; k < drop.linesPerParity; k++) {
                    double position = 2 * (lowest + k) + parity;
                    int i = (2 * k + parity) * phaseCount + j;
                    sample[i] = (int) position;
                    share[i] = drop.shareAt(scale * (position - d + 0.5) - 0.5, outPx);
                }
            }
        }
    }

    /** The phase of an output pixel. */
    int phaseOf(int outPx) {
        return (outPx - firstPx) % phaseCount;
    }

    /** The sample of this entry that touches an output pixel; meaningful only where the share is not 0. */
    int sampleAt(int entry, int outPx) {
        int n = (outPx - firstPx) / phaseCount;
        return sample[entry * phaseCount + phaseOf(outPx)] + n * samplesPerPeriod;
    }
}
