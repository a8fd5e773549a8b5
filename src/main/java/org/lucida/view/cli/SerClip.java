package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.lucida.camera.CameraInfo;
import org.lucida.files.SerText;
import org.lucida.files.SerWriter;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/** A clip in the making, as a SER file. */
final class SerClip implements ClipRecorder.Clip {
    private final SerWriter writer;

    private SerClip(SerWriter writer) {
        this.writer = writer;
    }

    static SerClip create(Path file, FrameFormat format, CameraInfo camera) throws IOException {
        String telescope = camera.facts().getOrDefault("TELESCOP", "");
        return new SerClip(SerWriter.create(file, format, new SerText("", camera.name(), telescope)));
    }

    @Override
    public void write(FrameSlot slot) throws IOException {
        writer.write(slot.raw, slot.startUtcNs);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
