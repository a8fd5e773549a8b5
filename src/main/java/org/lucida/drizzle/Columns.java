package org.lucida.drizzle;

/**
 * Where the samples of the frames of one batch land along an output row, for one band.
 *
 * <p>A <i>line</i> is one raw row of one frame: {@code line = 2 * frame + rowParity}; of each frame at most one row of each
 * parity touches an output row. The contribution of a line to phase j of an output row is {@code share * row}, with one
 * row for each column parity.
 *
 * <p>Memory: everything is made in the constructor. Thread: the band's only.
 */
abstract sealed class Columns permits PeriodicColumns, EveryColumn {
    final OutputGrid grid;
    final int phaseCount;
    final int rowLength;
    final int sampleCount;
    /** The overlaps along x of each frame. */
    final AxisOverlaps[] overlaps;

    Columns(OutputGrid grid, int frameCount) {
        this.grid = grid;
        phaseCount = grid.phaseCount();
        rowLength = grid.rowLength();
        sampleCount = grid.format().layout().samplesPerPixel();
        overlaps = new AxisOverlaps[frameCount];
    }

    static Columns of(OutputGrid grid, int frameCount) {
        return grid.isPeriodic() ? new PeriodicColumns(grid, frameCount) : new EveryColumn(grid, frameCount);
    }

    /** Sets the tables of a frame; its lines have to be loaded after this. */
    abstract void place(int frame, double displacementXPx);

    /**
     * Takes over one raw row.
     *
     * @param even samples of columns 0, 2, 4 ... Not modified
     * @param odd samples of columns 1, 3, 5 ... Not modified
     */
    abstract void load(int line, int sample, float[] even, float[] odd);

    /** Share of phase j taken from a column parity of a frame; 0 = none. */
    abstract double share(int frame, int columnParity, int phase);

    /** The row that goes with {@link #share}; borrowed until the line is loaded again. Not to be modified. */
    abstract float[] row(int line, int sample, int columnParity, int phase);
}
