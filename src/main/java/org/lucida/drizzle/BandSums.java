package org.lucida.drizzle;

import java.util.Arrays;
import org.lucida.frame.FrameSlot;

/**
 * The state of one band: weighted sums of samples, and their coverage.
 *
 * <p>Shape: a row of a plane is phaseCount arrays, phase j holding the output pixels j, j + phaseCount ..; arrays follow
 * each other as the band walks over them, row by row, plane by plane, phase by phase.
 *
 * <p>Error: a float that grows to the sum of 100 000 frames loses every new frame's last digits. So each sum is a pair: a
 * fine part that takes the frames, and a coarse part the fine one is folded into every {@value #FOLD_FRAMES} frames, without
 * loss (PrecisionTest). Rows are folded in {@value #FOLD_PARTS} turns, so that no single batch pays for all.
 * A copy holds the joined sums in its fine part and has no coarse one.
 */
final class BandSums {
    /** After so many frames every row has been folded once; chosen by PrecisionTest. */
    static final int FOLD_FRAMES = 64;

    static final int FOLD_PARTS = 2;
    /** Batches end at multiples of this. */
    static final int FOLD_STEP_FRAMES = FOLD_FRAMES / FOLD_PARTS;

    final OutputGrid grid;
    final int firstRow;
    final int rowCount;
    final float[][] fine;
    private final float[][] coarse;
    final Coverage coverage;
    /** What masked pixels take back from the coverage; null as long as no frame had a mask. */
    Deficit deficit;
    /** Variances, or null if they are not wanted. */
    VarianceSums variance;

    long frameCount;
    double frameWeightSum;
    /** Which stack this is, from 1; see {@link DrizzleStack#restart}. */
    int stackNumber = 1;

    /** The live sums of rows firstRow .. firstRow + rowCount - 1. */
    BandSums(OutputGrid grid, int firstRow, int rowCount) {
        this(grid, firstRow, rowCount, Coverage.of(grid, firstRow, rowCount), true);
    }

    /** The live sums of rows whose weights differ from pixel to pixel. */
    static BandSums forWarps(OutputGrid grid, int firstRow, int rowCount) {
        return new BandSums(grid, firstRow, rowCount, new PlaneCoverage(grid, firstRow, rowCount, true), true);
    }

    private BandSums(OutputGrid grid, int firstRow, int rowCount, Coverage coverage, boolean live) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        fine = new float[arrayIndex(rowCount, 0)][grid.paddedLength()];
        coarse = live ? new float[arrayIndex(rowCount, 0)][grid.paddedLength()] : null;
        this.coverage = coverage;
    }

    /** An empty place for copies of this. */
    BandSums newCopy() {
        Coverage empty = coverage instanceof PlaneCoverage
                ? new PlaneCoverage(grid, firstRow, rowCount, false)
                : Coverage.of(grid, firstRow, rowCount);
        BandSums copy = new BandSums(grid, firstRow, rowCount, empty, false);
        copy.variance = variance == null ? null : variance.newCopy();
        return copy;
    }

    /** Where the arrays of a plane start in a row of this band; row counts from firstRow. */
    int arrayIndex(int row, int plane) {
        return (row * grid.planeCount() + plane) * grid.phaseCount();
    }

    static long heapBytes(OutputGrid grid, boolean live) {
        return (live ? 2 : 1) * partBytes(grid) + Coverage.heapBytes(grid);
    }

    static long warpHeapBytes(OutputGrid grid, boolean live) {
        return (live ? 5 : 3) * partBytes(grid);
    }

    /** Bytes of one number for each output pixel. */
    private static long partBytes(OutputGrid grid) {
        long rows = (long) grid.heightPx() * grid.phaseCount() * grid.planeCount();
        return rows * (grid.paddedLength() * (long) Float.BYTES + 24);
    }

    /** The first row of a band, counted from firstRow, whose turn it is: every row of the output has its fixed turn. */
    static int firstFolded(int firstRow, int part) {
        return Math.floorMod(part - firstRow, FOLD_PARTS);
    }

    /** As if no frame had come; a new stack begins. */
    void clear(int newStackNumber) {
        for (int i = 0; i < fine.length; i++) {
            Arrays.fill(fine[i], 0);
            Arrays.fill(coarse[i], 0);
        }
        coverage.clear();
        if (variance != null) {
            variance.clear();
        }
        deficit = null;
        frameCount = 0;
        frameWeightSum = 0;
        stackNumber = newStackNumber;
    }

    /** Folds the rows whose turn it is after frameCount frames. */
    void fold() {
        int part = (int) (frameCount / FOLD_STEP_FRAMES % FOLD_PARTS);
        for (int row = firstFolded(firstRow, part); row < rowCount; row += FOLD_PARTS) {
            for (int i = arrayIndex(row, 0); i < arrayIndex(row + 1, 0); i++) {
                FusedRows.fold(coarse[i], fine[i], grid.paddedLength());
            }
        }
        coverage.fold(part);
        if (variance != null) {
            variance.fold(part);
        }
    }

    /** Takes back from the coverage what the masked pixels of a frame had. */
    void takeBack(FrameSlot slot, AxisOverlaps x, AxisOverlaps y) {
        if (deficit == null) {
            deficit = new Deficit(grid, firstRow, rowCount);
        }
        deficit.add(slot, x, y);
    }

    /** Makes copy, which came from {@link #newCopy}, show this state. */
    void copyTo(BandSums copy) {
        for (int i = 0; i < fine.length; i++) {
            FusedRows.join(coarse[i], fine[i], copy.fine[i], grid.paddedLength());
        }
        coverage.copyTo(copy.coverage);
        if (variance != null) {
            variance.copyTo(copy.variance);
        }
        if (deficit == null || copy.stackNumber != stackNumber) {
            copy.deficit = null;
        }
        if (deficit != null) {
            if (copy.deficit == null) {
                copy.deficit = new Deficit(grid, firstRow, rowCount);
            }
            deficit.copyTo(copy.deficit);
        }
        copy.stackNumber = stackNumber;
        copy.frameCount = frameCount;
        copy.frameWeightSum = frameWeightSum;
    }

    /** Weights of one output row, masked pixels left out. {@code out[0 .. widthPx)} is modified. */
    void readWeights(int plane, int y, double[] out) {
        coverage.readWeights(plane, y, out);
        if (deficit != null) {
            deficit.takeOffWeights(plane, y, out);
        }
    }

    /** Frame counts of one output row, masked pixels left out. {@code out[0 .. widthPx)} is modified. */
    void readCounts(int plane, int y, int[] out) {
        coverage.readCounts(plane, y, out);
        if (deficit != null) {
            deficit.takeOffCounts(plane, y, out);
        }
    }

    /** Sums of one output row. {@code out[0 .. widthPx)} is modified. */
    void readSums(int plane, int y, double[] out) {
        int phaseCount = grid.phaseCount();
        for (int j = 0; j < phaseCount; j++) {
            int i = arrayIndex(y - firstRow, plane) + j;
            float[] low = fine[i];
            if (coarse == null) {
                for (int x = j, n = 0; x < grid.widthPx(); x += phaseCount, n++) {
                    out[x] = low[n];
                }
            } else {
                float[] high = coarse[i];
                for (int x = j, n = 0; x < grid.widthPx(); x += phaseCount, n++) {
                    out[x] = (double) high[n] + low[n];
                }
            }
        }
    }
}
