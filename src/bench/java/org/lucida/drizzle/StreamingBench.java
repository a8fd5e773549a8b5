package org.lucida.drizzle;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one core moves through main memory: {@code a[i] += c * b[i]} on two arrays of 128 MB; the counter megabytes is MB/s, 12
 * bytes for each i. The drizzle moves at least {@code planes * scale^2 * 8 / batch + 4} bytes for each raw pixel.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamingBench {
    private final float[] a = new float[32 << 20];
    private final float[] b = new float[32 << 20];

    /** Megabytes moved. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Traffic {
        public double megabytes;
    }

    @Benchmark
    public float[] scaledSum(Traffic traffic) {
        addScaled(a, b, 1.1f);
        traffic.megabytes += 12e-6 * a.length;
        return a;
    }

    private static void addScaled(float[] a, float[] b, float factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }
}
