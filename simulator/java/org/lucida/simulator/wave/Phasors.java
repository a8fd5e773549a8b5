package org.lucida.simulator.wave;

/**
 * Cosine and sine of many phases at once, by polynomials in plain float arithmetic: quick and the same bits everywhere.
 *
 * <p>Error: below 4e-7 for phases within 1000 turns of zero, plus the rounding of the phase itself.
 * <p>Source: Taylor series over a quarter turn after halving the angle.
 */
public final class Phasors {
    /** Adding and subtracting it rounds a float to a whole number: 1.5 * 2^23. */
    private static final float ROUNDER = 12582912f;

    private static final float S1 = (float) Math.PI;
    private static final float S3 = (float) -(Math.PI * Math.PI * Math.PI / 6);
    private static final float S5 = (float) (pi(5) / 120);
    private static final float S7 = (float) -(pi(7) / 5040);
    private static final float S9 = (float) (pi(9) / 362880);
    private static final float S11 = (float) -(pi(11) / 39916800);
    private static final float C2 = (float) -(pi(2) / 2);
    private static final float C4 = (float) (pi(4) / 24);
    private static final float C6 = (float) -(pi(6) / 720);
    private static final float C8 = (float) (pi(8) / 40320);
    private static final float C10 = (float) -(pi(10) / 3628800);
    private static final float C12 = (float) (pi(12) / 479001600);

    private Phasors() {}

    private static double pi(int power) {
        double product = 1;
        for (int n = 0; n < power; n++) {
            product *= Math.PI;
        }
        return product;
    }

    /**
     * amplitude * exp(2 pi i turns). Modifies {@code re} and {@code im}, not {@code turns} and {@code amplitude}.
     *
     * <p>In four loops, each small enough for vector registers.
     */
    public static void of(float[] turns, float[] amplitude, float[] re, float[] im, int count) {
        reduce(turns, re, count);
        sines(re, im, count);
        cosines(re, count);
        doubled(amplitude, re, im, count);
    }

    /** Turns off the nearest whole number. */
    private static void reduce(float[] turns, float[] out, int count) {
        for (int n = 0; n < count; n++) {
            out[n] = turns[n] - ((turns[n] + ROUNDER) - ROUNDER);
        }
    }

    /** Sine of half the angle: pi * t, between -pi/2 and pi/2. */
    private static void sines(float[] turns, float[] out, int count) {
        for (int n = 0; n < count; n++) {
            float t = turns[n];
            float q = t * t;
            out[n] = t * (S1 + q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * S11)))));
        }
    }

    /** Cosine of half the angle, in place. */
    private static void cosines(float[] turns, int count) {
        for (int n = 0; n < count; n++) {
            float q = turns[n] * turns[n];
            turns[n] = 1f + q * (C2 + q * (C4 + q * (C6 + q * (C8 + q * (C10 + q * C12)))));
        }
    }

    /** From half the angle to the whole, in place: cosine in re, sine in im. */
    private static void doubled(float[] amplitude, float[] re, float[] im, int count) {
        for (int n = 0; n < count; n++) {
            float c = re[n];
            float s = im[n];
            float a = amplitude[n];
            re[n] = a * (1f - 2f * s * s);
            im[n] = a * (2f * s * c);
        }
    }
}
