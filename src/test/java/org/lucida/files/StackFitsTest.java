package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.FrameTable;
import org.lucida.frame.StackView;

class StackFitsTest {
    private static final int WIDTH_PX = 7;
    private static final int HEIGHT_PX = 5;

    @TempDir
    Path folder;

    private Path write(StackView stack, StackFacts facts, FrameTable frames) throws IOException {
        Path file = folder.resolve("stack.fits");
        new StackFits(SampleFacts.CLOCK).write(file, stack, facts, frames);
        return file;
    }

    private Path writeColour() throws IOException {
        return write(new GradientStack(WIDTH_PX, HEIGHT_PX, 3), SampleFacts.facts(), SampleFacts.frames());
    }

    @Test
    void aSecondReaderFindsEverySampleInPlaceBigEndianAndPadded() throws IOException {
        List<FitsBlocks.Unit> units = FitsBlocks.read(writeColour());
        assertEquals(5, units.size());
        assertEquals("T", units.get(0).values().get("SIMPLE"));
        assertEquals("-32", units.get(0).values().get("BITPIX"));
        assertEquals("3", units.get(0).values().get("NAXIS3"));
        assertEquals(0.25f, units.get(0).data().getFloat(0), "top-left, red");
        int at = 0;
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < HEIGHT_PX; y++) {
                for (int x = 0; x < WIDTH_PX; x++) {
                    assertEquals(
                            GradientStack.value(plane, x, y),
                            units.get(0).data().getFloat(4 * at));
                    assertEquals(
                            (1000f * plane + 10f * y + x) / 2,
                            units.get(1).data().getFloat(4 * at));
                    assertEquals(x + 2 * y + 3 * plane, units.get(2).data().getInt(4 * at));
                    assertEquals(GradientStack.flag(x, y), units.get(3).data().get(at));
                    at++;
                }
            }
        }
        assertEquals("WEIGHT", units.get(1).values().get("EXTNAME"));
        assertEquals("COVERAGE", units.get(2).values().get("EXTNAME"));
        assertEquals("32", units.get(2).values().get("BITPIX"));
        assertEquals("FLAGS", units.get(3).values().get("EXTNAME"));
        assertEquals("8", units.get(3).values().get("BITPIX"));
        assertEquals("FRAMES", units.get(4).values().get("EXTNAME"));
    }

    @Test
    void ditherIsToldForEachColourAndForGreyWithoutALetter() throws IOException {
        Map<String, String> colour = FitsBlocks.read(write(
                        new GradientStack(WIDTH_PX, HEIGHT_PX, 3), SampleFacts.ditheredFacts(3), SampleFacts.frames()))
                .get(0)
                .values();
        assertEquals("UNEVEN", colour.get("DITHER").replace("'", "").strip());
        assertEquals(3.5, Double.parseDouble(colour.get("DITHSPNX")));
        assertEquals(0.5, Double.parseDouble(colour.get("DITEMPB")));
        assertEquals(4, Double.parseDouble(colour.get("DITLOWG")));
        assertEquals(0.5, Double.parseDouble(colour.get("DITNOIR")));
        assertFalse(colour.containsKey("DITNOIG"), "FITS has no infinite numbers");
        assertEquals(1.5, Double.parseDouble(colour.get("DITHSCAL")));
        assertEquals(0.7, Double.parseDouble(colour.get("DITHPIXF")));
    }

    @Test
    void ditherOfGreyHasNoLetter() throws IOException {
        Map<String, String> grey = FitsBlocks.read(write(
                        new GradientStack(WIDTH_PX, HEIGHT_PX, 1), SampleFacts.ditheredFacts(1), SampleFacts.frames()))
                .get(0)
                .values();
        assertEquals(3, Double.parseDouble(grey.get("DITLOW")));
    }

    @Test
    void aDitherNobodyLookedAtLeavesNoCard() throws IOException {
        assertFalse(FitsBlocks.read(writeColour()).get(0).values().containsKey("DITHER"));
    }

    @Test
    void theLibraryReadsImagesAndTableBack() throws Exception {
        try (Fits fits = new Fits(writeColour().toFile())) {
            BasicHDU<?>[] units = fits.read();
            assertEquals(5, units.length);
            float[][][] values = (float[][][]) units[0].getKernel();
            assertEquals(3, values.length);
            assertEquals(0.25f, values[0][0][0]);
            assertEquals(1000f + 10 * 2 + 6 + 0.25f, values[1][2][6]);
            assertTrue(Float.isNaN(values[2][1][GradientStack.EMPTY_X]));
            int[][][] counts = (int[][][]) units[2].getKernel();
            assertEquals(6 + 2 * 4 + 3 * 2, counts[2][4][6]);
            byte[][][] flags = (byte[][][]) units[3].getKernel();
            assertEquals(StackView.FLAG_EMPTY, flags[0][1][GradientStack.EMPTY_X]);

            BinaryTableHDU table = (BinaryTableHDU) units[4];
            assertEquals(3, table.getNRows());
            assertArrayEquals(new long[] {5, 6, 7}, (long[]) table.getColumn("INDEX"));
            assertArrayEquals(
                    new String[] {"2026-11-21T22:13:24.1234567", "2026-11-21T22:13:24.1334567", ""},
                    stripped((String[]) table.getColumn("UTC")));
            assertArrayEquals(new double[] {1.25, 0.5, Double.NaN}, (double[]) table.getColumn("LUCKINESS"));
            assertArrayEquals(new float[] {12.5f, 12.5f, Float.NaN}, (float[]) table.getColumn("LUCK_SNR"));
            assertArrayEquals(new float[] {0.75f, 0.75f, Float.NaN}, (float[]) table.getColumn("FLUX_SCALE"));
            assertArrayEquals(new double[] {5.125, 5.125, Double.NaN}, (double[]) table.getColumn("DISPL_X_PX"));
            assertArrayEquals(new double[] {-3.0625, -3.0625, Double.NaN}, (double[]) table.getColumn("DISPL_Y_PX"));
            assertArrayEquals(new float[] {0.0625f, 0.0625f, Float.NaN}, (float[]) table.getColumn("DISPL_SIGMA_PX"));
            assertArrayEquals(new float[] {33.5f, 33.5f, Float.NaN}, (float[]) table.getColumn("PEAK_Q"));
            assertArrayEquals(new double[] {1.4, 0, 0}, (double[]) table.getColumn("WEIGHT"));
            assertArrayEquals(new String[] {"STACKED", "TOO_SOFT", "STAGE_FAILED"}, stripped((String[])
                    table.getColumn("VERDICT")));
            assertArrayEquals(new int[] {3, 3, 0}, (int[]) table.getColumn("CONTROL_EPOCH"));
            assertEquals("pixel", table.getHeader().getStringValue("TUNIT6"));
            assertEquals("pixel", table.getHeader().getStringValue("TUNIT8"));
        }
    }

    @Test
    void theTotalExposureIsThatOfAllFramesWhenItWasChanged() throws Exception {
        StackFacts plain = SampleFacts.facts();
        StackFacts turned = new StackFacts(
                plain.software(),
                plain.target(),
                plain.source(),
                plain.recipe(),
                plain.span(),
                plain.ledger(),
                plain.notes(),
                plain.pixels(),
                plain.dither(),
                OptionalDouble.of(15_000));
        Path file = write(new GradientStack(WIDTH_PX, HEIGHT_PX, 3), turned, SampleFacts.frames());
        try (Fits fits = new Fits(file.toFile())) {
            Header header = fits.getHDU(0).getHeader();
            assertEquals(0.01, header.getDoubleValue("EXPTIME"), 1e-12);
            assertEquals(1.8, header.getDoubleValue("TOTALEXP"), 1e-12);
            assertEquals(1.8, header.getDoubleValue("LIVETIME"), 1e-12);
        }
    }

    @Test
    void theHeaderTellsTheWholeStory() throws Exception {
        Path file = writeColour();
        FitsBlocks.Unit unit = FitsBlocks.read(file).get(0);
        try (Fits fits = new Fits(file.toFile())) {
            Header header = fits.getHDU(0).getHeader();
            assertEquals("RGB", header.getStringValue("CTYPE3"));
            assertEquals("TOP-DOWN", header.getStringValue("ROWORDER"));
            assertEquals("adu", header.getStringValue("BUNIT"));
            assertEquals("LIGHT", header.getStringValue("IMAGETYP"));
            assertEquals("Jupiter", header.getStringValue("OBJECT"));
            assertEquals("ZWO ASI462MC", header.getStringValue("INSTRUME"));
            assertEquals("Lucida 0.1.0", header.getStringValue("SWCREATE"));
            assertEquals("Lucida 0.1.0", header.getStringValue("PROGRAM"));
            assertEquals("2026-11-21T23:00:00.000000", header.getStringValue("DATE"));
            assertEquals(0.25, header.getDoubleValue("DATAMIN"));
            assertEquals(2046.25, header.getDoubleValue("DATAMAX"));
            assertEquals(4095, header.getIntValue("SATURATE"));
            assertEquals(120, header.getIntValue("STACKCNT"));
            assertEquals(120, header.getIntValue("NCOMBINE"));
            assertEquals(0.01, header.getDoubleValue("EXPTIME"), 1e-12);
            assertEquals(0.01, header.getDoubleValue("EXPOSURE"), 1e-12);
            assertEquals(1.2, header.getDoubleValue("LIVETIME"), 1e-12);
            assertEquals(1.2, header.getDoubleValue("TOTALEXP"), 1e-12);
            assertEquals("2026-11-21T22:13:24.123456", header.getStringValue("DATE-OBS"));
            assertEquals("2026-11-21T22:14:24.123456", header.getStringValue("DATE-END"));
            assertEquals("2026-11-21T22:13:54.123456", header.getStringValue("DATE-AVG"));
            // 2026-11-21 0h is MJD 61365 and JD 2461365.5.
            double dayFraction = (22 * 3600 + 13 * 60 + 24.1234567) / 86400;
            assertEquals(61365 + dayFraction, header.getDoubleValue("MJD-OBS"), 1e-9);
            assertEquals(61365 + dayFraction + 30 / 86400.0, header.getDoubleValue("MJD-AVG"), 1e-9);
            assertEquals(2461365.5 + dayFraction, header.getDoubleValue("EXPSTART"), 1e-8);
            assertEquals(2461365.5 + dayFraction + 60 / 86400.0, header.getDoubleValue("EXPEND"), 1e-8);
            assertEquals(1.45, header.getDoubleValue("XPIXSZ"), 1e-12);
            assertEquals(1.45, header.getDoubleValue("YPIXSZ"), 1e-12);
            assertEquals(2, header.getDoubleValue("DRIZSCAL"));
            assertEquals(0.7, header.getDoubleValue("PIXFRAC"));
            assertEquals("turbo", header.getStringValue("KERNEL"));
            assertEquals("band-energy", header.getStringValue("LUCKMETR"));
            assertEquals(1.5, header.getDoubleValue("LUCKALPH"));
            assertEquals(0.6, header.getDoubleValue("KEEPFRAC"));
            assertEquals(350, header.getIntValue("GAIN"));
            assertEquals(-9.5, header.getDoubleValue("CCD-TEMP"));
            assertEquals(1250, header.getDoubleValue("FOCALLEN"));
            assertEquals("0042", header.getStringValue("CAMERAID"));
            assertEquals("M?ller's 10\" Newton", header.getStringValue("TELESCOP"));
            assertEquals(200, header.getIntValue("NDELIVER"));
            assertEquals(120, header.getIntValue("NSTACKED"));
            assertEquals(77, header.getIntValue("NREJECT"));
            assertEquals(3, header.getIntValue("NDROPPED"));
            assertEquals(0, header.getIntValue("NINFLITE", -1));
            assertEquals(70, header.getIntValue("REJTOOSO"));
            assertEquals(7, header.getIntValue("REJNOPEA"));
            assertEquals(1, header.getIntValue("DRPCAMER"));
            assertEquals(2, header.getIntValue("DRPRING"));
            assertFalse(header.containsKey("BAYERPAT"), "a stack has no mosaic");
            assertFalse(header.containsKey("CRPIX1"), "pixel coordinates of a raw frame");
            assertEquals(WIDTH_PX, header.getIntValue("NAXIS1"));
        }
        String history = unit.history();
        assertTrue(history.contains("120 frames of 640x480 px RGGB 12 bit from replay:jupiter.ser"), history);
        assertTrue(history.contains("3 samples were reached by no frame and are interpolated"), history);
        assertTrue(history.contains("extension FLAGS says which"), history);
        assertTrue(history.contains("BAYERPAT = RGGB"), history);
        assertTrue(history.contains("no keyword at all = yes"), history);
        assertTrue(history.contains("LittleEndian flag is 0"), history);
        assertTrue(history.contains("has to be broken into several cards between words"), history);
    }

    @Test
    void theFlagBitsAreExplainedWhereTheyAre() throws IOException {
        FitsBlocks.Unit flags = FitsBlocks.read(writeColour()).get(3);
        assertEquals("1", flags.values().get("FLAGFILL"));
        assertEquals("2", flags.values().get("FLAGEMPT"));
        assertEquals("4", flags.values().get("FLAGTHIN"));
        assertEquals("3", flags.values().get("NFILLED"));
        assertEquals("3", flags.values().get("NEMPTY"));
        assertEquals("3", flags.values().get("NTHIN"));
        assertTrue(flags.cards().stream().anyMatch(card -> card.startsWith("COMMENT") && card.contains("bit value 4")));
    }

    @Test
    void aGreyStackHasTwoAxes() throws Exception {
        Path file = write(new GradientStack(WIDTH_PX, HEIGHT_PX, 1), SampleFacts.facts(), new FrameTable());
        List<FitsBlocks.Unit> units = FitsBlocks.read(file);
        assertEquals("2", units.get(0).values().get("NAXIS"));
        assertFalse(units.get(0).values().containsKey("CTYPE3"));
        assertEquals("0", units.get(4).values().get("NAXIS2"));
        try (Fits fits = new Fits(file.toFile())) {
            float[][] values = (float[][]) fits.getHDU(0).getKernel();
            assertEquals(10f * 4 + 6 + 0.25f, values[4][6]);
            assertEquals(0, ((BinaryTableHDU) fits.getHDU(4)).getNRows());
        }
    }

    @Test
    void whatIsUnknownIsNotInvented() throws IOException {
        StackFacts facts = SampleFacts.facts(1, Map.of(), StackFacts.Span.UNKNOWN, OptionalDouble.empty());
        Map<String, String> values = FitsBlocks.read(write(new GradientStack(4, 2, 1), facts, new FrameTable()))
                .get(0)
                .values();
        for (String keyword : List.of(
                "DATE-OBS", "DATE-END", "DATE-AVG", "MJD-OBS", "EXPSTART", "EXPEND", "EXPTIME", "LIVETIME", "XPIXSZ")) {
            assertFalse(values.containsKey(keyword), keyword);
        }
        assertEquals("ASI462MC", values.get("INSTRUME"));
    }

    @Test
    void theExposureOfTheFactsCountsWhereTheCameraSaysNothing() throws IOException {
        StackFacts facts =
                SampleFacts.facts(1, Map.of("EXPTIME", "2.5"), StackFacts.Span.UNKNOWN, OptionalDouble.empty());
        Map<String, String> values = FitsBlocks.read(write(new GradientStack(4, 2, 1), facts, new FrameTable()))
                .get(0)
                .values();
        assertEquals(2.5, Double.parseDouble(values.get("EXPTIME")));
        assertEquals(300, Double.parseDouble(values.get("LIVETIME")));
    }

    @Test
    void oddFactsCannotBreakTheHeader() throws Exception {
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("OBSERVER", "O'Brien ".repeat(30));
        odd.put("SITENAME", "'".repeat(200));
        odd.put("FILTER", "Hα\n7 nm\u0000 \uD83D\uDD2D");
        odd.put("GAIN", "1e999");
        odd.put("OFFSET", "99999999999999999999999999");
        odd.put("EGAIN", "NaN");
        odd.put("XPIXSZ", "small");
        odd.put("END", "x");
        odd.put("HISTORY", "not mine");
        odd.put("simple", "F");
        odd.put("TTYPE1", "x");
        odd.put("lowcase", "12");
        odd.put("", "nameless");
        odd.put("x".repeat(300), "y".repeat(300));
        StackFacts facts = SampleFacts.facts(1, odd, StackFacts.Span.UNKNOWN, OptionalDouble.empty());
        Path file = write(new GradientStack(4, 2, 1), facts, new FrameTable());
        FitsBlocks.Unit unit = FitsBlocks.read(file).get(0);
        assertEquals("T", unit.values().get("SIMPLE"));
        assertTrue(
                unit.values().get("OBSERVER").startsWith("O'Brien O'Brien"),
                unit.values().get("OBSERVER"));
        assertTrue(unit.values().get("OBSERVER").endsWith("..."));
        assertTrue(unit.history().contains("OBSERVER in full: O'Brien"), unit.history());
        assertEquals("H? 7 nm? ?", unit.values().get("FILTER"));
        assertEquals("12", unit.values().get("LOWCASE"));
        try (Fits fits = new Fits(file.toFile())) {
            assertEquals(5, fits.read().length);
        }
    }

    @Test
    void aStackWithoutAnyLightIsWrittenAsNaN() throws IOException {
        StackView dark = new GradientStack(4, 2, 1) {
            @Override
            public void readValues(int plane, int y, float[] out) {
                java.util.Arrays.fill(out, Float.NaN);
            }
        };
        FitsBlocks.Unit unit = FitsBlocks.read(write(dark, SampleFacts.facts(), new FrameTable()))
                .get(0);
        assertFalse(unit.values().containsKey("DATAMIN"));
        assertTrue(Float.isNaN(unit.data().getFloat(0)));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file = folder.resolve("stack.fits");
        Files.writeString(file, "precious");
        StackFits fits = new StackFits(SampleFacts.CLOCK);
        assertThrows(
                FileAlreadyExistsException.class,
                () -> fits.write(file, new GradientStack(4, 2, 1), SampleFacts.facts(), SampleFacts.frames()));
        assertEquals("precious", Files.readString(file));
        assertEquals(List.of("stack.fits"), SampleFacts.names(folder));
    }

    @Test
    void aFullDiskLeavesEarlierFilesAndNoPartialOne() throws IOException {
        Path earlier = writeColour();
        byte[] before = Files.readAllBytes(earlier);
        Path file = folder.resolve("later.fits");
        for (long roomBytes : new long[] {0, 2880, 8000, before.length - 1}) {
            StackFits fits = new StackFits(SampleFacts.CLOCK, SampleFacts.fullAfter(roomBytes));
            IOException failure = assertThrows(
                    IOException.class,
                    () -> fits.write(
                            file,
                            new GradientStack(WIDTH_PX, HEIGHT_PX, 3),
                            SampleFacts.facts(),
                            SampleFacts.frames()));
            assertTrue(failure.getMessage().contains("later.fits"), failure.getMessage());
            assertTrue(failure.getMessage().contains("bytesNeeded=" + before.length), failure.getMessage());
            assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
            assertTrue(failure.getMessage().contains("free space"), failure.getMessage());
            assertEquals(List.of("stack.fits"), SampleFacts.names(folder));
        }
        assertArrayEquals(before, Files.readAllBytes(earlier));
    }

    @Test
    void aBigStackIsStreamedWithoutACopy() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StackView big = new GradientStack(3872, 2192, 3);
        FrameTable frames = SampleFacts.frames();
        StackFacts facts = SampleFacts.facts();
        long before = threads.getCurrentThreadAllocatedBytes();
        Path file = write(big, facts, frames);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
        long samples = 3872L * 2192 * 3;
        assertTrue(Files.size(file) > 13 * samples);
        assertTrue(allocatedBytes < 16 << 20, "allocated " + allocatedBytes + " bytes");
    }

    private static String[] stripped(String[] texts) {
        String[] stripped = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            stripped[i] = texts[i].strip();
        }
        return stripped;
    }
}
