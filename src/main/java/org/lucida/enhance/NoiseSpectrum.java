package org.lucida.enhance;

/**
 * How the noise of a stack is spread over coarse and fine: white, or correlated between neighbours because every raw sample
 * was dropped onto several output pixels.
 *
 * <p>A drop of side p and an output pixel of side s (both in raw px) smooth the white noise of the samples by
 * {@code sinc(p f) sinc(s f)} in each axis, f in cycles per raw px (SCIENCE section 5.2; Casertano et al. 2000, AJ 120, 2747).
 *
 * <p>Units: sigmas of wavelet scales are for a noise of one ADU rms in a single pixel.
 */
public final class NoiseSpectrum {
    /** Frequencies from 0 to the highest; twice as many as the widest filter has pixels makes the sums exact. */
    private static final int STEP_COUNT = 256;

    /** Independent from pixel to pixel. */
    public static final NoiseSpectrum WHITE = new NoiseSpectrum(0, 0);

    private final double pixfrac;
    private final double pixelRatio;
    private final double power;
    private final double diagonalSigma;
    private final double[] scaleSigmas = new double[EnhanceRecipe.SCALE_COUNT];

    private NoiseSpectrum(double pixfrac, double pixelRatio) {
        this.pixfrac = pixfrac;
        this.pixelRatio = pixelRatio;
        double[] gain = new double[STEP_COUNT];
        double sum = 0;
        for (int i = 0; i < STEP_COUNT; i++) {
            gain[i] = Math.pow(axisTransfer((i + 0.5) / (2.0 * STEP_COUNT)), 2);
            sum += gain[i];
        }
        power = sum / STEP_COUNT * (sum / STEP_COUNT);
        double diagonal = 0;
        for (int i = 0; i < STEP_COUNT; i++) {
            double curvature = 2 - 2 * Math.cos(Math.PI * (i + 0.5) / STEP_COUNT);
            diagonal += gain[i] * curvature * curvature / 6;
        }
        diagonalSigma = diagonal / sum;
        double[] before = new double[STEP_COUNT];
        double[] after = new double[STEP_COUNT];
        java.util.Arrays.fill(before, 1);
        for (int scale = 0; scale < scaleSigmas.length; scale++) {
            for (int i = 0; i < STEP_COUNT; i++) {
                after[i] = before[i] * splineTransfer((1 << scale) * (i + 0.5) / (2.0 * STEP_COUNT));
            }
            double variance = 0;
            for (int y = 0; y < STEP_COUNT; y++) {
                for (int x = 0; x < STEP_COUNT; x++) {
                    double band = before[x] * before[y] - after[x] * after[y];
                    variance += band * band * gain[x] * gain[y];
                }
            }
            scaleSigmas[scale] = Math.sqrt(variance / (sum * sum));
            System.arraycopy(after, 0, before, 0, STEP_COUNT);
        }
    }

    /**
     * The noise of a drizzled stack.
     *
     * @param pixfrac side of the drop, raw px
     * @param scale output px per raw px
     */
    public static NoiseSpectrum ofDrizzle(double pixfrac, double scale) {
        if (!(pixfrac >= 0 && pixfrac <= 10) || !(scale >= 0.05 && scale <= 20)) {
            throw new IllegalArgumentException("pixfrac=" + pixfrac + " scale=" + scale
                    + " is no drizzle; give pixfrac 0 to 10 and scale 0.05 to 20");
        }
        return new NoiseSpectrum(pixfrac * scale, 1);
    }

    /** Sigma of the coefficients of one wavelet scale (0 the finest) where a single pixel has a sigma of one. */
    public double scaleSigma(int scale) {
        return scaleSigmas[scale];
    }

    /** Sigma of the diagonal band [1 -2 1] x [1 -2 1] / 6 where a single pixel has a sigma of one; 1 for white noise. */
    double diagonalSigma() {
        return diagonalSigma;
    }

    /** Noise power at a frequency relative to white noise of the same pixel sigma; frequencies in cycles per px. */
    double relativePower(double xPerPx, double yPerPx) {
        double transfer = axisTransfer(xPerPx) * axisTransfer(yPerPx);
        return transfer * transfer / power;
    }

    private double axisTransfer(double perPx) {
        return sinc(pixfrac * perPx) * sinc(pixelRatio * perPx);
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double splineTransfer(double perPx) {
        return (6 + 8 * Math.cos(2 * Math.PI * perPx) + 2 * Math.cos(4 * Math.PI * perPx)) / 16;
    }
}
