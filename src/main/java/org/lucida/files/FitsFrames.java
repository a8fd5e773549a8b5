package org.lucida.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Roi;

/**
 * Reads frames from FITS files: single pictures, cubes, a folder of either, packed with gzip or not.
 *
 * <p>Whatever the numbers in the file are, frames come out as unsigned little-endian samples, the top row first: bytes
 * stay bytes, all else becomes 16 bit. Pictures of three planes become RGB. Every assumption is a sentence in
 * {@link #notes()}.
 *
 * <p>Memory: a few numbers for each file and one fixed buffer; opening a file allocates, reading its frames does not.
 * <p>Thread: one thread at a time.
 * <p>Error: no readable frame at all gives {@link BadInputException}; in a row of files a bad one only spoils its frames.
 * <p>Source: FITS standard 4.0, Pence et al. 2010, A&amp;A 524, A42; keywords as capture programs write them.
 */
public final class FitsFrames implements AutoCloseable {
    private static final int CHUNK_NUMBERS = 8192;
    private static final int MAX_SAMPLE = 65_535;
    /** The low bytes and the top bits of four samples in a long. */
    private static final long LOW_BYTES = 0x00FF_00FF_00FF_00FFL;

    private static final long TOP_BITS = 0x8000_8000_8000_8000L;
    /** Unreadable files named one by one; more are only counted. */
    private static final int MAX_NAMED_FILES = 10;

    private static final double US_PER_S = 1e6;
    /** Packing with gzip makes nothing smaller than by this factor, so a header that claims more is wrong. */
    private static final long MAX_PACKING = 1032;

    /** Keywords that describe the instrument and the place, handed on as facts. */
    private static final List<String> FACT_KEYWORDS = List.of(
            ("INSTRUME CAMERAID TELESCOP OBSERVER OBJECT FILTER IMAGETYP EXPTIME EXPOSURE GAIN OFFSET BLKLEVEL EGAIN CVF"
                            + " RDNOISE PEDESTAL CCD-TEMP CCDTEMP CCD_TEMP SET-TEMP AMBTEMP READOUTM USBLIMIT XBINNING"
                            + " YBINNING XPIXSZ YPIXSZ PIXSIZE1 PIXSIZE2 FOCALLEN FOCRATIO APTDIA APERTURE RA DEC OBJCTRA"
                            + " OBJCTDEC OBJCTALT OBJCTAZ CENTALT CENTAZ OBJCTROT AIRMASS PIERSIDE EQUINOX SITELAT SITELONG"
                            + " SITEELEV SITENAME LATITUDE LONGITUD FOCUSPOS FOCPOS FOCUSTEM FOCTEMP MPSAS SKYTEMP EQMODE")
                    .split(" "));

    private static final List<String> CALIBRATION_KINDS = List.of("dark", "flat", "bias", "zero", "offset");

    private static final List<String> EXPOSURE_KEYWORDS = List.of("EXPTIME", "EXPOSURE", "EXP", "EXP_TIME");

    /** One file: its image, or null where it could not be read. */
    private record Part(Path file, FitsInputImage image, int frameCount, long startUtcNs, boolean isNoLight) {
        boolean isReadable() {
            return image != null;
        }
    }

    private final List<Part> parts;
    private final long[] firstFrames;
    private final long frameCount;
    private final FrameFormat format;
    private final FitsInputHeader header;
    private final List<String> notes;
    private final byte[] chunk = new byte[CHUNK_NUMBERS * Double.BYTES];
    private final ByteBuffer numbers = ByteBuffer.wrap(chunk).order(ByteOrder.BIG_ENDIAN);
    private double factor = 1;
    /** Pixels of the region read last that hold no number. */
    private final BitSet missing = new BitSet();

    private PixelMask withoutValue;
    private Part openPart;
    private FitsInputBytes openBytes;

    private FitsFrames(List<Part> parts, FrameFormat format, FitsInputHeader header, List<String> notes) {
        this.parts = parts;
        this.format = format;
        this.header = header;
        this.notes = notes;
        this.firstFrames = new long[parts.size()];
        long frames = 0;
        for (int i = 0; i < parts.size(); i++) {
            firstFrames[i] = frames;
            frames += parts.get(i).frameCount();
        }
        this.frameCount = frames;
    }

    /** True if the name is one that FITS files carry, packed or not. */
    public static boolean isFitsName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return plain.endsWith(".fits") || plain.endsWith(".fit") || plain.endsWith(".fts");
    }

    /** The FITS files of a folder in natural order of their names (frame_2 before frame_10). */
    public static List<Path> filesIn(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isFitsName(entry) && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (DirectoryIteratorException | UncheckedIOException failure) {
            throw new IOException("FOLDER=" + folder + " cannot be listed; check its rights", failure);
        }
        files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName()), FitsFrames::naturalOrder));
        return files;
    }

    /**
     * Opens all FITS files of a folder, ordered by DATE-OBS if all have one, else by name. Darks, flats, biases and stacks that lie
     * among other frames are left out.
     */
    public static FitsFrames openFolder(Path folder, Optional<ColorLayout> layout) throws IOException {
        List<Path> files = filesIn(folder);
        if (files.isEmpty()) {
            throw new BadInputException(
                    "FOLDER=" + folder + " holds no .fit, .fits or .fts files; choose another folder");
        }
        return open(files, layout, true);
    }

    /**
     * Opens files in the order given.
     *
     * @param layout colours to believe instead of the headers'
     */
    public static FitsFrames open(List<Path> files, Optional<ColorLayout> layout) throws IOException {
        return open(files, layout, false);
    }

    private static FitsFrames open(List<Path> files, Optional<ColorLayout> layout, boolean byTime) throws IOException {
        List<Part> parts = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        int unreadableCount = 0;
        for (Path file : files) {
            try {
                parts.add(scanned(file, layout, notes));
            } catch (BadInputException bad) {
                if (files.size() == 1) {
                    throw bad;
                }
                if (++unreadableCount <= MAX_NAMED_FILES) {
                    notes.add(bad.getMessage() + " (its frame is counted as damaged)");
                }
                parts.add(new Part(file, null, 1, FrameSlot.UNKNOWN_UTC_NS, false));
            }
        }
        if (unreadableCount > MAX_NAMED_FILES) {
            notes.add("files=" + (unreadableCount - MAX_NAMED_FILES)
                    + " more cannot be read either; their frames are counted as damaged");
        }
        if (byTime) {
            leaveOutOthers(parts, notes);
        }
        FrameFormat format = mostCommonFormat(parts);
        if (byTime) {
            orderByTime(parts, notes);
        }
        noteOtherFormats(parts, format, notes);
        FitsInputHeader header = firstHeader(parts, format, layout);
        FitsFrames frames = new FitsFrames(parts, format, header, new ArrayList<>(notes));
        try {
            frames.judgeRange();
        } catch (IOException | RuntimeException failure) {
            frames.close();
            throw failure;
        }
        return frames;
    }

    /** What every frame is once read. */
    public FrameFormat format() {
        return format;
    }

    /** Frames of all files, the unreadable ones included. */
    public long frameCount() {
        return frameCount;
    }

    /** What is odd about the files, one sentence each, each with what was assumed. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Start of a frame, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}; in a cube only the first has a time. */
    public long startUtcNs(long frame) {
        int part = partOf(frame);
        return frame == firstFrames[part] ? parts.get(part).startUtcNs() : FrameSlot.UNKNOWN_UTC_NS;
    }

    /** Exposure of one frame by the first header; empty if it does not say. */
    public OptionalDouble exposureUs() {
        for (String keyword : EXPOSURE_KEYWORDS) {
            OptionalDouble exposureS = header.real(keyword);
            if (exposureS.isPresent() && exposureS.getAsDouble() >= 0) {
                return OptionalDouble.of(exposureS.getAsDouble() * US_PER_S);
            }
        }
        return OptionalDouble.empty();
    }

    /** What the first header says about instrument, target and place: FITS keyword to value, in header order. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (FitsInputHeader.Card card : header.cards()) {
            if (FACT_KEYWORDS.contains(card.keyword()) && !card.value().isBlank()) {
                facts.putIfAbsent(card.keyword(), card.value().strip());
            }
        }
        return facts;
    }

    /** The header of the first readable file. */
    FitsInputHeader header() {
        return header;
    }

    /** Factor from the numbers in the files to samples: 1, or 65535 for fractions of full scale. */
    double factor() {
        return factor;
    }

    /**
     * Reads a region of one frame.
     *
     * @param frame 0 .. frameCount - 1
     * @param roi region inside the frame
     * @param raw little-endian, holds at least the region's bytes. Modified from index 0; position and limit are not
     * @return false if the frame cannot be had whole: file unreadable, of another size, or cut short; the buffer is then
     *     not of this frame
     * @throws IOException if the file is gone or the disk fails
     */
    public boolean read(long frame, Roi roi, ByteBuffer raw) throws IOException {
        if (frame < 0 || frame >= frameCount || !roi.fitsIn(format.widthPx(), format.heightPx())) {
            throw new IllegalArgumentException("frame=" + frame + " " + roi + " is outside the frames");
        }
        int index = partOf(frame);
        Part part = parts.get(index);
        missing.clear();
        if (!part.isReadable() || !part.image().format().equals(format)) {
            return false;
        }
        FitsInputImage image = part.image();
        FitsInputBytes in = bytesOf(part);
        long frameOffset = image.dataOffset() + (frame - firstFrames[index]) * image.frameBytes();
        int samples = format.layout().samplesPerPixel();
        for (int sample = 0; sample < samples; sample++) {
            long planeOffset = frameOffset + (long) sample * format.heightPx() * format.widthPx() * image.numberBytes();
            if (!readPlane(in, image, planeOffset, roi, raw, sample, samples)) {
                return false;
            }
        }
        if (missing.isEmpty()) {
            withoutValue = null;
        } else if (withoutValue == null || !withoutValue.isOf(missing)) {
            withoutValue = PixelMask.of(roi.widthPx(), roi.heightPx(), missing);
        }
        return true;
    }

    /**
     * Pixels of the region read last for which the file has no number: NaN, infinite or BLANK; null if all have one. Their
     * samples are 0. The same object as long as the pixels are the same.
     */
    public PixelMask withoutValue() {
        return withoutValue;
    }

    @Override
    public void close() throws IOException {
        if (openBytes != null) {
            openBytes.close();
            openBytes = null;
            openPart = null;
        }
    }

    /** Reads rows in the order of the file, which a packed file needs. */
    private boolean readPlane(
            FitsInputBytes in, FitsInputImage image, long planeOffset, Roi roi, ByteBuffer raw, int first, int stride)
            throws IOException {
        int widthPx = format.widthPx();
        if (roi.widthPx() == widthPx && !image.bottomUp()) {
            long offset = planeOffset + (long) roi.yPx() * widthPx * image.numberBytes();
            return readRun(in, image, offset, widthPx * roi.heightPx(), raw, first, stride);
        }
        int topFileRow = image.bottomUp() ? format.heightPx() - roi.yPx() - roi.heightPx() : roi.yPx();
        for (int row = 0; row < roi.heightPx(); row++) {
            long offset = planeOffset + ((long) (topFileRow + row) * widthPx + roi.xPx()) * image.numberBytes();
            int y = image.bottomUp() ? roi.heightPx() - 1 - row : row;
            if (!readRun(in, image, offset, roi.widthPx(), raw, y * roi.widthPx() * stride + first, stride)) {
                return false;
            }
        }
        return true;
    }

    private boolean readRun(
            FitsInputBytes in, FitsInputImage image, long offset, int count, ByteBuffer raw, int first, int stride)
            throws IOException {
        int numberBytes = image.numberBytes();
        for (int done = 0; done < count; done += CHUNK_NUMBERS) {
            int part = Math.min(CHUNK_NUMBERS, count - done);
            int bytes = part * numberBytes;
            if (in.read(offset + (long) done * numberBytes, chunk, bytes) < bytes) {
                return false;
            }
            convert(image, part, raw, first + done * stride, stride);
        }
        return true;
    }

    private void convert(FitsInputImage image, int count, ByteBuffer raw, int first, int stride) {
        if (image.isUnsigned16()) {
            unsigned16(count, raw, first, stride);
        } else if (image.isByte()) {
            bytes(count, raw, first, stride);
        } else {
            general(image, count, raw, first, stride);
        }
    }

    /** Signed big-endian with 32768 to add becomes unsigned little-endian: swap and turn the top bit. */
    private void unsigned16(int count, ByteBuffer raw, int first, int stride) {
        int i = 0;
        if (stride == 1) {
            for (; i + 4 <= count; i += 4) {
                long four = numbers.getLong(2 * i);
                long swapped = Long.reverseBytes(four);
                long turned = (swapped & LOW_BYTES) << 8 | ((swapped >>> 8) & LOW_BYTES);
                raw.putLong(2 * (first + i), turned ^ TOP_BITS);
            }
        }
        for (; i < count; i++) {
            int value = (chunk[2 * i] ^ 0x80) << 8 | (chunk[2 * i + 1] & 0xFF);
            raw.putShort(2 * (first + i * stride), (short) value);
        }
    }

    private void bytes(int count, ByteBuffer raw, int first, int stride) {
        if (stride == 1) {
            raw.put(first, chunk, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            raw.put(first + i * stride, chunk[i]);
        }
    }

    private void general(FitsInputImage image, int count, ByteBuffer raw, int first, int stride) {
        for (int i = 0; i < count; i++) {
            double value = physical(image, i) * factor;
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                missing.set((first + i * stride) / stride);
                value = 0;
            }
            int sample = value > 0 ? (int) Math.min(value + 0.5, MAX_SAMPLE) : 0;
            raw.putShort(2 * (first + i * stride), (short) sample);
        }
    }

    /** The value a number of the chunk stands for; NaN for a pixel without value. */
    private double physical(FitsInputImage image, int i) {
        double number;
        switch (image.bitpix()) {
            case 8 -> number = chunk[i] & 0xFF;
            case 16 -> number = numbers.getShort(2 * i);
            case 32 -> number = numbers.getInt(4 * i);
            case 64 -> number = numbers.getLong(8 * i);
            case -32 -> number = numbers.getFloat(4 * i);
            default -> number = numbers.getDouble(8 * i);
        }
        if (image.blank().isPresent() && number == image.blank().getAsLong()) {
            return Double.NaN;
        }
        return image.zero() + image.scale() * number;
    }

    /** The range of the physical values of one frame; empty if it cannot be read whole. */
    Optional<FitsInputRange> range(long frame) throws IOException {
        int index = partOf(frame);
        Part part = parts.get(index);
        if (!part.isReadable()) {
            return Optional.empty();
        }
        FitsInputImage image = part.image();
        FitsInputBytes in = bytesOf(part);
        long offset = image.dataOffset() + (frame - firstFrames[index]) * image.frameBytes();
        FitsInputRange range = new FitsInputRange();
        long count = image.frameNumbers();
        for (long done = 0; done < count; done += CHUNK_NUMBERS) {
            int numberCount = (int) Math.min(CHUNK_NUMBERS, count - done);
            int bytes = numberCount * image.numberBytes();
            if (in.read(offset + done * image.numberBytes(), chunk, bytes) < bytes) {
                return Optional.empty();
            }
            for (int i = 0; i < numberCount; i++) {
                range.add(physical(image, i));
            }
        }
        return Optional.of(range);
    }

    /** Decides by the first whole frame whether the numbers are ADU or fractions, and notes what will be lost. */
    private void judgeRange() throws IOException {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!part.isReadable() || !part.image().format().equals(format)) {
                continue;
            }
            if (part.image().isUnsigned16() || part.image().isByte()) {
                if (parts.size() > 1 || !isPacked(part)) {
                    return;
                }
            }
            Optional<FitsInputRange> range = range(firstFrames[i]);
            if (range.isPresent()) {
                judge(part.image(), range.get());
                return;
            }
        }
        throw new BadInputException("FILE=" + parts.get(0).file().getFileName()
                + " ends within its first frame; the file is cut short, fetch it again");
    }

    private boolean isPacked(Part part) throws IOException {
        return bytesOf(part).isPacked();
    }

    private void judge(FitsInputImage image, FitsInputRange range) {
        String kind = "BITPIX=" + image.bitpix();
        boolean isInAdu = header.text(MasterFits.MARK).isPresent();
        if (image.isFloat() && range.isFraction() && !isInAdu) {
            factor = MAX_SAMPLE;
            notes.add(kind + " with values of " + range.min() + " to " + range.max()
                    + "; taken as fractions of full scale and multiplied by 65535");
        } else if (image.isFloat()) {
            notes.add(kind + " with values of " + range.min() + " to " + range.max() + "; rounded to whole ADU");
        }
        if (range.negativeCount() > 0) {
            notes.add(kind + " with " + range.negativeCount() + " negative values in the first frame; set to 0");
        }
        if (factor == 1 && range.tooLargeCount() > 0) {
            notes.add(kind + " with " + range.tooLargeCount() + " values above 65535 in the first frame; set to 65535");
        }
        if (range.blankCount() > 0) {
            notes.add(kind + " with " + range.blankCount()
                    + " pixels without value in the first frame; they are left out, in every frame its own");
        }
    }

    private FitsInputBytes bytesOf(Part part) throws IOException {
        if (!part.equals(openPart)) {
            close();
            openBytes = FitsInputBytes.open(part.file());
            openPart = part;
        }
        return openBytes;
    }

    private int partOf(long frame) {
        int low = 0;
        int high = firstFrames.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstFrames[middle] <= frame) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static Part scanned(Path file, Optional<ColorLayout> layout, Set<String> notes) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            FitsInputImage.Found found = FitsInputImage.find(in, layout, name);
            FitsInputImage image = found.image();
            long limitBytes = in.isPacked() ? in.fileBytes() * MAX_PACKING : in.fileBytes();
            long wholeCount = Math.max(0, limitBytes - image.dataOffset()) / image.frameBytes();
            if (wholeCount == 0) {
                throw new BadInputException(
                        "FILE=" + name + " has " + in.fileBytes() + " bytes, its header promises a frame of "
                                + image.frameBytes() + "; the file is cut short, fetch it again");
            }
            if (wholeCount < image.frameCount()) {
                notes.add("FILE=" + name + " promises " + image.frameCount() + " frames and holds " + wholeCount
                        + "; the whole ones were taken");
            }
            notes.addAll(found.notes());
            boolean noted = notes.stream().anyMatch(note -> note.contains("header bytes that are no text"));
            if (found.header().oddByteCount() > 0 && !noted) {
                notes.add("FILE=" + name + " has " + found.header().oddByteCount()
                        + " header bytes that are no text; read as blanks");
            }
            FitsInputTime time = FitsInputTime.of(found.header());
            if (notes.stream().noneMatch(note -> note.startsWith("DATE-OBS="))) {
                time.note().ifPresent(notes::add);
            }
            return new Part(
                    file,
                    image,
                    (int) Math.min(wholeCount, image.frameCount()),
                    time.utcNs(),
                    isNoLight(found.header()));
        }
    }

    /**
     * True for a dark, flat or bias frame, as IMAGETYP (or INDI's FRAME) says it in its many spellings, and for a finished
     * stack: results written into the folder of the lights must not be stacked the next time.
     */
    private static boolean isNoLight(FitsInputHeader header) {
        String kind = header.text("IMAGETYP")
                .or(() -> header.text("FRAME"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return header.text("STACKCNT").isPresent() || CALIBRATION_KINDS.stream().anyMatch(kind::contains);
    }

    /** In a folder that holds other frames, too, calibration frames and finished stacks are not for stacking. */
    private static void leaveOutOthers(List<Part> parts, Set<String> notes) {
        long otherCount = parts.stream().filter(Part::isNoLight).count();
        boolean hasOthers = parts.stream().anyMatch(part -> part.isReadable() && !part.isNoLight());
        if (otherCount > 0 && hasOthers) {
            parts.removeIf(Part::isNoLight);
            notes.add("files=" + otherCount
                    + " are dark, flat or bias frames or finished stacks by IMAGETYP and STACKCNT; left out");
        }
    }

    private static FitsInputHeader firstHeader(List<Part> parts, FrameFormat format, Optional<ColorLayout> layout)
            throws IOException {
        for (Part part : parts) {
            if (part.isReadable() && part.image().format().equals(format)) {
                try (FitsInputBytes in = FitsInputBytes.open(part.file())) {
                    return FitsInputImage.find(
                                    in, layout, String.valueOf(part.file().getFileName()))
                            .header();
                }
            }
        }
        throw new AssertionError("the most common format has no file");
    }

    private static FrameFormat mostCommonFormat(List<Part> parts) throws BadInputException {
        Map<FrameFormat, Integer> counts = new LinkedHashMap<>();
        for (Part part : parts) {
            if (part.isReadable()) {
                counts.merge(part.image().format(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElseThrow(() ->
                        new BadInputException("FOLDER=" + parts.get(0).file().getParent() + " has " + parts.size()
                                + " FITS files and none can be read; choose another folder"));
    }

    private static void noteOtherFormats(List<Part> parts, FrameFormat format, Set<String> notes) {
        long otherCount = 0;
        Part firstOther = null;
        for (Part part : parts) {
            if (part.isReadable() && !part.image().format().equals(format)) {
                firstOther = firstOther == null ? part : firstOther;
                otherCount++;
            }
        }
        if (firstOther != null) {
            notes.add("FILE=" + firstOther.file().getFileName() + " is "
                    + firstOther.image().format() + ", most files are "
                    + format + (otherCount > 1 ? ", and so are " + (otherCount - 1) + " more" : "")
                    + "; such frames are counted as damaged");
        }
    }

    private static void orderByTime(List<Part> parts, Set<String> notes) {
        long untimedCount = parts.stream()
                .filter(part -> part.isReadable() && part.startUtcNs() == FrameSlot.UNKNOWN_UTC_NS)
                .count();
        if (untimedCount == 0) {
            parts.sort(Comparator.comparing(Part::isReadable).reversed().thenComparingLong(Part::startUtcNs));
        } else if (parts.size() > 1) {
            notes.add("DATE-OBS is missing in " + untimedCount + " of " + parts.size()
                    + " files; the files were taken in the order of their names");
        }
    }

    /** Compares names so that digits count by their value. */
    static int naturalOrder(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int leftEnd = digitsEnd(left, i);
            int rightEnd = digitsEnd(right, j);
            if (leftEnd > i && rightEnd > j) {
                String leftDigits = left.substring(i, leftEnd).replaceFirst("^0+(?=.)", "");
                String rightDigits = right.substring(j, rightEnd).replaceFirst("^0+(?=.)", "");
                int order = leftDigits.length() != rightDigits.length()
                        ? Integer.compare(leftDigits.length(), rightDigits.length())
                        : leftDigits.compareTo(rightDigits);
                if (order != 0) {
                    return order;
                }
                i = leftEnd;
                j = rightEnd;
            } else {
                int order = Character.compare(left.charAt(i++), right.charAt(j++));
                if (order != 0) {
                    return order;
                }
            }
        }
        int order = Integer.compare(left.length() - i, right.length() - j);
        return order != 0 ? order : left.compareTo(right);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
