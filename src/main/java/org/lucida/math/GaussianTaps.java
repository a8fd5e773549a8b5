package org.lucida.math;

/**
 * Sampled Gaussians and their derivatives as taps for {@link RowFilter}.
 *
 * <p>The Gaussian is cut at 2.5 sigmas and its taps sum to one. At 0.45 px the sampled Gaussian has a width of 0.38 px,
 * below it is hardly more than its centre tap; callers keep their sigmas above.
 */
public final class GaussianTaps {
    /** Where the Gaussian is cut, in sigmas: 1.2 % of its area is lost and given back by normalisation. */
    private static final double CUT_SIGMAS = 2.5;

    private GaussianTaps() {}

    /** Low-pass. */
    public static double[] smooth(double sigmaPx) {
        if (!(sigmaPx >= 0)) {
            throw new IllegalArgumentException("sigmaPx=" + sigmaPx + " must not be negative; use a width in pixels");
        }
        if (sigmaPx == 0) {
            return new double[] {1};
        }
        int radius = Math.max(1, (int) Math.round(CUT_SIGMAS * sigmaPx));
        double[] taps = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            taps[k + radius] = Math.exp(-0.5 * k * k / (sigmaPx * sigmaPx));
            sum += taps[k + radius];
        }
        for (int k = 0; k < taps.length; k++) {
            taps[k] /= sum;
        }
        return taps;
    }

    /** First derivative of the low-pass: a ramp of one ADU a pixel gives one. */
    public static double[] slope(double sigmaPx) {
        double[] taps = correlate(smooth(sigmaPx), -0.5, 0, 0.5);
        makeExact(taps, -1);
        return taps;
    }

    /** Second derivative of the low-pass: x*x gives two. */
    public static double[] curvature(double sigmaPx) {
        double[] taps = correlate(smooth(sigmaPx), 1, -2, 1);
        makeExact(taps, 1);
        return taps;
    }

    private static double[] correlate(double[] taps, double left, double middle, double right) {
        double[] wide = new double[taps.length + 2];
        for (int k = 0; k < taps.length; k++) {
            wide[k] += left * taps[k];
            wide[k + 1] += middle * taps[k];
            wide[k + 2] += right * taps[k];
        }
        return wide;
    }

    /** Removes rounding from the symmetry, so that both halves are the same bits. */
    private static void makeExact(double[] taps, int sign) {
        int radius = taps.length / 2;
        for (int k = 1; k <= radius; k++) {
            taps[radius - k] = sign * taps[radius + k];
        }
        if (sign < 0) {
            taps[radius] = 0;
        }
    }
}
