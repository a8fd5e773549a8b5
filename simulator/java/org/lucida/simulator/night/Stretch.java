package org.lucida.simulator.night;

import org.lucida.simulator.SimulatedClip;
import org.lucida.simulator.sensor.SensorSettings;

/**
 * Frames of a night that are taken alike: from a number on, beginning at a time, at one rate, with one setting of the camera.
 *
 * <p>A clip is one stretch; a camera begins a new one whenever somebody turns a knob. An exposure longer than the one the night was
 * opened with is formed as a sum of shorter ones, so that its image moves and blurs as it should.
 *
 * @param night what is seen; stretches of one camera may differ in it
 * @param firstFrameIndex number of the first frame
 * @param firstStartS start of its exposure after the start of the night
 * @param settings of the camera
 * @param isOpening true for frames as the night was opened, whose times are those of {@link Night#startS}
 */
public record Stretch(
        Night night, long firstFrameIndex, double firstStartS, SensorSettings settings, boolean isOpening) {
    private static final int MOST_PARTS = 40;

    /** Frames as the night was opened. */
    public static Stretch opening(Night night) {
        return new Stretch(night, 0, 0, night.settings().camera().sensor(), true);
    }

    /** What follows from a frame on. */
    public Stretch then(Night nextNight, long frame, double startS, SensorSettings other) {
        return new Stretch(nextNight, frame, startS, other, false);
    }

    /** Start of a frame after the start of the night. */
    public double startS(long frame) {
        return isOpening ? night.startS(frame) : firstStartS + (frame - firstFrameIndex) * settings.framePeriodS();
    }

    /** Start of a frame; frame 0 of every night starts at 2026-01-01T00:00:00Z. */
    public long startUtcNs(long frame) {
        return isOpening ? night.startUtcNs(frame) : SimulatedClip.EPOCH_UTC_NS + Math.round(startS(frame) * 1e9);
    }

    public double frameRateHz() {
        return isOpening ? night.frameRateHz() : 1 / settings.framePeriodS();
    }

    /** Shorter exposures that a frame is the sum of. */
    int partCount() {
        if (isOpening || !night.isQuick()) {
            return 1;
        }
        return (int) Math.max(1, Math.min(MOST_PARTS, settings.exposureS() / night.exposureS() + 1e-9));
    }

    /** Whether the night is long enough for a frame. */
    public boolean holds(long frame) {
        return startS(frame) + settings.exposureS() <= night.lastS();
    }
}
