package org.lucida.drizzle;

/**
 * The Gaussian kernel, sampled at the centres of the output pixels.
 *
 * <p>From pixel to pixel a Gaussian grows by a factor that itself changes by a fixed one; so an axis needs two exponentials
 * whatever its length.
 */
final class GaussianDrop extends SeparableDrop {
    /** It ends at this many sigma, or at so many input px if that is further. */
    static final double END_SIGMA = 2.5;

    static final double END_PX = 1.2;
    /** Steeper ones leave the range of numbers on the way; they are sampled one by one. */
    private static final double STEEPEST = -100;

    private double halfPx;
    private double norm;
    private double exponent;
    /** How the growth from pixel to pixel changes. */
    private double fall;

    GaussianDrop(int outWidthPx, int firstRow, int endRow) {
        super(outWidthPx, firstRow, endRow);
    }

    @Override
    void begin(double pixfrac, double pixelScaleRatio) {
        double sigmaPx = DropKernel.sigmaPx(pixfrac, pixelScaleRatio);
        halfPx = Math.max(END_SIGMA * sigmaPx, END_PX / pixelScaleRatio);
        norm = 1 / (Math.sqrt(2 * Math.PI) * sigmaPx);
        exponent = -1 / (2 * sigmaPx * sigmaPx);
        fall = Math.exp(2 * exponent);
    }

    @Override
    double halfPx() {
        return halfPx;
    }

    @Override
    int first(double centrePx) {
        return roundAway(centrePx - halfPx);
    }

    @Override
    int last(double centrePx) {
        return roundAway(centrePx + halfPx);
    }

    @Override
    void fill(double centrePx, int from, int to, double[] shares) {
        if (exponent < STEEPEST) {
            for (int i = from; i <= to; i++) {
                double distancePx = i - centrePx;
                shares[i - from] = norm * Math.exp(exponent * distancePx * distancePx);
            }
            return;
        }
        // Always from the middle outward, also where the output ends: so all bands get the same bits.
        int middle = roundAway(centrePx);
        double distancePx = middle - centrePx;
        double peak = norm * Math.exp(exponent * distancePx * distancePx);
        double growth = Math.exp(exponent * (2 * distancePx + 1));
        double share = peak;
        double factor = growth;
        for (int i = middle; i <= to; i++) {
            if (i >= from) {
                shares[i - from] = share;
            }
            share *= factor;
            factor *= fall;
        }
        share = peak;
        factor = fall / growth;
        for (int i = middle - 1; i >= from; i--) {
            share *= factor;
            factor *= fall;
            if (i <= to) {
                shares[i - from] = share;
            }
        }
    }
}
