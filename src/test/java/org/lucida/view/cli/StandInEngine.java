package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

/** An engine without any camera: every frame but each tenth is "stacked", and it can be told to fail. */
final class StandInEngine implements Engine {
    final List<RunRequest> requests = new ArrayList<>();
    final List<StandInRun> runs = new ArrayList<>();
    long frameCount = 200;
    long pollCount = 4;
    boolean stacksNothing;
    boolean endless;
    Throwable failsAtStart;
    Throwable failsAtFinish;
    boolean failsAtPreview;
    Runnable atEveryPoll = () -> {};

    @Override
    public Run start(RunRequest request) throws IOException {
        requests.add(request);
        raise(failsAtStart);
        StandInRun run = new StandInRun(request);
        runs.add(run);
        return run;
    }

    private static void raise(Throwable thrown) throws IOException {
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** One run: delivers its frames in equal parts over a few polls. */
    final class StandInRun implements Run {
        final RunRequest request;
        volatile boolean stopRequested;
        boolean closed;
        boolean finished;
        long polledCount;

        StandInRun(RunRequest request) {
            this.request = request;
        }

        private long deliveredCount() {
            return Math.min(frameCount, frameCount * polledCount / Math.max(1, pollCount));
        }

        private Ledger ledger() {
            long delivered = deliveredCount();
            long rejected = stacksNothing ? delivered : delivered / 10;
            return new Ledger(
                    delivered,
                    delivered - rejected,
                    new EnumMap<>(Map.of(Verdict.NO_PEAK, rejected)),
                    new EnumMap<>(Map.of(DropPlace.CAMERA, 0L, DropPlace.RING, 0L)),
                    0);
        }

        @Override
        public RunStatus status() {
            return new RunStatus(
                    deliveredCount(),
                    endless ? -1 : frameCount,
                    ledger(),
                    0.9,
                    1234,
                    12.3,
                    -4.5,
                    1.02,
                    0.1 * polledCount,
                    List.of("ring 64 slots x 0.3 MB off-heap = 19.7 MB"));
        }

        @Override
        public boolean awaitEnd(long timeoutMs) throws InterruptedException {
            if (endless) {
                Thread.sleep(5);
            }
            atEveryPoll.run();
            polledCount++;
            return stopRequested || (!endless && polledCount >= pollCount);
        }

        @Override
        public void requestStop() {
            stopRequested = true;
        }

        @Override
        public RunResult finish() throws IOException {
            raise(failsAtFinish);
            finished = true;
            Path file = request.outputDir().resolve("stack.fits");
            Files.writeString(file, "SIMPLE  =                    T");
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("medianLuckiness", 0.98);
            facts.put("driftPxPerS", Double.NaN);
            facts.put("notes", List.of("FrameCount=0 does not fit; 200 were found"));
            return new RunResult(List.of(file), ledger(), facts, !stopRequested, java.util.Optional.empty());
        }

        @Override
        public void writePreview(Path png) throws IOException {
            if (failsAtPreview) {
                throw new IOException("no space left on device; free some");
            }
            Files.writeString(png, "png");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
