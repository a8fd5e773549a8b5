package org.lucida.drizzle;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same sums as {@link FusedRows}, bit by bit, with explicit SIMD: rows may start anywhere, and up to eight of them are
 * added in one pass.
 *
 * <p>No fused multiply-add: it would round once where plain Java rounds twice. What JDK 17 wants of such code: no masks
 * (lengths are multiples of the widest register), each loop in a method of its own, and no vector alive across another loop.
 *
 * <p>Only this class names the Vector API, and it is loaded only where {@link FusedRows#STARTS_ANYWHERE} is true.
 */
final class VectorFusedRows {
    private static final VectorSpecies<Float> LANES = species();

    private VectorFusedRows() {}

    /** The widest this machine likes, but none longer than rows are padded for. */
    private static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.length() > OutputGrid.LANES ? FloatVector.SPECIES_512 : preferred;
    }

    /**
     * Adds the first termCount rows, in order.
     *
     * @param sums at least length long. Modified
     * @param rows each has length samples from its start on. Not modified
     * @param length a multiple of {@link OutputGrid#LANES}
     */
    static void add(float[] sums, float[][] rows, int[] starts, float[] factors, int termCount, int length) {
        int t = 0;
        for (; t + 8 <= termCount; t += 8) {
            add8(sums, rows, starts, factors, t, length);
        }
        if (t + 4 <= termCount) {
            add4(sums, rows, starts, factors, t, length);
            t += 4;
        }
        if (t + 2 <= termCount) {
            add2(sums, rows, starts, factors, t, length);
            t += 2;
        }
        if (t < termCount) {
            add1(sums, rows[t], starts[t], factors[t], length);
        }
    }

    private static void add8(float[] sums, float[][] rows, int[] starts, float[] factors, int t, int length) {
        float[] r0 = rows[t];
        float[] r1 = rows[t + 1];
        float[] r2 = rows[t + 2];
        float[] r3 = rows[t + 3];
        float[] r4 = rows[t + 4];
        float[] r5 = rows[t + 5];
        float[] r6 = rows[t + 6];
        float[] r7 = rows[t + 7];
        int s0 = starts[t];
        int s1 = starts[t + 1];
        int s2 = starts[t + 2];
        int s3 = starts[t + 3];
        int s4 = starts[t + 4];
        int s5 = starts[t + 5];
        int s6 = starts[t + 6];
        int s7 = starts[t + 7];
        float f0 = factors[t];
        float f1 = factors[t + 1];
        float f2 = factors[t + 2];
        float f3 = factors[t + 3];
        float f4 = factors[t + 4];
        float f5 = factors[t + 5];
        float f6 = factors[t + 6];
        float f7 = factors[t + 7];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums, i)
                    .add(FloatVector.fromArray(LANES, r0, s0 + i).mul(f0))
                    .add(FloatVector.fromArray(LANES, r1, s1 + i).mul(f1))
                    .add(FloatVector.fromArray(LANES, r2, s2 + i).mul(f2))
                    .add(FloatVector.fromArray(LANES, r3, s3 + i).mul(f3))
                    .add(FloatVector.fromArray(LANES, r4, s4 + i).mul(f4))
                    .add(FloatVector.fromArray(LANES, r5, s5 + i).mul(f5))
                    .add(FloatVector.fromArray(LANES, r6, s6 + i).mul(f6))
                    .add(FloatVector.fromArray(LANES, r7, s7 + i).mul(f7))
                    .intoArray(sums, i);
        }
    }

    private static void add4(float[] sums, float[][] rows, int[] starts, float[] factors, int t, int length) {
        float[] r0 = rows[t];
        float[] r1 = rows[t + 1];
        float[] r2 = rows[t + 2];
        float[] r3 = rows[t + 3];
        int s0 = starts[t];
        int s1 = starts[t + 1];
        int s2 = starts[t + 2];
        int s3 = starts[t + 3];
        float f0 = factors[t];
        float f1 = factors[t + 1];
        float f2 = factors[t + 2];
        float f3 = factors[t + 3];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums, i)
                    .add(FloatVector.fromArray(LANES, r0, s0 + i).mul(f0))
                    .add(FloatVector.fromArray(LANES, r1, s1 + i).mul(f1))
                    .add(FloatVector.fromArray(LANES, r2, s2 + i).mul(f2))
                    .add(FloatVector.fromArray(LANES, r3, s3 + i).mul(f3))
                    .intoArray(sums, i);
        }
    }

    private static void add2(float[] sums, float[][] rows, int[] starts, float[] factors, int t, int length) {
        float[] r0 = rows[t];
        float[] r1 = rows[t + 1];
        int s0 = starts[t];
        int s1 = starts[t + 1];
        float f0 = factors[t];
        float f1 = factors[t + 1];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums, i)
                    .add(FloatVector.fromArray(LANES, r0, s0 + i).mul(f0))
                    .add(FloatVector.fromArray(LANES, r1, s1 + i).mul(f1))
                    .intoArray(sums, i);
        }
    }

    private static void add1(float[] sums, float[] r0, int s0, float f0, int length) {
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums, i)
                    .add(FloatVector.fromArray(LANES, r0, s0 + i).mul(f0))
                    .intoArray(sums, i);
        }
    }
}
