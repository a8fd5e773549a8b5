package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.calibrate.Calibration;
import org.lucida.config.StackSettings;
import org.lucida.files.ClipWriter;
import org.lucida.files.RecordingFacts;
import org.lucida.files.SerReader;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Ledger;
import org.lucida.frame.Roi;

class RecorderTest {
    private static final FrameFormat BAYER = new FrameFormat(128, 96, ColorLayout.RGGB, 8);
    private static final Limits AGAINST_THE_CLOCK = new Limits(true, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Recorder.Room ENOUGH = () -> Long.MAX_VALUE;
    private static final double NO_PRE_TRIGGER = 0;

    @TempDir
    Path folder;

    @Test
    void stackingGivesWayAndTheRecordingLosesNothing() throws Exception {
        FrameFormat large = new FrameFormat(640, 480, ColorLayout.RGGB, 8);
        ListClip clip = new ListClip(0, Long.MAX_VALUE);
        AtomicReference<StackingPipeline> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(large, 700)
                .damagedEvery(50)
                .blankEvery(70)
                .beforeFrame(k -> {
                    LockSupport.parkNanos(2_000_000);
                    if (k % 10 == 0) {
                        assertTrue(made.get().ledger().balances());
                        assertTrue(made.get().recorder().orElseThrow().status().balances());
                    }
                });
        StackSettings slow =
                StackSettings.defaults().change().threads(2).scale(3).pixfrac(1).build();
        RecordingWish wish = new RecordingWish(
                ClipWriter.Kind.SER, RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 512L * large.frameBytes());
        try (StackingPipeline pipeline = pipeline(camera, slow, clip, wish, ENOUGH)) {
            made.set(pipeline);
            run(pipeline);
            Ledger stack = pipeline.ledger();
            RecordingStatus recording = pipeline.recorder().orElseThrow().status();
            assertTrue(stack.droppedCounts().get(DropPlace.STACKING) > 0, "the stack must be too slow: " + stack);
            assertEquals(0, stack.droppedCounts().get(DropPlace.RING), stack.toString());
            assertTrue(stack.stackedCount() > 5, stack.toString());
            assertEquals(700, stack.deliveredCount());
            assertEquals(0, stack.inFlightCount());
            assertTrue(stack.balances(), stack.toString());
            assertEquals(14, recording.damagedCount());
            assertEquals(686, recording.recordedCount());
            assertEquals(0, recording.waitingCount());
            assertTrue(recording.balances(), recording.toString());
            assertEquals(686, clip.times.size());
            assertTrue(clip.isClosed());
            assertEquals(stack.stackedCount(), pipeline.stack().stackedCount());
            assertEquals(700, pipeline.table().rowCount());
        }
    }

    @Test
    void aDiskTooSlowLosesFramesAtTheRingAndCountsThem() throws Exception {
        ListClip clip = new ListClip(1_000_000, Long.MAX_VALUE);
        DiscCamera camera = new DiscCamera(BAYER, 2_000).beforeFrame(k -> LockSupport.parkNanos(50_000));
        try (StackingPipeline pipeline =
                pipeline(camera, settings(), clip, wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 16), ENOUGH)) {
            pipeline.start();
            while (!pipeline.awaitEnd(1)) {
                assertTrue(pipeline.ledger().balances());
                assertTrue(pipeline.recorder().orElseThrow().status().balances());
            }
            RecordingStatus end = pipeline.recorder().orElseThrow().status();
            assertTrue(end.ringLostCount() > 0, end.toString());
            assertEquals(2_000, end.recordedCount() + end.ringLostCount());
            assertEquals(end.recordedCount(), clip.times.size());
            Ledger stack = pipeline.ledger();
            assertEquals(end.ringLostCount(), stack.droppedCounts().get(DropPlace.RING));
            assertTrue(stack.balances() && stack.inFlightCount() == 0, stack.toString());
            RecordingFacts facts = pipeline.recorder().orElseThrow().facts();
            assertTrue(facts.gaps().gapCount() > 0, "lost frames are gaps in time");
            assertTrue(facts.balances());
        }
    }

    @Test
    void aDiskThatBreaksEndsTheRecordingAndStackingGoesOn() throws Exception {
        ListClip clip = new ListClip(0, 50);
        DiscCamera camera = new DiscCamera(BAYER, 400);
        try (StackingPipeline pipeline = waiting(camera, clip, wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 64))) {
            run(pipeline);
            Recorder recorder = pipeline.recorder().orElseThrow();
            assertEquals(RecordingStatus.State.FAILED, recorder.status().state());
            assertTrue(
                    recorder.failure().getMessage().contains("disk broken"),
                    recorder.failure().getMessage());
            assertEquals(50, recorder.status().recordedCount());
            assertEquals(350, recorder.status().failedCount());
            assertTrue(recorder.status().balances());
            assertEquals(400, pipeline.ledger().deliveredCount());
            assertEquals(400, pipeline.table().rowCount());
            assertTrue(clip.isClosed());
        }
    }

    @Test
    void aDiskNearlyFullEndsTheClipWhileThereIsRoomForItsEnd() throws Exception {
        ListClip clip = new ListClip(0, Long.MAX_VALUE);
        DiscCamera camera = new DiscCamera(BAYER, 1_000_000).beforeFrame(k -> LockSupport.parkNanos(1_000_000));
        try (StackingPipeline pipeline = pipeline(
                camera, settings(), clip, wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 64), () -> 1_000_000)) {
            pipeline.start();
            Recorder recorder = pipeline.recorder().orElseThrow();
            while (!recorder.isEnded()) {
                Thread.sleep(5);
            }
            pipeline.requestStop();
            assertTrue(pipeline.awaitEnd(30_000));
            assertEquals(RecordingStatus.State.ENDED_BY_SPACE, recorder.status().state());
            assertTrue(
                    recorder.failure().getMessage().contains("free disk space"),
                    recorder.failure().getMessage());
            assertTrue(
                    recorder.status().outsideCount() >= 0 && recorder.status().balances());
        }
    }

    @Test
    void limitsOfFramesAndBytesAreExact() throws Exception {
        long frameBytes = BAYER.frameBytes();
        for (RecordingWish.Stop stop : List.of(
                new RecordingWish.Stop(37, Long.MAX_VALUE, Long.MAX_VALUE),
                new RecordingWish.Stop(1_000, Long.MAX_VALUE, 38 * frameBytes - 1))) {
            ListClip clip = new ListClip(0, Long.MAX_VALUE);
            try (StackingPipeline pipeline =
                    waiting(new DiscCamera(BAYER, 200), clip, wish(stop, NO_PRE_TRIGGER, 64))) {
                run(pipeline);
                RecordingStatus end = pipeline.recorder().orElseThrow().status();
                assertEquals(37, end.recordedCount());
                assertEquals(163, end.outsideCount());
                assertTrue(end.balances() && end.state().isEnded(), end.toString());
            }
        }
    }

    @Test
    void thePreTriggerKeepsTheLastFramesAndTheClipGoesOnWithoutAGap() throws Exception {
        ListClip clip = new ListClip(0, Long.MAX_VALUE);
        AtomicReference<StackingPipeline> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 500).beforeFrame(k -> {
            if (k == 300) {
                Recorder recorder = made.get().recorder().orElseThrow();
                while (recorder.status().outsideCount() + recorder.status().keptCount() < 300) {
                    LockSupport.parkNanos(100_000);
                }
                recorder.trigger();
                while (recorder.status().state() == RecordingStatus.State.ARMED) {
                    LockSupport.parkNanos(100_000);
                }
            }
        });
        try (StackingPipeline pipeline = waiting(camera, clip, wish(RecordingWish.Stop.NEVER, 3600, 64))) {
            made.set(pipeline);
            run(pipeline);
            assertEquals(32 + 200, clip.times.size(), "half the ring is kept");
            for (int i = 0; i < clip.times.size(); i++) {
                assertEquals(1_000_000_000L * (268 + i), clip.times.get(i));
            }
            RecordingStatus end = pipeline.recorder().orElseThrow().status();
            assertEquals(268, end.outsideCount());
            assertTrue(end.balances());
            List<String> notes = pipeline.recorder().orElseThrow().facts().notes();
            assertTrue(notes.get(0).contains("keptCount=32"), notes.toString());
        }
    }

    @Test
    void thePreTriggerKeepsNoMoreThanTheSecondsAskedFor() throws Exception {
        ListClip clip = new ListClip(0, Long.MAX_VALUE);
        AtomicReference<StackingPipeline> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 100).beforeFrame(k -> {
            if (k == 60) {
                Recorder recorder = made.get().recorder().orElseThrow();
                while (recorder.status().outsideCount() < 59) {
                    LockSupport.parkNanos(100_000);
                }
                recorder.trigger();
                while (recorder.status().state() == RecordingStatus.State.ARMED) {
                    LockSupport.parkNanos(100_000);
                }
            }
        });
        try (StackingPipeline pipeline = waiting(camera, clip, wish(RecordingWish.Stop.NEVER, 1e-9, 64))) {
            made.set(pipeline);
            run(pipeline);
            assertEquals(41, clip.times.size(), "a nanosecond keeps the newest frame only");
        }
    }

    @Test
    void withoutATriggerNothingIsWritten() throws Exception {
        ListClip clip = new ListClip(0, Long.MAX_VALUE);
        try (StackingPipeline pipeline =
                waiting(new DiscCamera(BAYER, 200), clip, wish(RecordingWish.Stop.NEVER, 3600, 64))) {
            run(pipeline);
            RecordingStatus end = pipeline.recorder().orElseThrow().status();
            assertEquals(0, clip.times.size());
            assertEquals(200, end.outsideCount());
            assertTrue(end.balances() && clip.isClosed());
        }
    }

    @Test
    void aRecordingAloneHasEveryFrameBitByBitAndItsReports() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 300);
        RecordingWish wish = wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 64);
        Path clip;
        try (RecordingSession session = new RecordingSession(
                camera,
                wish,
                false,
                new StackingSession.Output(folder, "disc", false, Map.of("roi", "whole")),
                "Lucida test",
                Clock.systemUTC())) {
            clip = session.clip();
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertEquals(null, session.failure());
            List<Path> files = session.writeReports();
            assertEquals(3, files.size());
            assertTrue(session.facts().balances());
        }
        try (SerReader reader = SerReader.open(clip)) {
            assertEquals(300, reader.frameCount());
            DiscCamera again = new DiscCamera(BAYER, 300);
            again.start();
            FrameSlot slot = new FrameSlot(BAYER.frameBytes());
            ByteBuffer read = ByteBuffer.allocateDirect(BAYER.frameBytes());
            for (int f = 0; f < 300; f++) {
                again.read(slot, 0);
                assertTrue(reader.read(f, new Roi(0, 0, BAYER.widthPx(), BAYER.heightPx()), read));
                assertEquals(slot.raw, read);
                assertEquals(slot.startUtcNs, reader.startUtcNs(f));
            }
        }
        String base = clip.toString().replaceFirst("\\.ser$", "");
        String json = Files.readString(Path.of(base + "-session.json"));
        assertTrue(json.contains("\"recordedCount\" : 300") && json.contains("\"balances\" : true"), json);
        assertTrue(json.contains("\"gapCount\" : 0"), json);
        assertTrue(Files.readString(Path.of(base + ".CameraSettings.txt")).contains("FrameCount=300"));
    }

    @Test
    void aCameraThatFailsLeavesAWholeClip() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, 300).failAt(120);
        try (RecordingSession session = new RecordingSession(
                camera,
                wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 64),
                true,
                new StackingSession.Output(folder, "disc", false, Map.of()),
                "Lucida test",
                Clock.systemUTC())) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertTrue(session.failure().getMessage().contains("frameIndex=120"));
            try (SerReader reader = SerReader.open(session.clip())) {
                assertEquals(120 - session.status().ringLostCount(), reader.frameCount());
                assertEquals(List.of(), reader.notes());
            }
        }
    }

    @Test
    void nothingIsAllocatedForAFrame() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AtomicReference<long[]> ids = new AtomicReference<>();
        List<long[]> readings = Collections.synchronizedList(new ArrayList<>());
        DiscCamera camera = new DiscCamera(BAYER, 9_001);
        camera.beforeFrame(k -> {
            if (k >= 3_000 && k % 1_000 == 0) {
                readings.add(threads.getThreadAllocatedBytes(ids.get()));
            }
        });
        ClipWriter clip = ClipWriter.Kind.SER.create(folder.resolve("lean.ser"), StackingSession.sourceOf(camera));
        try (StackingPipeline pipeline = waiting(camera, clip, wish(RecordingWish.Stop.NEVER, NO_PRE_TRIGGER, 64))) {
            pipeline.start();
            ids.set(pipeline.threads().stream().mapToLong(Thread::getId).toArray());
            assertTrue(pipeline.awaitEnd(120_000));
            assertEquals(9_001, clip.frameCount());
        }
        for (int thread = 0; thread < ids.get().length; thread++) {
            long leastBytes = Long.MAX_VALUE;
            for (int window = 1; window < readings.size(); window++) {
                leastBytes = Math.min(leastBytes, readings.get(window)[thread] - readings.get(window - 1)[thread]);
            }
            assertTrue(leastBytes < 1_000, "thread " + thread + " allocates " + leastBytes + " bytes for 1000 frames");
        }
    }

    @Test
    void impossibleWishesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RecordingWish.Stop(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> wish(RecordingWish.Stop.NEVER, -1, 4));
        assertFalse(RecordingWish.usualBufferBytes() < 1);
    }

    private static RecordingWish wish(RecordingWish.Stop stop, double preTriggerS, int slots) {
        return new RecordingWish(ClipWriter.Kind.SER, stop, preTriggerS, (long) slots * BAYER.frameBytes());
    }

    private static StackSettings settings() {
        return StackSettings.defaults().change().threads(2).build();
    }

    /** A camera that waits for the ring: nothing is lost there. */
    private static StackingPipeline waiting(DiscCamera camera, ClipWriter clip, RecordingWish wish) {
        return pipeline(camera, settings(), clip, wish, ENOUGH, Limits.none());
    }

    private static StackingPipeline pipeline(
            DiscCamera camera, StackSettings settings, ClipWriter clip, RecordingWish wish, Recorder.Room room) {
        return pipeline(camera, settings, clip, wish, room, AGAINST_THE_CLOCK);
    }

    private static StackingPipeline pipeline(
            DiscCamera camera,
            StackSettings settings,
            ClipWriter clip,
            RecordingWish wish,
            Recorder.Room room,
            Limits limits) {
        return new StackingPipeline(
                camera,
                settings,
                Calibration.none(camera.format()),
                false,
                Optional.empty(),
                limits,
                false,
                Optional.of(new StackingPipeline.Tap(wish, clip, room)),
                Optional.empty());
    }

    private static void run(StackingPipeline pipeline) throws IOException, InterruptedException {
        pipeline.start();
        assertTrue(pipeline.awaitEnd(60_000));
    }
}
