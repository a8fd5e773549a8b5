package org.lucida.camera.asi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with the vendor's library on this machine.
 *
 * @param file the file that was loaded, if it is known
 * @param version as the library tells it; empty if it was not loaded
 * @param missing functions of newer versions that this one lacks; the program does without
 * @param isInstalled false if there is none on this machine
 * @param trouble why it cannot be used, in one sentence with the remedy; empty if it can
 */
public record AsiLibraryReport(
        Optional<Path> file, String version, List<String> missing, boolean isInstalled, Optional<String> trouble) {
    /** True for the stand-in without real cameras. */
    public boolean isStandIn() {
        return version.contains("SIM");
    }
}
