package org.lucida.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.lucida.camera.Camera;
import org.lucida.files.ClipWriter;
import org.lucida.files.RecordingFacts;
import org.lucida.files.SessionNames;

/**
 * Clips that begin and end at will beside the stack, one after the other.
 *
 * <p>Each has a thread of its own, which writes the frames, ends the clip and writes its reports.
 * <p>Thread: any. {@link #start} takes as long as the disk does.
 */
final class Recordings implements AutoCloseable {
    private static final long JOIN_MS = 30_000;

    private final Camera camera;
    private final StackingPipeline pipeline;
    private final String software;
    private final Clock clock;
    private final List<RecordingFacts> ended = new CopyOnWriteArrayList<>();
    private volatile Run last;
    private boolean closed;

    Recordings(Camera camera, StackingPipeline pipeline, String software, Clock clock) {
        this.camera = camera;
        this.pipeline = pipeline;
        this.software = software;
        this.clock = clock;
    }

    /** One clip from its beginning to its reports. */
    private final class Run implements Runnable {
        private final Recorder recorder;
        private final ClipReports reports;
        private volatile IOException reportFailure;
        private volatile boolean stopped;
        private volatile boolean over;
        private Thread thread;

        Run(Recorder recorder, ClipReports reports) {
            this.recorder = recorder;
            this.reports = reports;
        }

        @Override
        public void run() {
            try {
                recorder.run();
                pipeline.leave();
                report();
            } finally {
                over = true;
            }
        }

        private void report() {
            try {
                RecordingFacts facts = recorder.facts();
                if (recorder.status().recordedCount() == 0 && recorder.failure() == null) {
                    Files.deleteIfExists(reports.names().sessionJson());
                } else {
                    reports.write(facts, !stopped && recorder.failure() == null);
                    ended.add(facts);
                }
            } catch (IOException failed) {
                reportFailure = failed;
            }
        }
    }

    /**
     * Begins a clip with the next frame.
     *
     * @param output where it lies and what it is called after
     */
    synchronized Path start(RecordingWish wish, StackingSession.Output output) throws IOException {
        if (closed) {
            throw new IllegalStateException("the session is closed; open a new one to record");
        }
        if (isBusy()) {
            throw new IllegalStateException("a recording runs; stop it first");
        }
        Instant now = clock.instant();
        SessionNames names = SessionNames.reserve(
                output.folder(), output.targetName(), now.getEpochSecond() * 1_000_000_000L + now.getNano());
        ClipWriter clip;
        try {
            clip = wish.kind().create(names.clip(wish.kind()), StackingSession.sourceOf(camera));
        } catch (IOException | RuntimeException refused) {
            Files.deleteIfExists(names.sessionJson());
            throw refused;
        }
        Recorder.Room room;
        try {
            room = Recorder.roomOf(clip);
        } catch (IOException | RuntimeException failed) {
            clip.close();
            Files.deleteIfExists(names.sessionJson());
            throw failed;
        }
        Recorder recorder = pipeline.join(wish, clip, room);
        Run run = new Run(recorder, new ClipReports(camera, wish, output, names, software, clock, now));
        run.thread = new Thread(run, "lucida-recorder");
        run.thread.setDaemon(true);
        last = run;
        run.thread.start();
        return clip.path();
    }

    void stop() {
        Run run = last;
        if (run != null) {
            run.stopped |= !run.recorder.isEnded();
            run.recorder.endAfterLastFrame();
        }
    }

    /** Ends the recording because the frames have ended. */
    void endWithFrames() {
        Run run = last;
        if (run != null) {
            run.recorder.endAfterLastFrame();
        }
    }

    void trigger() {
        Run run = last;
        if (run != null) {
            run.recorder.trigger();
        }
    }

    /** True until the reports of the last clip are written. */
    boolean isBusy() {
        Run run = last;
        return run != null && !run.over;
    }

    Optional<RecordingStatus> status() {
        return Optional.ofNullable(last).map(run -> run.recorder.status());
    }

    Optional<IOException> failure() {
        Run run = last;
        if (run == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(run.recorder.failure() != null ? run.recorder.failure() : run.reportFailure);
    }

    List<RecordingFacts> facts() {
        return List.copyOf(ended);
    }

    boolean await(long timeoutMs) throws InterruptedException {
        Run run = last;
        if (run != null && !run.over) {
            TimeUnit.MILLISECONDS.timedJoin(run.thread, Math.max(1, timeoutMs));
        }
        return run == null || run.over;
    }

    /** Ends the recording with the frames on the ring, after capture has ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        endWithFrames();
        try {
            await(JOIN_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
