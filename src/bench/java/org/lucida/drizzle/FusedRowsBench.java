package org.lucida.drizzle;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Sums of scaled rows of 968 samples (one phase row of 1936 px at 1.5x) out of the cache.
 *
 * <p>Rejected and kept here: one loop with eight terms. JDK 17 does not turn it into vector code and it takes ten times as
 * long; from its next releases on it may win.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FusedRowsBench {
    private static final int LENGTH = 968;

    @Param({"1", "2", "4", "8", "16"})
    public int termCount;

    private final float[] sums = new float[LENGTH];
    private final float[] coarse = new float[LENGTH];
    private final float[][] rows = new float[16][LENGTH];
    private final float[] factors = new float[16];

    @Setup
    public void makeRows() {
        Random random = new Random(1);
        for (int t = 0; t < rows.length; t++) {
            factors[t] = random.nextFloat();
            for (int i = 0; i < LENGTH; i++) {
                rows[t][i] = random.nextFloat();
            }
        }
        Arrays.fill(sums, 0);
    }

    @Benchmark
    public float[] add() {
        FusedRows.add(sums, rows, factors, termCount, LENGTH);
        return sums;
    }

    @Benchmark
    public float[] addEightInOneLoop() {
        for (int t = 0; t < termCount; t += 8) {
            addEight(sums, rows, factors, t, LENGTH);
        }
        return sums;
    }

    @Benchmark
    public float[] fold() {
        FusedRows.fold(coarse, sums, LENGTH);
        return coarse;
    }

    private static void addEight(float[] sums, float[][] rows, float[] factors, int t, int length) {
        float[] r0 = rows[t];
        float[] r1 = rows[t + 1];
        float[] r2 = rows[t + 2];
        float[] r3 = rows[t + 3];
        float[] r4 = rows[t + 4];
        float[] r5 = rows[t + 5];
        float[] r6 = rows[t + 6];
        float[] r7 = rows[t + 7];
        float f0 = factors[t];
        float f1 = factors[t + 1];
        float f2 = factors[t + 2];
        float f3 = factors[t + 3];
        float f4 = factors[t + 4];
        float f5 = factors[t + 5];
        float f6 = factors[t + 6];
        float f7 = factors[t + 7];
        for (int i = 0; i < length; i++) {
            sums[i] = sums[i]
                    + f0 * r0[i]
                    + f1 * r1[i]
                    + f2 * r2[i]
                    + f3 * r3[i]
                    + f4 * r4[i]
                    + f5 * r5[i]
                    + f6 * r6[i]
                    + f7 * r7[i];
        }
    }
}
