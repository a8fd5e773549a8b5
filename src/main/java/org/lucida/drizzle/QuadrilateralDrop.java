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
    private static final double FAR_PX = 1e8;

    private final QuadrilateralBatch batch = QuadrilateralBatch.make(VectorUnit.isOn());
    /** The map half a drop above and below the centres, with one continued column at each side. */
    private double[] topX = new double[0];

    private double[] topY = new double[0];
    private double[] bottomX = new double[0];
    private double[] bottomY = new double[0];
    private double[] blended = new double[0];
    private final double[] before = new double[QuadrilateralBatch.LANES];
    private final double[] here = new double[QuadrilateralBatch.LANES];
    private final double[] after = new double[QuadrilateralBatch.LANES];
    private double half;

    QuadrilateralDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio, int frameWidthPx) {
        half = pixfrac / 2;
        if (topX.length < frameWidthPx + 2) {
            topX = new double[frameWidthPx + 2];
            topY = new double[frameWidthPx + 2];
            bottomX = new double[frameWidthPx + 2];
            bottomY = new double[frameWidthPx + 2];
            blended = new double[frameWidthPx];
        }
    }

    @Override
    double reachPx() {
        // Corners lie among the mapped centres of the rows above and below, which the row bounds; the half pixel
        // is the one between centres and edges of the output.
        return 1;
    }

    @Override
    void add(FrameRow row, PlaneSums even, PlaneSums odd) {
        blend(row.mapX, row.aboveX, row.widthPx, topX);
        blend(row.mapY, row.aboveY, row.widthPx, topY);
        blend(row.mapX, row.belowX, row.widthPx, bottomX);
        blend(row.mapY, row.belowY, row.widthPx, bottomY);
        for (int start = 0; start < row.widthPx; start += QuadrilateralBatch.LANES) {
            int count = Math.min(QuadrilateralBatch.LANES, row.widthPx - start);
            corners(topX, start, count, batch.x0, batch.x1);
            corners(topY, start, count, batch.y0, batch.y1);
            corners(bottomX, start, count, batch.x3, batch.x2);
            corners(bottomY, start, count, batch.y3, batch.y2);
            batch.enclose(count);
            if (choose(row, start, count, even, odd)) {
                batch.measure(count);
                for (int lane = 0; lane < count; lane++) {
                    if (batch.rowCounts[lane] > 0) {
                        spread(lane, row, start + lane, ((start + lane) & 1) == 0 ? even : odd);
                    }
                }
            }
        }
    }

    private void blend(double[] centre, double[] neighbour, int widthPx, double[] out) {
        double f = half;
        double g = 1 - half;
        for (int x = 0; x < widthPx; x++) {
            blended[x] = g * centre[x] + f * neighbour[x];
        }
        System.arraycopy(blended, 0, out, 1, widthPx);
        out[0] = 2 * out[1] - out[2];
        out[widthPx + 1] = 2 * out[widthPx] - out[widthPx - 1];
    }

    /** The corners at both sides of some pixels, with output pixel i covering [i, i + 1]. */
    private void corners(double[] line, int start, int count, double[] leftCorners, double[] rightCorners) {
        System.arraycopy(line, start, before, 0, count);
        System.arraycopy(line, start + 1, here, 0, count);
        System.arraycopy(line, start + 2, after, 0, count);
        double f = half;
        double g = 1 - half;
        for (int i = 0; i < count; i++) {
            double centre = g * here[i] + 0.5;
            leftCorners[i] = centre + f * before[i];
            rightCorners[i] = centre + f * after[i];
        }
    }

    /** Asks the batch for the drops that count and reach this band; large ones are spread at once. */
    private boolean choose(FrameRow row, int start, int count, PlaneSums even, PlaneSums odd) {
        boolean isAny = false;
        for (int i = 0; i < count; i++) {
            double left = batch.left[i];
            double top = batch.top[i];
            double right = batch.right[i];
            double bottom = batch.bottom[i];
            batch.rowCounts[i] = 0;
            // A NaN in any corner makes the area one, which fails its test.
            if (row.weights[start + i] > 0
                    && bottom > firstRow
                    && top < endRow
                    && right > 0
                    && left < outWidthPx
                    && Math.abs(batch.areas[i]) > 0
                    && top > -FAR_PX
                    && bottom < FAR_PX
                    && left > -FAR_PX
                    && right < FAR_PX) {
                int columnCount = (int) (right - left);
                int rowCount = (int) (bottom - top);
                if (columnCount > QuadrilateralBatch.MOST_CELLS || rowCount > QuadrilateralBatch.MOST_CELLS) {
                    spreadLarge(i, row, start + i, ((start + i) & 1) == 0 ? even : odd);
                } else if (columnCount > 0 && rowCount > 0) {
                    batch.ask(i, columnCount, rowCount);
                    isAny = true;
                }
            }
        }
        return isAny;
    }

    private void spread(int lane, FrameRow row, int x, PlaneSums target) {
        int left = (int) batch.left[lane];
        int top = (int) batch.top[lane];
        int columnCount = batch.columnCounts[lane];
        int rowCount = batch.rowCounts[lane];
        double weight = row.weights[x];
        double factor = weight * batch.shareFactors[lane];
        double rounding = weight * batch.roundingShares[lane];
        boolean isInside =
                left >= 0 && left + columnCount <= outWidthPx && top >= firstRow && top + rowCount <= endRow;
        if (isInside && target.isPlain()) {
            target.putBox(
                    indexOf(left, top),
                    outWidthPx,
                    columnCount,
                    rowCount,
                    batch.cuts,
                    lane,
                    batch.cutAt(1, 0),
                    QuadrilateralBatch.LANES,
                    factor,
                    rounding,
                    row.values[x]);
            return;
        }
        for (int j = 0; j < rowCount; j++) {
            double done = 0;
            int y = top + j;
            for (int i = 0; i < columnCount; i++) {
                double cut = batch.cuts[batch.cutAt(j, i + 1 < columnCount ? i + 1 : 0) + lane];
                double aw = (cut - done) * factor;
                done = cut;
                boolean isIn = left + i >= 0 && left + i < outWidthPx && y >= firstRow && y < endRow;
                if (isIn && aw > rounding) {
                    target.put(indexOf(left + i, y), aw, row.values[x], row.variances[x]);
                }
            }
        }
    }

    /** The plain way, pixel by pixel. */
    private void spreadLarge(int lane, FrameRow row, int x, PlaneSums target) {
        double area = batch.areas[lane];
        double rounding = batch.roundingShares[lane];
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
                double share = cover / area;
                if (share > rounding) {
                    target.put(indexOf(i, j), row.weights[x] * share, row.values[x], row.variances[x]);
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
