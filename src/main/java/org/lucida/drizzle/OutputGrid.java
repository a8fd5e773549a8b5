package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * The finer grid the samples are dropped on, and how it is tied to the grid of the raw frame.
 *
 * <p>Coordinates: {@code outXPx = (inXPx - displacementXPx + 0.5) * scale - 0.5}, the same in y; the outer edges of the
 * first and last pixel stay together.
 *
 * <p>If {@code scale} is a ratio of small numbers, {@code periodIn} input pixels (an even count, so that colours repeat)
 * meet {@code periodOut} output pixels in the same way over and over; else {@code periodIn} is 0 and {@code periodOut} 1.
 *
 * @param format the raw frames
 * @param scale output pixels for each input pixel along an axis, 1 to 3
 * @param pixfrac side of a drop in input pixels, 0.1 to 1
 * @param widthPx columns of the output
 * @param heightPx rows of the output
 * @param periodIn input pixels of one period, even, or 0
 * @param periodOut output pixels of one period
 * @param kernel shape of the drops, one that is separable
 */
record OutputGrid(
        FrameFormat format,
        double scale,
        double pixfrac,
        int widthPx,
        int heightPx,
        int periodIn,
        int periodOut,
        DropKernel kernel) {
    private static final int LARGEST_PERIOD_IN = 8;
    private static final int LARGEST_PERIOD_OUT = 24;
    /** Floats of the widest SIMD register. */
    static final int LANES = 16;

    private static final double SAME_RATIO = 1e-12;

    static OutputGrid of(FrameFormat format, double scale, double pixfrac) {
        return of(format, scale, pixfrac, DropKernel.SQUARE);
    }

    static OutputGrid of(FrameFormat format, double scale, double pixfrac, DropKernel kernel) {
        check(scale, pixfrac);
        return sized(
                format,
                scale,
                pixfrac,
                Math.toIntExact(Math.round(format.widthPx() * scale)),
                Math.toIntExact(Math.round(format.heightPx() * scale)),
                kernel);
    }

    /**
     * A grid for warped frames: it has a period whatever the scale, nearly kept if it cannot be kept exactly. What is left
     * over is to the warp a slope like any other.
     */
    static OutputGrid forWarps(FrameFormat format, double scale, double pixfrac) {
        return nearlyPeriodic(of(format, scale, pixfrac));
    }

    /** The same grid, with the small period that fits best if it has none. */
    static OutputGrid nearlyPeriodic(OutputGrid grid) {
        if (grid.isPeriodic()) {
            return grid;
        }
        int best = 2;
        for (int periodIn = 4; periodIn <= LARGEST_PERIOD_IN; periodIn += 2) {
            if (grid.missPx(periodIn) < grid.missPx(best)) {
                best = periodIn;
            }
        }
        int periodOut = (int) Math.rint(grid.scale * best);
        return new OutputGrid(
                grid.format, grid.scale, grid.pixfrac, grid.widthPx, grid.heightPx, best, periodOut, grid.kernel);
    }

    /** How far so many input pixels are from a whole number of output pixels. */
    private double missPx(int inPx) {
        return Math.abs(scale * inPx - Math.rint(scale * inPx));
    }

    /** A grid of any size; its first pixel keeps its place. */
    static OutputGrid sized(FrameFormat format, double scale, double pixfrac, int widthPx, int heightPx) {
        return sized(format, scale, pixfrac, widthPx, heightPx, DropKernel.SQUARE);
    }

    static OutputGrid sized(
            FrameFormat format, double scale, double pixfrac, int widthPx, int heightPx, DropKernel kernel) {
        check(scale, pixfrac);
        for (int periodIn = 2; periodIn <= LARGEST_PERIOD_IN; periodIn += 2) {
            double periodOut = Math.rint(scale * periodIn);
            if (periodOut <= LARGEST_PERIOD_OUT && Math.abs(periodOut / periodIn - scale) <= SAME_RATIO) {
                return new OutputGrid(
                        format, periodOut / periodIn, pixfrac, widthPx, heightPx, periodIn, (int) periodOut, kernel);
            }
        }
        return new OutputGrid(format, scale, pixfrac, widthPx, heightPx, 0, 1, kernel);
    }

    private static void check(double scale, double pixfrac) {
        if (!(scale >= 1 && scale <= 3)) {
            throw new IllegalArgumentException("scale=" + scale + " is outside 1..3; choose 1, 1.5 or 2");
        }
        if (!(pixfrac >= 0.1 && pixfrac <= 1)) {
            throw new IllegalArgumentException("pixfrac=" + pixfrac + " is outside 0.1..1; choose 0.7 to 1");
        }
    }

    /** True if input and output meet in a small repeating pattern. */
    boolean isPeriodic() {
        return periodIn > 0;
    }

    int planeCount() {
        return format.layout().planeCount();
    }

    /** Arrays that hold one output row of one plane: one for each phase of the period, or a single one. */
    int phaseCount() {
        return periodOut;
    }

    /** Length of each of these arrays. */
    int rowLength() {
        return (widthPx + periodOut - 1) / periodOut;
    }

    /** Length of each of these arrays with what is appended so that loops over it need no rest. */
    int paddedLength() {
        return (rowLength() + LANES - 1) / LANES * LANES;
    }

    /** Side of a drop, output px. */
    double dropPx() {
        return scale * pixfrac;
    }

    /** The drop along an axis. */
    AxisDrop axisDrop() {
        return new AxisDrop(kernel, scale, pixfrac);
    }

    /** True if samples at this row and column parity belong to the plane (for three samples a pixel, one of them does). */
    boolean takes(int plane, int rowParity, int columnParity) {
        ColorLayout layout = format.layout();
        return !layout.isMosaic() || layout.planeOf(columnParity, rowParity, 0) == plane;
    }

    /** Which sample of a pixel belongs to the plane. */
    int sampleOf(int plane) {
        ColorLayout layout = format.layout();
        for (int sample = 0; sample < layout.samplesPerPixel(); sample++) {
            if (layout.samplesPerPixel() > 1 && layout.planeOf(0, 0, sample) == plane) {
                return sample;
            }
        }
        return 0;
    }

    /** First output row of a band. */
    int firstRowOf(int band, int bandCount) {
        return (int) ((long) heightPx * band / bandCount);
    }
}
