package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.frame.Verdict;

/** Real recordings from the shared folder; see its README for what they are. Truth is unknown, so consistency is asked. */
class RealClipAlignmentTest {
    private static final int HEADER_BYTES = 178;

    @Test
    void theMoonIsFollowedThroughSeeing() throws IOException {
        check("planetary/moon_pss_short_video_crop_mono8_384x320_60f_nots.ser", TargetKind.SURFACE, 60, 8);
    }

    @Test
    void jupiterIsFollowedThroughAWebcamClip() throws IOException {
        check("planetary/jupiter_webcam_a_bgr8_280x260_25f_nots.ser", TargetKind.PLANET, 25, 60);
    }

    @Test
    void aSolarBurstIsFollowed() throws IOException {
        check("solar/sun_sst_8542_spotburst_mono8_128x128_12f_nots.ser", TargetKind.SURFACE, 12, 8);
    }

    /** Forth and then back: both passes must agree, and no frame may be lost. */
    private static void check(String name, TargetKind kind, int count, double reachPx) throws IOException {
        Path file = Path.of(System.getProperty("lucida.shared", "../shared"), "realdata", name);
        assumeTrue(Files.isRegularFile(file), "no " + file + "; real recordings are not at hand");
        ByteBuffer ser = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int samples = ser.getInt(18) >= 100 ? 3 : 1;
        int width = ser.getInt(26);
        int height = ser.getInt(30);
        int frames = ser.getInt(38);
        assertEquals(count, frames);
        GlobalAlignment alignment = new GlobalAlignment(width, height, 1, AlignmentSettings.of(kind));
        FrameSlot slot = new FrameSlot(1);
        double[] x = new double[frames];
        double[] y = new double[frames];
        double square = 0;
        for (int i = 0; i < 2 * frames; i++) {
            int k = i < frames ? i : 2 * frames - 1 - i;
            Plane plane = new Plane(width, height);
            for (int p = 0; p < width * height; p++) {
                for (int s = 0; s < samples; s++) {
                    plane.adu[p] += ser.get(HEADER_BYTES + (k * width * height + p) * samples + s) & 0xff;
                }
            }
            slot.clear();
            slot.frameIndex = i;
            alignment.align(plane, slot);
            slot.weight = 1;
            alignment.absorb(plane, slot);
            assertEquals(Verdict.PENDING, slot.verdict, "frame " + k);
            assertTrue(Math.hypot(slot.displacementXPx, slot.displacementYPx) < reachPx, "frame " + k);
            if (i < frames) {
                x[k] = slot.displacementXPx;
                y[k] = slot.displacementYPx;
            } else {
                square += Math.pow(slot.displacementXPx - x[k], 2) + Math.pow(slot.displacementYPx - y[k], 2);
            }
        }
        assertTrue(
                Math.sqrt(square / frames / 2) < 0.25,
                "passes differ by " + Math.sqrt(square / frames / 2) + " px rms");
    }
}
