package org.lucida.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * The 178 bytes at the beginning of a SER clip, exactly as they stand in the file.
 *
 * <p>Parsing refuses only what leaves no way to read frames (no magic word, no size, no depth). What is merely doubtful,
 * such as the frame count, the byte order flag or an unknown colour, is kept for {@link SerReader} to judge.
 * <p>Time: ticks are 100 ns since 0001-01-01, as .NET counts them.
 * <p>Source: SER format description version 3b, Hahn and Wilkens 2014.
 *
 * @param luId camera series, of no use today
 * @param colorId 0 mono, 8..11 Bayer, 16..19 CMY mosaics, 100 RGB, 101 BGR
 * @param littleEndianFlag says nothing reliable: both readings of it are in use
 * @param widthPx columns
 * @param heightPx rows
 * @param pixelDepth true bits of a sample, 1..16
 * @param frameCount frames, as far as the writer got to say it
 * @param text observer, instrument, telescope
 * @param localTicks start of the recording by the local clock; 0 or less: the file has no time stamps
 * @param utcTicks start of the recording in UTC
 */
public record SerHeader(
        int luId,
        int colorId,
        int littleEndianFlag,
        int widthPx,
        int heightPx,
        int pixelDepth,
        int frameCount,
        SerText text,
        long localTicks,
        long utcTicks) {
    /** Length of the header in the file. */
    public static final int BYTES = 178;

    static final int FRAME_COUNT_OFFSET = 38;
    static final int LOCAL_TICKS_OFFSET = 162;
    static final String MAGIC = "LUCAM-RECORDER";

    /** Ticks from 0001-01-01 to 1970-01-01. */
    private static final long TICKS_AT_1970 = 621_355_968_000_000_000L;

    private static final long NS_PER_TICK = 100;
    /** The two top bits of a .NET time are flags, not time. */
    private static final long TICKS_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    /** 1900-01-01 and 2200-01-01: times outside are not times. */
    private static final long FIRST_TICKS = 599_266_080_000_000_000L;

    private static final long LAST_TICKS = 693_937_152_000_000_000L;

    /**
     * Reads a header.
     *
     * @param bytes the beginning of the file, at least {@value #BYTES} bytes; not modified
     * @param name what to call the file in messages
     */
    public static SerHeader parse(byte[] bytes, String name) throws BadInputException {
        if (bytes.length < BYTES) {
            throw new BadInputException("FILE=" + name + " has " + bytes.length + " bytes, a SER header needs " + BYTES
                    + "; the recording was cut short, choose another file");
        }
        String magic = new String(bytes, 0, MAGIC.length(), StandardCharsets.ISO_8859_1);
        if (!magic.equals(MAGIC)) {
            throw new BadInputException("FILE=" + name + " begins with '" + printable(magic) + "', a SER clip with '"
                    + MAGIC + "'; it is not a SER file, or its header is damaged");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        SerHeader header = new SerHeader(
                in.getInt(14),
                in.getInt(18),
                in.getInt(22),
                in.getInt(26),
                in.getInt(30),
                in.getInt(34),
                in.getInt(FRAME_COUNT_OFFSET),
                new SerText(SerText.decoded(bytes, 42), SerText.decoded(bytes, 82), SerText.decoded(bytes, 122)),
                in.getLong(LOCAL_TICKS_OFFSET),
                in.getLong(LOCAL_TICKS_OFFSET + 8));
        header.check(name);
        return header;
    }

    /** The header of a new clip: little-endian samples with flag 0, as most programs write and read it. */
    static SerHeader of(FrameFormat format, SerText text) {
        int depth = Math.max(8, format.bitDepth());
        return new SerHeader(
                0, colorIdOf(format.layout()), 0, format.widthPx(), format.heightPx(), depth, 0, text, 0, 0);
    }

    /** The header as it stands in the file. */
    public byte[] emit() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC.getBytes(StandardCharsets.US_ASCII));
        out.putInt(luId).putInt(colorId).putInt(littleEndianFlag);
        out.putInt(widthPx).putInt(heightPx).putInt(pixelDepth).putInt(frameCount);
        out.put(SerText.encoded(text.observer()));
        out.put(SerText.encoded(text.instrument()));
        out.put(SerText.encoded(text.telescope()));
        out.putLong(localTicks).putLong(utcTicks);
        return out.array();
    }

    /** The layout the colour number stands for; empty for numbers without a layout of ours (CMY mosaics, unknown). */
    public Optional<ColorLayout> layout() {
        return switch (colorId) {
            case 0 -> Optional.of(ColorLayout.MONO);
            case 8 -> Optional.of(ColorLayout.RGGB);
            case 9 -> Optional.of(ColorLayout.GRBG);
            case 10 -> Optional.of(ColorLayout.GBRG);
            case 11 -> Optional.of(ColorLayout.BGGR);
            case 100 -> Optional.of(ColorLayout.RGB);
            case 101 -> Optional.of(ColorLayout.BGR);
            default -> Optional.empty();
        };
    }

    /** The colour number as a word, for reports. */
    public String colorName() {
        return switch (colorId) {
            case 16 -> "CYYM";
            case 17 -> "YCMY";
            case 18 -> "YMCY";
            case 19 -> "MYYC";
            default -> layout().map(ColorLayout::name).orElse("unknown");
        };
    }

    /** Bytes of one frame in the file; up to 2^33. */
    public long frameBytes() {
        return (long) widthPx
                * heightPx
                * layout().orElse(ColorLayout.MONO).samplesPerPixel()
                * (pixelDepth <= 8 ? 1 : 2);
    }

    static int colorIdOf(ColorLayout layout) {
        return switch (layout) {
            case MONO -> 0;
            case RGGB -> 8;
            case GRBG -> 9;
            case GBRG -> 10;
            case BGGR -> 11;
            case RGB -> 100;
            case BGR -> 101;
        };
    }

    /** True if the ticks are a date between 1900 and 2200. */
    static boolean isDate(long ticks) {
        long time = ticks & TICKS_MASK;
        return time >= FIRST_TICKS && time < LAST_TICKS;
    }

    /** Nanoseconds since 1970, or {@link FrameSlot#UNKNOWN_UTC_NS} where the ticks are no date. */
    static long utcNs(long ticks) {
        return isDate(ticks) ? ((ticks & TICKS_MASK) - TICKS_AT_1970) * NS_PER_TICK : FrameSlot.UNKNOWN_UTC_NS;
    }

    /** Ticks of a time in nanoseconds since 1970, rounded down. */
    static long ticks(long utcNs) {
        return Math.floorDiv(utcNs, NS_PER_TICK) + TICKS_AT_1970;
    }

    private void check(String name) throws BadInputException {
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx > Integer.MAX_VALUE / 8) {
            throw new BadInputException("FILE=" + name + " Width=" + widthPx + " Height=" + heightPx
                    + " is outside 1x1 .. 268 Mpx; the header is damaged");
        }
        if (pixelDepth < 1 || pixelDepth > 16) {
            throw new BadInputException(
                    "FILE=" + name + " PixelDepthPerPlane=" + pixelDepth + " is outside 1..16; the header is damaged");
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
