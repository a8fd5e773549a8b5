package org.lucida.calibrate;

import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Plane;

/**
 * The grey picture that luckiness and alignment look at, made from raw samples without demosaicing.
 *
 * <p>A mosaic is binned 2x2 (one red, two green, one blue sample), so that no sample is invented and the noise of
 * neighbouring plane pixels stays independent. Mono and RGB frames are binned 1x1 or 2x2.
 *
 * <p>Shape: {@code widthPx / binPx} x {@code heightPx / binPx}; an odd last row or column is left out.
 * <p>Units: mean calibrated ADU of the samples.
 * <p>Thread: one instance per thread; allocates nothing after construction.
 */
public final class Luminance {
    private final FrameFormat format;
    private final CalibratedRows rows;
    private final int binPx;
    private final float[] even;
    private final float[] odd;
    private final float[] sum;
    private final boolean plainBytes;
    private final byte[] upper;
    private final byte[] lower;

    /**
     * @param binPx raw pixels per plane pixel, 1 or 2; a mosaic needs 2
     */
    public Luminance(Calibration calibration, int binPx) {
        format = calibration.format();
        if (binPx != 2 && (binPx != 1 || format.layout().isMosaic())) {
            throw new IllegalArgumentException(
                    "binPx=" + binPx + " for " + format.layout() + "; use 2 (or 1 without mosaic)");
        }
        if (format.widthPx() < binPx || format.heightPx() < binPx) {
            throw new IllegalArgumentException("frame of " + format.widthPx() + "x" + format.heightPx()
                    + " px is too small to bin by " + binPx + "; use a larger ROI");
        }
        this.binPx = binPx;
        rows = new CalibratedRows(calibration);
        int half = (format.widthPx() + 1) / 2;
        even = new float[half];
        odd = new float[half];
        sum = new float[half];
        plainBytes = calibration.isNone() && format.rowBytes() == format.widthPx();
        upper = new byte[plainBytes ? format.rowBytes() : 0];
        lower = new byte[plainBytes ? format.rowBytes() : 0];
    }

    /** A plane of the right shape for {@link #fill}. */
    public Plane newPlane() {
        return new Plane(format.widthPx() / binPx, format.heightPx() / binPx);
    }

    /**
     * Fills the plane from a slot.
     *
     * @param slot Not modified.
     * @param out plane from {@link #newPlane}. Modified.
     */
    public void fill(FrameSlot slot, Plane out) {
        if (binPx == 1) {
            fillUnbinned(slot, out);
        } else if (plainBytes) {
            fillFromBytes(slot, out);
            PixelMask mask = rows.maskOf(slot);
            if (mask != null) {
                mend(slot, mask, out);
            }
        } else {
            fillBinned(slot, out);
        }
    }

    private void fillBinned(FrameSlot slot, Plane out) {
        int samples = format.layout().samplesPerPixel();
        float scale = 1f / (4 * samples);
        int width = out.widthPx;
        for (int y = 0; y < out.heightPx; y++) {
            for (int part = 0; part < 2 * samples; part++) {
                rows.read(slot, 2 * y + part / samples, part % samples, even, odd);
                if (part == 0) {
                    addPair(even, odd, sum, width);
                } else {
                    accumulatePair(even, odd, sum, width);
                }
            }
            scale(sum, scale, width);
            System.arraycopy(sum, 0, out.adu, y * width, width);
        }
    }

    /** The same sums for 8-bit samples without masters, in whole numbers: one conversion for four samples. */
    private void fillFromBytes(FrameSlot slot, Plane out) {
        int rowBytes = format.rowBytes();
        for (int y = 0; y < out.heightPx; y++) {
            slot.raw.get(2 * y * rowBytes, upper, 0, rowBytes);
            slot.raw.get((2 * y + 1) * rowBytes, lower, 0, rowBytes);
            binBytes(upper, lower, out.adu, y * out.widthPx, out.widthPx);
        }
    }

    /** Does the cells that hold a bad pixel again, from patched rows. */
    private void mend(FrameSlot slot, PixelMask mask, Plane out) {
        for (int y = 0; y < 2 * out.heightPx; y++) {
            int[] bad = mask.columns(y);
            if (bad == null) {
                continue;
            }
            rows.read(slot, y, 0, even, odd);
            for (int x : bad) {
                if (x >> 1 < out.widthPx) {
                    float patched = ((x & 1) == 0 ? even : odd)[x >> 1];
                    float raw = slot.raw.get(y * format.rowBytes() + x) & 0xff;
                    out.adu[(y >> 1) * out.widthPx + (x >> 1)] += (patched - raw) * 0.25f;
                }
            }
        }
    }

    private static void binBytes(byte[] upper, byte[] lower, float[] out, int start, int count) {
        for (int i = 0; i < count; i++) {
            int sum = (upper[2 * i] & 0xff)
                    + (upper[2 * i + 1] & 0xff)
                    + (lower[2 * i] & 0xff)
                    + (lower[2 * i + 1] & 0xff);
            out[start + i] = sum * 0.25f;
        }
    }

    private void fillUnbinned(FrameSlot slot, Plane out) {
        int samples = format.layout().samplesPerPixel();
        float scale = 1f / samples;
        for (int y = 0; y < out.heightPx; y++) {
            int start = y * out.widthPx;
            for (int sample = 0; sample < samples; sample++) {
                rows.read(slot, y, sample, even, odd);
                for (int x = 0; x < out.widthPx; x++) {
                    float value = ((x & 1) == 0 ? even[x >> 1] : odd[x >> 1]) * scale;
                    out.adu[start + x] = sample == 0 ? value : out.adu[start + x] + value;
                }
            }
        }
    }

    private static void addPair(float[] a, float[] b, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = a[i] + b[i];
        }
    }

    private static void accumulatePair(float[] a, float[] b, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += a[i] + b[i];
        }
    }

    private static void scale(float[] values, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }
}
