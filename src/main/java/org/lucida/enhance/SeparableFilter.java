package org.lucida.enhance;

import org.lucida.math.RowFilter;

/**
 * Filters a plane along its rows and then along its columns with one symmetric row of taps, which may stand apart (the holes
 * of an a trous wavelet); beyond the border the plane is mirrored.
 *
 * <p>Shape: row-major {@code float[heightPx * widthPx]}, any size of at least 1x1. No NaN.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 */
final class SeparableFilter {
    private final int widthPx;
    private final int heightPx;
    private final int mostRadius;
    private final float[] padded;
    private final float[][] window;
    private final float[] row;
    private final float[] halfway;

    /**
     * @param mostRadiusPx largest radius (in taps) of a filter that will be used
     * @param mostReachPx largest distance of a tap from the middle, px
     */
    SeparableFilter(int widthPx, int heightPx, int mostRadiusPx, int mostReachPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        mostRadius = mostRadiusPx;
        padded = new float[widthPx + 2 * mostReachPx];
        window = new float[2 * mostRadiusPx + 1][widthPx];
        row = new float[widthPx];
        halfway = new float[widthPx * heightPx];
    }

    /**
     * @param stepPx distance of neighbouring taps
     * @param in Not modified
     * @param out Modified; may be the plane read
     */
    void apply(RowFilter filter, int stepPx, float[] in, float[] out) {
        int radius = filter.radiusPx();
        if (radius > mostRadius) {
            throw new IllegalArgumentException("radiusPx=" + radius + " exceeds " + mostRadius + "; make room for it");
        }
        int reach = radius * stepPx;
        for (int y = 0; y < heightPx; y++) {
            int start = y * widthPx;
            System.arraycopy(in, start, padded, reach, widthPx);
            for (int k = 1; k <= reach; k++) {
                padded[reach - k] = in[start + Mirror.index(-k, widthPx)];
                padded[reach + widthPx - 1 + k] = in[start + Mirror.index(widthPx - 1 + k, widthPx)];
            }
            for (int k = 0; k <= 2 * radius; k++) {
                System.arraycopy(padded, k * stepPx, window[k], 0, widthPx);
            }
            filter.combine(window, radius, widthPx, row);
            System.arraycopy(row, 0, halfway, start, widthPx);
        }
        for (int y = 0; y < heightPx; y++) {
            for (int k = -radius; k <= radius; k++) {
                int source = Mirror.index(y + k * stepPx, heightPx);
                System.arraycopy(halfway, source * widthPx, window[k + radius], 0, widthPx);
            }
            filter.combine(window, radius, widthPx, row);
            System.arraycopy(row, 0, out, y * widthPx, widthPx);
        }
    }
}
