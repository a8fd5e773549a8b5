package org.lucida.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.BadInputException;

/**
 * The folder with the observer's own presets: one YAML file each, to be kept, sent to friends and taken in from them.
 *
 * <p>Whole files only: a preset is written beside its place and moved there. One that is there already, or whose name the
 * program uses itself, is replaced only if that is asked for.
 *
 * <p>Thread: any.
 */
public final class OwnPresets {
    private final Path folder;

    /** Presets in this folder, which need not exist yet. */
    public OwnPresets(Path folder) {
        this.folder = folder;
    }

    /** Where they lie unless somebody wants them elsewhere: {@code $XDG_CONFIG_HOME/lucida/presets}. */
    public static Path usualFolder() {
        return usualFolder(System.getenv(), System.getProperty("user.home", "."));
    }

    static Path usualFolder(Map<String, String> environment, String home) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (config.isBlank() ? Path.of(home, ".config") : Path.of(config))
                .resolve("lucida")
                .resolve("presets");
    }

    public Path folder() {
        return folder;
    }

    /** Where a preset of this name lies or would lie. */
    public Path file(String name) {
        return folder.resolve(checked(name) + Presets.SUFFIX);
    }

    /** True if saving under this name would replace or hide a preset that is there: an own one, or one of the program's. */
    public boolean isTaken(String name) {
        return Presets.BUILT_IN.contains(name) || Files.exists(file(name));
    }

    /**
     * Writes a preset.
     *
     * @param name letters, digits, - and _; at most 64
     * @param description one line for the list
     * @param camera control key to value; empty = the preset leaves the camera alone
     * @param replaces true to replace or hide a preset of this name
     * @return the file
     * @throws IllegalArgumentException if the name is no name, is taken, or the settings cannot be used
     */
    public Path save(
            String name, String description, StackSettings settings, Map<String, String> camera, boolean replaces)
            throws IOException {
        return write(name, text(description, settings.validated(), camera), replaces);
    }

    /**
     * Takes in a preset somebody else made; it must be readable.
     *
     * @param file any YAML file; its name becomes the preset's
     * @throws BadInputException with every problem of the text
     * @throws IllegalArgumentException if the name is no name or is taken
     */
    public Preset take(Path file, boolean replaces) throws IOException {
        String name = String.valueOf(file.getFileName()).replaceFirst("(?i)\\.ya?ml$", "");
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(PresetText.MAX_BYTES + 1);
        }
        Preset preset = PresetText.parse(checked(name), file.toString(), bytes);
        write(name, preset.text(), replaces);
        return preset;
    }

    private Path write(String name, String text, boolean replaces) throws IOException {
        Path file = file(name);
        if (!replaces && isTaken(name)) {
            throw new IllegalArgumentException("preset=" + name + " is there already"
                    + (Presets.BUILT_IN.contains(name) ? " and belongs to Lucida" : "")
                    + "; choose another name, or say that it is to be replaced");
        }
        PresetText.parse(name, file.toString(), text.getBytes(StandardCharsets.UTF_8));
        writeWhole(file, text, replaces);
        return file;
    }

    /**
     * Writes the text of a preset anywhere, whole or not at all.
     *
     * @throws IOException if the file is there and must not be replaced, or the disk refuses
     */
    public static void writeWhole(Path file, String text, boolean replaces) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path next = null;
        try {
            Files.createDirectories(folder);
            next = Files.createTempFile(folder, ".preset", ".tmp");
            Files.writeString(next, text);
            if (replaces) {
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(next, file);
            }
        } catch (FileAlreadyExistsException taken) {
            throw new IOException("file=" + file + " is there already; choose another name", taken);
        } catch (IOException refused) {
            throw new IOException(
                    "file=" + file + " cannot be written (" + refused.getMessage()
                            + "); choose a folder on a disk with free space",
                    refused);
        } finally {
            if (next != null) {
                Files.deleteIfExists(next);
            }
        }
    }

    /** A name that is fit for a file and for the command line. */
    private static String checked(String name) {
        if (!Presets.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("preset=" + Problem.shortened(name)
                    + " is no name for a preset; use 1 to 64 letters, digits, - and _");
        }
        return name;
    }

    /**
     * The YAML text of a preset, every key under the comment that explains it.
     *
     * @param camera control key to value; left out if empty
     */
    public static String text(String description, StackSettings settings, Map<String, String> camera)
            throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("description", quoted(description));
        for (String key : StackSettings.keys()) {
            values.put(key, settings.text(key));
        }
        StringBuilder out = new StringBuilder(
                "# A preset of an observer's own. Use it with --preset NAME, or choose it in" + " the window.\n");
        boolean isHead = true;
        for (String line : Presets.packedText(model(settings.target())).lines().toList()) {
            // the comment that introduces the model does not fit this one
            isHead = isHead && !line.isBlank();
            if (line.startsWith("# ") && line.contains("camera:")) {
                break;
            }
            if (!isHead) {
                int colon = line.startsWith("#") ? -1 : line.indexOf(':');
                String value = colon < 0 ? null : values.get(line.substring(0, colon));
                out.append(value == null ? line : line.substring(0, colon) + ": " + value)
                        .append('\n');
            }
        }
        if (!camera.isEmpty()) {
            out.append(
                            "# What the camera is set to when the preset is chosen: control to a number in its unit, or auto,")
                    .append(
                            " min, max,\n# default, on, off. The controls of a camera are those of the option --set.\n");
            out.append(PresetText.CAMERA).append(":\n");
            camera.forEach((key, value) ->
                    out.append("  ").append(key).append(": ").append(value).append('\n'));
        }
        return out.toString();
    }

    /** The packed preset whose comments fit a kind of target. */
    private static String model(Target target) {
        return switch (target) {
            case PLANET -> "jupiter";
            case SURFACE -> "moon";
            case STARS -> "deepsky";
        };
    }

    /** One line of text as YAML writes it. */
    private static String quoted(String description) {
        String line = Optional.ofNullable(description)
                .orElse("")
                .replaceAll("\\s+", " ")
                .strip();
        if (line.length() > PresetText.MAX_DESCRIPTION_LENGTH) {
            throw new IllegalArgumentException(
                    "description is longer than " + PresetText.MAX_DESCRIPTION_LENGTH + " characters; shorten it");
        }
        return '"' + line.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
