package org.lucida.drizzle;

import java.util.Arrays;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;

/**
 * A band filled by frames that are merely displaced.
 *
 * <p>For each batch of up to {@value #BATCH_FRAMES} frames the band walks its output rows from top to bottom. Few raw rows
 * of a frame touch an output row (two, one of each parity, for square drops); as the walk goes down each raw row is read
 * once, and stays at hand, as a line of {@link Columns}, as long as it is needed.
 */
final class ShiftBand extends StackBand {
    private final Columns columns;
    private final AxisOverlaps[] rowOverlaps = new AxisOverlaps[BATCH_FRAMES];
    private final double[] frameWeights = new double[BATCH_FRAMES];

    private final int linesPerFrame;
    /** Raw row at hand for each line, -1 = none. */
    private final int[] loadedRow;

    private final float[] even;
    private final float[] odd;

    /** Keeps the compiler from leaving out the fetching of sums. */
    private float touched;

    /** Lines to be read for the present output row. */
    private final int[] wantedLine;

    private final int[] wantedRow;
    private final FrameSlot[] wantedSlot;

    /** Lines that touch the present output row, and frame weight times row share. */
    private final int[] activeLine;

    private final double[] activeWeight;
    /** Each term: where its row stands in the columns, the row, its first sample, and its factor. */
    private final int[] termIndex;

    private final float[][] termRows;
    private final int[] termStarts;
    private final float[] termFactors;

    /** Entries a plane takes from rows of a parity, by 2 * plane + row parity: all (step 1) or those of a column parity. */
    private final int[] firstEntry;

    private final int[] entryStep;
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
        linesPerFrame = columns.linesPerFrame;
        loadedRow = new int[linesPerFrame * BATCH_FRAMES];
        wantedLine = new int[loadedRow.length];
        wantedRow = new int[loadedRow.length];
        wantedSlot = new FrameSlot[loadedRow.length];
        activeLine = new int[linesPerFrame * BATCH_FRAMES];
        activeWeight = new double[linesPerFrame * BATCH_FRAMES];
        termRows = new float[linesPerFrame * columns.entryCount * BATCH_FRAMES][];
        termIndex = new int[termRows.length];
        termStarts = new int[termRows.length];
        termFactors = new float[termRows.length];
        int half = (grid.format().widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        firstEntry = new int[2 * grid.planeCount()];
        entryStep = new int[2 * grid.planeCount()];
        sampleOfPlane = new int[grid.planeCount()];
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            sampleOfPlane[plane] = grid.sampleOf(plane);
            for (int q = 0; q < 2; q++) {
                boolean takesEven = grid.takes(plane, q, 0);
                boolean takesOdd = grid.takes(plane, q, 1);
                firstEntry[2 * plane + q] = takesEven ? 0 : takesOdd ? 1 : columns.entryCount;
                entryStep[2 * plane + q] = takesEven && takesOdd ? 1 : 2;
            }
        }
    }

    /** Bytes of scratch of one band. */
    static long scratchBytes(OutputGrid grid) {
        int linesPerParity = grid.axisDrop().linesPerParity;
        int rowsPerLine = grid.isPeriodic() ? 2 * (grid.periodIn() / 2 + linesPerParity) : 2;
        int samples = grid.format().layout().samplesPerPixel();
        return 2L * linesPerParity * BATCH_FRAMES * samples * rowsPerLine * grid.paddedLength() * Float.BYTES
                + 4L * grid.format().widthPx();
    }

    @Override
    void addBatch(SampleRows rows) {
        for (int f = 0; f < batchCount; f++) {
            columns.place(f, batch[f].displacementXPx);
            rowOverlaps[f].place(batch[f].displacementYPx);
            frameWeights[f] = batch[f].weight;
            if (sums.variance != null) {
                sums.variance.place(f, batch[f].displacementXPx);
            }
        }
        Arrays.fill(loadedRow, -1);
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
        int wantedCount = 0;
        for (int f = 0; f < batchCount; f++) {
            AxisOverlaps overlaps = rowOverlaps[f];
            for (int entry = 0; entry < overlaps.entryCount; entry++) {
                double share = overlaps.share[entry * overlaps.phaseCount + overlaps.phaseOf(y)];
                if (share == 0) {
                    continue;
                }
                int rawRow = overlaps.sampleAt(entry, y);
                if (rawRow < 0 || rawRow >= grid.format().heightPx()) {
                    continue;
                }
                int line = linesPerFrame * f + rawRow % linesPerFrame;
                if (loadedRow[line] != rawRow) {
                    loadedRow[line] = rawRow;
                    wantedLine[wantedCount] = line;
                    wantedRow[wantedCount] = rawRow;
                    wantedSlot[wantedCount++] = batch[f];
                }
                activeLine[activeCount] = line;
                activeWeight[activeCount++] = frameWeights[f] * share;
            }
        }
        rows.expect(wantedSlot, wantedRow, wantedCount);
        for (int i = 0; i < wantedCount; i++) {
            load(wantedLine[i], wantedRow[i], rows);
        }
        return activeCount;
    }

    private void load(int line, int rawRow, SampleRows rows) {
        for (int sample = 0; sample < columns.sampleCount; sample++) {
            rows.read(batch[line / linesPerFrame], rawRow, sample, even, odd);
            columns.load(line, sample, even, odd);
            if (sums.variance != null) {
                sums.variance.load(batch[line / linesPerFrame], line, rawRow, sample, even, odd);
            }
        }
    }

    private void addRow(int row, int activeCount) {
        if (activeCount == 0) {
            return;
        }
        int begin = sums.arrayIndex(row, 0);
        touched += FusedRows.touch(sums.fine, begin, sums.arrayIndex(row + 1, 0), columns.rowLength);
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            int first = sums.arrayIndex(row, plane);
            for (int phase = 0; phase < columns.phaseCount; phase++) {
                int termCount = collect(plane, phase, activeCount);
                FusedRows.add(
                        sums.fine[first + phase], termRows, termStarts, termFactors, termCount, columns.rowLength);
                if (sums.variance != null) {
                    sums.variance.add(first + phase, termIndex, termFactors, termCount);
                }
            }
        }
    }

    /** The terms of one phase of one plane, in the order of the frames. */
    private int collect(int plane, int phase, int activeCount) {
        int sample = sampleOfPlane[plane];
        int termCount = 0;
        for (int a = 0; a < activeCount; a++) {
            int line = activeLine[a];
            int parities = plane * 2 + (line & 1);
            int firstShare = columns.shareIndex(line / linesPerFrame, 0) + phase;
            int firstRow = columns.rowIndex(line, sample, 0) + phase;
            for (int entry = firstEntry[parities]; entry < columns.entryCount; entry += entryStep[parities]) {
                double share = columns.shares[firstShare + entry * columns.phaseCount];
                if (share != 0) {
                    int row = firstRow + entry * columns.phaseCount;
                    termIndex[termCount] = row;
                    termRows[termCount] = columns.rows[row];
                    termStarts[termCount] = columns.starts[row];
                    termFactors[termCount++] = (float) (activeWeight[a] * share);
                }
            }
        }
        return termCount;
    }
}
