package org.lucida.camera.asi;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraContractTest;
import org.lucida.camera.CameraWish;
import org.lucida.frame.Roi;

/** The ASI camera on the stand-in library: the native code path of the product. */
class StandInContractTest extends CameraContractTest {
    private static final Logger LOG = Logger.getLogger(AsiNotices.class.getName());
    private static final AsiPatience QUICK = new AsiPatience(60, 500, 500, 50, 1000, 5_000_000);

    private StandInLibrary library;

    @BeforeEach
    void load() throws IOException {
        LOG.setLevel(Level.OFF);
        library = StandInLibrary.with("ASI462MC:0011223344556677", "200");
    }

    @AfterEach
    void forget() {
        library.reset();
    }

    @Override
    protected Camera open(CameraWish wish) throws IOException {
        return library.driver(QUICK).open("ASI462MC", wish);
    }

    @Override
    protected String scheme() {
        return "asi";
    }

    @Override
    protected Roi region() {
        return new Roi(16, 8, 320, 240);
    }

    @Override
    protected boolean ends() {
        return false;
    }

    @Override
    protected boolean unplug() {
        library.fault("unplug");
        return true;
    }

    @Override
    protected void plugIn() {
        library.noFaults();
    }
}
