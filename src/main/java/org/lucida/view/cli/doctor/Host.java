package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The machine as its files tell of it.
 *
 * @param root folder that stands for {@code /}
 * @param systemName name of the operating system, as the JVM calls it
 * @param environment variables of the environment
 * @param mayOpen true for files this user may read and write
 * @param program how this program was called, for commands that call it again
 * @param sourceTree folder of the sources this program was built from; empty for a release
 */
public record Host(
        Path root,
        String systemName,
        Map<String, String> environment,
        Predicate<Path> mayOpen,
        String program,
        Optional<Path> sourceTree) {
    /** This machine. */
    public static Host here() {
        String program = System.getenv().getOrDefault("LUCIDA_PROGRAM", "lucida");
        return new Host(
                Path.of("/"),
                System.getProperty("os.name", ""),
                System.getenv(),
                file -> Files.isReadable(file) && Files.isWritable(file),
                program.matches("[\\w./+-]+") ? program : "'" + program.replace("'", "'\\''") + "'",
                sourceTreeOf(Host.class));
    }

    /** Classes and jar lie in {@code target} of a source tree. */
    private static Optional<Path> sourceTreeOf(Class<?> type) {
        try {
            Path place = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path target = place.getParent();
            return Optional.ofNullable(target)
                    .map(Path::getParent)
                    .filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")));
        } catch (java.net.URISyntaxException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    boolean isLinux() {
        return systemName.toLowerCase(Locale.ROOT).contains("linux");
    }

    /** A variable of the environment; empty if it is not set or blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** A file by its usual absolute name. */
    Path file(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    boolean has(String path) {
        return Files.exists(file(path));
    }

    /** Text of a small file, without blanks around it; empty if it cannot be read. */
    Optional<String> text(String path) {
        return text(file(path));
    }

    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Files of a folder whose names match, sorted by name; empty if there is no such folder. */
    List<Path> files(String folder, String glob) {
        List<Path> files = new ArrayList<>();
        Path place = file(folder);
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(place, glob)) {
                found.forEach(files::add);
            } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
                return files;
            }
        }
        files.sort(null);
        return files;
    }

    /** True if a program of this name runs; the kernel keeps 15 letters of it. */
    boolean runs(String name) {
        String kept = name.substring(0, Math.min(15, name.length()));
        return files("/proc", "[0-9]*").stream()
                .anyMatch(process -> text(process.resolve("comm")).orElse("").equals(kept));
    }

    /** True if a program lies on the PATH. */
    boolean finds(String name) {
        for (String folder : environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(file(folder).resolve(name))) {
                return true;
            }
        }
        return false;
    }

    /** Kinds of Linux that differ in what is typed. */
    enum Distribution {
        DEBIAN,
        UBUNTU,
        FEDORA,
        OTHER
    }

    Distribution distribution() {
        String release = text("/etc/os-release").orElse("");
        String words = " ";
        for (String line : release.lines().toList()) {
            if (line.startsWith("ID=") || line.startsWith("ID_LIKE=")) {
                words += line.substring(line.indexOf('=') + 1).replace("\"", "") + " ";
            }
        }
        return words.contains(" ubuntu ")
                ? Distribution.UBUNTU
                : words.contains(" debian ")
                        ? Distribution.DEBIAN
                        : words.contains(" fedora ") || words.contains(" rhel ")
                                ? Distribution.FEDORA
                                : Distribution.OTHER;
    }

    /** The command of this system; both, each with its name, where the system is another or unknown. */
    List<String> either(String debian, String fedora) {
        return switch (distribution()) {
            case DEBIAN, UBUNTU -> List.of(debian);
            case FEDORA -> List.of(fedora);
            case OTHER -> List.of(debian + "   # Debian, Ubuntu", fedora + "   # Fedora");
        };
    }

    /** The command that installs packages. */
    List<String> install(String debian, String fedora) {
        return either("sudo apt install " + debian, "sudo dnf install " + fedora);
    }
}
