package org.lucida.simulator.air;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lucida.simulator.chance.CountedRandom;

class AirTest {
    private static final double APERTURE_M = 0.2;

    private static AirSettings oneLayer(double windMPerS, double directionDeg) {
        return new AirSettings(0.1, 20, 0, List.of(new LayerSettings(1000, 1, windMPerS, directionDeg)), 0, 3, 0, 11);
    }

    private static Atmosphere air(AirSettings settings, double runS) {
        return new Atmosphere(settings, APERTURE_M, 1e-4, APERTURE_M / 32, runS);
    }

    private static float[] phase(Atmosphere air, Footprint footprint, double xRad, double timeS) {
        float[] out = new float[footprint.count];
        air.phase(footprint, xRad, 0, timeS, air.strength(timeS), out, new Atmosphere.Room());
        return out;
    }

    private static Footprint footprint() {
        return new Footprint(APERTURE_M, APERTURE_M / 16, 9, 19);
    }

    @Test
    void theWindCarriesThePatternInItsDirection() {
        // toward +x at 10 m/s: after .01 s the telescope sees what lay .1 m further to the left
        Atmosphere air = air(oneLayer(10, 0), 1);
        float[] later = phase(air, footprint(), 0, 0.01);
        float[] beside = phase(air, footprint(), -0.1 / 1000, 0);
        assertArrayEquals(beside, later, 2e-3f);
    }

    @Test
    void bilinearReadingEqualsItsNaiveTwin() {
        PhaseScreen screen = new PhaseScreen(6, 0.01, 20, new CountedRandom(2, 3));
        int count = 50;
        float[] out = new float[count];
        int uStep = (int) (long) (0.37 / 64 * 0x1p32);
        int vStep = (int) (long) (-0.81 / 64 * 0x1p32);
        TurbulentLayer.addRow(screen.phase, 6, 0, 0, uStep, vStep, 2f, out, 0, count);
        for (int n = 0; n < count; n++) {
            double u = n * 0.37;
            double v = -n * 0.81;
            int x = (int) Math.floor(u);
            int y = (int) Math.floor(v);
            double fu = u - x;
            double fv = v - y;
            double twin = (1 - fv) * ((1 - fu) * screen.at(x, y) + fu * screen.at(x + 1, y))
                    + fv * ((1 - fu) * screen.at(x, y + 1) + fu * screen.at(x + 1, y + 1));
            assertEquals(2 * twin, out[n], 1e-4 * (1 + Math.abs(twin)));
        }
    }

    @Test
    void theSlowSwellNearAPointIsItsTaylorSeries() {
        LowWaves swell = new LowWaves(2, 20, 4, new CountedRandom(1, 2));
        double[] poly = new double[6];
        swell.addAt(31.7, -12.2, 1, poly);
        double du = 0.08;
        double dv = -0.06;
        double near = poly[0] + poly[1] * du + poly[2] * dv + poly[3] * du * du + poly[4] * du * dv + poly[5] * dv * dv;
        assertEquals(swell.at(31.7 + du, -12.2 + dv), near, 0.02);
        assertEquals(swell.at(31.7, -12.2), poly[0], 1e-6);
    }

    @Test
    void aStripAlongTheGoldenSectionComesBackLate() {
        double side = 10;
        double narrow = TurbulentLayer.repeatLengthM(side, 0.2);
        double wide = TurbulentLayer.repeatLengthM(side, 2);
        assertTrue(narrow > 15 * side && wide >= side, narrow + " " + wide);
        // by brute force: the nearest approach of the strip to its own beginning
        double cosine = Math.cos(Math.atan(2 / (1 + Math.sqrt(5))));
        double sine = Math.sin(Math.atan(2 / (1 + Math.sqrt(5))));
        double found = Double.NaN;
        for (double way = 1; way < 2 * narrow; way += 0.01) {
            double u = way * cosine - side * Math.rint(way * cosine / side);
            double v = way * sine - side * Math.rint(way * sine / side);
            if (Math.hypot(u, v) < 0.2) {
                found = way;
                break;
            }
        }
        assertEquals(narrow, found, 0.3);
    }

    @Test
    void aRunTooLongForTheLargestTorusIsRefused() {
        AirSettings storm = new AirSettings(0.1, 20, 0, List.of(new LayerSettings(10000, 1, 60, 0)), 0, 3, 0, 11);
        Exception refusal = assertThrows(
                IllegalArgumentException.class, () -> new Atmosphere(storm, APERTURE_M, 3e-4, APERTURE_M / 32, 600));
        assertTrue(refusal.getMessage().startsWith("runS=600.0 is outside 0.."), refusal.getMessage());
    }

    @Test
    void aRunWithoutEndIsFlownInLegsThatJoinSmoothly() {
        Atmosphere air = air(oneLayer(15, 30), Double.POSITIVE_INFINITY);
        double legS = air.layers().get(0).legS();
        assertTrue(legS > 5 && legS < 1e6, "leg " + legS);
        for (double timeS : new double[] {legS - 1, legS}) {
            float[] before = phase(air, footprint(), 0, timeS - 1e-7);
            float[] after = phase(air, footprint(), 0, timeS + 1e-7);
            assertArrayEquals(before, after, 5e-3f);
        }
        assertNotEquals(phase(air, footprint(), 0, 1)[5], phase(air, footprint(), 0, legS + 1)[5]);
    }

    @Test
    void sameSeedSameBits() {
        Atmosphere one = air(AirSettings.usual(4), 1);
        Atmosphere two = air(AirSettings.usual(4), 1);
        assertArrayEquals(phase(one, footprint(), 3e-5, 0.7), phase(two, footprint(), 3e-5, 0.7));
        assertEquals(one.strength(0.3), two.strength(0.3));
    }

    @Test
    void bitsOfTheFirstScreenHaveNotMoved() {
        PhaseScreen screen = new PhaseScreen(6, 0.01, 20, new CountedRandom(1, 1));
        int sum = 0;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                sum = 31 * sum + Float.floatToIntBits(screen.at(x, y));
            }
        }
        assertEquals(SCREEN_BITS, sum);
    }

    private static final int SCREEN_BITS = -1960943910;

    @Test
    void friedParameterFollowsWavelengthAirmassAndDrift() {
        AirSettings settings = AirSettings.usual(1);
        assertEquals(0.1 * Math.pow(2, 1.2) * Math.pow(Math.cos(Math.PI / 6), 0.6), settings.r0M(1000e-9), 1e-9);
        Atmosphere air = air(settings, 1);
        double sum = 0;
        double squares = 0;
        int count = 4000;
        for (int n = 0; n < count; n++) {
            double log = Math.log(air.r0M(500e-9, n * 2.0) / settings.r0M(500e-9));
            assertEquals(Math.exp(-5 / 6.0 * log), air.strength(n * 2.0), 1e-9);
            sum += log;
            squares += log * log;
        }
        assertEquals(0, sum / count, 0.03);
        assertEquals(0.35, Math.sqrt(squares / count), 0.03);
    }

    @Test
    void driftForgetsAfterItsCorrelationTime() {
        SlowNoise noise = new SlowNoise(1, 2, 3);
        double now = 0;
        double soon = 0;
        double later = 0;
        int count = 3000;
        for (int n = 0; n < count; n++) {
            double value = noise.at(n * 7.0);
            now += value * value / count;
            soon += value * noise.at(n * 7.0 + 3) / count;
            later += value * noise.at(n * 7.0 + 9) / count;
        }
        assertEquals(1, now, 0.06);
        assertEquals(Math.exp(-1), soon, 0.06);
        assertEquals(0, later, 0.06);
    }

    @Test
    void effectiveHeightAndCoherenceComeFromTheLayers() {
        AirSettings settings = new AirSettings(
                0.1, 20, 60, List.of(new LayerSettings(0, 0.5, 0, 0), new LayerSettings(8000, 0.5, 20, 0)), 0, 3, 0, 1);
        assertEquals(16000 * Math.pow(0.5, 0.6), settings.effectiveHeightM(), 1);
        assertEquals(0.314 * 0.1 * Math.pow(0.5, 0.6) / (20 * Math.pow(0.5, 0.6)), settings.coherenceS(500e-9), 1e-6);
    }

    @Test
    void badSettingsNameTheKeyTheValueAndTheRange() {
        Exception refusal = assertThrows(
                IllegalArgumentException.class, () -> AirSettings.usual(1).withR0M(5));
        assertEquals("r0M=5.0 is outside 0.005..2.0; give metres at 500 nm, e.g. 0.1", refusal.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new AirSettings(0.1, 20, 0, List.of(new LayerSettings(0, 0.4, 5, 0)), 0, 3, 0, 1));
    }

    @Test
    void cloudsTakeTheirShareOfTimeAndLight() {
        SkySettings cloudy = new SkySettings(0.2, 0, 60, 0.3, 0.8, 30, 2, 1, 10, 100);
        SkyConditions sky = new SkyConditions(cloudy, 2, 5);
        int covered = 0;
        double darkest = 1;
        for (int n = 0; n < 5000; n++) {
            covered += sky.cloudCover(n * 11.0) > 0.5 ? 1 : 0;
            darkest = Math.min(darkest, sky.transparency(n * 11.0));
        }
        assertEquals(0.3, covered / 5000.0, 0.04);
        assertEquals(0.8 * 0.8 * 0.2, darkest, 1e-6);
        assertEquals(13, sky.skyPhotonsPerArcsec2PerM2PerS(0), 1e-9);
        assertEquals(3 + 10 / Math.E, sky.skyPhotonsPerArcsec2PerM2PerS(100), 1e-9);
    }
}
