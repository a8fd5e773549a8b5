package org.lucida.pipeline;

/**
 * Room for recordings that begin and end at will beside the stack: a ring between camera and disk.
 *
 * @param bufferBytes most memory of the ring
 */
public record RecordingRoom(long bufferBytes) {
    public RecordingRoom {
        if (bufferBytes < 1) {
            throw new IllegalArgumentException("bufferBytes=" + bufferBytes + " must be at least 1; raise it");
        }
    }

    /** As much as a recording usually gets. */
    public static RecordingRoom usual() {
        return new RecordingRoom(RecordingWish.usualBufferBytes());
    }
}
