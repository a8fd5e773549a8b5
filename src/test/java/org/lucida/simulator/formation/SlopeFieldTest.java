package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.SlopeField;
import org.lucida.simulator.optics.Pupil;

class SlopeFieldTest {
    @Test
    void preparedSlopesAreThePlanesThroughThePhase() {
        for (double runS : new double[] {2, Double.POSITIVE_INFINITY}) {
            Atmosphere air = SmallSky.air(0.1, runS);
            SlopeField field = new SlopeField(air, 0.2, 0);
            Pupil pupil = new Pupil(SmallSky.TELESCOPE, 530e-9, Math.toRadians(0.15 / 3600), 128);
            float[] phase = new float[pupil.footprint.count];
            Atmosphere.Room room = new Atmosphere.Room();
            double[] slope = new double[2];
            double gap = 0;
            double own = 0;
            for (int n = 0; n < 200; n++) {
                double x = 1e-4 * Math.sin(n);
                double y = 1e-4 * Math.cos(2.0 * n);
                double timeS = runS > 2 ? 1.7 * n : 0.0097 * n;
                field.slope(x, y, timeS, 1.3, slope, room);
                air.phase(pupil.footprint, x, y, timeS, 1.3, phase, room);
                gap += Math.pow(slope[0] - pupil.slopeX(phase), 2) + Math.pow(slope[1] - pupil.slopeY(phase), 2);
                own += slope[0] * slope[0] + slope[1] * slope[1];
            }
            double share = Math.sqrt(gap / own);
            assertTrue(share < 0.02, "rms difference " + share + " of the tilt, run " + runS);
        }
    }
}
