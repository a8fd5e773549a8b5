package org.lucida.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.focus.BahtinovReading.State;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;

class BahtinovTest {
    private static final int SIDE = 512;
    private static final double PER_LAMBDA_D = 3;
    private static final double TILT = Math.toRadians(20);
    /** Slits in an aperture radius. */
    private static final double LINES = 9;

    private final Bahtinov bahtinov = new Bahtinov(SIDE, SIDE);
    private final BahtinovReading reading = new BahtinovReading();

    /** The usual mask, turned: upper half with slits up and down, the lower quarters' leaning outward by 20 degrees. */
    private static Plane star(double defocusWaves, double turnDeg, double flux, long seed) {
        double c = Math.cos(Math.toRadians(turnDeg));
        double s = Math.sin(Math.toRadians(turnDeg));
        Diffraction.Pupil mask = new Diffraction.Pupil() {
            @Override
            public double passes(double px, double py) {
                double x = c * px + s * py;
                double y = -s * px + c * py;
                double across = y > 0
                        ? x
                        : x > 0 ? x * Math.cos(TILT) + y * Math.sin(TILT) : x * Math.cos(TILT) - y * Math.sin(TILT);
                double part = across * LINES - Math.floor(across * LINES);
                return part < 0.5 ? 1 : 0;
            }

            @Override
            public double waves(double x, double y) {
                return defocusWaves * (x * x + y * y);
            }
        };
        Plane plane = Diffraction.star(SIDE, PER_LAMBDA_D, 5, mask, 250.3, 261.6, flux);
        return Diffraction.exposed(plane, 100, 5, seed);
    }

    /** Offset that geometry foretells, px, without sign: 4 lambda/D of blur radius for each wave at the edge. */
    private static double foretold(double waves) {
        return 4 * waves * PER_LAMBDA_D * 4 / (3 * Math.PI) * (2 + Math.tan(TILT));
    }

    @Test
    void focusIsNoughtAndDefocusIsLinearWithItsSign() {
        StringBuilder table = new StringBuilder();
        boolean isGood = true;
        double sign = 0;
        for (double waves : new double[] {0.6, 0.45, 0.3, 0.1, 0, -0.1, -0.3, -0.45, -0.6}) {
            bahtinov.measure(star(waves, 0, 3e7, 1), reading);
            table.append(String.format(
                    "waves %+.2f: %s offset %+.3f +- %.3f px, foretold %.3f, angles %.2f %.2f %.2f%n",
                    waves,
                    reading.state,
                    reading.offsetPx,
                    reading.offsetPxSigma,
                    foretold(waves),
                    reading.outerBeforeDeg,
                    reading.centralDeg,
                    reading.outerAfterDeg));
            sign = sign == 0 && reading.state == State.MEASURED ? Math.signum(reading.offsetPx) : sign;
            boolean isFar = Math.abs(waves) > 0.35;
            isGood &= (isFar && reading.state == State.NO_SPIKES)
                    || Math.abs(sign * reading.offsetPx - foretold(waves)) < 0.1 + 0.06 * Math.abs(foretold(waves));
        }
        if (System.getProperty("figures") != null) {
            System.out.print(table);
        }
        assertTrue(isGood, table.toString());
    }

    @Test
    void anglesAreThoseOfTheMaskHoweverItIsTurned() {
        for (double turn : new double[] {35, 80, 140}) {
            bahtinov.measure(star(0.2, turn, 3e7, 2), reading);
            assertEquals(State.MEASURED, reading.state, "turn " + turn);
            assertEquals(20, reading.tiltDeg(), 0.6, "turn " + turn);
            double off = Math.abs(reading.centralDeg - turn) % 180;
            assertTrue(Math.min(off, 180 - off) < 0.6, "turn " + turn + " seen " + reading.centralDeg);
            assertEquals(foretold(0.2), Math.abs(reading.offsetPx), 0.5, "turn " + turn);
        }
    }

    @Test
    void theErrorIsOfTheSizeItClaims() {
        double squares = 0;
        double claimed = 0;
        int count = 8;
        for (int seed = 0; seed < count; seed++) {
            bahtinov.measure(star(0, 10, 1e6, seed), reading);
            assertEquals(State.MEASURED, reading.state);
            squares += reading.offsetPx * reading.offsetPx / count;
            claimed += reading.offsetPxSigma * reading.offsetPxSigma / count;
        }
        String both = Math.sqrt(squares) + " against claimed " + Math.sqrt(claimed);
        if (System.getProperty("figures") != null) {
            System.out.println("faint star: " + both);
        }
        assertTrue(squares < 9 * claimed && claimed < 16 * squares, both);
    }

    @Test
    void travelFollowsTheFormula() {
        reading.outerBeforeDeg = -20;
        reading.outerAfterDeg = 20;
        reading.offsetPx = 2;
        reading.offsetPxSigma = 0.1;
        // 2 px of 3 um at f/10: z = 2 * 3 * 2 * 10 / (0.4244 * 2.364)
        assertEquals(119.6, reading.focusErrorUm(10, 3, 0), 0.1);
        assertEquals(5.98, reading.focusErrorUmSigma(10, 3, 0), 0.01);
        assertTrue(reading.focusErrorUm(10, 3, 0.35) < 119.6);
        assertEquals(110, BahtinovReading.depthOfFocusUm(10, 550), 1e-9);
    }

    @Test
    void starsWithoutMaskAndEmptySkyAreToldApart() {
        StarField field = new StarField(SIDE, SIDE, 100, 1)
                .gaussian(1e6, 250, 240, 8, 1, 0)
                .noise(5, true, 100);
        bahtinov.measure(field.plane, reading);
        assertEquals(State.NO_SPIKES, reading.state);
        assertEquals(250, reading.starXPx, 2);
        bahtinov.measure(new StarField(SIDE, SIDE, 100, 1).noise(5, true, 100).plane, reading);
        assertEquals(State.NO_STAR, reading.state);
        assertTrue(Double.isNaN(reading.offsetPx));
        assertThrows(IllegalArgumentException.class, () -> bahtinov.measure(new Plane(4, 4), reading));
    }

    @Test
    void measuringAllocatesNothing() {
        Plane plane = star(0.2, 0, 3e7, 1);
        assertEquals(0, Allocation.leastBytes(() -> bahtinov.measure(plane, reading)));
    }
}
