package org.lucida.simulator.night;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lucida.frame.BadInputException;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sky.SceneSettings;
import org.lucida.simulator.sky.Scenes;

/**
 * What a user asks of a simulated night: a scene, and what shall differ from its file.
 *
 * @param settings the scene with all wishes in place
 * @param seed of air, wind and noise; the scene's own content and the sensor's fixed pattern do not follow it
 * @param mode how frames are formed
 * @param framesWished whether the number of frames was asked for
 */
public record NightWish(SceneSettings settings, long seed, Night.Mode mode, boolean framesWished) {
    private static final Pattern REGION = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})(?:\\+(\\d{1,6})\\+(\\d{1,6}))?");
    private static final Pattern WHOLE_KEY =
            Pattern.compile("(target|telescope|atmosphere|mount|camera|sky)\\.[\\w.]+");
    private static final Map<String, String> SHORT_KEYS = shortKeys();

    /** The short keys, each with its meaning. */
    public static Map<String, String> meanings() {
        return SHORT_KEYS;
    }

    /**
     * Reads an address: {@code jupiter?camera=asi224mc,seed=3}; options are separated by a comma or an ampersand.
     *
     * @throws IllegalArgumentException naming key, value and allowed range of a wrong option
     * @throws BadInputException naming key, value and allowed range of what is wrong in the scene itself
     */
    public static NightWish parse(String address, Night.Mode usual) throws IOException {
        int mark = address.indexOf('?');
        Map<String, String> options = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String option : address.substring(mark + 1).split("[&,]")) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    if (option.isBlank()) {
                        continue;
                    }
                    throw new IllegalArgumentException("sim option " + option + " is not key=value; " + remedy());
                }
                options.put(
                        option.substring(0, equals).strip(),
                        option.substring(equals + 1).strip());
            }
        }
        return of(mark < 0 ? address : address.substring(0, mark), options, usual);
    }

    /** The same from options by key; see {@link #meanings}. Not modified. */
    public static NightWish of(String scene, Map<String, String> options, Night.Mode usual) throws IOException {
        SceneSettings base = Scenes.settings(scene);
        Map<String, String> instead = new LinkedHashMap<>();
        OptionalLong seed = OptionalLong.empty();
        Night.Mode mode = usual;
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "camera" -> instead.put("camera.model", value);
                case "bits" -> putBits(value, instead);
                case "roi" -> putRegion(value, instead);
                case "exposureUs" -> instead.put("camera.exposureMs", milli(value));
                case "gain" -> instead.put("camera.gainSteps", value);
                case "frames" -> instead.put("camera.frameCount", value);
                case "r0Mm", "altitudeDeg" -> instead.put("atmosphere." + option.getKey(), value);
                case "frameRateHz", "gainEPerAdu", "sensorC", "binCount", "form", "offsetSteps" -> instead.put(
                        "camera." + option.getKey(), value);
                case "seed" -> seed = OptionalLong.of(seedOf(value));
                case "mode" -> mode = modeOf(value);
                default -> {
                    if (!WHOLE_KEY.matcher(option.getKey()).matches()) {
                        throw new IllegalArgumentException(
                                "sim option " + option.getKey() + "=" + value + " has no known key; " + remedy());
                    }
                    instead.put(option.getKey(), value);
                }
            }
        }
        SceneSettings settings;
        try {
            suit(base, instead);
            settings = Scenes.settings(scene, instead);
        } catch (BadInputException e) {
            // the scene alone is sound: what is wrong was asked for
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new NightWish(settings, seed.orElse(settings.seed()), mode, instead.containsKey("camera.frameCount"));
    }

    /** Takes out of the scene what no longer goes together with the wishes. Modifies the map. */
    private static void suit(SceneSettings base, Map<String, String> instead) throws IOException {
        String model = instead.get("camera.model");
        if (model != null) {
            CameraModel was = CameraModels.named(base.camera().model());
            CameraModel now = CameraModels.named(model);
            for (String key : new String[] {"bits", "roiXPx", "roiYPx", "offsetSteps", "binCount"}) {
                instead.putIfAbsent("camera." + key, "");
            }
            if (base.camera().sensor().roi().widthPx() > now.widthPx()) {
                instead.putIfAbsent("camera.roiWidthPx", Integer.toString(now.widthPx()));
            }
            if (base.camera().sensor().roi().heightPx() > now.heightPx()) {
                instead.putIfAbsent("camera.roiHeightPx", Integer.toString(now.heightPx()));
            }
            if (!instead.containsKey("camera.gainSteps") && !instead.containsKey("camera.gainEPerAdu")) {
                // the same electrons fill the range, as near as the camera comes
                double wasSteps = base.camera().sensor().gainEPerAdu() > 0
                        ? was.gainSteps(base.camera().sensor().gainEPerAdu())
                        : base.camera().sensor().gainSteps();
                double fullE = was.gainEPerAdu(wasSteps) * (1 << was.adcBits());
                double steps = now.gainSteps(fullE / (1 << now.adcBits()));
                instead.put(
                        "camera.gainSteps",
                        Long.toString(Math.round(Math.max(0, Math.min(now.maxGainSteps(), steps)))));
            }
        }
        if (instead.containsKey("camera.roiWidthPx")) {
            instead.putIfAbsent("camera.roiXPx", "");
            instead.putIfAbsent("camera.roiYPx", "");
        }
        if (instead.containsKey("camera.gainSteps")
                && !instead.get("camera.gainSteps").isEmpty()) {
            instead.putIfAbsent("camera.gainEPerAdu", "");
        }
        if (instead.containsKey("camera.gainEPerAdu")
                && !instead.get("camera.gainEPerAdu").isEmpty()) {
            instead.putIfAbsent("camera.gainSteps", "");
        }
        String exposure = instead.get("camera.exposureMs");
        if (exposure != null && !instead.containsKey("camera.frameRateHz")) {
            try {
                if (Double.parseDouble(exposure) * base.camera().frameRateHz() > 1000) {
                    instead.put("camera.frameRateHz", "");
                }
            } catch (NumberFormatException e) {
                // the scene's reader names it
                instead.remove("camera.frameRateHz");
            }
        }
    }

    /** 8 are the top bits in a byte, 16 the vendor's left shift; others are converted so. */
    private static void putBits(String value, Map<String, String> instead) {
        if (value.equals("8") || value.equals("16")) {
            instead.put("camera.form", "raw" + value);
        } else {
            instead.put("camera.bits", value);
            instead.put("camera.form", "plain");
        }
    }

    private static void putRegion(String value, Map<String, String> instead) {
        Matcher region = REGION.matcher(value);
        if (!region.matches()) {
            throw new IllegalArgumentException(
                    "roi=" + value + " is not WIDTHxHEIGHT or WIDTHxHEIGHT+X+Y in px; use for instance 640x480");
        }
        instead.put("camera.roiWidthPx", region.group(1));
        instead.put("camera.roiHeightPx", region.group(2));
        if (region.group(3) != null) {
            instead.put("camera.roiXPx", region.group(3));
            instead.put("camera.roiYPx", region.group(4));
        }
    }

    private static String milli(String micro) {
        try {
            return new java.math.BigDecimal(micro).movePointLeft(3).toPlainString();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "exposureUs=" + micro + " is not a number; give microseconds, for instance 5000", e);
        }
    }

    private static long seedOf(String value) {
        long seed;
        try {
            seed = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "seed=" + value + " is not a whole number 0 .. " + Long.MAX_VALUE + "; use for instance 7", e);
        }
        if (seed < 0) {
            throw new IllegalArgumentException(
                    "seed=" + value + " is outside 0 .. " + Long.MAX_VALUE + "; use for instance 7");
        }
        return seed;
    }

    private static Night.Mode modeOf(String value) {
        for (Night.Mode mode : Night.Mode.values()) {
            if (mode.name().equalsIgnoreCase(value)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode=" + value + " is unknown; use full or quick");
    }

    private static String remedy() {
        return "use " + String.join(", ", SHORT_KEYS.keySet())
                + " or a whole key of scene files, for instance atmosphere.r0Mm="
                + String.format(Locale.ROOT, "%d", 60);
    }

    private static Map<String, String> shortKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("camera", "camera model");
        keys.put("seed", "seed of air, wind and noise");
        keys.put("mode", "full or quick");
        keys.put("frames", "frames in the clip");
        keys.put("frameRateHz", "frames per second");
        keys.put("exposureUs", "exposure in us");
        keys.put("gain", "steps of the vendor's gain control");
        keys.put("gainEPerAdu", "electrons for each ADU instead");
        keys.put("offsetSteps", "steps of the vendor's offset control");
        keys.put("roi", "region of the sensor in px, WIDTHxHEIGHT or WIDTHxHEIGHT+X+Y");
        keys.put("bits", "8 (top bits), 16 (shifted left) or 10, 12, 14 as converted");
        keys.put("form", "plain, raw8 or raw16");
        keys.put("binCount", "binning");
        keys.put("sensorC", "temperature of the chip");
        keys.put("r0Mm", "Fried's length at 500 nm at the zenith in mm");
        keys.put("altitudeDeg", "height of the target over the horizon");
        return Collections.unmodifiableMap(keys);
    }
}
