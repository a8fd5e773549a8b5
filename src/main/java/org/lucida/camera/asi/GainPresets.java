package org.lucida.camera.asi;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The gains a maker recommends: {@code hdr} (highest dynamic range), {@code unity} (one electron is one ADU), {@code lrn}
 * (lowest read noise), each with its offset.
 */
final class GainPresets {
    /** A gain (0.1 dB) and the offset that goes with it. */
    record Preset(long gainNumber, long offsetNumber) {}

    private final Map<String, Preset> presets = new TreeMap<>();

    private GainPresets() {}

    /** Asks an opened camera. Older versions of the library know fewer of them. */
    static GainPresets of(AsiApi api, int id) {
        GainPresets all = new GainPresets();
        int[] offsetHdr = {-1};
        int[] offsetUnity = {-1};
        int[] gainLrn = {-1};
        int[] offsetLrn = {-1};
        if (api.ASIGetGainOffset(id, offsetHdr, offsetUnity, gainLrn, offsetLrn) != AsiApi.SUCCESS) {
            return all;
        }
        all.add("lrn", gainLrn[0], offsetLrn[0]);
        int[] low = {-1};
        int[] middle = {-1};
        int[] high = {-1};
        int[] offsetHigh = {-1};
        boolean gains = api.ASIGetLMHGainOffset(id, low, middle, high, offsetHigh) == AsiApi.SUCCESS;
        // highest dynamic range is at no gain on all models, also where the library is too old to say so
        all.add("hdr", gains ? low[0] : 0, offsetHdr[0]);
        all.add("unity", gains ? middle[0] : -1, offsetUnity[0]);
        return all;
    }

    private void add(String name, int gain, int offset) {
        if (gain >= 0 && offset >= 0) {
            presets.put(name, new Preset(gain, offset));
        }
    }

    Optional<Preset> named(String name) {
        return Optional.ofNullable(presets.get(name));
    }

    /** The names this camera has. */
    String names() {
        return presets.isEmpty() ? "none" : String.join(", ", presets.keySet());
    }
}
