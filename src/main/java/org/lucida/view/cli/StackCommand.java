package org.lucida.view.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.config.StackSettings;
import org.lucida.frame.BadInputException;
import org.lucida.view.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stacks recordings as fast as the machine allows. */
@Command(
        name = "stack",
        sortOptions = false,
        customSynopsis = "lucida stack [OPTION]... INPUT...",
        header = "Stack recordings as fast as the machine allows.",
        description = {
            "",
            "Every INPUT gives one stack; no frame is dropped. Ctrl-C ends early and writes what was stacked"
                    + " (exit code 130); a second Ctrl-C aborts.",
            ""
        })
final class StackCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "INPUT",
            arity = "1..*",
            description = "A SER file, a FITS cube (plain or .gz), or a folder of single FITS frames; or the"
                    + " address of a simulated camera, for instance sim:jupiter.")
    List<String> inputs;

    @Mixin
    StackOptions options;

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    StackCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws Exception {
        StackSettings settings = options.settings(rooms.presets(), rooms.metrics());
        for (String input : inputs) {
            if (!isCamera(input) && !Files.exists(Path.of(input))) {
                throw new IllegalArgumentException("INPUT=" + input + " is not there; check the path");
            }
        }
        Session session = new Session(
                rooms, spec.commandLine().getOut(), spec.commandLine().getErr(), output);
        int exitCode = ExitCode.OK;
        for (String input : inputs) {
            if (rooms.stop().asked()) {
                exitCode = ExitCode.INTERRUPTED;
                break;
            }
            RunRequest request =
                    options.request(isCamera(input) ? input : "replay:" + input, Pace.MAX, false, settings);
            int ended;
            try {
                ended = session.run(input, options.presetName(), request, inputs.size());
            } catch (BadInputException e) {
                ended = session.note(input, e); // the next input may be sound
            }
            exitCode = Math.max(exitCode, ended);
        }
        return session.end("stack", exitCode);
    }

    /** Whether an input is the address of a camera and not a file. */
    private boolean isCamera(String input) {
        return rooms.cameras().drivers().stream().anyMatch(driver -> input.startsWith(driver.scheme() + ":"));
    }
}
