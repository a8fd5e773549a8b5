package org.lucida.view.fx.picture;

import java.util.Locale;
import javafx.scene.canvas.GraphicsContext;

/** A cross with circles of round sizes, in arcsec where the scale of the picture is known, else in pixels. */
final class Reticle implements Overlay {
    private static final int CIRCLE_COUNT = 3;
    /** Radius of the outermost circle, part of the shorter side of the frame. */
    private static final double OUTERMOST_FRACTION = 0.42;

    private static final double GAP_PX = 6;

    private final Locale locale;

    Reticle(Locale locale) {
        this.locale = locale;
    }

    @Override
    public boolean isOver(Exhibit.Kind kind) {
        return true;
    }

    @Override
    public void draw(GraphicsContext g, Ground ground) {
        double x = ground.x(ground.reticleXPx());
        double y = ground.y(ground.reticleYPx());
        boolean isSky = Double.isFinite(ground.samplingArcsec());
        double unit = isSky ? ground.samplingArcsec() : 1;
        double seenPx = Math.min(ground.widthPx(), ground.heightPx()) / ground.unitsPerRawPx();
        double mostPx = OUTERMOST_FRACTION * Math.min(seenPx, Math.min(ground.frameWidthPx(), ground.frameHeightPx()));
        double stepValue = ScaleBar.roundBelow(mostPx * unit / CIRCLE_COUNT);
        g.setStroke(ground.palette().accent());
        g.setFill(ground.palette().accent());
        g.setGlobalAlpha(0.75);
        g.setLineWidth(1);
        double reach = stepValue / unit * CIRCLE_COUNT * ground.unitsPerRawPx();
        g.strokeLine(x - reach, y, x - GAP_PX, y);
        g.strokeLine(x + GAP_PX, y, x + reach, y);
        g.strokeLine(x, y - reach, x, y - GAP_PX);
        g.strokeLine(x, y + GAP_PX, x, y + reach);
        for (int i = 1; i <= CIRCLE_COUNT; i++) {
            double radius = reach * i / CIRCLE_COUNT;
            g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
            g.fillText(ScaleBar.text(stepValue * i, isSky, locale), x + 4, y - radius - 3);
        }
        g.setGlobalAlpha(1);
    }
}
