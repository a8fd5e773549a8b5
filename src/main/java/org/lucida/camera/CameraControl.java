package org.lucida.camera;

import java.util.Locale;

/**
 * One knob of a camera: what it is called, what it is measured in, how far it turns.
 *
 * @param key the word in settings, options and reports, unit included where it has one, for instance {@code exposureUs}
 * @param name what the vendor calls it, for instance {@code Exposure}
 * @param unit what one step means, in words: us, 0.1 dB, %, 0.1 C; empty for plain numbers and switches
 * @param minValue least value, in the unit
 * @param maxValue greatest value, in the unit
 * @param defaultValue value of a camera nobody touched, in the unit
 * @param hasAuto true if the camera can turn it by itself
 * @param isWritable false for what can only be read, like the sensor temperature
 * @param meaning one sentence for the observer
 */
public record CameraControl(
        String key,
        String name,
        String unit,
        long minValue,
        long maxValue,
        long defaultValue,
        boolean hasAuto,
        boolean isWritable,
        String meaning) {
    /** True if this control goes by that word: its key or the vendor's name, any case. */
    public boolean isCalled(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT);
        return key.toLowerCase(Locale.ROOT).equals(wanted)
                || name.toLowerCase(Locale.ROOT).equals(wanted);
    }
}
