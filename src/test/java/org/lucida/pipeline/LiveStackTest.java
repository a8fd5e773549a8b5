package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.config.StackSettings;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;

/** What an observer sees and turns while frames flow. */
class LiveStackTest {
    private static final FrameFormat BAYER = new FrameFormat(128, 96, ColorLayout.RGGB, 8);

    @TempDir
    Path folder;

    // ---- frames for the eye ---------------------------------------------------------------------------------------

    @Test
    void aGlimpseIsTheSettledFrameBitByBit() throws Exception {
        DiscCamera camera =
                slow(new DiscCamera(BAYER, Long.MAX_VALUE)).damagedEvery(5).blankEvery(7);
        try (StackingSession session = session(camera, settings(2))) {
            session.start();
            FrameGlimpse glimpse = session.newGlimpse();
            FrameSlot slot = new FrameSlot(BAYER.frameBytes());
            List<Verdict> seen = new ArrayList<>();
            long last = -1;
            while (!seen.containsAll(List.of(Verdict.STACKED, Verdict.DAMAGED, Verdict.BLANK))) {
                assertTrue(session.glimpse(glimpse, 10_000));
                assertTrue(glimpse.frameIndex() > last, "the same frame twice");
                last = glimpse.frameIndex();
                DiscCamera again = new DiscCamera(BAYER, Long.MAX_VALUE)
                        .damagedEvery(5)
                        .blankEvery(7)
                        .from(last);
                again.start();
                again.read(slot, 0);
                assertEquals(slot.raw, glimpse.raw());
                assertEquals(slot.startUtcNs, glimpse.startUtcNs());
                FrameTable table = session.pipeline().table();
                int row = (int) last;
                assertEquals(table.verdict(row), glimpse.verdict());
                assertEquals(table.luckiness(row), glimpse.luckiness());
                assertEquals(table.displacementXPx(row), glimpse.displacementXPx());
                assertEquals(table.displacementYPx(row), glimpse.displacementYPx());
                assertEquals(table.weight(row), glimpse.weight());
                seen.add(glimpse.verdict());
            }
        }
    }

    @Test
    void withoutAFrameThereIsNoGlimpseAndTheNextAskerIsServed() throws Exception {
        AtomicReference<Thread> held = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 40).beforeFrame(k -> {
            while (k == 20 && held.get() == null) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        try (StackingSession session = session(camera, settings(2))) {
            session.start();
            while (session.pipeline().table().rowCount() < 20) {
                Thread.sleep(1);
            }
            FrameGlimpse glimpse = session.newGlimpse();
            assertFalse(session.glimpse(glimpse, 20));
            assertEquals(-1, glimpse.frameIndex());
            held.set(Thread.currentThread());
            assertTrue(session.glimpse(glimpse, 10_000) || session.awaitEnd(10_000));
            assertTrue(session.awaitEnd(10_000));
            assertFalse(session.glimpse(glimpse, 5), "nothing comes after the end");
            assertBalanced(session, 40);
        }
    }

    @Test
    void glimpsesAtThirtyHertzMakeNoWorkerAllocate() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AtomicReference<long[]> ids = new AtomicReference<>();
        List<long[]> readings = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger glimpseCount = new AtomicInteger();
        DiscCamera camera = new DiscCamera(BAYER, 9_001);
        camera.beforeFrame(k -> {
            LockSupport.parkNanos(20_000);
            if (k >= 3_000 && k % 1_000 == 0) {
                readings.add(threads.getThreadAllocatedBytes(ids.get()));
            }
        });
        try (StackingSession session = session(camera, settings(3))) {
            session.start();
            ids.set(session.pipeline().threads().stream()
                    .mapToLong(Thread::getId)
                    .toArray());
            FrameGlimpse glimpse = session.newGlimpse();
            while (!session.awaitEnd(33)) {
                glimpseCount.addAndGet(session.glimpse(glimpse, 100) ? 1 : 0);
            }
            assertTrue(glimpseCount.get() > 10, glimpseCount + " glimpses");
            assertBalanced(session, 9_001);
        }
        for (int thread = 0; thread < ids.get().length; thread++) {
            long leastBytes = Long.MAX_VALUE;
            for (int window = 1; window < readings.size(); window++) {
                leastBytes = Math.min(leastBytes, readings.get(window)[thread] - readings.get(window - 1)[thread]);
            }
            assertTrue(leastBytes < 1_000, "thread " + thread + " allocates " + leastBytes + " bytes for 1000 frames");
        }
    }

    // ---- snapshots ------------------------------------------------------------------------------------------------

    @Test
    void aSnapshotIsItsHoldersAlone() throws Exception {
        try (StackingSession session = session(slow(new DiscCamera(BAYER, Long.MAX_VALUE)), settings(2))) {
            session.start();
            SnapshotLease lease = session.snapshot(10_000);
            IOException refused = assertThrows(IOException.class, () -> session.snapshot(10));
            assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
            assertEquals(1, lease.stackNumber());
            StackView held = lease.view();
            long before = held.stackedCount();
            while (session.stackedInStackCount() < before + 20) {
                Thread.sleep(1);
            }
            assertEquals(before, held.stackedCount());
            lease.close();
            lease.close();
            assertThrows(IllegalStateException.class, lease::view);
            try (SnapshotLease next = session.snapshot(10_000)) {
                assertTrue(next.view().stackedCount() > before);
                assertThrows(IOException.class, () -> session.snapshot(10), "closing twice gives back once");
            }
        }
    }

    // ---- the share of frames that is kept ---------------------------------------------------------------------------

    @Test
    void theKeepFractionTurnsBetweenTwoFramesAndIsWrittenDown() throws Exception {
        AtomicReference<StackingSession> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 600).beforeFrame(k -> {
            if (k == 200 || k == 400) {
                while (made.get().pipeline().table().rowCount() < k) {
                    LockSupport.parkNanos(50_000);
                }
                if (k == 200) {
                    assertTrue(Double.isNaN(made.get().keepThresholdLuckiness()));
                } else {
                    assertTrue(made.get().keepThresholdLuckiness() > 0.5);
                }
                made.get().keepFraction(k == 200 ? 0.5 : 1);
            }
        });
        try (StackingSession session = session(camera, settings(2))) {
            made.set(session);
            assertThrows(IllegalArgumentException.class, () -> session.keepFraction(0));
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertEquals(1, session.keepFraction());
            assertEquals(
                    List.of(new KeepFractionChange(200, 1, 0.5), new KeepFractionChange(400, 0.5, 1)),
                    session.keepFractionChanges());
            int[] softCounts = new int[3];
            for (int row = 0; row < 600; row++) {
                softCounts[row / 200] += session.pipeline().table().verdict(row) == Verdict.TOO_SOFT ? 1 : 0;
            }
            assertEquals(0, softCounts[0]);
            assertTrue(softCounts[1] > 60 && softCounts[1] < 140, "half of 200: " + softCounts[1]);
            assertEquals(0, softCounts[2]);
            assertBalanced(session, 600);
            String json = jsonOf(session.writeResults().files());
            assertTrue(json.contains("\"keepFractionChanges\" : ["), json);
            assertTrue(json.contains("\"frameIndex\" : 400"), json);
        }
    }

    // ---- a new stack ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void afterARestartTheStackIsThatOfASessionWhichBeganThere(int threads) throws Exception {
        AtomicReference<StackingSession> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 400)
                .damagedEvery(13)
                .blankEvery(17)
                .beforeFrame(k -> {
                    if (k == 111 || k == 237) {
                        made.get().restartStack();
                    }
                });
        StackSettings settings = StackSettings.defaults()
                .change()
                .threads(threads)
                .keepFraction(0.8)
                .build();
        int[] restarted;
        int[] snapshot;
        long beginsAt;
        FrameTable whole;
        try (StackingSession session = session(camera, settings)) {
            made.set(session);
            session.start();
            assertTrue(session.awaitEnd(60_000));
            List<StackRestart> restarts = session.stackRestarts();
            StackRestart last = restarts.get(restarts.size() - 1);
            beginsAt = last.frameIndex();
            assertEquals(3, last.stackNumber());
            assertEquals(3, session.stackNumber());
            assertEquals(last.frameIndex(), last.tableRow());
            assertBalanced(session, 400);
            StackView stack = session.pipeline().stack();
            restarted = bits(stack);
            whole = session.pipeline().table();
            long stackedCount = 0;
            FrameTable table = session.pipeline().table();
            for (int row = last.tableRow(); row < 400; row++) {
                stackedCount += table.verdict(row) == Verdict.STACKED ? 1 : 0;
            }
            assertEquals(stackedCount, stack.stackedCount());
            assertEquals(stackedCount, session.stackedInStackCount());
            try (SnapshotLease lease = session.snapshot(10_000)) {
                assertEquals(3, lease.stackNumber());
                snapshot = bits(lease.view());
            }
            assertTrue(session.pipeline().ledger().stackedCount() > stackedCount);
        }
        DiscCamera later =
                new DiscCamera(BAYER, 400).damagedEvery(13).blankEvery(17).from(beginsAt);
        try (StackingSession fresh = session(later, settings)) {
            fresh.start();
            assertTrue(fresh.awaitEnd(60_000));
            FrameTable part = fresh.pipeline().table();
            for (int row = 0; row < part.rowCount(); row++) {
                int same = row + (int) beginsAt;
                assertEquals(whole.frameIndex(same), part.frameIndex(row));
                assertEquals(whole.verdict(same), part.verdict(row));
                assertEquals(whole.luckiness(same), part.luckiness(row));
                assertEquals(whole.displacementXPx(same), part.displacementXPx(row));
                assertEquals(whole.displacementYPx(same), part.displacementYPx(row));
                assertEquals(whole.weight(same), part.weight(row));
            }
            assertArrayEquals(bits(fresh.pipeline().stack()), restarted);
            try (SnapshotLease lease = fresh.snapshot(10_000)) {
                assertArrayEquals(bits(lease.view()), snapshot);
            }
        }
    }

    @Test
    void aSnapshotIsOfOneStackWhileStacksComeAndGo() throws Exception {
        FrameFormat mono = new FrameFormat(128, 96, ColorLayout.MONO, 8);
        StackSettings whole =
                StackSettings.defaults().change().threads(4).scale(1).pixfrac(1).build();
        try (StackingSession session = session(new DiscCamera(mono, Long.MAX_VALUE), whole)) {
            session.start();
            int lastNumber = 1;
            for (int i = 0; i < 30; i++) {
                session.restartStack();
                try (SnapshotLease lease = session.snapshot(10_000)) {
                    assertTrue(lease.stackNumber() >= lastNumber);
                    lastNumber = lease.stackNumber();
                    StackView view = lease.view();
                    int[] counts = new int[view.widthPx()];
                    for (int y = 30; y < view.heightPx() - 30; y++) {
                        view.readCounts(0, y, counts);
                        assertEquals(view.stackedCount(), counts[view.widthPx() / 2], "row " + y);
                    }
                }
            }
            assertTrue(lastNumber > 5, "stacks must come and go: " + lastNumber);
        }
    }

    @Test
    void reportsTellOfTheStackTheyAreOf() throws Exception {
        AtomicReference<StackingSession> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 300).beforeFrame(k -> {
            if (k == 100) {
                made.get().restartStack();
            }
        });
        try (StackingSession session = session(camera, settings(2))) {
            made.set(session);
            session.start();
            assertTrue(session.awaitEnd(60_000));
            long beginsAt = session.stackRestarts().get(0).frameIndex();
            List<Path> files = session.writeResults().files();
            String json = jsonOf(files);
            assertTrue(json.contains("\"stackRestarts\""), json);
            assertTrue(json.contains("\"earlierStackedCount\" : " + beginsAt), json);
            assertTrue(json.contains("\"startUtc\" : \"1970-01-01T00:0" + beginsAt / 60), json);
            String settings = Files.readString(files.stream()
                    .filter(it -> it.toString().endsWith(".CameraSettings.txt"))
                    .findFirst()
                    .orElseThrow());
            assertTrue(settings.contains("StackedFrames=" + (300 - beginsAt)), settings);
        }
    }

    // ---- a pause ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pausedFramesAreCountedAndNotStacked(int threads) throws Exception {
        AtomicReference<StackingSession> made = new AtomicReference<>();
        DiscCamera camera = new DiscCamera(BAYER, 300).damagedEvery(50).beforeFrame(k -> {
            if (k == 100 || k == 200) {
                while (made.get().pipeline().table().rowCount() < k) {
                    LockSupport.parkNanos(50_000);
                }
                made.get().stackPaused(k == 100);
            }
        });
        try (StackingSession session = session(camera, settings(threads))) {
            made.set(session);
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertFalse(session.isStackPaused());
            Ledger end = session.pipeline().ledger();
            assertEquals(98, end.rejectedCounts().get(Verdict.PAUSED), "two of them were damaged first");
            assertEquals(6, end.rejectedCounts().get(Verdict.DAMAGED));
            assertEquals(196, end.stackedCount());
            assertBalanced(session, 300);
            assertTrue(jsonOf(session.writeResults().files()).contains("paused by the observer"));
        }
    }

    // ---- saving while it runs ---------------------------------------------------------------------------------------

    @Test
    void aSaveWhileFramesFlowIsWholeAndUnderNewNames() throws Exception {
        try (StackingSession session = session(slow(new DiscCamera(BAYER, Long.MAX_VALUE)), settings(2))) {
            session.start();
            while (session.stackedInStackCount() < 10) {
                Thread.sleep(1);
            }
            List<Double> progress = new ArrayList<>();
            List<Path> first = session.saveNow(progress::add);
            List<Path> second = session.saveNow();
            assertEquals(7, first.size(), first.toString());
            assertTrue(Collections.disjoint(first, second));
            for (Path file : first) {
                assertTrue(Files.size(file) > 0, file.toString());
            }
            assertEquals(0, progress.get(0));
            assertEquals(1, progress.get(progress.size() - 1));
            assertTrue(jsonOf(first).contains("\"balances\" : true"));
            session.requestStop();
            assertTrue(session.awaitEnd(60_000));
            List<Path> last = session.writeResults().files();
            assertTrue(Collections.disjoint(second, last));
            assertEquals(0, session.pipeline().ledger().droppedCount());
        }
    }

    @Test
    void saveAndDisplayDoNotMeet() throws Exception {
        try (StackingSession session = session(slow(new DiscCamera(BAYER, Long.MAX_VALUE)), settings(2))) {
            session.start();
            AtomicInteger shown = new AtomicInteger();
            Thread display = new Thread(() -> {
                while (!Thread.interrupted()) {
                    try (SnapshotLease lease = session.snapshot(50)) {
                        long count = lease.view().stackedCount();
                        Thread.sleep(2);
                        assertEquals(count, lease.view().stackedCount());
                        shown.incrementAndGet();
                    } catch (IOException busy) {
                        // a save has it
                    } catch (InterruptedException end) {
                        return;
                    }
                }
            });
            display.start();
            for (int i = 0; i < 2; i++) {
                assertEquals(7, session.saveNow().size());
            }
            display.interrupt();
            display.join();
            assertTrue(shown.get() > 0);
        }
    }

    // ---- readings ---------------------------------------------------------------------------------------------------

    @Test
    void theRingAndTheDiskTellHowFullTheyAre() throws Exception {
        try (StackingSession session = session(slow(new DiscCamera(BAYER, 100)), settings(2))) {
            assertEquals(64, session.slotCount());
            assertEquals(64L * BAYER.frameBytes(), session.ringBytes());
            assertEquals(0, session.ringFillFraction());
            assertTrue(session.freeDiskBytes() > 0);
            session.start();
            while (!session.awaitEnd(1)) {
                double fill = session.ringFillFraction();
                assertTrue(fill >= 0 && fill <= 1, "fill=" + fill);
            }
            assertEquals(0, session.ringFillFraction());
            assertNotSame(session.newGlimpse(), session.newGlimpse());
            assertEquals(2L * BAYER.frameBytes(), session.pipeline().memory().glimpseBytes());
        }
    }

    @Test
    void aWindowTooLargeForTheMachineIsRefusedInOneSentence() {
        FrameFormat huge = new FrameFormat(16_000, 16_000, ColorLayout.RGGB, 8);
        long none = 1;
        for (FrameFormat format : List.of(huge, BAYER)) {
            long bytes = format.equals(huge) ? none : 1L << 50;
            MemoryPlan plan = StackingPipeline.memoryFor(
                    format, settings(2), 0, false, Limits.none(), true, OptionalLong.of(bytes), true);
            MemoryPlan needed = format.equals(huge) ? plan : new MemoryPlan(1, 1L << 50, 0, 0, 0, 1);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, needed::check);
            assertTrue(refused.getMessage().contains("; use a smaller"), refused.getMessage());
        }
    }

    // ---------------------------------------------------------------------------------------------------------------

    private static DiscCamera slow(DiscCamera camera) {
        return camera.beforeFrame(k -> LockSupport.parkNanos(500_000));
    }

    private static StackSettings settings(int threads) {
        return StackSettings.defaults().change().threads(threads).build();
    }

    private StackingSession session(DiscCamera camera, StackSettings settings) throws IOException {
        return new StackingSession(
                camera,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PixelCare.NONE,
                settings,
                Limits.none(),
                new StackingSession.Output(folder, "disc", false, Map.of()),
                new RecordingRoom(64L * BAYER.frameBytes()),
                "Lucida test",
                Clock.systemUTC());
    }

    private static void assertBalanced(StackingSession session, long deliveredCount) {
        Ledger end = session.pipeline().ledger();
        assertTrue(end.balances(), end.toString());
        assertEquals(0, end.inFlightCount());
        assertEquals(deliveredCount, end.deliveredCount());
        assertEquals(deliveredCount, end.stackedCount() + end.rejectedCount());
    }

    private static String jsonOf(List<Path> files) throws IOException {
        return Files.readString(files.get(files.size() - 1));
    }

    private static int[] bits(StackView view) {
        int[] bits = new int[view.planeCount() * view.heightPx() * view.widthPx() * 3];
        float[] row = new float[view.widthPx()];
        int[] counts = new int[view.widthPx()];
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
                view.readCounts(plane, y, counts);
                System.arraycopy(counts, 0, bits, n, counts.length);
                n += counts.length;
            }
        }
        return bits;
    }
}
