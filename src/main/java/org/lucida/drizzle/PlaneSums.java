package org.lucida.drizzle;

import java.util.Arrays;

/**
 * The sums of one colour plane over some output rows: weights and weighted values, variances, frames, and which frames.
 *
 * <p>A pixel that no frame reaches any more holds exactly 0.
 */
final class PlaneSums {
    private static final int BITS = 32;
    /** Pixels in a word of reached ones. */
    private static final int WORD = 64;

    private static final int[][] NO_CONTEXT = {};

    /** Weight and weighted sum of each pixel, one behind the other: they are always used together. */
    final double[] sums;
    /** Sums of (a w)^2 v, or null. */
    final double[] variances;
    private final boolean hasContext;
    /** Frames that reached a pixel, but for those that reached all pixels of its word. */
    private final int[] counts;
    /** Frames that reached all pixels of a word. */
    private final int[] wordCounts;
    /** Which pixels the frame at hand has reached, 64 to a word. */
    private final long[] reached;

    private int[][] context = NO_CONTEXT;
    private int sign;
    private int[] contextPlane;
    private int contextBit;

    PlaneSums(int pixelCount, boolean hasVariance, boolean hasContext) {
        sums = new double[2 * pixelCount];
        variances = hasVariance ? new double[pixelCount] : null;
        counts = new int[pixelCount];
        wordCounts = new int[(pixelCount + WORD - 1) / WORD];
        // One more, so that a box may always look at the next word.
        reached = new long[wordCounts.length + 1];
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
        reached[index / WORD] |= 1L << index;
        if (contextPlane != null && aw > 0) {
            contextPlane[index] = sign > 0 ? contextPlane[index] | contextBit : contextPlane[index] & ~contextBit;
        }
    }

    /** Whether a pixel holds sums and a count only. */
    boolean isPlain() {
        return variances == null && contextPlane == null;
    }

    /**
     * One drop on a box of pixels, if they are plain.
     *
     * @param index of the top left one
     * @param cuts for each pixel what of the drop lies left of its right end in its row; that of the last column of each row
     *     comes first. Not modified
     * @param at where the cuts begin
     * @param rowStep from the cuts of a row to those of the next
     * @param columnStep from cut to cut
     * @param factor from cuts to share times weight
     * @param rounding share times weight that does not count
     */
    void putBox(
            int index,
            int widthPx,
            int columnCount,
            int rowCount,
            double[] cuts,
            int at,
            int rowStep,
            int columnStep,
            double factor,
            double rounding,
            double value) {
        double[] sums = this.sums;
        double signed = sign;
        int first = index;
        int cell = at;
        for (int row = 0; row < rowCount; row++) {
            double done = 0;
            long bits = 0;
            int next = cell;
            for (int column = 0; column < columnCount; column++) {
                next += columnStep;
                double cut = cuts[column + 1 < columnCount ? next : cell];
                double aw = (cut - done) * factor;
                done = cut;
                if (aw > rounding) {
                    int pixel = 2 * (first + column);
                    double change = signed * aw;
                    sums[pixel] += change;
                    sums[pixel + 1] += change * value;
                    bits |= 1L << column;
                }
            }
            int shift = first % WORD;
            reached[first / WORD] |= bits << shift;
            reached[first / WORD + 1] |= bits >>> 1 >>> (WORD - 1 - shift);
            first += widthPx;
            cell += rowStep;
        }
    }

    /** Ends a frame: counts the pixels it has reached; one taken out leaves exactly 0 where no frame reaches any more. */
    void end() {
        for (int word = 0; word < wordCounts.length; word++) {
            long bits = reached[word];
            if (bits == -1) {
                wordCounts[word] += sign;
            } else {
                for (; bits != 0; bits &= bits - 1) {
                    counts[WORD * word + Long.numberOfTrailingZeros(bits)] += sign;
                }
            }
            reached[word] = 0;
        }
        if (sign < 0) {
            clearUnreached();
        }
    }

    int pixelCount() {
        return counts.length;
    }

    /** Frames that reached a pixel. */
    int countAt(int index) {
        return counts[index] + wordCounts[index / WORD];
    }

    void setCount(int index, int count) {
        counts[index] = count - wordCounts[index / WORD];
    }

    private void clearUnreached() {
        for (int i = 0; i < counts.length; i++) {
            if (countAt(i) == 0) {
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
            counts[i] += other.countAt(i);
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
