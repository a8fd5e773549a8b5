package org.lucida.drizzle;

/**
 * Weights and frame counts of the output pixels of one band, beside the sums.
 *
 * <p>Weight = sum over frames of frame weight times overlap share; count = frames with any share in the plane.
 *
 * <p>Thread: {@link #add}, {@link #fold} and {@link #copyTo} by the band's thread; reading by one thread that sees a state
 * nobody changes.
 */
abstract sealed class Coverage permits EdgeCoverage, RowCoverage, PlaneCoverage {
    /** Output rows firstRow .. firstRow + rowCount - 1 of the grid. */
    static Coverage of(OutputGrid grid, int firstRow, int rowCount) {
        return grid.isPeriodic()
                ? new EdgeCoverage(grid, firstRow, rowCount)
                : new RowCoverage(grid, firstRow, rowCount);
    }

    /** Adds the first frameCount frames, whose overlaps are set. Nothing but the coverage is modified. */
    abstract void add(Columns columns, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount);

    /** As if no frame had come. */
    abstract void clear();

    /** Keeps fine sums fine, see {@link BandSums#fold}. */
    abstract void fold(int part);

    /** Makes target, of the same grid and rows, a copy of this. */
    abstract void copyTo(Coverage target);

    /** Weights of one output row. {@code out[0 .. widthPx)} is modified. */
    abstract void readWeights(int plane, int y, double[] out);

    /** Frame counts of one output row. {@code out[0 .. widthPx)} is modified. */
    abstract void readCounts(int plane, int y, int[] out);

    /** Bytes of a coverage as allocated at first. */
    static long heapBytes(OutputGrid grid) {
        long pixels = (long) grid.widthPx() * grid.heightPx() * grid.planeCount();
        return grid.isPeriodic() ? pixels / 100 * EdgeCoverage.BYTES_PER_CELL : pixels * RowCoverage.BYTES_PER_PIXEL;
    }
}
