package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;

/** A reader sees whole states only, and nobody waits for it. */
class StackSnapshotTest {
    private static final long LONG_MS = 60_000;
    /** After so many frames each the writers wait, idle, until the reader has seen that state. */
    private static final int PAUSE_FRAMES = 100;

    private static final FrameFormat FORMAT = new FrameFormat(20, 14, ColorLayout.RGGB, 16);

    @Test
    void snapshotsTakenWhileBandsAddShowExactlyTheFirstFrames() throws Exception {
        for (double scale : new double[] {1.5, 1.37}) {
            FloatFrames frames = new FloatFrames(FORMAT).addNoise(new Random(12), 700, 3);
            DrizzleStack stack = new DrizzleStack(FORMAT, scale, 0.7, 3);
            TreeMap<Long, Long> seen = watch(stack, frames);
            assertTrue(seen.size() >= 7, "states seen: " + seen.keySet());
            DrizzleStack slow = new DrizzleStack(FORMAT, scale, 0.7, 3);
            int added = 0;
            for (long frameCount : seen.keySet()) {
                int more = (int) frameCount - added;
                FrameSlot[] slots = frames.slots.subList(added, added + more).toArray(new FrameSlot[0]);
                for (int band = 0; band < 3; band++) {
                    slow.add(band, slots, more, frames);
                }
                added += more;
                assertEquals(bitsOfSnapshot(slow), seen.get(frameCount), "after " + frameCount + " frames");
            }
        }
    }

    /** Runs three writers and a reader; the check sums of the states the reader saw, by frame count. */
    private static TreeMap<Long, Long> watch(DrizzleStack stack, FloatFrames frames) throws Exception {
        AtomicBoolean adding = new AtomicBoolean(true);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong seenCount = new AtomicLong();
        List<Thread> writers = new ArrayList<>();
        for (int band = 0; band < stack.bandCount(); band++) {
            int mine = band;
            Thread writer = new Thread(() -> write(stack, mine, frames, seenCount, adding));
            writer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writer.start();
            writers.add(writer);
        }
        TreeMap<Long, Long> seen = new TreeMap<>();
        StackSnapshot snapshot = stack.newSnapshot();
        while (seen.isEmpty() || seen.lastKey() < frames.slots.size()) {
            assertTrue(stack.snapshotInto(snapshot, LONG_MS), () -> "no snapshot; " + failure.get());
            seen.put(snapshot.stackedCount(), DrizzleDeterminismTest.bits(snapshot));
            seenCount.set(snapshot.stackedCount());
        }
        adding.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(null, failure.get());
        return seen;
    }

    private static void write(
            DrizzleStack stack, int band, FloatFrames frames, AtomicLong seenCount, AtomicBoolean adding) {
        Random random = new Random(band);
        SampleRows rows = frames.reader();
        int from = 0;
        while (from < frames.slots.size()) {
            int count = Math.min(PAUSE_FRAMES - from % PAUSE_FRAMES, 1 + random.nextInt(8));
            stack.add(band, frames.slots.subList(from, from + count).toArray(new FrameSlot[0]), count, rows);
            from += count;
            long reached = from;
            if (reached % PAUSE_FRAMES == 0) {
                idleUntil(stack, band, () -> seenCount.get() >= reached);
            }
        }
        idleUntil(stack, band, () -> !adding.get());
    }

    private static void idleUntil(DrizzleStack stack, int band, java.util.function.BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            stack.offerSnapshot(band);
            Thread.yield();
        }
    }

    private static long bitsOfSnapshot(DrizzleStack stack) throws InterruptedException {
        StackSnapshot snapshot = stack.newSnapshot();
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            while (!over.get()) {
                for (int band = 0; band < stack.bandCount(); band++) {
                    stack.offerSnapshot(band);
                }
                Thread.yield();
            }
        });
        writer.start();
        try {
            assertTrue(stack.snapshotInto(snapshot, LONG_MS));
        } finally {
            over.set(true);
            writer.join();
        }
        return DrizzleDeterminismTest.bits(snapshot);
    }

    @Test
    void aBandBehindStopsAtTheWantedFrameInTheMiddleOfABatch() throws Exception {
        FloatFrames frames = new FloatFrames(FORMAT).addNoise(new Random(16), 40, 3);
        FrameSlot[] slots = frames.slots.toArray(new FrameSlot[0]);
        DrizzleStack stack = new DrizzleStack(FORMAT, 1.5, 0.7, 2);
        stack.add(0, slots, 13, frames);
        StackSnapshot snapshot = stack.newSnapshot();
        AtomicBoolean filled = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                filled.set(stack.snapshotInto(snapshot, LONG_MS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        reader.start();
        while (snapshot.band(0).frameCount == 0) {
            stack.offerSnapshot(0);
            Thread.yield();
        }
        stack.add(1, slots, 40, frames);
        reader.join();
        assertTrue(filled.get());
        assertEquals(13, snapshot.stackedCount());
        DrizzleStack first = new DrizzleStack(FORMAT, 1.5, 0.7, 1);
        first.add(0, slots, 13, frames);
        assertEquals(bitsOfSnapshot(first), DrizzleDeterminismTest.bits(snapshot));
    }

    @Test
    void aSnapshotDoesNotChangeWhileTheStackGrowsOn() throws Exception {
        FloatFrames frames = new FloatFrames(FORMAT).addNoise(new Random(13), 40, 3);
        DrizzleStack stack = new DrizzleStack(FORMAT, 2, 0.7, 1);
        frames.addTo(stack, 8);
        StackSnapshot snapshot = stack.newSnapshot();
        Thread offering = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                stack.offerSnapshot(0);
                Thread.yield();
            }
        });
        offering.start();
        assertTrue(stack.snapshotInto(snapshot, LONG_MS));
        offering.interrupt();
        offering.join();
        long before = DrizzleDeterminismTest.bits(snapshot);
        frames.addTo(stack, 8);
        assertEquals(before, DrizzleDeterminismTest.bits(snapshot));
        assertEquals(40, snapshot.stackedCount());
        assertEquals(80, stack.view().stackedCount());
    }

    @Test
    void ifNoBandComesByTheReaderGivesUpAndTheSnapshotIsEmpty() throws Exception {
        DrizzleStack stack = new DrizzleStack(FORMAT, 1, 0.7, 2);
        StackSnapshot snapshot = stack.newSnapshot();
        assertFalse(stack.snapshotInto(snapshot, 20));
        assertFalse(snapshot.isComplete());
        assertThrows(IllegalStateException.class, () -> snapshot.readValues(0, 0, new float[20]));
        assertThrows(
                IllegalArgumentException.class, () -> new DrizzleStack(FORMAT, 1, 0.7, 2).snapshotInto(snapshot, 20));
    }
}
