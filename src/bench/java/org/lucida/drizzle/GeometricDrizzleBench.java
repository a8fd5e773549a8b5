package org.lucida.drizzle;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
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
 * One 1936x1096 frame through the exact drizzle, one thread; frames per second times 2.122 are Mpx/s.
 *
 * <p>STScI's C code on the machine of issue 3, Mpx/s at 1.5x and 2x: turbo 27 and 22 (pixfrac 1), 34 and 35 (0.7); square
 * 10.5 and 8.1, 11.6 and 11.5; with 0.3 degrees turbo 24 and 20, square 7.6 and 6.4; point 96; gaussian 5.4 and 3.2.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class GeometricDrizzleBench {
    private static final int WIDTH_PX = 1936;
    private static final int HEIGHT_PX = 1096;

    @Param({"SQUARE", "TURBO", "POINT", "GAUSSIAN"})
    public DropKernel kernel;

    @Param({"1.5", "2"})
    public double scale;

    @Param({"1", "0.7"})
    public double pixfrac;

    @Param({"0.3"})
    public double rotationDeg;

    @Param({"1"})
    public int bandCount;

    private GeometricDrizzle drizzle;
    private DrizzleFrame frame;

    @Setup
    public void makeFrame() {
        Random random = new Random(1);
        float[] values = new float[WIDTH_PX * HEIGHT_PX];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        frame = new DrizzleFrame(WIDTH_PX, HEIGHT_PX, values, Geometry.similarity(scale, rotationDeg, 3.3, -2.7))
                .pixelScaleRatio(1 / scale);
        drizzle = new GeometricDrizzle(
                new DrizzleRecipe(
                        kernel,
                        pixfrac,
                        ColorLayout.MONO,
                        (int) (WIDTH_PX * scale),
                        (int) (HEIGHT_PX * scale),
                        0,
                        false,
                        false),
                bandCount);
    }

    @Benchmark
    public void add() {
        drizzle.add(frame, 0);
    }
}
