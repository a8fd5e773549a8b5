package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import org.lucida.judge.Allocation;
import org.lucida.simulator.chance.CountedRandom;

class SimulatedClipTest {
    private static final String STEADY =
            ",shakeRmsPx=0,driftXPxPerFrame=0,driftYPxPerFrame=0,blurMinPx=1.2,blurMaxPx=1.2,"
                    + "transparencyJitterFraction=0,badFrameFraction=0,hotPixelCount=0";

    private static byte[] bytes(SimulatedClip clip, int k, Roi roi) {
        ByteBuffer raw = ByteBuffer.allocateDirect(clip.format().cropped(roi).frameBytes());
        clip.frame(k, roi, raw);
        byte[] copy = new byte[raw.capacity()];
        raw.get(0, copy);
        return copy;
    }

    private static byte[] bytes(SimulatedClip clip, int k) {
        return bytes(
                clip, k, new Roi(0, 0, clip.format().widthPx(), clip.format().heightPx()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "planet?size=96x80,discDiameterPx=50,frames=9",
                "moon?size=96x80,frames=9,bits=12",
                "stars?size=96x80,frames=9,layout=RGB"
            })
    void theSameSeedGivesTheSameBitsInAnyOrderAndAnotherSeedOthers(String address) {
        SimulatedClip forward = SimulatedClip.of(address);
        SimulatedClip backward = SimulatedClip.of(address);
        byte[][] frames = new byte[9][];
        for (int k = 0; k < 9; k++) {
            frames[k] = bytes(forward, k);
        }
        for (int k = 8; k >= 0; k--) {
            assertArrayEquals(frames[k], bytes(backward, k), "frame " + k);
            assertEquals(forward.truth(k), backward.truth(k));
        }
        SimulatedClip other = SimulatedClip.of(address + ",seed=2");
        assertFalse(Arrays.equals(frames[3], bytes(other, 3)));
        assertFalse(Arrays.equals(frames[3], frames[4]));
    }

    @ParameterizedTest
    @EnumSource(ColorLayout.class)
    void aRegionShowsBitForBitWhatTheWholeFrameShowsThere(ColorLayout layout) {
        for (String scene : new String[] {"planet", "moon", "stars"}) {
            SimulatedClip clip = SimulatedClip.of(
                    scene + "?size=96x80,discDiameterPx=50,frames=3,bits=10,badFrameFraction=0,layout=" + layout);
            Roi roi = new Roi(31, 22, 37, 33);
            byte[] whole = bytes(clip, 2);
            byte[] part = bytes(clip, 2, roi);
            int pixelBytes = 2 * layout.samplesPerPixel();
            for (int y = 0; y < 33; y++) {
                int from = ((22 + y) * 96 + 31) * pixelBytes;
                assertArrayEquals(
                        Arrays.copyOfRange(whole, from, from + 37 * pixelBytes),
                        Arrays.copyOfRange(part, y * 37 * pixelBytes, (y + 1) * 37 * pixelBytes),
                        scene + " row " + y);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"planet", "moon", "stars"})
    void aJumpByFiveAndMinusThreeMovesTheContentFiveRightAndThreeUp(String scene) {
        SimulatedClip clip = SimulatedClip.of(scene + "?size=96x80,discDiameterPx=50,frames=4,layout=MONO" + STEADY
                + ",jumpFrameIndex=2,jumpXPx=5,jumpYPx=-3");
        assertEquals(0, clip.truth(1).displacementXPx());
        assertEquals(5, clip.truth(2).displacementXPx());
        assertEquals(-3, clip.truth(3).displacementYPx());
        Roi whole = new Roi(0, 0, 96, 80);
        float[] before = clip.expect(0, whole).clone();
        float[] after = clip.expect(2, whole);
        double peak = 0;
        for (int y = 3; y < 80; y++) {
            for (int x = 0; x < 91; x++) {
                assertEquals(before[y * 96 + x], after[(y - 3) * 96 + x + 5], 0.01, x + "," + y);
                peak = Math.max(peak, before[y * 96 + x]);
            }
        }
        assertTrue(peak > 300, "there is something to see");
    }

    @Test
    void driftIsSteadyAndShakeHasItsSizeAndItsMemory() {
        SimulatedClip clip = SimulatedClip.of("stars?size=64x64,frames=20000,frameRateHz=100,shakeRmsPx=2,"
                + "driftXPxPerFrame=0.25,driftYPxPerFrame=-0.5");
        double square = 0;
        double product = 0;
        double last = 0;
        for (int k = 0; k < 20_000; k++) {
            double x = clip.truth(k).displacementXPx() - 0.25 * k;
            double y = clip.truth(k).displacementYPx() + 0.5 * k;
            square += x * x + y * y;
            product += x * last;
            last = x;
        }
        assertEquals(2, Math.sqrt(square / 40_000), 0.06);
        assertEquals(Math.exp(-1 / 3.0), 2 * product / square, 0.03);
    }

    @Test
    void blurStaysInItsRangeAndSpreadsOverIt() {
        SimulatedClip clip = SimulatedClip.of("stars?size=64x64,frames=20000,frameRateHz=50,blurMinPx=1,blurMaxPx=4");
        double sumLog = 0;
        int soft = 0;
        for (int k = 0; k < 20_000; k++) {
            double blurPx = clip.truth(k).blurPx();
            assertTrue(blurPx >= 1 && blurPx <= 4, "blurPx=" + blurPx);
            sumLog += Math.log(blurPx);
            soft += blurPx > 3 ? 1 : 0;
        }
        assertEquals(Math.log(2), sumLog / 20_000, 0.07);
        assertTrue(soft > 600 && soft < 6000, soft + " soft frames");
    }

    @Test
    void blankFramesComeAsOftenAsAskedAndShowNothing() {
        SimulatedClip clip = SimulatedClip.of(
                "planet?size=64x64,discDiameterPx=30,frames=3000,badFrameFraction=0.1,hotPixelCount=0");
        int blank = 0;
        int some = -1;
        for (int k = 0; k < 3000; k++) {
            FrameTruth truth = clip.truth(k);
            assertEquals(truth.isBlank(), truth.transparency() == 0);
            if (truth.isBlank()) {
                blank++;
                some = k;
            }
        }
        assertEquals(300, blank, 5 * Math.sqrt(270));
        for (byte sample : bytes(clip, some)) {
            assertEquals(4, sample & 0xFF, 3, "offset and read noise only");
        }
    }

    @Test
    void hotPixelsStayAtTheirPlaceWhateverTheContentDoes() {
        String address = "moon?size=64x64,frames=9,badFrameFraction=1,readNoiseE=0,layout=GRBG,hotPixelCount=";
        SimulatedClip hot = SimulatedClip.of(address + "7");
        Roi whole = new Roi(0, 0, 64, 64);
        float[] first = hot.expect(0, whole).clone();
        int count = 0;
        for (float e : first) {
            count += e > 0 ? 1 : 0;
        }
        assertEquals(7, count);
        assertArrayEquals(first, hot.expect(8, whole));
    }

    @Test
    void everyBayerOrderPutsEachColourWhereItsNameSays() {
        String address = "planet?size=96x81,discDiameterPx=60,frames=2,peakE=5000" + STEADY + ",layout=";
        Roi whole = new Roi(0, 0, 96, 81);
        float[] rgb = SimulatedClip.of(address + "RGB").expect(0, whole);
        for (ColorLayout layout : ColorLayout.values()) {
            float[] seen = SimulatedClip.of(address + layout).expect(0, whole);
            for (int y = 0; y < 81; y++) {
                for (int x = 0; x < 96; x++) {
                    int pixel = y * 96 + x;
                    float red = rgb[3 * pixel];
                    float green = rgb[3 * pixel + 1];
                    float blue = rgb[3 * pixel + 2];
                    switch (layout) {
                        case RGB -> assertEquals(red, seen[3 * pixel]);
                        case BGR -> {
                            assertEquals(blue, seen[3 * pixel]);
                            assertEquals(green, seen[3 * pixel + 1]);
                            assertEquals(red, seen[3 * pixel + 2]);
                        }
                        case MONO -> assertEquals((red + green + blue) / 2.5, seen[pixel], 0.01);
                        default -> {
                            char letter = layout.name().charAt((y % 2) * 2 + x % 2);
                            assertEquals(
                                    letter == 'R' ? red : letter == 'G' ? green : blue,
                                    seen[pixel],
                                    layout + " " + x + "," + y);
                        }
                    }
                }
            }
        }
        int centre = 3 * (40 * 96 + 48);
        assertTrue(rgb[centre] > rgb[centre + 1] && rgb[centre + 1] > rgb[centre + 2], "Jupiter is cream, not blue");
    }

    @Test
    void thePlanetsCentroidFollowsTheTruthWithinTwoHundredths() {
        SimulatedClip clip =
                SimulatedClip.of("planet?size=160x140,discDiameterPx=60,layout=MONO,bits=16,frames=60,peakE=20000,"
                        + "shakeRmsPx=2,driftXPxPerFrame=0.1,driftYPxPerFrame=-0.07,badFrameFraction=0,hotPixelCount=0,offsetAdu=1000,"
                        + "transparencyJitterFraction=0.1");
        ByteBuffer raw = ByteBuffer.allocateDirect(clip.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        double x0 = 0;
        double y0 = 0;
        for (int k = 0; k < 60; k++) {
            clip.frame(k, raw);
            double sum = 0;
            double x = 0;
            double y = 0;
            for (int i = 0; i < 160 * 140; i++) {
                double adu = (raw.getShort(2 * i) & 0xFFFF) - 1000;
                sum += adu;
                x += adu * (i % 160);
                y += adu * (i / 160);
            }
            double centreX = x / sum - clip.truth(k).displacementXPx();
            double centreY = y / sum - clip.truth(k).displacementYPx();
            if (k == 0) {
                x0 = centreX;
                y0 = centreY;
                assertEquals(79.5, centreX, 3);
            }
            assertEquals(x0, centreX, 0.02, "frame " + k);
            assertEquals(y0, centreY, 0.02, "frame " + k);
        }
    }

    @Test
    void aStarsCentroidFollowsTheTruthWithinTwoHundredths() {
        SimulatedClip clip =
                SimulatedClip.of("stars?size=128x128,seed=4,layout=MONO,bits=16,frames=60,peakE=200000,blurMinPx=1.3,"
                        + "blurMaxPx=1.9,shakeRmsPx=1,driftXPxPerFrame=-0.1,badFrameFraction=0,hotPixelCount=0");
        StarScene stars = new StarScene(clip.settings(), new CountedRandom(4, 1));
        double starXPx = stars.starXPx(0);
        double starYPx = stars.starYPx(0);
        ByteBuffer raw = ByteBuffer.allocateDirect(clip.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < 60; k++) {
            clip.frame(k, raw);
            double atX = starXPx + clip.truth(k).displacementXPx();
            double atY = starYPx + clip.truth(k).displacementYPx();
            // The nebula behind the star slopes: its level and slope from a ring around the star are taken away.
            double ringCount = 0;
            double level = 0;
            double slopeX = 0;
            double slopeY = 0;
            double lever = 0;
            for (int i = 0; i < 128 * 128; i++) {
                double dx = i % 128 - Math.rint(atX);
                double dy = i / 128 - Math.rint(atY);
                double r2 = dx * dx + dy * dy;
                if (r2 > 100 && r2 < 196) {
                    double adu = raw.getShort(2 * i) & 0xFFFF;
                    ringCount++;
                    level += adu;
                    slopeX += adu * dx;
                    slopeY += adu * dy;
                    lever += dx * dx;
                }
            }
            // Gaussian-weighted centroid, moved until it stands still.
            double x = atX + 0.3;
            double y = atY - 0.3;
            for (int turn = 0; turn < 15; turn++) {
                double sum = 0;
                double sumX = 0;
                double sumY = 0;
                for (int i = 128 * Math.max(0, (int) y - 9); i < 128 * Math.min(128, (int) y + 10); i++) {
                    double dx = i % 128 - x;
                    double dy = i / 128 - y;
                    double weight = Math.exp(-(dx * dx + dy * dy) / 6);
                    double background = level / ringCount
                            + slopeX / lever * (i % 128 - Math.rint(atX))
                            + slopeY / lever * (i / 128 - Math.rint(atY));
                    double adu = (raw.getShort(2 * i) & 0xFFFF) - background;
                    sum += weight * adu;
                    sumX += weight * adu * dx;
                    sumY += weight * adu * dy;
                }
                x += sumX / sum;
                y += sumY / sum;
            }
            assertEquals(atX, x, 0.02, "frame " + k);
            assertEquals(atY, y, 0.02, "frame " + k);
        }
    }

    @Test
    void renderingAllocatesNothing() {
        for (String scene : new String[] {"planet", "moon", "stars"}) {
            SimulatedClip clip = SimulatedClip.of(scene + "?size=96x80,discDiameterPx=50,frames=40");
            ByteBuffer raw = ByteBuffer.allocateDirect(clip.format().frameBytes());
            long leastBytes = Allocation.leastBytes(() -> {
                for (int k = 0; k < 40; k++) {
                    clip.frame(k, raw);
                }
            });
            assertEquals(0, leastBytes, scene);
        }
    }

    @Test
    void aFrameOutsideTheClipIsRefusedByName() {
        SimulatedClip clip = SimulatedClip.of("stars?size=64x64,frames=5");
        IndexOutOfBoundsException e =
                assertThrows(IndexOutOfBoundsException.class, () -> clip.frame(5, ByteBuffer.allocate(64 * 64)));
        assertEquals("frame=5 is outside 0..4", e.getMessage());
    }

    @Test
    void timesCountFromTheNewYearOf2026ByTheFrameRate() {
        SimulatedClip clip = SimulatedClip.of("stars?size=64x64,frames=5,frameRateHz=8");
        assertEquals(1_767_225_600_000_000_000L, clip.startUtcNs(0));
        assertEquals(1_767_225_600_500_000_000L, clip.startUtcNs(4));
    }
}
