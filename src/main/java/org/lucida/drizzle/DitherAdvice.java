package org.lucida.drizzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.ColorLayout;

/**
 * What the dither so far allows, in numbers and in words for the observer.
 *
 * <p>A setting fits where every colour has no empty pixel, {@value #LEAST_SAMPLES} samples in its worst one, at most
 * {@value #MOST_EXTRA_NOISE} more noise than even dither would give, and lies within {@value #MOST_OFFSET_PX} px of its
 * place. Recommended is the finest useful scale that fits and the smallest pixfrac that fits with it. Finer than 4 / Q shows
 * nothing new, nor does any scale above 1 where the colour itself is sampled by 2 px per lambda/D; where Q is unknown, 1.5 is
 * the finest for a mosaic and 1 otherwise.
 *
 * <p>Source of the bounds: src/doc/drizzle-or-demosaic.md.
 *
 * @param frameCount frames counted
 * @param spanXPx from the leftmost to the rightmost place of the target, raw px
 * @param spanYPx from the topmost to the lowest, raw px
 * @param pathPx length of the way from frame to frame, raw px
 * @param scale output px per input px in use
 * @param pixfrac side of the drop in use, input px
 * @param covers how evenly each plane is covered with these
 * @param verdict what to think of it
 * @param fittingScale recommended output px per input px; where nothing fits, the least harmful
 * @param fittingPixfrac recommended side of the drop, input px
 */
public record DitherAdvice(
        long frameCount,
        double spanXPx,
        double spanYPx,
        double pathPx,
        double scale,
        double pixfrac,
        List<Dither.Cover> covers,
        Verdict verdict,
        double fittingScale,
        double fittingPixfrac) {
    /** Below this a pixel counts as thin, SCIENCE 5.5. */
    static final int LEAST_SAMPLES = 3;
    /** What a drop of 0.7 instead of 1 is worth where dither is uneven; measured. */
    static final double MOST_EXTRA_NOISE = 0.1;
    /** From here on interpolating single frames keeps colours truer; measured. */
    static final double MOST_OFFSET_PX = 0.13;
    /** With even dither the worst of many pixels still has about half of the mean. */
    private static final int SAMPLES_TO_WISH = 2 * LEAST_SAMPLES;

    private static final double[] SCALES = {3, 2, 1.5, 1};
    /** Below 0.7 nothing was gained; measured. */
    private static final double[] PIXFRACS = {0.7, 0.8, 0.9, 1};

    private static final double UNKNOWN_MOSAIC_SCALE = 1.5;
    private static final String[] COLOURS = {"red", "green", "blue"};

    /** In a word. */
    public enum Verdict {
        /** The setting in use fits. */
        GOOD,
        /** The setting in use asks for more than the dither gives; another one fits. */
        UNEVEN,
        /** No setting fits: the target keeps to the same places of the mosaic. */
        TOO_LITTLE,
        /** No setting fits: more frames are needed. */
        TOO_FEW
    }

    public DitherAdvice {
        covers = List.copyOf(covers);
    }

    /**
     * Judges the dither so far. Takes some milliseconds; not for a frame's path.
     *
     * @param dither of at least one frame; not modified
     * @param samplingPxPerLambdaD raw px per lambda/D, 0 = unknown
     */
    public static DitherAdvice of(Dither dither, double scale, double pixfrac, double samplingPxPerLambdaD) {
        List<Dither.Cover> covers = List.of(dither.cover(scale, pixfrac));
        double finest = finestScale(dither.layout(), samplingPxPerLambdaD);
        double fittingScale = Double.NaN;
        double fittingPixfrac = 1;
        double coarsest = 1;
        for (double candidate : SCALES) {
            if (candidate <= finest && Double.isNaN(fittingScale)) {
                coarsest = Math.max(coarsest, candidate);
                for (double drop : PIXFRACS) {
                    if (fits(List.of(dither.cover(candidate, drop)))) {
                        fittingScale = candidate;
                        fittingPixfrac = drop;
                        break;
                    }
                }
            }
        }
        Verdict verdict;
        if (fits(covers)) {
            verdict = Verdict.GOOD;
        } else if (!Double.isNaN(fittingScale)) {
            verdict = Verdict.UNEVEN;
        } else {
            boolean few = false;
            for (Dither.Cover cover : dither.cover(1, 1)) {
                few |= cover.evenSampleCount() < SAMPLES_TO_WISH;
            }
            verdict = few ? Verdict.TOO_FEW : Verdict.TOO_LITTLE;
        }
        return new DitherAdvice(
                dither.frameCount(),
                dither.spanXPx(),
                dither.spanYPx(),
                dither.pathPx(),
                scale,
                pixfrac,
                covers,
                verdict,
                Double.isNaN(fittingScale) ? coarsest : fittingScale,
                fittingPixfrac);
    }

    private static double finestScale(ColorLayout layout, double samplingPxPerLambdaD) {
        if (samplingPxPerLambdaD == 0) {
            return layout.isMosaic() ? UNKNOWN_MOSAIC_SCALE : 1;
        }
        double planeSampling = layout.isMosaic() ? samplingPxPerLambdaD / 2 : samplingPxPerLambdaD;
        return planeSampling >= 2 ? 1 : Math.max(1, 4 / samplingPxPerLambdaD);
    }

    private static boolean fits(List<Dither.Cover> covers) {
        for (Dither.Cover cover : covers) {
            if (troubleOf(cover) > 0) {
                return false;
            }
        }
        return true;
    }

    /** 0 = fits; else the worse the higher, for picking the colour to speak of. */
    private static double troubleOf(Dither.Cover cover) {
        if (cover.emptyFraction() > 0) {
            return 1000 + cover.emptyFraction();
        }
        if (cover.leastSampleCount() < LEAST_SAMPLES) {
            return 900 - cover.leastSampleCount();
        }
        if (cover.offsetPx() > MOST_OFFSET_PX) {
            return 100 + cover.offsetPx();
        }
        return cover.extraNoiseFraction() > MOST_EXTRA_NOISE ? cover.extraNoiseFraction() : 0;
    }

    // ---- in words --------------------------------------------------------------------------------------------------

    /** One or two sentences, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String wandered = String.format(Locale.ROOT, "the target wandered %.1f x %.1f px", spanXPx, spanYPx);
        switch (verdict) {
            case GOOD -> {
                lines.add("dither: good, " + wandered + " in " + frameCount + " frames");
                lines.add(samples() + "; scale " + plain(scale) + " pixfrac " + plain(pixfrac) + " fits"
                        + (fittingScale > scale
                                ? ", scale " + plain(fittingScale) + " pixfrac " + plain(fittingPixfrac) + " would, too"
                                : ""));
            }
            case UNEVEN -> {
                lines.add("dither: uneven, " + wandered + "; at scale " + plain(scale) + " pixfrac " + plain(pixfrac)
                        + " " + trouble());
                lines.add("--scale " + plain(fittingScale) + " --pixfrac " + plain(fittingPixfrac)
                        + " fits these frames; more drift or more frames would help, too");
            }
            case TOO_LITTLE -> {
                lines.add("dither: too little, " + wandered + "; " + trouble());
                lines.add("let the target drift some px both ways (guiding off, or nudge the mount); for these frames"
                        + " --scale " + plain(fittingScale) + " --pixfrac " + plain(fittingPixfrac) + " harms least");
            }
            case TOO_FEW -> {
                lines.add("dither: too few frames, " + frameCount + "; " + trouble());
                lines.add("about " + framesWished() + " frames will do if the target wanders 2 px or more");
            }
        }
        return lines;
    }

    private long framesWished() {
        double least = Double.POSITIVE_INFINITY;
        for (Dither.Cover cover : covers) {
            least = Math.min(least, cover.evenSampleCount());
        }
        return Math.max(frameCount + 1, (long) Math.ceil(frameCount * SAMPLES_TO_WISH / least));
    }

    private String samples() {
        StringBuilder text = new StringBuilder();
        double scatter = 0;
        for (int plane = 0; plane < covers.size(); plane++) {
            Dither.Cover cover = covers.get(plane);
            String range = (long) cover.leastSampleCount() + ".." + (long) Math.ceil(cover.mostSampleCount());
            text.append(plane == 0 ? "" : ", ")
                    .append(covers.size() == 1 ? "each" : COLOURS[plane])
                    .append(plane == 0 ? " pixels average " : " ")
                    .append(range)
                    .append(plane == 0 ? " samples" : "");
            scatter = Math.max(scatter, cover.weightScatterFraction());
        }
        return text + String.format(Locale.ROOT, " (weights scatter %.0f %%)", 100 * scatter);
    }

    private String trouble() {
        int worst = 0;
        for (int plane = 1; plane < covers.size(); plane++) {
            if (troubleOf(covers.get(plane)) > troubleOf(covers.get(worst))) {
                worst = plane;
            }
        }
        Dither.Cover cover = covers.get(worst);
        String colour = covers.size() == 1 ? "" : COLOURS[worst] + " ";
        if (cover.emptyFraction() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%.0f %% of the %spixels got no light and are filled in from their neighbours",
                    Math.max(1, 100 * cover.emptyFraction()),
                    colour);
        }
        if (cover.leastSampleCount() < LEAST_SAMPLES) {
            return String.format(
                    Locale.ROOT, "some %spixels are the mean of only %.1f samples", colour, cover.leastSampleCount());
        }
        String whose = covers.size() == 1 ? "the picture" : COLOURS[worst];
        if (cover.offsetPx() > MOST_OFFSET_PX) {
            return String.format(Locale.ROOT, "%s is drawn %.2f px off its place", whose, cover.offsetPx());
        }
        return String.format(
                Locale.ROOT,
                "uneven cover makes %s %.0f %% noisier than it need be",
                whose,
                100 * cover.extraNoiseFraction());
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
