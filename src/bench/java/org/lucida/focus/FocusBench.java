package org.lucida.focus;

import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** Time per luminance plane of 968x548 px for the observer's aids; they run a few times a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class FocusBench {
    private static final int WIDTH_PX = 968;
    private static final int HEIGHT_PX = 548;

    @Param({"200"})
    public int starCount;

    private Plane stars;
    private Plane donut;
    private StarSizes sizes;
    private Collimation collimation;
    private Bahtinov bahtinov;
    private Drift drift;
    private final double[] timeS = new double[6000];
    private final double[] xPx = new double[6000];
    private final double[] yPx = new double[6000];
    private final StarReading reading = new StarReading();
    private final CollimationReading collimated = new CollimationReading();
    private final BahtinovReading focused = new BahtinovReading();
    private final DriftReading drifted = new DriftReading();

    @Setup
    public void prepare() {
        Random random = new Random(1);
        stars = new Plane(WIDTH_PX, HEIGHT_PX);
        donut = new Plane(WIDTH_PX, HEIGHT_PX);
        for (int i = 0; i < stars.adu.length; i++) {
            stars.adu[i] = (float) (200 + 4 * random.nextGaussian());
            int row = i / WIDTH_PX;
            double r = Math.hypot(i % WIDTH_PX - 480.0, row - 270.0);
            donut.adu[i] = (float) (200 + (r < 60 && r > 20 ? 300 : 0) + 4 * random.nextGaussian());
        }
        for (int k = 0; k < starCount; k++) {
            double x = 10 + random.nextDouble() * (WIDTH_PX - 20);
            double y = 10 + random.nextDouble() * (HEIGHT_PX - 20);
            double peak = 40 * Math.pow(50, random.nextDouble());
            for (int j = (int) y - 8; j <= (int) y + 8; j++) {
                for (int i = (int) x - 8; i <= (int) x + 8; i++) {
                    double r2 = (i - x) * (i - x) + (j - y) * (j - y);
                    stars.adu[j * WIDTH_PX + i] += (float) (peak * Math.exp(-r2 / 4.5));
                }
            }
        }
        for (int i = 0; i < timeS.length; i++) {
            timeS[i] = i * 0.01;
            xPx[i] = 0.05 * timeS[i] + random.nextGaussian();
            yPx[i] = random.nextGaussian();
        }
        sizes = new StarSizes(WIDTH_PX, HEIGHT_PX);
        collimation = new Collimation(WIDTH_PX, HEIGHT_PX);
        bahtinov = new Bahtinov(WIDTH_PX, HEIGHT_PX);
        drift = new Drift(timeS.length);
    }

    @Benchmark
    public double starSizes() {
        sizes.measure(stars, Double.NaN, reading);
        return reading.medianHfdPx;
    }

    @Benchmark
    public double collimation() {
        collimation.measure(donut, 3, collimated);
        return collimated.offsetPx;
    }

    @Benchmark
    public double bahtinov() {
        bahtinov.measure(donut, focused);
        return focused.offsetPx;
    }

    @Benchmark
    public double drift() {
        drift.measure(timeS, xPx, yPx, timeS.length, 60, drifted);
        return drifted.driftXPxPerS;
    }
}
