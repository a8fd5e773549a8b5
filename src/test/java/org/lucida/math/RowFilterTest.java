package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowFilterTest {
    @Test
    void binomialOfThreeRowsIsComputedByHand() {
        float[][] window = {{1, 0}, {2, 4}, {5, 8}};
        float[] out = new float[2];
        new RowFilter(0.25, 0.5, 0.25).combine(window, 1, 2, out);
        assertArrayEquals(new float[] {2.5f, 4}, out);
    }

    @Test
    void antisymmetricTapsGiveTheSlopeTowardsLaterRows() {
        float[][] window = {{1}, {99}, {5}};
        float[] out = new float[1];
        new RowFilter(-0.5, 0, 0.5).combine(window, 1, 1, out);
        assertEquals(2, out[0]);
    }

    @Test
    void everyRadiusEqualsTheNaiveSum() {
        Random random = new Random(1);
        for (int radius = 0; radius <= 12; radius++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                if (radius == 0 && sign < 0) {
                    continue;
                }
                double[] taps = new double[2 * radius + 1];
                taps[radius] = sign > 0 ? random.nextGaussian() : 0;
                for (int k = 1; k <= radius; k++) {
                    taps[radius + k] = random.nextGaussian();
                    taps[radius - k] = sign * taps[radius + k];
                }
                float[][] window = new float[2 * radius + 3][37];
                for (float[] row : window) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = (float) random.nextGaussian();
                    }
                }
                float[] out = new float[37];
                RowFilter filter = new RowFilter(taps);
                filter.combine(window, radius + 1, 37, out);
                for (int i = 0; i < out.length; i++) {
                    double sum = 0;
                    for (int k = -radius; k <= radius; k++) {
                        sum += taps[radius + k] * window[radius + 1 + k][i];
                        assertEquals((float) taps[radius + k], filter.tap(k));
                    }
                    assertEquals(sum, out[i], 1e-5);
                }
            }
        }
    }

    @Test
    void lopsidedTapsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RowFilter(1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> new RowFilter(1, 1));
    }

    @Test
    void gaussianTapsSumToOneAndHaveTheirWidth() {
        for (double sigma : new double[] {0.45, 0.75, 1.5, 3.6}) {
            double[] taps = GaussianTaps.smooth(sigma);
            double sum = 0;
            double variance = 0;
            for (int k = 0; k < taps.length; k++) {
                sum += taps[k];
                variance += taps[k] * (k - taps.length / 2) * (k - taps.length / 2);
            }
            assertEquals(1, sum, 1e-12);
            assertEquals(sigma, Math.sqrt(variance), sigma < 0.5 ? 0.08 : 0.06 * sigma);
        }
    }

    @Test
    void slopeOfARampIsOneAndCurvatureOfASquareIsTwo() {
        for (double sigma : new double[] {0, 0.5, 1.6}) {
            double ramp = 0;
            double square = 0;
            double[] slope = GaussianTaps.slope(sigma);
            double[] curvature = GaussianTaps.curvature(sigma);
            for (int k = 0; k < slope.length; k++) {
                int x = k - slope.length / 2;
                ramp += slope[k] * x;
                square += curvature[k] * x * x;
            }
            assertEquals(1, ramp, 1e-9);
            assertEquals(2, square, 1e-9);
        }
    }
}
