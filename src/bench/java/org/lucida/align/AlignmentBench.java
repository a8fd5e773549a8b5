package org.lucida.align;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.math.BlobCentroid;
import org.lucida.math.FourierPlane;
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

/** Time of the alignment stage per plane of 256 x 240 px, and of its kernels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class AlignmentBench {
    private static final int WIDTH_PX = 256;
    private static final int HEIGHT_PX = 240;
    private static final int FRAME_COUNT = 16;

    @Param({"PLANET", "SURFACE", "STARS"})
    public TargetKind kind;

    private final Plane[] still = new Plane[FRAME_COUNT];
    private final Plane[] jumping = new Plane[FRAME_COUNT];
    private final FrameSlot slot = new FrameSlot(1);
    private final FourierPlane fourier = new FourierPlane(256, 256);
    private final BlobCentroid blob = new BlobCentroid(WIDTH_PX, HEIGHT_PX);
    private float[] spectrum;
    private float[] square;
    private GlobalAlignment alignment;
    private long index;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int i = 0; i < FRAME_COUNT; i++) {
            still[i] = picture(random.nextGaussian() * 0.5, random.nextGaussian() * 0.5, random);
            jumping[i] = picture(random.nextGaussian() * 15, random.nextGaussian() * 15, random);
        }
        alignment = new GlobalAlignment(WIDTH_PX, HEIGHT_PX, 2, AlignmentSettings.of(kind));
        spectrum = new float[fourier.spectrumLength()];
        square = new float[256 * 256];
    }

    private Plane picture(double dx, double dy, Random random) {
        Plane plane = new Plane(WIDTH_PX, HEIGHT_PX);
        Random places = new Random(2);
        for (int i = 0; i < plane.adu.length; i++) {
            plane.adu[i] = (float) (100 + 20 * random.nextGaussian());
            double x = i % WIDTH_PX - 128 - dx;
            double y = i / WIDTH_PX - 120 - dy;
            if (kind == TargetKind.PLANET) {
                plane.adu[i] +=
                        (float) (500 / (1 + Math.exp(1.5 * (Math.hypot(x, y) - 60))) * (1 + 0.2 * Math.sin(y * 0.2)));
            } else if (kind == TargetKind.SURFACE) {
                plane.adu[i] += (float) (200
                        * (Math.sin(x * 0.31 + 3 * Math.sin(y * 0.11)) + Math.sin(y * 0.23 + 4 * Math.sin(x * 0.07))));
            }
        }
        for (int star = 0; kind == TargetKind.STARS && star < 30; star++) {
            double x0 = 20 + 216 * places.nextDouble() + dx;
            double y0 = 20 + 200 * places.nextDouble() + dy;
            for (int y = Math.max(0, (int) y0 - 6); y < Math.min(HEIGHT_PX, y0 + 6); y++) {
                for (int x = Math.max(0, (int) x0 - 6); x < Math.min(WIDTH_PX, x0 + 6); x++) {
                    plane.adu[y * WIDTH_PX + x] +=
                            (float) (800 * Math.exp(-((x - x0) * (x - x0) + (y - y0) * (y - y0)) / 2.88));
                }
            }
        }
        return plane;
    }

    private double step(Plane frame, boolean absorb) {
        slot.clear();
        slot.frameIndex = index++;
        alignment.align(frame, slot);
        slot.weight = 1;
        if (absorb) {
            alignment.absorb(frame, slot);
        }
        return slot.displacementXPx;
    }

    /** Locked: align and absorb. */
    @Benchmark
    public double trackAndAbsorb() {
        return step(still[(int) (index % FRAME_COUNT)], true);
    }

    /** Locked: align only. */
    @Benchmark
    public double track() {
        return step(still[(int) (index % FRAME_COUNT)], index < 40);
    }

    /** Shaken: search, fit and absorb. */
    @Benchmark
    public double acquireAndAbsorb() {
        return step(jumping[(int) (index % FRAME_COUNT)], true);
    }

    /** One forward transform of 256 x 256. */
    @Benchmark
    public float transform() {
        fourier.forward(square, spectrum);
        return spectrum[0];
    }

    /** Centre of mass of the largest blob. */
    @Benchmark
    public boolean findBlob() {
        return blob.find(still[0].adu);
    }
}
