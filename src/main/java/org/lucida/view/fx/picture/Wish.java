package org.lucida.view.fx.picture;

/**
 * How a picture shall be drawn; made on the FX thread, read by the eye.
 *
 * @param isShown false if nobody sees it
 * @param sight what is seen
 * @param widthPx screen pixels
 * @param heightPx the same downward
 * @param tone set by the observer; null = found from the picture
 * @param isNight red only
 * @param isStabilised live frames are drawn back by their displacement
 * @param clippedColour of clipped pixels; 0 = not marked
 * @param showsCoverage tints what few frames reach
 * @param probeXPx raw column under the cursor; NaN if it is elsewhere
 * @param probeYPx raw row
 */
record Wish(
        boolean isShown,
        Sight sight,
        int widthPx,
        int heightPx,
        Tone tone,
        boolean isNight,
        boolean isStabilised,
        int clippedColour,
        boolean showsCoverage,
        double probeXPx,
        double probeYPx) {
    static final Wish NOTHING =
            new Wish(false, new Sight(0, 0, 1), 1, 1, null, false, false, 0, false, Double.NaN, Double.NaN);

    Wish probing(double xPx, double yPx) {
        return new Wish(
                isShown, sight, widthPx, heightPx, tone, isNight, isStabilised, clippedColour, showsCoverage, xPx, yPx);
    }

    /** True if both make the same pixels. */
    boolean drawsLike(Wish other) {
        return probing(0, 0).equals(other.probing(0, 0));
    }
}
