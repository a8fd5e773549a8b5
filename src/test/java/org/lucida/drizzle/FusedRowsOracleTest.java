package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fused loops against one term after the other. */
class FusedRowsOracleTest {
    @Test
    void fusedTermsGiveTheBitsOfOneTermAfterTheOther() {
        Random random = new Random(14);
        for (int termCount = 0; termCount <= 32; termCount++) {
            for (int length : new int[] {1, 7, 64, 333}) {
                float[][] rows = new float[termCount][];
                float[] factors = noise(random, termCount, 1);
                float[] sums = noise(random, length, 1e4);
                float[] expected = sums.clone();
                for (int t = 0; t < termCount; t++) {
                    rows[t] = noise(random, length, 1e3);
                    for (int i = 0; i < length; i++) {
                        expected[i] += factors[t] * rows[t][i];
                    }
                }
                FusedRows.add(sums, rows, factors, termCount, length);
                assertArrayEquals(expected, sums);
            }
        }
    }

    @Test
    void foldingLosesNothing() {
        Random random = new Random(15);
        for (double size : new double[] {0, 1e-3, 1, 1e6}) {
            float[] coarse = noise(random, 500, 1e6);
            float[] fine = noise(random, 500, size);
            double[] before = sums(coarse, fine);
            FusedRows.fold(coarse, fine, 500);
            assertArrayEquals(before, sums(coarse, fine));
            for (int i = 0; i < 500; i++) {
                assertEquals(coarse[i], coarse[i] + fine[i], "fine is what coarse cannot hold");
            }
        }
    }

    private static double[] sums(float[] coarse, float[] fine) {
        double[] sums = new double[coarse.length];
        Arrays.setAll(sums, i -> (double) coarse[i] + fine[i]);
        return sums;
    }

    private static float[] noise(Random random, int length, double size) {
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (float) (size * random.nextGaussian());
        }
        return noise;
    }
}
