package org.lucida.math;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * The Fourier transform of a real plane and back, in one thread and without allocation.
 *
 * <p>Shape: a plane is row-major {@code float[heightPx * widthPx]}, both sizes powers of two of at least 8. A spectrum
 * holds columns kx = 0 .. widthPx / 2, each of all heightPx rows, as pairs: real part at
 * {@code 2 * (kx * heightPx + ky)}, imaginary part after it. ky runs 0, 1 .. , then the negative frequencies.
 * <p>Sign: F(k) = sum f(x) exp(-2 pi i k x / n); the inverse carries the factor 1 / (widthPx * heightPx).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing (the library's two-dimensional transforms would).
 * <p>Thread: one thread at a time; the library never starts its own threads for these sizes, so bits are stable.
 */
public final class FourierPlane {
    /** Rows transformed before they are spread over the columns: one cache line of complex numbers. */
    private static final int GROUP_ROWS = 8;

    public final int widthPx;
    public final int heightPx;
    private final FloatFFT_1D alongX;
    private final FloatFFT_1D alongY;
    private final float[] rows;

    public FourierPlane(int widthPx, int heightPx) {
        if (widthPx < GROUP_ROWS
                || heightPx < GROUP_ROWS
                || Integer.bitCount(widthPx) != 1
                || Integer.bitCount(heightPx) != 1) {
            throw new IllegalArgumentException("transform size " + widthPx + "x" + heightPx
                    + " px must be powers of two of at least " + GROUP_ROWS);
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        alongX = new FloatFFT_1D(widthPx);
        alongY = new FloatFFT_1D(heightPx);
        rows = new float[GROUP_ROWS * widthPx];
    }

    /** The smallest power of two that is at least 8 and at least this size. */
    public static int sizeFor(int sizePx) {
        return Math.max(GROUP_ROWS, Integer.highestOneBit(Math.max(1, sizePx - 1)) << 1);
    }

    /** Floats a spectrum needs. */
    public int spectrumLength() {
        return (widthPx / 2 + 1) * heightPx * 2;
    }

    /** Plane to spectrum. Modifies {@code spectrum}, not {@code plane}. */
    public void forward(float[] plane, float[] spectrum) {
        int half = widthPx / 2;
        for (int y0 = 0; y0 < heightPx; y0 += GROUP_ROWS) {
            System.arraycopy(plane, y0 * widthPx, rows, 0, GROUP_ROWS * widthPx);
            for (int r = 0; r < GROUP_ROWS; r++) {
                alongX.realForward(rows, r * widthPx);
            }
            for (int r = 0; r < GROUP_ROWS; r++) {
                int row = r * widthPx;
                spectrum[2 * (y0 + r)] = rows[row];
                spectrum[2 * (y0 + r) + 1] = 0;
                spectrum[2 * (half * heightPx + y0 + r)] = rows[row + 1];
                spectrum[2 * (half * heightPx + y0 + r) + 1] = 0;
            }
            for (int kx = 1; kx < half; kx++) {
                int target = 2 * (kx * heightPx + y0);
                for (int r = 0; r < GROUP_ROWS; r++) {
                    spectrum[target + 2 * r] = rows[r * widthPx + 2 * kx];
                    spectrum[target + 2 * r + 1] = rows[r * widthPx + 2 * kx + 1];
                }
            }
        }
        for (int kx = 0; kx <= half; kx++) {
            alongY.complexForward(spectrum, 2 * kx * heightPx);
        }
    }

    /** Spectrum to plane. Modifies both: the spectrum is used up. */
    public void inverse(float[] spectrum, float[] plane) {
        int half = widthPx / 2;
        for (int kx = 0; kx <= half; kx++) {
            alongY.complexInverse(spectrum, 2 * kx * heightPx, true);
        }
        for (int y0 = 0; y0 < heightPx; y0 += GROUP_ROWS) {
            for (int r = 0; r < GROUP_ROWS; r++) {
                rows[r * widthPx] = spectrum[2 * (y0 + r)];
                rows[r * widthPx + 1] = spectrum[2 * (half * heightPx + y0 + r)];
            }
            for (int kx = 1; kx < half; kx++) {
                int source = 2 * (kx * heightPx + y0);
                for (int r = 0; r < GROUP_ROWS; r++) {
                    rows[r * widthPx + 2 * kx] = spectrum[source + 2 * r];
                    rows[r * widthPx + 2 * kx + 1] = spectrum[source + 2 * r + 1];
                }
            }
            for (int r = 0; r < GROUP_ROWS; r++) {
                alongX.realInverse(rows, r * widthPx, true);
            }
            System.arraycopy(rows, 0, plane, y0 * widthPx, GROUP_ROWS * widthPx);
        }
    }

    /**
     * Multiplies a spectrum by the conjugate of another: the transform of their cross-correlation.
     *
     * <p>With the frame in {@code spectrum} and the reference in {@code reference}, the peak of the inverse lies at the
     * displacement of the frame. Modifies {@code spectrum}.
     */
    public static void correlate(float[] spectrum, float[] reference) {
        for (int i = 0; i < spectrum.length; i += 2) {
            float re = spectrum[i] * reference[i] + spectrum[i + 1] * reference[i + 1];
            float im = spectrum[i + 1] * reference[i] - spectrum[i] * reference[i + 1];
            spectrum[i] = re;
            spectrum[i + 1] = im;
        }
    }
}
