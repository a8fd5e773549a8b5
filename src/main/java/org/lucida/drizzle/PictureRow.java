package org.lucida.drizzle;

/** One output row of one plane, made ready: sums, weights, counts, and how far the next covered pixel is. */
final class PictureRow {
    final double[] sum;
    final double[] weight;
    final int[] count;
    /** Distance along the row to the nearest covered pixel, px; at most {@code farPx}. */
    final int[] nearestPx;

    int plane = -1;
    int y = -1;
    boolean hasHoles;

    PictureRow(int widthPx) {
        sum = new double[widthPx];
        weight = new double[widthPx];
        count = new int[widthPx];
        nearestPx = new int[widthPx];
    }

    /** Reads a row of a band; a weight of at most smallestWeight is no coverage. */
    void load(BandSums band, int plane, int y, double smallestWeight, int farPx) {
        band.readSums(plane, y, sum);
        band.readWeights(plane, y, weight);
        band.readCounts(plane, y, count);
        this.plane = plane;
        this.y = y;
        hasHoles = false;
        int distance = farPx;
        for (int x = 0; x < count.length; x++) {
            if (count[x] == 0 || weight[x] <= smallestWeight) {
                count[x] = 0;
                weight[x] = 0;
                sum[x] = 0;
                hasHoles = true;
                distance = Math.min(farPx, distance + 1);
            } else {
                distance = 0;
            }
            nearestPx[x] = distance;
        }
        distance = farPx;
        for (int x = count.length - 1; hasHoles && x >= 0; x--) {
            distance = Math.min(nearestPx[x], Math.min(farPx, distance + 1));
            nearestPx[x] = distance;
        }
    }
}
