package org.lucida.view.fx.panel;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import org.lucida.focus.BahtinovReading;
import org.lucida.focus.CollimationReading;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Palette;

/**
 * A small drawing that says what a figure cannot: which way. Directions are those of the picture.
 *
 * <p>Thread: FX.
 */
final class AidSketch extends Region {
    private static final double SIDE_PX = 150;
    private static final double RING_FRACTION = 0.42;
    private static final double HEAD_PX = 9;

    /** Draws one kind of sketch on a square about the origin; a length of 1 is half the sketch. */
    private interface Drawing {
        void on(GraphicsContext g, Palette palette, double half);
    }

    private final Desk desk;
    private final Canvas canvas = new Canvas(SIDE_PX, SIDE_PX);
    private Drawing drawing;

    AidSketch(Desk desk) {
        this.desk = desk;
        setPrefSize(SIDE_PX, SIDE_PX);
        setMinSize(SIDE_PX, SIDE_PX);
        getChildren().add(canvas);
        desk.look().addListener(it -> draw());
    }

    /** Nothing to show. */
    void clear() {
        drawing = null;
        draw();
    }

    /**
     * An arrow in a circle.
     *
     * @param xPx to the right
     * @param yPx downward
     * @param fullPx length that reaches the circle
     * @param isGood true if it is as short as it need be
     */
    void arrow(double xPx, double yPx, double fullPx, boolean isGood) {
        drawing = (g, palette, half) -> {
            double ring = half * 2 * RING_FRACTION;
            g.setStroke(palette.grid());
            g.strokeOval(-ring, -ring, 2 * ring, 2 * ring);
            g.strokeLine(-ring, 0, ring, 0);
            g.strokeLine(0, -ring, 0, ring);
            double length = Math.hypot(xPx, yPx);
            if (!(length > 0)) {
                return;
            }
            double shown = Math.min(1, length / fullPx) * ring;
            double x = xPx / length * shown;
            double y = yPx / length * shown;
            g.setStroke(isGood ? palette.good() : palette.accent());
            g.setLineWidth(2);
            g.strokeLine(0, 0, x, y);
            double angle = Math.atan2(y, x);
            for (double side : new double[] {2.6, -2.6}) {
                g.strokeLine(x, y, x + HEAD_PX * Math.cos(angle + side), y + HEAD_PX * Math.sin(angle + side));
            }
        };
        draw();
    }

    /** The three spikes and where the middle one lies, drawn ten times as far off. */
    void spikes(BahtinovReading reading, boolean isGood) {
        double central = Math.toRadians(reading.centralDeg);
        double before = Math.toRadians(reading.outerBeforeDeg);
        double after = Math.toRadians(reading.outerAfterDeg);
        double offset = Math.max(-40, Math.min(40, reading.offsetPx * 10));
        drawing = (g, palette, half) -> {
            double reach = half * 0.9;
            g.setLineWidth(1.5);
            g.setStroke(palette.dim());
            line(g, 0, 0, before, reach);
            line(g, 0, 0, after, reach);
            g.setStroke(isGood ? palette.good() : palette.accent());
            g.setLineWidth(2.5);
            double normal = central + Math.PI / 2;
            double sign = Math.sin(normal) < 0 || Math.sin(normal) == 0 && Math.cos(normal) > 0 ? -1 : 1;
            line(g, sign * offset * Math.cos(normal), sign * offset * Math.sin(normal), central, reach);
        };
        draw();
    }

    private static void line(GraphicsContext g, double x, double y, double angle, double reach) {
        double dx = reach * Math.cos(angle);
        double dy = reach * Math.sin(angle);
        g.strokeLine(x - dx, y - dy, x + dx, y + dy);
    }

    /** The ring of light and the hole in it; the offset is drawn as it is. */
    void rings(CollimationReading reading, boolean isGood) {
        double holeRatio = reading.holeRadiusPx / reading.outerRadiusPx;
        double dx = (reading.holeXPx - reading.xPx) / reading.outerRadiusPx;
        double dy = (reading.holeYPx - reading.yPx) / reading.outerRadiusPx;
        drawing = (g, palette, half) -> {
            double outer = half * 0.85;
            double hole = outer * holeRatio;
            g.setFill(palette.dim());
            g.fillOval(-outer, -outer, 2 * outer, 2 * outer);
            g.setFill(palette.card());
            g.fillOval(dx * outer - hole, dy * outer - hole, 2 * hole, 2 * hole);
            g.setStroke(palette.grid());
            g.strokeLine(-outer, 0, outer, 0);
            g.strokeLine(0, -outer, 0, outer);
            g.setStroke(isGood ? palette.good() : palette.accent());
            g.setLineWidth(2);
            g.strokeOval(dx * outer - hole, dy * outer - hole, 2 * hole, 2 * hole);
            g.strokeLine(0, 0, dx * outer, dy * outer);
        };
        draw();
    }

    private void draw() {
        Palette palette = desk.look().get().palette();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(palette.card());
        g.fillRect(0, 0, SIDE_PX, SIDE_PX);
        if (drawing == null) {
            return;
        }
        g.save();
        g.translate(SIDE_PX / 2, SIDE_PX / 2);
        g.setLineWidth(1);
        drawing.on(g, palette, SIDE_PX / 2);
        g.restore();
    }
}
