package org.lucida.drizzle;

/**
 * Coverage of a grid without a period, kept pixel by pixel.
 *
 * <p>Each output row adds the shares of its columns times the share of its row; like the sums, the weights are a pair of
 * float planes, coarse and fine.
 */
final class RowCoverage extends Coverage {
    static final int BYTES_PER_PIXEL = 2 * Float.BYTES + Integer.BYTES;

    private final OutputGrid grid;
    private final int firstRow;
    private final int rowCount;
    private final float[][][] fine;
    private final float[][][] coarse;
    private final int[][][] counts;
    private float[][] termRows = {};
    private float[] termFactors = {};
    /** 1 where the columns of a parity set (1 even, 2 odd, 3 any) touch; by 4 * frame + set. */
    private int[][] marks = {};

    RowCoverage(OutputGrid grid, int firstRow, int rowCount) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        fine = new float[grid.planeCount()][rowCount][grid.widthPx()];
        coarse = new float[grid.planeCount()][rowCount][grid.widthPx()];
        counts = new int[grid.planeCount()][rowCount][grid.widthPx()];
    }

    @Override
    void add(Columns columns, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
        float[][] shares = ((EveryColumn) columns).columnShares;
        makeScratch(rowOverlaps.length, columns.linesPerFrame);
        for (int f = 0; f < frameCount; f++) {
            mark(shares[2 * f], shares[2 * f + 1], f);
        }
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = 0; row < rowCount; row++) {
                addRow(plane, row, shares, rowOverlaps, frameWeights, frameCount);
            }
        }
    }

    private void makeScratch(int frameCount, int linesPerFrame) {
        if (marks.length != 4 * frameCount) {
            marks = new int[4 * frameCount][grid.widthPx()];
            termRows = new float[2 * linesPerFrame * frameCount][];
            termFactors = new float[2 * linesPerFrame * frameCount];
        }
    }

    private void mark(float[] even, float[] odd, int f) {
        for (int i = 0; i < grid.widthPx(); i++) {
            int evenMark = even[i] != 0 ? 1 : 0;
            int oddMark = odd[i] != 0 ? 1 : 0;
            marks[4 * f + 1][i] = evenMark;
            marks[4 * f + 2][i] = oddMark;
            marks[4 * f + 3][i] = evenMark | oddMark;
        }
    }

    private void addRow(
            int plane, int row, float[][] shares, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
        int termCount = 0;
        for (int f = 0; f < frameCount; f++) {
            int columnSet = 0;
            for (int entry = 0; entry < rowOverlaps[f].entryCount; entry++) {
                double share = rowOverlaps[f].share[entry * rowOverlaps[f].phaseCount + row];
                int rawRow = rowOverlaps[f].sample[entry * rowOverlaps[f].phaseCount + row];
                if (share == 0 || rawRow < 0 || rawRow >= grid.format().heightPx()) {
                    continue;
                }
                for (int p = 0; p < 2; p++) {
                    if (grid.takes(plane, entry & 1, p)) {
                        termRows[termCount] = shares[2 * f + p];
                        termFactors[termCount++] = (float) (frameWeights[f] * share);
                        columnSet |= 1 << p;
                    }
                }
            }
            if (columnSet != 0) {
                FusedRows.count(counts[plane][row], marks[4 * f + columnSet], grid.widthPx());
            }
        }
        FusedRows.add(fine[plane][row], termRows, termFactors, termCount, grid.widthPx());
    }

    @Override
    void fold(int part) {
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = BandSums.firstFolded(firstRow, part); row < rowCount; row += BandSums.FOLD_PARTS) {
                FusedRows.fold(coarse[plane][row], fine[plane][row], grid.widthPx());
            }
        }
    }

    @Override
    void copyTo(Coverage target) {
        RowCoverage copy = (RowCoverage) target;
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = 0; row < rowCount; row++) {
                System.arraycopy(fine[plane][row], 0, copy.fine[plane][row], 0, grid.widthPx());
                System.arraycopy(coarse[plane][row], 0, copy.coarse[plane][row], 0, grid.widthPx());
                System.arraycopy(counts[plane][row], 0, copy.counts[plane][row], 0, grid.widthPx());
            }
        }
    }

    @Override
    void readWeights(int plane, int y, double[] out) {
        float[] high = coarse[plane][y - firstRow];
        float[] low = fine[plane][y - firstRow];
        for (int x = 0; x < grid.widthPx(); x++) {
            out[x] = (double) high[x] + low[x];
        }
    }

    @Override
    void readCounts(int plane, int y, int[] out) {
        System.arraycopy(counts[plane][y - firstRow], 0, out, 0, grid.widthPx());
    }
}
