package org.lucida.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.calibrate.ExposureAdvice.Code;
import org.lucida.calibrate.ExposureFacts.Aim;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

class ExposureAdviceTest {
    private static final int SIDE = 200;
    private static final double GAIN = 0.5;
    private static final double READ_E = 2;
    private static final int OFFSET = 200;

    /** A planet: a disc of a fifth of the frame, edge to edge from half to full brightness, green twice as bright. */
    private static RawHistogram planet(double discAdu, Random random) {
        FrameFormat format = new FrameFormat(SIDE, SIDE, ColorLayout.RGGB, 12);
        ByteBuffer raw = ByteBuffer.allocate(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double r = Math.hypot(x - 100, y - 100) / 50;
                double light = r < 1 ? discAdu * (1 - 0.5 * r) : 0;
                light *= format.layout().planeOf(x, y, 0) == 1 ? 1 : 0.5;
                double e = light * GAIN;
                double noise = Math.sqrt(e + READ_E * READ_E) * random.nextGaussian() / GAIN;
                raw.putShort(
                        2 * (y * SIDE + x), (short) Math.max(0, Math.min(4095, Math.rint(OFFSET + light + noise))));
            }
        }
        RawHistogram histogram = new RawHistogram(format, 1);
        histogram.measure(raw);
        return histogram;
    }

    private static ExposureFacts facts(Aim aim, double exposureUs, double longestUs, double rateHz) {
        return new ExposureFacts(aim, exposureUs, longestUs, rateHz, OFFSET, 4095, GAIN, READ_E, 0.7);
    }

    @Test
    void theAdvisedExposurePutsTheBrightQuantileWhereItIsWished() {
        ExposureAdvice advice =
                ExposureAdvice.of(planet(1000, new Random(1)), facts(Aim.BRIGHT_TARGET, 4000, 15_000, 60));
        double bright = advice.planes().get(1).brightFraction();
        assertTrue(advice.says(Code.RAISE_EXPOSURE));
        assertEquals(4000 * 0.7 / bright, advice.advisedExposureUs(), 1e-6);
        assertEquals(1, advice.advisedGainRatio());
        double then = 1000 * advice.advisedExposureUs() / 4000;
        ExposureAdvice again = ExposureAdvice.of(
                planet(then, new Random(2)), facts(Aim.BRIGHT_TARGET, advice.advisedExposureUs(), 15_000, 60));
        assertEquals(0.7, again.planes().get(1).brightFraction(), 0.03);
        assertTrue(again.says(Code.GOOD), again.toString());
        assertEquals(OFFSET, again.planes().get(0).backgroundAdu(), 10);
    }

    @Test
    void whatTheLongestExposureCannotGiveIsAskedFromTheGain() {
        ExposureAdvice advice =
                ExposureAdvice.of(planet(300, new Random(1)), facts(Aim.BRIGHT_TARGET, 10_000, 15_000, 60));
        assertEquals(15_000, advice.advisedExposureUs());
        assertTrue(advice.says(Code.RAISE_GAIN));
        double bright = advice.planes().get(1).brightFraction();
        assertEquals(10_000 * 0.7 / bright / 15_000, advice.advisedGainRatio(), 1e-9);
    }

    @Test
    void clippedHighlightsAskForHalfTheExposure() {
        ExposureAdvice advice =
                ExposureAdvice.of(planet(6000, new Random(1)), facts(Aim.BRIGHT_TARGET, 10_000, 15_000, 60));
        assertEquals(Code.HIGHLIGHTS_CLIPPED, advice.advice().get(0).code());
        assertTrue(advice.planes().get(1).clippedFraction() > 0.02);
        assertEquals(0, advice.planes().get(0).clippedFraction());
        assertEquals(5000, advice.advisedExposureUs());
        assertTrue(advice.says(Code.LOWER_EXPOSURE));
    }

    @Test
    void aDimTargetIsLimitedByReadNoiseABrightOneIsNot() {
        ExposureFacts facts = facts(Aim.BRIGHT_TARGET, 4000, 15_000, 100);
        ExposureAdvice dim = ExposureAdvice.of(planet(60, new Random(1)), facts);
        assertTrue(dim.isReadNoiseLimited() && dim.says(Code.READ_NOISE_LIMITED), dim.toString());
        ExposureAdvice bright = ExposureAdvice.of(planet(1000, new Random(1)), facts);
        assertFalse(bright.isReadNoiseLimited(), bright.toString());
        // red: half of 1000 ADU, median of a cone of half depth over the disc about 0.67 of the middle; 4 e^2 of read
        // noise
        assertEquals(1000 * 0.5 * 0.67 * GAIN / 4, bright.shotPerReadRatio(), 8);
    }

    @Test
    void theSkyDecidesForDeepSky() {
        ExposureFacts facts = facts(Aim.DEEP_SKY, 4e6, 30e6, Double.NaN);
        ExposureAdvice advice = ExposureAdvice.of(planet(1000, new Random(1)), facts);
        assertTrue(advice.says(Code.READ_NOISE_LIMITED), advice.toString());
        assertFalse(advice.says(Code.EXPOSURE_LIMITS_FRAME_RATE));
    }

    @Test
    void unknownGainMakesNoClaimAboutReadNoise() {
        ExposureFacts facts =
                new ExposureFacts(Aim.BRIGHT_TARGET, 4000, 15_000, 100, OFFSET, 4095, Double.NaN, Double.NaN, 0.7);
        ExposureAdvice advice = ExposureAdvice.of(planet(60, new Random(1)), facts);
        assertTrue(Double.isNaN(advice.shotPerReadRatio()));
        assertFalse(advice.isReadNoiseLimited());
    }

    @Test
    void aCappedTelescopeHasNoLight() {
        ExposureAdvice advice =
                ExposureAdvice.of(planet(0, new Random(1)), facts(Aim.BRIGHT_TARGET, 4000, 15_000, 100));
        assertTrue(advice.says(Code.NO_LIGHT), advice.toString());
        assertTrue(Double.isNaN(advice.advisedExposureUs()));
    }

    @Test
    void longExposuresAndRatesThatTheyHoldUpAreTold() {
        ExposureAdvice advice =
                ExposureAdvice.of(planet(2500, new Random(1)), facts(Aim.BRIGHT_TARGET, 40_000, 15_000, 24.9));
        assertTrue(advice.says(Code.EXPOSURE_TOO_LONG));
        assertTrue(advice.says(Code.EXPOSURE_LIMITS_FRAME_RATE));
        assertTrue(advice.advisedExposureUs() <= 15_000);
    }

    @Test
    void blackLevelsThatCutTheNoiseAreTold() {
        FrameFormat format = new FrameFormat(100, 100, ColorLayout.MONO, 8);
        ByteBuffer raw = ByteBuffer.allocate(format.frameBytes());
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            raw.put(i, (byte) Math.max(0, Math.rint(1 + random.nextGaussian() + (i < 3000 ? 100 : 0))));
        }
        RawHistogram histogram = new RawHistogram(format, 1);
        histogram.measure(raw);
        ExposureAdvice advice =
                ExposureAdvice.of(histogram, new ExposureFacts(Aim.BRIGHT_TARGET, 4000, 15_000, 10, 1, 255, 1, 1, 0.4));
        assertTrue(advice.says(Code.OFFSET_TOO_LOW), advice.toString());
    }

    @Test
    void impossibleFactsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> facts(Aim.DEEP_SKY, 0, 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new ExposureFacts(Aim.DEEP_SKY, 1, 1, 1, 300, 255, 1, 1, 0.5));
    }
}
