package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Columns of a grid without a small period: each output pixel has its own shares.
 *
 * <p>Each raw row is spread once: {@code row[X] = sum of share(X) * raw[sample(X)]} over the samples of a parity that touch
 * X; from there on it is an ordinary row of one single phase with share 1.
 */
final class EveryColumn extends Columns {
    /** Share of each output column inside the frame, by 2 * frame + parity; 0 where no sample is. */
    final float[][] columnShares;

    /** Share and sample of each entry, by entryCount of the overlaps * frame + entry. */
    private final float[][] entryShares;

    private final int[][] index;

    EveryColumn(OutputGrid grid, int frameCount) {
        super(grid, frameCount, 2);
        for (int f = 0; f < frameCount; f++) {
            overlaps[f] = AxisOverlaps.everyPixel(grid, 0, grid.rowLength());
        }
        columnShares = new float[2 * frameCount][grid.rowLength()];
        index = new int[linesPerFrame * frameCount][grid.rowLength()];
        entryShares = linesPerFrame == 2 ? columnShares : new float[linesPerFrame * frameCount][grid.rowLength()];
        Arrays.fill(shares, 1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[rowLength];
        }
    }

    @Override
    void place(int frame, double displacementXPx) {
        AxisOverlaps x = overlaps[frame];
        x.place(displacementXPx);
        int length = grid.rowLength();
        for (int entry = 0; entry < x.entryCount; entry++) {
            float[] share = entryShares[x.entryCount * frame + entry];
            int[] from = index[x.entryCount * frame + entry];
            for (int outX = 0; outX < length; outX++) {
                int i = x.sample[entry * length + outX];
                boolean inside = i >= 0 && i < grid.format().widthPx();
                share[outX] = inside ? (float) x.share[entry * length + outX] : 0;
                from[outX] = inside ? i >> 1 : 0;
            }
        }
        if (entryShares != columnShares) {
            addUp(frame, x.entryCount);
        }
    }

    /** Squares the shares of a frame, as variances need them. */
    void squareShares(int frame) {
        for (int table = linesPerFrame * frame; table < linesPerFrame * (frame + 1); table++) {
            float[] share = entryShares[table];
            for (int i = 0; i < share.length; i++) {
                share[i] *= share[i];
            }
        }
    }

    private void addUp(int frame, int entries) {
        for (int parity = 0; parity < 2; parity++) {
            float[] sum = columnShares[2 * frame + parity];
            Arrays.fill(sum, 0);
            for (int entry = parity; entry < entries; entry += 2) {
                float[] share = entryShares[entries * frame + entry];
                for (int outX = 0; outX < sum.length; outX++) {
                    sum[outX] += share[outX];
                }
            }
        }
    }

    @Override
    void load(int line, int sample, float[] even, float[] odd) {
        int frame = line / linesPerFrame;
        for (int parity = 0; parity < 2; parity++) {
            float[] raw = parity == 0 ? even : odd;
            float[] row = rows[rowIndex(line, sample, parity)];
            int table = linesPerFrame * frame + parity;
            spread(raw, entryShares[table], index[table], row, grid.rowLength());
            for (int entry = parity + 2; entry < linesPerFrame; entry += 2) {
                table = linesPerFrame * frame + entry;
                spreadMore(raw, entryShares[table], index[table], row, grid.rowLength());
            }
        }
    }

    private static void spread(float[] raw, float[] share, int[] from, float[] row, int length) {
        for (int i = 0; i < length; i++) {
            row[i] = share[i] * raw[from[i]];
        }
    }

    private static void spreadMore(float[] raw, float[] share, int[] from, float[] row, int length) {
        for (int i = 0; i < length; i++) {
            row[i] += share[i] * raw[from[i]];
        }
    }
}
