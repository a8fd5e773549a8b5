package org.lucida.calibrate;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
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

/** Time of unpacking one 1936x1096 Bayer frame: into rows for the drizzle, into the binned luminance. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CalibrateBench {
    @Param({"8", "16"})
    int bitDepth;

    @Param({"false", "true"})
    boolean masters;

    private FrameFormat format;
    private FrameSlot slot;
    private CalibratedRows rows;
    private Luminance luminance;
    private Plane plane;
    private float[] even;
    private float[] odd;

    @Setup
    public void setUp() {
        format = new FrameFormat(1936, 1096, ColorLayout.RGGB, bitDepth);
        slot = new FrameSlot(format.frameBytes());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < format.frameBytes(); i++) {
            slot.raw.put(i, (byte) random.nextInt());
        }
        Calibration calibration = Calibration.none(format);
        if (masters) {
            float[] dark = new float[format.widthPx() * format.heightPx()];
            float[] flat = new float[dark.length];
            for (int i = 0; i < dark.length; i++) {
                dark[i] = random.nextInt(8);
                flat[i] = 100 + random.nextInt(8);
            }
            calibration = Calibration.of(format, dark, flat);
        }
        rows = new CalibratedRows(calibration);
        luminance = new Luminance(calibration, 2);
        plane = luminance.newPlane();
        even = new float[format.widthPx() / 2];
        odd = new float[format.widthPx() / 2];
    }

    @Benchmark
    public float[] unpackedRows() {
        for (int y = 0; y < format.heightPx(); y++) {
            rows.read(slot, y, 0, even, odd);
        }
        return even;
    }

    @Benchmark
    public Plane binnedLuminance() {
        luminance.fill(slot, plane);
        return plane;
    }
}
