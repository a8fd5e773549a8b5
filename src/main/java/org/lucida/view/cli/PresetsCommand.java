package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lucida.config.Preset;
import org.lucida.view.ExitCode;
import org.lucida.view.Trouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the presets. */
@Command(
        name = "presets",
        header = "List the presets, or show one.",
        description = {
            "",
            "A file NAME.yaml in your own folder ($XDG_CONFIG_HOME/lucida/presets, usually ~/.config/lucida/presets), or in"
                    + " configs in the working directory or beside the program, wins over the built-in preset of the same"
                    + " name. To make your own: save it in the window, or lucida presets show jupiter > mine.yaml, change"
                    + " it, and use --preset mine.yaml.",
            "",
            "A preset may hold camera settings as well (camera:, with the controls below it); lucida live sets a ZWO camera"
                    + " to them unless the command line says otherwise.",
            ""
        })
final class PresetsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    private final Rooms rooms;

    PresetsCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int exitCode = ExitCode.OK;
        for (String name : rooms.presets().names()) {
            try {
                Preset preset = rooms.presets().load(name);
                String own = rooms.presets().isAsBuiltIn(preset) ? "" : "  [" + preset.source() + "]";
                String camera = preset.camera().isEmpty() ? "" : "  (camera: " + controls(preset) + ")";
                out.println(String.format("%-12s %s%s%s", name, preset.description(), camera, own)
                        .stripTrailing());
            } catch (IOException e) {
                exitCode = Math.max(exitCode, Trouble.of(e).exitCode());
                spec.commandLine().getErr().println("lucida: " + Trouble.of(e).sentence());
            }
        }
        return exitCode;
    }

    private static String controls(Preset preset) {
        return preset.camera().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(", "));
    }

    @Command(
            name = "show",
            header = "Print a preset with all its comments.",
            description = {"", "Redirect it into a file to start a preset of your own.", ""})
    Integer show(
            @Parameters(
                            paramLabel = "NAME|FILE",
                            completionCandidates = Converters.PresetWords.class,
                            description = "Name of a preset, or the path of a .yaml file.")
                    String name)
            throws IOException {
        spec.commandLine().getOut().print(rooms.presets().load(name).text());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
