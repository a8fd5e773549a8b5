package org.lucida.simulator.night;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of written clips in seconds; {@link ClipAcceptanceTest} is the judge. */
class ClipShortTest {
    @TempDir
    Path folder;

    @Test
    void photonTransferGivesAboutTheStatedGainAndReadNoise() throws Exception {
        ClipChecks.photonTransfer(folder, "asi462mc", 2.9, 3.0, 250, 30, "raw16", 40, 160, 4, 0.05, 0.05);
    }

    @Test
    void aStarIsWhereTheTruthSays() throws Exception {
        ClipChecks.star(folder, 2.8, 0.914, 150, 0.3, 0.6);
    }
}
