package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.SlopeField;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;

class SlopeFieldTest {
    @Test
    void preparedSlopesAreThePlanesThroughThePhase() {
        for (double runS : new double[] {2, Double.POSITIVE_INFINITY}) {
            Atmosphere air = SmallSky.air(0.1, runS);
            SlopeField field = new SlopeField(air, 0.2, 0, SlopeField.Kind.BEST_PLANE);
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

    @Test
    void theMeanGradientIsWhereTheCentreOfLightLies() {
        Atmosphere air = SmallSky.air(0.2, 2);
        SlopeField field = new SlopeField(air, 0.2, 0, SlopeField.Kind.MEAN_GRADIENT);
        int size = 256;
        Pupil pupil = new Pupil(SmallSky.TELESCOPE, 530e-9, Math.toRadians(0.15 / 3600), size);
        float[] phase = new float[pupil.footprint.count];
        Atmosphere.Room room = new Atmosphere.Room();
        PointSpread spread = new PointSpread(size);
        double[] slope = new double[2];
        double gap = 0;
        double own = 0;
        for (int n = 0; n < 40; n++) {
            double timeS = 0.047 * n;
            field.slope(0, 0, timeS, 1, slope, room);
            air.phase(pupil.footprint, 0, 0, timeS, 1, phase, room);
            float[][] psf = new float[size][size];
            spread.add(pupil, phase, 0, 0, 1, psf);
            double sx = 0;
            double sum = 0;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    sx += psf[y][x] * (double) (x - size / 2);
                    sum += psf[y][x];
                }
            }
            double expected = PointSpread.moveRad(slope[0]) / pupil.gridRad();
            gap += Math.pow(sx / sum - expected, 2);
            own += expected * expected;
        }
        double share = Math.sqrt(gap / own);
        // the far wings pull the centre of a window about
        assertTrue(share < 0.1, "rms difference " + share + " of the motion");
    }
}
