package org.lucida.math;

/** The k-th smallest of some values, in place and without sorting everything. Source: Hoare 1961, Comm. ACM 4, 321. */
public final class OrderStatistic {
    private OrderStatistic() {}

    /**
     * The value that would stand at {@code rank} if the first {@code count} values were sorted.
     *
     * <p>Allocates nothing.
     *
     * @param values Modified: reordered. No NaN.
     * @param count values to look at, from index 0; at least 1
     * @param rank 0 for the smallest .. count - 1 for the largest
     */
    public static float select(float[] values, int count, int rank) {
        int lo = 0;
        int hi = count - 1;
        while (lo < hi) {
            float pivot = values[(lo + hi) >>> 1];
            int i = lo;
            int j = hi;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = values[i];
                    values[i] = values[j];
                    values[j] = swap;
                    i++;
                    j--;
                }
            }
            if (rank <= j) {
                hi = j;
            } else if (rank >= i) {
                lo = i;
            } else {
                return values[rank];
            }
        }
        return values[rank];
    }
}
