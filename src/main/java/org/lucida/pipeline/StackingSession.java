package org.lucida.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.lucida.align.AlignmentEpoch;
import org.lucida.calibrate.Calibration;
import org.lucida.calibrate.HotPixelFinder;
import org.lucida.calibrate.MasterMaker;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraNotice;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.Dither;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.drizzle.SensorNoise;
import org.lucida.files.BadPixelFile;
import org.lucida.files.CameraDiary;
import org.lucida.files.ClipWriter;
import org.lucida.files.FramesCsv;
import org.lucida.files.MasterFits;
import org.lucida.files.RecordingFacts;
import org.lucida.files.SessionEvents;
import org.lucida.files.SessionFacts;
import org.lucida.files.SessionNames;
import org.lucida.files.SessionReport;
import org.lucida.files.StackFacts;
import org.lucida.files.StackFits;
import org.lucida.files.StackPictures;
import org.lucida.files.Stretch;
import org.lucida.frame.BadInputException;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.PixelMask;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;

/**
 * One evening's piece of work: a camera through the pipeline, and the files that come of it.
 *
 * <p>Thread: what says "any thread", and the readings, from anywhere; everything else from one thread.
 */
public final class StackingSession implements AutoCloseable {
    private static final long SNAPSHOT_TIMEOUT_MS = 30_000;
    private static final long RECORDING_END_TIMEOUT_MS = 10_000;
    private static final String REPLAY = "replay:";
    private static final double GREEN_UM = 0.55;
    /** Frames looked at for hot pixels before a recording is stacked: a target shows in 100 whether it wanders. */
    private static final int LEAST_SCOUTED_FRAMES = 100;

    private static final int MOST_SCOUTED_FRAMES = 300;

    private final Camera camera;
    private final StackSettings settings;
    private final Output output;
    private final Clock clock;
    private final String software;
    private final StackingPipeline pipeline;
    private final DitherWatch dither;
    private final Calibration calibration;
    private final Optional<SensorNoise> noise;
    /** Recordings at will; null where there is no room for them. */
    private final Recordings recordings;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile Instant startedAt;
    private volatile long startNs;
    private volatile long endNs;
    private volatile boolean stopRequested;
    private boolean complete;
    private volatile boolean toldFound;
    /** Reserved at the start of a recording, else at the end. */
    private SessionNames names;

    private volatile long skippedPreviewCount;

    /**
     * Where results go and what they are called.
     *
     * @param folder folder for all files
     * @param targetName what was observed, for names and headers
     * @param csv true to write the frame table as CSV as well
     * @param wishes what else was asked for (region, masters, pace, limits), for the report; names end in units
     */
    public record Output(Path folder, String targetName, boolean csv, Map<String, Object> wishes) {}

    /**
     * Lays out the session; nothing runs yet.
     *
     * @param camera opened; closed by this session
     * @param dark a camera that plays dark frames (or one master); closed by this session
     * @param flat a camera that plays flat frames, bias or dark already taken off; closed by this session
     * @param previews true if {@link #writePreview} will be asked for
     * @param software name and version for the headers
     * @throws IllegalArgumentException if settings and frames do not fit together or memory does not suffice
     */
    public StackingSession(
            Camera camera,
            Optional<Camera> dark,
            Optional<Camera> flat,
            StackSettings settings,
            Limits limits,
            Output output,
            boolean previews,
            String software,
            Clock clock)
            throws IOException {
        this(
                camera,
                dark,
                flat,
                Optional.empty(),
                PixelCare.NONE,
                settings,
                limits,
                output,
                previews,
                Optional.empty(),
                software,
                clock);
    }

    /**
     * Lays out the session; nothing runs yet.
     *
     * @param camera opened; closed by this session
     * @param dark a camera that plays dark frames (or one master); closed by this session
     * @param flat a camera that plays flat frames, bias or dark already taken off; closed by this session
     * @param scout the recording once more, to look for hot pixels before it is stacked; closed by this session
     * @param care which pixels are left out, and whether variances are kept
     * @param previews true if {@link #writePreview} will be asked for
     * @param recording raw frames to disk beside the stack; stacking and previews give way to it
     * @param software name and version for the headers
     * @throws IllegalArgumentException if settings and frames do not fit together or memory does not suffice
     */
    public StackingSession(
            Camera camera,
            Optional<Camera> dark,
            Optional<Camera> flat,
            Optional<Camera> scout,
            PixelCare care,
            StackSettings settings,
            Limits limits,
            Output output,
            boolean previews,
            Optional<RecordingWish> recording,
            String software,
            Clock clock)
            throws IOException {
        this(
                camera,
                dark,
                flat,
                scout,
                care,
                settings,
                limits,
                output,
                previews,
                recording,
                Optional.empty(),
                software,
                clock);
    }

    /**
     * Lays out a session for a window: frames for the eye, snapshots, and recordings at will; nothing runs yet.
     *
     * @param camera opened; closed by this session
     * @param dark a camera that plays dark frames (or one master); closed by this session
     * @param flat a camera that plays flat frames, bias or dark already taken off; closed by this session
     * @param scout the recording once more, to look for hot pixels before it is stacked; closed by this session
     * @param care which pixels are left out, and whether variances are kept
     * @param room what recordings may use
     * @param software name and version for the headers
     * @throws IllegalArgumentException if settings and frames do not fit together or memory does not suffice
     */
    public StackingSession(
            Camera camera,
            Optional<Camera> dark,
            Optional<Camera> flat,
            Optional<Camera> scout,
            PixelCare care,
            StackSettings settings,
            Limits limits,
            Output output,
            RecordingRoom room,
            String software,
            Clock clock)
            throws IOException {
        this(
                camera,
                dark,
                flat,
                scout,
                care,
                settings,
                limits,
                output,
                true,
                Optional.empty(),
                Optional.of(room),
                software,
                clock);
    }

    private StackingSession(
            Camera camera,
            Optional<Camera> dark,
            Optional<Camera> flat,
            Optional<Camera> scout,
            PixelCare care,
            StackSettings settings,
            Limits limits,
            Output output,
            boolean previews,
            Optional<RecordingWish> recording,
            Optional<RecordingRoom> room,
            String software,
            Clock clock)
            throws IOException {
        this.camera = camera;
        this.settings = settings;
        this.output = output;
        this.clock = clock;
        this.software = software;
        FrameFormat format = camera.format();
        noise = care.noise(camera.info().facts());
        StackingPipeline.memoryFor(
                        format,
                        settings,
                        0,
                        noise.isPresent(),
                        limits,
                        previews,
                        StackingPipeline.ringBytes(recording, room),
                        room.isPresent())
                .check();
        PixelMask named = care.badPixels().isEmpty()
                ? null
                : new BadPixelFile().read(care.badPixels().get(), format, care.region());
        Calibration known = Calibration.of(format, master(dark, format, "dark"), master(flat, format, "flat"), named);
        PixelMask hot = null;
        boolean searches = care.findsHotPixels();
        if (scout.isPresent() && searches) {
            try (Camera again = scout.get()) {
                HotPixelFinder finder = StackingPipeline.hotPixels(again, settings, known, scoutCount(again));
                hot = finder.found();
                searches = !finder.isDecided();
            }
        }
        calibration = known.with(hot);
        if (hot != null) {
            notes.add("hotPixelCount=" + hot.count()
                    + " pixels stand still as spikes while the target wanders; they are left out (--hot-pixels off keeps"
                    + " them)");
        }
        if (calibration.badCount() > 0) {
            notes.add("maskedCount=" + calibration.badCount()
                    + " bad pixels are left out of the stack; alignment sees the mean of their neighbours");
        }
        pipeline = recording.isPresent()
                ? recordingPipeline(recording.get(), limits, searches, previews)
                : new StackingPipeline(
                        camera, settings, calibration, searches, noise, limits, previews, Optional.empty(), room);
        recordings = room.isPresent() ? new Recordings(camera, pipeline, software, clock) : null;
        dither = new DitherWatch(
                pipeline.table(),
                pipeline::restarts,
                format.layout(),
                settings,
                samplingPxPerLambdaD(settings, camera.info()));
    }

    /** Begins the clip last of all, when nothing else can go wrong. */
    private StackingPipeline recordingPipeline(RecordingWish wish, Limits limits, boolean searches, boolean previews)
            throws IOException {
        names = SessionNames.reserve(output.folder(), output.targetName(), nowUtcNs());
        ClipWriter clip = wish.kind().create(names.clip(wish.kind()), sourceOf(camera));
        try {
            return new StackingPipeline(
                    camera,
                    settings,
                    calibration,
                    searches,
                    noise,
                    limits,
                    previews,
                    Optional.of(new StackingPipeline.Tap(wish, clip, Recorder.roomOf(clip))),
                    Optional.empty());
        } catch (IOException | RuntimeException failed) {
            clip.close();
            throw failed;
        }
    }

    private long nowUtcNs() {
        Instant now = clock.instant();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /** A camera as files tell of it. */
    static StackFacts.Source sourceOf(Camera camera) {
        CameraInfo info = camera.info();
        return new StackFacts.Source(
                info.name(),
                info.address(),
                info.facts(),
                info.notes().stream().distinct().toList(),
                camera.format(),
                info.exposureUs(),
                info.frameRateHz());
    }

    /** Begins the clip with the frames kept in memory, if a recording waits for that. Any thread. */
    public void trigger() {
        pipeline.recorder().ifPresent(Recorder::trigger);
        if (recordings != null) {
            recordings.trigger();
        }
    }

    /** The recording beside the stack now, or the last one; empty if there was none. Any thread. */
    public Optional<RecordingStatus> recording() {
        return recordings != null ? recordings.status() : pipeline.recorder().map(Recorder::status);
    }

    /** What became of the recording; after the end. */
    public Optional<RecordingFacts> recordingFacts() {
        return pipeline.recorder().map(Recorder::facts);
    }

    /** Why the recording, or the last one, ended early, if it did; stacking goes on all the same. Any thread. */
    public Optional<IOException> recordingFailure() {
        return recordings != null ? recordings.failure() : pipeline.recorder().map(Recorder::failure);
    }

    /**
     * Begins a new clip under a new name, with the next frame; before a trigger, if one is wished, it only keeps the last
     * seconds. Stacking gives way to it. The clip's reports are written when it ends.
     *
     * <p>Thread: any; takes as long as the disk does.
     *
     * @param wish its buffer is that of the room; frames before the trigger fill half of it at most
     * @return the clip
     * @throws IllegalStateException if the session has no room for recordings, is closed, or a recording runs
     * @throws IllegalArgumentException if the kind of clip cannot hold such frames
     * @throws IOException if no clip can be made in the folder
     */
    public Path startRecording(RecordingWish wish) throws IOException {
        if (recordings == null) {
            throw new IllegalStateException(
                    "this session was laid out without room for recordings; open it with a room");
        }
        return recordings.start(wish, output);
    }

    /**
     * The same, the clip lying elsewhere and called after another target than the stack.
     *
     * @param folder where the clip and its reports go
     * @param targetName what they are called after
     */
    public Path startRecording(RecordingWish wish, Path folder, String targetName) throws IOException {
        if (recordings == null) {
            return startRecording(wish);
        }
        return recordings.start(wish, new Output(folder, targetName, output.csv(), output.wishes()));
    }

    /**
     * Ends the recording: frames captured so far are still written, then the reports. Returns at once. Any thread, any number
     * of times. One that waits for its trigger leaves no file.
     */
    public void stopRecording() {
        if (recordings != null) {
            recordings.stop();
        }
    }

    /** True from {@link #startRecording} until the clip is closed and its reports are written. Any thread. */
    public boolean isRecording() {
        return recordings != null && recordings.isBusy();
    }

    /**
     * Waits until no recording runs and the reports of the last one are written.
     *
     * @return false if the timeout came first
     */
    public boolean awaitRecordingEnd(long timeoutMs) throws InterruptedException {
        return recordings == null || recordings.await(timeoutMs);
    }

    /** The clips begun at will that have ended, oldest first; those without a frame left no file and are not told of. */
    public List<RecordingFacts> recordingsSoFar() {
        return recordings == null ? List.of() : recordings.facts();
    }

    // ---- frames for the eye, and what the observer turns ------------------------------------------------------------

    /** A place for {@link #glimpse} to fill, again and again. */
    public FrameGlimpse newGlimpse() {
        return new FrameGlimpse(camera.format());
    }

    /**
     * Copies the next settled frame, whatever became of it. Only asking costs anything: one copy of one frame on the settling
     * thread, which waits for nobody.
     *
     * <p>Thread: any, one asker at a time; others wait their turn.
     *
     * @param into made by {@link #newGlimpse} of this session. Modified
     * @return false if no frame was settled in time; then into is as it was
     */
    public boolean glimpse(FrameGlimpse into, long timeoutMs) throws InterruptedException {
        if (!into.format().equals(camera.format())) {
            throw new IllegalArgumentException(
                    "glimpse of " + into.format() + " does not fit frames of " + camera.format() + "; make it anew");
        }
        return pipeline.glimpses().ask(into, timeoutMs);
    }

    /**
     * A consistent copy of the stack as it is now. It is the caller's alone until the lease is closed: display and save do not
     * overwrite each other's. The stack goes on growing meanwhile.
     *
     * <p>Thread: any; waits.
     *
     * @throws IllegalStateException if the session was laid out without previews
     * @throws IOException if no copy came within the timeout, or somebody else had it for so long
     */
    public SnapshotLease snapshot(long timeoutMs) throws InterruptedException, IOException {
        return pipeline.snapshot(timeoutMs);
    }

    /**
     * Keeps another share of the frames by luckiness, from the next measured frame on. Any thread.
     *
     * @param share 0 < share <= 1; 1 keeps all
     * @throws IllegalArgumentException if it is outside
     */
    public void keepFraction(double share) {
        pipeline.dials().keepFraction(share);
    }

    /** Share of the frames that is kept; 1 = all. Any thread. */
    public double keepFraction() {
        return pipeline.dials().keepFraction();
    }

    /** Luckiness below which a frame is too soft now; NaN while all are kept or too little is known. Any thread. */
    public double keepThresholdLuckiness() {
        return pipeline.keepThresholdLuckiness();
    }

    /** When the observer chose another share, oldest first. Any thread. */
    public List<KeepFractionChange> keepFractionChanges() {
        return pipeline.dials().changes();
    }

    /**
     * Begins a new stack with the next measured frame, as if the session began there: alignment, luckiness and selection start
     * anew; hot pixels found stay found. Camera and recording go on. Without a frame nothing happens. Any thread.
     */
    public void restartStack() {
        pipeline.dials().restart();
    }

    /** Number of the stack the latest frame went to, from 1. Any thread. */
    public int stackNumber() {
        return pipeline.stackNumber();
    }

    /** Frames in that stack; those of stacks before count as stacked in the ledger all the same. Any thread. */
    public long stackedInStackCount() {
        return pipeline.stackedInStackCount();
    }

    /** Where new stacks began, oldest first. Any thread. */
    public List<StackRestart> stackRestarts() {
        return pipeline.restarts();
    }

    /**
     * Leaves frames out of the stack, unmeasured, until it is taken back; they are captured, recorded, shown, and counted as
     * {@link Verdict#PAUSED}. Any thread.
     */
    public void stackPaused(boolean isPaused) {
        pipeline.dials().pause(isPaused);
    }

    /** True while frames are left out of the stack. Any thread. */
    public boolean isStackPaused() {
        return pipeline.dials().isPaused();
    }

    /** How full the ring is, 0..1. Any thread. */
    public double ringFillFraction() {
        return pipeline.ringFillFraction();
    }

    /** Slots of the ring. */
    public int slotCount() {
        return pipeline.memory().slotCount();
    }

    /** Bytes of the ring, outside the heap. */
    public long ringBytes() {
        return pipeline.memory().ringBytes();
    }

    /** Bytes free on the disk of the results; negative if nobody knows. Any thread; asks the disk. */
    public long freeDiskBytes() {
        return DiskRoom.freeBytes(output.folder());
    }

    /**
     * True if a preview may be made now: a recording that needs the machine puts previews off, first of all.
     *
     * <p>Thread: the one that asks for previews.
     */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public boolean mayPreview() {
        boolean may = !pipeline.isPressed();
        skippedPreviewCount += may ? 0 : 1;
        return may;
    }

    /** Frames worth measuring twice: an eighth of the recording, within bounds. */
    private static int scoutCount(Camera recording) {
        long eighth = recording.info().frameCount().orElse(MOST_SCOUTED_FRAMES) / 8;
        return (int) Math.max(LEAST_SCOUTED_FRAMES, Math.min(MOST_SCOUTED_FRAMES, eighth));
    }

    /** Sampling as it is set, else from the telescope and pixels the source tells of, in green light; 0 = unknown. */
    static double samplingPxPerLambdaD(StackSettings settings, CameraInfo info) {
        if (settings.samplingPxPerLambdaD() > 0) {
            return settings.samplingPxPerLambdaD();
        }
        double focalRatio = info.positiveFact("FOCRATIO");
        if (!(focalRatio > 0)) {
            focalRatio = info.positiveFact("FOCALLEN") / info.positiveFact("APTDIA");
        }
        double sampling = GREEN_UM * focalRatio / info.positiveFact("XPIXSZ");
        return sampling > 0 && Double.isFinite(sampling) ? sampling : 0;
    }

    /**
     * What the dither so far allows; at most a second old. Empty before the first stacked frame.
     *
     * <p>Thread: the one that shows the progress. No stage waits for it.
     */
    public Optional<DitherAdvice> ditherAdvice() {
        return dither.recent();
    }

    /** Starts camera and threads. */
    public void start() {
        startedAt = clock.instant();
        startNs = System.nanoTime();
        pipeline.start();
    }

    /** Asks for a clean end: frames on the ring are still stacked. Any thread. */
    public void requestStop() {
        stopRequested = true;
        pipeline.requestStop();
    }

    /**
     * Waits for the last frame.
     *
     * @return true when every frame is settled, false when the timeout came first
     * @throws IOException if the camera failed; what came before is in the stack and can still be written
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException, IOException {
        boolean ended = false;
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            ended = pipeline.awaitEnd(timeoutMs);
            if (ended && recordings != null) {
                recordings.endWithFrames();
                ended = recordings.await(TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
            }
            complete = ended && !stopRequested;
            return ended;
        } catch (IOException failed) {
            notes.add("the session ended early: " + failed.getMessage());
            ended = true;
            if (recordings != null) {
                recordings.endWithFrames();
                recordings.await(RECORDING_END_TIMEOUT_MS);
            }
            throw failed;
        } finally {
            if (ended && endNs == 0) {
                endNs = System.nanoTime();
            }
        }
    }

    /** What the camera has to tell, oldest first. Any thread. */
    public List<CameraNotice> cameraNotices() {
        return camera.notices();
    }

    /** What the camera went through so far. Any thread. */
    public CameraDiary diary() {
        return Diaries.of(camera);
    }

    /** Seconds for which no frame has come although one was due; 0 while all is well. Any thread. */
    public double waitingS() {
        return endNs != 0 ? 0 : Waiting.seconds(pipeline.silentNs(), camera.info());
    }

    /** The pipeline and its readings. */
    public StackingPipeline pipeline() {
        return pipeline;
    }

    /** Frames the source has, if it knows. */
    public OptionalLong expectedCount() {
        return camera.info().frameCount();
    }

    /** Seconds since the start, until the last frame was settled. */
    public double elapsedS() {
        return ((endNs == 0 ? System.nanoTime() : endNs) - startNs) / 1e9;
    }

    /** True if the source was read to its end or its limit. */
    public boolean isComplete() {
        return complete;
    }

    /** What is odd about the source and the session, one sentence each, each with what was assumed. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(camera.info().notes());
        all.addAll(notes);
        return all.stream().distinct().toList();
    }

    /** Writes the stack as it is now as a new PNG without stopping anything. */
    public void writePreview(Path png) throws IOException, InterruptedException {
        try (SnapshotLease lease = pipeline.snapshot(SNAPSHOT_TIMEOUT_MS)) {
            StackView view = lease.view();
            new StackPictures(software)
                    .write(png, view, eyeStretch(view), StackPictures.Format.PNG16, output.targetName());
        }
    }

    /**
     * What was written, and what could not be.
     *
     * @param files the files, most important first; without a stack if no frame was stacked
     * @param failure the first file that could not be written, if any; the others were tried all the same
     */
    public record Results(List<Path> files, Optional<IOException> failure) {}

    /** Writes one result under its name. */
    private interface Writing {
        void to(Path file) throws IOException;
    }

    /**
     * Writes all results; called once, after the end. A file that cannot be written does not keep the others from it.
     *
     * @throws IOException if not even a name could be reserved in the folder
     */
    public Results writeResults() throws IOException {
        StackView stack = pipeline.stack();
        StackFacts facts = facts(pipeline.stackNumber());
        if (names == null) {
            names = namesFor(facts);
        }
        List<Path> files = new ArrayList<>();
        recordingFacts().map(RecordingFacts::clip).filter(Files::exists).ifPresent(files::add);
        return write(names, stack, facts, files, recordingFailure().orElse(null), done -> {});
    }

    /** Looks on while results are written. */
    public interface SaveProgress {
        /** Called before each file and after the last; on the saving thread. */
        void at(double doneFraction);
    }

    /**
     * Writes the stack as it is now, its pictures and reports, under new names, while everything goes on. The picture for the
     * eye, {@link #snapshot}, has to wait meanwhile.
     *
     * <p>Thread: any, one at a time; slow.
     *
     * @return the files, most important first; without a stack if no frame is stacked yet
     * @throws IOException if a file could not be written; the others were tried all the same
     */
    public List<Path> saveNow() throws IOException, InterruptedException {
        return saveNow(done -> {});
    }

    /** {@link #saveNow()} with somebody looking on. */
    public List<Path> saveNow(SaveProgress progress) throws IOException, InterruptedException {
        try (SnapshotLease lease = pipeline.snapshot(SNAPSHOT_TIMEOUT_MS)) {
            StackFacts facts = facts(lease.stackNumber());
            Results results = write(namesFor(facts), lease.view(), facts, new ArrayList<>(), null, progress);
            if (results.failure().isPresent()) {
                throw results.failure().get();
            }
            return results.files();
        }
    }

    /**
     * Writes all results under new names into another folder than was planned, after {@link #writeResults} could not; any number of
     * times.
     *
     * @throws IOException if not even a name could be reserved there
     */
    public Results writeResultsTo(Path folder) throws IOException {
        names = namesFor(facts(pipeline.stackNumber()), folder);
        return writeResults();
    }

    private SessionNames namesFor(StackFacts facts) throws IOException {
        return namesFor(facts, output.folder());
    }

    private SessionNames namesFor(StackFacts facts, Path folder) throws IOException {
        return SessionNames.reserve(
                folder,
                output.targetName(),
                SessionNames.stampTime(facts.span(), camera.info().exposureUs(), clock));
    }

    /** @param failure of before, or null; the first one is told */
    private Results write(
            SessionNames names,
            StackView stack,
            StackFacts facts,
            List<Path> files,
            IOException failure,
            SaveProgress progress) {
        Map<Path, Writing> writings = new LinkedHashMap<>();
        if (stack.stackedCount() > 0) {
            planStack(names, stack, facts, writings);
        }
        writings.put(names.cameraSettings(), file -> new SessionReport(clock)
                .writeCameraSettings(file, facts, stack.stackedCount()));
        if (output.csv()) {
            writings.put(names.path("frames", "csv"), file -> new FramesCsv().write(file, pipeline.table()));
        }
        int doneCount = 0;
        for (Map.Entry<Path, Writing> writing : writings.entrySet()) {
            progress.at(doneCount++ / (writings.size() + 1.0));
            try {
                writing.getValue().to(writing.getKey());
                files.add(writing.getKey());
            } catch (IOException failed) {
                failure = failure == null ? failed : failure;
            }
        }
        try {
            new SessionReport(clock).writeJson(names, sessionFacts(stack, facts, files));
            files.add(names.sessionJson());
        } catch (IOException failed) {
            failure = failure == null ? failed : failure;
        }
        progress.at(1);
        return new Results(files, Optional.ofNullable(failure));
    }

    private void planStack(SessionNames names, StackView stack, StackFacts facts, Map<Path, Writing> writings) {
        writings.put(
                names.path("stack", "fits"), file -> new StackFits(clock).write(file, stack, facts, pipeline.table()));
        Stretch auto = eyeStretch(stack);
        Stretch linear = Stretch.fixed(camera.format().maxAdu());
        for (StackPictures.Format format : List.of(StackPictures.Format.PNG16, StackPictures.Format.TIFF16)) {
            writings.put(names.path("stack", format.extension()), picture(stack, auto, format));
            writings.put(names.path("stack-linear", format.extension()), picture(stack, linear, format));
        }
    }

    private Writing picture(StackView stack, Stretch stretch, StackPictures.Format format) {
        return file -> new StackPictures(software).write(file, stack, stretch, format, output.targetName());
    }

    /** The stretch for looking: faint light is lifted only where the target is stars. */
    private Stretch eyeStretch(StackView stack) {
        return settings.target() == StackSettings.Target.STARS ? Stretch.auto(stack) : Stretch.autoLinear(stack);
    }

    /** The mean of the frames of a source, which is closed; null without one. */
    static float[] master(Optional<Camera> source, FrameFormat format, String name) throws IOException {
        if (source.isEmpty()) {
            return null;
        }
        try (Camera frames = source.get()) {
            FrameFormat found = frames.format();
            if (found.widthPx() != format.widthPx()
                    || found.heightPx() != format.heightPx()
                    || found.layout().samplesPerPixel() != format.layout().samplesPerPixel()) {
                throw new IllegalArgumentException("--" + name + " has frames of " + found + ", the lights are "
                        + format + "; use a " + name + " of the same size and ROI");
            }
            Optional<float[]> exact = exactMaster(frames.info().address(), format);
            if (exact.isPresent()) {
                return exact.get();
            }
            MasterMaker maker = new MasterMaker(found);
            FrameSlot slot = new FrameSlot(found.frameBytes());
            frames.start();
            while (frames.read(slot, 1_000) == Camera.Delivery.FRAME) {
                if (!slot.verdict.isRejected()) {
                    maker.add(slot);
                }
                slot.clear();
            }
            if (maker.frameCount() == 0) {
                throw new BadInputException("--" + name + " holds no whole frame; use another file");
            }
            return maker.meanAdu();
        }
    }

    /** A master of ours keeps fractions of an ADU, which no camera delivers. */
    private static Optional<float[]> exactMaster(String address, FrameFormat format) throws IOException {
        if (!address.startsWith(REPLAY)) {
            return Optional.empty();
        }
        Path file = Path.of(address.substring(REPLAY.length()));
        return Files.isRegularFile(file) ? MasterFits.read(file, format) : Optional.empty();
    }

    /** Hot pixels found on the way are told once. */
    private void noteFound() {
        int more = pipeline.maskedCount() - calibration.badCount();
        if (more > 0 && !toldFound) {
            toldFound = true;
            notes.add("hotPixelCount=" + more
                    + " pixels were found to stand still as spikes while the target wanders; they"
                    + " are left out of the frames after that (--hot-pixels off keeps them)");
        }
    }

    /** What is known about the stack that was copied; while the lease is open. Any thread. */
    public StackFacts facts(SnapshotLease lease) {
        return facts(lease.stackNumber());
    }

    /** @param stackNumber the stack they are of */
    private StackFacts facts(int stackNumber) {
        noteFound();
        boolean isTurned =
                camera.controls().changes().stream().anyMatch(it -> it.key().equals("exposureUs"));
        Optional<StackExposure> exposure = isTurned
                ? Optional.of(StackExposure.of(
                        pipeline.table(),
                        firstRow(stackNumber),
                        endRow(stackNumber),
                        camera.controls(),
                        camera.info().exposureUs()))
                : Optional.empty();
        List<String> told = new ArrayList<>(notesOf(stackNumber));
        exposure.ifPresent(it -> told.addAll(it.notes()));
        return new StackFacts(
                software,
                output.targetName(),
                sourceOf(camera).exposedFor(exposure.map(StackExposure::usualUs).orElse(OptionalDouble.empty())),
                new StackFacts.Recipe(
                        settings.scale(),
                        settings.pixfrac(),
                        "square",
                        settings.metric(),
                        settings.alpha(),
                        keepFraction()),
                span(stackNumber),
                pipeline.ledger(),
                told,
                new StackFacts.Pixels(
                        pipeline.maskedCount(),
                        noise.map(it -> OptionalDouble.of(it.gainEPerAdu())).orElse(OptionalDouble.empty()),
                        noise.map(it -> OptionalDouble.of(it.offsetAdu())).orElse(OptionalDouble.empty()),
                        noise.map(it -> OptionalDouble.of(it.readNoiseE())).orElse(OptionalDouble.empty())),
                dither.latest().map(StackingSession::ditherFacts),
                exposure.map(StackExposure::meanUs).orElse(OptionalDouble.empty()));
    }

    private static StackFacts.Dither ditherFacts(DitherAdvice advice) {
        List<StackFacts.Cover> planes = new ArrayList<>();
        for (Dither.Cover cover : advice.covers()) {
            planes.add(new StackFacts.Cover(
                    cover.emptyFraction(),
                    cover.leastSampleCount(),
                    cover.mostSampleCount(),
                    cover.weightScatterFraction(),
                    cover.extraNoiseFraction(),
                    cover.offsetPx()));
        }
        return new StackFacts.Dither(
                advice.verdict().name(),
                advice.spanXPx(),
                advice.spanYPx(),
                advice.pathPx(),
                planes,
                advice.fittingScale(),
                advice.fittingPixfrac(),
                advice.lines());
    }

    /** The notes, and what belongs to which stack. */
    private List<String> notesOf(int stackNumber) {
        List<String> all = new ArrayList<>(notes);
        for (StackRestart restart : pipeline.restarts()) {
            if (restart.stackNumber() == stackNumber) {
                all.add("stackNumber=" + stackNumber + " begins at frameIndex=" + restart.frameIndex()
                        + "; frames before it were stacked in earlier stacks");
            }
        }
        for (KeepFractionChange change : keepFractionChanges()) {
            all.add("keepFraction=" + change.afterFraction() + " holds from frameIndex=" + change.frameIndex()
                    + " on; before it was " + change.beforeFraction());
        }
        return all;
    }

    /** First row of a stack in the frame table. */
    private int firstRow(int stackNumber) {
        int row = 0;
        for (StackRestart restart : pipeline.restarts()) {
            row = restart.stackNumber() <= stackNumber ? restart.tableRow() : row;
        }
        return row;
    }

    /** Row behind the last one of a stack in the frame table. */
    private int endRow(int stackNumber) {
        int rowCount = pipeline.table().rowCount();
        for (StackRestart restart : pipeline.restarts()) {
            rowCount = restart.stackNumber() > stackNumber ? Math.min(rowCount, restart.tableRow()) : rowCount;
        }
        return rowCount;
    }

    private long stackedCountBefore(int row) {
        FrameTable table = pipeline.table();
        long count = 0;
        for (int k = 0; k < row; k++) {
            count += table.verdict(k) == Verdict.STACKED ? 1 : 0;
        }
        return count;
    }

    private StackFacts.Span span(int stackNumber) {
        FrameTable table = pipeline.table();
        long first = FrameSlot.UNKNOWN_UTC_NS;
        long last = FrameSlot.UNKNOWN_UTC_NS;
        int endRow = endRow(stackNumber);
        for (int row = firstRow(stackNumber); row < endRow; row++) {
            long time = table.startUtcNs(row);
            if (table.verdict(row) == Verdict.STACKED && time != FrameSlot.UNKNOWN_UTC_NS) {
                first = first == FrameSlot.UNKNOWN_UTC_NS ? time : Math.min(first, time);
                last = Math.max(last, time);
            }
        }
        return new StackFacts.Span(first, last);
    }

    private SessionFacts sessionFacts(StackView stack, StackFacts facts, List<Path> files) {
        Map<String, Object> geometry = new LinkedHashMap<>();
        geometry.put("widthPx", stack.widthPx());
        geometry.put("heightPx", stack.heightPx());
        geometry.put("planeCount", stack.planeCount());
        return new SessionFacts(
                facts,
                List.of(camera.info().address()),
                complete,
                settingsMap(),
                new SessionFacts.Timing(
                        startedAt,
                        elapsedS(),
                        (facts.ledger().deliveredCount() - facts.ledger().inFlightCount()) / elapsedS()),
                geometry,
                epochs(),
                files,
                recordingFacts(),
                gaps(),
                diary(),
                events());
    }

    private SessionEvents events() {
        List<Map<String, Object>> keeps = new ArrayList<>();
        for (KeepFractionChange change : keepFractionChanges()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("frameIndex", change.frameIndex());
            one.put("beforeFraction", change.beforeFraction());
            one.put("afterFraction", change.afterFraction());
            keeps.add(one);
        }
        List<Map<String, Object>> restarts = new ArrayList<>();
        int lastRow = 0;
        for (StackRestart restart : stackRestarts()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("stackNumber", restart.stackNumber());
            one.put("frameIndex", restart.frameIndex());
            one.put("tableRow", restart.tableRow());
            restarts.add(one);
            lastRow = restart.tableRow();
        }
        return new SessionEvents(recordingsSoFar(), keeps, restarts, stackedCountBefore(lastRow));
    }

    /** Gaps in the times of the frames that came through the stages. */
    private RecordingFacts.Gaps gaps() {
        FrameTable table = pipeline.table();
        TimeGaps gaps = TimeGaps.of(camera);
        for (int row = 0; row < table.rowCount(); row++) {
            gaps.add(table.frameIndex(row), table.startUtcNs(row));
        }
        return gaps.facts();
    }

    private Map<String, Object> settingsMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String key : StackSettings.keys()) {
            all.put(key, settings.text(key));
        }
        all.putAll(output.wishes());
        if (pipeline.recorder().isPresent() || recordings != null) {
            all.put("skippedPreviewCount", skippedPreviewCount);
        }
        return all;
    }

    private List<Map<String, Object>> epochs() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (AlignmentEpoch epoch : pipeline.epochs()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("firstFrameIndex", epoch.firstFrameIndex());
            one.put("referenceFrameCount", epoch.referenceFrameCount());
            one.put("offsetXPx", epoch.offsetXPx());
            one.put("offsetYPx", epoch.offsetYPx());
            all.add(one);
        }
        return all;
    }

    /** Ends all threads and closes the camera. */
    @Override
    public void close() throws IOException {
        if (recordings != null) {
            pipeline.requestStop();
            awaitCapture();
            recordings.close();
        }
        pipeline.close();
        camera.close();
    }

    private void awaitCapture() {
        try {
            pipeline.awaitCapture();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
