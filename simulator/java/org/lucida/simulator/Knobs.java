package org.lucida.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.simulator.sensor.CameraModel;

/**
 * The knobs of a simulated camera, named and measured as those of the vendor's.
 *
 * <p>Thread: as {@link CameraControls} says; {@link #take}, {@link #told} and {@link #changed} by the capture thread.
 */
final class Knobs implements CameraControls {
    private static final int MOST_CHANGES = 10_000;

    private final List<CameraControl> all;
    /** The vendor's gains with a name, each with its offset. */
    private final Map<String, long[]> gainPresets = new LinkedHashMap<>();

    private final Map<String, Long> values = new ConcurrentHashMap<>();
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final Map<String, Long> pending = new LinkedHashMap<>();
    private volatile boolean hasPending;
    private volatile int epoch;

    Knobs(List<CameraControl> all, CameraModel model) {
        this.all = List.copyOf(all);
        for (CameraControl control : this.all) {
            values.put(control.key(), control.defaultValue());
        }
        long offset = model.lowNoiseOffsetSteps();
        gainPresets.put("hdr", new long[] {0, offset});
        gainPresets.put("unity", new long[] {model.unityGainSteps(), offset});
        gainPresets.put("lrn", new long[] {model.lowNoiseGainSteps(), offset});
    }

    @Override
    public List<CameraControl> all() {
        return all;
    }

    @Override
    public OptionalLong value(String word) {
        return named(word).map(it -> OptionalLong.of(values.get(it.key()))).orElse(OptionalLong.empty());
    }

    @Override
    public boolean isAuto(String key) {
        return false;
    }

    @Override
    public void request(Map<String, String> wishes) {
        Map<String, Long> wanted = parsed(wishes);
        synchronized (pending) {
            pending.putAll(wanted);
            hasPending = !pending.isEmpty();
        }
    }

    /**
     * What wishes mean, by key.
     *
     * @throws IllegalArgumentException if one is impossible
     */
    Map<String, Long> parsed(Map<String, String> wishes) {
        Map<String, Long> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, String> wish : wishes.entrySet()) {
            CameraControl control = named(wish.getKey())
                    .orElseThrow(() -> new IllegalArgumentException("control=" + wish.getKey()
                            + " is unknown to this simulated camera; it has "
                            + String.join(
                                    ", ", all.stream().map(CameraControl::key).toList())));
            if (!control.isWritable()) {
                throw new IllegalArgumentException(control.key() + " can only be read; leave it out");
            }
            String text = wish.getValue().strip().toLowerCase(Locale.ROOT);
            long[] preset = control.key().equals("gain") ? gainPresets.get(text) : null;
            if (preset == null) {
                wanted.put(control.key(), value(control, text));
            } else {
                wanted.put(control.key(), preset[0]);
                if (named("offset").isPresent()) {
                    wanted.putIfAbsent("offset", preset[1]);
                }
            }
        }
        return wanted;
    }

    private long value(CameraControl control, String text) {
        return switch (text) {
            case "min" -> control.minValue();
            case "max" -> control.maxValue();
            case "default" -> control.defaultValue();
            case "on", "true" -> checked(control, 1);
            case "off", "false" -> checked(control, 0);
            case "auto" -> throw new IllegalArgumentException(
                    control.key() + "=auto is not possible with a simulated camera; give a number");
            default -> {
                try {
                    yield checked(control, Long.parseLong(text));
                } catch (NumberFormatException noNumber) {
                    String words = control.key().equals("gain")
                            ? ", a preset (" + String.join(", ", gainPresets.keySet()) + ")"
                            : "";
                    throw new IllegalArgumentException(
                            control.key() + "=" + text + " is no whole number" + words + "; give one of "
                                    + control.minValue() + " to " + control.maxValue() + unit(control),
                            noNumber);
                }
            }
        };
    }

    private static long checked(CameraControl control, long value) {
        if (value < control.minValue() || value > control.maxValue()) {
            throw new IllegalArgumentException(control.key() + "=" + value + " is outside the camera's "
                    + control.minValue() + " to " + control.maxValue() + unit(control) + "; choose one inside");
        }
        return value;
    }

    private static String unit(CameraControl control) {
        return control.unit().isEmpty() ? "" : " " + control.unit();
    }

    boolean hasPending() {
        return hasPending;
    }

    /** Everything asked for since the last call, without what stands so already; the focuser may be on its way from there. */
    Map<String, Long> take() {
        synchronized (pending) {
            Map<String, Long> taken = new LinkedHashMap<>(pending);
            taken.entrySet()
                    .removeIf(it -> it.getValue().equals(values.get(it.getKey()))
                            && !it.getKey().equals(NightKnobs.FOCUS));
            pending.clear();
            hasPending = false;
            return taken;
        }
    }

    /** Notes what a control stands at. */
    void told(String key, long value) {
        values.put(key, value);
    }

    /** What a control stands at, or a stand-in where the camera has none of that key. */
    long valueOf(String key, long otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /**
     * Notes changes that took effect together.
     *
     * @param before values before, by key; after is what was {@link #told} since
     */
    void changed(Map<String, Long> before, long firstFrame, long utcNs) {
        List<Change> made = new ArrayList<>();
        for (Map.Entry<String, Long> one : before.entrySet()) {
            made.add(new Change(epoch + 1, firstFrame, utcNs, one.getKey(), one.getValue(), values.get(one.getKey())));
        }
        if (changes.size() + made.size() <= MOST_CHANGES) {
            changes.addAll(made);
        }
        epoch++;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public List<Change> changes() {
        return List.copyOf(changes);
    }
}
