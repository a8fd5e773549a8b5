package org.lucida.view.fx.panel;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Palette;

/**
 * A bar of shares side by side, from the left; what is missing to the whole stays empty. One share makes a gauge.
 *
 * <p>A share that is not zero is seen, however small.
 *
 * <p>Thread: FX.
 */
final class ShareBar extends Region {
    private static final double LEAST_PX = 2;

    private final Desk desk;
    private final List<PaletteTone> tones;
    private final double[] fractions;
    private final PaletteTone[] shown;
    private final Rectangle track = new Rectangle();
    private final Rectangle[] parts;
    private final InvalidationListener repaint = it -> paint();

    ShareBar(Desk desk, double widthPx, double heightPx, List<PaletteTone> tones) {
        this.desk = desk;
        this.tones = List.copyOf(tones);
        fractions = new double[tones.size()];
        shown = tones.toArray(PaletteTone[]::new);
        parts = new Rectangle[tones.size()];
        track.setManaged(false);
        getChildren().add(track);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Rectangle();
            parts[i].setManaged(false);
            getChildren().add(parts[i]);
        }
        setMinSize(Math.min(24, widthPx), heightPx);
        setPrefSize(widthPx, heightPx);
        setMaxHeight(heightPx);
        desk.look().addListener(new WeakInvalidationListener(repaint));
        paint();
    }

    /** Share of one part, 0 to 1. */
    void share(int part, double fraction) {
        share(part, fraction, tones.get(part));
    }

    /** The same in another tone. */
    void share(int part, double fraction, PaletteTone tone) {
        double held = fraction > 0 ? Math.min(1, fraction) : 0;
        if (held != fractions[part] || tone != shown[part]) {
            fractions[part] = held;
            shown[part] = tone;
            paint();
            requestLayout();
        }
    }

    double share(int part) {
        return fractions[part];
    }

    private void paint() {
        Palette palette = desk.look().get().palette();
        track.setFill(palette.grid());
        for (int i = 0; i < parts.length; i++) {
            parts[i].setFill(shown[i].in(palette));
        }
    }

    @Override
    protected void layoutChildren() {
        track.setWidth(getWidth());
        track.setHeight(getHeight());
        double x = 0;
        for (int i = 0; i < parts.length; i++) {
            double width = fractions[i] > 0 ? Math.max(LEAST_PX, fractions[i] * getWidth()) : 0;
            width = Math.max(0, Math.min(width, getWidth() - x));
            parts[i].setX(x);
            parts[i].setWidth(width);
            parts[i].setHeight(getHeight());
            x += width;
        }
        // small shares at the end push back, so that a loss is seen beside millions of good frames
        double end = getWidth();
        for (int i = parts.length - 1; i >= 0; i--) {
            if (fractions[i] > 0 && parts[i].getWidth() < LEAST_PX) {
                parts[i].setWidth(LEAST_PX);
                parts[i].setX(Math.min(parts[i].getX(), end - LEAST_PX));
            }
            end = Math.min(end, parts[i].getX());
        }
    }
}
