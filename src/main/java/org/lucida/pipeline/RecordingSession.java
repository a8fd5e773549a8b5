package org.lucida.pipeline;

import com.lmax.disruptor.RingBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraNotice;
import org.lucida.files.CameraDiary;
import org.lucida.files.ClipWriter;
import org.lucida.files.RecordingFacts;
import org.lucida.files.SessionNames;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A camera to disk and nothing else: raw frames, their times, and the account.
 *
 * <p>Thread: {@link #requestStop}, {@link #trigger} and {@link #status} from anywhere; everything else from one thread.
 */
public final class RecordingSession implements AutoCloseable {
    private static final long IDLE_LOOK_MS = 50;
    private static final long POLL_MS = 20;
    private static final long JOIN_MS = 10_000;

    private final Camera camera;
    private final RecordingWish wish;
    private final StackingSession.Output output;
    private final String software;
    private final Clock clock;
    private final MemoryPlan memory;
    private final SessionNames names;
    private final CaptureLoop capture;
    private final Recorder recorder;
    private Thread captureThread;
    private Thread recorderThread;
    private Instant startedAt;
    private volatile boolean stopRequested;

    /**
     * Lays out memory and begins the clip; no frame is read yet.
     *
     * @param camera opened; closed by this session
     * @param mayDrop true against the clock: a full ring loses frames and counts them; false: the source waits for the disk
     * @param output where and under which name
     * @throws IllegalArgumentException if the memory does not suffice or the kind of clip cannot hold such frames
     * @throws IOException if no clip can be made in the folder
     */
    public RecordingSession(
            Camera camera,
            RecordingWish wish,
            boolean mayDrop,
            StackingSession.Output output,
            String software,
            Clock clock)
            throws IOException {
        this.camera = camera;
        this.wish = wish;
        this.output = output;
        this.software = software;
        this.clock = clock;
        FrameFormat format = camera.format();
        memory = memoryFor(format, wish);
        memory.check();
        Instant now = clock.instant();
        names = SessionNames.reserve(
                output.folder(), output.targetName(), now.getEpochSecond() * 1_000_000_000L + now.getNano());
        ClipWriter clip = wish.kind().create(names.clip(wish.kind()), StackingSession.sourceOf(camera));
        try {
            RingBuffer<FrameSlot> ring = RingBuffer.createSingleProducer(
                    () -> new FrameSlot(format.frameBytes()),
                    memory.slotCount(),
                    new DozingWaitStrategy(TimeUnit.MILLISECONDS.toNanos(IDLE_LOOK_MS)));
            LiveLedger ledger = new LiveLedger();
            Arrivals arrivals = new Arrivals(memory.slotCount());
            Limits limits = new Limits(mayDrop, Long.MAX_VALUE, Long.MAX_VALUE);
            capture = new CaptureLoop(camera, ring, ledger, limits, arrivals);
            recorder = new Recorder(
                    ring, arrivals, ledger, clip, format, TimeGaps.of(camera), wish, Recorder.roomOf(clip), true);
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            clip.close();
            throw failed;
        }
    }

    /** What a recording would hold in memory. */
    public static MemoryPlan memoryFor(FrameFormat format, RecordingWish wish) {
        int slotCount = MemoryPlan.slotCountWithin(format, wish.bufferBytes());
        return new MemoryPlan(slotCount, (long) slotCount * format.frameBytes(), 0, 0, 0, 0);
    }

    /** What this recording holds in memory. */
    public MemoryPlan memory() {
        return memory;
    }

    /** Frames the source has, if it knows. */
    public OptionalLong expectedCount() {
        return camera.info().frameCount();
    }

    /** The clip. */
    public Path clip() {
        return names.clip(wish.kind());
    }

    /** Starts camera and threads. */
    public void start() {
        startedAt = clock.instant();
        recorderThread = started("lucida-recorder", recorder);
        captureThread = started("lucida-capture", capture);
    }

    private static Thread started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Begins the clip with the frames kept in memory, if it waits for that. Any thread. */
    public void trigger() {
        recorder.trigger();
    }

    /** Asks for a clean end: frames on the ring are still written. Any thread. */
    public void requestStop() {
        stopRequested = true;
        capture.requestStop();
    }

    /**
     * Waits for the end of the clip.
     *
     * @return true when the clip is closed, false when the timeout came first
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (captureThread.isAlive()) {
            if (recorder.isEnded()) {
                capture.requestStop();
            }
            if (System.nanoTime() > deadlineNs) {
                return false;
            }
            captureThread.join(POLL_MS);
        }
        recorder.endAfterLastFrame();
        recorderThread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
        return !recorderThread.isAlive();
    }

    /** The recording now. Any thread. */
    public RecordingStatus status() {
        return recorder.status();
    }

    /** What the camera has to tell, oldest first. Any thread. */
    public List<CameraNotice> notices() {
        return camera.notices();
    }

    /** What the camera went through so far. Any thread. */
    public CameraDiary diary() {
        return Diaries.of(camera);
    }

    /** Seconds for which no frame has come although one was due; 0 while all is well. Any thread. */
    public double waitingS() {
        return Waiting.seconds(capture.silentNs(), camera.info());
    }

    /** What went wrong with camera or disk; null if nothing did. After the end. */
    public IOException failure() {
        return recorder.failure() != null ? recorder.failure() : capture.failure();
    }

    /** What became of the frames; after the end. */
    public RecordingFacts facts() {
        return recorder.facts();
    }

    /** Writes the reports beside the clip; called once, after the end. */
    public List<Path> writeReports() throws IOException {
        return new ClipReports(camera, wish, output, names, software, clock, startedAt)
                .write(facts(), !stopRequested && failure() == null);
    }

    /** Ends all threads and closes the camera. */
    @Override
    public void close() throws IOException {
        requestStop();
        try {
            if (captureThread != null) {
                captureThread.join(JOIN_MS);
            }
            recorder.endAfterLastFrame();
            if (recorderThread != null) {
                recorderThread.join(JOIN_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        camera.close();
    }
}
