package org.lucida.drizzle;

/**
 * Where the samples of the frames of one batch land along an output row, for one band.
 *
 * <p>A <i>line</i> is one raw row of one frame that is at hand: {@code line = linesPerFrame * frame + y % linesPerFrame}.
 * There are as many as rows of a frame can touch one output row, and an even count, so that the parity of a line is that of
 * its row. The contribution of a line to phase j of an output row is {@code share * row} for each entry, see
 * {@link AxisOverlaps}, whose share is not 0.
 *
 * <p>Memory: everything is made in the constructor. Thread: the band's only.
 */
abstract sealed class Columns permits PeriodicColumns, EveryColumn {
    final OutputGrid grid;
    final int linesPerFrame;
    final int entryCount;
    final int phaseCount;
    /** Samples of each row, zeros at the end included. */
    final int rowLength;

    final int sampleCount;
    /** The overlaps along x of each frame. */
    final AxisOverlaps[] overlaps;
    /** Share of a phase taken from an entry of a frame, 0 = none, by {@link #shareIndex}; set by place. */
    final double[] shares;
    /** The row that goes with a share, by {@link #rowIndex}, and its first sample; both set by place, the samples by load. */
    final float[][] rows;

    final int[] starts;

    Columns(OutputGrid grid, int frameCount, int entryCount) {
        this.grid = grid;
        this.entryCount = entryCount;
        linesPerFrame = 2 * grid.axisDrop().linesPerParity;
        phaseCount = grid.phaseCount();
        rowLength = grid.paddedLength();
        sampleCount = grid.format().layout().samplesPerPixel();
        overlaps = new AxisOverlaps[frameCount];
        shares = new double[frameCount * entryCount * phaseCount];
        rows = new float[linesPerFrame * frameCount * sampleCount * entryCount * phaseCount][];
        starts = new int[rows.length];
    }

    /** Where the shares of a frame and entry start, phase by phase. */
    final int shareIndex(int frame, int entry) {
        return (frame * entryCount + entry) * phaseCount;
    }

    /** Where the rows of a line, sample and entry start, phase by phase. */
    final int rowIndex(int line, int sample, int entry) {
        return ((line * sampleCount + sample) * entryCount + entry) * phaseCount;
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
