package org.lucida.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.lucida.frame.BadInputException;

/**
 * Ready settings by name. A file on disk wins over the one packed in the program, so that an observer can change it.
 *
 * <p>Looked for in this order: the observer's own folder (see {@link OwnPresets}), {@code configs/NAME.yaml} in the working
 * directory, beside the program, in the program.
 */
public final class Presets {
    /** The presets packed in the program. */
    public static final List<String> BUILT_IN = List.of("demo", "jupiter", "saturn", "mars", "moon", "sun", "deepsky");

    static final String SUFFIX = ".yaml";
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final List<Path> folders;

    /** Presets found in these folders, the first winning, then those packed in the program. */
    public Presets(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The presets as the installed program finds them. */
    public static Presets installed() {
        List<Path> folders = new ArrayList<>();
        folders.add(OwnPresets.usualFolder());
        folders.add(Path.of("configs"));
        CodeSource code = Presets.class.getProtectionDomain().getCodeSource();
        if (code != null) {
            try {
                Path program = Path.of(code.getLocation().toURI());
                for (Path folder = program.getParent();
                        folder != null && folders.size() < 4;
                        folder = folder.getParent()) {
                    folders.add(folder.resolve("configs"));
                }
            } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
                return new Presets(folders); // run from somewhere that is no folder: only the packed ones remain
            }
        }
        return new Presets(folders);
    }

    /**
     * Reads one preset.
     *
     * @param nameOrPath a name, or the path of a file (with a separator or ending in .yaml or .yml)
     * @throws BadInputException if the text has problems, each named with its line
     * @throws IllegalArgumentException if there is no such preset
     */
    public Preset load(String nameOrPath) throws IOException {
        if (isPath(nameOrPath)) {
            Path file = path(nameOrPath);
            if (!Files.exists(file)) {
                throw new IllegalArgumentException(
                        "preset=" + Problem.shortened(nameOrPath) + " is not there; check the path");
            }
            return read(stem(file), file);
        }
        if (NAME.matcher(nameOrPath).matches()) {
            for (Path folder : folders) {
                Path file = folder.resolve(nameOrPath + SUFFIX);
                if (Files.isRegularFile(file)) {
                    return read(nameOrPath, file);
                }
            }
            Optional<byte[]> packed = packed(nameOrPath);
            if (packed.isPresent()) {
                return PresetText.parse(nameOrPath, "built in " + nameOrPath, packed.get());
            }
        }
        List<String> names = names();
        throw new IllegalArgumentException("preset=" + Problem.shortened(nameOrPath) + " is unknown; "
                + Spelling.nearest(nameOrPath, names)
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("use one of " + String.join(", ", names) + " or the path of a .yaml file"));
    }

    /** Names of all presets found, those packed in the program first. */
    public List<String> names() {
        List<String> names = new ArrayList<>(BUILT_IN);
        TreeSet<String> own = new TreeSet<>();
        for (Path folder : folders) {
            own.addAll(namesIn(folder));
        }
        own.removeAll(BUILT_IN);
        own.removeIf(name -> !NAME.matcher(name).matches());
        names.addAll(own);
        return names;
    }

    /** Names of the presets in one folder; a folder that is missing or unreadable offers none. */
    private static List<String> namesIn(Path folder) {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                files.forEach(file -> names.add(stem(file)));
            } catch (IOException | DirectoryIteratorException e) {
                return List.of();
            }
        }
        return names;
    }

    /** The text of a preset packed in the program. */
    static String packedText(String name) throws IOException {
        return new String(
                packed(name).orElseThrow(() -> new IllegalArgumentException("preset=" + name + " is not built in")),
                StandardCharsets.UTF_8);
    }

    /** True if the program holds a preset of this name with the very same text. */
    public boolean isAsBuiltIn(Preset preset) throws IOException {
        return NAME.matcher(preset.name()).matches()
                && packed(preset.name())
                        .filter(bytes -> Arrays.equals(bytes, preset.text().getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    private static Optional<byte[]> packed(String name) throws IOException {
        try (InputStream in = Presets.class.getResourceAsStream("/configs/" + name + SUFFIX)) {
            return in == null ? Optional.empty() : Optional.of(in.readNBytes(PresetText.MAX_BYTES + 1));
        }
    }

    private static Preset read(String name, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("preset=" + file + " is a folder; name the .yaml file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return PresetText.parse(name, file.toString(), in.readNBytes(PresetText.MAX_BYTES + 1));
        }
    }

    private static boolean isPath(String text) {
        return text.indexOf('/') >= 0 || text.indexOf('\\') >= 0 || text.endsWith(SUFFIX) || text.endsWith(".yml");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "preset=" + Problem.shortened(text) + " is no path; give a name or the path of a .yaml file", e);
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
