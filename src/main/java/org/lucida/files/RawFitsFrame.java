package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalDouble;
import nom.tam.fits.FitsException;
import org.lucida.frame.FrameFormat;

/**
 * How a raw frame looks in a FITS file: the header, and the samples in its order.
 *
 * <p>Shape: 8 bit unsigned as BITPIX 8, more as BITPIX 16 with BZERO 32768; colours of a pixel become planes, red first.
 * <p>Memory: one frame outside the heap; {@link #convert} allocates nothing.
 */
final class RawFitsFrame {
    private static final int CARD_BYTES = 80;
    private static final int VALUE_OFFSET = 10;
    private static final int VALUE_CHARS = 20;
    /** As long as a time, so that one can be written over it. */
    private static final String NO_TIME = "                          ";

    private final FrameFormat format;
    private final byte[] header;
    private final ByteBuffer samples;

    private RawFitsFrame(FrameFormat format, byte[] header) {
        this.format = format;
        this.header = header;
        samples = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Lays out header and buffer.
     *
     * @param isCube true for a third axis of frames, 0 long for now
     */
    static RawFitsFrame of(StackFacts.Source source, boolean isCube) throws IOException {
        FrameFormat format = source.format();
        int planes = format.layout().samplesPerPixel();
        try {
            FitsCards cards = new FitsCards();
            cards.put("SIMPLE", true, "FITS Standard 4.0");
            cards.put("BITPIX", format.bytesPerSample() * Byte.SIZE, "integer");
            cards.put("NAXIS", isCube || planes == 3 ? 3 : 2, "axes");
            cards.put("NAXIS1", format.widthPx(), "columns");
            cards.put("NAXIS2", format.heightPx(), "rows");
            if (isCube) {
                cards.put("NAXIS3", 0, "frames");
            } else if (planes == 3) {
                cards.put("NAXIS3", 3, "planes are red, green, blue");
            }
            cards.put("EXTEND", true, "extensions may follow");
            if (format.bytesPerSample() == 2) {
                cards.put("BZERO", 32768, "[adu] unsigned 16 bit");
                cards.put("BSCALE", 1, "");
            }
            cards.put("TIMESYS", "UTC", "time scale of all times here");
            cards.put("DATE-OBS", NO_TIME.replace(' ', '0'), "UTC start of the first exposure");
            if (isCube) {
                cards.put("CTYPE3", "FRAME", "third axis is the number of the frame");
            } else if (planes == 3) {
                cards.put("CTYPE3", "RGB", "planes are red, green, blue");
            }
            cards.put("ROWORDER", "TOP-DOWN", "first row is the top of the image");
            if (format.layout().isMosaic()) {
                cards.put("BAYERPAT", format.layout().name(), "of the top left pixels");
                cards.put("XBAYROFF", 0, "");
                cards.put("YBAYROFF", 0, "");
            }
            cards.put("BUNIT", "adu", "raw samples");
            cards.put("SATURATE", format.maxAdu(), "[adu] largest value of a sample");
            cards.put("IMAGETYP", "LIGHT", "raw frame");
            OptionalDouble exposureUs = source.exposureUs();
            if (exposureUs.isPresent()) {
                cards.put("EXPTIME", exposureUs.getAsDouble() / 1e6, "[s] exposure");
                cards.put("EXPOSURE", exposureUs.getAsDouble() / 1e6, "[s] exposure");
            }
            cards.put("INSTRUME", source.facts().getOrDefault("INSTRUME", source.cameraName()), "camera");
            SourceCards.putRaw(cards, source.facts());
            RawFitsFrame frame = new RawFitsFrame(format, StackFits.bytes(cards.header()));
            frame.putTime("");
            return frame;
        } catch (FitsException impossible) {
            throw new IOException(
                    "camera=" + source.address() + " has facts no FITS header can hold; record as ser", impossible);
        }
    }

    /** The header as it is now; a whole number of FITS blocks. Valid until the next put. */
    byte[] header() {
        return header;
    }

    /** Sets the number of frames of a cube. */
    void putFrameCount(int count) {
        byte[] digits = String.format("%" + VALUE_CHARS + "d", count).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, cardOffset("NAXIS3") + VALUE_OFFSET, VALUE_CHARS);
    }

    /** Sets the time of the exposure, or takes it back with an empty text. */
    void putTime(String iso) {
        byte[] value = ("'" + (iso + NO_TIME).substring(0, NO_TIME.length()) + "'").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(value, 0, header, cardOffset("DATE-OBS") + VALUE_OFFSET, value.length);
    }

    private int cardOffset(String keyword) {
        byte[] wanted = (keyword + "        ").substring(0, 8).getBytes(StandardCharsets.US_ASCII);
        for (int offset = 0; offset < header.length; offset += CARD_BYTES) {
            if (Arrays.equals(header, offset, offset + wanted.length, wanted, 0, wanted.length)) {
                return offset;
            }
        }
        throw new AssertionError(keyword + " is not in the header");
    }

    /**
     * The samples as FITS wants them, from index 0.
     *
     * @param raw a frame. Not modified
     * @return valid until the next call; the raw frame itself where nothing has to be turned
     */
    ByteBuffer convert(ByteBuffer raw) {
        int planes = format.layout().samplesPerPixel();
        if (planes == 3) {
            planes(raw);
            return samples;
        }
        if (format.bytesPerSample() == 1) {
            return raw;
        }
        turn(raw, format.frameBytes());
        return samples;
    }

    /** Swaps the bytes of every sample and takes off 32768, four samples at a time. */
    private void turn(ByteBuffer raw, int bytes) {
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            long four = raw.getLong(i);
            samples.putLong(
                    i,
                    ((four & 0x00FF_00FF_00FF_00FFL) << 8 | ((four >>> 8) & 0x00FF_00FF_00FF_00FFL))
                            ^ 0x0080_0080_0080_0080L);
        }
        for (; i < bytes; i += 2) {
            samples.putShort(i, (short) (Short.reverseBytes(raw.getShort(i)) ^ 0x0080));
        }
    }

    private void planes(ByteBuffer raw) {
        int pixels = format.widthPx() * format.heightPx();
        int bytes = format.bytesPerSample();
        for (int sample = 0; sample < 3; sample++) {
            int plane = format.layout().planeOf(0, 0, sample);
            for (int i = 0; i < pixels; i++) {
                if (bytes == 1) {
                    samples.put(plane * pixels + i, raw.get(3 * i + sample));
                } else {
                    short value = Short.reverseBytes(raw.getShort(2 * (3 * i + sample)));
                    samples.putShort(2 * (plane * pixels + i), (short) (value ^ 0x0080));
                }
            }
        }
    }
}
