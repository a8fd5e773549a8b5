package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/**
 * Reads the frames of a SER clip, one by one and in any order, straight into a slot's raw buffer.
 *
 * <p>Doubtful headers are read as far as the data allow; every assumption is a sentence in {@link #notes()}.
 * Samples come out little-endian and unsigned, whatever the file has.
 *
 * <p>Memory: offsets are 64 bit and nothing is mapped, so files of any size take the same memory: the time stamps, and
 * for a narrow region of interest its rows at full width. {@link #read} allocates nothing once it has run.
 * <p>Thread: one thread at a time.
 * <p>Error: what cannot be a SER clip gives {@link BadInputException}, trouble with the disk IOException.
 * <p>Source: SER format description version 3b, Hahn and Wilkens 2014; flags and counts as written in practice.
 */
public final class SerReader implements AutoCloseable {
    /** Bytes of a frame looked at when the file is opened; more does not change the answer. */
    private static final int PROBE_BYTES = 2 * 1024 * 1024;

    private static final int STAMP_BYTES = 8;

    private final Path file;
    private final FileChannel channel;
    private final SerHeader header;
    private final FrameFormat format;
    private final long frameCount;
    private final boolean bigEndian;
    private final SerStamps stamps;
    private final List<String> notes;
    private ByteBuffer band = ByteBuffer.allocateDirect(0);

    private SerReader(
            Path file,
            FileChannel channel,
            SerHeader header,
            FrameFormat format,
            long frameCount,
            boolean bigEndian,
            SerStamps stamps,
            List<String> notes) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.format = format;
        this.frameCount = frameCount;
        this.bigEndian = bigEndian;
        this.stamps = stamps;
        this.notes = List.copyOf(notes);
    }

    /** Opens a clip as its header and its data say. */
    public static SerReader open(Path file) throws IOException {
        return open(file, Optional.empty(), Optional.empty());
    }

    /**
     * Opens a clip.
     *
     * @param layout colours to believe instead of the header's; empty: the header's
     * @param byteOrder order of 16-bit samples to believe; empty: little-endian unless the data clearly say otherwise
     */
    public static SerReader open(Path file, Optional<ColorLayout> layout, Optional<ByteOrder> byteOrder)
            throws IOException {
        FileChannel channel = channelOf(file);
        try {
            return open(file, channel, layout, byteOrder);
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            throw failure;
        }
    }

    private static SerReader open(
            Path file, FileChannel channel, Optional<ColorLayout> wishedLayout, Optional<ByteOrder> byteOrder)
            throws IOException {
        String name = String.valueOf(file.getFileName());
        long fileBytes = channel.size();
        SerHeader header = SerHeader.parse(headerBytes(channel, fileBytes), name);
        List<String> notes = new ArrayList<>();
        ColorLayout layout = layout(header, wishedLayout, name, notes);
        long frameCount = frameCount(channel, header, fileBytes, name, notes);

        int depth = header.pixelDepth() <= 8 ? 8 : header.pixelDepth();
        if (header.pixelDepth() < 8) {
            notes.add("PixelDepthPerPlane=" + header.pixelDepth() + "; the samples were taken as whole bytes");
        }
        boolean bigEndian = false;
        if (depth > 8) {
            SerProbe probe = probed(channel, header, layout, frameCount);
            bigEndian = bigEndian(probe, header, byteOrder, notes);
            int maxAdu = bigEndian ? probe.maxBigAdu() : probe.maxLittleAdu();
            if (depth < 16 && maxAdu >= 1 << depth) {
                notes.add("PixelDepthPerPlane=" + depth + " yet samples reach " + maxAdu + "; taken as 16 bit");
                depth = 16;
            }
        }
        FrameFormat format = new FrameFormat(header.widthPx(), header.heightPx(), layout, depth);
        long trailerOffset = SerHeader.BYTES + frameCount * header.frameBytes();
        SerStamps stamps = SerStamps.read(channel, trailerOffset, fileBytes - trailerOffset, frameCount, header, notes);
        return new SerReader(file, channel, header, format, frameCount, bigEndian, stamps, notes);
    }

    public Path file() {
        return file;
    }

    /** The header exactly as it stands in the file. */
    public SerHeader header() {
        return header;
    }

    /** What the frames really are. */
    public FrameFormat format() {
        return format;
    }

    /** Whole frames really in the file. */
    public long frameCount() {
        return frameCount;
    }

    /** Order of 16-bit samples in the file. */
    public ByteOrder byteOrder() {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** What is odd about the file, one sentence each, each with what was assumed. */
    public List<String> notes() {
        return notes;
    }

    /** Start of a frame, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}. */
    public long startUtcNs(long frame) {
        return stamps.startUtcNs(frame);
    }

    /**
     * Reads a region of one frame.
     *
     * @param frame 0 .. frameCount - 1
     * @param roi region inside the frame
     * @param raw direct buffer, holds at least the region's bytes. Modified, from index 0; position and limit are reset
     * @return false if the file ends within the region: the rest of the buffer is then not of this frame
     * @throws IOException if the file cannot be read, or ends before the region's first byte
     */
    public boolean read(long frame, Roi roi, ByteBuffer raw) throws IOException {
        if (frame < 0 || frame >= frameCount || !roi.fitsIn(format.widthPx(), format.heightPx())) {
            throw new IllegalArgumentException("frame=" + frame + " " + roi + " is outside the clip");
        }
        long rowsOffset = SerHeader.BYTES + frame * format.frameBytes() + (long) roi.yPx() * format.rowBytes();
        boolean whole;
        if (roi.widthPx() == format.widthPx()) {
            whole = readFully(rowsOffset, raw, roi.heightPx() * format.rowBytes(), frame);
        } else {
            whole = readNarrow(rowsOffset, roi, raw, frame);
        }
        if (bigEndian) {
            int pixelBytes = format.layout().samplesPerPixel() * format.bytesPerSample();
            turnBytes(raw, roi.widthPx() * roi.heightPx() * pixelBytes);
        }
        return whole;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean readNarrow(long rowsOffset, Roi roi, ByteBuffer raw, long frame) throws IOException {
        int bandBytes = roi.heightPx() * format.rowBytes();
        if (band.capacity() < bandBytes) {
            band = ByteBuffer.allocateDirect(bandBytes);
        }
        boolean whole = readFully(rowsOffset, band, bandBytes, frame);
        int pixelBytes = format.layout().samplesPerPixel() * format.bytesPerSample();
        int roiRowBytes = roi.widthPx() * pixelBytes;
        for (int y = 0; y < roi.heightPx(); y++) {
            raw.put(y * roiRowBytes, band, y * format.rowBytes() + roi.xPx() * pixelBytes, roiRowBytes);
        }
        return whole;
    }

    private boolean readFully(long offset, ByteBuffer out, int bytes, long frame) throws IOException {
        out.clear().limit(bytes);
        try {
            while (out.hasRemaining()) {
                int got = channel.read(out, offset + out.position());
                if (got < 0) {
                    if (out.position() == 0) {
                        throw new IOException(
                                "the file ends at byte " + channel.size() + ", the frame begins at " + offset);
                    }
                    return false;
                }
            }
            return true;
        } catch (IOException failure) {
            throw new IOException(
                    "FILE=" + file + " frame=" + frame + " cannot be read: " + failure.getMessage()
                            + "; check the disk, and that nothing else writes to the file",
                    failure);
        } finally {
            out.clear();
        }
    }

    /** Swaps the two bytes of each sample, four samples at a time. */
    private static void turnBytes(ByteBuffer raw, int bytes) {
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            long four = raw.getLong(i);
            raw.putLong(i, (four & 0x00FF_00FF_00FF_00FFL) << 8 | ((four >>> 8) & 0x00FF_00FF_00FF_00FFL));
        }
        for (; i < bytes; i += 2) {
            raw.putShort(i, Short.reverseBytes(raw.getShort(i)));
        }
    }

    private static FileChannel channelOf(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            throw new IOException("FILE=" + file + " does not exist; check the path", missing);
        } catch (IOException failure) {
            String reason = Files.isDirectory(file) ? "it is a folder" : failure.getMessage();
            throw new IOException("FILE=" + file + " cannot be opened: " + reason + "; check its rights", failure);
        }
    }

    private static byte[] headerBytes(FileChannel channel, long fileBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(SerHeader.BYTES, fileBytes));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return bytes.array();
    }

    private static ColorLayout layout(SerHeader header, Optional<ColorLayout> wished, String name, List<String> notes) {
        ColorLayout told = header.layout().orElse(ColorLayout.MONO);
        if (wished.isPresent()) {
            if (wished.get().samplesPerPixel() != told.samplesPerPixel()) {
                throw new IllegalArgumentException("layout=" + wished.get() + " has "
                        + wished.get().samplesPerPixel() + " samples a pixel, FILE=" + name + " ("
                        + header.colorName() + ") has " + told.samplesPerPixel() + "; choose a layout that fits");
            }
            return wished.get();
        }
        if (header.layout().isEmpty()) {
            notes.add("ColorID=" + header.colorId() + " (" + header.colorName()
                    + "); taken as MONO, give the colour layout to override");
        }
        return told;
    }

    /** How many whole frames there are: the header's count if the file bears it out, else what its size allows. */
    private static long frameCount(
            FileChannel channel, SerHeader header, long fileBytes, String name, List<String> notes) throws IOException {
        long frameBytes = header.frameBytes();
        long dataBytes = fileBytes - SerHeader.BYTES;
        long told = header.frameCount();
        if (told > 0 && dataBytes / frameBytes >= told) {
            long restBytes = dataBytes - told * frameBytes;
            boolean stamped =
                    restBytes >= STAMP_BYTES * told && SerStamps.beginsAt(channel, SerHeader.BYTES + told * frameBytes);
            if (restBytes < frameBytes || restBytes <= STAMP_BYTES * told || stamped) {
                return told;
            }
        }
        long found = frameCountBySize(channel, dataBytes, frameBytes);
        if (found == 0) {
            throw new BadInputException(
                    "FILE=" + name + " has " + Math.max(0, dataBytes) + " bytes of frames, one frame needs "
                            + frameBytes + "; the recording holds no whole frame, choose another file");
        }
        if (found == told) {
            return told;
        }
        long restBytes = dataBytes - found * frameBytes;
        if (told == found + 1 && restBytes > 0 && restBytes != STAMP_BYTES * found) {
            notes.add("FrameCount=" + told + " yet " + (frameBytes - restBytes) + " of " + frameBytes
                    + " bytes of the last frame are missing; the first " + found + " frames were taken");
        } else {
            notes.add("FrameCount=" + told + " does not fit the file's " + fileBytes + " bytes; " + found
                    + " whole frames were found by the size" + leftOver(channel, dataBytes, frameBytes, found));
        }
        return found;
    }

    private static long frameCountBySize(FileChannel channel, long dataBytes, long frameBytes) throws IOException {
        long withStamps = dataBytes / (frameBytes + STAMP_BYTES);
        if (withStamps > 0
                && dataBytes % (frameBytes + STAMP_BYTES) == 0
                && SerStamps.beginsAt(channel, SerHeader.BYTES + withStamps * frameBytes)) {
            return withStamps;
        }
        return Math.max(0, dataBytes / frameBytes);
    }

    private static String leftOver(FileChannel channel, long dataBytes, long frameBytes, long found)
            throws IOException {
        long restBytes = dataBytes - found * frameBytes;
        if (restBytes == 0 || SerStamps.beginsAt(channel, SerHeader.BYTES + found * frameBytes)) {
            return "";
        }
        return "; " + (frameBytes - restBytes) + " bytes are missing to the next";
    }

    /** Looks at the middle rows of the first, the middle and the last frame. */
    private static SerProbe probed(FileChannel channel, SerHeader header, ColorLayout layout, long frameCount)
            throws IOException {
        int samples = layout.samplesPerPixel();
        // A mono clip may well be an undeclared mosaic, so neighbours of one colour are two columns apart.
        SerProbe probe = new SerProbe(samples == 1 ? 2 : samples);
        int rowSamples = header.widthPx() * samples;
        int rows = (int) Math.max(1, Math.min(header.heightPx(), PROBE_BYTES / (2L * rowSamples)));
        ByteBuffer bytes = ByteBuffer.allocate(2 * rowSamples * rows);
        long firstRow = ((long) header.heightPx() - rows) / 2;
        long last = -1;
        for (long frame : new long[] {0, frameCount / 2, frameCount - 1}) {
            if (frame == last) {
                continue;
            }
            last = frame;
            bytes.clear();
            long offset = SerHeader.BYTES + frame * header.frameBytes() + firstRow * rowSamples * 2;
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {}
            for (int y = 0; y < bytes.position() / (2 * rowSamples); y++) {
                probe.addRow(bytes.array(), y * 2 * rowSamples, rowSamples);
            }
        }
        return probe;
    }

    private static boolean bigEndian(SerProbe probe, SerHeader header, Optional<ByteOrder> wished, List<String> notes) {
        if (wished.isPresent()) {
            return wished.get() == ByteOrder.BIG_ENDIAN;
        }
        if (probe.looksBig(header.pixelDepth())) {
            notes.add(
                    "LittleEndian=" + header.littleEndianFlag()
                            + " cannot be trusted and the samples make sense only with the high byte first; read as big-endian");
            return true;
        }
        if (probe.isUndecided(header.pixelDepth())) {
            notes.add("LittleEndian=" + header.littleEndianFlag()
                    + " cannot be trusted and the samples do not tell their byte order; read as little-endian, override"
                    + " it if the picture is noise or posterised");
        }
        return false;
    }
}
