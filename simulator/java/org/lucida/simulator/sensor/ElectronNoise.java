package org.lucida.simulator.sensor;

import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.chance.NormalLaw;

/**
 * Draws electrons: photon noise and read noise from 64 random bits.
 *
 * <p>Below {@value #SMALL_MEAN_E} expected electrons the Poisson law is exact to 2^-32: a tabled law of a whole number of
 * thirty-seconds of an electron plus the rest, for sums of Poisson numbers are Poisson numbers. Above, photon and read noise together are one
 * Gaussian of the right mean and variance, bent so that the skewness is the Poisson law's, too (first Cornish-Fisher term).
 * <p>Memory: tables made once; calls allocate nothing.
 * <p>Thread: any.
 */
final class ElectronNoise {
    /** From this mean on the bent Gaussian stands in for the Poisson law. */
    static final int SMALL_MEAN_E = 16;

    private static final int STEPS_PER_E = 32;
    private static final int LAW_COUNT = SMALL_MEAN_E * STEPS_PER_E;
    /** Beyond this number the chance is below 2^-32 for all tabled means. */
    private static final int MOST = 64;

    private static final int GUIDE_BITS = 6;

    private static final int NORMAL_BITS = 12;
    private static final int NORMAL_COUNT = 1 << NORMAL_BITS;
    private static final int NORMAL_MASK = NORMAL_COUNT - 1;

    private static final int EXP_STEPS_PER_E = 1024;

    /** Equally likely values of a Gaussian of variance 1/2. */
    private static final float[] NORMALS = new float[NORMAL_COUNT];
    /** exp(-i / EXP_STEPS_PER_E). */
    private static final double[] EXP = new double[EXP_STEPS_PER_E / STEPS_PER_E + 2];
    /** Chance of at most k at mean law / STEPS_PER_E, times 2^32, at law * MOST + k. */
    private static final long[] CHANCES = new long[LAW_COUNT * MOST];
    /** A k from which to walk up, by law and the top bits of the chance. */
    private static final byte[] GUIDES = new byte[LAW_COUNT << GUIDE_BITS];

    static {
        double squares = 0;
        for (int i = 0; i < NORMAL_COUNT; i++) {
            double z = NormalLaw.pointOf((i + 0.5) / NORMAL_COUNT);
            squares += z * z;
        }
        double toHalf = StrictMath.sqrt(0.5 * NORMAL_COUNT / squares);
        for (int i = 0; i < NORMAL_COUNT; i++) {
            NORMALS[i] = (float) (toHalf * NormalLaw.pointOf((i + 0.5) / NORMAL_COUNT));
        }
        for (int i = 0; i < EXP.length; i++) {
            EXP[i] = StrictMath.exp(-(double) i / EXP_STEPS_PER_E);
        }
        for (int law = 0; law < LAW_COUNT; law++) {
            double mean = (double) law / STEPS_PER_E;
            double term = StrictMath.exp(-mean);
            double sum = term;
            for (int k = 0; k < MOST; k++) {
                CHANCES[law * MOST + k] = k == MOST - 1 ? 1L << 32 : (long) StrictMath.rint(sum * 0x1p32);
                term *= mean / (k + 1);
                sum += term;
            }
            for (int top = 0; top < 1 << GUIDE_BITS; top++) {
                long least = (long) top << (32 - GUIDE_BITS);
                int k = 0;
                while (CHANCES[law * MOST + k] <= least) {
                    k++;
                }
                GUIDES[(law << GUIDE_BITS) + top] = (byte) k;
            }
        }
    }

    private ElectronNoise() {}

    /**
     * Electrons read from one pixel: photons and dark current as expected, clipped at the full well, with read noise.
     *
     * @param meanE expected electrons; below 0 counts as 0
     * @param readNoiseE rms electrons
     * @param fullWellE electrons a pixel holds
     * @param guardE mean from which the full well may be reached, see {@link #guardE}
     * @param bits 64 random bits
     */
    static float electrons(float meanE, float readNoiseE, float fullWellE, float guardE, long bits) {
        float z = gaussian((int) bits);
        if (meanE < SMALL_MEAN_E) {
            return poisson(meanE, bits) + readNoiseE * z;
        }
        if (meanE > guardE) {
            float caught = Math.min(fullWellE, bent(meanE, meanE, z));
            return caught + readNoiseE * gaussian((int) (bits >>> 32));
        }
        return bent(meanE, meanE + readNoiseE * readNoiseE, z);
    }

    /** Mean from which on the full well has to be looked at: seven sigmas below it. */
    static float guardE(double fullWellE) {
        return (float) (fullWellE - 7 * StrictMath.sqrt(fullWellE));
    }

    /** A number of the given mean and variance whose third moment is that of a Poisson law. */
    private static float bent(float mean, float variance, float z) {
        float share = mean / variance;
        return mean + (float) Math.sqrt(variance - share * share * (1 / 18f)) * z + share * (1 / 6f) * (z * z - 1);
    }

    /**
     * Unit Gaussian from the lower 24 bits: the sum of two tabled ones, which has no branches and right tails.
     */
    static float gaussian(int bits) {
        return NORMALS[bits & NORMAL_MASK] + NORMALS[(bits >>> NORMAL_BITS) & NORMAL_MASK];
    }

    /** Poisson number; mean below {@value #SMALL_MEAN_E}; uses the upper half of the bits. */
    static int poisson(float meanE, long bits) {
        if (meanE <= 0) {
            return 0;
        }
        int law = (int) (meanE * STEPS_PER_E);
        float rest = meanE - law * (1f / STEPS_PER_E);
        if (law == 0) {
            return few(rest, bits >>> 32);
        }
        long chance = bits >>> 32;
        int k = GUIDES[(law << GUIDE_BITS) + (int) (chance >>> (32 - GUIDE_BITS))];
        int table = law * MOST;
        while (chance >= CHANCES[table + k]) {
            k++;
        }
        return k + few(rest, CountedRandom.mixed(bits) >>> 32);
    }

    /** Poisson number of a mean of at most a thirty-second from 32 random bits. */
    private static int few(float mean, long chance) {
        // exp(-mean) is never below 1 - mean: most draws need no more than this
        if (chance * 0x1p-32f < 0.999999f - mean) {
            return 0;
        }
        int step = (int) (mean * EXP_STEPS_PER_E);
        double off = mean - step * (1.0 / EXP_STEPS_PER_E);
        double none = EXP[step] * (1 - off + 0.5 * off * off);
        double drawn = chance * 0x1p-32;
        return drawn < none ? 0 : some(mean, drawn, none);
    }

    private static int some(double mean, double drawn, double none) {
        double term = none;
        double sum = none;
        int k = 0;
        while (drawn >= sum && k < 16) {
            k++;
            term *= mean / k;
            sum += term;
        }
        return k;
    }
}
