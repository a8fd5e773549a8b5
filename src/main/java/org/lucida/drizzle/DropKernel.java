package org.lucida.drizzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The shape of a drop: how the sample of an input pixel is shared out over the output pixels around the place it lands on.
 *
 * <p>p is pixfrac (side of the drop in input px), r the size of an output pixel in input px, (X, Y) the place where the
 * centre of the input pixel lands; a is the share of one output pixel.
 *
 * <p>Source: Fruchter and Hook 2002, PASP 114, 144; formulas of the kernels as in STScI drizzle 2.2.0.
 */
public enum DropKernel {
    /** The four corners of the shrunken pixel are mapped; a = area in common / area of the quadrilateral, exact. */
    SQUARE,
    /** A square of side p / r with sides along the output axes; a = area in common / area. */
    TURBO,
    /** The whole sample goes to the one output pixel that holds (X, Y). */
    POINT,
    /** A Gaussian of FWHM p / r sampled at the centres of the output pixels, over 2.5 sigma or 1.2 / r; not renormalised. */
    GAUSSIAN,
    /** sinc(t) sinc(t / 2) in each axis, t in input px; may be negative, not renormalised. */
    LANCZOS2,
    /** sinc(t) sinc(t / 3) in each axis, t in input px; may be negative, not renormalised. */
    LANCZOS3,
    /** A disc of diameter p / r (a circle whatever the map); a = area in common / area of the disc, exact. */
    CIRCULAR;

    private static final double FWHM_PER_SIGMA = 2.3548;
    /** Below it a Gaussian sampled at pixel centres does not keep the weight (error over 2 %). */
    private static final double SMALLEST_SIGMA_PX = 0.5;

    private static final double ONE = 1e-6;

    /** The word in headers and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kernel of this name in any case, or empty. */
    public static Optional<DropKernel> named(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        for (DropKernel kernel : values()) {
            if (kernel.name().equals(name)) {
                return Optional.of(kernel);
            }
        }
        return Optional.empty();
    }

    /**
     * What the literature warns of, one sentence each.
     *
     * @param pixelScaleRatio size of an output pixel in input px
     */
    public List<String> warnings(double pixfrac, double pixelScaleRatio) {
        List<String> warnings = new ArrayList<>();
        if (this == LANCZOS2 || this == LANCZOS3) {
            if (Math.abs(pixelScaleRatio - 1) > ONE || Math.abs(pixfrac - 1) > ONE) {
                warnings.add("kernel=" + key() + " with pixfrac=" + pixfrac + " and an output pixel of "
                        + pixelScaleRatio + " input px is not meant to be used away from scale 1 and pixfrac 1;"
                        + " use square or turbo");
            }
            warnings.add("kernel=" + key() + " has negative shares: weights may come near 0, and noise and stars may"
                    + " ring; use it only to resample well sampled images");
        }
        double sigmaPx = pixfrac / (FWHM_PER_SIGMA * pixelScaleRatio);
        if (this == GAUSSIAN && sigmaPx < SMALLEST_SIGMA_PX) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "kernel=gaussian has a sigma of %.3f output px, below 0.5 it does not keep the flux;"
                            + " raise pixfrac or scale, or use square",
                    sigmaPx));
        }
        return warnings;
    }

    /** Sigma of the Gaussian, output px. */
    static double sigmaPx(double pixfrac, double pixelScaleRatio) {
        return pixfrac / (FWHM_PER_SIGMA * pixelScaleRatio);
    }
}
