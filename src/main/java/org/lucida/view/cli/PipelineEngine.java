package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.StackingPipeline;
import org.lucida.pipeline.StackingSession;

/** Binds the commands to the pipeline. */
final class PipelineEngine implements Engine {
    private final Cameras cameras;

    PipelineEngine(Cameras cameras) {
        this.cameras = cameras;
    }

    @Override
    public Run start(RunRequest request) throws IOException {
        Camera camera = cameras.open(request.cameraAddress(), request.wish());
        StackingSession session = null;
        try {
            session = new StackingSession(
                    camera,
                    master(request.dark(), request.wish()),
                    master(request.flat(), request.wish()),
                    request.settings(),
                    limits(request),
                    new StackingSession.Output(
                            request.outputDir(),
                            request.targetName().orElseGet(() -> targetOf(camera.info())),
                            request.writesCsv()),
                    request.settings().previewEveryS() > 0,
                    "Lucida " + Version.text(),
                    Clock.systemUTC());
            session.start();
            return new PipelineRun(session);
        } finally {
            if (session == null) {
                camera.close();
            }
        }
    }

    /** What the source says it shows, else its own name without the ending. */
    private static String targetOf(CameraInfo info) {
        String object = info.facts().getOrDefault("OBJECT", "").strip();
        String name = Path.of(info.name()).getFileName().toString();
        int dot = name.indexOf('.');
        return !object.isEmpty() ? object : dot > 0 ? name.substring(0, dot) : name;
    }

    private Optional<Camera> master(Optional<Path> file, CameraWish wish) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        CameraWish whole = new CameraWish(wish.roi(), wish.layout(), wish.byteOrder(), CameraWish.Pace.MAX);
        return Optional.of(cameras.open("replay:" + file.get(), whole));
    }

    /** What the recording says it shows, else what its file is called, so that results can be told apart. */
    static String targetOf(CameraInfo info) {
        String object = info.facts().getOrDefault("OBJECT", "").strip();
        String file = info.name()
                .replaceFirst("(?i)(\\.(ser|fits?|fts))?(\\.gz)?$", "")
                .strip();
        return !object.isEmpty() ? object : !file.isEmpty() ? file : "stack";
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
            List<Path> files;
            try {
                files = session.writeResults();
            } catch (IOException writing) {
                if (failure != null) {
                    failure.addSuppressed(writing);
                    throw failure;
                }
                throw writing;
            }
            if (failure != null) {
                throw new IOException(
                        failure.getMessage() + "; what was stacked before is in " + files.get(0), failure);
            }
            return new RunResult(files, session.pipeline().ledger(), facts(), session.isComplete());
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
            facts.put("notes", session.notes());
            facts.put("meanLuckiness", luckiness / count);
            facts.put("meanDisplacementSigmaPx", sigmaPx / count);
            facts.put("frameRateHz", count / session.elapsedS());
            return facts;
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
