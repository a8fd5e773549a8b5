package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCard;
import nom.tam.util.Cursor;
import org.lucida.frame.BadInputException;

/**
 * A finished stack read back from its FITS file: one grey plane, or red, green and blue, with its header cards.
 *
 * <p>Reads what {@link StackFits} writes, and stacks of other programs: any FITS image of one or three planes, whole numbers or
 * floating point, plain or packed with gzip. Blank and infinite values become NaN.
 *
 * <p>Coordinates: row 0 is the top, whatever the file's ROWORDER.
 * <p>Memory: four bytes for each sample, taken only after the file has proved long enough.
 * <p>Fails: {@link BadInputException} in one sentence if the file is no stack, cut short or empty of light.
 */
public final class StackFile {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final int widthPx;
    private final int heightPx;
    private final float[][] planes;
    private final FitsInputHeader header;

    private StackFile(Path file, int widthPx, int heightPx, float[][] planes, FitsInputHeader header) {
        this.file = file;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.planes = planes;
        this.header = header;
    }

    /** The header cards of a stack file alone, for a processed file of the same stack. */
    public static Source sourceOf(Path file) throws IOException {
        String name = file.toString();
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            return source(file, FitsInputImage.find(in, Optional.empty(), name).header());
        }
    }

    /** Reads a stack. */
    public static StackFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException("STACK=" + file
                    + " is a folder; name the FITS file of one stack, for instance the -stack.fits in it");
        }
        String name = file.toString();
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            FitsInputImage.Found found = FitsInputImage.find(in, Optional.empty(), name);
            FitsInputImage image = found.image();
            if (image.format().layout().isMosaic()) {
                throw new BadInputException("STACK=" + name + " is a raw frame with the mosaic "
                        + image.format().layout() + ", not a stack; stack it first with lucida stack");
            }
            if (image.frameCount() != 1) {
                throw new BadInputException("STACK=" + name + " holds " + image.frameCount()
                        + " frames, not a stack; stack them first with lucida stack");
            }
            requireLength(in, image, name);
            float[][] planes = planes(in, image, name);
            requireLight(planes, name);
            return new StackFile(file, image.format().widthPx(), image.format().heightPx(), planes, found.header());
        }
    }

    private static void requireLength(FitsInputBytes in, FitsInputImage image, String name) throws IOException {
        long endByte = image.dataOffset() + image.frameBytes();
        // A packed file does not tell its length; its last byte is fetched instead.
        boolean isShort = in.isPacked() ? in.read(endByte - 1, new byte[1], 1) < 1 : in.fileBytes() < endByte;
        if (isShort) {
            throw new BadInputException("STACK=" + name + " ends before its last pixel: its header tells of "
                    + image.format().widthPx() + "x" + image.format().heightPx() + " px with "
                    + image.format().layout().samplesPerPixel()
                    + " plane(s); the file is cut short or its header damaged, fetch or write it again");
        }
    }

    private static float[][] planes(FitsInputBytes in, FitsInputImage image, String name) throws IOException {
        int width = image.format().widthPx();
        int height = image.format().heightPx();
        float[][] planes = new float[image.format().layout().samplesPerPixel()][width * height];
        int rowBytes = width * image.numberBytes();
        int rowsAtOnce = Math.max(1, CHUNK_BYTES / rowBytes);
        byte[] bytes = new byte[rowsAtOnce * rowBytes];
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        long at = image.dataOffset();
        for (float[] plane : planes) {
            for (int y = 0; y < height; y += rowsAtOnce) {
                int rows = Math.min(rowsAtOnce, height - y);
                if (in.read(at, bytes, rows * rowBytes) < rows * rowBytes) {
                    throw new BadInputException(
                            "STACK=" + name + " ends before its last pixel; the file is cut short, fetch it again");
                }
                at += (long) rows * rowBytes;
                for (int r = 0; r < rows; r++) {
                    int row = image.bottomUp() ? height - 1 - y - r : y + r;
                    readRow(image, numbers, r * rowBytes, plane, row * width, width);
                }
            }
        }
        return planes;
    }

    private static void readRow(FitsInputImage image, ByteBuffer in, int at, float[] out, int start, int count) {
        int step = image.numberBytes();
        boolean isPlain = image.bitpix() == -32 && image.zero() == 0 && image.scale() == 1;
        for (int x = 0; x < count; x++) {
            float value;
            if (isPlain) {
                value = in.getFloat(at + x * step);
            } else {
                value = (float) number(image, in, at + x * step);
            }
            out[start + x] = Float.isFinite(value) ? value : Float.NaN;
        }
    }

    private static double number(FitsInputImage image, ByteBuffer in, int at) {
        long whole =
                switch (image.bitpix()) {
                    case 8 -> in.get(at) & 0xff;
                    case 16 -> in.getShort(at);
                    case 32 -> in.getInt(at);
                    case 64 -> in.getLong(at);
                    default -> 0;
                };
        if (image.bitpix() > 0) {
            boolean isBlank = image.blank().isPresent() && image.blank().getAsLong() == whole;
            return isBlank ? Double.NaN : whole * image.scale() + image.zero();
        }
        double real = image.bitpix() == -32 ? in.getFloat(at) : in.getDouble(at);
        return real * image.scale() + image.zero();
    }

    private static void requireLight(float[][] planes, String name) throws BadInputException {
        boolean hasValue = false;
        boolean hasRange = false;
        for (float[] plane : planes) {
            float first = Float.NaN;
            for (int i = 0; i < plane.length && !hasRange; i++) {
                if (!Float.isNaN(plane[i])) {
                    hasValue = true;
                    hasRange = !Float.isNaN(first) && plane[i] != first;
                    first = plane[i];
                }
            }
        }
        if (!hasValue) {
            throw new BadInputException("STACK=" + name
                    + " holds no value at all (every pixel is NaN); no frame came into it, stack again");
        }
        if (!hasRange) {
            throw new BadInputException(
                    "STACK=" + name + " has the same value in every pixel; nothing can be seen in it, stack again");
        }
    }

    public Path file() {
        return file;
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    /** One grey plane or red, green and blue, linear ADU, NaN where there is nothing. The arrays themselves. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public float[][] planes() {
        return planes;
    }

    /** The value of a header card as text; empty if there is none. */
    public Optional<String> text(String keyword) {
        return header.text(keyword);
    }

    /** The value of a header card as a number; empty if there is none. */
    public OptionalDouble number(String keyword) {
        return header.real(keyword);
    }

    /** The header as it was read. */
    public Source source() {
        return source(file, header);
    }

    private static Source source(Path file, FitsInputHeader header) {
        Path name = file.getFileName();
        return new Source(name == null ? "" : name.toString(), header.cards());
    }

    /** Header cards that go on into a processed file. */
    public static final class Source {
        /** A stack without a file: the window's. */
        public static final Source NONE = new Source("", List.of());

        private final String name;
        private final List<FitsInputHeader.Card> cards;

        private Source(String name, List<FitsInputHeader.Card> cards) {
            this.name = name;
            this.cards = List.copyOf(cards);
        }

        /** The cards of a header that is in no file yet. */
        static Source of(Header header) {
            List<FitsInputHeader.Card> cards = new ArrayList<>();
            for (Cursor<String, HeaderCard> it = header.iterator(); it.hasNext(); ) {
                HeaderCard card = it.next();
                cards.add(new FitsInputHeader.Card(
                        card.getKey(),
                        card.getValue() == null ? "" : card.getValue(),
                        card.getComment() == null ? "" : card.getComment()));
            }
            return new Source("", cards);
        }

        /** The value of a header card as text; empty if there is none. */
        public Optional<String> text(String keyword) {
            return cards.stream()
                    .filter(card -> card.keyword().equals(keyword))
                    .map(card -> card.value().strip())
                    .findFirst()
                    .filter(value -> !value.isEmpty());
        }

        /** The value of a header card as a number; empty if there is none. */
        public OptionalDouble number(String keyword) {
            return StackFacts.number(text(keyword).orElse(null));
        }

        String name() {
            return name;
        }

        List<FitsInputHeader.Card> cards() {
            return cards;
        }
    }
}
