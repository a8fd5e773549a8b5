package org.lucida.drizzle;

import java.util.Arrays;
import org.lucida.frame.FrameSlot;

/**
 * Variance of one band: {@code V = sum (a w)^2 v} with v the variance of each sample; the variance of a mean is {@code V / W^2}.
 *
 * <p>The same walk as that of the values, with the variances of the samples in the place of the samples and squared factors in
 * the place of the factors. Masked pixels have v = 0. Sums are pairs of float, as in {@link BandSums}.
 *
 * <p>Noise of neighbouring output pixels is correlated where drops are larger than pixels; this is the variance of one.
 * <p>Source: Fruchter and Hook 2002, PASP 114, 144; Casertano et al. 2000, AJ 120, 2747, appendix.
 */
final class VarianceSums {
    private final OutputGrid grid;
    private final int firstRow;
    private final int rowCount;
    private final SensorNoise noise;
    private final float[][] fine;
    private final float[][] coarse;
    private final Columns columns;
    private final float[] even;
    private final float[] odd;
    private final float[][] termRows;
    private final int[] termStarts;
    private final float[] squares;

    /** The live sums. */
    VarianceSums(OutputGrid grid, int firstRow, int rowCount, int frameCount, SensorNoise noise) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        this.noise = noise;
        fine = new float[rowCount * grid.planeCount() * grid.phaseCount()][grid.paddedLength()];
        coarse = new float[fine.length][grid.paddedLength()];
        columns = Columns.of(grid, frameCount);
        int half = (grid.format().widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        termRows = new float[columns.linesPerFrame * columns.entryCount * frameCount][];
        termStarts = new int[termRows.length];
        squares = new float[termRows.length];
    }

    /** A place for copies, which holds joined sums. */
    private VarianceSums(VarianceSums live) {
        grid = live.grid;
        firstRow = live.firstRow;
        rowCount = live.rowCount;
        noise = live.noise;
        fine = new float[live.fine.length][grid.paddedLength()];
        coarse = null;
        columns = null;
        even = null;
        odd = null;
        termRows = null;
        termStarts = null;
        squares = null;
    }

    VarianceSums newCopy() {
        return new VarianceSums(this);
    }

    static long heapBytes(OutputGrid grid, boolean live) {
        long rows = (long) grid.heightPx() * grid.phaseCount() * grid.planeCount();
        long bytes = rows * (grid.paddedLength() * (long) Float.BYTES + 24);
        return live ? 2 * bytes : bytes;
    }

    /** Sets the tables of a frame; its lines have to be loaded after this. */
    void place(int frame, double displacementXPx) {
        columns.place(frame, displacementXPx);
        if (columns instanceof EveryColumn every) {
            every.squareShares(frame);
        }
    }

    /** Takes over one raw row; the samples are not modified. */
    void load(FrameSlot slot, int line, int rawRow, int sample, float[] rawEven, float[] rawOdd) {
        noise.variances(rawEven, even, even.length);
        noise.variances(rawOdd, odd, odd.length);
        int[] masked = slot.mask == null ? null : slot.mask.columns(rawRow);
        if (masked != null) {
            for (int x : masked) {
                ((x & 1) == 0 ? even : odd)[x >> 1] = 0;
            }
        }
        columns.load(line, sample, even, odd);
    }

    /**
     * Adds terms to one phase of one output row, as their samples were added to the values.
     *
     * @param index the array of sums, see {@link BandSums#arrayIndex}
     * @param termIndex where the row of each term stands in the columns. Not modified
     * @param termFactors factor of each sample, to be squared. Not modified
     */
    void add(int index, int[] termIndex, float[] termFactors, int termCount) {
        for (int t = 0; t < termCount; t++) {
            termRows[t] = columns.rows[termIndex[t]];
            termStarts[t] = columns.starts[termIndex[t]];
            squares[t] = termFactors[t] * termFactors[t];
        }
        FusedRows.add(fine[index], termRows, termStarts, squares, termCount, columns.rowLength);
    }

    /** As if no frame had come. */
    void clear() {
        for (int i = 0; i < fine.length; i++) {
            Arrays.fill(fine[i], 0);
            Arrays.fill(coarse[i], 0);
        }
    }

    /** Folds the rows whose turn it is, as {@link BandSums#fold}. */
    void fold(int part) {
        int perRow = grid.planeCount() * grid.phaseCount();
        for (int row = BandSums.firstFolded(firstRow, part); row < rowCount; row += BandSums.FOLD_PARTS) {
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                FusedRows.fold(coarse[i], fine[i], grid.paddedLength());
            }
        }
    }

    /** Makes copy, which came from {@link #newCopy}, show this state. */
    void copyTo(VarianceSums copy) {
        for (int i = 0; i < fine.length; i++) {
            FusedRows.join(coarse[i], fine[i], copy.fine[i], grid.paddedLength());
        }
    }

    /** Sums of one output row. {@code out[0 .. widthPx)} is modified. */
    void read(int plane, int y, double[] out) {
        int phaseCount = grid.phaseCount();
        for (int j = 0; j < phaseCount; j++) {
            int i = ((y - firstRow) * grid.planeCount() + plane) * phaseCount + j;
            for (int x = j, n = 0; x < grid.widthPx(); x += phaseCount, n++) {
                out[x] = fine[i][n] + (coarse == null ? 0.0 : coarse[i][n]);
            }
        }
    }
}
