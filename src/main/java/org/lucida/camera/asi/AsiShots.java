package org.lucida.camera.asi;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.lucida.frame.FrameSlot;

/**
 * Long exposures, taken one by one so that they can be aborted.
 *
 * <p>Thread: the capture thread; the closing one aborts, under the camera's lock.
 */
final class AsiShots {
    private static final long NS_PER_MS = 1_000_000;
    private static final int POLL_MS = 20;
    private static final int RETRIES = 3;
    /** What an overdue exposure is granted beyond its time, ns. */
    private static final long GRACE_NS = 10_000_000_000L;

    private final AsiLink link;
    private final AsiIntake intake;
    private final AsiNotices notices;
    private final int frameBytes;
    private boolean isExposing;
    private long orderedNs;
    private long acceptedNs;
    private int failedInRow;

    AsiShots(AsiLink link, AsiIntake intake, AsiNotices notices, int frameBytes) {
        this.link = link;
        this.intake = intake;
        this.notices = notices;
        this.frameBytes = frameBytes;
    }

    /**
     * Begins an exposure, waits for its end, or fetches it.
     *
     * @param slot Modified: raw bytes, time, index and verdict, if it gets the frame
     */
    AsiLook look(FrameSlot slot, int waitMs, long exposureNs) throws IOException {
        if (!isExposing) {
            begin();
        }
        long waitedNs = System.nanoTime() - acceptedNs;
        if (waitedNs < exposureNs) {
            LockSupport.parkNanos(this, Math.min(exposureNs - waitedNs, waitMs * NS_PER_MS));
            return AsiLook.NOTHING;
        }
        int status = status();
        if (status == AsiApi.EXP_WORKING && waitedNs < exposureNs + GRACE_NS) {
            LockSupport.parkNanos(this, Math.min(waitMs, POLL_MS) * NS_PER_MS);
            return AsiLook.NOTHING;
        }
        isExposing = false;
        if (status == AsiApi.EXP_SUCCESS && download(slot)) {
            failedInRow = 0;
            intake.exposed(orderedNs, acceptedNs);
            return AsiLook.FRAME;
        }
        return failed();
    }

    private void begin() throws IOException {
        orderedNs = System.nanoTime();
        link.call("ASIStartExposure", AsiLink.SETTING_MS, () -> {
            int code = link.device().expose();
            if (code != AsiApi.SUCCESS) {
                throw new IOException(link.name() + " does not expose: error " + AsiError.text(code));
            }
        });
        acceptedNs = System.nanoTime();
        isExposing = true;
    }

    private int status() throws IOException {
        int[] status = {AsiApi.EXP_FAILED};
        link.call("ASIGetExpStatus", AsiLink.SETTING_MS, () -> {
            int code = link.device().exposureStatus(status);
            if (AsiError.isGone(code)) {
                throw new IOException(link.name() + " is gone: error " + AsiError.text(code));
            }
            if (code != AsiApi.SUCCESS) {
                status[0] = AsiApi.EXP_FAILED;
            }
        });
        return status[0];
    }

    private boolean download(FrameSlot slot) throws IOException {
        intake.mark(slot);
        int[] code = {AsiApi.GENERAL_ERROR};
        link.call("ASIGetDataAfterExp", AsiLink.SETTING_MS, () -> {
            code[0] = link.device().download(slot.raw, frameBytes);
        });
        return code[0] == AsiApi.SUCCESS;
    }

    private AsiLook failed() {
        intake.lost();
        failedInRow++;
        notices.trouble("an exposure failed in the camera; it is taken again");
        if (failedInRow <= RETRIES) {
            return AsiLook.NOTHING;
        }
        failedInRow = 0;
        return AsiLook.FAILING;
    }

    /** Ends an exposure under way; its frame will not come. */
    void abort() throws IOException {
        if (isExposing) {
            isExposing = false;
            link.call("ASIStopExposure", () -> link.device().stopExposure(), AsiLink.STOP_MS);
        }
    }

    /** The camera is gone, and an exposure under way with it. */
    void forget() {
        isExposing = false;
    }
}
