package org.lucida.drizzle;

import java.util.Arrays;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;
import org.lucida.frame.WarpField;

/**
 * One warped frame of a batch as a band walks down over it: the raw rows at hand, sorted by their place in the period, and
 * where their pixels land.
 *
 * <p>Along a row the displacement is straight from node to node: in cell c (pixels from c stepPx on)
 * {@code dX = cells[c + START_X] + cells[c + SLOPE_X] x}, and so on. Beyond the last node lies one cell more that is level.
 *
 * <p>Memory: grows with the tallest strip of raw rows that lands in one row of tiles, else allocates nothing.
 */
final class FrameWarp {
    /** Numbers of a cell: displacement in x and y, and by how much they differ from the upper to the lower edge of the row. */
    static final int START_X = 0;

    static final int SLOPE_X = 1;
    static final int START_Y = 2;
    static final int SLOPE_Y = 3;
    static final int SHEAR_START_X = 4;
    static final int SHEAR_SLOPE_X = 5;
    static final int SHEAR_START_Y = 6;
    static final int SHEAR_SLOPE_Y = 7;
    static final int CELL_NUMBERS = 8;

    private final OutputGrid grid;
    private final int sampleCount;
    private final float[] even;
    private final float[] odd;
    /** Length of one residue of a raw row; behind its samples there is room for the unused lanes of a chunk. */
    final int residueLength;

    private final double[] lone = new double[1];
    FrameSlot slot;
    double stepPx;
    int cellCount;
    private int nodeColumns;
    private int nodeRows;
    private double[] nodesX;
    private double[] nodesY;

    private int heldRows;
    private int[] rowHeld = {};
    float[] samples = {};
    double[] cells = {};

    FrameWarp(OutputGrid grid) {
        this.grid = grid;
        sampleCount = grid.format().layout().samplesPerPixel();
        int half = (grid.format().widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        residueLength = (grid.format().widthPx() + grid.periodIn() - 1) / grid.periodIn() + WarpChunk.LANES;
    }

    /** Takes a frame; its rows have to be loaded after this, when {@link #hold} has been told their number. */
    void begin(FrameSlot frame) {
        slot = frame;
        WarpField warp = frame.warp;
        if (warp != null && warp.isInForce()) {
            stepPx = warp.stepPx;
            nodeColumns = warp.columnCount;
            nodeRows = warp.rowCount;
            nodesX = warp.displacementXPx;
            nodesY = warp.displacementYPx;
        } else {
            stepPx = Integer.MAX_VALUE;
            nodeColumns = 1;
            nodeRows = 1;
            nodesX = null;
            nodesY = lone;
            lone[0] = frame.displacementYPx;
        }
        double lastX = grid.format().widthPx() - 1;
        cellCount = (int) Math.max(1, Math.min(nodeColumns, Math.ceil(lastX / stepPx)));
    }

    /** Makes room for so many raw rows at a time. */
    void hold(int rowCount) {
        int wanted = Math.max(heldRows, Integer.highestOneBit(Math.max(1, rowCount - 1)) * 2);
        if (wanted > heldRows) {
            heldRows = wanted;
            samples = new float[Math.multiplyExact(heldRows * sampleCount * grid.periodIn(), residueLength)];
            rowHeld = new int[heldRows];
        }
        if (cells.length < heldRows * cellCount * CELL_NUMBERS) {
            cells = new double[heldRows * cellCount * CELL_NUMBERS];
        }
        Arrays.fill(rowHeld, -1);
    }

    /** Where the samples of a residue of a row at hand start. */
    int sampleIndex(int y, int sample, int residue) {
        return (((y & (heldRows - 1)) * sampleCount + sample) * grid.periodIn() + residue) * residueLength;
    }

    /** Where the cells of a row at hand start. */
    int cellIndex(int y) {
        return (y & (heldRows - 1)) * cellCount * CELL_NUMBERS;
    }

    /** Reads a raw row, unless it is at hand. */
    void load(int y, SampleRows rows) {
        if (rowHeld[y & (heldRows - 1)] == y) {
            return;
        }
        rowHeld[y & (heldRows - 1)] = y;
        for (int sample = 0; sample < sampleCount; sample++) {
            rows.read(slot, y, sample, even, odd);
            for (int residue = 0; residue < grid.periodIn(); residue++) {
                sort(residue, sampleIndex(y, sample, residue));
            }
        }
        place(y);
    }

    private void sort(int residue, int target) {
        float[] source = (residue & 1) == 0 ? even : odd;
        int every = grid.periodIn() / 2;
        int first = residue / 2;
        int length = lanesOf(residue);
        if (every == 1) {
            System.arraycopy(source, 0, samples, target, length);
            return;
        }
        for (int m = 0; m < length; m++) {
            samples[target + m] = source[every * m + first];
        }
    }

    /** Pixels of a row with this residue. */
    int lanesOf(int residue) {
        return (grid.format().widthPx() - residue + grid.periodIn() - 1) / grid.periodIn();
    }

    private void place(int y) {
        int cell = cellIndex(y);
        if (nodesX == null) {
            Arrays.fill(cells, cell, cell + CELL_NUMBERS, 0);
            cells[cell + START_X] = slot.displacementXPx;
            cells[cell + START_Y] = slot.displacementYPx;
            return;
        }
        for (int c = 0; c < cellCount; c++) {
            line(at(nodesX, c, y), at(nodesX, c + 1, y), c, cell + START_X);
            line(at(nodesY, c, y), at(nodesY, c + 1, y), c, cell + START_Y);
            line(gain(nodesX, c, y), gain(nodesX, c + 1, y), c, cell + SHEAR_START_X);
            line(gain(nodesY, c, y), gain(nodesY, c + 1, y), c, cell + SHEAR_START_Y);
            cell += CELL_NUMBERS;
        }
    }

    /** Start and slope along x of what has these values at both ends of a cell. */
    private void line(double left, double right, int c, int out) {
        double slope = (right - left) / stepPx;
        cells[out] = left - slope * (c * stepPx);
        cells[out + 1] = slope;
    }

    /** What the displacement gains from the upper to the lower edge of row y; the last row goes straight on. */
    private double gain(double[] nodes, int i, int y) {
        double upper = at(nodes, i, y - 0.5);
        return y + 1 < grid.format().heightPx() ? at(nodes, i, y + 0.5) - upper : 2 * (at(nodes, i, y) - upper);
    }

    /** The displacement on a column of nodes. */
    private double at(double[] nodes, int column, double yPx) {
        int i = Math.min(column, nodeColumns - 1);
        double v = Math.min(yPx / stepPx, nodeRows - 1);
        int j = Math.min((int) v, nodeRows - 2);
        double f = v - j;
        return (1 - f) * nodes[j * nodeColumns + i] + f * nodes[(j + 1) * nodeColumns + i];
    }

    /** Smallest displacement in x anywhere, or with sign -1 the largest, negative. */
    double leastX(int sign) {
        return nodesX == null ? sign * slot.displacementXPx : least(nodesX, 0, nodeColumns - 1, sign);
    }

    /** Smallest displacement in y of pixels between two columns, or with sign -1 the largest, negative. */
    double leastY(double firstXPx, double lastXPx, int sign) {
        double first = Math.max(0, Math.min(firstXPx / stepPx, nodeColumns - 1));
        double last = Math.max(first, Math.min(lastXPx / stepPx, nodeColumns - 1));
        double least = least(nodesY, (int) Math.ceil(first), (int) last, sign);
        for (int j = 0; j < nodeRows; j++) {
            least = Math.min(least, Math.min(between(first, j, sign), between(last, j, sign)));
        }
        return least;
    }

    private double between(double column, int j, int sign) {
        int i = Math.max(0, Math.min((int) column, nodeColumns - 2));
        double left = nodesY[j * nodeColumns + i];
        double right = nodesY[j * nodeColumns + Math.min(i + 1, nodeColumns - 1)];
        return sign * (left + (column - i) * (right - left));
    }

    private double least(double[] nodes, int firstColumn, int lastColumn, int sign) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < nodeRows; j++) {
            for (int i = firstColumn; i <= lastColumn; i++) {
                least = Math.min(least, sign * nodes[j * nodeColumns + i]);
            }
        }
        return least;
    }
}
