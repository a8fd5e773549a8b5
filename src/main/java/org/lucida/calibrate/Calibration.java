package org.lucida.calibrate;

import java.util.Arrays;
import java.util.BitSet;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.PixelMask;

/**
 * What is taken off a raw frame before anything is measured: a dark master, a flat master, bad pixels.
 *
 * <p>calibrated = (raw - darkAdu) * flatGain. Bad pixels are those the masters call hot or dead, and those named by hand.
 *
 * <p>Shape: masters are row-major with {@code widthPx * samplesPerPixel} samples a row, as the raw frame.
 * <p>Units: ADU; flatGain is dimensionless with a mean near 1 per colour.
 * <p>Thread: immutable after construction; shared by all readers.
 */
public final class Calibration {
    /** A dark pixel this many robust sigmas above its colour's median is a hot pixel; chosen on the SARA dark. */
    private static final double HOT_SIGMA = 12;
    /** Below this fraction of the mean a flat pixel carries no information and is called bad. */
    private static final double DEAD_FLAT_FRACTION = 0.1;

    private final FrameFormat format;
    /** Masters by row, sample and column parity, as the rows come: one array each, so that the loops become SIMD code. */
    private final float[][] darkRows;

    private final float[][] gainRows;
    private final PixelMask mask;

    private Calibration(FrameFormat format, float[] darkAdu, float[] flatGain, PixelMask named) {
        this.format = format;
        darkRows = darkAdu == null ? null : split(format, darkAdu);
        gainRows = flatGain == null ? null : split(format, flatGain);
        mask = PixelMask.join(named, findBad(darkAdu, flatGain));
    }

    /** Raw samples as they are. */
    public static Calibration none(FrameFormat format) {
        return new Calibration(format, null, null, null);
    }

    /**
     * Calibration by masters of the same shape as the frames.
     *
     * @param darkAdu master dark in ADU, or null for none. Not modified.
     * @param flatAdu master flat in ADU, dark or bias already taken off, or null for none. Not modified.
     */
    public static Calibration of(FrameFormat format, float[] darkAdu, float[] flatAdu) {
        return of(format, darkAdu, flatAdu, null);
    }

    /**
     * Calibration by masters and a mask.
     *
     * @param named bad pixels known otherwise, or null for none
     */
    public static Calibration of(FrameFormat format, float[] darkAdu, float[] flatAdu, PixelMask named) {
        checkSize(format, darkAdu, "dark");
        checkSize(format, flatAdu, "flat");
        if (named != null && (named.widthPx() != format.widthPx() || named.heightPx() != format.heightPx())) {
            throw new IllegalArgumentException("mask is " + named.widthPx() + "x" + named.heightPx()
                    + " px, the frames are " + format + "; use a mask of the same ROI");
        }
        return new Calibration(format, darkAdu, flatAdu == null ? null : gainOf(format, flatAdu), named);
    }

    /** This with more bad pixels; null for none. */
    public Calibration with(PixelMask more) {
        return more == null ? this : new Calibration(this, PixelMask.join(mask, more));
    }

    private Calibration(Calibration other, PixelMask mask) {
        format = other.format;
        darkRows = other.darkRows;
        gainRows = other.gainRows;
        this.mask = mask;
    }

    /** Format of the frames this calibration is for. */
    public FrameFormat format() {
        return format;
    }

    /** True if neither master changes anything. */
    public boolean isNone() {
        return darkRows == null && gainRows == null;
    }

    /** Bad pixels: those the masters call hot or dead, and those named. */
    public int badCount() {
        return mask == null ? 0 : mask.count();
    }

    /** The bad pixels, or null if there are none. */
    public PixelMask mask() {
        return mask;
    }

    /**
     * Applies the masters to one row of samples split by column parity, in place.
     *
     * @param even samples of columns 0, 2, .. Modified.
     * @param odd samples of columns 1, 3, .. Modified.
     */
    void apply(int y, int sample, float[] even, float[] odd) {
        int row = 2 * (y * format.layout().samplesPerPixel() + sample);
        if (darkRows != null) {
            subtract(even, darkRows[row], darkRows[row].length);
            subtract(odd, darkRows[row + 1], darkRows[row + 1].length);
        }
        if (gainRows != null) {
            multiply(even, gainRows[row], gainRows[row].length);
            multiply(odd, gainRows[row + 1], gainRows[row + 1].length);
        }
    }

    private static void subtract(float[] values, float[] dark, int count) {
        for (int m = 0; m < count; m++) {
            values[m] -= dark[m];
        }
    }

    private static void multiply(float[] values, float[] gain, int count) {
        for (int m = 0; m < count; m++) {
            values[m] *= gain[m];
        }
    }

    private static float[][] split(FrameFormat format, float[] master) {
        int samples = format.layout().samplesPerPixel();
        int width = format.widthPx();
        float[][] rows = new float[2 * format.heightPx() * samples][];
        for (int row = 0; row < rows.length; row++) {
            int parity = row & 1;
            int start = row / 2 / samples * width * samples + row / 2 % samples;
            rows[row] = new float[(width + 1 - parity) / 2];
            for (int m = 0; m < rows[row].length; m++) {
                rows[row][m] = master[start + (2 * m + parity) * samples];
            }
        }
        return rows;
    }

    /** A pixel is bad if any of its samples is. */
    private PixelMask findBad(float[] darkAdu, float[] flatGain) {
        if (isNone()) {
            return null;
        }
        int samples = format.layout().samplesPerPixel();
        int rowSamples = format.widthPx() * samples;
        double[] limitAdu = hotLimits(darkAdu);
        BitSet bad = new BitSet(format.widthPx() * format.heightPx());
        for (int y = 0; y < format.heightPx(); y++) {
            for (int i = 0; i < rowSamples; i++) {
                int plane = format.layout().planeOf(i / samples, y, i % samples);
                float dark = darkAdu == null ? 0 : darkAdu[y * rowSamples + i];
                float gain = flatGain == null ? 1 : flatGain[y * rowSamples + i];
                boolean good = dark <= limitAdu[plane] && gain > 0 && gain <= 1 / DEAD_FLAT_FRACTION;
                if (!good) {
                    bad.set(y * format.widthPx() + i / samples);
                }
            }
        }
        return PixelMask.of(format.widthPx(), format.heightPx(), bad);
    }

    /** Dark level above which a sample of each plane is hot: median + HOT_SIGMA robust sigmas, at least 1 ADU above. */
    private double[] hotLimits(float[] darkAdu) {
        double[] limits = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        if (darkAdu == null) {
            return limits;
        }
        for (int plane = 0; plane < format.layout().planeCount(); plane++) {
            float[] values = samplesOf(format, darkAdu, plane);
            if (values.length == 0) {
                continue;
            }
            Arrays.sort(values);
            float median = values[values.length / 2];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i] - median);
            }
            Arrays.sort(values);
            // 1.4826 turns the median absolute deviation into the sigma of a Gaussian
            limits[plane] = median + Math.max(1, HOT_SIGMA * 1.4826 * values[values.length / 2]);
        }
        return limits;
    }

    /** Turns a flat in ADU into the gain that undoes it, each colour with mean 1; dead pixels get 0. */
    private static float[] gainOf(FrameFormat format, float[] flatAdu) {
        int samples = format.layout().samplesPerPixel();
        int rowSamples = format.widthPx() * samples;
        double[] sum = new double[3];
        long[] count = new long[3];
        for (int i = 0; i < flatAdu.length; i++) {
            if (Float.isFinite(flatAdu[i])) {
                int plane = planeAt(format.layout(), i, rowSamples, samples);
                sum[plane] += flatAdu[i];
                count[plane]++;
            }
        }
        float[] gain = new float[flatAdu.length];
        for (int i = 0; i < flatAdu.length; i++) {
            int plane = planeAt(format.layout(), i, rowSamples, samples);
            double mean = sum[plane] / count[plane];
            boolean alive = flatAdu[i] > DEAD_FLAT_FRACTION * mean;
            gain[i] = alive ? (float) (mean / flatAdu[i]) : 0;
        }
        return gain;
    }

    private static float[] samplesOf(FrameFormat format, float[] master, int plane) {
        int samples = format.layout().samplesPerPixel();
        int rowSamples = format.widthPx() * samples;
        float[] values = new float[master.length];
        int count = 0;
        for (int i = 0; i < master.length; i++) {
            if (planeAt(format.layout(), i, rowSamples, samples) == plane) {
                values[count++] = master[i];
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static int planeAt(ColorLayout layout, int i, int rowSamples, int samples) {
        int inRow = i % rowSamples;
        return layout.planeOf(inRow / samples, i / rowSamples, inRow % samples);
    }

    private static void checkSize(FrameFormat format, float[] master, String name) {
        int needed = format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
        if (master != null && master.length != needed) {
            throw new IllegalArgumentException(name + " has " + master.length + " samples, the frames have " + needed
                    + "; use a " + name + " of the same ROI");
        }
    }
}
