package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
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

/** Clips that begin and end while the camera runs. */
class RecordingAtWillTest {
    private static final FrameFormat BAYER = new FrameFormat(128, 96, ColorLayout.RGGB, 8);
    private static final Limits AGAINST_THE_CLOCK = new Limits(true, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final long ENOUGH_FRAMES = 30;

    @TempDir
    Path folder;

    @Test
    void clipsOneAfterTheOtherLoseNothingAndNeitherDoesTheStack() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(1_000_000));
        List<Path> clips = new ArrayList<>();
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            assertTrue(session.recording().isEmpty());
            for (int i = 0; i < 4; i++) {
                clips.add(session.startRecording(wish(RecordingWish.Stop.NEVER, 0)));
                assertTrue(session.isRecording());
                assertThrows(
                        IllegalStateException.class, () -> session.startRecording(wish(RecordingWish.Stop.NEVER, 0)));
                awaitRecorded(session, ENOUGH_FRAMES);
                session.stopRecording();
                session.stopRecording();
                assertTrue(session.awaitRecordingEnd(30_000));
                RecordingStatus end = session.recording().orElseThrow();
                assertEquals(RecordingStatus.State.ENDED, end.state());
                assertTrue(end.balances() && end.waitingCount() == 0, end.toString());
                assertEquals(0, end.lostCount(), end.toString());
                assertEquals(end, session.recording().orElseThrow(), "the account stands still");
            }
            session.requestStop();
            assertTrue(session.awaitEnd(30_000));
            Ledger stack = session.pipeline().ledger();
            assertEquals(0, stack.droppedCount(), stack.toString());
            assertTrue(stack.balances() && stack.inFlightCount() == 0, stack.toString());
            assertEquals(camera.deliveredCount(), stack.stackedCount());
            List<Path> files = session.writeResults().files();
            String json = Files.readString(files.get(files.size() - 1));
            assertTrue(json.contains("\"recordings\" : ["), json);
            for (Path clip : clips) {
                assertTrue(json.contains("\"clip\" : \"" + clip.getFileName() + "\""), json);
            }
        }
        assertEquals(4, clips.stream().distinct().count());
        for (Path clip : clips) {
            assertWhole(clip);
            assertReported(clip);
        }
    }

    @Test
    void aStackTooSlowGivesWayOnlyWhileARecordingRuns() throws Exception {
        FrameFormat large = new FrameFormat(640, 480, ColorLayout.RGGB, 8);
        DiscCamera camera = new DiscCamera(large, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(1_500_000));
        StackSettings slow =
                StackSettings.defaults().change().threads(2).scale(3).pixfrac(1).build();
        try (StackingSession session = session(camera, slow, AGAINST_THE_CLOCK, large, 512)) {
            session.start();
            while (session.stackedInStackCount() < 20) {
                Thread.sleep(1);
            }
            assertEquals(0, lost(session, DropPlace.STACKING), "no recording, nothing passed over");
            session.startRecording(wish(RecordingWish.Stop.NEVER, 0));
            awaitRecorded(session, 300);
            session.stopRecording();
            assertTrue(session.awaitRecordingEnd(30_000));
            RecordingStatus end = session.recording().orElseThrow();
            assertEquals(0, end.lostCount(), end.toString());
            assertTrue(end.balances(), end.toString());
            session.requestStop();
            assertTrue(session.awaitEnd(60_000));
            Ledger stack = session.pipeline().ledger();
            assertTrue(stack.balances() && stack.inFlightCount() == 0, stack.toString());
            assumeTrue(
                    stack.droppedCounts().get(DropPlace.STACKING) > 0,
                    "this machine stacks as fast as the camera delivers");
        }
    }

    @Test
    void limitsEndTheClipAndTheCameraGoesOn() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(200_000));
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            RecordingWish.Stop[] stops = {
                new RecordingWish.Stop(37, Long.MAX_VALUE, Long.MAX_VALUE),
                new RecordingWish.Stop(Long.MAX_VALUE, Long.MAX_VALUE, 38L * BAYER.frameBytes() - 1),
                new RecordingWish.Stop(Long.MAX_VALUE, 20_000_000, Long.MAX_VALUE),
            };
            RecordingStatus.State[] states = {
                RecordingStatus.State.ENDED_BY_FRAMES,
                RecordingStatus.State.ENDED_BY_BYTES,
                RecordingStatus.State.ENDED_BY_TIME,
            };
            for (int i = 0; i < stops.length; i++) {
                Path clip = session.startRecording(wish(stops[i], 0));
                assertTrue(session.awaitRecordingEnd(30_000));
                RecordingStatus end = session.recording().orElseThrow();
                assertEquals(states[i], end.state());
                assertTrue(end.balances(), end.toString());
                assertTrue(i == 2 || end.recordedCount() == 37, end.toString());
                assertEquals(end.recordedCount(), assertWhole(clip));
                String json = assertReported(clip);
                assertTrue(json.contains("\"state\" : \"finished\""), json);
            }
            long before = session.stackedInStackCount();
            while (session.stackedInStackCount() < before + 10) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void thePreTriggerKeepsTheSecondsBeforeIt() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(300_000));
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            Path clip = session.startRecording(wish(RecordingWish.Stop.NEVER, 3600));
            while (session.recording().orElseThrow().keptCount() < 32
                    || session.recording().orElseThrow().outsideCount() < 20) {
                assertEquals(
                        RecordingStatus.State.ARMED,
                        session.recording().orElseThrow().state());
                Thread.sleep(1);
            }
            session.trigger();
            awaitRecorded(session, 60);
            session.stopRecording();
            assertTrue(session.awaitRecordingEnd(30_000));
            RecordingStatus end = session.recording().orElseThrow();
            assertTrue(end.balances() && end.outsideCount() >= 20, end.toString());
            assertTrue(assertWhole(clip) >= 60);
        }
    }

    @Test
    void anArmedRecordingWithoutATriggerLeavesNoFile() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(300_000));
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            session.startRecording(wish(RecordingWish.Stop.NEVER, 3600));
            while (session.recording().orElseThrow().keptCount() < 10) {
                Thread.sleep(1);
            }
            session.stopRecording();
            assertTrue(session.awaitRecordingEnd(30_000));
            RecordingStatus end = session.recording().orElseThrow();
            assertTrue(end.balances() && end.recordedCount() == 0, end.toString());
            assertEquals(List.of(), session.recordingsSoFar());
            assertTrue(session.recordingFailure().isEmpty());
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(List.of(), files.toList());
            }
            Path clip = session.startRecording(wish(RecordingWish.Stop.NEVER, 0));
            awaitRecorded(session, ENOUGH_FRAMES);
            session.close();
            assertTrue(assertWhole(clip) >= ENOUGH_FRAMES);
        }
    }

    @Test
    void closingDuringARecordingWritesEverythingCaptured() throws Exception {
        DiscCamera camera = new DiscCamera(BAYER, Long.MAX_VALUE).beforeFrame(k -> LockSupport.parkNanos(200_000));
        Path clip;
        long firstIndex;
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            clip = session.startRecording(wish(RecordingWish.Stop.NEVER, 0));
            awaitRecorded(session, ENOUGH_FRAMES);
        }
        long count = assertWhole(clip);
        try (SerReader reader = SerReader.open(clip)) {
            firstIndex = reader.startUtcNs(0) / 1_000_000_000L;
        }
        assertEquals(camera.deliveredCount(), firstIndex + count, "the last frame of the camera is in the clip");
        assertReported(clip);
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.anyMatch(it -> it.toString().contains("journal")), "the journal is closed");
        }
    }

    @Test
    void theEndOfTheCameraEndsTheClip() throws Exception {
        AtomicBoolean recordsEnough = new AtomicBoolean();
        DiscCamera camera = new DiscCamera(BAYER, 400).failAt(300).beforeFrame(k -> {
            while (k == 250 && !recordsEnough.get()) {
                LockSupport.parkNanos(500_000);
            }
        });
        try (StackingSession session = session(camera, settings(2), Limits.none(), 64)) {
            session.start();
            Path clip = session.startRecording(wish(RecordingWish.Stop.NEVER, 0));
            recordsEnough.set(true);
            assertThrows(IOException.class, () -> session.awaitEnd(30_000));
            assertFalse(session.isRecording());
            assertWhole(clip);
            List<RecordingFacts> facts = session.recordingsSoFar();
            assertEquals(1, facts.size());
            assertTrue(facts.get(0).balances());
        }
    }

    @Test
    void aSessionWithoutRoomRecordsNothing() throws Exception {
        try (StackingSession session = new StackingSession(
                new DiscCamera(BAYER, 10),
                Optional.empty(),
                Optional.empty(),
                settings(2),
                Limits.none(),
                new StackingSession.Output(folder, "disc", false, Map.of()),
                false,
                "Lucida test",
                Clock.systemUTC())) {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> session.startRecording(wish(RecordingWish.Stop.NEVER, 0)));
            assertTrue(refused.getMessage().contains("room"), refused.getMessage());
            session.stopRecording();
            assertTrue(session.recording().isEmpty() && session.awaitRecordingEnd(1));
        }
    }

    @Test
    void aFolderThatTakesNoClipIsNamedAndTheStackGoesOn() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "a file, not a folder");
        try (StackingSession session =
                session(new DiscCamera(BAYER, 100), settings(2), Limits.none(), BAYER, 64, file)) {
            session.start();
            IOException refused =
                    assertThrows(IOException.class, () -> session.startRecording(wish(RecordingWish.Stop.NEVER, 0)));
            assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
            assertTrue(session.awaitEnd(30_000));
            assertEquals(100, session.pipeline().ledger().stackedCount());
        }
    }

    // ---------------------------------------------------------------------------------------------------------------

    /** Frames without a gap, each as the camera gave it. */
    private static long assertWhole(Path clip) throws IOException {
        try (SerReader reader = SerReader.open(clip)) {
            assertEquals(List.of(), reader.notes());
            ByteBuffer read = ByteBuffer.allocateDirect(BAYER.frameBytes());
            FrameSlot slot = new FrameSlot(BAYER.frameBytes());
            long first = reader.startUtcNs(0) / 1_000_000_000L;
            DiscCamera again = new DiscCamera(BAYER, Long.MAX_VALUE).from(first);
            again.start();
            for (long f = 0; f < reader.frameCount(); f++) {
                again.read(slot, 0);
                assertTrue(reader.read(f, new Roi(0, 0, BAYER.widthPx(), BAYER.heightPx()), read));
                assertEquals(slot.raw, read, "frame " + f);
                assertEquals(slot.startUtcNs, reader.startUtcNs(f));
            }
            return reader.frameCount();
        }
    }

    private static String assertReported(Path clip) throws IOException {
        String base = clip.toString().replaceFirst("\\.ser$", "");
        String json = Files.readString(Path.of(base + "-session.json"));
        assertTrue(json.contains("\"recordedCount\"") && json.contains("\"balances\" : true"), json);
        assertTrue(Files.readString(Path.of(base + ".CameraSettings.txt")).contains("FrameCount="));
        return json;
    }

    private static void awaitRecorded(StackingSession session, long count) throws InterruptedException {
        while (session.recording().orElseThrow().recordedCount() < count) {
            assertTrue(session.recording().orElseThrow().balances());
            assertTrue(session.isRecording(), "it ended by itself");
            Thread.sleep(1);
        }
    }

    private static long lost(StackingSession session, DropPlace place) {
        return session.pipeline().ledger().droppedCounts().get(place);
    }

    private static RecordingWish wish(RecordingWish.Stop stop, double preTriggerS) {
        return new RecordingWish(ClipWriter.Kind.SER, stop, preTriggerS, 1 << 20);
    }

    private static StackSettings settings(int threads) {
        return StackSettings.defaults().change().threads(threads).build();
    }

    private StackingSession session(Camera camera, StackSettings settings, Limits limits, int slots)
            throws IOException {
        return session(camera, settings, limits, BAYER, slots);
    }

    private StackingSession session(Camera camera, StackSettings settings, Limits limits, FrameFormat format, int slots)
            throws IOException {
        return session(camera, settings, limits, format, slots, folder);
    }

    private static StackingSession session(
            Camera camera, StackSettings settings, Limits limits, FrameFormat format, int slots, Path folder)
            throws IOException {
        return new StackingSession(
                camera,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PixelCare.NONE,
                settings,
                limits,
                new StackingSession.Output(folder, "disc", false, Map.of()),
                new RecordingRoom((long) slots * format.frameBytes()),
                "Lucida test",
                Clock.systemUTC());
    }
}
