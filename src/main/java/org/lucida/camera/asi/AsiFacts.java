package org.lucida.camera.asi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraNotice;
import org.lucida.frame.FrameFormat;

/**
 * What an open ASI camera says about itself: the words for the report and the FITS header.
 *
 * <p>Thread: {@link #tell} by the capture thread or the closing one; the rest from anywhere.
 */
final class AsiFacts {
    private static final double US_PER_S = 1e6;
    private static final double NS_PER_S = 1e9;
    /** Below this the vendor's number is nonsense (the ASI120MM Mini tells 0.0036). */
    private static final double LEAST_E_PER_ADU = 0.01;

    private final AsiProperty property;
    private final String serial;
    private final String sdkVersion;
    private final FrameFormat format;
    private final AsiSettings settings;
    private final AsiIntake intake;
    private final AsiNotices notices;
    private volatile CameraInfo info;

    AsiFacts(
            AsiDevice device,
            String sdkVersion,
            FrameFormat format,
            AsiSettings settings,
            AsiIntake intake,
            AsiNotices notices) {
        property = device.property();
        serial = device.serial();
        this.sdkVersion = sdkVersion;
        this.format = format;
        this.settings = settings;
        this.intake = intake;
        this.notices = notices;
    }

    /** The address that opens this very camera again. */
    String address() {
        return AsiDriver.SCHEME + ":" + (serial.isEmpty() ? property.shortName() : serial);
    }

    /** What was known when it was told last. */
    CameraInfo info() {
        return info;
    }

    /** Tells anew what is known now. */
    void tell() {
        AsiControls controls = settings.controls();
        AsiShape shape = settings.shape();
        float elecPerAdu = settings.elecPerAdu();
        int usedBits = intake.usedBits();
        long periodNs = intake.usualPeriodNs();
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
        facts.put("CLOCKERR", number("%.6f", intake.clockErrorNs() / NS_PER_S));
        info = new CameraInfo(
                property.name,
                address(),
                OptionalLong.empty(),
                periodNs > 0 ? OptionalDouble.of(NS_PER_S / periodNs) : OptionalDouble.empty(),
                exposureUs > 0 ? OptionalDouble.of(exposureUs) : OptionalDouble.empty(),
                facts,
                List.copyOf(notes()));
    }

    private List<String> notes() {
        long uncertaintyNs = intake.timeUncertaintyNs();
        List<String> notes = new ArrayList<>();
        notes.add("Frame times are the start of exposure, UTC, from the time the library handed the frame over"
                + (uncertaintyNs < 0 ? "." : "; uncertain by " + number("%.1f", uncertaintyNs / 1e6) + " ms."));
        for (CameraNotice notice : notices.all()) {
            if (notice.isTrouble()) {
                notes.add(notice.sentence() + (notice.count() > 1 ? " (" + notice.count() + " times)" : ""));
            }
        }
        return notes;
    }

    private static void known(Map<String, String> facts, String keyword, AsiControls controls, int type) {
        controls.byType(type).ifPresent(it -> facts.put(keyword, Long.toString(controls.valueOf(type, 0))));
    }

    private static String number(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
