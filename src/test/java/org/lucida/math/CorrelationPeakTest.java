package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationPeakTest {
    @Test
    void noiseAloneStaysBelowSix() {
        Random random = new Random(5);
        float[] surface = new float[64 * 64];
        CorrelationPeak peak = new CorrelationPeak();
        for (int k = 0; k < 50; k++) {
            for (int i = 0; i < surface.length; i++) {
                surface[i] = (float) random.nextGaussian();
            }
            peak.find(surface, 64, 64, 20, 3);
            assertTrue(peak.significance() < 6, "Q " + peak.significance());
        }
    }

    @Test
    void aPeakOutsideTheRadiusIsNotSeen() {
        float[] surface = new float[64 * 64];
        surface[5 * 64 + 30] = 10;
        surface[60 * 64 + 3] = 1;
        CorrelationPeak peak = new CorrelationPeak();
        peak.find(surface, 64, 64, 8, 2);
        assertEquals(3, peak.xLag());
        assertEquals(-4, peak.yLag());
        assertEquals(0, peak.rivalRatio());
    }

    @Test
    void aFlatSurfaceHasNoPeak() {
        CorrelationPeak peak = new CorrelationPeak();
        peak.find(new float[64], 8, 8, 3, 1);
        assertEquals(0, peak.significance());
        assertEquals(1, peak.rivalRatio());
    }
}
