package org.lucida.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** A ring fuller than this has no time for previews while a recording runs. */
    private static final double PRESSED_FRACTION = 0.5;

    private final MemoryPlan memory;
    private final RingBuffer<FrameSlot> ring;
    private final LiveLedger ledger = new LiveLedger();
    private final FrameTable table = new FrameTable();
    private final StageFaults faults = new StageFaults();
    private final CaptureLoop capture;
    private final GlobalAlignment alignment;
    private final FrameMasks masks;
    private final DrizzleStack stack;
    private final StackSnapshot snapshot;
    private final SettleStage settle = new SettleStage(ledger, table);
    /** Null without a recording. */
    private final Recorder recorder;

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
        this(camera, settings, calibration, false, Optional.empty(), limits, previews, Optional.empty());
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
            Optional<Tap> tap) {
        FrameFormat format = camera.format();
        int binPx = binPxFor(format, settings);
        long finderBytes = findsHotPixels ? HotPixelFinder.heapBytes(format) : 0;
        memory = memoryFor(
                        format,
                        settings,
                        calibration.badCount(),
                        noise.isPresent(),
                        limits,
                        previews,
                        tap.map(Tap::wish))
                .with(finderBytes);
        memory.check();

        int planeWidthPx = format.widthPx() / binPx;
        int planeHeightPx = format.heightPx() / binPx;
        alignment = new GlobalAlignment(planeWidthPx, planeHeightPx, binPx, alignmentSettings(settings));
        stack = new DrizzleStack(
                format, settings.scale(), settings.pixfrac(), bandCountFor(settings), noise.orElse(null));
        snapshot = previews ? stack.newSnapshot() : null;

        ring = RingBuffer.createSingleProducer(
                () -> new FrameSlot(format.frameBytes()),
                memory.slotCount(),
                new DozingWaitStrategy(TimeUnit.MILLISECONDS.toNanos(IDLE_LOOK_MS)));
        Arrivals arrivals = tap.isPresent() ? new Arrivals(memory.slotCount()) : null;
        capture = new CaptureLoop(camera, ring, ledger, limits, arrivals);
        recorder = tap.map(it -> new Recorder(
                        ring, arrivals, ledger, it.clip(), format, TimeGaps.of(camera), it.wish(), it.room()))
                .orElse(null);
        shedding = tap.isPresent() ? new LoadShedding(ledger, memory.slotCount()) : null;
        masks = new FrameMasks(calibration);
        HotPixelFinder finder = findsHotPixels ? new HotPixelFinder(calibration) : null;
        wire(measure(shedding, masks, finder, calibration, alignment, settings), calibration, settings.threads());
    }

    private static MeasureStage measure(
            LoadShedding shedding,
            FrameMasks masks,
            HotPixelFinder finder,
            Calibration calibration,
            GlobalAlignment alignment,
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
        Selection selection = new Selection(settings.alpha(), settings.keepFraction());
        return new MeasureStage(shedding, masks, finder, luminance, luckiness, selection, alignment);
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
        int binPx = binPxFor(format, settings);
        GlobalAlignment alignment = new GlobalAlignment(
                format.widthPx() / binPx, format.heightPx() / binPx, binPx, alignmentSettings(settings));
        HotPixelFinder finder = new HotPixelFinder(calibration);
        MeasureStage measure = measure(null, new FrameMasks(calibration), finder, calibration, alignment, settings);
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
        if (recorder == null) {
            return false;
        }
        long shedCount = shedding.shedCount();
        boolean shedsNow = shedCount > seenShedCount;
        seenShedCount = shedCount;
        return shedsNow
                || ledger.inFlightCount() > memory.slotCount() / 2
                || recorder.status().fillFraction() > PRESSED_FRACTION;
    }

    /**
     * What a run would hold in memory.
     *
     * @param previews true if snapshots are wanted
     */
    public static MemoryPlan memoryFor(FrameFormat format, StackSettings settings, Limits limits, boolean previews) {
        return memoryFor(format, settings, 0, false, limits, previews, Optional.empty());
    }

    /**
     * What a run would hold in memory.
     *
     * @param maskedCount pixels left out of every frame
     * @param variance true if variances are kept
     * @param previews true if snapshots are wanted
     * @param recording a recording beside the stack; its buffer is the ring
     */
    static MemoryPlan memoryFor(
            FrameFormat format,
            StackSettings settings,
            long maskedCount,
            boolean variance,
            Limits limits,
            boolean previews,
            Optional<RecordingWish> recording) {
        int bandCount = bandCountFor(settings);
        int slotCount = settings.ringSlotCount() > 0
                ? settings.ringSlotCount()
                : recording
                        .map(it -> MemoryPlan.slotCountWithin(format, it.bufferBytes()))
                        .orElseGet(() -> MemoryPlan.slotCountFor(format, limits.mayDrop()));
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
                MEASURE_PLANE_COUNT * planeBytes);
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
     * A consistent copy of the stack as it is now, taken without stopping the writers. Valid until the next call.
     *
     * @throws IOException if no copy came within the timeout
     */
    public StackView snapshot(long timeoutMs) throws InterruptedException, IOException {
        if (snapshot == null) {
            throw new IllegalStateException("this pipeline was laid out without previews");
        }
        if (!stack.snapshotInto(snapshot, timeoutMs)) {
            throw new IOException("no snapshot within timeoutMs=" + timeoutMs + "; the workers stand still");
        }
        return snapshot;
    }

    /** The references the frames were aligned to, oldest first; read it after the end. */
    public List<AlignmentEpoch> epochs() {
        return alignment.epochs();
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
