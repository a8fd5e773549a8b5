package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

class FitsFramesTest {
    private static final String NO_ORDER =
            "ROWORDER is not given; the first row in the file was taken as the top of the picture";

    @TempDir
    Path folder;

    @Test
    void unsignedSixteenBitComesThroughUnchanged() throws Exception {
        Path file =
                FitsPictures.unsigned16(3, 2, 0, 1, 256, 32767, 32768, 65535).write(folder.resolve("a.fits"));
        try (FitsFrames frames = open(file)) {
            assertEquals(new FrameFormat(3, 2, ColorLayout.MONO, 16), frames.format());
            assertArrayEquals(new int[] {0, 1, 256, 32767, 32768, 65535}, samples(frames, 0));
            assertEquals(List.of(NO_ORDER), frames.notes());
        }
    }

    @Test
    void bytesStayBytes() throws Exception {
        Path file = FitsPictures.of(8, 4, 1)
                .data(new byte[] {0, 1, (byte) 200, (byte) 255})
                .write(folder.resolve("b.fit"));
        try (FitsFrames frames = open(file)) {
            assertEquals(8, frames.format().bitDepth());
            assertArrayEquals(new int[] {0, 1, 200, 255}, samples(frames, 0));
        }
    }

    @Test
    void signedValuesAreCutAtZeroAndNoted() throws Exception {
        ByteBuffer data =
                ByteBuffer.allocate(8).putShort((short) -5).putShort((short) 0).putShort((short) 4095);
        Path file = FitsPictures.of(16, 4, 1).data(data.array()).write(folder.resolve("c.fts"));
        try (FitsFrames frames = open(file)) {
            assertArrayEquals(new int[] {0, 0, 4095, 0}, samples(frames, 0));
            assertTrue(frames.notes().contains("BITPIX=16 with 1 negative values in the first frame; set to 0"));
        }
    }

    @Test
    void wholeNumbersOf32And64BitAreCutToSamples() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(12).putInt(70_000).putInt(-1).putInt(1234);
        try (FitsFrames frames =
                open(FitsPictures.of(32, 3, 1).data(data.array()).write(folder.resolve("d.fits")))) {
            assertArrayEquals(new int[] {65535, 0, 1234}, samples(frames, 0));
            assertTrue(frames.notes().toString().contains("1 values above 65535"));
        }
        ByteBuffer wide = ByteBuffer.allocate(16).putLong(1L << 40).putLong(77);
        try (FitsFrames frames =
                open(FitsPictures.of(64, 2, 1).data(wide.array()).write(folder.resolve("e.fits")))) {
            assertArrayEquals(new int[] {65535, 77}, samples(frames, 0));
        }
    }

    @Test
    void fractionsOfFullScaleBecomeSixteenBit() throws Exception {
        ByteBuffer data =
                ByteBuffer.allocate(16).putFloat(0).putFloat(0.5f).putFloat(1).putFloat(Float.NaN);
        try (FitsFrames frames =
                open(FitsPictures.of(-32, 4, 1).data(data.array()).write(folder.resolve("f.fits")))) {
            assertArrayEquals(new int[] {0, 32768, 65535, 0}, samples(frames, 0));
            assertTrue(frames.notes().toString().contains("multiplied by 65535"));
            assertTrue(frames.notes().toString().contains("1 pixels without value"));
        }
    }

    @Test
    void largerFloatsAreRounded() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(32)
                .putDouble(10.4)
                .putDouble(10.6)
                .putDouble(-3)
                .putDouble(1e9);
        try (FitsFrames frames =
                open(FitsPictures.of(-64, 4, 1).data(data.array()).write(folder.resolve("g.fits")))) {
            assertArrayEquals(new int[] {10, 11, 0, 65535}, samples(frames, 0));
            assertTrue(frames.notes().toString().contains("rounded to whole ADU"));
        }
    }

    @Test
    void scaleZeroAndBlankAreObeyed() throws Exception {
        ByteBuffer data =
                ByteBuffer.allocate(6).putShort((short) 10).putShort((short) -1).putShort((short) 7);
        Path file = FitsPictures.of(16, 3, 1)
                .card("BZERO", 100.)
                .card("BSCALE", 2.)
                .card("BLANK", 7)
                .data(data.array())
                .write(folder.resolve("h.fits"));
        try (FitsFrames frames = open(file)) {
            assertArrayEquals(new int[] {120, 98, 0}, samples(frames, 0));
        }
    }

    @Test
    void bottomUpRowsAreTurnedAndTheMosaicWithThem() throws Exception {
        for (int heightPx : new int[] {2, 3}) {
            int[] stored = new int[2 * heightPx];
            Arrays.setAll(stored, i -> i + 1);
            Path file = FitsPictures.unsigned16(2, heightPx, stored)
                    .text("BAYERPAT", "RGGB")
                    .text("ROWORDER", "BOTTOM-UP")
                    .write(folder.resolve("up" + heightPx + ".fits.gz"));
            try (FitsFrames frames = open(file)) {
                int[] turned = samples(frames, 0);
                for (int y = 0; y < heightPx; y++) {
                    for (int x = 0; x < 2; x++) {
                        assertEquals(stored[(heightPx - 1 - y) * 2 + x], turned[y * 2 + x]);
                        assertEquals(
                                ColorLayout.RGGB.planeOf(x, heightPx - 1 - y, 0),
                                frames.format().layout().planeOf(x, y, 0),
                                "a sample keeps its colour");
                    }
                }
            }
        }
    }

    @Test
    void bayerOffsetsMoveThePattern() throws Exception {
        Path file = FitsPictures.unsigned16(2, 2, 1, 2, 3, 4)
                .text("BAYERPAT", "RGGB")
                .card("XBAYROFF", 1)
                .card("YBAYROFF", 3)
                .text("ROWORDER", "TOP-DOWN")
                .write(folder.resolve("i.fits"));
        try (FitsFrames frames = open(file)) {
            assertEquals(ColorLayout.BGGR, frames.format().layout());
            assertEquals(List.of(), frames.notes());
        }
    }

    @Test
    void patternsThatAreNoneAreMono() throws Exception {
        for (String pattern : List.of("NONE", "INVALID", "TRUE")) {
            Path file = FitsPictures.unsigned16(2, 1, 1, 2)
                    .text("BAYERPAT", pattern)
                    .write(folder.resolve(pattern + ".fits"));
            try (FitsFrames frames = open(file)) {
                assertEquals(ColorLayout.MONO, frames.format().layout());
                assertEquals(
                        pattern.equals("TRUE"),
                        frames.notes().stream().anyMatch(note -> note.startsWith("BAYERPAT=TRUE is no Bayer order")));
            }
        }
    }

    @Test
    void threePlanesAreOneColourPictureUnlessMonoIsWished() throws Exception {
        Path file = FitsPictures.of(8, 2, 2, 3)
                .data(new byte[] {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24})
                .write(folder.resolve("rgb.fits"));
        try (FitsFrames frames = open(file)) {
            assertEquals(ColorLayout.RGB, frames.format().layout());
            assertEquals(1, frames.frameCount());
            assertArrayEquals(new int[] {1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24}, samples(frames, 0));
            assertArrayEquals(new int[] {4, 14, 24}, samples(frames, 0, new Roi(1, 1, 1, 1)));
        }
        try (FitsFrames frames = FitsFrames.open(List.of(file), Optional.of(ColorLayout.MONO))) {
            assertEquals(3, frames.frameCount());
            assertArrayEquals(new int[] {11, 12, 13, 14}, samples(frames, 1));
        }
    }

    @Test
    void aCubeIsARowOfFramesAndOnePlaneIsAPicture() throws Exception {
        byte[] data = new byte[5 * 6];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        for (String name : List.of("cube.fits", "cube.fits.gz")) {
            Path file = FitsPictures.of(8, 3, 2, 5)
                    .text("DATE-OBS", "2026-01-01T00:00:00")
                    .data(data)
                    .write(folder.resolve(name));
            try (FitsFrames frames = open(file)) {
                assertEquals(5, frames.frameCount());
                for (int f : new int[] {0, 4, 2, 1, 3}) {
                    assertEquals(6 * f + 5, samples(frames, f)[5]);
                }
                assertEquals(FrameSlot.UNKNOWN_UTC_NS, frames.startUtcNs(1));
            }
        }
        Path single = FitsPictures.of(8, 3, 2, 1).data(data).write(folder.resolve("single.fits"));
        try (FitsFrames frames = open(single)) {
            assertEquals(1, frames.frameCount());
        }
    }

    @Test
    void aRegionIsTheSamePixelsAsInTheWholeFrame() throws Exception {
        int[] stored = new int[200 * 90];
        Arrays.setAll(stored, i -> i * 3);
        for (String order : List.of("TOP-DOWN", "BOTTOM-UP")) {
            Path file = FitsPictures.unsigned16(200, 90, stored)
                    .text("ROWORDER", order)
                    .write(folder.resolve(order + ".fits.gz"));
            try (FitsFrames frames = open(file)) {
                int[] whole = samples(frames, 0);
                int[] part = samples(frames, 0, new Roi(7, 11, 50, 60));
                for (int y = 0; y < 60; y++) {
                    for (int x = 0; x < 50; x++) {
                        assertEquals(whole[(y + 11) * 200 + x + 7], part[y * 50 + x]);
                    }
                }
            }
        }
    }

    @Test
    void anImageBehindAnEmptyPrimaryUnitIsFound() throws Exception {
        byte[] primary = FitsPictures.of(8).bytes();
        byte[] second = new FitsPictures()
                .line("XTENSION= 'IMAGE   '")
                .card("BITPIX", 8)
                .card("NAXIS", 2)
                .card("NAXIS1", 2)
                .card("NAXIS2", 1)
                .card("PCOUNT", 0)
                .card("GCOUNT", 1)
                .data(new byte[] {8, 9})
                .bytes();
        byte[] both = Arrays.copyOf(primary, primary.length + second.length);
        System.arraycopy(second, 0, both, primary.length, second.length);
        try (FitsFrames frames = open(FitsPictures.write(folder.resolve("ext.fits"), both))) {
            assertArrayEquals(new int[] {8, 9}, samples(frames, 0));
        }
    }

    @Test
    void factsTimeAndExposureComeFromTheHeader() throws Exception {
        Path file = FitsPictures.write(
                folder.resolve("colour.fits"),
                FitsPictures.fromCards(
                        FitsPictures.cardsOf(getClass().getResourceAsStream("/fits/colour.txt")), 24 * 16 * 2));
        try (FitsFrames frames = open(file)) {
            assertEquals("24x16 px RGGB 16 bit", frames.format().toString());
            assertEquals(OptionalDouble.of(500_000), frames.exposureUs());
            assertEquals("Example Camera 462", frames.facts().get("INSTRUME"));
            assertEquals("8\" Newton", frames.facts().get("TELESCOP"));
            assertEquals("M 42", frames.facts().get("OBJECT"));
            assertEquals("0.246880003064871", frames.facts().get("EGAIN"));
            assertFalse(frames.facts().containsKey("FILTER"), "blank values are no facts");
            assertEquals(1_772_396_130_125_000_000L, frames.startUtcNs(0));
            assertEquals(List.of(), frames.notes());
        }
    }

    @Test
    void zeroBytesInTheHeaderAreSurvived() throws Exception {
        byte[] bytes = FitsPictures.unsigned16(2, 1, 5, 6).text("OBJECT", "M 1").bytes();
        for (int i = 0; i < 2880; i++) {
            if (bytes[i] == ' ' && i % 80 > 40) {
                bytes[i] = 0;
            }
        }
        try (FitsFrames frames = open(FitsPictures.write(folder.resolve("nul.fits"), bytes))) {
            assertArrayEquals(new int[] {5, 6}, samples(frames, 0));
            assertTrue(frames.notes().toString().contains("header bytes that are no text"));
        }
    }

    @Test
    void aFolderIsOrderedByTimeWhenAllHaveOne() throws Exception {
        picture(1).text("DATE-OBS", "2026-01-01T00:00:03").write(folder.resolve("a.fits"));
        picture(2).text("DATE-OBS", "2026-01-01T00:00:01").write(folder.resolve("b.fits"));
        picture(3).text("DATE-OBS", "2026-01-01T00:00:02").write(folder.resolve("c.fits.gz"));
        Files.writeString(folder.resolve("notes.txt"), "not a frame");
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            assertEquals(3, frames.frameCount());
            assertEquals(2, samples(frames, 0)[0]);
            assertEquals(3, samples(frames, 1)[0]);
            assertEquals(1, samples(frames, 2)[0]);
            assertEquals(1_000_000_000L, frames.startUtcNs(1) - frames.startUtcNs(0));
        }
    }

    @Test
    void withoutTimesAFolderIsOrderedByNameWithNumbersByValue() throws Exception {
        picture(10).write(folder.resolve("f_10.fits"));
        picture(2).write(folder.resolve("f_2.fits"));
        picture(1).text("DATE-OBS", "2026-01-01T00:00:03").write(folder.resolve("f_001.fits"));
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            assertEquals(1, samples(frames, 0)[0]);
            assertEquals(2, samples(frames, 1)[0]);
            assertEquals(10, samples(frames, 2)[0]);
            assertTrue(frames.notes().toString().contains("DATE-OBS is missing in 2 of 3 files"));
        }
    }

    @Test
    void calibrationFramesAndStacksAmongLightsAreLeftOut() throws Exception {
        picture(1).text("IMAGETYP", "Bias").write(folder.resolve("a.fits"));
        picture(2).text("IMAGETYP", "Dark Frame").write(folder.resolve("b.fits"));
        picture(3).text("FRAME", "Flat Field").write(folder.resolve("c.fits"));
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            assertEquals(3, frames.frameCount(), "a folder of nothing else is what it is");
        }
        picture(4).text("IMAGETYP", "Light Frame").write(folder.resolve("d.fits"));
        picture(5).write(folder.resolve("e.fits"));
        picture(6).text("STACKCNT", "2").write(folder.resolve("f.fits"));
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            assertEquals(2, frames.frameCount());
            assertEquals(4, samples(frames, 0)[0]);
            assertEquals(5, samples(frames, 1)[0]);
            assertTrue(
                    frames.notes().toString().contains("files=4 are dark, flat or bias"),
                    frames.notes().toString());
        }
    }

    @Test
    void badFilesInAFolderSpoilOnlyTheirOwnFrames() throws Exception {
        picture(1).write(folder.resolve("1.fits"));
        FitsPictures.unsigned16(3, 3, new int[9]).write(folder.resolve("2.fits"));
        Files.writeString(folder.resolve("3.fits"), "nonsense");
        Files.write(folder.resolve("4.fits"), new byte[0]);
        byte[] cut = picture(5).write(folder.resolve("5.fits.gz")).toFile().length() > 0
                ? Files.readAllBytes(folder.resolve("5.fits.gz"))
                : new byte[0];
        Files.write(folder.resolve("5.fits.gz"), Arrays.copyOf(cut, cut.length / 2));
        picture(6).write(folder.resolve("6.fits"));
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            assertEquals(6, frames.frameCount());
            boolean[] whole = new boolean[6];
            ByteBuffer raw = raw(frames.format().frameBytes());
            for (int f = 0; f < 6; f++) {
                whole[f] = frames.read(f, new Roi(0, 0, 2, 2), raw);
            }
            assertArrayEquals(new boolean[] {true, false, false, false, false, true}, whole);
            assertTrue(
                    frames.notes().toString().contains("FILE=2.fits is 3x3 px"),
                    frames.notes().toString());
        }
    }

    @Test
    void aFileThatVanishesIsAnError() throws Exception {
        picture(1).write(folder.resolve("1.fits"));
        picture(2).write(folder.resolve("2.fits"));
        try (FitsFrames frames = FitsFrames.openFolder(folder, Optional.empty())) {
            samples(frames, 0);
            Files.delete(folder.resolve("2.fits"));
            IOException gone = assertThrows(IOException.class, () -> samples(frames, 1));
            assertTrue(gone.getMessage().contains("2.fits does not exist"), gone.getMessage());
        }
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheReason() throws Exception {
        byte[] good = FitsPictures.unsigned16(40, 50, new int[2000]).bytes();
        assertRefused(Arrays.copyOf(good, 2880 + 3999), "its header promises a frame of 4000");
        assertRefused(Arrays.copyOf(good, 300), "within its header");
        assertRefused("P5 2 2 255".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "within its header");
        assertRefused(FitsPictures.of(17, 2, 2).data(new byte[20]).bytes(), "BITPIX=17");
        assertRefused(FitsPictures.of(8, -2, 2).data(new byte[20]).bytes(), "NAXIS1=-2");
        assertRefused(
                FitsPictures.of(8, 2_000_000, 2_000_000).data(new byte[20]).bytes(), "more than 268 Mpx");
        assertRefused(FitsPictures.of(8, 2, 2).card("ZIMAGE", "T").bytes(), "funpack");
        assertRefused(FitsPictures.of(8).bytes(), "no image of two axes");
        Files.createDirectory(folder.resolve("empty"));
        assertThrows(BadInputException.class, () -> FitsFrames.openFolder(folder.resolve("empty"), Optional.empty()));
    }

    @Test
    void realFilesOpenWithTheirSizes() throws Exception {
        assertReal("stars/speckle_ads15182_bta6m_frames0-2.fits", "512x512 px RGB 16 bit", 1);
        assertReal("deepsky/ngc6905_asi224mc_rggb_1s_nina_a.fits.gz", "1304x976 px RGGB 16 bit", 1);
        assertReal("deepsky/wasp19_sara_ccd/bias.fits.gz", "1024x1024 px MONO 16 bit", 1);
        assertReal("deepsky/hatp32_microobservatory", "650x500 px MONO 16 bit", 12);
        assertReal("deepsky/seestar_s50_m94_nightA", "1080x1920 px GRBG 16 bit", 6);
    }

    @Test
    void realFramesWithATimeZoneAreInOrderAndInUtc() throws Exception {
        Path path = SharedMaterial.path("realdata/deepsky/hatp32_microobservatory");
        try (FitsFrames frames = FitsFrames.openFolder(path, Optional.empty())) {
            assertEquals(
                    java.time.Instant.parse("2017-12-20T01:33:43.317Z"),
                    java.time.Instant.ofEpochSecond(0, frames.startUtcNs(0)));
            for (int f = 1; f < 12; f++) {
                assertTrue(frames.startUtcNs(f) > frames.startUtcNs(f - 1));
            }
            assertEquals(OptionalDouble.of(60e6), frames.exposureUs());
        }
    }

    @Test
    void aRealCubeHasTheSameSamplesAsItsSerTwin() throws Exception {
        Path stars = SharedMaterial.path("realdata/stars");
        try (FitsFrames frames = FitsFrames.open(
                        List.of(stars.resolve("speckle_ads15182_bta6m_frames0-2.fits")),
                        Optional.of(ColorLayout.MONO));
                SerReader clip = SerReader.open(stars.resolve("speckle_ads15182_bta6m_mono16_frames0-2.ser"))) {
            Roi whole = new Roi(0, 0, 512, 512);
            for (int f = 0; f < 3; f++) {
                ByteBuffer left = raw(512 * 512 * 2);
                ByteBuffer right = raw(512 * 512 * 2);
                assertTrue(frames.read(f, whole, left));
                assertTrue(clip.read(f, whole, right));
                assertEquals(right, left);
            }
        }
    }

    private static void assertReal(String name, String format, int frameCount) throws IOException {
        Path path = SharedMaterial.path("realdata").resolve(name);
        try (FitsFrames frames = Files.isDirectory(path) ? FitsFrames.openFolder(path, Optional.empty()) : open(path)) {
            assertEquals(format, frames.format().toString());
            assertEquals(frameCount, frames.frameCount());
            assertTrue(Arrays.stream(samples(frames, frameCount - 1)).max().orElse(0) > 0);
        }
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = FitsPictures.write(folder.resolve("bad.fits"), bytes);
        BadInputException bad = assertThrows(BadInputException.class, () -> open(file));
        assertTrue(bad.getMessage().contains(reason), bad.getMessage());
        assertTrue(bad.getMessage().startsWith("FILE=bad.fits "), bad.getMessage());
    }

    private static FitsPictures picture(int value) {
        return FitsPictures.unsigned16(2, 2, value, value, value, value);
    }

    private static FitsFrames open(Path file) throws IOException {
        return FitsFrames.open(List.of(file), Optional.empty());
    }

    private static int[] samples(FitsFrames frames, long frame) throws IOException {
        return samples(
                frames,
                frame,
                new Roi(0, 0, frames.format().widthPx(), frames.format().heightPx()));
    }

    private static int[] samples(FitsFrames frames, long frame, Roi roi) throws IOException {
        FrameFormat format = frames.format().cropped(roi);
        ByteBuffer raw = raw(format.frameBytes());
        assertTrue(frames.read(frame, roi, raw));
        int[] samples = new int[format.frameBytes() / format.bytesPerSample()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = format.bytesPerSample() == 1 ? raw.get(i) & 0xFF : raw.getShort(2 * i) & 0xFFFF;
        }
        return samples;
    }

    private static ByteBuffer raw(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
