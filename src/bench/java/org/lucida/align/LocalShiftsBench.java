package org.lucida.align;

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

/** Time for the displacements at up to 300 alignment points of a plane of 968x548 px, window 40 px. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class LocalShiftsBench {
    private Plane reference;
    private Plane frame;
    private LocalShifts shifts;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        reference = new Plane(968, 548);
        frame = new Plane(968, 548);
        for (int y = 0; y < 548; y++) {
            for (int x = 0; x < 968; x++) {
                int i = y * 968 + x;
                reference.adu[i] = (float) ground(x, y);
                frame.adu[i] = (float) (ground(x - 2.3, y + 1.6) + 10 * random.nextGaussian());
            }
        }
        shifts = new LocalShifts(968, 548, 24, 40);
        shifts.reference(reference, 10);
    }

    private static double ground(double x, double y) {
        return 1000 + 150 * Math.sin(x / 4 + 2 * Math.sin(y / 9)) + 150 * Math.cos(y / 5 + 2 * Math.sin(x / 11));
    }

    @Benchmark
    public float measure() {
        shifts.measure(frame, 2, -2);
        return shifts.displacementXPx(0);
    }

    @Benchmark
    public int newReference() {
        shifts.reference(reference, 10);
        return shifts.pointCount();
    }
}
