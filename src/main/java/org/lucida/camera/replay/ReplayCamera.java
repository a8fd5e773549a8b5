package org.lucida.camera.replay;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

/**
 * A recording that behaves like a camera.
 *
 * <p>At full speed the next frame is always there. At any other pace frames appear by the clock, the camera keeps the
 * newest {@value #BUFFER_FRAMES} of them, and older ones that were not fetched are lost and counted.
 *
 * <p>Memory: {@link #read} allocates nothing for SER clips; for FITS only where a new file is opened.
 * <p>Thread: as {@link Camera} says.
 */
final class ReplayCamera implements Camera {
    /** Frames a small camera buffers on its own. */
    static final int BUFFER_FRAMES = 2;

    private static final long NS_PER_MS = 1_000_000;

    private enum State {
        OPEN,
        RUNNING,
        CLOSED
    }

    private final Recording recording;
    private final CameraInfo info;
    private final Roi roi;
    private final FrameFormat format;
    private final ReplayPace pace;
    private final ReplayClock clock;
    private final AtomicLong dropped = new AtomicLong();
    private State state = State.OPEN;
    private long startNs;
    private long nextFrame;
    /** Newest frame the clock has let appear; -1 before the first. */
    private long newestFrame = -1;

    ReplayCamera(Recording recording, CameraInfo info, Roi roi, ReplayPace pace, ReplayClock clock) {
        this.recording = recording;
        this.info = info;
        this.roi = roi;
        this.format = recording.format().cropped(roi);
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public CameraInfo info() {
        return info;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public void start() {
        if (state != State.OPEN) {
            throw new IllegalStateException(
                    "camera=" + info.address() + " is " + state + " and can be started only once; open it again");
        }
        state = State.RUNNING;
        startNs = clock.nanoTime();
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        if (state != State.RUNNING) {
            throw new IllegalStateException("camera=" + info.address() + " is " + state + "; start it before reading");
        }
        if (nextFrame >= recording.frameCount()) {
            return Delivery.END;
        }
        if (!pace.isMax() && !waitForNext(timeoutMs)) {
            return Delivery.TIMEOUT;
        }
        long frame = nextFrame++;
        slot.frameIndex = frame;
        slot.startUtcNs = recording.startUtcNs(frame);
        if (!recording.read(frame, roi, slot.raw)) {
            slot.reject(Verdict.DAMAGED);
        } else {
            slot.withoutValue = recording.withoutValue();
        }
        return Delivery.FRAME;
    }

    @Override
    public long droppedCount() {
        return dropped.get();
    }

    @Override
    public void close() throws IOException {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            recording.close();
        }
    }

    /** Waits until the next frame is due, then forgets those that fell out of the buffer meanwhile. */
    private boolean waitForNext(long timeoutMs) {
        long now = clock.nanoTime();
        long dueNs = startNs + pace.dueNs(nextFrame);
        long waitNs = timeoutMs >= Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE / 2 : timeoutMs * NS_PER_MS;
        long endNs = now + waitNs;
        while (now - dueNs < 0) {
            if (now - endNs >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            clock.sleep(Math.min(dueNs - now, endNs - now));
            now = clock.nanoTime();
        }
        newestFrame = Math.max(newestFrame, nextFrame);
        while (newestFrame + 1 < recording.frameCount() && now - startNs >= pace.dueNs(newestFrame + 1)) {
            newestFrame++;
        }
        long oldestKept = newestFrame - BUFFER_FRAMES + 1;
        if (oldestKept > nextFrame) {
            dropped.addAndGet(oldestKept - nextFrame);
            nextFrame = oldestKept;
        }
        return true;
    }
}
