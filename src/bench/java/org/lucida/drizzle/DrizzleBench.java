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
 * Drizzle of 16 displaced Bayer frames on one thread; the counter megapixels is raw Mpx/s.
 *
 * <p>Source "rows" hands out rows that are ready (the drizzle alone), "bytes" unpacks 8-bit samples as calibration would.
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
                Integer.parseInt(size.substring(0, cross)),
                Integer.parseInt(size.substring(cross + 1)),
                ColorLayout.RGGB,
                8);
        stack = new DrizzleStack(format, scale, pixfrac, 1);
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
        return (slot, y, sample, even, odd) -> {
            float[] frame = ready[(int) slot.frameIndex];
            System.arraycopy(frame, y * format.widthPx(), even, 0, half);
            System.arraycopy(frame, y * format.widthPx() + half, odd, 0, half);
        };
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
    public void addFrames(Work work) {
        for (int k = 0; k < FRAME_COUNT / batch; k++) {
            stack.add(0, batches[k], batch, rows);
        }
        work.megapixels += 1e-6 * FRAME_COUNT * format.widthPx() * format.heightPx();
    }
}
