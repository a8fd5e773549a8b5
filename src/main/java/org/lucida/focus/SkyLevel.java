package org.lucida.focus;

import org.lucida.math.OrderStatistic;

/**
 * Level and noise of the sky behind stars, on a coarse mesh.
 *
 * <p>In each tile of about {@value #TILE_PX} px the level is the median, the noise the rms of what lies below it; tiles that
 * are noisier than most (a big star lies on them) borrow from the rest, and a median over 3x3 tiles smooths both. Between
 * tile centres the level is bilinear.
 *
 * <p>Units: ADU. Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Bertin and Arnouts 1996, A&amp;AS 117, 393 (mesh and its median filter).
 */
final class SkyLevel {
    /** Chosen: several times the size of focused stars. */
    private static final int TILE_PX = 64;
    /** Samples taken of a tile: the median's error is 1.25 / 16 sigma. */
    private static final int MAX_SAMPLES = 256;
    /** Tiles are trusted up to so many times the typical noise. */
    private static final double CALM_RATIO = 1.6;
    /** Noise is never taken to be less: the rounding of 2x2 means of whole numbers. */
    private static final double LEAST_NOISE_ADU = 0.15;

    private final int widthPx;
    private final int heightPx;
    private final int columns;
    private final int rows;
    private final float[] level;
    private final float[] noise;
    private final float[] smooth;
    private final float[] sample = new float[MAX_SAMPLES];
    private final float[] sorted;
    private double medianLevel;
    private double medianNoise;

    SkyLevel(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        columns = Math.max(1, (widthPx + TILE_PX / 2) / TILE_PX);
        rows = Math.max(1, (heightPx + TILE_PX / 2) / TILE_PX);
        level = new float[columns * rows];
        noise = new float[columns * rows];
        smooth = new float[columns * rows];
        sorted = new float[Math.max(9, columns * rows)];
    }

    /** Median level over the plane. */
    double levelAdu() {
        return medianLevel;
    }

    /** Typical noise of a pixel. */
    double noiseAdu() {
        return medianNoise;
    }

    /** Measures a plane. Not modified. NaN samples are passed over. */
    void measure(float[] adu) {
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                measureTile(adu, i, j);
            }
        }
        medianNoise = Math.max(LEAST_NOISE_ADU, median(noise));
        medianLevel = calmMedian();
        for (int k = 0; k < level.length; k++) {
            if (noise[k] > CALM_RATIO * medianNoise) {
                level[k] = (float) medianLevel;
            }
        }
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                smooth[j * columns + i] = around(i, j);
            }
        }
    }

    private void measureTile(float[] adu, int i, int j) {
        int left = i * widthPx / columns;
        int right = (i + 1) * widthPx / columns;
        int top = j * heightPx / rows;
        int bottom = (j + 1) * heightPx / rows;
        int area = (right - left) * (bottom - top);
        int stride = Math.max(1, area / MAX_SAMPLES) | 1;
        int count = 0;
        for (int n = 0; n < area && count < MAX_SAMPLES; n += stride) {
            float value = adu[(top + n / (right - left)) * widthPx + left + n % (right - left)];
            if (!Float.isNaN(value)) {
                sample[count++] = value;
            }
        }
        float middle = count == 0 ? 0 : OrderStatistic.select(sample, count, count / 2);
        double squares = 0;
        int below = 0;
        for (int n = 0; n < count; n++) {
            if (sample[n] <= middle) {
                squares += (double) (sample[n] - middle) * (sample[n] - middle);
                below++;
            }
        }
        level[j * columns + i] = middle;
        noise[j * columns + i] = below == 0 ? 0 : (float) Math.sqrt(squares / below);
    }

    private double median(float[] values) {
        System.arraycopy(values, 0, sorted, 0, values.length);
        return OrderStatistic.select(sorted, values.length, values.length / 2);
    }

    private double calmMedian() {
        int count = 0;
        for (int k = 0; k < level.length; k++) {
            if (noise[k] <= CALM_RATIO * medianNoise) {
                sorted[count++] = level[k];
            }
        }
        return count == 0 ? median(level) : OrderStatistic.select(sorted, count, count / 2);
    }

    private float around(int i, int j) {
        int count = 0;
        for (int y = Math.max(0, j - 1); y <= Math.min(rows - 1, j + 1); y++) {
            for (int x = Math.max(0, i - 1); x <= Math.min(columns - 1, i + 1); x++) {
                sorted[count++] = level[y * columns + x];
            }
        }
        // the lower middle of an even number: light is added to the sky, not taken away
        return OrderStatistic.select(sorted, count, (count - 1) / 2);
    }

    /** Writes the levels under one row of the plane. Modifies {@code out[0 .. widthPx)}. */
    void row(int y, float[] out) {
        double v = Math.max(0, Math.min(rows - 1, (y + 0.5) * rows / heightPx - 0.5));
        int j = Math.min((int) v, Math.max(0, rows - 2));
        int below = Math.min(rows - 1, j + 1);
        double fy = v - j;
        for (int x = 0; x < widthPx; x++) {
            double u = Math.max(0, Math.min(columns - 1, (x + 0.5) * columns / widthPx - 0.5));
            int i = Math.min((int) u, Math.max(0, columns - 2));
            int right = Math.min(columns - 1, i + 1);
            double fx = u - i;
            double above = (1 - fx) * smooth[j * columns + i] + fx * smooth[j * columns + right];
            double under = (1 - fx) * smooth[below * columns + i] + fx * smooth[below * columns + right];
            out[x] = (float) ((1 - fy) * above + fy * under);
        }
    }
}
