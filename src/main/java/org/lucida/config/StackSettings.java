package org.lucida.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a session is stacked. The names are the keys of a preset; see {@code configs/}.
 *
 * <p>A record may hold values that cannot be used; {@link #problems()} tells them, {@link #validated()} refuses them.
 *
 * @param target what is looked at; it decides how the target is found in a frame
 * @param scale output cells along one input pixel, 1 to 3
 * @param pixfrac side of the dropped sample, in input pixels, 0.1 to 1
 * @param metric name of the luckiness metric
 * @param samplingPxPerLambdaD pixels along lambda/D; 0 = unknown, see {@link #assumedSamplingPxPerLambdaD()}
 * @param alpha weight = luckiness^alpha, 0 (all equal) to 4
 * @param keepFraction share of the luckiest frames that is stacked; 1 = all
 * @param searchRadiusPx how far the target is searched from its predicted position, input px; 0 = automatic
 * @param epochCount frames of one epoch: the alignment reference is made anew after so many
 * @param threads worker threads besides the capture thread, 1 to 64; results do not depend on it
 * @param ringSlotCount frames the ring holds, a power of two; 0 = automatic
 * @param previewEveryS seconds between previews while it runs; 0 = none
 */
public record StackSettings(
        Target target,
        double scale,
        double pixfrac,
        String metric,
        double samplingPxPerLambdaD,
        double alpha,
        double keepFraction,
        int searchRadiusPx,
        int epochCount,
        int threads,
        int ringSlotCount,
        double previewEveryS) {
    /** Sampling assumed where none is given: a planetary camera a little finer than Nyquist, px per lambda/D. */
    public static final double ASSUMED_SAMPLING_PX_PER_LAMBDA_D = 3;

    /** Half a step of the second decimal, so that the limit passes as it is printed. */
    private static final double SCALE_SLACK = 0.005;

    /** Kinds of target, each with its own coarse alignment. */
    public enum Target {
        /** A disk smaller than the frame on a dark sky; found by its centre of brightness. */
        PLANET("band-energy"),
        /** Detail across the whole frame: Moon, Sun, a close-up; found by correlation. */
        SURFACE("band-energy"),
        /** Points on a dark sky: a double star, a cluster, a deep-sky field. */
        STARS("s1");

        private final String metric;

        Target(String metric) {
            this.metric = metric;
        }

        /** The name as presets and options write it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The settings of somebody who asked for nothing: a planet at scale 1.5. */
    public static StackSettings defaults() {
        return defaultsFor(Target.PLANET);
    }

    /** The settings of somebody who named only the target. */
    public static StackSettings defaultsFor(Target target) {
        boolean stars = target == Target.STARS;
        return new StackSettings(
                target,
                stars ? 1 : 1.5,
                stars ? 1 : 0.7,
                target.metric,
                0,
                1,
                1,
                0,
                stars ? 200 : 3000,
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                0,
                0);
    }

    /** The sampling to compute with: what is set, or {@value #ASSUMED_SAMPLING_PX_PER_LAMBDA_D} where it is unknown. */
    public double assumedSamplingPxPerLambdaD() {
        return samplingPxPerLambdaD == 0 ? ASSUMED_SAMPLING_PX_PER_LAMBDA_D : samplingPxPerLambdaD;
    }

    /** Everything that cannot be used, in key order; empty if all is well. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (SettingKey key : SettingKey.ALL) {
            if (!key.isLegal(this)) {
                problems.add(key.problem(key.text(this)));
            }
        }
        if (problems.isEmpty() && scale > finestUsefulScale() + SCALE_SLACK) {
            problems.add(new Problem(
                    "scale",
                    SettingKey.plain(scale),
                    "at most " + String.format(Locale.ROOT, "%.2f", finestUsefulScale())
                            + " (4 / samplingPxPerLambdaD=" + SettingKey.plain(samplingPxPerLambdaD)
                            + "), finer cells show nothing new",
                    "lower it, or set samplingPxPerLambdaD to 0 if the sampling is not known"));
        }
        return problems;
    }

    /**
     * These settings, known to be usable.
     *
     * @throws IllegalArgumentException with all problems, one sentence each
     */
    public StackSettings validated() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream().map(Problem::sentence).collect(Collectors.joining(System.lineSeparator())));
        }
        return this;
    }

    /** Four cells along lambda/D, twice what the optics pass; never below 1; without limit where Q is unknown. */
    private double finestUsefulScale() {
        return samplingPxPerLambdaD == 0 ? Double.MAX_VALUE : Math.max(1, 4 / samplingPxPerLambdaD);
    }

    /** Starts a changed copy. */
    public Builder change() {
        return new Builder(this);
    }

    /** The keys a preset may hold besides {@code schema} and {@code description}, in their order. */
    public static List<String> keys() {
        return SettingKey.ALL.stream().map(SettingKey::name).toList();
    }

    /** The value of one key as a preset would write it. */
    public String text(String key) {
        return SettingKey.named(key)
                .orElseThrow(() -> new IllegalArgumentException("key=" + key + " is unknown; use one of " + keys()))
                .text(this);
    }

    /** Settings in the making. */
    public static final class Builder {
        private Target target;
        private double scale;
        private double pixfrac;
        private String metric;
        private double samplingPxPerLambdaD;
        private double alpha;
        private double keepFraction;
        private int searchRadiusPx;
        private int epochCount;
        private int threads;
        private int ringSlotCount;
        private double previewEveryS;

        private Builder(StackSettings from) {
            target = from.target;
            scale = from.scale;
            pixfrac = from.pixfrac;
            metric = from.metric;
            samplingPxPerLambdaD = from.samplingPxPerLambdaD;
            alpha = from.alpha;
            keepFraction = from.keepFraction;
            searchRadiusPx = from.searchRadiusPx;
            epochCount = from.epochCount;
            threads = from.threads;
            ringSlotCount = from.ringSlotCount;
            previewEveryS = from.previewEveryS;
        }

        public Builder target(Target value) {
            target = value;
            return this;
        }

        public Builder scale(double value) {
            scale = value;
            return this;
        }

        public Builder pixfrac(double value) {
            pixfrac = value;
            return this;
        }

        public Builder metric(String value) {
            metric = value;
            return this;
        }

        public Builder samplingPxPerLambdaD(double value) {
            samplingPxPerLambdaD = value;
            return this;
        }

        public Builder alpha(double value) {
            alpha = value;
            return this;
        }

        public Builder keepFraction(double value) {
            keepFraction = value;
            return this;
        }

        public Builder searchRadiusPx(int value) {
            searchRadiusPx = value;
            return this;
        }

        public Builder epochCount(int value) {
            epochCount = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder ringSlotCount(int value) {
            ringSlotCount = value;
            return this;
        }

        public Builder previewEveryS(double value) {
            previewEveryS = value;
            return this;
        }

        /** The settings so far, not yet validated. */
        public StackSettings build() {
            return new StackSettings(
                    target,
                    scale,
                    pixfrac,
                    metric,
                    samplingPxPerLambdaD,
                    alpha,
                    keepFraction,
                    searchRadiusPx,
                    epochCount,
                    threads,
                    ringSlotCount,
                    previewEveryS);
        }
    }
}
