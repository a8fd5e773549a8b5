package org.lucida.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the shared real data lie; tests that need them are skipped where they are not there. */
public final class SharedMaterial {
    private SharedMaterial() {}

    /** A file or folder below the shared folder, or a skipped test. */
    public static Path path(String relative) {
        String root = System.getProperty("lucida.shared", "../shared");
        Path path = Path.of(root).resolve(relative);
        assumeTrue(Files.exists(path), "lucida.shared=" + root + " has no " + relative + "; test skipped");
        return path;
    }
}
