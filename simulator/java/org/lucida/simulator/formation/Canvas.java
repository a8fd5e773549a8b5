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
    /** Pixels read in one go. */
    private static final int PART = 128;

    /** Scratch for {@link #read}, one for each thread. */
    static final class Room {
        private final int[] firstX = new int[PART];
        private final int[] firstY = new int[PART];
        private final float[] acrossShare = new float[PART];
        private final float[] acrossA = new float[PART];
        private final float[] acrossB = new float[PART];
        private final float[] acrossC = new float[PART];
        private final float[] acrossD = new float[PART];
        private final float[] downShare = new float[PART];
        private final float[] downA = new float[PART];
        private final float[] downB = new float[PART];
        private final float[] downC = new float[PART];
        private final float[] downD = new float[PART];
    }

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
     * @param room scratch of the calling thread. Modified
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
            int outStep,
            Room room) {
        float x0 = (float) (firstColumnPx - leftPx);
        float y0 = (float) (rowPx - topPx);
        float step = (float) stepPx;
        for (int from = 0; from < count; from += PART) {
            int length = Math.min(PART, count - from);
            int target = outStart + from * outStep;
            if (place(x0, step, y0, dx, dy, from, length, room) == 0) {
                for (int n = 0; n < length; n++) {
                    out[target + n * outStep] = offset;
                }
                continue;
            }
            weights(room.acrossShare, room.acrossA, room.acrossB, room.acrossC, room.acrossD);
            weights(room.downShare, room.downA, room.downB, room.downC, room.downD);
            gather(length, scale, offset, out, target, outStep, room);
        }
    }

    /** Works out the pixels to read and the shares between them; gives the number of those inside. */
    private int place(float x0, float step, float y0, float[] dx, float[] dy, int from, int length, Room room) {
        int lastX = widthPx - 3;
        int lastY = heightPx - 3;
        int lit = 0;
        for (int n = 0; n < length; n++) {
            float gx = x0 + (from + n) * step - dx[from + n];
            float gy = y0 - dy[from + n];
            boolean isInside = gx >= 1 && gy >= 1 && gx < lastX && gy < lastY;
            int ix = (int) gx;
            int iy = (int) gy;
            room.firstX[n] = isInside ? ix - 1 : -1;
            room.firstY[n] = iy - 1;
            room.acrossShare[n] = gx - ix;
            room.downShare[n] = gy - iy;
            lit += isInside ? 1 : 0;
        }
        return lit;
    }

    /** Weights of the four neighbours of a cubic B-spline. Modifies the last four. */
    private static void weights(float[] share, float[] a, float[] b, float[] c, float[] d) {
        for (int n = 0; n < PART; n++) {
            float u = share[n];
            float u1 = 1 - u;
            a[n] = u1 * u1 * u1 * (1 / 6f);
            d[n] = u * u * u * (1 / 6f);
        }
        for (int n = 0; n < PART; n++) {
            float u = share[n];
            float u1 = 1 - u;
            b[n] = 2 / 3f - u * u * (1 - 0.5f * u);
            c[n] = 2 / 3f - u1 * u1 * (1 - 0.5f * u1);
        }
    }

    private void gather(int length, float scale, float offset, float[] out, int first, int outStep, Room room) {
        int target = first;
        for (int n = 0; n < length; n++) {
            float value = 0;
            int ix = room.firstX[n];
            if (ix >= 0) {
                int iy = room.firstY[n];
                float a = room.acrossA[n];
                float b = room.acrossB[n];
                float c = room.acrossC[n];
                float d = room.acrossD[n];
                value = room.downA[n] * four(rows[iy], ix, a, b, c, d)
                        + room.downB[n] * four(rows[iy + 1], ix, a, b, c, d)
                        + room.downC[n] * four(rows[iy + 2], ix, a, b, c, d)
                        + room.downD[n] * four(rows[iy + 3], ix, a, b, c, d);
            }
            out[target] = Math.max(0f, value * scale) + offset;
            target += outStep;
        }
    }

    private static float four(float[] row, int first, float a, float b, float c, float d) {
        return a * row[first] + b * row[first + 1] + c * row[first + 2] + d * row[first + 3];
    }
}
