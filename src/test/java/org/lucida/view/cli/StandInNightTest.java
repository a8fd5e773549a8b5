package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.files.SerReader;
import org.lucida.frame.Roi;

/** The whole program with a ZWO camera that is none: the stand-in library, its faults, and what is left in the folder. */
@Timeout(300)
class StandInNightTest {
    private static final Path LIBRARY = Path.of(
                    System.getProperty("basedir", "."), "target", "native", "libASICamera2.so")
            .toAbsolutePath();
    private static final List<String> CAMERA = List.of(
            "--camera",
            "asi",
            "--asi-library",
            LIBRARY.toString(),
            "--exposure-us",
            "5000",
            "--camera-gain",
            "100",
            "--set",
            "format=RAW8");
    private static final Pattern DELIVERED = Pattern.compile(" stops: read=\\d+ delivered=(\\d+)");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void needsTheLibrary() {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "skipped: " + LIBRARY + " is not built (no C compiler?)");
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Lucida.class.getName()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment()
                .putAll(Map.of(
                        "ASISIM_CAMERAS", "ASI462MC",
                        "ASISIM_FPS", "100",
                        "ASISIM_LOG", folder.resolve("asisim.log").toString(),
                        "ASISIM_BUFFER_FRAMES", "16",
                        "LUCIDA_PROGRESS", "lines"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void run(String name, Map<String, String> environment, List<String> arguments) throws Exception {
        Process process = start(name, environment, arguments);
        assertTrue(process.waitFor(200, TimeUnit.SECONDS), name + " does not end");
        assertEquals(0, process.exitValue(), () -> text(name + ".err"));
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        all.addAll(CAMERA);
        return all;
    }

    private Path made(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            List<Path> found =
                    files.filter(it -> it.toString().endsWith(ending)).toList();
            assertEquals(1, found.size(), ending + " " + found);
            return found.get(0);
        }
    }

    private static long number(Map<String, String> report, String key) {
        assertTrue(report.containsKey(key), key);
        return Long.parseLong(report.get(key));
    }

    @Test
    void everyFrameOfANightWithFaultsIsAccountedForAndTheClipIsWhole() throws Exception {
        Path control = Files.writeString(
                folder.resolve("control"),
                """
                fault=drop every=30 count=5 after_frames=30
                fault=blank every=40 count=4 after_frames=30
                fault=short every=50 count=3 after_frames=30
                fault=unplug replug_ms=3500 after_ms=3000
                """);
        run(
                "live",
                Map.of("ASISIM_CONTROL", control.toString()),
                with(
                        List.of("live", "--record", "--csv"),
                        "--roi",
                        "808,428,320,240",
                        "--max-frames",
                        "400",
                        "--buffer-mib",
                        "64",
                        "-o",
                        folder.resolve("out").toString()));
        Map<String, String> report = CommandCase.leaves(Files.readString(made("-session.json")));
        assertEquals("finished", report.get("state"));
        assertEquals("true", report.get("ledger/balances"));
        assertEquals("true", report.get("recording/balances"));
        assertEquals(0, number(report, "ledger/inFlightCount"));

        // the library's own count of the frames it handed over
        long handed = 0;
        Matcher stops = DELIVERED.matcher(text("asisim.log"));
        while (stops.find()) {
            handed += Long.parseLong(stops.group(1));
        }
        long cameraLost = number(report, "recording/cameraLostCount");
        long delivered = number(report, "ledger/deliveredCount");
        long discarded = number(report, "ledger/outside/discardedCount");
        assertEquals(400, delivered - cameraLost);
        assertEquals(handed, delivered - cameraLost + discarded, () -> text("asisim.log"));
        assertEquals(discarded, number(report, "camera/discardedCount"));
        assertTrue(cameraLost >= 5, () -> text("live.out"));
        assertEquals(delivered, number(report, "recording/deliveredCount"));
        assertEquals(
                delivered,
                number(report, "ledger/stackedCount")
                        + number(report, "ledger/rejectedCount")
                        + number(report, "ledger/droppedCount"));
        long recorded = number(report, "recording/recordedCount");
        long damaged = number(report, "recording/damagedCount");
        assertTrue(damaged >= 5 && damaged <= 7, () -> text("live.out"));
        assertEquals(400, recorded + damaged + number(report, "recording/ringLostCount"));

        // the cable
        assertTrue(report.get("camera/gaps/0/reason").length() > 10);
        assertTrue(report.get("camera/gaps/0/startUtc").compareTo(report.get("camera/gaps/0/endUtc")) < 0);
        assertTrue(Double.parseDouble(report.get("camera/gaps/0/lengthS")) > 3);
        assertTrue(number(report, "camera/timeUncertaintyNs") > 0);
        assertTrue(text("live.err").contains("warning: blank frames arrive"), () -> text("live.err"));
        assertTrue(text("live.err").contains("warning: short frames arrive"), () -> text("live.err"));
        assertTrue(text("live.err").contains("waiting for the camera"), () -> text("live.err"));
        assertTrue(text("live.err").contains("frames come again"), () -> text("live.err"));
        assertFalse(text("live.err").contains("WARNING"), () -> text("live.err"));
        assertTrue(text("live.out").contains("outside of the account"), () -> text("live.out"));

        judgeClip(report, recorded);
        judgeFrameList(report);
    }

    private void judgeClip(Map<String, String> report, long recorded) throws IOException {
        try (SerReader clip = SerReader.open(made(".ser"))) {
            assertEquals(recorded, clip.frameCount());
            ByteBuffer frame =
                    ByteBuffer.allocateDirect(clip.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int f = 0; f < recorded; f++) {
                assertTrue(clip.read(f, new Roi(0, 0, 320, 240), frame));
                assertEquals(5000, frame.getInt(8), "the exposure stands in the pattern");
                assertEquals(100, frame.getShort(12), "the gain stands in the pattern");
                assertTrue(f == 0 || clip.startUtcNs(f) > clip.startUtcNs(f - 1));
            }
        }
        String settings = Files.readString(made(".CameraSettings.txt"));
        assertTrue(settings.contains("Gain=100\n") && settings.contains("Exposure=5.0000ms\n"), settings);
        assertTrue(settings.contains("Temperature="), settings);
        for (String keyword : List.of("GAIN", "OFFSET", "EGAIN", "XPIXSZ", "CCD-TEMP", "EXPTIME")) {
            assertTrue(report.containsKey("camera/facts/" + keyword), keyword);
        }
        String header = Files.readString(made("-stack.fits"), java.nio.charset.StandardCharsets.ISO_8859_1)
                .substring(0, 28_800);
        for (String card : List.of("GAIN    ", "OFFSET  ", "EGAIN   ", "XPIXSZ  ", "CCD-TEMP", "EXPTIME ")) {
            assertTrue(header.contains(card + "="), card);
        }
    }

    /** Settings of each frame: the number in the list is that of the last change before it. */
    private void judgeFrameList(Map<String, String> report) throws IOException {
        List<String> lines = Files.readAllLines(made("-frames.csv"));
        assertTrue(lines.get(0).endsWith(",CONTROL_EPOCH"));
        assertEquals(401, lines.size() + number(report, "recording/ringLostCount"));
        for (String line : lines.subList(1, lines.size())) {
            long index = Long.parseLong(line.substring(0, line.indexOf(',')));
            long epoch = 0;
            for (int c = 0; report.containsKey("camera/settingChanges/" + c + "/epoch"); c++) {
                if (number(report, "camera/settingChanges/" + c + "/firstFrameIndex") <= index) {
                    epoch = number(report, "camera/settingChanges/" + c + "/epoch");
                }
            }
            assertEquals(epoch, Long.parseLong(line.substring(line.lastIndexOf(',') + 1)), line);
        }
    }

    @Test
    void recordTakesWhatACameraDelivers() throws Exception {
        run(
                "record",
                Map.of(),
                with(
                        List.of("record", "--json"),
                        "--roi",
                        "808,428,320,240",
                        "--frames",
                        "200",
                        "--buffer-mib",
                        "64",
                        "-o",
                        folder.resolve("out").toString()));
        Map<String, String> told = CommandCase.leaves(text("record.out"));
        assertEquals("200", told.get("recording/recordedCount"));
        assertEquals("true", told.get("recording/balances"));
        assertEquals("2", told.get("camera/discardedCount"));
        Map<String, String> report = CommandCase.leaves(Files.readString(made("-session.json")));
        assertEquals("CAMERA", report.get("settings/pace"));
        assertEquals("2", report.get("camera/discardedCount"));
        try (SerReader clip = SerReader.open(made(".ser"))) {
            assertEquals(200, clip.frameCount());
            ByteBuffer frame =
                    ByteBuffer.allocateDirect(clip.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            long first = -1;
            for (int f = 0; f < 200; f++) {
                assertTrue(clip.read(f, new Roi(0, 0, 320, 240), frame));
                first = f == 0 ? frame.getLong(0) : first;
                if (number(report, "recording/cameraLostCount") == 0) {
                    assertEquals(first + f, frame.getLong(0), "number of the frame, as the sensor counts");
                }
            }
        }
    }

    @Test
    void theSimulatorsFramesComeThroughTheCameraLibraryIntoTheStack() throws Exception {
        Path ring = folder.resolve("ring");
        Process simulator = start(
                "simulate",
                Map.of(),
                List.of(
                        "simulate",
                        "--scene",
                        "jupiter",
                        "--ring",
                        ring.toString(),
                        "--roi",
                        "160x160",
                        "--bits",
                        "8",
                        "--set",
                        "target.diameterArcsec=14",
                        "--set",
                        "target.moons=false"));
        for (int i = 0; i < 1000 && !Files.exists(ring) && simulator.isAlive(); i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.exists(ring), () -> text("simulate.err"));
        run(
                "live",
                Map.of("ASISIM_RING", ring.toString(), "ASISIM_FPS", "30"),
                with(
                        List.of("live", "--preset", "jupiter", "--hot-pixels", "off"),
                        "--roi",
                        "888,468,160,160",
                        "--max-frames",
                        "60",
                        "-o",
                        folder.resolve("out").toString()));
        Map<String, String> report = CommandCase.leaves(Files.readString(made("-session.json")));
        assertEquals("true", report.get("ledger/balances"));
        assertTrue(number(report, "ledger/stackedCount") >= 50, () -> text("live.out"));
    }
}
