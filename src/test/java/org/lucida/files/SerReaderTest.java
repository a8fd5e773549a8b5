package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

class SerReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"MONO,8", "MONO,12", "MONO,16", "RGGB,8", "GRBG,10", "GBRG,14", "BGGR,16", "RGB,8", "BGR,16", "RGB,12"})
    void everyLayoutAndDepthComesBackSampleBySample(ColorLayout layout, int depth) throws Exception {
        FrameFormat format = new FrameFormat(13, 9, layout, depth);
        Path file = SerClips.write(folder.resolve("clip.ser"), format, 3, 5_000_000);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(format, reader.format());
            assertEquals(3, reader.frameCount());
            assertEquals(java.util.List.of(), reader.notes());
            for (int f = 2; f >= 0; f--) {
                ByteBuffer raw = read(reader, f);
                assertEquals(SerClips.frame(format, f), raw);
                assertEquals(SerClips.START_UTC_NS + f * 5_000_000L, reader.startUtcNs(f));
            }
        }
    }

    @Test
    void aRegionIsTheSamePixelsAsInTheWholeFrame() throws Exception {
        for (ColorLayout layout : ColorLayout.values()) {
            FrameFormat format = new FrameFormat(12, 10, layout, 12);
            Path file = SerClips.write(folder.resolve(layout + ".ser"), format, 2, 0);
            Roi roi = new Roi(3, 5, 6, 4);
            try (SerReader reader = SerReader.open(file)) {
                ByteBuffer raw = ByteBuffer.allocateDirect(format.cropped(roi).frameBytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
                assertTrue(reader.read(1, roi, raw));
                int samples = layout.samplesPerPixel();
                for (int y = 0; y < 4; y++) {
                    for (int x = 0; x < 6; x++) {
                        for (int s = 0; s < samples; s++) {
                            int got = raw.getShort(2 * ((y * 6 + x) * samples + s));
                            assertEquals(SerClips.sample(format, 1, x + 3, y + 5, s), got);
                        }
                    }
                }
            }
        }
    }

    @Test
    void bigEndianSamplesAreSeenInTheDataAndTurned() throws Exception {
        FrameFormat format = new FrameFormat(64, 48, ColorLayout.MONO, 12);
        Path file = SerClips.write(folder.resolve("big.ser"), format, 2, 0);
        turnSamples(file, 2 * format.frameBytes());
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(ByteOrder.BIG_ENDIAN, reader.byteOrder());
            assertEquals(SerClips.frame(format, 1), read(reader, 1));
            assertTrue(
                    reader.notes().get(0).startsWith("LittleEndian=0 "),
                    reader.notes().toString());
        }
        SerClips.poke(file, 34, 16);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(ByteOrder.BIG_ENDIAN, reader.byteOrder());
        }
    }

    @Test
    void theFlagAloneDecidesNothing() throws Exception {
        FrameFormat format = new FrameFormat(64, 48, ColorLayout.MONO, 16);
        Path file = SerClips.write(folder.resolve("flag.ser"), format, 2, 0);
        for (int flag : new int[] {0, 1, 77}) {
            SerClips.poke(file, 22, flag);
            try (SerReader reader = SerReader.open(file)) {
                assertEquals(ByteOrder.LITTLE_ENDIAN, reader.byteOrder());
                assertEquals(SerClips.frame(format, 0), read(reader, 0));
            }
        }
    }

    @Test
    void theByteOrderCanBeOverridden() throws Exception {
        FrameFormat format = new FrameFormat(16, 8, ColorLayout.MONO, 16);
        Path file = SerClips.write(folder.resolve("order.ser"), format, 1, 0);
        try (SerReader reader = SerReader.open(file, Optional.empty(), Optional.of(ByteOrder.BIG_ENDIAN))) {
            short little = SerClips.frame(format, 0).getShort(10);
            assertEquals(Short.reverseBytes(little), read(reader, 0).getShort(10));
        }
    }

    @Test
    void samplesAboveTheDeclaredDepthMakeIt16Bit() throws Exception {
        FrameFormat format = new FrameFormat(600, 30, ColorLayout.MONO, 16);
        Path file = SerClips.write(folder.resolve("deep.ser"), format, 1, 0);
        SerClips.poke(file, 34, 10);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(16, reader.format().bitDepth());
            assertTrue(
                    reader.notes().get(0).startsWith("PixelDepthPerPlane=10 yet samples reach 31212; taken as 16 bit"));
        }
    }

    @ParameterizedTest
    @CsvSource({"16,CYYM", "17,YCMY", "18,YMCY", "19,MYYC", "5,unknown", "-1,unknown"})
    void coloursWithoutALayoutAreTakenAsMonoOrAsWished(int colorId, String name) throws Exception {
        Path file = SerClips.write(folder.resolve("colour.ser"), SerClips.mono8(8, 6), 1, 0);
        SerClips.poke(file, 18, colorId);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(ColorLayout.MONO, reader.format().layout());
            assertTrue(reader.notes().get(0).startsWith("ColorID=" + colorId + " (" + name + "); taken as MONO"));
        }
        try (SerReader reader = SerReader.open(file, Optional.of(ColorLayout.GBRG), Optional.empty())) {
            assertEquals(ColorLayout.GBRG, reader.format().layout());
            assertEquals(java.util.List.of(), reader.notes());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SerReader.open(file, Optional.of(ColorLayout.RGB), Optional.empty()));
    }

    @Test
    void theLastFrameOfAFileAboveFourGigabytesIsFound() throws Exception {
        assumeTrue(folder.toFile().getUsableSpace() > 100_000_000, "too little disk space; test skipped");
        FrameFormat format = new FrameFormat(1000, 1000, ColorLayout.MONO, 16);
        int frames = 2600;
        Path file = folder.resolve("huge.ser");
        SerHeader header = SerHeader.of(format, SerText.EMPTY);
        ByteBuffer head = ByteBuffer.wrap(header.emit()).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(SerHeader.FRAME_COUNT_OFFSET, frames);
        long lastOffset = SerHeader.BYTES + (frames - 1L) * format.frameBytes();
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            out.write(head, 0);
            out.write(SerClips.frame(format, 5), lastOffset);
        }
        assertTrue(Files.size(file) > 5_000_000_000L);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(frames, reader.frameCount());
            assertEquals(SerClips.frame(format, 5), read(reader, frames - 1));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aFileCutWhileItIsReadGivesADamagedFrameAndThenAnError() throws Exception {
        FrameFormat format = SerClips.mono8(20, 10);
        Path file = SerClips.write(folder.resolve("cut.ser"), format, 4, 0);
        try (SerReader reader = SerReader.open(file);
                FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.truncate(SerHeader.BYTES + 2 * 200 + 50);
            ByteBuffer raw = ByteBuffer.allocateDirect(200);
            Roi whole = new Roi(0, 0, 20, 10);
            assertTrue(reader.read(1, whole, raw));
            assertFalse(reader.read(2, whole, raw));
            IOException error = assertThrows(IOException.class, () -> reader.read(3, whole, raw));
            assertTrue(error.getMessage().contains("frame=3 cannot be read"), error.getMessage());
        }
    }

    @Test
    void aCrashBeforeTheFirstWholeFrameIsAnEmptyClip() throws Exception {
        Path file = SerClips.write(folder.resolve("tiny.ser"), SerClips.mono8(20, 10), 1, 0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, SerHeader.BYTES + 199));
        BadInputException bad = assertThrows(BadInputException.class, () -> SerReader.open(file));
        assertTrue(bad.getMessage().contains("199 bytes of frames, one frame needs 200"), bad.getMessage());
    }

    @Test
    void aHeaderCountBehindTheDataIsBroughtUpToThem() throws Exception {
        Path file = SerClips.write(folder.resolve("behind.ser"), SerClips.mono8(20, 10), 9, 0);
        SerClips.poke(file, SerHeader.FRAME_COUNT_OFFSET, 4);
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(9, reader.frameCount());
            assertTrue(
                    reader.notes().get(0).startsWith("FrameCount=4 does not fit"),
                    reader.notes().toString());
        }
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        IOException missing = assertThrows(IOException.class, () -> SerReader.open(folder.resolve("no.ser")));
        assertTrue(missing.getMessage().contains("no.ser does not exist"), missing.getMessage());
        assertThrows(IOException.class, () -> SerReader.open(folder));
    }

    @Test
    void realClipsOpenWithTheirSizes() throws Exception {
        assertClip("planetary/jupiter_imx585_raw_rggb8_640x480_2f_ts.ser", "640x480 px RGGB 8 bit", 2, true);
        assertClip("planetary/jupiter_webcam_a_bgr8_280x260_25f_nots.ser", "280x260 px BGR 8 bit", 25, false);
        assertClip(
                "planetary/moon_pss_short_video_crop_mono8_384x320_60f_nots.ser", "384x320 px MONO 8 bit", 60, false);
        assertClip("solar/sun_sst_8542_spotburst_mono8_128x128_12f_nots.ser", "128x128 px MONO 8 bit", 12, false);
        assertClip("stars/speckle_ads15182_bta6m_mono16_frames0-2.ser", "512x512 px MONO 16 bit", 3, false);
        assertClip("stars/speckle_hu940_mono8_128x128_frames00-19.ser", "128x128 px MONO 8 bit", 20, false);
        assertClip("deepsky/m94_seestar_raw_grbg16_400x400_12f_ts.ser", "400x400 px GRBG 16 bit", 12, true);
    }

    private static void assertClip(String name, String format, int frames, boolean timed) throws IOException {
        try (SerReader reader = SerReader.open(SharedMaterial.path("realdata").resolve(name))) {
            assertEquals(format, reader.format().toString(), name);
            assertEquals(frames, reader.frameCount(), name);
            assertEquals(ByteOrder.LITTLE_ENDIAN, reader.byteOrder(), name);
            assertEquals(timed, reader.startUtcNs(0) != FrameSlot.UNKNOWN_UTC_NS, name);
            assertEquals(java.util.List.of(), reader.notes(), name);
            read(reader, frames - 1);
        }
    }

    private static ByteBuffer read(SerReader reader, long frame) throws IOException {
        FrameFormat format = reader.format();
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertTrue(reader.read(frame, new Roi(0, 0, format.widthPx(), format.heightPx()), raw));
        return raw;
    }

    private static void turnSamples(Path file, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(file);
        for (int i = SerHeader.BYTES; i < SerHeader.BYTES + bytes; i += 2) {
            byte low = all[i];
            all[i] = all[i + 1];
            all[i + 1] = low;
        }
        Files.write(file, all);
    }
}
