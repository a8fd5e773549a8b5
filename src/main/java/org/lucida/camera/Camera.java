package org.lucida.camera;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A source of raw frames: a camera on the telescope, a recorded clip, the simulator.
 *
 * <p>Lifecycle: made by a {@link CameraDriver}, {@link #start()}, {@link #read} until END or enough, {@link #close()}.
 * <p>Thread: start, read and close are called by the capture thread only; {@link #info()}, the counters and what is
 * told of settings and troubles from anywhere.
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

    /**
     * Frames with settings of before that were thrown away on purpose: after the start, and after a change of settings.
     * They are neither delivered nor lost, and have no index.
     */
    default long discardedCount() {
        return 0;
    }

    /** The camera's knobs; none for recordings. */
    default CameraControls controls() {
        return CameraControls.NONE;
    }

    /** What the camera has to tell, oldest first; a bounded list that forgets the oldest. Any thread. */
    default List<CameraNotice> notices() {
        return List.of();
    }

    /** Times without frames that {@link #droppedCount} does not tell of: stalls, pulled cables. Any thread. */
    default List<CameraGap> gaps() {
        return List.of();
    }

    /** One-sigma uncertainty of the last frame's start time, ns; negative if unknown. Any thread. */
    default long timeUncertaintyNs() {
        return -1;
    }

    /** The camera's guide port, if it has one. */
    default Optional<PulseGuide> guide() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
