package org.lucida.luck;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;
import org.lucida.math.LogHistogram;

/**
 * From score to weight: how much say an instant gets in the stack, and with a keep fraction whether any at all.
 *
 * <p>The relative luckiness is the score over the median score of the first {@value #BOOTSTRAP_COUNT} frames that were not
 * blank; from then on that median is frozen, so that early bad seeing never passes for good. A frame of the bootstrap is
 * compared with the median up to and including itself; the first one therefore has luckiness 1. The median, not the mean:
 * a clouded frame with next to no flux has any score. Nothing later than the frame itself is used: the same frames in the
 * same order give the same weights.
 *
 * <p>The weight is luckiness^alpha, at most {@value #LARGEST_WEIGHT} and at least its inverse; while fewer than
 * {@value #YOUNG_COUNT} frames are known, at most {@value #YOUNG_RANGE} and at least a half. A score below twice its own
 * error counts as twice its error, but never as more than the average frame: noise must not make a frame lucky.
 *
 *
 * <p>The optional hard selection compares with a running quantile that forgets over about {@value #MEMORY_COUNT} frames and
 * lets everything pass until it has seen {@value #QUANTILE_WARMUP_COUNT}. Soft weights beat every hard percentage in
 * simulations; the hard one serves those who want it.
 *
 * <p>A frame with less than {@value #LEAST_FLUX_SCALE} of the usual light is clouded and counts as blank: next to no light over its
 * square is no measure of sharpness. Between that and full light the weight shrinks with the square of the light, as the
 * signal-to-noise ratio of a dimmed frame demands; alpha = 0 leaves all weights alike.
 *
 * <p>Memory: calls allocate nothing. Modifies the slot's luckiness, luckinessSnr, fluxScale, weight and verdict.
 * <p>Thread: the measuring stage's only, but for {@link #thresholdLuckiness}.
 */
public final class Selection {
    /** Frames that define luckiness 1. */
    private static final int BOOTSTRAP_COUNT = 30;
    /** Scores below this many of their own sigmas are raised to it for the weight. */
    private static final double FLOOR_SIGMAS = 2;

    /** Weights lie between this and its inverse. */
    private static final double LARGEST_WEIGHT = 1e3;
    /** Luckiness beyond this earns no further weight: no instant is so much sharper, such a score is a fault. */
    private static final double LARGEST_TRUSTED = 10;
    /** Share of the usual light below which a frame is clouded. */
    private static final double LEAST_FLUX_SCALE = 0.1;
    /** Frames whose median says little yet: one odd first frame must not cost the second its weight. */
    private static final int YOUNG_COUNT = 10;
    /** Weights of such frames lie between this and its inverse. */
    private static final double YOUNG_RANGE = 2;

    private static final int QUANTILE_WARMUP_COUNT = 30;
    private static final int MEMORY_COUNT = 1000;
    /** Luckiness outside this range counts at its ends. */
    private static final double LOWEST_LUCKINESS = 1e-3;

    private static final double HIGHEST_LUCKINESS = 1e3;
    /** 512 bins over six decades: 2.7 % a bin. */
    private static final int BIN_COUNT = 512;

    private final double alpha;
    private double keepFraction;
    private volatile double thresholdLuckiness = Double.NaN;
    private final LogHistogram history;
    private final double[] scores = new double[BOOTSTRAP_COUNT];
    private final double[] fluxes = new double[BOOTSTRAP_COUNT];
    private int bootstrapped;

    /** Soft weights w = luckiness, no frame left out. */
    public Selection() {
        this(1, 1);
    }

    /**
     * @param alpha exponent of the weight; 1 is near the optimum, 0 weighs all frames alike
     * @param keepFraction share of the frames to keep, 0 < keepFraction <= 1; 1 keeps all
     */
    public Selection(double alpha, double keepFraction) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha=" + alpha + " must not be negative; use 1");
        }
        this.alpha = alpha;
        this.keepFraction = checked(keepFraction);
        history = new LogHistogram(LOWEST_LUCKINESS, HIGHEST_LUCKINESS, BIN_COUNT, 1 - 1.0 / MEMORY_COUNT);
    }

    /**
     * Judges a frame by its reading. Frames rejected before stay as they are.
     *
     * @param reading Not modified, not kept.
     * @param slot Modified: luckiness, luckinessSnr, fluxScale, weight, verdict.
     */
    public void judge(LuckinessReading reading, FrameSlot slot) {
        if (slot.verdict.isRejected()) {
            return;
        }
        slot.luckinessSnr = reading.scoreSnr;
        if (!Double.isFinite(reading.score)) {
            slot.reject(Verdict.DAMAGED);
            return;
        }
        if (reading.isBlank) {
            slot.reject(Verdict.BLANK);
            return;
        }
        if (bootstrapped < BOOTSTRAP_COUNT) {
            insert(scores, bootstrapped, reading.score);
            insert(fluxes, bootstrapped, reading.fluxAdu);
            bootstrapped++;
        }
        double referenceScore = median(scores, bootstrapped);
        double referenceFluxAdu = median(fluxes, bootstrapped);
        slot.fluxScale = referenceFluxAdu > 0 ? reading.fluxAdu / referenceFluxAdu : 0;
        slot.luckiness = relative(reading.score, referenceScore);
        if (bootstrapped >= YOUNG_COUNT && slot.fluxScale < LEAST_FLUX_SCALE) {
            slot.reject(Verdict.BLANK);
            return;
        }
        double trusted = Math.min(LARGEST_TRUSTED, relative(flooredScore(reading, referenceScore), referenceScore));
        double range = bootstrapped < YOUNG_COUNT ? YOUNG_RANGE : LARGEST_WEIGHT;
        double light = alpha == 0 ? 1 : Math.max(LEAST_FLUX_SCALE, Math.min(1, slot.fluxScale));
        slot.weight = light * light * Math.min(range, Math.max(1 / range, Math.pow(trusted, alpha)));
        boolean selects = keepFraction < 1 && history.addedCount() >= QUANTILE_WARMUP_COUNT;
        double threshold = selects ? history.quantile(1 - keepFraction) : Double.NaN;
        thresholdLuckiness = threshold;
        history.add(slot.luckiness);
        if (slot.luckiness < threshold) {
            slot.reject(Verdict.TOO_SOFT);
        }
    }

    /**
     * Another share of the frames from the next one on. The luckiness of all frames so far is known, so that the new threshold
     * holds at once.
     *
     * @throws IllegalArgumentException if it is outside 0..1
     */
    public void keepFraction(double share) {
        keepFraction = checked(share);
    }

    /** Share of the frames that is kept; 1 = all. */
    public double keepFraction() {
        return keepFraction;
    }

    /** Luckiness below which the latest judged frame was too soft; NaN while all are kept. Any thread. */
    public double thresholdLuckiness() {
        return thresholdLuckiness;
    }

    /** The share if it is one. */
    public static double checked(double keepFraction) {
        if (!(keepFraction > 0 && keepFraction <= 1)) {
            throw new IllegalArgumentException("keepFraction=" + keepFraction + " is outside 0..1; use 1 to keep all");
        }
        return keepFraction;
    }

    /** True once luckiness 1 is fixed. */
    public boolean isFrozen() {
        return bootstrapped == BOOTSTRAP_COUNT;
    }

    /** The score that has luckiness 1; the running median until {@link #isFrozen()}, NaN before the first frame. */
    public double referenceScore() {
        return bootstrapped == 0 ? Double.NaN : median(scores, bootstrapped);
    }

    /** Keeps the first {@code count + 1} values sorted. */
    private static void insert(double[] sorted, int count, double value) {
        int at = count;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    private static double median(double[] sorted, int count) {
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    private static double relative(double score, double referenceScore) {
        return referenceScore > 0 ? Math.max(0, score) / referenceScore : 1;
    }

    private static double flooredScore(LuckinessReading reading, double referenceScore) {
        double snr = Math.abs(reading.scoreSnr);
        if (!(snr > 0) || snr >= FLOOR_SIGMAS) {
            return reading.score;
        }
        double sigma = Math.abs(reading.score) / snr;
        return Math.max(reading.score, Math.min(FLOOR_SIGMAS * sigma, referenceScore));
    }
}
