package org.lucida.drizzle;

import java.util.Locale;
import org.lucida.frame.ColorLayout;

/**
 * What all frames of one drizzle have in common.
 *
 * @param kernel shape of the drop
 * @param pixfrac side of the drop, input px, above 0 to 1
 * @param layout colours of the input; a mosaic goes to three planes, each pixel to its own
 * @param widthPx columns of the output
 * @param heightPx rows of the output
 * @param fillAdu value (and variance) of output pixels that nothing reached; may be NaN
 * @param hasVariance variances are propagated
 * @param hasContext it is kept which frames reached a pixel, one bit a frame
 */
public record DrizzleRecipe(
        DropKernel kernel,
        double pixfrac,
        ColorLayout layout,
        int widthPx,
        int heightPx,
        float fillAdu,
        boolean hasVariance,
        boolean hasContext) {
    /** Sums are held in arrays of two numbers a pixel. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 2 - 8;

    public DrizzleRecipe {
        if (!(pixfrac > 0 && pixfrac <= 1)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "pixfrac=%s is not above 0 and at most 1; choose 0.5 to 1, or the kernel point for 0",
                    pixfrac));
        }
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "output of " + widthPx + "x" + heightPx + " px is impossible; choose a smaller frame or scale");
        }
    }

    /** Colour planes of the output. */
    public int planeCount() {
        return layout.planeCount();
    }

    /** Heap an accumulator needs, bytes. */
    public long heapBytes(int frameCount) {
        long contextBytes = hasContext ? 4L * ((frameCount + 31) / 32) : 0;
        return (long) widthPx * heightPx * planeCount() * (24 + (hasVariance ? 8 : 0) + contextBytes);
    }
}
