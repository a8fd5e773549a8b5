package org.lucida.drizzle;

/**
 * Columns of a grid without a small period: each output pixel has its own share.
 *
 * <p>Each raw row is spread once: {@code row[X] = share(X) * raw[sample(X)]}; from there on it is an ordinary row of one
 * single phase with share 1.
 */
final class EveryColumn extends Columns {
    /** Share of each output column inside the frame, by 2 * frame + parity; 0 where no sample is. */
    final float[][] shares;

    private final int[][] index;
    private final float[][] rows;

    EveryColumn(OutputGrid grid, int frameCount) {
        super(grid, frameCount);
        for (int f = 0; f < frameCount; f++) {
            overlaps[f] = AxisOverlaps.everyPixel(grid, 0, rowLength);
        }
        shares = new float[2 * frameCount][rowLength];
        index = new int[2 * frameCount][rowLength];
        rows = new float[2 * frameCount * sampleCount * 2][rowLength];
    }

    @Override
    void place(int frame, double displacementXPx) {
        AxisOverlaps x = overlaps[frame];
        x.place(displacementXPx);
        for (int parity = 0; parity < 2; parity++) {
            float[] share = shares[2 * frame + parity];
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
        int row = (line * sampleCount + sample) * 2;
        spread(even, shares[2 * frame], index[2 * frame], rows[row], rowLength);
        spread(odd, shares[2 * frame + 1], index[2 * frame + 1], rows[row + 1], rowLength);
    }

    private static void spread(float[] raw, float[] share, int[] from, float[] row, int length) {
        for (int i = 0; i < length; i++) {
            row[i] = share[i] * raw[from[i]];
        }
    }

    @Override
    double share(int frame, int columnParity, int phase) {
        return 1;
    }

    @Override
    float[] row(int line, int sample, int columnParity, int phase) {
        return rows[(line * sampleCount + sample) * 2 + columnParity];
    }
}
