package org.lucida.simulator.chance;

/**
 * The bell curve: area up to a point, and the point up to which an area lies.
 *
 * <p>Uses StrictMath only, so that tables made from it have the same bits on every machine.
 */
public final class NormalLaw {
    /** Beyond this many sigmas the area left is below 1e-15. */
    private static final double FAR_SIGMAS = 8;

    private static final double[] CENTRE_TOP = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] CENTRE_BOTTOM = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1
    };
    private static final double[] TAIL_TOP = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] TAIL_BOTTOM = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1
    };
    /** Area below which the tail formula is used; part of Acklam's approximation. */
    private static final double TAIL_AREA = 0.02425;

    private NormalLaw() {}

    /**
     * Area of the unit Gaussian left of z.
     *
     * <p>Error: below 1e-13. Source: the all-positive power series of the error function, Abramowitz and Stegun 7.1.6.
     */
    public static double areaBelow(double z) {
        if (z > FAR_SIGMAS) {
            return 1;
        }
        if (z < -FAR_SIGMAS) {
            return 0;
        }
        double term = z;
        double sum = z;
        for (int n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
            term *= z * z / n;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * Math.PI);
    }

    /**
     * The point left of which the given area of the unit Gaussian lies.
     *
     * <p>Error: relative 1.2e-9. Source: P. J. Acklam's rational approximation of the normal quantile.
     *
     * @param area between 0 and 1, both excluded
     */
    public static double pointOf(double area) {
        if (area < TAIL_AREA) {
            double q = StrictMath.sqrt(-2 * StrictMath.log(area));
            return polynomial(TAIL_TOP, q) / polynomial(TAIL_BOTTOM, q);
        }
        if (area > 1 - TAIL_AREA) {
            return -pointOf(1 - area);
        }
        double q = area - 0.5;
        return q * polynomial(CENTRE_TOP, q * q) / polynomial(CENTRE_BOTTOM, q * q);
    }

    /** Mean of a Gaussian of the given width over a pixel whose centre is offsetPx away; the sum over all pixels is 1. */
    public static double overPixel(double offsetPx, double sigmaPx) {
        return areaBelow((offsetPx + 0.5) / sigmaPx) - areaBelow((offsetPx - 0.5) / sigmaPx);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}
