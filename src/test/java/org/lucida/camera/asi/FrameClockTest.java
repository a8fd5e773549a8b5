package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameClockTest {
    private static final long MS = 1_000_000;
    private static final long BOOT_UTC_NS = 1_800_000_000_000_000_000L;

    /** A machine whose clocks are turned by hand. */
    private static final class Hand implements FrameClock.Source {
        long monotonicNs = 5_000_000_000L;
        long utcOffsetNs = BOOT_UTC_NS;
        long errorNs = 2 * MS;

        @Override
        public long monotonicNs() {
            return monotonicNs;
        }

        @Override
        public long utcNs() {
            return monotonicNs + utcOffsetNs;
        }

        @Override
        public long utcErrorNs() {
            return errorNs;
        }
    }

    private final Hand hand = new Hand();
    private final FrameClock clock = new FrameClock(hand);

    @Test
    void theStartIsTheReturnLessReadoutLessExposure() {
        clock.restart(20 * MS, 10 * MS);
        clock.frame(hand.monotonicNs - 30 * MS, hand.monotonicNs, 1);
        assertEquals(hand.utcNs() - 30 * MS, clock.startUtcNs());
        assertTrue(clock.uncertaintyNs() >= 7 * MS, "clock error and half the readout");
        assertFalse(clock.wasQueued());
    }

    @Test
    void lateReturnsHardlyMoveTheGrid() {
        clock.restart(5 * MS, 5 * MS);
        Random random = new Random(7);
        long arrivalNs = hand.monotonicNs;
        long worstNs = 0;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 500; i++) {
            arrivalNs += 10 * MS;
            long lateNs = random.nextInt(5) == 0 ? random.nextInt((int) (4 * MS)) : random.nextInt((int) MS / 10);
            clock.frame(arrivalNs - 8 * MS, arrivalNs + lateNs, 1);
            if (i > 50) {
                worstNs = Math.max(worstNs, Math.abs(clock.startUtcNs() - (arrivalNs + BOOT_UTC_NS - 10 * MS)));
            }
            assertTrue(clock.startUtcNs() > last, "times rise");
            last = clock.startUtcNs();
        }
        assertTrue(worstNs < MS, "worst " + worstNs + " ns");
        assertEquals(10 * MS, clock.periodNs(), 0.5 * MS);
    }

    @Test
    void aFrameThatWaitedInTheBufferGetsItsPlaceOnTheGrid() {
        clock.restart(5 * MS, 5 * MS);
        long arrivalNs = hand.monotonicNs;
        for (int i = 0; i < 50; i++) {
            arrivalNs += 10 * MS;
            clock.frame(arrivalNs - 8 * MS, arrivalNs, 1);
        }
        // the reader was away for 25 ms: the next two frames wait already
        clock.frame(arrivalNs + 25 * MS, arrivalNs + 25 * MS + 1000, 1);
        assertTrue(clock.wasQueued());
        assertEquals(arrivalNs + 10 * MS + BOOT_UTC_NS - 10 * MS, clock.startUtcNs(), 0.1 * MS);
        clock.frame(arrivalNs + 26 * MS, arrivalNs + 26 * MS + 1000, 1);
        assertEquals(arrivalNs + 20 * MS + BOOT_UTC_NS - 10 * MS, clock.startUtcNs(), 0.1 * MS);
        assertTrue(clock.uncertaintyNs() > 5 * MS, "half a period more");
    }

    @Test
    void droppedFramesAreCountedAlongTheGrid() {
        clock.restart(5 * MS, 5 * MS);
        long arrivalNs = hand.monotonicNs;
        for (int i = 0; i < 50; i++) {
            arrivalNs += 10 * MS;
            clock.frame(arrivalNs - 8 * MS, arrivalNs, 1);
        }
        clock.frame(arrivalNs + 60 * MS, arrivalNs + 60 * MS + 1000, 5);
        assertEquals(arrivalNs + 50 * MS + BOOT_UTC_NS - 10 * MS, clock.startUtcNs(), 0.1 * MS);
    }

    @Test
    void aSmallDriftIsSteeredAndAStepIsSaid() {
        hand.utcOffsetNs += 4 * MS;
        assertEquals(0, clock.discipline());
        assertEquals(0.5 * MS, clock.utcNow() - (hand.monotonicNs + BOOT_UTC_NS), 1);
        for (int i = 0; i < 60; i++) {
            assertEquals(0, clock.discipline());
        }
        assertEquals(hand.utcNs(), clock.utcNow(), 1000);
        hand.utcOffsetNs -= 3_000 * MS;
        assertEquals(-3_000 * MS, clock.discipline(), MS);
        assertEquals(hand.utcNs(), clock.utcNow());
    }

    @Test
    void aClockThatCannotTellItsErrorIsHeldForPoor() {
        hand.errorNs = -1;
        clock.discipline();
        assertTrue(clock.clockErrorNs() >= 100 * MS);
    }
}
