package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.camera.replay.ReplayDriver;
import org.lucida.config.StackSettings;
import org.lucida.files.MasterFacts;
import org.lucida.files.MasterFits;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

class MasterSessionTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    @TempDir
    Path folder;

    /** Noise of a sigma around a level, brighter to the right by a slope; every tenth frame is damaged. */
    private static final class LevelCamera implements Camera {
        private final FrameFormat format;
        private final double levelAdu;
        private final double slopeAdu;
        private final long frameCount;
        private final SplittableRandom random = new SplittableRandom(5);
        private long next;

        LevelCamera(FrameFormat format, double levelAdu, double slopeAdu, long frameCount) {
            this.format = format;
            this.levelAdu = levelAdu;
            this.slopeAdu = slopeAdu;
            this.frameCount = frameCount;
        }

        @Override
        public CameraInfo info() {
            return new CameraInfo(
                    "level",
                    "test:level",
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.of(20_000),
                    Map.of("GAIN", "120", "CCD-TEMP", "-10.5", "INSTRUME", "Level 1"),
                    List.of());
        }

        @Override
        public FrameFormat format() {
            return format;
        }

        @Override
        public void start() {}

        @Override
        public Delivery read(FrameSlot slot, long timeoutMs) {
            if (next >= frameCount) {
                return Delivery.END;
            }
            int samples = format.layout().samplesPerPixel();
            for (int i = 0; i < format.frameBytes() / format.bytesPerSample(); i++) {
                double column = (double) (i / samples % format.widthPx()) / format.widthPx();
                double noise = random.nextDouble() * 6 - 3;
                long value = Math.round(levelAdu + i % samples + slopeAdu * column + noise);
                long sample = Math.max(0, Math.min(format.maxAdu(), value));
                if (format.bytesPerSample() == 1) {
                    slot.raw.put(i, (byte) sample);
                } else {
                    slot.raw.putShort(2 * i, (short) sample);
                }
            }
            slot.frameIndex = next;
            slot.startUtcNs = 1_700_000_000_000_000_000L + next * 20_000_000;
            if (next % 10 == 9) {
                slot.reject(Verdict.DAMAGED);
            }
            next++;
            return Delivery.FRAME;
        }

        @Override
        public long droppedCount() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @EnumSource(names = {"MONO", "RGGB", "RGB", "BGR"})
    void aMasterReadsBackToTheLastFraction(ColorLayout layout) throws Exception {
        FrameFormat format = new FrameFormat(WIDTH, HEIGHT, layout, 12);
        try (MasterSession session = session(new LevelCamera(format, 40, 0, 1000), MasterFacts.Kind.DARK, 30)) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertEquals(Optional.empty(), session.failure());
            assertEquals(30, session.doneCount());
            assertEquals(3, session.damagedCount());
            assertEquals(List.of(), session.judgement());
            Path file = session.master().orElseThrow();
            float[] read = MasterFits.read(file, format).orElseThrow();
            double mean = 0;
            boolean hasFractions = false;
            for (float value : read) {
                mean += value / read.length;
                hasFractions |= value != Math.rint(value);
            }
            assertTrue(hasFractions);
            assertEquals(session.meanAdu(), mean, 1e-3);
            try (Camera replayed = new ReplayDriver().open(file.toString(), CameraWish.plain())) {
                float[] used = StackingSession.master(Optional.of(replayed), format, "dark");
                assertArrayEquals(read, used);
            }
            try (Fits fits = new Fits(file.toFile())) {
                Header header = fits.getHDU(0).getHeader();
                assertEquals("Dark", header.getStringValue("IMAGETYP"));
                assertEquals(0.02, header.getDoubleValue("EXPTIME"));
                assertEquals(120, header.getIntValue("GAIN"));
                assertEquals(-10.5, header.getDoubleValue("CCD-TEMP"));
                assertEquals(30, header.getIntValue("STACKCNT"));
                assertEquals(layout.isMosaic() ? layout.name() : null, header.getStringValue("BAYERPAT"));
                assertTrue(header.getStringValue("DATE-OBS").startsWith("2023-11-14T22:13:20"));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "no temporary file is left");
        }
    }

    @Test
    void mastersCalibrateASession() throws Exception {
        FrameFormat format = new FrameFormat(128, 96, ColorLayout.RGGB, 8);
        Path dark = made(new LevelCamera(format, 0.3, 0, 1000), MasterFacts.Kind.DARK, 30);
        Path flat = made(new LevelCamera(format, 120, 0, 1000), MasterFacts.Kind.FLAT, 30);
        assertTrue(
                MasterFits.read(dark, format).orElseThrow()[0] < 2,
                "a dark below one ADU is no fraction of full scale");
        try (StackingSession session = new StackingSession(
                new DiscCamera(format, 60),
                Optional.of(new ReplayDriver().open(dark.toString(), CameraWish.plain())),
                Optional.of(new ReplayDriver().open(flat.toString(), CameraWish.plain())),
                StackSettings.defaults().change().threads(2).build(),
                Limits.none(),
                new StackingSession.Output(folder, "disc", false, Map.of()),
                false,
                "Lucida test",
                Clock.systemUTC())) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            assertTrue(session.pipeline().ledger().balances());
            assertEquals(60, session.pipeline().ledger().stackedCount());
        }
        Roi part = new Roi(8, 8, 32, 32);
        CameraWish wish =
                new CameraWish(Optional.of(part), Optional.empty(), CameraWish.SampleOrder.AUTO, CameraWish.Pace.MAX);
        try (Camera cut = new ReplayDriver().open(dark.toString(), wish)) {
            float[] rounded = StackingSession.master(Optional.of(cut), cut.format(), "dark");
            assertEquals(32 * 32, rounded.length, "a region of a master is read as before");
            for (float value : rounded) {
                assertTrue(value <= 3, "value=" + value);
            }
        }
    }

    @Test
    void aFlatHasItsDarkTakenOff() throws Exception {
        FrameFormat format = new FrameFormat(WIDTH, HEIGHT, ColorLayout.MONO, 12);
        Path dark = made(new LevelCamera(format, 100, 0, 1000), MasterFacts.Kind.DARK, 30);
        try (MasterSession session = new MasterSession(
                new LevelCamera(format, 2000, 0, 1000),
                MasterFacts.Kind.FLAT,
                20,
                Optional.of(new ReplayDriver().open(dark.toString(), CameraWish.plain())),
                folder,
                "Lucida test",
                Clock.systemUTC())) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            float[] flat =
                    MasterFits.read(session.master().orElseThrow(), format).orElseThrow();
            double mean = 0;
            for (float value : flat) {
                mean += value / flat.length;
            }
            assertEquals(1900, mean, 1);
            assertEquals(2000, session.meanAdu(), 1);
        }
    }

    @Test
    void badMastersAreJudgedInWordsWithARemedy() throws Exception {
        FrameFormat format = new FrameFormat(WIDTH, HEIGHT, ColorLayout.RGGB, 8);
        assertTrue(judged(new LevelCamera(format, 90, 0, 1000), MasterFacts.Kind.DARK)
                .contains("close the cap"));
        assertTrue(judged(new LevelCamera(format, 10, 30, 1000), MasterFacts.Kind.DARK)
                .contains("from one side"));
        assertTrue(judged(new LevelCamera(format, 250, 10, 1000), MasterFacts.Kind.FLAT)
                .contains("shorter exposure"));
        assertTrue(judged(new LevelCamera(format, 12, 0, 1000), MasterFacts.Kind.FLAT)
                .contains("longer exposure"));
        assertEquals("", judged(new LevelCamera(format, 120, 20, 1000), MasterFacts.Kind.FLAT));
    }

    @Test
    void stoppingKeepsTheFramesSoFarAndCancellingWritesNothing() throws Exception {
        FrameFormat format = new FrameFormat(WIDTH, HEIGHT, ColorLayout.MONO, 8);
        try (MasterSession session =
                session(new LevelCamera(format, 5, 0, Long.MAX_VALUE), MasterFacts.Kind.DARK, 1_000_000)) {
            session.start();
            while (session.doneCount() < 3) {
                Thread.sleep(1);
            }
            session.cancel();
            assertTrue(session.awaitEnd(60_000));
            assertTrue(session.master().isEmpty() && session.failure().isEmpty());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        try (MasterSession session =
                session(new LevelCamera(format, 5, 0, Long.MAX_VALUE), MasterFacts.Kind.DARK, 1_000_000)) {
            session.start();
            while (session.doneCount() < 3) {
                Thread.sleep(1);
            }
            session.requestStop();
            assertTrue(session.awaitEnd(60_000));
            assertTrue(Files.exists(session.master().orElseThrow()));
            assertFalse(session.isOver() && session.doneCount() < 3);
        }
    }

    @Test
    void nothingToAverageIsSaid() throws Exception {
        FrameFormat format = new FrameFormat(WIDTH, HEIGHT, ColorLayout.MONO, 8);
        try (MasterSession session = session(new LevelCamera(format, 5, 0, 0), MasterFacts.Kind.DARK, 10)) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            IOException failure = session.failure().orElseThrow();
            assertTrue(failure.getMessage().contains("no whole frame"), failure.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> session(new LevelCamera(format, 5, 0, 0), MasterFacts.Kind.DARK, 0));
        FrameFormat huge = new FrameFormat(16_000, 16_000, ColorLayout.MONO, 16);
        assertThrows(IllegalArgumentException.class, () -> MasterSession.memoryFor(huge, true)
                .check());
    }

    private Path made(Camera camera, MasterFacts.Kind kind, int count) throws Exception {
        try (MasterSession session = session(camera, kind, count)) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            return session.master().orElseThrow();
        }
    }

    private String judged(Camera camera, MasterFacts.Kind kind) throws Exception {
        try (MasterSession session = session(camera, kind, 16)) {
            session.start();
            assertTrue(session.awaitEnd(60_000));
            return String.join("\n", session.judgement());
        }
    }

    private MasterSession session(Camera camera, MasterFacts.Kind kind, int count) throws IOException {
        return new MasterSession(camera, kind, count, Optional.empty(), folder, "Lucida test", Clock.systemUTC());
    }
}
