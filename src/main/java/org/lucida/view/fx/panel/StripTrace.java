package org.lucida.view.fx.panel;

import java.util.Arrays;

/**
 * The points of one curve, in order of x, for a chart that is drawn again and again.
 *
 * <p>The last points are kept one by one, in blocks of {@value #BLOCK}; of every block the smallest and largest value of each
 * class is known, so that a column of the screen costs as much as its blocks, not as its points. Older blocks are remembered
 * as one bar each; when there are too many, two become one. So the whole night is kept in bounded memory.
 *
 * <p>A value that is not a number is a gap in a line, and a mark on the lower edge among points.
 *
 * <p>Memory: allocated once; {@link #add} allocates nothing.
 * <p>Thread: FX.
 */
public final class StripTrace {
    /** Points summed up together. */
    static final int BLOCK = 64;

    private static final int PAST_BLOCKS = 8192;
    private static final int MOST_CLASSES = 8;

    private final int classCount;
    private final int capacity;
    private final double[] xs;
    private final float[] values;
    private final byte[] classes;
    private final float[] blockMin;
    private final float[] blockMax;
    /** Bit per class: it has points without a value. */
    private final byte[] blockBlank;

    private final double[] pastFrom = new double[PAST_BLOCKS];
    private final double[] pastTo = new double[PAST_BLOCKS];
    private final float[] pastMin;
    private final float[] pastMax;
    private final byte[] pastBlank = new byte[PAST_BLOCKS];
    private int pastCount;
    private int blocksPerPast = 1;
    private int blocksInLastPast;
    private long addedCount;

    /**
     * @param keptCount points kept one by one at least; rounded up to whole blocks
     * @param classCount kinds of points, 1 to 8
     */
    public StripTrace(int keptCount, int classCount) {
        if (keptCount < 1 || classCount < 1 || classCount > MOST_CLASSES) {
            throw new IllegalArgumentException("keptCount=" + keptCount + " classCount=" + classCount
                    + " is no trace; keep at least 1 point of 1 to " + MOST_CLASSES + " classes");
        }
        this.classCount = classCount;
        // one block is being overwritten
        int blocks = (keptCount + BLOCK - 1) / BLOCK + 1;
        capacity = blocks * BLOCK;
        xs = new double[capacity];
        values = new float[capacity];
        classes = new byte[capacity];
        blockMin = new float[blocks * classCount];
        blockMax = new float[blocks * classCount];
        blockBlank = new byte[blocks];
        pastMin = new float[PAST_BLOCKS * classCount];
        pastMax = new float[PAST_BLOCKS * classCount];
    }

    /** Forgets all points. */
    public void clear() {
        addedCount = 0;
        pastCount = 0;
        blocksPerPast = 1;
        blocksInLastPast = 0;
    }

    /**
     * The next point.
     *
     * @param x not below the last one; one that is counts as the last one
     * @param value NaN if there is none
     * @param pointClass which kind of point, from 0
     */
    public void add(double x, double value, int pointClass) {
        int slot = (int) (addedCount % capacity);
        int block = slot / BLOCK;
        if (slot % BLOCK == 0) {
            if (addedCount >= capacity) {
                remember(block);
            }
            Arrays.fill(blockMin, block * classCount, (block + 1) * classCount, Float.NaN);
            Arrays.fill(blockMax, block * classCount, (block + 1) * classCount, Float.NaN);
            blockBlank[block] = 0;
        }
        xs[slot] = addedCount > 0 ? Math.max(x, lastX()) : x;
        values[slot] = (float) value;
        classes[slot] = (byte) pointClass;
        addedCount++;
        if (Double.isNaN(value)) {
            blockBlank[block] |= (byte) (1 << pointClass);
        } else {
            int at = block * classCount + pointClass;
            blockMin[at] = lesser(blockMin[at], (float) value);
            blockMax[at] = greater(blockMax[at], (float) value);
        }
    }

    /** A block that is about to be overwritten goes to the past. */
    private void remember(int block) {
        if (blocksInLastPast == 0 || blocksInLastPast == blocksPerPast) {
            if (pastCount == PAST_BLOCKS) {
                halvePast();
            }
            pastFrom[pastCount] = xs[block * BLOCK];
            pastBlank[pastCount] = 0;
            Arrays.fill(pastMin, pastCount * classCount, (pastCount + 1) * classCount, Float.NaN);
            Arrays.fill(pastMax, pastCount * classCount, (pastCount + 1) * classCount, Float.NaN);
            pastCount++;
            blocksInLastPast = 0;
        }
        int last = pastCount - 1;
        pastTo[last] = xs[block * BLOCK + BLOCK - 1];
        pastBlank[last] |= blockBlank[block];
        merge(pastMin, pastMax, last, blockMin, blockMax, block);
        blocksInLastPast++;
    }

    private void halvePast() {
        for (int i = 0; i < PAST_BLOCKS / 2; i++) {
            pastFrom[i] = pastFrom[2 * i];
            pastTo[i] = pastTo[2 * i + 1];
            pastBlank[i] = (byte) (pastBlank[2 * i] | pastBlank[2 * i + 1]);
            if (i > 0) {
                System.arraycopy(pastMin, 2 * i * classCount, pastMin, i * classCount, classCount);
                System.arraycopy(pastMax, 2 * i * classCount, pastMax, i * classCount, classCount);
            }
            merge(pastMin, pastMax, i, pastMin, pastMax, 2 * i + 1);
        }
        pastCount = PAST_BLOCKS / 2;
        blocksPerPast *= 2;
    }

    private void merge(float[] min, float[] max, int into, float[] fromMin, float[] fromMax, int from) {
        for (int k = 0; k < classCount; k++) {
            int a = into * classCount + k;
            int b = from * classCount + k;
            min[a] = lesser(min[a], fromMin[b]);
            max[a] = greater(max[a], fromMax[b]);
        }
    }

    /** The lesser of two of which any may be missing. */
    private static float lesser(float a, float b) {
        return a <= b || Float.isNaN(b) ? a : b;
    }

    private static float greater(float a, float b) {
        return a >= b || Float.isNaN(b) ? a : b;
    }

    /** Kinds of points. */
    public int classCount() {
        return classCount;
    }

    /** Points added since the trace was cleared; the last one has this number less one. */
    public long addedCount() {
        return addedCount;
    }

    /** Number of the oldest point that is kept by itself. */
    public long oldestNumber() {
        return addedCount <= capacity ? 0 : (addedCount - capacity + BLOCK - 1) / BLOCK * BLOCK;
    }

    public boolean isEmpty() {
        return addedCount == 0;
    }

    /** Where it begins, the past included. */
    public double firstX() {
        return pastCount > 0 ? pastFrom[0] : xs[(int) (oldestNumber() % capacity)];
    }

    public double lastX() {
        return xs[(int) ((addedCount - 1) % capacity)];
    }

    /** Where a kept point is. */
    public double x(long number) {
        return xs[(int) (number % capacity)];
    }

    /** Its value, NaN if it has none. */
    public double value(long number) {
        return values[(int) (number % capacity)];
    }

    /** Its class. */
    public int pointClass(long number) {
        return classes[(int) (number % capacity)];
    }

    /** First kept point that is not left of x; {@link #addedCount} if there is none. */
    public long firstAt(double x) {
        long low = oldestNumber();
        long high = addedCount;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (x(middle) < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** True if something left of this is no longer kept point by point. */
    boolean isPastAt(double x) {
        return pastCount > 0 && pastTo[pastCount - 1] >= x;
    }

    /**
     * The least and the greatest value of each class in each column.
     *
     * <p>Shape: {@code min[pointClass * columnCount + column]}; NaN where a class has no value.
     *
     * @param edges column c holds x with {@code edges[c] <= x < edges[c + 1]}, the last one its right edge too; ascending. Not
     *     modified
     * @param columnCount columns
     * @param min Modified
     * @param max Modified
     * @param blank bit per class of {@code blank[column]}: it has points without a value. Modified
     */
    public void columns(double[] edges, int columnCount, float[] min, float[] max, byte[] blank) {
        Arrays.fill(min, 0, classCount * columnCount, Float.NaN);
        Arrays.fill(max, 0, classCount * columnCount, Float.NaN);
        Arrays.fill(blank, 0, columnCount, (byte) 0);
        past(edges, columnCount, min, max, blank);
        long from = firstAt(edges[0]);
        for (int column = 0; column < columnCount && from < addedCount; column++) {
            double edge = edges[column + 1];
            long to = firstAt(column == columnCount - 1 ? Math.nextUp(edge) : edge);
            span(from, to, column, columnCount, min, max, blank);
            from = to;
        }
    }

    /** Points of one column: whole blocks as such, the rest one by one. */
    private void span(long from, long to, int column, int columnCount, float[] min, float[] max, byte[] blank) {
        long number = from;
        while (number < to) {
            int slot = (int) (number % capacity);
            if (slot % BLOCK == 0 && number + BLOCK <= to) {
                int block = slot / BLOCK;
                blank[column] |= blockBlank[block];
                for (int k = 0; k < classCount; k++) {
                    int at = k * columnCount + column;
                    min[at] = lesser(min[at], blockMin[block * classCount + k]);
                    max[at] = greater(max[at], blockMax[block * classCount + k]);
                }
                number += BLOCK;
            } else {
                int k = classes[slot];
                float value = values[slot];
                if (Float.isNaN(value)) {
                    blank[column] |= (byte) (1 << k);
                } else {
                    int at = k * columnCount + column;
                    min[at] = lesser(min[at], value);
                    max[at] = greater(max[at], value);
                }
                number++;
            }
        }
    }

    /** What is no longer kept point by point; a bar that reaches over several columns is seen in all of them. */
    private void past(double[] edges, int columnCount, float[] min, float[] max, byte[] blank) {
        int column = 0;
        for (int i = 0; i < pastCount; i++) {
            if (pastTo[i] < edges[0] || pastFrom[i] > edges[columnCount]) {
                continue;
            }
            while (column < columnCount - 1 && edges[column + 1] <= pastFrom[i]) {
                column++;
            }
            for (int c = column; c < columnCount && edges[c] <= pastTo[i]; c++) {
                blank[c] |= pastBlank[i];
                for (int k = 0; k < classCount; k++) {
                    int at = k * columnCount + c;
                    min[at] = lesser(min[at], pastMin[i * classCount + k]);
                    max[at] = greater(max[at], pastMax[i * classCount + k]);
                }
            }
        }
    }

    /** Bytes of all arrays, whatever was added. */
    long heldBytes() {
        return 8L * xs.length
                + 4L * values.length
                + classes.length
                + 4L * (blockMin.length + blockMax.length + pastMin.length + pastMax.length)
                + blockBlank.length
                + 17L * PAST_BLOCKS;
    }
}
