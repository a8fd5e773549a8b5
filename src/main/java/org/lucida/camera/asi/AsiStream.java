package org.lucida.camera.asi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.lucida.frame.FrameSlot;

/**
 * The flow of frames from a camera that answers: video, or {@link AsiShots}; and what is done between two frames.
 *
 * <p>After a start and after a change of settings the first {@value #STALE_FRAMES} video frames are discarded: they are of
 * before.
 * <p>Memory: {@link #look} allocates nothing while video frames come.
 * <p>Thread: the capture thread, or the closing one under the camera's lock. The library's thread writes what a call
 * brought, and hands it over when the call is done.
 */
final class AsiStream {
    static final int STALE_FRAMES = 2;

    private static final long NS_PER_MS = 1_000_000;
    private static final long HOUSEKEEPING_NS = 1_000_000_000;
    private static final int POLL_MS = 20;
    /** What the bus carries, for the time a frame needs from sensor to memory, bytes a second. */
    private static final double USB3_BYTES_PER_S = 400e6;

    private static final double USB2_BYTES_PER_S = 43e6;

    private final AsiLink link;
    private final AsiSettings settings;
    private final AsiIntake intake;
    private final AsiSilence silence;
    private final AsiShots shots;
    private final AsiFacts facts;
    private final AsiNotices notices;
    private final BandwidthTuner tuner;
    private final int frameBytes;
    private final int stuckMs;
    private int staleLeft;
    private long nextHousekeepingNs;
    /** True while a frame is fetched, also in a call that was left alone. */
    private boolean isFetching;

    // ---- handed to the library's thread, which fetches
    private final Runnable videoCall = this::fetch;
    private final Runnable haltCall = this::halt;
    private ByteBuffer videoBuffer;
    private int videoWaitMs;

    // ---- asked by a thread of its own while the library hangs
    private volatile boolean isHanging;
    private volatile int droppedInHang;

    // ---- and what the library's thread hands back
    private final int[] droppedNow = {0};
    private int videoCode;
    private long enteredNs;
    private long returnedNs;

    /**
     * A stream that does not flow yet.
     *
     * @param stuckMs on top of what a call may take: after that it is overdue
     */
    AsiStream(
            AsiLink link,
            AsiSettings settings,
            AsiIntake intake,
            AsiSilence silence,
            AsiShots shots,
            AsiFacts facts,
            AsiNotices notices,
            BandwidthTuner tuner,
            int frameBytes,
            int stuckMs) {
        this.link = link;
        this.settings = settings;
        this.intake = intake;
        this.silence = silence;
        this.shots = shots;
        this.facts = facts;
        this.notices = notices;
        this.tuner = tuner;
        this.frameBytes = frameBytes;
        this.stuckMs = stuckMs;
    }

    /** Starts the stream, or makes ready for single shots. */
    void start() throws IOException {
        if (!settings.isSingleShot()) {
            link.call("ASIStartVideoCapture", AsiLink.SETTING_MS, () -> link.device()
                    .start());
        }
        begins();
    }

    private void begins() {
        silence.begins();
        nextHousekeepingNs = System.nanoTime() + HOUSEKEEPING_NS;
        staleLeft = settings.isSingleShot() ? 0 : STALE_FRAMES;
        intake.restart(settings.exposureNs(), readoutNs());
    }

    /** Time from the end of an exposure until the frame is in memory, by the speed of the bus. */
    private long readoutNs() {
        double bytesPerS = link.property().isUsb3Host ? USB3_BYTES_PER_S : USB2_BYTES_PER_S;
        return (long) (frameBytes / bytesPerS * 1e9);
    }

    void stop() throws IOException {
        shots.abort();
        settle();
        link.call("ASIStopVideoCapture", haltCall, AsiLink.STOP_MS);
        settle();
        streamStopped();
    }

    /** Stops the stream for good: what is lost from now on is no part of the session. */
    void end() throws IOException {
        shots.abort();
        link.call("ASIStopVideoCapture", () -> link.device().stop(), AsiLink.STOP_MS);
    }

    /** The library hangs: tries to make it return, and asks before how much it has lost, as that is forgotten then. */
    void unblock() {
        AsiDevice device = link.device();
        isHanging = true;
        link.unblock(() -> {
            int[] count = {0};
            device.dropped(count);
            if (isHanging) {
                droppedInHang = count[0];
            }
        });
    }

    /** Takes down what the library's thread brought since, also in calls that were left alone. */
    private void settle() {
        isHanging = false;
        if (droppedInHang > 0) {
            intake.counted(droppedInHang);
            droppedInHang = 0;
        }
        intake.counted(droppedNow[0]);
        if (isFetching && videoCode == AsiApi.SUCCESS) {
            intake.discard();
        }
        isFetching = false;
    }

    private void streamStopped() {
        intake.streamStopped();
        droppedNow[0] = 0;
    }

    /** The camera is gone, and the stream with it. */
    void gone() {
        shots.forget();
        streamStopped();
    }

    /**
     * One look for a frame.
     *
     * @param slot Modified: raw bytes, time, index and verdict, if it gets the frame
     * @throws AsiLink.Overdue if the library hangs
     * @throws IOException if the camera is gone
     */
    AsiLook look(FrameSlot slot, int waitMs) throws IOException {
        betweenFrames();
        if (!settings.isSingleShot()) {
            return video(slot, waitMs);
        }
        AsiLook look = shots.look(slot, waitMs, settings.exposureNs());
        if (look == AsiLook.FRAME) {
            deliver(slot);
        }
        return look;
    }

    /** The call into the library, on its thread. */
    private void fetch() {
        AsiDevice device = link.device();
        enteredNs = System.nanoTime();
        videoCode = device.fetch(videoBuffer, frameBytes, videoWaitMs);
        returnedNs = System.nanoTime();
        device.dropped(droppedNow);
    }

    /** Stops the stream, after a last look at what it lost. */
    private void halt() {
        AsiDevice device = link.device();
        device.dropped(droppedNow);
        device.stop();
    }

    private AsiLook video(FrameSlot slot, int waitMs) throws IOException {
        intake.mark(slot);
        videoBuffer = slot.raw;
        videoWaitMs = waitMs;
        isFetching = true;
        link.call("ASIGetVideoData", videoCall, waitMs + stuckMs);
        isFetching = false;
        if (videoCode == AsiApi.SUCCESS) {
            return took(slot);
        }
        intake.counted(droppedNow[0]);
        if (AsiError.isGone(videoCode)) {
            throw new IOException(link.name() + " is gone: error " + AsiError.text(videoCode));
        }
        if (videoCode == AsiApi.BUFFER_TOO_SMALL || videoCode == AsiApi.INVALID_SIZE) {
            return AsiLook.WRONG_SIZE;
        }
        if (videoCode != AsiApi.TIMEOUT) {
            notices.trouble("ASIGetVideoData failed: error " + AsiError.text(videoCode) + "; trying on");
            LockSupport.parkNanos(Math.min(waitMs, POLL_MS) * NS_PER_MS);
        }
        return AsiLook.SILENT;
    }

    private AsiLook took(FrameSlot slot) throws IOException {
        boolean isLossy = intake.fetched(enteredNs, returnedNs, droppedNow[0], silence.sinceNs());
        boolean isFirst = silence.ends(returnedNs);
        if (isLossy && !isFirst) {
            lessBandwidth("frames are lost on the USB bus");
        }
        if (staleLeft > 0) {
            staleLeft--;
            intake.discard();
            return AsiLook.NOTHING;
        }
        deliver(slot);
        return AsiLook.FRAME;
    }

    private void deliver(FrameSlot slot) throws IOException {
        FrameHealth.Finding finding = intake.deliver(slot, settings.exposureNs());
        if (finding != FrameHealth.Finding.SOUND && finding != FrameHealth.Finding.BLANK) {
            lessBandwidth("frames are torn on the USB bus");
        }
    }

    private void betweenFrames() throws IOException {
        if (settings.controls().hasPending()) {
            change(settings.controls().take());
        }
        if (System.nanoTime() - nextHousekeepingNs >= 0) {
            nextHousekeepingNs = System.nanoTime() + HOUSEKEEPING_NS;
            long exposureBeforeNs = settings.exposureNs();
            settings.refresh();
            if (settings.exposureNs() != exposureBeforeNs) {
                intake.exposureTurned(settings.exposureNs());
            }
            intake.keepTime();
            facts.tell();
        }
    }

    /** Makes changes between two frames, and discards what was exposed before. */
    private void change(Map<AsiControl, Wanted> wanted) throws IOException {
        Map<AsiControl, Long> before = settings.values(wanted.keySet());
        boolean wasSingleShot = settings.isSingleShot();
        long exposureBeforeNs = settings.exposureNs();
        shots.abort();
        settings.set(wanted);
        if (wasSingleShot != settings.isSingleShot()) {
            if (wasSingleShot) {
                start();
            } else {
                stop();
                begins();
            }
        } else if (wanted.keySet().stream().anyMatch(AsiControl::showsInFrames)) {
            staleLeft = settings.isSingleShot() ? 0 : STALE_FRAMES;
            intake.looksChanged();
            if (settings.exposureNs() != exposureBeforeNs) {
                intake.restart(settings.exposureNs(), readoutNs());
                // frames of the old exposure may still come; the first new one may take long
                silence.begins();
            }
        }
        settings.controls().changed(before, intake.nextIndex(), intake.utcNowNs());
        facts.tell();
    }

    /** Takes the share of the bus down a step, if there is one left and it is time. */
    void lessBandwidth(String why) throws IOException {
        Optional<AsiControl> control = settings.controls().byType(AsiApi.BANDWIDTHOVERLOAD);
        if (control.isEmpty()) {
            return;
        }
        long now = settings.controls().valueOf(AsiApi.BANDWIDTHOVERLOAD, 0);
        long less = tuner.afterLoss(now, System.nanoTime());
        if (less < now) {
            notices.fact("bandwidthPercent=" + now + " is lowered to " + less + ": " + why);
            change(Map.of(control.get(), Wanted.of(less)));
        }
    }
}
