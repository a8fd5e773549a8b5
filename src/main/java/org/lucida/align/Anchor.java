package org.lucida.align;

import java.util.Arrays;
import org.lucida.frame.Roi;
import org.lucida.math.FourierPlane;
import org.lucida.math.OrderStatistic;

/**
 * The frozen reference of an epoch, made ready for alignment: smoothed as far as its own noise demands, with its gradient,
 * under a window.
 *
 * <p>Smoothing: W(f) = S(f) / (S(f) + N), S from the ring-averaged power of the reference above its noise N; rings that do
 * not stand out of the noise get W = 0. Gradients are spectral. What noise remains in the gradient is known and taken out
 * of the normal equations, so that a single noisy frame can serve as reference without damping the steps.
 *
 * <p>Window: flat, four pixels of ramp at the region's edge, zero where the reference is unknown; for stars only the
 * surroundings of pixels that stand out. It lies on the reference only.
 *
 * <p>Units: ADU and px of the luminance plane. Memory: all in the constructor.
 * <p>Thread: the alignment thread only.
 * <p>Source: SCIENCE 3.2, 3.3; Wiener filter; Lucas and Kanade 1981 with the gradient on the reference.
 */
final class Anchor {
    /** Model functions: gradient x, gradient y, reference, constant. */
    static final int TERM_COUNT = 4;

    private static final int RAMP_PX = 4;
    private static final int MARGIN_PX = 8;
    private static final int MAX_SAMPLES = 4096;
    /** Sigmas by which the smoothed reference must stand out to be called a star. */
    private static final double STAR_SIGMA = 4;

    private static final int STAR_REACH_PX = 4;
    /** Noise gain of the 5x5 binomial that smooths before stars are looked for: 70 / 256. */
    private static final double BINOMIAL_NOISE_GAIN = 70.0 / 256;

    final Roi region;
    final int widthPx;
    final int heightPx;
    /** The mean itself, as accumulated, region size. */
    final float[] mean;
    /** Window times gradient along x, by region row. */
    final float[][] xGradient;
    /** Window times gradient along y. */
    final float[][] yGradient;
    /** Window times smoothed reference above background. */
    final float[][] value;
    /** Window times reference above background, not smoothed. */
    final float[][] rawValue;
    /** The window, 0 .. 1. */
    final float[][] window;

    private final TargetKind kind;
    private final FourierPlane transform;
    private final float[] plane;
    private final float[] spectrum;
    private final float[] smoothed;
    private final double[] ringPower;
    private final double[] ringModes;
    private final double[] ringGain;
    private final double[] ringSmooth;
    private final float[][] column;
    private final float[] sample;
    private final double[] moments = new double[TERM_COUNT * TERM_COUNT];
    private final double[] rawMoments = new double[TERM_COUNT];

    private double frameVariance;
    private double effectiveCount;
    private double xGradientNoise;
    private double yGradientNoise;
    private double valueNoise;
    private double rawValueNoise;
    private double fullInformation;
    private double pairSnr;

    Anchor(Roi region, TargetKind kind) {
        this.region = region;
        this.kind = kind;
        widthPx = region.widthPx();
        heightPx = region.heightPx();
        mean = new float[widthPx * heightPx];
        xGradient = new float[heightPx][widthPx];
        yGradient = new float[heightPx][widthPx];
        value = new float[heightPx][widthPx];
        rawValue = new float[heightPx][widthPx];
        window = new float[heightPx][widthPx];
        transform =
                new FourierPlane(FourierPlane.sizeFor(widthPx + MARGIN_PX), FourierPlane.sizeFor(heightPx + MARGIN_PX));
        plane = new float[transform.widthPx * transform.heightPx];
        spectrum = new float[transform.spectrumLength()];
        smoothed = new float[widthPx * heightPx];
        int rings = Math.max(transform.widthPx, transform.heightPx) / 2 + 2;
        ringPower = new double[rings];
        ringModes = new double[rings];
        ringGain = new double[rings];
        ringSmooth = new double[rings];
        column = new float[TERM_COUNT * (TERM_COUNT + 1) / 2 + TERM_COUNT][widthPx];
        sample = new float[MAX_SAMPLES];
    }

    /** Variance of one frame's noise, ADU^2. */
    double frameVariance() {
        return frameVariance;
    }

    /** Variance of the reference's own noise, ADU^2. */
    double referenceVariance() {
        return frameVariance / effectiveCount;
    }

    /** Noise variance per pixel inside a model function, by its number. */
    double termNoise(int term) {
        return switch (term) {
            case 0 -> xGradientNoise;
            case 1 -> yGradientNoise;
            case 2 -> valueNoise;
            default -> 0;
        };
    }

    /** Noise covariance per pixel between the smoothed reference and the raw one. */
    double rawValueNoise() {
        return rawValueNoise;
    }

    /** Trace of the gradient moments over the whole region, noise taken out. */
    double fullInformation() {
        return fullInformation;
    }

    /**
     * Signal-to-noise ratio with which two single frames like this one find each other:
     * E / sqrt(2 E s^2 + n s^4), E the template energy in its band, n the effective number of modes.
     */
    double pairSnr() {
        return pairSnr;
    }

    /**
     * Makes {@link #mean} ready.
     *
     * @param usable 1 where the mean may be used, region size; not modified
     * @param frameSigmaAdu noise of one frame
     * @param frames effective number of frames in the mean
     */
    void prepare(float[] usable, double frameSigmaAdu, double frames) {
        effectiveCount = Math.max(1, frames);
        float background = background();
        double square = 0;
        for (float adu : mean) {
            square += (double) (adu - background) * (adu - background);
        }
        // A noise-free picture still has rounding errors: 1e-10 of its power keeps the divisions finite.
        frameVariance = Math.max(frameSigmaAdu * frameSigmaAdu, 1e-10 * square / mean.length) + Double.MIN_NORMAL;
        layWindow(usable, background);
        measureBand(background);
        smooth(background);
        reckon();
    }

    private float background() {
        int count = 0;
        if (kind == TargetKind.PLANET) {
            int step = Math.max(1, 2 * (widthPx + heightPx) / MAX_SAMPLES + 1);
            for (int x = 0; x < widthPx && count < MAX_SAMPLES - 1; x += step) {
                sample[count++] = mean[x];
                sample[count++] = mean[(heightPx - 1) * widthPx + x];
            }
            for (int y = 0; y < heightPx && count < MAX_SAMPLES - 1; y += step) {
                sample[count++] = mean[y * widthPx];
                sample[count++] = mean[y * widthPx + widthPx - 1];
            }
            return OrderStatistic.select(sample, count, count / 2);
        }
        if (kind == TargetKind.STARS) {
            int stride = Math.max(1, mean.length / MAX_SAMPLES) | 1;
            for (int i = 0; i < mean.length && count < MAX_SAMPLES; i += stride) {
                sample[count++] = mean[i];
            }
            return OrderStatistic.select(sample, count, count / 2);
        }
        double sum = 0;
        for (float adu : mean) {
            sum += adu;
        }
        return (float) (sum / mean.length);
    }

    private void layWindow(float[] usable, float background) {
        for (int y = 0; y < heightPx; y++) {
            int yEdge = Math.min(y, heightPx - 1 - y);
            for (int x = 0; x < widthPx; x++) {
                int edge = Math.min(yEdge, Math.min(x, widthPx - 1 - x));
                float ramp = edge >= RAMP_PX ? 1 : (edge + 0.5f) / (RAMP_PX + 0.5f);
                window[y][x] = ramp * usable[y * widthPx + x];
            }
        }
        if (kind == TargetKind.STARS) {
            keepStars(background);
        }
    }

    /** Zeroes the window wherever no star is near. */
    private void keepStars(float background) {
        binomial();
        float limit = (float) (background + STAR_SIGMA * Math.sqrt(referenceVariance()) * BINOMIAL_NOISE_GAIN);
        Arrays.fill(plane, 0);
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                if (smoothed[y * widthPx + x] > limit) {
                    mark(x, y);
                }
            }
        }
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                window[y][x] *= plane[y * widthPx + x];
            }
        }
    }

    private void mark(int x, int y) {
        for (int ny = Math.max(0, y - STAR_REACH_PX); ny <= Math.min(heightPx - 1, y + STAR_REACH_PX); ny++) {
            Arrays.fill(
                    plane,
                    ny * widthPx + Math.max(0, x - STAR_REACH_PX),
                    ny * widthPx + Math.min(widthPx, x + STAR_REACH_PX + 1),
                    1f);
        }
    }

    /** Smooths the mean by [1 4 6 4 1] / 16 along both axes into {@code smoothed}; the edge repeats. */
    private void binomial() {
        for (int y = 0; y < heightPx; y++) {
            int row = y * widthPx;
            for (int x = 0; x < widthPx; x++) {
                plane[row + x] = (mean[row + Math.max(0, x - 2)]
                                + 4 * mean[row + Math.max(0, x - 1)]
                                + 6 * mean[row + x]
                                + 4 * mean[row + Math.min(widthPx - 1, x + 1)]
                                + mean[row + Math.min(widthPx - 1, x + 2)])
                        / 16;
            }
        }
        for (int y = 0; y < heightPx; y++) {
            int a = Math.max(0, y - 2) * widthPx;
            int b = Math.max(0, y - 1) * widthPx;
            int c = y * widthPx;
            int d = Math.min(heightPx - 1, y + 1) * widthPx;
            int e = Math.min(heightPx - 1, y + 2) * widthPx;
            for (int x = 0; x < widthPx; x++) {
                smoothed[c + x] =
                        (plane[a + x] + 4 * plane[b + x] + 6 * plane[c + x] + 4 * plane[d + x] + plane[e + x]) / 16;
            }
        }
    }

    /** Ring-averaged power under the window, and from it the Wiener gain of each ring. */
    private void measureBand(float background) {
        int nx = transform.widthPx;
        int ny = transform.heightPx;
        Arrays.fill(plane, 0);
        double weight = 0;
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                float h = window[y][x];
                plane[y * nx + x] = h * (mean[y * widthPx + x] - background);
                weight += h * h;
            }
        }
        transform.forward(plane, spectrum);
        Arrays.fill(ringPower, 0);
        Arrays.fill(ringModes, 0);
        for (int kx = 0; kx <= nx / 2; kx++) {
            int multiplicity = kx == 0 || kx == nx / 2 ? 1 : 2;
            for (int ky = 0; ky < ny; ky++) {
                int ring = ring(kx, ky);
                int i = 2 * (kx * ny + ky);
                double power = (double) spectrum[i] * spectrum[i] + (double) spectrum[i + 1] * spectrum[i + 1];
                ringPower[ring] += multiplicity * power;
                ringModes[ring] += multiplicity;
            }
        }
        double noise = referenceVariance() * weight;
        // Padding makes neighbouring modes alike, and a real plane has each mode twice.
        double independent = 0.5 * weight / ((double) nx * ny);
        for (int ring = 0; ring < ringGain.length; ring++) {
            double gain = 0;
            if (ringModes[ring] > 0) {
                double power = ringPower[ring] / ringModes[ring];
                double modes = Math.max(1, ringModes[ring] * independent);
                if (power > noise * (1 + 4 / Math.sqrt(modes) + 6 / modes)) {
                    gain = 1 - noise / power;
                }
            }
            ringSmooth[ring] = gain;
        }
        for (int ring = 0; ring < ringGain.length; ring++) {
            double before = ringSmooth[Math.max(0, ring - 1)];
            double after = ringSmooth[Math.min(ringGain.length - 1, ring + 1)];
            ringGain[ring] = 0.25 * before + 0.5 * ringSmooth[ring] + 0.25 * after;
        }
    }

    /** Rings are two modes of the longer axis wide. */
    private int ring(int kx, int ky) {
        double fx = (double) kx / transform.widthPx;
        double fy = frequencyY(ky);
        return (int) (Math.sqrt(fx * fx + fy * fy) * Math.max(transform.widthPx, transform.heightPx) / 2 + 0.5);
    }

    private double frequencyY(int ky) {
        int ny = transform.heightPx;
        return (double) (ky <= ny / 2 ? ky : ky - ny) / ny;
    }

    /** Smoothed reference and its gradients; beyond the region the reference is mirrored. */
    private void smooth(float background) {
        int nx = transform.widthPx;
        int ny = transform.heightPx;
        int left = (nx - widthPx) / 2;
        int top = (ny - heightPx) / 2;
        for (int term = 0; term < 3; term++) {
            for (int y = 0; y < ny; y++) {
                int from = mirrored(y - top, heightPx) * widthPx;
                for (int x = 0; x < nx; x++) {
                    plane[y * nx + x] = mean[from + mirrored(x - left, widthPx)] - background;
                }
            }
            transform.forward(plane, spectrum);
            double noise = referenceVariance() * filter(term) / ((double) nx * ny);
            transform.inverse(spectrum, plane);
            float[][] out;
            if (term == 0) {
                xGradientNoise = noise;
                out = xGradient;
            } else if (term == 1) {
                yGradientNoise = noise;
                out = yGradient;
            } else {
                valueNoise = noise;
                rawValueNoise = referenceVariance() * meanGain();
                out = value;
            }
            for (int y = 0; y < heightPx; y++) {
                for (int x = 0; x < widthPx; x++) {
                    out[y][x] = window[y][x] * plane[(y + top) * nx + x + left];
                }
            }
        }
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                rawValue[y][x] = window[y][x] * (mean[y * widthPx + x] - background);
            }
        }
    }

    private double meanGain() {
        double sum = 0;
        double modes = 0;
        for (int ring = 0; ring < ringGain.length; ring++) {
            sum += ringModes[ring] * ringGain[ring];
            modes += ringModes[ring];
        }
        return sum / modes;
    }

    private static int mirrored(int index, int size) {
        int folded = Math.floorMod(index, 2 * size);
        return folded < size ? folded : 2 * size - 1 - folded;
    }

    /** Applies the gain, and 2 pi i f for the gradients, to the spectrum. Returns the sum of squared factors. */
    private double filter(int term) {
        int nx = transform.widthPx;
        int ny = transform.heightPx;
        double sum = 0;
        for (int kx = 0; kx <= nx / 2; kx++) {
            int multiplicity = kx == 0 || kx == nx / 2 ? 1 : 2;
            for (int ky = 0; ky < ny; ky++) {
                double gain = ringGain[ring(kx, ky)];
                int i = 2 * (kx * ny + ky);
                if (term == 2) {
                    spectrum[i] *= (float) gain;
                    spectrum[i + 1] *= (float) gain;
                } else {
                    double f = term == 0 ? kx == nx / 2 ? 0 : (double) kx / nx : ky == ny / 2 ? 0 : frequencyY(ky);
                    gain *= 2 * Math.PI * f;
                    float re = spectrum[i];
                    spectrum[i] = (float) (-gain * spectrum[i + 1]);
                    spectrum[i + 1] = (float) (gain * re);
                }
                sum += multiplicity * gain * gain;
            }
        }
        return sum;
    }

    private void reckon() {
        moments(0, widthPx, 0, heightPx, moments, rawMoments);
        double weight = moments[15];
        fullInformation =
                Math.max(0, moments[0] + moments[5] - (xGradientNoise + yGradientNoise) * weight) + Double.MIN_NORMAL;
        double energy = weight > 0 ? moments[10] - moments[11] * moments[11] / weight - valueNoise * weight : 0;
        double modes = valueNoise / referenceVariance() * weight;
        double variance = frameVariance;
        pairSnr = energy > 0 ? energy / Math.sqrt(2 * energy * variance + modes * variance * variance) : 0;
    }

    /**
     * Sums products of the model functions over a rectangle of the region.
     *
     * @param out a symmetric 4 x 4 matrix, row by row. Modified.
     * @param rawOut the four products with the reference as it is, not smoothed. Modified.
     */
    void moments(int left, int right, int top, int bottom, double[] out, double[] rawOut) {
        for (float[] sums : column) {
            Arrays.fill(sums, left, right, 0);
        }
        for (int y = top; y < bottom; y++) {
            multiplyAdd(column[0], xGradient[y], xGradient[y], left, right);
            multiplyAdd(column[1], xGradient[y], yGradient[y], left, right);
            multiplyAdd(column[2], xGradient[y], value[y], left, right);
            multiplyAdd(column[3], xGradient[y], window[y], left, right);
            multiplyAdd(column[4], yGradient[y], yGradient[y], left, right);
            multiplyAdd(column[5], yGradient[y], value[y], left, right);
            multiplyAdd(column[6], yGradient[y], window[y], left, right);
            multiplyAdd(column[7], value[y], value[y], left, right);
            multiplyAdd(column[8], value[y], window[y], left, right);
            multiplyAdd(column[9], window[y], window[y], left, right);
            multiplyAdd(column[10], xGradient[y], rawValue[y], left, right);
            multiplyAdd(column[11], yGradient[y], rawValue[y], left, right);
            multiplyAdd(column[12], value[y], rawValue[y], left, right);
            multiplyAdd(column[13], window[y], rawValue[y], left, right);
        }
        int k = 0;
        for (int a = 0; a < TERM_COUNT; a++) {
            for (int b = a; b < TERM_COUNT; b++) {
                double total = sum(column[k++], left, right);
                out[a * TERM_COUNT + b] = total;
                out[b * TERM_COUNT + a] = total;
            }
        }
        for (int a = 0; a < TERM_COUNT; a++) {
            rawOut[a] = sum(column[k++], left, right);
        }
    }

    private static void multiplyAdd(float[] sums, float[] a, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            sums[i] += a[i] * b[i];
        }
    }

    static double sum(float[] values, int from, int to) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += values[i];
        }
        return total;
    }
}
