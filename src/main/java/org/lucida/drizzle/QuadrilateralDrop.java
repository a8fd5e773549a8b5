package org.lucida.drizzle;

import org.lucida.math.VectorUnit;

/**
 * The square kernel: the shrunken pixel as a quadrilateral with straight edges, its area in common with each output pixel
 * exact.
 *
 * <p>The corners are interpolated bilinearly in the map between neighbouring centres, and continued in a straight line at
 * the frame's edges; so a pixel needs the map of its 3x3 neighbourhood.
 *
 * <p>Pixels of a row go in batches of neighbours, whatever the bands: the same areas and the same order for any number.
 * Orientation cancels in the ratio to the whole signed area, so mirrored maps need no care.
 */
final class QuadrilateralDrop extends DropShape {
    private static final double FARTHEST_PX = 1e8;
    private static final int CUT = -1;

    private final QuadrilateralBatch batch = QuadrilateralBatch.make(VectorUnit.isOn());

    /** The map half a drop above or below the centres, with one more column at each side. */
    private final double[] line = new double[BLOCK_COLUMNS + 2];

    private final double[] neighbours = new double[BLOCK_COLUMNS + 2];
    /** Output pixel at the top left of each lane's box; {@link #CUT} if the box is not wholly in this band. */
    private final int[] indexes = new int[BLOCK_COLUMNS];

    private double half;

    QuadrilateralDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        half = pixfrac / 2;
    }

    @Override
    double reachPx() {
        // Corners lie among the mapped centres of the rows above and below, which the row bounds; the half pixel
        // is the one between centres and edges of the output.
        return 1;
    }

    @Override
    void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd) {
        FrameRow row = rows.row(k);
        FrameRow above = rows.row(k - 1);
        FrameRow below = rows.row(k + 1);
        corners(row.mapX, above.mapX, row.widthPx, from, end, batch.x0, batch.x1);
        corners(row.mapY, above.mapY, row.widthPx, from, end, batch.y0, batch.y1);
        corners(row.mapX, below.mapX, row.widthPx, from, end, batch.x3, batch.x2);
        corners(row.mapY, below.mapY, row.widthPx, from, end, batch.y3, batch.y2);
        batch.enclose(row.weights, from, end - from);
        if (choose(row, from, end, even, odd)) {
            batch.measure(end - from);
            for (int x = from; x < end; x++) {
                if (batch.rowCounts[x - from] > 0) {
                    spread(x - from, row, x, (x & 1) == 0 ? even : odd);
                }
            }
        }
    }

    /** The corners at both sides of some pixels, with output pixel i covering [i, i + 1]. */
    private void corners(
            double[] centres,
            double[] nextRow,
            int widthPx,
            int from,
            int end,
            double[] leftCorners,
            double[] rightCorners) {
        int count = end - from;
        int first = from == 0 ? 1 : 0;
        int length = count + 2 - first - (end == widthPx ? 1 : 0);
        System.arraycopy(centres, from - 1 + first, line, first, length);
        System.arraycopy(nextRow, from - 1 + first, neighbours, first, length);
        double f = half;
        double g = 1 - half;
        for (int i = 0; i < count + 2; i++) {
            line[i] = g * line[i] + f * neighbours[i];
        }
        if (from == 0) {
            line[0] = 2 * line[1] - line[2];
        }
        if (end == widthPx) {
            line[count + 1] = 2 * line[count] - line[count - 1];
        }
        batch.corners(line, half, leftCorners, rightCorners, count);
    }

    /** Asks the batch for the drops that count and reach this band; large ones are spread at once. */
    private boolean choose(FrameRow row, int from, int end, PlaneSums even, PlaneSums odd) {
        boolean isAny = false;
        for (int x = from; x < end; x++) {
            int lane = x - from;
            double left = batch.left[lane];
            double top = batch.top[lane];
            double right = batch.right[lane];
            double bottom = batch.bottom[lane];
            batch.rowCounts[lane] = 0;
            // A NaN in any corner makes the area one, which fails its test.
            if (!(row.weights[x] > 0 && Math.abs(batch.areas[lane]) > 0)) {
                continue;
            }
            boolean isInside = left >= 0 && right <= outWidthPx && top >= firstRow && bottom <= endRow;
            boolean isReaching = isInside || reaches(left, top, right, bottom);
            if (!(isReaching || isNear(left, top, right, bottom))) {
                continue;
            }
            int columnCount = (int) (right - left);
            int rowCount = (int) (bottom - top);
            if (columnCount > QuadrilateralBatch.MOST_CELLS || rowCount > QuadrilateralBatch.MOST_CELLS) {
                if (isReaching) {
                    spreadLarge(lane, row, x, (x & 1) == 0 ? even : odd);
                }
            } else if (columnCount > 0 && rowCount > 0) {
                batch.tell(lane, columnCount);
                if (isReaching) {
                    indexes[lane] = isInside ? indexOf((int) left, (int) top) : CUT;
                    batch.ask(lane, rowCount);
                    isAny = true;
                }
            }
        }
        return isAny;
    }

    private boolean reaches(double left, double top, double right, double bottom) {
        return bottom > firstRow && top < endRow && right > 0 && left < outWidthPx && isNear(left, top, right, bottom);
    }

    private static boolean isNear(double left, double top, double right, double bottom) {
        return top > -FARTHEST_PX && bottom < FARTHEST_PX && left > -FARTHEST_PX && right < FARTHEST_PX;
    }

    private void spread(int lane, FrameRow row, int x, PlaneSums target) {
        int columnCount = batch.columnCounts[lane];
        int rowCount = batch.rowCounts[lane];
        if (indexes[lane] != CUT && target.isPlain()) {
            target.putBox(
                    indexes[lane],
                    outWidthPx,
                    columnCount,
                    rowCount,
                    batch.cells,
                    lane,
                    batch.rowStep(),
                    row.values[x]);
            return;
        }
        int left = (int) batch.left[lane];
        int top = (int) batch.top[lane];
        for (int j = 0; j < rowCount; j++) {
            int y = top + j;
            for (int i = 0; i < columnCount; i++) {
                double aw = batch.cells[batch.cellAt(j, i) + lane];
                boolean isIn = left + i >= 0 && left + i < outWidthPx && y >= firstRow && y < endRow;
                if (isIn && aw != 0) {
                    target.put(indexOf(left + i, y), aw, row.values[x], row.variances[x]);
                }
            }
        }
    }

    /** The plain way, pixel by pixel. */
    private void spreadLarge(int lane, FrameRow row, int x, PlaneSums target) {
        double area = batch.areas[lane];
        double rounding = batch.roundings[lane];
        int left = (int) Math.max(0, batch.left[lane]);
        int right = (int) Math.min(outWidthPx, batch.right[lane]);
        int top = (int) Math.max(firstRow, batch.top[lane]);
        int bottom = (int) Math.min(endRow, batch.bottom[lane]);
        for (int j = top; j < bottom; j++) {
            for (int i = left; i < right; i++) {
                double x0 = batch.x0[lane] - i;
                double y0 = batch.y0[lane] - j;
                double x1 = batch.x1[lane] - i;
                double y1 = batch.y1[lane] - j;
                double x2 = batch.x2[lane] - i;
                double y2 = batch.y2[lane] - j;
                double x3 = batch.x3[lane] - i;
                double y3 = batch.y3[lane] - j;
                double cover = areaAbove(x0, y0, x1, y1)
                        + areaAbove(x1, y1, x2, y2)
                        + areaAbove(x2, y2, x3, y3)
                        + areaAbove(x3, y3, x0, y0);
                double aw = row.weights[x] * (cover / area);
                if (Math.abs(aw) > rounding) {
                    target.put(indexOf(i, j), aw, row.values[x], row.variances[x]);
                }
            }
        }
    }

    /** Signed area between an edge and the top side of the unit square, inside the square; positive if it leads leftward. */
    static double areaAbove(double xa, double ya, double xb, double yb) {
        if (xa == xb) {
            return 0;
        }
        double sign = xa < xb ? -1 : 1;
        double x0 = Math.min(xa, xb);
        double y0 = xa < xb ? ya : yb;
        double x1 = Math.max(xa, xb);
        double y1 = xa < xb ? yb : ya;
        double slope = (y1 - y0) / (x1 - x0);
        double from = Math.max(0, x0);
        double to = Math.min(1, x1);
        if (from >= to) {
            return 0;
        }
        double yFrom = y0 + (from - x0) * slope;
        double yTo = y0 + (to - x0) * slope;
        return sign * (to - from) * meanClamped(Math.min(yFrom, yTo), Math.max(yFrom, yTo));
    }

    /** Mean of clamp(y, 0, 1) while y runs evenly from low to high. */
    private static double meanClamped(double low, double high) {
        if (high <= 0) {
            return 0;
        }
        if (low >= 1) {
            return 1;
        }
        if (low >= 0 && high <= 1) {
            return 0.5 * (low + high);
        }
        double inLow = Math.max(0, low);
        double inHigh = Math.min(1, high);
        return ((inHigh - inLow) * 0.5 * (inLow + inHigh) + Math.max(0, high - 1)) / (high - low);
    }
}
