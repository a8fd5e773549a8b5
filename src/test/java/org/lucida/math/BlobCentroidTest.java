package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobCentroidTest {
    private static float[] disc(int w, int h, double x0, double y0, double radius, double noise) {
        Random random = new Random(4);
        float[] adu = new float[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double inside = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x - x0, y - y0)));
                adu[y * w + x] = (float) (100 + 500 * inside + noise * random.nextGaussian());
            }
        }
        return adu;
    }

    @Test
    void contentMovedByFiveAndMinusThreeIsFoundThere() {
        BlobCentroid blob = new BlobCentroid(200, 151);
        assertTrue(blob.find(disc(200, 151, 80.3, 70.6, 30, 20)));
        double x = blob.xPx();
        double y = blob.yPx();
        assertEquals(80.3, x, 0.3);
        assertEquals(70.6, y, 0.3);
        assertTrue(blob.find(disc(200, 151, 85.3, 67.6, 30, 20)));
        assertEquals(5, blob.xPx() - x, 0.3);
        assertEquals(-3, blob.yPx() - y, 0.3);
        assertTrue(blob.leftPx() <= 56 && blob.leftPx() >= 50);
        assertTrue(blob.bottomPx() >= 97 && blob.bottomPx() <= 102);
    }

    @Test
    void aFaintDiscIsFoundInNoise() {
        BlobCentroid blob = new BlobCentroid(160, 140);
        assertTrue(blob.find(disc(160, 140, 50, 90, 15, 100)));
        assertEquals(50, blob.xPx(), 1.5);
        assertEquals(90, blob.yPx(), 1.5);
    }

    @Test
    void aTinyPlanetInALargeFrameIsFoundBesideHotPixels() {
        float[] adu = disc(960, 540, 700, 100, 8, 20);
        adu[1000] += 60000;
        adu[200_000] += 60000;
        BlobCentroid blob = new BlobCentroid(960, 540);
        assertTrue(blob.find(adu));
        assertEquals(700, blob.xPx(), 1);
        assertEquals(100, blob.yPx(), 1);
    }

    @Test
    void noiseAndFlatLightHoldNoBlob() {
        BlobCentroid blob = new BlobCentroid(160, 140);
        assertFalse(blob.find(disc(160, 140, -500, 0, 10, 50)));
        assertFalse(blob.find(new float[160 * 140]));
    }
}
