package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;

/**
 * Reads a drizzle case: one FITS file with frames, weights, variances, maps from pixel to pixel, and all parameters.
 *
 * <p>For each frame k an image {@code IN_SCI_k} with EXPTIME, INUNITS, ISCALE, PSRATIO and WHTSCALE, {@code IN_WHT_k} (missing:
 * all ones), {@code IN_VAR_k} (if HASVAR = T) and {@code IN_MAP_k}, two planes with the columns and rows of the output that the
 * pixel centres land on. Other images of the file are not looked at. Numbers may be stored in any FITS type.
 *
 * <p>Memory: where the images are; one frame when it is asked for.
 * <p>Thread: one at a time.
 * <p>Error: {@link BadInputException} with keyword and remedy where the file does not hold what it must.
 */
public final class DrizzleCaseFits implements AutoCloseable {
    private static final int CHUNK_NUMBERS = 8192;
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 8;
    /** Packing with gzip makes nothing smaller than by this factor, so a header that claims more is wrong. */
    private static final long MOST_PACKING = 1032;

    /** An image in the file. */
    private record Unit(FitsInputHeader header, int bitpix, long[] axes) {
        long numberCount() {
            long numbers = axes.length == 0 ? 0 : 1;
            for (long axis : axes) {
                numbers *= axis;
            }
            return numbers;
        }
    }

    /**
     * What holds for the whole case.
     *
     * @param caseId its name, may be empty
     * @param kernelName as the file spells it
     * @param pixfrac side of the drop, input px
     * @param frameCount frames
     * @param layout colours of the input
     * @param widthPx columns of the output
     * @param heightPx rows of the output
     * @param fillAdu value where nothing falls
     * @param scale output px per input px, nominal
     * @param hasVariance variances are given
     */
    public record Parameters(
            String caseId,
            String kernelName,
            double pixfrac,
            int frameCount,
            ColorLayout layout,
            int widthPx,
            int heightPx,
            float fillAdu,
            double scale,
            boolean hasVariance) {}

    /** One frame of the case; arrays are row-major and the reader's own. */
    public static final class Frame {
        final int widthPx;
        final int heightPx;
        float[] values;
        float[] weights;
        float[] variances;
        double[] outXPx;
        double[] outYPx;
        double valueFactor;
        double pixelScaleRatio;
        double weightFactor;

        Frame(int widthPx, int heightPx) {
            this.widthPx = widthPx;
            this.heightPx = heightPx;
        }

        public int widthPx() {
            return widthPx;
        }

        public int heightPx() {
            return heightPx;
        }

        public float[] values() {
            return values;
        }

        /** Weights of the pixels, or empty if all are 1. */
        public Optional<float[]> weights() {
            return Optional.ofNullable(weights);
        }

        public Optional<float[]> variances() {
            return Optional.ofNullable(variances);
        }

        /** Column of the output each pixel centre lands on. */
        public double[] outXPx() {
            return outXPx;
        }

        /** Row of the output each pixel centre lands on. */
        public double[] outYPx() {
            return outYPx;
        }

        /** ISCALE, over EXPTIME if the values are counts. */
        public double valueFactor() {
            return valueFactor;
        }

        /** PSRATIO: size of an output pixel in input px. */
        public double pixelScaleRatio() {
            return pixelScaleRatio;
        }

        /** WHTSCALE. */
        public double weightFactor() {
            return weightFactor;
        }
    }

    private final FitsInputBytes in;
    private final String name;
    private final Map<String, Unit> units;
    private final Parameters parameters;
    private final byte[] chunk = new byte[CHUNK_NUMBERS * Double.BYTES];
    private final ByteBuffer numbers = ByteBuffer.wrap(chunk).order(ByteOrder.BIG_ENDIAN);

    private DrizzleCaseFits(FitsInputBytes in, String name, Map<String, Unit> units, Parameters parameters) {
        this.in = in;
        this.name = name;
        this.units = units;
        this.parameters = parameters;
    }

    /** Opens a case and reads all headers. */
    public static DrizzleCaseFits open(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        FitsInputBytes in = FitsInputBytes.open(file);
        try {
            Map<String, Unit> units = new HashMap<>();
            Unit primary = index(in, name, units);
            return new DrizzleCaseFits(in, name, units, parameters(primary.header(), units, name));
        } catch (IOException | RuntimeException | Error failure) {
            in.close();
            throw failure;
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Reads one frame. */
    public Frame readFrame(int k) throws IOException {
        Unit science = unit("IN_SCI_" + k, 1, null);
        int widthPx = (int) science.axes()[0];
        int heightPx = (int) science.axes()[1];
        Frame frame = new Frame(widthPx, heightPx);
        factors(science.header(), frame, "IN_SCI_" + k);
        frame.values = floats(science, "IN_SCI_" + k);
        if (units.containsKey("IN_WHT_" + k)) {
            frame.weights = floats(unit("IN_WHT_" + k, 1, science), "IN_WHT_" + k);
            for (float weight : frame.weights) {
                if (weight < 0 || weight == Float.POSITIVE_INFINITY) {
                    throw bad("IN_WHT_" + k, "holds " + weight, "weights run from 0 up");
                }
            }
        }
        if (parameters.hasVariance()) {
            frame.variances = floats(unit("IN_VAR_" + k, 1, science), "IN_VAR_" + k);
        }
        Unit map = unit("IN_MAP_" + k, 2, science);
        frame.outXPx = new double[widthPx * heightPx];
        frame.outYPx = new double[widthPx * heightPx];
        read(map, 0, frame.outXPx, "IN_MAP_" + k);
        read(map, frame.outXPx.length, frame.outYPx, "IN_MAP_" + k);
        return frame;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    // ---- headers ----------------------------------------------------------------------------------------------------

    private static Unit index(FitsInputBytes in, String name, Map<String, Unit> units) throws IOException {
        Unit primary = null;
        long offset = 0;
        byte[] one = new byte[1];
        long limitBytes = in.isPacked() ? in.fileBytes() * MOST_PACKING : in.fileBytes();
        do {
            FitsInputHeader header;
            try {
                header = FitsInputHeader.read(in, offset, name);
            } catch (BadInputException damaged) {
                if (primary == null) {
                    throw damaged;
                }
                throw new BadInputException(
                        "FILE=" + name + " has no header at byte " + offset
                                + " where one is due; the file is damaged, fetch it again (" + damaged.getMessage()
                                + ")",
                        damaged);
            }
            Unit unit = unit(header, name);
            long dataBytes = Math.multiplyExact(unit.numberCount(), (long) Math.abs(unit.bitpix()) / 8);
            if (dataBytes > 0 && header.dataOffset() + dataBytes > limitBytes) {
                throw new BadInputException("FILE=" + name + " EXTNAME="
                        + header.text("EXTNAME").orElse("primary") + " promises " + dataBytes
                        + " bytes and the file ends before; the file is cut short, fetch it again");
            }
            if (primary == null) {
                primary = unit;
            }
            header.text("EXTNAME").ifPresent(text -> units.putIfAbsent(text.toUpperCase(Locale.ROOT), unit));
            offset = header.dataOffset() + StackFits.padded(dataBytes);
        } while (in.read(offset, one, 1) == 1 && offset < limitBytes);
        return primary;
    }

    private static Unit unit(FitsInputHeader header, String name) throws BadInputException {
        long bitpix = whole(header, "BITPIX", -64, 64, name);
        if (!Set.of(8L, 16L, 32L, 64L, -32L, -64L).contains(bitpix)) {
            throw bad(name, "BITPIX=" + bitpix + " is none of 8, 16, 32, 64, -32, -64", "the header is damaged");
        }
        long[] axes = new long[(int) whole(header, "NAXIS", 0, 8, name)];
        long numbers = 1;
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = whole(header, "NAXIS" + (axis + 1), 0, Integer.MAX_VALUE, name);
            numbers *= axes[axis];
            if (numbers > Long.MAX_VALUE / Integer.MAX_VALUE / 16) {
                throw bad(
                        name, "NAXIS" + (axis + 1) + "=" + axes[axis] + " is beyond any file", "the header is damaged");
            }
        }
        return new Unit(header, (int) bitpix, axes);
    }

    private static Parameters parameters(FitsInputHeader header, Map<String, Unit> units, String name)
            throws BadInputException {
        if (header.text("KERNEL").isEmpty() && !units.containsKey("IN_SCI_0")) {
            throw bad(
                    name,
                    "KERNEL=nothing: this is no drizzle case",
                    "give one, or plain frames with --shifts or --transforms");
        }
        ColorLayout layout = header.text("BAYERPAT")
                .map(text -> ColorLayout.named(text).filter(found -> found.samplesPerPixel() == 1))
                .orElse(Optional.of(ColorLayout.MONO))
                .orElseThrow(() -> bad(
                        name,
                        "BAYERPAT=" + header.text("BAYERPAT").orElse("") + " is no Bayer order",
                        "use NONE, RGGB, GRBG, GBRG or BGGR"));
        OptionalLong channels = header.integer("NCHAN");
        if (channels.isPresent() && channels.getAsLong() != layout.planeCount()) {
            throw bad(
                    name,
                    "NCHAN=" + channels.getAsLong() + " does not go with BAYERPAT=" + layout,
                    "use NCHAN=" + layout.planeCount());
        }
        double scale = real(header, "SCALE", 1, name);
        if (scale <= 0) {
            throw bad(name, "SCALE=" + scale + " is not above 0", "give output px per input px");
        }
        double pixfrac = real(header, "PIXFRAC", Double.NaN, name);
        if (!(pixfrac >= 0 && pixfrac <= 1)) {
            throw bad(name, "PIXFRAC=" + pixfrac + " is outside 0..1", "give the side of the drop in input px");
        }
        long width = whole(header, "OUTNX", 1, MOST_PIXELS, name);
        long height = whole(header, "OUTNY", 1, MOST_PIXELS, name);
        if (width * height > MOST_PIXELS) {
            throw bad(name, "OUTNX=" + width + " OUTNY=" + height + " is more than 268 Mpx", "the header is damaged");
        }
        return new Parameters(
                header.text("CASEID").orElse(""),
                required(header, "KERNEL", name),
                pixfrac,
                (int) whole(header, "NFRAMES", 1, Integer.MAX_VALUE, name),
                layout,
                (int) width,
                (int) height,
                fill(header.text("FILLVAL").orElse("0"), name),
                scale,
                truth(header, "HASVAR", name));
    }

    private static float fill(String text, String name) throws BadInputException {
        String word = text.strip().toLowerCase(Locale.ROOT);
        switch (word) {
            case "nan", "indef":
                return Float.NaN;
            case "inf", "+inf":
                return Float.POSITIVE_INFINITY;
            case "-inf":
                return Float.NEGATIVE_INFINITY;
            default:
                try {
                    return Float.parseFloat(word);
                } catch (NumberFormatException e) {
                    throw bad(name, "FILLVAL=" + text + " is no number", "use 0, nan or another value");
                }
        }
    }

    private static boolean truth(FitsInputHeader header, String keyword, String name) throws BadInputException {
        String text = header.text(keyword).orElse("F");
        if (!text.equals("T") && !text.equals("F")) {
            throw bad(name, keyword + "=" + text + " is neither T nor F", "correct the header");
        }
        return text.equals("T");
    }

    private void factors(FitsInputHeader header, Frame frame, String unitName) throws BadInputException {
        String where = name + " EXTNAME=" + unitName;
        double exposureS = real(header, "EXPTIME", 1, where);
        String unit = header.text("INUNITS").orElse("cps").toLowerCase(Locale.ROOT);
        if (!unit.equals("cps") && !unit.equals("counts")) {
            throw bad(where, "INUNITS=" + unit + " is neither cps nor counts", "correct the header");
        }
        if (unit.equals("counts") && !(exposureS > 0)) {
            throw bad(where, "EXPTIME=" + exposureS + " cannot turn counts into a rate", "give seconds above 0");
        }
        frame.valueFactor = real(header, "ISCALE", 1, where) / (unit.equals("counts") ? exposureS : 1);
        frame.pixelScaleRatio = real(header, "PSRATIO", 1 / parameters.scale(), where);
        if (!(frame.pixelScaleRatio > 0)) {
            throw bad(where, "PSRATIO=" + frame.pixelScaleRatio + " is not above 0", "give output px in input px");
        }
        frame.weightFactor = real(header, "WHTSCALE", 1, where);
        if (!(frame.weightFactor >= 0)) {
            throw bad(where, "WHTSCALE=" + frame.weightFactor + " is below 0", "weights run from 0 up");
        }
        if (!Double.isFinite(frame.valueFactor)) {
            throw bad(where, "ISCALE and EXPTIME give no finite factor", "correct the header");
        }
    }

    private static String required(FitsInputHeader header, String keyword, String name) throws BadInputException {
        Optional<String> text = header.text(keyword);
        if (text.isEmpty()) {
            throw bad(name, keyword + "=nothing", "the case must say it");
        }
        return text.get();
    }

    private static double real(FitsInputHeader header, String keyword, double otherwise, String name)
            throws BadInputException {
        Optional<String> text = header.text(keyword);
        if (text.isEmpty() && !Double.isNaN(otherwise)) {
            return otherwise;
        }
        OptionalDouble value = header.real(keyword);
        if (value.isEmpty()) {
            throw bad(name, keyword + "=" + text.orElse("nothing") + " is no number", "correct the header");
        }
        return value.getAsDouble();
    }

    private static long whole(FitsInputHeader header, String keyword, long least, long most, String name)
            throws BadInputException {
        OptionalLong value = header.integer(keyword);
        if (value.isEmpty() || value.getAsLong() < least || value.getAsLong() > most) {
            throw bad(
                    name,
                    keyword + "=" + header.text(keyword).orElse("nothing") + " is no whole number in " + least + ".."
                            + most,
                    "the header is damaged");
        }
        return value.getAsLong();
    }

    private static BadInputException bad(String where, String what, String remedy) {
        return new BadInputException("FILE=" + where + " " + what + "; " + remedy);
    }

    // ---- data -------------------------------------------------------------------------------------------------------

    private Unit unit(String unitName, int planeCount, Unit like) throws BadInputException {
        Unit unit = units.get(unitName);
        if (unit == null) {
            throw bad(
                    name,
                    "EXTNAME=" + unitName + " is missing",
                    "the case needs it for each of NFRAMES=" + parameters.frameCount() + " frames");
        }
        long[] axes = unit.axes();
        long planes = 1;
        for (int axis = 2; axis < axes.length; axis++) {
            planes *= axes[axis];
        }
        if (axes.length < 2 || planes != planeCount || axes[0] < 1 || axes[1] < 1 || axes[0] * axes[1] > MOST_PIXELS) {
            throw bad(
                    name,
                    "EXTNAME=" + unitName + " NAXIS=" + axes.length + " is not an image of " + planeCount
                            + " planes with pixels in them",
                    "write it so");
        }
        if (like != null && (axes[0] != like.axes()[0] || axes[1] != like.axes()[1])) {
            throw bad(
                    name,
                    "EXTNAME=" + unitName + " NAXIS1=" + axes[0] + " NAXIS2=" + axes[1] + " differs from its frame of "
                            + like.axes()[0] + "x" + like.axes()[1] + " px",
                    "all images of a frame must be of one size");
        }
        return unit;
    }

    private float[] floats(Unit unit, String unitName) throws IOException {
        double[] exact = new double[CHUNK_NUMBERS];
        float[] values = new float[(int) unit.numberCount()];
        for (int done = 0; done < values.length; done += CHUNK_NUMBERS) {
            int part = Math.min(CHUNK_NUMBERS, values.length - done);
            readPart(unit, done, exact, 0, part, unitName);
            for (int i = 0; i < part; i++) {
                values[done + i] = (float) exact[i];
            }
        }
        return values;
    }

    private void read(Unit unit, long first, double[] values, String unitName) throws IOException {
        for (int done = 0; done < values.length; done += CHUNK_NUMBERS) {
            readPart(unit, first + done, values, done, Math.min(CHUNK_NUMBERS, values.length - done), unitName);
        }
    }

    private void readPart(Unit unit, long first, double[] out, int at, int count, String unitName) throws IOException {
        int numberBytes = Math.abs(unit.bitpix()) / 8;
        int bytes = count * numberBytes;
        if (in.read(unit.header().dataOffset() + first * numberBytes, chunk, bytes) < bytes) {
            throw bad(name, "EXTNAME=" + unitName + " ends early", "the file is cut short, fetch it again");
        }
        double zero = unit.header().real("BZERO").orElse(0);
        double step = unit.header().real("BSCALE").orElse(1);
        for (int i = 0; i < count; i++) {
            double number =
                    switch (unit.bitpix()) {
                        case 8 -> chunk[i] & 0xFF;
                        case 16 -> numbers.getShort(2 * i);
                        case 32 -> numbers.getInt(4 * i);
                        case 64 -> numbers.getLong(8 * i);
                        case -32 -> numbers.getFloat(4 * i);
                        default -> numbers.getDouble(8 * i);
                    };
            out[at + i] = number * step + zero;
        }
    }
}
