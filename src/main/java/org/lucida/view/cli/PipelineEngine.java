package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraNotice;
import org.lucida.camera.CameraWish;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.pipeline.StackingPipeline;
import org.lucida.pipeline.StackingSession;
import org.lucida.view.Cameras;
import org.lucida.view.Program;

/** Binds the commands to the pipeline. */
final class PipelineEngine implements Engine {
    private static final String REPLAY = "replay:";

    private final Cameras cameras;

    PipelineEngine(Cameras cameras) {
        this.cameras = cameras;
    }

    @Override
    public Run start(RunRequest request) throws IOException {
        List<Camera> opened = new ArrayList<>();
        try {
            Camera camera = cameras.open(request.cameraAddress(), request.wish());
            opened.add(camera);
            Optional<Camera> dark = master(request.dark(), request.wish(), opened);
            Optional<Camera> flat = master(request.flat(), request.wish(), opened);
            Optional<Camera> scout =
                    request.care().findsHotPixels() && request.cameraAddress().startsWith(REPLAY)
                            ? master(
                                    Optional.of(Path.of(request.cameraAddress().substring(REPLAY.length()))),
                                    request.wish(),
                                    opened)
                            : Optional.empty();
            StackingSession session = new StackingSession(
                    camera,
                    dark,
                    flat,
                    scout,
                    request.care(),
                    request.settings(),
                    limits(request),
                    new StackingSession.Output(
                            request.outputDir(),
                            request.targetName().orElseGet(() -> Cameras.targetOf(camera.info())),
                            request.writesCsv(),
                            wishes(request, camera)),
                    request.settings().previewEveryS() > 0,
                    request.recording(),
                    Program.nameAndVersion(),
                    Clock.systemUTC());
            session.start();
            opened.clear();
            return new PipelineRun(session);
        } finally {
            for (Camera camera : opened) {
                camera.close();
            }
        }
    }

    /** What a report needs besides the settings so that the run can be repeated. */
    private static Map<String, Object> wishes(RunRequest request, Camera camera) {
        Map<String, Object> wishes = new LinkedHashMap<>();
        request.wish().roi().ifPresent(roi -> wishes.put("roi", roi.toString()));
        request.wish().layout().ifPresent(layout -> wishes.put("bayer", layout.name()));
        wishes.put("byteOrder", request.wish().byteOrder().name());
        wishes.put("pace", paceOf(camera, request.wish().pace()));
        if (request.wish().pace().kind() == CameraWish.Pace.Kind.GIVEN_RATE) {
            wishes.put("paceHz", request.wish().pace().frameRateHz());
        }
        if (!request.wish().settings().isEmpty()) {
            wishes.put("cameraSettings", request.wish().settings().toString());
        }
        request.dark().ifPresent(file -> wishes.put("dark", file.toString()));
        request.flat().ifPresent(file -> wishes.put("flat", file.toString()));
        request.care().badPixels().ifPresent(file -> wishes.put("badPixels", file.toString()));
        wishes.put("findsHotPixels", request.care().findsHotPixels());
        if (request.care().wantsVariance()) {
            wishes.put("variance", true);
            request.care().gainEPerAdu().ifPresent(gain -> wishes.put("gainEPerAdu", gain));
            request.care().offsetAdu().ifPresent(offset -> wishes.put("offsetAdu", offset));
            request.care().readNoiseE().ifPresent(noise -> wishes.put("readNoiseE", noise));
        }
        wishes.put("mayDrop", request.mayDrop());
        request.recording().ifPresent(recording -> {
            wishes.put("recordingFormat", recording.kind().word());
            wishes.put("preTriggerS", recording.preTriggerS());
            wishes.put("bufferBytes", recording.bufferBytes());
        });
        request.maxFrameCount().ifPresent(count -> wishes.put("maxFrameCount", count));
        request.maxDurationS().ifPresent(seconds -> wishes.put("maxDurationS", seconds));
        return wishes;
    }

    /** Who sets the pace: a camera with controls delivers at its own. */
    static String paceOf(Camera camera, CameraWish.Pace pace) {
        return camera.controls().all().isEmpty() ? pace.kind().name() : "CAMERA";
    }

    private Optional<Camera> master(Optional<Path> file, CameraWish wish, List<Camera> opened) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        CameraWish whole = new CameraWish(wish.roi(), wish.layout(), wish.byteOrder(), CameraWish.Pace.MAX);
        Camera master = cameras.open(REPLAY + file.get(), whole);
        opened.add(master);
        return Optional.of(master);
    }

    private static Limits limits(RunRequest request) {
        return new Limits(
                request.mayDrop(),
                request.maxFrameCount().orElse(Long.MAX_VALUE),
                request.maxDurationS().isPresent()
                        ? (long) (request.maxDurationS().getAsDouble() * 1e9)
                        : Long.MAX_VALUE);
    }

    /** One session, seen as the commands see it. */
    private static final class PipelineRun implements Run {
        /** Time over which the frame rate is averaged, ns. */
        private static final long RATE_WINDOW_NS = TimeUnit.SECONDS.toNanos(2);

        /** Frames before which nothing is said about dither. */
        private static final long TELLING_FRAME_COUNT = 60;

        private final StackingSession session;
        private long windowStartNs = System.nanoTime();
        private long windowStartCount;
        private double frameRateHz;
        private IOException failure;

        PipelineRun(StackingSession session) {
            this.session = session;
        }

        @Override
        public RunStatus status() {
            StackingPipeline pipeline = session.pipeline();
            Ledger ledger = pipeline.ledger();
            long judged = ledger.stackedCount() + ledger.rejectedCount();
            return new RunStatus(
                    ledger.deliveredCount(),
                    session.expectedCount().orElse(-1),
                    ledger,
                    judged == 0 ? Double.NaN : (double) ledger.stackedCount() / judged,
                    rate(judged),
                    pipeline.displacementXPx(),
                    pipeline.displacementYPx(),
                    pipeline.luckiness(),
                    session.elapsedS(),
                    pipeline.memory().lines());
        }

        @Override
        public Optional<RecordingStatus> recording() {
            return session.recording();
        }

        @Override
        public Optional<IOException> recordingFailure() {
            return session.recordingFailure();
        }

        @Override
        public List<CameraNotice> cameraNotices() {
            return session.cameraNotices();
        }

        @Override
        public double waitingS() {
            return session.waitingS();
        }

        @Override
        public void trigger() {
            session.trigger();
        }

        @Override
        public boolean mayPreview() {
            return session.mayPreview();
        }

        /** Frames judged per second over the last window; over the whole time until the first window is full. */
        private double rate(long judgedCount) {
            long now = System.nanoTime();
            long window = now - windowStartNs;
            if (window >= RATE_WINDOW_NS) {
                frameRateHz = (judgedCount - windowStartCount) * 1e9 / window;
                windowStartNs = now;
                windowStartCount = judgedCount;
            } else if (frameRateHz == 0 && window > 0) {
                return judgedCount / Math.max(1e-9, session.elapsedS());
            }
            return frameRateHz;
        }

        @Override
        public List<String> ditherWarning() {
            return session.ditherAdvice()
                    .filter(advice ->
                            advice.frameCount() >= TELLING_FRAME_COUNT && advice.verdict() != DitherAdvice.Verdict.GOOD)
                    .map(DitherAdvice::lines)
                    .orElse(List.of());
        }

        @Override
        public boolean awaitEnd(long timeoutMs) throws InterruptedException {
            try {
                return session.awaitEnd(timeoutMs);
            } catch (IOException cameraFailed) {
                failure = cameraFailed;
                return true;
            }
        }

        @Override
        public void requestStop() {
            session.requestStop();
        }

        @Override
        public RunResult finish() throws IOException {
            StackingSession.Results results = session.writeResults();
            return new RunResult(
                    results.files(),
                    session.pipeline().ledger(),
                    facts(),
                    session.isComplete(),
                    Optional.ofNullable(failure).or(results::failure));
        }

        private Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            FrameTable table = session.pipeline().table();
            double luckiness = 0;
            double sigmaPx = 0;
            int count = 0;
            for (int row = 0; row < table.rowCount(); row++) {
                if (table.verdict(row) == Verdict.STACKED) {
                    luckiness += table.luckiness(row);
                    sigmaPx += table.displacementSigmaPx(row);
                    count++;
                }
            }
            session.recordingFacts().ifPresent(it -> facts.put("recording", RecordCommand.facts(it)));
            if (CameraWords.isWorthTelling(session.diary())) {
                facts.put("camera", CameraWords.facts(session.diary()));
            }
            session.ditherAdvice().ifPresent(advice -> facts.put("dither", dither(advice)));
            facts.put("notes", session.notes());
            facts.put("meanLuckiness", luckiness / count);
            facts.put("meanDisplacementSigmaPx", sigmaPx / count);
            facts.put("frameRateHz", count / session.elapsedS());
            return facts;
        }

        private static Map<String, Object> dither(DitherAdvice advice) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("verdict", advice.verdict().name());
            all.put("spanXPx", advice.spanXPx());
            all.put("spanYPx", advice.spanYPx());
            all.put("fittingScale", advice.fittingScale());
            all.put("fittingPixfrac", advice.fittingPixfrac());
            all.put(Outcome.LINES, advice.lines());
            return all;
        }

        @Override
        public void writePreview(Path png) throws IOException {
            try {
                session.writePreview(png);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("the preview was interrupted", interrupted);
            }
        }

        @Override
        public void close() throws IOException {
            session.close();
        }
    }
}
