package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

class SelectionTest {
    private final FrameSlot slot = new FrameSlot(8);
    private final LuckinessReading reading = new LuckinessReading();

    private FrameSlot judged(Selection selection, double score, double snr, double flux) {
        slot.clear();
        reading.score = score;
        reading.scoreSnr = snr;
        reading.fluxAdu = flux;
        reading.isBlank = false;
        selection.judge(reading, slot);
        return slot;
    }

    @Test
    void luckinessIsRelativeToTheMedianOfTheFirstThirtyFramesForEver() {
        Selection selection = new Selection();
        assertEquals(1, judged(selection, 2, 50, 100).luckiness, 1e-12);
        // (2 + 4) / 2 = 3 so far.
        assertEquals(4 / 3.0, judged(selection, 4, 50, 100).luckiness, 1e-12);
        for (int i = 2; i < 30; i++) {
            assertFalse(selection.isFrozen());
            judged(selection, 3, 50, 100);
        }
        assertTrue(selection.isFrozen());
        for (int i = 0; i < 1000; i++) {
            judged(selection, 12, 50, 50);
        }
        assertEquals(4, slot.luckiness, 1e-12);
        assertEquals(4 * 0.5 * 0.5, slot.weight, 1e-12, "half the light is a quarter of the weight");
        assertEquals(0.5, slot.fluxScale, 1e-12);
        assertEquals(50, slot.luckinessSnr);
        assertEquals(3, selection.referenceScore(), 1e-12);
        assertEquals(Verdict.PENDING, slot.verdict);
    }

    @Test
    void theExponentShapesTheWeightWithinItsLimits() {
        Selection squared = new Selection(2, 1);
        judged(squared, 1, 50, 1);
        for (int i = 1; i < 30; i++) {
            judged(squared, 1, 50, 1);
        }
        assertEquals(9, judged(squared, 3, 50, 1).weight, 1e-12);
        assertEquals(100, judged(squared, 100, 50, 1).weight, 1e-9, "nothing is more than ten times as lucky");
        assertEquals(0.001, judged(squared, 0, 0, 1).weight);
        assertEquals(1, judged(new Selection(0, 1), 7, 50, 1).weight);
    }

    @Test
    void aScoreBelowItsNoiseWeighsAsTwiceItsNoiseButNeverMoreThanTheAverage() {
        Selection selection = new Selection();
        for (int i = 0; i < 30; i++) {
            judged(selection, 1, 50, 1);
        }
        // Score .01 with an error of .1.
        judged(selection, 0.01, 0.1, 1);
        assertEquals(0.2, slot.weight, 1e-12);
        assertEquals(0.01, slot.luckiness, 1e-12);
        judged(selection, -0.1, -1, 1);
        assertEquals(0.2, slot.weight, 1e-12);
        assertEquals(0, slot.luckiness);
        judged(selection, 0.9, 0.1, 1);
        assertEquals(1, slot.weight, 1e-12);
        judged(selection, 0.5, Double.NaN, 1);
        assertEquals(0.5, slot.weight, 1e-12);
    }

    @Test
    void aFrameWithNextToNoLightIsBlankHoweverSharpItSeems() {
        Selection selection = new Selection();
        for (int i = 0; i < 40; i++) {
            judged(selection, 1, 50, 100);
        }
        assertEquals(Verdict.BLANK, judged(selection, 250, 50, 6).verdict);
        assertEquals(0, slot.weight);
        assertEquals(0.2 * 0.2, judged(selection, 1, 50, 20).weight, 1e-12);
        assertEquals(1, judged(new Selection(0, 1), 1, 50, 20).weight, "alpha = 0 weighs all alike");
    }

    @Test
    void blankDamagedAndAlreadyRejectedFramesLeaveTheReferenceAlone() {
        Selection selection = new Selection();
        judged(selection, 2, 50, 100);
        slot.clear();
        reading.isBlank = true;
        reading.score = 0;
        selection.judge(reading, slot);
        assertEquals(Verdict.BLANK, slot.verdict);
        assertEquals(0, slot.weight);
        assertEquals(Verdict.DAMAGED, judged(selection, Double.NaN, 0, 100).verdict);
        slot.clear();
        slot.reject(Verdict.DAMAGED);
        reading.isBlank = false;
        reading.score = 99;
        selection.judge(reading, slot);
        assertEquals(Verdict.DAMAGED, slot.verdict);
        assertTrue(Double.isNaN(slot.luckiness));
        assertEquals(2, selection.referenceScore());
    }

    @Test
    void theKeepFractionKeepsThatShareAfterThirtyFrames() {
        for (double keep : new double[] {0.1, 0.5, 0.9}) {
            Selection selection = new Selection(1, keep);
            Random random = new Random(7);
            int kept = 0;
            for (int i = 0; i < 4030; i++) {
                judged(selection, Math.exp(0.4 * random.nextGaussian()), 50, 1);
                if (i < 30) {
                    assertFalse(slot.verdict.isRejected());
                } else if (slot.verdict.isRejected()) {
                    assertEquals(Verdict.TOO_SOFT, slot.verdict);
                    assertEquals(0, slot.weight);
                } else {
                    kept++;
                }
            }
            assertEquals(keep, kept / 4000.0, 0.03);
        }
    }

    @Test
    void theHardThresholdFollowsChangingSeeing() {
        Selection selection = new Selection(1, 0.5);
        Random random = new Random(9);
        int kept = 0;
        for (int i = 0; i < 8000; i++) {
            double seeing = i < 4000 ? 1 : 0.3;
            judged(selection, seeing * Math.exp(0.2 * random.nextGaussian()), 50, 1);
            if (i >= 6500) {
                kept += slot.verdict.isRejected() ? 0 : 1;
            }
        }
        assertEquals(0.5, kept / 1500.0, 0.15);
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Selection(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Selection(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Selection(1, 50));
    }
}
