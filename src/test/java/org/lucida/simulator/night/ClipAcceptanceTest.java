package org.lucida.simulator.night;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SCIENCE 7.4, numbers 9 and 11, as an outside program would check them on written clips. Fixed seeds. */
@Tag("physics")
class ClipAcceptanceTest {
    @TempDir
    Path folder;

    @Test
    void photonTransferGivesTheStatedGainAndReadNoise() throws Exception {
        Object[][] cameras = {
            {"asi290mm", 2.9, 3.584, 150, 60, 200, 400},
            {"asi462mc", 2.9, 2.85, 160, 80, 250, 400},
            {"asi224mc", 3.75, 4.688, 140, 61, 300, 400}
        };
        for (Object[] camera : cameras) {
            String model = (String) camera[0];
            for (String form : new String[] {"plain", "raw8", "raw16"}) {
                // a sample of 8 bits is coarser than the read noise at low gain: there no intercept can be seen
                int[] gains = form.equals("raw8")
                        ? new int[] {(int) camera[6], (int) camera[6] + 30}
                        : new int[] {(int) camera[4], (int) camera[5]};
                for (int gain : gains) {
                    ClipChecks.photonTransfer(
                            folder,
                            model,
                            (double) camera[1],
                            (double) camera[2],
                            gain,
                            (int) camera[3],
                            form,
                            80,
                            240,
                            12,
                            0.01,
                            0.03);
                }
            }
        }
    }

    @Test
    void aStarIsWhereTheTruthSaysAndAsWideAsTheTableSays() throws Exception {
        // widths of SCIENCE 7.4 at 460, 550 and 640 nm, averaged in lambda/r0 of 550 nm
        ClipChecks.star(folder, 2.8, 0.914, 1400, 0.05, 0.12);
        ClipChecks.star(folder, 5, 0.889, 1400, 0.05, 0.12);
    }
}
