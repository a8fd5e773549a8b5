package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is drawn against a naive twin that computes every screen pixel by itself. */
class RenderingTest {
    private static final Tone TONE = new Tone(
            Tone.Mode.HAND,
            new Tone.Channel(100, 60_000, 0.5),
            new Tone.Channel(0, 50_000, 0.3),
            new Tone.Channel(-500, 65_535, 0.3));

    private final Rendering rendering = new Rendering();

    @Test
    void everyZoomAndPlaceEqualsTheNaiveTwin() {
        Random random = new Random(5);
        int[][] screens = {{64, 48}, {1, 1}, {37, 91}, {200, 3}};
        double[] zooms = {0.1, 0.37, 0.5, 0.93, 1, 1.3, 1.5, 1.99, 2, 2.7, 4, 16};
        for (double pxPerRawPx : new double[] {1, 1.5, 0.5}) {
            for (int planeCount : new int[] {1, 3}) {
                float[][] planes = planes(planeCount, 41 * 29, random);
                for (int[] screen : screens) {
                    for (double zoom : zooms) {
                        Sight sight = new Sight(random.nextDouble() * 41, random.nextDouble() * 29, zoom);
                        compare(planes, 41, 29, pxPerRawPx, sight, screen[0], screen[1]);
                    }
                }
            }
        }
    }

    private void compare(float[][] planes, int w, int h, double pxPerRawPx, Sight sight, int width, int height) {
        int stride = width + 5;
        int[] argb = new int[stride * height];
        rendering.render(planes, w, h, pxPerRawPx, sight, TONE, false, argb, width, height, stride);
        int different = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int expected = naive(planes, w, h, pxPerRawPx, sight, width, height, x, y);
                int seen = argb[y * stride + x];
                for (int shift = 0; shift <= 24; shift += 8) {
                    int difference = Math.abs((expected >> shift & 0xff) - (seen >> shift & 0xff));
                    different += difference == 0 ? 0 : 1;
                    String where = sight + " " + pxPerRawPx + " at " + x + "," + y;
                    assertTrue(
                            difference <= 1,
                            where + " " + Integer.toHexString(expected) + " " + Integer.toHexString(seen));
                }
            }
        }
        assertTrue(different <= 0.02 * width * height * 3 + 2, "roundings " + different);
    }

    static int naive(
            float[][] planes, int w, int h, double pxPerRawPx, Sight sight, int width, int height, int x, int y) {
        double magnification = sight.zoomPxPerRawPx() / pxPerRawPx;
        double u = (sight.rawX(x + 0.5, width) + 0.5) * pxPerRawPx;
        double v = (sight.rawY(y + 0.5, height) + 0.5) * pxPerRawPx;
        if (Math.abs(magnification - 1) < 1e-6) {
            // life size: pixel on pixel
            u = Math.rint((sight.rawX(0, width) + 0.5) * pxPerRawPx) + x + 0.5;
            v = Math.rint((sight.rawY(0, height) + 0.5) * pxPerRawPx) + y + 0.5;
        }
        if (u < 0 || v < 0 || u >= w || v >= h) {
            return Rendering.BACKGROUND;
        }
        int argb = 0xff000000;
        for (int channel = 0; channel < 3; channel++) {
            float[] plane = planes[Math.min(channel, planes.length - 1)];
            Tone.Channel tone = planes.length == 1 ? TONE.red() : TONE.channel(channel);
            double value;
            if (magnification >= 2 - 1e-9 || Math.abs(magnification - 1) < 1e-6) {
                value = plane[(int) v * w + (int) u];
            } else if (magnification > 1) {
                value = linear(plane, w, h, u - 0.5, v - 0.5);
            } else {
                value = mean(plane, w, h, u, v, 0.5 / magnification);
            }
            argb |= (int) Math.round(tone.brightness(value) * 255) << 16 - 8 * channel;
        }
        return argb;
    }

    private static double linear(float[] plane, int w, int h, double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double sum = 0;
        for (int dy = 0; dy <= 1; dy++) {
            for (int dx = 0; dx <= 1; dx++) {
                double weight = (1 - Math.abs(x - x0 - dx)) * (1 - Math.abs(y - y0 - dy));
                int px = Math.max(0, Math.min(w - 1, x0 + dx));
                int py = Math.max(0, Math.min(h - 1, y0 + dy));
                sum += weight * plane[py * w + px];
            }
        }
        return sum;
    }

    private static double mean(float[] plane, int w, int h, double u, double v, double half) {
        double sum = 0;
        double area = 0;
        for (int y = Math.max(0, (int) (v - half)); y < Math.min(h, v + half + 1); y++) {
            double part = Math.max(0, Math.min(v + half, y + 1) - Math.max(v - half, y));
            for (int x = Math.max(0, (int) (u - half)); x < Math.min(w, u + half + 1) && part > 0; x++) {
                double weight = part * Math.max(0, Math.min(u + half, x + 1) - Math.max(u - half, x));
                sum += weight * plane[y * w + x];
                area += weight;
            }
        }
        return sum / area;
    }

    static float[][] planes(int count, int samples, Random random) {
        float[][] planes = new float[count][samples];
        for (float[] plane : planes) {
            for (int i = 0; i < samples; i++) {
                plane[i] = random.nextFloat() * 65_535;
            }
        }
        return planes;
    }

    @Test
    void byNightThereIsNothingButRed() {
        float[][] planes = planes(3, 41 * 29, new Random(3));
        for (double zoom : new double[] {0.3, 1.5, 3}) {
            int[] argb = new int[64 * 48];
            rendering.render(planes, 41, 29, 1, new Sight(20, 14, zoom), TONE, true, argb, 64, 48, 64);
            assertTrue(Arrays.stream(argb).allMatch(it -> (it & 0xff00ffff) == 0xff000000), "zoom " + zoom);
            assertTrue(Arrays.stream(argb).anyMatch(it -> (it >> 16 & 0xff) > 40));
        }
    }

    @Test
    void whatIsUnknownIsBlackAndSpreadsNoFurtherThanOnePixel() {
        float[][] planes = {new float[25]};
        Arrays.fill(planes[0], 60_000);
        planes[0][12] = Float.NaN;
        int[] argb = new int[100 * 100];
        rendering.render(planes, 5, 5, 1, new Sight(2, 2, 20), TONE, false, argb, 100, 100, 100);
        assertEquals(0xff000000, argb[50 * 100 + 50]);
        assertEquals(0xffffffff, argb[50 * 100 + 39]);
        int[] small = new int[49];
        rendering.render(planes, 5, 5, 1, new Sight(2, 2, 1.4), TONE, false, small, 7, 7, 7);
        assertEquals(0xffffffff, small[0]);
    }

    @Test
    void aClippedPixelIsPaintedWholeAndStaysVisibleWhenSmall() {
        float[][] planes = {new float[100 * 100]};
        planes[0][30 * 100 + 70] = 4095;
        int[] argb = new int[400 * 400];
        rendering.render(planes, 100, 100, 1, new Sight(49.5, 49.5, 4), TONE, false, argb, 400, 400, 400);
        rendering.paintAbove(planes, 100, 4095, Tints.CLIPPED, argb, 400);
        assertEquals(16, Arrays.stream(argb).filter(it -> it == Tints.CLIPPED).count());
        assertEquals(Tints.CLIPPED, argb[121 * 400 + 282]);
        int[] small = new int[10 * 10];
        rendering.render(planes, 100, 100, 1, new Sight(49.5, 49.5, 0.1), TONE, false, small, 10, 10, 10);
        rendering.paintAbove(planes, 100, 4095, Tints.CLIPPED, small, 10);
        assertEquals(Tints.CLIPPED, small[3 * 10 + 7]);
    }

    @Test
    void aTintCoversThePixelsOfItsGradeOnly() {
        float[][] planes = {new float[] {50_000, 50_000}};
        int[] argb = new int[20 * 10];
        rendering.render(planes, 2, 1, 1, new Sight(0.5, 0, 10), TONE, false, argb, 20, 10, 20);
        int before = argb[5];
        rendering.tint(new byte[] {0, Coverage.THIN}, 2, Tints.of(true), argb, 20);
        assertEquals(before, argb[5]);
        assertTrue(argb[15] != before && (argb[15] >> 24 & 0xff) == 0xff);
    }
}
