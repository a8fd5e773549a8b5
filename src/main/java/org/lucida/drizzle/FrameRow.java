package org.lucida.drizzle;

/**
 * One row of a frame on its way to the output: where its pixels land, and what of them counts.
 *
 * <p>Memory: grows with the widest frame, else allocates nothing.
 */
final class FrameRow {
    /** Places of the pixel centres. */
    double[] mapX = new double[0];

    double[] mapY = new double[0];
    /** The rows above and below, continued in a straight line beyond the frame; only kept up if asked for. */
    double[] aboveX = new double[0];

    double[] aboveY = new double[0];
    double[] belowX = new double[0];
    double[] belowY = new double[0];
    /** What the pixels bring; one that is left out has weight 0 and value 0. */
    double[] weights = new double[0];

    double[] values = new double[0];
    double[] variances = new double[0];
    int widthPx;
    /** Lowest and highest place in y among all pixels of the rows at hand. */
    double lowestY;

    double highestY;

    private final boolean needsNeighbours;
    private double[] spareX = new double[0];
    private double[] spareY = new double[0];

    FrameRow(boolean needsNeighbours) {
        this.needsNeighbours = needsNeighbours;
    }

    void begin(DrizzleFrame frame) {
        widthPx = frame.widthPx;
        if (mapX.length < widthPx) {
            mapX = new double[widthPx];
            mapY = new double[widthPx];
            aboveX = new double[widthPx];
            aboveY = new double[widthPx];
            belowX = new double[widthPx];
            belowY = new double[widthPx];
            spareX = new double[widthPx];
            spareY = new double[widthPx];
            weights = new double[widthPx];
            values = new double[widthPx];
            variances = new double[widthPx];
        }
    }

    /** Maps the row; rows must come from top to bottom, none left out. */
    void place(DrizzleFrame frame, int y) {
        Geometry geometry = frame.geometry;
        if (!needsNeighbours) {
            geometry.mapRow(y, widthPx, mapX, mapY);
            lowestY = lowest(mapY);
            highestY = highest(mapY);
            return;
        }
        if (y == 0) {
            geometry.mapRow(0, widthPx, mapX, mapY);
            geometry.mapRow(1, widthPx, belowX, belowY);
            continueLine(belowX, mapX, aboveX);
            continueLine(belowY, mapY, aboveY);
        } else {
            double[] freeX = spareX;
            double[] freeY = spareY;
            spareX = aboveX;
            spareY = aboveY;
            aboveX = mapX;
            aboveY = mapY;
            mapX = belowX;
            mapY = belowY;
            belowX = freeX;
            belowY = freeY;
            if (y + 1 < frame.heightPx) {
                geometry.mapRow(y + 1, widthPx, belowX, belowY);
            } else {
                continueLine(aboveX, mapX, belowX);
                continueLine(aboveY, mapY, belowY);
            }
        }
        lowestY = Math.min(lowest(aboveY), Math.min(lowest(mapY), lowest(belowY)));
        highestY = Math.max(highest(aboveY), Math.max(highest(mapY), highest(belowY)));
    }

    private void continueLine(double[] first, double[] second, double[] third) {
        for (int x = 0; x < widthPx; x++) {
            third[x] = 2 * second[x] - first[x];
        }
    }

    /** Lowest place of a row, continued by one pixel at both ends where neighbours matter. */
    private double lowest(double[] y) {
        double low = Double.POSITIVE_INFINITY;
        for (int x = 0; x < widthPx; x++) {
            if (y[x] < low) {
                low = y[x];
            }
        }
        if (needsNeighbours) {
            double left = 2 * y[0] - y[1];
            double right = 2 * y[widthPx - 1] - y[widthPx - 2];
            low = left < low ? left : low;
            low = right < low ? right : low;
        }
        return low;
    }

    private double highest(double[] y) {
        double high = Double.NEGATIVE_INFINITY;
        for (int x = 0; x < widthPx; x++) {
            if (y[x] > high) {
                high = y[x];
            }
        }
        if (needsNeighbours) {
            double left = 2 * y[0] - y[1];
            double right = 2 * y[widthPx - 1] - y[widthPx - 2];
            high = left > high ? left : high;
            high = right > high ? right : high;
        }
        return high;
    }

    /** Fetches weights, values and variances of the row at hand. */
    void gather(DrizzleFrame frame, int y, int sample, boolean hasVariance) {
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
