package org.lucida.align;

import org.lucida.math.OrderStatistic;

/**
 * Takes lone bright pixels out of a star field: they stand still on the sensor and would hold the correlation at zero.
 *
 * <p>A pixel is hot if it stands more than six sigmas above the sky while none of its eight neighbours reaches a quarter
 * of it (and two sigmas): light that came through the telescope is spread over its neighbours. It becomes the mean of the
 * neighbours.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 */
final class HotPixels {
    private static final double BRIGHT_SIGMA = 6;
    private static final float NEIGHBOUR_FRACTION = 0.25f;
    private static final double NEIGHBOUR_SIGMA = 2;
    private static final int MAX_SAMPLES = 4096;
    private static final double SIGMA_PER_MAD = 1.4826;

    private final float[] sample = new float[MAX_SAMPLES];

    /** Copies {@code adu} into {@code clean} without its hot pixels. Modifies {@code clean} only. */
    void suppress(float[] adu, float[] clean, int widthPx, int heightPx) {
        System.arraycopy(adu, 0, clean, 0, adu.length);
        int stride = Math.max(1, adu.length / MAX_SAMPLES) | 1;
        int count = 0;
        for (int i = 0; i < adu.length && count < MAX_SAMPLES; i += stride) {
            sample[count++] = adu[i];
        }
        float sky = OrderStatistic.select(sample, count, count / 2);
        for (int i = 0; i < count; i++) {
            sample[i] = Math.abs(sample[i] - sky);
        }
        double sigma = SIGMA_PER_MAD * OrderStatistic.select(sample, count, count / 2);
        float bright = (float) (sky + BRIGHT_SIGMA * sigma);
        float slack = (float) (NEIGHBOUR_SIGMA * sigma);
        for (int y = 0; y < heightPx; y++) {
            int row = y * widthPx;
            for (int x = 0; x < widthPx; x++) {
                if (adu[row + x] > bright) {
                    judge(adu, clean, widthPx, heightPx, x, y, sky, slack);
                }
            }
        }
    }

    private static void judge(
            float[] adu, float[] clean, int widthPx, int heightPx, int x, int y, float sky, float slack) {
        float highest = Float.NEGATIVE_INFINITY;
        float sum = 0;
        int count = 0;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
                if (nx != x || ny != y) {
                    float neighbour = adu[ny * widthPx + nx];
                    highest = Math.max(highest, neighbour);
                    sum += neighbour;
                    count++;
                }
            }
        }
        float signal = adu[y * widthPx + x] - sky;
        if (count > 0 && highest - sky < NEIGHBOUR_FRACTION * signal + slack) {
            clean[y * widthPx + x] = sum / count;
        }
    }
}
