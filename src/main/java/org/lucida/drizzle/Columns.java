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
    /** Share of a phase taken from a column parity of a frame, 0 = none, by {@link #shareIndex}; set by place. */
    final double[] shares;
    /** The row that goes with a share, by {@link #rowIndex}; the array is set by place, its samples by load. */
    final float[][] rows;

    Columns(OutputGrid grid, int frameCount) {
        this.grid = grid;
        phaseCount = grid.phaseCount();
        rowLength = grid.rowLength();
        sampleCount = grid.format().layout().samplesPerPixel();
        overlaps = new AxisOverlaps[frameCount];
        shares = new double[frameCount * 2 * phaseCount];
        rows = new float[2 * frameCount * sampleCount * 2 * phaseCount][];
    }

    /** Where the shares of a frame and column parity start, phase by phase. */
    final int shareIndex(int frame, int columnParity) {
        return (frame * 2 + columnParity) * phaseCount;
    }

    /** Where the rows of a line, sample and column parity start, phase by phase. */
    final int rowIndex(int line, int sample, int columnParity) {
        return ((line * sampleCount + sample) * 2 + columnParity) * phaseCount;
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
}
