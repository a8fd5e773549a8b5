package org.lucida.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.focus.CollimationReading.State;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;

class CollimationTest {
    private static final int SIDE = 256;
    private static final double OBSTRUCTION = 0.34;

    private final Collimation collimation = new Collimation(SIDE, SIDE);
    private final CollimationReading reading = new CollimationReading();

    /** An obstructed aperture; coma in waves (peak of the Zernike term r^3 - 2 r / 3 at its edge direction). */
    private static Diffraction.Pupil pupil(double defocusWaves, double comaWaves, double comaDeg, double shadowX) {
        double c = Math.cos(Math.toRadians(comaDeg));
        double s = Math.sin(Math.toRadians(comaDeg));
        return new Diffraction.Pupil() {
            @Override
            public double passes(double x, double y) {
                return Math.hypot(x - shadowX, y) < OBSTRUCTION ? 0 : 1;
            }

            @Override
            public double waves(double x, double y) {
                double r2 = x * x + y * y;
                return defocusWaves * r2 + comaWaves * (3 * r2 - 2) * (c * x + s * y);
            }
        };
    }

    private void donut(double coma, double comaDeg, double shadowX, double flux) {
        Plane plane = Diffraction.star(SIDE, 3, 5, pupil(5, coma, comaDeg, shadowX), 131.3, 124.8, flux);
        collimation.measure(Diffraction.exposed(plane, 100, 4, 1), 3, reading);
    }

    @Test
    void anEvenDonutHasItsHoleInTheMiddle() {
        donut(0, 0, 0, 4e6);
        assertEquals(State.DONUT, reading.state);
        assertEquals(131.3, reading.xPx, 0.3);
        assertEquals(124.8, reading.yPx, 0.3);
        assertTrue(reading.offsetFraction < 0.01, "offset " + reading.offsetFraction);
        // geometry: edge at 4 waves lambda/D
        assertEquals(4 * 5 * 3, reading.outerRadiusPx, 5);
        assertEquals(OBSTRUCTION, reading.holeRadiusPx / reading.outerRadiusPx, 0.07);
    }

    @Test
    void aShadowBesideTheMiddleIsMeasuredInPxAndDirection() {
        donut(0, 0, 0.12, 4e6);
        double first = reading.directionDeg;
        assertEquals(0.12, reading.offsetFraction, 0.02);
        donut(0, 0, -0.06, 4e6);
        assertEquals(0.06, reading.offsetFraction, 0.015);
        assertEquals(180, Math.abs(reading.directionDeg - first), 8);
        assertTrue(reading.offsetPxSigma < 1.5, "sigma " + reading.offsetPxSigma);
    }

    @Test
    void comaMovesTheHoleInProportionAndInItsDirection() {
        StringBuilder table = new StringBuilder();
        double[] offset = new double[4];
        for (int k = 0; k < 4; k++) {
            donut(0.1 * k, 60, 0, 4e6);
            offset[k] = reading.offsetFraction;
            table.append(String.format(
                    "coma %.2f waves: %s offset %.4f +- %.4f towards %.1f%n",
                    0.1 * k,
                    reading.state,
                    reading.offsetFraction,
                    reading.offsetPxSigma / reading.outerRadiusPx,
                    reading.directionDeg));
            if (k > 0) {
                double off = Math.abs(reading.directionDeg - 60) % 180;
                assertTrue(Math.min(off, 180 - off) < 10, table.toString());
            }
        }
        if (System.getProperty("figures") != null) {
            System.out.print(table);
        }
        assertTrue(
                offset[1] > 3 * offset[0] && offset[2] > 1.3 * offset[1] && offset[3] > 1.15 * offset[2],
                table.toString());
    }

    @Test
    void aFaintDonutIsStillRead() {
        donut(0, 0, 0.12, 2e5);
        assertEquals(State.DONUT, reading.state);
        assertEquals(0.12, reading.offsetFraction, 0.05);
    }

    private void focused(double coma, double comaDeg, double flux) {
        Plane plane = Diffraction.star(SIDE, 6, 3, pupil(0, coma, comaDeg, 0), 128.4, 127.7, flux);
        collimation.measure(Diffraction.exposed(plane, 20, 3, 2), 6, reading);
    }

    @Test
    void theFirstRingShowsComaInFocus() {
        StringBuilder table = new StringBuilder();
        double[] asymmetry = new double[4];
        for (int k = 0; k < 4; k++) {
            focused(0.05 * k, 200, 3e6);
            asymmetry[k] = reading.asymmetryFraction;
            table.append(String.format(
                    "coma %.2f waves: %s asymmetry %.3f +- %.3f towards %.1f%n",
                    0.05 * k,
                    reading.state,
                    reading.asymmetryFraction,
                    reading.asymmetryFractionSigma,
                    reading.directionDeg));
            assertEquals(State.FIRST_RING, reading.state, table.toString());
            if (k > 0) {
                double off = Math.abs(reading.directionDeg - 200) % 180;
                assertTrue(Math.min(off, 180 - off) < 8, table.toString());
            }
        }
        if (System.getProperty("figures") != null) {
            System.out.print(table);
        }
        assertTrue(asymmetry[0] < 0.05 && asymmetry[1] > 0.1 && asymmetry[2] > 1.5 * asymmetry[1], table.toString());
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() {
        collimation.measure(new StarField(SIDE, SIDE, 100, 1).noise(5, true, 100).plane, 6, reading);
        assertEquals(State.NO_STAR, reading.state);
        collimation.measure(
                new StarField(SIDE, SIDE, 100, 1)
                        .gaussian(1e6, 128, 120, 14, 1, 0)
                        .noise(5, true, 100)
                        .plane,
                6,
                reading);
        assertEquals(State.NO_RING, reading.state);
        assertTrue(Double.isNaN(reading.offsetPx));
        collimation.measure(
                new StarField(SIDE, SIDE, 100, 1).ring(1e6, 20, 120, 40, 0, 12).noise(5, true, 100).plane, 6, reading);
        assertEquals(State.CUT_BY_EDGE, reading.state);
        focused(0, 0, 3000);
        assertTrue(reading.state != State.FIRST_RING && reading.state != State.DONUT, reading.state.toString());
        assertThrows(IllegalArgumentException.class, () -> collimation.measure(new Plane(4, 4), 6, reading));
    }

    @Test
    void measuringAllocatesNothing() {
        StarField field =
                new StarField(SIDE, SIDE, 100, 1).ring(1e6, 120, 120, 40, 5, 12).noise(5, true, 100);
        assertEquals(0, Allocation.leastBytes(() -> collimation.measure(field.plane, 6, reading)));
        assertEquals(5.0 / 40, reading.offsetFraction, 0.02);
        assertEquals(0, (reading.directionDeg + 10) % 360 - 10, 5);
    }
}
