package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.lucida.config.StackSettings.Target;
import org.lucida.enhance.DispersionReading;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.ObjectColour;
import org.lucida.enhance.StopSign;
import org.lucida.enhance.TargetGuess;
import org.lucida.files.EnhancedPictures;
import org.lucida.files.StackFile;
import org.lucida.view.ExitCode;
import org.lucida.view.PictureMaking;
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
        progress.say("enhancing " + source.widthPx() + "x" + source.heightPx() + " px, " + source.planes().length
                + " plane(s)");
        PictureMaking.Made made = PictureMaking.make(
                new PictureMaking.Stack(source.widthPx(), source.heightPx(), source.planes(), source.source()),
                new PictureMaking.Order(
                        recipe, Optional.empty(), folder(), name(), kinds, Optional.ofNullable(caption)),
                StopSign.NEVER,
                new Telling(progress));
        tell(out, recipe, made);
        return ExitCode.OK;
    }

    // ---- what is wished ---------------------------------------------------------------------------------------------

    private EnhanceRecipe recipe(StackFile source) {
        EnhanceRecipe.Target target = preset != null
                ? EnhanceRecipe.Target.valueOf(preset.name())
                : TargetGuess.of(source.planes()[source.planes().length == 3 ? 1 : 0], source.widthPx());
        EnhanceRecipe recipe = off ? EnhanceRecipe.OFF.withTarget(target) : EnhanceRecipe.defaultsFor(target);
        if (!off) {
            recipe = ObjectColour.balanceFor(source.text("OBJECT").orElse(""))
                    .map(recipe::withBalance)
                    .orElse(recipe);
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

    private final class Telling implements PictureMaking.Onlooker {
        private final ProgressView progress;

        Telling(ProgressView progress) {
            this.progress = progress;
        }

        @Override
        public void enhanced(List<String> notes) {
            if (!outputOptions.quiet && !outputOptions.json) {
                notes.forEach(note -> progress.say("  " + note));
            }
        }

        @Override
        public void begins(Path file) {
            progress.say("writing " + file);
        }
    }

    private void printRecipe(PrintWriter out, EnhanceRecipe recipe) {
        Map<String, String> keys = EnhanceRecipe.keys();
        for (String word : recipe.text().split(" ")) {
            String key = word.substring(0, word.indexOf('='));
            out.println(String.format(Locale.ROOT, "%-40s %s", word, keys.get(key)));
        }
        out.flush();
    }

    private void tell(PrintWriter out, EnhanceRecipe recipe, PictureMaking.Made made) {
        if (outputOptions.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "enhance");
            all.put("version", Program.version());
            all.put("exitCode", ExitCode.OK);
            all.put("stack", stack);
            all.put("recipe", recipe.text());
            all.put("notes", made.notes());
            all.put("psfFwhmPx", made.psf() == null ? null : made.psf().fwhmPx());
            all.put("dispersion", dispersion(made.dispersion()));
            all.put("blackAdu", made.blackAdu());
            all.put("whiteAdu", made.whiteAdu());
            Map<String, Object> written = new LinkedHashMap<>();
            made.files().forEach((kind, file) -> written.put(kind.name().toLowerCase(Locale.ROOT), file));
            all.put("files", written);
            out.println(JsonText.of(all));
        } else if (!outputOptions.quiet) {
            out.println("files written:");
            made.files().values().forEach(file -> out.println("  " + file));
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
