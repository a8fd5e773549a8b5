package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;

class LocalShiftsTest {
    private static final int W = 260;
    private static final int H = 220;
    private static final int BLOB_COUNT = 900;

    private final double[] blobX = new double[BLOB_COUNT];
    private final double[] blobY = new double[BLOB_COUNT];
    private final double[] blobSigma = new double[BLOB_COUNT];
    private final double[] blobAdu = new double[BLOB_COUNT];

    LocalShiftsTest() {
        Random random = new Random(12);
        for (int i = 0; i < BLOB_COUNT; i++) {
            blobX[i] = -20 + random.nextDouble() * (W + 40);
            blobY[i] = -20 + random.nextDouble() * (H + 40);
            blobSigma[i] = 1.5 + 4 * random.nextDouble();
            blobAdu[i] = (random.nextBoolean() ? 1 : -1) * (40 + 80 * random.nextDouble());
        }
    }

    /** Displacement of the content at reference place x, y: seeing of amplitude a px on top of the whole frame's. */
    private static double d(double x, double y, double amplitude, double phase) {
        return amplitude * Math.sin(x / 31 + phase) * Math.cos(y / 27 - 2 * phase);
    }

    /** A cratered ground, 1000 ADU in the mean; each crater goes where the field carries its middle. */
    private Plane ground(double dx, double dy, double amplitude, double noise, long seed) {
        Plane plane = new Plane(W, H);
        java.util.Arrays.fill(plane.adu, 1000);
        for (int k = 0; k < BLOB_COUNT; k++) {
            double x = blobX[k] + dx + d(blobX[k], blobY[k], amplitude, 0.3);
            double y = blobY[k] + dy + d(blobX[k], blobY[k], amplitude, 1.7);
            int reach = (int) Math.ceil(5 * blobSigma[k]);
            for (int j = (int) Math.max(0, y - reach); j < Math.min(H, y + reach); j++) {
                for (int i = (int) Math.max(0, x - reach); i < Math.min(W, x + reach); i++) {
                    double r2 = (i - x) * (i - x) + (j - y) * (j - y);
                    plane.adu[j * W + i] += (float) (blobAdu[k] * Math.exp(-r2 / (2 * blobSigma[k] * blobSigma[k])));
                }
            }
        }
        Random random = new Random(seed);
        for (int i = 0; i < plane.adu.length; i++) {
            plane.adu[i] += (float) (noise * random.nextGaussian());
        }
        return plane;
    }

    /** {rms error per axis, rms claimed sigma, found share, points}. */
    private double[] errors(double dx, double dy, double amplitude, double referenceNoise, double noise) {
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        shifts.reference(ground(0, 0, 0, referenceNoise, 1), noise);
        double squares = 0;
        double claimed = 0;
        int found = 0;
        int all = 0;
        for (int seed = 2; seed < 6; seed++) {
            shifts.measure(ground(dx, dy, amplitude, noise, seed), dx + 0.2, dy - 0.3);
            for (int i = 0; i < shifts.pointCount(); i++) {
                all++;
                if (Float.isNaN(shifts.displacementXPx(i))) {
                    continue;
                }
                double ex = shifts.displacementXPx(i) - dx - d(shifts.xPx(i), shifts.yPx(i), amplitude, 0.3);
                double ey = shifts.displacementYPx(i) - dy - d(shifts.xPx(i), shifts.yPx(i), amplitude, 1.7);
                squares += (ex * ex + ey * ey) / 2;
                claimed += shifts.sigmaPx(i) * shifts.sigmaPx(i);
                found++;
            }
        }
        return new double[] {
            Math.sqrt(squares / found), Math.sqrt(claimed / found), (double) found / all, shifts.pointCount()
        };
    }

    @Test
    void contentMovedByFiveAndMinusThreeIsFoundThereEverywhere() {
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        shifts.reference(ground(0, 0, 0, 0, 1), 1);
        shifts.measure(ground(5, -3, 0, 0, 1), 5, -3);
        int found = 0;
        for (int i = 0; i < shifts.pointCount(); i++) {
            if (!Float.isNaN(shifts.displacementXPx(i))) {
                assertEquals(5, shifts.displacementXPx(i), 0.01);
                assertEquals(-3, shifts.displacementYPx(i), 0.01);
                found++;
            }
        }
        assertTrue(found > 40, "found " + found);
    }

    @Test
    void wholeFramesAreFollowedToTheNoise() {
        StringBuilder table = new StringBuilder();
        boolean isGood = true;
        for (double noise : new double[] {2, 10, 30}) {
            for (double referenceNoise : new double[] {0.1, 10}) {
                double[] error = errors(2.37, -1.81, 0, referenceNoise, noise);
                table.append(String.format(
                        "noise %4.1f reference %4.1f: rms %.4f claimed %.4f found %.2f of %.0f%n",
                        noise, referenceNoise, error[0], error[1], error[2], error[3]));
                isGood &= error[2] > 0.85 && error[0] < 1.4 * error[1] + 0.003 && error[0] > 0.65 * error[1];
            }
        }
        if (System.getProperty("figures") != null) {
            System.out.print(table);
        }
        assertTrue(isGood, table.toString());
    }

    @Test
    void warpsOfTheAirAreSeenToATenthOfAPixel() {
        double[] error = errors(-4.4, 3.6, 0.8, 1, 5);
        if (System.getProperty("figures") != null) {
            System.out.printf(
                    "warp of 0.8 px: rms %.4f claimed %.4f found %.2f of %.0f%n",
                    error[0], error[1], error[2], error[3]);
        }
        assertTrue(error[0] < 0.15 && error[2] > 0.85, "rms " + error[0] + " found " + error[2]);
    }

    @Test
    void pointsLieOnStructureOnly() {
        Plane plane = ground(0, 0, 0, 3, 1);
        Random random = new Random(4);
        for (int y = 0; y < H; y++) {
            for (int x = W / 2; x < W; x++) {
                plane.adu[y * W + x] = (float) (1000 + 3 * random.nextGaussian());
            }
        }
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        shifts.reference(plane, 3);
        assertTrue(shifts.pointCount() > 15 && shifts.pointCount() < 45, "points " + shifts.pointCount());
        for (int i = 0; i < shifts.pointCount(); i++) {
            assertTrue(shifts.xPx(i) < W / 2 + 21, "x " + shifts.xPx(i));
        }
        shifts.reference(new Plane(W, H), 3);
        assertEquals(0, shifts.pointCount());
        shifts.measure(new Plane(W, H), 0, 0);
    }

    @Test
    void nothingIsFoundInAnEmptyFrame() {
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        shifts.reference(ground(0, 0, 0, 0.5, 1), 5);
        Plane empty = new Plane(W, H);
        Random random = new Random(4);
        for (int i = 0; i < empty.adu.length; i++) {
            empty.adu[i] = (float) (1000 + 5 * random.nextGaussian());
        }
        shifts.measure(empty, 0, 0);
        int found = 0;
        for (int i = 0; i < shifts.pointCount(); i++) {
            found += Float.isNaN(shifts.displacementXPx(i)) ? 0 : 1;
        }
        assertTrue(found <= shifts.pointCount() / 20, "found " + found);
        shifts.measure(empty, Double.NaN, 0);
        assertTrue(Float.isNaN(shifts.displacementXPx(0)));
        shifts.measure(empty, 1000, 0);
        assertTrue(Float.isNaN(shifts.displacementXPx(0)));
    }

    @Test
    void largePlanesKeepToThreeHundredPoints() {
        LocalShifts shifts = new LocalShifts(968, 548, 16, 24);
        Plane plane = new Plane(968, 548);
        Random random = new Random(4);
        for (int i = 0; i < plane.adu.length; i++) {
            plane.adu[i] = random.nextInt(1000);
        }
        shifts.reference(plane, 0.1);
        assertTrue(shifts.pointCount() <= LocalShifts.MAX_POINT_COUNT && shifts.pitchPx() > 16);
    }

    @Test
    void misuseIsRefused() {
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        assertThrows(IllegalStateException.class, () -> shifts.measure(new Plane(W, H), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> shifts.reference(new Plane(3, 3), 1));
        assertThrows(IllegalArgumentException.class, () -> new LocalShifts(W, H, 4, 40));
    }

    @Test
    void measuringAllocatesNothing() {
        LocalShifts shifts = new LocalShifts(W, H, 24, 40);
        Plane plane = ground(0, 0, 0, 1, 1);
        Plane frame = ground(0.4, 0.3, 0.5, 3, 2);
        assertEquals(0, Allocation.leastBytes(() -> {
            shifts.reference(plane, 3);
            shifts.measure(frame, 0.4, 0.3);
        }));
    }
}
