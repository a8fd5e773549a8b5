package org.lucida.simulator.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MountMotionTest {
    private static MountSettings wind(double rmsArcsec, double gustFraction) {
        return new MountSettings(0, 0, 0, 480, 0, rmsArcsec, 0.5, 8, gustFraction, false, 50, 180, 45, -1, 0, 0, 0, 1);
    }

    private static MountSettings altAz(double latitudeDeg, double azimuthDeg, double altitudeDeg) {
        return new MountSettings(
                0, 0, 0, 480, 0, 0, 0.5, 8, 0, true, latitudeDeg, azimuthDeg, altitudeDeg, -1, 0, 0, 0, 1);
    }

    @Test
    void aPerfectMountStandsStill() {
        MountMotion motion = new MountMotion(MountSettings.STILL, 0.2, 1);
        assertEquals(0, motion.xPx(123));
        assertEquals(0, motion.yPx(123));
        assertEquals(0, motion.rotationRad(123));
        assertFalse(motion.dropped(123));
    }

    @Test
    void driftGrowsWithTimeInPixels() {
        MountSettings drifting =
                new MountSettings(0.5, -0.2, 0, 480, 0, 0, 0.5, 8, 0, false, 50, 180, 45, -1, 0, 0, 0, 1);
        MountMotion motion = new MountMotion(drifting, 0.25, 1);
        assertEquals(20, motion.xPx(10), 1e-9);
        assertEquals(-8, motion.yPx(10), 1e-9);
    }

    @Test
    void theWormComesBackAfterItsPeriodAndMovesAlongRightAscension() {
        MountSettings worm = new MountSettings(0, 0, 6, 400, 30, 0, 0.5, 8, 0, false, 50, 180, 45, -1, 0, 0, 0, 1);
        MountMotion motion = new MountMotion(worm, 0.5, 3);
        double most = 0;
        for (int s = 0; s < 400; s += 5) {
            assertEquals(motion.xPx(s), motion.xPx(s + 400), 1e-9);
            assertEquals(Math.tan(Math.toRadians(30)) * motion.xPx(s), motion.yPx(s), 1e-9);
            most = Math.max(most, Math.hypot(motion.xPx(s), motion.yPx(s)));
        }
        assertEquals(12, most, 2);
    }

    @Test
    void windHasItsStrengthInBothAxesAndItsBand() {
        for (double gust : new double[] {0, 0.5}) {
            MountMotion motion = new MountMotion(wind(0.4, gust), 0.1, 5);
            double sumX = 0;
            double sumY = 0;
            double product = 0;
            int count = 40_000;
            for (int i = 0; i < count; i++) {
                double x = motion.xPx(i * 0.03);
                double y = motion.yPx(i * 0.03);
                sumX += x * x;
                sumY += y * y;
                product += x * y;
            }
            assertEquals(4, Math.sqrt((sumX + sumY) / count / 2), 0.3, "gust " + gust);
            assertEquals(4, Math.sqrt(sumX / count), 0.8);
            assertEquals(0, product / count / 16, 0.1);
            // Nothing is faster than 8 Hz: within a millisecond the picture cannot run.
            for (int i = 0; i < 1000; i++) {
                double step = Math.abs(motion.xPx(i * 0.1 + 0.001) - motion.xPx(i * 0.1));
                assertTrue(step < 4 * 4 * 2 * Math.PI * 8 * 0.001, "step " + step);
            }
        }
    }

    @Test
    void anyInstantInAnyOrderIsTheSame() {
        MountMotion one = new MountMotion(wind(0.4, 0.3), 0.1, 5);
        MountMotion two = new MountMotion(wind(0.4, 0.3), 0.1, 5);
        double late = one.xPx(77.7);
        double early = one.xPx(1.5);
        assertEquals(early, two.xPx(1.5));
        assertEquals(late, two.xPx(77.7));
        assertTrue(late != new MountMotion(wind(0.4, 0.3), 0.1, 6).xPx(77.7));
    }

    @Test
    void theFieldTurnsAtTheTextbookRate() {
        for (double latitude : new double[] {50, 28, -33}) {
            for (double azimuth : new double[] {20, 100, 180, 250, 359}) {
                for (double altitude : new double[] {15, 45, 75}) {
                    MountMotion motion = new MountMotion(altAz(latitude, azimuth, altitude), 0.2, 1);
                    double rate = (motion.rotationRad(1) - motion.rotationRad(-1)) / 2;
                    double textbook = -Math.toRadians(15.041 / 3600)
                            * Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(azimuth))
                            / Math.cos(Math.toRadians(altitude));
                    assertEquals(
                            textbook,
                            rate,
                            1e-4 * Math.abs(textbook) + 1e-10,
                            latitude + " " + azimuth + " " + altitude);
                }
            }
        }
    }

    @Test
    void inTheSouthTheFieldTurnsClockwiseOnTheScreen() {
        MountMotion motion = new MountMotion(altAz(50, 180, 45), 0.2, 1);
        assertTrue(motion.rotationRad(60) > 0);
        assertEquals(45, motion.altitudeDeg(0), 1e-9);
        assertTrue(motion.altitudeDeg(3600) < 45);
    }

    @Test
    void aDroppedTargetComesBack() {
        MountSettings dropping =
                new MountSettings(0, 0, 0, 480, 0, 0, 0.5, 8, 0, false, 50, 180, 45, 10, 40, -20, 5, 2);
        MountMotion motion = new MountMotion(dropping, 0.5, 1);
        assertEquals(0, motion.xPx(10));
        assertFalse(motion.dropped(9.9));
        assertEquals(80, motion.xPx(13), 1e-9);
        assertEquals(-40, motion.yPx(16.9), 1e-9);
        assertTrue(motion.dropped(15));
        assertEquals(0, motion.xPx(19.1), 1e-9);
        assertFalse(motion.dropped(19.1));
    }
}
