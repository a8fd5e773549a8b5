package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sends real signals to a real process: the only proof that a clean end is clean. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows ends processes without a signal")
class StopSignalsProcessTest {
    @TempDir
    Path folder;

    /** What the process runs: an endless stack, and in the "stuck" case results that never get written. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            CommandCase lucida = new CommandCase();
            lucida.engine.endless = true;
            lucida.engine.atEveryPoll = () -> {
                if (lucida.engine.runs.get(0).polledCount == 1) {
                    System.out.println("running");
                }
            };
            StopSignals signals = new StopSignals(lucida.stop, Runtime.getRuntime()::halt);
            Rooms plain = lucida.rooms();
            Engine engine = arguments[1].equals("stuck")
                    ? request -> new Stuck(plain.engine().start(request))
                    : plain.engine();
            Rooms rooms = new Rooms(
                    engine,
                    plain.headers(),
                    plain.clips(),
                    plain.cameras(),
                    plain.presets(),
                    plain.metrics(),
                    plain.stop(),
                    signals::listen);
            int exitCode = Lucida.run(
                    rooms,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    "stack",
                    arguments[0],
                    "-o",
                    arguments[0],
                    "--quiet");
            lucida.stop.allWritten();
            System.exit(exitCode);
        }
    }

    /** A run whose results take for ever. */
    private record Stuck(Engine.Run run) implements Engine.Run {
        @Override
        public RunStatus status() {
            return run.status();
        }

        @Override
        public boolean awaitEnd(long timeoutMs) throws InterruptedException {
            return run.awaitEnd(timeoutMs);
        }

        @Override
        public void requestStop() {
            run.requestStop();
        }

        @Override
        public RunResult finish() {
            System.out.println("writing");
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("nobody aborted");
        }

        @Override
        public void writePreview(Path png) throws IOException {
            run.writePreview(png);
        }

        @Override
        public void close() throws IOException {
            run.close();
        }
    }

    private Process start(String manner) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        manner)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void aSignalEndsTheRunCleanlyAndTheResultsAreWritten() throws IOException, InterruptedException {
        Process child = start("sound");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("running", out.readLine());
            child.toHandle().destroy(); // Process.destroy would close the streams, too
            assertTrue(child.waitFor(60, TimeUnit.SECONDS), "did not end");
            assertEquals(130, child.exitValue());
            assertTrue(Files.exists(folder.resolve("stack.fits")));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aSecondSignalAborts() throws IOException, InterruptedException {
        Process child = start("stuck");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("running", out.readLine());
            child.toHandle().destroy();
            assertEquals("writing", out.readLine());
            int tries = 0;
            do {
                child.toHandle().destroy(); // one that comes too soon after the first is taken for its bounce
            } while (!child.waitFor(500, TimeUnit.MILLISECONDS) && ++tries < 100);
            assertEquals(131, child.exitValue());
            assertFalse(Files.exists(folder.resolve("stack.fits")));
        } finally {
            child.destroyForcibly();
        }
    }
}
