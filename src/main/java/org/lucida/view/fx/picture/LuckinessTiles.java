package org.lucida.view.fx.picture;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Which parts of the frame are sharp at this instant: tiles, tinted by their own luckiness. */
public final class LuckinessTiles implements Overlay {
    private static final double OPACITY = 0.35;
    /** Tiles half as lucky, or half again as lucky, as usual have the full tint. */
    private static final double FULL_TINT = 0.5;

    /**
     * Luckiness tile by tile.
     *
     * <p>Memory: the meter's; not changed after it was handed out.
     *
     * @param xPx raw column of the left edge of the first tile, in the reference
     * @param yPx raw row of its upper edge
     * @param tilePx side of a tile, raw px
     * @param columnCount tiles in a row
     * @param luckiness row by row, 1 = as usual there; NaN where there is nothing to judge by
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tiles(double xPx, double yPx, double tilePx, int columnCount, double[] luckiness) {}

    /** Measures them. */
    public interface Meter {
        /** The tiles of a live frame; null if there are none yet. Eye's thread. */
        Tiles measure(Exhibit frame);
    }

    private volatile Meter meter;
    private volatile Tiles tiles;

    /** Who measures; null = nobody, nothing is drawn. */
    void meter(Meter next) {
        meter = next;
        tiles = null;
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
        Tiles measured = now == null ? null : now.measure(exhibit);
        tiles = measured == null ? tiles : measured;
    }

    @Override
    public void draw(GraphicsContext g, Ground ground) {
        Tiles now = tiles;
        if (now == null) {
            return;
        }
        Color lucky = ground.palette().good();
        Color unlucky = ground.palette().bad();
        double side = now.tilePx * ground.unitsPerRawPx();
        for (int i = 0; i < now.luckiness.length; i++) {
            double excess = now.luckiness[i] - 1;
            if (Double.isFinite(excess)) {
                double strength = Math.min(1, Math.abs(excess) / FULL_TINT);
                g.setGlobalAlpha(OPACITY * strength);
                g.setFill(excess > 0 ? lucky : unlucky);
                double x = ground.x(now.xPx + i % now.columnCount * now.tilePx - 0.5);
                int row = i / now.columnCount;
                double y = ground.y(now.yPx + row * now.tilePx - 0.5);
                g.fillRect(x, y, side, side);
            }
        }
        g.setGlobalAlpha(1);
    }
}
