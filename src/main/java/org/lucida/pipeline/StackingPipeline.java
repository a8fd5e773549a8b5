package org.lucida.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lucida.align.AlignmentEpoch;
import org.lucida.align.AlignmentSettings;
import org.lucida.align.GlobalAlignment;
import org.lucida.align.TargetKind;
import org.lucida.calibrate.CalibratedRows;
import org.lucida.calibrate.Calibration;
import org.lucida.calibrate.FrameMasks;
import org.lucida.calibrate.HotPixelFinder;
import org.lucida.calibrate.Luminance;
import org.lucida.camera.Camera;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.DrizzleStack;
import org.lucida.drizzle.SensorNoise;
import org.lucida.drizzle.StackSnapshot;
import org.lucida.files.ClipWriter;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.StackView;
import org.lucida.luck.Luckiness;
import org.lucida.luck.Metric;
import org.lucida.luck.Selection;

/**
 * The whole way of a frame, from the camera to the stack; the one file that knows the order.
 *
 * <p>Threads: one capture thread fills the ring. With one worker it does everything; with two the first measures and
 * the second drizzles; with more the drizzle is split into bands of output rows. The result is the same, bit by bit.
 */
public final class StackingPipeline implements AutoCloseable {
    /** How long an idle worker sleeps before it looks for a snapshot request. */
    private static final long IDLE_LOOK_MS = 50;

    private static final long JOIN_MS = 10_000;
    /** Mono frames up to this size are aligned without binning, px. */
    private static final long UNBINNED_PX = 400_000;
    /** Luminance-sized planes that luckiness and alignment hold between them. */
    private static final int MEASURE_PLANE_COUNT = 12;
    /** After so many frames of a target that stands still nobody looks on for hot pixels before stacking. */
    private static final int PATIENCE_FRAMES = 100;
    /** Frames copied for the eye that a window holds: one shown, one being filled. */
    private static final int GLIMPSE_COUNT = 2;
    /** A ring fuller than this has no time for previews while a recording runs. */
    private static final double PRESSED_FRACTION = 0.5;

    private final MemoryPlan memory;
    private final RingBuffer<FrameSlot> ring;
    private final LiveLedger ledger = new LiveLedger();
    private final FrameTable table = new FrameTable();
    private final StageFaults faults = new StageFaults();
    private final CaptureLoop capture;
    private final StackDials dials;
    private final MeasureStage measure;
    private final FrameMasks masks;
    private final DrizzleStack stack;
    private final StackSnapshot snapshot;
    private final Semaphore snapshotTurn = new Semaphore(1, true);
    private final GlimpseTap glimpses = new GlimpseTap();
    private final SettleStage settle = new SettleStage(ledger, table, glimpses);
    /** Null where no recording is possible. */
    private final Arrivals arrivals;
    /** For the whole session; null without such a recording. */
    private final Recorder recorder;
    /** Begun at will; null as long as there is none. */
    private volatile Recorder guest;

    private final Camera camera;
    private final boolean mayDrop;
    /** Null where no recording is possible. */
    private final LoadShedding shedding;

    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Thread captureThread;
    private Thread recorderThread;
    private long seenShedCount;

    /**
     * A recording beside the stack.
     *
     * @param wish how; a limit of it ends the recording, not the stacking
     * @param clip begun; ended by the pipeline, or by the caller if no pipeline comes of it
     * @param room what is free on its disk
     */
    record Tap(RecordingWish wish, ClipWriter clip, Recorder.Room room) {}

    /**
     * Lays out memory and threads; nothing runs yet.
     *
     * @param camera opened, not started; stays the caller's to close
     * @param limits when capture ends by itself
     * @param previews true if {@link #snapshot} will be asked for; costs a second copy of the stack
     * @throws IllegalArgumentException if the settings or the memory they need are impossible
     */
    public StackingPipeline(
            Camera camera, StackSettings settings, Calibration calibration, Limits limits, boolean previews) {
        this(
                camera,
                settings,
                calibration,
                false,
                Optional.empty(),
                limits,
                previews,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Lays out memory and threads; nothing runs yet.
     *
     * @param camera opened, not started; stays the caller's to close
     * @param calibration with the mask of the pixels to leave out
     * @param findsHotPixels true to look for hot pixels on the way; frames after the finding are stacked without them
     * @param noise of the calibrated samples: then the stack keeps variances
     * @param limits when capture ends by itself
     * @param previews true if {@link #snapshot} will be asked for; costs a second copy of the stack
     * @param tap a recording of the raw frames, which stacking then gives way to
     * @param room for recordings that begin and end at will; not beside a tap
     * @throws IllegalArgumentException if the settings or the memory they need are impossible
     */
    StackingPipeline(
            Camera camera,
            StackSettings settings,
            Calibration calibration,
            boolean findsHotPixels,
            Optional<SensorNoise> noise,
            Limits limits,
            boolean previews,
            Optional<Tap> tap,
            Optional<RecordingRoom> room) {
        FrameFormat format = camera.format();
        this.camera = camera;
        mayDrop = limits.mayDrop();
        long finderBytes = findsHotPixels ? HotPixelFinder.heapBytes(format) : 0;
        memory = memoryFor(
                        format,
                        settings,
                        calibration.badCount(),
                        noise.isPresent(),
                        limits,
                        previews,
                        ringBytes(tap.map(Tap::wish), room),
                        room.isPresent())
                .with(finderBytes);
        memory.check();

        stack = new DrizzleStack(
                format, settings.scale(), settings.pixfrac(), bandCountFor(settings), noise.orElse(null));
        snapshot = previews ? stack.newSnapshot() : null;

        ring = RingBuffer.createSingleProducer(
                () -> new FrameSlot(format.frameBytes()),
                memory.slotCount(),
                new DozingWaitStrategy(TimeUnit.MILLISECONDS.toNanos(IDLE_LOOK_MS)));
        arrivals = tap.isPresent() || room.isPresent() ? new Arrivals(memory.slotCount()) : null;
        capture = new CaptureLoop(camera, ring, ledger, limits, arrivals);
        recorder = tap.map(it -> new Recorder(
                        ring, arrivals, ledger, it.clip(), format, TimeGaps.of(camera), it.wish(), it.room(), true))
                .orElse(null);
        if (tap.isPresent()) {
            shedding = new LoadShedding(ledger, memory.slotCount());
        } else {
            shedding =
                    room.isPresent() ? LoadShedding.atWill(ledger, memory.slotCount(), settings.threads() > 1) : null;
        }
        if (room.isPresent()) {
            reserveForRecording();
        }
        dials = new StackDials(settings.keepFraction());
        masks = new FrameMasks(calibration);
        HotPixelFinder finder = findsHotPixels ? new HotPixelFinder(calibration) : null;
        measure = measure(dials, shedding, masks, finder, calibration, settings);
        wire(measure, calibration, settings.threads());
    }

    /** Most memory of the ring where a recording decides it. */
    static OptionalLong ringBytes(Optional<RecordingWish> wish, Optional<RecordingRoom> room) {
        return wish.map(it -> OptionalLong.of(it.bufferBytes()))
                .or(() -> room.map(it -> OptionalLong.of(it.bufferBytes())))
                .orElse(OptionalLong.empty());
    }

    private static MeasureStage measure(
            StackDials dials,
            LoadShedding shedding,
            FrameMasks masks,
            HotPixelFinder finder,
            Calibration calibration,
            StackSettings settings) {
        FrameFormat format = calibration.format();
        int binPx = binPxFor(format, settings);
        Luminance luminance = new Luminance(calibration, binPx);
        Metric metric = Metric.named(settings.metric());
        Luckiness luckiness = new Luckiness(
                format.widthPx() / binPx,
                format.heightPx() / binPx,
                binPx,
                settings.assumedSamplingPxPerLambdaD(),
                metric);
        return new MeasureStage(
                dials,
                shedding,
                masks,
                finder,
                luminance,
                luckiness,
                () -> new Selection(settings.alpha(), settings.keepFraction()),
                () -> new GlobalAlignment(
                        format.widthPx() / binPx, format.heightPx() / binPx, binPx, alignmentSettings(settings)));
    }

    /**
     * Looks for hot pixels in the first frames of a recording before it is stacked.
     *
     * @param recording opened, not started; stays the caller's to close
     * @param most frames to look at
     * @return what was found; undecided if the target did not wander enough to tell
     */
    static HotPixelFinder hotPixels(Camera recording, StackSettings settings, Calibration calibration, int most)
            throws IOException {
        FrameFormat format = recording.format();
        HotPixelFinder finder = new HotPixelFinder(calibration);
        StackDials dials = new StackDials(settings.keepFraction());
        MeasureStage measure = measure(dials, null, new FrameMasks(calibration), finder, calibration, settings);
        FrameSlot[] slot = {new FrameSlot(format.frameBytes())};
        recording.start();
        for (int k = 0;
                k < most
                        && !finder.isDecided()
                        && (k < PATIENCE_FRAMES || finder.hasWandered())
                        && recording.read(slot[0], 1_000) == Camera.Delivery.FRAME;
                k++) {
            measure.process(slot, 1);
            slot[0].clear();
        }
        return finder;
    }

    /** Raw pixels left out of every frame from now on. Any thread. */
    public int maskedCount() {
        return masks.maskedCount();
    }

    /** The order of the work. */
    private void wire(Stage measure, Calibration calibration, int threadCount) {
        SequenceBarrier captured = ring.newBarrier();
        if (threadCount == 1) {
            worker(captured, step(measure), step(drizzle(0, calibration)), step(settle));
        } else {
            Worker measuring = worker(captured, step(measure));
            Sequence[] bands = new Sequence[stack.bandCount() - 1];
            for (int band = 0; band < bands.length; band++) {
                bands[band] = worker(after(measuring.getSequence()), step(drizzle(band, calibration)))
                        .getSequence();
            }
            Worker.Step last = new Worker.Step(settle, bands.length == 0 ? null : after(bands));
            worker(after(measuring.getSequence()), step(drizzle(bands.length, calibration)), last);
        }
        for (Worker worker : workers) {
            ring.addGatingSequences(worker.getSequence());
        }
    }

    private Stage drizzle(int band, Calibration calibration) {
        return new DrizzleStage(stack, band, CalibratedRows.leavingOut(calibration));
    }

    private SequenceBarrier after(Sequence... sequences) {
        return ring.newBarrier(sequences);
    }

    private static Worker.Step step(Stage stage) {
        return new Worker.Step(stage, null);
    }

    private Worker worker(SequenceBarrier first, Worker.Step... steps) {
        Worker worker = new Worker(ring, first, List.of(steps), faults);
        workers.add(worker);
        return worker;
    }

    /** Starts all threads. */
    public void start() {
        if (recorder != null) {
            recorderThread = newThread("lucida-recorder", recorder);
        }
        for (int i = 0; i < workers.size(); i++) {
            threads.add(newThread("lucida-worker-" + i, workers.get(i)));
        }
        captureThread = newThread("lucida-capture", capture);
    }

    private static Thread newThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Asks capture to end; frames on the ring are still stacked. Any thread, any number of times. */
    public void requestStop() {
        capture.requestStop();
    }

    /**
     * Waits until capture has ended and every frame on the ring is settled.
     *
     * @return true when everything is settled, false when the timeout came first
     * @throws IOException if the camera failed; everything captured before is in the stack
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException, IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        captureThread.join(Math.max(1, timeoutMs));
        if (faults.fatal() != null) {
            throw new IOException("a stage failed for good: " + faults.fatal(), faults.fatal());
        }
        if (captureThread.isAlive()) {
            return false;
        }
        if (recorder != null) {
            recorder.endAfterLastFrame();
        }
        while (ledger.inFlightCount() > 0 || recorder != null && !recorder.isThrough()) {
            if (System.nanoTime() > deadlineNs) {
                return false;
            }
            Thread.sleep(1);
        }
        if (capture.failure() != null) {
            throw capture.failure();
        }
        return true;
    }

    /** Ends all threads. The stack, the table and the ledger stay readable. */
    @Override
    public void close() {
        requestStop();
        if (shedding != null) {
            shedding.release();
        }
        try {
            if (captureThread != null) {
                captureThread.join(JOIN_MS);
            }
            if (recorderThread != null) {
                recorder.endAfterLastFrame();
                recorderThread.join(JOIN_MS);
            }
            for (Worker worker : workers) {
                worker.halt();
            }
            for (Thread thread : threads) {
                thread.join(JOIN_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The recording beside the stack, if there is one. */
    Optional<Recorder> recorder() {
        return Optional.ofNullable(recorder);
    }

    /** True while a recording needs the machine: the ring is more than half full, or stacking passes frames over. */
    boolean isPressed() {
        Recorder present = recorder != null ? recorder : guest;
        if (present == null) {
            return false;
        }
        long shedCount = shedding.shedCount();
        boolean shedsNow = shedCount > seenShedCount;
        seenShedCount = shedCount;
        return shedsNow
                || ledger.inFlightCount() > memory.slotCount() / 2
                || present.status().fillFraction() > PRESSED_FRACTION;
    }

    /**
     * A recorder that stands by the ring from the next frame on, in a pipeline laid out with room for it; stacking gives way
     * to it. One at a time; {@link #leave} after its end.
     *
     * @param clip begun; ended by the recorder
     */
    Recorder join(RecordingWish wish, ClipWriter clip, Recorder.Room onDisk) {
        Recorder joined =
                new Recorder(ring, arrivals, ledger, clip, camera.format(), TimeGaps.of(camera), wish, onDisk, false);
        guest = joined;
        if (mayDrop) {
            shedding.begin();
            capture.reserve(0);
        }
        return joined;
    }

    /** The recorder that came last has ended; stacking looks at every frame again. */
    void leave() {
        shedding.end();
        reserveForRecording();
        guest = null;
    }

    /** A stack slower than the camera fills any ring; half of it is kept for what bridges stalls of the disk. */
    private void reserveForRecording() {
        if (mayDrop) {
            capture.reserve(memory.slotCount() / 2);
        }
    }

    /** Waits for the end of capture after {@link #requestStop}; frames may still be on the ring. */
    void awaitCapture() throws InterruptedException {
        if (captureThread != null) {
            captureThread.join(JOIN_MS);
        }
    }

    /**
     * What a run would hold in memory.
     *
     * @param previews true if snapshots are wanted
     */
    public static MemoryPlan memoryFor(FrameFormat format, StackSettings settings, Limits limits, boolean previews) {
        return memoryFor(format, settings, 0, false, limits, previews, OptionalLong.empty(), false);
    }

    /**
     * What a run would hold in memory.
     *
     * @param maskedCount pixels left out of every frame
     * @param variance true if variances are kept
     * @param previews true if snapshots are wanted
     * @param ringBytes most memory of the ring where a recording decides it
     * @param glimpses true if frames are copied for the eye
     */
    static MemoryPlan memoryFor(
            FrameFormat format,
            StackSettings settings,
            long maskedCount,
            boolean variance,
            Limits limits,
            boolean previews,
            OptionalLong ringBytes,
            boolean glimpses) {
        int bandCount = bandCountFor(settings);
        int slotCount = settings.ringSlotCount() > 0
                ? settings.ringSlotCount()
                : ringBytes.isPresent()
                        ? MemoryPlan.slotCountWithin(format, ringBytes.getAsLong())
                        : MemoryPlan.slotCountFor(format, limits.mayDrop());
        long planeBytes =
                4L * format.widthPx() * format.heightPx() / binPxFor(format, settings) / binPxFor(format, settings);
        double scale = settings.scale();
        double pixfrac = settings.pixfrac();
        long maskBytes = DrizzleStack.maskBytes(format, scale, pixfrac, maskedCount);
        long stackBytes = DrizzleStack.heapBytes(format, scale, pixfrac, bandCount) + maskBytes;
        long snapshotBytes = DrizzleStack.snapshotBytes(format, scale, pixfrac, bandCount) + maskBytes;
        if (variance) {
            stackBytes += DrizzleStack.varianceBytes(format, scale, pixfrac, bandCount, true);
            snapshotBytes += DrizzleStack.varianceBytes(format, scale, pixfrac, bandCount, false);
        }
        return new MemoryPlan(
                slotCount,
                (long) slotCount * format.frameBytes(),
                stackBytes,
                previews ? snapshotBytes : 0,
                MEASURE_PLANE_COUNT * planeBytes,
                glimpses ? (long) GLIMPSE_COUNT * format.frameBytes() : 0);
    }

    private static int bandCountFor(StackSettings settings) {
        return Math.max(1, settings.threads() - 1);
    }

    /** A mosaic is binned by its cell; without one, small frames and star fields keep every pixel. */
    private static int binPxFor(FrameFormat format, StackSettings settings) {
        boolean small = (long) format.widthPx() * format.heightPx() <= UNBINNED_PX;
        boolean stars = settings.target() == StackSettings.Target.STARS;
        return format.layout().isMosaic() || !(small || stars) ? 2 : 1;
    }

    private static AlignmentSettings alignmentSettings(StackSettings settings) {
        AlignmentSettings aligned =
                AlignmentSettings.of(TargetKind.valueOf(settings.target().name()));
        aligned = aligned.withEpochs(aligned.anchorCounts(), settings.epochCount());
        return settings.searchRadiusPx() == 0 ? aligned : aligned.withSearchRadiusPx(settings.searchRadiusPx());
    }

    /** The stack itself; read it only after {@link #awaitEnd} said true or {@link #close}. */
    public StackView stack() {
        return stack.view();
    }

    /**
     * A consistent copy of the stack as it is now, taken without stopping the writers. It is the caller's alone until the
     * lease is closed. Any thread.
     *
     * @throws IOException if no copy came within the timeout, or somebody else had it for so long
     */
    public SnapshotLease snapshot(long timeoutMs) throws InterruptedException, IOException {
        if (snapshot == null) {
            throw new IllegalStateException("this pipeline was laid out without previews");
        }
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        if (!snapshotTurn.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS)) {
            throw new IOException("no snapshot within timeoutMs=" + timeoutMs
                    + ", it is in use, for instance by a save; ask again later");
        }
        boolean isFilled = false;
        try {
            long leftMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
            isFilled = stack.snapshotInto(snapshot, leftMs);
        } finally {
            if (!isFilled) {
                snapshotTurn.release();
            }
        }
        if (!isFilled) {
            throw new IOException("no snapshot within timeoutMs=" + timeoutMs + "; the workers stand still");
        }
        return new SnapshotLease(snapshot, snapshotTurn);
    }

    /** The references the frames were aligned to, oldest first, of all stacks. Any thread. */
    public List<AlignmentEpoch> epochs() {
        return measure.epochs();
    }

    /** What the observer turns. */
    StackDials dials() {
        return dials;
    }

    /** Frames for the eye. */
    GlimpseTap glimpses() {
        return glimpses;
    }

    /** Luckiness below which a frame is too soft now; NaN while all are kept or nothing is known. Any thread. */
    public double keepThresholdLuckiness() {
        return measure.thresholdLuckiness();
    }

    /** Number of the stack the latest settled frame went to, from 1. Any thread. */
    public int stackNumber() {
        return settle.stackNumber();
    }

    /** Frames in that stack; those of stacks before count as stacked in the ledger all the same. Any thread. */
    public long stackedInStackCount() {
        return settle.stackedCount();
    }

    /** Where new stacks began, oldest first. Any thread. */
    public List<StackRestart> restarts() {
        return settle.restarts();
    }

    /** How full the ring is: frames captured and not settled or not recorded yet, 0..1. Any thread. */
    public double ringFillFraction() {
        long done = ring.getMinimumGatingSequence();
        return Math.min(1, (double) (ring.getCursor() - done) / ring.getBufferSize());
    }

    /** Every thread of the pipeline, capture last. */
    List<Thread> threads() {
        List<Thread> all = new ArrayList<>(threads);
        if (recorderThread != null) {
            all.add(recorderThread);
        }
        all.add(captureThread);
        return all;
    }

    /** Time since the last frame came, ns. Any thread. */
    long silentNs() {
        return capture.silentNs();
    }

    /** What the run holds in memory. */
    public MemoryPlan memory() {
        return memory;
    }

    /** The frame account now. Any thread. */
    public Ledger ledger() {
        return ledger.snapshot();
    }

    /** One row for each settled frame. Any thread. */
    public FrameTable table() {
        return table;
    }

    /** Displacement of the latest stacked frame, raw px. Any thread. */
    public double displacementXPx() {
        return settle.displacementXPx();
    }

    /** Displacement of the latest stacked frame, raw px. Any thread. */
    public double displacementYPx() {
        return settle.displacementYPx();
    }

    /** Luckiness of the latest frame. Any thread. */
    public double luckiness() {
        return settle.luckiness();
    }
}
