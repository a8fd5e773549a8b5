package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;

/** Video codecs smooth the noise away and leave a sky that wobbles a little from block to block. */
class CompressedSkyTest {
    private static final int SIDE_PX = 160;
    private static final double SKY_ADU = 16;

    @Test
    void aSkyThatWobblesFromBlockToBlockIsStillSky() {
        Luckiness luckiness = new Luckiness(SIDE_PX, SIDE_PX, 1, 3, Metric.BAND_ENERGY);
        LuckinessReading smooth = new LuckinessReading();
        luckiness.measure(disc(0, 1), smooth);
        assertEquals(SKY_ADU, smooth.backgroundAdu, 0.1);
        for (int seed = 1; seed <= 5; seed++) {
            LuckinessReading wobbling = new LuckinessReading();
            luckiness.measure(disc(0.25, seed), wobbling);
            assertEquals(SKY_ADU, wobbling.backgroundAdu, 0.3, "seed=" + seed);
            assertEquals(1, wobbling.score / smooth.score, 0.1, "seed=" + seed);
        }
    }

    /** A bright disc with a soft rim on a sky of blocks of 8 px, each lifted by its own amount. */
    private static Plane disc(double wobbleAdu, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int blocks = SIDE_PX / 8;
        double[] lift = new double[blocks * blocks];
        for (int i = 0; i < lift.length; i++) {
            lift[i] = wobbleAdu * (2 * random.nextDouble() - 1);
        }
        Plane plane = new Plane(SIDE_PX, SIDE_PX);
        for (int y = 0; y < SIDE_PX; y++) {
            for (int x = 0; x < SIDE_PX; x++) {
                double rim = Math.hypot(x - 83, y - 71) - 30;
                plane.adu[y * SIDE_PX + x] =
                        (float) (SKY_ADU + lift[y / 8 * blocks + x / 8] + 120 / (1 + Math.exp(rim / 1.5)));
            }
        }
        return plane;
    }
}
