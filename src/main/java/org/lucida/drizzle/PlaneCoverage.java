package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Coverage of warped frames, kept pixel by pixel in the shape of the sums: see {@link BandSums}.
 *
 * <p>Weights are a fine and a coarse part as the sums are; a copy has the joined weights in its fine part, and no coarse one.
 *
 * <p>Counts: the lowest {@value #MARK_BITS} bits of a number are marks, one for each of the latest frames that came; the rest
 * counts the frames before. Several drops of a frame may set the same mark, so each frame counts once.
 */
final class PlaneCoverage extends Coverage {
    static final int MARK_BITS = 8;
    private static final int MARKS = (1 << MARK_BITS) - 1;

    private final OutputGrid grid;
    private final int firstRow;
    private final int rowCount;
    final float[][] fine;
    private final float[][] coarse;
    final int[][] counts;
    /** Marks in use; the frames of the next batch take the bits after them, or those counted start again at 0. */
    private int usedMarks;

    PlaneCoverage(OutputGrid grid, int firstRow, int rowCount, boolean live) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        int arrays = rowCount * grid.planeCount() * grid.phaseCount();
        fine = new float[arrays][grid.rowLength()];
        coarse = live ? new float[arrays][grid.rowLength()] : null;
        counts = new int[arrays][grid.rowLength()];
    }

    /**
     * Takes marks for the frames of a batch.
     *
     * @return the first of them; 0 says that all marks there are must be counted by {@link #settle} before new ones are set
     */
    int takeMarks(int frameCount) {
        int first = usedMarks + frameCount > MARK_BITS ? 0 : usedMarks;
        usedMarks = first + frameCount;
        return first;
    }

    /** Counts the marks, and wipes them. {@code counts[0 .. length)} is modified. */
    static void settle(int[] counts, int length) {
        for (int i = 0; i < length; i++) {
            counts[i] = (counts[i] & ~MARKS) + (Integer.bitCount(counts[i] & MARKS) << MARK_BITS);
        }
    }

    /** Not the way of warped frames: {@link WarpBand} adds weights and marks itself. */
    @Override
    void add(Columns columns, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
        throw new IllegalStateException("coverage=by pixel has no columns; add warped frames");
    }

    @Override
    void clear() {
        for (int i = 0; i < fine.length; i++) {
            Arrays.fill(fine[i], 0);
            Arrays.fill(coarse[i], 0);
            Arrays.fill(counts[i], 0);
        }
        usedMarks = 0;
    }

    @Override
    void fold(int part) {
        int perRow = grid.planeCount() * grid.phaseCount();
        for (int row = BandSums.firstFolded(firstRow, part); row < rowCount; row += BandSums.FOLD_PARTS) {
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                FusedRows.fold(coarse[i], fine[i], grid.rowLength());
            }
        }
    }

    @Override
    void copyTo(Coverage target) {
        PlaneCoverage copy = (PlaneCoverage) target;
        for (int i = 0; i < fine.length; i++) {
            FusedRows.join(coarse[i], fine[i], copy.fine[i], grid.rowLength());
            System.arraycopy(counts[i], 0, copy.counts[i], 0, grid.rowLength());
        }
    }

    private int arrayIndex(int plane, int y) {
        return ((y - firstRow) * grid.planeCount() + plane) * grid.phaseCount();
    }

    @Override
    void readWeights(int plane, int y, double[] out) {
        int phaseCount = grid.phaseCount();
        for (int j = 0; j < phaseCount; j++) {
            int i = arrayIndex(plane, y) + j;
            for (int x = j, n = 0; x < grid.widthPx(); x += phaseCount, n++) {
                out[x] = coarse == null ? fine[i][n] : (double) coarse[i][n] + fine[i][n];
            }
        }
    }

    @Override
    void readCounts(int plane, int y, int[] out) {
        int phaseCount = grid.phaseCount();
        for (int j = 0; j < phaseCount; j++) {
            int[] row = counts[arrayIndex(plane, y) + j];
            for (int x = j, n = 0; x < grid.widthPx(); x += phaseCount, n++) {
                out[x] = (row[n] >>> MARK_BITS) + Integer.bitCount(row[n] & MARKS);
            }
        }
    }
}
