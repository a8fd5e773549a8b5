package org.lucida.enhance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.math.RowFilter;

/** The fast filters against slow twins, and sharpened pictures against the sharp ones they were made of. */
class SharpeningTruthTest {
    private static final int W = 240;
    private static final int H = 200;

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "5,1", "31,17", "64,65"})
    void theSeparableFilterIsTheNaiveOne(int width, int height) {
        Random random = new Random(1);
        float[] plane = new float[width * height];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = random.nextFloat();
        }
        double[] spline = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};
        SeparableFilter filter = new SeparableFilter(width, height, 8, 64);
        float[] out = new float[plane.length];
        for (int step = 1; step <= 32; step *= 2) {
            filter.apply(PictureNoise.SPLINE, step, plane, out);
            assertArrayEquals(MadeSky.filtered(plane, width, height, spline, step), out, 2e-6f);
        }
        filter.apply(new RowFilter(RichardsonLucy.gaussian(3)), 1, plane, out);
        assertArrayEquals(MadeSky.blurred(plane, width, height, 3), out, 2e-6f);
        filter.apply(PictureNoise.SPLINE, 1, plane, plane);
        assertTrue(Float.isFinite(plane[0]));
    }

    @Test
    void aRichardsonLucyStepIsTheNaiveOne() {
        float[] blurred = MadeSky.blurred(MadeSky.planet(61, 53, 20, 0, 0), 61, 53, 4);
        PictureNoise noise = new PictureNoise(61, 53, NoiseSpectrum.WHITE);
        noise.measure(blurred);
        float[] sigma = new float[61 * 53];
        java.util.Arrays.fill(sigma, 0.01f);
        float[] out = new float[61 * 53];
        EnhanceRecipe.Sharpening wish = new EnhanceRecipe.Sharpening(EnhanceRecipe.Method.RICHARDSON_LUCY, 4, 1, 1, 0);
        new RichardsonLucy(new SeparableFilter(61, 53, 16, 16), new float[61 * 53])
                .apply(blurred, noise, sigma, 4, wish, StopSign.NEVER, out);
        double sky = noise.skyAdu();
        double pedestal =
                Math.max(5 * noise.skySigmaAdu(), 1e-3 * (noise.levels().brightAdu() - sky));
        float[] o = new float[blurred.length];
        for (int i = 0; i < o.length; i++) {
            o[i] = (float) (blurred[i] - sky + pedestal);
        }
        float[] model = MadeSky.blurred(o, 61, 53, 4);
        float[] quotient = new float[o.length];
        for (int i = 0; i < o.length; i++) {
            quotient[i] = o[i] / model[i];
        }
        float[] back = MadeSky.blurred(quotient, 61, 53, 4);
        for (int i = 0; i < o.length; i++) {
            assertEquals(o[i] * back[i] - pedestal + sky, out[i], 0.01, "at " + i);
        }
    }

    @Test
    void noiseOfEachScaleIsThatOfTheTable() {
        double[] table = {0.892, 0.201, 0.084, 0.040, 0.020, 0.0095};
        double[] tolerance = {0.003, 0.003, 0.003, 0.003, 0.002, 0.001};
        for (int scale = 0; scale < 6; scale++) {
            assertEquals(table[scale], NoiseSpectrum.WHITE.scaleSigma(scale), tolerance[scale], "scale " + scale);
        }
    }

    @Test
    void correlatedNoiseIsCoarser() {
        NoiseSpectrum drizzle = NoiseSpectrum.ofDrizzle(0.7, 1.5);
        assertTrue(drizzle.scaleSigma(0) < 0.9 * NoiseSpectrum.WHITE.scaleSigma(0));
        assertEquals(1.5, drizzle.scaleSigma(2) / NoiseSpectrum.WHITE.scaleSigma(2), 0.15);
        assertEquals(1, NoiseSpectrum.WHITE.diagonalSigma(), 1e-9);
        double sum = 0;
        int steps = 200;
        for (int y = 0; y < steps; y++) {
            for (int x = 0; x < steps; x++) {
                sum += drizzle.relativePower((x + 0.5) / (2.0 * steps), (y + 0.5) / (2.0 * steps));
            }
        }
        assertEquals(1, sum / (steps * steps), 0.001);
    }

    private static float[] sharpened(float[] blurred, EnhanceRecipe recipe) {
        float[][] out = new float[1][blurred.length];
        new Enhancement(W, H, 1, NoiseSpectrum.WHITE).enhance(new float[][] {blurred}, recipe, out, StopSign.NEVER);
        return out[0];
    }

    @ParameterizedTest
    @CsvSource({"richardson_lucy, 3, 0.75", "richardson_lucy, 5, 0.75", "wiener, 3, 0.8", "wiener, 5, 0.85"})
    void deconvolutionComesNearerToTheTruthAndKeepsTheLight(String method, double fwhm, double mostRatio) {
        float[] truth = MadeSky.planet(W, H, 70, 0.3, -0.2);
        float[] stack = MadeSky.noisy(MadeSky.blurred(truth, W, H, fwhm), 1, 100, 5);
        EnhanceRecipe recipe = EnhanceRecipe.OFF
                .with("deconvolution", method)
                .with("psfFwhmPx", Double.toString(fwhm))
                .with("iterations", "20");
        float[] sharp = sharpened(stack, recipe);
        double ratio = MadeSky.rms(sharp, truth) / MadeSky.rms(stack, truth);
        assertTrue(ratio < mostRatio, method + " " + fwhm + ": error x " + ratio);
        assertEquals(1, (MadeSky.sum(sharp) - 50.0 * W * H) / (MadeSky.sum(stack) - 50.0 * W * H), 0.005);
    }

    @Test
    void withoutNoiseTheWienerFilterGivesBackMoreThanHalfOfWhatWasLost() {
        float[] truth = MadeSky.blurred(MadeSky.planet(W, H, 70, 0, 0), W, H, 2);
        float[] stack = MadeSky.blurred(truth, W, H, 3);
        float[] sharp = sharpened(
                stack, EnhanceRecipe.OFF.with("deconvolution", "wiener").with("psfFwhmPx", "3"));
        assertTrue(MadeSky.rms(sharp, truth) < 0.4 * MadeSky.rms(stack, truth));
    }

    @Test
    void fringesAtTheLimbAreTakenAway() {
        float[] truth = MadeSky.planet(W, H, 70, 0, 0);
        float[] stack = MadeSky.noisy(MadeSky.blurred(truth, W, H, 5), 0.5, 400, 5);
        EnhanceRecipe strong = EnhanceRecipe.OFF.with("wavelets", "3,3,3,2").with("thresholds", "3,2,1");
        double with = lowest(sharpened(stack, strong));
        double without = lowest(sharpened(stack, strong.with("dehalo", "1")));
        assertTrue(with < -50, "strong wavelets draw a dark ring: " + with);
        assertTrue(without > 10, "the ring is gone: " + without);
    }

    private static double lowest(float[] plane) {
        double least = Double.POSITIVE_INFINITY;
        for (float value : plane) {
            least = Math.min(least, value);
        }
        return least;
    }

    @Test
    void thresholdsTakeNoiseAwayAndLeaveTheObject() {
        float[] truth = MadeSky.blurred(MadeSky.planet(W, H, 70, 0, 0), W, H, 5);
        float[] stack = MadeSky.noisy(truth, 10, 0, 3);
        float[] calm = sharpened(stack, EnhanceRecipe.OFF.with("thresholds", "3,2.5,2,1"));
        double before = 0;
        double after = 0;
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                // The limb, which every threshold rounds off a little, is left out.
                if (Math.abs(Math.hypot(x - W / 2.0, y - H / 2.0) - 70) > 12) {
                    int i = y * W + x;
                    before += Math.pow(stack[i] - truth[i], 2);
                    after += Math.pow(calm[i] - truth[i], 2);
                }
            }
        }
        assertTrue(Math.sqrt(after / before) < 0.5, "noise x " + Math.sqrt(after / before));
    }

    @ParameterizedTest
    @CsvSource({"3", "4", "5.5", "8"})
    void theBlurOfAPlanetIsMeasuredAtItsLimb(double fwhm) {
        float[] stack = MadeSky.noisy(MadeSky.blurred(MadeSky.planet(W, H, 70, 0, 0), W, H, fwhm), 1, 200, 9);
        Psf psf = psf(stack, EnhanceRecipe.Target.PLANET);
        assertTrue(psf.isKnown(), psf.reason());
        assertEquals(1, psf.fwhmPx() / fwhm, 0.08, psf.reason());
    }

    @ParameterizedTest
    @CsvSource({"2.5", "3.5", "6"})
    void theBlurOfStarsIsMeasured(double fwhm) {
        float[] stack = MadeSky.noisy(MadeSky.stars(W, H, 25, fwhm, 4), 2, 0, 9);
        Psf psf = psf(stack, EnhanceRecipe.Target.STARS);
        assertTrue(psf.isKnown(), psf.reason());
        assertEquals(1, psf.fwhmPx() / fwhm, 0.05, psf.reason());
    }

    @Test
    void aBlurThatCannotBeMeasuredIsNotMadeUp() {
        float[] flat = new float[W * H];
        java.util.Arrays.fill(flat, 1000);
        float[] granules = MadeSky.blurred(MadeSky.noisy(flat, 900, 0, 2), W, H, 6);
        Psf psf = psf(granules, EnhanceRecipe.Target.SURFACE);
        assertFalse(psf.isKnown());
        assertTrue(psf.reason().contains("give it with psfFwhmPx"), psf.reason());
        float[] out = sharpened(
                granules,
                EnhanceRecipe.OFF.withTarget(EnhanceRecipe.Target.SURFACE).with("deconvolution", "rl"));
        assertArrayEquals(granules, out);
    }

    private static Psf psf(float[] plane, EnhanceRecipe.Target target) {
        PictureNoise noise = new PictureNoise(W, H, NoiseSpectrum.WHITE);
        noise.measure(plane);
        return new PsfMeter(W, H, new SeparableFilter(W, H, 2, 2), new float[W * H]).measure(plane, noise, target);
    }
}
