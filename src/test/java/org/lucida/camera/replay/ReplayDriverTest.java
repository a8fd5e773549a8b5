package org.lucida.camera.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.camera.FakeClock;
import org.lucida.files.FitsPictures;
import org.lucida.files.SerClips;
import org.lucida.files.SerText;
import org.lucida.files.SerWriter;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;
import org.lucida.judge.Allocation;

class ReplayDriverTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final ReplayDriver driver = new ReplayDriver(clock);

    @Test
    void theDriverIsFoundAsAService() {
        assertTrue(ServiceLoader.load(CameraDriver.class).stream()
                .anyMatch(provider -> provider.type() == ReplayDriver.class));
        assertEquals("replay", new ReplayDriver().scheme());
        assertEquals(0, new ReplayDriver().cameras().size());
    }

    @Test
    void severalClipsAreJoinedAndThePausesBetweenThemAreNotReplayed() throws Exception {
        FrameFormat format = SerClips.mono8(8, 8);
        Path late = clip("late.ser", format, 3, SerClips.START_UTC_NS + 3_600_000 * MS);
        Path early = clip("early.ser", format, 2, SerClips.START_UTC_NS);
        String address = late + File.pathSeparator + early;
        try (Camera camera = driver.open(address, paced(Pace.RECORDED))) {
            assertEquals(5, camera.info().frameCount().orElseThrow());
            assertEquals("late.ser and 1 more", camera.info().name());
            FrameSlot slot = new FrameSlot(format.frameBytes());
            camera.start();
            long begin = clock.nanoTime();
            for (int f = 0; f < 5; f++) {
                slot.clear();
                assertEquals(Delivery.FRAME, camera.read(slot, 1000));
                assertEquals(f, slot.frameIndex);
                assertEquals(f * 10L * MS, clock.nanoTime() - begin);
                assertEquals(SerClips.frame(format, f < 3 ? f : f - 3), slot.raw);
            }
            assertEquals(SerClips.START_UTC_NS + 10 * MS, slot.startUtcNs);
            assertEquals(Delivery.END, camera.read(slot, 0));
        }
    }

    @Test
    void clipsOfDifferentFormatsAreNotJoined() throws Exception {
        Path left = clip("left.ser", SerClips.mono8(8, 8), 2, SerClips.START_UTC_NS);
        Path right = clip("right.ser", SerClips.mono8(8, 10), 2, SerClips.START_UTC_NS);
        BadInputException bad = assertThrows(
                BadInputException.class, () -> driver.open(left + File.pathSeparator + right, CameraWish.plain()));
        assertTrue(bad.getMessage().startsWith("FILE=right.ser is 8x10 px MONO 8 bit"), bad.getMessage());
        Path fits = FitsPictures.unsigned16(1, 1, 5).write(folder.resolve("f.fits"));
        assertThrows(BadInputException.class, () -> driver.open(left + File.pathSeparator + fits, CameraWish.plain()));
    }

    @Test
    void aNameWithASeparatorInItIsStillOneFile() throws Exception {
        Path odd = clip("a" + File.pathSeparator + "b.ser", SerClips.mono8(8, 8), 2, SerClips.START_UTC_NS);
        try (Camera camera = driver.open(odd.toString(), CameraWish.plain())) {
            assertEquals(2, camera.info().frameCount().orElseThrow());
        }
    }

    @Test
    void formatsThatCannotBeReadAndMissingFilesAreNamed() throws Exception {
        Path video = Files.writeString(folder.resolve("x.avi"), "RIFF");
        BadInputException bad =
                assertThrows(BadInputException.class, () -> driver.open(video.toString(), CameraWish.plain()));
        assertTrue(bad.getMessage().startsWith("FILE=x.avi is a format Lucida cannot read yet; convert it to SER"));
        IOException missing = assertThrows(
                IOException.class, () -> driver.open(folder.resolve("none.ser").toString(), CameraWish.plain()));
        assertTrue(missing.getMessage().contains("does not exist"));
        assertThrows(IllegalArgumentException.class, () -> driver.open("  ", CameraWish.plain()));
        assertThrows(IllegalArgumentException.class, () -> driver.open("a\0b", CameraWish.plain()));
    }

    @Test
    void withoutTimeStampsTheRecordedPaceNeedsARate() throws Exception {
        Path file = SerClips.write(folder.resolve("n.ser"), SerClips.mono8(8, 8), 3, 0);
        BadInputException bad =
                assertThrows(BadInputException.class, () -> driver.open(file.toString(), paced(Pace.RECORDED)));
        assertTrue(bad.getMessage().endsWith("; give --fps N"), bad.getMessage());
        try (Camera camera = driver.open(file.toString(), paced(Pace.rate(50)))) {
            assertEquals(20 * MS, secondFrameAfter(camera));
        }
    }

    @Test
    void aDeclaredRateOrTheExposureStandsInForTimeStamps() throws Exception {
        Path declared = folder.resolve("declared.ser");
        try (SerWriter writer = SerWriter.create(declared, SerClips.mono8(8, 8), new SerText("", "", "C8 fps=40.0"))) {
            writer.write(SerClips.frame(SerClips.mono8(8, 8), 0), FrameSlot.UNKNOWN_UTC_NS);
            writer.write(SerClips.frame(SerClips.mono8(8, 8), 1), FrameSlot.UNKNOWN_UTC_NS);
        }
        try (Camera camera = driver.open(declared.toString(), paced(Pace.RECORDED))) {
            assertEquals(25 * MS, secondFrameAfter(camera));
            assertTrue(camera.info().notes().toString().contains("declared rate of 40.0"));
        }
        Path cube = FitsPictures.of(8, 8, 8, 4)
                .card("EXPTIME", 0.005)
                .data(new byte[256])
                .write(folder.resolve("c.fits"));
        try (Camera camera = driver.open(cube.toString(), paced(Pace.RECORDED))) {
            assertEquals(5 * MS, secondFrameAfter(camera));
            assertTrue(camera.info().notes().toString().contains("one frame an exposure"));
        }
    }

    @Test
    void stampsThatRunBackwardsArePlayedAtTheirMeanRate() throws Exception {
        Path file = folder.resolve("back.ser");
        clip("back.ser", SerClips.mono8(8, 8), 5, SerClips.START_UTC_NS);
        byte[] bytes = Files.readAllBytes(file);
        int trailer = 178 + 5 * 64;
        byte[] first = java.util.Arrays.copyOfRange(bytes, trailer, trailer + 8);
        System.arraycopy(bytes, trailer + 32, bytes, trailer, 8);
        System.arraycopy(first, 0, bytes, trailer + 32, 8);
        Files.write(file, bytes);
        try (Camera camera = driver.open(file.toString(), paced(Pace.RECORDED))) {
            assertEquals(10 * MS, secondFrameAfter(camera));
            assertTrue(camera.info().notes().toString().contains("mean rate of 100.0"));
        }
    }

    @Test
    void aClipCutWhileItPlaysGivesADamagedFrameThenAnError() throws Exception {
        FrameFormat format = SerClips.mono8(8, 8);
        Path file = clip("cut.ser", format, 4, SerClips.START_UTC_NS);
        try (Camera camera = driver.open(file.toString(), CameraWish.plain());
                FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FrameSlot slot = new FrameSlot(format.frameBytes());
            camera.start();
            camera.read(slot, 0);
            other.truncate(178 + 2 * 64 - 5);
            slot.clear();
            assertEquals(Delivery.FRAME, camera.read(slot, 0));
            assertEquals(Verdict.DAMAGED, slot.verdict);
            assertEquals(1, slot.frameIndex);
            assertThrows(IOException.class, () -> camera.read(slot, 0));
        }
    }

    @Test
    void filesOfAnotherSizeInAFolderAreDamagedFrames() throws Exception {
        for (int i = 0; i < 4; i++) {
            FitsPictures.unsigned16(i == 2 ? 3 : 2, 1, 1, 2, 3).write(folder.resolve(i + ".fits"));
        }
        try (Camera camera = driver.open(folder.toString(), CameraWish.plain())) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            for (int i = 0; i < 4; i++) {
                slot.clear();
                assertEquals(Delivery.FRAME, camera.read(slot, 0));
                assertEquals(i == 2 ? Verdict.DAMAGED : Verdict.PENDING, slot.verdict);
            }
            assertTrue(camera.info().notes().toString().contains("FILE=2.fits is 3x1 px"));
        }
    }

    @Test
    void wishesForLayoutAndByteOrderAreObeyed() throws Exception {
        FrameFormat format = new FrameFormat(16, 16, ColorLayout.MONO, 16);
        Path file = clip("wish.ser", format, 1, SerClips.START_UTC_NS);
        CameraWish wish = new CameraWish(
                Optional.of(new Roi(1, 0, 8, 8)), Optional.of(ColorLayout.RGGB), SampleOrder.BIG, Pace.MAX);
        try (Camera camera = driver.open(file.toString(), wish)) {
            assertEquals(ColorLayout.GRBG, camera.format().layout());
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            camera.read(slot, 0);
            int little = SerClips.sample(format, 0, 1, 0, 0);
            assertEquals(Short.reverseBytes((short) little), slot.raw.getShort(0));
        }
    }

    @Test
    void factsOfAClipAreItsTexts() throws Exception {
        Path file = clip("facts.ser", SerClips.mono8(8, 8), 1, SerClips.START_UTC_NS);
        try (Camera camera = driver.open(file.toString(), CameraWish.plain())) {
            assertEquals(
                    java.util.Map.of("OBSERVER", "Observer", "INSTRUME", "Camera", "TELESCOP", "Telescope"),
                    camera.info().facts());
            assertEquals("facts.ser", camera.info().name());
            assertEquals("replay:" + file, camera.info().address());
        }
    }

    @Test
    void anInterruptedReaderIsNotHeldUp() throws Exception {
        Path file = clip("int.ser", SerClips.mono8(8, 8), 3, SerClips.START_UTC_NS);
        try (Camera camera = new ReplayDriver().open(file.toString(), paced(Pace.rate(0.001)))) {
            FrameSlot slot = new FrameSlot(64);
            camera.start();
            assertEquals(Delivery.FRAME, camera.read(slot, 0));
            Thread.currentThread().interrupt();
            assertEquals(Delivery.TIMEOUT, camera.read(slot, 1_000_000));
            assertTrue(Thread.interrupted(), "the interrupt is left for the reader to see");
        }
    }

    @Test
    void playingAClipAtFullSpeedAllocatesNothing() throws Exception {
        for (ColorLayout layout : new ColorLayout[] {ColorLayout.RGGB, ColorLayout.RGB}) {
            for (SampleOrder order : new SampleOrder[] {SampleOrder.LITTLE, SampleOrder.BIG}) {
                FrameFormat format = new FrameFormat(64, 48, layout, 12);
                Path file = folder.resolve(layout + " " + order + ".ser");
                SerClips.write(file, format, 1200, MS);
                assertEquals(0, bytesOf140Frames(file, order, Optional.empty()));
                assertEquals(0, bytesOf140Frames(file, order, Optional.of(new Roi(5, 7, 30, 20))));
            }
        }
    }

    private long bytesOf140Frames(Path file, SampleOrder order, Optional<Roi> roi) throws IOException {
        try (Camera camera = driver.open(file.toString(), new CameraWish(roi, Optional.empty(), order, Pace.MAX))) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            return Allocation.leastBytes(() -> {
                for (int f = 0; f < 140; f++) {
                    slot.clear();
                    camera.read(slot, 0);
                }
            });
        }
    }

    private long secondFrameAfter(Camera camera) throws IOException {
        FrameSlot slot = new FrameSlot(camera.format().frameBytes());
        camera.start();
        long begin = clock.nanoTime();
        assertEquals(Delivery.FRAME, camera.read(slot, 0));
        assertEquals(Delivery.FRAME, camera.read(slot, 10_000));
        return clock.nanoTime() - begin;
    }

    private Path clip(String name, FrameFormat format, int frames, long startUtcNs) throws IOException {
        Path file = folder.resolve(name);
        try (SerWriter writer = SerWriter.create(file, format, new SerText("Observer", "Camera", "Telescope"))) {
            for (int f = 0; f < frames; f++) {
                ByteBuffer raw = SerClips.frame(format, f);
                writer.write(raw, startUtcNs + f * 10L * MS);
            }
        }
        return file;
    }

    private static CameraWish paced(Pace pace) {
        return new CameraWish(Optional.empty(), Optional.empty(), SampleOrder.AUTO, pace);
    }
}
