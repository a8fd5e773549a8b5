package org.lucida.camera.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Roi;

/** Frames on disk, in order, whatever files they lie in. */
interface Recording extends AutoCloseable {
    /** Shape of whole frames. */
    FrameFormat format();

    long frameCount();

    /** Start of a frame in ns since 1970 UTC, or unknown. */
    long startUtcNs(long frame);

    /** Time from the first frame to this one as a replay by time stamps keeps it, or unknown. */
    long playNs(long frame);

    /** The rate the files declare; empty if they do not. */
    OptionalDouble declaredRateHz();

    OptionalDouble exposureUs();

    Map<String, String> facts();

    List<String> notes();

    /** Reads a region; false if the frame is damaged. */
    boolean read(long frame, Roi roi, ByteBuffer raw) throws IOException;

    /** Pixels of the region read last that hold no number, or null; see {@link org.lucida.frame.FrameSlot#withoutValue}. */
    default PixelMask withoutValue() {
        return null;
    }

    @Override
    void close() throws IOException;
}
