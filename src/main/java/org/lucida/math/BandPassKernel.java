package org.lucida.math;

/** The two-dimensional kernel behind {@link BandPassEnergy} and the few sums over it that its errors need. */
final class BandPassKernel {
    private static final double[] SECOND = {1, -2, 1};

    private final int radius;
    private final boolean isQuadrature;
    private final double[][] first;
    private final double[][] second;
    private final double noiseGain;
    private final double[][] debiased;

    BandPassKernel(RowFilter alongX1, RowFilter alongY1, RowFilter alongX2, RowFilter alongY2, boolean isQuadrature) {
        this.isQuadrature = isQuadrature;
        radius = Math.max(
                Math.max(1, Math.max(alongX1.radiusPx(), alongX2.radiusPx())),
                Math.max(alongY1.radiusPx(), alongY2.radiusPx()));
        first = outer(alongX1, alongY1);
        second = outer(alongX2, alongY2);
        if (!isQuadrature) {
            for (int y = 0; y < first.length; y++) {
                for (int x = 0; x < first.length; x++) {
                    first[y][x] += second[y][x];
                    second[y][x] = 0;
                }
            }
        }
        noiseGain = correlation(0, 0);
        int lags = 2 * radius;
        debiased = new double[2 * lags + 1][2 * lags + 1];
        for (int dy = -lags; dy <= lags; dy++) {
            for (int dx = -lags; dx <= lags; dx++) {
                debiased[dy + lags][dx + lags] = debiasedCorrelation(dx, dy);
            }
        }
    }

    private double[][] outer(RowFilter alongX, RowFilter alongY) {
        double[][] kernel = new double[2 * radius + 1][2 * radius + 1];
        for (int y = -radius; y <= radius; y++) {
            for (int x = -radius; x <= radius; x++) {
                kernel[y + radius][x + radius] = (double) alongX.tap(x) * alongY.tap(y);
            }
        }
        return kernel;
    }

    /** Sum of squares. */
    double noiseGain() {
        return noiseGain;
    }

    /** Sum over all lags of the squared correlation of the kernel minus its share of the diagonal band's. */
    double debiasedCorrelationGain() {
        double sum = 0;
        for (double[] row : debiased) {
            for (double a : row) {
                sum += a * a;
            }
        }
        return sum;
    }

    /** Largest power response of the kernel minus its share of the diagonal band's, on a grid of frequencies. */
    double highestResponse(int steps) {
        int lags = 2 * radius;
        double highest = 0;
        for (int v = 0; v <= steps; v++) {
            for (int u = 0; u <= steps; u++) {
                double sum = 0;
                for (int dy = -lags; dy <= lags; dy++) {
                    double cosY = Math.cos(Math.PI * v * dy / steps);
                    for (int dx = -lags; dx <= lags; dx++) {
                        // Both kernels mirror into themselves along x and along y, so sines cancel.
                        sum += debiased[dy + lags][dx + lags] * cosY * Math.cos(Math.PI * u * dx / steps);
                    }
                }
                highest = Math.max(highest, sum);
            }
        }
        return highest;
    }

    private double debiasedCorrelation(int dx, int dy) {
        double diagonal = 0;
        if (Math.abs(dx) <= 2 && Math.abs(dy) <= 2) {
            diagonal = secondCorrelation(dx) * secondCorrelation(dy);
        }
        double gain = secondCorrelation(0) * secondCorrelation(0);
        return correlation(dx, dy) - noiseGain / gain * diagonal;
    }

    private static double secondCorrelation(int lag) {
        double sum = 0;
        for (int i = 0; i < SECOND.length; i++) {
            int j = i + lag;
            if (j >= 0 && j < SECOND.length) {
                sum += SECOND[i] * SECOND[j];
            }
        }
        return sum;
    }

    private double correlation(int dx, int dy) {
        double sum = 0;
        int size = 2 * radius + 1;
        for (int y = Math.max(0, -dy); y < Math.min(size, size - dy); y++) {
            for (int x = Math.max(0, -dx); x < Math.min(size, size - dx); x++) {
                sum += first[y][x] * first[y + dy][x + dx];
                if (isQuadrature) {
                    sum += second[y][x] * second[y + dy][x + dx];
                }
            }
        }
        return sum;
    }
}
