package org.lucida.pipeline;

import org.lucida.files.ClipWriter;
import org.lucida.frame.FrameFormat;

/**
 * What shall be recorded, and how.
 *
 * @param kind how the clip is written
 * @param stop when the recording ends by itself
 * @param preTriggerS seconds kept in memory until the trigger comes; 0 = recording begins with the first frame
 * @param bufferBytes most memory of the ring between camera and disk
 */
public record RecordingWish(ClipWriter.Kind kind, Stop stop, double preTriggerS, long bufferBytes) {
    /** Room on the disk that stays free for the end of the clip and the reports. */
    public static final long RESERVE_BYTES = 64L << 20;

    /** Part of the ring that frames kept for the trigger may fill; the rest bridges stalls of the disk. */
    private static final double MOST_KEPT_FRACTION = 0.5;

    private static final long DEFAULT_BUFFER_BYTES = 1L << 30;
    /** The machine keeps a part of what it allows outside the heap. */
    private static final double MOST_DIRECT_FRACTION = 0.75;

    public RecordingWish {
        if (!(preTriggerS >= 0 && preTriggerS <= 3600)) {
            throw new IllegalArgumentException("--pre-trigger-s=" + preTriggerS + " is outside 0..3600; change it");
        }
        if (bufferBytes < 1) {
            throw new IllegalArgumentException("bufferBytes=" + bufferBytes + " must be at least 1; raise it");
        }
    }

    /**
     * When a recording ends by itself.
     *
     * @param maxFrameCount frames in the clip; {@link Long#MAX_VALUE} = no limit
     * @param maxDurationNs from the first frame in the clip, by the machine's clock; {@link Long#MAX_VALUE} = no limit
     * @param maxBytes raw bytes in the clip; {@link Long#MAX_VALUE} = no limit
     */
    public record Stop(long maxFrameCount, long maxDurationNs, long maxBytes) {
        /** Never by itself. */
        public static final Stop NEVER = new Stop(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        public Stop {
            if (maxFrameCount < 1 || maxDurationNs < 1 || maxBytes < 1) {
                throw new IllegalArgumentException("maxFrameCount=" + maxFrameCount + " maxDurationNs=" + maxDurationNs
                        + " maxBytes=" + maxBytes + " must be at least 1 each; raise them");
            }
        }

        /** Frames of this shape that the limits of frames and bytes allow. */
        long frameCount(FrameFormat format) {
            return Math.min(maxFrameCount, Math.max(1, maxBytes / format.frameBytes()));
        }
    }

    /** A gigabyte, or what the machine allows. */
    public static long usualBufferBytes() {
        return Math.min(DEFAULT_BUFFER_BYTES, (long) (MOST_DIRECT_FRACTION * MemoryPlan.maxDirectBytes()));
    }

    /** Slots that may be kept for the trigger. */
    static int mostKept(int slotCount) {
        return Math.max(1, (int) (slotCount * MOST_KEPT_FRACTION));
    }
}
