package org.lucida.enhance;

import org.lucida.math.RowFilter;

/**
 * Takes a Gaussian blur back by many small multiplications, so that light stays positive and in place.
 *
 * <p>{@code o <- o * H^T[i / (H o + b)]} with i the plane above sky plus b. Damped: where the model comes as near as the noise,
 * the quotient is drawn to 1, so that noise is not built up into grain. It ends after the given number of steps, or as soon
 * as the model explains the plane as well as its noise allows.
 *
 * <p>A Gaussian is a product of two rows of taps, so each step costs two short filters and no Fourier transform.
 *
 * <p>Shape: row-major, mirrored beyond the border. No NaN. Flux is conserved where no light crosses the border.
 * <p>Memory: scratch is borrowed; a change of the width makes new taps. Thread: one at a time.
 * <p>Source: Richardson 1972, JOSA 62, 55; Lucy 1974, AJ 79, 745; damping: White 1994, ASP Conf. Ser. 61, 292.
 */
final class RichardsonLucy {
    /** Where the taps are cut, sigmas: 6e-5 of the light is beyond. */
    private static final double CUT_SIGMAS = 4;
    /** A sum of squares this near to the noise's own says that the model explains the plane. */
    private static final double GOOD_ENOUGH = 1.02;
    /** Sky noise sigmas that are added to plane and model so that noise cannot make the sky negative. */
    private static final double PEDESTAL_SIGMAS = 5;

    private final SeparableFilter filter;
    private final float[] model;
    private RowFilter taps;
    private double tapsFwhmPx;
    private int doneCount;

    RichardsonLucy(SeparableFilter filter, float[] scratch) {
        this.filter = filter;
        model = scratch;
    }

    /** Taps needed on each side for a width. */
    static int radiusPx(double fwhmPx) {
        return Math.max(1, (int) Math.ceil(CUT_SIGMAS * fwhmPx / Psf.FWHM_PER_SIGMA));
    }

    static double[] gaussian(double fwhmPx) {
        double sigma = fwhmPx / Psf.FWHM_PER_SIGMA;
        int radius = radiusPx(fwhmPx);
        double[] taps = new double[2 * radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++) {
            taps[radius + k] = Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += k == 0 ? taps[radius] : 2 * taps[radius + k];
        }
        for (int k = 0; k <= radius; k++) {
            taps[radius + k] /= sum;
            taps[radius - k] = taps[radius + k];
        }
        return taps;
    }

    /** Steps done in the last call. */
    int doneCount() {
        return doneCount;
    }

    /**
     * Sharpens one plane.
     *
     * @param plane ADU. Not modified
     * @param noise measured on this plane
     * @param sigma noise of each pixel, ADU. Not modified
     * @param out Modified: the sharpened plane
     * @return false if it was told to stop
     */
    boolean apply(
            float[] plane,
            PictureNoise noise,
            float[] sigma,
            double fwhmPx,
            EnhanceRecipe.Sharpening wish,
            StopSign stop,
            float[] out) {
        if (taps == null || tapsFwhmPx != fwhmPx) {
            taps = new RowFilter(gaussian(fwhmPx));
            tapsFwhmPx = fwhmPx;
        }
        float sky = (float) noise.skyAdu();
        double light = Math.max(noise.levels().brightAdu() - sky, 1e-20);
        float pedestal = (float) Math.max(PEDESTAL_SIGMAS * noise.skySigmaAdu(), 1e-3 * light);
        float least = 1e-3f * pedestal;
        float offset = pedestal - sky;
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(least, plane[i] + offset);
        }
        float damping = (float) wish.dampingSigma();
        doneCount = 0;
        for (int step = 0; step < wish.iterationCount(); step++) {
            if (stop.isSet()) {
                return false;
            }
            filter.apply(taps, 1, out, model);
            double misfit = quotients(plane, offset, least, sigma, damping, model);
            if (misfit < GOOD_ENOUGH) {
                break;
            }
            filter.apply(taps, 1, model, model);
            for (int i = 0; i < out.length; i++) {
                out[i] *= model[i];
            }
            doneCount++;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] -= offset;
        }
        return true;
    }

    /** Model to damped quotient, in place; returns the mean squared misfit in sigmas. */
    private static double quotients(
            float[] plane, float offset, float least, float[] sigma, float damping, float[] model) {
        double sum = 0;
        for (int i = 0; i < model.length; i++) {
            float measured = Math.max(least, plane[i] + offset);
            float miss = (measured - model[i]) / Math.max(sigma[i], 1e-20f);
            sum += (double) miss * miss;
            float quotient = measured / model[i];
            if (damping > 0) {
                float u = Math.min(1, miss * miss / (damping * damping));
                quotient = 1 + u * (2 - u) * (quotient - 1);
            }
            model[i] = quotient;
        }
        return sum / model.length;
    }
}
