package org.lucida.camera.asi;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.lucida.camera.CameraControl;

/**
 * One control of a camera: the library's number for it and what the observer sees.
 *
 * <p>Numbers above {@value #LAST_STABLE_TYPE} changed their meaning between versions of the library: those controls go by the
 * name the camera gives.
 *
 * @param typeNumber the library's number, as its caps tell
 * @param control for the observer
 */
record AsiControl(int typeNumber, CameraControl control) {
    static final int LAST_STABLE_TYPE = 21;

    private record Known(String key, String unit, String meaning) {}

    private static final Map<Integer, Known> KNOWN = Map.ofEntries(
            Map.entry(0, new Known("gain", "0.1 dB", "amplification before the converter; also hdr, unity or lrn")),
            Map.entry(1, new Known("exposureUs", "us", "exposure of one frame")),
            Map.entry(
                    2,
                    new Known("gamma", "", "bends the samples; leave it at its default, stacking needs linear ones")),
            Map.entry(3, new Known("whiteRed", "", "red share of the white balance")),
            Map.entry(4, new Known("whiteBlue", "", "blue share of the white balance")),
            Map.entry(5, new Known("offset", "", "pedestal that keeps the darkest samples above zero")),
            Map.entry(
                    6,
                    new Known(
                            "bandwidthPercent", "%", "share of the USB bus; less helps against lost and torn frames")),
            Map.entry(7, new Known("overclock", "", "runs the sensor faster than it is meant to")),
            Map.entry(8, new Known("sensorTenthC", "0.1 C", "sensor temperature")),
            Map.entry(9, new Known("flip", "", "kept at 0: flipping turns the mosaic; flip the display instead")),
            Map.entry(10, new Known("autoMaxGain", "0.1 dB", "most gain the automatic uses")),
            Map.entry(11, new Known("autoMaxExposureMs", "ms", "longest exposure the automatic uses")),
            Map.entry(12, new Known("autoBrightness", "", "brightness the automatic aims at")),
            Map.entry(13, new Known("hardwareBin", "", "bin on the sensor instead of in the computer, 0 or 1")),
            Map.entry(14, new Known("highSpeed", "", "faster readout with 10 bits, 0 or 1")),
            Map.entry(15, new Known("coolerPowerPercent", "%", "power of the cooler now")),
            Map.entry(16, new Known("targetC", "C", "sensor temperature the cooler aims at")),
            Map.entry(17, new Known("coolerOn", "", "cooler, 0 off or 1 on")),
            Map.entry(18, new Known("monoBin", "", "bin a colour sensor across colours, 0 or 1; only when opened")),
            Map.entry(19, new Known("fanOn", "", "fan, 0 off or 1 on")),
            Map.entry(20, new Known("patternAdjust", "", "takes off the fixed pattern of the rows")),
            Map.entry(21, new Known("dewHeater", "", "heater of the window, against dew")));

    /** Controls a camera keeps as they are unless the observer says otherwise: they are about the weather, not the picture. */
    private static final Set<Integer> LEFT_ALONE = Set.of(10, 11, 12, 15, 16, 17, 19, 21);

    /** The control a structure of the library describes. */
    static AsiControl of(AsiCaps caps) {
        Known known = caps.controlType <= LAST_STABLE_TYPE ? KNOWN.get(caps.controlType) : null;
        boolean readOnly = caps.controlType == AsiApi.TEMPERATURE || caps.controlType == AsiApi.COOLER_POWER_PERC;
        String name = caps.name.isEmpty() ? "Control" + caps.controlType : caps.name;
        return new AsiControl(
                caps.controlType,
                new CameraControl(
                        known != null ? known.key() : key(name),
                        name,
                        known != null ? known.unit() : "",
                        caps.minValue,
                        caps.maxValue,
                        caps.defaultValue,
                        caps.isAutoSupported,
                        caps.isWritable && !readOnly && caps.controlType != AsiApi.FLIP,
                        known != null ? known.meaning() : caps.description));
    }

    /** A name as the vendor writes it, as a key: letters and digits, first letter small. */
    private static String key(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]", "");
        return plain.isEmpty() ? "control" : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }

    String key() {
        return control.key();
    }

    /** True for the start position, which the library sets by another function. */
    boolean isOrigin() {
        return typeNumber < 0;
    }

    /** True for controls that are written at every opening, because the library remembers those of the last program. */
    boolean isSetWhenOpened() {
        return !isOrigin()
                && typeNumber <= LAST_STABLE_TYPE
                && (control.isWritable() || typeNumber == AsiApi.FLIP)
                && !LEFT_ALONE.contains(typeNumber);
    }

    /** True if a change shows in the frames, so that those on their way are of the past. */
    boolean showsInFrames() {
        return typeNumber <= LAST_STABLE_TYPE && !LEFT_ALONE.contains(typeNumber);
    }

    /** True for what cannot change while frames of a given shape are expected. */
    boolean isFixedWhenOpened() {
        return typeNumber == AsiApi.MONO_BIN || typeNumber == AsiApi.FLIP;
    }
}
