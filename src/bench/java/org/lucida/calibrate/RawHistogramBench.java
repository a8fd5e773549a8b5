package org.lucida.calibrate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per raw frame of 1936x1096 px; the twin reads the buffer sample by sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class RawHistogramBench {
    @Param({"RGGB", "MONO"})
    public String layout;

    @Param({"8", "12", "16"})
    public int bitDepth;

    @Param({"1", "2"})
    public int stride;

    private FrameFormat format;
    private ByteBuffer raw;
    private RawHistogram histogram;
    private int[][] twin;

    @Setup
    public void prepare() {
        format = new FrameFormat(1936, 1096, ColorLayout.valueOf(layout), bitDepth);
        raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        double level = 0.2 * format.maxAdu();
        for (int i = 0; i < 1936 * 1096; i++) {
            int adu = (int) Math.max(0, Math.min(format.maxAdu(), level * (1 + 0.2 * random.nextGaussian())));
            if (format.bytesPerSample() == 1) {
                raw.put(i, (byte) adu);
            } else {
                raw.putShort(2 * i, (short) adu);
            }
        }
        histogram = new RawHistogram(format, stride);
        twin = new int[format.layout().planeCount()][format.maxAdu() + 1];
    }

    @Benchmark
    public long measure() {
        histogram.measure(raw);
        return histogram.sampleCount(0);
    }

    @Benchmark
    public int sampleBySample() {
        for (int[] bins : twin) {
            Arrays.fill(bins, 0);
        }
        int cell = format.layout().isMosaic() ? 2 : 1;
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                if (x / cell % stride == 0 && y / cell % stride == 0) {
                    int i = y * format.widthPx() + x;
                    int adu = format.bytesPerSample() == 1 ? raw.get(i) & 0xff : raw.getShort(2 * i) & 0xffff;
                    twin[format.layout().planeOf(x, y, 0)][adu]++;
                }
            }
        }
        return twin[0][0];
    }
}
