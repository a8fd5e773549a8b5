package org.lucida.drizzle;

/** Kernels whose share is a product of one factor in x and one in y: turbo, point, gaussian and Lanczos. */
final class SeparableDrop extends DropShape {
    /** Lanczos arguments are rounded to multiples of it, as STScI's table does. */
    private static final double LANCZOS_STEP = 0.003;
    /** A Gaussian ends at this many sigma, or at so many input px if that is further. */
    private static final double GAUSSIAN_END_SIGMA = 2.5;

    private static final double GAUSSIAN_END_PX = 1.2;
    /** Larger than any output; keeps the arithmetic of whole pixels safe. */
    private static final double FAR_PX = 1e9;

    private final DropKernel kernel;
    private final double[] lanczos;
    private final int lobeCount;
    private double[] sharesX = new double[8];
    private double[] sharesY = new double[8];
    private double halfPx;
    private double ratio;
    private double sigmaPx;

    SeparableDrop(DropKernel kernel, int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
        this.kernel = kernel;
        lobeCount = kernel == DropKernel.LANCZOS2 ? 2 : 3;
        boolean isLanczos = kernel == DropKernel.LANCZOS2 || kernel == DropKernel.LANCZOS3;
        lanczos = new double[isLanczos ? (int) Math.ceil(lobeCount / LANCZOS_STEP) + 2 : 0];
        for (int i = 0; i < lanczos.length; i++) {
            double t = i * LANCZOS_STEP;
            lanczos[i] = sinc(t) * sinc(t / lobeCount);
        }
    }

    private static double sinc(double t) {
        return t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        ratio = pixelScaleRatio;
        sigmaPx = DropKernel.sigmaPx(pixfrac, ratio);
        halfPx = switch (kernel) {
            case TURBO -> pixfrac / (2 * ratio);
            case GAUSSIAN -> Math.max(GAUSSIAN_END_SIGMA * sigmaPx, GAUSSIAN_END_PX / ratio);
            case LANCZOS2, LANCZOS3 -> lobeCount / ratio;
            default -> 0;
        };
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
        for (int y = top; y <= bottom; y++) {
            double rowWeight = weight * sharesY[y - top];
            int index = indexOf(left, y);
            for (int x = 0; x <= right - left; x++) {
                double aw = rowWeight * sharesX[x];
                if (aw != 0) {
                    target.put(index + x, aw, value, variance);
                }
            }
        }
    }

    private int first(double centrePx) {
        return switch (kernel) {
            case TURBO -> (int) Math.floor(centrePx - halfPx + 0.5);
            case LANCZOS2, LANCZOS3 -> (int) Math.floor(centrePx - halfPx) + 1;
            default -> roundAway(centrePx - halfPx);
        };
    }

    private int last(double centrePx) {
        return switch (kernel) {
            case TURBO -> (int) Math.floor(centrePx + halfPx + 0.5);
            case LANCZOS2, LANCZOS3 -> (int) Math.floor(centrePx + halfPx);
            default -> roundAway(centrePx + halfPx);
        };
    }

    /** Halves go away from zero, as Fortran's NINT does. */
    static int roundAway(double value) {
        double size = Math.abs(value);
        double whole = Math.floor(size);
        int rounded = (int) (size - whole >= 0.5 ? whole + 1 : whole);
        return value < 0 ? -rounded : rounded;
    }

    private void fill(double centrePx, int from, int to, double[] shares) {
        switch (kernel) {
            case TURBO -> fillTurbo(centrePx, from, to, shares);
            case POINT -> shares[0] = 1;
            case GAUSSIAN -> fillGaussian(centrePx, from, to, shares);
            default -> fillLanczos(centrePx, from, to, shares);
        }
    }

    private void fillTurbo(double centrePx, int from, int to, double[] shares) {
        double low = centrePx - halfPx + 0.5;
        double high = centrePx + halfPx + 0.5;
        double perPx = 1 / (2 * halfPx);
        for (int i = from; i <= to; i++) {
            double overlapPx = Math.min(high, i + 1.0) - Math.max(low, i);
            shares[i - from] = overlapPx > ROUNDING ? overlapPx * perPx : 0;
        }
    }

    private void fillGaussian(double centrePx, int from, int to, double[] shares) {
        double norm = 1 / (Math.sqrt(2 * Math.PI) * sigmaPx);
        double exponent = -1 / (2 * sigmaPx * sigmaPx);
        for (int i = from; i <= to; i++) {
            double distancePx = i - centrePx;
            shares[i - from] = norm * Math.exp(exponent * distancePx * distancePx);
        }
    }

    private void fillLanczos(double centrePx, int from, int to, double[] shares) {
        for (int i = from; i <= to; i++) {
            int step = (int) (Math.abs(centrePx - i) * ratio / LANCZOS_STEP + 0.5);
            shares[i - from] = lanczos[Math.min(step, lanczos.length - 1)];
        }
    }
}
