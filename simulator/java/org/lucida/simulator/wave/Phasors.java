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

    /** amplitude * exp(2 pi i turns). Modifies {@code re} and {@code im}, not {@code turns} and {@code amplitude}. */
    public static void of(float[] turns, float[] amplitude, float[] re, float[] im, int count) {
        for (int n = 0; n < count; n++) {
            float t = turns[n] - ((turns[n] + ROUNDER) - ROUNDER);
            float q = t * t;
            // half the angle: pi * t, between -pi/2 and pi/2
            float s = t * (S1 + q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * S11)))));
            float c = 1f + q * (C2 + q * (C4 + q * (C6 + q * (C8 + q * (C10 + q * C12)))));
            re[n] = amplitude[n] * (1f - 2f * s * s);
            im[n] = amplitude[n] * (2f * s * c);
        }
    }
}
