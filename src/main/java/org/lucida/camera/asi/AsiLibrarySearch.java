package org.lucida.camera.asi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the vendor's library may lie, and why one that was found does not load.
 *
 * <p>In this order: the path given to the program, the environment variable, the usual folders, the system's own search.
 *
 * @param option path the observer gave, empty if none
 * @param environment value of {@value #VARIABLE}, empty if none
 * @param folders usual folders
 * @param systemName what the JVM calls this processor
 */
record AsiLibrarySearch(Optional<String> option, Optional<String> environment, List<Path> folders, String systemName) {
    /** System property that holds the path from the command line. */
    static final String PROPERTY = "lucida.asi.library";

    static final String VARIABLE = "LUCIDA_ASI_LIBRARY";
    /** Name without prefix and suffix, for the system's own search. */
    static final String NAME = "ASICamera2";

    /** How the sentence begins that tells of no library at all. */
    static final String NOT_INSTALLED = "the ASI camera library is not installed";

    private static final String GET_IT =
            "install the package libasi or the ASI SDK from zwoastro.com, or tell where libASICamera2.so is with"
                    + " --asi-library FILE or " + VARIABLE;

    /** ELF e_machine numbers and their names. */
    private static final Map<Integer, String> MACHINES =
            Map.of(3, "x86 32 bit", 8, "mips", 40, "arm 32 bit", 62, "x86-64", 183, "arm 64 bit", 243, "riscv");

    private static final Pattern MISSING_LIBRARY =
            Pattern.compile("(lib[\\w.+-]+\\.so[\\w.]*): cannot open shared object file");

    /** As this machine and this start of the program say. */
    static AsiLibrarySearch here() {
        String system = System.getProperty("os.arch", "");
        return new AsiLibrarySearch(
                Optional.ofNullable(System.getProperty(PROPERTY)).filter(it -> !it.isBlank()),
                Optional.ofNullable(System.getenv(VARIABLE)).filter(it -> !it.isBlank()),
                usualFolders(system),
                system);
    }

    private static List<Path> usualFolders(String system) {
        String triplet =
                switch (system) {
                    case "amd64", "x86_64" -> "x86_64-linux-gnu";
                    case "aarch64" -> "aarch64-linux-gnu";
                    case "arm" -> "arm-linux-gnueabihf";
                    case "x86", "i386", "i686" -> "i386-linux-gnu";
                    default -> system + "-linux-gnu";
                };
        String sdk =
                switch (system) {
                    case "amd64", "x86_64" -> "x64";
                    case "aarch64" -> "armv8";
                    case "arm" -> "armv7";
                    default -> "x86";
                };
        List<Path> folders = new ArrayList<>();
        for (String folder : List.of(
                "/usr/local/lib",
                "/usr/local/lib/" + triplet,
                "/usr/lib/" + triplet,
                "/usr/lib",
                "/usr/lib64",
                "/opt/ASI_SDK/lib/" + sdk,
                "/opt/zwo/lib",
                "/opt/libasi/lib",
                "/opt/homebrew/lib")) {
            folders.add(Path.of(folder));
        }
        return folders;
    }

    /** The path somebody named, by option or environment. */
    Optional<Path> named() {
        return option.or(() -> environment).map(Path::of);
    }

    /**
     * The file to load; empty to leave the search to the system.
     *
     * @throws IOException if the named file is not there or is none for this machine
     */
    Optional<Path> find() throws IOException {
        if (named().isPresent()) {
            Path file = named().get();
            String by = option.isPresent() ? "asi-library" : VARIABLE;
            if (Files.isDirectory(file)) {
                file = inFolder(file).orElse(file);
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException(by + "=" + file + " is not there; check the path to libASICamera2.so");
            }
            Optional<String> wrong = whyNoLibrary(file);
            if (wrong.isPresent()) {
                throw new IOException(by + "=" + file + " " + wrong.get());
            }
            return Optional.of(file.toAbsolutePath());
        }
        for (Path folder : folders) {
            Optional<Path> file = inFolder(folder);
            if (file.isPresent() && whyNoLibrary(file.get()).isEmpty()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** A library in the usual folders that was passed over, and why; empty if there is none. */
    Optional<String> unfit() {
        for (Path folder : folders) {
            Optional<Path> file = inFolder(folder);
            Optional<String> why = file.flatMap(this::whyNoLibrary);
            if (why.isPresent()) {
                return Optional.of("asi-library=" + file.get() + " " + why.get());
            }
        }
        return Optional.empty();
    }

    /** The library in a folder: with the plain name, or with a version behind it. */
    private static Optional<Path> inFolder(Path folder) {
        for (String name : List.of("libASICamera2.so", "libASICamera2.dylib", "ASICamera2.dll")) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(folder, "libASICamera2.so.*")) {
            Path best = null;
            for (Path file : files) {
                if (Files.isRegularFile(file)
                        && (best == null || file.toString().compareTo(best.toString()) > 0)) {
                    best = file;
                }
            }
            return Optional.ofNullable(best);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Says in words why a file cannot be loaded here: no library at all, or one for another processor. */
    Optional<String> whyNoLibrary(Path file) {
        byte[] head = new byte[20];
        int count;
        try (InputStream in = Files.newInputStream(file)) {
            count = in.readNBytes(head, 0, head.length);
        } catch (IOException unreadable) {
            return Optional.of("cannot be read (" + unreadable.getMessage() + "); check its permissions");
        }
        if (count < head.length || head[0] != 0x7f || head[1] != 'E' || head[2] != 'L' || head[3] != 'F') {
            boolean linux =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
            return linux ? Optional.of("is no shared library of Linux; " + GET_IT) : Optional.empty();
        }
        int machine =
                head[5] == 2 ? (head[18] & 0xff) << 8 | head[19] & 0xff : (head[19] & 0xff) << 8 | head[18] & 0xff;
        int wanted =
                switch (systemName) {
                    case "amd64", "x86_64" -> 62;
                    case "aarch64" -> 183;
                    case "arm" -> 40;
                    case "x86", "i386", "i686" -> 3;
                    case "riscv64" -> 243;
                    default -> machine;
                };
        if (machine == wanted) {
            return Optional.empty();
        }
        return Optional.of("is made for " + machineName(machine) + ", this Java runs on " + machineName(wanted)
                + "; take the file from the SDK's folder for this processor");
    }

    private static String machineName(int machine) {
        return MACHINES.getOrDefault(machine, "processor type " + machine);
    }

    /** What the system's loader said, in words with a remedy. */
    String whyNotLoaded(Optional<Path> file, String loaderSaid) {
        if (file.isEmpty()) {
            return NOT_INSTALLED + "; " + GET_IT;
        }
        String name = "asi-library=" + file.get() + " ";
        Matcher missing = MISSING_LIBRARY.matcher(loaderSaid);
        while (missing.find()) {
            String library = missing.group(1);
            if (!library.startsWith("libASICamera2")) {
                return name + "needs " + library + ", which is not installed; install it"
                        + (library.startsWith("libusb-1.0") ? " (Debian: sudo apt install libusb-1.0-0)" : "");
            }
        }
        if (loaderSaid.contains("undefined symbol: libusb")) {
            return name + "needs libusb-1.0; install it (Debian: sudo apt install libusb-1.0-0)";
        }
        if (loaderSaid.contains("GLIBC")) {
            return name + "was made for a newer system than this (" + firstLine(loaderSaid)
                    + "); use an older version of the SDK";
        }
        return name + "does not load (" + firstLine(loaderSaid) + "); take another copy of the library";
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
