package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;

/** Do the metrics order frames of known blur as their blur does, with noise and 5 % transparency jitter? */
class LuckinessRankingTest {
    private static final int W = 150;
    private static final int H = 130;
    private static final int FRAMES = 40;

    /** Rank correlation of each metric with the sharpness of a planet whose blur runs over the given range, planes px. */
    private static Map<Metric, Double> ranking(double peakE, double narrowPx, double widePx, int binPx, long seed) {
        Random random = new Random(seed);
        double[] sharpness = new double[FRAMES];
        Plane[] planes = new Plane[FRAMES];
        double[] scene = Pictures.planet(W, H, 45, 0.3);
        for (int i = 0; i < FRAMES; i++) {
            double sigma = narrowPx + (widePx - narrowPx) * random.nextDouble();
            sharpness[i] = -sigma;
            double transparency = 1 + 0.05 * random.nextGaussian();
            double[] blurred = Pictures.blurred(scene, W, H, sigma);
            planes[i] = Pictures.exposed(blurred, W, H, peakE * transparency, 0, 3, random);
        }
        return correlations(planes, sharpness, binPx);
    }

    private static Map<Metric, Double> correlations(Plane[] planes, double[] sharpness, int binPx) {
        Map<Metric, Double> table = new EnumMap<>(Metric.class);
        LuckinessReading reading = new LuckinessReading();
        for (Metric metric : Metric.values()) {
            Luckiness luckiness = new Luckiness(planes[0].widthPx, planes[0].heightPx, binPx, 3, metric);
            double[] scores = new double[planes.length];
            for (int i = 0; i < planes.length; i++) {
                luckiness.measure(planes[i], reading);
                scores[i] = reading.score;
            }
            table.put(metric, Pictures.spearman(scores, sharpness));
        }
        return table;
    }

    @Test
    void bandEnergyOrdersPlanetFramesByTheirBlur() {
        for (int binPx = 1; binPx <= 2; binPx++) {
            double scale = 1.0 / binPx;
            for (double peakE : new double[] {100, 1000, 10_000}) {
                Map<Metric, Double> table = ranking(peakE, 1.6 * scale, 3.6 * scale, binPx, 31);
                String all = "binPx " + binPx + " peak " + peakE + ": " + table;
                assertTrue(table.get(Metric.BAND_ENERGY) >= 0.9, all);
                assertTrue(peakE < 1000 || table.get(Metric.TENENGRAD) >= 0.9, all);
                assertTrue(peakE < 1000 || table.get(Metric.LOG) >= 0.9, all);
                assertTrue(
                        table.get(Metric.BAND_ENERGY) >= table.get(Metric.LAPLACIAN_VARIANCE) - 0.02 || peakE > 1000,
                        all);
            }
        }
    }

    @Test
    void rawLaplacianVarianceMeasuresNoiseOnDimPlanets() {
        Map<Metric, Double> table = ranking(100, 1.6, 3.6, 1, 32);
        assertTrue(table.get(Metric.LAPLACIAN_VARIANCE) < 0.5, table.toString());
        assertTrue(table.get(Metric.BAND_ENERGY) > 0.9, table.toString());
    }

    @Test
    void s1OrdersStarsByTheirBlur() {
        for (double peakE : new double[] {100, 1000}) {
            Random random = new Random(33);
            Plane[] planes = new Plane[FRAMES];
            double[] sharpness = new double[FRAMES];
            for (int i = 0; i < FRAMES; i++) {
                double sigma = 0.7 + 1.6 * random.nextDouble();
                sharpness[i] = -sigma;
                double[] stars = Pictures.stars(W, H, 6, sigma, 77);
                double flux = peakE * 2 * Math.PI * 1.5 * 1.5 * (1 + 0.05 * random.nextGaussian());
                planes[i] = Pictures.exposed(stars, W, H, flux, 5, 3, random);
            }
            Map<Metric, Double> table = correlations(planes, sharpness, 1);
            assertTrue(table.get(Metric.S1) >= (peakE > 500 ? 0.98 : 0.93), "peak " + peakE + ": " + table);
            assertTrue(table.get(Metric.BAND_ENERGY) >= 0.95, "peak " + peakE + ": " + table);
        }
    }

    @Test
    void identicalFramesScoreAlikeWhereverTheTargetIs() {
        LuckinessReading reading = new LuckinessReading();
        Luckiness luckiness = new Luckiness(W, H, 2, 3, Metric.BAND_ENERGY);
        double[] scores = new double[10];
        for (int i = 0; i < 10; i++) {
            double[] scene = Pictures.blurred(Pictures.planet(W, H, 40, 2.37 * (i - 4)), W, H, 1);
            luckiness.measure(Pictures.exposed(scene, W, H, 3000, 10, 3, new Random(i)), reading);
            scores[i] = reading.score;
        }
        double mean = Arrays.stream(scores).average().orElseThrow();
        for (double score : scores) {
            assertEquals(mean, score, 0.03 * mean);
        }
    }
}
