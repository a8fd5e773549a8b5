package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.FrameSlot;

class SessionNamesTest {
    private static final long UTC_NS = UtcText.nanosOf(Instant.parse("2026-11-21T22:13:29.999Z"));

    @TempDir
    Path folder;

    @Test
    void theStampIsUniversalTimeAndTenthsOfAMinute() {
        assertEquals("2026-11-21-2213_4", SessionNames.stamp(UTC_NS));
        assertEquals("2026-11-21-2213_5", SessionNames.stamp(UTC_NS + 1_000_000));
        assertEquals("2026-01-02-0003_9", SessionNames.stamp(UtcText.nanosOf(Instant.parse("2026-01-02T00:03:59.9Z"))));
        assertEquals("1969-12-31-2359_9", SessionNames.stamp(-1));
    }

    @Test
    void namesAreStampTargetAndWhat() throws IOException {
        SessionNames names = SessionNames.reserve(folder.resolve("new/night"), "Jupiter", UTC_NS);
        assertEquals("2026-11-21-2213_4-Jupiter", names.base());
        assertEquals(folder.resolve("new/night/2026-11-21-2213_4-Jupiter-stack.fits"), names.path("stack", "fits"));
        assertEquals(
                "2026-11-21-2213_4-Jupiter.CameraSettings.txt",
                names.cameraSettings().getFileName().toString());
        assertEquals(
                "2026-11-21-2213_4-Jupiter-session.json",
                names.sessionJson().getFileName().toString());
        assertTrue(Files.readString(names.sessionJson()).contains("\"unfinished\""));
    }

    @Test
    void charactersAFileSystemMayDislikeAreReplaced() throws IOException {
        assertEquals("2026-11-21-2213_4-M_31_core_a_b", base("M 31: core/a\\b"));
        assertEquals("2026-11-21-2213_4-etc_passwd", base("../../etc/passwd"));
        assertEquals("2026-11-21-2213_4-Pleiade_n", base("  Plëiade*n?"));
        assertEquals("2026-11-21-2213_4-unnamed", base(""));
        assertEquals("2026-11-21-2213_4-unnamed-2", base("\u6728\u661F \u0000"));
        assertEquals("2026-11-21-2213_4-" + "x".repeat(40), base("x".repeat(300)));
    }

    private String base(String target) throws IOException {
        return SessionNames.reserve(folder, target, UTC_NS).base();
    }

    @Test
    void theSecondSessionOfAStampIsCounted() throws IOException {
        assertEquals("2026-11-21-2213_4-Mars", base("Mars"));
        assertEquals("2026-11-21-2213_4-Mars-2", base("Mars"));
        assertEquals("2026-11-21-2213_4-Mars-3", base("Mars"));
        assertEquals("2026-11-21-2213_4-mars-4", base("mars"), "some file systems do not tell them apart");
    }

    @Test
    void aBaseWhoseReportWasDeletedIsStillTaken() throws IOException {
        Files.createFile(folder.resolve("2026-11-21-2213_4-Mars-stack.fits"));
        assertEquals("2026-11-21-2213_4-Mars-2", base("Mars"));
        Files.createFile(folder.resolve("2026-11-21-2213_4-Io-2-stack.fits"));
        assertEquals("2026-11-21-2213_4-Io", base("Io"), "the second session's files do not take the first name");
        assertEquals("2026-11-21-2213_4-Io-3", base("Io"));
    }

    @Test
    void aRecordingOfTheSameNameKeepsItsSettingsFile() throws IOException {
        Files.createFile(folder.resolve("2026-11-21-2213_4-Mars.ser"));
        assertEquals("2026-11-21-2213_4-Mars-2", base("Mars"));
    }

    @Test
    void aNameIsGivenOnce() throws IOException {
        SessionNames names = SessionNames.reserve(folder, "Mars", UTC_NS);
        assertEquals(
                "2026-11-21-2213_4-Mars-stack.png",
                names.path("stack", "png").getFileName().toString());
        assertEquals(
                "2026-11-21-2213_4-Mars-stack-2.png",
                names.path("stack", "png").getFileName().toString());
        assertNotEquals(names.path("stack", "png"), names.path("stack", "png"));
        Files.createFile(folder.resolve("2026-11-21-2213_4-Mars-crop.png"));
        assertEquals(
                "2026-11-21-2213_4-Mars-crop-2.png",
                names.path("crop", "png").getFileName().toString());
    }

    @Test
    void sessionsThatStartTogetherNeverShareAName() throws Exception {
        Set<String> bases = ConcurrentHashMap.newKeySet();
        CountDownLatch go = new CountDownLatch(1);
        Thread[] sessions = new Thread[8];
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = new Thread(() -> {
                try {
                    go.await();
                    for (int n = 0; n < 10; n++) {
                        assertTrue(bases.add(base("Saturn")));
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            sessions[i].start();
        }
        go.countDown();
        for (Thread session : sessions) {
            session.join();
        }
        assertEquals(80, bases.size());
        assertEquals(80, SampleFacts.names(folder).size());
    }

    @Test
    void theStampIsTheMiddleElseTheStartElseNow() {
        OptionalDouble exposureUs = OptionalDouble.of(2e6);
        assertEquals(1_000_000_000L, SessionNames.stampTime(new StackFacts.Span(0, 0), exposureUs, SampleFacts.CLOCK));
        assertEquals(
                5_000_000_000L,
                SessionNames.stampTime(
                        new StackFacts.Span(0, 10_000_000_000L), OptionalDouble.empty(), SampleFacts.CLOCK));
        assertEquals(
                7,
                SessionNames.stampTime(
                        new StackFacts.Span(7, FrameSlot.UNKNOWN_UTC_NS), exposureUs, SampleFacts.CLOCK));
        assertEquals(
                UtcText.nanosOf(SampleFacts.CLOCK.instant()),
                SessionNames.stampTime(StackFacts.Span.UNKNOWN, exposureUs, SampleFacts.CLOCK));
    }

    @Test
    void aFolderThatIsAFileIsNamedWithTheRemedy() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        IOException failure = assertThrows(IOException.class, () -> SessionNames.reserve(file, "Mars", UTC_NS));
        assertTrue(failure.getMessage().contains("folder=" + file), failure.getMessage());
        assertTrue(failure.getMessage().contains("choose another"), failure.getMessage());
    }
}
