package org.lucida.view.fx.picture;

import java.util.Locale;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/** A bar of a round length, in arcsec where the scale of the picture is known, else in raw pixels. */
final class ScaleBar implements Overlay {
    private static final double MOST_LENGTH_PX = 160;
    private static final double MARGIN_PX = 14;
    private static final double TICK_PX = 4;

    private final Locale locale;

    ScaleBar(Locale locale) {
        this.locale = locale;
    }

    @Override
    public boolean isOver(Exhibit.Kind kind) {
        return true;
    }

    @Override
    public void draw(GraphicsContext g, Ground ground) {
        boolean isSky = Double.isFinite(ground.samplingArcsec());
        double unitPx = ground.unitsPerRawPx() / (isSky ? ground.samplingArcsec() : 1);
        double value = roundBelow(Math.min(MOST_LENGTH_PX, ground.widthPx() / 3) / unitPx);
        double length = value * unitPx;
        double y = ground.heightPx() - MARGIN_PX;
        double x = MARGIN_PX;
        g.setStroke(ground.palette().ink());
        g.setFill(ground.palette().ink());
        g.setLineWidth(1.5);
        g.strokeLine(x, y, x + length, y);
        g.strokeLine(x, y - TICK_PX, x, y + TICK_PX);
        g.strokeLine(x + length, y - TICK_PX, x + length, y + TICK_PX);
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(text(value, isSky, locale), x + length / 2, y - TICK_PX - 2);
        g.setTextAlign(TextAlignment.LEFT);
    }

    /** The largest of 1, 2, 5 times a power of ten that is not above a value. */
    static double roundBelow(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
    }

    static String text(double value, boolean isSky, Locale locale) {
        if (isSky && value >= 60 && value % 60 == 0) {
            return String.format(locale, "%.0f\u2032", value / 60);
        }
        String number = value >= 1 ? String.format(locale, "%.0f", value) : String.format(locale, "%.2f", value);
        return isSky ? number + "\u2033" : number + " px";
    }
}
