package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.lucida.camera.asi.FrameHealth.Finding;
import org.lucida.judge.Allocation;

class FrameHealthTest {
    private static final int ROW_BYTES = 320;
    private static final int HEIGHT_PX = 200;
    private static final int SIZE = ROW_BYTES * HEIGHT_PX;

    private final FrameHealth health = new FrameHealth(ROW_BYTES, HEIGHT_PX);
    private final ByteBuffer frame = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private long number;

    private Finding noisy() {
        return filled(0, SIZE);
    }

    /** A new frame in some part, the rest as it was in the last one. */
    private Finding filled(int from, int to) {
        ByteBuffer copy = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(0, frame, 0, SIZE);
        health.mark(frame);
        frame.put(0, copy, 0, SIZE);
        FakeAsi.noise(frame, from, to, ++number);
        return health.judge(frame);
    }

    private void warmUp() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Finding.SOUND, noisy());
        }
    }

    @Test
    void aTearIsFoundWhereverItIs() {
        warmUp();
        assertEquals(Finding.TORN, filled(0, SIZE / 2));
        assertEquals(Finding.SOUND, noisy());
        assertEquals(Finding.TORN, filled(SIZE / 8, SIZE));
        assertEquals(Finding.SOUND, noisy());
        assertEquals(Finding.TORN, filled(0, SIZE / 20 * 19 / 8 * 8 - 8 * ROW_BYTES));
        assertEquals(Finding.SOUND, noisy());
    }

    @Test
    void aRepeatedFrameIsFound() {
        warmUp();
        assertEquals(Finding.REPEATED, filled(0, 0));
        assertEquals(Finding.SOUND, noisy());
    }

    @Test
    void aSourceThatStandsStillIsLeftInPeace() {
        noisy();
        for (int i = 0; i < 50; i++) {
            assertEquals(Finding.SOUND, filled(0, 8));
        }
        warmUp();
        int found = 0;
        for (int i = 0; i < 50; i++) {
            found += filled(0, 8) == Finding.SOUND ? 0 : 1;
        }
        assertTrue(found > 0 && found < 10, "what lasts becomes normal: " + found);
    }

    @Test
    void anUnwrittenEndIsFoundAtOnce() {
        health.mark(frame);
        FakeAsi.noise(frame, 0, SIZE - 3 * ROW_BYTES, 1);
        assertEquals(Finding.SHORT, health.judge(frame));
    }

    @Test
    void zeroesInsteadOfTheLowerPartAreFound() {
        warmUp();
        health.mark(frame);
        FakeAsi.noise(frame, 0, SIZE / 2, ++number);
        for (int i = SIZE / 2; i < SIZE; i++) {
            frame.put(i, (byte) 0);
        }
        assertEquals(Finding.TORN, health.judge(frame));
    }

    @Test
    void onlyAWhollyUniformFrameIsBlank() {
        for (int value : new int[] {0, 255}) {
            for (int i = 0; i < SIZE; i++) {
                frame.put(i, (byte) value);
            }
            assertEquals(Finding.BLANK, health.judge(frame));
            // a star between the rows that are looked at
            frame.put(ROW_BYTES + 77, (byte) 100);
            assertEquals(Finding.SOUND, health.judge(frame));
        }
    }

    @Test
    void darkSkyAroundASmallPlanetIsSound() {
        for (int n = 0; n < 40; n++) {
            for (int i = 0; i < SIZE; i++) {
                frame.put(i, (byte) 0);
            }
            FakeAsi.noise(frame, 90 * ROW_BYTES, 110 * ROW_BYTES, ++number);
            assertEquals(Finding.SOUND, health.judge(frame));
        }
    }

    @Test
    void theUsedBitsAreThoseOfAllSamples() {
        warmUp();
        assertEquals(0xFFF0, health.usedBits(), "12 bits aligned to the top");
    }

    @Test
    void itMakesNoGarbage() {
        assertEquals(0, Allocation.leastBytes(() -> {
            health.mark(frame);
            health.judge(frame);
        }));
    }
}
