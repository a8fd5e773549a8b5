package org.lucida.math;

/**
 * Finds the peak of a correlation surface and says how far it stands out.
 *
 * <p>Shape: the surface is row-major with lag (0, 0) at index 0 and negative lags wrapped to the far end, as
 * {@link FourierPlane#inverse} leaves it. Not modified.
 * <p>Significance: (peak - median) / (1.4826 MAD), median and MAD over lags outside the main lobe, at most 8192 of them at
 * a fixed stride. Rival: height of the highest other local maximum inside the search window and outside the main lobe,
 * above the median, relative to the peak.
 * <p>Position: parabola through the three samples on each axis; within 0.1 lag, to start a finer search.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 * <p>Thread: one thread at a time.
 */
public final class CorrelationPeak {
    private static final int MAX_SAMPLES = 8192;
    private static final double SIGMA_PER_MAD = 1.4826;

    private final float[] sample = new float[MAX_SAMPLES];
    private int xOverlapFrom = Integer.MIN_VALUE;
    private int xOverlapTo = Integer.MAX_VALUE;
    private int yOverlapFrom = Integer.MIN_VALUE;
    private int yOverlapTo = Integer.MAX_VALUE;
    private double xLag;
    private double yLag;
    private double significance;
    private double rivalRatio;

    /** Lag of the peak along x. */
    public double xLag() {
        return xLag;
    }

    /** Lag of the peak along y. */
    public double yLag() {
        return yLag;
    }

    /** Height of the peak in robust sigmas of the surface outside the main lobe; 0 for a flat surface. */
    public double significance() {
        return significance;
    }

    /** Height of the second peak relative to the first, 0 .. 1. */
    public double rivalRatio() {
        return rivalRatio;
    }

    /**
     * Names the lags at which picture and reference overlap; only these are searched and judged, for beyond them a surface
     * is empty and any noise would stand out. Inclusive; cut to half the surface.
     */
    public void overlap(int xFrom, int xTo, int yFrom, int yTo) {
        xOverlapFrom = xFrom;
        xOverlapTo = xTo;
        yOverlapFrom = yFrom;
        yOverlapTo = yTo;
    }

    /**
     * Searches the window of lags |lag| <= radius inside the overlap.
     *
     * @param lobeRadius lags around the peak that belong to it
     */
    public void find(float[] surface, int widthPx, int heightPx, int radius, double lobeRadius) {
        int left = Math.max(xOverlapFrom, 1 - widthPx / 2);
        int right = Math.min(xOverlapTo, widthPx / 2 - 1);
        int top = Math.max(yOverlapFrom, 1 - heightPx / 2);
        int bottom = Math.min(yOverlapTo, heightPx / 2 - 1);
        int xFrom = Math.max(left, -radius);
        int xTo = Math.min(right, radius);
        int yFrom = Math.max(top, -radius);
        int yTo = Math.min(bottom, radius);
        significance = 0;
        rivalRatio = 1;
        xLag = 0;
        yLag = 0;
        if (xFrom > xTo || yFrom > yTo) {
            return;
        }
        int xMask = widthPx - 1;
        int yMask = heightPx - 1;
        float peak = Float.NEGATIVE_INFINITY;
        int xPeak = 0;
        int yPeak = 0;
        for (int y = yFrom; y <= yTo; y++) {
            int row = (y & yMask) * widthPx;
            for (int x = xFrom; x <= xTo; x++) {
                float value = surface[row + (x & xMask)];
                if (value > peak) {
                    peak = value;
                    xPeak = x;
                    yPeak = y;
                }
            }
        }
        xLag = xPeak
                + vertex(
                        surface[(yPeak & yMask) * widthPx + ((xPeak - 1) & xMask)],
                        peak,
                        surface[(yPeak & yMask) * widthPx + ((xPeak + 1) & xMask)]);
        yLag = yPeak
                + vertex(
                        surface[((yPeak - 1) & yMask) * widthPx + (xPeak & xMask)],
                        peak,
                        surface[((yPeak + 1) & yMask) * widthPx + (xPeak & xMask)]);
        double median = judge(surface, widthPx, heightPx, left, right, top, bottom, xPeak, yPeak, peak, lobeRadius);
        double rival = rival(surface, widthPx, heightPx, xFrom, xTo, yFrom, yTo, xPeak, yPeak, lobeRadius);
        rivalRatio = peak > median ? Math.max(0, (rival - median) / (peak - median)) : 1;
    }

    /** Offset of the vertex of a parabola through three samples, within half a sample. */
    private static double vertex(double before, double middle, double after) {
        double curvature = before - 2 * middle + after;
        return curvature < 0 ? Math.max(-0.5, Math.min(0.5, 0.5 * (before - after) / curvature)) : 0;
    }

    private double judge(
            float[] surface,
            int widthPx,
            int heightPx,
            int left,
            int right,
            int top,
            int bottom,
            int xPeak,
            int yPeak,
            float peak,
            double lobe) {
        int columns = right - left + 1;
        int lags = columns * (bottom - top + 1);
        int stride = Math.max(1, lags / MAX_SAMPLES) | 1;
        int count = 0;
        for (int i = 0; i < lags && count < MAX_SAMPLES; i += stride) {
            int x = left + i % columns;
            int y = top + i / columns;
            if (!inLobe(x - xPeak, y - yPeak, lobe)) {
                sample[count++] = surface[(y & (heightPx - 1)) * widthPx + (x & (widthPx - 1))];
            }
        }
        if (count < 2) {
            significance = 0;
            return 0;
        }
        float median = OrderStatistic.select(sample, count, count / 2);
        for (int i = 0; i < count; i++) {
            sample[i] = Math.abs(sample[i] - median);
        }
        double sigma = SIGMA_PER_MAD * OrderStatistic.select(sample, count, count / 2);
        significance = sigma > 0 ? (peak - median) / sigma : peak > median ? Double.POSITIVE_INFINITY : 0;
        return median;
    }

    private static boolean inLobe(int dx, int dy, double lobe) {
        return (double) dx * dx + (double) dy * dy <= lobe * lobe;
    }

    private static double rival(
            float[] surface,
            int widthPx,
            int heightPx,
            int xFrom,
            int xTo,
            int yFrom,
            int yTo,
            int xPeak,
            int yPeak,
            double lobe) {
        int xMask = widthPx - 1;
        int yMask = heightPx - 1;
        float highest = Float.NEGATIVE_INFINITY;
        for (int y = yFrom; y <= yTo; y++) {
            int row = (y & yMask) * widthPx;
            int above = ((y - 1) & yMask) * widthPx;
            int below = ((y + 1) & yMask) * widthPx;
            for (int x = xFrom; x <= xTo; x++) {
                float value = surface[row + (x & xMask)];
                if (value > highest
                        && !inLobe(x - xPeak, y - yPeak, lobe)
                        && value >= surface[row + ((x - 1) & xMask)]
                        && value >= surface[row + ((x + 1) & xMask)]
                        && value >= surface[above + (x & xMask)]
                        && value >= surface[below + (x & xMask)]) {
                    highest = value;
                }
            }
        }
        return highest;
    }
}
