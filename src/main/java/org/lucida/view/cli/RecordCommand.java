package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.files.RecordingFacts;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.pipeline.MemoryPlan;
import org.lucida.pipeline.RecordingSession;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.pipeline.RecordingWish;
import org.lucida.pipeline.StackingSession;
import org.lucida.view.Cameras;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.Trouble;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Records raw frames and does nothing else. */
@Command(
        name = "record",
        sortOptions = false,
        customSynopsis = "lucida record --camera ADDRESS [OPTION]...",
        header = "Record the raw frames of a camera, and nothing else.",
        description = {
            "",
            "Frames go to the disk at full rate, each with its time. The clip survives a power failure: what was written"
                    + " up to a second before is whole, and lucida repair brings back its times. Nothing is overwritten and"
                    + " nothing asked. Ctrl-C ends the clip (exit code 130).",
            ""
        })
final class RecordCommand implements Callable<Integer> {
    private static final long POLL_MS = 100;
    /** Less than this on the disk is worth a word before the start. */
    private static final double SHORT_S = 60;

    @Spec
    CommandSpec spec;

    @Mixin
    CameraAddress named;

    @Option(
            names = {"-o", "--output"},
            order = 2,
            paramLabel = "DIR",
            defaultValue = "lucida-out",
            description = "Folder for clip and reports, made if missing. Default: ${DEFAULT-VALUE}.")
    Path outputDir;

    @Option(
            names = "--name",
            order = 3,
            paramLabel = "TARGET",
            description = "What is looked at, for file names. Default: the preset's name, else what the source says.")
    String targetName;

    @Option(
            names = "--preset",
            order = 4,
            paramLabel = "NAME|FILE",
            completionCandidates = Converters.PresetWords.class,
            description = "Kind of target, for file names and the report. See: lucida presets.")
    String preset;

    @Option(names = "--frames", order = 5, paramLabel = "FRAMES", description = "End after so many frames in the clip.")
    Long frameCount;

    @Option(names = "--seconds", order = 6, paramLabel = "SECONDS", description = "End when the clip is so long.")
    Double durationS;

    @Option(
            names = "--bytes",
            order = 7,
            paramLabel = "BYTES",
            converter = OfBytes.class,
            description = "End before the raw frames take more than this: a number, or one with k, M, G or T (20G).")
    Long bytes;

    @Option(
            names = "--roi",
            order = 8,
            paramLabel = "X,Y,W,H",
            converter = Converters.OfRoi.class,
            description = "Record only this part of the frame: left column, top row, width, height in px.")
    Roi roi;

    @Option(
            names = "--fps",
            order = 9,
            paramLabel = "N|recorded|max",
            converter = Converters.OfPace.class,
            completionCandidates = Converters.PaceWords.class,
            defaultValue = "recorded",
            description =
                    "Speed at which a recording plays: frames per second, recorded (by its time stamps) or max (as"
                            + " fast as it is written, nothing lost). A real camera delivers at its own. Default: ${DEFAULT-VALUE}.")
    Pace pace;

    @ArgGroup(validate = false, order = 10, heading = "%nHow it is recorded:%n")
    RecordGroup recording = new RecordGroup();

    @ArgGroup(validate = false, order = 11, heading = "%nWhat a real camera is set to:%n")
    CameraGroup cameraGroup = new CameraGroup();

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    RecordCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    /** A number of bytes with k, M, G or T. */
    static final class OfBytes implements ITypeConverter<Long> {
        private static final String UNITS = "kMGT";

        @Override
        public Long convert(String text) {
            String number = text.replaceFirst("(?i)i?b$", "");
            int unit =
                    number.isEmpty() ? -1 : "KMGT".indexOf(Character.toUpperCase(number.charAt(number.length() - 1)));
            try {
                double value = Double.parseDouble(unit < 0 ? number : number.substring(0, number.length() - 1));
                double size = value * Math.pow(1000, unit + 1);
                if (size >= 1 && size < Long.MAX_VALUE) {
                    return (long) size;
                }
            } catch (NumberFormatException notANumber) {
                // told below
            }
            throw new TypeConversionException(
                    text + " is no number of bytes; write for instance 20000000000 or 20G (units " + UNITS + ")");
        }
    }

    @Override
    public Integer call() throws Exception {
        RecordingWish wish = recording.wish(stop());
        String target = targetName;
        if (target == null && preset != null) {
            target = rooms.presets().load(preset).name();
        }
        rooms.cameras().driverOf(named.address);
        cameraGroup.apply();
        Files.createDirectories(outputDir);
        ProgressView progress = ProgressView.onThisTerminal(spec.commandLine().getErr(), output.quiet || output.json);
        rooms.signals().run();
        CameraWish cameraWish = new CameraWish(Optional.ofNullable(roi), Optional.empty(), SampleOrder.AUTO, pace)
                .withSettings(cameraGroup.settings());
        Camera camera = rooms.cameras().open(named.address, cameraWish);
        RecordingSession session;
        try {
            forecast(camera, wish, progress);
            session = new RecordingSession(
                    camera,
                    wish,
                    pace.kind() != Pace.Kind.MAX,
                    new StackingSession.Output(
                            outputDir,
                            target == null ? Cameras.targetOf(camera.info()) : target,
                            false,
                            wishes(camera)),
                    Program.nameAndVersion(),
                    Clock.systemUTC());
        } catch (IOException | RuntimeException failed) {
            camera.close();
            throw failed;
        }
        try (session) {
            return record(session, wish, progress);
        }
    }

    private RecordingWish.Stop stop() {
        if (frameCount != null && frameCount < 1) {
            throw new IllegalArgumentException("--frames=" + frameCount + " must be at least 1; raise it");
        }
        if (durationS != null && !(durationS > 0 && Double.isFinite(durationS))) {
            throw new IllegalArgumentException("--seconds=" + durationS + " must be above 0; raise it");
        }
        return new RecordingWish.Stop(
                frameCount == null ? Long.MAX_VALUE : frameCount,
                durationS == null ? Long.MAX_VALUE : Math.max(1, (long) (durationS * 1e9)),
                bytes == null ? Long.MAX_VALUE : bytes);
    }

    private Map<String, Object> wishes(Camera camera) {
        Map<String, Object> wishes = new LinkedHashMap<>();
        if (roi != null) {
            wishes.put("roi", roi.toString());
        }
        if (preset != null) {
            wishes.put("preset", preset);
        }
        wishes.put("pace", PipelineEngine.paceOf(camera, pace));
        if (pace.kind() == Pace.Kind.GIVEN_RATE) {
            wishes.put("paceHz", pace.frameRateHz());
        }
        if (!cameraGroup.settings().isEmpty()) {
            wishes.put("cameraSettings", cameraGroup.settings().toString());
        }
        if (frameCount != null) {
            wishes.put("maxFrameCount", frameCount);
        }
        if (durationS != null) {
            wishes.put("maxDurationS", durationS);
        }
        if (bytes != null) {
            wishes.put("maxBytes", bytes);
        }
        return wishes;
    }

    /** Refuses what does not fit on the disk, and says so where little does. */
    private void forecast(Camera camera, RecordingWish wish, ProgressView progress) throws IOException {
        long freeBytes = Files.getFileStore(outputDir.toAbsolutePath()).getUsableSpace();
        FrameFormat format = camera.format();
        long frameBytes = wish.kind().bytesPerFrame(format);
        OptionalDouble rateHz = pace.kind() == Pace.Kind.GIVEN_RATE
                ? OptionalDouble.of(pace.frameRateHz())
                : camera.info().frameRateHz();
        double frames = Math.min(
                frameCount == null ? Double.POSITIVE_INFINITY : frameCount,
                bytes == null ? Double.POSITIVE_INFINITY : (double) bytes / format.frameBytes());
        frames = Math.min(
                frames,
                camera.info().frameCount().isPresent()
                        ? camera.info().frameCount().getAsLong()
                        : frames);
        if (durationS != null && rateHz.isPresent()) {
            frames = Math.min(frames, durationS * rateHz.getAsDouble());
        }
        double roomBytes = (double) freeBytes - RecordingWish.RESERVE_BYTES;
        if (Double.isFinite(frames) && frames * frameBytes > roomBytes) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "-o=%s has %.2f GB free, the wished clip needs %.2f GB; free disk space, choose another folder, or"
                            + " lower --frames, --seconds or --bytes",
                    outputDir,
                    freeBytes / 1e9,
                    (frames * frameBytes + RecordingWish.RESERVE_BYTES) / 1e9));
        }
        if (rateHz.isPresent() && Double.isInfinite(frames)) {
            double fittingS = roomBytes / (frameBytes * rateHz.getAsDouble());
            if (fittingS < SHORT_S) {
                progress.say(String.format(
                        Locale.ROOT,
                        "warning: the disk of %s takes %.0f s of this; free disk space or choose another folder",
                        outputDir,
                        Math.max(0, fittingS)));
            }
        }
    }

    private int record(RecordingSession session, RecordingWish wish, ProgressView progress)
            throws IOException, InterruptedException {
        MemoryPlan memory = session.memory();
        progress.say(String.format(
                Locale.ROOT,
                "recording %s into %s (ring %d frames = %.0f MB)",
                named.address,
                session.clip(),
                memory.slotCount(),
                memory.ringBytes() / 1e6));
        if (wish.preTriggerS() > 0) {
            progress.say("the last " + wish.preTriggerS() + " s are kept; Enter or kill -" + TriggerKey.SIGNAL + " "
                    + ProcessHandle.current().pid() + " begins the clip");
            TriggerKey.listen(System.in, session::trigger);
        }
        RecordingWatch watch = RecordingWatch.of(outputDir);
        CameraNotices notices = CameraNotices.onThisScreen(progress);
        session.start();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            ended = session.awaitEnd(POLL_MS);
            RecordingStatus status = session.status();
            watch.look(status);
            notices.show(session.notices());
            String waiting = ended ? "" : notices.waiting(session.waitingS());
            progress.showLine(waiting + watch.bar(status), waiting + watch.plain(status));
            if (!ended && !interrupted && rooms.stop().asked()) {
                interrupted = !status.state().isEnded();
                session.requestStop();
            }
        }
        progress.end();
        List<Path> files = session.writeReports();
        return tell(session, files, interrupted);
    }

    private int tell(RecordingSession session, List<Path> files, boolean interrupted) {
        RecordingFacts facts = session.facts();
        int exitCode = ExitCode.OK;
        PrintWriter err = spec.commandLine().getErr();
        Optional<Trouble> trouble = Optional.ofNullable(session.failure()).map(Trouble::of);
        if (trouble.isPresent()) {
            exitCode = trouble.get().exitCode();
            err.println("lucida: " + trouble.get().sentence());
        } else if (interrupted) {
            exitCode = ExitCode.INTERRUPTED;
        } else if (facts.account().get("recordedCount") == 0) {
            exitCode = ExitCode.DATA;
            err.println("lucida: recorded=0 of delivered=" + facts.account().get("deliveredCount") + "; "
                    + "the source gave no whole frame, or the trigger never came");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "record");
            all.put("version", Program.version());
            all.put("exitCode", exitCode);
            trouble.ifPresent(it -> all.put("error", it.sentence()));
            all.put("recording", facts(facts));
            if (CameraWords.isWorthTelling(session.diary())) {
                all.put("camera", CameraWords.facts(session.diary()));
            }
            all.put("files", files);
            out.println(JsonText.of(all));
        } else if (!output.quiet) {
            lines(facts).forEach(out::println);
            if (CameraWords.isWorthTelling(session.diary())) {
                CameraWords.lines(session.diary()).forEach(out::println);
            }
            facts.notes().stream()
                    .filter(note -> session.failure() == null
                            || !note.equals(session.failure().getMessage()))
                    .forEach(note -> out.println("note: " + note));
            files.forEach(file -> out.println("  " + file));
        }
        out.flush();
        return exitCode;
    }

    /** A recording as JSON content. */
    static Map<String, Object> facts(RecordingFacts recording) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clip", recording.clip());
        all.put("format", recording.format());
        all.put("endReason", recording.endReason());
        all.putAll(recording.account());
        all.put("balances", recording.balances());
        all.put("wallS", recording.wallS());
        all.put("writtenBytes", recording.writtenBytes());
        all.put("bytesPerS", recording.bytesPerS());
        all.put("worstWriteMs", recording.worstWriteMs());
        all.put("mostWaitingCount", recording.mostWaitingCount());
        all.put("slotCount", recording.slotCount());
        all.put("recorderCpuS", recording.recorderCpuS());
        all.put("gapCount", recording.gaps().gapCount());
        all.put("longestGapS", recording.gaps().longestS());
        all.put("notes", recording.notes());
        all.put(Outcome.LINES, lines(recording));
        return all;
    }

    /** A recording in words. */
    static List<String> lines(RecordingFacts recording) {
        Map<String, Long> account = recording.account();
        long recorded = account.get("recordedCount");
        return List.of(
                String.format(
                        Locale.ROOT,
                        "recorded %d frames in %.1f s, %.1f frames/s, %.0f MB/s; %s",
                        recorded,
                        recording.wallS(),
                        recording.wallS() > 0 ? recorded / recording.wallS() : 0,
                        recording.bytesPerS() / 1e6,
                        recording.endReason()),
                String.format(
                        Locale.ROOT,
                        "delivered %d = recorded %d + lost by the camera %d + ring full %d + damaged %d + outside %d +"
                                + " not written %d",
                        account.get("deliveredCount"),
                        recorded,
                        account.get("cameraLostCount"),
                        account.get("ringLostCount"),
                        account.get("damagedCount"),
                        account.get("outsideCount"),
                        account.get("failedCount")),
                String.format(
                        Locale.ROOT,
                        "gaps in time %d, longest interval %.4f s; ring at most %d of %d frames; recorder %.1f %% of a core",
                        recording.gaps().gapCount(),
                        recording.gaps().longestS(),
                        recording.mostWaitingCount(),
                        recording.slotCount(),
                        recording.wallS() > 0 ? 100 * recording.recorderCpuS() / recording.wallS() : 0));
    }
}
