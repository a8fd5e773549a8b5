package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Coverage of a grid without a period, kept pixel by pixel.
 *
 * <p>Each output row adds the shares of its columns times the share of its row.
 *
 * <p>Error: weights are double, of the very factors (float) the sums are made with: about 1e-16 of the weight.
 */
final class RowCoverage extends Coverage {
    static final int BYTES_PER_PIXEL = Double.BYTES + Integer.BYTES;

    private final OutputGrid grid;
    private final int firstRow;
    private final int rowCount;
    private final double[][][] weights;
    private final int[][][] counts;
    private double[][] termRows = {};
    private double[] termFactors = {};
    /** Shares of the columns of each frame and parity, by 2 * frame + parity; 0 where no sample is. */
    private double[][] shares = {};

    /** 1 where the columns of a parity set (1 even, 2 odd, 3 any) touch; by 4 * frame + set. */
    private int[][] marks = {};

    RowCoverage(OutputGrid grid, int firstRow, int rowCount) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        weights = new double[grid.planeCount()][rowCount][grid.widthPx()];
        counts = new int[grid.planeCount()][rowCount][grid.widthPx()];
    }

    @Override
    void add(Columns columns, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
        float[][] columnShares = ((EveryColumn) columns).columnShares;
        makeScratch(rowOverlaps.length, columns.linesPerFrame);
        for (int f = 0; f < frameCount; f++) {
            widen(columnShares[2 * f], shares[2 * f]);
            widen(columnShares[2 * f + 1], shares[2 * f + 1]);
            mark(columnShares[2 * f], columnShares[2 * f + 1], f);
        }
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = 0; row < rowCount; row++) {
                addRow(plane, row, rowOverlaps, frameWeights, frameCount);
            }
        }
    }

    private void makeScratch(int frameCount, int linesPerFrame) {
        if (marks.length != 4 * frameCount) {
            marks = new int[4 * frameCount][grid.widthPx()];
            termRows = new double[2 * linesPerFrame * frameCount][];
            termFactors = new double[2 * linesPerFrame * frameCount];
            shares = new double[2 * frameCount][grid.widthPx()];
        }
    }

    private static void widen(float[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i];
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

    private void addRow(int plane, int row, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
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
        add(weights[plane][row], termCount);
    }

    /** Adds the terms in their order, up to four for each pass: short loops over double that become vector code. */
    private void add(double[] sums, int termCount) {
        int t = 0;
        for (; t + 4 <= termCount; t += 4) {
            add4(sums, termRows, termFactors, t);
        }
        for (; t + 2 <= termCount; t += 2) {
            add2(sums, termRows[t], termRows[t + 1], termFactors[t], termFactors[t + 1]);
        }
        if (t < termCount) {
            add1(sums, termRows[t], termFactors[t]);
        }
    }

    private static void add4(double[] sums, double[][] rows, double[] factors, int t) {
        double[] r0 = rows[t];
        double[] r1 = rows[t + 1];
        double[] r2 = rows[t + 2];
        double[] r3 = rows[t + 3];
        double f0 = factors[t];
        double f1 = factors[t + 1];
        double f2 = factors[t + 2];
        double f3 = factors[t + 3];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] + f0 * r0[i] + f1 * r1[i] + f2 * r2[i] + f3 * r3[i];
        }
    }

    private static void add2(double[] sums, double[] r0, double[] r1, double f0, double f1) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] + f0 * r0[i] + f1 * r1[i];
        }
    }

    private static void add1(double[] sums, double[] r0, double f0) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] + f0 * r0[i];
        }
    }

    @Override
    void clear() {
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = 0; row < rowCount; row++) {
                Arrays.fill(weights[plane][row], 0);
                Arrays.fill(counts[plane][row], 0);
            }
        }
    }

    @Override
    void fold(int part) {}

    @Override
    void copyTo(Coverage target) {
        RowCoverage copy = (RowCoverage) target;
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int row = 0; row < rowCount; row++) {
                System.arraycopy(weights[plane][row], 0, copy.weights[plane][row], 0, grid.widthPx());
                System.arraycopy(counts[plane][row], 0, copy.counts[plane][row], 0, grid.widthPx());
            }
        }
    }

    @Override
    void readWeights(int plane, int y, double[] out) {
        System.arraycopy(weights[plane][y - firstRow], 0, out, 0, grid.widthPx());
    }

    @Override
    void readCounts(int plane, int y, int[] out) {
        System.arraycopy(counts[plane][y - firstRow], 0, out, 0, grid.widthPx());
    }
}
