package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Columns of a grid with a small period N output for M input pixels.
 *
 * <p>All output pixels of one phase X = N n + j see the same share of sample i = M n + offset, so a phase row is a constant
 * times the raw row taken in steps of M from that offset on. The N phases of one parity need at most M / 2 + 1 different
 * offsets; each such row is laid out once for each raw row, with zeros where the frame ends.
 */
final class PeriodicColumns extends Columns {
    private final int step;
    private final int offsetCount;
    /** Smallest sample offset in use, for frame and parity. */
    private final int[] firstOffset;
    /** Offsets in use beyond the first, for frame and parity; 0 = parity not in use. */
    private final int[] usedOffsetCount;
    /** Row buffers by ((line * samples + sample) * 2 + parity) * offsetCount + offset. */
    private final float[][] laid;

    PeriodicColumns(OutputGrid grid, int frameCount) {
        super(grid, frameCount);
        step = grid.periodIn() / 2;
        offsetCount = step + 1;
        for (int f = 0; f < frameCount; f++) {
            overlaps[f] = AxisOverlaps.periodic(grid);
        }
        firstOffset = new int[2 * frameCount];
        usedOffsetCount = new int[2 * frameCount];
        laid = new float[2 * frameCount * sampleCount * 2 * offsetCount][rowLength];
    }

    @Override
    void place(int frame, double displacementXPx) {
        AxisOverlaps x = overlaps[frame];
        x.place(displacementXPx);
        for (int parity = 0; parity < 2; parity++) {
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (int j = 0; j < phaseCount; j++) {
                if (x.share[parity * phaseCount + j] > 0) {
                    first = Math.min(first, x.sample[parity * phaseCount + j]);
                    last = Math.max(last, x.sample[parity * phaseCount + j]);
                }
            }
            firstOffset[2 * frame + parity] = first;
            usedOffsetCount[2 * frame + parity] = first > last ? 0 : (last - first) / 2 + 1;
            for (int j = 0; j < phaseCount; j++) {
                double share = x.share[parity * phaseCount + j];
                shares[shareIndex(frame, parity) + j] = share;
                if (share > 0) {
                    point(frame, parity, j, (x.sample[parity * phaseCount + j] - first) / 2);
                }
            }
        }
    }

    private void point(int frame, int parity, int phase, int offset) {
        for (int line = 2 * frame; line < 2 * frame + 2; line++) {
            for (int sample = 0; sample < sampleCount; sample++) {
                rows[rowIndex(line, sample, parity) + phase] = laid[laidIndex(line, sample, parity) + offset];
            }
        }
    }

    @Override
    void load(int line, int sample, float[] even, float[] odd) {
        int frame = line >> 1;
        for (int parity = 0; parity < 2; parity++) {
            float[] raw = parity == 0 ? even : odd;
            int rawCount = (grid.format().widthPx() + 1 - parity) / 2;
            int used = usedOffsetCount[2 * frame + parity];
            int first = (firstOffset[2 * frame + parity] - parity) / 2;
            for (int k = 0; k < used; k++) {
                lay(raw, rawCount, first + k, laid[laidIndex(line, sample, parity) + k]);
            }
        }
    }

    /** {@code row[n] = raw[first + n * step]}, 0 outside raw. */
    private void lay(float[] raw, int rawCount, int first, float[] row) {
        int begin = Math.max(0, Math.min(rowLength, -Math.floorDiv(first, step)));
        int end = Math.max(begin, Math.min(rowLength, -Math.floorDiv(first - rawCount, step)));
        Arrays.fill(row, 0, begin, 0f);
        Arrays.fill(row, end, rowLength, 0f);
        if (step == 1 && end > begin) {
            System.arraycopy(raw, first + begin, row, begin, end - begin);
        } else {
            for (int n = begin, i = first + begin * step; n < end; n++, i += step) {
                row[n] = raw[i];
            }
        }
    }

    private int laidIndex(int line, int sample, int parity) {
        return ((line * sampleCount + sample) * 2 + parity) * offsetCount;
    }
}
