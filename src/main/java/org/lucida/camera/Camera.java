package org.lucida.camera;

import java.io.IOException;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A source of raw frames: a camera on the telescope, a recorded clip, the simulator.
 *
 * <p>Lifecycle: made by a {@link CameraDriver}, {@link #start()}, {@link #read} until END or enough, {@link #close()}.
 * <p>Thread: start, read and close are called by the capture thread only; {@link #droppedCount()} from anywhere.
 */
public interface Camera extends AutoCloseable {
    /** What came of one call of {@link #read}. */
    enum Delivery {
        /** The slot holds the next frame. */
        FRAME,
        /** No frame became due within the timeout; call again. */
        TIMEOUT,
        /** The source has no more frames. */
        END
    }

    /** Who this is and what it delivers. */
    CameraInfo info();

    /** Shape of every frame delivered, region of interest applied. */
    FrameFormat format();

    /** Begins the exposure or playback; the clock of a paced replay starts here. */
    void start() throws IOException;

    /**
     * Waits for the next frame and writes it straight into the slot's raw buffer, with index and time.
     *
     * <p>A frame that was cut short or is unreadable is delivered with the verdict DAMAGED and counts as delivered.
     * <p>Memory: allocates nothing in steady state.
     *
     * @param slot cleared by the caller; Modified: raw, frameIndex, startUtcNs, withoutValue, verdict
     * @param timeoutMs longest wait in milliseconds; 0 looks once
     * @throws IOException when the source fails for good; the message names source, place and remedy
     */
    Delivery read(FrameSlot slot, long timeoutMs) throws IOException;

    /** Frames the source itself lost before they could be read (camera buffer overrun, replay running late). */
    long droppedCount();

    @Override
    void close() throws IOException;
}
