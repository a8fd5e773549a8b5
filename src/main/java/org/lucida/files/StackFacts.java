package org.lucida.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Ledger;

/**
 * What is known about a stack besides its pixels: where the light came from, what was done to it, when, and how many
 * frames went where. Every result file of a session tells from this one record.
 *
 * @param software program and version, for instance {@code Lucida 0.1.0}
 * @param target what was observed; blank if unknown
 * @param source the camera or recording
 * @param recipe how the frames were chosen and put together
 * @param span when the frames were exposed
 * @param ledger the account of all frames
 * @param notes what a user of the stack must know, one sentence each
 * @param pixels which pixels were left out, and what the others are uncertain by
 * @param dither how the frames fell on the mosaic; empty if nobody looked
 * @param meanExposureUs mean over the stacked frames where the exposure may have changed; empty: all as in the source
 */
public record StackFacts(
        String software,
        String target,
        Source source,
        Recipe recipe,
        Span span,
        Ledger ledger,
        List<String> notes,
        Pixels pixels,
        Optional<Dither> dither,
        OptionalDouble meanExposureUs) {
    public StackFacts {
        notes = List.copyOf(notes);
    }

    /** Facts of a stack whose frames were all exposed as the source says. */
    public StackFacts(
            String software,
            String target,
            Source source,
            Recipe recipe,
            Span span,
            Ledger ledger,
            List<String> notes,
            Pixels pixels,
            Optional<Dither> dither) {
        this(software, target, source, recipe, span, ledger, notes, pixels, dither, OptionalDouble.empty());
    }

    /** Facts of a stack in which every pixel counts and whose dither nobody looked at. */
    public StackFacts(
            String software,
            String target,
            Source source,
            Recipe recipe,
            Span span,
            Ledger ledger,
            List<String> notes) {
        this(software, target, source, recipe, span, ledger, notes, Pixels.ALL, Optional.empty());
    }

    /**
     * Which pixels were left out, and the noise the variances were computed with.
     *
     * @param maskedCount pixels of weight 0 in every frame
     * @param gainEPerAdu electrons per ADU; empty without variances
     * @param offsetAdu value of a calibrated sample without light; empty without variances
     * @param readNoiseE electrons rms; empty without variances
     */
    public record Pixels(
            long maskedCount, OptionalDouble gainEPerAdu, OptionalDouble offsetAdu, OptionalDouble readNoiseE) {
        /** Every pixel counts, no variances. */
        public static final Pixels ALL =
                new Pixels(0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * The camera or recording.
     *
     * @param cameraName the name an observer knows
     * @param address what opens it again, for instance {@code replay:jupiter.ser}
     * @param facts FITS keyword to value as text, in header order
     * @param notes what is odd about the source, one sentence each
     * @param format shape of the raw frames as they were stacked
     * @param exposureUs exposure of one frame, of most of them if it changed; empty if unknown
     * @param frameRateHz rate of the recording; empty if unknown
     */
    public record Source(
            String cameraName,
            String address,
            Map<String, String> facts,
            List<String> notes,
            FrameFormat format,
            OptionalDouble exposureUs,
            OptionalDouble frameRateHz) {
        public Source {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
            notes = List.copyOf(notes);
        }

        /** The same source with this exposure of one frame; itself if it is empty. */
        public Source exposedFor(OptionalDouble newExposureUs) {
            return newExposureUs.isEmpty()
                    ? this
                    : new Source(cameraName, address, facts, notes, format, newExposureUs, frameRateHz);
        }
    }

    /**
     * How the frames were chosen and put together.
     *
     * @param scale output px per input px
     * @param pixfrac side of the drop in input px
     * @param kernel drop shape, for instance {@code turbo}
     * @param luckinessMetric name of the luckiness metric
     * @param alpha exponent from luckiness to weight; 0 weighs all frames alike
     * @param keepFraction fraction of frames kept by luckiness, 1 = all
     */
    public record Recipe(
            double scale, double pixfrac, String kernel, String luckinessMetric, double alpha, double keepFraction) {
        public Recipe {
            if (!(scale > 0) || !Double.isFinite(scale)) {
                throw new IllegalArgumentException("scale=" + scale + " must be above 0; give output px per input px");
            }
        }
    }

    /**
     * When the stacked frames were exposed.
     *
     * @param firstStartUtcNs start of the first stacked exposure, or {@link FrameSlot#UNKNOWN_UTC_NS}
     * @param lastStartUtcNs start of the last stacked exposure, or {@link FrameSlot#UNKNOWN_UTC_NS}
     */
    public record Span(long firstStartUtcNs, long lastStartUtcNs) {
        /** A span nobody knows. */
        public static final Span UNKNOWN = new Span(FrameSlot.UNKNOWN_UTC_NS, FrameSlot.UNKNOWN_UTC_NS);

        /** End of the last exposure; its start where the exposure is unknown. */
        public long endUtcNs(OptionalDouble exposureUs) {
            return UtcText.isKnown(lastStartUtcNs)
                    ? lastStartUtcNs + Math.round(exposureUs.orElse(0) * 1e3)
                    : FrameSlot.UNKNOWN_UTC_NS;
        }

        /** Half way between the first start and the last end; unknown if either is. */
        public long middleUtcNs(OptionalDouble exposureUs) {
            long endUtcNs = endUtcNs(exposureUs);
            return UtcText.isKnown(firstStartUtcNs) && UtcText.isKnown(endUtcNs)
                    ? firstStartUtcNs + (endUtcNs - firstStartUtcNs) / 2
                    : FrameSlot.UNKNOWN_UTC_NS;
        }
    }

    /**
     * How the frames fell on the mosaic, and what would suit them.
     *
     * @param verdict in a word
     * @param spanXPx from the leftmost to the rightmost place of the target, raw px
     * @param spanYPx from the topmost to the lowest, raw px
     * @param pathPx length of the way from frame to frame, raw px
     * @param planes how evenly each plane is covered
     * @param fittingScale recommended output px per input px
     * @param fittingPixfrac recommended side of the drop, input px
     * @param lines all this in words
     */
    public record Dither(
            String verdict,
            double spanXPx,
            double spanYPx,
            double pathPx,
            List<Cover> planes,
            double fittingScale,
            double fittingPixfrac,
            List<String> lines) {
        public Dither {
            planes = List.copyOf(planes);
            lines = List.copyOf(lines);
        }
    }

    /**
     * How evenly one plane is covered, away from the border.
     *
     * @param emptyFraction pixels no sample reached, 0..1
     * @param leastSampleCount effective count of samples of the worst pixel
     * @param mostSampleCount effective count of samples of the best pixel
     * @param weightScatterFraction standard deviation of the weights over their mean
     * @param extraNoiseFraction noise above that of perfectly even dither; infinite with empty pixels
     * @param offsetPx how far off its place the plane is drawn, rms, raw px
     */
    public record Cover(
            double emptyFraction,
            double leastSampleCount,
            double mostSampleCount,
            double weightScatterFraction,
            double extraNoiseFraction,
            double offsetPx) {}

    /** The exposure of one frame in seconds: what the camera says, else what its facts say. */
    OptionalDouble exposureS() {
        if (source.exposureUs().isPresent()) {
            return OptionalDouble.of(source.exposureUs().getAsDouble() / 1e6);
        }
        for (String keyword : new String[] {"EXPTIME", "EXPOSURE"}) {
            OptionalDouble seconds = number(source.facts().get(keyword));
            if (seconds.isPresent() && seconds.getAsDouble() > 0) {
                return seconds;
            }
        }
        return OptionalDouble.empty();
    }

    /** The exposure of one frame in microseconds, by the same rule. */
    OptionalDouble exposureUs() {
        OptionalDouble seconds = exposureS();
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * 1e6) : seconds;
    }

    /** The exposure of all stacked frames together in seconds; empty if unknown. */
    OptionalDouble stackedS(long stackedCount) {
        OptionalDouble singleS = exposureS();
        double meanS = meanExposureUs.isPresent() ? meanExposureUs.getAsDouble() / 1e6 : singleS.orElse(0);
        return meanExposureUs.isPresent() || singleS.isPresent()
                ? OptionalDouble.of(meanS * stackedCount)
                : OptionalDouble.empty();
    }

    /** A finite decimal number, or empty. */
    static OptionalDouble number(String text) {
        if (text == null || !text.strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eEdD][+-]?\\d+)?")) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text.strip().replace('d', 'e').replace('D', 'E'));
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
