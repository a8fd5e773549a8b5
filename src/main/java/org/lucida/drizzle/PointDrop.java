package org.lucida.drizzle;

/** The point kernel: a pixel goes whole to the output pixel its centre lands in. */
final class PointDrop extends DropShape {
    PointDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        // A point has no size.
    }

    @Override
    double reachPx() {
        return 1;
    }

    @Override
    void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd) {
        FrameRow row = rows.row(k);
        double[] mapX = row.mapX;
        double[] mapY = row.mapY;
        double[] weights = row.weights;
        double[] values = row.values;
        boolean isPlain = even.isPlain();
        for (int x = from; x < end; x++) {
            double xPx = mapX[x];
            double yPx = mapY[x];
            double weight = weights[x];
            // NaN fails; the half pixel beyond belongs to the outermost ones.
            if (!(weight > 0 && xPx > -1 && xPx <= outWidthPx && yPx > -1 && yPx <= endRow)) {
                continue;
            }
            int column = SeparableDrop.roundAway(xPx);
            int line = SeparableDrop.roundAway(yPx);
            if (column >= 0 && column < outWidthPx && line >= firstRow && line < endRow) {
                PlaneSums target = (x & 1) == 0 ? even : odd;
                if (isPlain) {
                    target.put(indexOf(column, line), weight, values[x]);
                } else {
                    target.put(indexOf(column, line), weight, values[x], row.variances[x]);
                }
            }
        }
    }
}
