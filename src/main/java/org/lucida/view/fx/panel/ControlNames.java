package org.lucida.view.fx.panel;

import java.util.Set;
import org.lucida.camera.CameraControl;
import org.lucida.view.fx.desk.Words;

/** What the knobs of cameras are called in the observer's language; unknown ones go by the vendor's words. */
final class ControlNames {
    private static final Set<String> KNOWN = Set.of(
            "exposureUs",
            "gain",
            "offset",
            "bandwidthPercent",
            "coolerOn",
            "targetC",
            "coolerPowerPercent",
            "sensorTenthC",
            "gamma",
            "whiteRed",
            "whiteBlue",
            "overclock",
            "autoMaxGain",
            "autoMaxExposureMs",
            "autoBrightness",
            "hardwareBin",
            "highSpeed",
            "monoBin",
            "flip",
            "fanOn",
            "patternAdjust",
            "dewHeater");

    private final Words words;

    ControlNames(Words words) {
        this.words = words;
    }

    String name(CameraControl control) {
        return KNOWN.contains(control.key()) ? words.say("control." + control.key()) : control.name();
    }

    String meaning(CameraControl control) {
        return KNOWN.contains(control.key()) ? words.say("control." + control.key() + ".tip") : control.meaning();
    }

    /** The sign of the unit; empty for plain numbers and for gain, whose steps makers count differently. */
    String unit(CameraControl control) {
        return switch (control.unit()) {
            case "us" -> "\u00b5s";
            case "C", "0.1 C" -> "\u00b0C";
            case "%", "ms", "px" -> control.unit();
            default -> "";
        };
    }
}
