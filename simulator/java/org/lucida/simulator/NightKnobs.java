package org.lucida.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lucida.camera.CameraControl;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.simulator.night.Night;
import org.lucida.simulator.night.NightWish;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sensor.SensorSettings;

/**
 * Which knobs the camera of a night has, and what they do to its settings.
 *
 * <p>Format, binning, exposure, gain and offset wished for at the opening become part of the night; the other knobs, and all that are turned
 * later, act on frames. Immutable; thread: any.
 */
final class NightKnobs {
    static final String EXPOSURE = "exposureUs";
    static final String GAIN = "gain";
    static final String OFFSET = "offset";
    static final String BANDWIDTH = "bandwidthPercent";
    static final String ORIGIN_X = "originXPx";
    static final String ORIGIN_Y = "originYPx";
    static final String TEMPERATURE = "sensorTenthC";
    static final String COOLER = "coolerOn";
    static final String TARGET = "targetC";
    static final String FOCUS = "focusOffsetUm";
    static final String POWER = "coolerPowerPercent";

    private static final long SHORTEST_US = 32;
    private static final long LONGEST_US = 2_000_000_000;
    private static final int LEAST_BANDWIDTH_PERCENT = 40;
    /** Scenes whose exposures follow each other at once may be exposed for shorter at up to this rate, whatever theirs is. */
    private static final double LEAST_CEILING_HZ = 0.5;

    private static final double AT_ONCE = 0.9;

    private final CameraModel model;
    /** Highest rate of the frames. */
    private final double ceilingHz;
    /** The focuser's way to each side. */
    private final long mostFocusUm;

    private NightKnobs(CameraModel model, double ceilingHz, long mostFocusUm) {
        this.model = model;
        this.ceilingHz = ceilingHz;
        this.mostFocusUm = mostFocusUm;
    }

    /** Knobs for a night as its address asks for it. */
    static NightKnobs of(NightWish asked) throws IOException {
        var camera = asked.settings().camera();
        boolean atOnce = camera.frameRateHz() * camera.sensor().exposureS() > AT_ONCE;
        return new NightKnobs(
                CameraModels.named(camera.model()),
                atOnce ? Math.max(camera.frameRateHz(), LEAST_CEILING_HZ) : camera.frameRateHz(),
                (long) Night.mostFocusOffsetUm(asked.settings().telescope()));
    }

    /**
     * The night with what is wished for at its opening.
     *
     * @param address what it is asked by
     * @param settings camera controls and the words format and bin; Modified: what the night takes care of is taken out
     */
    NightWish opened(String address, Map<String, String> settings) throws IOException {
        NightWish asked = NightWish.parse(address, Night.Mode.QUICK);
        List<String> options = new ArrayList<>();
        Optional<String> format = taken(settings, "format");
        if (format.isPresent()) {
            options.add("bits=" + bits(format.get()));
        }
        Optional<String> bin = taken(settings, "bin");
        if (bin.isPresent()) {
            options.add("binCount=" + bin(bin.get()));
        }
        Map<String, Long> wanted = knobs(asked, Optional.empty()).parsed(withoutOrigin(settings));
        SensorSettings sensor = asked.settings().camera().sensor();
        if (wanted.containsKey(EXPOSURE) && wanted.get(EXPOSURE) != exposureUs(sensor)) {
            options.add("exposureUs=" + wanted.get(EXPOSURE));
        }
        if (wanted.containsKey(GAIN) && wanted.get(GAIN) != gainSteps(model, sensor)) {
            options.add("gainEPerAdu=");
            options.add("gain=" + wanted.get(GAIN));
        }
        if (wanted.containsKey(OFFSET)) {
            options.add("offsetSteps=" + wanted.get(OFFSET));
        }
        settings.keySet().removeIf(word -> List.of(EXPOSURE, GAIN, OFFSET).contains(key(word)));
        if (options.isEmpty()) {
            return asked;
        }
        return NightWish.parse(
                address + (address.contains("?") ? "," : "?") + String.join(",", options), Night.Mode.QUICK);
    }

    private static Optional<String> taken(Map<String, String> settings, String name) {
        for (String word : settings.keySet()) {
            if (word.strip().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(settings.remove(word));
            }
        }
        return Optional.empty();
    }

    private static String bits(String format) {
        return switch (format.strip().toUpperCase(Locale.ROOT)) {
            case "RAW8" -> "8";
            case "RAW16" -> "16";
            default -> throw new IllegalArgumentException(
                    "format=" + format + " is none of a simulated camera; use RAW8 or RAW16");
        };
    }

    private String bin(String text) {
        for (int bin : model.bins()) {
            if (Integer.toString(bin).equals(text.strip())) {
                return text.strip();
            }
        }
        throw new IllegalArgumentException("bin=" + text + " is not possible with " + model.name() + "; use one of "
                + model.bins().toString().replaceAll("[\\[\\]]", ""));
    }

    private Map<String, String> withoutOrigin(Map<String, String> settings) {
        for (String word : settings.keySet()) {
            if (List.of(ORIGIN_X, ORIGIN_Y).contains(key(word))) {
                throw new IllegalArgumentException(key(word) + " is set with the region; use --roi X,Y,W,H");
            }
        }
        return settings;
    }

    /** The key of the control a word means, or the word. */
    private String key(String word) {
        for (CameraControl control : controls(SensorSettings.usual(model), new Roi(0, 0, 1, 1), 1, 1)) {
            if (control.isCalled(word)) {
                return control.key();
            }
        }
        return word;
    }

    /** The knobs of an opened night. */
    Knobs knobs(NightWish wished, Optional<Roi> region) {
        SensorSettings sensor = wished.settings().camera().sensor();
        FrameFormat whole = Sensor.format(model, sensor);
        Roi roi = region.orElse(new Roi(0, 0, whole.widthPx(), whole.heightPx()));
        return new Knobs(controls(sensor, roi, whole.widthPx(), whole.heightPx()), model);
    }

    private List<CameraControl> controls(SensorSettings sensor, Roi roi, int widthPx, int heightPx) {
        List<CameraControl> all = new ArrayList<>();
        long exposureUs = exposureUs(sensor);
        all.add(knob(
                GAIN,
                "Gain",
                model.gainStepDb() == 0.1 ? "0.1 dB" : model.gainStepDb() + " dB",
                0,
                model.maxGainSteps(),
                gainSteps(model, sensor),
                "amplification before the converter; also hdr, unity or lrn"));
        all.add(knob(
                EXPOSURE,
                "Exposure",
                "us",
                Math.min(SHORTEST_US, exposureUs),
                Math.max(LONGEST_US, exposureUs),
                exposureUs,
                "exposure of one frame"));
        all.add(knob(
                OFFSET,
                "Offset",
                "",
                0,
                Math.max(model.maxOffsetSteps(), sensor.offsetSteps()),
                sensor.offsetSteps(),
                "pedestal that keeps the darkest samples above zero"));
        all.add(knob(
                BANDWIDTH,
                "BandWidth",
                "%",
                LEAST_BANDWIDTH_PERCENT,
                100,
                100,
                "share of the USB bus; less lowers the highest frame rate"));
        all.add(new CameraControl(
                TEMPERATURE,
                "Temperature",
                "0.1 C",
                -500,
                1000,
                Math.round(10 * sensor.sensorC()),
                false,
                false,
                "sensor temperature"));
        if (Chip.isCooled(model)) {
            boolean on = Chip.isCooledAt(sensor.sensorC());
            all.add(new CameraControl(
                    POWER, "CoolerPowerPerc", "%", 0, 100, 0, false, false, "power of the cooler now"));
            all.add(knob(
                    TARGET,
                    "TargetTemp",
                    "C",
                    Chip.LEAST_TARGET_C,
                    Chip.MOST_TARGET_C,
                    Math.max(Chip.LEAST_TARGET_C, Math.min(Chip.MOST_TARGET_C, on ? Math.round(sensor.sensorC()) : 0)),
                    "sensor temperature the cooler aims at"));
            all.add(knob(COOLER, "CoolerOn", "", 0, 1, on ? 1 : 0, "cooler, 0 off or 1 on"));
        }
        all.add(knob(
                FOCUS,
                "Focuser",
                "um",
                -mostFocusUm,
                mostFocusUm,
                0,
                "how far the simulated focuser is from the scene's focus; moving it takes some seconds"));
        all.add(knob(
                ORIGIN_X,
                "StartX",
                "px",
                0,
                Math.max(0, widthPx - roi.widthPx()),
                roi.xPx(),
                "left column of the region; moves without stopping the stream"));
        all.add(knob(
                ORIGIN_Y,
                "StartY",
                "px",
                0,
                Math.max(0, heightPx - roi.heightPx()),
                roi.yPx(),
                "top row of the region; moves without stopping the stream"));
        return all;
    }

    private static CameraControl knob(
            String key, String name, String unit, long min, long max, long usual, String meaning) {
        return new CameraControl(key, name, unit, min, max, usual, false, true, meaning);
    }

    private static long exposureUs(SensorSettings sensor) {
        return Math.round(sensor.exposureS() * 1e6);
    }

    /** The gain control of a camera, also of one whose gain was asked for in electrons. */
    static long gainSteps(CameraModel model, SensorSettings sensor) {
        if (sensor.gainEPerAdu() == 0) {
            return Math.round(sensor.gainSteps());
        }
        double nativeE = Sensor.gainEPerAdu(model, sensor) * Math.pow(2, sensor.adcBits() - model.adcBits());
        return Math.max(0, Math.min(model.maxGainSteps(), Math.round(model.gainSteps(nativeE))));
    }

    /** Settings as the knobs stand; what nobody turned is as opened, to the last digit. */
    SensorSettings settings(SensorSettings opened, Knobs knobs, double sensorC) {
        SensorSettings now = opened;
        long gainSteps = knobs.valueOf(GAIN, 0);
        if (gainSteps != gainSteps(model, opened)) {
            now = now.gained(gainSteps);
        }
        now = now.offset((int) knobs.valueOf(OFFSET, 0));
        long exposureUs = knobs.valueOf(EXPOSURE, 0);
        double exposureS = exposureUs == exposureUs(opened) ? opened.exposureS() : exposureUs * 1e-6;
        double readoutHz =
                model.maxFrameRateHz() * model.heightPx() / opened.roi().heightPx();
        double rateHz = Math.min(
                Math.min(ceilingHz, 1 / exposureS),
                Math.max(ceilingHz, readoutHz) * knobs.valueOf(BANDWIDTH, 100) / 100);
        return now.timed(exposureS, Math.max(exposureS, 1 / rateHz), sensorC);
    }
}
