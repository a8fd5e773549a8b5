package org.lucida.camera;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The knobs of an open camera: what they stand at, and how to turn them while frames flow.
 *
 * <p>A change is asked for from any thread and made between two frames by the capture thread. Frames that were on their way
 * with the old setting are discarded, the epoch goes up by one, and the change is written down with the first frame that
 * has it, so that every frame can be told its settings afterwards.
 * <p>Thread: any.
 */
public interface CameraControls {
    /** A camera without knobs. */
    CameraControls NONE = new CameraControls() {
        @Override
        public List<CameraControl> all() {
            return List.of();
        }

        @Override
        public OptionalLong value(String key) {
            return OptionalLong.empty();
        }

        @Override
        public boolean isAuto(String key) {
            return false;
        }

        @Override
        public void request(Map<String, String> wishes) {
            if (!wishes.isEmpty()) {
                throw new IllegalArgumentException(
                        String.join(", ", wishes.keySet()) + ": this source has no camera controls; leave them out");
            }
        }

        @Override
        public int epoch() {
            return 0;
        }

        @Override
        public List<Change> changes() {
            return List.of();
        }
    };

    /**
     * One change that took effect.
     *
     * @param epoch number of the settings from this change on; 0 = as opened
     * @param firstFrameIndex first frame taken with it
     * @param appliedUtcNs when it was written to the camera, ns since 1970 UTC
     * @param key which control
     * @param beforeValue value before, in the control's unit
     * @param afterValue value read back after, in the control's unit
     */
    record Change(int epoch, long firstFrameIndex, long appliedUtcNs, String key, long beforeValue, long afterValue) {}

    /** All knobs, in the camera's order. Never changes while the camera is open. */
    List<CameraControl> all();

    /** What a control stood at when last written or read (sensor readings: at most a second or so ago); empty if unknown. */
    OptionalLong value(String key);

    /** True if the camera turns this control by itself now. */
    boolean isAuto(String key);

    /**
     * Asks for changes, all of them between the same two frames. Returns at once.
     *
     * @param wishes key to a number in the control's unit, or one of the words auto, min, max, default
     * @throws IllegalArgumentException if a control does not exist, cannot be written or the value is out of range; then
     *     nothing is changed
     */
    void request(Map<String, String> wishes);

    /** Asks for one change. */
    default void request(String key, long value) {
        request(Map.of(key, Long.toString(value)));
    }

    /** Number of the settings in force; goes up with every change. */
    int epoch();

    /** All changes so far, oldest first. */
    List<Change> changes();

    /** Number of the settings a delivered frame was taken with. */
    default int epochAt(long frameIndex) {
        int epoch = 0;
        for (Change change : changes()) {
            if (change.firstFrameIndex() <= frameIndex) {
                epoch = Math.max(epoch, change.epoch());
            }
        }
        return epoch;
    }

    /** The control that goes by this word, if there is one. */
    default Optional<CameraControl> named(String word) {
        return all().stream().filter(it -> it.isCalled(word)).findFirst();
    }
}
