package org.lucida.drizzle;

import java.util.Arrays;

/**
 * The sums of one colour plane over some output rows: weights and weighted values, variances, frames, and which frames.
 *
 * <p>A pixel that no frame reaches any more holds exactly 0.
 */
final class PlaneSums {
    private static final int BITS = 32;
    private static final int[][] NO_CONTEXT = {};

    /** Weight and weighted sum of each pixel, one behind the other: they are always used together. */
    final double[] sums;
    /** Sums of (a w)^2 v, or null. */
    final double[] variances;
    /** Frames that reached a pixel. */
    final int[] counts;

    private final boolean hasContext;
    /** Which call of begin has last reached the pixel. */
    private final int[] stamps;

    private int[][] context = NO_CONTEXT;
    private int stamp;
    private int sign;
    private int[] contextPlane;
    private int contextBit;

    PlaneSums(int pixelCount, boolean hasVariance, boolean hasContext) {
        sums = new double[2 * pixelCount];
        variances = hasVariance ? new double[pixelCount] : null;
        counts = new int[pixelCount];
        stamps = new int[pixelCount];
        this.hasContext = hasContext;
    }

    /**
     * Begins a frame.
     *
     * @param frameIndex number of its bit
     * @param sign 1 to add, -1 to take out
     */
    void begin(int frameIndex, int sign) {
        this.sign = sign;
        stamp++;
        if (hasContext) {
            growContext(frameIndex / BITS + 1);
            contextPlane = context[frameIndex / BITS];
            contextBit = 1 << frameIndex % BITS;
        }
    }

    private void growContext(int planeCount) {
        int had = context.length;
        if (had < planeCount) {
            context = Arrays.copyOf(context, planeCount);
            for (int i = had; i < planeCount; i++) {
                context[i] = new int[counts.length];
            }
        }
    }

    /**
     * One drop on one pixel.
     *
     * @param aw share times weight, not 0
     */
    void put(int index, double aw, double value, double variance) {
        double signed = sign * aw;
        sums[2 * index] += signed;
        sums[2 * index + 1] += signed * value;
        if (variances != null) {
            variances[index] += signed * aw * variance;
        }
        if (stamps[index] != stamp) {
            stamps[index] = stamp;
            counts[index] += sign;
        }
        if (contextPlane != null && aw > 0) {
            contextPlane[index] = sign > 0 ? contextPlane[index] | contextBit : contextPlane[index] & ~contextBit;
        }
    }

    /**
     * One drop on a row of pixels that it covers from end to end.
     *
     * @param cells areas, each as the difference to its left neighbour; two more than the pixels. Cleared
     * @param perArea from area to share
     */
    void putRun(
            int index,
            double[] cells,
            int firstCell,
            int count,
            double perArea,
            double weight,
            double value,
            double variance) {
        double cover = 0;
        boolean isPlain = variances == null && contextPlane == null;
        double factor = weight * perArea;
        for (int i = 0; i < count; i++) {
            cover += cells[firstCell + i];
            cells[firstCell + i] = 0;
            if (Math.abs(cover) > DropShape.ROUNDING) {
                double aw = cover * factor;
                if (isPlain) {
                    int at = index + i;
                    double signed = sign * aw;
                    sums[2 * at] += signed;
                    sums[2 * at + 1] += signed * value;
                    if (stamps[at] != stamp) {
                        stamps[at] = stamp;
                        counts[at] += sign;
                    }
                } else {
                    put(index + i, aw, value, variance);
                }
            }
        }
        cells[firstCell + count] = 0;
        cells[firstCell + count + 1] = 0;
    }

    /** Ends a frame that was taken out: what no frame reaches is exactly 0 again. */
    void clearUnreached() {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                clear(i);
            }
        }
    }

    private void clear(int index) {
        sums[2 * index] = 0;
        sums[2 * index + 1] = 0;
        if (variances != null) {
            variances[index] = 0;
        }
        for (int[] plane : context) {
            plane[index] = 0;
        }
    }

    void merge(PlaneSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        if (variances != null) {
            for (int i = 0; i < variances.length; i++) {
                variances[i] += other.variances[i];
            }
        }
        growContext(other.context.length);
        for (int p = 0; p < other.context.length; p++) {
            for (int i = 0; i < counts.length; i++) {
                context[p][i] |= other.context[p][i];
            }
        }
    }

    int contextPlaneCount() {
        return context.length;
    }

    /** The bits of frames 32 p .. 32 p + 31; made if missing. */
    int[] contextPlane(int p) {
        growContext(p + 1);
        return context[p];
    }

    /** Bits of a pixel; 0 in planes that no frame has opened. */
    int contextAt(int p, int index) {
        return p < context.length ? context[p][index] : 0;
    }
}
