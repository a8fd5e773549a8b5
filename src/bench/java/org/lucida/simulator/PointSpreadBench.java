package org.lucida.simulator;

import java.util.concurrent.TimeUnit;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.optics.Telescope;
import org.lucida.simulator.wave.RowFourier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one core for PSFs of 64 samples, six instants at once and one by one, and for the transform of six times 64 columns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class PointSpreadBench {
    private static final int SIZE_PX = 64;
    private static final int INSTANTS = 6;

    private Pupil pupil;
    private PointSpread alone;
    private PointSpread together;
    private final float[] phase = new float[SIZE_PX * SIZE_PX];
    private final float[][] psf = new float[SIZE_PX][SIZE_PX];
    private final RowFourier rows = new RowFourier(SIZE_PX);
    private final float[][] re = new float[SIZE_PX][INSTANTS * SIZE_PX];
    private final float[][] im = new float[SIZE_PX][INSTANTS * SIZE_PX];

    @Setup
    public void open() {
        double wavelengthM = 530e-9;
        Telescope telescope = Telescope.perfect(0.2, 4);
        pupil = new Pupil(telescope, wavelengthM, wavelengthM / (2.2 * telescope.apertureM()), SIZE_PX);
        alone = new PointSpread(SIZE_PX);
        together = new PointSpread(SIZE_PX, pupil.spanPx(), INSTANTS);
        CountedRandom random = new CountedRandom(1, 1);
        for (int n = 0; n < phase.length; n++) {
            phase[n] = (float) random.gaussian(n);
        }
    }

    @Benchmark
    @OperationsPerInvocation(INSTANTS)
    public float[][] oneByOne() {
        for (int n = 0; n < INSTANTS; n++) {
            alone.add(pupil, phase, 0, 0, 1, psf);
        }
        return psf;
    }

    @Benchmark
    @OperationsPerInvocation(INSTANTS)
    public float[][] sixAtOnce() {
        for (int n = 0; n < INSTANTS; n++) {
            together.hold(pupil, phase, 0, 0, 1);
        }
        together.addHeld(psf);
        return psf;
    }

    @Benchmark
    public float[][] transform() {
        for (int y = 0; y < SIZE_PX; y++) {
            java.util.Arrays.fill(re[y], 1f);
            java.util.Arrays.fill(im[y], 0f);
        }
        rows.transform(re, im, INSTANTS * SIZE_PX);
        return re;
    }
}
