package org.lucida.judge;

import org.jtransforms.fft.DoubleFFT_2D;
import org.lucida.frame.Plane;

/**
 * Fourier ring correlation and cross power of two half-set stacks: how much detail both halves agree on.
 *
 * <p>The noise of the halves is independent, so their cross spectrum holds signal only: the correlation says up to
 * which frequency there is any, the cross power in a band says how strong it is.
 * <p>Source: Saxton and Baumeister 1982, J. Microsc. 127, 127 (FRC).
 */
final class RingCorrelation {
    private final double[] correlation;
    private final double[] crossPower;
    private final double totalFlux;

    private RingCorrelation(double[] correlation, double[] crossPower, double totalFlux) {
        this.correlation = correlation;
        this.crossPower = crossPower;
        this.totalFlux = totalFlux;
    }

    /** Compares the same square region of two planes; sizePx must not exceed either plane. */
    static RingCorrelation of(Plane first, Plane second, int xPx, int yPx, int sizePx) {
        double[][] a = spectrum(first, xPx, yPx, sizePx);
        double[][] b = spectrum(second, xPx, yPx, sizePx);
        int rings = sizePx / 2;
        double[] cross = new double[rings];
        double[] powerA = new double[rings];
        double[] powerB = new double[rings];
        for (int y = 0; y < sizePx; y++) {
            int fy = y <= sizePx / 2 ? y : y - sizePx;
            for (int x = 0; x < sizePx; x++) {
                int fx = x <= sizePx / 2 ? x : x - sizePx;
                int ring = (int) Math.round(Math.hypot(fx, fy));
                if (ring < rings) {
                    double ar = a[y][2 * x];
                    double ai = a[y][2 * x + 1];
                    double br = b[y][2 * x];
                    double bi = b[y][2 * x + 1];
                    cross[ring] += ar * br + ai * bi;
                    powerA[ring] += ar * ar + ai * ai;
                    powerB[ring] += br * br + bi * bi;
                }
            }
        }
        double[] correlation = new double[rings];
        for (int r = 0; r < rings; r++) {
            double norm = Math.sqrt(powerA[r] * powerB[r]);
            correlation[r] = norm > 0 ? cross[r] / norm : 0;
        }
        return new RingCorrelation(correlation, cross, flux(first, xPx, yPx, sizePx) * flux(second, xPx, yPx, sizePx));
    }

    /** Mean correlation of the rings between two frequencies in cycles per pixel. */
    double mean(double fromPerPx, double toPerPx) {
        double sum = 0;
        int count = 0;
        for (int r = 1; r < correlation.length; r++) {
            double f = r / (2.0 * correlation.length);
            if (f >= fromPerPx && f <= toPerPx) {
                sum += correlation[r];
                count++;
            }
        }
        return sum / count;
    }

    /** First frequency in cycles per pixel where the correlation stays below 1/7 for three rings. */
    double resolvedPerPx() {
        for (int r = 2; r + 2 < correlation.length; r++) {
            if (Math.max(correlation[r], Math.max(correlation[r + 1], correlation[r + 2])) < 1 / 7.0) {
                return r / (2.0 * correlation.length);
            }
        }
        return 0.5;
    }

    /** Noise-free power between two frequencies, for ratios of stacks of the same frames. */
    double crossPower(double fromPerPx, double toPerPx) {
        double sum = 0;
        for (int r = 1; r < crossPower.length; r++) {
            double f = r / (2.0 * crossPower.length);
            if (f >= fromPerPx && f <= toPerPx) {
                sum += crossPower[r];
            }
        }
        return sum;
    }

    /** Noise-free band energy: cross power between two frequencies over the squared flux, times 1e6. */
    double bandEnergy(double fromPerPx, double toPerPx) {
        return 1e6 * crossPower(fromPerPx, toPerPx) / totalFlux;
    }

    private static double flux(Plane plane, int x0, int y0, int size) {
        double sum = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                sum += plane.adu[(y0 + y) * plane.widthPx + x0 + x];
            }
        }
        return sum;
    }

    /** Transform of the region, mean taken off, edges tapered over an eighth of the size. */
    private static double[][] spectrum(Plane plane, int x0, int y0, int size) {
        double mean = flux(plane, x0, y0, size) / ((double) size * size);
        double[][] field = new double[size][2 * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double value = plane.adu[(y0 + y) * plane.widthPx + x0 + x] - mean;
                field[y][2 * x] = value * taper(x, size) * taper(y, size);
            }
        }
        new DoubleFFT_2D(size, size).complexForward(field);
        return field;
    }

    private static double taper(int i, int size) {
        double edge = Math.min(i + 0.5, size - i - 0.5) / (size / 8.0);
        return edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
    }
}
