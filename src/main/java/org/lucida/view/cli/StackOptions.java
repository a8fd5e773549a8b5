package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.config.Preset;
import org.lucida.config.Presets;
import org.lucida.config.Spelling;
import org.lucida.config.StackSettings;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that {@code stack} and {@code live} share. What is given here wins over the preset. */
final class StackOptions {
    @ArgGroup(validate = false, order = 1, heading = "%nWhat is looked at, and where the results go:%n")
    ResultGroup result = new ResultGroup();

    @ArgGroup(validate = false, order = 2, heading = "%nHow it is stacked (each one overrides the preset):%n")
    SettingGroup setting = new SettingGroup();

    @ArgGroup(validate = false, order = 3, heading = "%nHow the frames are read:%n")
    SourceGroup source = new SourceGroup();

    @ArgGroup(validate = false, order = 4, heading = "%nWhich pixels count, and how much:%n")
    PixelGroup pixel = new PixelGroup();

    @ArgGroup(validate = false, order = 5, heading = "%nHow long and how much of the machine:%n")
    LimitGroup limit = new LimitGroup();

    /** Results. */
    static final class ResultGroup {
        @Option(
                names = {"-o", "--output"},
                order = 1,
                paramLabel = "DIR",
                defaultValue = "lucida-out",
                description =
                        "Folder for the results, made if missing. Default: ${DEFAULT-VALUE}. Nothing in it is ever"
                                + " overwritten but preview.png.")
        Path outputDir = Path.of("lucida-out");

        @Option(
                names = "--preset",
                order = 2,
                paramLabel = "NAME|FILE",
                completionCandidates = Converters.PresetWords.class,
                description =
                        "Settings for a kind of target: jupiter, saturn, mars, moon, sun, deepsky, or a .yaml file of"
                                + " your own. See: lucida presets. Default: a planet.")
        String preset;

        @Option(
                names = "--name",
                order = 3,
                paramLabel = "TARGET",
                description = "What was looked at, for file names and the OBJECT keyword. Default: what the recording"
                        + " says, else its file name.")
        String targetName;

        @Option(
                names = "--preview-every",
                order = 4,
                paramLabel = "SECONDS",
                description = "Write preview.png into the output folder every so many seconds while the stack grows."
                        + " Default: what the preset says (0 = never).")
        Double previewEveryS;

        @Option(
                names = "--csv",
                order = 5,
                description =
                        "Write the table of all frames (time, luckiness, displacement, weight, verdict) as CSV, too.")
        boolean writesCsv;
    }

    /** Settings. */
    static final class SettingGroup {
        @Option(
                names = "--target",
                order = 1,
                paramLabel = "KIND",
                converter = Converters.OfTarget.class,
                completionCandidates = Converters.TargetWords.class,
                description =
                        "How the target is found: planet (a disk on dark sky), surface (Moon, Sun: detail all over)"
                                + " or stars (points).")
        Target target;

        @Option(
                names = "--scale",
                order = 2,
                paramLabel = "FACTOR",
                description =
                        "Output pixels along one input pixel, 1 to 3, any number. 1.5 suits colour cameras, 1 mono"
                                + " cameras at f/15 or slower.")
        Double scale;

        @Option(
                names = "--pixfrac",
                order = 3,
                paramLabel = "PX",
                description =
                        "Side of the dropped sample, 0.1 to 1 input px. Smaller is crisper, noisier and needs more"
                                + " frames.")
        Double pixfrac;

        @Option(
                names = "--metric",
                order = 4,
                paramLabel = "NAME",
                description = "How luckiness is measured. See: lucida metrics.")
        String metric;

        @Option(
                names = "--sampling",
                order = 5,
                paramLabel = "PX",
                description =
                        "Pixels along lambda/D = wavelength x focal ratio / pixel size (0.55 um x f/20 / 2.9 um = 3.8"
                                + " px). 0 = unknown, 3 is assumed.")
        Double samplingPxPerLambdaD;

        @Option(
                names = "--alpha",
                order = 6,
                paramLabel = "EXPONENT",
                description = "Weight of a frame = luckiness ^ alpha, 0 (all alike) to 4.")
        Double alpha;

        @Option(
                names = "--keep",
                order = 7,
                paramLabel = "FRACTION",
                converter = Converters.OfFraction.class,
                description =
                        "Stack only the luckiest share of the frames: 0.3 or 30%%. 1 = all, weighted by luckiness. A frame is"
                                + " compared with those before it, and the first 50 all pass: in short clips, or while"
                                + " the air calms down, more are kept.")
        Double keepFraction;

        @Option(
                names = "--search",
                order = 8,
                paramLabel = "PX",
                description = "How far around its predicted place the target is searched, input px. 0 = automatic.")
        Integer searchRadiusPx;

        @Option(
                names = "--epoch",
                order = 9,
                paramLabel = "FRAMES",
                description = "Make the alignment reference anew after so many frames, about one minute's worth.")
        Integer epochCount;
    }

    /** Source. */
    static final class SourceGroup {
        @Option(
                names = "--roi",
                order = 1,
                paramLabel = "X,Y,W,H",
                converter = Converters.OfRoi.class,
                description = "Use only this part of the frame: left column, top row, width, height in input px.")
        Roi roi;

        @Option(
                names = "--bayer",
                order = 2,
                paramLabel = "PATTERN",
                converter = Converters.OfLayout.class,
                completionCandidates = Converters.LayoutWords.class,
                description =
                        "Believe this colour layout instead of the header: RGGB, GRBG, GBRG, BGGR, mono, RGB or BGR."
                                + " The letters name the top-left 2x2 px.")
        ColorLayout layout;

        @Option(
                names = "--byte-order",
                order = 3,
                paramLabel = "ORDER",
                converter = Converters.OfSampleOrder.class,
                completionCandidates = Converters.OrderWords.class,
                description =
                        "Byte order of 16-bit samples: auto (looks at the data, because many SER headers are wrong),"
                                + " little or big.")
        SampleOrder byteOrder = SampleOrder.AUTO;

        @Option(
                names = "--dark",
                order = 4,
                paramLabel = "FILE",
                description = "Master dark (FITS or SER, same size as the frames), subtracted from every frame. ADU.")
        Path dark;

        @Option(
                names = "--flat",
                order = 5,
                paramLabel = "FILE",
                description = "Master flat (FITS or SER, same size as the frames); every frame is divided by it. Its"
                        + " bias or dark must be taken off already. No unit.")
        Path flat;
    }

    /** Limits. */
    static final class LimitGroup {
        @Option(names = "--max-frames", order = 1, paramLabel = "FRAMES", description = "End after so many frames.")
        Long maxFrameCount;

        @Option(names = "--max-seconds", order = 2, paramLabel = "SECONDS", description = "End after so many seconds.")
        Double maxDurationS;

        @Option(
                names = "--threads",
                order = 3,
                paramLabel = "COUNT",
                description = "Worker threads, 1 to 64. The result does not depend on it, only the speed.")
        Integer threads;

        @Option(
                names = "--ring",
                order = 4,
                paramLabel = "FRAMES",
                description = "Frames held between camera and stacking, a power of two. 0 = automatic.")
        Integer ringSlotCount;
    }

    /** Where the settings came from, in words. */
    String presetName() {
        return result.preset == null ? "" : result.preset;
    }

    /**
     * The preset with everything given here put over it.
     *
     * @throws IllegalArgumentException if something does not fit
     */
    StackSettings settings(Presets presets, Map<String, String> metrics) throws IOException {
        StackSettings base;
        if (result.preset == null) {
            base = StackSettings.defaultsFor(setting.target == null ? Target.PLANET : setting.target);
        } else {
            Preset preset = presets.load(result.preset);
            base = preset.settings();
        }
        StackSettings.Builder builder = base.change();
        Optional.ofNullable(setting.target).ifPresent(builder::target);
        Optional.ofNullable(setting.scale).ifPresent(builder::scale);
        Optional.ofNullable(setting.pixfrac).ifPresent(builder::pixfrac);
        Optional.ofNullable(setting.metric).ifPresent(builder::metric);
        Optional.ofNullable(setting.samplingPxPerLambdaD).ifPresent(builder::samplingPxPerLambdaD);
        Optional.ofNullable(setting.alpha).ifPresent(builder::alpha);
        Optional.ofNullable(setting.keepFraction).ifPresent(builder::keepFraction);
        Optional.ofNullable(setting.searchRadiusPx).ifPresent(builder::searchRadiusPx);
        Optional.ofNullable(setting.epochCount).ifPresent(builder::epochCount);
        Optional.ofNullable(limit.threads).ifPresent(builder::threads);
        Optional.ofNullable(limit.ringSlotCount).ifPresent(builder::ringSlotCount);
        Optional.ofNullable(result.previewEveryS).ifPresent(builder::previewEveryS);
        StackSettings settings = builder.build().validated();
        if (!metrics.isEmpty() && !metrics.containsKey(settings.metric())) {
            throw new IllegalArgumentException("metric=" + settings.metric() + " is unknown; "
                    + Spelling.nearest(settings.metric(), metrics.keySet())
                            .map(meant -> "did you mean " + meant + "?")
                            .orElse("use one of " + String.join(", ", metrics.keySet())));
        }
        return settings;
    }

    /**
     * What the camera is set to: what the preset says of it, for cameras with controls of their own, and over it what was
     * given.
     */
    Map<String, String> cameraSettings(Presets presets, String address, Map<String, String> given) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (result.preset != null && address.startsWith("asi")) {
            settings.putAll(presets.load(result.preset).camera());
        }
        settings.putAll(given);
        return settings;
    }

    /** The run these options describe. Makes the output folder. */
    RunRequest request(String cameraAddress, Pace pace, boolean mayDrop, StackSettings settings) throws IOException {
        if (limit.maxFrameCount != null && limit.maxFrameCount < 1) {
            throw new IllegalArgumentException("--max-frames=" + limit.maxFrameCount + " must be at least 1; raise it");
        }
        if (limit.maxDurationS != null && !(limit.maxDurationS > 0 && Double.isFinite(limit.maxDurationS))) {
            throw new IllegalArgumentException("--max-seconds=" + limit.maxDurationS + " must be above 0; raise it");
        }
        requireFile("--dark", source.dark);
        requireFile("--flat", source.flat);
        Files.createDirectories(result.outputDir);
        return new RunRequest(
                cameraAddress,
                new CameraWish(
                        Optional.ofNullable(source.roi), Optional.ofNullable(source.layout), source.byteOrder, pace),
                settings,
                result.outputDir,
                Optional.ofNullable(source.dark),
                Optional.ofNullable(source.flat),
                mayDrop,
                Optional.ofNullable(result.targetName),
                result.writesCsv,
                limit.maxFrameCount == null ? OptionalLong.empty() : OptionalLong.of(limit.maxFrameCount),
                limit.maxDurationS == null ? OptionalDouble.empty() : OptionalDouble.of(limit.maxDurationS),
                pixel.care(Optional.ofNullable(source.roi), source.dark != null),
                Optional.empty());
    }

    /** A file the observer named must be there before anything starts. */
    static void requireFile(String option, Path file) {
        if (file != null && !Files.exists(file)) {
            throw new IllegalArgumentException(option + "=" + file + " is not there; check the path");
        }
    }
}
