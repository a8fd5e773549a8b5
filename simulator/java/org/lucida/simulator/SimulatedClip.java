package org.lucida.simulator;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;

/**
 * A clip of a known sky: any frame by its number, and what really happened in it.
 *
 * <p>A frame depends on the settings and its number alone: any order, any region and any machine give the same bits.
 * <p>Coordinates: see {@link FrameTruth}.
 * <p>Memory: the scene blurred to several widths and scratch of one frame, made in the constructor (a second or two for
 * the larger scenes); rendering allocates nothing.
 * <p>Thread: one at a time for rendering; truth and settings from anywhere.
 */
public final class SimulatedClip {
    /** Start of frame 0 of every clip, 2026-01-01T00:00:00Z, nanoseconds since 1970. */
    public static final long EPOCH_UTC_NS =
            Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;

    /** Time after which the image motion has forgotten itself; half of the seeing's motion is slower than about 5 Hz. */
    private static final double SHAKE_MEMORY_S = 0.03;
    /** Memory of the slow and the fast part of the blur's wandering, and the slow part's share of the variance. */
    private static final double BLUR_SLOW_MEMORY_S = 1.5;

    private static final double BLUR_FAST_MEMORY_S = 0.02;
    private static final double BLUR_SLOW_SHARE = 0.6;
    private static final double TRANSPARENCY_MEMORY_S = 2;
    private static final double LEAST_TRANSPARENCY = 0.05;
    /** Range of blur in sigmas of its logarithm: the ends are met in 2 % of the frames each. */
    private static final double BLUR_RANGE_SIGMAS = 4;

    /** Streams of random numbers, one a use. */
    private static final int SCENE_STREAM = 1;

    private static final int SHAKE_X_STREAM = 2;
    private static final int SHAKE_Y_STREAM = 3;
    private static final int BLUR_SLOW_STREAM = 4;
    private static final int BLUR_FAST_STREAM = 5;
    private static final int TRANSPARENCY_STREAM = 6;
    private static final int BAD_STREAM = 7;
    private static final int HOT_STREAM = 8;
    private static final int NOISE_STREAM = 9;

    private final ClipSettings settings;
    private final FrameFormat format;
    private final Roi wholeSensor;
    private final SkyScene sky;
    private final Sensor sensor;
    private final long seed;
    private final CountedRandom noise;

    private final double[] displacementXPx;
    private final double[] displacementYPx;
    private final double[] blurPx;
    private final double[] transparency;
    /** Samples of hot pixels (row-major over the sensor, sample by sample), ascending, and what they add. */
    private final int[] hotSamples;

    private final float[] hotE;
    private final float[] expectedE;

    public SimulatedClip(ClipSettings settings) {
        this.settings = settings;
        format = settings.format();
        wholeSensor = new Roi(0, 0, settings.widthPx(), settings.heightPx());
        seed = settings.seed();
        noise = new CountedRandom(seed, NOISE_STREAM);
        sky = sky(settings);
        int rowSamples = settings.widthPx() * format.layout().samplesPerPixel();
        sensor = new Sensor(
                settings.readNoiseE(),
                settings.gainEPerAdu(),
                settings.offsetAdu(),
                format.maxAdu(),
                format.bytesPerSample(),
                rowSamples);
        expectedE = new float[Math.multiplyExact(rowSamples, settings.heightPx())];

        int count = settings.frameCount();
        displacementXPx = wandering(SHAKE_X_STREAM, SHAKE_MEMORY_S);
        displacementYPx = wandering(SHAKE_Y_STREAM, SHAKE_MEMORY_S);
        blurPx = wandering(BLUR_SLOW_STREAM, BLUR_SLOW_MEMORY_S);
        double[] fast = wandering(BLUR_FAST_STREAM, BLUR_FAST_MEMORY_S);
        transparency = wandering(TRANSPARENCY_STREAM, TRANSPARENCY_MEMORY_S);
        CountedRandom bad = new CountedRandom(seed, BAD_STREAM);
        double middle = 0.5 * (StrictMath.log(settings.blurMinPx()) + StrictMath.log(settings.blurMaxPx()));
        double logSigma = StrictMath.log(settings.blurMaxPx() / settings.blurMinPx()) / BLUR_RANGE_SIGMAS;
        for (int k = 0; k < count; k++) {
            boolean jumped = settings.jumpFrameIndex() >= 0 && k >= settings.jumpFrameIndex();
            displacementXPx[k] = displacementXPx[k] * settings.shakeRmsPx()
                    + settings.driftXPxPerFrame() * k
                    + (jumped ? settings.jumpXPx() : 0);
            displacementYPx[k] = displacementYPx[k] * settings.shakeRmsPx()
                    + settings.driftYPxPerFrame() * k
                    + (jumped ? settings.jumpYPx() : 0);
            double wander =
                    StrictMath.sqrt(BLUR_SLOW_SHARE) * blurPx[k] + StrictMath.sqrt(1 - BLUR_SLOW_SHARE) * fast[k];
            double blur = StrictMath.exp(middle + logSigma * wander);
            blurPx[k] = Math.max(settings.blurMinPx(), Math.min(settings.blurMaxPx(), blur));
            transparency[k] = bad.unit(k) < settings.badFrameFraction()
                    ? 0
                    : Math.max(LEAST_TRANSPARENCY, 1 + settings.transparencyJitterFraction() * transparency[k]);
        }

        int hotCount = settings.hotPixelCount();
        CountedRandom hot = new CountedRandom(seed, HOT_STREAM);
        hotSamples = new int[hotCount];
        hotE = new float[hotCount];
        for (int i = 0; i < hotCount; i++) {
            hotSamples[i] = (int) (hot.unit(2L * i) * expectedE.length);
        }
        Arrays.sort(hotSamples);
        for (int i = 0; i < hotCount; i++) {
            hotE[i] = (float) (settings.peakE() * (0.3 + 0.7 * hot.unit(2L * i + 1)));
        }
    }

    /** The clip of an address such as {@code planet?frames=300&seed=7}, see {@link ClipSettings#parse}. */
    public static SimulatedClip of(String address) {
        return new SimulatedClip(ClipSettings.parse(address));
    }

    private static SkyScene sky(ClipSettings settings) {
        CountedRandom random = new CountedRandom(settings.seed(), SCENE_STREAM);
        boolean mono = settings.layout().planeCount() == 1;
        return switch (settings.scene()) {
            case PLANET -> new BlurStack(
                    PlanetPainter.paint(settings, random, 5 * settings.blurMaxPx() + 4),
                    PlanetPainter.GAINS,
                    mono,
                    settings.blurMinPx(),
                    settings.blurMaxPx(),
                    settings.widthPx());
            case MOON -> new BlurStack(
                    MoonPainter.paint(settings, random),
                    MoonPainter.GAINS,
                    mono,
                    settings.blurMinPx(),
                    settings.blurMaxPx(),
                    settings.widthPx());
            case STARS -> new StarScene(settings, random);
        };
    }

    /** A unit Gaussian for each frame that remembers the one before (first-order autoregressive). */
    private double[] wandering(int stream, double memoryS) {
        CountedRandom random = new CountedRandom(seed, stream);
        double keep = StrictMath.exp(-1 / (settings.frameRateHz() * memoryS));
        double fresh = StrictMath.sqrt(1 - keep * keep);
        double[] values = new double[settings.frameCount()];
        values[0] = random.gaussian(0);
        for (int k = 1; k < values.length; k++) {
            values[k] = keep * values[k - 1] + fresh * random.gaussian(k);
        }
        return values;
    }

    public ClipSettings settings() {
        return settings;
    }

    /** Shape of whole frames. */
    public FrameFormat format() {
        return format;
    }

    public int frameCount() {
        return settings.frameCount();
    }

    /** What really happened in frame k. */
    public FrameTruth truth(int k) {
        checkFrame(k);
        return new FrameTruth(
                k, displacementXPx[k], displacementYPx[k], blurPx[k], transparency[k], transparency[k] == 0);
    }

    /** Start of frame k, nanoseconds since 1970-01-01 UTC. */
    public long startUtcNs(int k) {
        return EPOCH_UTC_NS + Math.round(k * (1e9 / settings.frameRateHz()));
    }

    /**
     * Renders a whole frame.
     *
     * @param k number of the frame, 0 .. frameCount - 1
     * @param raw receives the samples as {@link FrameFormat} lays down; Modified from byte 0; position and limit are left alone
     */
    public void frame(int k, ByteBuffer raw) {
        frame(k, wholeSensor, raw);
    }

    /** Renders a region of a frame: bit for bit what a whole frame shows there. */
    public void frame(int k, Roi roi, ByteBuffer raw) {
        expect(k, roi);
        int samples = format.layout().samplesPerPixel();
        int rowSamples = roi.widthPx() * samples;
        int rowBytes = rowSamples * format.bytesPerSample();
        long start = noise.start(k);
        for (int row = 0; row < roi.heightPx(); row++) {
            long sample = ((long) (roi.yPx() + row) * settings.widthPx() + roi.xPx()) * samples;
            sensor.expose(
                    expectedE, row * rowSamples, rowSamples, start + sample * CountedRandom.STEP, raw, row * rowBytes);
        }
    }

    /**
     * The electrons to expect in a region, without noise: for tests.
     *
     * @return row-major, sample by sample; borrowed until the next call
     */
    float[] expect(int k, Roi roi) {
        checkFrame(k);
        checkInside(roi);
        int samples = format.layout().samplesPerPixel();
        if (transparency[k] == 0) {
            Arrays.fill(expectedE, 0, roi.widthPx() * roi.heightPx() * samples, 0);
        } else {
            sky.expose(
                    displacementXPx[k],
                    displacementYPx[k],
                    blurPx[k],
                    settings.peakE() * transparency[k],
                    roi,
                    format.layout(),
                    expectedE);
        }
        for (int i = 0; i < hotSamples.length; i++) {
            int pixel = hotSamples[i] / samples;
            int x = pixel % settings.widthPx() - roi.xPx();
            int y = pixel / settings.widthPx() - roi.yPx();
            if (x >= 0 && x < roi.widthPx() && y >= 0 && y < roi.heightPx()) {
                expectedE[(y * roi.widthPx() + x) * samples + hotSamples[i] % samples] += hotE[i];
            }
        }
        return expectedE;
    }

    void checkInside(Roi roi) {
        if (!roi.fitsIn(settings.widthPx(), settings.heightPx())) {
            throw new IllegalArgumentException("roi=" + roi.xPx() + "," + roi.yPx() + "," + roi.widthPx() + ","
                    + roi.heightPx() + " is not inside the simulated sensor of " + settings.widthPx() + "x"
                    + settings.heightPx() + " px; choose a smaller region");
        }
    }

    private void checkFrame(int k) {
        if (k < 0 || k >= settings.frameCount()) {
            throw new IndexOutOfBoundsException("frame=" + k + " is outside 0.." + (settings.frameCount() - 1));
        }
    }
}
