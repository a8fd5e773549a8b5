package org.lucida.pipeline;

/** stub */
public record RecordingRoom(long bufferBytes) {
    public static RecordingRoom usual() {
        return new RecordingRoom(RecordingWish.usualBufferBytes());
    }
}
