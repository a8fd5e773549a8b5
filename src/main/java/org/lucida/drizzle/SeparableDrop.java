package org.lucida.drizzle;

/** Kernels over a window of pixels whose share is a product of one factor in x and one in y. */
abstract class SeparableDrop extends DropShape {
    private double[] sharesX = new double[8];
    private double[] sharesY = new double[8];

    SeparableDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    final double reachPx() {
        return halfPx() + 1;
    }

    /** Half the side of the window. */
    abstract double halfPx();

    /** First pixel of the window about a place. */
    abstract int first(double centrePx);

    /** Last pixel of it. */
    abstract int last(double centrePx);

    /** Makes the factors of pixels from..to. */
    abstract void fill(double centrePx, int from, int to, double[] shares);

    @Override
    final void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd) {
        FrameRow row = rows.row(k);
        int length = (int) Math.min(2 * halfPx() + 4, Math.max(outWidthPx, endRow) + 4.0);
        if (sharesX.length < length) {
            sharesX = new double[length];
            sharesY = new double[length];
        }
        for (int x = from; x < end; x++) {
            double xPx = row.mapX[x];
            double yPx = row.mapY[x];
            if (row.weights[x] > 0 && Math.abs(xPx) < FAR_PX && Math.abs(yPx) < FAR_PX) {
                drop(xPx, yPx, row.weights[x], row.values[x], row.variances[x], (x & 1) == 0 ? even : odd);
            }
        }
    }

    private void drop(double xPx, double yPx, double weight, double value, double variance, PlaneSums target) {
        int left = Math.max(0, first(xPx));
        int right = Math.min(outWidthPx - 1, last(xPx));
        int top = Math.max(firstRow, first(yPx));
        int bottom = Math.min(endRow - 1, last(yPx));
        if (left > right || top > bottom) {
            return;
        }
        fill(xPx, left, right, sharesX);
        fill(yPx, top, bottom, sharesY);
        target.putProduct(
                indexOf(left, top),
                outWidthPx,
                right - left + 1,
                bottom - top + 1,
                sharesX,
                sharesY,
                weight,
                value,
                variance);
    }

    /** Halves go away from zero, as Fortran's NINT does; below 2^31. */
    static int roundAway(double value) {
        int whole = (int) value;
        double rest = value - whole;
        return whole + (int) (rest + rest);
    }
}
