package org.lucida.pipeline;

/**
 * When capture ends by itself, and whether frames may be dropped.
 *
 * @param mayDrop true for a live camera: a full ring drops frames and counts them; false for a recording: it waits
 * @param maxFrameCount frames after which capture ends; {@link Long#MAX_VALUE} = never
 * @param maxNs nanoseconds after which capture ends; {@link Long#MAX_VALUE} = never
 */
public record Limits(boolean mayDrop, long maxFrameCount, long maxNs) {
    /** Everything the source has, nothing dropped. */
    public static Limits none() {
        return new Limits(false, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
