package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StretchTest {
    private static Stretch auto(float[]... planes) {
        return Stretch.auto(new PlaneStack(SkyScenes.WIDTH_PX, planes));
    }

    private static double fractionAtWhite(Stretch stretch, float[] adu) {
        int whiteCount = 0;
        for (float value : adu) {
            whiteCount += stretch.brightness(value) >= 1 ? 1 : 0;
        }
        return whiteCount / (double) adu.length;
    }

    @Test
    void theFixedCurveIsAStraightLine() {
        Stretch stretch = Stretch.fixed(4095);
        assertEquals(0, stretch.brightness(0));
        assertEquals(0.5, stretch.brightness(2047.5f), 1e-12);
        assertEquals(1, stretch.brightness(4095));
        assertEquals(0, stretch.brightness(-7));
        assertEquals(1, stretch.brightness(5000));
        assertEquals(0, stretch.brightness(Float.NaN));
    }

    @Test
    void theMidtoneIsShownAtHalfBrightness() {
        Stretch stretch = new Stretch(Stretch.Kind.AUTO_FAINT, 100, 1100, 0.01);
        assertEquals(0, stretch.brightness(100));
        assertEquals(0.5, stretch.brightness(110), 1e-6);
        assertEquals(1, stretch.brightness(1100));
    }

    @Test
    void theSkyOfAStarFieldLandsAtAFifth() {
        for (float[] adu : new float[][] {
            SkyScenes.stars(400, 1, 8),
            SkyScenes.stars(40, 1, 3),
            SkyScenes.stars(400, 0.05, 1),
            SkyScenes.stars(100, 1, 20),
            SkyScenes.stars(20, 1, 20),
            SkyScenes.stars(1500, 0.3, 5),
            SkyScenes.nebula()
        }) {
            Stretch stretch = auto(adu);
            assertEquals(Stretch.Kind.AUTO_FAINT, stretch.kind(), stretch.toString());
            float[] sorted = adu.clone();
            Arrays.sort(sorted);
            assertEquals(0.2, stretch.brightness(sorted[sorted.length / 2]), 0.02, stretch.toString());
            assertTrue(fractionAtWhite(stretch, adu) < 0.002);
        }
    }

    @Test
    void aPlanetIsShownLinearAndNotBlownOut() {
        for (double radiusPx : new double[] {12, 25, 60, 120, 200, 230}) {
            for (double sigmaAdu : new double[] {0.5, 20, 300}) {
                float[] adu = SkyScenes.planet(radiusPx, 12_000, sigmaAdu);
                Stretch stretch = auto(adu);
                String message = "radiusPx=" + radiusPx + " sigmaAdu=" + sigmaAdu + " " + stretch;
                assertEquals(Stretch.Kind.AUTO_LINEAR, stretch.kind(), message);
                double discSamples = Math.PI * radiusPx * radiusPx;
                assertTrue(fractionAtWhite(stretch, adu) * adu.length < 0.05 * discSamples, message);
                assertTrue(stretch.brightness(SkyScenes.SKY_ADU) < 0.1, message);
                assertTrue(stretch.brightness(12_000) > 0.6, message);
            }
        }
    }

    @Test
    void aFieldFullOfMoonIsShownLinear() {
        Stretch stretch = auto(SkyScenes.moon());
        assertEquals(Stretch.Kind.AUTO_LINEAR, stretch.kind());
        assertTrue(stretch.blackAdu() > 10_000, stretch.toString());
        assertTrue(stretch.whiteAdu() < 32_000, stretch.toString());
    }

    @Test
    void allPlanesShareOneCurve() {
        float[] red = SkyScenes.planet(80, 6000, 10);
        float[] green = SkyScenes.planet(80, 12_000, 10);
        float[] blue = SkyScenes.planet(80, 3000, 10);
        Stretch stretch = auto(red, green, blue);
        int middle = 240 * SkyScenes.WIDTH_PX + 320;
        assertEquals(Stretch.Kind.AUTO_LINEAR, stretch.kind());
        double redBrightness = stretch.brightness(red[middle]);
        double blueBrightness = stretch.brightness(blue[middle]);
        assertEquals(2, redBrightness / blueBrightness, 0.1, "colour stays as measured");
    }

    @Test
    void theSkyIsGreyWhateverItsColourInTheFile() {
        float[] red = SkyScenes.planet(80, 6000, 10);
        float[] green = SkyScenes.planet(80, 6000, 10);
        float[] blue = SkyScenes.planet(80, 6000, 10);
        for (int i = 0; i < red.length; i++) {
            green[i] += 700;
            blue[i] += 1900;
        }
        Stretch stretch = auto(red, green, blue);
        int corner = 5 * SkyScenes.WIDTH_PX + 5;
        int middle = 240 * SkyScenes.WIDTH_PX + 320;
        assertEquals(stretch.brightness(0, red[corner]), stretch.brightness(2, blue[corner]), 0.01);
        assertEquals(stretch.brightness(0, red[middle]), stretch.brightness(1, green[middle]), 0.01);
        assertTrue(stretch.description().contains("sky made neutral"), stretch.description());
    }

    @Test
    void hotPixelsDoNotDarkenThePicture() {
        float[] adu = SkyScenes.planet(60, 3000, 10);
        Random random = new Random(9);
        for (int i = 0; i < 30; i++) {
            adu[random.nextInt(adu.length)] = 65_535;
        }
        assertTrue(auto(adu).whiteAdu() < 5000, auto(adu).toString());
    }

    @Test
    void oddDataStillGiveACurve() {
        float[] nothing = new float[64];
        Arrays.fill(nothing, Float.NaN);
        assertEquals(0, Stretch.auto(new PlaneStack(8, nothing)).brightness(Float.NaN));
        assertEquals(0, Stretch.auto(new PlaneStack(8, new float[64])).brightness(0));
        float[] one = new float[64];
        one[5] = 7;
        one[6] = Float.POSITIVE_INFINITY;
        assertTrue(Stretch.auto(new PlaneStack(8, one)).whiteAdu() > 0);
        float[] noiseless = new float[SkyScenes.WIDTH_PX * SkyScenes.HEIGHT_PX];
        for (int i = 0; i < 50; i++) {
            noiseless[i * 997] = 1 + i * i;
        }
        assertEquals(0.2, auto(noiseless).brightness(0), 1e-3);
        assertThrows(IllegalArgumentException.class, () -> new Stretch(Stretch.Kind.FIXED, 5, 5, 0.5));
    }

    @Test
    void quantilesAreThoseOfTheSortedSamples() {
        Random random = new Random(11);
        float[] adu = new float[40_000];
        for (int i = 0; i < adu.length; i++) {
            adu[i] = (float) (1000 * random.nextGaussian());
        }
        AduHistogram histogram = AduHistogram.of(new PlaneStack(200, adu), 0);
        float[] sorted = adu.clone();
        Arrays.sort(sorted);
        for (double fraction : new double[] {0.001, 0.25, 0.5, 0.9, 0.999}) {
            assertEquals(sorted[(int) (fraction * sorted.length)], histogram.quantile(fraction), 20, "at " + fraction);
        }
        int above = 0;
        for (float value : adu) {
            above += value > 500 ? 1 : 0;
        }
        assertEquals(above, (double) histogram.countAbove(500), 20);
    }
}
