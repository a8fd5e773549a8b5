package org.lucida.view.fx.picture;

import java.util.Arrays;

/**
 * Finds the tone that suits a picture, by the rules the written pictures follow: a disc before a dark sky from the sky up, a
 * full field between its ends, faint stars lifted so that the sky has a fifth of full brightness. The sky of all planes is made
 * alike. Follows slowly, so that it does not flicker; a jump (another exposure) is followed at once.
 *
 * <p>Memory: three histograms of 64 KiB; measuring allocates one record.
 * <p>Thread: one thread at a time.
 */
final class AutoTone {
    /** Samples looked at in each plane; another choice of them each time. */
    private static final int SAMPLE_COUNT = 1 << 15;

    private static final int BIN_COUNT = 1 << 14;
    /** Time in which a change is followed to two thirds, s. */
    private static final double FOLLOWING_S = 1.5;
    /** A change of more than this part of the range is followed at once. */
    private static final double JUMP_FRACTION = 0.5;
    // The same as in files.Stretch, where they are explained.
    private static final double SKY_BRIGHTNESS = 0.2;
    private static final double SHADOW_SIGMAS = 2.8;
    private static final double SIGNAL_SIGMAS = 5;
    private static final double FULL_FIELD_FRACTION = 0.25;
    private static final double LOW_QUANTILE = 0.005;
    private static final double HIGH_QUANTILE = 0.999;
    private static final double STAR_CORE_QUANTILE = 0.9999;
    private static final double SIGNAL_QUANTILE = 0.99;
    private static final long FEWEST_SIGNAL_SAMPLES = 16;
    private static final double QUARTILE_SIGMAS = 0.6745;
    /** Least range shown, as part of the largest value: a black frame stays black. */
    private static final double LEAST_RANGE_FRACTION = 1e-4;

    private final boolean hasStars;
    private final int[][] binsOf = new int[3][BIN_COUNT];
    private final float[] minAduOf = new float[3];
    private final double[] binAduOf = new double[3];
    private final long[] countOf = new long[3];
    // of the plane chosen
    private int[] bins = binsOf[0];
    private float minAdu;
    private double binAdu;
    private long count;
    private int round;
    private Tone tone;
    private double measuredS;
    private double[] skyAdu = {Double.NaN};

    private record Levels(double blackAdu, double whiteAdu, double skyAdu) {}

    /** @param hasStars true for points on a dark sky, false for something with a surface */
    AutoTone(boolean hasStars) {
        this.hasStars = hasStars;
    }

    /** The tone now; null before the first measurement. */
    Tone tone() {
        return tone;
    }

    /** Level of the sky in each plane, ADU; NaN where the field shows none. Not modified afterwards. */
    double[] skyAdu() {
        return skyAdu;
    }

    /** Forgets what was measured. */
    void forget() {
        tone = null;
        skyAdu = new double[] {Double.NaN};
    }

    /**
     * Looks at a picture and follows it.
     *
     * @param sampleCount samples of each plane. Not modified
     * @param nowS any clock
     */
    Tone measure(float[][] planes, int sampleCount, double whiteAdu, double nowS) {
        Levels[] levels = new Levels[planes.length];
        double meanSkyAdu = 0;
        boolean isFullField = false;
        for (int plane = 0; plane < planes.length; plane++) {
            gather(plane, planes[plane], sampleCount);
            choose(plane);
            if (count == 0) {
                return tone == null ? Tone.full(whiteAdu) : tone;
            }
            isFullField |= !hasStars && isFullField();
        }
        double[] sky = new double[planes.length];
        for (int plane = 0; plane < planes.length; plane++) {
            choose(plane);
            levels[plane] = levels(isFullField);
            meanSkyAdu += levels[plane].skyAdu / planes.length;
            sky[plane] = isFullField ? Double.NaN : levels[plane].skyAdu;
        }
        round++;
        skyAdu = sky;
        follow(tone(levels, meanSkyAdu, isFullField, whiteAdu), nowS);
        return tone;
    }

    private Tone tone(Levels[] levels, double skyAdu, boolean isFullField, double whiteAdu) {
        double black = Double.POSITIVE_INFINITY;
        double white = Double.NEGATIVE_INFINITY;
        for (Levels plane : levels) {
            double offset = isFullField ? 0 : plane.skyAdu - skyAdu;
            black = Math.min(black, plane.blackAdu - offset);
            white = Math.max(white, plane.whiteAdu - offset);
        }
        white = Math.max(white, black + LEAST_RANGE_FRACTION * whiteAdu);
        double midtone = 0.5;
        if (hasStars) {
            black = Math.min(black, skyAdu - 1e-3 * (white - skyAdu));
            double sky = (skyAdu - black) / (white - black);
            if (sky < SKY_BRIGHTNESS && sky > 0) {
                midtone = (SKY_BRIGHTNESS - 1) * sky / ((2 * SKY_BRIGHTNESS - 1) * sky - SKY_BRIGHTNESS);
            }
        }
        Tone.Channel[] channels = new Tone.Channel[3];
        for (int i = 0; i < 3; i++) {
            Levels plane = levels[Math.min(i, levels.length - 1)];
            double offset = isFullField ? 0 : plane.skyAdu - skyAdu;
            channels[i] = new Tone.Channel(black + offset, white + offset, Math.max(1e-4, Math.min(0.9999, midtone)));
        }
        return new Tone(Tone.Mode.AUTO, channels[0], channels[1], channels[2]);
    }

    private void follow(Tone next, double nowS) {
        if (tone == null || isJump(tone.green(), next.green())) {
            tone = next;
        } else {
            double part = 1 - Math.exp(-Math.max(0, nowS - measuredS) / FOLLOWING_S);
            tone = new Tone(
                    Tone.Mode.AUTO,
                    between(tone.red(), next.red(), part),
                    between(tone.green(), next.green(), part),
                    between(tone.blue(), next.blue(), part));
        }
        measuredS = nowS;
    }

    private static boolean isJump(Tone.Channel before, Tone.Channel next) {
        double mostAdu =
                JUMP_FRACTION * Math.min(before.whiteAdu() - before.blackAdu(), next.whiteAdu() - next.blackAdu());
        return Math.abs(next.whiteAdu() - before.whiteAdu()) > mostAdu
                || Math.abs(next.blackAdu() - before.blackAdu()) > mostAdu;
    }

    private static Tone.Channel between(Tone.Channel before, Tone.Channel next, double part) {
        double midtone = Math.exp(Math.log(before.midtone()) * (1 - part) + Math.log(next.midtone()) * part);
        // Small changes would only cost a new table.
        if (Math.abs(midtone / before.midtone() - 1) < 0.01) {
            midtone = before.midtone();
        }
        return new Tone.Channel(
                before.blackAdu() * (1 - part) + next.blackAdu() * part,
                before.whiteAdu() * (1 - part) + next.whiteAdu() * part,
                midtone);
    }

    // ---- one plane ------------------------------------------------------------------------------------------------

    private void choose(int plane) {
        bins = binsOf[plane];
        minAdu = minAduOf[plane];
        binAdu = binAduOf[plane];
        count = countOf[plane];
    }

    private void gather(int plane, float[] samples, int sampleCount) {
        int step = Math.max(1, sampleCount / SAMPLE_COUNT) | 1;
        int first = round % step;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = first; i < sampleCount; i += step) {
            float value = samples[i];
            // NaN compares false
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        Arrays.fill(binsOf[plane], 0);
        countOf[plane] = 0;
        minAduOf[plane] = min;
        binAduOf[plane] = max > min ? ((double) max - min) / BIN_COUNT : 1;
        if (max >= min && !Float.isInfinite(max - min)) {
            countOf[plane] = fill(binsOf[plane], samples, first, step, sampleCount, min, (float) (1 / binAduOf[plane]));
        }
    }

    private static long fill(
            int[] bins, float[] samples, int first, int step, int sampleCount, float min, float binsPerAdu) {
        long filled = 0;
        for (int i = first; i < sampleCount; i += step) {
            float value = samples[i];
            if (value >= min) {
                bins[Math.min(BIN_COUNT - 1, (int) ((value - min) * binsPerAdu))]++;
                filled++;
            }
        }
        return filled;
    }

    private boolean isFullField() {
        double lowAdu = quantile(LOW_QUANTILE);
        double skyAdu = quantile(0.5);
        return countAbove(signalAdu()) < FEWEST_SIGNAL_SAMPLES
                || skyAdu - lowAdu > FULL_FIELD_FRACTION * (brightAdu() - lowAdu);
    }

    private double signalAdu() {
        double skyAdu = quantile(0.5);
        return skyAdu + SIGNAL_SIGMAS * (skyAdu - quantile(0.25)) / QUARTILE_SIGMAS;
    }

    private double brightAdu() {
        double signalAdu = signalAdu();
        double highAdu = quantile(HIGH_QUANTILE);
        return countAbove(signalAdu) < FEWEST_SIGNAL_SAMPLES
                ? highAdu
                : Math.max(highAdu, quantileAbove(signalAdu, SIGNAL_QUANTILE));
    }

    private Levels levels(boolean isFullField) {
        double skyAdu = quantile(0.5);
        if (hasStars) {
            double sigmaAdu = (skyAdu - quantile(0.25)) / QUARTILE_SIGMAS;
            return new Levels(
                    skyAdu - SHADOW_SIGMAS * sigmaAdu, Math.max(brightAdu(), quantile(STAR_CORE_QUANTILE)), skyAdu);
        }
        if (isFullField) {
            return new Levels(quantile(LOW_QUANTILE), quantile(HIGH_QUANTILE), skyAdu);
        }
        return new Levels(skyAdu, quantileAbove((skyAdu + brightAdu()) / 2, SIGNAL_QUANTILE), skyAdu);
    }

    private double quantile(double fraction) {
        return from(0, fraction * count);
    }

    private long countAbove(double adu) {
        long above = 0;
        for (int bin = binAfter(adu); bin < BIN_COUNT; bin++) {
            above += bins[bin];
        }
        return above;
    }

    private double quantileAbove(double adu, double fraction) {
        return from(binAfter(adu), fraction * countAbove(adu));
    }

    private int binAfter(double adu) {
        return (int) Math.max(0, Math.min(BIN_COUNT, Math.floor((adu - minAdu) / binAdu) + 1));
    }

    private double from(int firstBin, double wantedCount) {
        double below = 0;
        for (int bin = firstBin; bin < BIN_COUNT; bin++) {
            if (bins[bin] > 0 && below + bins[bin] >= wantedCount) {
                return minAdu + binAdu * (bin + (wantedCount - below) / bins[bin]);
            }
            below += bins[bin];
        }
        return minAdu + binAdu * BIN_COUNT;
    }
}
