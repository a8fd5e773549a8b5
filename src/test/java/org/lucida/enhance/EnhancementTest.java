package org.lucida.enhance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnhancementTest {
    private static final int W = 161;
    private static final int H = 127;

    private static float[][] colours() {
        float[][] planes = new float[3][];
        for (int plane = 0; plane < 3; plane++) {
            float[] picture = MadeSky.blurred(MadeSky.planet(W, H, 45, plane - 1, 0.5 * plane), W, H, 4);
            for (int i = 0; i < picture.length; i++) {
                picture[i] = 50 + 20 * plane + (picture[i] - 50) * new float[] {0.7f, 1, 0.4f}[plane];
            }
            planes[plane] = MadeSky.noisy(picture, 1, 200, plane);
        }
        return planes;
    }

    private static float[][] like(float[][] planes) {
        return new float[planes.length][planes[0].length];
    }

    @Test
    void everythingOffIsTheSameToTheBit() {
        float[][] in = colours();
        in[0][77] = Float.NaN;
        in[1][78] = Float.NEGATIVE_INFINITY;
        float[][] copy = {in[0].clone(), in[1].clone(), in[2].clone()};
        float[][] out = like(in);
        assertTrue(new Enhancement(W, H, 3, NoiseSpectrum.WHITE).apply(in, EnhanceRecipe.OFF, out, StopSign.NEVER));
        for (int plane = 0; plane < 3; plane++) {
            assertArrayEquals(copy[plane], in[plane]);
            assertArrayEquals(copy[plane], out[plane]);
        }
    }

    @Test
    void waveletsWithGainOneGiveThePictureBack() {
        // A threshold too small to matter keeps the step from being left out.
        EnhanceRecipe recipe = EnhanceRecipe.OFF.with("thresholds", "1e-9");
        float[] delta = new float[W * H];
        delta[60 * W + 80] = 1000;
        float[][] out = new float[1][W * H];
        new Enhancement(W, H, 1, NoiseSpectrum.WHITE).enhance(new float[][] {delta}, recipe, out, StopSign.NEVER);
        assertArrayEquals(delta, out[0], 1000 * 4e-7f);
        float[][] planet = {colours()[1]};
        new Enhancement(W, H, 1, NoiseSpectrum.WHITE).enhance(planet, recipe, out, StopSign.NEVER);
        assertArrayEquals(planet[0], out[0], 1000 * 1e-6f);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "7,1", "2,2", "3,5", "17,9", "64,33"})
    void smallAndOddPlanesGoThroughEveryStep(int width, int height) {
        Random random = new Random(width * 100L + height);
        for (int planeCount : new int[] {1, 3}) {
            float[][] in = new float[planeCount][width * height];
            for (float[] plane : in) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = random.nextInt(1000);
                }
            }
            for (EnhanceRecipe.Target target : EnhanceRecipe.Target.values()) {
                for (String method : List.of("rl", "wiener")) {
                    EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(target)
                            .with("deconvolution", method)
                            .with("psfFwhmPx", "3");
                    float[][] out = like(in);
                    assertTrue(new Enhancement(width, height, planeCount, NoiseSpectrum.WHITE)
                            .apply(in, recipe, out, StopSign.NEVER));
                    for (float[] plane : out) {
                        for (float value : plane) {
                            assertTrue(value >= 0 && value <= 1, width + "x" + height + ": " + value);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EnhanceRecipe.Method.class,
            names = {"WIENER", "RICHARDSON_LUCY"})
    void emptyPixelsStayEmptyAndSpoilNothing(EnhanceRecipe.Method method) {
        float[][] whole = colours();
        float[][] holed = {whole[0].clone(), whole[1].clone(), whole[2].clone()};
        for (int y = 10; y < 14; y++) {
            Arrays.fill(holed[1], y * W + 3, y * W + 8, Float.NaN);
        }
        Arrays.fill(holed[2], 0, W, Float.NaN);
        EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET)
                .with("psfFwhmPx", "4")
                .with("align", "0.4,0,0,0.3")
                .with("balance", "1.2,1,2")
                .with("stretch", "none")
                .with("deconvolution", method.name());
        Enhancement enhancement = new Enhancement(W, H, 3, NoiseSpectrum.WHITE);
        float[][] expected = like(whole);
        float[][] out = like(whole);
        enhancement.enhance(whole, recipe, expected, StopSign.NEVER);
        enhancement.enhance(holed, recipe, out, StopSign.NEVER);
        double far = 0;
        for (int plane = 0; plane < 3; plane++) {
            for (int i = 0; i < W * H; i++) {
                assertEquals(Float.isNaN(holed[plane][i]), Float.isNaN(out[plane][i]));
                if (!Float.isNaN(out[plane][i]) && i / W > 40) {
                    far = Math.max(far, Math.abs(out[plane][i] - expected[plane][i]));
                }
            }
        }
        assertTrue(far < 5, "a hole in the sky changed the planet by " + far + " ADU of 1000");
    }

    @Test
    void planesOfNothingButHolesAreGivenBack() {
        float[][] in = new float[3][W * H];
        for (float[] plane : in) {
            Arrays.fill(plane, Float.NaN);
        }
        float[][] out = like(in);
        new Enhancement(W, H, 3, NoiseSpectrum.WHITE)
                .enhance(in, EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET), out, StopSign.NEVER);
        for (float[] plane : out) {
            for (float value : plane) {
                assertTrue(Float.isNaN(value));
            }
        }
    }

    @Test
    void theSameWorkerGivesTheSameBitsAgain() {
        float[][] in = colours();
        EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET);
        Enhancement enhancement = new Enhancement(W, H, 3, NoiseSpectrum.ofDrizzle(0.7, 1.5));
        float[][] first = like(in);
        float[][] second = like(in);
        enhancement.apply(in, recipe, first, StopSign.NEVER);
        enhancement.apply(
                new float[][] {in[2], in[0], in[1]}, recipe.with("deconvolution", "wiener"), second, StopSign.NEVER);
        enhancement.apply(in, recipe, second, StopSign.NEVER);
        for (int plane = 0; plane < 3; plane++) {
            assertArrayEquals(first[plane], second[plane]);
        }
    }

    @Test
    void itStopsWhenToldTo() {
        float[][] in = colours();
        int[] asked = {0};
        boolean done = new Enhancement(W, H, 3, NoiseSpectrum.WHITE)
                .apply(in, EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET), like(in), () -> ++asked[0] > 4);
        assertFalse(done);
        assertEquals(5, asked[0]);
    }

    @Test
    void theMeanColourBecomesTheWishedOne() {
        float[][] in = colours();
        float[][] out = like(in);
        Enhancement enhancement = new Enhancement(W, H, 3, NoiseSpectrum.WHITE);
        enhancement.enhance(in, EnhanceRecipe.OFF.with("balance", "auto:1.4,1,0.6"), out, StopSign.NEVER);
        double[] sum = new double[3];
        for (int i = 0; i < W * H; i++) {
            if (in[1][i] > 400) {
                for (int plane = 0; plane < 3; plane++) {
                    sum[plane] += out[plane][i] - 70;
                }
            }
        }
        assertEquals(1.4, sum[0] / sum[1], 0.02);
        assertEquals(0.6, sum[2] / sum[1], 0.02);
    }

    @Test
    void saturationKeepsTheLuminance() {
        float[][] in = colours();
        float[][] out = like(in);
        new Enhancement(W, H, 3, NoiseSpectrum.WHITE)
                .enhance(in, EnhanceRecipe.OFF.with("saturation", "2"), out, StopSign.NEVER);
        int i = H / 2 * W + W / 2;
        assertEquals(luminance(in, i), luminance(out, i), 0.01);
        assertTrue(out[1][i] - out[2][i] > 1.8 * (in[1][i] - in[2][i]) - 50);
    }

    private static double luminance(float[][] planes, int i) {
        return 0.2126 * planes[0][i] + 0.7152 * planes[1][i] + 0.0722 * planes[2][i];
    }

    @Test
    void aToneCurveRunsFromBlackToWhite() {
        float[][] ramp = new float[1][1000];
        for (int i = 0; i < 1000; i++) {
            ramp[0][i] = i;
        }
        float[][] out = new float[1][1000];
        Enhancement enhancement = new Enhancement(100, 10, 1, NoiseSpectrum.WHITE);
        for (String curve : List.of("linear", "gamma", "asinh")) {
            EnhanceRecipe recipe = EnhanceRecipe.OFF
                    .with("stretch", curve)
                    .with("black", "100")
                    .with("white", "600")
                    .with("gamma", "2");
            enhancement.apply(ramp, recipe, out, StopSign.NEVER);
            assertEquals(0, out[0][100]);
            assertEquals(1, out[0][600]);
            for (int i = 1; i < 1000; i++) {
                assertTrue(out[0][i] >= out[0][i - 1]);
            }
            double half =
                    switch (curve) {
                        case "gamma" -> Math.sqrt(0.5);
                        case "asinh" -> Math.log(5 + Math.sqrt(26)) / Math.log(10 + Math.sqrt(101));
                        default -> 0.5;
                    };
            assertEquals(half, out[0][350], 1e-4);
        }
    }

    @Test
    void laterCallsAllocateNoPlanes() {
        float[][] in = colours();
        float[][] out = like(in);
        Enhancement enhancement = new Enhancement(W, H, 3, NoiseSpectrum.WHITE);
        EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET);
        for (int k = 0; k < 3; k++) {
            enhancement.apply(in, recipe, out, StopSign.NEVER);
        }
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        enhancement.apply(in, recipe, out, StopSign.NEVER);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 60_000, "allocated " + bytes + " bytes; the notes need some, a plane " + 4 * W * H);
    }
}
