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

    private static final int LANES = DropShape.BLOCK_COLUMNS;
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

    /** Whether a frame is added, to sums and counts only. */
    boolean isPlain() {
        return sign > 0 && variances == null && contextPlane == null;
    }

    /**
     * One drop on a box of pixels, if they are plain.
     *
     * @param index of the top left one
     * @param cells share times weight of each pixel, a batch of lanes for each. Not modified
     * @param lane which lane it is
     * @param rowStep from a cell to the one below it
     */
    void putBox(
            int index,
            int widthPx,
            int columnCount,
            int rowCount,
            double[] cells,
            int lane,
            int rowStep,
            double value) {
        int cell = lane;
        for (int row = 0; row < rowCount; row++) {
            int pixel = index + row * widthPx;
            long bits =
                    switch (columnCount) {
                        case 1 -> add(pixel, cells[cell], value);
                        case 2 -> addTwo(pixel, cells, cell, value);
                        case 3 -> addTwo(pixel, cells, cell, value)
                                | add(pixel + 2, cells[cell + 2 * LANES], value) << 2;
                        case 4 -> addTwo(pixel, cells, cell, value)
                                | addTwo(pixel + 2, cells, cell + 2 * LANES, value) << 2;
                        default -> addMany(pixel, columnCount, cells, cell, value);
                    };
            mark(pixel, bits);
            cell += rowStep;
        }
    }

    /** Notes which of the pixels from one on were reached. */
    private void mark(int pixel, long bits) {
        int shift = pixel % WORD;
        reached[pixel / WORD] |= bits << shift;
        reached[pixel / WORD + 1] |= bits >>> 1 >>> (WORD - 1 - shift);
    }

    /** Adds to a pixel; 1 if share times weight are not 0, else 0, without a branch that nobody could foresee. */
    private long add(int pixel, double aw, double value) {
        sums[2 * pixel] += aw;
        sums[2 * pixel + 1] += aw * value;
        long raw = Double.doubleToRawLongBits(aw);
        return (raw | -raw) >>> 63;
    }

    private long addTwo(int pixel, double[] cells, int cell, double value) {
        return add(pixel, cells[cell], value) | add(pixel + 1, cells[cell + LANES], value) << 1;
    }

    private long addMany(int pixel, int columnCount, double[] cells, int cell, double value) {
        long bits = 0;
        for (int column = 0; column < columnCount; column++) {
            bits |= add(pixel + column, cells[cell + column * LANES], value) << column;
        }
        return bits;
    }

    /** One drop on a plain pixel; the weight is above 0. */
    void put(int index, double weight, double value) {
        sums[2 * index] += weight;
        sums[2 * index + 1] += weight * value;
        reached[index / WORD] |= 1L << index;
    }

    /**
     * One drop whose shares are products, on a box of pixels; a share of 0 does not count.
     *
     * @param index of the top left pixel
     * @param sharesX factors of the columns. Not modified
     * @param sharesY factors of the rows. Not modified
     */
    void putProduct(
            int index,
            int widthPx,
            int columnCount,
            int rowCount,
            double[] sharesX,
            double[] sharesY,
            double weight,
            double value,
            double variance) {
        if (isPlain() && columnCount <= 3) {
            double left = sharesX[0];
            double middle = columnCount > 1 ? sharesX[1] : 0;
            double right = columnCount > 2 ? sharesX[2] : 0;
            for (int row = 0; row < rowCount; row++) {
                int pixel = index + row * widthPx;
                double rowWeight = weight * sharesY[row];
                long bits = add(pixel, rowWeight * left, value);
                if (columnCount > 1) {
                    bits |= add(pixel + 1, rowWeight * middle, value) << 1;
                }
                if (columnCount > 2) {
                    bits |= add(pixel + 2, rowWeight * right, value) << 2;
                }
                mark(pixel, bits);
            }
            return;
        }
        boolean isNarrow = isPlain() && columnCount <= WORD;
        for (int row = 0; row < rowCount; row++) {
            int pixel = index + row * widthPx;
            double rowWeight = weight * sharesY[row];
            if (isNarrow) {
                long bits = 0;
                for (int column = 0; column < columnCount; column++) {
                    bits |= add(pixel + column, rowWeight * sharesX[column], value) << column;
                }
                mark(pixel, bits);
            } else {
                for (int column = 0; column < columnCount; column++) {
                    double aw = rowWeight * sharesX[column];
                    if (aw != 0) {
                        put(pixel + column, aw, value, variance);
                    }
                }
            }
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
