package org.lucida.view.fx.picture;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
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
    private static final double HALO_PX = 3;

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

    /** Writes a text that is legible on whatever lies below. */
    public void write(GraphicsContext g, String text, double x, double y) {
        Paint ink = g.getStroke();
        double width = g.getLineWidth();
        g.setStroke(palette().paper());
        g.setLineWidth(HALO_PX);
        g.strokeText(text, x, y);
        g.setStroke(ink);
        g.setLineWidth(width);
        g.fillText(text, x, y);
    }

    /** Colours for what is drawn by hand. */
    public Palette palette() {
        return look.palette();
    }
}
