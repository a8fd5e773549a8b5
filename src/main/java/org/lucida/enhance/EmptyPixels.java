package org.lucida.enhance;

/**
 * Fills the empty pixels (NaN) of a plane from their surroundings, so that filters do not spread them, and empties them again
 * afterwards.
 *
 * <p>Each level of a pyramid holds the mean of what is known of four pixels below; an empty pixel takes the value of the finest
 * level that knows anything there. A plane without any value becomes 0.
 * <p>Memory: made at the first plane with an empty pixel, then kept. Thread: one at a time.
 */
final class EmptyPixels {
    private final int widthPx;
    private final int heightPx;
    private float[] pyramid;

    EmptyPixels(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    /** True if the plane has an empty (or infinite) pixel. */
    static boolean any(float[] plane) {
        for (float value : plane) {
            if (!Float.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    /** Fills a plane in place. */
    void fill(float[] plane) {
        if (!any(plane)) {
            return;
        }
        if (pyramid == null) {
            long length = 0;
            for (int w = widthPx, h = heightPx; w > 1 || h > 1; ) {
                w = (w + 1) / 2;
                h = (h + 1) / 2;
                length += (long) w * h;
            }
            pyramid = new float[(int) Math.max(1, length)];
        }
        float[] below = plane;
        int belowAt = 0;
        int w = widthPx;
        int h = heightPx;
        int at = 0;
        while (w > 1 || h > 1) {
            halve(below, belowAt, w, h, at);
            below = pyramid;
            belowAt = at;
            w = (w + 1) / 2;
            h = (h + 1) / 2;
            at += w * h;
        }
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                float value = plane[y * widthPx + x];
                if (!Float.isFinite(value)) {
                    plane[y * widthPx + x] = coarse(x, y);
                }
            }
        }
    }

    private void halve(float[] in, int inAt, int w, int h, int outAt) {
        int halfW = (w + 1) / 2;
        int halfH = (h + 1) / 2;
        for (int y = 0; y < halfH; y++) {
            for (int x = 0; x < halfW; x++) {
                double sum = 0;
                int count = 0;
                for (int k = 0; k < 4; k++) {
                    int inX = 2 * x + (k & 1);
                    int inY = 2 * y + (k >> 1);
                    if (inX < w && inY < h) {
                        float value = in[inAt + inY * w + inX];
                        if (Float.isFinite(value)) {
                            sum += value;
                            count++;
                        }
                    }
                }
                pyramid[outAt + y * halfW + x] = count == 0 ? Float.NaN : (float) (sum / count);
            }
        }
    }

    private float coarse(int x, int y) {
        int at = 0;
        int w = widthPx;
        int h = heightPx;
        int cx = x;
        int cy = y;
        while (w > 1 || h > 1) {
            w = (w + 1) / 2;
            h = (h + 1) / 2;
            cx /= 2;
            cy /= 2;
            float value = pyramid[at + cy * w + cx];
            if (Float.isFinite(value)) {
                return value;
            }
            at += w * h;
        }
        return 0;
    }
}
