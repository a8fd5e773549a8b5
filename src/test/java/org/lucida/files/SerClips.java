package org.lucida.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/** Small SER clips made for tests: sample i of frame f is a smooth function of both. */
public final class SerClips {
    /** 2026-03-01T20:15:30Z. */
    public static final long START_UTC_NS = 1_772_396_130_000_000_000L;

    private SerClips() {}

    /** One frame whose samples rise by 3 from column to column and by 1 from row to row, 17 times that above 8 bit. */
    public static ByteBuffer frame(FrameFormat format, long frame) {
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                for (int s = 0; s < format.layout().samplesPerPixel(); s++) {
                    int i = (y * format.widthPx() + x) * format.layout().samplesPerPixel() + s;
                    int value = sample(format, frame, x, y, s);
                    if (format.bytesPerSample() == 1) {
                        raw.put(i, (byte) value);
                    } else {
                        raw.putShort(2 * i, (short) value);
                    }
                }
            }
        }
        return raw;
    }

    /** The sample {@link #frame} puts there. */
    public static int sample(FrameFormat format, long frame, int x, int y, int s) {
        long value = 10 + 3L * x + y + 20L * s + 7 * frame;
        return (int) ((format.bitDepth() <= 8 ? value : 17 * value) & format.maxAdu());
    }

    /** Writes a clip with stamps every gapNs, or without if gapNs is 0. */
    public static Path write(Path file, FrameFormat format, int frames, long gapNs) throws IOException {
        try (SerWriter writer = SerWriter.create(file, format, new SerText("Observer", "Camera", "Telescope"))) {
            for (int f = 0; f < frames; f++) {
                writer.write(
                        frame(format, f),
                        gapNs == 0 ? org.lucida.frame.FrameSlot.UNKNOWN_UTC_NS : START_UTC_NS + f * gapNs);
            }
        }
        return file;
    }

    /** Header bytes of a real capture. */
    static byte[] realHeader() throws IOException {
        try (InputStream in = SerClips.class.getResourceAsStream("/ser/uranus-c-header.hex")) {
            String[] words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+", -1);
            byte[] bytes = new byte[words.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(words[i], 16);
            }
            return bytes;
        }
    }

    /** Changes one little-endian int of a file. */
    static void poke(Path file, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        Files.write(file, bytes);
    }

    public static FrameFormat mono8(int widthPx, int heightPx) {
        return new FrameFormat(widthPx, heightPx, ColorLayout.MONO, 8);
    }
}
