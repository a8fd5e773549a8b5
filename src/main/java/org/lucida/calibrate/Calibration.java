package org.lucida.calibrate;

import java.util.Arrays;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * What is taken off a raw frame before anything is measured: a dark master, a flat master, bad pixels.
 *
 * <p>calibrated = (raw - darkAdu) * flatGain; a bad pixel is replaced by the mean of its nearest good neighbours of the
 * same colour in the row.
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
    private final int[][] badColumns;
    private final int badCount;

    private Calibration(FrameFormat format, float[] darkAdu, float[] flatGain) {
        this.format = format;
        darkRows = darkAdu == null ? null : split(format, darkAdu);
        gainRows = flatGain == null ? null : split(format, flatGain);
        badColumns = new int[format.heightPx()][];
        badCount = findBad(darkAdu, flatGain);
    }

    /** Raw samples as they are. */
    public static Calibration none(FrameFormat format) {
        return new Calibration(format, null, null);
    }

    /**
     * Calibration by masters of the same shape as the frames.
     *
     * @param darkAdu master dark in ADU, or null for none. Not modified.
     * @param flatAdu master flat in ADU, dark or bias already taken off, or null for none. Not modified.
     */
    public static Calibration of(FrameFormat format, float[] darkAdu, float[] flatAdu) {
        checkSize(format, darkAdu, "dark");
        checkSize(format, flatAdu, "flat");
        return new Calibration(format, darkAdu, flatAdu == null ? null : gainOf(format, flatAdu));
    }

    /** Format of the frames this calibration is for. */
    public FrameFormat format() {
        return format;
    }

    /** True if neither master changes anything. */
    public boolean isNone() {
        return darkRows == null && gainRows == null;
    }

    /** Pixels replaced by their neighbours because the masters call them hot or dead. */
    public int badCount() {
        return badCount;
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
        if (badColumns[y] != null) {
            patch(badColumns[y], sample, even, odd);
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

    /** Replaces bad samples by the mean of the nearest good ones of the same parity, hence of the same colour. */
    private void patch(int[] bad, int sample, float[] even, float[] odd) {
        int samples = format.layout().samplesPerPixel();
        for (int code : bad) {
            if (code % samples != sample) {
                continue;
            }
            int x = code / samples;
            int step = format.layout().isMosaic() ? 2 : 1;
            int left = x - step;
            while (left >= 0 && isBad(bad, left * samples + sample)) {
                left -= step;
            }
            int right = x + step;
            while (right < format.widthPx() && isBad(bad, right * samples + sample)) {
                right += step;
            }
            float sum = 0;
            int count = 0;
            if (left >= 0) {
                sum += (left & 1) == 0 ? even[left >> 1] : odd[left >> 1];
                count++;
            }
            if (right < format.widthPx()) {
                sum += (right & 1) == 0 ? even[right >> 1] : odd[right >> 1];
                count++;
            }
            float value = count == 0 ? 0 : sum / count;
            if ((x & 1) == 0) {
                even[x >> 1] = value;
            } else {
                odd[x >> 1] = value;
            }
        }
    }

    private static boolean isBad(int[] bad, int code) {
        return Arrays.binarySearch(bad, code) >= 0;
    }

    private int findBad(float[] darkAdu, float[] flatGain) {
        if (isNone()) {
            return 0;
        }
        int samples = format.layout().samplesPerPixel();
        int rowSamples = format.widthPx() * samples;
        double[] limitAdu = hotLimits(darkAdu);
        int found = 0;
        int[] row = new int[rowSamples];
        for (int y = 0; y < format.heightPx(); y++) {
            int count = 0;
            for (int i = 0; i < rowSamples; i++) {
                int plane = format.layout().planeOf(i / samples, y, i % samples);
                float dark = darkAdu == null ? 0 : darkAdu[y * rowSamples + i];
                float gain = flatGain == null ? 1 : flatGain[y * rowSamples + i];
                boolean good = dark <= limitAdu[plane] && gain > 0 && gain <= 1 / DEAD_FLAT_FRACTION;
                if (!good) {
                    row[count++] = i;
                }
            }
            if (count > 0) {
                badColumns[y] = Arrays.copyOf(row, count);
                found += count;
            }
        }
        return found;
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
