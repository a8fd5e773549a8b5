package org.lucida.enhance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PictureNoiseTest {
    private static final int W = 320;
    private static final int H = 256;

    @Test
    void noiseIsFoundInTheSkyAndOnThePlanet() {
        float[] planet = MadeSky.blurred(MadeSky.planet(W, H, 100, 0, 0), W, H, 5);
        PictureNoise noise = new PictureNoise(W, H, NoiseSpectrum.WHITE);
        noise.measure(MadeSky.noisy(planet, 2, 10, 1));
        assertEquals(1, noise.skySigmaAdu() / Math.sqrt(4 + 5), 0.05);
        assertEquals(1, noise.sigmaAdu(900) / Math.sqrt(4 + 90), 0.06);
        assertEquals(50, noise.skyAdu(), 1);
    }

    @Test
    void signalToNoiseGrowsWithTheRootOfTheFrames() {
        float[] planet = MadeSky.blurred(MadeSky.planet(W, H, 100, 0, 0), W, H, 5);
        PictureNoise noise = new PictureNoise(W, H, NoiseSpectrum.WHITE);
        float[] sum = new float[planet.length];
        double one = 0;
        for (int n = 1; n <= 64; n++) {
            float[] frame = MadeSky.noisy(planet, 20, 5, n);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += frame[i];
            }
            if (Integer.bitCount(n) == 1) {
                float[] mean = new float[sum.length];
                for (int i = 0; i < sum.length; i++) {
                    mean[i] = sum[i] / n;
                }
                noise.measure(mean);
                if (n == 1) {
                    one = noise.snr();
                }
                if (n >= 4) {
                    double growth = noise.snr() / one;
                    assertEquals(1, growth / Math.sqrt(n), 0.03, "n=" + n + " snr=" + noise.snr());
                }
            }
        }
    }

    @Test
    void anEmptyPlaneHasNoSignal() {
        PictureNoise noise = new PictureNoise(W, H, NoiseSpectrum.WHITE);
        float[] empty = new float[W * H];
        java.util.Arrays.fill(empty, Float.NaN);
        noise.measure(empty);
        assertFalse(noise.isKnown());
        assertEquals(0, noise.snr());
        java.util.Arrays.fill(empty, 5);
        noise.measure(empty);
        assertEquals(0, noise.snr());
    }

    @Test
    void correlationIsTakenOut() {
        // Every raw sample on two by two output pixels, as a drizzle of scale 2 with pixfrac 1 leaves it on average.
        float[] white = MadeSky.noisy(new float[W * H], 10, 0, 4);
        float[] block = new float[W * H];
        for (int y = 1; y < H; y++) {
            for (int x = 1; x < W; x++) {
                block[y * W + x] =
                        (white[y * W + x] + white[y * W + x - 1] + white[y * W + x - W] + white[y * W + x - W - 1]) / 4;
            }
        }
        PictureNoise noise = new PictureNoise(W, H, NoiseSpectrum.ofDrizzle(1, 2));
        noise.measure(block);
        assertTrue(noise.skySigmaAdu() > 4 && noise.skySigmaAdu() < 9, "sigma " + noise.skySigmaAdu());
    }
}
