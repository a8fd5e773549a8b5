package org.lucida.focus;

import java.util.Arrays;
import org.lucida.math.OrderStatistic;

/**
 * Fits straight lines to the displacements of the last seconds, jumps and lost locks left out.
 *
 * <p>Each axis: a start from the medians of the first and the last third, then least squares with Tukey's biweight, its scale
 * from the median absolute residual, until it rests. The error of the slope is that of white residuals times
 * {@code sqrt((1 + r) / (1 - r))}, r the correlation of neighbouring residuals: seeing and periodic error remember.
 *
 * <p>Samples need not be evenly spaced, but must be in order of time; those with NaN are passed over.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Beaton and Tukey 1974, Technometrics 16, 147.
 */
public final class Drift {
    /** Fewer samples make no drift. */
    public static final int MIN_COUNT = 8;

    /** Residuals beyond so many sigmas have no weight; the usual constant, 95 % efficient. */
    private static final double BIWEIGHT_SIGMAS = 4.685;

    private static final double SIGMA_PER_DEVIATION = 1.4826;
    private static final int STEP_COUNT = 20;
    private static final double MAX_CORRELATION = 0.98;

    private final float[] scratch;
    private final double[] weight;
    private final boolean[] isOutlier;

    private double slope;
    private double level;
    private double slopeSigma;
    private double residualRms;
    private double swing;

    /**
     * @param capacity most samples that will be looked at
     */
    public Drift(int capacity) {
        scratch = new float[capacity];
        weight = new double[capacity];
        isOutlier = new boolean[capacity];
    }

    /**
     * Measures the drift of the last seconds.
     *
     * @param timeS times, ascending. Not modified
     * @param xPx displacements at these times. Not modified
     * @param yPx the same downward. Not modified
     * @param count samples in the arrays, from index 0; if more than the capacity lie in the time, the latest count
     * @param lastS how far to look back from the last sample
     * @param out Modified: everything
     */
    public void measure(double[] timeS, double[] xPx, double[] yPx, int count, double lastS, DriftReading out) {
        int from = Math.max(0, count - weight.length);
        while (from < count && timeS[from] < timeS[count - 1] - lastS) {
            from++;
        }
        Arrays.fill(isOutlier, 0, count - from, false);
        int usable = fit(timeS, xPx, from, count);
        out.driftXPxPerS = slope;
        out.driftXPxPerSSigma = slopeSigma;
        out.residualXPx = residualRms;
        out.swingXPx = swing;
        fit(timeS, yPx, from, count);
        out.driftYPxPerS = slope;
        out.driftYPxPerSSigma = slopeSigma;
        out.residualYPx = residualRms;
        out.swingYPx = swing;
        out.spanS = count > from ? timeS[count - 1] - timeS[from] : 0;
        out.sampleCount = usable;
        out.outlierCount = 0;
        for (int i = 0; i < count - from; i++) {
            out.outlierCount += isOutlier[i] ? 1 : 0;
        }
    }

    private int fit(double[] t, double[] values, int from, int to) {
        slope = Double.NaN;
        slopeSigma = Double.NaN;
        residualRms = Double.NaN;
        swing = Double.NaN;
        int usable = 0;
        for (int i = from; i < to; i++) {
            usable += Double.isNaN(values[i]) ? 0 : 1;
        }
        if (usable < MIN_COUNT || !(t[to - 1] > t[from])) {
            return usable;
        }
        double origin = t[from];
        start(t, values, from, to, origin);
        double scale = 0;
        for (int step = 0; step < STEP_COUNT; step++) {
            scale = scale(t, values, from, to, origin);
            double before = slope;
            if (!weighted(t, values, from, to, origin, scale)) {
                break;
            }
            if (Math.abs(slope - before) * (t[to - 1] - origin) < 1e-6 * scale) {
                break;
            }
        }
        judge(t, values, from, to, origin, scale);
        return usable;
    }

    /** A line through the medians of the first and the last third. */
    private void start(double[] t, double[] values, int from, int to, double origin) {
        int third = Math.max(2, (to - from) / 3);
        double firstT = meanTime(t, values, from, from + third);
        double lastT = meanTime(t, values, to - third, to);
        double first = median(values, from, from + third);
        double last = median(values, to - third, to);
        slope = lastT > firstT ? (last - first) / (lastT - firstT) : 0;
        if (Double.isNaN(slope)) {
            slope = 0;
        }
        level = Double.isNaN(first) ? median(values, from, to) : first - slope * (firstT - origin);
    }

    private static double meanTime(double[] t, double[] values, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                sum += t[i];
                count++;
            }
        }
        return sum / count;
    }

    private double median(double[] values, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                scratch[count++] = (float) (values[i] - values[to - 1]);
            }
        }
        // differences from a sample keep float precision on far displacements; a missing one must not spoil them
        if (Double.isNaN(values[to - 1])) {
            count = 0;
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(values[i])) {
                    scratch[count++] = (float) values[i];
                }
            }
            return count == 0 ? Double.NaN : OrderStatistic.select(scratch, count, count / 2);
        }
        return values[to - 1] + OrderStatistic.select(scratch, count, count / 2);
    }

    private double scale(double[] t, double[] values, int from, int to, double origin) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                scratch[count++] = (float) Math.abs(values[i] - level - slope * (t[i] - origin));
            }
        }
        return Math.max(1e-9, SIGMA_PER_DEVIATION * OrderStatistic.select(scratch, count, count / 2));
    }

    private boolean weighted(double[] t, double[] values, int from, int to, double origin, double scale) {
        double sum = 0;
        double tSum = 0;
        double vSum = 0;
        for (int i = from; i < to; i++) {
            double u = (values[i] - level - slope * (t[i] - origin)) / (BIWEIGHT_SIGMAS * scale);
            double w = u > -1 && u < 1 ? (1 - u * u) * (1 - u * u) : 0;
            weight[i - from] = w;
            if (w > 0) {
                sum += w;
                tSum += w * (t[i] - origin);
                vSum += w * values[i];
            }
        }
        double tMean = tSum / sum;
        double vMean = vSum / sum;
        double tt = 0;
        double tv = 0;
        for (int i = from; i < to; i++) {
            double w = weight[i - from];
            if (w > 0) {
                tt += w * (t[i] - origin - tMean) * (t[i] - origin - tMean);
                tv += w * (t[i] - origin - tMean) * (values[i] - vMean);
            }
        }
        if (!(tt > 0)) {
            return false;
        }
        slope = tv / tt;
        level = vMean - slope * tMean;
        return true;
    }

    private void judge(double[] t, double[] values, int from, int to, double origin, double scale) {
        double squares = 0;
        double products = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double tSum = 0;
        double t2Sum = 0;
        double last = Double.NaN;
        int count = 0;
        for (int i = from; i < to; i++) {
            double residual = values[i] - level - slope * (t[i] - origin);
            if (Math.abs(residual) >= BIWEIGHT_SIGMAS * scale) {
                isOutlier[i - from] = true;
                continue;
            }
            if (Double.isNaN(residual)) {
                continue;
            }
            squares += residual * residual;
            products += Double.isNaN(last) ? 0 : residual * last;
            last = residual;
            least = Math.min(least, residual);
            most = Math.max(most, residual);
            tSum += t[i] - origin;
            t2Sum += (t[i] - origin) * (t[i] - origin);
            count++;
        }
        if (count < 3) {
            return;
        }
        double spread = t2Sum - tSum * tSum / count;
        double likeness = squares > 0 ? Math.max(0, Math.min(MAX_CORRELATION, products / squares)) : 0;
        residualRms = Math.sqrt(squares / (count - 2));
        slopeSigma = residualRms / Math.sqrt(spread) * Math.sqrt((1 + likeness) / (1 - likeness));
        swing = most - least;
    }
}
