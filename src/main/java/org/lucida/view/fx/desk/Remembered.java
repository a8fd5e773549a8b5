package org.lucida.view.fx.desk;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the window remembers from night to night: size, camera, preset, language. A text file the observer may read and delete;
 * one that cannot be read or written is as good as none.
 *
 * <p>Thread: any.
 */
public final class Remembered {
    private static final System.Logger LOG = System.getLogger(Remembered.class.getName());
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final Properties values = new Properties();

    /** Reads what was remembered in a folder, {@code window.properties}. */
    public Remembered(Path folder) {
        file = folder.resolve("window.properties");
        try {
            if (Files.isRegularFile(file) && Files.size(file) < MOST_BYTES) {
                try (Reader in = Files.newBufferedReader(file)) {
                    values.load(in);
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            values.clear();
            LOG.log(System.Logger.Level.WARNING, "file=" + file + " cannot be read and is begun anew; " + unreadable);
        }
    }

    /** The observer's own folder for settings. */
    public static Path usualFolder() {
        return usualFolder(System.getenv(), System.getProperty("user.home", "."));
    }

    static Path usualFolder(Map<String, String> environment, String home) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (config.isBlank() ? Path.of(home, ".config") : Path.of(config)).resolve("lucida");
    }

    /** Where the settings lie; presets of the observer's own lie beside them. */
    public Path folder() {
        return file.toAbsolutePath().getParent();
    }

    public synchronized Optional<String> text(String key) {
        return Optional.ofNullable(values.getProperty(key)).filter(it -> !it.isBlank());
    }

    public synchronized double number(String key, double otherwise) {
        try {
            double value = Double.parseDouble(values.getProperty(key, ""));
            return Double.isFinite(value) ? value : otherwise;
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }

    public synchronized boolean flag(String key, boolean otherwise) {
        return Boolean.parseBoolean(values.getProperty(key, Boolean.toString(otherwise)));
    }

    public synchronized void put(String key, Object value) {
        values.setProperty(key, String.valueOf(value));
    }

    /** Writes all of it; a disk that refuses is told in the log and otherwise borne. */
    public synchronized void save() {
        try {
            Files.createDirectories(folder());
            Path next = Files.createTempFile(folder(), ".window", ".tmp");
            try (Writer out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
                values.store(out, "Lucida remembers; delete this file to begin anew");
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.WARNING, "file=" + file + " cannot be written; " + refused.getMessage());
        }
    }
}
