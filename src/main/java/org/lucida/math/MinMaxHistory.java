package org.lucida.math;

/**
 * The whole story of a number in a fixed number of columns: lowest and highest of each, however long it gets.
 *
 * <p>Every column stands for the same number of values. When all columns are full, neighbours are joined and each column
 * stands for twice as many from then on; nothing that was seen is lost but its exact time. NaN values take their place and
 * leave the extremes alone; a column of nothing else is NaN.
 *
 * <p>Memory: two arrays made in the constructor; adding allocates nothing and takes constant time on average.
 * <p>Thread: one at a time.
 */
public final class MinMaxHistory {
    private final float[] min;
    private final float[] max;
    private int columnCount;
    private long perColumnCount = 1;
    private long inLastCount;
    private long valueCount;

    /**
     * @param capacity most columns, even, at least 2; the story takes at least half of them once it has filled them
     */
    public MinMaxHistory(int capacity) {
        if (capacity < 2 || (capacity & 1) != 0) {
            throw new IllegalArgumentException(
                    "capacity=" + capacity + " must be even and 2 or more; give columns in pairs");
        }
        min = new float[capacity];
        max = new float[capacity];
    }

    /** Appends one value. */
    public void add(float value) {
        if (columnCount == 0 || inLastCount == perColumnCount) {
            if (columnCount == min.length) {
                joinNeighbours();
            }
            min[columnCount] = Float.NaN;
            max[columnCount] = Float.NaN;
            columnCount++;
            inLastCount = 0;
        }
        int last = columnCount - 1;
        // true as well where the column is still NaN
        if (!(value >= min[last]) && !Float.isNaN(value)) {
            min[last] = value;
        }
        if (!(value <= max[last]) && !Float.isNaN(value)) {
            max[last] = value;
        }
        inLastCount++;
        valueCount++;
    }

    private void joinNeighbours() {
        columnCount /= 2;
        for (int i = 0; i < columnCount; i++) {
            min[i] = least(min[2 * i], min[2 * i + 1]);
            max[i] = -least(-max[2 * i], -max[2 * i + 1]);
        }
        perColumnCount *= 2;
    }

    private static float least(float a, float b) {
        return Float.isNaN(b) || a < b ? a : b;
    }

    /** Forgets everything. */
    public void clear() {
        columnCount = 0;
        perColumnCount = 1;
        inLastCount = 0;
        valueCount = 0;
    }

    /** Columns in use. */
    public int columnCount() {
        return columnCount;
    }

    /** Values that a full column stands for; the last one may stand for fewer. */
    public long perColumnCount() {
        return perColumnCount;
    }

    /** Values added so far. */
    public long valueCount() {
        return valueCount;
    }

    /** Lowest values by column; borrowed until the next {@link #add}. */
    public float[] min() {
        return min;
    }

    /** Highest values by column; borrowed until the next {@link #add}. */
    public float[] max() {
        return max;
    }
}
