package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.lucida.camera.ClipSimulator;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a clip of a sky that is known exactly. */
@Command(
        name = "simulate",
        sortOptions = false,
        header = "Make a clip of a simulated night, with the truth about every frame.",
        description = {
            "",
            "Scenes are artificial-star, cluster, double-star, jupiter, m13, mars, moon-disc, moon-surface, saturn,"
                    + " sun-granulation, sun-spot, venus, or a scene file of your own. The same seed makes the same clip on"
                    + " every machine. Beside CLIP.ser lie CLIP.truth.json and CLIP.truth.fits; nothing is overwritten."
                    + " Ctrl-C ends early and keeps what was made.",
            ""
        })
final class SimulateCommand implements Callable<Integer> {
    private static final long TELL_NS = 1_000_000_000L;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--scene",
            required = true,
            order = 1,
            paramLabel = "NAME|FILE.yaml",
            description = "What is looked at, through what, with what.")
    String scene;

    /** Where the frames go. */
    static final class Target {
        @Option(
                names = {"-o", "--output"},
                required = true,
                order = 2,
                paramLabel = "CLIP.ser",
                description = "The clip to make.")
        Path clip;

        @Option(
                names = "--ring",
                required = true,
                order = 3,
                paramLabel = "FILE",
                description =
                        "Instead of a clip: feed a ring file, best under /dev/shm, from which the camera library"
                                + " stand-in serves the frames (ASISIM_RING=FILE). In quick mode; without --frames until Ctrl-C.")
        Path ring;
    }

    @ArgGroup(exclusive = true, multiplicity = "1", order = 2)
    Target target;

    @Option(names = "--camera", order = 3, paramLabel = "MODEL", description = "Camera model. Default: the scene's.")
    String cameraModel;

    @Option(names = "--frames", order = 4, paramLabel = "N", description = "Frames. Default: the scene's.")
    String frames;

    @Option(names = "--seed", order = 5, paramLabel = "NUMBER", description = "Seed of air, wind and noise.")
    String seed;

    @Option(
            names = "--mode",
            order = 6,
            paramLabel = "full|quick",
            description = "full: every part of the field with its own blur. quick: as in live use. Default: full.")
    String mode;

    @Option(names = "--exposure-us", order = 7, paramLabel = "US", description = "Exposure in microseconds.")
    String exposureUs;

    @Option(names = "--fps", order = 8, paramLabel = "HZ", description = "Frames per second.")
    String frameRateHz;

    @Option(names = "--gain", order = 9, paramLabel = "STEPS", description = "The vendor's gain control.")
    String gain;

    @Option(
            names = "--roi",
            order = 10,
            paramLabel = "WxH[+X+Y]",
            description = "Region of the sensor in px; in its middle if no place is given.")
    String roi;

    @Option(
            names = "--bits",
            order = 11,
            paramLabel = "BITS",
            description = "8: top bits; 16: shifted left as vendors do; 10, 12, 14: as converted.")
    String bits;

    @Option(
            names = "--set",
            order = 12,
            paramLabel = "KEY=VALUE",
            description = "Another value for a key of scene files, for instance --set atmosphere.r0Mm=60. Repeatable.")
    Map<String, String> others = new LinkedHashMap<>();

    @Option(names = "--darks", order = 13, paramLabel = "N", defaultValue = "0", description = "Darks to make, too.")
    int darkCount;

    @Option(names = "--flats", order = 14, paramLabel = "N", defaultValue = "0", description = "Flats to make, too.")
    int flatCount;

    @Option(
            names = "--threads",
            order = 15,
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to use; 0 for as many as the machine has. The clip does not depend on it.")
    int threadCount;

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    SimulateCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws IOException {
        if (threadCount < 0 || threadCount > 256) {
            throw new IllegalArgumentException("--threads=" + threadCount + " must be 0 to 256; 0 is the default");
        }
        ClipSimulator simulator = ServiceLoader.load(ClipSimulator.class)
                .findFirst()
                .orElseThrow(() -> new IOException("no simulator is installed; install Lucida again"));
        Map<String, String> options = new LinkedHashMap<>(others);
        put(options, "camera", cameraModel);
        put(options, "frames", frames);
        put(options, "seed", seed);
        put(options, "mode", mode);
        put(options, "exposureUs", exposureUs);
        put(options, "frameRateHz", frameRateHz);
        put(options, "gain", gain);
        put(options, "roi", roi);
        put(options, "bits", bits);
        rooms.signals().run();
        PrintWriter err = spec.commandLine().getErr();
        long startedNs = System.nanoTime();
        long[] toldNs = {startedNs - TELL_NS};
        int threads = threadCount > 0 ? threadCount : Runtime.getRuntime().availableProcessors();
        ClipSimulator.Onlooker onlooker = (doing, doneCount, totalCount) -> {
            long nowNs = System.nanoTime();
            if (!output.quiet && !output.json && (nowNs - toldNs[0] >= TELL_NS || doneCount == totalCount)) {
                toldNs[0] = nowNs;
                String total = totalCount == 0 ? "" : "/" + totalCount;
                err.println(doing + " " + doneCount + total + "  " + Math.round((nowNs - startedNs) * 1e-9) + " s");
                err.flush();
            }
            return !rooms.stop().asked();
        };
        List<Path> files = List.of();
        if (target.ring == null) {
            files = simulator.simulate(
                    new ClipSimulator.Order(scene, options, target.clip, darkCount, flatCount, threads), onlooker);
        } else if (darkCount != 0 || flatCount != 0) {
            throw new IllegalArgumentException("--darks and --flats go into files; use -o instead of --ring");
        } else {
            simulator.feed(scene, options, target.ring, threads, onlooker);
        }
        int exitCode = rooms.stop().asked() ? ExitCode.INTERRUPTED : ExitCode.OK;
        PrintWriter out = spec.commandLine().getOut();
        if (output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "simulate");
            all.put("version", Program.version());
            all.put("files", files.stream().map(Path::toString).toList());
            all.put("exitCode", exitCode);
            out.println(JsonText.of(all));
        } else if (!output.quiet) {
            files.forEach(out::println);
        }
        out.flush();
        return exitCode;
    }

    private static void put(Map<String, String> options, String key, String value) {
        if (value != null) {
            options.put(key, value);
        }
    }
}
