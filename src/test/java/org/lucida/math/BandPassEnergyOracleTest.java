package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The streaming filters against plain double loops that fetch every pixel for every tap. */
class BandPassEnergyOracleTest {
    private static final int[][] SIZES = {
        {1, 1}, {2, 1}, {1, 3}, {2, 2}, {3, 3}, {4, 7}, {5, 4}, {6, 6}, {7, 5}, {8, 8}, {17, 9}, {31, 45}, {64, 60},
        {83, 47}
    };

    private static double at(float[] adu, int width, int height, int x, int y) {
        return adu[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
    }

    private static double filtered(float[] adu, int width, int height, int x, int y, double[] tapsX, double[] tapsY) {
        double sum = 0;
        for (int j = 0; j < tapsY.length; j++) {
            for (int i = 0; i < tapsX.length; i++) {
                sum += tapsX[i] * tapsY[j] * at(adu, width, height, x + i - tapsX.length / 2, y + j - tapsY.length / 2);
            }
        }
        return sum;
    }

    private static void compare(
            BandPassEnergy fast, float[] adu, int width, int height, double[][] terms, boolean quadrature) {
        fast.measure(adu);
        double band = 0;
        double diagonal = 0;
        double[] second = {1, -2, 1};
        for (int y = fast.marginYPx(); y < height - fast.marginYPx(); y++) {
            for (int x = fast.marginXPx(); x < width - fast.marginXPx(); x++) {
                double one = filtered(adu, width, height, x, y, terms[0], terms[1]);
                double two = filtered(adu, width, height, x, y, terms[2], terms[3]);
                band += quadrature ? one * one + two * two : (one + two) * (one + two);
                double h = filtered(adu, width, height, x, y, second, second);
                diagonal += h * h;
            }
        }
        double gain = 0;
        int radius = 40;
        for (int j = -radius; j <= radius; j++) {
            for (int i = -radius; i <= radius; i++) {
                double one = tap(terms[0], i) * tap(terms[1], j);
                double two = tap(terms[2], i) * tap(terms[3], j);
                gain += quadrature ? one * one + two * two : (one + two) * (one + two);
            }
        }
        String place = width + "x" + height;
        assertEquals(band, fast.bandSumAdu2(), 2e-5 * band + 1e-3, place);
        assertEquals(gain, fast.noiseGain(), 1e-5 * gain, place);
        assertEquals(gain / 36 * diagonal, fast.noiseSumAdu2(), 2e-5 * gain / 36 * diagonal + 1e-3, place);
    }

    private static double tap(double[] taps, int k) {
        int index = k + taps.length / 2;
        return index < 0 || index >= taps.length ? 0 : taps[index];
    }

    private static double[] negative(double[] taps) {
        double[] out = new double[taps.length];
        for (int k = 0; k < taps.length; k++) {
            out[k] = -taps[k];
        }
        return out;
    }

    @Test
    void streamingFiltersEqualNaiveLoopsForEverySize() {
        Random random = new Random(5);
        for (int[] size : SIZES) {
            int width = size[0];
            int height = size[1];
            float[] adu = new float[width * height];
            for (int i = 0; i < adu.length; i++) {
                adu[i] = (float) (300 + 50 * random.nextGaussian());
            }
            double[] narrow = GaussianTaps.smooth(0.75);
            double[] wide = GaussianTaps.smooth(1.35);
            compare(
                    BandPassEnergy.differenceOfGaussians(width, height, 0.75, 1.35),
                    adu,
                    width,
                    height,
                    new double[][] {narrow, narrow, wide, negative(wide)},
                    false);
            double[] smooth = GaussianTaps.smooth(0.8);
            double[] curvature = GaussianTaps.curvature(0.8);
            compare(
                    BandPassEnergy.laplacianOfGaussian(width, height, 0.8),
                    adu,
                    width,
                    height,
                    new double[][] {curvature, smooth, smooth, curvature},
                    false);
            double[] slope = GaussianTaps.slope(0.8);
            compare(
                    BandPassEnergy.gradientOfGaussian(width, height, 0.8),
                    adu,
                    width,
                    height,
                    new double[][] {slope, smooth, smooth, slope},
                    true);
        }
    }

    @Test
    void measuringTwiceGivesTheSameBits() {
        Random random = new Random(6);
        float[] adu = new float[70 * 50];
        for (int i = 0; i < adu.length; i++) {
            adu[i] = random.nextFloat() * 100;
        }
        BandPassEnergy band = BandPassEnergy.differenceOfGaussians(70, 50, 0.75, 1.35);
        band.measure(adu);
        double first = band.energyAdu2();
        double firstSigma = band.energySigmaAdu2();
        band.measure(adu);
        assertEquals(first, band.energyAdu2());
        assertEquals(firstSigma, band.energySigmaAdu2());
    }
}
