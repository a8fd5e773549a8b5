package org.lucida.enhance;

import java.util.Arrays;
import org.lucida.math.FourierPlane;

/**
 * Takes a Gaussian blur back at every frequency as far as signal stands above noise there.
 *
 * <p>{@code filter(f) = 1 / H(f) * max(0, 1 - r N(f) / P(f))}: P the power measured in a ring of frequencies, N that of the
 * noise, r the wished prudence. With SSNR = P / N - 1 this is [SSNR / (1 + SSNR)] / H (SCIENCE section 9): it tunes itself
 * and stops by itself where there is only noise. Capped at {@value #MOST_GAIN}.
 *
 * <p>Shape: the plane is continued by its mirror image, blended so that it goes round without an edge.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Wiener 1949; SCIENCE section 9.
 */
final class WienerFilter {
    private static final int MARGIN_PX = 16;
    private static final double MOST_GAIN = 15;
    /** Rings per cycle per px: P is the mean over each. */
    private static final int RING_COUNT = 256;

    private final int widthPx;
    private final int heightPx;
    private final NoiseSpectrum noiseSpectrum;
    private final FourierPlane fourier;
    private final float[] padded;
    private final float[] spectrum;
    private final double[] power = new double[RING_COUNT];
    private final double[] noisePower = new double[RING_COUNT];
    private final long[] count = new long[RING_COUNT];
    private final double[] gain = new double[RING_COUNT + 1];

    WienerFilter(int widthPx, int heightPx, NoiseSpectrum noiseSpectrum) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.noiseSpectrum = noiseSpectrum;
        fourier =
                new FourierPlane(FourierPlane.sizeFor(widthPx + MARGIN_PX), FourierPlane.sizeFor(heightPx + MARGIN_PX));
        padded = new float[fourier.widthPx * fourier.heightPx];
        spectrum = new float[fourier.spectrumLength()];
    }

    /**
     * Sharpens one plane.
     *
     * @param plane Not modified. No NaN
     * @param meanVarianceAdu2 noise variance of a pixel, mean over the plane
     * @param out Modified; may be the plane
     */
    void apply(float[] plane, double meanVarianceAdu2, double fwhmPx, double noiseRatio, float[] out) {
        pad(plane);
        fourier.forward(padded, spectrum);
        measure(meanVarianceAdu2);
        double sigma = fwhmPx / Psf.FWHM_PER_SIGMA;
        for (int ring = 0; ring < RING_COUNT; ring++) {
            double f = (ring + 0.5) / RING_COUNT;
            double trust = power[ring] > 0 ? Math.max(0, 1 - noiseRatio * noisePower[ring] / power[ring]) : 0;
            double blur = Math.exp(-2 * Math.PI * Math.PI * sigma * sigma * f * f);
            gain[ring] = count[ring] == 0 ? 0 : Math.min(MOST_GAIN, 1 / blur) * trust;
        }
        // A rough ring-to-ring edge would ring in the picture.
        smoothGains();
        filter();
        fourier.inverse(spectrum, padded);
        for (int y = 0; y < heightPx; y++) {
            System.arraycopy(padded, y * fourier.widthPx, out, y * widthPx, widthPx);
        }
    }

    private void pad(float[] plane) {
        for (int y = 0; y < fourier.heightPx; y++) {
            int start = y * fourier.widthPx;
            if (y < heightPx) {
                System.arraycopy(plane, y * widthPx, padded, start, widthPx);
            } else {
                int past = y - heightPx + 1;
                int gap = fourier.heightPx - heightPx;
                float share = (float) past / (gap + 1);
                int above = Mirror.index(heightPx - 1 + past, heightPx) * widthPx;
                int below = Mirror.index(past - gap - 1, heightPx) * widthPx;
                for (int x = 0; x < widthPx; x++) {
                    padded[start + x] = (1 - share) * plane[above + x] + share * plane[below + x];
                }
            }
            int gap = fourier.widthPx - widthPx;
            for (int past = 1; past <= gap; past++) {
                float share = (float) past / (gap + 1);
                float left = padded[start + Mirror.index(widthPx - 1 + past, widthPx)];
                float right = padded[start + Mirror.index(past - gap - 1, widthPx)];
                padded[start + widthPx - 1 + past] = (1 - share) * left + share * right;
            }
        }
    }

    private void measure(double meanVarianceAdu2) {
        Arrays.fill(power, 0);
        Arrays.fill(noisePower, 0);
        Arrays.fill(count, 0);
        double white = meanVarianceAdu2 * fourier.widthPx * fourier.heightPx;
        for (int kx = 0; kx <= fourier.widthPx / 2; kx++) {
            double fx = (double) kx / fourier.widthPx;
            int column = 2 * kx * fourier.heightPx;
            for (int ky = 0; ky < fourier.heightPx; ky++) {
                double fy = frequency(ky);
                int ring = ring(fx, fy);
                float re = spectrum[column + 2 * ky];
                float im = spectrum[column + 2 * ky + 1];
                power[ring] += (double) re * re + (double) im * im;
                count[ring]++;
            }
        }
        for (int ring = 0; ring < RING_COUNT; ring++) {
            double f = (ring + 0.5) / RING_COUNT;
            if (count[ring] > 0) {
                power[ring] /= count[ring];
            }
            // The mean of the two directions in which the noise of a drizzle differs most.
            double diagonal = Math.min(0.5, f * Math.sqrt(0.5));
            double along = Math.min(0.5, f);
            noisePower[ring] = white
                    * 0.5
                    * (noiseSpectrum.relativePower(along, 0) + noiseSpectrum.relativePower(diagonal, diagonal));
        }
    }

    private void smoothGains() {
        double before = gain[0];
        for (int ring = 1; ring + 1 < RING_COUNT; ring++) {
            double here = gain[ring];
            gain[ring] = 0.25 * before + 0.5 * here + 0.25 * gain[ring + 1];
            before = here;
        }
        gain[0] = 1;
        gain[RING_COUNT] = gain[RING_COUNT - 1];
    }

    private void filter() {
        for (int kx = 0; kx <= fourier.widthPx / 2; kx++) {
            double fx = (double) kx / fourier.widthPx;
            int column = 2 * kx * fourier.heightPx;
            for (int ky = 0; ky < fourier.heightPx; ky++) {
                double fy = frequency(ky);
                double place = Math.sqrt(fx * fx + fy * fy) * RING_COUNT - 0.5;
                float g;
                if (place <= 0) {
                    g = kx == 0 && ky == 0 ? 1 : (float) gain[0];
                } else {
                    int ring = Math.min(RING_COUNT - 1, (int) place);
                    double share = place - ring;
                    g = (float) ((1 - share) * gain[ring] + share * gain[ring + 1]);
                }
                spectrum[column + 2 * ky] *= g;
                spectrum[column + 2 * ky + 1] *= g;
            }
        }
    }

    private double frequency(int ky) {
        return (double) (ky <= fourier.heightPx / 2 ? ky : ky - fourier.heightPx) / fourier.heightPx;
    }

    private static int ring(double fx, double fy) {
        return Math.min(RING_COUNT - 1, (int) (Math.sqrt(fx * fx + fy * fy) * RING_COUNT));
    }
}
