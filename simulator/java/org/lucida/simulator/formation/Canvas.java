package org.lucida.simulator.formation;

import java.util.Arrays;

/**
 * A picture before it is warped onto the sensor: coefficients of a cubic B-spline over a part of the scene's grid.
 *
 * <p>Shape: {@code rows[y - topPx][x - leftPx]}; outside lies darkness.
 * <p>Units: photons / s / m^2 in each grid pixel, already averaged over the area of a sensor pixel.
 * <p>Error of reading between the points: 1e-3 of the picture's contrast for detail of 4 px and coarser; the finest detail a
 * telescope passes is 2.2 px, at vanishing contrast.
 */
final class Canvas {
    final int leftPx;
    final int topPx;
    final int widthPx;
    final int heightPx;
    final float[][] rows;

    Canvas(int leftPx, int topPx, int widthPx, int heightPx) {
        this.leftPx = leftPx;
        this.topPx = topPx;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        rows = new float[heightPx][widthPx];
    }

    void clear() {
        for (float[] row : rows) {
            Arrays.fill(row, 0f);
        }
    }

    /** Adds a square whose top left pixel lies at (x, y) of the scene; what lies outside of the canvas is lost. */
    void add(float[][] square, int x, int y, int sizePx) {
        int from = Math.max(0, leftPx - x);
        int to = Math.min(sizePx, leftPx + widthPx - x);
        for (int j = Math.max(0, topPx - y); j < Math.min(sizePx, topPx + heightPx - y); j++) {
            float[] target = rows[y + j - topPx];
            float[] source = square[j];
            int shift = x - leftPx;
            for (int i = from; i < to; i++) {
                target[i + shift] += source[i];
            }
        }
    }

    /**
     * Reads one row of the sensor through its displacements.
     *
     * @param firstColumnPx place in the scene of the first pixel without displacement; further ones follow by stepPx
     * @param dx displacement of each pixel to read, in grid pixels. Not modified
     * @param out value of pixel n at {@code outStart + n * outStep}. Modified
     */
    void read(
            double firstColumnPx,
            double stepPx,
            double rowPx,
            float[] dx,
            float[] dy,
            int count,
            float scale,
            float offset,
            float[] out,
            int outStart,
            int outStep) {
        float x0 = (float) (firstColumnPx - leftPx);
        float y0 = (float) (rowPx - topPx);
        float step = (float) stepPx;
        int lastX = widthPx - 3;
        int lastY = heightPx - 3;
        int target = outStart;
        for (int n = 0; n < count; n++) {
            float gx = x0 + n * step - dx[n];
            float gy = y0 - dy[n];
            float value = 0;
            if (gx >= 1 && gy >= 1 && gx < lastX && gy < lastY) {
                int ix = (int) gx;
                int iy = (int) gy;
                float u = gx - ix;
                float v = gy - iy;
                float u1 = 1 - u;
                float a = u1 * u1 * u1 * (1 / 6f);
                float b = 2 / 3f - u * u * (1 - 0.5f * u);
                float c = 2 / 3f - u1 * u1 * (1 - 0.5f * u1);
                float d = u * u * u * (1 / 6f);
                float v1 = 1 - v;
                float[] r0 = rows[iy - 1];
                float[] r1 = rows[iy];
                float[] r2 = rows[iy + 1];
                float[] r3 = rows[iy + 2];
                float s0 = a * r0[ix - 1] + b * r0[ix] + c * r0[ix + 1] + d * r0[ix + 2];
                float s1 = a * r1[ix - 1] + b * r1[ix] + c * r1[ix + 1] + d * r1[ix + 2];
                float s2 = a * r2[ix - 1] + b * r2[ix] + c * r2[ix + 1] + d * r2[ix + 2];
                float s3 = a * r3[ix - 1] + b * r3[ix] + c * r3[ix + 1] + d * r3[ix + 2];
                value = v1 * v1 * v1 * (1 / 6f) * s0
                        + (2 / 3f - v * v * (1 - 0.5f * v)) * s1
                        + (2 / 3f - v1 * v1 * (1 - 0.5f * v1)) * s2
                        + v * v * v * (1 / 6f) * s3;
            }
            out[target] = Math.max(0f, value * scale) + offset;
            target += outStep;
        }
    }
}
