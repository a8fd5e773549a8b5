package org.lucida.math;

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

/** Time to draw a strip chart's columns: 600 of them over a long series. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class MinMaxColumnsBench {
    @Param({"20000", "1000000"})
    public int count;

    private float[] values;
    private final float[] min = new float[600];
    private final float[] max = new float[600];
    private final MinMaxHistory history = new MinMaxHistory(1200);

    @Setup
    public void prepare() {
        Random random = new Random(1);
        values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    @Benchmark
    public float fill() {
        MinMaxColumns.fill(values, 0, count, 600, min, max);
        return max[0];
    }

    @Benchmark
    public int history() {
        history.clear();
        for (float value : values) {
            history.add(value);
        }
        return history.columnCount();
    }
}
