package org.lucida.view.fx.picture;

import java.util.Optional;
import org.lucida.frame.Roi;

/** Rounds a rectangle drawn by hand to what cameras want: widths in steps of 8, heights in steps of 2, even origins. */
final class RoiDrawing {
    static final int WIDTH_STEP_PX = 8;
    static final int HEIGHT_STEP_PX = 2;
    /** Origins keep the order of the colours. */
    private static final int ORIGIN_STEP_PX = 2;
    /** Smaller rectangles are slips of the hand. */
    private static final int LEAST_WIDTH_PX = 16;

    private static final int LEAST_HEIGHT_PX = 16;

    private RoiDrawing() {}

    /** The region nearest to two corners, within the frame; empty if it is too small for a camera. Raw px, any order. */
    static Optional<Roi> of(double x0, double y0, double x1, double y1, int frameWidthPx, int frameHeightPx) {
        int width = rounded(Math.abs(x1 - x0), WIDTH_STEP_PX, frameWidthPx);
        int height = rounded(Math.abs(y1 - y0), HEIGHT_STEP_PX, frameHeightPx);
        if (width < LEAST_WIDTH_PX || height < LEAST_HEIGHT_PX) {
            return Optional.empty();
        }
        return Optional.of(new Roi(
                origin(Math.min(x0, x1), width, frameWidthPx),
                origin(Math.min(y0, y1), height, frameHeightPx),
                width,
                height));
    }

    private static int rounded(double length, int step, int most) {
        int steps = (int) Math.round(length / step);
        return Math.min(steps * step, most / step * step);
    }

    private static int origin(double corner, int length, int frame) {
        int even = (int) Math.round((corner + 0.5) / ORIGIN_STEP_PX) * ORIGIN_STEP_PX;
        return Math.max(0, Math.min((frame - length) / ORIGIN_STEP_PX * ORIGIN_STEP_PX, even));
    }
}
