package org.lucida.drizzle;

/**
 * One row of a frame on its way to the output: where its pixels land, and what they bring.
 *
 * <p>Memory: grows with the widest frame, else allocates nothing.
 */
final class FrameRow {
    /** Places of the pixel centres. */
    double[] mapX = new double[0];

    double[] mapY = new double[0];
    /** What the pixels bring; one that is left out has weight 0 and value 0. */
    double[] weights = new double[0];

    double[] values = new double[0];
    double[] variances = new double[0];
    int widthPx;
    /** Lowest and highest place in y, continued by one pixel at both ends. */
    double lowestY;

    double highestY;
    /** Row of the frame. */
    int y;

    /** Maps a row of the frame. */
    void map(DrizzleFrame frame, int row) {
        begin(frame.widthPx, row);
        frame.geometry.mapRow(row, widthPx, mapX, mapY);
        bound();
    }

    /** Places the row beyond the frame that continues two of its rows in a straight line. */
    void continueLine(FrameRow first, FrameRow second) {
        begin(first.widthPx, 2 * second.y - first.y);
        for (int x = 0; x < widthPx; x++) {
            mapX[x] = 2 * second.mapX[x] - first.mapX[x];
        }
        for (int x = 0; x < widthPx; x++) {
            mapY[x] = 2 * second.mapY[x] - first.mapY[x];
        }
        bound();
    }

    private void begin(int frameWidthPx, int row) {
        widthPx = frameWidthPx;
        y = row;
        if (mapX.length < widthPx) {
            mapX = new double[widthPx];
            mapY = new double[widthPx];
            weights = new double[widthPx];
            values = new double[widthPx];
            variances = new double[widthPx];
        }
    }

    /** In two chains each, since one waits for every comparison; NaN loses them all. */
    private void bound() {
        double[] place = mapY;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double otherLow = low;
        double otherHigh = high;
        for (int x = 0; x + 1 < widthPx; x += 2) {
            double even = place[x];
            double odd = place[x + 1];
            low = even < low ? even : low;
            high = even > high ? even : high;
            otherLow = odd < otherLow ? odd : otherLow;
            otherHigh = odd > otherHigh ? odd : otherHigh;
        }
        double last = place[widthPx - 1];
        double left = widthPx < 2 ? last : 2 * place[0] - place[1];
        double right = widthPx < 2 ? last : 2 * last - place[widthPx - 2];
        lowestY = least(least(low, otherLow), least(last, least(left, right)));
        highestY = -least(least(-high, -otherHigh), least(-last, least(-left, -right)));
    }

    private static double least(double a, double b) {
        return a < b || Double.isNaN(b) ? a : b;
    }

    /** Fetches weights, values and variances. */
    void gather(DrizzleFrame frame, int sample, boolean hasVariance) {
        int samples = frame.samplesPerPixel();
        double valueFactor = frame.valueFactor;
        for (int x = 0; x < widthPx; x++) {
            int pixel = y * widthPx + x;
            double weight = frame.weightAt(pixel);
            double value = frame.values[pixel * samples + sample] * valueFactor;
            boolean counts = weight > 0 && weight <= Double.MAX_VALUE && Math.abs(value) <= Double.MAX_VALUE;
            if (hasVariance) {
                double variance = frame.varianceAt(pixel * samples + sample) * valueFactor * valueFactor;
                counts &= variance >= 0 && variance <= Double.MAX_VALUE;
                variances[x] = variance;
            }
            weights[x] = counts ? weight : 0;
            values[x] = counts ? value : 0;
        }
    }
}
