package org.lucida.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nom.tam.fits.FitsException;
import nom.tam.util.FitsOutputStream;

/**
 * Writes what drizzle made, as a drizzle case holds it: SCI, WHT, VAR (float32), CTX and COVERAGE (int32) as extensions; cubes of red,
 * green and blue in colour; CTX with one plane for each 32 frames.
 *
 * <p>Coordinates: rows in the order of the case, the first one of y = 0.
 * <p>Memory: a row at a time.
 * <p>Fails: never overwrites; on a full disk IOException with file, bytes needed and remedy, and no partial file.
 */
public final class DrizzleCaseOutput {
    /** What is to be written. */
    public interface Planes {
        int widthPx();

        int heightPx();

        int planeCount();

        boolean hasVariance();

        /** Planes of CTX, 0 for none. */
        int contextPlaneCount();

        void readValues(int plane, int y, float[] out);

        void readWeights(int plane, int y, float[] out);

        void readVariances(int plane, int y, float[] out);

        void readCounts(int plane, int y, int[] out);

        /** Bits of frames 32 p .. 32 p + 31. */
        void readContext(int p, int y, int[] out);
    }

    /**
     * A card of the primary header.
     *
     * @param value text, whole number, real number or truth
     */
    public record Card(String keyword, Object value, String comment) {}

    private interface FloatRow {
        void read(int plane, int y, float[] out);
    }

    private interface IntRow {
        void read(int plane, int y, int[] out);
    }

    private interface Part {
        void writeTo(SeekableByteChannel channel) throws IOException;
    }

    private final WholeFile files;

    public DrizzleCaseOutput() {
        this(WholeFile.REAL_DISK);
    }

    DrizzleCaseOutput(WholeFile.Disk disk) {
        files = new WholeFile(disk);
    }

    /**
     * Writes a new file.
     *
     * @param history sentences for the primary header: warnings, sources
     */
    public void write(Path file, Planes planes, List<Card> cards, List<String> history) throws IOException {
        List<Part> parts = new ArrayList<>();
        long imageBytes = StackFits.padded(4L * planes.widthPx() * planes.heightPx() * planes.planeCount());
        try {
            byte[] primary = primary(cards, history);
            parts.add(channel -> WholeFile.writeFully(channel, ByteBuffer.wrap(primary)));
            parts.add(floats(planes, "SCI", "weighted mean", planes::readValues));
            parts.add(floats(planes, "WHT", "sum of shares times weights", planes::readWeights));
            if (planes.contextPlaneCount() > 0) {
                parts.add(ints(
                        planes,
                        "CTX",
                        "bit k of plane p: frame 32 p + k is in it",
                        planes.contextPlaneCount(),
                        true,
                        planes::readContext));
            }
            if (planes.hasVariance()) {
                parts.add(floats(planes, "VAR", "variance of the mean", planes::readVariances));
            }
            parts.add(ints(
                    planes,
                    "COVERAGE",
                    "frames that reached a pixel",
                    planes.planeCount(),
                    planes.planeCount() > 1,
                    planes::readCounts));
        } catch (FitsException e) {
            throw new IOException("file=" + file + " has no valid FITS header; report this", e);
        }
        long bytesNeeded = (3L + (planes.hasVariance() ? 1 : 0) + planes.contextPlaneCount()) * imageBytes
                + 8L * StackFits.BLOCK_BYTES;
        files.create(file, bytesNeeded, channel -> {
            for (Part part : parts) {
                part.writeTo(channel);
            }
        });
    }

    private static byte[] primary(List<Card> cards, List<String> history) throws FitsException, IOException {
        FitsCards header = new FitsCards();
        header.put("SIMPLE", true, "FITS Standard 4.0");
        header.put("BITPIX", 8, "no data here");
        header.put("NAXIS", 0, "SCI, WHT and more follow");
        header.put("EXTEND", true, "");
        for (Card card : cards) {
            if (card.value() instanceof Boolean truth) {
                header.put(card.keyword(), truth.booleanValue(), card.comment());
            } else if (card.value() instanceof Integer || card.value() instanceof Long) {
                header.put(card.keyword(), ((Number) card.value()).longValue(), card.comment());
            } else if (card.value() instanceof Number number) {
                header.put(card.keyword(), number.doubleValue(), card.comment());
            } else {
                header.put(card.keyword(), String.valueOf(card.value()), card.comment());
            }
        }
        history.forEach(header::history);
        return bytes(header);
    }

    private static Part floats(Planes planes, String name, String meaning, FloatRow source)
            throws FitsException, IOException {
        byte[] header = header(planes, name, meaning, -32, planes.planeCount(), planes.planeCount() > 1);
        return channel -> {
            WholeFile.writeFully(channel, ByteBuffer.wrap(header));
            float[] row = new float[planes.widthPx()];
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * row.length).order(ByteOrder.BIG_ENDIAN);
            for (int plane = 0; plane < planes.planeCount(); plane++) {
                for (int y = 0; y < planes.heightPx(); y++) {
                    source.read(plane, y, row);
                    bytes.clear().asFloatBuffer().put(row);
                    WholeFile.writeFully(channel, bytes);
                }
            }
            pad(channel, 4L * row.length * planes.heightPx() * planes.planeCount());
        };
    }

    private static Part ints(Planes planes, String name, String meaning, int planeCount, boolean isCube, IntRow source)
            throws FitsException, IOException {
        byte[] header = header(planes, name, meaning, 32, planeCount, isCube);
        return channel -> {
            WholeFile.writeFully(channel, ByteBuffer.wrap(header));
            int[] row = new int[planes.widthPx()];
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * row.length).order(ByteOrder.BIG_ENDIAN);
            for (int plane = 0; plane < planeCount; plane++) {
                for (int y = 0; y < planes.heightPx(); y++) {
                    source.read(plane, y, row);
                    bytes.clear().asIntBuffer().put(row);
                    WholeFile.writeFully(channel, bytes);
                }
            }
            pad(channel, 4L * row.length * planes.heightPx() * planeCount);
        };
    }

    private static byte[] header(Planes planes, String name, String meaning, int bitpix, int planeCount, boolean isCube)
            throws FitsException, IOException {
        FitsCards cards = new FitsCards();
        cards.put("XTENSION", "IMAGE", "image extension");
        cards.put("BITPIX", bitpix, bitpix < 0 ? "IEEE floating point" : "integer");
        cards.put("NAXIS", isCube ? 3 : 2, "axes");
        cards.put("NAXIS1", planes.widthPx(), "columns");
        cards.put("NAXIS2", planes.heightPx(), "rows");
        if (isCube) {
            cards.put("NAXIS3", planeCount, "planes");
        }
        cards.put("PCOUNT", 0, "no parameters");
        cards.put("GCOUNT", 1, "one group");
        cards.put("EXTNAME", name, meaning);
        return bytes(cards);
    }

    private static byte[] bytes(FitsCards cards) throws FitsException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * StackFits.BLOCK_BYTES);
        try (FitsOutputStream out = new FitsOutputStream(bytes)) {
            cards.header().write(out);
        }
        return bytes.toByteArray();
    }

    private static void pad(SeekableByteChannel channel, long byteCount) throws IOException {
        WholeFile.writeFully(channel, ByteBuffer.allocate((int) (StackFits.padded(byteCount) - byteCount)));
    }
}
