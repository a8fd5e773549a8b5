package org.lucida.drizzle;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;

/**
 * What masked pixels take back from the coverage of one band.
 *
 * <p>{@link Coverage} counts whole frames. For each frame and masked pixel the weights under its drop are summed up here, and
 * a frame is counted where none but masked pixels of it touch an output pixel; both are taken off when the coverage is read.
 *
 * <p>Only the surroundings of masked pixels are kept: rows of {@value #TILE_PX} output pixels, made when first touched.
 *
 * <p>Error: sums are double, of the very factors (float) the coverage is made with: about 1e-16 of the weight without a mask.
 * Counts are exact.
 * <p>Memory: grows, rarely, when a masked pixel lands further out than any before; at worst to 12 bytes an output pixel and
 * plane.
 * <p>Thread: the band's only.
 */
final class Deficit {
    private static final int TILE_PX = 32;
    private static final int TILE_SHIFT = 5;
    private static final int BYTES_PER_TILE = TILE_PX * (Double.BYTES + Integer.BYTES) + 48;
    /** How far a target is taken to wander when memory is planned, output px each way. */
    private static final int PLANNED_REACH_PX = 32;

    /** For rounding at the edge of a drop. */
    private static final double SLACK_PX = 1e-3;
    /** Beyond every frame and every output. */
    private static final double FAR_PX = 5e8;

    private final OutputGrid grid;
    private final int firstRow;
    private final int rowCount;
    private final int tilesPerRow;
    /** By (plane * rowCount + row) * tilesPerRow + tile; null = nothing taken back. */
    private final double[][] weights;

    private final int[][] counts;

    Deficit(OutputGrid grid, int firstRow, int rowCount) {
        this.grid = grid;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        tilesPerRow = (grid.widthPx() + TILE_PX - 1) / TILE_PX;
        weights = new double[grid.planeCount() * rowCount * tilesPerRow][];
        counts = new int[weights.length][];
    }

    /** Bytes that a mask is expected to need. */
    static long heapBytes(OutputGrid grid, long maskedCount) {
        if (maskedCount == 0) {
            return 0;
        }
        long tiles = (long) grid.planeCount() * grid.heightPx() * (grid.widthPx() / TILE_PX + 1);
        long perPixel = (2 * PLANNED_REACH_PX + 4) * (2L * PLANNED_REACH_PX / TILE_PX + 1);
        int planesOfAPixel = grid.format().layout().samplesPerPixel();
        return 16 * tiles + BYTES_PER_TILE * Math.min(tiles, maskedCount * perPixel * planesOfAPixel);
    }

    /** Takes back what the masked pixels of one frame had. */
    void add(FrameSlot slot, AxisOverlaps x, AxisOverlaps y) {
        PixelMask mask = slot.mask;
        double originPx = -0.5 + grid.scale() * (0.5 - clamp(slot.displacementXPx));
        int last = firstRow + rowCount;
        for (int outY = firstRow; outY < last; outY++) {
            for (int entryY = 0; entryY < y.entryCount; entryY++) {
                double share = y.share[entryY * y.phaseCount + y.phaseOf(outY)];
                if (share == 0) {
                    continue;
                }
                int rawY = y.sampleAt(entryY, outY);
                if (rawY < 0 || rawY >= grid.format().heightPx() || mask.columns(rawY) == null) {
                    continue;
                }
                for (int rawX : mask.columns(rawY)) {
                    double centrePx = originPx + grid.scale() * rawX;
                    addRun(mask, x, y, outY, rawX, entryY, slot.weight * share, centrePx);
                }
            }
        }
    }

    /** The output pixels of one row under the drop of one masked pixel. */
    private void addRun(
            PixelMask mask,
            AxisOverlaps x,
            AxisOverlaps y,
            int outY,
            int rawX,
            int entryY,
            double rowWeight,
            double centrePx) {
        double reachPx = grid.axisDrop().reachPx() + SLACK_PX;
        int first = (int) Math.max(0, Math.ceil(centrePx - reachPx));
        int end = (int) Math.min(grid.widthPx(), Math.floor(centrePx + reachPx) + 1);
        for (int outX = first; outX < end; outX++) {
            int entryX = entryOf(x, rawX, outX);
            if (entryX < 0) {
                continue;
            }
            double share = x.share[entryX * x.phaseCount + x.phaseOf(outX)];
            double weight =
                    grid.isPeriodic() ? (float) (rowWeight * share) : (double) (float) rowWeight * (float) share;
            for (int plane = 0; plane < grid.planeCount(); plane++) {
                if (grid.takes(plane, entryY & 1, entryX & 1)) {
                    int tile = tileAt(plane, outY, outX);
                    weights[tile][outX & TILE_PX - 1] += weight;
                    if (speaksForAll(mask, x, y, plane, outX, outY, entryX, entryY)) {
                        counts[tile][outX & TILE_PX - 1]++;
                    }
                }
            }
        }
    }

    /** The entry by which a raw column touches an output column, or -1. */
    private static int entryOf(AxisOverlaps x, int rawX, int outX) {
        for (int entry = rawX & 1; entry < x.entryCount; entry += 2) {
            if (x.share[entry * x.phaseCount + x.phaseOf(outX)] != 0 && x.sampleAt(entry, outX) == rawX) {
                return entry;
            }
        }
        return -1;
    }

    /** True if all pixels of the frame that touch the output pixel are masked, and this is the first of them. */
    private boolean speaksForAll(
            PixelMask mask, AxisOverlaps x, AxisOverlaps y, int plane, int outX, int outY, int ownX, int ownY) {
        for (int entryY = 0; entryY < y.entryCount; entryY++) {
            int otherY = y.sampleAt(entryY, outY);
            if (y.share[entryY * y.phaseCount + y.phaseOf(outY)] == 0
                    || otherY < 0
                    || otherY >= grid.format().heightPx()) {
                continue;
            }
            for (int entryX = 0; entryX < x.entryCount; entryX++) {
                int otherX = x.sampleAt(entryX, outX);
                if (x.share[entryX * x.phaseCount + x.phaseOf(outX)] == 0
                        || otherX < 0
                        || otherX >= grid.format().widthPx()
                        || !grid.takes(plane, entryY & 1, entryX & 1)) {
                    continue;
                }
                boolean isEarlier = entryY < ownY || entryY == ownY && entryX < ownX;
                if (isEarlier || !mask.isBad(otherX, otherY)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double clamp(double displacementPx) {
        return Math.max(-FAR_PX, Math.min(FAR_PX, displacementPx));
    }

    private int tileAt(int plane, int outY, int outX) {
        int tile = (plane * rowCount + outY - firstRow) * tilesPerRow + (outX >> TILE_SHIFT);
        if (weights[tile] == null) {
            weights[tile] = new double[TILE_PX];
            counts[tile] = new int[TILE_PX];
        }
        return tile;
    }

    /** Makes target, of the same grid and rows, a copy of this. */
    void copyTo(Deficit target) {
        for (int tile = 0; tile < weights.length; tile++) {
            if (weights[tile] != null) {
                if (target.weights[tile] == null) {
                    target.weights[tile] = new double[TILE_PX];
                    target.counts[tile] = new int[TILE_PX];
                }
                System.arraycopy(weights[tile], 0, target.weights[tile], 0, TILE_PX);
                System.arraycopy(counts[tile], 0, target.counts[tile], 0, TILE_PX);
            }
        }
    }

    /** Takes off the weights of one output row. {@code out[0 .. widthPx)} is modified. */
    void takeOffWeights(int plane, int y, double[] out) {
        int first = (plane * rowCount + y - firstRow) * tilesPerRow;
        for (int tile = 0; tile < tilesPerRow; tile++) {
            double[] some = weights[first + tile];
            int start = tile * TILE_PX;
            for (int i = 0; some != null && i < TILE_PX && start + i < grid.widthPx(); i++) {
                out[start + i] -= some[i];
            }
        }
    }

    /** Takes off the counts of one output row. {@code out[0 .. widthPx)} is modified. */
    void takeOffCounts(int plane, int y, int[] out) {
        int first = (plane * rowCount + y - firstRow) * tilesPerRow;
        for (int tile = 0; tile < tilesPerRow; tile++) {
            int[] some = counts[first + tile];
            int start = tile * TILE_PX;
            for (int i = 0; some != null && i < TILE_PX && start + i < grid.widthPx(); i++) {
                out[start + i] -= some[i];
            }
        }
    }
}
