package org.lucida.camera.asi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.frame.Roi;

/**
 * The knobs of an opened camera, its start position among them.
 *
 * <p>Thread: as {@link CameraControls} says; {@link #take}, {@link #told} and {@link #changed} by the capture thread.
 */
final class AsiControls implements CameraControls {
    /** Numbers for what the library sets by other functions than controls. */
    static final int ORIGIN_X = -10;

    static final int ORIGIN_Y = -11;

    private static final int MOST_CHANGES = 10_000;

    private final List<AsiControl> controls;
    private final List<CameraControl> shown;
    private final GainPresets presets;
    private final Map<String, Long> values = new ConcurrentHashMap<>();
    private final Map<String, Boolean> autos = new ConcurrentHashMap<>();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Map<AsiControl, Wanted> pending = new LinkedHashMap<>();
    private volatile boolean hasPending;
    private volatile int epoch;

    AsiControls(List<AsiControl> controls, GainPresets presets) {
        this.controls = List.copyOf(controls);
        this.presets = presets;
        shown = this.controls.stream().map(AsiControl::control).toList();
    }

    /** The start position as two controls, in px of the delivered frame. */
    static List<AsiControl> origin(int mostXPx, int mostYPx) {
        return List.of(
                new AsiControl(
                        ORIGIN_X,
                        new CameraControl(
                                "originXPx",
                                "StartX",
                                "px",
                                0,
                                mostXPx,
                                0,
                                false,
                                true,
                                "left column of the region; moves without stopping the stream")),
                new AsiControl(
                        ORIGIN_Y,
                        new CameraControl(
                                "originYPx",
                                "StartY",
                                "px",
                                0,
                                mostYPx,
                                0,
                                false,
                                true,
                                "top row of the region; moves without stopping the stream")));
    }

    @Override
    public List<CameraControl> all() {
        return shown;
    }

    @Override
    public OptionalLong value(String key) {
        Long value = control(key).map(it -> values.get(it.key())).orElse(null);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public boolean isAuto(String key) {
        return control(key).map(it -> autos.getOrDefault(it.key(), false)).orElse(false);
    }

    @Override
    public void request(Map<String, String> wishes) {
        Map<AsiControl, Wanted> wanted = parsed(wishes);
        for (AsiControl control : wanted.keySet()) {
            if (control.isFixedWhenOpened()) {
                throw new IllegalArgumentException(
                        control.key() + " cannot be changed while the camera runs; open it again");
            }
        }
        synchronized (pending) {
            pending.putAll(wanted);
            hasPending = !pending.isEmpty();
        }
    }

    /**
     * What wishes mean, in the order of the controls.
     *
     * @throws IllegalArgumentException if one is impossible
     */
    Map<AsiControl, Wanted> parsed(Map<String, String> wishes) {
        Map<AsiControl, Wanted> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, String> wish : wishes.entrySet()) {
            AsiControl control = control(wish.getKey())
                    .orElseThrow(() -> new IllegalArgumentException("control=" + wish.getKey()
                            + " is unknown to this camera; it has "
                            + String.join(
                                    ", ", controls.stream().map(AsiControl::key).toList())));
            if (!control.control().isWritable()) {
                throw new IllegalArgumentException(control.key() + " can only be read; leave it out");
            }
            String text = wish.getValue().strip().toLowerCase(Locale.ROOT);
            Optional<GainPresets.Preset> preset =
                    control.typeNumber() == AsiApi.GAIN ? presets.named(text) : Optional.empty();
            if (preset.isPresent()) {
                wanted.put(control, Wanted.of(preset.get().gainNumber()));
                byType(AsiApi.OFFSET)
                        .ifPresent(it ->
                                wanted.putIfAbsent(it, Wanted.of(preset.get().offsetNumber())));
            } else {
                wanted.put(control, wanted(control, text));
            }
        }
        return wanted;
    }

    private Wanted wanted(AsiControl control, String text) {
        CameraControl knob = control.control();
        switch (text) {
            case "min" -> {
                return Wanted.of(knob.minValue());
            }
            case "max" -> {
                return Wanted.of(knob.maxValue());
            }
            case "default" -> {
                return Wanted.of(knob.defaultValue());
            }
            case "on", "true" -> {
                return checked(knob, 1);
            }
            case "off", "false" -> {
                return checked(knob, 0);
            }
            case "auto" -> {
                if (!knob.hasAuto() && control.typeNumber() != AsiApi.BANDWIDTHOVERLOAD) {
                    throw new IllegalArgumentException(
                            knob.key() + "=auto is not possible with this camera; give a number");
                }
                return new Wanted(values.getOrDefault(knob.key(), knob.defaultValue()), true);
            }
            default -> {
                try {
                    return checked(knob, Long.parseLong(text));
                } catch (NumberFormatException noNumber) {
                    String words = control.typeNumber() == AsiApi.GAIN ? ", a preset (" + presets.names() + ")" : "";
                    throw new IllegalArgumentException(
                            knob.key() + "=" + text + " is no whole number" + words
                                    + "; give one of " + knob.minValue() + " to " + knob.maxValue() + " "
                                    + knob.unit(),
                            noNumber);
                }
            }
        }
    }

    private static Wanted checked(CameraControl knob, long value) {
        if (value < knob.minValue() || value > knob.maxValue()) {
            throw new IllegalArgumentException(
                    knob.key() + "=" + value + " is outside the camera's " + knob.minValue() + " to " + knob.maxValue()
                            + (knob.unit().isEmpty() ? "" : " " + knob.unit()) + "; choose one inside");
        }
        return Wanted.of(value);
    }

    /** True if somebody asked for changes. */
    boolean hasPending() {
        return hasPending;
    }

    /** Everything asked for since the last call. */
    Map<AsiControl, Wanted> take() {
        synchronized (pending) {
            Map<AsiControl, Wanted> taken = new LinkedHashMap<>(pending);
            pending.clear();
            hasPending = false;
            return taken;
        }
    }

    /** Notes what a control stands at. */
    void told(AsiControl control, long value, boolean isAuto) {
        values.put(control.key(), value);
        autos.put(control.key(), isAuto);
    }

    /** Notes where the region is. */
    void toldOrigin(Roi roi) {
        byType(ORIGIN_X).ifPresent(it -> told(it, roi.xPx(), false));
        byType(ORIGIN_Y).ifPresent(it -> told(it, roi.yPx(), false));
    }

    /**
     * Notes changes that took effect together.
     *
     * @param before values before, by control; after is what was {@link #told} since
     */
    void changed(Map<AsiControl, Long> before, long firstFrameIndex, long utcNs) {
        int next = epoch + 1;
        for (Map.Entry<AsiControl, Long> one : before.entrySet()) {
            if (changes.size() < MOST_CHANGES) {
                String key = one.getKey().key();
                changes.add(new Change(
                        next, firstFrameIndex, utcNs, key, one.getValue(), values.getOrDefault(key, one.getValue())));
            }
        }
        epoch = next;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    List<AsiControl> controls() {
        return controls;
    }

    Optional<AsiControl> byType(int type) {
        return controls.stream().filter(it -> it.typeNumber() == type).findFirst();
    }

    /** Value of a control by its stable number, or a stand-in where the camera has none. */
    long valueOf(int type, long otherwise) {
        return byType(type).map(it -> values.get(it.key())).orElse(otherwise);
    }

    private Optional<AsiControl> control(String word) {
        return controls.stream().filter(it -> it.control().isCalled(word)).findFirst();
    }
}
