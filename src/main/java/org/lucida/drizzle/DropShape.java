package org.lucida.drizzle;

/**
 * A kernel at work: shares the pixels of a frame row out over some output rows.
 *
 * <p>Memory: scratch that grows with the largest drop, else allocates nothing. Thread: one at a time.
 */
abstract class DropShape {
    /** Areas and lengths below it are rounding: two edges that should coincide, px or px^2. */
    static final double ROUNDING = 1e-14;

    /** Pixels of a row that are added at once, at most; a multiple of the longest vector. */
    static final int BLOCK_COLUMNS = 128;

    /** Larger than any output; keeps the arithmetic of whole pixels safe. */
    static final double FAR_PX = 1e9;

    final int outWidthPx;
    final int firstRow;
    final int endRow;

    DropShape(int outWidthPx, int firstRow, int endRow) {
        this.outWidthPx = outWidthPx;
        this.firstRow = firstRow;
        this.endRow = endRow;
    }

    static DropShape of(DropKernel kernel, int outWidthPx, int firstRow, int endRow) {
        return switch (kernel) {
            case SQUARE -> new QuadrilateralDrop(outWidthPx, firstRow, endRow);
            case CIRCULAR -> new DiscDrop(outWidthPx, firstRow, endRow);
            case TURBO -> new TurboDrop(outWidthPx, firstRow, endRow);
            case POINT -> new PointDrop(outWidthPx, firstRow, endRow);
            case GAUSSIAN -> new GaussianDrop(outWidthPx, firstRow, endRow);
            case LANCZOS2 -> new LanczosDrop(2, outWidthPx, firstRow, endRow);
            case LANCZOS3 -> new LanczosDrop(3, outWidthPx, firstRow, endRow);
        };
    }

    /** Sets the size of the drops of a frame. */
    abstract void begin(double pixfrac, double pixelScaleRatio);

    /** How far beyond the places of its row (and of the neighbours, if it needs them) a drop may reach in y, output px. */
    abstract double reachPx();

    /**
     * Adds some pixels of a row.
     *
     * @param k the row of the block
     * @param from first column
     * @param end column behind the last, at most {@link #BLOCK_COLUMNS} further
     * @param even sums of the plane that pixels of even columns belong to, from row firstRow on. Modified
     * @param odd the same for odd columns. Modified
     */
    abstract void add(FrameRows rows, int k, int from, int end, PlaneSums even, PlaneSums odd);

    final int indexOf(int x, int y) {
        return (y - firstRow) * outWidthPx + x;
    }
}
