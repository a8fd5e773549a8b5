package org.lucida.drizzle;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;
import org.lucida.frame.WarpField;
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
 * Drizzle of eight warped frames of 1936x1096 px on one thread; the counter megapixels is raw Mpx/s.
 *
 * <p>Field "turned" is a rotation by 0.3 degrees, "warped" has waves of a pixel and 1000 px length on a grid of 64 px besides
 * 0.1 degrees, "rigid" a displacement only. Plain loops: {@code -jvmArgsAppend -Dlucida.vector=off}.
 *
 * <p>STScI's C code on the machine of issue 3 at 0.3 degrees, Mpx/s at 1.5x and 2x: turbo 24 and 20 (pixfrac 1), 32.8 and 26.8
 * (0.7); square 7.6 and 6.4, 10.8 and 8.9.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class WarpBench {
    private static final int FRAME_COUNT = 8;
    private static final int WIDTH_PX = 1936;
    private static final int HEIGHT_PX = 1096;

    @Param({"TURBO", "SQUARE"})
    public DropKernel kernel;

    @Param({"1.5", "2"})
    public double scale;

    @Param({"1", "0.7"})
    public double pixfrac;

    @Param({"MONO", "RGGB"})
    public ColorLayout layout;

    @Param({"turned", "warped", "rigid"})
    public String field;

    @Param({"8", "1"})
    public int batch;

    private DrizzleStack stack;
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
        FrameFormat format = new FrameFormat(WIDTH_PX, HEIGHT_PX, layout, 8);
        stack = DrizzleStack.forWarps(format, scale, pixfrac, kernel, 1);
        Random random = new Random(1);
        int half = WIDTH_PX / 2;
        float[][] ready = new float[FRAME_COUNT][WIDTH_PX * HEIGHT_PX];
        FrameSlot[] slots = new FrameSlot[FRAME_COUNT];
        for (int k = 0; k < FRAME_COUNT; k++) {
            slots[k] = new FrameSlot(0);
            slots[k].frameIndex = k;
            slots[k].displacementXPx = 4 * random.nextDouble() - 2;
            slots[k].displacementYPx = 4 * random.nextDouble() - 2;
            slots[k].weight = 1;
            slots[k].warp = WarpField.covering(format, 64);
            if (field.equals("turned")) {
                slots[k].warp.setSimilarity(
                        half, HEIGHT_PX / 2.0, 0.3, 1, slots[k].displacementXPx, slots[k].displacementYPx);
            } else if (field.equals("warped")) {
                WarpOracleTest.setWaves(slots[k].warp, random, 1, 1000, 0.1);
            }
            for (int i = 0; i < ready[k].length; i++) {
                ready[k][i] = random.nextInt(256);
            }
        }
        for (int k = 0; k < FRAME_COUNT; k += batch) {
            batches[k / batch] = java.util.Arrays.copyOfRange(slots, k, k + batch);
        }
        rows = (slot, y, sample, even, odd) -> {
            float[] frame = ready[(int) slot.frameIndex];
            System.arraycopy(frame, y * WIDTH_PX, even, 0, half);
            System.arraycopy(frame, y * WIDTH_PX + half, odd, 0, half);
        };
    }

    @Benchmark
    public void addFrames(Work work) {
        for (int k = 0; k < FRAME_COUNT / batch; k++) {
            stack.add(0, batches[k], batch, rows);
        }
        work.megapixels += 1e-6 * FRAME_COUNT * WIDTH_PX * HEIGHT_PX;
    }
}
