package org.lucida.view.cli.doctor;

import java.util.List;
import java.util.Optional;
import org.lucida.camera.asi.AsiDriver;
import org.lucida.camera.asi.AsiLibraryReport;
import org.lucida.camera.asi.AsiSeen;

/** ZWO's cameras as the vendor's library sees them. */
interface ZwoView {
    /** How it stands with the library. */
    AsiLibraryReport library();

    /** The cameras it sees. */
    List<AsiSeen> cameras();

    /** Why {@link #cameras} found none, or not all. */
    Optional<String> trouble();

    /** Asks the library once. */
    static ZwoView of(AsiDriver driver) {
        AsiLibraryReport library = driver.library();
        List<AsiSeen> cameras = library.trouble().isPresent() ? List.of() : driver.seen();
        Optional<String> trouble = driver.trouble();
        return new ZwoView() {
            @Override
            public AsiLibraryReport library() {
                return library;
            }

            @Override
            public List<AsiSeen> cameras() {
                return cameras;
            }

            @Override
            public Optional<String> trouble() {
                return trouble;
            }
        };
    }
}
