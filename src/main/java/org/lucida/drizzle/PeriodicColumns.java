package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Columns of a grid with a small period N output for M input pixels.
 *
 * <p>All output pixels of one phase X = N n + j see the same share of sample i = M n + offset, so a phase row is a constant
 * times the raw row taken in steps of M from that offset on. The N phases of one parity need few different offsets. Kernels
 * that can start anywhere in a row ({@link FusedRows#STARTS_ANYWHERE}) need one laid out row for each of the M / 2 places an
 * offset has within a step; for others each offset is laid out for itself. Zeros stand where the frame ends.
 */
final class PeriodicColumns extends Columns {
    private final int step;
    private final int offsetCount;
    /** Rows laid out for each raw row and parity. */
    private final int laidCount;
    /** Smallest sample offset in use, for frame and parity. */
    private final int[] firstOffset;
    /** Offsets in use from the first on, for frame and parity; 0 = parity not in use. */
    private final int[] usedOffsetCount;
    /** Row buffers by ((line * samples + sample) * 2 + parity) * laidCount + offset. */
    private final float[][] laid;

    PeriodicColumns(OutputGrid grid, int frameCount) {
        super(grid, frameCount, 2 * grid.axisDrop().linesPerParity);
        step = grid.periodIn() / 2;
        offsetCount = step + linesPerFrame / 2;
        laidCount = FusedRows.STARTS_ANYWHERE ? step : offsetCount;
        for (int f = 0; f < frameCount; f++) {
            overlaps[f] = AxisOverlaps.periodic(grid);
        }
        firstOffset = new int[2 * frameCount];
        usedOffsetCount = new int[2 * frameCount];
        laid = new float[linesPerFrame * frameCount * sampleCount * 2 * laidCount][rowLength + linesPerFrame / 2];
    }

    @Override
    void place(int frame, double displacementXPx) {
        AxisOverlaps x = overlaps[frame];
        x.place(displacementXPx);
        System.arraycopy(x.share, 0, shares, shareIndex(frame, 0), x.share.length);
        for (int parity = 0; parity < 2; parity++) {
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (int entry = parity; entry < entryCount; entry += 2) {
                for (int j = entry * phaseCount; j < (entry + 1) * phaseCount; j++) {
                    if (x.share[j] != 0) {
                        first = Math.min(first, x.sample[j]);
                        last = Math.max(last, x.sample[j]);
                    }
                }
            }
            firstOffset[2 * frame + parity] = first;
            usedOffsetCount[2 * frame + parity] = first > last ? 0 : (last - first) / 2 + 1;
            for (int entry = parity; entry < entryCount; entry += 2) {
                for (int j = 0; j < phaseCount; j++) {
                    if (x.share[entry * phaseCount + j] != 0) {
                        point(frame, entry, j, (x.sample[entry * phaseCount + j] - first) / 2);
                    }
                }
            }
        }
    }

    private void point(int frame, int entry, int phase, int offset) {
        for (int line = linesPerFrame * frame; line < linesPerFrame * (frame + 1); line++) {
            for (int sample = 0; sample < sampleCount; sample++) {
                int row = rowIndex(line, sample, entry) + phase;
                rows[row] = laid[laidIndex(line, sample, entry & 1) + offset % laidCount];
                starts[row] = offset / laidCount;
            }
        }
    }

    @Override
    void load(int line, int sample, float[] even, float[] odd) {
        int frame = line / linesPerFrame;
        for (int parity = 0; parity < 2; parity++) {
            float[] raw = parity == 0 ? even : odd;
            int rawCount = (grid.format().widthPx() + 1 - parity) / 2;
            int used = Math.min(laidCount, usedOffsetCount[2 * frame + parity]);
            int first = (firstOffset[2 * frame + parity] - parity) / 2;
            for (int k = 0; k < used; k++) {
                lay(raw, rawCount, first + k, laid[laidIndex(line, sample, parity) + k]);
            }
        }
    }

    /** {@code row[n] = raw[first + n * step]}, 0 outside raw. */
    private void lay(float[] raw, int rawCount, int first, float[] row) {
        int begin = Math.max(0, Math.min(row.length, -Math.floorDiv(first, step)));
        int end = Math.max(begin, Math.min(row.length, -Math.floorDiv(first - rawCount, step)));
        Arrays.fill(row, 0, begin, 0f);
        Arrays.fill(row, end, row.length, 0f);
        if (step == 1 && end > begin) {
            System.arraycopy(raw, first + begin, row, begin, end - begin);
        } else {
            for (int n = begin, i = first + begin * step; n < end; n++, i += step) {
                row[n] = raw[i];
            }
        }
    }

    private int laidIndex(int line, int sample, int parity) {
        return ((line * sampleCount + sample) * 2 + parity) * laidCount;
    }
}
