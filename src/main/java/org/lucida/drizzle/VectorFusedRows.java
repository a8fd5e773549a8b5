package org.lucida.drizzle;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same sums as {@link FusedRows}, bit by bit, with explicit SIMD: rows may start anywhere, and up to three phases are
 * filled in one pass over the rows.
 *
 * <p>No fused multiply-add: it would round once where plain Java rounds twice. A phase that takes nothing from a row has the
 * factor 0 there; as no sum is ever -0 and no sample infinite, adding 0 changes no bit.
 *
 * <p>What JDK 17 wants of such code: no masks (lengths are multiples of the widest register), each loop in a method of
 * its own, and no vector alive across another loop.
 */
final class VectorFusedRows {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    private VectorFusedRows() {}

    /**
     * Adds all terms to as many phases as terms has.
     *
     * @param sums phase by phase from first on. Modified
     * @param terms a multiple of {@value RowTerms#STEP}. Not modified
     * @param length a multiple of {@link OutputGrid#LANES}
     */
    static void add(float[][] sums, int first, RowTerms terms, int phases, int length) {
        int t = 0;
        if (phases == 3) {
            for (; t < terms.count; t += 4) {
                addThree4(sums[first], sums[first + 1], sums[first + 2], terms, t, length);
            }
        } else if (phases == 2) {
            for (; t + 8 <= terms.count; t += 8) {
                addTwo8(sums[first], sums[first + 1], terms, t, length);
            }
            if (t < terms.count) {
                addTwo4(sums[first], sums[first + 1], terms, t, length);
            }
        } else {
            for (; t + 8 <= terms.count; t += 8) {
                addOne8(sums[first], terms, t, length);
            }
            if (t < terms.count) {
                addOne4(sums[first], terms, t, length);
            }
        }
    }

    private static void addOne8(float[] sums0, RowTerms terms, int t, int length) {
        float[] r0 = terms.rows[t];
        float[] r1 = terms.rows[t + 1];
        float[] r2 = terms.rows[t + 2];
        float[] r3 = terms.rows[t + 3];
        float[] r4 = terms.rows[t + 4];
        float[] r5 = terms.rows[t + 5];
        float[] r6 = terms.rows[t + 6];
        float[] r7 = terms.rows[t + 7];
        int[] starts0 = terms.starts[0];
        float[] factors0 = terms.factors[0];
        int s00 = starts0[t];
        int s01 = starts0[t + 1];
        int s02 = starts0[t + 2];
        int s03 = starts0[t + 3];
        int s04 = starts0[t + 4];
        int s05 = starts0[t + 5];
        int s06 = starts0[t + 6];
        int s07 = starts0[t + 7];
        float f00 = factors0[t];
        float f01 = factors0[t + 1];
        float f02 = factors0[t + 2];
        float f03 = factors0[t + 3];
        float f04 = factors0[t + 4];
        float f05 = factors0[t + 5];
        float f06 = factors0[t + 6];
        float f07 = factors0[t + 7];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums0, i)
                    .add(FloatVector.fromArray(LANES, r0, s00 + i).mul(f00))
                    .add(FloatVector.fromArray(LANES, r1, s01 + i).mul(f01))
                    .add(FloatVector.fromArray(LANES, r2, s02 + i).mul(f02))
                    .add(FloatVector.fromArray(LANES, r3, s03 + i).mul(f03))
                    .add(FloatVector.fromArray(LANES, r4, s04 + i).mul(f04))
                    .add(FloatVector.fromArray(LANES, r5, s05 + i).mul(f05))
                    .add(FloatVector.fromArray(LANES, r6, s06 + i).mul(f06))
                    .add(FloatVector.fromArray(LANES, r7, s07 + i).mul(f07))
                    .intoArray(sums0, i);
        }
    }

    private static void addOne4(float[] sums0, RowTerms terms, int t, int length) {
        float[] r0 = terms.rows[t];
        float[] r1 = terms.rows[t + 1];
        float[] r2 = terms.rows[t + 2];
        float[] r3 = terms.rows[t + 3];
        int[] starts0 = terms.starts[0];
        float[] factors0 = terms.factors[0];
        int s00 = starts0[t];
        int s01 = starts0[t + 1];
        int s02 = starts0[t + 2];
        int s03 = starts0[t + 3];
        float f00 = factors0[t];
        float f01 = factors0[t + 1];
        float f02 = factors0[t + 2];
        float f03 = factors0[t + 3];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums0, i)
                    .add(FloatVector.fromArray(LANES, r0, s00 + i).mul(f00))
                    .add(FloatVector.fromArray(LANES, r1, s01 + i).mul(f01))
                    .add(FloatVector.fromArray(LANES, r2, s02 + i).mul(f02))
                    .add(FloatVector.fromArray(LANES, r3, s03 + i).mul(f03))
                    .intoArray(sums0, i);
        }
    }

    private static void addTwo8(float[] sums0, float[] sums1, RowTerms terms, int t, int length) {
        float[] r0 = terms.rows[t];
        float[] r1 = terms.rows[t + 1];
        float[] r2 = terms.rows[t + 2];
        float[] r3 = terms.rows[t + 3];
        float[] r4 = terms.rows[t + 4];
        float[] r5 = terms.rows[t + 5];
        float[] r6 = terms.rows[t + 6];
        float[] r7 = terms.rows[t + 7];
        int[] starts0 = terms.starts[0];
        float[] factors0 = terms.factors[0];
        int s00 = starts0[t];
        int s01 = starts0[t + 1];
        int s02 = starts0[t + 2];
        int s03 = starts0[t + 3];
        int s04 = starts0[t + 4];
        int s05 = starts0[t + 5];
        int s06 = starts0[t + 6];
        int s07 = starts0[t + 7];
        float f00 = factors0[t];
        float f01 = factors0[t + 1];
        float f02 = factors0[t + 2];
        float f03 = factors0[t + 3];
        float f04 = factors0[t + 4];
        float f05 = factors0[t + 5];
        float f06 = factors0[t + 6];
        float f07 = factors0[t + 7];
        int[] starts1 = terms.starts[1];
        float[] factors1 = terms.factors[1];
        int s10 = starts1[t];
        int s11 = starts1[t + 1];
        int s12 = starts1[t + 2];
        int s13 = starts1[t + 3];
        int s14 = starts1[t + 4];
        int s15 = starts1[t + 5];
        int s16 = starts1[t + 6];
        int s17 = starts1[t + 7];
        float f10 = factors1[t];
        float f11 = factors1[t + 1];
        float f12 = factors1[t + 2];
        float f13 = factors1[t + 3];
        float f14 = factors1[t + 4];
        float f15 = factors1[t + 5];
        float f16 = factors1[t + 6];
        float f17 = factors1[t + 7];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums0, i)
                    .add(FloatVector.fromArray(LANES, r0, s00 + i).mul(f00))
                    .add(FloatVector.fromArray(LANES, r1, s01 + i).mul(f01))
                    .add(FloatVector.fromArray(LANES, r2, s02 + i).mul(f02))
                    .add(FloatVector.fromArray(LANES, r3, s03 + i).mul(f03))
                    .add(FloatVector.fromArray(LANES, r4, s04 + i).mul(f04))
                    .add(FloatVector.fromArray(LANES, r5, s05 + i).mul(f05))
                    .add(FloatVector.fromArray(LANES, r6, s06 + i).mul(f06))
                    .add(FloatVector.fromArray(LANES, r7, s07 + i).mul(f07))
                    .intoArray(sums0, i);
            FloatVector.fromArray(LANES, sums1, i)
                    .add(FloatVector.fromArray(LANES, r0, s10 + i).mul(f10))
                    .add(FloatVector.fromArray(LANES, r1, s11 + i).mul(f11))
                    .add(FloatVector.fromArray(LANES, r2, s12 + i).mul(f12))
                    .add(FloatVector.fromArray(LANES, r3, s13 + i).mul(f13))
                    .add(FloatVector.fromArray(LANES, r4, s14 + i).mul(f14))
                    .add(FloatVector.fromArray(LANES, r5, s15 + i).mul(f15))
                    .add(FloatVector.fromArray(LANES, r6, s16 + i).mul(f16))
                    .add(FloatVector.fromArray(LANES, r7, s17 + i).mul(f17))
                    .intoArray(sums1, i);
        }
    }

    private static void addTwo4(float[] sums0, float[] sums1, RowTerms terms, int t, int length) {
        float[] r0 = terms.rows[t];
        float[] r1 = terms.rows[t + 1];
        float[] r2 = terms.rows[t + 2];
        float[] r3 = terms.rows[t + 3];
        int[] starts0 = terms.starts[0];
        float[] factors0 = terms.factors[0];
        int s00 = starts0[t];
        int s01 = starts0[t + 1];
        int s02 = starts0[t + 2];
        int s03 = starts0[t + 3];
        float f00 = factors0[t];
        float f01 = factors0[t + 1];
        float f02 = factors0[t + 2];
        float f03 = factors0[t + 3];
        int[] starts1 = terms.starts[1];
        float[] factors1 = terms.factors[1];
        int s10 = starts1[t];
        int s11 = starts1[t + 1];
        int s12 = starts1[t + 2];
        int s13 = starts1[t + 3];
        float f10 = factors1[t];
        float f11 = factors1[t + 1];
        float f12 = factors1[t + 2];
        float f13 = factors1[t + 3];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums0, i)
                    .add(FloatVector.fromArray(LANES, r0, s00 + i).mul(f00))
                    .add(FloatVector.fromArray(LANES, r1, s01 + i).mul(f01))
                    .add(FloatVector.fromArray(LANES, r2, s02 + i).mul(f02))
                    .add(FloatVector.fromArray(LANES, r3, s03 + i).mul(f03))
                    .intoArray(sums0, i);
            FloatVector.fromArray(LANES, sums1, i)
                    .add(FloatVector.fromArray(LANES, r0, s10 + i).mul(f10))
                    .add(FloatVector.fromArray(LANES, r1, s11 + i).mul(f11))
                    .add(FloatVector.fromArray(LANES, r2, s12 + i).mul(f12))
                    .add(FloatVector.fromArray(LANES, r3, s13 + i).mul(f13))
                    .intoArray(sums1, i);
        }
    }

    private static void addThree4(float[] sums0, float[] sums1, float[] sums2, RowTerms terms, int t, int length) {
        float[] r0 = terms.rows[t];
        float[] r1 = terms.rows[t + 1];
        float[] r2 = terms.rows[t + 2];
        float[] r3 = terms.rows[t + 3];
        int[] starts0 = terms.starts[0];
        float[] factors0 = terms.factors[0];
        int s00 = starts0[t];
        int s01 = starts0[t + 1];
        int s02 = starts0[t + 2];
        int s03 = starts0[t + 3];
        float f00 = factors0[t];
        float f01 = factors0[t + 1];
        float f02 = factors0[t + 2];
        float f03 = factors0[t + 3];
        int[] starts1 = terms.starts[1];
        float[] factors1 = terms.factors[1];
        int s10 = starts1[t];
        int s11 = starts1[t + 1];
        int s12 = starts1[t + 2];
        int s13 = starts1[t + 3];
        float f10 = factors1[t];
        float f11 = factors1[t + 1];
        float f12 = factors1[t + 2];
        float f13 = factors1[t + 3];
        int[] starts2 = terms.starts[2];
        float[] factors2 = terms.factors[2];
        int s20 = starts2[t];
        int s21 = starts2[t + 1];
        int s22 = starts2[t + 2];
        int s23 = starts2[t + 3];
        float f20 = factors2[t];
        float f21 = factors2[t + 1];
        float f22 = factors2[t + 2];
        float f23 = factors2[t + 3];
        for (int i = 0; i < length; i += LANES.length()) {
            FloatVector.fromArray(LANES, sums0, i)
                    .add(FloatVector.fromArray(LANES, r0, s00 + i).mul(f00))
                    .add(FloatVector.fromArray(LANES, r1, s01 + i).mul(f01))
                    .add(FloatVector.fromArray(LANES, r2, s02 + i).mul(f02))
                    .add(FloatVector.fromArray(LANES, r3, s03 + i).mul(f03))
                    .intoArray(sums0, i);
            FloatVector.fromArray(LANES, sums1, i)
                    .add(FloatVector.fromArray(LANES, r0, s10 + i).mul(f10))
                    .add(FloatVector.fromArray(LANES, r1, s11 + i).mul(f11))
                    .add(FloatVector.fromArray(LANES, r2, s12 + i).mul(f12))
                    .add(FloatVector.fromArray(LANES, r3, s13 + i).mul(f13))
                    .intoArray(sums1, i);
            FloatVector.fromArray(LANES, sums2, i)
                    .add(FloatVector.fromArray(LANES, r0, s20 + i).mul(f20))
                    .add(FloatVector.fromArray(LANES, r1, s21 + i).mul(f21))
                    .add(FloatVector.fromArray(LANES, r2, s22 + i).mul(f22))
                    .add(FloatVector.fromArray(LANES, r3, s23 + i).mul(f23))
                    .intoArray(sums2, i);
        }
    }
}
