package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.files.ClipWriter;
import org.lucida.files.SerReader;
import org.lucida.files.SerRepair;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/**
 * Kills a recording process at random moments and mends what it leaves.
 *
 * <p>Five kills in every build; more with {@code mvn test -Dlucida.kills=100}.
 */
class KilledRecordingTest {
    private static final int KILLS = Integer.getInteger("lucida.kills", 5);
    private static final long SEED = 20_261_121;
    private static final int MOST_FRAMES = 1 << 16;
    /** A process that was itself held up this long made no frames; then the second cannot be judged. */
    private static final long HELD_UP_MS = 400;

    /** Shape and rate of a recording. */
    private record Scene(FrameFormat format, double frameRateHz) {}

    private static final List<Scene> SCENES = List.of(
            new Scene(new FrameFormat(640, 480, ColorLayout.RGGB, 8), 300),
            new Scene(new FrameFormat(33, 17, ColorLayout.MONO, 8), 25),
            new Scene(new FrameFormat(1936, 1096, ColorLayout.GRBG, 16), 30),
            new Scene(new FrameFormat(320, 241, ColorLayout.RGB, 8), 200),
            new Scene(new FrameFormat(16, 1, ColorLayout.MONO, 8), 1000));

    @TempDir
    Path folder;

    /** What the process runs. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Scene scene = SCENES.get(Integer.parseInt(arguments[1]));
            Path folder = Path.of(arguments[0]);
            LongBuffer delivered = times(folder, FileChannel.MapMode.READ_WRITE);
            PatternCamera camera = new PatternCamera(scene.format(), scene.frameRateHz(), MOST_FRAMES)
                    .afterFrame(index -> delivered.put((int) index, System.currentTimeMillis()));
            RecordingWish wish = new RecordingWish(ClipWriter.Kind.SER, RecordingWish.Stop.NEVER, 0, 64L << 20);
            try (RecordingSession session = new RecordingSession(
                    camera,
                    wish,
                    true,
                    new StackingSession.Output(folder, "killed", false, Map.of()),
                    "Lucida test",
                    Clock.systemUTC())) {
                session.start();
                while (!session.awaitEnd(1_000)) {
                    continue;
                }
            }
        }
    }

    private static LongBuffer times(Path folder, FileChannel.MapMode mode) throws IOException {
        try (FileChannel channel = FileChannel.open(
                folder.resolve("delivered"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(mode, 0, (long) MOST_FRAMES * Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
        }
    }

    @Test
    void repairRecoversEveryFrameUpToTheLastSecondWithItsTime() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        int judged = 0;
        long frames = 0;
        long missing = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path home = Files.createDirectory(folder.resolve("kill-" + kill));
            Scene scene = SCENES.get(kill % SCENES.size());
            long killedMs = killAfter(home, kill % SCENES.size(), random.nextLong(50, 2_500));
            Path clip = clip(home);
            if (clip == null) {
                continue; // killed before there was a clip
            }
            SerRepair.Finding finding = SerRepair.repair(clip, false);
            assertEquals(finding.frameCount(), finding.timedCount(), "kill " + kill + ": " + finding);
            LongBuffer delivered = times(home, FileChannel.MapMode.READ_ONLY);
            long due = 0;
            long lastMs = 0;
            long all = 0;
            for (int i = 0; i < MOST_FRAMES; i++) {
                due += delivered.get(i) > 0 && delivered.get(i) <= killedMs - 1_000 ? 1 : 0;
                all += delivered.get(i) > 0 ? 1 : 0;
                lastMs = Math.max(lastMs, delivered.get(i));
            }
            if (killedMs - lastMs < HELD_UP_MS) {
                assertTrue(
                        finding.frameCount() >= due,
                        "kill " + kill + " of " + scene + ": recovered " + finding.frameCount() + " of " + due
                                + " frames that were a second old");
                judged++;
            }
            frames += finding.frameCount();
            missing += all - finding.frameCount();
            if (finding.frameCount() > 0) {
                assertWhole(clip, scene.format());
            }
            delete(home);
        }
        System.getLogger(KilledRecordingTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "kills=" + KILLS + " judged=" + judged + " framesRecovered=" + frames
                                + " framesOfTheLastInstant=" + missing);
        assertTrue(judged * 2 >= KILLS, "only " + judged + " of " + KILLS + " processes ran undisturbed");
    }

    private static long killAfter(Path home, int scene, long delayMs) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        Child.class.getName(),
                        home.toString(),
                        Integer.toString(scene))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        long waitUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < waitUntil && process.isAlive() && clip(home) == null) {
            Thread.sleep(2);
        }
        Thread.sleep(delayMs);
        assertTrue(process.isAlive(), () -> {
            try {
                return Files.readString(home.resolve("log"));
            } catch (IOException e) {
                return "no log";
            }
        });
        long killedMs = System.currentTimeMillis();
        process.destroyForcibly().waitFor();
        return killedMs;
    }

    private static Path clip(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".ser") && Files.exists(Path.of(file + ".journal")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void assertWhole(Path clip, FrameFormat format) throws IOException {
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes());
        ByteBuffer[] pictures = new ByteBuffer[64];
        assertFalse(Files.exists(Path.of(clip + ".journal")));
        try (SerReader reader = SerReader.open(clip)) {
            long last = -1;
            for (long f = 0; f < reader.frameCount(); f++) {
                assertTrue(reader.read(f, new Roi(0, 0, format.widthPx(), format.heightPx()), raw));
                assertTrue(PatternCamera.isWhole(raw, format, pictures), "frame " + f);
                assertEquals(PatternCamera.utcNs(raw), reader.startUtcNs(f), "time of frame " + f);
                assertTrue(PatternCamera.index(raw) > last, "order of frame " + f);
                last = PatternCamera.index(raw);
            }
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
