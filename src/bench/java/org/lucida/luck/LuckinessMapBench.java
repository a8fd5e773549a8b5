package org.lucida.luck;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.Plane;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time for the luckiness map of a plane of 968x548 px, tiles of 24 px; the display asks a few times a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class LuckinessMapBench {
    private Plane plane;
    private LuckinessMap map;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        plane = new Plane(968, 548);
        for (int i = 0; i < plane.adu.length; i++) {
            plane.adu[i] = (float) (1000 + 200 * Math.sin(i % 968 / 5.0) + 20 * random.nextGaussian());
        }
        map = new LuckinessMap(968, 548, 2, 3, 24, 100);
    }

    @Benchmark
    public float measure() {
        map.measure(plane, 1, 3, -2);
        return map.relative()[0];
    }
}
