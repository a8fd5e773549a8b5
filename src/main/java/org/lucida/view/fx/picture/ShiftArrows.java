package org.lucida.view.fx.picture;

import javafx.scene.canvas.GraphicsContext;

/** Alignment points, and where each part of the picture went against the whole: arrows, larger than life. */
public final class ShiftArrows implements Overlay {
    /** Arrows are drawn so many times as long as they are. */
    private static final double MAGNIFICATION = 10;

    private static final double POINT_PX = 2.5;
    private static final double HEAD_PX = 4;

    /**
     * Points and their displacements beyond that of the whole frame.
     *
     * <p>Memory: the meter's; not changed after it was handed out.
     *
     * @param xPx raw columns in the reference
     * @param yPx raw rows
     * @param displacementXPx where the content went, raw px; NaN where it was not found
     * @param displacementYPx the same downward
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Points(double[] xPx, double[] yPx, double[] displacementXPx, double[] displacementYPx) {}

    /** Measures them. */
    public interface Meter {
        /** The points of a live frame; null if there are none yet. Eye's thread. */
        Points measure(Exhibit frame);
    }

    private volatile Meter meter;
    private volatile Points points;

    /** Who measures; null = nobody, nothing is drawn. */
    void meter(Meter next) {
        meter = next;
        points = null;
    }

    boolean hasMeter() {
        return meter != null;
    }

    @Override
    public boolean isOver(Exhibit.Kind kind) {
        return kind == Exhibit.Kind.LIVE;
    }

    @Override
    public boolean followsTarget() {
        return true;
    }

    @Override
    public void measure(Exhibit exhibit) {
        Meter now = meter;
        Points measured = now == null ? null : now.measure(exhibit);
        points = measured == null ? points : measured;
    }

    @Override
    public void draw(GraphicsContext g, Ground ground) {
        Points now = points;
        if (now == null) {
            return;
        }
        g.setLineWidth(1.2);
        for (int i = 0; i < now.xPx.length; i++) {
            double x = ground.x(now.xPx[i]);
            double y = ground.y(now.yPx[i]);
            boolean isFound = Double.isFinite(now.displacementXPx[i]) && Double.isFinite(now.displacementYPx[i]);
            g.setStroke(isFound ? ground.palette().accent() : ground.palette().warn());
            g.strokeOval(x - POINT_PX, y - POINT_PX, 2 * POINT_PX, 2 * POINT_PX);
            if (isFound) {
                arrow(
                        g,
                        x,
                        y,
                        now.displacementXPx[i] * MAGNIFICATION * ground.unitsPerRawPx(),
                        now.displacementYPx[i] * MAGNIFICATION * ground.unitsPerRawPx());
            }
        }
    }

    private static void arrow(GraphicsContext g, double x, double y, double dx, double dy) {
        double length = Math.hypot(dx, dy);
        if (length < 1) {
            return;
        }
        double ux = dx / length;
        double uy = dy / length;
        double head = Math.min(HEAD_PX, length / 2);
        g.strokeLine(x, y, x + dx, y + dy);
        g.strokeLine(x + dx, y + dy, x + dx - head * (ux + 0.6 * uy), y + dy - head * (uy - 0.6 * ux));
        g.strokeLine(x + dx, y + dy, x + dx - head * (ux - 0.6 * uy), y + dy - head * (uy + 0.6 * ux));
    }
}
