package org.lucida.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.StackView;

/**
 * The curve from linear ADU to the brightness of a picture, one and the same for all colour planes, so that the colour
 * balance of the light stays what the camera saw. Where there is a dark sky its level, which differs from colour to colour
 * (offset, moonlight, lamps), is made the same for all planes first: a night sky is grey. It is for looking; measurements
 * belong to the FITS file.
 *
 * <p>{@code brightness = MTF(midtone, (adu - blackAdu) / (whiteAdu - blackAdu))}, clipped to 0..1, with the midtone transfer function
 * {@code MTF(m, x) = (m - 1) x / ((2m - 1) x - m)}; midtone 0.5 is a straight line.
 *
 * @param kind how the curve was found
 * @param blackAdu shown black
 * @param whiteAdu shown white
 * @param midtone position between black and white that is shown at half brightness, 0..1 exclusive
 * @param skyOffsetsAdu what is taken off each plane before the curve; empty = nothing
 */
public record Stretch(Kind kind, double blackAdu, double whiteAdu, double midtone, List<Double> skyOffsetsAdu) {
    /** How a curve was found. */
    public enum Kind {
        /** A straight line from 0 to the largest raw sample; two pictures of one camera compare. */
        FIXED,
        /** A straight line between percentiles of the data: planet, Moon, Sun, a single bright star. */
        AUTO_LINEAR,
        /** Faint light lifted by a midtone curve, the sky at a fifth of full brightness: stars, nebulae. */
        AUTO_FAINT
    }

    /** Where a star field's sky background shall land; the customary range is 0.15 to 0.25. */
    private static final double SKY_BRIGHTNESS = 0.2;
    /** Sigmas below the sky that are shown black; customary in screen stretches. */
    private static final double SHADOW_SIGMAS = 2.8;
    /** Sigmas above the sky that count as light of a target. */
    private static final double SIGNAL_SIGMAS = 5;
    /** Light fainter than this fraction of the field's high quantile is a planet's seeing halo, ragged by noise. */
    private static final double HALO_FRACTION = 0.03;
    /**
     * As many separate lights make a star field; a planet, the Moon with its terminator or Saturn with ring and shadow
     * count as one to four. Chosen on the synthetic fields of StretchTest and the recordings of StretchOnRecordingsTest.
     */
    private static final double FEWEST_STARS = 5;

    /** Star cores stand out from a nebula by more than this factor, markings of a disc never do. */
    private static final double STAR_CORE_FACTOR = 3;
    /** A median above this fraction of the range is no dark sky: the target fills the field. */
    private static final double FULL_FIELD_FRACTION = 0.25;

    private static final double LOW_QUANTILE = 0.005;
    private static final double HIGH_QUANTILE = 0.999;
    private static final double STAR_CORE_QUANTILE = 0.9999;
    /** Share of a disc, or of the light of a target too small for the quantile of the field, that is not clipped. */
    private static final double SIGNAL_QUANTILE = 0.99;
    /** Fewer bright samples than this are hot pixels, not a target. */
    private static final long FEWEST_SIGNAL_SAMPLES = 16;
    /** A quartile of a normal distribution lies this many sigmas below the median. */
    private static final double QUARTILE_SIGMAS = 0.6745;

    /** A curve for planes as they are. */
    public Stretch(Kind kind, double blackAdu, double whiteAdu, double midtone) {
        this(kind, blackAdu, whiteAdu, midtone, List.of());
    }

    public Stretch {
        skyOffsetsAdu = List.copyOf(skyOffsetsAdu);
        if (!(whiteAdu > blackAdu) || !(midtone > 0 && midtone < 1)) {
            throw new IllegalArgumentException("blackAdu=" + blackAdu + " whiteAdu=" + whiteAdu + " midtone=" + midtone
                    + "; give a white above the black and a midtone between 0 and 1");
        }
    }

    /** Straight line from 0 to the largest raw sample. */
    public static Stretch fixed(int maxAdu) {
        return new Stretch(Kind.FIXED, 0, maxAdu, 0.5);
    }

    /**
     * The curve that suits the data: the kind is decided on the mean of the planes, the limits are those of the plane that
     * reaches farthest. Reads the stack five times.
     */
    public static Stretch auto(StackView stack) {
        return auto(stack, false);
    }

    /** The same for a target known to have a surface (planet, Moon, Sun): never the curve for faint light. */
    public static Stretch autoLinear(StackView stack) {
        return auto(stack, true);
    }

    private static Stretch auto(StackView stack, boolean hasSurface) {
        AduHistogram mean = AduHistogram.ofMean(stack);
        if (mean.sampleCount() == 0) {
            return new Stretch(Kind.AUTO_LINEAR, 0, 1, 0.5);
        }
        Levels meanLevels = Levels.of(mean);
        Target seen = meanLevels.target(stack);
        Target target = hasSurface && seen == Target.STARS ? Target.DISC : seen;
        double blackAdu = Double.POSITIVE_INFINITY;
        double whiteAdu = Double.NEGATIVE_INFINITY;
        List<Double> skyOffsetsAdu = new ArrayList<>();
        for (int plane = 0; plane < stack.planeCount(); plane++) {
            AduHistogram histogram = AduHistogram.of(stack, plane);
            if (histogram.sampleCount() > 0) {
                Levels levels = Levels.of(histogram);
                double offsetAdu = target == Target.FULL_FIELD ? 0 : levels.skyAdu - meanLevels.skyAdu;
                blackAdu = Math.min(blackAdu, levels.blackAdu(target) - offsetAdu);
                whiteAdu = Math.max(whiteAdu, levels.whiteAdu(target) - offsetAdu);
                skyOffsetsAdu.add(offsetAdu);
            } else {
                skyOffsetsAdu.add(0.0);
            }
        }
        if (target == Target.STARS) {
            return faint(meanLevels.skyAdu, blackAdu, whiteAdu, skyOffsetsAdu);
        }
        return new Stretch(
                Kind.AUTO_LINEAR, blackAdu, whiteAdu > blackAdu ? whiteAdu : blackAdu + 1, 0.5, skyOffsetsAdu);
    }

    /** Brightness of a value of one plane, 0..1; NaN is black. */
    public double brightness(int plane, float adu) {
        return brightness(skyOffsetsAdu.isEmpty() ? adu : (float) (adu - skyOffsetsAdu.get(plane)));
    }

    /** Brightness of a value whose sky offset is taken off, 0..1; NaN is black. */
    public double brightness(float adu) {
        double x = (adu - blackAdu) / (whiteAdu - blackAdu);
        if (!(x > 0)) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        return (midtone - 1) * x / ((2 * midtone - 1) * x - midtone);
    }

    /** The curve in words, for the description inside a picture. */
    public String description() {
        String curve = kind == Kind.AUTO_FAINT
                ? String.format(Locale.ROOT, "midtone stretch (midtone %.6f)", midtone)
                : "linear stretch";
        boolean alike = skyOffsetsAdu.stream().allMatch(offset -> offset == 0);
        String planes = alike ? "all planes alike" : "sky made neutral by taking off " + skyOffsetsAdu + " ADU";
        return String.format(Locale.ROOT, "%s from %.3f to %.3f ADU, %s", curve, blackAdu, whiteAdu, planes);
    }

    private static Stretch faint(double skyAdu, double lowestAdu, double whiteAdu, List<Double> skyOffsetsAdu) {
        // Without any noise (synthetic sky) a thousandth of the range keeps the curve finite.
        double blackAdu = Math.min(lowestAdu, skyAdu - 1e-3 * (whiteAdu - skyAdu));
        double sky = (skyAdu - blackAdu) / (whiteAdu - blackAdu);
        if (sky >= SKY_BRIGHTNESS) {
            return new Stretch(Kind.AUTO_FAINT, blackAdu, whiteAdu, 0.5, skyOffsetsAdu);
        }
        // MTF(m, sky) = SKY_BRIGHTNESS solved for m.
        double midtone = (SKY_BRIGHTNESS - 1) * sky / ((2 * SKY_BRIGHTNESS - 1) * sky - SKY_BRIGHTNESS);
        return new Stretch(Kind.AUTO_FAINT, blackAdu, whiteAdu, midtone, skyOffsetsAdu);
    }

    private enum Target {
        /** Light all over the field, or none at all. */
        FULL_FIELD,
        /** Something with a surface before a dark sky. */
        DISC,
        /** Points and glows before a dark sky. */
        STARS
    }

    /** What a histogram says about sky and light. */
    private static final class Levels {
        private final AduHistogram histogram;
        final double lowAdu;
        final double highAdu;
        final double skyAdu;
        final double sigmaAdu;
        final long signalCount;
        /** The bright end: a high quantile of the field, or of the light alone where the target is small. */
        final double brightAdu;

        private Levels(AduHistogram histogram) {
            this.histogram = histogram;
            lowAdu = histogram.quantile(LOW_QUANTILE);
            highAdu = histogram.quantile(HIGH_QUANTILE);
            skyAdu = histogram.quantile(0.5);
            sigmaAdu = (skyAdu - histogram.quantile(0.25)) / QUARTILE_SIGMAS;
            double signalAdu = skyAdu + SIGNAL_SIGMAS * sigmaAdu;
            signalCount = histogram.countAbove(signalAdu);
            brightAdu = signalCount < FEWEST_SIGNAL_SAMPLES
                    ? highAdu
                    : Math.max(highAdu, histogram.quantileAbove(signalAdu, SIGNAL_QUANTILE));
        }

        static Levels of(AduHistogram histogram) {
            return new Levels(histogram);
        }

        Target target(StackView stack) {
            if (signalCount < FEWEST_SIGNAL_SAMPLES || skyAdu - lowAdu > FULL_FIELD_FRACTION * (brightAdu - lowAdu)) {
                return Target.FULL_FIELD;
            }
            double lightAdu = brightAdu - skyAdu;
            if (histogram.quantile(STAR_CORE_QUANTILE) - skyAdu > STAR_CORE_FACTOR * lightAdu) {
                return Target.STARS;
            }
            double aboveAdu = skyAdu + Math.max(SIGNAL_SIGMAS * sigmaAdu, HALO_FRACTION * (highAdu - skyAdu));
            return lightCount(stack, aboveAdu) >= FEWEST_STARS ? Target.STARS : Target.DISC;
        }

        /**
         * How many separate lights there are, as if all were discs of one size: a disc of D px is met by D rows and covers
         * pi/4 D^2 px, so n of them are met by n D runs of pixels. Needs no size, no scale and no second row.
         */
        private static double lightCount(StackView stack, double aboveAdu) {
            MeanRows rows = new MeanRows(stack);
            float[] row = new float[stack.widthPx()];
            long runCount = 0;
            long sampleCount = 0;
            for (int y = 0; y < stack.heightPx(); y++) {
                rows.read(y, row);
                boolean inside = false;
                for (float value : row) {
                    boolean bright = value > aboveAdu;
                    sampleCount += bright ? 1 : 0;
                    runCount += bright && !inside ? 1 : 0;
                    inside = bright;
                }
            }
            return sampleCount == 0 ? 0 : Math.PI / 4 * runCount * runCount / sampleCount;
        }

        double blackAdu(Target target) {
            return switch (target) {
                case FULL_FIELD -> lowAdu;
                case DISC -> skyAdu;
                case STARS -> skyAdu - SHADOW_SIGMAS * sigmaAdu;
            };
        }

        double whiteAdu(Target target) {
            return switch (target) {
                case FULL_FIELD -> highAdu;
                case DISC -> histogram.quantileAbove((skyAdu + brightAdu) / 2, SIGNAL_QUANTILE);
                case STARS -> Math.max(brightAdu, histogram.quantile(STAR_CORE_QUANTILE));
            };
        }
    }
}
