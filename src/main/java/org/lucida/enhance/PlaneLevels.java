package org.lucida.enhance;

import org.lucida.math.OrderStatistic;

/**
 * The few levels of a plane that everything else leans on: how bright the empty sky is, how bright the object.
 *
 * <p>Looks at no more than {@value #MOST_SAMPLES} pixels at even distances. NaN is passed over.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 */
final class PlaneLevels {
    private static final int MOST_SAMPLES = 1 << 17;
    private static final double LOW_QUANTILE = 0.001;
    private static final double HIGH_QUANTILE = 0.999;
    /** Everything below this fraction of the range is sky or shadow, where there is any. */
    private static final double DARK_FRACTION = 0.1;
    /** A darkest part above this fraction of the brightest is no black: granulation, a nebula all over the field. */
    private static final double NO_BLACK_FRACTION = 0.3;
    /** Above this fraction of the range begins the object. */
    private static final double OBJECT_FRACTION = 0.25;

    private static final double OBJECT_QUANTILE = 0.9;
    /** A quartile of a normal distribution lies this many sigmas below the median. */
    private static final double QUARTILE_SIGMAS = 0.6745;

    private final float[] sample = new float[MOST_SAMPLES];
    private double skyAdu;
    private double skySigmaAdu;
    private double brightAdu;
    private double objectAdu;
    private double darkFraction;
    private boolean hasBlack;
    private int sampleCount;

    /** Looks at a plane; the accessors then tell. False if there is nothing but NaN. */
    boolean measure(float[] plane) {
        int stride = Math.max(1, (plane.length + MOST_SAMPLES - 1) / MOST_SAMPLES);
        // A stride that shares a factor with the row length would look at a few columns only.
        if (stride > 1) {
            stride |= 1;
        }
        int count = 0;
        for (int i = 0; i < plane.length; i += stride) {
            float value = plane[i];
            if (Float.isFinite(value)) {
                sample[count++] = value;
            }
        }
        sampleCount = count;
        if (count == 0) {
            skyAdu = 0;
            skySigmaAdu = 0;
            brightAdu = 0;
            objectAdu = 0;
            darkFraction = 0;
            hasBlack = false;
            return false;
        }
        double low = quantile(count, LOW_QUANTILE);
        double high = quantile(count, HIGH_QUANTILE);
        float darkBelow = (float) (low + DARK_FRACTION * (high - low));
        int dark = partition(count, darkBelow);
        darkFraction = dark / (double) count;
        skyAdu = dark == 0 ? low : OrderStatistic.select(sample, dark, dark / 2);
        double quartile = dark == 0 ? low : OrderStatistic.select(sample, dark, dark / 4);
        skySigmaAdu = (skyAdu - quartile) / QUARTILE_SIGMAS;
        hasBlack = !(low > NO_BLACK_FRACTION * high) || darkFraction > DARK_FRACTION;
        int below = partition(count, (float) (skyAdu + OBJECT_FRACTION * (high - skyAdu)));
        int rank = below + (int) (OBJECT_QUANTILE * (count - below));
        objectAdu = OrderStatistic.select(sample, count, Math.min(count - 1, rank));
        brightAdu = high;
        return true;
    }

    /** Puts samples up to the limit first; returns how many there are. */
    private int partition(int count, float limit) {
        int below = 0;
        for (int i = 0; i < count; i++) {
            if (sample[i] <= limit) {
                float swap = sample[below];
                sample[below++] = sample[i];
                sample[i] = swap;
            }
        }
        return below;
    }

    private double quantile(int count, double fraction) {
        return OrderStatistic.select(sample, count, (int) Math.round(fraction * (count - 1)));
    }

    /** The dark sky, or the blackest parts where there is no sky. */
    double skyAdu() {
        return skyAdu;
    }

    /** Scatter of the sky about its median, from its lower quartile. */
    double skySigmaAdu() {
        return skySigmaAdu;
    }

    /** Hardly anything is brighter. */
    double brightAdu() {
        return brightAdu;
    }

    /** The bright parts of the object: only a tenth of it is brighter. */
    double objectAdu() {
        return objectAdu;
    }

    /** Share of the field that is sky or black shadow. */
    double darkFraction() {
        return darkFraction;
    }

    /** True if the darkest parts may be taken for black. */
    boolean hasBlack() {
        return hasBlack;
    }

    boolean isEmpty() {
        return sampleCount == 0;
    }
}
