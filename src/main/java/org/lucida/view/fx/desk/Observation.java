package org.lucida.view.fx.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Ledger;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.PixelCare;
import org.lucida.pipeline.RecordingRoom;
import org.lucida.pipeline.StackingPipeline;
import org.lucida.pipeline.StackingSession;
import org.lucida.view.Cameras;
import org.lucida.view.Program;

/**
 * One camera on the desk, open and stacking.
 *
 * <p>Thread: {@link #readings} by the polling thread only; {@link #finish} and {@link #close} by the desk's; the rest from any.
 */
public final class Observation implements AutoCloseable {
    private static final String REPLAY = "replay:";
    private static final double RATE_WINDOW_S = 2;
    /** Frames before which nothing is said about dither. */
    private static final long TELLING_FRAME_COUNT = 60;

    private final Opening opening;
    private final Camera camera;
    private final StackingSession session;
    private volatile Optics optics;
    private Readings.Phase phase = Readings.Phase.RUNNING;
    private IOException failure;
    private double windowStartS;
    private long windowStartCount;
    private double frameRateHz;

    private Observation(Opening opening, Camera camera, StackingSession session) {
        this.opening = opening;
        this.camera = camera;
        this.session = session;
        optics = opening.optics().completedBy(camera.info());
    }

    /**
     * Opens the camera and starts. Takes seconds.
     *
     * @throws IllegalArgumentException if the settings do not fit together or need more memory than there is
     * @throws IOException if the camera or a master cannot be opened or its data are damaged
     */
    static Observation open(Opening opening, Cameras cameras) throws IOException {
        checkFolder(opening.folder());
        List<Camera> opened = new ArrayList<>();
        try {
            Camera camera = cameras.open(opening.address(), opening.wish());
            opened.add(camera);
            Optional<Camera> dark = master(opening.dark(), opening.wish(), camera.format(), cameras, opened);
            Optional<Camera> flat = master(opening.flat(), opening.wish(), camera.format(), cameras, opened);
            boolean isFile = opening.address().startsWith(REPLAY);
            boolean waits = isFile && opening.wish().pace().kind() == CameraWish.Pace.Kind.MAX;
            StackingSession session = new StackingSession(
                    camera,
                    dark,
                    flat,
                    Optional.empty(),
                    PixelCare.NONE,
                    opening.settings(),
                    new Limits(!waits, Long.MAX_VALUE, Long.MAX_VALUE),
                    new StackingSession.Output(
                            opening.folder(),
                            opening.targetName().orElseGet(() -> Cameras.targetOf(camera.info())),
                            false,
                            wishes(opening)),
                    RecordingRoom.usual(),
                    Program.nameAndVersion(),
                    Clock.systemUTC());
            session.start();
            opened.clear();
            return new Observation(opening, camera, session);
        } finally {
            for (Camera camera : opened) {
                camera.close();
            }
        }
    }

    /** Better told now than at the end of the night. */
    private static void checkFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".lucida", ".tmp"));
        } catch (IOException refused) {
            throw new IOException(
                    "folder=" + folder + " takes no files (" + refused.getMessage()
                            + "); check that it is a writable folder on a disk with free space, or choose another",
                    refused);
        }
    }

    private static Optional<Camera> master(
            Optional<Path> file, CameraWish wish, FrameFormat lights, Cameras cameras, List<Camera> opened)
            throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        CameraWish whole = new CameraWish(Optional.empty(), wish.layout(), wish.byteOrder(), CameraWish.Pace.MAX);
        Camera master = cameras.open(REPLAY + file.get(), whole);
        FrameFormat found = master.format();
        boolean isOfRegion = found.widthPx() == lights.widthPx() && found.heightPx() == lights.heightPx();
        if (!isOfRegion && wish.roi().isPresent()) {
            // a master of the whole sensor: the region is cut from it
            master.close();
            CameraWish cut = new CameraWish(wish.roi(), wish.layout(), wish.byteOrder(), CameraWish.Pace.MAX);
            master = cameras.open(REPLAY + file.get(), cut);
        }
        opened.add(master);
        return Optional.of(master);
    }

    private static Map<String, Object> wishes(Opening opening) {
        Map<String, Object> wishes = new LinkedHashMap<>();
        wishes.put("preset", opening.presetName());
        opening.wish().roi().ifPresent(roi -> wishes.put("roi", roi.toString()));
        opening.dark().ifPresent(file -> wishes.put("dark", file.toString()));
        opening.flat().ifPresent(file -> wishes.put("flat", file.toString()));
        if (!opening.wish().settings().isEmpty()) {
            wishes.put("cameraSettings", opening.wish().settings().toString());
        }
        return wishes;
    }

    /** What was asked for, with the keep fraction of the moment: what opens the same again. */
    public Opening opening() {
        StackSettings now =
                opening.settings().change().keepFraction(session.keepFraction()).build();
        return opening.with(opening.presetName(), now);
    }

    /** Who delivers the frames. */
    public CameraInfo info() {
        return camera.info();
    }

    /** Shape of every frame. */
    public FrameFormat format() {
        return camera.format();
    }

    /** The camera's knobs; none for recordings. */
    public CameraControls controls() {
        return camera.controls();
    }

    /** Optics as told by the observer and the source. */
    public Optics optics() {
        return optics;
    }

    /** The observer says otherwise; what is zero is completed by the source. Any thread. */
    public void optics(Optics said) {
        optics = said.completedBy(camera.info());
    }

    /** The pipeline behind it: frames, stack, recording. */
    public StackingSession session() {
        return session;
    }

    /** Camera gain, e-/ADU; NaN if unknown. */
    public double gainEPerAdu() {
        return info().positiveFact("EGAIN");
    }

    /** Largest value a sample can have, ADU. */
    public double whiteAdu() {
        return format().maxAdu();
    }

    /** The readings now. */
    Readings readings() {
        StackingPipeline pipeline = session.pipeline();
        look();
        Ledger ledger = pipeline.ledger();
        return new Readings(
                phase,
                session.elapsedS(),
                session.expectedCount().orElse(-1),
                ledger,
                rate(ledger.stackedCount() + ledger.rejectedCount()),
                session.stackedInStackCount(),
                pipeline.displacementXPx(),
                pipeline.displacementYPx(),
                pipeline.luckiness(),
                session.keepFraction(),
                session.keepThresholdLuckiness(),
                session.isStackPaused(),
                session.ringFillFraction(),
                session.freeDiskBytes(),
                session.recording(),
                session.recordingFailure().map(Throwable::getMessage),
                session.waitingS(),
                session.cameraNotices(),
                ditherLines());
    }

    /** Whether the source has come to its end. */
    private void look() {
        if (phase != Readings.Phase.RUNNING) {
            return;
        }
        try {
            if (session.awaitEnd(1)) {
                phase = Readings.Phase.ENDED;
            }
        } catch (IOException failed) {
            failure = failed;
            phase = Readings.Phase.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the source failed, if it did. Polling thread. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private double rate(long settledCount) {
        double nowS = session.elapsedS();
        if (nowS - windowStartS >= RATE_WINDOW_S) {
            frameRateHz = (settledCount - windowStartCount) / (nowS - windowStartS);
            windowStartS = nowS;
            windowStartCount = settledCount;
        } else if (frameRateHz == 0) {
            return settledCount / Math.max(1e-9, nowS);
        }
        return phase == Readings.Phase.RUNNING ? frameRateHz : 0;
    }

    private List<String> ditherLines() {
        return session.ditherAdvice()
                .filter(advice ->
                        advice.frameCount() >= TELLING_FRAME_COUNT && advice.verdict() != DitherAdvice.Verdict.GOOD)
                .map(DitherAdvice::lines)
                .orElse(List.of());
    }

    /** Asks for the end; returns at once. */
    void requestStop() {
        session.requestStop();
    }

    /**
     * Waits for the last frame and writes what {@code lucida live} writes.
     *
     * @param otherFolder where to, if not where it was planned; null = as planned
     */
    StackingSession.Results finish(Path otherFolder) throws IOException, InterruptedException {
        session.requestStop();
        try {
            while (!session.awaitEnd(100)) {
                Thread.onSpinWait();
            }
        } catch (IOException failed) {
            // the poll has told it; what came before is written all the same
            failure = failed;
        }
        return otherFolder == null ? session.writeResults() : session.writeResultsTo(otherFolder);
    }

    /** True if there is a stack, and none of these files is it. */
    boolean isUnsaved(List<Path> files) {
        return session.stackedInStackCount() > 0
                && files.stream().noneMatch(file -> file.toString().endsWith("-stack.fits"));
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
