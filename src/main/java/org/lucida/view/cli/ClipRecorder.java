package org.lucida.view.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.lucida.camera.CameraInfo;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/** Records frames as a SER file; bound to the files room. */
interface ClipRecorder {
    /** Starts a file; it does not exist yet. */
    Clip create(Path file, FrameFormat format, CameraInfo camera) throws IOException;

    /** A file in the making. */
    interface Clip extends Closeable {
        /** Appends the raw frame in the slot with its time. Not modified. */
        void write(FrameSlot slot) throws IOException;
    }
}
