package org.lucida.view.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lucida.camera.asi.AsiDriver;
import picocli.CommandLine.Option;

/** The options of a real camera: its vendor's library and its controls. */
final class CameraGroup {
    @Option(
            names = "--asi-library",
            order = 1,
            paramLabel = "FILE",
            description =
                    "The ASI camera library (libASICamera2.so). Default: LUCIDA_ASI_LIBRARY, else the usual places.")
    Path asiLibrary;

    @Option(
            names = "--exposure-us",
            order = 2,
            paramLabel = "US",
            description = "Exposure of one frame, microseconds. Default: what the camera's maker suggests.")
    Long exposureUs;

    @Option(
            names = "--camera-gain",
            order = 3,
            paramLabel = "N|hdr|unity|lrn",
            description =
                    "Gain in the camera's steps (ZWO: 0.1 dB), or one its maker recommends: hdr (highest dynamic range),"
                            + " unity (1 electron = 1 ADU), lrn (lowest read noise), each with its offset.")
    String gain;

    @Option(
            names = "--camera-offset",
            order = 4,
            paramLabel = "N",
            description = "Pedestal that keeps dark samples above zero, in the camera's steps.")
    String offset;

    @Option(
            names = "--set",
            order = 5,
            paramLabel = "NAME=VALUE",
            description =
                    "Any other control of the camera, more than once: --set bandwidthPercent=60 --set format=RAW8 --set"
                            + " bin=2. A value is a number, min, max, default or auto. A wrong name lists the camera's controls.")
    Map<String, String> others = new LinkedHashMap<>();

    /** Tells the driver where its library is. */
    void apply() {
        if (asiLibrary != null) {
            if (!Files.exists(asiLibrary)) {
                throw new IllegalArgumentException("--asi-library=" + asiLibrary + " is not there; check the path");
            }
            System.setProperty(AsiDriver.LIBRARY_PROPERTY, asiLibrary.toString());
        }
    }

    /** The controls that were given. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(others);
        if (exposureUs != null) {
            settings.put("exposureUs", Long.toString(exposureUs));
        }
        if (gain != null) {
            settings.put("gain", gain);
        }
        if (offset != null) {
            settings.put("offset", offset);
        }
        return settings;
    }
}
