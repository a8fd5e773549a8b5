package org.lucida.view.fx.picture;

import java.nio.IntBuffer;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * One of the pictures in memory an easel draws on in turn: screen pixels, and what was drawn.
 *
 * <p>Memory: a little larger than the screen, so that it outlives small changes of the window.
 * <p>Thread: one at a time; handed over by {@link Plates}.
 */
final class Plate {
    /** Sizes are rounded up to a multiple of this, px. */
    private static final int STEP_PX = 64;

    final int[] argb;
    final int stridePx;
    private final int roomHeightPx;
    private final PixelBuffer<IntBuffer> buffer;
    private final WritableImage image;
    private int widthPx;
    private int heightPx;
    /** What is drawn on it. */
    Shown shown;

    Plate(int widthPx, int heightPx) {
        stridePx = roundedUp(widthPx);
        roomHeightPx = roundedUp(heightPx);
        argb = new int[stridePx * roomHeightPx];
        buffer = new PixelBuffer<>(stridePx, roomHeightPx, IntBuffer.wrap(argb), PixelFormat.getIntArgbPreInstance());
        image = new WritableImage(buffer);
    }

    private static int roundedUp(int px) {
        return Math.max(STEP_PX, (px + STEP_PX - 1) / STEP_PX * STEP_PX);
    }

    /** True if a screen of this size fits without wasting much. */
    boolean fits(int wantedWidthPx, int wantedHeightPx) {
        return roundedUp(wantedWidthPx) == stridePx && roundedUp(wantedHeightPx) == roomHeightPx;
    }

    void size(int nowWidthPx, int nowHeightPx) {
        widthPx = nowWidthPx;
        heightPx = nowHeightPx;
    }

    int widthPx() {
        return widthPx;
    }

    int heightPx() {
        return heightPx;
    }

    WritableImage image() {
        return image;
    }

    /** Tells the toolkit that the pixels have changed. FX thread. */
    void flip() {
        buffer.updateBuffer(it -> new Rectangle2D(0, 0, widthPx, heightPx));
    }
}
