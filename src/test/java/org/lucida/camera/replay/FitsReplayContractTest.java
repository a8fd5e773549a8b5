package org.lucida.camera.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.RecordingContractTest;
import org.lucida.files.FitsPictures;

class FitsReplayContractTest extends RecordingContractTest {
    @TempDir
    Path folder;

    @Override
    protected Camera open(CameraWish wish) throws IOException {
        for (int f = 0; f < FRAME_COUNT && !Files.exists(folder.resolve("f9.fits")); f++) {
            int[] samples = new int[10 * 8];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = 1000 * f + i;
            }
            FitsPictures.unsigned16(10, 8, samples)
                    .text("DATE-OBS", String.format("2026-01-01T00:00:00.%03d", f * GAP_MS))
                    .text("BAYERPAT", "GBRG")
                    .text("ROWORDER", "TOP-DOWN")
                    .write(folder.resolve("f" + f + (f == 4 ? ".fits.gz" : ".fits")));
        }
        return new ReplayDriver(clock).open(folder.toString(), wish);
    }
}
