package org.lucida.simulator.formation;

import java.util.List;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.LayerSettings;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.PsfQuality;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.optics.Telescope;
import org.lucida.simulator.wave.PlaneFourier;

/**
 * Draws many independent airs and measures them through the simulator's own classes.
 *
 * <p>Each air is one layer at 10 km with its own seed, r0 = D, seen from the zenith at 500 nm; other D / r0 follow by the factor
 * (D / r0)^(5/6). Eight apertures 1 m apart are taken from each.
 */
final class AirStatistics {
    static final double APERTURE_M = 0.28;
    static final double WAVELENGTH_M = 500e-9;
    static final double ALTITUDE_M = 10000;
    static final double WIND_M_PER_S = 10;
    private static final int SAMPLES = 8;
    private static final int PSF_PX = 128;
    /** lambda / D in pixels: 32 points across the aperture. */
    static final double PX_PER_LAMBDA_D = PSF_PX / 32.0;

    static final double GRID_RAD = WAVELENGTH_M / APERTURE_M / PX_PER_LAMBDA_D;

    final Pupil pupil = new Pupil(Telescope.perfect(APERTURE_M, 5), WAVELENGTH_M, GRID_RAD, PSF_PX);
    private final double outerScaleM;
    private final int airCount;
    private final long firstSeed;
    private final float[] phase = new float[pupil.footprint.count];
    private final float[] other = new float[pupil.footprint.count];
    private final Atmosphere.Room room = new Atmosphere.Room();
    private final double[] gradient = new double[2];
    private final int[][] index;
    private final double[][] cellShare;

    AirStatistics(double outerScaleM, int airCount, long firstSeed) {
        this.outerScaleM = outerScaleM;
        this.airCount = airCount;
        this.firstSeed = firstSeed;
        index = new int[36][36];
        for (int[] row : index) {
            java.util.Arrays.fill(row, -1);
        }
        double step = pupil.footprint.stepM;
        for (int n = 0; n < pupil.footprint.count; n++) {
            int x = (int) Math.rint(pupil.footprint.xM(n) / step + 16.5);
            int y = (int) Math.rint(pupil.footprint.yM(n) / step + 16.5);
            index[y][x] = n;
        }
        cellShare = new double[35][35];
        for (int y = 0; y < 35; y++) {
            for (int x = 0; x < 35; x++) {
                // cells whose middle lies within the aperture of 16 px radius
                cellShare[y][x] = Math.hypot(x - 16, y - 16) <= 16 ? 1 : 0;
            }
        }
    }

    Atmosphere air(int number, double fieldRad, double runS) {
        AirSettings settings = new AirSettings(
                APERTURE_M,
                outerScaleM,
                0,
                List.of(new LayerSettings(ALTITUDE_M, 1, WIND_M_PER_S, 0)),
                0,
                3,
                0,
                firstSeed + number);
        return new Atmosphere(settings, APERTURE_M, fieldRad, APERTURE_M / 32, runS);
    }

    private void phaseOf(Atmosphere air, double xRad, double yRad, double timeS, float[] out) {
        air.phase(pupil.footprint, xRad, yRad, timeS, 1, out, room);
    }

    /** Structure function along x and y for whole-step lags, rad^2 for r0 = 1 m. */
    double[] structure(int[] lags) {
        double[] sum = new double[lags.length];
        double[] count = new double[lags.length];
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, 0, 0.8);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                for (int l = 0; l < lags.length; l++) {
                    for (int y = 0; y < 36; y++) {
                        for (int x = 0; x + lags[l] < 36; x++) {
                            addSquare(index[y][x], index[y][x + lags[l]], l, sum, count);
                            addSquare(index[x][y], index[x + lags[l]][y], l, sum, count);
                        }
                    }
                }
            }
        }
        double perR0 = Math.pow(APERTURE_M, 5 / 3.0);
        for (int l = 0; l < lags.length; l++) {
            sum[l] *= perR0 / count[l];
        }
        return sum;
    }

    private void addSquare(int a, int b, int l, double[] sum, double[] count) {
        if (a >= 0 && b >= 0) {
            double gap = phase[a] - phase[b];
            sum[l] += gap * gap;
            count[l]++;
        }
    }

    /** {Z-tilt, G-tilt variance of one axis in (lambda / D)^2, tilt-removed variance in rad^2, all for D / r0 = 1}. */
    double[] tiltVariances() {
        double z = 0;
        double g = 0;
        double rest = 0;
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, 0, 0.8);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                double sx = pupil.slopeX(phase);
                double sy = pupil.slopeY(phase);
                z += sx * sx + sy * sy;
                meanGradient(phase, gradient);
                g += gradient[0] * gradient[0] + gradient[1] * gradient[1];
                rest += tiltFreeVariance(phase);
            }
        }
        double n = (double) airCount * SAMPLES;
        double unit = APERTURE_M / (2 * Math.PI);
        return new double[] {z / (2 * n) * unit * unit, g / (2 * n) * unit * unit, rest / n};
    }

    /** Tilt-free variances of all apertures for D / r0 = 1. */
    double[] tiltFreeVariances() {
        double[] all = new double[airCount * SAMPLES];
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, 0, 0.8);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                all[a * SAMPLES + s] = tiltFreeVariance(phase);
            }
        }
        return all;
    }

    double tiltFreeVariance(float[] of) {
        double sx = pupil.slopeX(of);
        double sy = pupil.slopeY(of);
        double mean = 0;
        double square = 0;
        double weights = 0;
        for (int n = 0; n < pupil.footprint.count; n++) {
            double w = pupil.weight(n);
            double value = of[n] - sx * pupil.footprint.xM(n) - sy * pupil.footprint.yM(n);
            mean += w * value;
            square += w * value * value;
            weights += w;
        }
        mean /= weights;
        return square / weights - mean * mean;
    }

    /** Mean gradient over the aperture (G-tilt), rad per m. */
    private void meanGradient(float[] of, double[] out) {
        double gx = 0;
        double gy = 0;
        double count = 0;
        for (int y = 0; y < 35; y++) {
            for (int x = 0; x < 35; x++) {
                double share = cellShare[y][x];
                if (share > 0) {
                    double a = of[index[y][x]];
                    double b = of[index[y][x + 1]];
                    double c = of[index[y + 1][x]];
                    double d = of[index[y + 1][x + 1]];
                    gx += share * (b - a + d - c) / 2;
                    gy += share * (c - a + d - b) / 2;
                    count += share;
                }
            }
        }
        out[0] = gx / count / pupil.footprint.stepM;
        out[1] = gy / count / pupil.footprint.stepM;
    }

    /**
     * Difference of tilts between two directions (or two times), in units of twice the variance of a tilt:
     * {longitudinal, transverse} for each s, G-tilts.
     */
    double[][] tiltDifferences(double[] separations, boolean inTime) {
        double[][] sum = new double[separations.length][2];
        double variance = 0;
        double[] here = new double[2];
        double widest = separations[separations.length - 1] * APERTURE_M;
        double runS = 0.8 + (inTime ? widest / WIND_M_PER_S : 0);
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, inTime ? 0 : 2 * widest / ALTITUDE_M, runS);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                meanGradient(phase, here);
                variance += here[0] * here[0] + here[1] * here[1];
                for (int k = 0; k < separations.length; k++) {
                    double way = separations[k] * APERTURE_M;
                    for (int axis = 0; axis < (inTime ? 1 : 2); axis++) {
                        double dx = !inTime && axis == 0 ? way / ALTITUDE_M : 0;
                        double dy = !inTime && axis == 1 ? way / ALTITUDE_M : 0;
                        phaseOf(air, dx, dy, 0.1 * s + (inTime ? way / WIND_M_PER_S : 0), other);
                        meanGradient(other, gradient);
                        double gapX = gradient[0] - here[0];
                        double gapY = gradient[1] - here[1];
                        double share = inTime ? 1 : 0.5;
                        sum[k][0] += share * (axis == 0 ? gapX * gapX : gapY * gapY);
                        sum[k][1] += share * (axis == 0 ? gapY * gapY : gapX * gapX);
                    }
                }
            }
        }
        for (double[] pair : sum) {
            pair[0] /= variance;
            pair[1] /= variance;
        }
        return sum;
    }

    /** Width of the mean picture of a star in lambda / r0, for each D / r0. */
    double[] longExposureWidths(double[] apertures) {
        PointSpread spread = new PointSpread(PSF_PX);
        float[][][] mean = new float[apertures.length][PSF_PX][PSF_PX];
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, 0, 0.8);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                for (int k = 0; k < apertures.length; k++) {
                    scale(apertures[k]);
                    spread.add(pupil, other, 0, 0, 1.0 / (airCount * SAMPLES), mean[k]);
                }
            }
        }
        double[] widths = new double[apertures.length];
        for (int k = 0; k < apertures.length; k++) {
            widths[k] = width(mean[k]) / PX_PER_LAMBDA_D / apertures[k];
        }
        return widths;
    }

    private void scale(double apertures) {
        float factor = (float) Math.pow(apertures, 5 / 6.0);
        for (int n = 0; n < other.length; n++) {
            other[n] = factor * phase[n];
        }
    }

    /** Full width at half maximum in px of a round picture, from its mean over circles about the centre of the window. */
    static double width(float[][] psf) {
        int size = psf.length;
        double top = psf[size / 2][size / 2];
        double finestStep = 0.25;
        double before = top;
        for (int n = 1; n * finestStep < size / 2.0 - 2; n++) {
            double value = ring(psf, n * finestStep);
            if (value < top / 2) {
                double radius = (n - 1 + (before - top / 2) / (before - value)) * finestStep;
                return 2 * radius;
            }
            before = value;
        }
        return Double.NaN;
    }

    private static double ring(float[][] psf, double radius) {
        int size = psf.length;
        double sum = 0;
        for (int n = 0; n < 64; n++) {
            double x = 0.5 * size + radius * Math.cos(2 * Math.PI * n / 64);
            double y = 0.5 * size + radius * Math.sin(2 * Math.PI * n / 64);
            sum += cubic(psf, x, y);
        }
        return sum / 64;
    }

    private static double cubic(float[][] psf, double x, double y) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        double sum = 0;
        for (int j = -1; j < 3; j++) {
            for (int i = -1; i < 3; i++) {
                sum += keys(x - ix - i) * keys(y - iy - j) * psf[iy + j][ix + i];
            }
        }
        return sum;
    }

    private static double keys(double t) {
        double a = Math.abs(t);
        return a < 1 ? 1 + a * a * (1.5 * a - 2.5) : a < 2 ? 2 + a * (-4 + a * (2.5 - 0.5 * a)) : 0;
    }

    /** Mean of |S|^2 / T^2 at half the cut-off, for each D / r0. */
    double[] speckleTransfer(double[] apertures) {
        PointSpread spread = new PointSpread(PSF_PX);
        PlaneFourier fourier = new PlaneFourier(PSF_PX);
        float[][] psf = new float[PSF_PX][PSF_PX];
        float[][] re = new float[PSF_PX][PSF_PX / 2 + 1];
        float[][] im = new float[PSF_PX][PSF_PX / 2 + 1];
        double[] sum = new double[apertures.length];
        spread.add(pupil, null, 0, 0, 1, psf);
        fourier.forward(psf, PSF_PX, PSF_PX, re, im);
        double perfect = ringPower(re, im);
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, 0, 0.8);
            for (int s = 0; s < SAMPLES; s++) {
                phaseOf(air, 0, 0, 0.1 * s, phase);
                for (int k = 0; k < apertures.length; k++) {
                    scale(apertures[k]);
                    for (float[] row : psf) {
                        java.util.Arrays.fill(row, 0f);
                    }
                    spread.add(pupil, other, 0, 0, 1, psf);
                    fourier.forward(psf, PSF_PX, PSF_PX, re, im);
                    sum[k] += ringPower(re, im) / perfect / (airCount * SAMPLES);
                }
            }
        }
        return sum;
    }

    /** Power at eight points of the ring that lie on the grid of the transform: cut-off is 32 bins, half of it 16. */
    private static double ringPower(float[][] re, float[][] im) {
        double sum = 0;
        for (int[] k : new int[][] {{16, 0}, {0, 16}, {PSF_PX - 16, 0}}) {
            sum += re[k[0]][k[1]] * re[k[0]][k[1]] + im[k[0]][k[1]] * im[k[0]][k[1]];
        }
        return sum;
    }

    /** Energy of the curl against that of the divergence of the tilt field over 20 x 20 directions. */
    double curlShare() {
        int side = 20;
        double gapRad = 0.1 * APERTURE_M / ALTITUDE_M;
        double curl = 0;
        double divergence = 0;
        double[][] tx = new double[side][side];
        double[][] ty = new double[side][side];
        for (int a = 0; a < airCount; a++) {
            Atmosphere air = air(a, side * gapRad * 1.5, 0.1);
            for (int j = 0; j < side; j++) {
                for (int i = 0; i < side; i++) {
                    phaseOf(air, (i - 9.5) * gapRad, (j - 9.5) * gapRad, 0, phase);
                    tx[j][i] = pupil.slopeX(phase);
                    ty[j][i] = pupil.slopeY(phase);
                }
            }
            for (int j = 1; j < side - 1; j++) {
                for (int i = 1; i < side - 1; i++) {
                    double div = tx[j][i + 1] - tx[j][i - 1] + ty[j + 1][i] - ty[j - 1][i];
                    double rot = ty[j][i + 1] - ty[j][i - 1] - tx[j + 1][i] + tx[j - 1][i];
                    divergence += div * div;
                    curl += rot * rot;
                }
            }
        }
        return curl / divergence;
    }

    /** Perfect mid-band contrast, to check the ring. */
    static double perfectMidBand() {
        return PsfQuality.perfectMidBandMtf();
    }
}
