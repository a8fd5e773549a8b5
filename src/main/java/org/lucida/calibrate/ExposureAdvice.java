package org.lucida.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.lucida.calibrate.ExposureFacts.Aim;

/**
 * Is this exposure a good one, and what would be better: a verdict over the raw histogram, in numbers; words are the view's.
 *
 * <p>Full scale: from the black level to clipping. All fractions of levels count from the black level.
 * <p>Read noise: a frame is limited by it where the shot noise of the light that matters has less than
 * {@value #SHOT_PER_READ} times its variance; at that ratio read noise makes the sum of frames 10 % noisier than one long
 * exposure of the same light. For deep sky that light is the sky (median of the frame), for bright targets the median of the
 * target, that is of all samples more than a quarter of the way from background to the 99.9 % quantile. The darkest colour
 * decides.
 * <p>Exposure: light is taken as proportional to it. The brightest colour decides. Clipped frames tell only that the light
 * must be less: then the advice is half the exposure, until nothing clips.
 *
 * @param planes what each colour plane shows
 * @param shotPerReadRatio shot variance of the light that matters over read variance in the darkest colour; NaN if gain or
 *     read noise are unknown
 * @param advisedExposureUs exposure that puts the 99.9 % quantile where it is wished, not above the longest; NaN without light
 * @param advisedGainRatio what is still missing at that exposure: multiply the camera's (linear) gain by it; 1 = nothing
 * @param frameRateLimitHz most frames per second that the advised exposure allows
 * @param advice what to tell the observer, most urgent first; never empty
 */
public record ExposureAdvice(
        List<PlaneLight> planes,
        double shotPerReadRatio,
        double advisedExposureUs,
        double advisedGainRatio,
        double frameRateLimitHz,
        List<Advice> advice) {
    /** Shot variance over read variance from which read noise no longer matters: 10 % of extra noise. */
    public static final double SHOT_PER_READ = 5;

    /** Quantile whose level is steered: above it are hot pixels, moons and cosmic rays. */
    private static final double BRIGHT_QUANTILE = 0.999;
    /** Where the background of a bright target's frame is looked for. */
    private static final double DARK_QUANTILE = 0.05;
    /** Share of full samples that a good exposure may have: bright stars and hot pixels. */
    private static final double CLIPPED_ALLOWED = 1e-4;
    /** Share of samples at 0 that a good offset may have. */
    private static final double ZERO_ALLOWED = 1e-3;
    /** How far the exposure may be from the advised one without a word, as a ratio. */
    private static final double GOOD_ENOUGH_RATIO = 1.25;
    /** Halving is the step while frames clip. */
    private static final double CLIPPED_RATIO = 0.5;
    /** From background to the bright quantile: where the target begins. */
    private static final double TARGET_FRACTION = 0.25;
    /** A level this near to the offset is no light. */
    private static final double LEAST_LIGHT_ADU = 1;
    /** The bright quantile of noise alone lies 3.1 sigmas above the median; what is higher than this is light. */
    private static final double LIGHT_SIGMAS = 5;
    /** One sigma below the median of a normal distribution. */
    private static final double SIGMA_QUANTILE = 0.1587;

    /** What to tell the observer; the number beside it is in the unit said here. */
    public enum Code {
        /** Highlights are lost. Number: clipped fraction of the worst colour. */
        HIGHLIGHTS_CLIPPED,
        /** The black level is so low that dark samples are cut at 0. Number: fraction at 0 of the worst colour. */
        OFFSET_TOO_LOW,
        /** Longer than freezes the seeing (or than was allowed). Number: longest exposure, us. */
        EXPOSURE_TOO_LONG,
        /** Number: advised exposure, us. */
        LOWER_EXPOSURE,
        /** Number: advised exposure, us. */
        RAISE_EXPOSURE,
        /** The longest exposure is not enough. Number: factor still missing. */
        RAISE_GAIN,
        /** Read noise dominates. Number: shot variance over read variance. */
        READ_NOISE_LIMITED,
        /** The exposure holds up the frame rate. Number: frames per second that the exposure allows. */
        EXPOSURE_LIMITS_FRAME_RATE,
        /** Nothing brighter than the background: cap on, or no target. Number: brightest quantile, fraction of full scale. */
        NO_LIGHT,
        /** Nothing to improve. Number: fraction of full scale of the 99.9 % quantile. */
        GOOD
    }

    /**
     * One thing to say.
     *
     * @param code what
     * @param number in the unit the code names
     */
    public record Advice(Code code, double number) {}

    /**
     * What one colour plane shows.
     *
     * @param clippedFraction share of samples that are full
     * @param zeroFraction share of samples at 0
     * @param peakFraction highest sample, of full scale
     * @param brightFraction 99.9 % quantile, of full scale
     * @param backgroundAdu raw level of the background, offset included
     * @param signalAdu median level above the offset of the light that matters (see the class)
     */
    public record PlaneLight(
            double clippedFraction,
            double zeroFraction,
            double peakFraction,
            double brightFraction,
            double backgroundAdu,
            double signalAdu) {}

    public ExposureAdvice {
        planes = List.copyOf(planes);
        advice = List.copyOf(advice);
    }

    /** True if read noise dominates for certain; false also where gain or read noise are unknown. */
    public boolean isReadNoiseLimited() {
        return shotPerReadRatio < SHOT_PER_READ;
    }

    /** True if this is among the advice. */
    public boolean says(Code code) {
        return advice.stream().anyMatch(one -> one.code == code);
    }

    /**
     * Judges a frame.
     *
     * @param histogram of the frame, already measured. Not modified
     */
    public static ExposureAdvice of(RawHistogram histogram, ExposureFacts facts) {
        List<PlaneLight> planes = new ArrayList<>();
        double clipped = 0;
        double zero = 0;
        double brightest = Double.NEGATIVE_INFINITY;
        boolean isDark = true;
        double darkestSignal = Double.POSITIVE_INFINITY;
        for (int plane = 0; plane < histogram.planeCount(); plane++) {
            PlaneLight light = planeLight(histogram, plane, facts);
            planes.add(light);
            if (histogram.sampleCount(plane) == 0) {
                continue;
            }
            clipped = Math.max(clipped, light.clippedFraction);
            zero = Math.max(zero, light.zeroFraction);
            brightest = Math.max(brightest, light.brightFraction);
            isDark &= isDark(histogram, plane, facts);
            darkestSignal = Math.min(darkestSignal, light.signalAdu);
        }
        double shotE2 = Math.max(0, darkestSignal) * facts.gainEPerAdu();
        double ratio = shotE2 / (facts.readNoiseE() * facts.readNoiseE());
        boolean isClipped = (clipped > CLIPPED_ALLOWED && brightest >= 1) || clipped > 1 - BRIGHT_QUANTILE;
        double factor = isClipped ? CLIPPED_RATIO : facts.wishedFraction() / brightest;
        double wished = isDark ? Double.NaN : facts.exposureUs() * factor;
        double advised = Math.min(wished, facts.longestExposureUs());
        double gain = isDark ? Double.NaN : Math.max(1, wished / advised);
        double rateLimit = 1e6 / (isDark ? facts.exposureUs() : advised);
        List<Advice> advice = new ArrayList<>();
        if (clipped > CLIPPED_ALLOWED) {
            advice.add(new Advice(Code.HIGHLIGHTS_CLIPPED, clipped));
        }
        if (zero > ZERO_ALLOWED) {
            advice.add(new Advice(Code.OFFSET_TOO_LOW, zero));
        }
        if (isDark) {
            advice.add(new Advice(Code.NO_LIGHT, brightest));
        } else {
            adviseExposure(facts, advised, gain, advice);
        }
        if (!isDark && ratio < SHOT_PER_READ) {
            advice.add(new Advice(Code.READ_NOISE_LIMITED, ratio));
        }
        double present = 1e6 / facts.exposureUs();
        if (facts.aim() == Aim.BRIGHT_TARGET && facts.frameRateHz() > present / GOOD_ENOUGH_RATIO) {
            advice.add(new Advice(Code.EXPOSURE_LIMITS_FRAME_RATE, present));
        }
        if (advice.isEmpty()) {
            advice.add(new Advice(Code.GOOD, brightest));
        }
        return new ExposureAdvice(planes, ratio, advised, gain, rateLimit, advice);
    }

    private static boolean isDark(RawHistogram histogram, int plane, ExposureFacts facts) {
        double median = histogram.quantileAdu(plane, 0.5);
        double sigma = median - histogram.quantileAdu(plane, SIGMA_QUANTILE);
        double bright = histogram.quantileAdu(plane, BRIGHT_QUANTILE);
        return median - facts.offsetAdu() <= LEAST_LIGHT_ADU
                && bright - median <= LIGHT_SIGMAS * sigma + LEAST_LIGHT_ADU;
    }

    private static void adviseExposure(ExposureFacts facts, double advised, double gain, List<Advice> advice) {
        if (facts.exposureUs() > facts.longestExposureUs() * GOOD_ENOUGH_RATIO) {
            advice.add(new Advice(Code.EXPOSURE_TOO_LONG, facts.longestExposureUs()));
        } else if (facts.exposureUs() > advised * GOOD_ENOUGH_RATIO) {
            advice.add(new Advice(Code.LOWER_EXPOSURE, advised));
        } else if (facts.exposureUs() * GOOD_ENOUGH_RATIO < advised) {
            advice.add(new Advice(Code.RAISE_EXPOSURE, advised));
        }
        if (gain > GOOD_ENOUGH_RATIO) {
            advice.add(new Advice(Code.RAISE_GAIN, gain));
        }
    }

    private static PlaneLight planeLight(RawHistogram histogram, int plane, ExposureFacts facts) {
        double count = histogram.sampleCount(plane);
        if (count == 0) {
            return new PlaneLight(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double fullAdu = facts.clipAdu() - facts.offsetAdu();
        double bright = histogram.quantileAdu(plane, BRIGHT_QUANTILE);
        double median = histogram.quantileAdu(plane, 0.5);
        boolean isDeep = facts.aim() == Aim.DEEP_SKY;
        double background = isDeep ? median : histogram.quantileAdu(plane, DARK_QUANTILE);
        double signal = isDeep
                ? median
                : medianFrom(histogram, plane, (int) Math.ceil(background + TARGET_FRACTION * (bright - background)));
        return new PlaneLight(
                histogram.countFrom(plane, (int) Math.ceil(facts.clipAdu())) / count,
                histogram.counts(plane)[0] / count,
                (histogram.maxAdu(plane) - facts.offsetAdu()) / fullAdu,
                (bright - facts.offsetAdu()) / fullAdu,
                background,
                signal - facts.offsetAdu());
    }

    /** Median of the samples at this value or above; the quantile of all samples that lies half way through them. */
    private static double medianFrom(RawHistogram histogram, int plane, int fromAdu) {
        double above = (double) histogram.countFrom(plane, fromAdu) / histogram.sampleCount(plane);
        return histogram.quantileAdu(plane, 1 - above / 2);
    }
}
