package org.lucida.view.fx.picture;

/**
 * Which part of the frame is seen, and how large: the same for the live frame, the stack and the sharpened stack, so that
 * changing between them keeps the place.
 *
 * <p>Coordinates: raw pixels, pixel centres are integers; on the screen the left edge of the leftmost pixel is 0.
 *
 * @param centreXPx raw pixel in the middle of the screen
 * @param centreYPx the same downward
 * @param zoomPxPerRawPx screen pixels along one raw pixel; 1 = 100 %
 */
public record Sight(double centreXPx, double centreYPx, double zoomPxPerRawPx) {
    /** Smallest and largest magnification. */
    public static final double LEAST_ZOOM = 1.0 / 64;

    public static final double MOST_ZOOM = 64;

    public Sight {
        if (!Double.isFinite(centreXPx) || !Double.isFinite(centreYPx) || !(zoomPxPerRawPx > 0)) {
            throw new IllegalArgumentException("centreXPx=" + centreXPx + " centreYPx=" + centreYPx + " zoomPxPerRawPx="
                    + zoomPxPerRawPx + " is no sight; give finite numbers and a zoom above 0");
        }
        zoomPxPerRawPx = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoomPxPerRawPx));
    }

    /** The whole frame, as large as it fits. */
    public static Sight fit(int frameWidthPx, int frameHeightPx, double screenWidthPx, double screenHeightPx) {
        double zoom = Math.min(screenWidthPx / frameWidthPx, screenHeightPx / frameHeightPx);
        return new Sight((frameWidthPx - 1) / 2.0, (frameHeightPx - 1) / 2.0, Math.max(LEAST_ZOOM, zoom));
    }

    /** Raw column at a place on a screen of this width. */
    public double rawX(double screenX, double screenWidthPx) {
        return centreXPx + (screenX - screenWidthPx / 2) / zoomPxPerRawPx;
    }

    /** Raw row at a place on a screen of this height. */
    public double rawY(double screenY, double screenHeightPx) {
        return centreYPx + (screenY - screenHeightPx / 2) / zoomPxPerRawPx;
    }

    /** Where a raw column is on a screen of this width. */
    public double screenX(double rawX, double screenWidthPx) {
        return (rawX - centreXPx) * zoomPxPerRawPx + screenWidthPx / 2;
    }

    /** Where a raw row is on a screen of this height. */
    public double screenY(double rawY, double screenHeightPx) {
        return (rawY - centreYPx) * zoomPxPerRawPx + screenHeightPx / 2;
    }

    /** Another zoom, about a place on the screen: what is seen there stays there. */
    public Sight zoomed(double zoom, double screenX, double screenY, double screenWidthPx, double screenHeightPx) {
        double bounded = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom));
        double keptX = rawX(screenX, screenWidthPx);
        double keptY = rawY(screenY, screenHeightPx);
        return new Sight(
                keptX - (screenX - screenWidthPx / 2) / bounded,
                keptY - (screenY - screenHeightPx / 2) / bounded,
                bounded);
    }

    /** The picture drawn along by so many screen pixels. */
    public Sight dragged(double screenDxPx, double screenDyPx) {
        return new Sight(
                centreXPx - screenDxPx / zoomPxPerRawPx, centreYPx - screenDyPx / zoomPxPerRawPx, zoomPxPerRawPx);
    }

    /** The same place kept within a frame, so that it does not get lost. */
    public Sight within(int frameWidthPx, int frameHeightPx) {
        return new Sight(
                Math.max(0, Math.min(frameWidthPx - 1.0, centreXPx)),
                Math.max(0, Math.min(frameHeightPx - 1.0, centreYPx)),
                zoomPxPerRawPx);
    }

    /** The sight of a frame whose content went by this much: the content stands still. */
    public Sight displaced(double displacementXPx, double displacementYPx) {
        return new Sight(centreXPx + displacementXPx, centreYPx + displacementYPx, zoomPxPerRawPx);
    }
}
