package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.files.Stretch;

/** Curves, their tables, and how the automatic one finds black and white. */
class ToneTest {
    @Test
    void blackIsBlackWhiteIsWhiteAndTheMidtoneHalf() {
        ToneTable table = new ToneTable();
        table.set(Tone.alike(Tone.Mode.HAND, new Tone.Channel(1000, 3000, 0.2)));
        for (int plane = 0; plane < 3; plane++) {
            assertEquals(0, table.brightness(plane, 1000));
            assertEquals(0, table.brightness(plane, -1e9f));
            assertEquals(0, table.brightness(plane, Float.NaN));
            assertEquals(0, table.brightness(plane, Float.NEGATIVE_INFINITY));
            assertEquals(255, table.brightness(plane, 3000));
            assertEquals(255, table.brightness(plane, 1e9f));
            assertEquals(255, table.brightness(plane, Float.POSITIVE_INFINITY));
            assertEquals(127.5, table.brightness(plane, 1400), 1);
        }
    }

    @Test
    void everyStepOfTheTableIsTheCurve() {
        Tone.Channel channel = new Tone.Channel(500, 64_000, 0.07);
        ToneTable table = new ToneTable();
        table.set(Tone.alike(Tone.Mode.HAND, channel));
        for (int adu = 0; adu < 65_536; adu += 7) {
            assertEquals(channel.brightness(adu) * 255, table.brightness(1, adu), 0.56, "adu " + adu);
        }
    }

    @Test
    void theCurveIsThatOfWrittenPictures() {
        Stretch written = new Stretch(Stretch.Kind.AUTO_FAINT, 200, 9000, 0.11, List.of());
        Tone.Channel seen = new Tone.Channel(200, 9000, 0.11);
        for (int adu = 0; adu < 10_000; adu += 13) {
            assertEquals(written.brightness((float) adu), seen.brightness(adu), 1e-12);
        }
    }

    @Test
    void aCurveWithoutRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Tone.Channel(5, 5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Tone.Channel(0, 5, 1));
    }

    @Test
    void aDiscBeforeTheSkyIsShownFromTheSkyToItsBrightEnd() {
        Random random = new Random(2);
        float[][] planes = new float[3][200 * 200];
        for (int plane = 0; plane < 3; plane++) {
            for (int i = 0; i < 200 * 200; i++) {
                boolean isDisc = Math.hypot(i % 200 - 100, i / 200 - 100) < 30;
                planes[plane][i] = (float) (300 + 100 * plane + 10 * random.nextGaussian() + (isDisc ? 20_000 : 0));
            }
        }
        AutoTone auto = new AutoTone(false);
        Tone tone = auto.measure(planes, 200 * 200, 65_535, 0);
        assertEquals(300, tone.red().blackAdu(), 25);
        assertEquals(500, tone.blue().blackAdu(), 25);
        assertEquals(20_400, tone.green().whiteAdu(), 300);
        assertEquals(0.5, tone.green().midtone());
        assertEquals(400, auto.skyAdu()[1], 5);
    }

    @Test
    void theSkyOfAStarFieldHasAFifthOfFullBrightness() {
        Random random = new Random(4);
        float[][] planes = {new float[300 * 300]};
        for (int i = 0; i < planes[0].length; i++) {
            planes[0][i] = (float) (1000 + 20 * random.nextGaussian());
        }
        for (int star = 0; star < 60; star++) {
            planes[0][random.nextInt(planes[0].length)] = 30_000;
        }
        Tone tone = new AutoTone(true).measure(planes, planes[0].length, 65_535, 0);
        assertEquals(0.2, tone.red().brightness(1000), 0.03);
    }

    @Test
    void smallChangesAreFollowedSlowlyAndAnotherExposureAtOnce() {
        float[][] planes = {new float[64 * 64]};
        ramp(planes[0], 1000, 9000);
        AutoTone auto = new AutoTone(false);
        double white = auto.measure(planes, planes[0].length, 65_535, 0).red().whiteAdu();
        ramp(planes[0], 1000, 10_000);
        double soon = auto.measure(planes, planes[0].length, 65_535, 0.1).red().whiteAdu();
        assertTrue(soon > white && soon < white + 120, white + " to " + soon);
        double late = soon;
        for (int i = 1; i <= 60; i++) {
            late = auto.measure(planes, planes[0].length, 65_535, 0.1 + 0.2 * i)
                    .red()
                    .whiteAdu();
        }
        assertEquals(white + 1000, late, 40);
        ramp(planes[0], 1000, 40_000);
        double jumped =
                auto.measure(planes, planes[0].length, 65_535, 12.3).red().whiteAdu();
        assertEquals(40_000, jumped, 400);
    }

    @Test
    void anEmptyOrEvenPictureHasATone() {
        float[][] planes = {new float[16]};
        Tone even = new AutoTone(false).measure(planes, 16, 4095, 0);
        assertTrue(even.red().whiteAdu() > even.red().blackAdu());
        java.util.Arrays.fill(planes[0], Float.NaN);
        assertEquals(Tone.full(4095), new AutoTone(true).measure(planes, 16, 4095, 0));
    }

    private static void ramp(float[] plane, double low, double high) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) (low + (high - low) * i / plane.length);
        }
    }
}
