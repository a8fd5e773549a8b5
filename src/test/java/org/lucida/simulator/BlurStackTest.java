package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.chance.NormalLaw;

class BlurStackTest {
    /** The scene by its definition: every point light, blurred and integrated over the pixel, one after the other. */
    private static double direct(Painting painting, float[] plane, double xPx, double yPx, double blurPx) {
        int reach = (int) Math.ceil(2 * (6 * blurPx + 1));
        int column0 = (int) Math.floor(2 * (xPx - painting.originXPx()));
        int row0 = (int) Math.floor(2 * (yPx - painting.originYPx()));
        double sum = 0;
        for (int row = row0 - reach; row <= row0 + reach; row++) {
            double down = NormalLaw.overPixel(painting.originYPx() + row / 2.0 - yPx, blurPx);
            for (int column = column0 - reach; column <= column0 + reach; column++) {
                int r = painting.periodic() ? Math.floorMod(row, painting.rows()) : row;
                int c = painting.periodic() ? Math.floorMod(column, painting.columns()) : column;
                if (r >= 0 && r < painting.rows() && c >= 0 && c < painting.columns()) {
                    double across = NormalLaw.overPixel(painting.originXPx() + column / 2.0 - xPx, blurPx);
                    sum += down * across * plane[r * painting.columns() + c];
                }
            }
        }
        return sum / 4;
    }

    @ParameterizedTest
    @CsvSource({
        "planet, 0.9, 0, 0",
        "planet, 0.9, 0.25, 0.75",
        "planet, 0.9, -13.37, 21.81",
        "planet, 2.0, 3.13, -1.4",
        "moon, 0.9, 0.31, 0.17",
        "moon, 0.9, -213.4, 517.25",
    })
    void interpolatedFramesEqualTheDirectSumWithinAThousandthOfThePeak(
            String scene, double blurPx, double displacementXPx, double displacementYPx) {
        ClipSettings settings = ClipSettings.parse(scene + "?size=120x100,discDiameterPx=70,blurMinPx=0.9,blurMaxPx=2");
        CountedRandom random = new CountedRandom(1, 1);
        Painting painting = scene.equals("planet")
                ? PlanetPainter.paint(settings, random, 14)
                : MoonPainter.paint(settings, random);
        double[] gains = {1, 0.8, 0.6};
        BlurStack stack = new BlurStack(painting, gains, false, 0.9, 2, 120);
        Roi roi = new Roi(7, 3, 61, 52);
        float[] rgb = new float[61 * 52 * 3];
        stack.expose(displacementXPx, displacementYPx, blurPx, 10, roi, ColorLayout.RGB, rgb);
        double worst = 0;
        for (int i = 0; i < rgb.length; i += 37) {
            int pixel = i / 3;
            int color = i % 3;
            double xPx = roi.xPx() + pixel % 61 - displacementXPx;
            double yPx = roi.yPx() + pixel / 61 - displacementYPx;
            float[] plane = painting.values()[Math.min(color, painting.values().length - 1)];
            double expected = 10 * gains[color] * direct(painting, plane, xPx, yPx, blurPx);
            worst = Math.max(worst, Math.abs(rgb[i] - expected));
        }
        assertTrue(worst < 10 * 1e-3, "worst error " + worst / 10 + " of the peak");
    }

    @Test
    void theSharpestBlurAllowedKeepsTheError() {
        interpolated(0.6);
    }

    private void interpolated(double blurPx) {
        ClipSettings settings = ClipSettings.parse("moon?size=64x64,blurMinPx=" + blurPx + ",blurMaxPx=" + blurPx);
        Painting painting = MoonPainter.paint(settings, new CountedRandom(1, 1));
        BlurStack stack = new BlurStack(painting, new double[] {1, 1, 1}, true, blurPx, blurPx, 64);
        float[] grey = new float[64 * 64];
        stack.expose(0.25, 0.25, blurPx, 1, new Roi(0, 0, 64, 64), ColorLayout.MONO, grey);
        double worst = 0;
        for (int i = 0; i < grey.length; i += 7) {
            double expected = direct(painting, painting.values()[0], i % 64 - 0.25, i / 64 - 0.25, blurPx);
            worst = Math.max(worst, Math.abs(grey[i] - expected));
        }
        assertTrue(worst < 1e-3, "worst error " + worst + " of the peak");
    }

    @Test
    void betweenTwoLevelsTheWidthIsTheOneAskedFor() {
        // One point light in the dark: the second moment of its image is blur^2 plus the pixel's 1/12.
        int side = 161;
        float[] plane = new float[side * side];
        plane[80 * side + 80] = 1;
        Painting painting = new Painting(side, side, 0, 0, false, new float[][] {plane});
        BlurStack stack = new BlurStack(painting, new double[] {1, 1, 1}, true, 1, 3, 81);
        float[] image = new float[81 * 81];
        for (double blurPx : new double[] {1, 1.1, 1.7, 2.3, 2.95, 3}) {
            stack.expose(0.3, -0.2, blurPx, 1000, new Roi(0, 0, 81, 81), ColorLayout.MONO, image);
            double sum = 0;
            double x = 0;
            double xx = 0;
            for (int i = 0; i < image.length; i++) {
                sum += image[i];
                x += image[i] * (i % 81);
                xx += image[i] * (double) (i % 81) * (i % 81);
            }
            assertEquals(250, sum, 0.01, "light is kept");
            assertEquals(40.3, x / sum, 1e-4);
            assertEquals(blurPx, Math.sqrt(xx / sum - x / sum * (x / sum) - 1.0 / 12), 0.003 * blurPx);
        }
    }

    @Test
    void anEvenSceneStaysEvenAtAnyShift() {
        float[] plane = new float[160 * 160];
        java.util.Arrays.fill(plane, 0.5f);
        Painting painting = new Painting(160, 160, -8, -8, true, new float[][] {plane});
        BlurStack stack = new BlurStack(painting, new double[] {1, 0.5, 0.25}, false, 1, 2, 64);
        float[] image = new float[64 * 64];
        for (ColorLayout layout :
                new ColorLayout[] {ColorLayout.RGGB, ColorLayout.BGGR, ColorLayout.GRBG, ColorLayout.GBRG}) {
            stack.expose(0.37, 100.1, 1.3, 100, new Roi(1, 2, 63, 61), layout, image);
            for (int y = 0; y < 61; y++) {
                for (int x = 0; x < 63; x++) {
                    double expected = 50 / Math.pow(2, layout.planeOf(x + 1, y + 2, 0));
                    assertEquals(expected, image[y * 63 + x], 1e-3);
                }
            }
        }
    }
}
