package org.lucida.drizzle;

import org.lucida.frame.SampleRows;

/**
 * A band filled by frames that are merely displaced.
 *
 * <p>For each batch of up to {@value #BATCH_FRAMES} frames the band walks its output rows from top to bottom. At most two
 * raw rows of a frame touch an output row, one of each parity; as the walk goes down each raw row is read once, and stays
 * at hand as long as it is needed.
 */
final class ShiftBand extends StackBand {
    private final Columns columns;
    private final AxisOverlaps[] rowOverlaps = new AxisOverlaps[BATCH_FRAMES];
    private final double[] frameWeights = new double[BATCH_FRAMES];

    /** Raw row at hand for each line (2 * frame + row parity), -1 = none. */
    private final int[] loadedRow = new int[2 * BATCH_FRAMES];

    private final float[] even;
    private final float[] odd;

    /** Lines that touch the present output row, and frame weight times row share. */
    private final int[] activeLine = new int[2 * BATCH_FRAMES];

    private final double[] activeWeight = new double[2 * BATCH_FRAMES];
    private final float[][] termRows = new float[4 * BATCH_FRAMES][];
    private final float[] termFactors = new float[4 * BATCH_FRAMES];

    /** Column parities a plane takes from rows of a parity, by 2 * plane + row parity. */
    private final int[] firstParity;

    private final int[] endParity;
    private final int[] sampleOfPlane;

    /** Without variances if noise is null. */
    ShiftBand(OutputGrid grid, int index, int firstRow, int rowCount, SensorNoise noise) {
        super(grid, index, new BandSums(grid, firstRow, rowCount));
        if (noise != null) {
            sums.variance = new VarianceSums(grid, firstRow, rowCount, BATCH_FRAMES, noise);
        }
        columns = Columns.of(grid, BATCH_FRAMES);
        for (int f = 0; f < BATCH_FRAMES; f++) {
            rowOverlaps[f] =
                    grid.isPeriodic() ? AxisOverlaps.periodic(grid) : AxisOverlaps.everyPixel(grid, firstRow, rowCount);
        }
        int half = (grid.format().widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        firstParity = new int[2 * grid.planeCount()];
        endParity = new int[2 * grid.planeCount()];
        sampleOfPlane = new int[grid.planeCount()];
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            sampleOfPlane[plane] = grid.sampleOf(plane);
            for (int q = 0; q < 2; q++) {
                firstParity[2 * plane + q] = grid.takes(plane, q, 0) ? 0 : 1;
                endParity[2 * plane + q] = grid.takes(plane, q, 1) ? 2 : 1;
            }
        }
    }

    /** Bytes of scratch of one band. */
    static long scratchBytes(OutputGrid grid) {
        int rowsPerLine = grid.isPeriodic() ? 2 * (grid.periodIn() / 2 + 1) : 2;
        int samples = grid.format().layout().samplesPerPixel();
        return 2L * BATCH_FRAMES * samples * rowsPerLine * grid.rowLength() * Float.BYTES
                + 4L * grid.format().widthPx();
    }

    @Override
    void addBatch(SampleRows rows) {
        for (int f = 0; f < batchCount; f++) {
            columns.place(f, batch[f].displacementXPx);
            rowOverlaps[f].place(batch[f].displacementYPx);
            frameWeights[f] = batch[f].weight;
            loadedRow[2 * f] = -1;
            loadedRow[2 * f + 1] = -1;
            if (sums.variance != null) {
                sums.variance.place(f, batch[f].displacementXPx);
            }
        }
        sums.coverage.add(columns, rowOverlaps, frameWeights, batchCount);
        for (int f = 0; f < batchCount; f++) {
            if (batch[f].mask != null) {
                sums.takeBack(batch[f], columns.overlaps[f], rowOverlaps[f]);
            }
        }
        for (int row = 0; row < sums.rowCount; row++) {
            addRow(row, activate(sums.firstRow + row, rows));
        }
    }

    /** Finds, and reads where new, the raw rows that touch output row y. */
    private int activate(int y, SampleRows rows) {
        int activeCount = 0;
        for (int f = 0; f < batchCount; f++) {
            AxisOverlaps overlaps = rowOverlaps[f];
            for (int q = 0; q < 2; q++) {
                double share = overlaps.share[q * overlaps.phaseCount + overlaps.phaseOf(y)];
                if (share == 0) {
                    continue;
                }
                int rawRow = overlaps.sampleAt(q, y);
                if (rawRow < 0 || rawRow >= grid.format().heightPx()) {
                    continue;
                }
                int line = 2 * f + q;
                if (loadedRow[line] != rawRow) {
                    load(line, rawRow, rows);
                }
                activeLine[activeCount] = line;
                activeWeight[activeCount++] = frameWeights[f] * share;
            }
        }
        return activeCount;
    }

    private void load(int line, int rawRow, SampleRows rows) {
        for (int sample = 0; sample < columns.sampleCount; sample++) {
            rows.read(batch[line >> 1], rawRow, sample, even, odd);
            columns.load(line, sample, even, odd);
            if (sums.variance != null) {
                sums.variance.load(batch[line >> 1], line, rawRow, sample, even, odd);
            }
        }
        loadedRow[line] = rawRow;
    }

    private void addRow(int row, int activeCount) {
        if (activeCount == 0) {
            return;
        }
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            int first = sums.arrayIndex(row, plane);
            for (int phase = 0; phase < columns.phaseCount; phase++) {
                int termCount = collect(plane, phase, activeCount);
                FusedRows.add(sums.fine[first + phase], termRows, termFactors, termCount, columns.rowLength);
            }
        }
        if (sums.variance != null) {
            sums.variance.addRow(row, activeLine, activeWeight, activeCount);
        }
    }

    /** The terms of one phase of one plane, in the order of the frames. */
    private int collect(int plane, int phase, int activeCount) {
        int sample = sampleOfPlane[plane];
        int termCount = 0;
        for (int a = 0; a < activeCount; a++) {
            int line = activeLine[a];
            int parities = plane * 2 + (line & 1);
            for (int p = firstParity[parities]; p < endParity[parities]; p++) {
                double share = columns.shares[columns.shareIndex(line >> 1, p) + phase];
                if (share > 0) {
                    termRows[termCount] = columns.rows[columns.rowIndex(line, sample, p) + phase];
                    termFactors[termCount++] = (float) (activeWeight[a] * share);
                }
            }
        }
        return termCount;
    }
}
