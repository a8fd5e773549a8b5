package org.lucida.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * Where the frames of one FITS file lie and how its numbers become samples.
 *
 * <p>The first header unit with an image counts; units without data before it are skipped.
 *
 * @param format what the frames are once read
 * @param bitpix bits of a number in the file; negative for floating point
 * @param zero added to each number after the scale
 * @param scale each number is multiplied by it
 * @param blank the whole number that stands for "no value"
 * @param bottomUp true if the first row in the file is the bottom of the picture
 * @param frameCount frames, as the header says
 * @param dataOffset first byte of the data
 */
record FitsInputImage(
        FrameFormat format,
        int bitpix,
        double zero,
        double scale,
        OptionalLong blank,
        boolean bottomUp,
        int frameCount,
        long dataOffset) {
    private static final int MAX_UNITS = 32;
    private static final int MAX_AXES = 8;
    private static final double UNSIGNED_ZERO = 32_768;

    /** An image with the header it was found in and the oddities of that header. */
    record Found(FitsInputHeader header, FitsInputImage image, List<String> notes) {}

    /**
     * Finds the image of a file.
     *
     * @param wished colours to believe instead of the header's
     */
    static Found find(FitsInputBytes in, Optional<ColorLayout> wished, String name) throws IOException {
        long offset = 0;
        for (int unit = 0; unit < MAX_UNITS; unit++) {
            FitsInputHeader header = FitsInputHeader.read(in, offset, name);
            if (header.isTrue("ZIMAGE")) {
                throw new BadInputException("FILE=" + name + " is packed by tiles (ZIMAGE=T); unpack it with funpack");
            }
            int axisCount = (int) whole(header, "NAXIS", 0, MAX_AXES, name);
            boolean isTable = header.text("XTENSION")
                    .filter(kind -> !kind.equals("IMAGE"))
                    .isPresent();
            long dataBytes = dataBytes(header, axisCount, name);
            if (axisCount >= 2 && dataBytes > 0 && !isTable) {
                List<String> notes = new ArrayList<>();
                return new Found(header, of(header, axisCount, wished, name, notes), notes);
            }
            long blocks = (dataBytes + FitsInputHeader.BLOCK_BYTES - 1) / FitsInputHeader.BLOCK_BYTES;
            offset = header.dataOffset() + blocks * FitsInputHeader.BLOCK_BYTES;
            if (in.read(offset, new byte[1], 1) == 0) {
                break;
            }
        }
        throw new BadInputException("FILE=" + name + " holds no image of two axes; choose another file");
    }

    /** Bytes of one number in the file. */
    int numberBytes() {
        return Math.abs(bitpix) / 8;
    }

    /** Numbers of one frame. */
    long frameNumbers() {
        return (long) format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
    }

    /** Bytes of one frame in the file. */
    long frameBytes() {
        return frameNumbers() * numberBytes();
    }

    /** True for the plain unsigned 16-bit samples all capture programs write. */
    boolean isUnsigned16() {
        return bitpix == 16 && zero == UNSIGNED_ZERO && scale == 1 && blank.isEmpty();
    }

    /** True for plain unsigned bytes. */
    boolean isByte() {
        return bitpix == 8 && zero == 0 && scale == 1 && blank.isEmpty();
    }

    /** True for floating-point numbers, which may run from 0 to 1. */
    boolean isFloat() {
        return bitpix < 0;
    }

    private static FitsInputImage of(
            FitsInputHeader header, int axisCount, Optional<ColorLayout> wished, String name, List<String> notes)
            throws BadInputException {
        int bitpix = bitpix(header, name);
        long width = whole(header, "NAXIS1", 1, Integer.MAX_VALUE / 8, name);
        long height = whole(header, "NAXIS2", 1, Integer.MAX_VALUE / 8, name);
        if (width * height > Integer.MAX_VALUE / 8) {
            throw new BadInputException("FILE=" + name + " NAXIS1=" + width + " NAXIS2=" + height
                    + " is more than 268 Mpx; the header is damaged");
        }
        long planes = 1;
        for (int axis = 3; axis <= axisCount; axis++) {
            planes *= whole(header, "NAXIS" + axis, 1, Integer.MAX_VALUE, name);
            if (planes > Integer.MAX_VALUE) {
                throw new BadInputException(
                        "FILE=" + name + " NAXIS" + axis + " makes " + planes + " planes; the header is damaged");
            }
        }
        boolean bottomUp = isBottomUp(header, notes);
        ColorLayout layout = layout(header, axisCount, planes, (int) height, bottomUp, wished, notes);
        double zero = header.real("BZERO").orElse(0);
        double scale = header.real("BSCALE").orElse(1);
        if (scale == 0) {
            notes.add("BSCALE=0 would make every sample equal; taken as 1");
            scale = 1;
        }
        boolean isByte = bitpix == 8 && zero == 0 && scale == 1;
        FrameFormat format = new FrameFormat((int) width, (int) height, layout, isByte ? 8 : 16);
        OptionalLong blank = bitpix > 0 ? header.integer("BLANK") : OptionalLong.empty();
        long frames = planes / layout.samplesPerPixel();
        return new FitsInputImage(format, bitpix, zero, scale, blank, bottomUp, (int) frames, header.dataOffset());
    }

    private static int bitpix(FitsInputHeader header, String name) throws BadInputException {
        long bitpix = header.integer("BITPIX").orElse(0);
        if (bitpix == 8 || bitpix == 16 || bitpix == 32 || bitpix == 64 || bitpix == -32 || bitpix == -64) {
            return (int) bitpix;
        }
        throw new BadInputException(
                "FILE=" + name + " BITPIX=" + header.text("BITPIX").orElse("nothing")
                        + " is none of 8, 16, 32, 64, -32, -64; the header is damaged");
    }

    private static boolean isBottomUp(FitsInputHeader header, List<String> notes) {
        Optional<String> order = header.text("ROWORDER").map(text -> text.toUpperCase(Locale.ROOT));
        if (order.isEmpty()) {
            notes.add("ROWORDER is not given; the first row in the file was taken as the top of the picture");
            return false;
        }
        if (order.get().equals("BOTTOM-UP")) {
            notes.add("ROWORDER=BOTTOM-UP; the rows were turned so that the last one in the file is the top");
            return true;
        }
        if (!order.get().equals("TOP-DOWN")) {
            notes.add("ROWORDER=" + order.get() + " is unknown; the first row in the file was taken as the top");
        }
        return false;
    }

    private static ColorLayout layout(
            FitsInputHeader header,
            int axisCount,
            long planes,
            int heightPx,
            boolean bottomUp,
            Optional<ColorLayout> wished,
            List<String> notes) {
        boolean threePlanes = axisCount >= 3 && planes == 3;
        if (wished.isPresent()) {
            if (wished.get().samplesPerPixel() == 3 && !threePlanes) {
                throw new IllegalArgumentException("layout=" + wished.get() + " needs three planes, the file has "
                        + planes + "; use MONO or a Bayer order");
            }
            return wished.get();
        }
        if (threePlanes
                && header.text("CTYPE3").filter(FitsInputImage::isTimeAxis).isEmpty()) {
            notes.add("NAXIS3=3; taken as one picture of red, green and blue planes, give the layout MONO to read three"
                    + " frames");
            return ColorLayout.RGB;
        }
        return mosaic(header, heightPx, bottomUp, notes);
    }

    private static boolean isTimeAxis(String kind) {
        String upper = kind.toUpperCase(Locale.ROOT);
        return upper.startsWith("TIME") || upper.startsWith("FRAME") || upper.startsWith("UTC");
    }

    /** The Bayer order at the top-left pixel: the pattern of the file's first pixel, moved and turned as told. */
    private static ColorLayout mosaic(FitsInputHeader header, int heightPx, boolean bottomUp, List<String> notes) {
        Optional<String> pattern = header.text("BAYERPAT");
        Optional<ColorLayout> named =
                pattern.flatMap(ColorLayout::named).filter(layout -> layout.samplesPerPixel() == 1);
        if (named.isEmpty()) {
            named = header.text("COLORTYP")
                    .or(() -> header.text("CFAIMAGE"))
                    .flatMap(ColorLayout::named)
                    .filter(ColorLayout::isMosaic);
        }
        if (named.isEmpty()) {
            pattern.ifPresent(text -> notes.add(
                    "BAYERPAT=" + text + " is no Bayer order; taken as MONO, give the colour layout to override"));
            return ColorLayout.MONO;
        }
        long xOffset = header.integer("XBAYROFF").orElse(0);
        long yOffset = header.integer("YBAYROFF").orElse(0);
        ColorLayout inFile = named.get().at((int) (xOffset & 1), (int) (yOffset & 1));
        return bottomUp ? inFile.at(0, heightPx - 1) : inFile;
    }

    private static long dataBytes(FitsInputHeader header, int axisCount, String name) throws BadInputException {
        if (axisCount == 0) {
            return 0;
        }
        try {
            long numbers = 1;
            for (int axis = 1; axis <= axisCount; axis++) {
                numbers = Math.multiplyExact(numbers, whole(header, "NAXIS" + axis, 0, Integer.MAX_VALUE, name));
            }
            numbers = Math.addExact(numbers, header.integer("PCOUNT").orElse(0));
            numbers = Math.multiplyExact(numbers, header.integer("GCOUNT").orElse(1));
            long bytes = Math.multiplyExact(numbers, Math.abs(bitpix(header, name)) / 8);
            if (bytes < 0 || bytes > Long.MAX_VALUE / 4) {
                throw new ArithmeticException("size");
            }
            return bytes;
        } catch (ArithmeticException tooMuch) {
            throw new BadInputException(
                    "FILE=" + name + " NAXIS=" + axisCount + " with sizes beyond any file; the header is damaged",
                    tooMuch);
        }
    }

    private static long whole(FitsInputHeader header, String keyword, long least, long most, String name)
            throws BadInputException {
        OptionalLong value = header.integer(keyword);
        if (value.isEmpty() || value.getAsLong() < least || value.getAsLong() > most) {
            throw new BadInputException(
                    "FILE=" + name + " " + keyword + "=" + header.text(keyword).orElse("nothing")
                            + " is no whole number in " + least + ".." + most + "; the header is damaged");
        }
        return value.getAsLong();
    }
}
