package org.lucida.files;

import org.lucida.frame.StackView;

/**
 * How often each brightness occurs in a stack; NaN and infinite values are left out.
 *
 * <p>Error: a quantile is exact to one bin, a {@value #BIN_COUNT}th of the range of the data.
 * <p>Memory: 1 MiB, whatever the size of the stack; the stack is read row by row, twice.
 */
final class AduHistogram {
    private static final int BIN_COUNT = 1 << 18;

    private final double minAdu;
    private final double binAdu;
    private final int[] counts = new int[BIN_COUNT];
    private long sampleCount;

    private AduHistogram(double minAdu, double maxAdu) {
        this.minAdu = minAdu;
        this.binAdu = (maxAdu - minAdu) / BIN_COUNT;
    }

    /** Of one plane. */
    static AduHistogram of(StackView stack, int plane) {
        return of(stack, (y, row) -> stack.readValues(plane, y, row));
    }

    /** Of the mean of all planes at each pixel; pixels where one is NaN are left out. */
    static AduHistogram ofMean(StackView stack) {
        MeanRows rows = new MeanRows(stack);
        return of(stack, rows::read);
    }

    private interface RowReader {
        void read(int y, float[] row);
    }

    private static AduHistogram of(StackView stack, RowReader rows) {
        float[] row = new float[stack.widthPx()];
        float minAdu = Float.POSITIVE_INFINITY;
        float maxAdu = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < stack.heightPx(); y++) {
            rows.read(y, row);
            for (float value : row) {
                if (Float.isFinite(value)) {
                    minAdu = Math.min(minAdu, value);
                    maxAdu = Math.max(maxAdu, value);
                }
            }
        }
        AduHistogram histogram = new AduHistogram(minAdu, maxAdu);
        if (minAdu <= maxAdu) {
            for (int y = 0; y < stack.heightPx(); y++) {
                rows.read(y, row);
                histogram.add(row);
            }
        }
        return histogram;
    }

    private void add(float[] row) {
        double binsPerAdu = binAdu > 0 ? 1 / binAdu : 0;
        for (float value : row) {
            if (Float.isFinite(value)) {
                int bin = (int) ((value - minAdu) * binsPerAdu);
                counts[Math.min(bin, BIN_COUNT - 1)]++;
                sampleCount++;
            }
        }
    }

    long sampleCount() {
        return sampleCount;
    }

    /** The value below which this fraction of the samples lies, ADU; meaningless for an empty histogram. */
    double quantile(double fraction) {
        return from(0, fraction * sampleCount);
    }

    /** Samples brighter than a value, to the bin. */
    long countAbove(double adu) {
        long count = 0;
        for (int bin = binAfter(adu); bin < BIN_COUNT; bin++) {
            count += counts[bin];
        }
        return count;
    }

    /** The same as {@link #quantile} among the samples brighter than a value only. */
    double quantileAbove(double adu, double fraction) {
        return from(binAfter(adu), fraction * countAbove(adu));
    }

    private int binAfter(double adu) {
        if (!(binAdu > 0)) {
            return BIN_COUNT;
        }
        return (int) Math.max(0, Math.min(BIN_COUNT, Math.floor((adu - minAdu) / binAdu) + 1));
    }

    private double from(int firstBin, double wantedCount) {
        double count = 0;
        for (int bin = firstBin; bin < BIN_COUNT; bin++) {
            if (counts[bin] > 0 && count + counts[bin] >= wantedCount) {
                return minAdu + binAdu * (bin + (wantedCount - count) / counts[bin]);
            }
            count += counts[bin];
        }
        return minAdu + binAdu * BIN_COUNT;
    }
}
