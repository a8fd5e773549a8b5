package org.lucida.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small FITS files made byte by byte for tests. */
public final class FitsPictures {
    private final List<String> cards = new ArrayList<>();
    private byte[] data = new byte[0];

    /** A primary header with these axes. */
    public static FitsPictures of(int bitpix, int... axes) {
        FitsPictures picture =
                new FitsPictures().card("SIMPLE", "T").card("BITPIX", bitpix).card("NAXIS", axes.length);
        for (int i = 0; i < axes.length; i++) {
            picture.card("NAXIS" + (i + 1), axes[i]);
        }
        return picture;
    }

    /** Unsigned 16-bit samples with BZERO, row by row. */
    public static FitsPictures unsigned16(int widthPx, int heightPx, int... samples) {
        FitsPictures picture = of(16, widthPx, heightPx).card("BZERO", 32768).card("BSCALE", 1);
        ByteBuffer out = ByteBuffer.allocate(2 * samples.length);
        for (int sample : samples) {
            out.putShort((short) (sample - 32768));
        }
        return picture.data(out.array());
    }

    public FitsPictures card(String keyword, Object value) {
        return line(String.format("%-8s= %20s", keyword, value));
    }

    public FitsPictures text(String keyword, String value) {
        return line(String.format("%-8s= '%-8s'", keyword, value));
    }

    /** One card word for word. */
    public FitsPictures line(String card) {
        cards.add(card);
        return this;
    }

    public FitsPictures data(byte[] bytes) {
        data = bytes;
        return this;
    }

    public byte[] bytes() {
        StringBuilder head = new StringBuilder();
        for (String card : cards) {
            head.append(String.format("%-80s", card));
        }
        head.append(String.format("%-80s", "END"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(padded(head.toString().getBytes(StandardCharsets.ISO_8859_1), (byte) ' '));
        out.writeBytes(padded(data, (byte) 0));
        return out.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return write(file, bytes());
    }

    /** Writes bytes, packed if the name ends in .gz. */
    public static Path write(Path file, byte[] bytes) throws IOException {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(bytes);
        }
        return file;
    }

    /** The cards of a header kept as text, comment lines left out. */
    static List<String> cardsOf(InputStream text) throws IOException {
        List<String> cards = new ArrayList<>();
        for (String line : new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (line.startsWith("END") || line.startsWith("#") || line.isBlank()) {
                continue;
            }
            cards.add(line.length() > 80 ? line.substring(0, 80) : line);
        }
        return cards;
    }

    /** A file with the given cards and as much data as its axes ask for, at most the given number of bytes. */
    static byte[] fromCards(List<String> cards, int dataBytes) {
        FitsPictures picture = new FitsPictures();
        cards.forEach(picture::line);
        byte[] data = new byte[dataBytes];
        for (int i = 0; i < dataBytes; i++) {
            data[i] = (byte) (i * 31);
        }
        return picture.data(data).bytes();
    }

    private static byte[] padded(byte[] bytes, byte filling) {
        byte[] blocks = new byte[(bytes.length + 2879) / 2880 * 2880];
        java.util.Arrays.fill(blocks, filling);
        System.arraycopy(bytes, 0, blocks, 0, bytes.length);
        return blocks;
    }
}
