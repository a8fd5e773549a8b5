package org.lucida.math;

import java.util.Arrays;

/**
 * Finds the largest bright blob of a plane and its centre of mass: where is the planet, roughly?
 *
 * <p>The plane is binned, the background is its lower quartile, the threshold 20 % of the bright level above it (the
 * level exceeded by one binned pixel in a thousand, at least by three: single hot pixels do not set it) and not less than
 * four sigmas of the binned noise. Neighbours above the threshold, corners included, belong together; the component of
 * the most pixels is the blob.
 *
 * <p>Units: px of the plane. Coordinates: pixel centres are integers, y grows downward.
 * <p>Error: biased by phase, moons and truncation at the frame's edge; to start a finer search.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. The plane is not modified.
 * <p>Thread: one thread at a time.
 */
public final class BlobCentroid {
    private static final double THRESHOLD_FRACTION = 0.2;
    private static final double THRESHOLD_SIGMA = 4;
    /** Signal of the whole blob in sigmas below which it is noise; the highest of 4096 noise pixels reaches 4. */
    private static final double MIN_SIGNIFICANCE = 8;

    private static final int MAX_SAMPLES = 4096;
    /** Robust sigma of a single sample from the median absolute difference of two. */
    private static final double SIGMA_PER_MEDIAN_DIFFERENCE = 1.4826 / Math.sqrt(2);

    private final int widthPx;
    private final int heightPx;
    private final int binPx;
    private final int binnedWidth;
    private final int binnedHeight;
    private final float[] binned;
    private final float[] columnSum;
    private final float[] row;
    private final float[] sample;
    private final boolean[] seen;
    private final int[] stack;

    private double xPx;
    private double yPx;
    private double significance;
    private int leftPx;
    private int topPx;
    private int rightPx;
    private int bottomPx;

    public BlobCentroid(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        int shorter = Math.min(widthPx, heightPx);
        binPx = shorter >= 120 ? 4 : shorter >= 40 ? 2 : 1;
        binnedWidth = widthPx / binPx;
        binnedHeight = heightPx / binPx;
        binned = new float[binnedWidth * binnedHeight];
        columnSum = new float[widthPx];
        row = new float[widthPx];
        sample = new float[Math.max(MAX_SAMPLES, binned.length)];
        seen = new boolean[binned.length];
        stack = new int[binned.length];
    }

    /** Centre of mass of the blob. */
    public double xPx() {
        return xPx;
    }

    /** Centre of mass of the blob. */
    public double yPx() {
        return yPx;
    }

    /** Sum of the blob above background in sigmas. */
    public double significance() {
        return significance;
    }

    /** First column of the blob's box. */
    public int leftPx() {
        return leftPx;
    }

    /** First row of the blob's box. */
    public int topPx() {
        return topPx;
    }

    /** Last column of the blob's box. */
    public int rightPx() {
        return rightPx;
    }

    /** Last row of the blob's box. */
    public int bottomPx() {
        return bottomPx;
    }

    /** Searches the plane; false if nothing stands out of the noise. */
    public boolean find(float[] adu) {
        bin(adu);
        float background = background();
        double noise = noise();
        System.arraycopy(binned, 0, sample, 0, binned.length);
        int brighter = Math.max(3, binned.length / 1000);
        float top = OrderStatistic.select(sample, binned.length, Math.max(0, binned.length - 1 - brighter));
        float threshold =
                (float) (background + Math.max(THRESHOLD_FRACTION * (top - background), THRESHOLD_SIGMA * noise));
        Arrays.fill(seen, false);
        int largest = 0;
        for (int i = 0; i < binned.length; i++) {
            if (!seen[i] && binned[i] > threshold) {
                largest = Math.max(largest, measure(i, threshold, background, noise, largest));
            }
        }
        return largest > 0 && significance >= MIN_SIGNIFICANCE;
    }

    private void bin(float[] adu) {
        float scale = 1f / (binPx * binPx);
        for (int by = 0; by < binnedHeight; by++) {
            System.arraycopy(adu, by * binPx * widthPx, columnSum, 0, widthPx);
            for (int k = 1; k < binPx; k++) {
                System.arraycopy(adu, (by * binPx + k) * widthPx, row, 0, widthPx);
                for (int x = 0; x < widthPx; x++) {
                    columnSum[x] += row[x];
                }
            }
            int out = by * binnedWidth;
            for (int bx = 0; bx < binnedWidth; bx++) {
                float sum = 0;
                for (int k = 0; k < binPx; k++) {
                    sum += columnSum[bx * binPx + k];
                }
                binned[out + bx] = sum * scale;
            }
        }
    }

    private float background() {
        int stride = Math.max(1, binned.length / MAX_SAMPLES) | 1;
        int count = 0;
        for (int i = 0; i < binned.length && count < MAX_SAMPLES; i += stride) {
            sample[count++] = binned[i];
        }
        return OrderStatistic.select(sample, count, count / 4);
    }

    private double noise() {
        int stride = Math.max(1, binned.length / MAX_SAMPLES) | 1;
        int count = 0;
        for (int i = 0; i + 1 < binned.length && count < MAX_SAMPLES; i += stride) {
            sample[count++] = Math.abs(binned[i + 1] - binned[i]);
        }
        return SIGMA_PER_MEDIAN_DIFFERENCE * OrderStatistic.select(sample, count, count / 2);
    }

    /** Floods one component; keeps its figures if it has more than {@code record} pixels. Returns its pixel count. */
    private int measure(int start, float threshold, float background, double noise, int record) {
        int depth = 0;
        int count = 0;
        double sum = 0;
        double xSum = 0;
        double ySum = 0;
        int left = binnedWidth;
        int right = 0;
        int top = binnedHeight;
        int bottom = 0;
        seen[start] = true;
        stack[depth++] = start;
        while (depth > 0) {
            int i = stack[--depth];
            int x = i % binnedWidth;
            int y = i / binnedWidth;
            double signal = binned[i] - background;
            count++;
            sum += signal;
            xSum += signal * x;
            ySum += signal * y;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            for (int ny = Math.max(0, y - 1); ny <= Math.min(binnedHeight - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(binnedWidth - 1, x + 1); nx++) {
                    int n = ny * binnedWidth + nx;
                    if (!seen[n] && binned[n] > threshold) {
                        seen[n] = true;
                        stack[depth++] = n;
                    }
                }
            }
        }
        if (count > record) {
            double centre = (binPx - 1) / 2.0;
            xPx = binPx * (xSum / sum) + centre;
            yPx = binPx * (ySum / sum) + centre;
            leftPx = left * binPx;
            topPx = top * binPx;
            rightPx = right == binnedWidth - 1 ? widthPx - 1 : right * binPx + binPx - 1;
            bottomPx = bottom == binnedHeight - 1 ? heightPx - 1 : bottom * binPx + binPx - 1;
            significance = noise > 0 ? sum / (noise * Math.sqrt(count)) : Double.POSITIVE_INFINITY;
        }
        return count;
    }
}
