package org.lucida.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The names of all files of one session: {@code 2026-11-21-2213_4-Jupiter-stack.fits}.
 *
 * <p>The stamp is UT as WinJUPOS spells it, the digit after the underscore is the tenth of the minute (seconds / 6).
 * A base name belongs to one session only: it is reserved by creating {@code <base>-session.json}, which no second
 * session can do; the next one gets {@code -2}, {@code -3} and so on behind the target. Nothing is asked, nothing overwritten.
 *
 * <p>Thread: safe, also against other processes on the same folder.
 */
public final class SessionNames {
    private static final int MOST_SESSIONS_OF_ONE_STAMP = 10_000;
    private static final int MOST_TARGET_CHARS = 40;
    private static final String NO_TARGET = "unnamed";
    /** What a session that never came to its report leaves behind. */
    private static final String UNFINISHED = "{\"schema\":1,\"state\":\"unfinished\"}\n";

    private final Path folder;
    private final String base;
    private final Set<String> given = new HashSet<>();

    private SessionNames(Path folder, String base) {
        this.folder = folder;
        this.base = base;
    }

    /**
     * Reserves a base name; makes the folder if it is missing.
     *
     * @param target what is observed; characters a file system may dislike become underscores
     * @param utcNs time for the stamp, see {@link #stampTime}
     */
    public static SessionNames reserve(Path folder, String target, long utcNs) throws IOException {
        String first = firstBase(target, utcNs);
        try {
            Files.createDirectories(folder);
            for (int number = 1; number <= MOST_SESSIONS_OF_ONE_STAMP; number++) {
                String base = number == 1 ? first : first + "-" + number;
                if (!isUsed(folder, base) && reserved(folder, base)) {
                    return new SessionNames(folder, base);
                }
            }
        } catch (IOException e) {
            throw new IOException(
                    "folder=" + folder + " takes no files (" + e.getMessage()
                            + "); check that it is a writable folder on a disk with free space, or choose another",
                    e);
        }
        throw new IOException("folder=" + folder + " holds " + MOST_SESSIONS_OF_ONE_STAMP + " sessions called " + first
                + "; choose another folder");
    }

    /** The base name a session gets unless another one has it already. */
    public static String firstBase(String target, long utcNs) {
        return stamp(utcNs) + "-" + clean(target, NO_TARGET);
    }

    /**
     * The time a session is named after: the middle of the observation, as WinJUPOS wants it, else its start, else now.
     *
     * @param exposureUs exposure of one frame, empty if unknown
     */
    public static long stampTime(StackFacts.Span span, OptionalDouble exposureUs, Clock clock) {
        long middleUtcNs = span.middleUtcNs(exposureUs);
        if (UtcText.isKnown(middleUtcNs)) {
            return middleUtcNs;
        }
        return UtcText.isKnown(span.firstStartUtcNs()) ? span.firstStartUtcNs() : UtcText.nanosOf(clock.instant());
    }

    /** {@code YYYY-MM-DD-HHMM_T}, UT, cut not rounded. */
    public static String stamp(long utcNs) {
        LocalDateTime time = UtcText.dateTime(utcNs);
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d-%02d%02d_%d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond() / 6);
    }

    public Path folder() {
        return folder;
    }

    /** What all names of this session begin with. */
    public String base() {
        return base;
    }

    /** The session report; reserved by this session, so only it may be replaced. */
    public Path sessionJson() {
        return sessionJson(folder, base);
    }

    /** The camera settings beside the results, where other programs look for them. */
    public Path cameraSettings() {
        return folder.resolve(base + ".CameraSettings.txt");
    }

    /** The clip of this session, {@code base.ser}, where other programs look for the camera settings beside it. */
    public Path clip(ClipWriter.Kind kind) {
        String tail = kind.extension();
        return folder.resolve(tail.isEmpty() ? base + "-frames" : base + "." + tail);
    }

    /**
     * A name for a result, never the same twice: the second {@code stack.fits} becomes {@code stack-2.fits}.
     *
     * @param what for instance {@code stack}
     * @param extension for instance {@code fits}
     */
    public synchronized Path path(String what, String extension) {
        String stem = base + "-" + clean(what, "file");
        String tail = "." + clean(extension, "dat");
        for (int number = 1; ; number++) {
            String name = (number == 1 ? stem : stem + "-" + number) + tail;
            Path path = folder.resolve(name);
            if (!Files.exists(path) && given.add(name)) {
                return path;
            }
        }
    }

    private static Path sessionJson(Path folder, String base) {
        return folder.resolve(base + "-session.json");
    }

    private static boolean reserved(Path folder, String base) throws IOException {
        try {
            Files.write(
                    sessionJson(folder, base),
                    UNFINISHED.getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** True if the folder holds files of this base, also those of a session whose report was deleted. */
    private static boolean isUsed(Path folder, String base) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> belongs(entry, base))) {
            return entries.iterator().hasNext();
        }
    }

    private static boolean belongs(Path entry, String base) {
        String name = entry.getFileName().toString();
        if (!name.regionMatches(true, 0, base, 0, base.length()) || name.length() == base.length()) {
            return false;
        }
        String rest = name.substring(base.length());
        // "-2-stack.fits" and "-2.CameraSettings.txt" belong to the second session of this stamp.
        return rest.startsWith(".") || (rest.startsWith("-") && !rest.matches("-\\d+[-.].*"));
    }

    private static String clean(String text, String otherwise) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._+-]+", "_")
                .replaceAll("^[._-]+|[._-]+$", "");
        if (plain.length() > MOST_TARGET_CHARS) {
            plain = plain.substring(0, MOST_TARGET_CHARS).replaceAll("[._-]+$", "");
        }
        return plain.isEmpty() ? otherwise : plain;
    }
}
