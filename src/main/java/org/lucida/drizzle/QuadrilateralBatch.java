package org.lucida.drizzle;

/**
 * Some quadrilaterals side by side, one in each lane: their corners, the boxes of whole cells about them, and the areas they
 * have in common with the cells, exact.
 *
 * <p>Cell (i, j) covers [i, i + 1] x [j, j + 1]. Each box is cut into strips of one cell's height; in a strip the area left of each
 * column boundary is measured, and the areas of the cells are the differences.
 *
 * <p>Area left of c in a strip: each edge crosses the strip over a signed height h while x runs evenly over
 * {@code m - w .. m + w}; so it adds h times the mean of {@code max(c - x, 0)}, which is half of
 * {@code d + |d| + max(w - |d|, 0)^2 / 2w} with {@code d = c - m}. Nothing in it cancels, and it needs no branch: the
 * clamped height of a corner is {@code |y - top| - |y - bottom|} (times a half), and {@code h / 2w} is the edge's
 * {@code dy / |dx|}. The terms h d add up to minus half the strip's area, since the heights of a closed outline do to 0.
 *
 * <p>Corners are taken relative to the first one and rounded to 2^-44 px, so that heights are exact: an edge outside a strip
 * has none at all.
 *
 * <p>Memory: grows with the largest box, else allocates nothing. Thread: one at a time.
 */
abstract class QuadrilateralBatch {
    /** A multiple of every vector length; so few that all arrays stay in the second cache. 64 to 128 are alike. */
    static final int LANES = DropShape.BLOCK_COLUMNS;
    /** Largest box that is measured, columns and rows. */
    static final int MOST_CELLS = 32;
    /** Coordinates below 2^7 px come out rounded to 2^-44 px when it is added and taken off. */
    static final double GRID = 1.5 * (1 << 8);
    /** Keeps an edge along an axis from dividing by 0. */
    static final double TINY = 1e-300;
    /** Strips along the diagonals narrower than it are rounding of a map, px. */
    static final double ROUNDING_PX = 1e-12;

    /** Corners in the order of a walk round; px, after {@link #relate} relative to the first (but that one itself). */
    final double[] x0 = new double[LANES];

    final double[] y0 = new double[LANES];
    final double[] x1 = new double[LANES];
    final double[] y1 = new double[LANES];
    final double[] x2 = new double[LANES];
    final double[] y2 = new double[LANES];
    final double[] x3 = new double[LANES];
    final double[] y3 = new double[LANES];

    /** Box about the corners, whole px. */
    final double[] left = new double[LANES];

    final double[] top = new double[LANES];
    final double[] right = new double[LANES];
    final double[] bottom = new double[LANES];
    /** Signed whole area, px^2. */
    final double[] areas = new double[LANES];
    /** Weights of the drops. */
    final double[] weights = new double[LANES];
    /** From four times an area to share times weight. */
    final double[] factors = new double[LANES];
    /** Share times weight up to it is rounding. */
    final double[] roundings = new double[LANES];

    /** The first corner itself, relative: all 0. */
    private final double[] origin = new double[LANES];
    /** Box relative to the first corner. */
    final double[] boxX = new double[LANES];

    final double[] boxY = new double[LANES];
    /** A quarter of dx / dy of each edge; 0 along an axis. */
    final double[] slope0 = new double[LANES];

    final double[] slope1 = new double[LANES];
    final double[] slope2 = new double[LANES];
    final double[] slope3 = new double[LANES];
    /** Half of dy / |dx| of each edge; 0 along an axis. */
    final double[] steep0 = new double[LANES];

    final double[] steep1 = new double[LANES];
    final double[] steep2 = new double[LANES];
    final double[] steep3 = new double[LANES];

    /** Twice the height of each edge in the strip at hand. */
    final double[] height0 = new double[LANES];

    final double[] height1 = new double[LANES];
    final double[] height2 = new double[LANES];
    final double[] height3 = new double[LANES];
    /** Middle of each edge in the strip. */
    final double[] middle0 = new double[LANES];

    final double[] middle1 = new double[LANES];
    final double[] middle2 = new double[LANES];
    final double[] middle3 = new double[LANES];
    /** Half its width. */
    final double[] width0 = new double[LANES];

    final double[] width1 = new double[LANES];
    final double[] width2 = new double[LANES];
    final double[] width3 = new double[LANES];
    /** Four times the area in the strip. */
    final double[] strip = new double[LANES];

    /** Four times the area left of each column boundary in the strip, {@code [column * LANES + lane]}. */
    final double[] cuts = new double[(MOST_CELLS + 1) * LANES];

    /** Rows and columns of the box of each lane that is asked for; 0 rows for others. */
    final int[] rowCounts = new int[LANES];

    final int[] columnCounts = new int[LANES];
    /** Share times weight of each cell, {@code [cellAt(row, column) + lane]}. */
    double[] cells = new double[16 * LANES];

    private final LaneSpans rowSpans = new LaneSpans(MOST_CELLS);
    private final LaneSpans columnSpans = new LaneSpans(MOST_CELLS);

    static QuadrilateralBatch make(boolean withVectors) {
        return withVectors ? new VectorQuadrilateralBatch() : new PlainQuadrilateralBatch();
    }

    /**
     * Makes boxes and whole areas from the corners; forgets what was asked for.
     *
     * @param weights of the drops, from index first on. Not modified
     */
    final void enclose(double[] weights, int first, int count) {
        enclose(x0, x1, x2, x3, left, right, count);
        enclose(y0, y1, y2, y3, top, bottom, count);
        System.arraycopy(weights, first, this.weights, 0, count);
        weigh(count);
        rowSpans.clear();
        columnSpans.clear();
    }

    /**
     * Tells of a lane with a box of 1 to {@link #MOST_CELLS} columns, whether it is asked for or not: how wide others are
     * decides which of two ways its last column comes, equal but for rounding, and that may not hang on the bands. Lanes
     * must come in order.
     */
    final void tell(int lane, int columnCount) {
        columnCounts[lane] = columnCount;
        columnSpans.add(lane, columnCount);
    }

    /** Asks for a lane that was told of, with a box of 1 to {@link #MOST_CELLS} rows. */
    final void ask(int lane, int rowCount) {
        rowCounts[lane] = rowCount;
        rowSpans.add(lane, rowCount);
    }

    /** From a cell to the one below it. */
    final int rowStep() {
        return columnSpans.most() * LANES;
    }

    /** Index of the first lane of a cell. */
    final int cellAt(int row, int column) {
        return row * rowStep() + column * LANES;
    }

    /** Measures the lanes asked for. */
    final void measure(int count) {
        relate(x0, x1, x2, x3, left, boxX, count);
        relate(y0, y1, y2, y3, top, boxY, count);
        lean(origin, origin, x1, y1, slope0, steep0, count);
        lean(x1, y1, x2, y2, slope1, steep1, count);
        lean(x2, y2, x3, y3, slope2, steep2, count);
        lean(x3, y3, origin, origin, slope3, steep3, count);
        int mostRows = rowSpans.most();
        int mostColumns = columnSpans.most();
        int length = mostRows * mostColumns * LANES;
        if (cells.length < length) {
            cells = new double[length];
        }
        for (int row = 0; row < mostRows; row++) {
            int from = rowSpans.from(row + 1);
            int to = rowSpans.end(row + 1);
            cross(row, from, to);
            for (int column = 1; column <= mostColumns; column++) {
                // Right of a narrow box lies the whole strip: only wider ones are cut here.
                int at = column * LANES;
                System.arraycopy(strip, from, cuts, at + from, to - from);
                if (column < mostColumns) {
                    int cutFrom = Math.max(from, columnSpans.from(column + 1));
                    cut(column, cutFrom, Math.min(to, columnSpans.end(column + 1)), at);
                }
                int shareFrom = Math.max(from, columnSpans.from(column));
                share(shareFrom, Math.min(to, columnSpans.end(column)), at - LANES, cellAt(row, column - 1));
            }
        }
    }

    /**
     * Makes least and greatest of four, down and up to whole px, without a branch: min and max are half of sum and
     * difference.
     */
    abstract void enclose(double[] a, double[] b, double[] c, double[] d, double[] low, double[] high, int count);

    /** Makes areas, factors and rounding. */
    abstract void weigh(int count);

    /** Makes coordinates relative to the first corner, which stays, rounded to the grid. */
    abstract void relate(double[] a, double[] b, double[] c, double[] d, double[] low, double[] box, int count);

    /**
     * Makes the corners at both ends of some pixels from a line of places with one more at each end: half a drop to the left
     * and right, and half a pixel on, so that whole numbers are the sides of output pixels.
     */
    abstract void corners(double[] line, double half, double[] leftCorners, double[] rightCorners, int count);

    /** Makes what belongs to the edges from one corner to the next. */
    abstract void lean(double[] xa, double[] ya, double[] xb, double[] yb, double[] slope, double[] steep, int count);

    /** Makes height, middle and width of the four edges in a strip, and its area. */
    abstract void cross(int row, int from, int to);

    /** Makes {@code cuts[at + lane]} for a column boundary inside the boxes. */
    abstract void cut(int column, int from, int to, int at);

    /** Makes {@code cells[at + lane]}, exactly 0 if it is rounding, from the cut at its left and the next one. */
    abstract void share(int from, int to, int cutAt, int at);
}
