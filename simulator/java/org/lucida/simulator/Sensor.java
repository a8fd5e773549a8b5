package org.lucida.simulator;

import java.nio.ByteBuffer;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.chance.NormalLaw;

/**
 * Turns expected electrons into samples: photon noise, read noise, gain, offset, clipping.
 *
 * <p>Above {@value #SMALL_MEAN_E} electrons photon and read noise together are one Gaussian of the right mean and variance,
 * bent so that the skewness of the Poisson law is right too (first Cornish-Fisher term); below, the Poisson law is exact.
 * <p>Units: electrons in, ADU out: {@code floor(e / gain + offset + 0.5)}, clipped to the bit depth.
 * <p>Memory: one row of bytes made in the constructor; calls allocate nothing.
 * <p>Thread: one at a time.
 */
final class Sensor {
    /** From this mean on the bent Gaussian stands in for the Poisson law. */
    static final int SMALL_MEAN_E = 16;

    private static final int QUANTILE_BITS = 10;
    private static final int QUANTILE_COUNT = 1 << QUANTILE_BITS;
    private static final int FRACTION_BITS = 31 - QUANTILE_BITS;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;
    /** From this interval on the straight line between quantiles is too coarse and the formula is used. */
    private static final int TAIL_START = QUANTILE_COUNT - 16;

    private static final int EXP_STEPS = 64;
    private static final int POISSON_MAX = 128;

    /** Point of the unit Gaussian within which i / QUANTILE_COUNT of the area lies. */
    private static final float[] QUANTILES = new float[QUANTILE_COUNT];
    /** exp(-i / EXP_STEPS). */
    private static final double[] EXP = new double[SMALL_MEAN_E * EXP_STEPS + 1];
    /** 1 / i. */
    private static final double[] INVERSE = new double[POISSON_MAX + 1];

    static {
        for (int i = 0; i < QUANTILE_COUNT; i++) {
            QUANTILES[i] = i == 0 ? 0 : (float) NormalLaw.pointOf(0.5 + 0.5 * i / QUANTILE_COUNT);
        }
        for (int i = 0; i < EXP.length; i++) {
            EXP[i] = StrictMath.exp(-(double) i / EXP_STEPS);
        }
        for (int i = 1; i <= POISSON_MAX; i++) {
            INVERSE[i] = 1.0 / i;
        }
    }

    private final float readNoiseE;
    private final float gainEPerAdu;
    private final float offsetAdu;
    private final int maxAdu;
    private final int bytesPerSample;
    private final byte[] row;

    Sensor(double readNoiseE, double gainEPerAdu, double offsetAdu, int maxAdu, int bytesPerSample, int rowSamples) {
        this.readNoiseE = (float) readNoiseE;
        this.gainEPerAdu = (float) gainEPerAdu;
        this.offsetAdu = (float) offsetAdu;
        this.maxAdu = maxAdu;
        this.bytesPerSample = bytesPerSample;
        row = new byte[Math.multiplyExact(rowSamples, bytesPerSample)];
    }

    /**
     * Exposes one row.
     *
     * @param expectedE expected electrons of each sample; not modified
     * @param from first sample of the row in expectedE
     * @param count samples of the row
     * @param start random bits of the first sample, see {@link CountedRandom#start}
     * @param raw receives the row, little-endian; Modified; position and limit are left alone
     * @param rawOffset first byte of the row in raw
     */
    void expose(float[] expectedE, int from, int count, long start, ByteBuffer raw, int rawOffset) {
        float aduPerE = 1 / gainEPerAdu;
        float ceiling = maxAdu;
        long counter = start;
        boolean wide = bytesPerSample == 2;
        for (int i = 0; i < count; i++) {
            float e = electrons(expectedE[from + i], readNoiseE, CountedRandom.mixed(counter));
            counter += CountedRandom.STEP;
            int adu = (int) Math.min(ceiling, Math.max(0, e * aduPerE + offsetAdu + 0.5f));
            if (wide) {
                row[2 * i] = (byte) adu;
                row[2 * i + 1] = (byte) (adu >>> 8);
            } else {
                row[i] = (byte) adu;
            }
        }
        raw.put(rawOffset, row, 0, count * bytesPerSample);
    }

    /** One draw of electrons read, photon and read noise together, from 64 random bits. */
    static float electrons(float meanE, float readNoiseE, long bits) {
        float z = gaussian((int) bits);
        if (meanE >= SMALL_MEAN_E) {
            float variance = meanE + readNoiseE * readNoiseE;
            return meanE + (float) Math.sqrt(variance) * z + meanE / (6 * variance) * (z * z - 1);
        }
        return poisson(meanE, (int) (bits >>> 32)) + readNoiseE * z;
    }

    /** Unit Gaussian from 32 random bits: one for the sign, the others for the area. */
    private static float gaussian(int bits) {
        int index = (bits >>> FRACTION_BITS) & (QUANTILE_COUNT - 1);
        float z;
        if (index >= TAIL_START) {
            z = tail(bits);
        } else {
            float low = QUANTILES[index];
            z = low + (QUANTILES[index + 1] - low) * ((bits & FRACTION_MASK) * (1f / (FRACTION_MASK + 1)));
        }
        return bits < 0 ? -z : z;
    }

    private static float tail(int bits) {
        double beyond = 1 - ((bits & Integer.MAX_VALUE) + 0.5) * 0x1p-31;
        return (float) -NormalLaw.pointOf(0.5 * beyond);
    }

    /** Poisson number by walking up the distribution; mean below {@value #SMALL_MEAN_E}. */
    private static int poisson(float meanE, int bits) {
        if (meanE <= 0) {
            return 0;
        }
        double chance = ((bits & 0xFFFF_FFFFL) + 0.5) * 0x1p-32;
        int step = (int) (meanE * EXP_STEPS);
        double rest = meanE - (double) step / EXP_STEPS;
        double term = EXP[step] * (1 - rest * (1 - rest * (0.5 - rest * (1 / 6.0))));
        double sum = term;
        int k = 0;
        while (chance > sum && k < POISSON_MAX) {
            k++;
            term *= meanE * INVERSE[k];
            sum += term;
        }
        return k;
    }
}
