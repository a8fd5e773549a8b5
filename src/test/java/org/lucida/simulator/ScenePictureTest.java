package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.FrameFormat;

/** Leaves a picture of each scene in target/simulator for a look, and checks that it is neither dark nor burnt out. */
class ScenePictureTest {
    @ParameterizedTest
    @ValueSource(strings = {"planet", "moon", "stars"})
    void everySceneFillsTheRangeWithoutBurningOut(String scene) throws IOException {
        SimulatedClip clip = SimulatedClip.of(scene + "?layout=RGB,badFrameFraction=0,frames=20");
        FrameFormat format = clip.format();
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes());
        clip.frame(0, raw);
        double gamma = scene.equals("stars") ? 0.45 : 0.8;
        BufferedImage picture = new BufferedImage(format.widthPx(), format.heightPx(), BufferedImage.TYPE_INT_RGB);
        int brightest = 0;
        int clipped = 0;
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                int rgb = 0;
                for (int sample = 0; sample < 3; sample++) {
                    int adu = raw.get((y * format.widthPx() + x) * 3 + sample) & 0xFF;
                    brightest = Math.max(brightest, adu);
                    clipped += adu == 255 ? 1 : 0;
                    double white = sample == 0 ? 1 : sample == 1 ? 1 / 0.87 : 1 / 0.70;
                    double value = Math.max(0, (adu - 4) / 230.0) * (scene.equals("stars") ? 1 : white);
                    rgb = rgb << 8 | (int) Math.min(255, 255 * Math.pow(value, gamma));
                }
                picture.setRGB(x, y, rgb);
            }
        }
        File folder = new File("target/simulator");
        assertTrue(folder.isDirectory() || folder.mkdirs(), "cannot make " + folder);
        ImageIO.write(picture, "png", new File(folder, scene + ".png"));

        assertTrue(brightest > 120, "brightest sample " + brightest);
        assertTrue(clipped < 0.001 * format.frameBytes(), clipped + " samples at the ceiling");
    }
}
