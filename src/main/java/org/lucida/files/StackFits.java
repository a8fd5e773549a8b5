package org.lucida.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.util.FitsOutputStream;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameTable;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;

/**
 * The stack as a FITS file: linear values with everything needed to judge them.
 *
 * <p>Primary: weighted mean in input ADU, float32; colour as a cube of three planes (red, green, blue), grey as an image.
 * Extensions: WEIGHT (float32), COVERAGE (int32), FLAGS (uint8), VAR (float32, if kept) of the same shape, FRAMES (one table row a frame).
 *
 * <p>Coordinates: the first row in the file is the top row (ROWORDER = 'TOP-DOWN').
 * <p>Memory: streams row by row; three rows and about 300 kB besides the caller's stack, whatever its size.
 * <p>Thread: one call at a time.
 * <p>Fails: never overwrites ({@link java.nio.file.FileAlreadyExistsException}); on a full disk IOException with file,
 * bytes needed and remedy, and no partial file.
 * <p>Source: FITS Standard 4.0, sections 3.3, 4.4, 7.1, 7.3.
 */
public final class StackFits {
    static final int BLOCK_BYTES = 2880;
    private static final int CHUNK_BYTES = 1 << 18;

    private final Clock clock;
    private final WholeFile files;

    /** Writes to this machine's disks; the clock gives the DATE of the file. */
    public StackFits(Clock clock) {
        this(clock, WholeFile.REAL_DISK);
    }

    StackFits(Clock clock, WholeFile.Disk disk) {
        this.clock = clock;
        this.files = new WholeFile(disk);
    }

    /**
     * Writes a new file.
     *
     * @param stack read twice: once for its range, once to write it
     * @param frames rows present when the call begins are written
     */
    public void write(Path file, StackView stack, StackFacts facts, FrameTable frames) throws IOException {
        int frameCount = frames.rowCount();
        Survey survey = Survey.of(stack);
        byte[] primary;
        byte[] weight;
        byte[] coverage;
        byte[] flags;
        byte[] variance;
        byte[] table;
        try {
            primary = bytes(primaryHeader(stack, facts, survey));
            weight = bytes(imageHeader("WEIGHT", -32, stack, "sum of drizzle weights of a pixel"));
            coverage = bytes(imageHeader("COVERAGE", 32, stack, "frames that reached a pixel"));
            flags = bytes(flagsHeader(stack, survey));
            variance = stack.hasVariance() ? bytes(varianceHeader(stack)) : new byte[0];
            table = bytes(tableHeader(frameCount));
        } catch (FitsException e) {
            throw new IOException("file=" + file + " has no valid FITS header; report this with the session file", e);
        }
        long sampleCount = (long) stack.widthPx() * stack.heightPx() * stack.planeCount();
        long bytesNeeded = primary.length
                + weight.length
                + coverage.length
                + flags.length
                + variance.length
                + table.length
                + (stack.hasVariance() ? 4 : 3) * padded(4 * sampleCount)
                + padded(sampleCount)
                + padded((long) frameCount * rowBytes());
        files.create(file, bytesNeeded, channel -> {
            Rows rows = new Rows(channel, stack);
            rows.header(primary);
            rows.floats(stack::readValues);
            rows.header(weight);
            rows.floats(stack::readWeights);
            rows.header(coverage);
            rows.ints(stack::readCounts);
            rows.header(flags);
            rows.bytes(stack::readFlags);
            if (stack.hasVariance()) {
                rows.header(variance);
                rows.floats(stack::readVariances);
            }
            rows.header(table);
            writeTable(channel, frames, frameCount);
        });
    }

    /** The cards {@link #write} would give the file, for a processed file of a stack that is in memory only. */
    public StackFile.Source sourceOf(StackView stack, StackFacts facts) throws IOException {
        try {
            return StackFile.Source.of(primaryHeader(stack, facts, Survey.of(stack)));
        } catch (FitsException e) {
            throw new IOException("the stack of " + facts.target() + " has no valid FITS header; report this", e);
        }
    }

    // ---- headers --------------------------------------------------------------------------------------------------

    private Header primaryHeader(StackView stack, StackFacts facts, Survey survey) throws FitsException {
        FitsCards cards = new FitsCards();
        cards.put("SIMPLE", true, "FITS Standard 4.0");
        shape(cards, -32, stack);
        cards.put(
                "EXTEND",
                true,
                stack.hasVariance()
                        ? "WEIGHT, COVERAGE, FLAGS, VAR, FRAMES follow"
                        : "WEIGHT, COVERAGE, FLAGS, FRAMES follow");
        if (stack.planeCount() == 3) {
            cards.put("CTYPE3", "RGB", "planes are red, green, blue");
        }
        cards.put("BUNIT", "adu", "weighted mean, ADU of the input, linear");
        cards.put("ROWORDER", "TOP-DOWN", "first row is the top of the image");
        if (survey.finiteCount > 0) {
            cards.put("DATAMIN", (double) survey.minAdu, "[adu] smallest value");
            cards.put("DATAMAX", (double) survey.maxAdu, "[adu] largest value");
        }
        cards.put("SATURATE", facts.source().format().maxAdu(), "[adu] largest value of a raw sample");
        cards.put("IMAGETYP", "LIGHT", "stack of light frames");
        cards.put("SWCREATE", facts.software(), "software that wrote this file");
        cards.put("PROGRAM", facts.software(), "software that wrote this file");
        cards.put("DATE", UtcText.iso6(UtcText.nanosOf(clock.instant())), "UTC when this file was written");

        String object = facts.target().isBlank() ? facts.source().facts().getOrDefault("OBJECT", "") : facts.target();
        if (!object.isBlank()) {
            cards.put("OBJECT", object, "target");
        }
        cards.put(
                "INSTRUME",
                facts.source().facts().getOrDefault("INSTRUME", facts.source().cameraName()),
                "camera");

        counts(cards, stack, facts);
        times(cards, facts);
        recipe(cards, facts);
        if (facts.dither().isPresent()) {
            dither(cards, facts.dither().get());
        }
        pixels(cards, facts.pixels());
        SourceCards.put(cards, facts);
        ledger(cards, facts);
        history(cards, stack, facts, survey);
        return cards.header();
    }

    private static void counts(FitsCards cards, StackView stack, StackFacts facts) throws FitsException {
        cards.put("STACKCNT", stack.stackedCount(), "frames in this stack");
        cards.put("NCOMBINE", stack.stackedCount(), "frames in this stack");
        OptionalDouble exposureS = facts.exposureS();
        if (exposureS.isPresent()) {
            double singleS = exposureS.getAsDouble();
            cards.put("EXPTIME", singleS, "[s] exposure of a single frame");
            cards.put("EXPOSURE", singleS, "[s] exposure of a single frame");
        }
        OptionalDouble stackedS = facts.stackedS(stack.stackedCount());
        if (stackedS.isPresent()) {
            cards.put("LIVETIME", stackedS.getAsDouble(), "[s] exposure of all stacked frames");
            cards.put("TOTALEXP", stackedS.getAsDouble(), "[s] exposure of all stacked frames");
        }
    }

    private static void times(FitsCards cards, StackFacts facts) throws FitsException {
        long firstUtcNs = facts.span().firstStartUtcNs();
        long endUtcNs = facts.span().endUtcNs(facts.exposureUs());
        long middleUtcNs = facts.span().middleUtcNs(facts.exposureUs());
        cards.put("TIMESYS", "UTC", "time scale of all times here");
        if (UtcText.isKnown(firstUtcNs)) {
            cards.put("DATE-OBS", UtcText.iso6(firstUtcNs), "UTC start of the first stacked frame");
            cards.put("MJD-OBS", UtcText.modifiedJulianDay(firstUtcNs), "[d] DATE-OBS");
            cards.put("EXPSTART", UtcText.julianDay(firstUtcNs), "[d] JD of the first start");
        }
        if (UtcText.isKnown(middleUtcNs)) {
            cards.put("DATE-AVG", UtcText.iso6(middleUtcNs), "UTC middle of the span");
            cards.put("MJD-AVG", UtcText.modifiedJulianDay(middleUtcNs), "[d] DATE-AVG");
        }
        if (UtcText.isKnown(endUtcNs)) {
            cards.put("DATE-END", UtcText.iso6(endUtcNs), "UTC end of the last stacked frame");
            cards.put("EXPEND", UtcText.julianDay(endUtcNs), "[d] JD of the last end");
        }
    }

    private static void recipe(FitsCards cards, StackFacts facts) throws FitsException {
        StackFacts.Recipe recipe = facts.recipe();
        cards.put("DRIZSCAL", recipe.scale(), "output px per input px");
        cards.put("PIXFRAC", recipe.pixfrac(), "side of the drop, input px");
        cards.put("KERNEL", recipe.kernel(), "shape of the drop");
        cards.put("LUCKMETR", recipe.luckinessMetric(), "luckiness metric");
        cards.put("LUCKALPH", recipe.alpha(), "exponent from luckiness to weight");
        cards.put("KEEPFRAC", recipe.keepFraction(), "fraction of frames kept by luckiness");
    }

    /** A colour's cards end in its letter; a grey stack has none. */
    private static void dither(FitsCards cards, StackFacts.Dither dither) throws FitsException {
        cards.put("DITHER", dither.verdict(), "how evenly the frames cover the grid");
        cards.put("DITHSPNX", dither.spanXPx(), "[pix] the target wandered in x, raw px");
        cards.put("DITHSPNY", dither.spanYPx(), "[pix] the target wandered in y, raw px");
        cards.put("DITHPATH", dither.pathPx(), "[pix] way from frame to frame, raw px");
        for (int plane = 0; plane < dither.planes().size(); plane++) {
            StackFacts.Cover cover = dither.planes().get(plane);
            String letter = dither.planes().size() == 1 ? "" : "RGB".substring(plane, plane + 1);
            String whose = letter.isEmpty() ? "" : letter + ": ";
            cards.put("DITEMP" + letter, cover.emptyFraction(), whose + "fraction of pixels without sample");
            cards.put("DITLOW" + letter, cover.leastSampleCount(), whose + "effective samples, worst pixel");
            cards.put("DITTOP" + letter, cover.mostSampleCount(), whose + "effective samples, best pixel");
            cards.put("DITSCA" + letter, cover.weightScatterFraction(), whose + "weights, std over mean");
            cards.put("DITNOI" + letter, cover.extraNoiseFraction(), whose + "extra noise of uneven cover");
            cards.put("DITOFF" + letter, cover.offsetPx(), "[pix] " + whose + "drawn off its place, raw px");
        }
        cards.put("DITHSCAL", dither.fittingScale(), "advised output px per input px");
        cards.put("DITHPIXF", dither.fittingPixfrac(), "advised side of the drop, input px");
        for (String line : dither.lines()) {
            cards.history(line);
        }
    }

    /** Left out, and the noise behind VAR; its keywords are not those of a camera, as the ADU here are those of the stack. */
    private static void pixels(FitsCards cards, StackFacts.Pixels pixels) throws FitsException {
        cards.put("MASKED", pixels.maskedCount(), "raw pixels left out of every frame");
        if (pixels.gainEPerAdu().isPresent()) {
            cards.put("VARGAIN", pixels.gainEPerAdu().getAsDouble(), "[electron/adu] gain behind VAR");
            cards.put("VAROFFS", pixels.offsetAdu().orElse(0), "[adu] offset behind VAR");
            cards.put("VARRDNOI", pixels.readNoiseE().orElse(0), "[electron] read noise behind VAR");
        }
    }

    private static Header varianceHeader(StackView stack) throws FitsException {
        FitsCards cards = new FitsCards();
        imageBeginning(cards, "VAR", -32, stack, "variance of the value");
        cards.put("BUNIT", "adu2", "ADU of the input, squared");
        cards.comment("sum (a w)^2 v / (sum a w)^2 with v = max(i - offset, 0) / gain + (read noise / gain)^2 of each"
                + " sample i, a its share and w the weight of its frame; NaN where no frame came.");
        cards.comment("Noise of neighbouring pixels is correlated: means over many pixels are noisier than VAR says.");
        return cards.header();
    }

    /** Counts by place and reason: REJ and DRP with the first five letters of the verdict or place. */
    private static void ledger(FitsCards cards, StackFacts facts) throws FitsException {
        cards.put("NDELIVER", facts.ledger().deliveredCount(), "frames the camera made");
        cards.put("NSTACKED", facts.ledger().stackedCount(), "of these: in the stack");
        cards.put("NREJECT", facts.ledger().rejectedCount(), "of these: kept out by a verdict");
        cards.put("NDROPPED", facts.ledger().droppedCount(), "of these: lost before judgement");
        cards.put("NINFLITE", facts.ledger().inFlightCount(), "of these: still on their way");
        for (Map.Entry<Verdict, Long> entry : facts.ledger().rejectedCounts().entrySet()) {
            cards.put(
                    countKeyword("REJ", entry.getKey()),
                    entry.getValue(),
                    entry.getKey().reason());
        }
        for (Map.Entry<DropPlace, Long> entry : facts.ledger().droppedCounts().entrySet()) {
            cards.put(
                    countKeyword("DRP", entry.getKey()),
                    entry.getValue(),
                    entry.getKey().meaning());
        }
    }

    private static String countKeyword(String prefix, Enum<?> reason) {
        String letters = reason.name().replace("_", "");
        return prefix + letters.substring(0, Math.min(5, letters.length()));
    }

    private static void history(FitsCards cards, StackView stack, StackFacts facts, Survey survey)
            throws FitsException {
        cards.history("Stacked by " + facts.software() + ": " + stack.stackedCount() + " frames of "
                + facts.source().format() + " from " + facts.source().address());
        cards.history("Values are linear weighted means in input ADU, not clipped, not white balanced.");
        if (survey.filledCount > 0) {
            cards.history(survey.filledCount + " samples were reached by no frame and are interpolated from their"
                    + " neighbours for display; extension FLAGS says which (bit value " + StackView.FLAG_FILLED
                    + "), do not measure them.");
        }
        if (survey.emptyCount > 0) {
            cards.history(survey.emptyCount + " samples are NaN: no frame came near; extension FLAGS says which (bit"
                    + " value " + StackView.FLAG_EMPTY + ").");
        }
        if (!facts.ledger().balances()) {
            cards.history("The frame account does not balance; do not trust the counts.");
        }
        for (String note : facts.source().notes()) {
            cards.history("Source: " + note);
        }
        for (String note : facts.notes()) {
            cards.history("Note: " + note);
        }
    }

    private static Header imageHeader(String name, int bitpix, StackView stack, String meaning) throws FitsException {
        FitsCards cards = new FitsCards();
        imageBeginning(cards, name, bitpix, stack, meaning);
        return cards.header();
    }

    private static Header flagsHeader(StackView stack, Survey survey) throws FitsException {
        FitsCards cards = new FitsCards();
        imageBeginning(cards, "FLAGS", 8, stack, "sum of flag bits of a pixel");
        cards.put("FLAGFILL", StackView.FLAG_FILLED, "bit: interpolated, no frame reached it");
        cards.put("FLAGEMPT", StackView.FLAG_EMPTY, "bit: NaN, no frame came near");
        cards.put("FLAGTHIN", StackView.FLAG_THIN, "bit: thinly covered, see COMMENT");
        cards.put("NFILLED", survey.filledCount, "samples with the bit FLAGFILL");
        cards.put("NEMPTY", survey.emptyCount, "samples with the bit FLAGEMPT");
        cards.put("NTHIN", survey.thinCount, "samples with the bit FLAGTHIN");
        cards.comment("bit value " + StackView.FLAG_FILLED
                + ": no frame reached the pixel; its value is interpolated from neighbours");
        cards.comment("bit value " + StackView.FLAG_EMPTY
                + ": no frame reached the pixel nor its neighbourhood; its value is NaN");
        cards.comment("bit value " + StackView.FLAG_THIN
                + ": fewer than three effective frames or under a tenth of the median weight");
        return cards.header();
    }

    private static void imageBeginning(FitsCards cards, String name, int bitpix, StackView stack, String meaning)
            throws FitsException {
        cards.put("XTENSION", "IMAGE", "image extension");
        shape(cards, bitpix, stack);
        cards.put("PCOUNT", 0, "no parameters");
        cards.put("GCOUNT", 1, "one group");
        cards.put("EXTNAME", name, meaning);
        if (stack.planeCount() == 3) {
            cards.put("CTYPE3", "RGB", "planes are red, green, blue");
        }
        cards.put("ROWORDER", "TOP-DOWN", "first row is the top of the image");
    }

    private static void shape(FitsCards cards, int bitpix, StackView stack) throws FitsException {
        boolean colour = stack.planeCount() > 1;
        cards.put("BITPIX", bitpix, bitpix < 0 ? "IEEE floating point" : "integer");
        cards.put("NAXIS", colour ? 3 : 2, "axes");
        cards.put("NAXIS1", stack.widthPx(), "columns");
        cards.put("NAXIS2", stack.heightPx(), "rows");
        if (colour) {
            cards.put("NAXIS3", stack.planeCount(), "colour planes");
        }
    }

    private static Header tableHeader(int frameCount) throws FitsException {
        FitsCards cards = new FitsCards();
        cards.put("XTENSION", "BINTABLE", "binary table");
        cards.put("BITPIX", 8, "bytes");
        cards.put("NAXIS", 2, "axes");
        cards.put("NAXIS1", rowBytes(), "bytes of a row");
        cards.put("NAXIS2", frameCount, "rows, one for each judged frame");
        cards.put("PCOUNT", 0, "no heap");
        cards.put("GCOUNT", 1, "one group");
        List<FrameColumn> columns = FrameColumn.ALL;
        cards.put("TFIELDS", columns.size(), "columns");
        cards.put("EXTNAME", "FRAMES", "what became of each frame");
        for (int i = 0; i < columns.size(); i++) {
            FrameColumn column = columns.get(i);
            cards.put("TTYPE" + (i + 1), column.name(), column.meaning());
            cards.put("TFORM" + (i + 1), column.fitsForm(), "");
            cards.put("TUNIT" + (i + 1), column.unit(), column.unit().isEmpty() ? "no unit" : "");
        }
        cards.comment("UTC is the start of the exposure, blank where unknown.");
        cards.comment("DISPL_X_PX, DISPL_Y_PX say where the content went against the reference, raw pixels, x to the"
                + " right, y downward: frame = reference + displacement.");
        cards.comment("NaN: not measured, mostly because an earlier stage spoke against the frame.");
        return cards.header();
    }

    static byte[] bytes(Header header) throws FitsException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * BLOCK_BYTES);
        try (FitsOutputStream out = new FitsOutputStream(bytes)) {
            header.write(out);
        }
        return bytes.toByteArray();
    }

    // ---- data -----------------------------------------------------------------------------------------------------

    private static int rowBytes() {
        return FrameColumn.ALL.stream().mapToInt(FrameColumn::bytes).sum();
    }

    static long padded(long byteCount) {
        return (byteCount + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    private static void pad(SeekableByteChannel channel, long byteCount) throws IOException {
        int missingBytes = (int) (padded(byteCount) - byteCount);
        WholeFile.writeFully(channel, ByteBuffer.allocate(missingBytes));
    }

    private static void writeTable(SeekableByteChannel channel, FrameTable frames, int frameCount) throws IOException {
        int rowBytes = rowBytes();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.BIG_ENDIAN);
        for (int row = 0; row < frameCount; row++) {
            if (chunk.remaining() < rowBytes) {
                WholeFile.writeFully(channel, chunk.flip());
                chunk.clear();
            }
            for (FrameColumn column : FrameColumn.ALL) {
                column.put(frames, row, chunk);
            }
        }
        WholeFile.writeFully(channel, chunk.flip());
        pad(channel, (long) frameCount * rowBytes);
    }

    private interface FloatRow {
        void read(int plane, int y, float[] out);
    }

    private interface IntRow {
        void read(int plane, int y, int[] out);
    }

    /** Writes the planes of a stack row by row, big-endian, through one direct buffer of one row. */
    private static final class Rows {
        private final SeekableByteChannel channel;
        private final StackView stack;
        private final float[] floatRow;
        private final int[] intRow;
        private final ByteBuffer rowBytes;
        private final FloatBuffer asFloats;
        private final IntBuffer asInts;

        Rows(SeekableByteChannel channel, StackView stack) {
            this.channel = channel;
            this.stack = stack;
            floatRow = new float[stack.widthPx()];
            intRow = new int[stack.widthPx()];
            rowBytes = ByteBuffer.allocateDirect(4 * stack.widthPx()).order(ByteOrder.BIG_ENDIAN);
            asFloats = rowBytes.asFloatBuffer();
            asInts = rowBytes.asIntBuffer();
        }

        void header(byte[] header) throws IOException {
            WholeFile.writeFully(channel, ByteBuffer.wrap(header));
        }

        void floats(FloatRow source) throws IOException {
            for (int plane = 0; plane < stack.planeCount(); plane++) {
                for (int y = 0; y < stack.heightPx(); y++) {
                    source.read(plane, y, floatRow);
                    asFloats.clear().put(floatRow);
                    WholeFile.writeFully(channel, rowBytes.clear());
                }
            }
            pad(channel, 4 * sampleCount());
        }

        void ints(IntRow source) throws IOException {
            for (int plane = 0; plane < stack.planeCount(); plane++) {
                for (int y = 0; y < stack.heightPx(); y++) {
                    source.read(plane, y, intRow);
                    asInts.clear().put(intRow);
                    WholeFile.writeFully(channel, rowBytes.clear());
                }
            }
            pad(channel, 4 * sampleCount());
        }

        void bytes(IntRow source) throws IOException {
            for (int plane = 0; plane < stack.planeCount(); plane++) {
                for (int y = 0; y < stack.heightPx(); y++) {
                    source.read(plane, y, intRow);
                    rowBytes.clear();
                    for (int x = 0; x < intRow.length; x++) {
                        rowBytes.put(x, (byte) intRow[x]);
                    }
                    WholeFile.writeFully(channel, rowBytes.limit(intRow.length));
                }
            }
            pad(channel, sampleCount());
        }

        private long sampleCount() {
            return (long) stack.widthPx() * stack.heightPx() * stack.planeCount();
        }
    }

    /** What one look over the whole stack finds. */
    private static final class Survey {
        float minAdu = Float.POSITIVE_INFINITY;
        float maxAdu = Float.NEGATIVE_INFINITY;
        long finiteCount;
        long filledCount;
        long emptyCount;
        long thinCount;

        static Survey of(StackView stack) {
            Survey survey = new Survey();
            float[] values = new float[stack.widthPx()];
            int[] flags = new int[stack.widthPx()];
            for (int plane = 0; plane < stack.planeCount(); plane++) {
                for (int y = 0; y < stack.heightPx(); y++) {
                    stack.readValues(plane, y, values);
                    stack.readFlags(plane, y, flags);
                    survey.add(values, flags);
                }
            }
            return survey;
        }

        private void add(float[] values, int[] flags) {
            for (float value : values) {
                if (Float.isFinite(value)) {
                    finiteCount++;
                    minAdu = Math.min(minAdu, value);
                    maxAdu = Math.max(maxAdu, value);
                }
            }
            for (int flag : flags) {
                filledCount += (flag & StackView.FLAG_FILLED) != 0 ? 1 : 0;
                emptyCount += (flag & StackView.FLAG_EMPTY) != 0 ? 1 : 0;
                thinCount += (flag & StackView.FLAG_THIN) != 0 ? 1 : 0;
            }
        }
    }
}
