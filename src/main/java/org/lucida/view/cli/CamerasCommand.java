package org.lucida.view.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the cameras. */
@Command(
        name = "cameras",
        header = "List the camera drivers and the cameras they find.",
        description = {"", "The address in the first column is what lucida live --camera takes.", ""})
final class CamerasCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--asi-library",
            paramLabel = "FILE",
            description =
                    "The ASI camera library (libASICamera2.so). Default: LUCIDA_ASI_LIBRARY, else the usual places.")
    Path asiLibrary;

    private final Rooms rooms;

    CamerasCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void run() {
        CameraGroup group = new CameraGroup();
        group.asiLibrary = asiLibrary;
        group.apply();
        PrintWriter out = spec.commandLine().getOut();
        for (CameraDriver driver : rooms.cameras().drivers()) {
            List<CameraInfo> cameras = driver.cameras();
            Optional<String> trouble = driver.trouble();
            if (cameras.isEmpty()) {
                out.println(String.format(
                        "%-24s %s", driver.scheme() + ":...", trouble.orElse("opens what you name after the colon")));
            }
            for (CameraInfo camera : cameras) {
                out.println(String.format("%-24s %s", camera.address(), camera.name())
                        .stripTrailing());
            }
            if (!cameras.isEmpty() && trouble.isPresent()) {
                out.println(String.format("%-24s %s", "", trouble.get()));
            }
        }
        if (rooms.cameras().drivers().isEmpty()) {
            out.println("no camera driver is installed");
        }
        rooms.cameras()
                .problems()
                .forEach(problem -> spec.commandLine().getErr().println("lucida: " + problem));
    }
}
