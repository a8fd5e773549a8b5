package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

class LoadSheddingTest {
    private final LiveLedger ledger = new LiveLedger();
    private final FrameSlot slot = new FrameSlot(1);
    private final ArrayDeque<Boolean> waiting = new ArrayDeque<>();
    private long mostBehind;
    private long stacked;

    /** Plays frames that arrive one a tick through a stack that takes so many ticks a frame, in order as the ring has it. */
    private void play(LoadShedding shedding, int frames, double ticksPerFrame) {
        double work = 0;
        for (int tick = 0; tick < frames; tick++) {
            ledger.published();
            waiting.add(shedding.accepts());
            work += 1;
            while (!waiting.isEmpty() && work >= (waiting.peek() ? ticksPerFrame : 0)) {
                boolean accepted = waiting.remove();
                work -= accepted ? ticksPerFrame : 0;
                slot.verdict = accepted ? Verdict.STACKED : Verdict.PASSED_OVER;
                stacked += accepted ? 1 : 0;
                ledger.settled(slot);
            }
            if (waiting.isEmpty()) {
                work = 0;
            }
            mostBehind = Math.max(mostBehind, ledger.inFlightCount());
        }
    }

    @ParameterizedTest
    @CsvSource({"128,1.5", "128,4", "128,10", "128,40", "64,10", "64,30", "16,3", "16,10", "2048,5", "2048,100"})
    void theRingNeverFillsHoweverSlowTheStack(int slotCount, double ticksPerFrame) {
        LoadShedding shedding = new LoadShedding(ledger, slotCount);
        play(shedding, 20_000, ticksPerFrame);
        assertTrue(mostBehind < 0.8 * slotCount, "at most " + mostBehind + " of " + slotCount + " slots were taken");
        double possible = 20_000 / ticksPerFrame;
        assertTrue(stacked > 0.8 * possible, "stacked " + stacked + " of " + possible + " the stack could have done");
    }

    @Test
    void aStackThatKeepsUpSeesEveryFrame() {
        LoadShedding shedding = new LoadShedding(ledger, 128);
        play(shedding, 2_000, 0.9);
        assertEquals(0, shedding.shedCount());
    }

    @Test
    void afterAStallTheStackCatchesUp() {
        LoadShedding shedding = new LoadShedding(ledger, 128);
        play(shedding, 2_000, 0.5);
        long calm = shedding.shedCount();
        play(shedding, 300, 20);
        assertTrue(shedding.shedCount() > calm);
        play(shedding, 1_000, 0.5);
        long after = shedding.shedCount();
        play(shedding, 2_000, 0.5);
        assertEquals(after, shedding.shedCount());
        assertTrue(mostBehind < 128, "" + mostBehind);
    }
}
