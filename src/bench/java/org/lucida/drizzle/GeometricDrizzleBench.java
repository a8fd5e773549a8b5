package org.lucida.drizzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One 1936x1096 frame with a map of its own for each pixel through the exact drizzle, a thread for each band; frames per
 * second times 2.122 are Mpx/s.
 *
 * <p>STScI's C code on the machine of issue 3, Mpx/s at 1.5x and 2x: turbo 27 and 22 (pixfrac 1), 34 and 35 (0.7); square
 * 10.5 and 8.1, 11.6 and 11.5; with 0.3 degrees turbo 24 and 20, square 7.6 and 6.4; point 96; gaussian 5.4 and 3.2.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
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

    /** About the middle; a turned map waves by half a pixel, too. */
    @Param({"0", "0.3", "30"})
    public double rotationDeg;

    @Param({"1", "2"})
    public int bandCount;

    private GeometricDrizzle drizzle;
    private DrizzleFrame frame;
    private final List<Callable<Void>> bands = new ArrayList<>();
    private ExecutorService crew;

    @Setup
    public void makeFrame() {
        Random random = new Random(1);
        float[] values = new float[WIDTH_PX * HEIGHT_PX];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        frame = new DrizzleFrame(WIDTH_PX, HEIGHT_PX, values, map()).pixelScaleRatio(1 / scale);
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
        if (bandCount > 1) {
            crew = Executors.newFixedThreadPool(bandCount);
            for (int band = 0; band < bandCount; band++) {
                int own = band;
                bands.add(() -> {
                    drizzle.add(own, frame, 0);
                    return null;
                });
            }
        }
    }

    private Geometry map() {
        double c = scale * Math.cos(Math.toRadians(rotationDeg));
        double s = scale * Math.sin(Math.toRadians(rotationDeg));
        double[] mapX = new double[WIDTH_PX * HEIGHT_PX];
        double[] mapY = new double[mapX.length];
        for (int i = 0; i < mapX.length; i++) {
            double x = i % WIDTH_PX - WIDTH_PX / 2.0;
            double y = i / WIDTH_PX - HEIGHT_PX / 2.0;
            double waveX = rotationDeg == 0 ? 0 : 0.5 * Math.sin(0.01 * x + 0.013 * y);
            double waveY = rotationDeg == 0 ? 0 : 0.5 * Math.cos(0.011 * y - 0.007 * x);
            mapX[i] = scale * WIDTH_PX / 2 + c * (x + waveX) - s * (y + waveY) + 0.3;
            mapY[i] = scale * HEIGHT_PX / 2 + s * (x + waveX) + c * (y + waveY) - 0.7;
        }
        return Geometry.map(WIDTH_PX, mapX, mapY);
    }

    @TearDown
    public void dismissCrew() {
        if (crew != null) {
            crew.shutdownNow();
        }
    }

    @Benchmark
    public void add() throws InterruptedException {
        if (bandCount == 1) {
            drizzle.add(frame, 0);
        } else {
            crew.invokeAll(bands);
        }
    }
}
