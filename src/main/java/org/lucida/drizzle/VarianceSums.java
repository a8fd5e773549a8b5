package org.lucida.drizzle;

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
    private final float[] termFactors;

    /** The live sums. */
    VarianceSums(OutputGrid grid, int firstRow, int rowCount, int frameCount, SensorNoise noise) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        this.noise = noise;
        fine = new float[rowCount * grid.planeCount() * grid.phaseCount()][grid.rowLength()];
        coarse = new float[fine.length][grid.rowLength()];
        columns = Columns.of(grid, frameCount);
        int half = (grid.format().widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        termRows = new float[4 * frameCount][];
        termFactors = new float[4 * frameCount];
    }

    /** A place for copies, which holds joined sums. */
    private VarianceSums(VarianceSums live) {
        grid = live.grid;
        firstRow = live.firstRow;
        rowCount = live.rowCount;
        noise = live.noise;
        fine = new float[live.fine.length][grid.rowLength()];
        coarse = null;
        columns = null;
        even = null;
        odd = null;
        termRows = null;
        termFactors = null;
    }

    VarianceSums newCopy() {
        return new VarianceSums(this);
    }

    static long heapBytes(OutputGrid grid, boolean live) {
        long rows = (long) grid.heightPx() * grid.phaseCount() * grid.planeCount();
        long bytes = rows * (grid.rowLength() * (long) Float.BYTES + 24);
        return live ? 2 * bytes : bytes;
    }

    /** Sets the tables of a frame; its lines have to be loaded after this. */
    void place(int frame, double displacementXPx) {
        columns.place(frame, displacementXPx);
        if (columns instanceof EveryColumn every) {
            square(every.columnShares[2 * frame]);
            square(every.columnShares[2 * frame + 1]);
        }
    }

    private static void square(float[] shares) {
        for (int i = 0; i < shares.length; i++) {
            shares[i] *= shares[i];
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
     * Adds the lines that touch an output row.
     *
     * @param row counted from the first of the band
     * @param lines lines, two a frame
     * @param lineWeights frame weight times row share of each. Not squared
     */
    void addRow(int row, int[] lines, double[] lineWeights, int lineCount) {
        for (int plane = 0; plane < grid.planeCount() && lineCount > 0; plane++) {
            int sample = grid.sampleOf(plane);
            for (int phase = 0; phase < columns.phaseCount; phase++) {
                int termCount = 0;
                for (int a = 0; a < lineCount; a++) {
                    int line = lines[a];
                    for (int p = 0; p < 2; p++) {
                        double share = columns.shares[columns.shareIndex(line >> 1, p) + phase];
                        if (share > 0 && grid.takes(plane, line & 1, p)) {
                            double factor = lineWeights[a] * share;
                            termRows[termCount] = columns.rows[columns.rowIndex(line, sample, p) + phase];
                            termFactors[termCount++] = (float) (factor * factor);
                        }
                    }
                }
                float[] sums = fine[(row * grid.planeCount() + plane) * grid.phaseCount() + phase];
                FusedRows.add(sums, termRows, termFactors, termCount, columns.rowLength);
            }
        }
    }

    /** Folds the rows whose turn it is, as {@link BandSums#fold}. */
    void fold(int part) {
        int perRow = grid.planeCount() * grid.phaseCount();
        for (int row = BandSums.firstFolded(firstRow, part); row < rowCount; row += BandSums.FOLD_PARTS) {
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                FusedRows.fold(coarse[i], fine[i], grid.rowLength());
            }
        }
    }

    /** Makes copy, which came from {@link #newCopy}, show this state. */
    void copyTo(VarianceSums copy) {
        for (int i = 0; i < fine.length; i++) {
            FusedRows.join(coarse[i], fine[i], copy.fine[i], grid.rowLength());
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
