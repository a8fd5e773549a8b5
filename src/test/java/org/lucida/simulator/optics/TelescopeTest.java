package org.lucida.simulator.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.simulator.wave.PlaneFourier;

class TelescopeTest {
    private static final double WAVELENGTH_M = 500e-9;
    private static final int SIZE_PX = 96;

    private static double gridRad(double pxPerLambdaD) {
        return WAVELENGTH_M / 0.2 / pxPerLambdaD;
    }

    private static float[][] psf(Telescope telescope, double pxPerLambdaD, double moveXPx, double moveYPx) {
        Pupil pupil = new Pupil(telescope, WAVELENGTH_M, gridRad(pxPerLambdaD), SIZE_PX);
        float[][] psf = new float[SIZE_PX][SIZE_PX];
        new PointSpread(SIZE_PX).add(pupil, null, moveXPx * pupil.gridRad, moveYPx * pupil.gridRad, 1, psf);
        return psf;
    }

    @Test
    void aPerfectTelescopePassesItsTextbookContrast() {
        float[][] psf = psf(Telescope.perfect(0.2, 4), 3, 0, 0);
        PlaneFourier fourier = new PlaneFourier(SIZE_PX);
        float[][] re = new float[SIZE_PX][SIZE_PX / 2 + 1];
        float[][] im = new float[SIZE_PX][SIZE_PX / 2 + 1];
        fourier.forward(psf, SIZE_PX, SIZE_PX, re, im);
        assertEquals(1, re[0][0], 1e-6);
        // cut-off D / lambda is 96 / 3 = 32 bins
        // two percent high: the far wings outside of the window are counted inside
        assertEquals(PsfQuality.perfectMidBandMtf(), PsfQuality.midBandMtf(re, im, 32), 0.01);
        assertEquals(0.391, PsfQuality.perfectMidBandMtf(), 0.0005);
        assertEquals(0, re[34][0], 1e-4);
    }

    @Test
    void theFirstDarkRingLiesAtItsTextbookRadius() {
        float[][] psf = psf(Telescope.perfect(0.2, 4), 4, 0, 0);
        int middle = SIZE_PX / 2;
        int darkest = 1;
        for (int n = 1; n < 8; n++) {
            darkest = psf[middle][middle + n] < psf[middle][middle + darkest] ? n : darkest;
        }
        assertEquals(1.22 * 4, darkest, 0.5);
    }

    @Test
    void aSlopeMovesThePictureByItsAngle() {
        float[][] moved = psf(Telescope.perfect(0.2, 4), 3, 5, -3);
        float[][] still = psf(Telescope.perfect(0.2, 4), 3, 0, 0);
        for (int y = 10; y < 80; y++) {
            for (int x = 10; x < 80; x++) {
                assertEquals(still[y][x], moved[y - 3][x + 5], 1e-7);
            }
        }
        double[] centre = centre(psf(Telescope.perfect(0.2, 4), 3, 0.3, -0.4));
        assertEquals(48.3, centre[0], 0.02);
        assertEquals(47.6, centre[1], 0.02);
    }

    private static double[] centre(float[][] psf) {
        double sum = 0;
        double sx = 0;
        double sy = 0;
        for (int y = 28; y < 69; y++) {
            for (int x = 28; x < 69; x++) {
                sum += psf[y][x];
                sx += psf[y][x] * x;
                sy += psf[y][x] * y;
            }
        }
        return new double[] {sx / sum, sy / sum};
    }

    @Test
    void aGrowingPathTowardPlusXMovesThePictureTowardPlusX() {
        Pupil pupil = new Pupil(Telescope.perfect(0.2, 4), WAVELENGTH_M, gridRad(3), SIZE_PX);
        float[] phase = new float[pupil.footprint.count];
        double slope = 7;
        for (int n = 0; n < phase.length; n++) {
            phase[n] = (float) (slope * pupil.footprint.xM(n));
        }
        assertEquals(slope, pupil.slopeX(phase), 1e-4);
        assertEquals(0, pupil.slopeY(phase), 1e-4);
        float[][] psf = new float[SIZE_PX][SIZE_PX];
        new PointSpread(SIZE_PX).add(pupil, phase, 0, 0, 1, psf);
        assertEquals(48 + PointSpread.moveRad(slope) / pupil.gridRad, centre(psf)[0], 0.03);
    }

    @Test
    void theFastPictureEqualsItsNaiveTwin() {
        Telescope telescope = new Telescope(0.2, 0.3, 4, 0.004, 4, 0.1, 0.08, 30, 0.05, 0.04, 1);
        double px = gridRad(3);
        Pupil pupil = new Pupil(telescope, WAVELENGTH_M, px, SIZE_PX);
        float[] phase = new float[pupil.footprint.count];
        for (int n = 0; n < phase.length; n++) {
            phase[n] = (float) Math.sin(n * 0.37);
        }
        float[][] psf = new float[SIZE_PX][SIZE_PX];
        new PointSpread(SIZE_PX).add(pupil, phase, 0.2 * px, -0.7 * px, 0.5, psf);
        for (int[] place : new int[][] {{48, 48}, {50, 47}, {40, 55}, {60, 60}, {3, 90}}) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < phase.length; n++) {
                double x = pupil.footprint.xM(n);
                double y = pupil.footprint.yM(n);
                double path = phase[n] / (2 * Math.PI)
                        + pupil.staticTurns[n]
                        + (0.2 * px * x - 0.7 * px * y) / WAVELENGTH_M
                        - ((place[0] - 48) * px * x + (place[1] - 48) * px * y) / WAVELENGTH_M;
                re += pupil.weight(n) * Math.cos(2 * Math.PI * path);
                im += pupil.weight(n) * Math.sin(2 * Math.PI * path);
            }
            double twin = 0.5 * (re * re + im * im) / pupil.light;
            assertEquals(twin, psf[place[1]][place[0]], 1e-6 * psf[48][48] + 1e-5 * twin);
        }
    }

    @Test
    void aTenthOfAWaveCostsWhatMarechalSays() {
        Telescope soft = new Telescope(0.2, 0, 0, 0, 4, 0.07, 0, 0, 0, 0, 1);
        double strehl = PsfQuality.peak(psf(soft, 4, 0, 0)) / PsfQuality.peak(psf(Telescope.perfect(0.2, 4), 4, 0, 0));
        double rms = 2 * Math.PI * 0.07 * 550 / 500;
        assertEquals(Math.exp(-rms * rms), strehl, 0.01);
    }

    @Test
    void airLiftsBlueMoreThanRed() {
        Refraction dry = new Refraction(760, 15, 0);
        // Edlen's standard air at 550 nm: 1.0002779
        assertEquals(2.779e-4, dry.refractivity(550e-9), 0.003e-4);
        double lift = Math.toDegrees(Refraction.usual().liftRad(460e-9, 610e-9, 45)) * 3600;
        assertTrue(lift > 0.6 && lift < 1.0, "lift " + lift);
    }

    @Test
    void badTelescopesAreRefusedInOneSentence() {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> Telescope.perfect(0, 4));
        assertEquals("apertureM=0.0 is outside 0.02..10.0; give metres", refusal.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Pupil(Telescope.perfect(0.2, 4), WAVELENGTH_M, gridRad(0.9), SIZE_PX));
    }
}
