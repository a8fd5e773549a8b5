package org.lucida.math;

/**
 * Running quantiles of a positive quantity that slowly forgets: counts in bins of equal width in the logarithm.
 *
 * <p>A value added n values ago counts {@code decay^n}. New values get growing weights instead of old ones shrinking, so
 * that adding costs one bin; all bins are rescaled when the weight gets large.
 *
 * <p>Error: a quantile is exact to one bin width (a factor {@code exp(binWidthLn())}). Values outside the range count in the
 * end bins.
 * <p>Memory: fixed; calls allocate nothing. Thread: one.
 */
public final class LogHistogram {
    /** The weight at which bins are rescaled; far below overflow, far above rounding. */
    private static final double RESCALE_WEIGHT = 1e20;

    private final double lowLn;
    private final double binWidthLn;
    private final double growth;
    private final double[] weights;
    private double nextWeight = 1;
    private double totalWeight;
    private long addedCount;

    /**
     * @param lowest smallest value told apart, above 0
     * @param highest largest value told apart
     * @param binCount bins between them
     * @param decay weight of a value relative to the next one, 0 < decay <= 1; 1 never forgets
     */
    public LogHistogram(double lowest, double highest, int binCount, double decay) {
        if (!(lowest > 0 && highest > lowest && binCount > 0)) {
            throw new IllegalArgumentException("lowest=" + lowest + " highest=" + highest + " binCount=" + binCount
                    + " make no histogram; use 0 < lowest < highest and at least one bin");
        }
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay=" + decay + " is outside 0..1; use for example 0.999");
        }
        lowLn = Math.log(lowest);
        binWidthLn = (Math.log(highest) - lowLn) / binCount;
        growth = 1 / decay;
        weights = new double[binCount];
    }

    /** Counts one value; zero and below count in the lowest bin. NaN is an error of the caller. */
    public void add(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("value=NaN has no place in a histogram; leave it out");
        }
        weights[binOf(value)] += nextWeight;
        totalWeight += nextWeight;
        addedCount++;
        nextWeight *= growth;
        if (nextWeight > RESCALE_WEIGHT) {
            rescale();
        }
    }

    /** The value below which the fraction of the (decayed) weight lies; NaN while empty. */
    public double quantile(double fraction) {
        if (addedCount == 0) {
            return Double.NaN;
        }
        double wanted = Math.min(1, Math.max(0, fraction)) * totalWeight;
        double below = 0;
        int last = 0;
        for (int bin = 0; bin < weights.length; bin++) {
            double weight = weights[bin];
            if (weight > 0) {
                last = bin;
                if (below + weight >= wanted) {
                    return Math.exp(lowLn + binWidthLn * (bin + (wanted - below) / weight));
                }
                below += weight;
            }
        }
        return Math.exp(lowLn + binWidthLn * (last + 1));
    }

    /** Values added since the beginning, forgotten ones included. */
    public long addedCount() {
        return addedCount;
    }

    /** Natural logarithm of the factor between the two edges of a bin. */
    public double binWidthLn() {
        return binWidthLn;
    }

    private int binOf(double value) {
        double bin = value > 0 ? (Math.log(value) - lowLn) / binWidthLn : 0;
        return (int) Math.min(weights.length - 1.0, Math.max(0, bin));
    }

    private void rescale() {
        totalWeight = 0;
        for (int bin = 0; bin < weights.length; bin++) {
            weights[bin] /= nextWeight;
            totalWeight += weights[bin];
        }
        nextWeight = 1;
    }
}
