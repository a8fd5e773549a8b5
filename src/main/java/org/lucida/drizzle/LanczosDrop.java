package org.lucida.drizzle;

/** The Lanczos kernels, from a table. */
final class LanczosDrop extends SeparableDrop {
    /** Arguments are rounded to multiples of it, as STScI's table does, input px. */
    static final double STEP = 0.003;

    private final double[] table;
    private final int lobeCount;
    private double ratio;
    private double halfPx;

    LanczosDrop(int lobeCount, int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
        this.lobeCount = lobeCount;
        table = new double[(int) Math.ceil(lobeCount / STEP) + 2];
        for (int i = 0; i < table.length; i++) {
            table[i] = valueAt(i, lobeCount);
        }
    }

    /** The kernel at so many whole steps from its middle. */
    static double valueAt(double stepCount, int lobeCount) {
        double t = stepCount * STEP;
        return sinc(t) * sinc(t / lobeCount);
    }

    private static double sinc(double t) {
        return t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        ratio = pixelScaleRatio;
        halfPx = lobeCount / ratio;
    }

    @Override
    double halfPx() {
        return halfPx;
    }

    @Override
    int first(double centrePx) {
        return (int) Math.floor(centrePx - halfPx) + 1;
    }

    @Override
    int last(double centrePx) {
        return (int) Math.floor(centrePx + halfPx);
    }

    @Override
    void fill(double centrePx, int from, int to, double[] shares) {
        for (int i = from; i <= to; i++) {
            int step = (int) (Math.abs(centrePx - i) * ratio / STEP + 0.5);
            shares[i - from] = table[Math.min(step, table.length - 1)];
        }
    }
}
