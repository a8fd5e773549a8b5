package org.lucida.calibrate;

import java.util.Arrays;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.SampleRows;

/**
 * Turns raw bytes of a slot into calibrated floats, one row at a time, split by column parity.
 *
 * <p>Units: ADU after {@link Calibration}; 8-bit samples 0..255, deeper ones by their true depth.
 * <p>Memory: one row of scratch, made in the constructor; reading allocates nothing.
 * <p>Thread: one instance per thread.
 */
public final class CalibratedRows implements SampleRows {
    private static final int CACHE_LINE_BYTES = 64;

    /** Every byte as a float: on JDK 17 a look-up is a fifth faster than a conversion. */
    private static final float[] BYTE_ADU = new float[256];

    static {
        for (int i = 0; i < BYTE_ADU.length; i++) {
            BYTE_ADU[i] = i;
        }
    }

    private final FrameFormat format;
    private final Calibration calibration;
    private final boolean leavesOut;
    private final byte[] rowBytes;
    /** Keeps the compiler from leaving out the fetching of rows. */
    private int touched;

    /** Rows in which bad pixels take the mean of their neighbours: to look at. */
    public CalibratedRows(Calibration calibration) {
        this(calibration, false);
    }

    /** Rows in which the pixels of {@link FrameSlot#mask} are 0: to stack, the weights knowing of the mask. */
    public static CalibratedRows leavingOut(Calibration calibration) {
        return new CalibratedRows(calibration, true);
    }

    private CalibratedRows(Calibration calibration, boolean leavesOut) {
        this.leavesOut = leavesOut;
        this.calibration = calibration;
        this.format = calibration.format();
        rowBytes = new byte[format.rowBytes()];
    }

    @Override
    public void read(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
        slot.raw.get(y * rowBytes.length, rowBytes, 0, rowBytes.length);
        int samples = format.layout().samplesPerPixel();
        if (format.bytesPerSample() == 1) {
            if (samples == 1) {
                splitBytes(rowBytes, format.widthPx(), even, odd);
            } else {
                splitBytes(rowBytes, format.widthPx(), samples, sample, even, odd);
            }
        } else {
            splitWords(rowBytes, format.widthPx(), samples, sample, even, odd);
        }
        if (!calibration.isNone()) {
            calibration.apply(y, sample, even, odd);
        }
        PixelMask bad = maskOf(slot);
        int[] columns = bad == null ? null : bad.columns(y);
        if (columns != null && leavesOut && slot.mask != null) {
            clear(columns, even, odd);
        } else if (columns != null) {
            patch(columns, even, odd);
        }
    }

    /** The bad pixels of a frame: what its slot says, else what the calibration knows; null = none. */
    PixelMask maskOf(FrameSlot slot) {
        return slot.mask == null ? calibration.mask() : slot.mask;
    }

    @Override
    public void expect(FrameSlot[] slots, int[] rows, int count) {
        int fetched = 0;
        for (int at = 0; at < rowBytes.length; at += CACHE_LINE_BYTES) {
            for (int k = 0; k < count; k++) {
                fetched += slots[k].raw.get(rows[k] * rowBytes.length + at);
            }
        }
        touched += fetched;
    }

    private static void clear(int[] bad, float[] even, float[] odd) {
        for (int x : bad) {
            ((x & 1) == 0 ? even : odd)[x >> 1] = 0;
        }
    }

    /** Bad samples take the mean of the nearest good ones of the same colour in the row; 0 if there are none. */
    private void patch(int[] bad, float[] even, float[] odd) {
        int step = format.layout().isMosaic() ? 2 : 1;
        for (int x : bad) {
            int left = x - step;
            while (left >= 0 && Arrays.binarySearch(bad, left) >= 0) {
                left -= step;
            }
            int right = x + step;
            while (right < format.widthPx() && Arrays.binarySearch(bad, right) >= 0) {
                right += step;
            }
            float sum = 0;
            int count = 0;
            if (left >= 0) {
                sum += ((left & 1) == 0 ? even : odd)[left >> 1];
                count++;
            }
            if (right < format.widthPx()) {
                sum += ((right & 1) == 0 ? even : odd)[right >> 1];
                count++;
            }
            ((x & 1) == 0 ? even : odd)[x >> 1] = count == 0 ? 0 : sum / count;
        }
    }

    private static void splitBytes(byte[] row, int width, float[] even, float[] odd) {
        float[] adu = BYTE_ADU;
        int pairs = width >> 1;
        for (int m = 0; m < pairs; m++) {
            even[m] = adu[row[2 * m] & 0xff];
            odd[m] = adu[row[2 * m + 1] & 0xff];
        }
        if ((width & 1) == 1) {
            even[pairs] = adu[row[width - 1] & 0xff];
        }
    }

    private static void splitBytes(byte[] row, int width, int samples, int sample, float[] even, float[] odd) {
        float[] adu = BYTE_ADU;
        for (int m = 0, i = sample; 2 * m < width; m++, i += 2 * samples) {
            even[m] = adu[row[i] & 0xff];
        }
        for (int m = 0, i = samples + sample; 2 * m + 1 < width; m++, i += 2 * samples) {
            odd[m] = adu[row[i] & 0xff];
        }
    }

    private static void splitWords(byte[] row, int width, int samples, int sample, float[] even, float[] odd) {
        for (int m = 0, i = 2 * sample; 2 * m < width; m++, i += 4 * samples) {
            even[m] = (row[i] & 0xff) | (row[i + 1] & 0xff) << 8;
        }
        for (int m = 0, i = 2 * (samples + sample); 2 * m + 1 < width; m++, i += 4 * samples) {
            odd[m] = (row[i] & 0xff) | (row[i + 1] & 0xff) << 8;
        }
    }
}
