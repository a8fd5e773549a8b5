package org.lucida.drizzle;

import java.util.Arrays;

/**
 * The square kernel: the shrunken pixel as a quadrilateral with straight edges, its area in common with each output pixel
 * exact.
 *
 * <p>The corners are interpolated bilinearly in the map between neighbouring centres, and continued in a straight line at
 * the frame's edges; so a pixel needs the map of its 3x3 neighbourhood.
 *
 * <p>Area: each edge adds the signed area between itself and the right end of every pixel row it crosses; what lies right
 * of it comes by a running sum along the row. Orientation cancels in the ratio to the whole signed area, so mirrored maps
 * need no care.
 *
 * <p>Source: signed areas as in Fruchter and Hook's boxer; running sums as in scan conversion of outlines.
 */
final class QuadrilateralDrop extends DropShape {
    /** Drops with a larger bounding box take the plain way, pixel by pixel. */
    private static final int MOST_CELLS = 1 << 14;

    private static final double FAR_PX = 1e8;

    private double half;
    /** The map half a drop above and below the centres, with one continued column at each side. */
    private double[] topX = new double[0];

    private double[] topY = new double[0];
    private double[] bottomX = new double[0];
    private double[] bottomY = new double[0];
    /** Areas by rows of the bounding box, two more than its columns; all 0 between drops. */
    private final double[] cells = new double[MOST_CELLS];

    private int stride;

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
        double f = half;
        double g = 1 - half;
        for (int i = 0; i < row.count; i++) {
            int x = row.columns[i];
            drop(
                    g * topX[x + 1] + f * topX[x] + 0.5,
                    g * topY[x + 1] + f * topY[x] + 0.5,
                    g * topX[x + 1] + f * topX[x + 2] + 0.5,
                    g * topY[x + 1] + f * topY[x + 2] + 0.5,
                    g * bottomX[x + 1] + f * bottomX[x + 2] + 0.5,
                    g * bottomY[x + 1] + f * bottomY[x + 2] + 0.5,
                    g * bottomX[x + 1] + f * bottomX[x] + 0.5,
                    g * bottomY[x + 1] + f * bottomY[x] + 0.5,
                    row.weights[i],
                    row.values[i],
                    row.variances[i],
                    (x & 1) == 0 ? even : odd);
        }
    }

    private void blend(double[] centre, double[] neighbour, int widthPx, double[] out) {
        for (int x = 0; x < widthPx; x++) {
            out[x + 1] = (1 - half) * centre[x] + half * neighbour[x];
        }
        out[0] = 2 * out[1] - out[2];
        out[widthPx + 1] = 2 * out[widthPx] - out[widthPx - 1];
    }

    /** Corners in the order of a walk round the drop, with pixel (i, j) covering [i, i + 1] x [j, j + 1]. */
    private void drop(
            double x0,
            double y0,
            double x1,
            double y1,
            double x2,
            double y2,
            double x3,
            double y3,
            double weight,
            double value,
            double variance,
            PlaneSums target) {
        double area = 0.5 * ((x2 - x0) * (y3 - y1) - (x3 - x1) * (y2 - y0));
        double lowX = least(least(x0, x1), least(x2, x3));
        double highX = most(most(x0, x1), most(x2, x3));
        double lowY = least(least(y0, y1), least(y2, y3));
        double highY = most(most(y0, y1), most(y2, y3));
        // A NaN anywhere makes the area one, which fails the first test.
        if (!(Math.abs(area) > 0 && highX > 0 && highY > firstRow && lowX < outWidthPx && lowY < endRow)
                || !(highX < FAR_PX && highY < FAR_PX && lowX > -FAR_PX && lowY > -FAR_PX)) {
            return;
        }
        int left = (int) Math.floor(lowX);
        int top = (int) Math.floor(lowY);
        int columnCount = (int) Math.ceil(highX) - left;
        int rowCount = (int) Math.ceil(highY) - top;
        if (columnCount <= 1 && rowCount <= 1) {
            if (left >= 0 && left < outWidthPx && top >= firstRow && top < endRow) {
                target.put(indexOf(left, top), weight, value, variance);
            }
            return;
        }
        if ((columnCount + 2L) * (rowCount + 1L) > MOST_CELLS) {
            dropLarge(x0, y0, x1, y1, x2, y2, x3, y3, area, weight, value, variance, target);
            return;
        }
        stride = columnCount + 2;
        edge(x0 - left, y0 - top, x1 - left, y1 - top);
        edge(x1 - left, y1 - top, x2 - left, y2 - top);
        edge(x2 - left, y2 - top, x3 - left, y3 - top);
        edge(x3 - left, y3 - top, x0 - left, y0 - top);
        // Edges count what lies right of them, downward as positive: the negative of the signed area.
        double perArea = -1 / area;
        if (left >= 0 && left + columnCount <= outWidthPx && top >= firstRow && top + rowCount <= endRow) {
            int index = indexOf(left, top);
            for (int row = 0; row < rowCount; row++) {
                target.putRun(index, cells, row * stride, columnCount, perArea, weight, value, variance);
                index += outWidthPx;
            }
        } else {
            spreadCut(left, top, columnCount, rowCount, perArea, weight, value, variance, target);
        }
        Arrays.fill(cells, rowCount * stride, (rowCount + 1) * stride, 0);
    }

    /** The border: only what lies in the output. */
    private void spreadCut(
            int left,
            int top,
            int columnCount,
            int rowCount,
            double perArea,
            double weight,
            double value,
            double variance,
            PlaneSums target) {
        for (int y = top; y < top + rowCount; y++) {
            double cover = 0;
            int cell = (y - top) * stride;
            for (int x = left; x < left + columnCount; x++) {
                cover += cells[cell++];
                if (x >= 0 && x < outWidthPx && y >= firstRow && y < endRow && Math.abs(cover) > ROUNDING) {
                    target.put(indexOf(x, y), cover * (weight * perArea), value, variance);
                }
            }
        }
        Arrays.fill(cells, 0, rowCount * stride, 0);
    }

    /** Adds the area right of an edge to the cells; positive if it leads downward. */
    private void edge(double xa, double ya, double xb, double yb) {
        if (ya < yb) {
            descend(xa, ya, xb, yb, 1);
        } else if (yb < ya) {
            descend(xb, yb, xa, ya, -1);
        }
    }

    private void descend(double xa, double ya, double xb, double yb, double sign) {
        int row = (int) ya;
        if (yb <= row + 1) {
            cross(row, xa, xb, sign * (yb - ya));
            return;
        }
        double slope = (xb - xa) / (yb - ya);
        double x = xa;
        double y = ya;
        while (y < yb) {
            double nextY = least(row + 1.0, yb);
            // Between the ends whatever the rounding.
            double nextX = nextY == yb ? xb : between(xa, xb, xa + (nextY - ya) * slope);
            cross(row, x, nextX, sign * (nextY - y));
            x = nextX;
            y = nextY;
            row++;
        }
    }

    /** An edge within one row of cells. */
    private void cross(int row, double xa, double xb, double heightPx) {
        int base = row * stride;
        double low = least(xa, xb);
        double high = most(xa, xb);
        int cell = (int) low;
        if (high <= cell + 1) {
            double right = heightPx * (0.5 * (low + high) - cell);
            cells[base + cell] += heightPx - right;
            cells[base + cell + 1] += right;
            return;
        }
        double heightPerPx = heightPx / (high - low);
        double x = low;
        while (x < high) {
            double nextX = least(cell + 1.0, high);
            double part = (nextX - x) * heightPerPx;
            double right = part * (0.5 * (x + nextX) - cell);
            cells[base + cell] += part - right;
            cells[base + cell + 1] += right;
            x = nextX;
            cell++;
        }
    }

    /** The smaller one, without the care for NaN and -0 that makes {@code Math.min} slow. */
    private static double least(double a, double b) {
        return a < b ? a : b;
    }

    private static double most(double a, double b) {
        return a > b ? a : b;
    }

    private static double between(double end, double otherEnd, double value) {
        return end < otherEnd ? most(end, least(otherEnd, value)) : most(otherEnd, least(end, value));
    }

    private void dropLarge(
            double x0,
            double y0,
            double x1,
            double y1,
            double x2,
            double y2,
            double x3,
            double y3,
            double area,
            double weight,
            double value,
            double variance,
            PlaneSums target) {
        int left = (int) Math.max(0, Math.floor(Math.min(Math.min(x0, x1), Math.min(x2, x3))));
        int right = (int) Math.min(outWidthPx, Math.ceil(Math.max(Math.max(x0, x1), Math.max(x2, x3))));
        int top = (int) Math.max(firstRow, Math.floor(Math.min(Math.min(y0, y1), Math.min(y2, y3))));
        int bottom = (int) Math.min(endRow, Math.ceil(Math.max(Math.max(y0, y1), Math.max(y2, y3))));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double cover = areaAbove(x0 - x, y0 - y, x1 - x, y1 - y)
                        + areaAbove(x1 - x, y1 - y, x2 - x, y2 - y)
                        + areaAbove(x2 - x, y2 - y, x3 - x, y3 - y)
                        + areaAbove(x3 - x, y3 - y, x0 - x, y0 - y);
                if (Math.abs(cover) > ROUNDING) {
                    target.put(indexOf(x, y), weight * (cover / area), value, variance);
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
