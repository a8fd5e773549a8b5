package org.lucida.view.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.lucida.view.fx.WindowDoor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens the window. */
@Command(
        name = "window",
        sortOptions = false,
        customSynopsis = "lucida [window [OPTION]...]",
        header = "Open the window: live picture, growing stack, recording. The same as lucida alone at a desktop.",
        description = {
            "",
            "Choose a camera, a simulated scene or a recording, and a target; two clicks, and the stack grows. Closing the window"
                    + " ends a recording properly and writes the stack.",
            ""
        })
final class WindowCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--camera"},
            paramLabel = "ADDRESS",
            order = 1,
            description = "Open this camera at once, for instance asi, sim:jupiter or replay:moon.ser.")
    String camera;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "NAME",
            order = 2,
            description = "Settings for the target; by itself the ones used last.")
    String preset;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            order = 3,
            defaultValue = "lucida-out",
            description =
                    "Folder for recordings and stacks of a camera opened with --camera. Default: ${DEFAULT-VALUE}.")
    String folder;

    @Option(names = "--night", order = 4, description = "Red light only.")
    boolean night;

    @Option(names = "--large", order = 5, description = "Large type, to be read from the eyepiece.")
    boolean large;

    @Option(
            names = "--language",
            order = 6,
            paramLabel = "en|de",
            description = "Language of the window; by itself the one used last, or the system's.")
    String language;

    private final Rooms rooms;

    WindowCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws Exception {
        List<String> parameters = new ArrayList<>();
        if (camera != null) {
            rooms.cameras().driverOf(camera);
            parameters.add("--camera=" + camera);
            parameters.add("--folder=" + folder);
        }
        if (preset != null) {
            rooms.presets().load(preset);
            parameters.add("--preset=" + preset);
        }
        if (night) {
            parameters.add("--look=night");
        }
        if (large) {
            parameters.add("--large=true");
        }
        if (language != null) {
            if (!language.equals("en") && !language.equals("de")) {
                throw new IllegalArgumentException("--language=" + language + " is unknown; use en or de");
            }
            parameters.add("--language=" + language);
        }
        WindowDoor.open(parameters);
        return org.lucida.view.ExitCode.OK;
    }
}
