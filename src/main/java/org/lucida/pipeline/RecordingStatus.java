package org.lucida.pipeline;

/**
 * A recording at one instant. At the end nothing is waiting and
 * {@code deliveredCount = recordedCount + cameraLostCount + ringLostCount + damagedCount + outsideCount + failedCount}.
 *
 * @param state what the recorder does
 * @param deliveredCount frames the camera made, its own losses included
 * @param recordedCount frames in the clip
 * @param cameraLostCount frames the camera lost
 * @param ringLostCount frames lost because the ring was full: the disk was too slow
 * @param damagedCount frames the camera called incomplete; they are not in the clip
 * @param outsideCount frames before the trigger and after the end
 * @param failedCount frames that could not be written
 * @param waitingCount frames on the ring that the recorder has not looked at
 * @param keptCount frames kept in memory for the trigger
 * @param securedCount frames in the clip that survive a power failure
 * @param recordedBytes raw bytes in the clip
 * @param wallS from the first recorded frame to now, or to the last
 * @param slotCount slots of the ring
 * @param gapCount intervals of more than one and a half frame times
 */
public record RecordingStatus(
        State state,
        long deliveredCount,
        long recordedCount,
        long cameraLostCount,
        long ringLostCount,
        long damagedCount,
        long outsideCount,
        long failedCount,
        long waitingCount,
        long keptCount,
        long securedCount,
        long recordedBytes,
        double wallS,
        int slotCount,
        long gapCount) {
    /** What the recorder does. */
    public enum State {
        /** Keeps the last seconds in memory and waits for the trigger. */
        ARMED("waiting for the trigger"),
        /** Writes every frame. */
        RECORDING("recording"),
        /** Asked to end, or the frames ended. */
        ENDED("ended with the frames"),
        /** The wished number of frames is in the clip. */
        ENDED_BY_FRAMES("frame limit reached"),
        /** The wished time is over. */
        ENDED_BY_TIME("time limit reached"),
        /** The wished bytes are in the clip. */
        ENDED_BY_BYTES("byte limit reached"),
        /** Little room is left on the disk; what there is belongs to the end of the clip. */
        ENDED_BY_SPACE("disk nearly full"),
        /** The disk failed. */
        FAILED("disk failed");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** In words, for reports. */
        public String words() {
            return words;
        }

        /** True once no further frame is written. */
        public boolean isEnded() {
            return this != ARMED && this != RECORDING;
        }
    }

    /** True if every frame is in exactly one place. */
    public boolean balances() {
        return waitingCount >= 0
                && deliveredCount
                        == recordedCount
                                + cameraLostCount
                                + ringLostCount
                                + damagedCount
                                + outsideCount
                                + failedCount
                                + waitingCount;
    }

    /** Frames that should be in the clip and are not. */
    public long lostCount() {
        return cameraLostCount + ringLostCount + damagedCount + failedCount;
    }

    /** How full the ring is, frames kept for the trigger left out. */
    public double fillFraction() {
        return (double) Math.max(0, waitingCount - keptCount) / slotCount;
    }
}
