package org.lucida.enhance;

import org.lucida.math.SubpixelShift;

/**
 * Moves a plane by a fraction of a pixel: {@code out(x) = in(x + d)}, which brings a colour that went to d back to green.
 *
 * <p>Beyond the border the outermost pixels go on. Memory: made in the constructor. Thread: one at a time.
 */
final class ColourShift {
    private final int widthPx;
    private final int heightPx;
    private int padPx = -1;
    private float[] padded;
    private SubpixelShift shift;
    private float[] row;

    ColourShift(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    /**
     * Moves a plane in place. No NaN. Grows its scratch when a shift is larger than any before.
     */
    void apply(float[] plane, double dxPx, double dyPx) {
        if (dxPx == 0 && dyPx == 0) {
            return;
        }
        int needed = (int) Math.ceil(Math.max(Math.abs(dxPx), Math.abs(dyPx))) + SubpixelShift.TAP_COUNT;
        if (needed > padPx) {
            padPx = needed;
            padded = new float[(widthPx + 2 * padPx) * (heightPx + 2 * padPx)];
            row = new float[widthPx + 2 * padPx];
            shift = new SubpixelShift(widthPx + 2 * padPx);
        }
        int paddedWidth = widthPx + 2 * padPx;
        for (int y = 0; y < heightPx + 2 * padPx; y++) {
            int source = Math.max(0, Math.min(heightPx - 1, y - padPx)) * widthPx;
            int start = y * paddedWidth;
            System.arraycopy(plane, source, padded, start + padPx, widthPx);
            java.util.Arrays.fill(padded, start, start + padPx, plane[source]);
            java.util.Arrays.fill(padded, start + padPx + widthPx, start + paddedWidth, plane[source + widthPx - 1]);
        }
        shift.begin(padded, paddedWidth, padPx, padPx + widthPx, padPx, dxPx, dyPx);
        for (int y = 0; y < heightPx; y++) {
            shift.next(row);
            System.arraycopy(row, padPx, plane, y * widthPx, widthPx);
        }
    }
}
