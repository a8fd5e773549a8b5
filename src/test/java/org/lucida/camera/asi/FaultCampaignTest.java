package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.files.ClipWriter;
import org.lucida.files.RecordingFacts;
import org.lucida.files.SerReader;
import org.lucida.frame.Ledger;
import org.lucida.frame.Roi;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.PixelCare;
import org.lucida.pipeline.RecordingSession;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.pipeline.RecordingWish;
import org.lucida.pipeline.StackingSession;

/**
 * Every fault the stand-in knows, at random moments, while the product records and stacks.
 *
 * <p>Each kind once in every build; more with {@code mvn test -Dtest=FaultCampaignTest -Dlucida.faults=50}, and fewer kinds
 * with {@code -Dlucida.faultKinds=unplug,stall}. Times in which the machine itself stood
 * still are taken off.
 */
class FaultCampaignTest {
    private static final int TIMES = Integer.getInteger("lucida.faults", 1);
    private static final String KINDS = System.getProperty("lucida.faultKinds", "");
    private static final long SEED = 20_261_121;
    private static final int FAULTS_A_SESSION = 10;
    /** Nothing may take longer, stop and close included. */
    private static final long MOST_STOP_MS = 5_000;
    /** Frames must come again so soon after a fault has passed. */
    private static final long MOST_RECOVERY_MS = 15_000;

    /** Of the clip the camera shows again and again; after a gap of just so many a frame would look like the one before. */
    private static final int CLIP_FRAMES = 499;

    private static final String FRAMES_PER_S = "200";
    private static final Roi REGION = new Roi(888, 488, 160, 120);
    private static final AsiPatience QUICK = new AsiPatience(60, 500, 500, 50, 800, FaultKind.SINGLE_SHOT_US);
    private static final Logger LOG = Logger.getLogger(AsiNotices.class.getName());

    @TempDir
    Path folder;

    private final HeldUp heldUp = new HeldUp();
    private StandInLibrary library;
    private Path truth;

    /** What came of a kind of fault. */
    private static final class Row {
        final String kind;
        int struckCount;
        long longestRecoveryMs;
        long longestStopMs;
        long readCount;
        long recordedCount;
        long damagedCount;
        long lostCount;
        long silentCount;
        long flushedCount;
        /** Delivered by the library, and nowhere in the account. */
        long unaccountedCount;
        /** Counted by the library as dropped, more than in the account. */
        long uncountedDropCount;

        final List<String> verdicts = Collections.synchronizedList(new ArrayList<>());

        Row(String kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-32s %3d times, read %6d recorded %6d damaged %4d lost %5d silent %4d flushed %4d, unaccounted %d,"
                            + " uncounted drops %d, back after %4d ms, stop %4d ms %s",
                    kind,
                    struckCount,
                    readCount,
                    recordedCount,
                    damagedCount,
                    lostCount,
                    silentCount,
                    flushedCount,
                    unaccountedCount,
                    uncountedDropCount,
                    longestRecoveryMs,
                    longestStopMs,
                    verdicts.isEmpty() ? "ok" : verdicts.toString());
        }
    }

    /** A session of either sort. */
    private interface Session extends AutoCloseable {
        RecordingStatus status();

        void requestStop();

        boolean awaitEnd(long timeoutMs) throws Exception;

        void judge(Row row);

        RecordingFacts facts();

        @Override
        void close() throws IOException;
    }

    @Test
    void everyFaultPassesAndEveryFrameIsAccountedFor() throws Exception {
        LOG.setLevel(Level.OFF);
        truth = folder.resolve("truth.log");
        library = StandInLibrary.with("ASI462MC:0011223344556677", FRAMES_PER_S);
        try {
            library.configure("ASISIM_SER", noise().toString());
            library.configure("ASISIM_LOG", truth.toString());
            library.reset();
            heldUp.start();
            List<Row> rows = new ArrayList<>();
            for (FaultKind kind : FaultKind.ALL) {
                if (KINDS.isEmpty() || List.of(KINDS.split(",")).contains(kind.name())) {
                    Row row = campaign(kind);
                    rows.add(row);
                    System.getLogger(FaultCampaignTest.class.getName()).log(System.Logger.Level.INFO, row::toString);
                }
            }
            assertEquals(
                    List.of(),
                    rows.stream().filter(it -> !it.verdicts.isEmpty()).toList());
            assertTrue(rows.stream().allMatch(it -> it.struckCount == TIMES));
        } finally {
            heldUp.end();
            library.noFaults();
            library.configure("ASISIM_SER", null);
            library.configure("ASISIM_LOG", null);
            library.reset();
        }
    }

    private Row campaign(FaultKind kind) throws Exception {
        Row row = new Row(kind.name());
        SplittableRandom random = new SplittableRandom(SEED + kind.name().hashCode());
        int number = 0;
        while (row.struckCount < TIMES) {
            int here = kind.when() == FaultKind.Moment.ENDING ? 1 : Math.min(FAULTS_A_SESSION, TIMES - row.struckCount);
            Path home = Files.createDirectory(folder.resolve(kind.name().replaceAll("\\W", "-") + "-" + number));
            session(kind, row, random, here, home, (number + kind.name().length()) % 2 == 0);
            delete(home);
            number++;
        }
        return row;
    }

    @SuppressWarnings("try") // how long close takes is measured
    private void session(FaultKind kind, Row row, SplittableRandom random, int times, Path home, boolean stacks)
            throws Exception {
        long logFrom = Files.exists(truth) ? Files.size(truth) : 0;
        Camera camera = opened(kind.settings());
        RecordingFacts facts;
        RecordingStatus end;
        long dropsSeen;
        long failedBefore = library.strikes("exposure_failed");
        String name = kind.name() + (stacks ? " stacking" : " recording") + " after " + row.struckCount + ": ";
        try (Session session = stacks ? stacking(camera, home) : recording(camera, home)) {
            if (!flows(session, row)) {
                row.verdicts.add(name + "no first frames; " + camera.notices());
            }
            dropsSeen = drops(session, row, logFrom);
            for (int i = 0; i < times; i++) {
                Thread.sleep(random.nextInt(10, 100));
                FaultKind.Strike strike = kind.striking().strike(random);
                for (String line : strike.lines()) {
                    library.fault(line + " tag=" + random.nextInt(1 << 30));
                }
                row.struckCount++;
                Thread.sleep(strike.lastsMs());
                if (kind.when() == FaultKind.Moment.RUNNING) {
                    library.noFaults();
                    if (!flows(session, row)) {
                        row.verdicts.add(name + strike + " ended the frames; " + camera.notices());
                    }
                    dropsSeen = drops(session, row, logFrom);
                    if (camera.controls().value("flip").orElse(0) != 0) {
                        row.verdicts.add(name + "flipped");
                    }
                }
            }
            long beganNs = heldUp.now();
            session.requestStop();
            boolean ended = session.awaitEnd(2 * MOST_STOP_MS);
            session.close();
            long stopMs = (heldUp.now() - beganNs) / 1_000_000;
            row.longestStopMs = Math.max(row.longestStopMs, stopMs);
            if (!ended || stopMs > MOST_STOP_MS) {
                row.verdicts.add(name + "ended=" + ended + " after " + stopMs + " ms; " + camera.notices());
            }
            end = session.status();
            facts = session.facts();
            session.judge(row);
        }
        library.noFaults();
        judge(kind, row, name, camera, end, facts, streams(logFrom), dropsSeen, failedBefore);
    }

    /** Frames dropped so far that the account must have, because a later frame has been recorded. */
    private long drops(Session session, Row row, long logFrom) throws Exception {
        long dropped = library.counts(0)[2];
        flows(session, row);
        Streams ended = new Streams();
        log(logFrom).lines().filter(it -> it.contains(" stops: ")).forEach(ended::add);
        return ended.dropped + dropped;
    }

    /** True if frames come, or come again; notes how long it took. */
    private boolean flows(Session session, Row row) throws InterruptedException {
        long beganNs = heldUp.now();
        long before = session.status().recordedCount();
        while (session.status().recordedCount() < before + 3) {
            if (heldUp.now() - beganNs > MOST_RECOVERY_MS * 1_000_000) {
                return false;
            }
            Thread.sleep(5);
        }
        row.longestRecoveryMs = Math.max(row.longestRecoveryMs, (heldUp.now() - beganNs) / 1_000_000);
        return true;
    }

    private void judge(
            FaultKind kind,
            Row row,
            String name,
            Camera camera,
            RecordingStatus end,
            RecordingFacts facts,
            Streams truths,
            long dropsSeen,
            long failedBefore)
            throws IOException {
        if (!end.balances() || end.waitingCount() != 0 || !facts.balances()) {
            row.verdicts.add(name + "account does not balance: " + end);
        }
        row.recordedCount += end.recordedCount();
        row.damagedCount += end.damagedCount();
        row.lostCount += end.cameraLostCount() + end.ringLostCount();
        row.readCount += truths.read;
        row.silentCount += truths.lost;
        row.flushedCount += truths.flushed;
        if (camera.droppedCount() != end.cameraLostCount()) {
            row.verdicts.add(name + "camera dropped " + camera.droppedCount() + ", account says " + end);
        }
        if (!kind.settings().equals(FaultKind.SNAPS)) {
            long here = end.deliveredCount() - end.cameraLostCount() + camera.discardedCount();
            long unaccounted = truths.delivered - here;
            // what was dropped after the last look at the counter is not known to anybody
            long uncounted = Math.max(0, dropsSeen - end.cameraLostCount())
                    + Math.max(0, end.cameraLostCount() - truths.dropped);
            row.unaccountedCount += Math.abs(unaccounted);
            row.uncountedDropCount += Math.abs(uncounted);
            if (unaccounted != 0 || uncounted != 0) {
                row.verdicts.add(name + "unaccounted=" + unaccounted + " uncountedDrops=" + uncounted + " " + truths
                        + " discarded=" + camera.discardedCount() + " " + end);
            }
        }
        if (kind.settings().equals(FaultKind.SNAPS)) {
            // single exposures are not counted by the stand-in, but each that failed is
            long failed = library.strikes("exposure_failed") - failedBefore;
            row.uncountedDropCount += Math.abs(failed - end.cameraLostCount());
            if (failed != end.cameraLostCount()) {
                row.verdicts.add(name + failed + " exposures failed, account says " + end);
            }
        }
        long broken = truths.torn + truths.blank + truths.repeated;
        if (end.damagedCount() > broken) {
            row.verdicts.add(name + "sound frames called damaged: " + end.damagedCount() + " of " + broken);
        }
        if (truths.lost > 0 && facts.gaps().gapCount() == 0) {
            row.verdicts.add(name + "no gap in time for " + truths.lost + " frames lost uncounted");
        }
        try (SerReader reader = SerReader.open(facts.clip(), Optional.empty(), Optional.of(ByteOrder.LITTLE_ENDIAN))) {
            if (reader.frameCount() != end.recordedCount() || !reader.notes().isEmpty()) {
                row.verdicts.add(name + "clip has " + reader.frameCount() + " frames, " + reader.notes());
            }
            for (long i = 1; i < reader.frameCount(); i++) {
                if (reader.startUtcNs(i) <= reader.startUtcNs(i - 1)) {
                    row.verdicts.add(name + "time of frame " + i + " does not rise");
                    break;
                }
            }
        }
        if (Files.exists(facts.clip().resolveSibling(facts.clip().getFileName() + ".journal"))) {
            row.verdicts.add(name + "the journal was left behind");
        }
    }

    // ---- sessions

    private Camera opened(Map<String, String> settings) throws Exception {
        CameraWish plain = CameraWish.plain();
        CameraWish wish =
                new CameraWish(Optional.of(REGION), plain.layout(), plain.byteOrder(), plain.pace(), settings);
        long beganNs = heldUp.now();
        while (true) {
            try {
                return library.driver(QUICK).open("ASI462MC", wish);
            } catch (IOException notYet) {
                // the library of the session before may still be on its way out of a hang
                if (heldUp.now() - beganNs > MOST_RECOVERY_MS * 1_000_000) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }

    private static RecordingWish wish() {
        return new RecordingWish(ClipWriter.Kind.SER, RecordingWish.Stop.NEVER, 0, 16L << 20);
    }

    private static Session recording(Camera camera, Path home) throws IOException {
        RecordingSession session = new RecordingSession(
                camera,
                wish(),
                true,
                new StackingSession.Output(home, "faults", false, Map.of()),
                "Lucida test",
                Clock.systemUTC());
        session.start();
        return new Session() {
            @Override
            public RecordingStatus status() {
                return session.status();
            }

            @Override
            public void requestStop() {
                session.requestStop();
            }

            @Override
            public boolean awaitEnd(long timeoutMs) throws Exception {
                return session.awaitEnd(timeoutMs);
            }

            @Override
            public void judge(Row row) {
                if (session.failure() != null) {
                    row.verdicts.add("failure: " + session.failure());
                }
            }

            @Override
            public RecordingFacts facts() {
                return session.facts();
            }

            @Override
            public void close() throws IOException {
                session.close();
            }
        };
    }

    private static Session stacking(Camera camera, Path home) throws IOException {
        StackingSession session = new StackingSession(
                camera,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PixelCare.NONE,
                StackSettings.defaults().change().threads(2).build(),
                new Limits(true, Long.MAX_VALUE, Long.MAX_VALUE),
                new StackingSession.Output(home, "faults", false, Map.of()),
                false,
                Optional.of(wish()),
                "Lucida test",
                Clock.systemUTC());
        session.start();
        return new Session() {
            @Override
            public RecordingStatus status() {
                return session.recording().orElseThrow();
            }

            @Override
            public void requestStop() {
                session.requestStop();
            }

            @Override
            public boolean awaitEnd(long timeoutMs) throws Exception {
                return session.awaitEnd(timeoutMs);
            }

            @Override
            public void judge(Row row) {
                Ledger ledger = session.pipeline().ledger();
                if (!ledger.balances() || ledger.inFlightCount() != 0) {
                    row.verdicts.add("ledger: " + ledger);
                }
                session.recordingFailure().ifPresent(it -> row.verdicts.add("failure: " + it));
            }

            @Override
            public RecordingFacts facts() {
                return session.recordingFacts().orElseThrow();
            }

            @Override
            public void close() throws IOException {
                session.close();
            }
        };
    }

    // ---- the stand-in's own truth

    /** Sums over all streams of a session. */
    private static final class Streams {
        private long read;
        private long delivered;
        private long dropped;
        private long lost;
        private long flushed;
        private long torn;
        private long blank;
        private long repeated;
        private int count;

        void add(String line) {
            count++;
            read += number(line, "read");
            delivered += number(line, "delivered");
            dropped += number(line, "dropped");
            lost += number(line, "lost");
            flushed += number(line, "flushed");
            torn += number(line, "torn");
            blank += number(line, "blank");
            repeated += number(line, "repeated");
        }

        private static long number(String line, String key) {
            int at = line.indexOf(" " + key + "=") + key.length() + 2;
            int end = line.indexOf(' ', at);
            return Long.parseLong(line.substring(at, end < 0 ? line.length() : end));
        }

        @Override
        public String toString() {
            return "streams=" + count + " read=" + read + " delivered=" + delivered + " dropped=" + dropped + " lost="
                    + lost + " flushed=" + flushed;
        }
    }

    /** Waits until the stand-in's camera is closed, and adds up what its log says of the streams since a place in it. */
    private Streams streams(long from) throws Exception {
        long beganNs = heldUp.now();
        while (true) {
            String log = log(from);
            boolean closed = Math.max(log.lastIndexOf(" is closed"), log.lastIndexOf(" is forgotten"))
                    > log.lastIndexOf(" is opened");
            if (closed || heldUp.now() - beganNs > 2 * MOST_STOP_MS * 1_000_000) {
                Streams streams = new Streams();
                log.lines().filter(it -> it.contains(" stops: ")).forEach(streams::add);
                if (!closed) {
                    throw new AssertionError("the camera was left open: " + log);
                }
                return streams;
            }
            Thread.sleep(10);
        }
    }

    private String log(long from) throws IOException {
        byte[] bytes = Files.readAllBytes(truth);
        return new String(bytes, (int) from, bytes.length - (int) from, StandardCharsets.UTF_8);
    }

    /** A clip like a real sensor: no two rows are the same. */
    private Path noise() throws IOException {
        Path file = folder.resolve("noise.ser");
        ByteBuffer clip = ByteBuffer.allocate(178 + CLIP_FRAMES * 160 * 120 * 2).order(ByteOrder.LITTLE_ENDIAN);
        clip.put(0, "LUCAM-RECORDER".getBytes(StandardCharsets.US_ASCII));
        clip.putInt(18, 8).putInt(26, 160).putInt(30, 120).putInt(34, 16).putInt(38, CLIP_FRAMES);
        Random random = new Random(11);
        for (int i = 178; i + 8 <= clip.capacity(); i += 8) {
            clip.putLong(i, random.nextLong() | 0x0010_0010_0010_0010L);
        }
        Files.write(file, clip.array());
        return file;
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home);
    }

    /** A clock that stands still while the whole process is held up by others. */
    private static final class HeldUp extends Thread {
        private static final long BEAT_MS = 10;
        private static final long HELD_UP_NS = 100_000_000;

        private volatile long heldUpNs;
        private volatile boolean ended;

        HeldUp() {
            super("held-up");
            setDaemon(true);
        }

        @Override
        public void run() {
            long lastNs = System.nanoTime();
            while (!ended) {
                try {
                    Thread.sleep(BEAT_MS);
                } catch (InterruptedException interrupted) {
                    return;
                }
                long nowNs = System.nanoTime();
                if (nowNs - lastNs > HELD_UP_NS) {
                    add(nowNs - lastNs);
                }
                lastNs = nowNs;
            }
        }

        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
        private void add(long ns) {
            heldUpNs += ns;
        }

        long now() {
            return System.nanoTime() - heldUpNs;
        }

        void end() {
            ended = true;
        }
    }
}
