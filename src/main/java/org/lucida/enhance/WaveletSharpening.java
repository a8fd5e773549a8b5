package org.lucida.enhance;

import org.lucida.math.RowFilter;

/**
 * Takes a plane apart into scales of detail, weakens the noise of each, strengthens the detail, and adds all up again.
 *
 * <p>A trous ("with holes") wavelets: {@code c_j} is {@code c_(j-1)} smoothed with the B3 spline [1 4 6 4 1]/16, taps 2^j px
 * apart; {@code w_j = c_(j-1) - c_j}; {@code out = c_6 + sum g_j T(w_j)}. T shrinks every coefficient by k sigmas of its noise
 * towards zero, not beyond. With all gains 1 and no threshold the sum gives the plane back to the precision of a float.
 *
 * <p>Shape: row-major, mirrored beyond the border. No NaN.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Starck, Murtagh and Bijaoui 1998, Image Processing and Data Analysis, chapter 1 (B3, unit-noise sigmas).
 */
final class WaveletSharpening {
    private static final RowFilter SPLINE = PictureNoise.SPLINE;

    private final SeparableFilter filter;
    private final NoiseSpectrum spectrum;
    private final float[] smoother;

    /**
     * @param filter of radius 2, reach 64 px; borrowed
     * @param scratch a plane; borrowed
     */
    WaveletSharpening(SeparableFilter filter, NoiseSpectrum spectrum, float[] scratch) {
        this.filter = filter;
        this.spectrum = spectrum;
        smoother = scratch;
    }

    /**
     * Sharpens one plane.
     *
     * @param plane Modified: becomes the smoothest of all, used up
     * @param sigma noise of each pixel. Not modified; null for no thresholds
     * @param noiseGain factor by which earlier steps have raised the noise
     * @param out Modified: the sharpened plane; must not be {@code plane}
     */
    void apply(float[] plane, double[] gains, double[] thresholds, float[] sigma, double[] noiseGain, float[] out) {
        float[] before = plane;
        float[] after = smoother;
        java.util.Arrays.fill(out, 0);
        for (int scale = 0; scale < gains.length; scale++) {
            filter.apply(SPLINE, 1 << scale, before, after);
            float gain = (float) gains[scale];
            float limit = (float) (thresholds[scale] * spectrum.scaleSigma(scale) * noiseGain[scale]);
            if (limit == 0 || sigma == null) {
                addDetail(before, after, gain, out);
            } else {
                addShrunkDetail(before, after, sigma, limit, gain, out);
            }
            float[] swap = before;
            before = after;
            after = swap;
        }
        add(before, out);
    }

    private static void addDetail(float[] before, float[] after, float gain, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += gain * (before[i] - after[i]);
        }
    }

    private static void addShrunkDetail(
            float[] before, float[] after, float[] sigma, float limit, float gain, float[] out) {
        for (int i = 0; i < out.length; i++) {
            float w = before[i] - after[i];
            float t = limit * sigma[i];
            float kept = w - Math.max(-t, Math.min(t, w));
            out[i] += gain * kept;
        }
    }

    private static void add(float[] in, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += in[i];
        }
    }
}
