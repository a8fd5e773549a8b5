package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;

class LuckinessTest {
    private static final int W = 160;
    private static final int H = 120;

    private static LuckinessReading measured(Plane plane, int binPx, double q, Metric metric) {
        LuckinessReading reading = new LuckinessReading();
        new Luckiness(plane.widthPx, plane.heightPx, binPx, q, metric).measure(plane, reading);
        return reading;
    }

    private static Plane filled(int widthPx, int heightPx, float level) {
        Plane plane = new Plane(widthPx, heightPx);
        java.util.Arrays.fill(plane.adu, level);
        return plane;
    }

    @Test
    void metricsAreFoundByTheirNames() {
        for (Metric metric : Metric.values()) {
            assertEquals(metric, Metric.named(metric.metricName()));
            assertFalse(metric.description().isBlank() || metric.validity().isBlank());
            assertFalse(metric.description().contains("\n"));
        }
        assertEquals(Metric.BAND_ENERGY, Metric.named("Band-Energy "));
        assertEquals(Metric.LAPLACIAN_VARIANCE, Metric.named("laplacian-variance"));
        String message = assertThrows(IllegalArgumentException.class, () -> Metric.named("sharpness"))
                .getMessage();
        assertTrue(message.contains("metric=sharpness") && message.contains("band-energy, s1"), message);
    }

    @Test
    void fluxBackgroundAndSquaresOfASquareStarAreComputedByHand() {
        Plane plane = filled(64, 64, 20);
        for (int y = 30; y < 34; y++) {
            for (int x = 30; x < 34; x++) {
                plane.adu[y * 64 + x] = 120;
            }
        }
        LuckinessReading s1 = measured(plane, 1, 3, Metric.S1);
        assertEquals(20, s1.backgroundAdu, 1e-9);
        assertEquals(1600, s1.fluxAdu, 1e-6);
        assertEquals(0, s1.noiseAdu);
        assertFalse(s1.isBlank);
        // 16 px of 100 squared over 1600 squared, times 4096 px.
        assertEquals(16 * 1e4 / (1600.0 * 1600) * 4096, s1.score, 1e-6);
        assertEquals(100.0 / 1600 * 4096, measured(plane, 1, 3, Metric.S2).score, 1e-6);
        double variance = 16 * 1e4 - 1600.0 * 1600 / 4096;
        assertEquals(variance / (1600.0 * 1600) * 4096, measured(plane, 1, 3, Metric.NORMALISED_VARIANCE).score, 1e-6);
    }

    @Test
    void gradientAndLaplacianOfASquareStarAreComputedByHand() {
        Plane plane = filled(64, 64, 0);
        for (int y = 30; y < 34; y++) {
            for (int x = 30; x < 34; x++) {
                plane.adu[y * 64 + x] = 100;
            }
        }
        // 8 px across each of 4 edges with slope 50; the 4 inner corners have both components.
        double straight = 4 * (4 + 2) * 50;
        double inner = 4 * Math.sqrt(2) * 50;
        assertEquals((straight + inner) / 1600, measured(plane, 1, 3, Metric.GRADIENT).score, 1e-6);
        // Outside the edges 16 px of 100; inside 8 px of 100 and 4 corners of 200.
        double squares = 16 * 1e4 + 8 * 1e4 + 4 * 4e4;
        assertEquals(squares / (1600.0 * 1600) * 4096, measured(plane, 1, 3, Metric.LAPLACIAN_VARIANCE).score, 1e-3);
    }

    @Test
    void s3WithTheFrameItselfAsReferenceIsS1AndAnUnrelatedReferenceIsLess() {
        double[] stars = Pictures.stars(W, H, 5, 1.5, 3);
        Random random = new Random(8);
        Plane plane = Pictures.exposed(stars, W, H, 1e5, 10, 1, random);
        double s1 = measured(plane, 1, 3, Metric.S1).score;
        Luckiness s3 = new Luckiness(W, H, 1, 3, Metric.S3);
        LuckinessReading reading = new LuckinessReading();
        s3.measure(plane, reading);
        assertEquals(s1, reading.score, 1e-9 * s1);
        s3.reference(plane);
        s3.measure(plane, reading);
        assertEquals(s1, reading.score, 0.01 * s1);
        s3.reference(Pictures.exposed(Pictures.stars(W, H, 5, 1.5, 4), W, H, 1e5, 10, 1, random));
        s3.measure(plane, reading);
        assertTrue(reading.score < 0.3 * s1);
    }

    @Test
    void brightnessDoesNotCountAsSharpness() {
        double[] scene = Pictures.planet(W, H, 40, 0);
        for (Metric metric : Metric.values()) {
            double[] scores = new double[3];
            for (int i = 0; i < 3; i++) {
                Plane plane = Pictures.exposed(scene, W, H, 1, 0, 0, new Random(1));
                Plane clean = new Plane(W, H);
                double gain = new double[] {500, 1500, 20000}[i];
                for (int k = 0; k < plane.adu.length; k++) {
                    clean.adu[k] = (float) (scene[k] * gain + 7);
                }
                scores[i] = measured(clean, 1, 3, metric).score;
            }
            assertEquals(scores[1], scores[0], 0.001 * scores[1], metric.metricName());
            assertEquals(scores[1], scores[2], 0.001 * scores[1], metric.metricName());
        }
    }

    @Test
    void noiseLeavesTheScoreUnbiasedFromSnr3To100() {
        double[] scene = Pictures.blurred(Pictures.planet(W, H, 40, 0), W, H, 1.2);
        for (Metric metric : new Metric[] {Metric.BAND_ENERGY, Metric.S1, Metric.TENENGRAD, Metric.LOG}) {
            Plane clean = new Plane(W, H);
            for (int k = 0; k < scene.length; k++) {
                clean.adu[k] = (float) (scene[k] * 1000);
            }
            double truth = measured(clean, 1, 3, metric).score;
            Luckiness luckiness = new Luckiness(W, H, 1, 3, metric);
            LuckinessReading reading = new LuckinessReading();
            for (double snr : new double[] {3, 10, 30, 100}) {
                Random random = new Random(11);
                int trials = 40;
                double sum = 0;
                double squares = 0;
                double claimed = 0;
                for (int trial = 0; trial < trials; trial++) {
                    Plane noisy = new Plane(W, H);
                    for (int k = 0; k < scene.length; k++) {
                        noisy.adu[k] = (float) (clean.adu[k] + random.nextGaussian() * 1000 / snr);
                    }
                    luckiness.measure(noisy, reading);
                    sum += reading.score;
                    squares += reading.score * reading.score;
                    claimed += reading.score / reading.scoreSnr;
                }
                double mean = sum / trials;
                double scatter = Math.sqrt(squares / trials - mean * mean);
                String at = metric.metricName() + " at SNR " + snr;
                // 0.5 %: what sharp limbs leave in the diagonal band, and the block rounding of the flux.
                assertEquals(truth, mean, 3.5 * scatter / Math.sqrt(trials) + 0.005 * truth, at);
                double ratio = claimed / trials / scatter;
                assertTrue(ratio > 0.6 && ratio < 2.5, at + ": claimed over true error " + ratio);
            }
        }
    }

    @Test
    void pureNoiseIsBlank() {
        int falseAlarms = 0;
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int width = 64 + 37 * (seed % 5);
            int height = 60 + 29 * (seed % 4);
            Plane plane = new Plane(width, height);
            for (int i = 0; i < plane.adu.length; i++) {
                plane.adu[i] = (float) (100 + 5 * random.nextGaussian());
            }
            LuckinessReading reading = measured(plane, 2, 3, Metric.BAND_ENERGY);
            falseAlarms += reading.isBlank ? 0 : 1;
            assertEquals(5, reading.noiseAdu, 0.5);
            assertEquals(100, reading.backgroundAdu, 1);
            assertTrue(!reading.isBlank || reading.score == 0);
        }
        assertEquals(0, falseAlarms);
    }

    @Test
    void constantAndSparseDigitalFramesAreBlank() {
        for (float level : new float[] {0, 3, 255, 17.3f, 40_000}) {
            assertTrue(measured(filled(100, 80, level), 1, 3, Metric.BAND_ENERGY).isBlank, "level " + level);
        }
        for (int onesPerThousand : new int[] {0, 1, 10, 100, 500}) {
            Random random = new Random(onesPerThousand);
            Plane mono = new Plane(320, 240);
            Plane binned = new Plane(320, 240);
            for (int i = 0; i < mono.adu.length; i++) {
                for (int k = 0; k < 4; k++) {
                    float sample = random.nextInt(1000) < onesPerThousand ? 1 : 0;
                    mono.adu[i] = sample;
                    binned.adu[i] += 0.25f * sample;
                }
            }
            assertTrue(measured(mono, 1, 3, Metric.BAND_ENERGY).isBlank, onesPerThousand + " per mille, mono");
            assertTrue(measured(binned, 2, 3, Metric.BAND_ENERGY).isBlank, onesPerThousand + " per mille, binned");
        }
    }

    @Test
    void dimTargetsAreNotBlank() {
        Random random = new Random(21);
        double[] planet = Pictures.planet(W, H, 20, 0);
        double[] star = Pictures.stars(W, H, 1, 1.5, 5);
        double[] surface = Pictures.surface(W, H, 9);
        for (int trial = 0; trial < 20; trial++) {
            // Peak of half a sigma on 1200 px: a matched filter would see 10 sigma.
            assertFalse(
                    measured(Pictures.exposed(planet, W, H, 2.5, 0, 5, random), 2, 3, Metric.BAND_ENERGY).isBlank,
                    "planet");
            // Peak pixel of 6 sigma.
            assertFalse(
                    measured(Pictures.exposed(star, W, H, 30 * 14.1, 0, 5, random), 2, 3, Metric.BAND_ENERGY).isBlank,
                    "star");
            assertFalse(
                    measured(Pictures.exposed(surface, W, H, 300, 0, 5, random), 2, 3, Metric.BAND_ENERGY).isBlank,
                    "surface");
        }
    }

    @Test
    void aSurfaceThatFillsTheFrameKeepsItsFluxAndStaysOrdered() {
        double[] scene = Pictures.surface(W, H, 10);
        double mean = java.util.Arrays.stream(scene).average().orElseThrow();
        double[] scores = new double[6];
        double[] sharpness = new double[6];
        for (int i = 0; i < 6; i++) {
            double[] blurred = Pictures.blurred(scene, W, H, 0.5 + 0.25 * i);
            Plane plane = Pictures.exposed(blurred, W, H, 2000 * (1 + 0.05 * (i % 2)), 0, 5, new Random(i));
            LuckinessReading reading = measured(plane, 2, 3, Metric.BAND_ENERGY);
            assertEquals(0, reading.backgroundAdu, 0.1 * 2000);
            assertEquals(mean * 2000 * (1 + 0.05 * (i % 2)) * W * H, reading.fluxAdu, 0.1 * mean * 2000 * W * H);
            scores[i] = reading.score;
            sharpness[i] = -i;
        }
        assertEquals(1, Pictures.spearman(scores, sharpness), 1e-9);
    }

    @Test
    void aNearlyFullDiscKeepsItsFluxNextToLittleSky() {
        double[] scene = Pictures.planet(W, H, 70, 10);
        double truth = java.util.Arrays.stream(scene).sum() * 1000;
        LuckinessReading reading =
                measured(Pictures.exposed(scene, W, H, 1000, 50, 5, new Random(3)), 2, 3, Metric.BAND_ENERGY);
        assertEquals(truth, reading.fluxAdu, 0.07 * truth);
    }

    @Test
    void fluxOfAPlanetIsExactToItsNoise() {
        double[] scene = Pictures.planet(W, H, 30, 0);
        double truth = java.util.Arrays.stream(scene).sum() * 200;
        LuckinessReading reading =
                measured(Pictures.exposed(scene, W, H, 200, 100, 5, new Random(4)), 2, 3, Metric.BAND_ENERGY);
        assertEquals(truth, reading.fluxAdu, 0.01 * truth);
        assertEquals(100, reading.backgroundAdu, 0.5);
    }

    @Test
    void tinyPlanesAndFineSamplingWork() {
        for (Metric metric : Metric.values()) {
            for (int size = 1; size <= 8; size++) {
                Plane plane = new Plane(size, 9 - size);
                for (int i = 0; i < plane.adu.length; i++) {
                    plane.adu[i] = 10 + 7 * (i % 3);
                }
                LuckinessReading reading = measured(plane, 1, 3, metric);
                assertTrue(Double.isFinite(reading.score), metric + " " + size);
            }
            double[] scene = Pictures.blurred(Pictures.planet(W * 2, H * 2, 80, 0), W * 2, H * 2, 2);
            Plane fine = Pictures.exposed(scene, W * 2, H * 2, 1000, 10, 5, new Random(5));
            LuckinessReading reading = measured(fine, 1, 6, metric);
            assertFalse(reading.isBlank);
            assertEquals(java.util.Arrays.stream(scene).sum() * 1000, reading.fluxAdu, 0.01 * reading.fluxAdu);
            assertTrue(reading.noiseAdu > 4 && reading.noiseAdu < 45);
        }
    }

    @Test
    void damagedSamplesMakeTheScoreNaN() {
        Plane plane = filled(64, 64, 5);
        plane.adu[2000] = Float.NaN;
        LuckinessReading reading = measured(plane, 1, 3, Metric.BAND_ENERGY);
        assertTrue(Double.isNaN(reading.score));
        assertFalse(reading.isBlank);
    }

    @Test
    void wrongSettingsAreNamedWithARemedy() {
        assertThrows(IllegalArgumentException.class, () -> new Luckiness(64, 64, 0, 3, Metric.S1));
        assertThrows(IllegalArgumentException.class, () -> new Luckiness(64, 64, 1, Double.NaN, Metric.S1));
        Luckiness luckiness = new Luckiness(64, 64, 1, 3, Metric.S1);
        assertThrows(
                IllegalArgumentException.class, () -> luckiness.measure(new Plane(64, 63), new LuckinessReading()));
    }
}
