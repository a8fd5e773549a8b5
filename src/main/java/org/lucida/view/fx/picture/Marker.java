package org.lucida.view.fx.picture;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import org.lucida.frame.FrameFormat;
import org.lucida.view.fx.desk.Palette;

/** A small map of the frame: where the target is in it, and which part is seen. */
final class Marker extends Canvas {
    private static final double LONGER_SIDE_PX = 110;
    private static final double DOT_PX = 3.5;
    /** Nearer to the edge than this part of the frame the target is about to be lost. */
    private static final double EDGE_FRACTION = 0.1;

    Marker() {
        super(1, 1);
        setManaged(false);
        setMouseTransparent(true);
    }

    /** Takes the shape of a frame. */
    void shape(FrameFormat format) {
        double longer = Math.max(format.widthPx(), format.heightPx());
        setWidth(Math.rint(LONGER_SIDE_PX * format.widthPx() / longer) + 1);
        setHeight(Math.rint(LONGER_SIDE_PX * format.heightPx() / longer) + 1);
    }

    /**
     * Draws.
     *
     * @param targetXPx raw column of the target in the frame; NaN if unknown
     * @param leftPx raw column at the left edge of what is seen of the frame
     */
    void draw(
            FrameFormat format,
            Palette palette,
            double targetXPx,
            double targetYPx,
            double leftPx,
            double topPx,
            double rightPx,
            double bottomPx) {
        GraphicsContext g = getGraphicsContext2D();
        double width = getWidth() - 1;
        double height = getHeight() - 1;
        double unit = width / format.widthPx();
        g.clearRect(0, 0, getWidth(), getHeight());
        g.setGlobalAlpha(0.7);
        g.setFill(palette.paper());
        g.fillRect(0, 0, width, height);
        g.setGlobalAlpha(1);
        g.setLineWidth(1);
        g.setStroke(palette.dim());
        g.strokeRect(0.5, 0.5, width, height);
        double x0 = Math.max(0, leftPx * unit);
        double y0 = Math.max(0, topPx * unit);
        double x1 = Math.min(width, rightPx * unit);
        double y1 = Math.min(height, bottomPx * unit);
        if (x1 - x0 < width - 1 || y1 - y0 < height - 1) {
            g.setStroke(palette.accent());
            g.strokeRect(Math.rint(x0) + 0.5, Math.rint(y0) + 0.5, Math.max(1, x1 - x0), Math.max(1, y1 - y0));
        }
        if (Double.isFinite(targetXPx) && Double.isFinite(targetYPx)) {
            double fx = targetXPx / format.widthPx();
            double fy = targetYPx / format.heightPx();
            boolean isNearEdge = Math.min(Math.min(fx, fy), Math.min(1 - fx, 1 - fy)) < EDGE_FRACTION;
            double x = Math.max(0, Math.min(width, fx * width));
            double y = Math.max(0, Math.min(height, fy * height));
            g.setFill(isNearEdge ? palette.bad() : palette.good());
            g.fillOval(x - DOT_PX, y - DOT_PX, 2 * DOT_PX, 2 * DOT_PX);
            g.setStroke(palette.ink());
            g.strokeLine(x - 2 * DOT_PX, y, x + 2 * DOT_PX, y);
            g.strokeLine(x, y - 2 * DOT_PX, x, y + 2 * DOT_PX);
        }
    }
}
