package org.lucida.camera.asi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraGap;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraNotice;
import org.lucida.camera.CameraWish;
import org.lucida.camera.PulseGuide;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

/**
 * A ZWO camera that lasts the night.
 *
 * <p>The library writes each frame straight into the slot. What goes wrong is brought back without ending the session:
 *
 * <ul>
 *   <li>Silence (three times the wait of two exposures and half a second): the bus is scanned. If the camera is gone, it is
 *       searched for by its serial number until it is back, then opened with the same settings. If it is there, the stream is
 *       started anew, then the camera opened anew, and then the observer hears what else may be the cause.
 *   <li>A call that does not return: it is left alone, {@link #read} goes on timing out, and the stream is started anew when
 *       it returns at last. {@link #close} never waits longer than some seconds.
 * </ul>
 *
 * <p>After a start and after a change of settings the first {@value #STALE_FRAMES} frames are discarded: they are of before.
 * Long exposures ({@link AsiPatience#singleShotUs}) are taken one by one, so that they can be aborted.
 *
 * <p>Memory: {@link #read} allocates nothing while frames come.
 * <p>Thread: as {@link Camera} says; {@link #close} also from elsewhere.
 */
final class AsiCamera implements Camera {
    static final int STALE_FRAMES = 2;

    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    /** Longest wait inside the library: a stop must not wait for more. */
    private static final int SLICE_MS = 500;

    private static final int STOP_MS = 2_000;
    private static final int CLOSE_MS = 2_000;
    private static final int OPEN_MS = 10_000;
    private static final int SETTING_MS = 4_000;
    private static final long HOUSEKEEPING_NS = 1_000_000_000;
    private static final int SILENCES = 3;
    private static final int POLL_MS = 20;
    private static final int SINGLE_SHOT_RETRIES = 3;
    /** What an overdue single exposure is granted beyond its time, ns. */
    private static final long SINGLE_SHOT_GRACE_NS = 10_000_000_000L;

    private static final int TELLING_FRAMES = 64;
    /** What the bus carries, for the time a frame needs from sensor to memory, bytes a second. */
    private static final double USB3_BYTES_PER_S = 400e6;

    private static final double USB2_BYTES_PER_S = 43e6;

    /** Cameras whose library call never returned; they cannot be opened again before it does. */
    private static final Map<Integer, SdkThread> ABANDONED = new ConcurrentHashMap<>();

    private enum State {
        OPEN,
        RUNNING,
        CLOSED
    }

    private enum Link {
        STREAMING,
        LOST,
        STUCK
    }

    /** The library call under way is overdue. */
    private static final class Overdue extends IOException {
        private static final long serialVersionUID = 1;

        Overdue(String message) {
            super(message);
        }
    }

    /** Work on the library's thread. */
    private interface SdkWork {
        void run() throws IOException;
    }

    private final AsiApi api;
    private final AsiPermissions host;
    private final AsiPatience patience;
    private final SdkThread sdk;
    private final FrameClock clock;
    private final AsiNotices notices;
    private final AsiAccount account = new AsiAccount();
    private final AsiControls controls;
    private final AsiSession session;
    private final AsiFacts facts;
    private final FrameFormat format;
    private final int frameBytes;
    private final FrameHealth health;
    private final BandwidthTuner tuner;
    private final AsiGuide guide;
    private final ReentrantLock lock = new ReentrantLock();
    private final long[] damagedCounts = new long[FrameHealth.Finding.values().length];

    // ---- written by the capture thread, or by the closing one under the lock
    private AsiDevice device;
    private int index;
    private State state = State.OPEN;
    private Link link = Link.STREAMING;
    private volatile boolean closing;
    private boolean isSingleShot;
    private int staleLeft;
    private boolean awaitsFirst;
    private long silentSinceNs;
    private int attempts;
    private long exposureNs;
    private long nextHousekeepingNs;
    private long nextSearchNs;
    private long unblockedNs;
    private long reopenedNs;
    private long usualPeriodNs;
    private boolean bitsTold;
    private float elecPerAdu;
    private volatile long timeUncertaintyNs = -1;
    private volatile CameraInfo info;

    // ---- handed to and fro with the library's thread
    private final Runnable videoCall = this::fetch;
    private final int[] droppedNow = {0};
    private ByteBuffer videoBuffer;
    private int videoWaitMs;
    private int videoCode;
    private long enteredNs;
    private long returnedNs;

    // ---- single shots
    private boolean isExposing;
    private long orderedNs;
    private long acceptedNs;
    private int failedInRow;
    private int expStatus;

    /** What is known of a camera before anything is written to it. */
    private record Opened(AsiDevice device, List<AsiControl> controls, GainPresets presets, String sdkVersion) {}

    /**
     * Opens a camera and writes all settings.
     *
     * @param index place on the list of the last scan
     * @throws IllegalArgumentException if the wish is impossible
     * @throws IOException if the camera cannot be opened, in words with the remedy
     */
    static AsiCamera open(
            AsiApi api, int index, AsiProperty property, CameraWish wish, AsiPermissions host, AsiPatience patience)
            throws IOException {
        SdkThread abandoned = ABANDONED.get(property.cameraId);
        if (abandoned != null && abandoned.isAlive()) {
            throw new IOException("camera=" + property.shortName() + " still hangs in " + abandoned.doing()
                    + " of an earlier session; pull its plug, or start lucida anew");
        }
        ABANDONED.remove(property.cameraId);
        SdkThread sdk = new SdkThread("lucida-asi-" + property.cameraId);
        Opened[] opened = {null};
        try {
            onSdk(sdk, "ASIOpenCamera", OPEN_MS, () -> {
                AsiDevice device = AsiDevice.open(api, property, host);
                try {
                    List<AsiControl> all = new ArrayList<>(device.controls());
                    all.addAll(AsiControls.origin((int) property.maxWidthPx, (int) property.maxHeightPx));
                    opened[0] = new Opened(device, all, device.presets(), api.ASIGetSDKVersion());
                } finally {
                    if (opened[0] == null) {
                        device.close();
                    }
                }
            });
            return new AsiCamera(api, index, opened[0], wish, host, patience, sdk);
        } catch (IOException | RuntimeException failed) {
            if (opened[0] != null && !sdk.isBusy()) {
                sdk.run("ASICloseCamera", opened[0].device()::close, CLOSE_MS);
            }
            sdk.end(null);
            throw failed;
        }
    }

    private AsiCamera(
            AsiApi api,
            int index,
            Opened opened,
            CameraWish wish,
            AsiPermissions host,
            AsiPatience patience,
            SdkThread sdk)
            throws IOException {
        this.api = api;
        this.index = index;
        this.host = host;
        this.patience = patience;
        this.sdk = sdk;
        device = opened.device();
        clock = new FrameClock(FrameClock.system(KernelClock::errorNs));
        notices = new AsiNotices(clock::utcNow);
        controls = new AsiControls(opened.controls(), opened.presets());
        session = new AsiSession(device.property(), controls, wish);
        onSdk(sdk, "ASISetControlValue", SETTING_MS, () -> session.writeTo(opened.device(), notices));
        format = session.format();
        frameBytes = format.frameBytes();
        health = new FrameHealth(format.rowBytes(), format.heightPx());
        tuner = new BandwidthTuner(session.isBandwidthChosen());
        facts = new AsiFacts(device.property(), device.serial(), opened.sdkVersion());
        guide = device.property().hasGuidePort ? new AsiGuide(api, device.id(), notices) : null;
        host.usbMemoryTrouble(frameBytes).ifPresent(notices::trouble);
        settingsChanged();
        tell();
    }

    private static void onSdk(SdkThread sdk, String what, int deadlineMs, SdkWork work) throws IOException {
        IOException[] failure = {null};
        boolean done = sdk.run(
                what,
                () -> {
                    try {
                        work.run();
                    } catch (IOException failed) {
                        failure[0] = failed;
                    }
                },
                deadlineMs);
        if (!done) {
            throw new Overdue(
                    "the ASI camera library hangs in " + sdk.doing() + "; pull the camera's plug and put it in again");
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void onSdk(String what, int deadlineMs, SdkWork work) throws IOException {
        onSdk(sdk, what, deadlineMs, work);
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
    public void start() throws IOException {
        lock.lock();
        try {
            if (state != State.OPEN) {
                throw new IllegalStateException(
                        "camera=" + info.address() + " is " + state + " and can be started only once; open it again");
            }
            state = State.RUNNING;
            startStream();
        } finally {
            lock.unlock();
        }
    }

    /** Starts the stream, or makes ready for single shots. */
    private void startStream() throws IOException {
        if (!isSingleShot) {
            onSdk("ASIStartVideoCapture", SETTING_MS, device::start);
        }
        link = Link.STREAMING;
        streamBegins();
    }

    private void streamBegins() {
        silentSinceNs = System.nanoTime();
        nextHousekeepingNs = silentSinceNs + HOUSEKEEPING_NS;
        awaitsFirst = true;
        staleLeft = isSingleShot ? 0 : STALE_FRAMES;
        clock.restart(exposureNs, readoutNs());
        health.restart();
    }

    /** Time from the end of an exposure until the frame is in memory, by the speed of the bus. */
    private long readoutNs() {
        double bytesPerS = device.property().isUsb3Host ? USB3_BYTES_PER_S : USB2_BYTES_PER_S;
        return (long) (frameBytes / bytesPerS * 1e9);
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        lock.lock();
        try {
            if (state != State.RUNNING) {
                throw new IllegalStateException(
                        "camera=" + info.address() + " is " + state + "; start it before reading");
            }
            long waitNs = timeoutMs >= Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE / 2 : timeoutMs * NS_PER_MS;
            long beganNs = System.nanoTime();
            long leftNs = waitNs;
            while (true) {
                int waitMs = (int) Math.min(SLICE_MS, (leftNs + NS_PER_MS - 1) / NS_PER_MS);
                if (step(slot, waitMs)) {
                    return Delivery.FRAME;
                }
                leftNs = waitNs - (System.nanoTime() - beganNs);
                if (leftNs <= 0 || closing || Thread.currentThread().isInterrupted()) {
                    return Delivery.TIMEOUT;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One look for a frame; true if the slot holds one. */
    private boolean step(FrameSlot slot, int waitMs) {
        try {
            return switch (link) {
                case STREAMING -> {
                    betweenFrames();
                    yield isSingleShot ? singleShot(slot, waitMs) : video(slot, waitMs);
                }
                case LOST -> search(waitMs);
                case STUCK -> awaitUnstuck(waitMs);
            };
        } catch (Overdue overdue) {
            stuck();
        } catch (IOException failed) {
            lost(failed.getMessage());
        }
        return false;
    }

    // ---- frames
    // --------------------------------------------------------------------------------------------------------

    /** The call into the library, on its thread. */
    private void fetch() {
        enteredNs = System.nanoTime();
        videoCode = api.ASIGetVideoData(device.id(), videoBuffer, frameBytes, videoWaitMs);
        returnedNs = System.nanoTime();
        if (videoCode == AsiApi.SUCCESS) {
            api.ASIGetDroppedFrames(device.id(), droppedNow);
        }
    }

    private boolean video(FrameSlot slot, int waitMs) throws IOException {
        health.mark(slot.raw);
        videoBuffer = slot.raw;
        videoWaitMs = waitMs;
        if (!sdk.run("ASIGetVideoData", videoCall, waitMs + patience.stuckMs())) {
            stuck();
            return false;
        }
        if (videoCode == AsiApi.SUCCESS) {
            return took(slot);
        }
        if (AsiError.isGone(videoCode)) {
            lost("camera=" + device.property().shortName() + " is gone: error " + AsiError.text(videoCode));
            return false;
        }
        if (videoCode == AsiApi.BUFFER_TOO_SMALL || videoCode == AsiApi.INVALID_SIZE) {
            wrongSize(waitMs);
            return false;
        }
        if (videoCode != AsiApi.TIMEOUT) {
            notices.trouble("ASIGetVideoData failed: error " + AsiError.text(videoCode) + "; trying on");
            LockSupport.parkNanos(Math.min(waitMs, POLL_MS) * NS_PER_MS);
        }
        silence();
        return false;
    }

    /** The camera was set up by somebody else, or forgot: it is set up again, but not without end. */
    private void wrongSize(int waitMs) throws IOException {
        long now = System.nanoTime();
        if (attempts == 0 || now - reopenedNs > patience.againMs() * NS_PER_MS) {
            attempts++;
            notices.trouble("the camera's frames no longer have the size asked for; it is set up again");
            account.interrupted("set up again after frames of a wrong size");
            reopen();
        } else {
            LockSupport.parkNanos(this, Math.min(waitMs, POLL_MS) * NS_PER_MS);
        }
    }

    private boolean took(FrameSlot slot) throws IOException {
        long droppedBefore = account.droppedCount();
        // a reader that comes late loses frames by itself, whatever the bus does
        boolean wasAway = enteredNs - silentSinceNs > clock.periodNs();
        boolean isQueued = clock.isQueued(enteredNs, returnedNs);
        long advanced = 1 + account.fetched(droppedNow[0], isQueued);
        clock.frame(enteredNs, returnedNs, advanced);
        silentSinceNs = returnedNs;
        attempts = 0;
        boolean isLossy = account.droppedCount() > droppedBefore;
        if (awaitsFirst) {
            awaitsFirst = false;
        } else if (isLossy && !wasAway && !isQueued && clock.periodNs() > 0) {
            lessBandwidth("frames are lost on the USB bus");
        }
        if (staleLeft > 0) {
            staleLeft--;
            account.discarded();
            return false;
        }
        deliver(slot, advanced);
        return true;
    }

    private void deliver(FrameSlot slot, long advanced) throws IOException {
        if (clock.periodNs() > 0) {
            usualPeriodNs = clock.periodNs();
        }
        slot.startUtcNs = clock.startUtcNs();
        timeUncertaintyNs = clock.uncertaintyNs();
        slot.frameIndex = account.delivered(slot.startUtcNs, exposureNs, usualPeriodNs, advanced);
        FrameHealth.Finding finding = health.judge(slot.raw);
        if (finding != FrameHealth.Finding.SOUND) {
            damaged(slot, finding);
        }
        if (!bitsTold && health.seenFrameCount() >= TELLING_FRAMES) {
            tellBits();
        }
    }

    private void damaged(FrameSlot slot, FrameHealth.Finding finding) throws IOException {
        slot.reject(finding == FrameHealth.Finding.BLANK ? Verdict.BLANK : Verdict.DAMAGED);
        damagedCounts[finding.ordinal()]++;
        notices.trouble(
                switch (finding) {
                    case BLANK -> "blank frames arrive: all samples are equal; check cap and exposure, or the USB cable";
                    case SHORT -> "short frames arrive: the library fills only a part; try another USB cable or port";
                    case REPEATED -> "frames arrive twice: the camera stalls; lower bandwidthPercent or try another port";
                    default -> "torn frames arrive: parts are of the frame before; lower bandwidthPercent or try another"
                            + " USB cable or port";
                });
        if (finding != FrameHealth.Finding.BLANK) {
            lessBandwidth("frames are torn on the USB bus");
        }
    }

    /** Says once where the true bits of 16-bit samples lie; the samples stay as delivered. */
    private void tellBits() {
        bitsTold = true;
        int bits = health.usedBits();
        if (format.bitDepth() == 16 && bits != 0) {
            int unused = Integer.numberOfTrailingZeros(bits);
            if (unused > 0) {
                notices.fact("samples are multiples of " + (1 << unused) + ": " + (16 - unused)
                        + " bits, aligned to the top of 16");
            }
        }
    }

    // ---- single shots
    // --------------------------------------------------------------------------------------------------

    private boolean singleShot(FrameSlot slot, int waitMs) throws IOException {
        if (!isExposing) {
            beginExposure();
        }
        long waitedNs = System.nanoTime() - acceptedNs;
        if (waitedNs < exposureNs) {
            LockSupport.parkNanos(this, Math.min(exposureNs - waitedNs, waitMs * NS_PER_MS));
            return false;
        }
        onSdk("ASIGetExpStatus", SETTING_MS, () -> {
            int[] status = {AsiApi.EXP_FAILED};
            int code = api.ASIGetExpStatus(device.id(), status);
            if (AsiError.isGone(code)) {
                throw new IOException(
                        "camera=" + device.property().shortName() + " is gone: error " + AsiError.text(code));
            }
            expStatus = code == AsiApi.SUCCESS ? status[0] : AsiApi.EXP_FAILED;
        });
        if (expStatus == AsiApi.EXP_WORKING && waitedNs < exposureNs + SINGLE_SHOT_GRACE_NS) {
            LockSupport.parkNanos(this, Math.min(waitMs, POLL_MS) * NS_PER_MS);
            return false;
        }
        isExposing = false;
        if (expStatus == AsiApi.EXP_SUCCESS && download(slot)) {
            failedInRow = 0;
            clock.exposure(orderedNs, acceptedNs);
            silentSinceNs = System.nanoTime();
            deliver(slot, 1);
            return true;
        }
        exposureFailed();
        return false;
    }

    private void beginExposure() throws IOException {
        orderedNs = System.nanoTime();
        onSdk("ASIStartExposure", SETTING_MS, () -> {
            int code = api.ASIStartExposure(device.id(), 0);
            if (code != AsiApi.SUCCESS) {
                throw new IOException(
                        "camera=" + device.property().shortName() + " does not expose: error " + AsiError.text(code));
            }
        });
        acceptedNs = System.nanoTime();
        isExposing = true;
    }

    private boolean download(FrameSlot slot) throws IOException {
        health.mark(slot.raw);
        onSdk("ASIGetDataAfterExp", SETTING_MS, () -> {
            videoCode = api.ASIGetDataAfterExp(device.id(), slot.raw, frameBytes);
        });
        return videoCode == AsiApi.SUCCESS;
    }

    private void exposureFailed() throws IOException {
        account.lost();
        failedInRow++;
        notices.trouble("an exposure failed in the camera; it is taken again");
        if (failedInRow > SINGLE_SHOT_RETRIES) {
            failedInRow = 0;
            account.interrupted("opened again after failed exposures");
            reopen();
        }
    }

    private void abortExposure() throws IOException {
        if (isExposing) {
            isExposing = false;
            onSdk("ASIStopExposure", STOP_MS, () -> {
                int ignored = api.ASIStopExposure(device.id());
            });
        }
    }

    // ---- between frames
    // ------------------------------------------------------------------------------------------------

    private void betweenFrames() throws IOException {
        if (controls.hasPending()) {
            change(controls.take());
        }
        if (System.nanoTime() - nextHousekeepingNs >= 0) {
            nextHousekeepingNs = System.nanoTime() + HOUSEKEEPING_NS;
            keepHouse();
        }
    }

    /** Makes changes between two frames, and discards what was exposed before. */
    private void change(Map<AsiControl, Wanted> wanted) throws IOException {
        Map<AsiControl, Long> before = new LinkedHashMap<>();
        for (AsiControl control : wanted.keySet()) {
            before.put(control, controls.valueOf(control.typeNumber(), 0));
        }
        abortExposure();
        boolean moves = wanted.keySet().stream().anyMatch(it -> it.typeNumber() < 0);
        onSdk("ASISetControlValue", SETTING_MS, () -> {
            for (Map.Entry<AsiControl, Wanted> one : wanted.entrySet()) {
                if (one.getKey().typeNumber() >= 0) {
                    if (!device.set(one.getKey(), one.getValue(), controls)) {
                        notices.trouble(one.getKey().key() + "="
                                + one.getValue().value() + " was refused by the camera; it goes on with what it had");
                    }
                    session.remember(one.getKey(), one.getValue());
                }
            }
            if (moves) {
                move(wanted);
            }
        });
        boolean wasSingleShot = isSingleShot;
        long exposureBeforeNs = exposureNs;
        settingsChanged();
        if (wasSingleShot != isSingleShot) {
            if (isSingleShot) {
                stopStream();
            } else {
                onSdk("ASIStartVideoCapture", SETTING_MS, device::start);
            }
            streamBegins();
        } else if (wanted.keySet().stream().anyMatch(it -> it.typeNumber() < 0 || it.showsInFrames())) {
            staleLeft = isSingleShot ? 0 : STALE_FRAMES;
            health.restart();
            if (exposureNs != exposureBeforeNs) {
                clock.restart(exposureNs, readoutNs());
                // frames of the old exposure may still come; the first new one may take long
                silentSinceNs = System.nanoTime();
                awaitsFirst = true;
            }
        }
        controls.changed(before, account.nextIndex(), clock.utcNow());
        tell();
    }

    private void move(Map<AsiControl, Wanted> wanted) throws IOException {
        int xPx = session.shape().roi().xPx();
        int yPx = session.shape().roi().yPx();
        for (Map.Entry<AsiControl, Wanted> one : wanted.entrySet()) {
            if (one.getKey().typeNumber() == AsiControls.ORIGIN_X) {
                xPx = (int) one.getValue().value();
            } else if (one.getKey().typeNumber() == AsiControls.ORIGIN_Y) {
                yPx = (int) one.getValue().value();
            }
        }
        AsiShape moved = device.moved(session.shape(), xPx, yPx);
        session.remember(moved);
        controls.byType(AsiControls.ORIGIN_X)
                .ifPresent(it -> controls.told(it, moved.roi().xPx(), false));
        controls.byType(AsiControls.ORIGIN_Y)
                .ifPresent(it -> controls.told(it, moved.roi().yPx(), false));
    }

    /** Exposure and the like may have changed. */
    private void settingsChanged() {
        long exposureUs = controls.valueOf(AsiApi.EXPOSURE, 10_000);
        exposureNs = exposureUs * NS_PER_US;
        boolean auto = controls.isAuto("exposureUs");
        isSingleShot = exposureUs >= patience.singleShotUs() && !auto;
        elecPerAdu = Float.NaN;
    }

    private void lessBandwidth(String why) throws IOException {
        Optional<AsiControl> control = controls.byType(AsiApi.BANDWIDTHOVERLOAD);
        if (control.isEmpty()) {
            return;
        }
        long now = controls.valueOf(AsiApi.BANDWIDTHOVERLOAD, 0);
        long less = tuner.afterLoss(now, System.nanoTime());
        if (less < now) {
            notices.fact("bandwidthPercent=" + now + " is lowered to " + less + ": " + why);
            change(Map.of(control.get(), Wanted.of(less)));
        }
    }

    /** Once a second: temperature, what the camera turns by itself, the clock. */
    private void keepHouse() throws IOException {
        onSdk("ASIGetControlValue", SETTING_MS, () -> {
            for (AsiControl control : controls.controls()) {
                boolean reading = control.typeNumber() == AsiApi.TEMPERATURE
                        || control.typeNumber() == AsiApi.COOLER_POWER_PERC
                        || controls.isAuto(control.key());
                if (reading && control.typeNumber() >= 0) {
                    device.read(control, controls);
                }
            }
            if (Float.isNaN(elecPerAdu)) {
                elecPerAdu = device.elecPerAdu(index);
            }
        });
        if (controls.isAuto("exposureUs")) {
            exposureNs = controls.valueOf(AsiApi.EXPOSURE, exposureNs / NS_PER_US) * NS_PER_US;
        }
        long steppedNs = clock.discipline();
        if (steppedNs != 0) {
            notices.trouble(String.format(
                    Locale.ROOT,
                    "the system's clock was set by %.3f s; frame times before and after do not fit together",
                    steppedNs / 1e9));
        }
        tell();
    }

    /** Makes the facts anew. */
    private void tell() {
        List<String> notes = new ArrayList<>();
        notes.add("Frame times are the start of exposure, UTC, from the time the library handed the frame over"
                + (timeUncertaintyNs < 0
                        ? "."
                        : String.format(Locale.ROOT, "; uncertain by %.1f ms.", timeUncertaintyNs / 1e6)));
        for (CameraNotice notice : notices.all()) {
            if (notice.isTrouble()) {
                notes.add(notice.sentence() + (notice.count() > 1 ? " (" + notice.count() + " times)" : ""));
            }
        }
        float known = Float.isNaN(elecPerAdu) ? device.property().elecPerAdu : elecPerAdu;
        info = facts.info(session.shape(), format, controls, known, health.usedBits(), usualPeriodNs, clock, notes);
    }

    // ---- recovery
    // ------------------------------------------------------------------------------------------------------

    /** No frame in this look: finds out whether that is still normal, and does something if not. */
    private void silence() throws IOException {
        long silentMs = (System.nanoTime() - silentSinceNs) / NS_PER_MS;
        long exposuresMs = 2 * exposureNs / NS_PER_MS;
        long patienceMs =
                awaitsFirst ? exposuresMs + patience.firstFrameMs() : SILENCES * (exposuresMs + patience.silenceMs());
        if (attempts > 1) {
            patienceMs = Math.max(patienceMs, patience.againMs());
        }
        if (silentMs < patienceMs) {
            return;
        }
        if (!isConnected()) {
            lost("camera=" + device.property().shortName()
                    + " was unplugged or lost its power; put the plug in again, the session goes on by itself");
            return;
        }
        attempts++;
        account.interrupted("no frames for " + silentMs + " ms");
        if (attempts == 1) {
            notices.trouble("no frames for " + silentMs + " ms although the camera is connected; the stream is started"
                    + " again");
            stopStream();
            startStream();
            lessBandwidth("no frames came");
        } else {
            notices.trouble(
                    attempts == 2
                            ? "still no frames; the camera is opened again"
                            : "still no frames although the camera was opened again; " + likelyCause());
            reopen();
        }
    }

    private String likelyCause() {
        return host.usbMemoryTrouble(frameBytes)
                .or(() -> host.holder().map(it -> "it is in use by " + it + ", close that"))
                .orElse(
                        "another program may use it, or USB hangs: close other programs, pull its plug and put it in again");
    }

    private boolean isConnected() throws IOException {
        boolean[] found = {false};
        onSdk("ASIGetNumOfConnectedCameras", SETTING_MS, () -> {
            int count = api.ASIGetNumOfConnectedCameras();
            for (int i = 0; i < count; i++) {
                AsiProperty property = new AsiProperty();
                if (api.ASIGetCameraProperty(property, i) == AsiApi.SUCCESS && property.cameraId == device.id()) {
                    found[0] = true;
                    index = i;
                }
            }
        });
        return found[0];
    }

    private void stopStream() throws IOException {
        abortExposure();
        onSdk("ASIStopVideoCapture", STOP_MS, device::stop);
        account.streamStopped();
    }

    private void reopen() throws IOException {
        reopenedNs = System.nanoTime();
        stopStream();
        onSdk("ASICloseCamera", CLOSE_MS, device::close);
        account.streamStopped();
        if (!reconnect()) {
            lost("camera=" + device.property().shortName() + " did not come back after it was closed; waiting for it");
        }
    }

    /** The camera is gone: from now on it is searched for. */
    private void lost(String sentence) {
        notices.trouble(sentence);
        account.interrupted(sentence);
        account.streamStopped();
        link = Link.LOST;
        isExposing = false;
        nextSearchNs = System.nanoTime();
        try {
            onSdk("ASICloseCamera", CLOSE_MS, device::close);
        } catch (Overdue overdue) {
            stuck();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean search(int waitMs) throws IOException {
        long untilNs = nextSearchNs - System.nanoTime();
        if (untilNs > 0) {
            LockSupport.parkNanos(this, Math.min(untilNs, waitMs * NS_PER_MS));
            return false;
        }
        nextSearchNs = System.nanoTime() + patience.searchMs() * NS_PER_MS;
        try {
            if (reconnect()) {
                notices.fact("camera=" + device.property().shortName() + " is back; the session goes on");
            }
        } catch (Overdue overdue) {
            throw overdue;
        } catch (IOException notYet) {
            notices.trouble(notYet.getMessage());
        }
        return false;
    }

    /** Looks for the same camera on the bus, opens it and starts it with the same settings; true if frames may come. */
    private boolean reconnect() throws IOException {
        boolean[] found = {false};
        onSdk("ASIOpenCamera", OPEN_MS, () -> {
            int count = api.ASIGetNumOfConnectedCameras();
            for (int i = 0; i < count && !found[0]; i++) {
                Optional<AsiProperty> property = AsiDevice.property(api, i, host);
                if (property.isPresent() && property.get().name.equals(device.property().name)) {
                    AsiDevice candidate = AsiDevice.open(api, property.get(), host);
                    if (candidate.serial().equals(device.serial())) {
                        device = candidate;
                        index = i;
                        found[0] = true;
                    } else {
                        candidate.close();
                    }
                }
            }
            if (found[0]) {
                session.writeTo(device, notices);
            }
        });
        if (found[0]) {
            if (guide != null) {
                guide.now(device.id());
            }
            settingsChanged();
            startStream();
        }
        return found[0];
    }

    /** A library call is overdue: leaves it alone, and tries to make it return. */
    private void stuck() {
        link = Link.STUCK;
        unblockedNs = System.nanoTime();
        String call = sdk.doing();
        notices.trouble("the ASI camera library hangs in " + call
                + "; if frames do not come back, pull the camera's plug and put it in again");
        account.interrupted("the library hung in " + call);
        int id = device.id();
        Thread unblock = new Thread(() -> stopQuietly(api, id), "lucida-asi-unblock");
        unblock.setDaemon(true);
        unblock.start();
    }

    private static void stopQuietly(AsiApi api, int id) {
        int ignored = api.ASIStopVideoCapture(id);
    }

    private boolean awaitUnstuck(int waitMs) throws IOException {
        if (!sdk.awaitIdle(Math.max(1, waitMs))) {
            return false;
        }
        notices.fact(String.format(
                Locale.ROOT,
                "%s returned after %.1f s; the camera is opened again",
                sdk.doing(),
                (System.nanoTime() - unblockedNs) / 1e9 + patience.stuckMs() / 1e3));
        reopen();
        return false;
    }

    // ---- the rest
    // ------------------------------------------------------------------------------------------------------

    @Override
    public long droppedCount() {
        return account.droppedCount();
    }

    @Override
    public long discardedCount() {
        return account.discardedCount();
    }

    @Override
    public CameraControls controls() {
        return controls;
    }

    @Override
    public List<CameraNotice> notices() {
        return notices.all();
    }

    @Override
    public List<CameraGap> gaps() {
        return account.gaps();
    }

    @Override
    public long timeUncertaintyNs() {
        return timeUncertaintyNs;
    }

    @Override
    public Optional<PulseGuide> guide() {
        return Optional.ofNullable(guide);
    }

    /** Stops and closes within some seconds, whatever the library does. */
    @Override
    public void close() {
        closing = true;
        boolean locked = false;
        try {
            locked = lock.tryLock(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            if (state == State.CLOSED) {
                return;
            }
            boolean wasRunning = state == State.RUNNING;
            state = State.CLOSED;
            letGo(wasRunning);
            tell();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private void letGo(boolean wasRunning) {
        Runnable farewell = null;
        try {
            if (wasRunning && link == Link.STREAMING) {
                abortExposure();
                stopStream();
            }
            onSdk("ASICloseCamera", CLOSE_MS, () -> {
                if (guide != null) {
                    guide.close();
                }
                device.close();
            });
        } catch (IOException overdue) {
            notices.trouble("the ASI camera library hangs in " + sdk.doing()
                    + "; the camera is left to itself: pull its plug before the next session");
            ABANDONED.put(device.id(), sdk);
            farewell = device::close;
        }
        sdk.end(farewell);
    }
}
