package org.lucida.camera.asi;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The stand-in for the vendor's library, built by Maven from {@code native/}, loaded as the product loads the real one. */
final class StandInLibrary {
    private final AsiLibrary library;
    private final NativeLibrary natives;

    private StandInLibrary(AsiLibrary library, NativeLibrary natives) {
        this.library = library;
        this.natives = natives;
    }

    static Path file() {
        return Path.of(System.getProperty("basedir", "."), "target", "native", "libASICamera2.so")
                .toAbsolutePath();
    }

    /** Loads it with these cameras on the bus; skips the test where it was not built. */
    static StandInLibrary with(String cameras, String framesPerS) throws IOException {
        Assumptions.assumeTrue(Files.exists(file()), "skipped: " + file() + " is not built (no C compiler?)");
        AsiLibrary library = AsiLibrary.load(search());
        StandInLibrary standIn = new StandInLibrary(library, NativeLibrary.getInstance(file().toString()));
        standIn.configure("ASISIM_CAMERAS", cameras);
        standIn.configure("ASISIM_FPS", framesPerS);
        standIn.reset();
        return standIn;
    }

    static AsiLibrarySearch search() {
        return new AsiLibrarySearch(
                Optional.of(file().toString()), Optional.empty(), List.of(), System.getProperty("os.arch"));
    }

    AsiLibrary library() {
        return library;
    }

    AsiDriver driver(AsiPatience patience) {
        return new AsiDriver(() -> library, AsiPermissions.under(Path.of("/nowhere-at-all")), patience);
    }

    private Function function(String name) {
        return natives.getFunction(name);
    }

    void configure(String name, String value) {
        function("ASISIM_Configure").invokeVoid(new Object[] {name, value});
    }

    /** Forgets cameras and faults. No call may be under way. */
    void reset() {
        function("ASISIM_ClearFaults").invokeVoid(new Object[0]);
        function("ASISIM_Reset").invokeVoid(new Object[0]);
    }

    void fault(String line) {
        if (function("ASISIM_SetFault").invokeInt(new Object[] {"fault=" + line}) != 0) {
            throw new IllegalArgumentException(
                    line + ": " + function("ASISIM_LastError").invokeString(new Object[0], false));
        }
    }

    void noFaults() {
        function("ASISIM_ClearFaults").invokeVoid(new Object[0]);
    }

    /** Frames since the last start: read, delivered, dropped, lost, flushed, queued, torn, blank, repeated, timeouts. */
    long[] counts(int id) {
        try (Memory counts = new Memory(8 * 32)) {
            counts.clear();
            function("ASISIM_GetCounts").invokeInt(new Object[] {id, counts});
            return counts.getLongArray(0, 10);
        }
    }

    /** How often faults of this name have struck since the reset. */
    long strikes(String fault) {
        return (Long) function("ASISIM_Strikes").invoke(Long.class, new Object[] {fault});
    }
}
