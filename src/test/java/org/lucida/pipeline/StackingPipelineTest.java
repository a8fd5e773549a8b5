package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.calibrate.Calibration;
import org.lucida.config.StackSettings;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Ledger;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;

class StackingPipelineTest {
    private static final FrameFormat BAYER = new FrameFormat(128, 96, ColorLayout.RGGB, 8);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void theStackIsTheSameBitByBitForAnyNumberOfThreads(int threads) throws Exception {
        assertArrayEquals(stackOf(1, false), stackOf(threads, false));
    }

    @Test
    void theStackIsTheSameBitByBitWhenFramesComeSlowly() throws Exception {
        assertArrayEquals(stackOf(2, false), stackOf(2, true));
    }

    @Test
    void everyFrameIsAccountedForWhileTheRingOverflows() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 3_000).damagedEvery(50).blankEvery(70);
        Limits limits = new Limits(true, Long.MAX_VALUE, Long.MAX_VALUE);
        try (StackingPipeline pipeline = pipeline(camera, 2, limits)) {
            pipeline.start();
            while (!pipeline.awaitEnd(1)) {
                Ledger now = pipeline.ledger();
                assertTrue(now.balances(), now.toString());
                assertTrue(now.inFlightCount() <= pipeline.memory().slotCount(), now.toString());
            }
            Ledger end = pipeline.ledger();
            assertTrue(end.balances(), end.toString());
            assertEquals(0, end.inFlightCount());
            assertEquals(camera.deliveredCount(), end.deliveredCount());
            assertTrue(end.droppedCounts().get(DropPlace.RING) > 0, "the test must overflow the ring: " + end);
            assertTrue(end.rejectedCounts().get(Verdict.DAMAGED) > 0, end.toString());
            assertEquals(pipeline.table().rowCount(), end.stackedCount() + end.rejectedCount());
            assertEquals(pipeline.stack().stackedCount(), end.stackedCount());
        }
    }

    @Test
    void aRecordingLosesNothingAndRejectsByReason() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 600).damagedEvery(60).blankEvery(100);
        try (StackingPipeline pipeline = pipeline(camera, 2, Limits.none())) {
            run(pipeline);
            Ledger end = pipeline.ledger();
            assertEquals(600, end.deliveredCount());
            assertEquals(0, end.droppedCount());
            assertEquals(10, end.rejectedCounts().get(Verdict.DAMAGED));
            // frames 300 and 600 are both damaged and blank; damaged was said first
            assertEquals(4, end.rejectedCounts().get(Verdict.BLANK));
            assertEquals(586, end.stackedCount());
        }
    }

    @Test
    void aCameraThatFailsLeavesWhatWasCapturedInTheStack() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 500).failAt(120);
        try (StackingPipeline pipeline = pipeline(camera, 2, Limits.none())) {
            pipeline.start();
            IOException failed = assertThrows(IOException.class, () -> pipeline.awaitEnd(30_000));
            assertTrue(failed.getMessage().contains("frameIndex=120"), failed.getMessage());
            assertEquals(120, pipeline.ledger().stackedCount());
            assertTrue(pipeline.ledger().balances());
        }
    }

    @Test
    void captureEndsAtTheFrameLimitOrOnRequest() throws Exception {
        try (StackingPipeline pipeline =
                pipeline(new DiscCamera(BAYER, 500), 2, new Limits(false, 37, Long.MAX_VALUE))) {
            run(pipeline);
            assertEquals(37, pipeline.ledger().deliveredCount());
        }
        DiscCamera endless = new DiscCamera(BAYER, Long.MAX_VALUE);
        try (StackingPipeline pipeline = pipeline(endless, 2, Limits.none())) {
            pipeline.start();
            while (pipeline.ledger().stackedCount() < 20) {
                Thread.sleep(1);
            }
            pipeline.requestStop();
            assertTrue(pipeline.awaitEnd(30_000));
            assertEquals(endless.deliveredCount(), pipeline.ledger().stackedCount());
        }
    }

    @Test
    void aSnapshotIsConsistentWhileTheStackGrows() throws Exception {
        DiscCamera endless = new DiscCamera(BAYER, Long.MAX_VALUE);
        try (StackingPipeline pipeline = pipeline(endless, 4, Limits.none())) {
            pipeline.start();
            long last = 0;
            for (int i = 0; i < 5; i++) {
                try (SnapshotLease lease = pipeline.snapshot(10_000)) {
                    StackView view = lease.view();
                    assertTrue(view.stackedCount() >= last, "a snapshot went back in time");
                    last = view.stackedCount();
                    int[] counts = new int[view.widthPx()];
                    for (int y = 20; y < view.heightPx() - 20; y += 10) {
                        view.readCounts(1, y, counts);
                        for (int x = 20; x < view.widthPx() - 20; x++) {
                            assertTrue(counts[x] <= last, "a pixel saw more frames than the stack has");
                        }
                    }
                }
            }
        }
    }

    @Test
    void nothingIsAllocatedForAFrameInSteadyState() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AtomicReference<long[]> ids = new AtomicReference<>();
        List<long[]> readings = Collections.synchronizedList(new ArrayList<>());
        DiscCamera camera = new DiscCamera(BAYER, 9_001);
        camera.beforeFrame(k -> {
            if (k >= 3_000 && k % 1_000 == 0) {
                readings.add(threads.getThreadAllocatedBytes(ids.get()));
            }
        });
        try (StackingPipeline pipeline = pipeline(camera, 3, Limits.none())) {
            pipeline.start();
            ids.set(pipeline.threads().stream().mapToLong(Thread::getId).toArray());
            assertTrue(pipeline.awaitEnd(120_000));
        }
        // the compiler may still touch a thread now and then; what is allocated for a frame shows in every window
        for (int thread = 0; thread < ids.get().length; thread++) {
            long leastBytes = Long.MAX_VALUE;
            for (int window = 1; window < readings.size(); window++) {
                leastBytes = Math.min(leastBytes, readings.get(window)[thread] - readings.get(window - 1)[thread]);
            }
            // the capture thread makes the array of readings itself
            assertTrue(leastBytes < 1_000, "thread " + thread + " allocates " + leastBytes + " bytes for 1000 frames");
        }
        assertEquals(7, readings.size());
    }

    @Test
    void anImpossibleSizeIsRefusedWithTheBytesNeeded() {
        FrameFormat huge = new FrameFormat(16_000, 16_000, ColorLayout.RGGB, 8);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> StackingPipeline.memoryFor(huge, settings(2), Limits.none(), true)
                        .check());
        assertTrue(refused.getMessage().matches("heapBytes=\\d{9,} are needed.*"), refused.getMessage());
    }

    private static int[] stackOf(int threads, boolean slowly) throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 150);
        if (slowly) {
            camera.beforeFrame(k -> LockSupport.parkNanos(k % 7 * 300_000));
        }
        try (StackingPipeline pipeline = pipeline(camera, threads, Limits.none())) {
            run(pipeline);
            StackView view = pipeline.stack();
            int[] bits = new int[view.planeCount() * view.heightPx() * view.widthPx() * 2];
            float[] row = new float[view.widthPx()];
            int n = 0;
            for (int plane = 0; plane < view.planeCount(); plane++) {
                for (int y = 0; y < view.heightPx(); y++) {
                    view.readValues(plane, y, row);
                    for (float value : row) {
                        bits[n++] = Float.floatToIntBits(value);
                    }
                    view.readWeights(plane, y, row);
                    for (float value : row) {
                        bits[n++] = Float.floatToIntBits(value);
                    }
                }
            }
            assertTrue(Arrays.stream(bits).distinct().count() > 1000, "the stack must hold a picture");
            return bits;
        }
    }

    private static void run(StackingPipeline pipeline) throws Exception {
        pipeline.start();
        assertTrue(pipeline.awaitEnd(60_000));
    }

    private static StackingPipeline pipeline(DiscCamera camera, int threads, Limits limits) {
        return new StackingPipeline(camera, settings(threads), Calibration.none(camera.format()), limits, true);
    }

    private static StackSettings settings(int threads) {
        return StackSettings.defaults().change().threads(threads).build();
    }
}
