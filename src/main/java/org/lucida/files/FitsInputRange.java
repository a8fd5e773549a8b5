package org.lucida.files;

/** Smallest, largest and mean number of a frame, and how many do not fit into an unsigned 16-bit sample. */
final class FitsInputRange {
    private static final double MAX_SAMPLE = 65_535;
    /** Pictures normalised to one may exceed it by rounding. */
    private static final double FRACTION_LIMIT = 1 + 1e-6;

    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private long knownCount;
    private long blankCount;
    private long negativeCount;
    private long tooLargeCount;

    /** Adds one physical value; NaN or infinite is a pixel without value. */
    void add(double value) {
        if (!Double.isFinite(value)) {
            blankCount++;
            return;
        }
        knownCount++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        negativeCount += value < 0 ? 1 : 0;
        tooLargeCount += value > MAX_SAMPLE ? 1 : 0;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double mean() {
        return sum / knownCount;
    }

    /** Pixels with a value. */
    long knownCount() {
        return knownCount;
    }

    /** Pixels without a value. */
    long blankCount() {
        return blankCount;
    }

    long negativeCount() {
        return negativeCount;
    }

    /** Values above 65535. */
    long tooLargeCount() {
        return tooLargeCount;
    }

    /** True if the values are fractions of full scale rather than ADU. */
    boolean isFraction() {
        return knownCount > 0 && max > 0 && max <= FRACTION_LIMIT;
    }
}
