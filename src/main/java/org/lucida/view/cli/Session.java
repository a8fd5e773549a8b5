package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.Trouble;

/** Carries runs from start to summary: shows progress, writes previews, heeds Ctrl-C, keeps the outcomes. */
final class Session {
    /** Name of the picture that is replaced while the stack grows. */
    static final String PREVIEW_FILE = "preview.png";

    private static final long POLL_MS = 150;

    private final Rooms rooms;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputOptions output;
    private final ProgressView progress;
    private final List<Map<String, Object>> told = new ArrayList<>();

    Session(Rooms rooms, PrintWriter out, PrintWriter err, OutputOptions output) {
        this.rooms = rooms;
        this.out = out;
        this.err = err;
        this.output = output;
        progress = ProgressView.onThisTerminal(err, output.quiet || output.json);
        if (output.quiet) {
            Logger.getLogger("").setLevel(Level.SEVERE);
        }
    }

    /**
     * Stacks one source to its end and writes the results.
     *
     * @param input how the observer named it
     * @param aloneOf 1, or how many inputs were given: then a source of a single frame is refused
     * @return exit code
     */
    int run(String input, String preset, RunRequest request, int aloneOf) throws IOException, InterruptedException {
        rooms.signals().run();
        progress.say("stacking " + input + " into " + request.outputDir());
        long startedNs = System.nanoTime();
        try (Engine.Run run = rooms.engine().start(request)) {
            rooms.stop().follow(run);
            RunStatus first = run.status();
            if (aloneOf > 1 && first.expectedCount() == 1) {
                throw new IllegalArgumentException(
                        "INPUT=" + input + " holds a single frame; name the folder that holds all the frames instead");
            }
            first.memoryPlan().forEach(line -> progress.say("  " + line));
            request.recording().filter(it -> it.preTriggerS() > 0).ifPresent(it -> armed(run, it.preTriggerS()));
            watch(run, request);
            double stackingS = secondsSince(startedNs);
            boolean interrupted = rooms.stop().asked();
            long endedNs = System.nanoTime();
            RunResult result = run.finish();
            Outcome outcome = new Outcome(
                    input,
                    preset,
                    request,
                    result,
                    stackingS,
                    secondsSince(endedNs),
                    interrupted && !result.complete());
            return tell(outcome);
        } finally {
            rooms.stop().follow(null);
            progress.end();
        }
    }

    private void armed(Engine.Run run, double preTriggerS) {
        progress.say("the last " + preTriggerS + " s are kept; Enter or kill -" + TriggerKey.SIGNAL + " "
                + ProcessHandle.current().pid() + " begins the clip");
        TriggerKey.listen(System.in, run::trigger);
    }

    private void watch(Engine.Run run, RunRequest request) throws IOException, InterruptedException {
        long limit = request.maxFrameCount().orElse(Long.MAX_VALUE);
        double maxDurationS = request.maxDurationS().orElse(0);
        long previewNs = System.nanoTime();
        boolean heeded = false;
        boolean ended = false;
        boolean toldFailure = false;
        CameraNotices notices = CameraNotices.onThisScreen(progress);
        DitherWarnings warnings = new DitherWarnings(progress);
        RecordingWatch recordingWatch = request.recording().isPresent() ? RecordingWatch.of(request.outputDir()) : null;
        while (!ended) {
            ended = run.awaitEnd(POLL_MS);
            RunStatus status = run.status();
            long expected = status.expectedCount() < 0 ? -1 : Math.min(limit, status.expectedCount());
            if (expected < 0 && limit != Long.MAX_VALUE) {
                expected = limit;
            }
            Optional<RecordingStatus> recording = run.recording();
            notices.show(run.cameraNotices());
            String waiting = ended ? "" : notices.waiting(run.waitingS());
            if (recordingWatch != null && recording.isPresent()) {
                recordingWatch.look(recording.get());
                String stacked =
                        " stacked " + ProgressLine.count(status.ledger().stackedCount());
                progress.showLine(
                        waiting + recordingWatch.bar(recording.get()) + stacked,
                        waiting + recordingWatch.plain(recording.get()) + " "
                                + ProgressLine.plain(status, Double.NaN, expected));
            } else {
                progress.show(waiting, status, expected, maxDurationS);
            }
            if (!toldFailure && !ended && run.recordingFailure().isPresent()) {
                toldFailure = true;
                progress.say("recording has ended, stacking goes on: "
                        + run.recordingFailure().get().getMessage());
            }
            if (!ended) {
                warnings.show(run.ditherWarning(), status.elapsedS());
            }
            if (rooms.stop().asked() && !heeded && !ended) {
                heeded = true;
                progress.say("ending: what was stacked is being written; Ctrl-C once more aborts");
            }
            double everyS = request.settings().previewEveryS();
            if (!ended
                    && everyS > 0
                    && secondsSince(previewNs) >= everyS
                    && status.ledger().stackedCount() > 0) {
                if (run.mayPreview()) {
                    preview(run, request.outputDir());
                }
                previewNs = System.nanoTime();
            }
        }
    }

    /** Replaces the preview in one step, so that a viewer never sees half a picture; trouble is told, the run goes on. */
    private void preview(Engine.Run run, Path folder) {
        Path next = folder.resolve(".next-" + PREVIEW_FILE);
        try {
            run.writePreview(next);
            Files.move(next, folder.resolve(PREVIEW_FILE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            progress.say(
                    "preview not written, stacking goes on: " + Trouble.of(e).sentence());
        }
    }

    private int tell(Outcome outcome) {
        progress.end();
        int exitCode = ExitCode.OK;
        Optional<Trouble> trouble = outcome.result().failure().map(Trouble::of);
        if (trouble.isPresent()) {
            exitCode = trouble.get().exitCode();
        } else if (outcome.result().ledger().stackedCount() == 0) {
            exitCode = ExitCode.DATA;
            err.println("lucida: " + outcome.nothingStacked());
        } else if (outcome.interrupted()) {
            exitCode = ExitCode.INTERRUPTED;
        }
        Map<String, Object> facts = new LinkedHashMap<>(outcome.facts());
        trouble.ifPresent(it -> facts.put("error", it.sentence()));
        facts.put("exitCode", exitCode);
        told.add(facts);
        if (!output.quiet && !output.json) {
            out.print(outcome.table());
            out.flush();
        }
        trouble.ifPresent(it -> err.println("lucida: " + it.sentence()));
        return exitCode;
    }

    /** Notes an input that could not be stacked, and goes on. */
    int note(String input, Exception thrown) {
        progress.end();
        Trouble trouble = Trouble.of(thrown);
        err.println("lucida: " + input + ": " + trouble.sentence());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("input", input);
        facts.put("error", trouble.sentence());
        facts.put("exitCode", trouble.exitCode());
        told.add(facts);
        return trouble.exitCode();
    }

    /** Says the last word: the JSON object where it was asked for. */
    int end(String command, int exitCode) {
        if (output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", command);
            all.put("version", Program.version());
            all.put("exitCode", exitCode);
            all.put("runs", told);
            out.println(JsonText.of(all));
            out.flush();
        }
        return exitCode;
    }

    /** Prints a line about what is being done, unless nobody wants to hear it. */
    void say(String sentence) {
        progress.say(sentence);
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
