package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.StackView;

/** A restarted stack is one that begins there, bit by bit. */
class RestartedStackTest {
    private static final SensorNoise NOISE = new SensorNoise(1.7, 930, 4);

    @ParameterizedTest
    @CsvSource({"1, 0.7, RGGB", "1.5, 0.8, RGGB", "1.37, 0.9, RGGB", "2, 1, MONO", "2.875, 0.5, RGB"})
    void aRestartedStackIsAFreshOne(double scale, double pixfrac, ColorLayout layout) {
        FrameFormat format = new FrameFormat(26, 22, layout, 12);
        Random random = new Random(7);
        FloatFrames before = new FloatFrames(format).addNoise(random, 41, 9);
        FloatFrames after = new FloatFrames(format).addNoise(random, 71, 3);
        for (FloatFrames frames : new FloatFrames[] {before, after}) {
            for (FrameSlot slot : frames.slots) {
                slot.mask = slot.frameIndex % 3 == 0 ? null : MaskedStackTest.randomMask(format, random, 0.05);
            }
        }
        DrizzleStack stack = new DrizzleStack(format, scale, pixfrac, 3, NOISE);
        StackSnapshot snapshot = stack.newSnapshot();
        addTo(stack, before, 5);
        take(stack, snapshot);
        assertEquals(1, snapshot.stackNumber());
        for (int band = 0; band < stack.bandCount(); band++) {
            stack.restart(band, 2);
        }
        assertEquals(0, stack.view().stackedCount());
        addTo(stack, after, 8);

        DrizzleStack fresh = new DrizzleStack(format, scale, pixfrac, 3, NOISE);
        addTo(fresh, after, 3);
        assertSame(fresh.view(), stack.view());
        take(stack, snapshot);
        assertEquals(2, snapshot.stackNumber());
        StackSnapshot freshSnapshot = fresh.newSnapshot();
        take(fresh, freshSnapshot);
        assertSame(freshSnapshot, snapshot);
    }

    private static void addTo(DrizzleStack stack, FloatFrames frames, int batch) {
        for (int band = 0; band < stack.bandCount(); band++) {
            for (int from = 0; from < frames.slots.size(); from += batch) {
                int end = Math.min(frames.slots.size(), from + batch);
                FrameSlot[] slots = frames.slots.subList(from, end).toArray(new FrameSlot[0]);
                stack.add(band, slots, end - from, MaskedStackTest.masked(frames));
            }
        }
    }

    /** Fills a snapshot while the bands stand still. */
    private static void take(DrizzleStack stack, StackSnapshot snapshot) {
        Thread bands = new Thread(() -> {
            while (!snapshot.isComplete() && !Thread.interrupted()) {
                for (int band = 0; band < stack.bandCount(); band++) {
                    stack.offerSnapshot(band);
                }
            }
        });
        try {
            snapshot.setComplete(false);
            bands.start();
            stack.snapshotInto(snapshot, 10_000);
            bands.interrupt();
            bands.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void assertSame(StackView expected, StackView actual) {
        assertEquals(expected.stackedCount(), actual.stackedCount());
        float[] a = new float[expected.widthPx()];
        float[] b = new float[expected.widthPx()];
        int[] m = new int[expected.widthPx()];
        int[] n = new int[expected.widthPx()];
        for (int plane = 0; plane < expected.planeCount(); plane++) {
            for (int y = 0; y < expected.heightPx(); y++) {
                expected.readWeights(plane, y, a);
                actual.readWeights(plane, y, b);
                assertArrayEquals(a, b, "weights of plane " + plane + " row " + y);
                expected.readCounts(plane, y, m);
                actual.readCounts(plane, y, n);
                assertArrayEquals(m, n, "counts of plane " + plane + " row " + y);
                expected.readValues(plane, y, a);
                actual.readValues(plane, y, b);
                assertArrayEquals(a, b, "values of plane " + plane + " row " + y);
                expected.readVariances(plane, y, a);
                actual.readVariances(plane, y, b);
                assertArrayEquals(a, b, "variances of plane " + plane + " row " + y);
                expected.readFlags(plane, y, m);
                actual.readFlags(plane, y, n);
                assertArrayEquals(m, n, "flags of plane " + plane + " row " + y);
            }
        }
    }
}
