package org.lucida.view.cli;

import java.util.concurrent.Callable;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.config.StackSettings;
import org.lucida.pipeline.RecordingWish;
import org.lucida.view.ExitCode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stacks against the clock. */
@Command(
        name = "live",
        sortOptions = false,
        customSynopsis = "lucida live --camera ADDRESS [OPTION]...",
        header = "Stack a camera, or a recording played like one, against the clock.",
        description = {
            "",
            "The camera is never made to wait: a frame for which there is no room is dropped and counted, with the place"
                    + " where it was lost. Ctrl-C is the usual end: what was stacked is written (exit code 0); a second"
                    + " Ctrl-C aborts.",
            ""
        })
final class LiveCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    CameraAddress named;

    @Option(
            names = "--fps",
            order = 2,
            paramLabel = "N|recorded|max",
            converter = Converters.OfPace.class,
            completionCandidates = Converters.PaceWords.class,
            defaultValue = "recorded",
            description =
                    "Speed at which a recording plays: frames per second, recorded (by its time stamps) or max (as fast as it is"
                            + " stacked, nothing dropped). Default: ${DEFAULT-VALUE}.")
    Pace pace;

    @Option(
            names = "--record",
            order = 3,
            description =
                    "Write the raw frames to disk as well, before anything else is done with them. When the machine"
                            + " is too slow for both, previews and then stacking give way, never the recording.")
    boolean records;

    @ArgGroup(validate = false, order = 6, heading = "%nHow --record records:%n")
    RecordGroup recording = new RecordGroup();

    @ArgGroup(validate = false, order = 7, heading = "%nWhat a real camera is set to:%n")
    CameraGroup cameraGroup = new CameraGroup();

    @Mixin
    StackOptions options;

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    LiveCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws Exception {
        StackSettings settings = options.settings(rooms.presets(), rooms.metrics());
        rooms.cameras().driverOf(named.address);
        cameraGroup.apply();
        Session session = new Session(
                rooms, spec.commandLine().getOut(), spec.commandLine().getErr(), output);
        RunRequest request = options.request(named.address, pace, pace.kind() != Pace.Kind.MAX, settings)
                .withCameraSettings(options.cameraSettings(rooms.presets(), named.address, cameraGroup.settings()));
        if (records) {
            request = request.recording(recording.wish(RecordingWish.Stop.NEVER));
        } else if (recording.isGiven()) {
            throw new IllegalArgumentException(
                    "--record=not given; --format, --pre-trigger-s and --buffer-mib need it: add it, or leave them out");
        }
        int ended = session.run(named.address, options.presetName(), request, 1);
        return session.end("live", ended == ExitCode.INTERRUPTED ? ExitCode.OK : ended);
    }
}
