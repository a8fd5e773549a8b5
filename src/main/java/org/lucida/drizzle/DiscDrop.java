package org.lucida.drizzle;

/** The circular kernel: a disc about the mapped centre, its area in common with each output pixel in closed form. */
final class DiscDrop extends DropShape {
    private double radiusPx;

    DiscDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        radiusPx = pixfrac / (2 * pixelScaleRatio);
    }

    @Override
    double reachPx() {
        return radiusPx + 1;
    }

    @Override
    void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd) {
        FrameRow row = rows.row(k);
        for (int x = from; x < end; x++) {
            double xPx = row.mapX[x] + 0.5;
            double yPx = row.mapY[x] + 0.5;
            if (row.weights[x] > 0 && Math.abs(xPx) < FAR_PX && Math.abs(yPx) < FAR_PX) {
                drop(xPx, yPx, row.weights[x], row.values[x], row.variances[x], (x & 1) == 0 ? even : odd);
            }
        }
    }

    /** With pixel (i, j) covering [i, i + 1] x [j, j + 1]. */
    private void drop(double xPx, double yPx, double weight, double value, double variance, PlaneSums target) {
        int left = Math.max(0, (int) Math.floor(xPx - radiusPx));
        int right = Math.min(outWidthPx - 1, (int) Math.floor(xPx + radiusPx));
        int top = Math.max(firstRow, (int) Math.floor(yPx - radiusPx));
        int bottom = Math.min(endRow - 1, (int) Math.floor(yPx + radiusPx));
        double perArea = 1 / (Math.PI * radiusPx * radiusPx);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double area = areaPx2(x - xPx, y - yPx, x + 1 - xPx, y + 1 - yPx, radiusPx);
                if (area > ROUNDING) {
                    target.put(indexOf(x, y), weight * area * perArea, value, variance);
                }
            }
        }
    }

    /** Area a disc about the origin has in common with the rectangle. */
    static double areaPx2(double x0, double y0, double x1, double y1, double radiusPx) {
        return below(x1, y1, radiusPx) - below(x0, y1, radiusPx) - below(x1, y0, radiusPx) + below(x0, y0, radiusPx);
    }

    /** Area of the part of the disc with x below a and y below b. */
    private static double below(double a, double b, double r) {
        if (a <= -r || b <= -r) {
            return 0;
        }
        double end = Math.min(a, r);
        if (b >= r) {
            return 2 * (half(end, r) - half(-r, r));
        }
        // Where |x| < c the line y = b cuts the disc; outside it lies above (b > 0) or below the whole of it.
        double c = Math.sqrt(r * r - b * b);
        double area = 0;
        if (b > 0) {
            area += 2 * (half(Math.min(end, -c), r) - half(-r, r));
            if (end > c) {
                area += 2 * (half(end, r) - half(c, r));
            }
        }
        double cutEnd = Math.min(end, c);
        if (cutEnd > -c) {
            area += b * (cutEnd + c) + half(cutEnd, r) - half(-c, r);
        }
        return area;
    }

    /** Integral of sqrt(r^2 - x^2). */
    private static double half(double x, double r) {
        double t = Math.max(-1, Math.min(1, x / r));
        return 0.5 * r * r * (t * Math.sqrt(1 - t * t) + Math.asin(t));
    }
}
