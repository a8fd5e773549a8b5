package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;
import org.lucida.frame.WarpField;

/**
 * A band filled by frames that are displaced differently from place to place: turned a little, or warped by the air.
 *
 * <p>Each raw row is cut into chunks of pixels one input period apart; in a chunk the place is a straight line. All
 * its pixels reach their own columns of the same phases of the output, so a chunk is added as a few whole vectors, with a
 * weight for each pixel, and no two lanes ever meet.
 *
 * <p>The output is filled tile by tile, each small enough for the second-level cache, with all frames of the batch one after
 * the other; drops that reach over the edge of a tile are dropped on both. Every output pixel is given its samples in the
 * order of frames, raw rows and columns, so its bits depend neither on batches nor on bands.
 *
 * <p>Error: the kernel turbo within 1e-5 of a drop; square within 1e-3 up to the tilt of {@link #largestTilt}
 * (WarpOracleTest).
 */
final class WarpBand extends StackBand {
    /** Largest slope of the displacements, px for each px, beyond which chunks reach too far. */
    static final double LARGEST_SLOPE = 0.05;
    /** Largest tilt of the kernel square, px for each px: 0.75 degrees; chosen by WarpOracleTest. */
    private static final double LARGEST_SQUARE_TILT = 0.0131;
    /** Below this tilt the drop is taken as upright: less than 1e-4 of a drop. */
    private static final double SMALLEST_TILT = 1e-4;
    /** Smaller frame weights would make shares too small for a float. */
    private static final double SMALLEST_WEIGHT = 1e-18;
    /** How far a chunk may be from a straight line, output px. */
    private static final double STRAIGHT_PX = 4e-6;
    /** Room at both ends of the rows of a tile: what chunks reach over. */
    private static final int MARGIN = 32;

    /** Size of a tile; half of the second-level cache of the machine of issue 3, and 2 to 4 times as much costs little. */
    private static final int TILE_LANES = 256;

    private static final int TILE_BYTES = 512 << 10;
    /** Places farther out are nowhere. */
    private static final double FAR_PX = 1e8;

    private final DropKernel dropKernel;
    private final WarpKernel kernel;
    private final PlaneCoverage coverage;
    private final FrameWarp[] frames = new FrameWarp[BATCH_FRAMES];
    private final WarpChunk chunk = new WarpChunk();
    private final int periodIn;
    private final int periodOut;
    private final double scale;
    private final double dropPx;

    private final double perPeriodOut;
    /** The most a drop and a pixel reach together, tilted or not, and a little more. */
    private final double reachPx;

    private final int samplesPerPixel;
    /** Where the plane of a sample starts in a row of the tile, by (2 row parity + column parity) samplesPerPixel + sample. */
    private final int[] planeIndex;

    private final int tileRows;
    private final int tileColumns;
    private final int stride;
    private final int rowStride;
    private final float[] tileSums;
    private final float[] tileWeights;
    private final int[] tileMarks;
    /** Chunks and displacements in y of the pixels that may land in a column of tiles, by frame * tileColumns + column. */
    private final int[] firstChunk;

    private final int[] endChunk;
    private final double[] lowY;
    private final double[] highY;

    private int firstPhase;
    private int endPhase;
    private int firstRow;
    private int endRow;
    /** How far drops of the present chunk and pixels reach together. */
    private double reachX;

    private double reachY;

    WarpBand(OutputGrid grid, DropKernel dropKernel, int index, int firstRow, int rowCount, WarpKernel kernel) {
        super(grid, index, BandSums.forWarps(grid, firstRow, rowCount));
        this.dropKernel = dropKernel;
        this.kernel = kernel;
        coverage = (PlaneCoverage) sums.coverage;
        periodIn = grid.periodIn();
        periodOut = grid.periodOut();
        scale = grid.scale();
        dropPx = grid.dropPx();
        perPeriodOut = 1.0 / periodOut;
        reachPx = (dropPx * (1 + 2 * LARGEST_SLOPE) + 1) / 2 + 0.1;
        stride = TILE_LANES + 2 * MARGIN;
        rowStride = grid.planeCount() * periodOut * stride;
        tileRows = tileRows(grid);
        tileColumns = (grid.rowLength() + TILE_LANES - 1) / TILE_LANES;
        tileSums = new float[tileRows * rowStride];
        tileWeights = new float[tileRows * rowStride];
        tileMarks = new int[tileRows * rowStride];
        for (int f = 0; f < BATCH_FRAMES; f++) {
            frames[f] = new FrameWarp(grid);
        }
        firstChunk = new int[BATCH_FRAMES * tileColumns];
        endChunk = new int[BATCH_FRAMES * tileColumns];
        lowY = new double[BATCH_FRAMES * tileColumns];
        highY = new double[BATCH_FRAMES * tileColumns];
        chunk.rowStride = rowStride;
        ColorLayout layout = grid.format().layout();
        samplesPerPixel = layout.samplesPerPixel();
        planeIndex = new int[4 * samplesPerPixel];
        for (int i = 0; i < planeIndex.length; i++) {
            int at = i / samplesPerPixel;
            planeIndex[i] = layout.planeOf(at & 1, at >> 1, i % samplesPerPixel) * periodOut * stride;
        }
    }

    private static int tileRows(OutputGrid grid) {
        int rowBytes = grid.planeCount() * grid.periodOut() * (TILE_LANES + 2 * MARGIN) * 3 * Float.BYTES;
        return Math.max(4, Math.min(64, TILE_BYTES / rowBytes));
    }

    /** Bytes of scratch of one band. */
    static long scratchBytes(OutputGrid grid) {
        FrameFormat format = grid.format();
        double heldRows = 2 * (LARGEST_SLOPE * format.widthPx() + tileRows(grid) / grid.scale() + 8);
        long rawBytes = (long) format.widthPx() * format.layout().samplesPerPixel() * Float.BYTES;
        return 2L * TILE_BYTES + (long) (BATCH_FRAMES * heldRows * rawBytes);
    }

    /** Largest tilt of the kernel for which its shares are as good as promised, px for each px. */
    static double largestTilt(DropKernel kernel) {
        return kernel == DropKernel.SQUARE ? LARGEST_SQUARE_TILT : LARGEST_SLOPE;
    }

    /** Refuses kernels and grids this band cannot do. */
    static void check(DropKernel kernel) {
        if (kernel != DropKernel.SQUARE && kernel != DropKernel.TURBO) {
            throw new IllegalArgumentException(
                    "kernel=" + kernel.key() + " is not for warped frames; use square or turbo");
        }
    }

    /** Refuses frames that are turned or stretched too much. */
    static void check(FrameSlot slot, DropKernel kernel) {
        if (slot.weight > 0 && slot.weight < SMALLEST_WEIGHT) {
            throw new IllegalArgumentException("weight=" + slot.weight + " of frame " + slot.frameIndex
                    + " is too small for sums in floats; give weights near 1, or 0");
        }
        WarpField warp = slot.warp;
        if (warp == null || !warp.isInForce()) {
            return;
        }
        double stretch = Math.max(slope(warp, warp.displacementXPx, 1, 0), slope(warp, warp.displacementYPx, 0, 1));
        double tilt = Math.max(slope(warp, warp.displacementXPx, 0, 1), slope(warp, warp.displacementYPx, 1, 0));
        if (!(stretch <= LARGEST_SLOPE && tilt <= largestTilt(kernel))) {
            throw new IllegalArgumentException("warp of frame " + slot.frameIndex + " has tilt=" + tilt + " stretch="
                    + stretch + ", more than " + largestTilt(kernel) + " and " + LARGEST_SLOPE
                    + "; reject the frame, or drizzle it exactly with lucida drizzle");
        }
    }

    /** Largest slope between neighbouring nodes; infinite if a node is no number. */
    private static double slope(WarpField warp, double[] nodes, int stepX, int stepY) {
        double largest = 0;
        for (int j = 0; j + stepY < warp.rowCount; j++) {
            for (int i = 0; i + stepX < warp.columnCount; i++) {
                double slope =
                        Math.abs(nodes[(j + stepY) * warp.columnCount + i + stepX] - nodes[j * warp.columnCount + i])
                                / warp.stepPx;
                largest = slope <= largest ? largest : Double.isFinite(slope) ? slope : Double.POSITIVE_INFINITY;
            }
        }
        return largest;
    }

    @Override
    void addBatch(SampleRows rows) {
        int firstMark = coverage.takeMarks(batchCount);
        for (int f = 0; f < batchCount; f++) {
            begin(f);
        }
        for (int row = 0; row < sums.rowCount; row += tileRows) {
            firstRow = sums.firstRow + row;
            endRow = sums.firstRow + Math.min(sums.rowCount, row + tileRows);
            for (int column = 0; column < tileColumns; column++) {
                firstPhase = column * TILE_LANES;
                endPhase = Math.min(grid.rowLength(), firstPhase + TILE_LANES);
                fetch(firstMark == 0);
                for (int f = 0; f < batchCount; f++) {
                    chunk.mark = 1 << (firstMark + f);
                    add(frames[f], f * tileColumns + column, rows);
                }
                store();
            }
        }
    }

    // ---- where frames land ------------------------------------------------------------------------------------------

    private void begin(int f) {
        FrameWarp frame = frames[f];
        frame.begin(batch[f]);
        double leastX = frame.leastX(1);
        double mostX = -frame.leastX(-1);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < tileColumns; column++) {
            int i = f * tileColumns + column;
            double left = inPx(column * TILE_LANES * (double) periodOut - reachPx) + leastX;
            double right = inPx((column + 1) * TILE_LANES * (double) periodOut + reachPx) + mostX;
            left = Math.max(0, left);
            right = Math.min(grid.format().widthPx() - 1, right);
            lowY[i] = frame.leastY(left, right, 1);
            highY[i] = -frame.leastY(left, right, -1);
            firstChunk[i] = (int) left / periodIn / WarpChunk.LANES;
            endChunk[i] = right < left ? firstChunk[i] : (int) right / periodIn / WarpChunk.LANES + 1;
            if (right >= left) {
                lowest = Math.min(lowest, lowY[i]);
                highest = Math.max(highest, highY[i]);
            }
        }
        double span = (tileRows + 2 * reachPx) / scale + Math.max(0, highest - lowest) + 3;
        frame.hold((int) Math.min(grid.format().heightPx(), span));
    }

    /** The reference pixel at an output pixel. */
    private double inPx(double outPx) {
        return (outPx + 0.5) / scale - 0.5;
    }

    // ---- the tile ---------------------------------------------------------------------------------------------------

    private void fetch(boolean settles) {
        int length = endPhase - firstPhase;
        for (int i = sums.arrayIndex(firstRow - sums.firstRow, 0), at = MARGIN;
                i < sums.arrayIndex(endRow - sums.firstRow, 0);
                i++, at += stride) {
            System.arraycopy(sums.fine[i], firstPhase, tileSums, at, length);
            System.arraycopy(coverage.fine[i], firstPhase, tileWeights, at, length);
            System.arraycopy(coverage.counts[i], firstPhase, tileMarks, at, length);
        }
        if (settles) {
            PlaneCoverage.settle(tileMarks, (endRow - firstRow) * rowStride);
        }
    }

    private void store() {
        int length = endPhase - firstPhase;
        for (int i = sums.arrayIndex(firstRow - sums.firstRow, 0), at = MARGIN;
                i < sums.arrayIndex(endRow - sums.firstRow, 0);
                i++, at += stride) {
            System.arraycopy(tileSums, at, sums.fine[i], firstPhase, length);
            System.arraycopy(tileWeights, at, coverage.fine[i], firstPhase, length);
            System.arraycopy(tileMarks, at, coverage.counts[i], firstPhase, length);
        }
    }

    // ---- one frame into one tile ------------------------------------------------------------------------------------

    private void add(FrameWarp frame, int i, SampleRows rows) {
        if (firstChunk[i] == endChunk[i]) {
            return;
        }
        double low = Math.ceil(inPx(firstRow - reachPx) + lowY[i]);
        double high = Math.floor(inPx(endRow - 1 + reachPx) + highY[i]);
        int first = (int) Math.max(0, low);
        int last = (int) Math.min(grid.format().heightPx() - 1, high);
        chunk.raw = frame.samples;
        chunk.setDrop(dropPx, dropPx);
        chunk.weight = (float) (frame.slot.weight / (dropPx * dropPx));
        reachX = (dropPx + 1) / 2;
        reachY = reachX;
        for (int y = first; y <= last; y++) {
            frame.load(y, rows);
            for (int residue = 0; residue < periodIn; residue++) {
                int lanes = frame.lanesOf(residue);
                for (int k = firstChunk[i]; k < endChunk[i]; k++) {
                    addChunk(frame, y, residue, k * WarpChunk.LANES, Math.min(lanes, (k + 1) * WarpChunk.LANES));
                }
            }
        }
    }

    /** Adds lanes firstLane .. endLane - 1, masked pixels left out, in as many straight pieces as it takes. */
    private void addChunk(FrameWarp frame, int y, int residue, int firstLane, int endLane) {
        int[] masked = frame.slot.mask == null ? null : frame.slot.mask.columns(y);
        int lane = firstLane;
        while (lane < endLane) {
            int wholeEnd = masked == null ? endLane : laneOfNext(masked, residue, lane, endLane);
            if (wholeEnd == lane) {
                lane++;
                continue;
            }
            int x = lane * periodIn + residue;
            int cell = (int) Math.min(x / frame.stepPx, frame.cellCount - 1);
            int end = wholeEnd;
            double node = (cell + 1) * frame.stepPx;
            if (cell + 1 < frame.cellCount && (wholeEnd - 1) * periodIn + residue > node) {
                if (bends(frame, y, cell, (wholeEnd - 1) * periodIn + residue)) {
                    end = lane + (int) ((node - x) / periodIn) + 1;
                }
            }
            addStraight(frame, y, residue, lane, end - lane, frame.cellIndex(y) + cell * FrameWarp.CELL_NUMBERS);
            lane = end;
        }
    }

    /** The first lane from lane on whose pixel is masked, or endLane. */
    private int laneOfNext(int[] masked, int residue, int lane, int endLane) {
        for (int x : masked) {
            if (x % periodIn == residue && x / periodIn >= lane) {
                return Math.min(endLane, x / periodIn);
            }
        }
        return endLane;
    }

    /** True if the row does not go straight on from a cell to pixel lastX. */
    private boolean bends(FrameWarp frame, int y, int cell, int lastX) {
        double[] cells = frame.cells;
        int own = frame.cellIndex(y) + cell * FrameWarp.CELL_NUMBERS;
        for (int c = cell + 1; c < frame.cellCount && c * frame.stepPx < lastX; c++) {
            int other = frame.cellIndex(y) + c * FrameWarp.CELL_NUMBERS;
            double overX = cells[other + FrameWarp.SLOPE_X] - cells[own + FrameWarp.SLOPE_X];
            double overY = cells[other + FrameWarp.SLOPE_Y] - cells[own + FrameWarp.SLOPE_Y];
            if (Math.max(Math.abs(overX), Math.abs(overY)) * (lastX - cell * frame.stepPx) * scale > STRAIGHT_PX) {
                return true;
            }
        }
        return false;
    }

    private void addStraight(FrameWarp frame, int y, int residue, int lane, int laneCount, int cell) {
        double[] cells = frame.cells;
        double x = lane * periodIn + residue;
        double v = (y - (cells[cell + FrameWarp.START_Y] + cells[cell + FrameWarp.SLOPE_Y] * x) + 0.5) * scale - 0.5;
        double driftY = -scale * periodIn * cells[cell + FrameWarp.SLOPE_Y];
        double overY = driftY * (laneCount - 1);
        double lowV = overY < 0 ? v + overY : v;
        double highV = overY < 0 ? v : v + overY;
        if (highV + reachPx < firstRow || lowV - reachPx >= endRow) {
            return;
        }
        double u = (x - (cells[cell + FrameWarp.START_X] + cells[cell + FrameWarp.SLOPE_X] * x) + 0.5) * scale - 0.5;
        if (!(Math.abs(u) < FAR_PX && Math.abs(v) < FAR_PX)) {
            return;
        }
        double driftX = scale * periodIn * (1 - cells[cell + FrameWarp.SLOPE_X]) - periodOut;
        double overX = driftX * (laneCount - 1);
        boolean tilted = dropKernel == DropKernel.SQUARE
                && tilt(cells, cell, x + 0.5 * (laneCount - 1) * periodIn, frame.slot.weight);
        int left = (int) Math.ceil((overX < 0 ? u + overX : u) - reachX);
        int right = (int) Math.floor((overX < 0 ? u : u + overX) + reachX);
        int top = (int) Math.ceil(lowV - reachY);
        int bottom = (int) Math.floor(highV + reachY);
        chunk.rowFrom = top < firstRow ? firstRow - top : 0;
        chunk.rowEnd = (bottom < endRow ? bottom + 1 : endRow) - top;
        chunk.columnCount = right - left + 1;
        int n = (int) Math.floor((left + 0.25) * perPeriodOut);
        if (chunk.rowFrom >= chunk.rowEnd || left > right || n >= endPhase) {
            return;
        }
        int phase = left - n * periodOut;
        for (int t = 0; t < chunk.columnCount; t++) {
            if (phase == periodOut) {
                phase = 0;
                n++;
            }
            chunk.columnIndex[t] = phase * stride + n - firstPhase + MARGIN;
            phase++;
        }
        if (n + laneCount <= firstPhase) {
            return;
        }
        chunk.zX = (float) (u - left);
        chunk.slopeX = (float) driftX;
        chunk.zY = (float) (v - top);
        chunk.slopeY = (float) driftY;
        chunk.laneCount = laneCount;
        for (int sample = 0; sample < samplesPerPixel; sample++) {
            chunk.rawIndex = frame.sampleIndex(y, sample, residue) + lane;
            chunk.rowIndex =
                    (top - firstRow) * rowStride + planeIndex[((y & 1) * 2 + (residue & 1)) * samplesPerPixel + sample];
            if (tilted) {
                kernel.addTilted(chunk, tileSums, tileWeights, tileMarks);
            } else {
                kernel.addUpright(chunk, tileSums, tileWeights, tileMarks);
            }
        }
    }

    /**
     * Gives the chunk drops of the shape a square pixel around column x has in the output.
     *
     * @return true if they are tilted
     */
    private boolean tilt(double[] cells, int cell, double x, double frameWeight) {
        double xToX = 1 - cells[cell + FrameWarp.SLOPE_X];
        double xToY = -cells[cell + FrameWarp.SLOPE_Y];
        double yToX = -(cells[cell + FrameWarp.SHEAR_START_X] + cells[cell + FrameWarp.SHEAR_SLOPE_X] * x);
        double yToY = 1 - (cells[cell + FrameWarp.SHEAR_START_Y] + cells[cell + FrameWarp.SHEAR_SLOPE_Y] * x);
        double leanX = yToX / yToY;
        double leanY = xToY / xToX;
        double area = xToX * yToY - xToY * yToX;
        double width = dropPx * area / yToY;
        double height = dropPx * area / xToX;
        chunk.setDrop(width, height);
        chunk.leanX = (float) leanX;
        chunk.leanY = (float) leanY;
        chunk.weight = (float) (frameWeight / (dropPx * dropPx * area));
        boolean tilted = Math.abs(leanX) > SMALLEST_TILT || Math.abs(leanY) > SMALLEST_TILT;
        reachX = (width + 1) / 2 + (tilted ? Math.abs(leanX) * height : 0);
        reachY = (height + 1) / 2 + (tilted ? Math.abs(leanY) * width : 0);
        return tilted;
    }
}
