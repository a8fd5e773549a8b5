package org.lucida.camera.asi;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lucida.camera.CameraWish;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * What an opened camera was asked for, checked and complete: enough to set it up again after its plug was pulled.
 *
 * <p>Thread: the capture thread; the constructor's thread before that.
 */
final class AsiSession {
    /** Settings that are no controls of the library. */
    private static final String FORMAT = "format";

    private static final String BIN = "bin";

    private final AsiControls controls;
    private final Map<AsiControl, Wanted> wanted = new LinkedHashMap<>();
    private final AsiProperty property;
    private final Optional<ColorLayout> layout;
    private final boolean isBandwidthChosen;
    private AsiShape shape;

    /**
     * Works out what a wish means for a camera; nothing is written yet.
     *
     * @throws IllegalArgumentException if something in it is impossible, with what is possible
     */
    AsiSession(AsiProperty property, AsiControls controls, CameraWish wish) {
        this.controls = controls;
        Map<String, String> settings = new LinkedHashMap<>(wish.settings());
        int imgType = taken(settings, FORMAT)
                .map(it -> AsiShape.imgType(it, property))
                .orElseGet(() -> AsiShape.usualImgType(property));
        int bin = taken(settings, BIN).map(it -> bin(it, property)).orElse(1);
        AsiRoi rules = new AsiRoi(property, bin);
        shape = new AsiShape(wish.roi().map(rules::checked).orElseGet(rules::whole), bin, imgType);
        for (AsiControl control : controls.controls()) {
            if (control.isSetWhenOpened()) {
                long usual = control.typeNumber() == AsiApi.BANDWIDTHOVERLOAD
                        ? BandwidthTuner.startPercent(control.control().defaultValue())
                        : control.typeNumber() == AsiApi.FLIP
                                ? 0
                                : control.control().defaultValue();
                wanted.put(control, Wanted.of(usual));
            }
        }
        Map<AsiControl, Wanted> asked = controls.parsed(settings);
        asked.keySet().stream().filter(AsiControl::isOrigin).findAny().ifPresent(it -> {
            throw new IllegalArgumentException(it.key() + " is set with the region; use --roi X,Y,W,H");
        });
        wanted.putAll(asked);
        isBandwidthChosen = asked.entrySet().stream()
                .anyMatch(it -> it.getKey().typeNumber() == AsiApi.BANDWIDTHOVERLOAD
                        && !it.getValue().isAuto());
        this.property = property;
        layout = wish.layout();
        format();
    }

    private static FrameFormat believed(FrameFormat told, Optional<ColorLayout> layout) {
        if (layout.isPresent()
                && layout.get().samplesPerPixel() != told.layout().samplesPerPixel()) {
            throw new IllegalArgumentException("bayer=" + layout.get() + " does not fit frames of " + told
                    + "; choose another layout or another --set format=");
        }
        return new FrameFormat(told.widthPx(), told.heightPx(), layout.orElse(told.layout()), told.bitDepth());
    }

    private static Optional<String> taken(Map<String, String> settings, String name) {
        for (String key : settings.keySet()) {
            if (key.strip().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(settings.remove(key));
            }
        }
        return Optional.empty();
    }

    private static int bin(String text, AsiProperty property) {
        StringBuilder legal = new StringBuilder();
        for (int bin : property.bins) {
            if (Integer.toString(bin).equals(text.strip())) {
                return bin;
            }
            legal.append(legal.length() == 0 ? "" : ", ").append(bin);
        }
        throw new IllegalArgumentException(
                "bin=" + text + " is not possible with " + property.shortName() + "; use one of " + legal);
    }

    /** Writes everything to a camera. Library thread. */
    void writeTo(AsiDevice device, AsiNotices notices) throws IOException {
        AsiShape set = device.configure(shape, wanted, controls, notices);
        if (!set.roi().equals(shape.roi())) {
            notices.fact("roi=" + AsiRoi.text(shape.roi()) + " became " + AsiRoi.text(set.roi())
                    + ": the camera's grid for the start position is coarser");
        }
        for (Map.Entry<AsiControl, Wanted> one : wanted.entrySet()) {
            long got =
                    controls.valueOf(one.getKey().typeNumber(), one.getValue().value());
            if (got != one.getValue().value() && !one.getValue().isAuto()) {
                notices.fact(one.getKey().key() + "=" + one.getValue().value() + " became " + got + " in the camera");
            }
        }
        shape = set;
    }

    /** Remembers a changed setting for the next opening. */
    void remember(AsiControl control, Wanted value) {
        wanted.put(control, value);
    }

    /** Remembers where the region is. */
    void remember(AsiShape moved) {
        shape = moved;
    }

    /** What the frames look like where the region is now: its place decides which colour comes first. */
    FrameFormat format() {
        boolean monoBinned = controls.byType(AsiApi.MONO_BIN)
                .map(wanted::get)
                .map(it -> it.value() != 0)
                .orElse(false);
        return believed(shape.format(property, monoBinned), layout);
    }

    AsiShape shape() {
        return shape;
    }

    /** True if the observer chose the share of the USB bus. */
    boolean isBandwidthChosen() {
        return isBandwidthChosen;
    }
}
