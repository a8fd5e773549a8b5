package org.lucida.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.simulator.sky.Scenes;

/**
 * What a simulated clip shall show and how badly the air and the sensor shall treat it.
 *
 * @param scene what is in the sky
 * @param widthPx columns of the sensor
 * @param heightPx rows of the sensor
 * @param layout colours of the samples
 * @param bitDepth bits of a sample, 8 to 16
 * @param frameCount frames in the clip
 * @param frameRateHz frames per second, for the time stamps, the pace and how fast air and mount change between frames
 * @param seed everything random follows from it
 * @param peakE mean electrons a frame where the unblurred scene is brightest, in the strongest colour (for stars: brightest
 *     star centred on a pixel at the least blur)
 * @param readNoiseE rms read noise, electrons
 * @param gainEPerAdu electrons for each ADU
 * @param offsetAdu black level, ADU
 * @param discDiameterPx equatorial diameter of the planet; other scenes ignore it
 * @param driftXPxPerFrame steady motion to the right, px for each frame
 * @param driftYPxPerFrame steady motion downward, px for each frame
 * @param shakeRmsPx random image motion, rms per axis, correlated over about 30 ms
 * @param blurMinPx least blur (Gaussian sigma)
 * @param blurMaxPx greatest blur (Gaussian sigma); between them it wanders log-normally in bursts
 * @param transparencyJitterFraction rms of slow transparency changes, fraction
 * @param badFrameFraction chance of a frame to be blank
 * @param jumpFrameIndex first frame after a bump of the mount, -1 for none
 * @param jumpXPx displacement the bump adds, to the right
 * @param jumpYPx displacement the bump adds, downward
 * @param hotPixelCount pixels with a strong extra signal at fixed places of the sensor
 */
public record ClipSettings(
        Scene scene,
        int widthPx,
        int heightPx,
        ColorLayout layout,
        int bitDepth,
        int frameCount,
        double frameRateHz,
        long seed,
        double peakE,
        double readNoiseE,
        double gainEPerAdu,
        double offsetAdu,
        double discDiameterPx,
        double driftXPxPerFrame,
        double driftYPxPerFrame,
        double shakeRmsPx,
        double blurMinPx,
        double blurMaxPx,
        double transparencyJitterFraction,
        double badFrameFraction,
        int jumpFrameIndex,
        double jumpXPx,
        double jumpYPx,
        int hotPixelCount) {

    /** What is in the sky. */
    public enum Scene {
        /** A Jupiter-like disc with belts, ovals, a moon and its shadow. */
        PLANET,
        /** A cratered field without borders under a low Sun. */
        MOON,
        /** A star field with a faint nebula. */
        STARS
    }

    /** Share of the sample range the peak fills when no gain is given. */
    private static final double PEAK_FILL = 0.8;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

    private static final Map<String, String> OPTIONS = options();

    public ClipSettings {
        check("widthPx", widthPx, 16, 8192);
        check("heightPx", heightPx, 16, 8192);
        check("bitDepth", bitDepth, 8, 16);
        check("frameCount", frameCount, 1, 1_000_000);
        check("frameRateHz", frameRateHz, 0.001, 100_000);
        check("peakE", peakE, 1, 1_000_000);
        check("readNoiseE", readNoiseE, 0, 1000);
        check("gainEPerAdu", gainEPerAdu, 0.0001, 10_000);
        check("offsetAdu", offsetAdu, 0, (1 << bitDepth) / 2);
        check("discDiameterPx", discDiameterPx, 8, 2000);
        check("driftXPxPerFrame", driftXPxPerFrame, -100, 100);
        check("driftYPxPerFrame", driftYPxPerFrame, -100, 100);
        check("shakeRmsPx", shakeRmsPx, 0, 100);
        check("blurMinPx", blurMinPx, 0.6, 20);
        check("blurMaxPx", blurMaxPx, blurMinPx, 20);
        check("transparencyJitterFraction", transparencyJitterFraction, 0, 0.5);
        check("badFrameFraction", badFrameFraction, 0, 1);
        check("jumpFrameIndex", jumpFrameIndex, -1, frameCount - 1);
        check("jumpXPx", jumpXPx, -1000, 1000);
        check("jumpYPx", jumpYPx, -1000, 1000);
        check("hotPixelCount", hotPixelCount, 0, Math.min(100_000, widthPx * heightPx));
    }

    /**
     * Reads a simulator address: {@code demo}, {@code planet}, {@code moon} or {@code stars}, then options as
     * {@code ?key=value&key=value} (a comma instead of {@code &} saves quoting in a shell).
     *
     * @throws IllegalArgumentException if scene, key or value is not understood; the message names it and what is legal
     */
    public static ClipSettings parse(String address) {
        int mark = address.indexOf('?');
        String name = (mark < 0 ? address : address.substring(0, mark)).strip().toLowerCase(Locale.ROOT);
        Scene scene =
                switch (name) {
                    case "demo", "planet" -> Scene.PLANET;
                    case "moon" -> Scene.MOON;
                    case "stars" -> Scene.STARS;
                    default -> throw new IllegalArgumentException(
                            "sim scene=" + name + " is unknown; use demo, planet, moon or stars, or one of "
                                    + String.join(", ", Scenes.names()) + ", or a scene file ending in .yaml");
                };
        Map<String, String> given = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String option : address.substring(mark + 1).split("[&,]")) {
                if (option.isBlank()) {
                    continue;
                }
                int equals = option.indexOf('=');
                String key = equals < 0 ? option : option.substring(0, equals);
                if (equals < 0 || !OPTIONS.containsKey(key)) {
                    throw new IllegalArgumentException("sim option " + option
                            + " is not key=value with a known key; use " + String.join(", ", OPTIONS.keySet()));
                }
                given.put(key, option.substring(equals + 1).strip());
            }
        }
        return of(scene, name.equals("demo"), given);
    }

    /** A demo is a planet through a sensor without hot pixels: nobody has made darks for it. */
    private static ClipSettings of(Scene scene, boolean demo, Map<String, String> given) {
        Matcher size = SIZE.matcher(given.getOrDefault("size", "640x480"));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    "size=" + given.get("size") + " is not WIDTHxHEIGHT; use for instance 640x480");
        }
        String layoutName = given.getOrDefault("layout", "RGGB");
        ColorLayout layout = ColorLayout.named(layoutName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "layout=" + layoutName + " is unknown; use MONO, RGGB, GRBG, GBRG, BGGR, RGB or BGR"));
        boolean planet = scene == Scene.PLANET;
        boolean stars = scene == Scene.STARS;
        int bitDepth = (int) whole(given, "bits", 8, 8, 16);
        double peakE = number(given, "peakE", planet ? 1000 : stars ? 3000 : 2000);
        return new ClipSettings(
                scene,
                Integer.parseInt(size.group(1)),
                Integer.parseInt(size.group(2)),
                layout,
                bitDepth,
                (int) whole(given, "frames", planet ? 600 : 300, 1, 1_000_000),
                number(given, "frameRateHz", planet ? 120 : stars ? 10 : 60),
                whole(given, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
                peakE,
                number(given, "readNoiseE", 1.5),
                number(given, "gainEPerAdu", peakE / (PEAK_FILL * ((1 << bitDepth) - 1))),
                number(given, "offsetAdu", 4 << (bitDepth - 8)),
                number(given, "discDiameterPx", 220),
                number(given, "driftXPxPerFrame", stars ? 0.02 : 0.01),
                number(given, "driftYPxPerFrame", stars ? -0.01 : 0.005),
                number(given, "shakeRmsPx", stars ? 0.5 : 1.2),
                number(given, "blurMinPx", 1.2),
                number(given, "blurMaxPx", stars ? 2.0 : 2.8),
                number(given, "transparencyJitterFraction", 0.03),
                number(given, "badFrameFraction", 0.01),
                (int) whole(given, "jumpFrameIndex", -1, -1, 1_000_000),
                number(given, "jumpXPx", 0),
                number(given, "jumpYPx", 0),
                (int) whole(given, "hotPixelCount", demo ? 0 : 20, 0, 100_000));
    }

    /** The options an address may carry, key to meaning, in the order of the documentation. */
    public static Map<String, String> optionMeanings() {
        return OPTIONS;
    }

    private static Map<String, String> options() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put("size", "sensor size in px, WIDTHxHEIGHT");
        meanings.put("layout", "MONO, RGGB, GRBG, GBRG, BGGR, RGB or BGR");
        meanings.put("bits", "bits of a sample, 8 to 16");
        meanings.put("frames", "frames in the clip");
        meanings.put("frameRateHz", "frames per second");
        meanings.put("seed", "seed of everything random");
        meanings.put("peakE", "electrons a frame where the scene is brightest");
        meanings.put("readNoiseE", "rms read noise in electrons");
        meanings.put("gainEPerAdu", "electrons for each ADU; default: the peak fills 80 % of the range");
        meanings.put("offsetAdu", "black level in ADU");
        meanings.put("discDiameterPx", "equatorial diameter of the planet in px");
        meanings.put("driftXPxPerFrame", "steady motion to the right, px for each frame");
        meanings.put("driftYPxPerFrame", "steady motion downward, px for each frame");
        meanings.put("shakeRmsPx", "random image motion, rms px per axis");
        meanings.put("blurMinPx", "least blur, Gaussian sigma in px");
        meanings.put("blurMaxPx", "greatest blur, Gaussian sigma in px");
        meanings.put("transparencyJitterFraction", "rms of slow transparency changes, fraction");
        meanings.put("badFrameFraction", "chance of a frame to be blank");
        meanings.put("jumpFrameIndex", "first frame after a bump of the mount, -1 for none");
        meanings.put("jumpXPx", "displacement the bump adds to the right, px");
        meanings.put("jumpYPx", "displacement the bump adds downward, px");
        meanings.put("hotPixelCount", "hot pixels at fixed places of the sensor");
        return Collections.unmodifiableMap(meanings);
    }

    /** Shape of the whole sensor's frames. */
    public FrameFormat format() {
        return new FrameFormat(widthPx, heightPx, layout, bitDepth);
    }

    /** Every setting by name, in the order of the record, for the truth file and the documentation. */
    public Map<String, Object> byName() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("scene", scene.name());
        values.put("widthPx", widthPx);
        values.put("heightPx", heightPx);
        values.put("layout", layout.name());
        values.put("bitDepth", bitDepth);
        values.put("frameCount", frameCount);
        values.put("frameRateHz", frameRateHz);
        values.put("seed", seed);
        values.put("peakE", peakE);
        values.put("readNoiseE", readNoiseE);
        values.put("gainEPerAdu", gainEPerAdu);
        values.put("offsetAdu", offsetAdu);
        values.put("discDiameterPx", discDiameterPx);
        values.put("driftXPxPerFrame", driftXPxPerFrame);
        values.put("driftYPxPerFrame", driftYPxPerFrame);
        values.put("shakeRmsPx", shakeRmsPx);
        values.put("blurMinPx", blurMinPx);
        values.put("blurMaxPx", blurMaxPx);
        values.put("transparencyJitterFraction", transparencyJitterFraction);
        values.put("badFrameFraction", badFrameFraction);
        values.put("jumpFrameIndex", jumpFrameIndex);
        values.put("jumpXPx", jumpXPx);
        values.put("jumpYPx", jumpYPx);
        values.put("hotPixelCount", hotPixelCount);
        return values;
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + "=" + plain(value) + " is outside " + plain(least) + ".."
                    + plain(most) + "; choose a value inside");
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static double number(Map<String, String> given, String key, double otherwise) {
        String text = given.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " is not a number; " + OPTIONS.get(key), e);
        }
    }

    private static long whole(Map<String, String> given, String key, long otherwise, long least, long most) {
        String text = given.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        key + "=" + text + " is outside " + least + ".." + most + "; choose a value inside");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " is not a whole number; " + OPTIONS.get(key), e);
        }
    }
}
