package org.lucida.drizzle;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * Drizzle of 16 displaced frames on one thread; the counter megapixels is raw Mpx/s.
 *
 * <p>Source "rows" hands out rows of floats that lie ready in main memory (the drizzle alone; 136 MB of them at 1936x1096, far
 * more than the caches hold), "bytes" unpacks 8-bit samples as calibration would.
 * <p>{@code addFrames} uses the Vector API, {@code addFramesPlain} does not; the yardstick of the machine is
 * {@link StreamingBench}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class DrizzleBench {
    private static final int FRAME_COUNT = 16;

    @Param({"640x480", "1936x1096"})
    public String size;

    @Param({"1", "1.5", "2", "1.37"})
    public double scale;

    @Param({"0.7"})
    public double pixfrac;

    @Param({"8", "1"})
    public int batch;

    @Param({"RGGB"})
    public ColorLayout layout;

    @Param({"SQUARE"})
    public DropKernel kernel;

    @Param({"rows", "bytes"})
    public String source;

    private DrizzleStack stack;
    private FrameFormat format;
    private final FrameSlot[][] batches = new FrameSlot[FRAME_COUNT][];
    private SampleRows rows;

    /** Raw pixels in millions. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Work {
        public double megapixels;
    }

    @Setup
    public void makeFrames() {
        int cross = size.indexOf('x');
        format = new FrameFormat(
                Integer.parseInt(size.substring(0, cross)), Integer.parseInt(size.substring(cross + 1)), layout, 8);
        stack = new DrizzleStack(format, scale, pixfrac, kernel, 1);
        Random random = new Random(1);
        FrameSlot[] slots = new FrameSlot[FRAME_COUNT];
        for (int k = 0; k < FRAME_COUNT; k++) {
            slots[k] = new FrameSlot(format.frameBytes());
            slots[k].frameIndex = k;
            slots[k].displacementXPx = 4 * random.nextDouble() - 2;
            slots[k].displacementYPx = 4 * random.nextDouble() - 2;
            slots[k].weight = 1;
            for (int i = 0; i < format.frameBytes(); i++) {
                slots[k].raw.put(i, (byte) random.nextInt());
            }
        }
        for (int k = 0; k < FRAME_COUNT; k += batch) {
            batches[k / batch] = java.util.Arrays.copyOfRange(slots, k, k + batch);
        }
        rows = source.equals("rows") ? readyRows() : this::unpack;
    }

    private SampleRows readyRows() {
        int half = format.widthPx() / 2;
        float[][] ready = new float[FRAME_COUNT][format.widthPx() * format.heightPx()];
        for (int k = 0; k < FRAME_COUNT; k++) {
            FrameSlot slot = batches[k / batch][k % batch];
            for (int i = 0; i < ready[k].length; i++) {
                int x = i % format.widthPx();
                ready[k][i - x + x / 2 + x % 2 * half] = slot.raw.get(i) & 0xff;
            }
        }
        return new ReadyRows(ready, format.widthPx());
    }

    /** Rows of frames that hold their even columns first. */
    private static final class ReadyRows implements SampleRows {
        private static final int CACHE_LINE_FLOATS = 16;

        private final float[][] frames;
        private final int widthPx;
        private final float[][] expectedFrames = new float[64][];
        private final int[] expectedStarts = new int[64];
        float fetched;

        ReadyRows(float[][] frames, int widthPx) {
            this.frames = frames;
            this.widthPx = widthPx;
        }

        @Override
        public void read(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
            float[] frame = frames[(int) slot.frameIndex];
            int half = widthPx / 2;
            System.arraycopy(frame, y * widthPx, even, 0, half);
            System.arraycopy(frame, y * widthPx + half, odd, 0, half);
        }

        @Override
        public void expect(FrameSlot[] slots, int[] rows, int count) {
            for (int i = 0; i < count; i++) {
                expectedFrames[i] = frames[(int) slots[i].frameIndex];
                expectedStarts[i] = rows[i] * widthPx;
            }
            fetched += fetch(expectedFrames, expectedStarts, count, widthPx);
        }

        private static float fetch(float[][] frames, int[] starts, int count, int length) {
            float sum = 0;
            for (int x = 0; x < length; x += CACHE_LINE_FLOATS) {
                for (int i = 0; i < count; i++) {
                    sum += frames[i][starts[i] + x];
                }
            }
            return sum;
        }
    }

    private final byte[] line = new byte[8192];

    private void unpack(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
        slot.raw.get(y * format.widthPx(), line, 0, format.widthPx());
        int half = format.widthPx() / 2;
        for (int i = 0; i < half; i++) {
            even[i] = line[2 * i] & 0xff;
            odd[i] = line[2 * i + 1] & 0xff;
        }
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC", "--add-modules=jdk.incubator.vector"})
    public void addFrames(Work work) {
        add(work);
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
    public void addFramesPlain(Work work) {
        add(work);
    }

    private void add(Work work) {
        for (int k = 0; k < FRAME_COUNT / batch; k++) {
            stack.add(0, batches[k], batch, rows);
        }
        work.megapixels += 1e-6 * FRAME_COUNT * format.widthPx() * format.heightPx();
    }
}
