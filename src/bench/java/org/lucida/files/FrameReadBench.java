package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time to get one 1936x1096 frame of 16 bit out of the page cache, against the bare read of its bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameReadBench {
    private static final FrameFormat FORMAT = new FrameFormat(1936, 1096, ColorLayout.RGGB, 16);
    private static final int FRAMES = 8;
    private static final Roi WHOLE = new Roi(0, 0, 1936, 1096);
    private static final Roi NARROW = new Roi(501, 301, 800, 600);

    private Path folder;
    private SerReader little;
    private SerReader big;
    private FitsFrames fits;
    private FileChannel channel;
    private ByteBuffer raw;
    private int frame;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("lucida-bench");
        raw = ByteBuffer.allocateDirect(FORMAT.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < raw.capacity(); i += 2) {
            raw.putShort(i, (short) (i % 4096));
        }
        Path clip = folder.resolve("clip.ser");
        try (SerWriter writer = SerWriter.create(clip, FORMAT, SerText.EMPTY)) {
            for (int f = 0; f < FRAMES; f++) {
                writer.write(raw, 1_772_396_130_000_000_000L + f * 1_000_000L);
            }
        }
        StringBuilder head = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  = T",
                "BITPIX  = 16",
                "NAXIS   = 3",
                "NAXIS1  = 1936",
                "NAXIS2  = 1096",
                "NAXIS3  = 8",
                "BZERO   = 32768",
                "END")) {
            head.append(String.format("%-80s", card));
        }
        byte[] bytes = new byte[2880 + FRAMES * FORMAT.frameBytes()];
        byte[] text = String.format("%-2880s", head).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, 0, text.length);
        Path cube = Files.write(folder.resolve("cube.fits"), bytes);
        little = SerReader.open(clip, Optional.empty(), Optional.of(ByteOrder.LITTLE_ENDIAN));
        big = SerReader.open(clip, Optional.empty(), Optional.of(ByteOrder.BIG_ENDIAN));
        fits = FitsFrames.open(List.of(cube), Optional.empty());
        channel = FileChannel.open(clip);
    }

    @TearDown
    public void close() throws IOException {
        little.close();
        big.close();
        fits.close();
        channel.close();
        Files.delete(folder.resolve("clip.ser"));
        Files.delete(folder.resolve("cube.fits"));
        Files.delete(folder);
    }

    @Benchmark
    public int bareRead() throws IOException {
        raw.clear();
        return channel.read(raw, SerHeader.BYTES + (long) next() * FORMAT.frameBytes());
    }

    @Benchmark
    public boolean serLittle() throws IOException {
        return little.read(next(), WHOLE, raw);
    }

    @Benchmark
    public boolean serBig() throws IOException {
        return big.read(next(), WHOLE, raw);
    }

    @Benchmark
    public boolean serNarrowRegion() throws IOException {
        return little.read(next(), NARROW, raw);
    }

    @Benchmark
    public boolean fitsUnsigned16() throws IOException {
        return fits.read(next(), WHOLE, raw);
    }

    private int next() {
        frame = (frame + 1) % FRAMES;
        return frame;
    }
}
