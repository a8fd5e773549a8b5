package org.lucida.align;

import java.util.Arrays;
import org.lucida.frame.Roi;
import org.lucida.math.SubpixelShift;

/**
 * The reference that grows: the weighted mean of aligned frames inside a region, in the coordinates of the first frame.
 *
 * <p>Shape: region rows of {@code float}; the weight that reached each pixel is kept as corners of rectangles, four
 * numbers a frame, and summed when the mean is asked for.
 * <p>Units: ADU; px of the luminance plane. Memory: all in the constructor; {@link #add} allocates nothing.
 * <p>Thread: the alignment thread only.
 */
final class RunningReference {
    /** Pixels that got less than this share of the best pixel's weight are not used. */
    private static final double MIN_COVERAGE = 0.5;

    private final Roi region;
    private final float[][] sum;
    private final double[] corners;
    private final double[] column;
    private final float[] row;
    private final SubpixelShift shift;
    private int frameCount;
    private double weightSum;
    private double squaredWeightSum;

    RunningReference(Roi region) {
        this.region = region;
        sum = new float[region.heightPx()][region.widthPx()];
        corners = new double[(region.widthPx() + 1) * (region.heightPx() + 1)];
        column = new double[region.widthPx()];
        row = new float[region.widthPx()];
        shift = new SubpixelShift(region.widthPx());
    }

    void clear() {
        for (float[] line : sum) {
            Arrays.fill(line, 0);
        }
        Arrays.fill(corners, 0);
        frameCount = 0;
        weightSum = 0;
        squaredWeightSum = 0;
    }

    int frameCount() {
        return frameCount;
    }

    /** Frames of equal weight that would have the same noise. */
    double effectiveCount() {
        return squaredWeightSum > 0 ? weightSum * weightSum / squaredWeightSum : 0;
    }

    /** Adds an aligned frame. The plane is not modified. */
    void add(float[] adu, int widthPx, int heightPx, double dxPx, double dyPx, double weight) {
        double dx = dxPx + region.xPx();
        double dy = dyPx + region.yPx();
        int left = Math.max(0, SubpixelShift.firstInside(dx));
        int right = Math.min(region.widthPx() - 1, SubpixelShift.lastInside(dx, widthPx)) + 1;
        int top = Math.max(0, SubpixelShift.firstInside(dy));
        int bottom = Math.min(region.heightPx() - 1, SubpixelShift.lastInside(dy, heightPx)) + 1;
        if (left >= right || top >= bottom) {
            return;
        }
        shift.begin(adu, widthPx, left, right, top, dx, dy);
        float factor = (float) weight;
        for (int y = top; y < bottom; y++) {
            shift.next(row);
            addRow(sum[y], row, factor, left, right);
        }
        int stride = region.widthPx() + 1;
        corners[top * stride + left] += weight;
        corners[top * stride + right] -= weight;
        corners[bottom * stride + left] -= weight;
        corners[bottom * stride + right] += weight;
        frameCount++;
        weightSum += weight;
        squaredWeightSum += weight * weight;
    }

    private static void addRow(float[] total, float[] row, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            total[i] += factor * row[i];
        }
    }

    /**
     * Writes the mean, and where it may be used.
     *
     * @param mean row-major, region size; where too few frames reached it keeps what it held. Modified.
     * @param usable 1 where enough frames reached, else 0. Modified.
     */
    void mean(float[] mean, float[] usable) {
        int stride = region.widthPx() + 1;
        double highest = 0;
        for (int pass = 0; pass < 2; pass++) {
            Arrays.fill(column, 0);
            for (int y = 0; y < region.heightPx(); y++) {
                double along = 0;
                for (int x = 0; x < region.widthPx(); x++) {
                    column[x] += corners[y * stride + x];
                    along += column[x];
                    if (pass == 0) {
                        highest = Math.max(highest, along);
                    } else {
                        int i = y * region.widthPx() + x;
                        boolean enough = along > MIN_COVERAGE * highest;
                        usable[i] = enough ? 1 : 0;
                        if (enough) {
                            mean[i] = (float) (sum[y][x] / along);
                        }
                    }
                }
            }
        }
    }
}
