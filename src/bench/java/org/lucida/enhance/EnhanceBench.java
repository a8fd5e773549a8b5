package org.lucida.enhance;

import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** Time to enhance a planet of 960x720 px in three colours; 2.07 Mpx over the time in s is Mpx/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class EnhanceBench {
    private static final int WIDTH_PX = 960;
    private static final int HEIGHT_PX = 720;

    private float[][] planes;
    private float[][] out;
    private Enhancement enhancement;
    private ColourDispersion dispersion;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        planes = new float[3][WIDTH_PX * HEIGHT_PX];
        out = new float[3][WIDTH_PX * HEIGHT_PX];
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < HEIGHT_PX; y++) {
                for (int x = 0; x < WIDTH_PX; x++) {
                    double r = Math.hypot(x - WIDTH_PX / 2.0, y - HEIGHT_PX / 2.0 - plane);
                    double light = 1000 / (1 + Math.exp((r - 220) / 3)) * (1 + 0.1 * Math.sin(0.05 * y));
                    planes[plane][y * WIDTH_PX + x] = (float) (50 + light + 2 * random.nextGaussian());
                }
            }
        }
        enhancement = new Enhancement(WIDTH_PX, HEIGHT_PX, 3, NoiseSpectrum.ofDrizzle(0.7, 1.5));
        dispersion = new ColourDispersion(WIDTH_PX, HEIGHT_PX);
    }

    private boolean run(EnhanceRecipe recipe) {
        return enhancement.apply(planes, recipe, out, StopSign.NEVER);
    }

    @Benchmark
    public boolean waveletsAlone() {
        return run(EnhanceRecipe.OFF.withWaveletGain(1, 2));
    }

    @Benchmark
    public boolean richardsonLucyAlone() {
        return run(EnhanceRecipe.OFF
                .with("deconvolution", "rl")
                .with("psfFwhmPx", "5")
                .with("iterations", "10"));
    }

    @Benchmark
    public boolean wienerAlone() {
        return run(EnhanceRecipe.OFF.with("deconvolution", "wiener").with("psfFwhmPx", "5"));
    }

    @Benchmark
    public boolean wholePlanetRecipe() {
        return run(EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET));
    }

    @Benchmark
    public DispersionReading colourDispersion() {
        return dispersion.measure(planes);
    }
}
