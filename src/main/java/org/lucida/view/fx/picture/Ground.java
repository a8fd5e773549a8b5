package org.lucida.view.fx.picture;

import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Palette;

/**
 * What an overlay draws on: sizes in units of the scene, and where raw pixels are on it.
 *
 * @param kind over which picture
 * @param widthPx width of the view
 * @param heightPx height of the view
 * @param sight what is seen, in screen pixels of the device
 * @param scale device pixels along one unit of the scene
 * @param frameWidthPx raw columns of a frame
 * @param frameHeightPx raw rows
 * @param reticleXPx raw position of the reticle
 * @param reticleYPx the same downward
 * @param samplingArcsec sky angle along one raw pixel; NaN if unknown
 * @param look how the window is lit
 */
public record Ground(
        Exhibit.Kind kind,
        double widthPx,
        double heightPx,
        Sight sight,
        double scale,
        int frameWidthPx,
        int frameHeightPx,
        double reticleXPx,
        double reticleYPx,
        double samplingArcsec,
        Look look) {
    /** Where a raw column is drawn. */
    public double x(double rawX) {
        return sight.screenX(rawX, widthPx * scale) / scale;
    }

    /** Where a raw row is drawn. */
    public double y(double rawY) {
        return sight.screenY(rawY, heightPx * scale) / scale;
    }

    /** Units of the scene along one raw pixel. */
    public double unitsPerRawPx() {
        return sight.zoomPxPerRawPx() / scale;
    }

    /** Colours for what is drawn by hand. */
    public Palette palette() {
        return look.palette();
    }
}
