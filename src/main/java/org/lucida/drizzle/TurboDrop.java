package org.lucida.drizzle;

/** The turbo kernel: a square with sides along the output axes, about the mapped centre; its area in common is exact. */
final class TurboDrop extends DropShape {
    private double[] sharesX = new double[4];
    private double[] sharesY = new double[4];
    private double halfPx;
    private double perPx;

    TurboDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        halfPx = pixfrac / (2 * pixelScaleRatio);
        perPx = 1 / (2 * halfPx);
        int length = (int) Math.min(2 * halfPx + 4, Math.max(outWidthPx, endRow) + 4.0);
        if (sharesX.length < length) {
            sharesX = new double[length];
            sharesY = new double[length];
        }
    }

    @Override
    double reachPx() {
        return halfPx + 1;
    }

    @Override
    void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd) {
        FrameRow row = rows.row(k);
        for (int x = from; x < end; x++) {
            double xPx = row.mapX[x] + 0.5;
            double yPx = row.mapY[x] + 0.5;
            if (row.weights[x] > 0
                    && xPx + halfPx > 0
                    && xPx - halfPx < outWidthPx
                    && yPx + halfPx > firstRow
                    && yPx - halfPx < endRow
                    && Math.abs(xPx) < FAR_PX
                    && Math.abs(yPx) < FAR_PX) {
                drop(xPx, yPx, row.weights[x], row.values[x], row.variances[x], (x & 1) == 0 ? even : odd);
            }
        }
    }

    /** With output pixel (i, j) covering [i, i + 1] x [j, j + 1]. */
    private void drop(double xPx, double yPx, double weight, double value, double variance, PlaneSums target) {
        int left = first(xPx, 0);
        int right = end(xPx, outWidthPx);
        int top = first(yPx, firstRow);
        int bottom = end(yPx, endRow);
        if (left < right && top < bottom) {
            fill(xPx, left, right, sharesX);
            fill(yPx, top, bottom, sharesY);
            target.putProduct(
                    indexOf(left, top),
                    outWidthPx,
                    right - left,
                    bottom - top,
                    sharesX,
                    sharesY,
                    weight,
                    value,
                    variance);
        }
    }

    /** First pixel that a side covers by more than rounding. */
    private int first(double centrePx, int lowest) {
        double low = centrePx - halfPx + ROUNDING;
        // Whole pixels below 0 are never asked for, so cutting off is rounding down.
        return low > lowest ? (int) low : lowest;
    }

    /** The pixel behind the last one. */
    private int end(double centrePx, int highest) {
        double high = centrePx + halfPx - ROUNDING;
        return high < highest ? (int) high + 1 : highest;
    }

    private void fill(double centrePx, int from, int end, double[] shares) {
        double low = centrePx - halfPx;
        double high = centrePx + halfPx;
        for (int i = from; i < end; i++) {
            double start = low > i ? low : i;
            double stop = high < i + 1 ? high : i + 1;
            shares[i - from] = (stop - start) * perPx;
        }
    }
}
