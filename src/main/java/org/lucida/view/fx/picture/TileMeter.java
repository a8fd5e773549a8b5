package org.lucida.view.fx.picture;

import org.lucida.frame.Plane;
import org.lucida.luck.LuckinessMap;

/**
 * Measures which parts of a live frame are sharp, each against what is usual there.
 *
 * <p>Memory: as {@link LuckinessMap}, made when it is first asked. Thread: the eye's.
 */
final class TileMeter implements LuckinessTiles.Meter {
    private static final int TILE_PX = 24;
    /** Some three looks a second: what is usual over the last quarter of a minute. */
    private static final int MEMORY_FRAMES = 40;

    private final double samplingPxPerLambdaD;
    private final Luminance luminance = new Luminance();
    private LuckinessMap map;
    private int widthPx;
    private int heightPx;
    private long stackNumber = -1;

    TileMeter(double samplingPxPerLambdaD) {
        this.samplingPxPerLambdaD = samplingPxPerLambdaD;
    }

    @Override
    public LuckinessTiles.Tiles measure(Exhibit frame) {
        Plane plane = luminance.of(frame);
        double unit = luminance.rawPxPerPx(frame);
        if (map == null || widthPx != plane.widthPx || heightPx != plane.heightPx) {
            widthPx = plane.widthPx;
            heightPx = plane.heightPx;
            map = new LuckinessMap(
                    widthPx, heightPx, (int) Math.round(unit), samplingPxPerLambdaD, TILE_PX, MEMORY_FRAMES);
        } else if (stackNumber != frame.stackNumber()) {
            map.restart();
        }
        stackNumber = frame.stackNumber();
        double fluxScale = frame.frame() == null ? Double.NaN : frame.frame().fluxScale();
        map.measure(plane, fluxScale, frame.displacementXPx() / unit, frame.displacementYPx() / unit);
        float[] relative = map.relative();
        double[] luckiness = new double[relative.length];
        for (int i = 0; i < relative.length; i++) {
            luckiness[i] = relative[i];
        }
        return new LuckinessTiles.Tiles(
                Luminance.raw(map.firstXPx() - 0.5, unit) + 0.5,
                Luminance.raw(map.firstYPx() - 0.5, unit) + 0.5,
                map.tilePx() * unit,
                map.columnCount(),
                luckiness);
    }
}
