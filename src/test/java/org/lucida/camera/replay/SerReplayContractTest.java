package org.lucida.camera.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.RecordingContractTest;
import org.lucida.files.SerClips;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

class SerReplayContractTest extends RecordingContractTest {
    @TempDir
    Path folder;

    @Override
    protected Camera open(CameraWish wish) throws IOException {
        Path file = folder.resolve("clip.ser");
        if (!Files.exists(file)) {
            SerClips.write(file, new FrameFormat(12, 9, ColorLayout.GRBG, 12), FRAME_COUNT, GAP_MS * 1_000_000L);
        }
        return new ReplayDriver(clock).open(file.toString(), wish);
    }
}
