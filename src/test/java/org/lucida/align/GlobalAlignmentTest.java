package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.frame.Verdict;

class GlobalAlignmentTest {
    private static final double NOISE_ADU = 40;

    private static TestSky sky(TargetKind kind) {
        return new TestSky(kind, 176, 160, kind == TargetKind.STARS ? 20 : 80, 5);
    }

    @ParameterizedTest
    @CsvSource({"PLANET,1", "PLANET,2", "SURFACE,1", "SURFACE,2", "STARS,1", "STARS,2"})
    void contentMovedByFiveAndMinusThreeIsReportedSo(TargetKind kind, int binPx) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky, AlignmentSettings.of(kind), binPx);
        run.feed(sky.frame(0, 0, 1, NOISE_ADU));
        assertEquals(0, run.slot.displacementXPx);
        assertEquals(0, run.slot.displacementYPx);
        run.feed(sky.frame(5.0 / binPx, -3.0 / binPx, 1, NOISE_ADU));
        assertEquals(Verdict.PENDING, run.slot.verdict);
        assertEquals(5, run.slot.displacementXPx, 0.1 * binPx);
        assertEquals(-3, run.slot.displacementYPx, 0.1 * binPx);
        assertTrue(run.slot.peakSignificance >= 6);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void noiseIsNeverTakenForTheTarget(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        for (int i = 0; i < 10; i++) {
            assertEquals(Verdict.NO_PEAK, run.feed(sky.blank(NOISE_ADU)).verdict, "before the first light");
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(Verdict.PENDING, run.feed(sky.frame(0.3 * i, 0, 1, NOISE_ADU)).verdict);
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(Verdict.NO_PEAK, run.feed(sky.blank(NOISE_ADU)).verdict, "behind a cloud");
            assertTrue(Double.isNaN(run.slot.displacementXPx));
        }
        run.feed(sky.frame(12, 3, 1, NOISE_ADU));
        assertEquals(Verdict.PENDING, run.slot.verdict);
        assertTrue(run.errorPx(12, 3) < 0.2);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void aBlackFrameHasNoPeak(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        Plane black = new Plane(sky.widthPx, sky.heightPx);
        assertEquals(Verdict.NO_PEAK, run.feed(black).verdict);
        run.feed(sky.frame(0, 0, 1, NOISE_ADU));
        assertEquals(Verdict.NO_PEAK, run.feed(black).verdict);
        assertEquals(Verdict.PENDING, run.feed(sky.frame(1, 1, 1, NOISE_ADU)).verdict);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void brightnessAndSkyMayChange(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(3);
        for (int i = 0; i < 150; i++) {
            double gain = i % 2 == 0 ? 1.3 : 0.7;
            Plane frame = sky.frame(random.nextDouble(), random.nextDouble(), i == 0 ? 1 : gain, NOISE_ADU);
            for (int k = 0; k < frame.adu.length; k++) {
                frame.adu[k] += i % 3 * 100;
            }
            assertEquals(Verdict.PENDING, run.feed(frame).verdict, "frame " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void aSlowDriftWithJitterIsFollowed(TargetKind kind) {
        int frames = 178;
        double reach = kind == TargetKind.PLANET ? 237 : 60;
        TestSky sky =
                new TestSky(kind, kind == TargetKind.PLANET ? 380 : 200, 120, kind == TargetKind.STARS ? 20 : 50, 9);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(4);
        for (int i = 0; i < frames; i++) {
            double x = reach * ((double) i / frames - 0.5) + (i == 0 ? 0 : 0.7 * random.nextGaussian());
            double y = i == 0 ? 0 : 0.7 * random.nextGaussian();
            run.feed(sky.frame(x, y, 1, NOISE_ADU));
            assertEquals(Verdict.PENDING, run.slot.verdict, "frame " + i);
            assertTrue(run.errorPx(x + reach / 2, y) < 0.4, "frame " + i + " error " + run.errorPx(x + reach / 2, y));
        }
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void aShakeOfTenPixelsRmsIsFollowed(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(4);
        int found = 0;
        for (int i = 0; i < 150; i++) {
            double x = i == 0 ? 0 : 10 * random.nextGaussian();
            double y = i == 0 ? 0 : 10 * random.nextGaussian();
            run.feed(sky.frame(x, y, 1, NOISE_ADU));
            if (run.slot.verdict == Verdict.PENDING) {
                found++;
                assertTrue(run.errorPx(x, y) < 0.4, "frame " + i + " error " + run.errorPx(x, y));
            }
        }
        assertTrue(found >= 149, "found " + found);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void aBumpOfFortyPixelsIsRecoveredOnTheSameFrame(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        for (int i = 0; i < 80; i++) {
            run.feed(sky.frame(0.2, 0.1 * (i % 3), 1, NOISE_ADU));
        }
        for (int i = 0; i < 20; i++) {
            run.feed(sky.frame(40, -20, 1, NOISE_ADU));
            assertEquals(Verdict.PENDING, run.slot.verdict, "frame " + i);
            assertTrue(run.errorPx(39.8, -20) < 0.4, "error " + run.errorPx(39.8, -20));
        }
    }

    @Test
    void aPlanetLostBehindACloudIsFoundAnywhere() {
        TestSky sky = new TestSky(TargetKind.PLANET, 400, 200, 60, 5);
        AlignmentRun run = new AlignmentRun(sky);
        for (int i = 0; i < 30; i++) {
            run.feed(sky.frame(-120, 0, 1, NOISE_ADU));
        }
        for (int i = 0; i < 20; i++) {
            assertTrue(run.feed(sky.blank(NOISE_ADU)).verdict.isRejected());
        }
        run.feed(sky.frame(130, 40.4, 1, NOISE_ADU));
        assertEquals(Verdict.PENDING, run.slot.verdict);
        assertTrue(run.errorPx(250, 40.4) < 0.3);
    }

    @Test
    void aPlanetLeavingTheFieldIsOutOfFieldAndNeverMisplaced() {
        TestSky sky = new TestSky(TargetKind.PLANET, 176, 160, 70, 5);
        AlignmentRun run = new AlignmentRun(sky);
        boolean told = false;
        for (int i = 0; i < 160; i++) {
            run.feed(sky.frame(i, 0, 1, NOISE_ADU));
            told |= run.slot.verdict == Verdict.OUT_OF_FIELD;
            if (run.slot.verdict == Verdict.PENDING) {
                assertTrue(run.errorPx(i, 0) < 0.5, "frame " + i + " error " + run.errorPx(i, 0));
                assertTrue(i < 105, "frame " + i);
            } else {
                assertTrue(i > 75, "frame " + i + " " + run.slot.verdict);
            }
        }
        assertTrue(told);
        for (int i = 40; i >= 0; i--) {
            run.feed(sky.frame(i, 0, 1, NOISE_ADU));
            assertEquals(Verdict.PENDING, run.slot.verdict);
            assertTrue(run.errorPx(i, 0) < 0.3);
        }
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void twentyEpochsDoNotDrift(TargetKind kind) {
        TestSky sky = new TestSky(kind, 120, 110, kind == TargetKind.STARS ? 15 : 60, 5);
        AlignmentRun run = new AlignmentRun(sky, AlignmentSettings.of(kind).withEpochs(List.of(10, 20), 20), 1);
        Random random = new Random(8);
        double first = 0;
        double last = 0;
        int frames = 440;
        for (int i = 0; i < frames; i++) {
            double x = i == 0 ? 0 : 2 * random.nextDouble();
            double y = i == 0 ? 0 : 2 * random.nextDouble();
            run.feed(sky.frame(x, y, 1, NOISE_ADU));
            if (i >= 20 && i < 80) {
                first += (run.slot.displacementXPx - x) / 60;
            } else if (i >= frames - 60) {
                last += (run.slot.displacementXPx - x) / 60;
            }
        }
        List<AlignmentEpoch> epochs = run.alignment.epochs();
        assertTrue(epochs.size() >= 22, epochs.toString());
        assertEquals(0, epochs.get(0).firstFrameIndex());
        assertEquals(10, epochs.get(1).firstFrameIndex());
        assertEquals(20, epochs.get(5).referenceFrameCount());
        assertEquals(first, last, 0.03);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void theSameFramesGiveTheSameBits(TargetKind kind) {
        double[] results = new double[2];
        for (int k = 0; k < 2; k++) {
            TestSky sky = sky(kind);
            AlignmentRun run = new AlignmentRun(sky);
            Random random = new Random(2);
            for (int i = 0; i < 60; i++) {
                run.feed(sky.frame(5 * random.nextDouble(), 5 * random.nextDouble(), 1, NOISE_ADU));
                results[k] = 31 * results[k] + run.slot.displacementXPx + run.slot.displacementSigmaPx;
            }
        }
        assertEquals(results[0], results[1]);
    }

    @ParameterizedTest
    @CsvSource({"32,32", "33,47", "16,16", "64,60", "151,83"})
    void oddAndTinyPlanesAreAligned(int widthPx, int heightPx) {
        for (TargetKind kind : TargetKind.values()) {
            TestSky sky = new TestSky(
                    kind, widthPx, heightPx, kind == TargetKind.STARS ? 6 : Math.min(widthPx, heightPx) / 2.0, 5);
            AlignmentRun run = new AlignmentRun(sky);
            for (int i = 0; i < 40; i++) {
                run.feed(sky.frame(i % 3, 0, 1, 10));
                if (run.slot.verdict == Verdict.PENDING && Math.min(widthPx, heightPx) > 16) {
                    assertTrue(run.errorPx(i % 3, 0) < 0.5, kind + " error " + run.errorPx(i % 3, 0));
                }
            }
        }
    }

    @Test
    void hotPixelsDoNotHoldTheStars() {
        TestSky sky = new TestSky(TargetKind.STARS, 176, 160, 8, 5);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(6);
        int[] hot = random.ints(60, 0, sky.widthPx * sky.heightPx).toArray();
        for (int i = 0; i < 40; i++) {
            Plane frame = sky.frame(0.8 * i, -0.3 * i, 1, NOISE_ADU);
            for (int at : hot) {
                frame.adu[at] += 2000;
            }
            run.feed(frame);
            assertEquals(Verdict.PENDING, run.slot.verdict);
            assertTrue(run.errorPx(0.8 * i, -0.3 * i) < 0.5, "error " + run.errorPx(0.8 * i, -0.3 * i));
        }
    }

    @Test
    void threeFaintStarsAreEnough() {
        TestSky sky = new TestSky(TargetKind.STARS, 300, 200, 3, 5);
        AlignmentRun run = new AlignmentRun(sky);
        for (int i = 0; i < 40; i++) {
            run.feed(sky.frame(2.3 * (i % 4), -0.3 * i, 1, 100));
            assertEquals(Verdict.PENDING, run.slot.verdict);
            assertTrue(run.errorPx(2.3 * (i % 4), -0.3 * i) < 0.7);
        }
    }

    @Test
    void stripesAreAmbiguousAlongThemselves() {
        TestSky sky = sky(TargetKind.SURFACE);
        AlignmentRun run = new AlignmentRun(sky);
        Plane stripes = new Plane(sky.widthPx, sky.heightPx);
        for (int i = 0; i < stripes.adu.length; i++) {
            stripes.adu[i] =
                    (float) (500 + 300 * Math.sin(i % sky.widthPx * 0.3 + 3 * Math.sin(i % sky.widthPx * 0.04)));
        }
        assertEquals(Verdict.AMBIGUOUS, run.feed(sky.addNoise(stripes, NOISE_ADU)).verdict);
    }

    @ParameterizedTest
    @EnumSource(TargetKind.class)
    void changingSeeingIsNoDisagreement(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(3);
        double level = 0;
        for (int i = 0; i < 400; i++) {
            level = 0.8 * level + 0.6 * random.nextGaussian();
            sky.blur(Math.max(0.75, Math.min(1.7, Math.exp(0.25 * level))));
            double x = i == 0 ? 0 : random.nextGaussian();
            run.feed(sky.frame(x, 0, 1, i % 100 < 50 ? 20 : 40));
            assertEquals(Verdict.PENDING, run.slot.verdict, "frame " + i + " blur " + Math.exp(0.25 * level));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLANET", "SURFACE"})
    void aCloudOrABirdDisagrees(TargetKind kind) {
        TestSky sky = sky(kind);
        AlignmentRun run = new AlignmentRun(sky);
        Random random = new Random(3);
        int rejected = 0;
        for (int i = 0; i < 200; i++) {
            double x = random.nextGaussian();
            Plane frame = sky.frame(i == 0 ? 0 : x, 0, 1, NOISE_ADU);
            boolean disturbed = i > 80 && i % 10 == 0;
            if (disturbed) {
                for (int y = 60; y < 90; y++) {
                    for (int px = 70; px < 110; px++) {
                        frame.adu[y * sky.widthPx + px] *= i % 20 == 0 ? 0.5f : 1.4f;
                    }
                }
            }
            run.feed(frame);
            assertEquals(disturbed ? Verdict.DISAGREES : Verdict.PENDING, run.slot.verdict, "frame " + i);
            rejected += disturbed ? 1 : 0;
        }
        assertTrue(rejected > 5);
    }

    @Test
    void aRejectedFrameIsLeftAlone() {
        TestSky sky = sky(TargetKind.PLANET);
        GlobalAlignment alignment =
                new GlobalAlignment(sky.widthPx, sky.heightPx, 1, AlignmentSettings.of(TargetKind.PLANET));
        FrameSlot slot = new FrameSlot(1);
        slot.reject(Verdict.BLANK);
        Plane frame = sky.frame(0, 0, 1, NOISE_ADU);
        alignment.align(frame, slot);
        alignment.absorb(frame, slot);
        assertEquals(Verdict.BLANK, slot.verdict);
        assertTrue(Double.isNaN(slot.displacementXPx));
        assertTrue(alignment.epochs().isEmpty());
    }

    @Test
    void impossibleSettingsAreRefused() {
        AlignmentSettings good = AlignmentSettings.of(TargetKind.PLANET);
        assertThrows(IllegalArgumentException.class, () -> good.withSearchRadiusPx(0));
        assertThrows(IllegalArgumentException.class, () -> good.withEpochs(List.of(30, 20), 100));
        assertThrows(IllegalArgumentException.class, () -> good.withEpochs(List.of(30), 1));
        assertThrows(IllegalArgumentException.class, () -> new GlobalAlignment(8, 8, 1, good));
        assertFalse(good.anchorCounts().isEmpty());
    }
}
