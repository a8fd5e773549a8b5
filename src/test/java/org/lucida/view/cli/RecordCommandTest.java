package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.config.Presets;
import org.lucida.files.FitsFrames;
import org.lucida.files.SerClips;
import org.lucida.files.SerReader;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.Cameras;

class RecordCommandTest {
    private static final FrameFormat FORMAT = new FrameFormat(97, 64, ColorLayout.GBRG, 12);
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path source;
    private Path results;

    @BeforeEach
    void makeASource() throws IOException {
        source = SerClips.write(folder.resolve("source.ser"), FORMAT, FRAMES, 2_000_000);
        results = folder.resolve("out");
    }

    private int call(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Cameras cameras = Cameras.installed();
        Rooms rooms = new Rooms(
                new PipelineEngine(cameras),
                file -> null,
                SerClip::create,
                cameras,
                Presets.installed(),
                Map.of(),
                new StopRequest(),
                () -> {});
        return Lucida.run(rooms, new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private List<Path> made(String ending) throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRecordingOfAReplayIsTheReplayedClip() throws Exception {
        String camera = "replay:" + source;
        assertEquals(
                0, call("record", "--camera", camera, "--fps", "max", "-o", results.toString(), "--buffer-mib", "16"));
        assertTrue(out.toString().contains("recorded 60 frames"), out.toString());
        assertEquals(0, call("record", "--camera", camera, "--fps", "max", "-o", results.toString(), "--frames", "7"));
        List<Path> clips = made(".ser");
        assertEquals(2, clips.size(), "names never collide");
        long[] counts = new long[2];
        for (int c = 0; c < 2; c++) {
            try (SerReader was = SerReader.open(source);
                    SerReader is = SerReader.open(clips.get(c))) {
                counts[c] = is.frameCount();
                ByteBuffer one = ByteBuffer.allocateDirect(FORMAT.frameBytes());
                ByteBuffer other = ByteBuffer.allocateDirect(FORMAT.frameBytes());
                org.lucida.frame.Roi all = new org.lucida.frame.Roi(0, 0, 97, 64);
                for (int f = 0; f < is.frameCount(); f++) {
                    assertTrue(was.read(f, all, one) && is.read(f, all, other));
                    assertEquals(one, other);
                    assertEquals(was.startUtcNs(f), is.startUtcNs(f));
                }
            }
        }
        assertEquals(67, counts[0] + counts[1]);
        assertEquals(2, made("-session.json").size());
        assertEquals(2, made(".CameraSettings.txt").size());
        assertEquals(0, call("repair", clips.get(0).toString(), clips.get(1).toString()));
        assertTrue(out.toString().contains("sound"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"fits-cube,.fits", "fits-frames,-frames"})
    void fitsHoldsTheSameSamples(String format, String ending) throws Exception {
        String camera = "replay:" + source;
        assertEquals(
                0,
                call(
                        "record",
                        "--camera",
                        camera,
                        "--fps",
                        "max",
                        "-o",
                        results.toString(),
                        "--format",
                        format,
                        "--json"));
        assertTrue(out.toString().contains("\"recordedCount\" : 60"), out.toString());
        Path made = made(ending).get(0);
        java.util.Optional<ColorLayout> said = java.util.Optional.empty();
        try (FitsFrames frames = Files.isDirectory(made)
                        ? FitsFrames.openFolder(made, said)
                        : FitsFrames.open(List.of(made), said);
                SerReader was = SerReader.open(source)) {
            assertEquals(FRAMES, frames.frameCount());
            org.lucida.frame.Roi all = new org.lucida.frame.Roi(0, 0, 97, 64);
            ByteBuffer one = ByteBuffer.allocateDirect(FORMAT.frameBytes());
            ByteBuffer other = ByteBuffer.allocateDirect(FORMAT.frameBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (int f = 0; f < FRAMES; f++) {
                assertTrue(was.read(f, all, one) && frames.read(f, all, other));
                assertEquals(one, other, "frame " + f);
            }
            assertEquals(SerClips.START_UTC_NS, frames.startUtcNs(0));
        }
    }

    @Test
    void liveRecordsBesideTheStack() throws Exception {
        assertEquals(
                0,
                call(
                        "live",
                        "--camera",
                        "sim:demo?frames=40",
                        "--fps",
                        "max",
                        "--record",
                        "-o",
                        results.toString(),
                        "--buffer-mib",
                        "32",
                        "--json"));
        assertTrue(out.toString().contains("\"recordedCount\" : 40"), out.toString());
        try (SerReader reader = SerReader.open(made(".ser").get(0))) {
            assertEquals(40, reader.frameCount());
        }
        assertTrue(
                Files.readString(made("-session.json").get(0)).contains("\"rule\" : \"deliveredCount = recordedCount"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "record --camera sim:demo --frames 0|2|--frames=0",
                "record --camera sim:demo --bytes much|2|20G",
                "record --camera sim:demo --format avi|2|fits-cube",
                "record --camera sim:demo --buffer-mib 1|2|--buffer-mib=1",
                "record --camera nothing:there|2|nothing",
                "live --camera sim:demo --format ser|2|--record=not given",
                "repair nowhere.ser|2|not there"
            })
    void whatCannotBeIsRefusedInWords(String line, int exitCode, String words) {
        String[] parts = line.split(" ", -1);
        if (!parts[0].equals("repair")) {
            line += " -o " + results;
        }
        assertEquals(exitCode, call(line.split(" ", -1)), err.toString());
        assertTrue(err.toString().contains(words), err.toString());
    }

    @Test
    void aClipThatDoesNotFitOnTheDiskIsRefusedBeforeTheStart() throws Exception {
        long freeBytes = Files.getFileStore(folder).getUsableSpace();
        org.junit.jupiter.api.Assumptions.assumeTrue(freeBytes < 300_000_000_000L, "the disk takes even that");
        assertEquals(4, call("record", "--camera", "sim:demo?frames=1000000", "-o", results.toString()));
        assertTrue(err.toString().contains("GB free"), err.toString());
        assertEquals(List.of(), made(".ser"));
    }

    @Test
    void repairMendsTellsAndHasADryRun() throws Exception {
        byte[] bytes = Files.readAllBytes(source);
        bytes[38] = 9;
        Files.write(source, bytes);
        assertEquals(0, call("repair", "--dry-run", source.toString()));
        assertTrue(out.toString().contains("would be mended"), out.toString());
        assertArrayEquals(bytes, Files.readAllBytes(source));
        assertEquals(0, call("repair", source.toString()));
        assertTrue(out.toString().contains("FrameCount=9 becomes 60"), out.toString());
        Path other = Files.writeString(folder.resolve("other.ser"), "nothing");
        assertEquals(3, call("repair", other.toString(), source.toString()));
        assertTrue(out.toString().contains("sound"), "the next clip is looked at all the same");
    }

    @Test
    void theLineTellsRateLossesFillAndTheTimeLeftOnTheDisk() {
        long[] now = {0};
        RecordingWatch watch = new RecordingWatch(() -> 10_000_000_000L, () -> now[0]);
        now[0] = 2_000_000_000L;
        RecordingStatus status = new RecordingStatus(
                RecordingStatus.State.RECORDING, 210, 200, 7, 3, 0, 0, 0, 0, 0, 150, 200_000_000L, 2, 64, 1);
        watch.look(status);
        assertEquals(100, watch.leftS(), 1e-9);
        String bar = watch.bar(status);
        assertTrue(bar.contains("100.0 fps") && bar.contains("100 MB/s") && bar.contains("lost 10"), bar);
        assertTrue(bar.contains("1:40"), bar);
        assertTrue(watch.plain(status).contains("cameraLost=7 ringLost=3"), watch.plain(status));
        assertFalse(bar.length() > 110, bar);
    }
}
