package org.lucida.view.fx.picture;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
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

/** Time of what the eye does with each frame of 640x480 px, for a view of 1280x690 px. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PictureBench {
    private static final int WIDTH_PX = 1280;
    private static final int HEIGHT_PX = 690;

    private final FrameFormat format = new FrameFormat(640, 480, ColorLayout.RGGB, 12);
    private final FrameFormat large = new FrameFormat(1936, 1096, ColorLayout.RGGB, 12);
    private final Development development = new Development(format);
    private final Development halving = new Development(large);
    private final Rendering rendering = new Rendering();
    private final AutoTone autoTone = new AutoTone(false);
    private final float[][] planes = development.newPlanes();
    private final float[][] halvedPlanes = halving.newPlanes();
    private final int[] argb = new int[WIDTH_PX * HEIGHT_PX];
    private final Tone tone = Tone.full(4095);
    private ByteBuffer raw;
    private ByteBuffer largeRaw;

    @Setup
    public void fill() {
        raw = frame(format);
        largeRaw = frame(large);
        development.develop(raw, planes);
        halving.develop(largeRaw, halvedPlanes);
    }

    private static ByteBuffer frame(FrameFormat format) {
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 0; i < raw.capacity(); i += 2) {
            raw.putShort(i, (short) (1000 + 200 * random.nextGaussian()));
        }
        return raw;
    }

    /** 307 200 raw px. */
    @Benchmark
    public float[][] developInterpolated() {
        development.develop(raw, planes);
        return planes;
    }

    /** 2 121 856 raw px. */
    @Benchmark
    public float[][] developHalved() {
        halving.develop(largeRaw, halvedPlanes);
        return halvedPlanes;
    }

    /** 634 800 of 883 200 screen px show the picture. */
    @Benchmark
    public int[] renderFitting() {
        return render(1.4375);
    }

    @Benchmark
    public int[] renderLifeSize() {
        return render(1);
    }

    @Benchmark
    public int[] renderFourTimes() {
        return render(4);
    }

    @Benchmark
    public int[] renderHalfSize() {
        return render(0.5);
    }

    @Benchmark
    public Tone measureTone() {
        return autoTone.measure(planes, 640 * 480, 4095, 0);
    }

    private int[] render(double zoom) {
        Sight sight = new Sight(319.5, 239.5, zoom);
        rendering.render(planes, 640, 480, 1, sight, tone, false, argb, WIDTH_PX, HEIGHT_PX, WIDTH_PX);
        return argb;
    }
}
