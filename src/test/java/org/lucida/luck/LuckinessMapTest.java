package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;
import org.lucida.math.BandPassEnergy;

class LuckinessMapTest {
    private static final int W = 220;
    private static final int H = 180;
    private static final double FINEST_PX = 1.0;
    private static final double STEP_PX = 0.2;
    private static final int LEVELS = 9;

    /** The scene at every blur, and what a blur that differs from place to place makes of it. */
    private static final class BlurredField {
        final double[][] levels = new double[LEVELS][];
        final double[] sigma = new double[W * H];
        final double[] mixed = new double[W * H];

        BlurredField(double[] scene) {
            for (int k = 0; k < LEVELS; k++) {
                levels[k] = Pictures.blurred(scene, W, H, FINEST_PX + k * STEP_PX);
            }
        }

        /** A wavy field of blur: patches of some 60 px, different in every frame. */
        double[] draw(Random random) {
            double px = random.nextDouble() * 7;
            double py = random.nextDouble() * 7;
            double common = 0.3 * random.nextGaussian();
            for (int y = 0; y < H; y++) {
                for (int x = 0; x < W; x++) {
                    double wave = 0.35 * Math.sin(x / 19.0 + px) + 0.35 * Math.sin(y / 17.0 + py + x / 60.0);
                    double s = Math.max(1.05, Math.min(2.55, 1.7 + common + wave));
                    sigma[y * W + x] = s;
                    double level = (s - FINEST_PX) / STEP_PX;
                    int k = (int) level;
                    int i = y * W + x;
                    mixed[i] = (1 - level + k) * levels[k][i] + (level - k) * levels[k + 1][i];
                }
            }
            return mixed;
        }
    }

    private static double meanIn(double[] field, int left, int top, int side) {
        double sum = 0;
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                sum += field[y * W + x];
            }
        }
        return sum / (side * side);
    }

    /** Rank correlation over all tiles and frames, and the share of tiles that could be measured. */
    private static double[] correlation(double[] scene, double peakE, int tilePx) {
        Random random = new Random(5);
        BlurredField field = new BlurredField(scene);
        LuckinessMap map = new LuckinessMap(W, H, 1, 3, tilePx, 100);
        List<double[]> pairs = new ArrayList<>();
        int tiles = 0;
        for (int frame = 0; frame < 36; frame++) {
            double transparency = 1 + 0.05 * random.nextGaussian();
            Plane plane = Pictures.exposed(field.draw(random), W, H, peakE * transparency, 0, 3, random);
            map.measure(plane, transparency, 0, 0);
            for (int row = 0; frame >= 12 && row < map.rowCount(); row++) {
                for (int column = 0; column < map.columnCount(); column++) {
                    float value = map.relative()[row * map.columnCount() + column];
                    tiles++;
                    if (!Float.isNaN(value)) {
                        double blur = meanIn(
                                field.sigma, map.firstXPx() + column * tilePx, map.firstYPx() + row * tilePx, tilePx);
                        pairs.add(new double[] {value, -blur});
                    }
                }
            }
        }
        double[] a = pairs.stream().mapToDouble(p -> p[0]).toArray();
        double[] b = pairs.stream().mapToDouble(p -> p[1]).toArray();
        return new double[] {a.length < 30 ? Double.NaN : Pictures.spearman(a, b), (double) a.length / tiles};
    }

    @Test
    void tilesOrderLikeTheirBlurWhereThereIsSignal() {
        double[] moon = Pictures.surface(W, H, 3);
        double[] planet = Pictures.planet(W, H, 70, 0.3);
        StringBuilder table = new StringBuilder();
        boolean isGood = true;
        for (int tilePx : new int[] {16, 24}) {
            for (double peakE : new double[] {100, 1000, 10_000}) {
                double[] onMoon = correlation(moon, peakE, tilePx);
                double[] onPlanet = correlation(planet, peakE, tilePx);
                table.append(String.format(
                        "tile %d peak %5.0f e-: moon %.3f of %.2f, planet %.3f of %.2f%n",
                        tilePx, peakE, onMoon[0], onMoon[1], onPlanet[0], onPlanet[1]));
                isGood &= peakE < 1000 || (onMoon[0] > 0.8 && onMoon[1] > 0.9);
                isGood &= peakE < 1000 || (onPlanet[0] > 0.8 && onPlanet[1] > 0.3);
            }
        }
        if (System.getProperty("figures") != null) {
            System.out.print(table);
        }
        assertTrue(isGood, table.toString());
    }

    @Test
    void emptySkyHasNoLuckiness() {
        LuckinessMap map = new LuckinessMap(W, H, 1, 3, 24, 50);
        Random random = new Random(1);
        int shown = 0;
        for (int frame = 0; frame < 40; frame++) {
            map.measure(Pictures.exposed(new double[W * H], W, H, 1, 20, 3, random), 1, 0, 0);
            for (int i = 0; frame >= 10 && i < map.relative().length; i++) {
                shown += Float.isNaN(map.relative()[i]) ? 0 : 1;
            }
        }
        assertTrue(shown < 0.01 * 30 * map.relative().length, "shown " + shown);
    }

    @Test
    void tilesFollowTheTarget() {
        double[] scene = Pictures.blurred(Pictures.surface(W, H, 3), W, H, 1.5);
        double[] moved = new double[W * H];
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                // content goes by (+5, -3)
                moved[y * W + x] = scene[Math.min(H - 1, y + 3) * W + Math.max(0, x - 5)];
            }
        }
        LuckinessMap map = new LuckinessMap(W, H, 1, 3, 24, 50);
        map.measure(Pictures.exposed(scene, W, H, 1e6, 0, 0, new Random(1)), 1, 0, 0);
        map.measure(Pictures.exposed(moved, W, H, 1e6, 0, 0, new Random(2)), 1, 5.2, -3.1);
        int inside = 0;
        for (float value : map.relative()) {
            if (!Float.isNaN(value)) {
                assertEquals(1, value, 0.02);
                inside++;
            }
        }
        assertTrue(inside > 0.6 * map.relative().length, "inside " + inside);
        map.measure(new Plane(W, H), 1, 1000, 0);
        assertTrue(Float.isNaN(map.relative()[0]));
    }

    @Test
    void aTileEqualsTheBandEnergyOfItsPatch() {
        Plane plane = Pictures.exposed(Pictures.surface(W, H, 3), W, H, 500, 0, 3, new Random(1));
        Plane next = Pictures.exposed(Pictures.surface(W, H, 3), W, H, 500, 0, 3, new Random(2));
        LuckinessMap map = new LuckinessMap(W, H, 1, 3, 24, 50);
        map.measure(plane, 1, 0, 0);
        map.measure(next, 2, 0, 0);
        int margin = (int) Math.round(2.5 * 0.9 * 3);
        int side = 24 + 2 * margin;
        double[] energy = new double[2];
        for (int k = 0; k < 2; k++) {
            float[] patch = new float[side * side];
            for (int i = 0; i < patch.length; i++) {
                int x = map.firstXPx() + 2 * 24 - margin + i % side;
                int y = map.firstYPx() + 24 - margin + i / side;
                patch[i] = (k == 0 ? plane : next).adu[y * W + x];
            }
            BandPassEnergy band = BandPassEnergy.differenceOfGaussians(side, side, 1.5, 2.7);
            band.measure(patch);
            energy[k] = band.energyAdu2();
        }
        assertEquals(energy[1] / 4 / energy[0], map.relative()[map.columnCount() + 2], 1e-6);
    }

    @Test
    void blankFramesAndUnknownPlacesShowNothingAndTeachNothing() {
        LuckinessMap map = new LuckinessMap(W, H, 1, 3, 24, 50);
        Plane plane = Pictures.exposed(Pictures.surface(W, H, 3), W, H, 5000, 0, 3, new Random(1));
        map.measure(plane, 1, 0, 0);
        map.measure(new Plane(W, H), 0, 0, 0);
        assertTrue(Float.isNaN(map.relative()[5]));
        map.measure(plane, 1, Double.NaN, 0);
        assertTrue(Float.isNaN(map.relative()[5]));
        map.measure(plane, 1, 0, 0);
        assertEquals(1, map.relative()[5], 1e-6);
        map.restart();
        assertTrue(Float.isNaN(map.relative()[5]));
    }

    @Test
    void tinyPlanesHaveNoTilesAndBadSettingsAreRefused() {
        LuckinessMap map = new LuckinessMap(20, 12, 2, 3, 24, 50);
        map.measure(new Plane(20, 12), 1, 0, 0);
        assertEquals(0, map.relative().length);
        assertThrows(IllegalArgumentException.class, () -> new LuckinessMap(W, H, 1, 3, 4, 50));
        assertThrows(IllegalArgumentException.class, () -> map.measure(new Plane(W, H), 1, 0, 0));
    }

    @Test
    void measuringAllocatesNothing() {
        LuckinessMap map = new LuckinessMap(W, H, 2, 3, 24, 50);
        Plane plane = Pictures.exposed(Pictures.surface(W, H, 3), W, H, 500, 0, 3, new Random(1));
        assertEquals(0, Allocation.leastBytes(() -> map.measure(plane, 1, 2, 1)));
    }
}
