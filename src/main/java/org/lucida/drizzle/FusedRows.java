package org.lucida.drizzle;

import org.lucida.math.VectorUnit;

/**
 * Sums of scaled rows: {@code sums[i] += factor * row[i]}, up to four rows for each pass over the sums.
 *
 * <p>Every sum is {@code ((sums + f0 r0) + f1 r1) + ..} from left to right, so its bits do not depend on how the terms
 * are grouped. All arrays start at index 0, and no loop has more than four terms: such loops the
 * compiler of JDK 17 turns into vector code (0.04 ns a term; with six or eight terms it gives up, 0.2 to 0.5 ns).
 */
final class FusedRows {
    /** True if {@link VectorFusedRows} does the work: then rows may start at any sample, else at 0 only. */
    static final boolean STARTS_ANYWHERE = VectorUnit.isOn();

    /** Floats in 64 bytes. */
    private static final int CACHE_LINE = 16;

    private FusedRows() {}

    /**
     * Adds the first termCount rows, in order.
     *
     * @param sums at least length long. Modified
     * @param rows each has length samples from its start on. Not modified
     * @param starts first sample of each row; all 0 unless {@link #STARTS_ANYWHERE}. Not modified
     * @param factors one for each row. Not modified
     */
    static void add(float[] sums, float[][] rows, int[] starts, float[] factors, int termCount, int length) {
        if (STARTS_ANYWHERE) {
            VectorFusedRows.add(sums, rows, starts, factors, termCount, length);
        } else {
            add(sums, rows, factors, termCount, length);
        }
    }

    /**
     * Adds the first termCount rows, in order.
     *
     * @param sums at least length long. Modified
     * @param rows each at least length long. Not modified
     * @param factors one for each row. Not modified
     */
    static void add(float[] sums, float[][] rows, float[] factors, int termCount, int length) {
        int t = 0;
        for (; t + 4 <= termCount; t += 4) {
            add4(sums, rows, factors, t, length);
        }
        if (t + 2 <= termCount) {
            add2(sums, rows[t], rows[t + 1], factors[t], factors[t + 1], length);
            t += 2;
        }
        if (t < termCount) {
            add1(sums, rows[t], factors[t], length);
        }
    }

    /**
     * Fetches some rows from main memory side by side, which takes half the time of one after the other.
     *
     * @param rows those from begin to end - 1 are fetched. Not modified
     * @return a number without meaning, so that nobody leaves the work out
     */
    static float touch(float[][] rows, int begin, int end, int length) {
        float sum = 0;
        for (int i = 0; i < length; i += CACHE_LINE) {
            for (int r = begin; r < end; r++) {
                sum += rows[r][i];
            }
        }
        return sum;
    }

    private static void add4(float[] sums, float[][] rows, float[] factors, int t, int length) {
        float[] r0 = rows[t];
        float[] r1 = rows[t + 1];
        float[] r2 = rows[t + 2];
        float[] r3 = rows[t + 3];
        float f0 = factors[t];
        float f1 = factors[t + 1];
        float f2 = factors[t + 2];
        float f3 = factors[t + 3];
        for (int i = 0; i < length; i++) {
            sums[i] = sums[i] + f0 * r0[i] + f1 * r1[i] + f2 * r2[i] + f3 * r3[i];
        }
    }

    private static void add2(float[] sums, float[] r0, float[] r1, float f0, float f1, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = sums[i] + f0 * r0[i] + f1 * r1[i];
        }
    }

    private static void add1(float[] sums, float[] r0, float f0, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = sums[i] + f0 * r0[i];
        }
    }

    /**
     * Moves fine sums into coarse ones without losing what rounding cuts off: coarse + fine stays the same, fine keeps
     * the remainder (the error-free sum of Knuth, The Art of Computer Programming 2, 4.2.2). Both modified.
     */
    static void fold(float[] coarse, float[] fine, int length) {
        for (int i = 0; i < length; i++) {
            float a = coarse[i];
            float b = fine[i];
            float sum = a + b;
            float bRounded = sum - a;
            coarse[i] = sum;
            fine[i] = (a - (sum - bRounded)) + (b - bRounded);
        }
    }

    /** {@code out = coarse + fine}. Only out is modified. */
    static void join(float[] coarse, float[] fine, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = coarse[i] + fine[i];
        }
    }

    /** {@code counts[i] += marks[i]}. Only counts is modified. */
    static void count(int[] counts, int[] marks, int length) {
        for (int i = 0; i < length; i++) {
            counts[i] = counts[i] + marks[i];
        }
    }
}
