package org.lucida.drizzle;

/**
 * In which lanes of a batch boxes of a size occur: the span from the first to the last, in whole groups of lanes.
 *
 * <p>Neighbouring drops fall alike upon the output, so the few that touch one pixel more than others stand together.
 */
final class LaneSpans {
    /** Lanes of a group, whatever the length of vectors: the same lanes are computed on any machine. */
    static final int GROUP = 8;

    private final int[] first;
    private final int[] last;
    private int most;

    LaneSpans(int largestSize) {
        first = new int[largestSize + 1];
        last = new int[largestSize + 1];
        most = largestSize;
        clear();
    }

    void clear() {
        for (int size = 0; size <= most; size++) {
            first[size] = Integer.MAX_VALUE;
            last[size] = -1;
        }
        most = 0;
    }

    /** Adds a lane with a box of a size from 1 up. Lanes must come in order. */
    void add(int lane, int size) {
        if (last[size] < 0) {
            first[size] = lane;
            most = size > most ? size : most;
        }
        last[size] = lane;
    }

    /** The largest size. */
    int most() {
        return most;
    }

    /** First lane of the span of boxes of at least a size. */
    int from(int size) {
        int from = Integer.MAX_VALUE;
        for (int k = size; k <= most; k++) {
            from = first[k] < from ? first[k] : from;
        }
        return from / GROUP * GROUP;
    }

    /** End of that span. */
    int end(int size) {
        int end = 0;
        for (int k = size; k <= most; k++) {
            end = last[k] >= end ? last[k] + 1 : end;
        }
        return (end + GROUP - 1) / GROUP * GROUP;
    }
}
