package org.lucida.enhance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What shall be done to a stack to look at it. Immutable; each {@code with...} gives a changed copy.
 *
 * <p>As text a recipe is one line of {@code key=value} words, see {@link #text()}; {@link #with(String, String)} changes one
 * of them. {@link #OFF} does nothing at all: what comes out is, bit for bit, what went in.
 *
 * @param target what kind of thing is looked at; it decides how the blur is measured
 * @param alignment how the colours are brought over each other
 * @param balance how the colours are weighed
 * @param sharpening how the blur is taken back
 * @param waveletGains factor of each wavelet scale, from the finest (about 2 px) to the coarsest (about 64 px); 1 leaves it
 * @param waveletThresholds noise threshold of each scale in sigmas of its own noise; 0 for none
 * @param denoiseFraction strength of a further smoothing of noise, 0 to 1
 * @param haloFraction how much of the dark and bright fringes that sharpening draws along edges is taken away, 0 to 1
 * @param saturationRatio factor of the distance of each colour from grey, 0 to 5; 1 leaves it
 * @param tone from light to brightness
 */
public record EnhanceRecipe(
        Target target,
        Alignment alignment,
        Balance balance,
        Sharpening sharpening,
        List<Double> waveletGains,
        List<Double> waveletThresholds,
        double denoiseFraction,
        double haloFraction,
        double saturationRatio,
        Tone tone) {
    /** Wavelet scales. */
    public static final int SCALE_COUNT = 6;

    private static final double MOST_GAIN = 100;
    private static final double MOST_THRESHOLD_SIGMA = 20;
    private static final double MOST_SATURATION = 5;
    private static final double MOST_SHIFT_PX = 64;
    private static final double NARROWEST_PSF_PX = 0.5;
    private static final double WIDEST_PSF_PX = 40;
    private static final int MOST_ITERATIONS = 200;
    private static final String AUTO = "auto";

    /** What kind of thing is looked at. */
    public enum Target {
        /** A disc before a dark sky: the blur is measured at its limb. */
        PLANET,
        /** The field is full of detail: Moon, Sun. The blur is measured at the sharpest shadows. */
        SURFACE,
        /** Points of light. */
        STARS
    }

    /** Where a figure comes from. */
    public enum Origin {
        /** The step is left out. */
        NONE,
        /** Measured in the stack. */
        AUTO,
        /** As given. */
        GIVEN
    }

    /**
     * Where red and blue lie against green (frame px): red(x + d) shows what green(x) shows. With AUTO it is measured.
     */
    public record Alignment(Origin origin, double redXPx, double redYPx, double blueXPx, double blueYPx) {
        public static final Alignment NONE = new Alignment(Origin.NONE, 0, 0, 0, 0);
        public static final Alignment AUTO = new Alignment(Origin.AUTO, 0, 0, 0, 0);

        public Alignment {
            for (double px : new double[] {redXPx, redYPx, blueXPx, blueYPx}) {
                within("colour shift px", px, -MOST_SHIFT_PX, MOST_SHIFT_PX);
            }
        }
    }

    /**
     * Factors of the planes above their sky. With AUTO they are found so that the object's mean colour becomes the given
     * one (1, 1, 1 is grey).
     */
    public record Balance(Origin origin, double redRatio, double greenRatio, double blueRatio) {
        public static final Balance NONE = new Balance(Origin.NONE, 1, 1, 1);
        public static final Balance GREY_WORLD = new Balance(Origin.AUTO, 1, 1, 1);

        public Balance {
            for (double ratio : new double[] {redRatio, greenRatio, blueRatio}) {
                within("balance", ratio, 0.01, 100);
            }
        }
    }

    /** How the blur is taken back. */
    public enum Method {
        NONE,
        /** In one step, as far as the signal stands above the noise. */
        WIENER,
        /** In many small steps; light stays positive, little ringing. */
        RICHARDSON_LUCY
    }

    /**
     * Deconvolution.
     *
     * @param psfFwhmPx full width of the Gaussian blur at half its height; 0 = measured in the stack
     * @param iterationCount most Richardson-Lucy steps; fewer if the noise is reached before
     * @param noiseRatio Wiener: how much more noise to expect than was measured; more is smoother
     * @param dampingSigma Richardson-Lucy: differences below so many sigmas of the noise are left alone; 0 for none
     */
    public record Sharpening(
            Method method, double psfFwhmPx, int iterationCount, double noiseRatio, double dampingSigma) {
        public static final Sharpening NONE = new Sharpening(Method.NONE, 0, 12, 1, 2);

        public Sharpening {
            if (psfFwhmPx != 0) {
                within("psfFwhmPx", psfFwhmPx, NARROWEST_PSF_PX, WIDEST_PSF_PX);
            }
            within("iterations", iterationCount, 1, MOST_ITERATIONS);
            within("noiseRatio", noiseRatio, 0.01, 1000);
            within("dampingSigma", dampingSigma, 0, MOST_THRESHOLD_SIGMA);
        }

        public Sharpening withMethod(Method wanted) {
            return new Sharpening(wanted, psfFwhmPx, iterationCount, noiseRatio, dampingSigma);
        }

        /** 0 = measured in the stack. */
        public Sharpening withPsfFwhmPx(double px) {
            return new Sharpening(method, px, iterationCount, noiseRatio, dampingSigma);
        }

        public Sharpening withIterationCount(int count) {
            return new Sharpening(method, psfFwhmPx, count, noiseRatio, dampingSigma);
        }

        public Sharpening withNoiseRatio(double ratio) {
            return new Sharpening(method, psfFwhmPx, iterationCount, ratio, dampingSigma);
        }

        public Sharpening withDampingSigma(double sigma) {
            return new Sharpening(method, psfFwhmPx, iterationCount, noiseRatio, sigma);
        }
    }

    /** Shape of the tone curve. */
    public enum Curve {
        /** No curve: ADU stay ADU. */
        NONE,
        /** A straight line from black to white. */
        LINEAR,
        /** x to the power of 1 / gamma. */
        GAMMA,
        /** asinh(a x) / asinh(a): faint light is lifted, bright light keeps its detail. */
        ASINH
    }

    /**
     * From light to brightness 0 to 1.
     *
     * @param blackAdu shown black; NaN = found in the stack
     * @param whiteAdu shown white; NaN = found in the stack
     * @param gammaRatio of the curve GAMMA, 0.2 to 5; 1 is a straight line, more lifts the dark parts
     * @param asinhRatio of the curve ASINH, 0.1 to 100000
     */
    public record Tone(Curve curve, double blackAdu, double whiteAdu, double gammaRatio, double asinhRatio) {
        public static final Tone NONE = new Tone(Curve.NONE, Double.NaN, Double.NaN, 1, 10);

        public Tone {
            if (Double.isInfinite(blackAdu) || Double.isInfinite(whiteAdu) || whiteAdu <= blackAdu) {
                throw new IllegalArgumentException(
                        "black=" + blackAdu + " white=" + whiteAdu + " is no range; give a white above the black");
            }
            within("gamma", gammaRatio, 0.2, 5);
            within("asinh", asinhRatio, 0.1, 1e5);
        }

        public Tone withCurve(Curve wanted) {
            return new Tone(wanted, blackAdu, whiteAdu, gammaRatio, asinhRatio);
        }

        /** NaN = found in the stack. */
        public Tone withBlackAdu(double adu) {
            return new Tone(curve, adu, whiteAdu, gammaRatio, asinhRatio);
        }

        /** NaN = found in the stack. */
        public Tone withWhiteAdu(double adu) {
            return new Tone(curve, blackAdu, adu, gammaRatio, asinhRatio);
        }

        public Tone withGammaRatio(double ratio) {
            return new Tone(curve, blackAdu, whiteAdu, ratio, asinhRatio);
        }

        public Tone withAsinhRatio(double ratio) {
            return new Tone(curve, blackAdu, whiteAdu, gammaRatio, ratio);
        }
    }

    private static final List<Double> ONES = List.copyOf(Collections.nCopies(SCALE_COUNT, 1.0));
    private static final List<Double> ZEROS = List.copyOf(Collections.nCopies(SCALE_COUNT, 0.0));

    /** Nothing is done. */
    public static final EnhanceRecipe OFF = new EnhanceRecipe(
            Target.PLANET, Alignment.NONE, Balance.NONE, Sharpening.NONE, ONES, ZEROS, 0, 0, 1, Tone.NONE);

    public EnhanceRecipe {
        waveletGains = scales("wavelets", waveletGains, MOST_GAIN, 1);
        waveletThresholds = scales("thresholds", waveletThresholds, MOST_THRESHOLD_SIGMA, 0);
        within("denoise", denoiseFraction, 0, 1);
        within("dehalo", haloFraction, 0, 1);
        within("saturation", saturationRatio, 0, MOST_SATURATION);
    }

    /** A good beginning for a kind of target; chosen on stacks of the simulator's scenes, see algorithms.md. */
    public static EnhanceRecipe defaultsFor(Target target) {
        return switch (target) {
            case PLANET -> new EnhanceRecipe(
                    Target.PLANET,
                    Alignment.AUTO,
                    Balance.GREY_WORLD,
                    new Sharpening(Method.RICHARDSON_LUCY, 0, 12, 1, 2),
                    List.of(1.0, 1.5, 1.4, 1.15, 1.0, 1.0),
                    List.of(3.0, 2.0, 1.0, 0.0, 0.0, 0.0),
                    0.3,
                    0.7,
                    1.2,
                    new Tone(Curve.GAMMA, Double.NaN, Double.NaN, 1.15, 10));
            case SURFACE -> new EnhanceRecipe(
                    Target.SURFACE,
                    Alignment.AUTO,
                    Balance.GREY_WORLD,
                    new Sharpening(Method.RICHARDSON_LUCY, 0, 10, 1, 2),
                    List.of(1.0, 1.3, 1.2, 1.1, 1.0, 1.0),
                    List.of(3.0, 2.0, 1.0, 0.0, 0.0, 0.0),
                    0.3,
                    0.5,
                    1.0,
                    new Tone(Curve.GAMMA, Double.NaN, Double.NaN, 1.3, 10));
            case STARS -> new EnhanceRecipe(
                    Target.STARS,
                    Alignment.AUTO,
                    Balance.GREY_WORLD,
                    Sharpening.NONE,
                    ONES,
                    List.of(3.0, 3.0, 2.0, 0.0, 0.0, 0.0),
                    0.3,
                    0.7,
                    1.3,
                    new Tone(Curve.ASINH, Double.NaN, Double.NaN, 1, 200));
        };
    }

    // ---- one field changed --------------------------------------------------------------------------------------

    public EnhanceRecipe withTarget(Target wanted) {
        return new EnhanceRecipe(
                wanted,
                alignment,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    public EnhanceRecipe withAlignment(Alignment wanted) {
        return new EnhanceRecipe(
                target,
                wanted,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    public EnhanceRecipe withBalance(Balance wanted) {
        return new EnhanceRecipe(
                target,
                alignment,
                wanted,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    public EnhanceRecipe withSharpening(Sharpening wanted) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                wanted,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    /** One to six factors; scales without one are left as they are. */
    public EnhanceRecipe withWaveletGains(List<Double> gains) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                gains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    /** Changes one scale, 0 is the finest. */
    public EnhanceRecipe withWaveletGain(int scale, double gain) {
        List<Double> gains = new ArrayList<>(waveletGains);
        gains.set(scale, gain);
        return withWaveletGains(gains);
    }

    /** One to six thresholds in sigmas; scales without one have none. */
    public EnhanceRecipe withWaveletThresholds(List<Double> sigmas) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                waveletGains,
                sigmas,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    /** Changes one scale, 0 is the finest. */
    public EnhanceRecipe withWaveletThreshold(int scale, double sigmas) {
        List<Double> thresholds = new ArrayList<>(waveletThresholds);
        thresholds.set(scale, sigmas);
        return withWaveletThresholds(thresholds);
    }

    public EnhanceRecipe withDenoiseFraction(double fraction) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                fraction,
                haloFraction,
                saturationRatio,
                tone);
    }

    public EnhanceRecipe withHaloFraction(double fraction) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                fraction,
                saturationRatio,
                tone);
    }

    public EnhanceRecipe withSaturationRatio(double ratio) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                ratio,
                tone);
    }

    public EnhanceRecipe withTone(Tone wanted) {
        return new EnhanceRecipe(
                target,
                alignment,
                balance,
                sharpening,
                waveletGains,
                waveletThresholds,
                denoiseFraction,
                haloFraction,
                saturationRatio,
                wanted);
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    /** One key of the text form. */
    private record Key(String name, String meaning, Function<EnhanceRecipe, String> reader, Change change) {}

    private interface Change {
        EnhanceRecipe apply(EnhanceRecipe recipe, String value);
    }

    private static final List<Key> KEYS = List.of(
            new Key(
                    "target",
                    "planet, surface or stars",
                    r -> word(r.target),
                    (r, v) -> r.withTarget(choice("target", v, Target.class))),
            new Key(
                    "align",
                    "none, auto, or red x, y and blue x, y against green in px",
                    r -> spelled(
                            r.alignment.origin,
                            r.alignment.redXPx,
                            r.alignment.redYPx,
                            r.alignment.blueXPx,
                            r.alignment.blueYPx),
                    (r, v) -> r.withAlignment(alignmentOf(v))),
            new Key(
                    "balance",
                    "none, auto (grey), auto:R,G,B (towards that mean colour), or factors R,G,B",
                    r -> balanceText(r.balance),
                    (r, v) -> r.withBalance(balanceOf(v))),
            new Key(
                    "deconvolution",
                    "none, wiener or richardson_lucy (rl)",
                    r -> word(r.sharpening.method),
                    (r, v) -> r.withSharpening(r.sharpening.withMethod(
                            v.equalsIgnoreCase("rl")
                                    ? Method.RICHARDSON_LUCY
                                    : choice("deconvolution", v, Method.class)))),
            new Key(
                    "psfFwhmPx",
                    "width of the blur, " + NARROWEST_PSF_PX + " to " + WIDEST_PSF_PX + " px, or auto",
                    r -> r.sharpening.psfFwhmPx == 0 ? AUTO : plain(r.sharpening.psfFwhmPx),
                    (r, v) -> r.withSharpening(
                            r.sharpening.withPsfFwhmPx(v.equalsIgnoreCase(AUTO) ? 0 : positive("psfFwhmPx", v)))),
            new Key(
                    "iterations",
                    "most Richardson-Lucy steps, 1 to " + MOST_ITERATIONS,
                    r -> Integer.toString(r.sharpening.iterationCount),
                    (r, v) -> r.withSharpening(r.sharpening.withIterationCount(whole("iterations", v)))),
            new Key(
                    "noiseRatio",
                    "Wiener: noise to expect over noise measured",
                    r -> plain(r.sharpening.noiseRatio),
                    (r, v) -> r.withSharpening(r.sharpening.withNoiseRatio(number("noiseRatio", v)))),
            new Key(
                    "dampingSigma",
                    "Richardson-Lucy: differences below so many sigmas are left alone",
                    r -> plain(r.sharpening.dampingSigma),
                    (r, v) -> r.withSharpening(r.sharpening.withDampingSigma(number("dampingSigma", v)))),
            new Key(
                    "wavelets",
                    "factor of each of six scales, fine to coarse; 1 leaves it",
                    r -> plain(r.waveletGains),
                    (r, v) -> r.withWaveletGains(numbers("wavelets", v))),
            new Key(
                    "thresholds",
                    "noise threshold of each scale in sigmas",
                    r -> plain(r.waveletThresholds),
                    (r, v) -> r.withWaveletThresholds(numbers("thresholds", v))),
            new Key(
                    "denoise",
                    "0 to 1",
                    r -> plain(r.denoiseFraction),
                    (r, v) -> r.withDenoiseFraction(number("denoise", v))),
            new Key(
                    "dehalo",
                    "0 to 1: fringes along edges taken away",
                    r -> plain(r.haloFraction),
                    (r, v) -> r.withHaloFraction(number("dehalo", v))),
            new Key(
                    "saturation",
                    "0 (grey) to " + plain(MOST_SATURATION) + "; 1 leaves it",
                    r -> plain(r.saturationRatio),
                    (r, v) -> r.withSaturationRatio(number("saturation", v))),
            new Key(
                    "stretch",
                    "none, linear, gamma or asinh",
                    r -> word(r.tone.curve),
                    (r, v) -> r.withTone(r.tone.withCurve(choice("stretch", v, Curve.class)))),
            new Key(
                    "black",
                    "ADU shown black, or auto",
                    r -> limit(r.tone.blackAdu),
                    (r, v) -> r.withTone(r.tone.withBlackAdu(limitOf("black", v)))),
            new Key(
                    "white",
                    "ADU shown white, or auto",
                    r -> limit(r.tone.whiteAdu),
                    (r, v) -> r.withTone(r.tone.withWhiteAdu(limitOf("white", v)))),
            new Key(
                    "gamma",
                    "of stretch=gamma, 0.2 to 5",
                    r -> plain(r.tone.gammaRatio),
                    (r, v) -> r.withTone(r.tone.withGammaRatio(number("gamma", v)))),
            new Key(
                    "asinh",
                    "of stretch=asinh, 0.1 to 100000",
                    r -> plain(r.tone.asinhRatio),
                    (r, v) -> r.withTone(r.tone.withAsinhRatio(number("asinh", v)))));

    /** The keys of the text form with what their values may be, in order. */
    public static Map<String, String> keys() {
        Map<String, String> all = new LinkedHashMap<>();
        KEYS.forEach(key -> all.put(key.name, key.meaning));
        return all;
    }

    /** The whole recipe on one line, {@code key=value} words with blanks between; {@link #parse} reads it back. */
    public String text() {
        return KEYS.stream().map(key -> key.name + "=" + key.reader.apply(this)).collect(Collectors.joining(" "));
    }

    /**
     * The recipe with one key of the text form changed.
     *
     * @throws IllegalArgumentException if there is no such key or the value is impossible; the message says what is
     */
    public EnhanceRecipe with(String key, String value) {
        for (Key each : KEYS) {
            if (each.name.equalsIgnoreCase(key.strip())) {
                return each.change.apply(this, value.strip());
            }
        }
        throw new IllegalArgumentException(
                key + "=" + value + " is no part of a recipe; use one of " + String.join(", ", keys().keySet()));
    }

    /** Reads {@link #text()}; keys that are not named are off. */
    public static EnhanceRecipe parse(String text) {
        EnhanceRecipe recipe = OFF;
        for (String word : text.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is no key=value; write for instance saturation=1.2");
            }
            recipe = recipe.with(word.substring(0, equals), word.substring(equals + 1));
        }
        return recipe;
    }

    private static List<Double> scales(String name, List<Double> given, double most, double otherwise) {
        if (given.isEmpty() || given.size() > SCALE_COUNT) {
            throw new IllegalArgumentException(
                    name + " has " + given.size() + " values; give 1 to " + SCALE_COUNT + ", from fine to coarse");
        }
        List<Double> all = new ArrayList<>(given);
        for (double value : given) {
            within(name, value, 0, most);
        }
        while (all.size() < SCALE_COUNT) {
            all.add(otherwise);
        }
        return List.copyOf(all);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + "=" + plain(value) + " is outside " + plain(least) + " to " + plain(most) + "; change it");
        }
    }

    private static Alignment alignmentOf(String value) {
        if (value.equalsIgnoreCase("none")) {
            return Alignment.NONE;
        }
        if (value.equalsIgnoreCase(AUTO)) {
            return Alignment.AUTO;
        }
        List<Double> px = numbers("align", value);
        if (px.size() != 4) {
            throw new IllegalArgumentException(
                    "align=" + value + " is none of none, auto, RX,RY,BX,BY; give four shifts in px");
        }
        return new Alignment(Origin.GIVEN, px.get(0), px.get(1), px.get(2), px.get(3));
    }

    private static Balance balanceOf(String value) {
        if (value.equalsIgnoreCase("none")) {
            return Balance.NONE;
        }
        if (value.equalsIgnoreCase(AUTO)) {
            return Balance.GREY_WORLD;
        }
        boolean towards = value.toLowerCase(Locale.ROOT).startsWith(AUTO + ":");
        List<Double> ratios = numbers("balance", towards ? value.substring(AUTO.length() + 1) : value);
        if (ratios.size() != 3) {
            throw new IllegalArgumentException(
                    "balance=" + value + " is none of none, auto, auto:R,G,B, R,G,B; give three factors");
        }
        return new Balance(towards ? Origin.AUTO : Origin.GIVEN, ratios.get(0), ratios.get(1), ratios.get(2));
    }

    private static String balanceText(Balance balance) {
        if (balance.equals(Balance.GREY_WORLD) || balance.origin == Origin.NONE) {
            return word(balance.origin);
        }
        String ratios = plain(List.of(balance.redRatio, balance.greenRatio, balance.blueRatio));
        return balance.origin == Origin.AUTO ? AUTO + ":" + ratios : ratios;
    }

    private static String spelled(Origin origin, double... px) {
        return origin == Origin.GIVEN ? plain(Arrays.stream(px).boxed().toList()) : word(origin);
    }

    private static String limit(double adu) {
        return Double.isNaN(adu) ? AUTO : plain(adu);
    }

    private static double limitOf(String key, String value) {
        return value.equalsIgnoreCase(AUTO) ? Double.NaN : number(key, value);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(List<Double> values) {
        return values.stream().map(EnhanceRecipe::plain).collect(Collectors.joining(","));
    }

    /** The shortest text that gives the same number again. */
    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static double number(String key, String value) {
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(key + "=" + value + " is no number; " + key + " is " + keys().get(key));
    }

    private static double positive(String key, String value) {
        double number = number(key, value);
        within(key, number, NARROWEST_PSF_PX, WIDEST_PSF_PX);
        return number;
    }

    private static int whole(String key, String value) {
        double number = number(key, value);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(key + "=" + value + " is no whole number; give one");
        }
        return (int) number;
    }

    private static List<Double> numbers(String key, String value) {
        return Arrays.stream(value.split(",", -1))
                .map(part -> number(key, part.strip()))
                .toList();
    }

    private static <E extends Enum<E>> E choice(String key, String value, Class<E> type) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException(key + "=" + value + " is unknown; " + key + " is " + keys().get(key));
    }
}
