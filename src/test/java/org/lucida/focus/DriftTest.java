package org.lucida.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.judge.Allocation;

class DriftTest {
    private static final int COUNT = 3000;
    private final double[] t = new double[COUNT];
    private final double[] x = new double[COUNT];
    private final double[] y = new double[COUNT];
    private final Drift drift = new Drift(COUNT);
    private final DriftReading reading = new DriftReading();

    private void make(double xRate, double yRate, double noise, double swing, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            t[i] = 1000 + i * 0.02 + 0.005 * random.nextDouble();
            x[i] = 300 + xRate * (t[i] - 1000) + noise * random.nextGaussian() + swing * Math.sin(t[i] / 2);
            y[i] = -40 + yRate * (t[i] - 1000) + noise * random.nextGaussian();
        }
    }

    @Test
    void aDriftUnderSeeingIsFoundWithinItsError() {
        double chi2 = 0;
        for (int seed = 0; seed < 40; seed++) {
            make(0.05, -0.02, 0.8, 0, seed);
            drift.measure(t, x, y, COUNT, 1e9, reading);
            chi2 += Math.pow((reading.driftXPxPerS - 0.05) / reading.driftXPxPerSSigma, 2) / 80;
            chi2 += Math.pow((reading.driftYPxPerS + 0.02) / reading.driftYPxPerSSigma, 2) / 80;
            assertEquals(0.8, reading.residualXPx, 0.03);
        }
        assertTrue(chi2 > 0.6 && chi2 < 1.5, "mean squared error over its claim " + chi2);
        assertTrue(reading.significance() > 30);
        assertEquals(338.2, reading.directionDeg(), 3);
    }

    @Test
    void jumpsAndLostFramesDoNotTurnIt() {
        make(0.5, 0.1, 0.3, 0, 1);
        Random random = new Random(2);
        for (int i = 0; i < COUNT; i++) {
            if (random.nextInt(5) == 0) {
                x[i] += 30 + 40 * random.nextDouble();
            }
            if (random.nextInt(10) == 0) {
                x[i] = Double.NaN;
                y[i] = Double.NaN;
            }
        }
        drift.measure(t, x, y, COUNT, 1e9, reading);
        assertEquals(0.5, reading.driftXPxPerS, 5 * reading.driftXPxPerSSigma);
        assertEquals(0.1, reading.driftYPxPerS, 5 * reading.driftYPxPerSSigma);
        assertEquals(0.3, reading.residualXPx, 0.03);
        assertEquals(COUNT * 0.9 / 5, reading.outlierCount, 60);
        assertEquals(COUNT * 0.9, reading.sampleCount, 60);
    }

    @Test
    void periodicErrorIsToldAsResidualAndWidensTheError() {
        make(0.05, 0, 0.2, 0, 3);
        drift.measure(t, x, y, COUNT, 1e9, reading);
        double calm = reading.driftXPxPerSSigma;
        make(0.05, 0, 0.2, 2, 3);
        drift.measure(t, x, y, COUNT, 1e9, reading);
        assertEquals(Math.sqrt(2 + 0.04), reading.residualXPx, 0.1);
        assertTrue(reading.swingXPx > 4 && reading.swingXPx < 5.6, "swing " + reading.swingXPx);
        assertTrue(reading.driftXPxPerSSigma > 20 * calm, reading.driftXPxPerSSigma + " against " + calm);
        assertEquals(0.05, reading.driftXPxPerS, 3 * reading.driftXPxPerSSigma);
    }

    @Test
    void onlyTheLastSecondsCount() {
        make(0.5, 0, 0.01, 0, 4);
        for (int i = 0; i < COUNT / 2; i++) {
            x[i] = 300;
        }
        drift.measure(t, x, y, COUNT, 20, reading);
        assertEquals(0.5, reading.driftXPxPerS, 1e-3);
        assertEquals(20, reading.spanS, 0.1);
        new Drift(500).measure(t, x, y, COUNT, 1e9, reading);
        assertEquals(500, reading.sampleCount);
    }

    @Test
    void tooLittleToSayIsNaN() {
        make(1, 1, 0.1, 0, 5);
        drift.measure(t, x, y, 5, 1e9, reading);
        assertTrue(Double.isNaN(reading.driftXPxPerS) && Double.isNaN(reading.residualYPx));
        drift.measure(t, x, y, 0, 1e9, reading);
        assertEquals(0, reading.sampleCount);
    }

    @Test
    void exactLinesComeOutExactly() {
        make(-0.25, 0.75, 0, 0, 6);
        drift.measure(t, x, y, COUNT, 1e9, reading);
        assertEquals(-0.25, reading.driftXPxPerS, 1e-6);
        assertEquals(0.75, reading.driftYPxPerS, 1e-6);
    }

    @Test
    void measuringAllocatesNothing() {
        make(1, 1, 0.1, 0, 7);
        assertEquals(0, Allocation.leastBytes(() -> drift.measure(t, x, y, COUNT, 1e9, reading)));
    }
}
