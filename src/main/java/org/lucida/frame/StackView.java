package org.lucida.frame;

/**
 * The stack as a reader sees it: a consistent state that does not change while it is read.
 *
 * <p>Shape: {@code planeCount} colour planes (1 grey, or red, green, blue) of widthPx x heightPx; read row by row so
 * that a big stack is written without a second copy. Row 0 is the top.
 * <p>Thread: one reader at a time.
 */
public interface StackView {
    /** Flag bit: no frame reached this pixel; the value is an interpolation from its neighbours, for display. */
    int FLAG_FILLED = 1;
    /** Flag bit: no frame reached this pixel nor its neighbourhood; the value is NaN. */
    int FLAG_EMPTY = 2;
    /** Flag bit: fewer than three effective frames or under a tenth of the median weight; treat with care. */
    int FLAG_THIN = 4;

    int widthPx();

    int heightPx();

    int planeCount();

    /** Frames in this state of the stack. */
    long stackedCount();

    /** Weighted mean in ADU of the input; linear, not clipped. Fills {@code out[0 .. widthPx)}. Modified. */
    void readValues(int plane, int y, float[] out);

    /** Sum of drizzle weights (overlap fraction times frame weight). Modified. */
    void readWeights(int plane, int y, float[] out);

    /** Frames that contributed. Modified. */
    void readCounts(int plane, int y, int[] out);

    /** True if {@link #readVariances} has an answer. */
    default boolean hasVariance() {
        return false;
    }

    /** Variance of the value in ADU squared, from the noise of the camera; NaN where no frame came. Modified. */
    default void readVariances(int plane, int y, float[] out) {
        throw new IllegalStateException("stack keeps no variances");
    }

    /** Flag bits, see the constants. Modified. */
    void readFlags(int plane, int y, int[] out);
}
