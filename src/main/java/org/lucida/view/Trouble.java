package org.lucida.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.lucida.frame.BadInputException;

/**
 * An exception in words for the observer, and the exit code that goes with it.
 *
 * @param exitCode see {@link ExitCode}
 * @param sentence what happened and what to do
 * @param expected false for a fault of the program itself
 */
public record Trouble(int exitCode, String sentence, boolean expected) {
    public static Trouble of(Throwable thrown) {
        if (thrown instanceof UncheckedIOException e && e.getCause() != null) {
            return of(e.getCause());
        }
        if (thrown instanceof BadInputException) {
            return new Trouble(ExitCode.DATA, words(thrown), true);
        }
        if (thrown instanceof FileSystemException e) {
            return new Trouble(ExitCode.DEVICE, fileWords(e), true);
        }
        if (thrown instanceof IOException) {
            return new Trouble(ExitCode.DEVICE, words(thrown), true);
        }
        if (thrown instanceof IllegalArgumentException && thrown.getMessage() != null) {
            return new Trouble(ExitCode.USAGE, thrown.getMessage(), true);
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Trouble(
                    ExitCode.DEVICE,
                    "out of memory (" + words(thrown)
                            + "); use a smaller --scale or --roi, or give the program more with"
                            + " LUCIDA_JAVA_OPTS=-Xmx4g",
                    true);
        }
        return new Trouble(
                ExitCode.FAULT,
                "a fault in Lucida itself: " + thrown.getClass().getSimpleName() + " (" + words(thrown)
                        + "); run it again with --debug and report what it prints",
                false);
    }

    private static String words(Throwable thrown) {
        return thrown.getMessage() == null || thrown.getMessage().isBlank()
                ? thrown.getClass().getSimpleName()
                : thrown.getMessage();
    }

    /** The JDK's file exceptions hold little more than the path. */
    private static String fileWords(FileSystemException e) {
        String file = "file=" + e.getFile();
        if (e instanceof NoSuchFileException) {
            return file + " is not there; check the path";
        }
        if (e instanceof AccessDeniedException) {
            return file + " may not be read or written; check its permissions";
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is in the way; remove it or choose another folder with -o";
        }
        return file + " failed: " + (e.getReason() == null ? words(e) : e.getReason())
                + "; check the disk and its free space";
    }
}
