package org.lucida.drizzle;

/**
 * A separable drop along one axis: which share of it each output pixel gets.
 *
 * <p>Square (for a mere displacement the same as turbo): with {@code z = u - X} the drop covers of output pixel X the length
 * {@code clamp(h - |z|, 0, min(1, scale * pixfrac))}, {@code h = (scale * pixfrac + 1) / 2}. The shares of one drop add up to
 * 1. A share below {@value #SMALLEST_SHARE} of the largest possible is rounding and counts as none.
 *
 * <p>Point, gaussian and Lanczos: as in {@link SeparableDrop}, but halves are rounded up, also below 0; that matters only to
 * drops centred exactly on the outer edge of the output.
 */
final class AxisDrop {
    private static final double SMALLEST_SHARE = 1e-7;
    /** Tails of a Gaussian below it count as none: products of two, as float, must not come near denormal numbers. */
    private static final double SMALLEST_TAIL = 1e-12;

    final double scale;
    /** Samples of each parity that can touch an output pixel. */
    final int linesPerParity;

    private final DropKernel kernel;
    private final double dropPx;
    private final double largestPx;
    private final double sigmaPx;
    private final int lobeCount;
    /** How far the drop reaches from its centre, output px. */
    private final double halfPx;

    AxisDrop(DropKernel kernel, double scale, double pixfrac) {
        this.kernel = kernel;
        this.scale = scale;
        dropPx = scale * pixfrac;
        largestPx = Math.min(1, dropPx);
        sigmaPx = DropKernel.sigmaPx(pixfrac, 1 / scale);
        lobeCount = kernel == DropKernel.LANCZOS2 ? 2 : 3;
        halfPx = switch (kernel) {
            case SQUARE, TURBO -> dropPx / 2;
            case POINT -> 0;
            case GAUSSIAN -> Math.max(GaussianDrop.END_SIGMA * sigmaPx, GaussianDrop.END_PX * scale);
            case LANCZOS2, LANCZOS3 -> lobeCount * scale;
            case CIRCULAR -> throw new IllegalArgumentException(
                    "kernel=" + kernel.key() + " is no product of one factor in x and one in y; use square or turbo");
        };
        boolean endsAtCentres = kernel == DropKernel.LANCZOS2 || kernel == DropKernel.LANCZOS3;
        // What touches a pixel lies in a half open interval of twice this length; samples of one parity are 2 apart in
        // it.
        double reachPx = (endsAtCentres ? halfPx : halfPx + 0.5) / scale;
        linesPerParity = (int) Math.ceil(reachPx - SMALLEST_SHARE);
    }

    /** How far from the centre of a drop the centres of the output pixels it touches may be. */
    double reachPx() {
        return halfPx + 0.5;
    }

    /** The share of output pixel outPx in a drop centred at uPx. */
    double shareAt(double uPx, int outPx) {
        return switch (kernel) {
            case POINT -> Math.floor(uPx + 0.5) == outPx ? 1 : 0;
            case GAUSSIAN -> gaussian(uPx, outPx);
            case LANCZOS2, LANCZOS3 -> lanczos(uPx, outPx);
            default -> overlap(Math.abs(uPx - outPx));
        };
    }

    private double overlap(double distancePx) {
        double overlapPx = Math.min((dropPx + 1) / 2 - distancePx, largestPx);
        return overlapPx > SMALLEST_SHARE * largestPx ? overlapPx / dropPx : 0;
    }

    private double gaussian(double uPx, int outPx) {
        if (outPx < Math.floor(uPx - halfPx + 0.5) || outPx > Math.floor(uPx + halfPx + 0.5)) {
            return 0;
        }
        double inSigma = (uPx - outPx) / sigmaPx;
        double tail = Math.exp(-inSigma * inSigma / 2);
        return tail > SMALLEST_TAIL ? tail / (Math.sqrt(2 * Math.PI) * sigmaPx) : 0;
    }

    private double lanczos(double uPx, int outPx) {
        if (outPx <= Math.floor(uPx - halfPx) || outPx > Math.floor(uPx + halfPx)) {
            return 0;
        }
        return LanczosDrop.valueAt(Math.floor(Math.abs(uPx - outPx) / scale / LanczosDrop.STEP + 0.5), lobeCount);
    }
}
