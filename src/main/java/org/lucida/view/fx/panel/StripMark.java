package org.lucida.view.fx.panel;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/**
 * Shape of a point, so that classes differ by red light too.
 *
 * <p>Thread: FX.
 */
public enum StripMark {
    /** A filled square; many of them become a bar. */
    SQUARE,
    /** A lying stroke; many of them become a bar. */
    DASH,
    /** A cross; of many, the outermost are seen. */
    CROSS;

    private static final double HALF_PX = 2.5;

    /** True if a crowd of them is drawn as a bar. */
    boolean isBar() {
        return this != CROSS;
    }

    /** Draws one. */
    void draw(GraphicsContext g, Color color, double xPx, double yPx) {
        switch (this) {
            case SQUARE -> {
                g.setFill(color);
                g.fillRect(xPx - 1.5, yPx - 1.5, 3, 3);
            }
            case DASH -> {
                g.setFill(color);
                g.fillRect(xPx - 2, yPx - 0.5, 4, 1);
            }
            case CROSS -> {
                g.setStroke(color);
                g.setLineWidth(1);
                g.strokeLine(xPx - HALF_PX, yPx - HALF_PX, xPx + HALF_PX, yPx + HALF_PX);
                g.strokeLine(xPx - HALF_PX, yPx + HALF_PX, xPx + HALF_PX, yPx - HALF_PX);
            }
        }
    }
}
