package org.lucida.simulator.night;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lucida.camera.ClipSimulator.Order;
import org.lucida.files.SerReader;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/** A clip as an outsider finds it on the disk: samples of the SER file and figures of the truth file, nothing else. */
final class WrittenClip {
    final FrameFormat format;
    /** Samples by frame, row-major. */
    final int[][] frames;

    /** Samples of the darks by frame; none if none were written. */
    final int[][] darks;

    private final String truth;

    WrittenClip(Path folder, String name) {
        try {
            truth = Files.readString(folder.resolve(name + ".truth.json"));
            try (SerReader reader = SerReader.open(folder.resolve(name + ".ser"))) {
                format = reader.format();
                frames = samples(reader);
            }
            Path dark = folder.resolve(name + "-darks.ser");
            if (Files.exists(dark)) {
                try (SerReader reader = SerReader.open(dark)) {
                    darks = samples(reader);
                }
            } else {
                darks = new int[0][];
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a clip of a scene file and reads it. */
    static WrittenClip of(Path folder, String name, String scene, int darkCount) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, scene);
        new ClipWorks()
                .simulate(
                        new Order(file.toString(), java.util.Map.of(), folder.resolve(name + ".ser"), darkCount, 0, 2),
                        (doing, done, total) -> true);
        return new WrittenClip(folder, name);
    }

    /** The first figure of a key in the truth file. */
    double figure(String key) {
        return figures(key)[0];
    }

    /** All figures of a key in the truth file, in order: one for each frame where frames have it. */
    double[] figures(String key) {
        Matcher found =
                Pattern.compile('"' + key + "\":\\[?(-?[0-9.]+(?:E-?[0-9]+)?)").matcher(truth);
        return found.results()
                .mapToDouble(one -> Double.parseDouble(one.group(1)))
                .toArray();
    }

    private static int[][] samples(SerReader reader) throws IOException {
        FrameFormat format = reader.format();
        int count = format.widthPx() * format.heightPx();
        int[][] all = new int[(int) reader.frameCount()][count];
        ByteBuffer raw = ByteBuffer.allocate(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Roi whole = new Roi(0, 0, format.widthPx(), format.heightPx());
        for (int k = 0; k < all.length; k++) {
            raw.clear();
            reader.read(k, whole, raw);
            for (int i = 0; i < count; i++) {
                all[k][i] = format.bytesPerSample() == 1
                        ? Byte.toUnsignedInt(raw.get(i))
                        : Short.toUnsignedInt(raw.getShort(2 * i));
            }
        }
        return all;
    }
}
