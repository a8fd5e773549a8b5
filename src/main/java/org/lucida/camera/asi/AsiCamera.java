package org.lucida.camera.asi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/**
 * A ZWO camera that lasts the night.
 *
 * <p>The library writes each frame straight into the slot ({@link AsiStream}). What goes wrong is brought back without ending
 * the session ({@link AsiRecovery}). Long exposures ({@link AsiPatience#singleShotUs}) are taken one by one
 * ({@link AsiShots}). {@link #close} never waits longer than some seconds, whatever the library does.
 *
 * <p>Memory: {@link #read} allocates nothing while frames come.
 * <p>Thread: as {@link Camera} says; {@link #close} also from elsewhere.
 */
final class AsiCamera implements Camera {
    private static final long NS_PER_MS = 1_000_000;
    /** Longest wait inside the library: a stop must not wait for more. */
    private static final int SLICE_MS = 500;

    private enum State {
        OPEN,
        RUNNING,
        CLOSED
    }

    private final AsiLink link;
    private final AsiNotices notices;
    private final AsiControls controls;
    private final FrameFormat format;
    private final AsiIntake intake;
    private final AsiFacts facts;
    private final AsiStream stream;
    private final AsiRecovery recovery;
    private final AsiGuide guide;
    private final ReentrantLock lock = new ReentrantLock();
    /** Written under the lock, or by the closing thread that waited for it in vain. */
    private State state = State.OPEN;

    private volatile boolean closing;

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
        AsiLink link = new AsiLink(api, index, property, host);
        try {
            return new AsiCamera(api, link, link.open(property), wish, host, patience);
        } catch (IOException | RuntimeException failed) {
            link.end(() -> {});
            throw failed;
        }
    }

    private AsiCamera(
            AsiApi api, AsiLink link, AsiLink.Opened opened, CameraWish wish, AsiPermissions host, AsiPatience patience)
            throws IOException {
        this.link = link;
        controls = opened.controls();
        FrameClock clock = new FrameClock(FrameClock.system(KernelClock::errorNs));
        notices = new AsiNotices(clock::utcNow);
        AsiSession session = new AsiSession(link.property(), controls, wish);
        AsiSettings settings = new AsiSettings(link, controls, session, notices, patience);
        link.call("ASISetControlValue", AsiLink.SETTING_MS, settings::writeAll);
        settings.follow();
        format = session.format();
        int frameBytes = format.frameBytes();
        intake = new AsiIntake(format, clock, notices);
        facts = new AsiFacts(link.device(), opened.sdkVersion(), format, settings, intake, notices);
        AsiSilence silence = new AsiSilence(patience);
        stream = new AsiStream(
                link,
                settings,
                intake,
                silence,
                new AsiShots(link, intake, notices, frameBytes),
                facts,
                notices,
                new BandwidthTuner(session.isBandwidthChosen()),
                frameBytes,
                patience.stuckMs());
        recovery = new AsiRecovery(link, settings, stream, intake, silence, notices, host, patience, frameBytes);
        guide = link.property().hasGuidePort ? new AsiGuide(api, link::id, notices) : null;
        host.usbMemoryTrouble(frameBytes).ifPresent(notices::trouble);
        facts.tell();
    }

    @Override
    public CameraInfo info() {
        return facts.info();
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
                        "camera=" + facts.address() + " is " + state + " and can be started only once; open it again");
            }
            state = State.RUNNING;
            if (Thread.currentThread().isDaemon()) {
                // a thread made for this: others keep the priority they have
                KernelPriority.raise();
            }
            stream.start();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        lock.lock();
        try {
            if (state != State.RUNNING) {
                throw new IllegalStateException(
                        "camera=" + facts.address() + " is " + state + "; start it before reading");
            }
            long waitNs = timeoutMs >= Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE / 2 : timeoutMs * NS_PER_MS;
            long beganNs = System.nanoTime();
            long leftNs = waitNs;
            while (true) {
                int waitMs = (int) Math.min(SLICE_MS, (leftNs + NS_PER_MS - 1) / NS_PER_MS);
                if (recovery.look(slot, waitMs)) {
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

    @Override
    public long droppedCount() {
        return intake.droppedCount();
    }

    @Override
    public long discardedCount() {
        return intake.discardedCount();
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
        return intake.gaps();
    }

    @Override
    public long timeUncertaintyNs() {
        return intake.timeUncertaintyNs();
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
            locked = lock.tryLock(AsiLink.STOP_MS, TimeUnit.MILLISECONDS);
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
            facts.tell();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private void letGo(boolean wasRunning) {
        if (wasRunning && recovery.isStreaming()) {
            try {
                stream.end();
            } catch (IOException overdue) {
                // the end of the line meets the same call, and says so
            }
        }
        boolean closed = link.end(() -> {
            if (guide != null) {
                guide.close();
            }
        });
        if (!closed) {
            notices.trouble("the ASI camera library hangs in " + link.doing()
                    + "; the camera is left to itself: pull its plug before the next session");
        }
    }
}
