package org.lucida.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraGap;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraNotice;
import org.lucida.camera.CameraWish;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

/**
 * A clip played as a camera: as fast as asked, or at a rate with the two-frame buffer of a real one.
 *
 * <p>Paced, frame k is finished (k + 1) periods after the start; the buffer keeps the two newest finished frames, older ones
 * are lost and counted. Whoever turns a knob, or puts the plug in again, begins the exposure of the next frame at that moment. Rendering happens inside {@link #read} and counts as the reader's time.
 * <p>Memory: allocates nothing in steady state.
 */
final class SimulatedCamera implements Camera {
    /** Finished frames kept for a late reader, as in common planetary cameras. */
    static final int BUFFER_FRAMES = 2;

    /** Where the frames come from. */
    interface Source {
        /** Shape of the whole frames. */
        FrameFormat format();

        /** Frames there are; {@link Long#MAX_VALUE} for no end. */
        long frameCount();

        double frameRateHz();

        /** What the address calls the scene, for messages. */
        String name();

        void checkInside(Roi roi);

        /** Makes a region of a frame. Modifies {@code raw} from index 0. */
        void frame(long k, Roi roi, ByteBuffer raw);

        long startUtcNs(long k);

        /** Exposure of the frames from now on. */
        long exposureNs();

        /** What the camera says about itself now. */
        CameraInfo info();

        /** The camera's knobs. */
        default CameraControls controls() {
            return CameraControls.NONE;
        }

        /** True if somebody asked for changes. */
        default boolean hasPending() {
            return false;
        }

        /**
         * Makes the changes asked for. The frames from then on are at {@link #frameRateHz}.
         *
         * @param k first frame with them
         * @param aheadS time by which frame k begins later than it would have
         * @return true if the frames change, so that those on their way are of the past
         */
        default boolean turn(long k, double aheadS) {
            return false;
        }

        /** Lets frame k and all after it begin later by that much than they would have. */
        void delay(long k, double laterS);

        /** Where the region is after changes. */
        default Roi moved(Roi roi) {
            return roi;
        }

        /** Ends all threads of the source. */
        default void close() {}
    }

    /** A clip as a source. */
    private static final class ClipSource implements Source {
        private final SimulatedClip clip;
        private final CameraInfo info;
        private long laterNs;

        ClipSource(SimulatedClip clip, CameraInfo info) {
            this.clip = clip;
            this.info = info;
        }

        @Override
        public FrameFormat format() {
            return clip.format();
        }

        @Override
        public long frameCount() {
            return clip.frameCount();
        }

        @Override
        public double frameRateHz() {
            return clip.settings().frameRateHz();
        }

        @Override
        public String name() {
            return "planet";
        }

        @Override
        public void checkInside(Roi roi) {
            clip.checkInside(roi);
        }

        @Override
        public void frame(long k, Roi roi, ByteBuffer raw) {
            clip.frame((int) k, roi, raw);
        }

        @Override
        public long startUtcNs(long k) {
            return clip.startUtcNs((int) Math.min(k, clip.frameCount() - 1)) + laterNs;
        }

        @Override
        public long exposureNs() {
            return Math.round(1e9 / frameRateHz());
        }

        @Override
        public CameraInfo info() {
            return info;
        }

        @Override
        public void delay(long k, double laterS) {
            laterNs += Math.round(laterS * 1e9);
        }
    }

    /** The clock a paced camera lives by; tests turn it by hand. */
    interface PaceClock {
        long nowNs();

        /** Waits about that long; may come back early. */
        void waitNs(long durationNs);
    }

    /** The machine's own clock. */
    static final PaceClock MACHINE = new PaceClock() {
        @Override
        public long nowNs() {
            return System.nanoTime();
        }

        @Override
        public void waitNs(long durationNs) {
            LockSupport.parkNanos(durationNs);
        }
    };

    /** Waits are cut so short, for somebody may turn a knob meanwhile. */
    private static final long LOOK_NS = 20_000_000;

    private static final int MOST_NOTICES = 200;

    /** A frame that takes longer than this part of its interval was waited for. */
    private static final double SLOW_FRACTION = 0.2;
    /** Slower by so much altogether is worth telling. */
    private static final long MOST_SLOW_NS = 2_000_000_000L;

    private final Source source;
    private final FrameFormat format;
    private final List<Outage> outages;
    /** Seconds of the source's time in a second of the clock's; 0 = as fast as asked. */
    private final double speed;

    private final PaceClock clock;
    private final List<CameraNotice> notices = new CopyOnWriteArrayList<>();
    private final List<CameraGap> gaps = new CopyOnWriteArrayList<>();
    private Roi roi;
    /** Frames a second on the clock, 0 = as fast as asked. */
    private double rateHz;
    /** When the camera was started. */
    private long startNs;
    /** When the exposure of {@link #firstFrame} began: frames are due by their distance from it. */
    private long firstNs;

    private long firstFrame;
    private boolean started;
    private long nextFrame;
    private int outageCount;
    private boolean isOut;
    private long outNs;
    private long lastEndUtcNs;
    private long slowNs;
    private boolean toldSlow;
    private volatile long droppedCount;
    private volatile long discardedCount;

    SimulatedCamera(SimulatedClip clip, CameraInfo info, CameraWish wish, PaceClock clock) {
        this(new ClipSource(clip, info), wish, List.of(), clock);
    }

    SimulatedCamera(SimulatedClip clip, CameraInfo info, CameraWish wish, List<Outage> outages, PaceClock clock) {
        this(new ClipSource(clip, info), wish, outages, clock);
    }

    SimulatedCamera(Source source, CameraWish wish, List<Outage> outages, PaceClock clock) {
        this.source = source;
        this.outages = outages;
        this.clock = clock;
        FrameFormat sensor = source.format();
        ColorLayout layout = wish.layout().orElse(sensor.layout());
        if (layout.samplesPerPixel() != sensor.layout().samplesPerPixel()) {
            throw new IllegalArgumentException("layout=" + layout + " cannot be read into simulated " + sensor.layout()
                    + " frames; ask for it in the address, for instance sim:" + source.name() + "?layout=" + layout);
        }
        FrameFormat believed = new FrameFormat(sensor.widthPx(), sensor.heightPx(), layout, sensor.bitDepth());
        roi = wish.roi().orElse(new Roi(0, 0, sensor.widthPx(), sensor.heightPx()));
        source.checkInside(roi);
        format = believed.cropped(roi);
        speed = switch (wish.pace().kind()) {
            case MAX -> 0;
            case RECORDED -> 1;
            case GIVEN_RATE -> wish.pace().frameRateHz() / source.frameRateHz();
        };
        rateHz = wish.pace().kind() == CameraWish.Pace.Kind.GIVEN_RATE
                ? wish.pace().frameRateHz()
                : speed * source.frameRateHz();
    }

    @Override
    public CameraInfo info() {
        return source.info();
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public CameraControls controls() {
        return source.controls();
    }

    @Override
    public void start() {
        if (started || nextFrame > 0) {
            throw new IllegalStateException("simulated camera can be started only once; open it again");
        }
        startNs = clock.nowNs();
        firstNs = startNs;
        started = true;
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        if (!started) {
            throw new IllegalStateException("simulated camera is not started; call start() first");
        }
        long leftNs = timeoutMs * 1_000_000L;
        if (isOutAfter(leftNs)) {
            return Delivery.TIMEOUT;
        }
        if (source.hasPending()) {
            turn();
        }
        if (nextFrame < source.frameCount() && rateHz > 0 && !waitForFrame(leftNs)) {
            return Delivery.TIMEOUT;
        }
        if (nextFrame >= source.frameCount()) {
            return Delivery.END;
        }
        long k = nextFrame++;
        make(k, slot);
        slot.frameIndex = k;
        slot.startUtcNs = source.startUtcNs(k);
        slot.verdict = Verdict.PENDING;
        lastEndUtcNs = slot.startUtcNs + source.exposureNs();
        return Delivery.FRAME;
    }

    /**
     * Makes a frame. Time spent waiting for it is taken out of the clock: a machine too slow for the scene shows it in slow motion;
     * only frames that were made and not fetched are lost.
     */
    private void make(long k, FrameSlot slot) {
        long askedNs = clock.nowNs();
        source.frame(k, roi, slot.raw);
        long tookNs = clock.nowNs() - askedNs;
        if (rateHz == 0 || tookNs < SLOW_FRACTION * 1e9 / rateHz) {
            return;
        }
        firstNs += tookNs;
        slowNs += tookNs;
        if (!toldSlow && slowNs > MOST_SLOW_NS) {
            toldSlow = true;
            tell(
                    false,
                    String.format(
                            Locale.ROOT,
                            "frameRateHz=%.0f is more than this machine can simulate; the night goes on in slow motion;"
                                    + " choose a smaller scene, or fewer frames a second with sim:%s?frameRateHz=%.0f",
                            rateHz,
                            source.name(),
                            Math.max(1, rateHz / 2)));
        }
    }

    /** Waits until the next frame is finished, first giving up those the buffer no longer holds; false if it takes too long. */
    private boolean waitForFrame(long timeoutNs) {
        long enteredNs = clock.nowNs();
        while (true) {
            if (source.hasPending()) {
                turn();
            }
            long nowNs = clock.nowNs();
            giveUpOld(finished(nowNs));
            if (finished(nowNs) > nextFrame || nextFrame >= source.frameCount()) {
                return true;
            }
            long leftNs = timeoutNs - (nowNs - enteredNs);
            if (leftNs <= 0 || Thread.currentThread().isInterrupted() || isOutageDue(nowNs)) {
                return false;
            }
            long dueNs = (long) Math.ceil((nextFrame - firstFrame + 1) * 1e9 / rateHz) - (nowNs - firstNs);
            clock.waitNs(Math.max(1, Math.min(Math.min(dueNs, leftNs), LOOK_NS)));
        }
    }

    /** Number of frames finished by then. */
    private long finished(long nowNs) {
        return Math.min(source.frameCount(), firstFrame + (long) ((nowNs - firstNs) * 1e-9 * rateHz));
    }

    private void giveUpOld(long finished) {
        long oldest = finished - BUFFER_FRAMES;
        if (oldest > nextFrame) {
            droppedCount += oldest - nextFrame;
            nextFrame = oldest;
        }
    }

    // ---- knobs -----------------------------------------------------------------------------------------------------

    /** Makes changes between two frames; finished and begun frames with the old settings are thrown away. */
    private void turn() {
        long nowNs = clock.nowNs();
        double laterS = 0;
        long onTheirWay = 0;
        if (rateHz > 0) {
            long finished = finished(nowNs);
            giveUpOld(finished);
            laterS = laterS(nowNs);
            onTheirWay = Math.min(source.frameCount(), finished + 1) - nextFrame;
        }
        if (source.turn(nextFrame, laterS)) {
            discardedCount += onTheirWay;
            firstFrame = nextFrame;
            firstNs = nowNs;
            rateHz = speed * source.frameRateHz();
            roi = source.moved(roi);
        }
    }

    /** Time of the source by which a frame that begins now is later than the next one began, or would begin. */
    private double laterS(long nowNs) {
        return rateHz == 0 ? 0 : (nowNs - firstNs) * 1e-9 * speed - (nextFrame - firstFrame) / source.frameRateHz();
    }

    // ---- faults ----------------------------------------------------------------------------------------------------

    /** Sees to faults: true if the camera is away, after waiting for it as long as allowed. */
    private boolean isOutAfter(long timeoutNs) {
        if (!isOut) {
            if (!isOutageDue(clock.nowNs())) {
                return false;
            }
            isOut = true;
            outNs = clock.nowNs();
            tell(true, outages.get(outageCount).trouble(source.info().name()));
        }
        Outage outage = outages.get(outageCount);
        long enteredNs = clock.nowNs();
        while (true) {
            long nowNs = clock.nowNs();
            double outS = (nowNs - outNs) * 1e-9;
            if (outS >= outage.forS()) {
                comeBack(outage, nowNs);
                return false;
            }
            long leftNs = timeoutNs - (nowNs - enteredNs);
            if (leftNs <= 0 || Thread.currentThread().isInterrupted()) {
                return true;
            }
            double untilNs = Math.min(LOOK_NS, (outage.forS() - outS) * 1e9);
            clock.waitNs((long) Math.max(1, Math.min(leftNs, untilNs)));
        }
    }

    private boolean isOutageDue(long nowNs) {
        if (isOut || outageCount >= outages.size() || nextFrame >= source.frameCount()) {
            return false;
        }
        double atS = rateHz == 0
                ? (source.startUtcNs(nextFrame) - SimulatedClip.EPOCH_UTC_NS) * 1e-9
                : (nowNs - startNs) * 1e-9;
        return atS >= outages.get(outageCount).atS();
    }

    /** Exposes again from now on. */
    private void comeBack(Outage outage, long nowNs) {
        source.delay(nextFrame, rateHz == 0 ? outage.forS() : laterS(nowNs));
        firstFrame = nextFrame;
        firstNs = nowNs;
        isOut = false;
        outageCount++;
        long againUtcNs = source.startUtcNs(nextFrame);
        if (lastEndUtcNs == 0) {
            lastEndUtcNs = SimulatedClip.EPOCH_UTC_NS;
        }
        gaps.add(new CameraGap(lastEndUtcNs, againUtcNs, nextFrame, outage.reason()));
        tell(false, outage.goodNews(source.info().name()));
    }

    private void tell(boolean isTrouble, String sentence) {
        long utcNs = source.startUtcNs(nextFrame);
        if (isOut && rateHz > 0) {
            utcNs += Math.round(laterS(outNs) * 1e9);
        }
        if (notices.size() < MOST_NOTICES) {
            notices.add(new CameraNotice(utcNs, isTrouble, sentence, 1));
        }
    }

    @Override
    public List<CameraNotice> notices() {
        return List.copyOf(notices);
    }

    @Override
    public List<CameraGap> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public long droppedCount() {
        return droppedCount;
    }

    @Override
    public long discardedCount() {
        return discardedCount;
    }

    @Override
    public void close() {
        started = false;
        nextFrame = source.frameCount();
        source.close();
    }
}
