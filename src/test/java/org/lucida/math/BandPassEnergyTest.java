package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BandPassEnergyTest {
    private static BandPassEnergy[] all(int widthPx, int heightPx) {
        return new BandPassEnergy[] {
            BandPassEnergy.differenceOfGaussians(widthPx, heightPx, 0.75, 1.35),
            BandPassEnergy.differenceOfGaussians(widthPx, heightPx, 1.5, 2.7),
            BandPassEnergy.laplacianOfGaussian(widthPx, heightPx, 0.8),
            BandPassEnergy.laplacianOfGaussian(widthPx, heightPx, 0),
            BandPassEnergy.gradientOfGaussian(widthPx, heightPx, 0.5)
        };
    }

    @Test
    void kernelsHaveTheKnownNoiseGains() {
        BandPassEnergy laplacian = BandPassEnergy.laplacianOfGaussian(20, 20, 0);
        BandPassEnergy gradient = BandPassEnergy.gradientOfGaussian(20, 20, 0);
        assertEquals(20, laplacian.noiseGain(), 1e-6);
        // Half a square for each of the two central differences.
        assertEquals(1, gradient.noiseGain(), 1e-6);
    }

    @Test
    void laplacianOfOnePixelIsComputedByHand() {
        float[] adu = new float[9 * 9];
        adu[4 * 9 + 4] = 3;
        BandPassEnergy laplacian = BandPassEnergy.laplacianOfGaussian(9, 9, 0);
        laplacian.measure(adu);
        assertEquals(9 * 20, laplacian.bandSumAdu2(), 1e-4);
        assertEquals(9 * 36 / (36.0 * laplacian.interiorCount()), laplacian.meanVarianceAdu2(), 1e-6);
    }

    @Test
    void anIsolatedHotPixelHoldsNoStructure() {
        for (BandPassEnergy band : all(48, 40)) {
            float[] adu = new float[48 * 40];
            adu[19 * 48 + 22] = 4000;
            band.measure(adu);
            assertTrue(band.bandSumAdu2() > 1e4);
            assertEquals(0, band.energyAdu2(), 1e-5 * band.bandSumAdu2());
        }
    }

    @Test
    void aRampHoldsNoStructureInTheBandPasses() {
        BandPassEnergy[] bands = all(48, 40);
        float[] adu = new float[48 * 40];
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 48; x++) {
                adu[y * 48 + x] = 1000 + 3 * x - 5 * y;
            }
        }
        for (int i = 0; i < 4; i++) {
            bands[i].measure(adu);
            assertEquals(0, bands[i].bandSumAdu2(), 1e-3);
        }
        bands[4].measure(adu);
        assertEquals(34 * bands[4].interiorCount(), bands[4].bandSumAdu2(), 1);
    }

    @Test
    void noiseVaryingOverTheFrameIsRemovedWithinItsStatedError() {
        Random random = new Random(4);
        int width = 97;
        int height = 80;
        int trials = 120;
        BandPassEnergy[] bands = all(width, height);
        double[] sum = new double[bands.length];
        double[] squares = new double[bands.length];
        double[] claimed = new double[bands.length];
        float[] adu = new float[width * height];
        for (int trial = 0; trial < trials; trial++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sigma = Math.hypot(x - 50, y - 30) < 25 ? 9 : 2;
                    adu[y * width + x] = (float) (500 + sigma * random.nextGaussian());
                }
            }
            for (int i = 0; i < bands.length; i++) {
                bands[i].measure(adu);
                double energy = bands[i].energyAdu2();
                sum[i] += energy;
                squares[i] += energy * energy;
                claimed[i] += bands[i].energySigmaAdu2();
            }
        }
        for (int i = 0; i < bands.length; i++) {
            double scatter = Math.sqrt(squares[i] / trials);
            assertEquals(0, sum[i] / trials, 3.5 * scatter / Math.sqrt(trials), "mean of kernel " + i);
            // The bounded signal term only ever enlarges the claimed error.
            double ratio = claimed[i] / trials / scatter;
            assertTrue(ratio > 0.8 && ratio < 1.6, "kernel " + i + " claims " + ratio + " of its scatter");
        }
    }
}
