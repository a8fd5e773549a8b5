package org.lucida.simulator.air;

import org.lucida.simulator.chance.CountedRandom;

/**
 * The slow swell below the lowest wave of a torus: sub-harmonics as plane waves in absolute coordinates, never repeating.
 *
 * <p>How: the cell around zero frequency is divided into 3 x 3, the middle one again, and so on; each cell is one wave whose
 * power is the slope-weighted mean over the cell. The two cells opposite each other are drawn as one wave.
 * <p>The longest torus side is at least 8 apertures, so that over an aperture a wave is its second-order Taylor series:
 * error below 1e-3 of the wave's curvature term.
 * <p>Source: SCIENCE 7.1, cell-averaged sub-harmonics.
 */
final class LowWaves {
    private static final int[][] HALF_RING = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}};

    private static final double PER_TURN = 1 / (2 * Math.PI);

    private final int count;
    private final double[] perMeterU;
    private final double[] perMeterV;
    private final double[] cosine;
    private final double[] sine;

    /** @param levels how often the middle cell is divided: 4 reach 81 torus sides */
    LowWaves(double sideM, double outerScaleM, int levels, CountedRandom random) {
        count = levels * HALF_RING.length;
        perMeterU = new double[count];
        perMeterV = new double[count];
        cosine = new double[count];
        sine = new double[count];
        double outerSquared = PhaseScreen.lowestSquared(outerScaleM);
        double cell = 1 / sideM;
        int n = 0;
        for (int level = 0; level < levels; level++) {
            cell /= 3;
            for (int[] place : HALF_RING) {
                double fu = place[0] * cell;
                double fv = place[1] * cell;
                double amplitude = Math.sqrt(2 * PhaseScreen.cellPower(fu, fv, cell, outerSquared));
                perMeterU[n] = 2 * Math.PI * fu;
                perMeterV[n] = 2 * Math.PI * fv;
                cosine[n] = amplitude * random.gaussian(2L * n);
                sine[n] = amplitude * random.gaussian(2L * n + 1);
                n++;
            }
        }
    }

    /**
     * Adds value, slopes and curvatures at a point: {@code poly = [1, u, v, uu, uv, vv]} so that the phase near it is
     * poly0 + poly1 du + poly2 dv + poly3 du^2 + poly4 du dv + poly5 dv^2. Modifies {@code poly}.
     */
    void addAt(double uM, double vM, double gain, double[] poly) {
        for (int n = 0; n < count; n++) {
            double ku = perMeterU[n];
            double kv = perMeterV[n];
            // sine and cosine from half the angle by Taylor's series to the 14th power: error below 3e-9
            double turns = (ku * uM + kv * vM) * PER_TURN;
            double half = Math.PI * (turns - Math.rint(turns));
            double q = half * half;
            double sh = half
                    * (1
                            - q
                                    / 6
                                    * (1
                                            - q
                                                    / 20
                                                    * (1
                                                            - q
                                                                    / 42
                                                                    * (1
                                                                            - q
                                                                                    / 72
                                                                                    * (1
                                                                                            - q
                                                                                                    / 110
                                                                                                    * (1
                                                                                                            - q
                                                                                                                    / 156
                                                                                                                    * (1
                                                                                                                            - q
                                                                                                                                    / 210)))))));
            double ch = 1
                    - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90 * (1 - q / 132 * (1 - q / 182))))));
            double c = 1 - 2 * sh * sh;
            double s = 2 * sh * ch;
            double value = gain * (cosine[n] * c + sine[n] * s);
            double slope = gain * (sine[n] * c - cosine[n] * s);
            poly[0] += value;
            poly[1] += ku * slope;
            poly[2] += kv * slope;
            poly[3] -= 0.5 * ku * ku * value;
            poly[4] -= ku * kv * value;
            poly[5] -= 0.5 * kv * kv * value;
        }
    }

    /** The exact value, for tests. */
    double at(double uM, double vM) {
        double sum = 0;
        for (int n = 0; n < count; n++) {
            double angle = perMeterU[n] * uM + perMeterV[n] * vM;
            sum += cosine[n] * StrictMath.cos(angle) + sine[n] * StrictMath.sin(angle);
        }
        return sum;
    }
}
