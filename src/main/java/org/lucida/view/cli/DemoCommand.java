package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.frame.FrameSlot;
import org.lucida.pipeline.PixelCare;
import org.lucida.view.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the program at work without any recording at hand. */
@Command(
        name = "demo",
        sortOptions = false,
        header = "Make a clip of a planet in bad air, and stack it.",
        description = {
            "",
            "The clip is made up: a planet that wanders, blurs and boils, with noise and a Bayer mosaic. The same seed"
                    + " makes the same clip on every machine. It is kept beside the results, for you to try other settings"
                    + " on with lucida stack.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final String PRESET = "demo";
    private static final long READ_TIMEOUT_MS = 1000;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            order = 1,
            paramLabel = "DIR",
            defaultValue = "lucida-out",
            description = "Folder for clip and results, made if missing. Default: ${DEFAULT-VALUE}.")
    Path outputDir;

    @Option(
            names = "--frames",
            order = 2,
            paramLabel = "FRAMES",
            defaultValue = "600",
            description = "Length of the clip, 1 to 1000000 frames. Default: ${DEFAULT-VALUE}.")
    int frameCount;

    @Option(
            names = "--seed",
            order = 3,
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of everything random, any whole number. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    DemoCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws Exception {
        if (frameCount < 1 || frameCount > 1_000_000) {
            throw new IllegalArgumentException("--frames=" + frameCount + " must be 1 to 1000000; 600 is the default");
        }
        StackSettings settings = rooms.presets().load(PRESET).settings().validated();
        Files.createDirectories(outputDir);
        Session session = new Session(
                rooms, spec.commandLine().getOut(), spec.commandLine().getErr(), output);
        rooms.signals().run();
        Path clip = record(session);
        if (rooms.stop().asked()) {
            return session.end("demo", ExitCode.INTERRUPTED);
        }
        RunRequest request = new RunRequest(
                "replay:" + clip,
                CameraWish.plain(),
                settings,
                outputDir,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of("demo"),
                false,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                PixelCare.NONE,
                Optional.empty());
        int exitCode = session.run(clip.toString(), PRESET, request, 1);
        return session.end("demo", exitCode);
    }

    /** Lets the simulated camera make the clip. */
    private Path record(Session session) throws IOException {
        String address = "sim:demo?frames=" + frameCount + "&seed=" + seed;
        Path file = freeName();
        session.say("making " + frameCount + " frames of a planet in bad air: " + file);
        try (Camera camera = rooms.cameras().open(address, CameraWish.plain());
                ClipRecorder.Clip clip = rooms.clips().create(file, camera.format(), camera.info())) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            int madeCount = 0;
            while (madeCount < frameCount && !rooms.stop().asked()) {
                slot.clear();
                Camera.Delivery delivery = camera.read(slot, READ_TIMEOUT_MS);
                if (delivery == Camera.Delivery.END) {
                    break;
                }
                if (delivery == Camera.Delivery.FRAME) {
                    clip.write(slot);
                    madeCount++;
                }
            }
        }
        return file;
    }

    /** A name nobody uses yet: nothing is ever overwritten. */
    private Path freeName() {
        Path file = outputDir.resolve("lucida-demo.ser");
        for (int i = 2; Files.exists(file); i++) {
            file = outputDir.resolve("lucida-demo-" + i + ".ser");
        }
        return file;
    }
}
