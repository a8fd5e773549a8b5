package org.lucida.simulator.sensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sensor.SensorSettings.SampleForm;

/**
 * One camera as set: turns the photons expected on each pixel into the raw samples of a frame.
 *
 * <p>Units: photons of the pixel's own band in (sky, telescope, area of the pixel and exposure already multiplied);
 * {@code adu = floor(e / gain + offset + 0.5)} out, clipped to the bits, shifted as the settings say. Order of things:
 * QE with its fixed differences, dark electrons, intruders, Poisson law, full well, read noise, row and column offset, gain.
 * <p>Shape: photons are row-major over the region of the settings, unbinned, one value a pixel (see {@link #mosaic}); samples
 * are as {@link #format} says.
 * <p>Error: mean and variance to 0.1 %; the Poisson law is exact below {@value ElectronNoise#SMALL_MEAN_E} electrons, a bent
 * Gaussian (not whole electrons) above. With binning the samples of the pixels are added up after conversion and clipped.
 * <p>Memory: patterns and rows made in the constructor; calls allocate nothing.
 * <p>Thread: one at a time.
 * <p>Source: Janesick 2007, "Photon Transfer".
 */
public final class Sensor {
    private static final long NOISE_STREAM = 0x0153;
    private static final long ROW_STREAM = 0x0154;
    private static final long TELEGRAPH_STREAM = 0x0155;
    /** Frames between two chances of a telegraph pixel to jump. */
    private static final int TELEGRAPH_DWELL_FRAMES = 7;

    private final CameraModel model;
    private final SensorSettings settings;
    private final long seed;
    private final FrameFormat format;
    private final Roi roi;
    private final FixedPattern pattern;
    private final Intruders intruders;
    private final CountedRandom noise;
    private final CountedRandom rowChance;
    private final CountedRandom telegraphChance;

    private final double gainEPerAdu;
    private final double offsetAdu;
    private final float readNoiseE;
    private final float guardE;
    private final int maxAdu;
    private final int leftShift;
    private final int rightShift;

    private final float[] meanE;
    /** What the readout adds to each column of the present row. */
    private final float[] liftE;

    private final int[] adu;
    private final byte[] bytes;
    /** Sums of a block of binned rows, one row of them for each row of the colour pattern. */
    private final int[] binned;
    /** Rows in such a block. */
    private final int binRows;

    /**
     * @param model what the camera is
     * @param settings how it is set
     * @param seed of the noise; the fixed pattern follows from model and serial number alone
     * @throws IllegalArgumentException if the region is not on the sensor
     */
    public Sensor(CameraModel model, SensorSettings settings, long seed) {
        this(model, settings, seed, null);
    }

    private Sensor(CameraModel model, SensorSettings settings, long seed, FixedPattern known) {
        this.model = model;
        this.settings = settings;
        this.seed = seed;
        roi = settings.roi();
        if (!roi.fitsIn(model.widthPx(), model.heightPx())) {
            throw new IllegalArgumentException("roi=" + roi.xPx() + "," + roi.yPx() + "," + roi.widthPx() + ","
                    + roi.heightPx() + " is not on the sensor of " + model.widthPx() + "x" + model.heightPx()
                    + " px; move or shrink it");
        }
        int step = settings.binCount() == 1 || !model.layout().isMosaic() ? 1 : 2 * settings.binCount();
        if (roi.widthPx() % step != 0 || roi.heightPx() % step != 0) {
            throw new IllegalArgumentException(
                    "roi=" + roi.widthPx() + "x" + roi.heightPx() + " px cannot be binned by " + settings.binCount()
                            + " in colour; choose sizes that are multiples of " + step);
        }
        int bits = settings.adcBits();
        double nativeToBits = StrictMath.pow(2, model.adcBits() - bits);
        double steps = settings.gainEPerAdu() > 0
                ? model.gainSteps(settings.gainEPerAdu() / nativeToBits)
                : settings.gainSteps();
        gainEPerAdu = gainEPerAdu(model, settings);
        offsetAdu = settings.offsetSteps() * model.offsetAduPerStep() / nativeToBits;
        readNoiseE = (float) model.readNoiseE(steps);
        guardE = ElectronNoise.guardE(model.fullWellE());
        maxAdu = (1 << bits) - 1;
        leftShift = settings.form() == SampleForm.RAW16 ? 16 - bits : 0;
        rightShift = settings.form() == SampleForm.RAW8 ? bits - 8 : 0;
        format = format(model, settings);
        pattern = known == null ? new FixedPattern(model, settings) : known;
        intruders = new Intruders(model, settings, seed);
        noise = new CountedRandom(seed, NOISE_STREAM);
        rowChance = new CountedRandom(seed, ROW_STREAM);
        telegraphChance = new CountedRandom(seed, TELEGRAPH_STREAM);
        meanE = new float[roi.widthPx()];
        liftE = new float[roi.widthPx()];
        adu = new int[roi.widthPx()];
        binned = settings.binCount() == 1 ? new int[0] : new int[2 * format.widthPx()];
        binRows = format.layout().isMosaic() ? 2 * settings.binCount() : settings.binCount();
        bytes = new byte[format.rowBytes()];
    }

    /**
     * The same sensor with other gain, offset, exposure or temperature; quick, for the pattern of its pixels is shared.
     *
     * @param other region, binning, bits, serial number and blemishes are those of {@link #settings}
     */
    public Sensor turned(SensorSettings other) {
        return new Sensor(model, other, seed, pattern.turned(model, settings, other));
    }

    /** Shape of the frames of a camera so set. */
    public static FrameFormat format(CameraModel model, SensorSettings settings) {
        Roi roi = settings.roi();
        int depth =
                switch (settings.form()) {
                    case RAW16 -> 16;
                    case RAW8 -> 8;
                    case PLAIN -> settings.adcBits();
                };
        // Binning adds pixels of the same colour, so the order of colours stays that of the region.
        return new FrameFormat(
                roi.widthPx() / settings.binCount(),
                roi.heightPx() / settings.binCount(),
                model.layout().at(roi.xPx(), roi.yPx()),
                depth);
    }

    /** Electrons for each ADU of the set bits of a camera so set. */
    public static double gainEPerAdu(CameraModel model, SensorSettings settings) {
        if (settings.gainEPerAdu() > 0) {
            return settings.gainEPerAdu();
        }
        return model.gainEPerAdu(settings.gainSteps()) * StrictMath.pow(2, model.adcBits() - settings.adcBits());
    }

    /** The same for each ADU of the samples as they are stored, after any shift. */
    public static double storedGainEPerAdu(CameraModel model, SensorSettings settings) {
        double gain = gainEPerAdu(model, settings);
        return switch (settings.form()) {
            case PLAIN -> gain;
            case RAW8 -> gain * (1 << (settings.adcBits() - 8));
            case RAW16 -> gain / (1 << (16 - settings.adcBits()));
        };
    }

    /** Shape of the frames. */
    public FrameFormat format() {
        return format;
    }

    /** What the camera is. */
    public CameraModel model() {
        return model;
    }

    /** How it is set. */
    public SensorSettings settings() {
        return settings;
    }

    /** Electrons for each ADU of the set bits, before any shift. */
    public double gainEPerAdu() {
        return gainEPerAdu;
    }

    /** Rms read noise in electrons at the set gain. */
    public double readNoiseE() {
        return readNoiseE;
    }

    /** Level of no light in ADU of the set bits, before any shift. */
    public double offsetAdu() {
        return offsetAdu;
    }

    /** Pixels struck by cosmic rays in the frame exposed last. */
    public int struckCount() {
        return intruders.struckCount();
    }

    /** Whether a satellite crossed the frame exposed last. */
    public boolean isCrossed() {
        return intruders.isCrossed();
    }

    /** Electrons for each photon of a pixel's band, fixed differences included; row-major over the region; a copy. */
    public float[] responseEPerPhoton() {
        return pattern.qe.clone();
    }

    /** Expected dark electrons of each pixel in an exposure; row-major over the region; a copy. */
    public float[] darkE() {
        return pattern.darkE.clone();
    }

    /**
     * Exposes a frame.
     *
     * @param frame number of the frame; the same number gives the same noise
     * @param photons expected on each pixel during the exposure; Not modified
     * @param raw receives the samples, little-endian; Modified; position and limit are left alone
     * @param rawOffset first byte of the frame
     */
    public void expose(long frame, float[] photons, ByteBuffer raw, int rawOffset) {
        if (photons.length < pattern.qe.length) {
            throw new IllegalArgumentException("photons=" + photons.length + " values are fewer than the "
                    + pattern.qe.length + " pixels of the region; give one for each");
        }
        read(frame, photons, 0, raw, rawOffset);
    }

    /** Exposes a frame with the cap on: a dark. See {@link #expose}. */
    public void exposeDark(long frame, ByteBuffer raw, int rawOffset) {
        read(frame, null, 0, raw, rawOffset);
    }

    /** Exposes a frame before an even panel: a flat of that many photons on each pixel. See {@link #expose}. */
    public void exposeFlat(long frame, double photonsPerPixel, ByteBuffer raw, int rawOffset) {
        read(frame, null, (float) photonsPerPixel, raw, rawOffset);
    }

    /**
     * Picks the photons of each pixel's own band out of full colour planes.
     *
     * @param planes one plane (mono) or red, green, blue, each row-major over the region, unbinned; Not modified
     * @param photons receives one value a pixel; Modified
     */
    public void mosaic(float[][] planes, float[] photons) {
        ColorLayout layout = format.layout();
        int width = roi.widthPx();
        if (!layout.isMosaic()) {
            System.arraycopy(planes[0], 0, photons, 0, width * roi.heightPx());
            return;
        }
        for (int y = 0; y < roi.heightPx(); y++) {
            float[] even = planes[layout.planeOf(0, y, 0)];
            float[] odd = planes[layout.planeOf(1, y, 0)];
            int end = (y + 1) * width;
            for (int i = y * width; i < end; i += 2) {
                photons[i] = even[i];
            }
            for (int i = y * width + 1; i < end; i += 2) {
                photons[i] = odd[i];
            }
        }
    }

    private void read(long frame, float[] photons, float even, ByteBuffer raw, int rawOffset) {
        // a flat is taken before a panel: no satellite comes between
        intruders.begin(frame, photons != null);
        boolean invaded = intruders.present();
        int width = roi.widthPx();
        int telegraph = 0;
        for (int row = 0; row < roi.heightPx(); row++) {
            int first = row * width;
            expect(photons, even, first, width);
            if (invaded) {
                intruders.addTo(row, pattern.qe, meanE);
            }
            System.arraycopy(pattern.columnE, 0, liftE, 0, width);
            telegraph = jump(frame, telegraph, first, width);
            int sensorRow = roi.yPx() + row;
            float rowE = (float)
                    (settings.blemishes().rowNoiseE() * rowChance.gaussian(frame * model.heightPx() + sensorRow));
            long start = noise.start(frame * model.heightPx() + sensorRow) + roi.xPx() * CountedRandom.STEP;
            convert(start, rowE, width);
            if (settings.binCount() == 1) {
                store(adu, width, raw, rawOffset + row * bytes.length);
            } else {
                bin(row, raw, rawOffset);
            }
        }
    }

    /** Expected electrons of a row into meanE. */
    private void expect(float[] photons, float even, int first, int width) {
        float[] mean = meanE;
        System.arraycopy(pattern.darkE, first, mean, 0, width);
        float[] qe = pattern.qe;
        if (photons == null) {
            if (even > 0) {
                for (int x = 0; x < width; x++) {
                    mean[x] += even * qe[first + x];
                }
            }
            return;
        }
        for (int x = 0; x < width; x++) {
            mean[x] += photons[first + x] * qe[first + x];
        }
    }

    /** Lifts the telegraph pixels of a row that are at their upper level; returns the first one of the next row. */
    private int jump(long frame, int from, int first, int width) {
        int telegraph = from;
        while (telegraph < pattern.telegraphs.length && pattern.telegraphs[telegraph] < first + width) {
            int at = pattern.telegraphs[telegraph];
            long place = (long) (roi.yPx() + at / width) * model.widthPx() + roi.xPx() + at % width;
            // Each pixel may jump at its own turn; between turns it stays.
            long turn = Math.floorDiv(frame + Math.floorMod(place, TELEGRAPH_DWELL_FRAMES), TELEGRAPH_DWELL_FRAMES);
            if (telegraphChance.unit(place + (turn << 32)) < 0.5) {
                liftE[at - first] += pattern.jumpE[telegraph];
            }
            telegraph++;
        }
        return telegraph;
    }

    /** Draws the row's samples into adu. */
    private void convert(long start, float rowE, int width) {
        float[] mean = meanE;
        float[] lifts = liftE;
        int[] out = adu;
        float aduPerE = (float) (1 / gainEPerAdu);
        float lift = (float) (offsetAdu + 0.5);
        float noiseE = readNoiseE;
        float wellE = (float) model.fullWellE();
        float guard = guardE;
        int ceiling = maxAdu;
        long counter = start;
        for (int x = 0; x < width; x++) {
            float e = ElectronNoise.electrons(mean[x], noiseE, wellE, guard, CountedRandom.mixed(counter));
            counter += CountedRandom.STEP;
            out[x] = Math.min(ceiling, Math.max(0, (int) ((e + lifts[x] + rowE) * aduPerE + lift)));
        }
    }

    private void bin(int row, ByteBuffer raw, int rawOffset) {
        int bin = settings.binCount();
        boolean colours = format.layout().isMosaic();
        int inBlock = row % binRows;
        if (inBlock == 0) {
            Arrays.fill(binned, 0);
        }
        int outWidth = format.widthPx();
        // In a mosaic the pixels of one colour stand in every second row and column.
        int outRow = colours ? inBlock & 1 : 0;
        for (int x = 0; x < roi.widthPx(); x++) {
            int block = colours ? x / (2 * bin) * 2 + (x & 1) : x / bin;
            if (block < outWidth) {
                binned[outRow * outWidth + block] += adu[x];
            }
        }
        int outRows = colours ? 2 : 1;
        if (inBlock == binRows - 1 || row == roi.heightPx() - 1) {
            for (int i = 0; i < outRows; i++) {
                int target = row / binRows * outRows + i;
                if (target < format.heightPx()) {
                    for (int x = 0; x < outWidth; x++) {
                        adu[x] = Math.min(maxAdu, binned[i * outWidth + x]);
                    }
                    store(adu, outWidth, raw, rawOffset + target * bytes.length);
                }
            }
        }
    }

    private void store(int[] samples, int count, ByteBuffer raw, int rawOffset) {
        int left = leftShift;
        int right = rightShift;
        byte[] out = bytes;
        if (format.bytesPerSample() == 1) {
            for (int x = 0; x < count; x++) {
                out[x] = (byte) (samples[x] >>> right);
            }
        } else {
            for (int x = 0; x < count; x++) {
                int value = samples[x] << left;
                out[2 * x] = (byte) value;
                out[2 * x + 1] = (byte) (value >>> 8);
            }
        }
        raw.put(rawOffset, out, 0, count * format.bytesPerSample());
    }
}
