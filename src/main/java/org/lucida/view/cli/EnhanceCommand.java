package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lucida.config.StackSettings.Target;
import org.lucida.enhance.DispersionReading;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.Enhancement;
import org.lucida.enhance.NoiseSpectrum;
import org.lucida.enhance.ObjectColour;
import org.lucida.enhance.StopSign;
import org.lucida.enhance.TargetGuess;
import org.lucida.enhance.ToneCurve;
import org.lucida.files.EnhancedPictures;
import org.lucida.files.StackFile;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a finished stack good to look at and to show around. */
@Command(
        name = "enhance",
        sortOptions = false,
        customSynopsis = "lucida enhance [OPTION]... STACK.fits",
        header = "Sharpen a stack and make pictures to show around.",
        description = {
            "",
            "Brings the colours over each other, balances white, takes the blur back, strengthens detail, sets the tones; the"
                    + " stack itself is not touched. Written are NAME.fits (32 bit, NOT linear any more), NAME.tif and NAME.png"
                    + " (16 bit) and NAME.jpg with a caption. Nothing is ever overwritten: a second go gets NAME-2.",
            "",
            "STACK is what lucida stack wrote, or a FITS stack of another program: one grey plane or three colours.",
            ""
        })
final class EnhanceCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "STACK", description = "FITS file of a stack.")
    Path stack;

    @Option(
            names = {"-o", "--output"},
            order = 1,
            paramLabel = "FOLDER|FOLDER/NAME",
            description =
                    "Where to write, and the name of the files without ending. Default: beside STACK, its name with"
                            + " -enhanced.")
    String output;

    @Option(
            names = "--preset",
            order = 2,
            paramLabel = "planet|surface|stars",
            converter = Converters.OfTarget.class,
            completionCandidates = Converters.TargetWords.class,
            description = "What to begin with. Default: as the picture looks.")
    Target preset;

    @Option(
            names = "--set",
            order = 3,
            paramLabel = "KEY=VALUE",
            description = "Change one setting of the recipe; repeatable. Keys: see --recipe.")
    Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--psf-fwhm-px",
            order = 4,
            paramLabel = "PX|auto",
            description = "Width of the blur to take back. Default: measured at stars, limb or shadows.")
    String psfFwhmPx;

    @Option(
            names = "--wavelets",
            order = 5,
            paramLabel = "GAINS",
            description = "Factors of the six scales of detail from fine to coarse, for instance 1,2.5,1.8,1,1,1.")
    String wavelets;

    @Option(
            names = "--off",
            order = 6,
            description = "Begin with everything off instead of a preset's defaults; only what is set is done.")
    boolean off;

    @Option(
            names = "--jpeg-caption",
            order = 7,
            paramLabel = "TEXT",
            description = "Title under the JPEG instead of target and time; an empty one leaves the caption out.")
    String caption;

    @Option(
            names = "--only",
            order = 8,
            split = ",",
            paramLabel = "KIND",
            description = "Write only these: fits, tiff, png, jpeg (comma-separated).")
    List<String> only;

    @Option(names = "--recipe", order = 9, description = "Print keys and values of the recipe and end; writes nothing.")
    boolean recipeWanted;

    @Mixin
    OutputOptions outputOptions;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        StackOptions.requireFile("STACK", stack);
        Set<EnhancedPictures.Kind> kinds = kinds();
        ProgressView progress =
                ProgressView.onThisTerminal(spec.commandLine().getErr(), outputOptions.quiet || outputOptions.json);
        progress.say("reading " + stack);
        StackFile source = StackFile.read(stack);
        EnhanceRecipe recipe = recipe(source);
        if (recipeWanted) {
            printRecipe(out, recipe);
            return ExitCode.OK;
        }
        int planeCount = source.planes().length;
        Enhancement enhancement = new Enhancement(source.widthPx(), source.heightPx(), planeCount, noiseOf(source));
        float[][] enhanced = new float[planeCount][source.widthPx() * source.heightPx()];
        float[][] brightness = new float[planeCount][source.widthPx() * source.heightPx()];
        progress.say("enhancing " + source.widthPx() + "x" + source.heightPx() + " px, " + planeCount + " plane(s)");
        enhancement.enhance(source.planes(), recipe, enhanced, StopSign.NEVER);
        ToneCurve tone = enhancement.tone(enhanced, recipe);
        for (int plane = 0; plane < planeCount; plane++) {
            tone.apply(plane, enhanced[plane], brightness[plane]);
        }
        if (!outputOptions.quiet && !outputOptions.json) {
            enhancement.notes().forEach(note -> progress.say("  " + note));
        }
        EnhancedPictures.Account account = new EnhancedPictures.Account(
                title(source), recipe.text(), enhancement.notes(), tone.blackAdu(), tone.whiteAdu());
        Map<EnhancedPictures.Kind, Path> files = new EnhancedPictures(Program.nameAndVersion(), Clock.systemUTC())
                .write(
                        folder(),
                        name(),
                        kinds,
                        new EnhancedPictures.Picture(source.widthPx(), source.heightPx(), enhanced, brightness),
                        source.source(),
                        account,
                        caption(source),
                        file -> progress.say("writing " + file));
        tell(out, recipe, enhancement, tone, files);
        return ExitCode.OK;
    }

    // ---- what is wished ---------------------------------------------------------------------------------------------

    private EnhanceRecipe recipe(StackFile source) {
        EnhanceRecipe.Target target = preset != null
                ? EnhanceRecipe.Target.valueOf(preset.name())
                : TargetGuess.of(source.planes()[source.planes().length == 3 ? 1 : 0], source.widthPx());
        EnhanceRecipe recipe = off ? EnhanceRecipe.OFF.withTarget(target) : EnhanceRecipe.defaultsFor(target);
        if (recipe.balance().equals(EnhanceRecipe.Balance.GREY_WORLD)) {
            recipe = recipe.withBalance(
                    ObjectColour.balanceFor(source.text("OBJECT").orElse("")));
        }
        if (wavelets != null) {
            recipe = recipe.with("wavelets", wavelets);
        }
        if (psfFwhmPx != null) {
            recipe = recipe.with("psfFwhmPx", psfFwhmPx);
        }
        for (Map.Entry<String, String> change : changes.entrySet()) {
            recipe = recipe.with(change.getKey(), change.getValue());
        }
        return recipe;
    }

    private Set<EnhancedPictures.Kind> kinds() {
        if (only == null) {
            return EnumSet.allOf(EnhancedPictures.Kind.class);
        }
        Set<EnhancedPictures.Kind> kinds = EnumSet.noneOf(EnhancedPictures.Kind.class);
        for (String word : only) {
            kinds.add(java.util.Arrays.stream(EnhancedPictures.Kind.values())
                    .filter(kind -> kind.name().equalsIgnoreCase(word.strip())
                            || kind.extension().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--only=" + word + " is none of fits, tiff, png, jpeg; choose among them")));
        }
        return kinds;
    }

    private static NoiseSpectrum noiseOf(StackFile source) {
        double scale = source.number("DRIZSCAL").orElse(0);
        double pixfrac = source.number("PIXFRAC").orElse(0);
        return scale >= 0.1 && scale <= 10 && pixfrac > 0 && pixfrac <= 1
                ? NoiseSpectrum.ofDrizzle(pixfrac, scale)
                : NoiseSpectrum.WHITE;
    }

    private Path folder() {
        if (output == null) {
            Path relative = stack.getParent();
            return relative == null ? Path.of("") : relative;
        }
        if (namesFolder()) {
            return Path.of(output);
        }
        Path parent = Path.of(output).getParent();
        return parent == null ? Path.of("") : parent;
    }

    private String name() {
        if (output != null && !namesFolder()) {
            return bare(Path.of(output));
        }
        return bare(stack) + "-enhanced";
    }

    private boolean namesFolder() {
        return output.endsWith("/") || output.endsWith("\\") || Files.isDirectory(Path.of(output));
    }

    /** A file's name without the ending of a picture. */
    private static String bare(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "stack" : last.toString();
        String plain = name.replaceAll("(?i)\\.gz$", "").replaceAll("(?i)\\.(fits?|fts|tiff?|png|jpe?g)$", "");
        return plain.isBlank() ? "stack" : plain;
    }

    // ---- what is told -----------------------------------------------------------------------------------------------

    private static String title(StackFile source) {
        String object = source.text("OBJECT").orElse("Stack");
        return object.substring(0, 1).toUpperCase(Locale.ROOT) + object.substring(1);
    }

    private EnhancedPictures.Caption caption(StackFile source) {
        if (caption != null && caption.isBlank()) {
            return EnhancedPictures.Caption.NONE;
        }
        Optional<String> time =
                source.text("DATE-AVG").or(() -> source.text("DATE-OBS")).map(EnhanceCommand::minutes);
        String title = caption != null
                ? caption
                : title(source) + time.map(it -> "   " + it).orElse("");
        List<String> lines = new ArrayList<>();
        if (caption != null) {
            time.ifPresent(lines::add);
        }
        lines.add(java.util.stream.Stream.of(source.text("TELESCOP"), source.text("INSTRUME"), source.text("FILTER"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ")));
        source.text("OBSERVER").ifPresent(lines::add);
        lines.add(light(source));
        return new EnhancedPictures.Caption(title, lines, "Lucida");
    }

    /** {@code 2026-01-01 00:00.3 UT}: minutes and their tenths, as observers of planets write. */
    private static String minutes(String iso) {
        if (!iso.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*")) {
            return iso + " UT";
        }
        int tenths = Integer.parseInt(iso.substring(17, 19)) / 6;
        return iso.substring(0, 10) + " " + iso.substring(11, 16) + "." + tenths + " UT";
    }

    private static String light(StackFile source) {
        OptionalDouble frames = source.number("STACKCNT");
        if (frames.isEmpty()) {
            frames = source.number("NCOMBINE");
        }
        OptionalDouble seconds = source.number("LIVETIME");
        if (frames.isEmpty()) {
            return "";
        }
        String count = String.format(Locale.ROOT, "%.0f frames", frames.getAsDouble());
        return seconds.isEmpty()
                ? count + " stacked"
                : String.format(
                        Locale.ROOT,
                        seconds.getAsDouble() < 10 ? "%s, %.1f s stacked" : "%s, %.0f s stacked",
                        count,
                        seconds.getAsDouble());
    }

    private void printRecipe(PrintWriter out, EnhanceRecipe recipe) {
        Map<String, String> keys = EnhanceRecipe.keys();
        for (String word : recipe.text().split(" ")) {
            String key = word.substring(0, word.indexOf('='));
            out.println(String.format(Locale.ROOT, "%-40s %s", word, keys.get(key)));
        }
        out.flush();
    }

    private void tell(
            PrintWriter out,
            EnhanceRecipe recipe,
            Enhancement enhancement,
            ToneCurve tone,
            Map<EnhancedPictures.Kind, Path> files) {
        if (outputOptions.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "enhance");
            all.put("version", Program.version());
            all.put("exitCode", ExitCode.OK);
            all.put("stack", stack);
            all.put("recipe", recipe.text());
            all.put("notes", enhancement.notes());
            all.put(
                    "psfFwhmPx",
                    enhancement.psf() == null ? null : enhancement.psf().fwhmPx());
            all.put("dispersion", dispersion(enhancement.dispersion()));
            all.put("blackAdu", tone.blackAdu());
            all.put("whiteAdu", tone.whiteAdu());
            Map<String, Object> written = new LinkedHashMap<>();
            files.forEach((kind, file) -> written.put(kind.name().toLowerCase(Locale.ROOT), file));
            all.put("files", written);
            out.println(JsonText.of(all));
        } else if (!outputOptions.quiet) {
            out.println("files written:");
            files.values().forEach(file -> out.println("  " + file));
        }
        out.flush();
    }

    private static Map<String, Object> dispersion(DispersionReading reading) {
        if (reading == null) {
            return null;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("validity", reading.validity().name());
        all.put("redXPx", reading.redXPx());
        all.put("redYPx", reading.redYPx());
        all.put("redSigmaPx", reading.redSigmaPx());
        all.put("blueXPx", reading.blueXPx());
        all.put("blueYPx", reading.blueYPx());
        all.put("blueSigmaPx", reading.blueSigmaPx());
        return all;
    }
}
