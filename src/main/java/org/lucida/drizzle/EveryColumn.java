package org.lucida.drizzle;

import java.util.Arrays;

/**
 * Columns of a grid without a small period: each output pixel has its own share.
 *
 * <p>Each raw row is spread once: {@code row[X] = share(X) * raw[sample(X)]}; from there on it is an ordinary row of one
 * single phase with share 1.
 */
final class EveryColumn extends Columns {
    /** Share of each output column inside the frame, by 2 * frame + parity; 0 where no sample is. */
    final float[][] columnShares;

    private final int[][] index;

    EveryColumn(OutputGrid grid, int frameCount) {
        super(grid, frameCount);
        for (int f = 0; f < frameCount; f++) {
            overlaps[f] = AxisOverlaps.everyPixel(grid, 0, rowLength);
        }
        columnShares = new float[2 * frameCount][rowLength];
        index = new int[2 * frameCount][rowLength];
        Arrays.fill(shares, 1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[rowLength];
        }
    }

    @Override
    void place(int frame, double displacementXPx) {
        AxisOverlaps x = overlaps[frame];
        x.place(displacementXPx);
        for (int parity = 0; parity < 2; parity++) {
            float[] share = columnShares[2 * frame + parity];
            int[] from = index[2 * frame + parity];
            for (int outX = 0; outX < rowLength; outX++) {
                int i = x.sample[parity * rowLength + outX];
                boolean inside = i >= 0 && i < grid.format().widthPx();
                share[outX] = inside ? (float) x.share[parity * rowLength + outX] : 0;
                from[outX] = inside ? i >> 1 : 0;
            }
        }
    }

    @Override
    void load(int line, int sample, float[] even, float[] odd) {
        int frame = line >> 1;
        for (int parity = 0; parity < 2; parity++) {
            float[] raw = parity == 0 ? even : odd;
            int table = 2 * frame + parity;
            spread(raw, columnShares[table], index[table], rows[rowIndex(line, sample, parity)], rowLength);
        }
    }

    private static void spread(float[] raw, float[] share, int[] from, float[] row, int length) {
        for (int i = 0; i < length; i++) {
            row[i] = share[i] * raw[from[i]];
        }
    }
}
