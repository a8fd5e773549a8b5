package org.lucida.camera.asi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.CameraInfo;
import org.lucida.frame.FrameFormat;

/** What an open ASI camera says about itself: the words for the report and the FITS header. */
final class AsiFacts {
    private static final double US_PER_S = 1e6;
    private static final double NS_PER_S = 1e9;
    /** Below this the vendor's number is nonsense (the ASI120MM Mini tells 0.0036). */
    private static final double LEAST_E_PER_ADU = 0.01;

    private final AsiProperty property;
    private final String serial;
    private final String sdkVersion;

    AsiFacts(AsiProperty property, String serial, String sdkVersion) {
        this.property = property;
        this.serial = serial;
        this.sdkVersion = sdkVersion;
    }

    /** The address that opens this very camera again. */
    String address() {
        return AsiDriver.SCHEME + ":" + (serial.isEmpty() ? property.shortName() : serial);
    }

    /**
     * Everything known now.
     *
     * @param elecPerAdu electrons per ADU of the converter at the present gain, as the library says
     * @param usedBits bits the samples were seen to use, 0 if unknown
     * @param periodNs time from frame to frame, 0 if unknown
     */
    CameraInfo info(
            AsiShape shape,
            FrameFormat format,
            AsiControls controls,
            float elecPerAdu,
            int usedBits,
            long periodNs,
            FrameClock clock,
            List<String> notes) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", property.name);
        if (!serial.isEmpty()) {
            facts.put("CAMERAID", serial);
        }
        double exposureUs = controls.valueOf(AsiApi.EXPOSURE, 0);
        facts.put("EXPTIME", number("%.6f", exposureUs / US_PER_S));
        known(facts, "GAIN", controls, AsiApi.GAIN);
        known(facts, "OFFSET", controls, AsiApi.OFFSET);
        // the vendor's number is for the converter's own steps; samples are left-aligned in theirs
        double scaled = elecPerAdu * Math.pow(2, property.bitDepth - format.bitDepth());
        if (elecPerAdu >= LEAST_E_PER_ADU) {
            facts.put("EGAIN", number("%.6f", scaled));
        }
        facts.put("XPIXSZ", number("%.3f", property.pixelSizeUm * shape.binCount()));
        facts.put("YPIXSZ", number("%.3f", property.pixelSizeUm * shape.binCount()));
        facts.put("XBINNING", Integer.toString(shape.binCount()));
        facts.put("YBINNING", Integer.toString(shape.binCount()));
        facts.put("XORGSUBF", Integer.toString(shape.roi().xPx()));
        facts.put("YORGSUBF", Integer.toString(shape.roi().yPx()));
        long tenthC = controls.valueOf(AsiApi.TEMPERATURE, Long.MIN_VALUE);
        if (tenthC != Long.MIN_VALUE) {
            facts.put("CCD-TEMP", number("%.1f", tenthC / 10.0));
        }
        if (property.isCooled && controls.valueOf(AsiApi.COOLER_ON, 0) != 0) {
            known(facts, "SET-TEMP", controls, AsiApi.TARGET_TEMP);
        }
        facts.put("READOUTM", shape.typeName());
        known(facts, "USBLIMIT", controls, AsiApi.BANDWIDTHOVERLOAD);
        facts.put("ADCBITS", Integer.toString(property.bitDepth));
        facts.put("SDKVER", sdkVersion);
        if (usedBits != 0) {
            facts.put("SAMPBITS", String.format(Locale.ROOT, "%04X", usedBits));
        }
        facts.put("CLOCKERR", number("%.6f", clock.clockErrorNs() / NS_PER_S));
        return new CameraInfo(
                property.name,
                address(),
                OptionalLong.empty(),
                periodNs > 0 ? OptionalDouble.of(NS_PER_S / periodNs) : OptionalDouble.empty(),
                exposureUs > 0 ? OptionalDouble.of(exposureUs) : OptionalDouble.empty(),
                facts,
                List.copyOf(notes));
    }

    private static void known(Map<String, String> facts, String keyword, AsiControls controls, int type) {
        controls.byType(type).ifPresent(it -> facts.put(keyword, Long.toString(controls.valueOf(type, 0))));
    }

    private static String number(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
