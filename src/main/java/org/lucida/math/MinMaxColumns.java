package org.lucida.math;

/**
 * A long series drawn on few columns: the lowest and the highest value of each, so that no spike is lost.
 *
 * <p>Column c of n shows the values {@code from + c * (to - from) / n} (inclusive) to the same with c + 1 (exclusive), whole
 * numbers rounded down: every value belongs to one column. If there are fewer values than columns, columns without a value
 * are NaN. NaN values are passed over; a column of nothing else is NaN.
 *
 * <p>Memory: calls allocate nothing. Thread: any.
 */
public final class MinMaxColumns {
    private MinMaxColumns() {}

    /**
     * Fills the columns.
     *
     * @param values the series, oldest first. Not modified
     * @param from first value shown, inclusive
     * @param to last value shown, exclusive
     * @param columnCount columns to fill, at least 1
     * @param min Modified: the first columnCount
     * @param max Modified: the first columnCount
     */
    public static void fill(float[] values, int from, int to, int columnCount, float[] min, float[] max) {
        if (from < 0 || to > values.length || from > to || columnCount < 1) {
            throw new IllegalArgumentException("from=" + from + " to=" + to + " columnCount=" + columnCount
                    + " do not fit " + values.length + " values; show a part of the series on one column or more");
        }
        long count = (long) to - from;
        int start = from;
        for (int column = 0; column < columnCount; column++) {
            int end = from + (int) ((column + 1) * count / columnCount);
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = start; i < end; i++) {
                float value = values[i];
                // comparisons with NaN are false
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            boolean isEmpty = low == Float.POSITIVE_INFINITY && high == Float.NEGATIVE_INFINITY;
            min[column] = isEmpty ? Float.NaN : low;
            max[column] = isEmpty ? Float.NaN : high;
            start = end;
        }
    }
}
