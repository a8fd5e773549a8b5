package org.lucida.files;

import java.util.Locale;
import org.lucida.frame.StackView;

/**
 * The curve from linear ADU to the brightness of a picture, one and the same for all colour planes, so that the colour
 * balance stays what the camera saw. It is for looking; measurements belong to the FITS file.
 *
 * <p>{@code brightness = MTF(midtone, (adu - blackAdu) / (whiteAdu - blackAdu))}, clipped to 0..1, with the midtone transfer function
 * {@code MTF(m, x) = (m - 1) x / ((2m - 1) x - m)}; midtone 0.5 is a straight line.
 *
 * @param kind how the curve was found
 * @param blackAdu shown black
 * @param whiteAdu shown white
 * @param midtone position between black and white that is shown at half brightness, 0..1 exclusive
 */
public record Stretch(Kind kind, double blackAdu, double whiteAdu, double midtone) {
    /** How a curve was found. */
    public enum Kind {
        /** A straight line from 0 to the largest raw sample; two pictures of one camera compare. */
        FIXED,
        /** A straight line between percentiles of the data: planet, Moon, Sun. */
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
    /** Light fainter than this fraction of the bright end is wings of stars or a planet's seeing halo. */
    private static final double HALO_FRACTION = 0.03;
    /**
     * Median of the light relative to its bright end: discs give 0.4 to 0.9, star images below 0.2 (a Gaussian star has
     * the square root of the halo fraction, 0.17); chosen on the synthetic fields of StretchTest.
     */
    private static final double DISC_CONCENTRATION = 0.3;
    /** A median above this fraction of the range is no dark sky: the target fills the field. */
    private static final double FULL_FIELD_FRACTION = 0.25;

    private static final double LOW_QUANTILE = 0.005;
    private static final double HIGH_QUANTILE = 0.999;
    private static final double STAR_CORE_QUANTILE = 0.9999;
    /** Fewer bright samples than this are hot pixels, not a target. */
    private static final long FEWEST_SIGNAL_SAMPLES = 16;
    /** A quartile of a normal distribution lies this many sigmas below the median. */
    private static final double QUARTILE_SIGMAS = 0.6745;

    public Stretch {
        if (!(whiteAdu > blackAdu) || !(midtone > 0 && midtone < 1)) {
            throw new IllegalArgumentException("blackAdu=" + blackAdu + " whiteAdu=" + whiteAdu + " midtone=" + midtone
                    + "; give a white above the black and a midtone between 0 and 1");
        }
    }

    /** Straight line from 0 to the largest raw sample. */
    public static Stretch fixed(int maxAdu) {
        return new Stretch(Kind.FIXED, 0, maxAdu, 0.5);
    }

    /** The curve that suits the data; reads the stack twice. */
    public static Stretch auto(StackView stack) {
        return of(AduHistogram.of(stack));
    }

    /** Brightness of a value, 0..1; NaN is black. */
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
        return String.format(Locale.ROOT, "%s from %.3f to %.3f ADU, all planes alike", curve, blackAdu, whiteAdu);
    }

    private static Stretch of(AduHistogram histogram) {
        if (histogram.sampleCount() == 0) {
            return new Stretch(Kind.AUTO_LINEAR, 0, 1, 0.5);
        }
        double lowAdu = histogram.quantile(LOW_QUANTILE);
        double highAdu = histogram.quantile(HIGH_QUANTILE);
        double skyAdu = histogram.quantile(0.5);
        double sigmaAdu = (skyAdu - histogram.quantile(0.25)) / QUARTILE_SIGMAS;

        double signalAdu = skyAdu + SIGNAL_SIGMAS * sigmaAdu;
        if (histogram.countAbove(signalAdu) < FEWEST_SIGNAL_SAMPLES) {
            return linear(lowAdu, highAdu);
        }
        double brightAdu = Math.max(highAdu, histogram.quantileAbove(signalAdu, 0.99));
        if (skyAdu - lowAdu > FULL_FIELD_FRACTION * (brightAdu - lowAdu)) {
            return linear(lowAdu, highAdu);
        }
        double haloAdu = Math.max(signalAdu, skyAdu + HALO_FRACTION * (brightAdu - skyAdu));
        double medianAdu = histogram.quantileAbove(haloAdu, 0.5);
        if (medianAdu - skyAdu > DISC_CONCENTRATION * (brightAdu - skyAdu)) {
            return linear(skyAdu, brightAdu);
        }
        return faint(skyAdu, sigmaAdu, Math.max(brightAdu, histogram.quantile(STAR_CORE_QUANTILE)));
    }

    private static Stretch linear(double blackAdu, double whiteAdu) {
        return new Stretch(Kind.AUTO_LINEAR, blackAdu, whiteAdu > blackAdu ? whiteAdu : blackAdu + 1, 0.5);
    }

    private static Stretch faint(double skyAdu, double sigmaAdu, double whiteAdu) {
        // Without any noise (synthetic sky) a thousandth of the range keeps the curve finite.
        double blackAdu = skyAdu - Math.max(SHADOW_SIGMAS * sigmaAdu, 1e-3 * (whiteAdu - skyAdu));
        double sky = (skyAdu - blackAdu) / (whiteAdu - blackAdu);
        if (sky >= SKY_BRIGHTNESS) {
            return new Stretch(Kind.AUTO_FAINT, blackAdu, whiteAdu, 0.5);
        }
        // MTF(m, sky) = SKY_BRIGHTNESS solved for m.
        double midtone = (SKY_BRIGHTNESS - 1) * sky / ((2 * SKY_BRIGHTNESS - 1) * sky - SKY_BRIGHTNESS);
        return new Stretch(Kind.AUTO_FAINT, blackAdu, whiteAdu, midtone);
    }
}
