package org.lucida.pipeline;

import com.lmax.disruptor.RingBuffer;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.frame.FrameSlot;

/**
 * Fetches frames from the camera into the ring; the single producer.
 *
 * <p>A live camera is never made to wait: when the ring is full the frame is read into a scrap slot and counted as
 * dropped. A recording that may wait is read only when a slot is free, and loses nothing.
 * <p>Thread: the capture thread; {@link #requestStop} from anywhere.
 */
final class CaptureLoop implements Runnable {
    private static final long READ_TIMEOUT_MS = 100;
    private static final long RING_WAIT_NS = 50_000;

    private final Camera camera;
    private final RingBuffer<FrameSlot> ring;
    private final LiveLedger ledger;
    private final Limits limits;
    private final FrameSlot scrap;
    /** Notes for the recorder; null without one. */
    private final Arrivals arrivals;

    /** Slots that stay free for a recording to come, so that it begins without a loss. */
    private volatile int reservedCount;

    private volatile boolean stopRequested;
    private volatile IOException failure;
    private volatile long lastFrameNs;
    private long claimed = -1;
    private int controlEpoch;

    CaptureLoop(Camera camera, RingBuffer<FrameSlot> ring, LiveLedger ledger, Limits limits, Arrivals arrivals) {
        this.camera = camera;
        this.ring = ring;
        this.ledger = ledger;
        this.limits = limits;
        this.arrivals = arrivals;
        scrap = limits.mayDrop() ? new FrameSlot(camera.format().frameBytes()) : null;
    }

    /** Ends capture after the frame being read. */
    void requestStop() {
        stopRequested = true;
    }

    /** Keeps so many slots free; frames that find no other are lost as with a full ring. Any thread. */
    void reserve(int slotCount) {
        reservedCount = slotCount;
    }

    /** Why capture ended early, or null. Read after the thread ended. */
    IOException failure() {
        return failure;
    }

    /** Time since the last frame came, or since the start, ns; 0 before. Any thread. */
    long silentNs() {
        long last = lastFrameNs;
        return last == 0 ? 0 : Math.max(0, System.nanoTime() - last);
    }

    @Override
    public void run() {
        try {
            camera.start();
            long startNs = System.nanoTime();
            lastFrameNs = startNs;
            CameraControls controls = camera.controls();
            long frameCount = 0;
            boolean more = true;
            while (more
                    && !stopRequested
                    && frameCount < limits.maxFrameCount()
                    && System.nanoTime() - startNs < limits.maxNs()) {
                FrameSlot slot = freeSlot();
                if (slot == null) {
                    LockSupport.parkNanos(RING_WAIT_NS);
                    continue;
                }
                slot.clear();
                switch (camera.read(slot, READ_TIMEOUT_MS)) {
                    case FRAME -> {
                        frameCount++;
                        lastFrameNs = System.nanoTime();
                        slot.controlEpochIndex = epochOf(slot, controls);
                        account(slot);
                    }
                    case TIMEOUT -> {
                        // a long exposure or a late camera: look for a stop request, then ask again
                    }
                    case END -> more = false;
                }
                ledger.cameraDropped(camera.droppedCount());
            }
        } catch (IOException cameraFailed) {
            failure = cameraFailed;
        } catch (RuntimeException bug) {
            failure = new IOException("the camera driver failed: " + bug, bug);
        } finally {
            ledger.cameraDropped(camera.droppedCount());
        }
    }

    /** Settings of a frame; the camera is asked only around a change, when frames of both may come. */
    private int epochOf(FrameSlot slot, CameraControls controls) {
        if (controls.epoch() != controlEpoch) {
            controlEpoch = controls.epochAt(slot.frameIndex);
        }
        return controlEpoch;
    }

    /** The claimed slot, a newly claimed one, the scrap slot, or null when the caller should wait. */
    private FrameSlot freeSlot() {
        if (claimed < 0 && ring.hasAvailableCapacity(1 + reservedCount)) {
            claimed = ring.next();
        }
        return claimed >= 0 ? ring.get(claimed) : scrap;
    }

    private void account(FrameSlot slot) {
        if (slot == scrap) {
            ledger.ringFull();
        } else {
            if (arrivals != null) {
                arrivals.note(claimed, System.nanoTime(), slot.verdict.isRejected());
            }
            ledger.published();
            ring.publish(claimed);
            claimed = -1;
        }
    }
}
