package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lucida.drizzle.DrizzleFrame;
import org.lucida.drizzle.DrizzleRecipe;
import org.lucida.drizzle.DropKernel;
import org.lucida.drizzle.Geometry;
import org.lucida.files.DrizzleCaseFits;
import org.lucida.files.DrizzleCaseFrames;
import org.lucida.files.DrizzleCaseOutput;
import org.lucida.files.DrizzleCaseShifts;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Drizzles frames whose registration the observer brings along. */
@Command(
        name = "drizzle",
        sortOptions = false,
        header = "Drizzle frames with a registration of your own, exactly.",
        customSynopsis = {
            "lucida drizzle CASE.fits -o OUT.fits [OPTION]...",
            "       lucida drizzle FRAME... --shifts FILE.csv -o OUT.fits [OPTION]...",
            "       lucida drizzle FRAME... --transforms FILE.json -o OUT.fits [OPTION]...",
            "       lucida drizzle FRAME... --shifts FILE.csv [--state-in STATE] --state-out STATE [OPTION]...",
            "       lucida drizzle --state-in STATE[,STATE]... -o OUT.fits"
        },
        description = {
            "",
            "Every input pixel is shrunk to a drop and mapped onto the finer pixels of the output; it is averaged into each"
                    + " of them with a weight that is its own times the share of the drop that falls there (Fruchter and"
                    + " Hook 2002, PASP 114, 144). The paper's s is the size of an output pixel in input pixels; our scale is"
                    + " the other way round, output pixels along one input pixel: scale = 1 / s. The paper's p is pixfrac, the"
                    + " size of the drop in input pixels: p = 1 is shift-and-add, p near 0 is interlacing. The paper multiplies"
                    + " values by s^2 to keep the flux; here brightness is kept unless --keep flux is given.",
            "",
            "A CASE holds frames, weights, variances and a map of every pixel in one FITS file (IN_SCI_k, IN_WHT_k, IN_VAR_k,"
                    + " IN_MAP_k). FRAMEs are SER or FITS files, or folders of FITS files; numbers are used as they are,"
                    + " neither rounded nor clamped.",
            "",
            "OUT holds SCI (the mean), WHT (the weight), CTX (which frames, one bit each), VAR (its variance, if known) and"
                    + " COVERAGE (how many frames). It is never overwritten.",
            "",
            "Several goes: --state-out keeps the sums, --state-in goes on with them, later or elsewhere; several states are"
                    + " joined. The result is that of one go with all frames.",
            ""
        })
final class DrizzleCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "One drizzle case, or the frames.")
    List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            order = 1,
            paramLabel = "FILE",
            description = "FITS file to write; must not exist. May be left out with --state-out.")
    Path output;

    @Option(
            names = "--shifts",
            order = 2,
            paramLabel = "FILE",
            description =
                    "CSV with the displacement of each frame, input px, x to the right, y downward: where the content went,"
                            + " frame(p + d) shows what the reference shows at p. Lines x,y in the order of the frames, or"
                            + " number,x,y or file,x,y, each with weight behind if wanted; or a header line with columns"
                            + " x, y, index or file, weight (the table of lucida stack --csv will do). No x or y: the frame is"
                            + " left out.")
    Path shifts;

    @Option(
            names = "--transforms",
            order = 3,
            paramLabel = "FILE",
            description =
                    "JSON with a 3x3 matrix for each frame, row-major, from input pixel centre to reference: an array of"
                            + " arrays of 9 numbers or of 3 rows, or of objects with matrix and optionally file, index,"
                            + " weight. With {\"to\": \"output\", \"transforms\": [...]} they lead straight to output pixels.")
    Path transforms;

    @Option(
            names = "--weights",
            order = 4,
            paramLabel = "FILE",
            split = ",",
            description =
                    "FITS image with the weight of each pixel, 0 for a bad one: one for all frames, or a comma-separated"
                            + " list with one for each.")
    List<Path> weights;

    @Option(
            names = "--kernel",
            order = 5,
            paramLabel = "NAME",
            converter = OfKernel.class,
            completionCandidates = KernelWords.class,
            description =
                    "Shape of the drop. square: the shrunken pixel with its four corners mapped, overlaps exact (default);"
                            + " turbo: a square along the output axes; point: all into one pixel, like pixfrac 0; gaussian: FWHM"
                            + " pixfrac; lanczos2, lanczos3: to resample at scale 1 only; circular: a disc (slow).")
    DropKernel kernel;

    @Option(
            names = "--pixfrac",
            order = 6,
            paramLabel = "PX",
            description =
                    "Side of the drop as a fraction of the input pixel (the paper's p), above 0 to 1. Default: 1. Smaller"
                            + " is crisper and leaves the noise less correlated, but needs more frames to fill the output.")
    Double pixfrac;

    @Option(
            names = "--scale",
            order = 7,
            paramLabel = "FACTOR",
            description =
                    "Output pixels along one input pixel (1 / s of the paper), 0.1 to 10, any number. Default: 1.")
    Double scale;

    @Option(
            names = "--size",
            order = 8,
            paramLabel = "WxH",
            converter = OfSize.class,
            description = "Size of the output in px. Default: that of a frame times scale.")
    Size size;

    @Option(
            names = "--bayer",
            order = 9,
            paramLabel = "PATTERN",
            converter = Converters.OfLayout.class,
            completionCandidates = Converters.LayoutWords.class,
            description =
                    "Believe this colour layout: RGGB, GRBG, GBRG, BGGR, mono, RGB or BGR. Raw mosaics go to three planes,"
                            + " each pixel into its own colour. Default: as the frames say.")
    ColorLayout layout;

    @Option(
            names = "--keep",
            order = 10,
            paramLabel = "WHAT",
            converter = OfKeep.class,
            description =
                    "brightness (values look like those of the input, default) or flux (the sum of the image is kept:"
                            + " values times s^2).")
    Keep keep;

    @Option(
            names = "--exposure",
            order = 11,
            paramLabel = "SECONDS",
            description = "Divide values by it: counts become counts per second.")
    Double exposureS;

    @Option(
            names = "--gain",
            order = 12,
            paramLabel = "E/ADU",
            description =
                    "Electrons per ADU; with it variances are propagated: (value - offset) / gain + (read noise / gain)^2.")
    Double gainEPerAdu;

    @Option(names = "--offset", order = 13, paramLabel = "ADU", description = "Value of a dark pixel. Default: 0.")
    Double offsetAdu;

    @Option(names = "--read-noise", order = 14, paramLabel = "E", description = "Read noise, electrons. Default: 0.")
    Double readNoiseE;

    @Option(
            names = "--fill",
            order = 15,
            paramLabel = "VALUE",
            converter = OfFill.class,
            description = "Value of pixels nothing fell on: a number or nan. Default: 0, or what the case says.")
    Float fill;

    @Option(
            names = "--context",
            order = 16,
            description = "Write CTX for plain frames of one colour, too; a case of one colour always has it.")
    boolean context;

    @Option(
            names = "--threads",
            order = 17,
            paramLabel = "COUNT",
            description = "Worker threads, 1 to 64; the result does not depend on it. Default: one for each core.")
    Integer threads;

    @Option(
            names = "--fast",
            order = 18,
            description =
                    "In the way of the live stack, many times faster: sums in floats, weights right to 0.001 of a drop. For"
                            + " scale 1 to 3: shifts with square, turbo, point and gaussian, small rotations with square (to 0.75"
                            + " degrees) and turbo (to 2.8 degrees); without --weights, --gain, --context, --size and"
                            + " states.")
    boolean fast;

    @Option(
            names = "--state-in",
            order = 19,
            paramLabel = "STATE",
            split = ",",
            description =
                    "Go on with the sums kept by --state-out; several are joined. Options must be those they were made"
                            + " with. Without FRAMEs they are only joined.")
    List<Path> statesIn = List.of();

    @Option(
            names = "--state-out",
            order = 20,
            paramLabel = "STATE",
            description =
                    "Keep the sums in this file to go on later. It must not exist, unless it is the only --state-in:"
                            + " then it is replaced in one step once the new one is whole.")
    Path stateOut;

    @Mixin
    OutputOptions quietness;

    /** Size of the output. */
    record Size(int widthPx, int heightPx) {}

    @Override
    public Integer call() throws IOException {
        check();
        if (output != null) {
            DrizzleRun.refuseTaken(output);
        }
        if (stateOut != null && !replacesState()) {
            DrizzleRun.refuseTaken(stateOut);
        }
        if (files.isEmpty()) {
            joinStates();
        } else if (shifts == null && transforms == null) {
            drizzleCase();
        } else {
            drizzleFrames();
        }
        return ExitCode.OK;
    }

    private void check() {
        if (files.isEmpty() && statesIn.isEmpty()) {
            throw new IllegalArgumentException(
                    "FILE=nothing; give a case, frames with --shifts or --transforms, or --state-in");
        }
        if (output == null && stateOut == null) {
            throw new IllegalArgumentException("--output=nothing; say where the result goes with -o, or --state-out");
        }
        boolean isCase = !files.isEmpty() && shifts == null && transforms == null;
        if (isCase && files.size() == 1 && (stateOut != null || !statesIn.isEmpty())) {
            throw new IllegalArgumentException(
                    "FILE=" + files.get(0) + " is taken as a case, which is drizzled in one go;"
                            + " leave out --state-in and --state-out, or give --shifts or --transforms");
        }
        statesIn.forEach(file -> StackOptions.requireFile("--state-in", file));
        if (files.isEmpty() && hasFrameOptions()) {
            throw new IllegalArgumentException("--state-in without FRAMEs only joins states, which say all themselves;"
                    + " leave the other options out, or give frames");
        }
        if (shifts != null && transforms != null) {
            throw new IllegalArgumentException(
                    "--shifts=" + shifts + " and --transforms=" + transforms + " exclude each other; give one");
        }
        if (isCase && files.size() > 1) {
            throw new IllegalArgumentException(
                    "FILE=" + files.size() + " files without registration; give --shifts or --transforms, or one case");
        }
        if (fast) {
            checkFast();
        }
        if (threads != null && (threads < 1 || threads > 64)) {
            throw new IllegalArgumentException("--threads=" + threads + " is outside 1..64; use one for each core");
        }
        if (scale != null && !(scale >= 0.1 && scale <= 10)) {
            throw new IllegalArgumentException("--scale=" + scale + " is outside 0.1..10; choose 1, 1.5 or 2");
        }
        if (exposureS != null && !(exposureS > 0 && Double.isFinite(exposureS))) {
            throw new IllegalArgumentException("--exposure=" + exposureS + " is not above 0; give seconds");
        }
        if (gainEPerAdu == null && (offsetAdu != null || readNoiseE != null)) {
            throw new IllegalArgumentException("--gain=nothing; --offset and --read-noise need it");
        }
        for (Path file : files) {
            StackOptions.requireFile("FILE", file);
        }
        StackOptions.requireFile("--shifts", shifts);
        StackOptions.requireFile("--transforms", transforms);
        if (weights != null) {
            weights.forEach(file -> StackOptions.requireFile("--weights", file));
        }
    }

    /** Refuses what the fast way cannot do. */
    private void checkFast() {
        Map<String, Boolean> others = new LinkedHashMap<>();
        others.put("a case", shifts == null && transforms == null);
        boolean isExactOnly =
                kernel == DropKernel.CIRCULAR || kernel == DropKernel.LANCZOS2 || kernel == DropKernel.LANCZOS3;
        others.put("--kernel=" + (kernel == null ? "" : kernel.key()), isExactOnly);
        others.put("--weights", weights != null);
        others.put("--gain", gainEPerAdu != null);
        others.put("--context", context);
        others.put("--state-in", !statesIn.isEmpty());
        others.put("--state-out", stateOut != null);
        others.put("--size", size != null);
        others.put("--scale=" + scale, scale != null && !(scale >= 1 && scale <= 3));
        others.put("--pixfrac=" + pixfrac, pixfrac != null && pixfrac < 0.1);
        others.forEach((what, isWanted) -> {
            if (isWanted) {
                throw new IllegalArgumentException("--fast=on cannot do " + what + "; leave out --fast");
            }
        });
    }

    private boolean hasFrameOptions() {
        return shifts != null
                || transforms != null
                || weights != null
                || kernel != null
                || pixfrac != null
                || scale != null
                || size != null
                || layout != null
                || keep != null
                || exposureS != null
                || gainEPerAdu != null
                || fill != null
                || context;
    }

    // ---- states -----------------------------------------------------------------------------------------------------

    /** True if the state to write takes the place of the one that was read. */
    private boolean replacesState() throws IOException {
        return statesIn.size() == 1
                && stateOut != null
                && Files.exists(stateOut)
                && Files.isSameFile(stateOut, statesIn.get(0));
    }

    /** All states joined; null if there are none. */
    private DrizzleState statesBefore() throws IOException {
        DrizzleState all = null;
        for (Path file : statesIn) {
            Runtime vm = Runtime.getRuntime();
            long freeBytes = vm.maxMemory() - vm.totalMemory() + vm.freeMemory();
            DrizzleState next = DrizzleState.read(file, (long) (DrizzleRun.HEAP_SHARE * freeBytes));
            all = all == null ? next : all.joined(String.valueOf(file.getFileName()), next);
        }
        return all;
    }

    private void joinStates() throws IOException {
        DrizzleState all = statesBefore();
        try (DrizzleRun run = DrizzleRun.kept(all.drizzle().recipe(), 0, threadCount(), all)) {
            finish(
                    run,
                    all,
                    0,
                    all.scale(),
                    all.valueFactor(),
                    List.of("Joined from " + statesIn.size() + " states of " + run.frameCount() + " frames"));
        }
    }

    /** Writes what was asked for. */
    private void finish(
            DrizzleRun run, DrizzleState before, int newCount, double used, double factor, List<String> notes)
            throws IOException {
        if (output != null) {
            run.write(output, List.of(scaleCard(used)), notes);
        }
        if (stateOut != null) {
            int first = before == null ? 0 : before.firstNumber();
            run.state(used, factor, first, newCount).write(stateOut, replacesState());
        }
        tell(run.frameCount(), run.warnings());
    }

    private int threadCount() {
        return threads == null ? Math.min(64, Runtime.getRuntime().availableProcessors()) : threads;
    }

    // ---- a case -----------------------------------------------------------------------------------------------------

    private void drizzleCase() throws IOException {
        if (scale != null
                || size != null
                || layout != null
                || weights != null
                || keep != null
                || exposureS != null
                || gainEPerAdu != null) {
            throw new IllegalArgumentException(
                    "FILE=" + files.get(0) + " is taken as a case, which says all but kernel,"
                            + " pixfrac and fill itself; leave the other options out, or give --shifts or --transforms");
        }
        try (DrizzleCaseFits source = DrizzleCaseFits.open(files.get(0))) {
            DrizzleCaseFits.Parameters said = source.parameters();
            DrizzleRecipe recipe = caseRecipe(said);
            try (DrizzleRun run = caseRun(recipe, said)) {
                for (int k = 0; k < said.frameCount(); k++) {
                    DrizzleCaseFits.Frame in = source.readFrame(k);
                    DrizzleFrame frame = new DrizzleFrame(
                                    in.widthPx(),
                                    in.heightPx(),
                                    in.values(),
                                    Geometry.map(in.widthPx(), in.outXPx(), in.outYPx()))
                            .valueFactor(in.valueFactor())
                            .weightFactor(in.weightFactor())
                            .pixelScaleRatio(in.pixelScaleRatio());
                    in.weights().ifPresent(frame::weights);
                    in.variances().ifPresent(frame::variances);
                    addCaseFrame(run, frame, in, k);
                }
                List<DrizzleCaseOutput.Card> cards = new ArrayList<>();
                cards.add(new DrizzleCaseOutput.Card("CASEID", said.caseId(), "drizzle case"));
                cards.add(new DrizzleCaseOutput.Card("SCALE", said.scale(), "output px per input px (1 / s)"));
                run.write(
                        output,
                        cards,
                        List.of("Drizzled from the case " + files.get(0).getFileName()));
                tell(run.frameCount(), run.warnings());
            }
        }
    }

    private DrizzleRecipe caseRecipe(DrizzleCaseFits.Parameters said) throws BadInputException {
        Optional<DropKernel> own = DropKernel.named(said.kernelName());
        if (kernel == null && own.isEmpty()) {
            throw new BadInputException(
                    "KERNEL=" + said.kernelName() + " is unknown; use one of " + String.join(", ", new KernelWords()));
        }
        DropKernel used = kernel == null ? own.get() : kernel;
        double fraction = pixfrac == null ? said.pixfrac() : pixfrac;
        if (fraction == 0 && used != DropKernel.POINT && pixfrac == null) {
            throw new BadInputException("PIXFRAC=0 leaves no drop for KERNEL=" + used.key() + "; use the kernel point");
        }
        return new DrizzleRecipe(
                used,
                fraction == 0 && used == DropKernel.POINT ? 1 : fraction,
                said.layout(),
                said.widthPx(),
                said.heightPx(),
                fill == null ? said.fillAdu() : fill,
                said.hasVariance(),
                said.layout() == ColorLayout.MONO);
    }

    /** Too large a case is the fault of its data. */
    private DrizzleRun caseRun(DrizzleRecipe recipe, DrizzleCaseFits.Parameters said) throws BadInputException {
        try {
            return new DrizzleRun(recipe, said.frameCount(), threadCount());
        } catch (IllegalArgumentException tooLarge) {
            throw new BadInputException(
                    "OUTNX=" + said.widthPx() + " OUTNY=" + said.heightPx() + ": " + tooLarge.getMessage(), tooLarge);
        }
    }

    private static void addCaseFrame(DrizzleRun run, DrizzleFrame frame, DrizzleCaseFits.Frame in, int k)
            throws IOException {
        try {
            run.add(frame, in.pixelScaleRatio(), k);
        } catch (IllegalArgumentException unfit) {
            throw new BadInputException("EXTNAME=IN_SCI_" + k + ": " + unfit.getMessage(), unfit);
        }
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    private void drizzleFrames() throws IOException {
        DrizzleCaseShifts registration =
                shifts != null ? DrizzleCaseShifts.readCsv(shifts) : DrizzleCaseShifts.readJson(transforms);
        try (DrizzleCaseFrames frames = DrizzleCaseFrames.open(files, Optional.ofNullable(layout))) {
            int frameCount = Math.toIntExact(Math.min(Integer.MAX_VALUE, frames.frameCount()));
            List<DrizzleCaseShifts.Entry> places = places(registration, frames, frameCount);
            double used = scale == null ? 1 : scale;
            DrizzleRecipe recipe = new DrizzleRecipe(
                    kernel == null ? DropKernel.SQUARE : kernel,
                    pixfrac == null ? 1 : pixfrac,
                    frames.layout(),
                    size == null ? Math.toIntExact(Math.max(1, Math.round(frames.widthPx() * used))) : size.widthPx(),
                    size == null ? Math.toIntExact(Math.max(1, Math.round(frames.heightPx() * used))) : size.heightPx(),
                    fill == null ? 0 : fill,
                    gainEPerAdu != null,
                    context && frames.layout() == ColorLayout.MONO);
            if (fast) {
                drizzleFast(registration, frames, places, recipe, used);
                return;
            }
            DrizzleState before = statesBefore();
            if (before != null) {
                before.checkSame(String.valueOf(statesIn.get(0).getFileName()), recipe, used, valueFactor(used));
            }
            try (DrizzleRun run = before == null && stateOut == null
                    ? new DrizzleRun(recipe, frameCount, threadCount())
                    : DrizzleRun.kept(recipe, frameCount, threadCount(), before)) {
                int countBefore = run.frameCount();
                if (context && !recipe.hasContext()) {
                    run.warn("--context has no meaning for colour frames; COVERAGE counts the frames of each colour");
                }
                addFrames(run, registration, frames, places, used);
                List<String> notes = notes(run.frameCount() - countBefore, frames, frameCount);
                if (countBefore > 0) {
                    notes.add("Went on with " + statesIn.size() + " states of " + countBefore + " frames");
                }
                finish(run, before, frameCount, used, valueFactor(used), notes);
            }
        }
    }

    private List<String> notes(int usedCount, DrizzleCaseFrames frames, int frameCount) throws BadInputException {
        if (usedCount == 0) {
            throw new BadInputException("frames=0 of " + frameCount
                    + " are left to drizzle; give some a displacement and a weight above 0");
        }
        List<String> notes = new ArrayList<>();
        notes.add("Drizzled " + usedCount + " of " + frameCount + " frames, registration "
                + (shifts != null ? shifts : transforms).getFileName());
        frames.notes().forEach(note -> notes.add("Source: " + note));
        return notes;
    }

    /** Factor on values. */
    private double valueFactor(double used) {
        return (keep == Keep.FLUX ? 1 / (used * used) : 1) / (exposureS == null ? 1 : exposureS);
    }

    private static DrizzleCaseOutput.Card scaleCard(double used) {
        return new DrizzleCaseOutput.Card("SCALE", used, "output px per input px (1 / s)");
    }

    private void drizzleFast(
            DrizzleCaseShifts registration,
            DrizzleCaseFrames frames,
            List<DrizzleCaseShifts.Entry> places,
            DrizzleRecipe recipe,
            double used)
            throws IOException {
        List<double[]> matrices = new ArrayList<>();
        boolean rigid = true;
        for (DrizzleCaseShifts.Entry place : places) {
            double[] matrix =
                    registration.toOutput() ? FastDrizzleRun.toReference(place.matrix(), used) : place.matrix();
            matrices.add(matrix);
            rigid &= place.weight() == 0 || FastDrizzleRun.isShift(matrix);
        }
        FrameFormat format = new FrameFormat(frames.widthPx(), frames.heightPx(), frames.layout(), 16);
        try (FastDrizzleRun run = new FastDrizzleRun(format, used, recipe, rigid, valueFactor(used), threadCount())) {
            ProgressView progress = progress();
            for (int k = 0; k < places.size(); k++) {
                if (places.get(k).weight() > 0) {
                    frames.read(k, run.nextSamples());
                    run.add(matrices.get(k), places.get(k).weight(), k);
                }
                progress.showCount("drizzled", k + 1, places.size());
            }
            progress.end();
            List<String> notes = notes(run.frameCount(), frames, places.size());
            notes.add("Sums in floats, weights right to 0.001 of a drop (--fast)");
            run.write(output, List.of(scaleCard(used)), notes);
            tell(run.frameCount(), run.warnings());
        }
    }

    private void addFrames(
            DrizzleRun run,
            DrizzleCaseShifts registration,
            DrizzleCaseFrames frames,
            List<DrizzleCaseShifts.Entry> places,
            double used)
            throws IOException {
        if (weights != null && weights.size() != 1 && weights.size() != places.size()) {
            throw new IllegalArgumentException("--weights=" + weights.size() + " images for " + places.size()
                    + " frames; give one for all, or one for each");
        }
        float[] values =
                new float[frames.widthPx() * frames.heightPx() * frames.layout().samplesPerPixel()];
        float[] mask = weights != null && weights.size() == 1 ? weightsOf(weights.get(0), frames) : null;
        double factor = valueFactor(used);
        ProgressView progress = progress();
        for (int k = 0; k < places.size(); k++) {
            DrizzleCaseShifts.Entry place = places.get(k);
            if (place.weight() == 0) {
                continue;
            }
            frames.read(k, values);
            double[] matrix = registration.toOutput() ? place.matrix() : Geometry.toOutput(place.matrix(), used);
            DrizzleFrame frame = new DrizzleFrame(
                            frames.widthPx(), frames.heightPx(), values, Geometry.homography(matrix))
                    .valueFactor(factor)
                    .weightFactor(place.weight())
                    .pixelScaleRatio(1 / used);
            if (gainEPerAdu != null) {
                frame.noise(gainEPerAdu, offsetAdu == null ? 0 : offsetAdu, readNoiseE == null ? 0 : readNoiseE);
            }
            float[] own = weights != null && weights.size() > 1 ? weightsOf(weights.get(k), frames) : mask;
            if (own != null) {
                frame.weights(own);
            }
            run.add(frame, 1 / used, k);
            progress.showCount("drizzled", k + 1, places.size());
        }
        progress.end();
    }

    private ProgressView progress() {
        return ProgressView.onThisTerminal(spec.commandLine().getErr(), quietness.quiet || quietness.json);
    }

    private static float[] weightsOf(Path file, DrizzleCaseFrames frames) throws IOException {
        try (DrizzleCaseFrames image = DrizzleCaseFrames.open(List.of(file), Optional.of(ColorLayout.MONO))) {
            if (image.widthPx() != frames.widthPx() || image.heightPx() != frames.heightPx()) {
                throw new BadInputException("--weights=" + file.getFileName() + " is " + image.widthPx() + "x"
                        + image.heightPx() + " px, the frames are " + frames.widthPx() + "x" + frames.heightPx()
                        + "; give an image of their size");
            }
            float[] weights = new float[image.widthPx() * image.heightPx()];
            image.read(0, weights);
            return weights;
        }
    }

    /** The registration of every frame, in the order of the frames. */
    private static List<DrizzleCaseShifts.Entry> places(
            DrizzleCaseShifts registration, DrizzleCaseFrames frames, int frameCount) throws BadInputException {
        Map<String, DrizzleCaseShifts.Entry> byKey = new HashMap<>();
        int inOrder = 0;
        for (DrizzleCaseShifts.Entry entry : registration.entries()) {
            String key = entry.file().map(DrizzleCommand::lastName).orElse("")
                    + "#"
                    + (entry.frameIndex().isPresent()
                            ? String.valueOf(entry.frameIndex().getAsLong())
                            : entry.file().isPresent() ? "0" : String.valueOf(inOrder++));
            if (byKey.put(key, entry) != null) {
                throw new BadInputException("frame=" + key + " has two registrations; give one");
            }
        }
        List<DrizzleCaseShifts.Entry> places = new ArrayList<>();
        String file = "";
        long inFile = 0;
        for (int k = 0; k < frameCount; k++) {
            String now = frames.fileOf(k);
            inFile = now.equals(file) ? inFile + 1 : 0;
            file = now;
            DrizzleCaseShifts.Entry entry = byKey.get("#" + k);
            if (entry == null) {
                entry = byKey.get(now + "#" + inFile);
            }
            if (entry == null) {
                throw new BadInputException("frame=" + k + " (" + now + ") of " + frameCount
                        + " has no registration; add it, with weight 0 to leave it out");
            }
            places.add(entry);
        }
        return places;
    }

    private static String lastName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    // ---- telling ----------------------------------------------------------------------------------------------------

    private void tell(int frameCount, List<String> warnings) {
        PrintWriter out = spec.commandLine().getOut();
        if (quietness.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "drizzle");
            all.put("version", Program.version());
            all.put("exitCode", ExitCode.OK);
            all.put("frameCount", frameCount);
            all.put("warnings", warnings);
            List<Path> written = new ArrayList<>();
            Optional.ofNullable(output).ifPresent(written::add);
            Optional.ofNullable(stateOut).ifPresent(written::add);
            all.put("files", written);
            out.println(JsonText.of(all));
        } else if (!quietness.quiet) {
            warnings.forEach(warning -> spec.commandLine().getErr().println("lucida: warning: " + warning));
            if (output != null) {
                out.println(frameCount + " frames drizzled: " + output);
            }
            if (stateOut != null) {
                out.println(frameCount + " frames kept: " + stateOut);
            }
        }
    }

    // ---- words ------------------------------------------------------------------------------------------------------

    /** A kernel. */
    static final class OfKernel implements ITypeConverter<DropKernel> {
        @Override
        public DropKernel convert(String text) {
            return DropKernel.named(text)
                    .orElseThrow(() ->
                            new TypeConversionException(text + " is none of " + String.join(", ", new KernelWords())));
        }
    }

    /** What the values keep when pixels become smaller. */
    enum Keep {
        BRIGHTNESS,
        FLUX
    }

    /** brightness or flux. */
    static final class OfKeep implements ITypeConverter<Keep> {
        @Override
        public Keep convert(String text) {
            for (Keep each : Keep.values()) {
                if (each.name().equalsIgnoreCase(text)) {
                    return each;
                }
            }
            throw new TypeConversionException(text + " is none of brightness, flux");
        }
    }

    /** A number, infinite or nan too. */
    static final class OfFill implements ITypeConverter<Float> {
        @Override
        public Float convert(String text) {
            try {
                return text.equalsIgnoreCase("nan") ? Float.NaN : Float.parseFloat(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(text + " is neither a number nor nan");
            }
        }
    }

    /** WxH. */
    static final class OfSize implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            if (!text.matches("[1-9]\\d{0,5}[xX][1-9]\\d{0,5}")) {
                throw new TypeConversionException(text + " is not WxH in px, for instance 1920x1080");
            }
            String[] parts = text.split("[xX]", -1);
            return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    /** Words a shell offers for --kernel. */
    static final class KernelWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        KernelWords() {
            for (DropKernel each : DropKernel.values()) {
                add(each.key());
            }
        }
    }
}
