package org.lucida.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
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
 * are lost and counted. Rendering happens inside {@link #read} and counts as the reader's time.
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

        /** Ends all threads of the source. */
        default void close() {}
    }

    /** A clip as a source. */
    private record ClipSource(SimulatedClip clip) implements Source {
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
            return clip.startUtcNs((int) k);
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

    private final Source clip;
    private final CameraInfo info;
    private final FrameFormat format;
    private final Roi roi;
    /** Frames a second, 0 = as fast as asked. */
    private final double rateHz;

    private final PaceClock clock;
    private long startNs;
    private boolean started;
    private long nextFrame;
    private volatile long droppedCount;

    SimulatedCamera(SimulatedClip clip, CameraInfo info, CameraWish wish, PaceClock clock) {
        this(new ClipSource(clip), info, wish, clock);
    }

    SimulatedCamera(Source clip, CameraInfo info, CameraWish wish, PaceClock clock) {
        this.clip = clip;
        this.info = info;
        this.clock = clock;
        FrameFormat sensor = clip.format();
        ColorLayout layout = wish.layout().orElse(sensor.layout());
        if (layout.samplesPerPixel() != sensor.layout().samplesPerPixel()) {
            throw new IllegalArgumentException("layout=" + layout + " cannot be read into simulated " + sensor.layout()
                    + " frames; ask for it in the address, for instance sim:" + clip.name() + "?layout=" + layout);
        }
        FrameFormat believed = new FrameFormat(sensor.widthPx(), sensor.heightPx(), layout, sensor.bitDepth());
        roi = wish.roi().orElse(new Roi(0, 0, sensor.widthPx(), sensor.heightPx()));
        clip.checkInside(roi);
        format = believed.cropped(roi);
        rateHz = switch (wish.pace().kind()) {
            case MAX -> 0;
            case RECORDED -> clip.frameRateHz();
            case GIVEN_RATE -> wish.pace().frameRateHz();
        };
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
        if (started || nextFrame > 0) {
            throw new IllegalStateException("simulated camera can be started only once; open it again");
        }
        startNs = clock.nowNs();
        started = true;
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        if (!started) {
            throw new IllegalStateException("simulated camera is not started; call start() first");
        }
        if (nextFrame < clip.frameCount() && rateHz > 0 && !waitForFrame(timeoutMs)) {
            return Delivery.TIMEOUT;
        }
        if (nextFrame >= clip.frameCount()) {
            return Delivery.END;
        }
        long k = nextFrame++;
        clip.frame(k, roi, slot.raw);
        slot.frameIndex = k;
        slot.startUtcNs = clip.startUtcNs(k);
        slot.verdict = Verdict.PENDING;
        return Delivery.FRAME;
    }

    /** Waits until the next frame is finished, first giving up those the buffer no longer holds; false if it takes too long. */
    private boolean waitForFrame(long timeoutMs) {
        long deadlineNs = timeoutMs * 1_000_000L;
        long enteredNs = clock.nowNs();
        while (true) {
            long nowNs = clock.nowNs();
            long finished = Math.min(clip.frameCount(), (long) ((nowNs - startNs) * 1e-9 * rateHz));
            long oldest = finished - BUFFER_FRAMES;
            if (oldest > nextFrame) {
                droppedCount += oldest - nextFrame;
                nextFrame = oldest;
            }
            if (finished > nextFrame) {
                return true;
            }
            long leftNs = deadlineNs - (nowNs - enteredNs);
            if (leftNs <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            long dueNs = (long) Math.ceil((nextFrame + 1) * 1e9 / rateHz) - (nowNs - startNs);
            clock.waitNs(Math.max(1, Math.min(dueNs, leftNs)));
        }
    }

    @Override
    public long droppedCount() {
        return droppedCount;
    }

    @Override
    public void close() {
        started = false;
        nextFrame = clip.frameCount();
        clip.close();
    }
}
