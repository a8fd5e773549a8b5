package org.lucida.drizzle;

/**
 * Coverage of a periodic grid, kept where it changes: at the edges of the frames.
 *
 * <p>Within one phase (jy, jx) a shifted frame adds the same weight to every pixel of a rectangle. Instead of touching
 * its pixels, the four corners of the rectangle are marked in a difference table; the sum of all marks up and left of a
 * pixel is its weight. Edges fall only near the border of the output, as far as the frames wander, so each axis keeps
 * {@code head} cells from its start, cells from {@code tail} to its end, and nothing between.
 *
 * <p>Error: marks are double; where covered, the weight is good to about 1e-16 of the sum of all weights. Counts are exact.
 * <p>Memory: the tables grow, rarely, when frames wander further than any before; at worst to the size of the output.
 */
final class EdgeCoverage extends Coverage {
    static final int BYTES_PER_CELL = Double.BYTES + Integer.BYTES;
    private static final int SLACK_CELLS = 4;

    /** One axis of the tables: cells [0, head) and [tail, length) are kept. */
    private static final class Cells {
        final int length;
        int head;
        int tail;

        Cells(int length) {
            this.length = length;
            shrink();
        }

        /** Keeps as little as at the beginning. */
        private void shrink() {
            head = Math.min(length, SLACK_CELLS);
            tail = Math.max(head, length - SLACK_CELLS);
        }

        int count() {
            return head + length - tail;
        }

        /** The cell whose running sum holds for position n. */
        int indexOf(int n) {
            return n < head ? n : n < tail ? head - 1 : head + n - tail;
        }

        boolean keeps(int n) {
            return n < head || n >= tail;
        }

        void widenFor(int n) {
            int slack = SLACK_CELLS + length / 64;
            if (n < length - n) {
                head = Math.min(tail, n + 1 + slack);
            } else {
                tail = Math.max(head, n - slack);
            }
        }

        void become(Cells other) {
            head = other.head;
            tail = other.tail;
        }
    }

    /** First and end position, for frame-independent scratch: [entry * phases + phase]. */
    private static final class Spans {
        final int phases;
        final int[] begin;
        final int[] end;
        /** The same over all samples of a parity: [parity * phases + phase]. */
        final int[] parityBegin;

        final int[] parityEnd;

        Spans(int entries, int phases) {
            this.phases = phases;
            begin = new int[entries * phases];
            end = new int[entries * phases];
            parityBegin = new int[2 * phases];
            parityEnd = new int[2 * phases];
        }

        /** Where samples 0 .. sampleCount - 1 exist, as positions after firstPeriod; empty where the share is 0. */
        void set(AxisOverlaps overlaps, int sampleCount, int firstPeriod, int length) {
            int m = overlaps.samplesPerPeriod;
            for (int i = 0; i < begin.length; i++) {
                int offset = overlaps.sample[i];
                begin[i] = Math.max(0, -Math.floorDiv(offset, m) - firstPeriod);
                end[i] = Math.min(length, -Math.floorDiv(offset - sampleCount, m) - firstPeriod);
                if (overlaps.share[i] == 0 || end[i] <= begin[i]) {
                    begin[i] = 0;
                    end[i] = 0;
                }
            }
            unite();
        }

        /** Spans of neighbouring samples of a parity touch or overlap, so their union is a span. */
        private void unite() {
            System.arraycopy(begin, 0, parityBegin, 0, parityBegin.length);
            System.arraycopy(end, 0, parityEnd, 0, parityEnd.length);
            for (int i = 2 * phases; i < begin.length; i++) {
                int at = i % (2 * phases);
                if (parityEnd[at] == 0) {
                    parityBegin[at] = begin[i];
                } else if (end[i] > 0) {
                    parityBegin[at] = Math.min(parityBegin[at], begin[i]);
                }
                parityEnd[at] = Math.max(parityEnd[at], end[i]);
            }
        }
    }

    private final OutputGrid grid;
    private final int phases;
    private final int entries;
    private final int firstPeriod;
    private final Cells across;
    private final Cells down;
    private final Spans xSpans;
    private final Spans ySpans;
    /** Difference tables by (plane * phases + jy) * phases + jx, row-major down x across. */
    private double[][] weightMarks;

    private int[][] countMarks;
    /** Running sums of the marks, made when first read after a change. */
    private double[][] weightSums;

    private int[][] countSums;
    private boolean summed;

    EdgeCoverage(OutputGrid grid, int firstRow, int rowCount) {
        this.grid = grid;
        phases = grid.periodOut();
        firstPeriod = firstRow / phases;
        across = new Cells(grid.rowLength());
        down = new Cells(Math.max(1, (firstRow + rowCount + phases - 1) / phases - firstPeriod));
        entries = 2 * grid.axisDrop().linesPerParity;
        xSpans = new Spans(entries, phases);
        ySpans = new Spans(entries, phases);
        weightMarks = new double[tableCount()][cellCount()];
        countMarks = new int[tableCount()][cellCount()];
    }

    private int tableCount() {
        return grid.planeCount() * phases * phases;
    }

    private int cellCount() {
        return across.count() * down.count();
    }

    @Override
    void add(Columns columns, AxisOverlaps[] rowOverlaps, double[] frameWeights, int frameCount) {
        for (int f = 0; f < frameCount; f++) {
            add(columns.overlaps[f], rowOverlaps[f], frameWeights[f]);
        }
        summed = false;
    }

    private void add(AxisOverlaps x, AxisOverlaps y, double frameWeight) {
        xSpans.set(x, grid.format().widthPx(), 0, across.length);
        ySpans.set(y, grid.format().heightPx(), firstPeriod, down.length);
        makeRoom(xSpans, ySpans);
        for (int plane = 0; plane < grid.planeCount(); plane++) {
            for (int jy = 0; jy < phases; jy++) {
                for (int jx = 0; jx < phases; jx++) {
                    int table = (plane * phases + jy) * phases + jx;
                    for (int pair = 0; pair < entries * entries; pair++) {
                        int q = pair / entries;
                        int p = pair % entries;
                        if (grid.takes(plane, q & 1, p & 1)) {
                            int iy = q * phases + jy;
                            int ix = p * phases + jx;
                            markWeight(weightMarks[table], iy, ix, (float) (frameWeight * y.share[iy] * x.share[ix]));
                        }
                    }
                    if (grid.format().layout().isMosaic()) {
                        countMosaic(countMarks[table], plane, jy, jx);
                    } else {
                        countProduct(countMarks[table], jy, jx);
                    }
                }
            }
        }
    }

    private void markWeight(double[] marks, int iy, int ix, double weight) {
        int top = ySpans.begin[iy];
        int bottom = ySpans.end[iy];
        int left = xSpans.begin[ix];
        int right = xSpans.end[ix];
        if (top == bottom || left == right) {
            return;
        }
        int width = across.count();
        int rowTop = down.indexOf(top) * width;
        int cellLeft = across.indexOf(left);
        marks[rowTop + cellLeft] += weight;
        if (right < across.length) {
            marks[rowTop + across.indexOf(right)] -= weight;
        }
        if (bottom < down.length) {
            int rowBottom = down.indexOf(bottom) * width;
            marks[rowBottom + cellLeft] -= weight;
            if (right < across.length) {
                marks[rowBottom + across.indexOf(right)] += weight;
            }
        }
    }

    /** All four parity classes belong to the plane: the frame is there where any row and any column is. */
    private void countProduct(int[] marks, int jy, int jx) {
        int y0 = jy;
        int y1 = phases + jy;
        int x0 = jx;
        int x1 = phases + jx;
        countRectangle(
                marks,
                unionBegin(ySpans, y0, y1),
                Math.max(ySpans.parityEnd[y0], ySpans.parityEnd[y1]),
                unionBegin(xSpans, x0, x1),
                Math.max(xSpans.parityEnd[x0], xSpans.parityEnd[x1]),
                1);
    }

    /** Spans of neighbouring samples touch or overlap, so their union is a span. */
    private static int unionBegin(Spans spans, int a, int b) {
        if (spans.parityEnd[a] == 0) {
            return spans.parityBegin[b];
        }
        return spans.parityEnd[b] == 0 ? spans.parityBegin[a] : Math.min(spans.parityBegin[a], spans.parityBegin[b]);
    }

    /** One class (red, blue), or two (green) whose common part must not count twice. */
    private void countMosaic(int[] marks, int plane, int jy, int jx) {
        int first = -1;
        for (int classes = 0; classes < 4; classes++) {
            int iy = (classes >> 1) * phases + jy;
            int ix = (classes & 1) * phases + jx;
            if (!grid.takes(plane, classes >> 1, classes & 1) || isEmpty(iy, ix)) {
                continue;
            }
            countRectangle(
                    marks,
                    ySpans.parityBegin[iy],
                    ySpans.parityEnd[iy],
                    xSpans.parityBegin[ix],
                    xSpans.parityEnd[ix],
                    1);
            if (first >= 0) {
                int fy = (first >> 1) * phases + jy;
                int fx = (first & 1) * phases + jx;
                countRectangle(
                        marks,
                        Math.max(ySpans.parityBegin[fy], ySpans.parityBegin[iy]),
                        Math.min(ySpans.parityEnd[fy], ySpans.parityEnd[iy]),
                        Math.max(xSpans.parityBegin[fx], xSpans.parityBegin[ix]),
                        Math.min(xSpans.parityEnd[fx], xSpans.parityEnd[ix]),
                        -1);
            }
            first = classes;
        }
    }

    private boolean isEmpty(int iy, int ix) {
        return ySpans.parityEnd[iy] == 0 || xSpans.parityEnd[ix] == 0;
    }

    private void countRectangle(int[] marks, int top, int bottom, int left, int right, int count) {
        if (top >= bottom || left >= right) {
            return;
        }
        int width = across.count();
        int rowTop = down.indexOf(top) * width;
        int cellLeft = across.indexOf(left);
        marks[rowTop + cellLeft] += count;
        if (right < across.length) {
            marks[rowTop + across.indexOf(right)] -= count;
        }
        if (bottom < down.length) {
            int rowBottom = down.indexOf(bottom) * width;
            marks[rowBottom + cellLeft] -= count;
            if (right < across.length) {
                marks[rowBottom + across.indexOf(right)] += count;
            }
        }
    }

    private void makeRoom(Spans xs, Spans ys) {
        for (int i = 0; i < entries * phases; i++) {
            makeRoom(across, xs.begin[i], xs.end[i]);
            makeRoom(down, ys.begin[i], ys.end[i]);
        }
    }

    private void makeRoom(Cells axis, int begin, int end) {
        if (begin < end && !axis.keeps(begin)) {
            grow(axis, begin);
        }
        if (begin < end && end < axis.length && !axis.keeps(end)) {
            grow(axis, end);
        }
    }

    private void grow(Cells axis, int n) {
        int oldWidth = across.count();
        int oldHead = axis.head;
        int oldTail = axis.tail;
        axis.widenFor(n);
        for (int table = 0; table < tableCount(); table++) {
            double[] weights = new double[cellCount()];
            int[] counts = new int[cellCount()];
            for (int i = 0; i < weightMarks[table].length; i++) {
                int row = i / oldWidth;
                int column = i % oldWidth;
                if (axis == across) {
                    column = column < oldHead ? column : axis.indexOf(column - oldHead + oldTail);
                } else {
                    row = row < oldHead ? row : axis.indexOf(row - oldHead + oldTail);
                }
                weights[row * across.count() + column] = weightMarks[table][i];
                counts[row * across.count() + column] = countMarks[table][i];
            }
            weightMarks[table] = weights;
            countMarks[table] = counts;
        }
    }

    @Override
    void clear() {
        across.shrink();
        down.shrink();
        weightMarks = new double[tableCount()][cellCount()];
        countMarks = new int[tableCount()][cellCount()];
        summed = false;
    }

    @Override
    void fold(int part) {}

    @Override
    void copyTo(Coverage target) {
        EdgeCoverage copy = (EdgeCoverage) target;
        boolean sameSize = copy.cellCount() == cellCount();
        copy.across.become(across);
        copy.down.become(down);
        if (!sameSize) {
            copy.weightMarks = new double[tableCount()][cellCount()];
            copy.countMarks = new int[tableCount()][cellCount()];
        }
        for (int table = 0; table < tableCount(); table++) {
            System.arraycopy(weightMarks[table], 0, copy.weightMarks[table], 0, cellCount());
            System.arraycopy(countMarks[table], 0, copy.countMarks[table], 0, cellCount());
        }
        copy.summed = false;
    }

    private void sum() {
        if (summed) {
            return;
        }
        if (weightSums == null || weightSums[0].length != cellCount()) {
            weightSums = new double[tableCount()][cellCount()];
            countSums = new int[tableCount()][cellCount()];
        }
        int width = across.count();
        for (int table = 0; table < tableCount(); table++) {
            double[] weights = weightSums[table];
            int[] counts = countSums[table];
            for (int row = 0; row < down.count(); row++) {
                double weight = 0;
                int count = 0;
                for (int i = row * width; i < (row + 1) * width; i++) {
                    weight += weightMarks[table][i];
                    count += countMarks[table][i];
                    weights[i] = row == 0 ? weight : weights[i - width] + weight;
                    counts[i] = row == 0 ? count : counts[i - width] + count;
                }
            }
        }
        summed = true;
    }

    @Override
    void readWeights(int plane, int y, double[] out) {
        sum();
        int start = down.indexOf(y / phases - firstPeriod) * across.count();
        for (int jx = 0; jx < phases; jx++) {
            double[] sums = weightSums[(plane * phases + y % phases) * phases + jx];
            for (int x = jx, n = 0; x < grid.widthPx(); x += phases, n++) {
                out[x] = sums[start + across.indexOf(n)];
            }
        }
    }

    @Override
    void readCounts(int plane, int y, int[] out) {
        sum();
        int start = down.indexOf(y / phases - firstPeriod) * across.count();
        for (int jx = 0; jx < phases; jx++) {
            int[] sums = countSums[(plane * phases + y % phases) * phases + jx];
            for (int x = jx, n = 0; x < grid.widthPx(); x += phases, n++) {
                out[x] = sums[start + across.indexOf(n)];
            }
        }
    }
}
