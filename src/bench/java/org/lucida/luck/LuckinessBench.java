package org.lucida.luck;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.Plane;
import org.lucida.math.BandPassEnergy;
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

/** Time per luminance plane; divide by widthPx * heightPx for ns per plane px. Goal: band-energy below 2.5 ns per px. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class LuckinessBench {
    @Param({"968x548", "320x240"})
    public String size;

    /** Raw px per plane px: 2 is a Bayer mosaic, 1 a mono frame at full resolution. */
    @Param({"2", "1"})
    public int binPx;

    @Param({"band-energy"})
    public String metric;

    private Plane plane;
    private Luckiness luckiness;
    private BandPassEnergy band;
    private Skylight sky;
    private final LuckinessReading reading = new LuckinessReading();

    @Setup
    public void prepare() {
        int widthPx = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int heightPx = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        Random random = new Random(1);
        plane = new Plane(widthPx, heightPx);
        double radius = 0.3 * heightPx;
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double r = Math.hypot(x - widthPx / 2.0, y - heightPx / 2.0);
                double light = r < radius ? 1000 : 0;
                plane.adu[y * widthPx + x] = (float) (100 + light + 20 * random.nextGaussian());
            }
        }
        luckiness = new Luckiness(widthPx, heightPx, binPx, 3, Metric.named(metric));
        double q = 3.0 / binPx;
        band = BandPassEnergy.differenceOfGaussians(widthPx, heightPx, 0.5 * q, 0.9 * q);
        sky = new Skylight(widthPx, heightPx);
    }

    @Benchmark
    public double wholeStage() {
        luckiness.measure(plane, reading);
        return reading.score;
    }

    @Benchmark
    public double bandOnly() {
        band.measure(plane.adu);
        return band.energyAdu2();
    }

    @Benchmark
    public double skyOnly() {
        sky.measure(plane.adu, 400);
        return sky.fluxAdu();
    }
}
