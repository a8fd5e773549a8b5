package org.lucida.frame;

import java.util.BitSet;

/**
 * Pixels of a frame that count for nothing: hot, dead, named by the observer, or without a value.
 *
 * <p>Coordinates: x to the right, y downward, (0, 0) the top-left pixel of the frame as it is stacked. A pixel is bad with
 * all its samples.
 * <p>Thread: immutable; shared by all.
 */
public final class PixelMask {
    private final int widthPx;
    private final int heightPx;
    private final BitSet bad;
    private final int[][] columns;
    private final int count;

    private PixelMask(int widthPx, int heightPx, BitSet bad) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.bad = bad;
        count = bad.cardinality();
        columns = new int[heightPx][];
        for (int y = 0; y < heightPx; y++) {
            int first = bad.nextSetBit(y * widthPx);
            if (first >= 0 && first < (y + 1) * widthPx) {
                int start = y * widthPx;
                columns[y] = bad.get(start, start + widthPx).stream().toArray();
            }
        }
    }

    /**
     * The mask of a set of pixels, or null if it is empty.
     *
     * @param bad bit y * widthPx + x set = bad. Not modified
     */
    public static PixelMask of(int widthPx, int heightPx, BitSet bad) {
        if (bad.length() > Math.multiplyExact(widthPx, heightPx)) {
            throw new IllegalArgumentException("bad pixel " + (bad.length() - 1) + " is outside a frame of " + widthPx
                    + "x" + heightPx + " px; give a mask of the frame's size");
        }
        return bad.isEmpty() ? null : new PixelMask(widthPx, heightPx, (BitSet) bad.clone());
    }

    /** All pixels of two masks of one size, either of which may be null. */
    public static PixelMask join(PixelMask a, PixelMask b) {
        if (a == null || b == null || a == b) {
            return a == null ? b : a;
        }
        if (a.widthPx != b.widthPx || a.heightPx != b.heightPx) {
            throw new IllegalArgumentException("masks of " + a.widthPx + "x" + a.heightPx + " and " + b.widthPx + "x"
                    + b.heightPx + " px cannot be joined; give masks of one size");
        }
        BitSet both = (BitSet) a.bad.clone();
        both.or(b.bad);
        return new PixelMask(a.widthPx, a.heightPx, both);
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    /** Bad pixels in all. */
    public int count() {
        return count;
    }

    /** True if the pixel is bad. */
    public boolean isBad(int x, int y) {
        return bad.get(y * widthPx + x);
    }

    /** Bad columns of a row from left to right, or null if there is none. Borrowed; not to be modified. */
    public int[] columns(int y) {
        return columns[y];
    }

    /** True if these are the bad pixels, bit y * widthPx + x. */
    public boolean isOf(BitSet pixels) {
        return bad.equals(pixels);
    }
}
