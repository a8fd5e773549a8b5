package org.lucida.focus;

import java.util.Arrays;

/**
 * Fits an elliptical Moffat profile to a star: {@code A (1 + k q)^(-1/k)}, q a quadratic form of the distance.
 *
 * <p>k = 1 / beta; k = 0 is the Gaussian exp(-q), larger ones have wider wings. Seven numbers: A, x, y, the three of q, and
 * k, by Levenberg-Marquardt steps with equal weights on the background-subtracted plane.
 *
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Moffat 1969, A&amp;A 3, 455; Marquardt 1963, J. SIAM 11, 431.
 */
final class MoffatFit {
    private static final int N = 7;
    private static final int MAX_STEP_COUNT = 60;
    private static final double TOLERANCE = 1e-5;
    /** Widest wings: beta = 1.33, and the least that still holds a finite amount of light is beta = 1. */
    private static final double MAX_K = 0.75;
    /**
     * What is expected of k before looking, and how surely: beta of about 4, as in seeing. Worth one pixel's noise, it matters
     * for faint stars only.
     */
    private static final double USUAL_K = 0.25;

    private static final double USUAL_K_SIGMA = 0.2;
    /** Below this k the profile is a Gaussian to float precision. */
    private static final double GAUSSIAN_K = 1e-6;
    /** Samples across the fitted square at most; bigger stars are read with gaps. */
    private static final int MAX_SIDE = 25;

    private final double[] p = new double[N];
    private final double[] trial = new double[N];
    private final double[] gradient = new double[N];
    private final double[] jacobian = new double[N];
    private final double[][] normal = new double[N][N];
    private final double[][] work = new double[N][N];
    private final double[] step = new double[N];

    private float[] adu;
    private int widthPx;
    private int left;
    private int right;
    private int top;
    private int bottom;
    private int stride;
    private double limitAdu;
    private double priorWeight;
    private double radius2;
    private double centreX;
    private double centreY;
    private int sampleCount;
    private double modelSquares;
    private double misfitFraction;

    /**
     * Fits.
     *
     * @param plane background-subtracted, row-major. Not modified
     * @param limit pixels at or above it are full and left out
     * @param noiseAdu of a pixel, to tell misfit from noise
     * @return true if the steps came to rest on a star-like profile
     */
    boolean run(
            float[] plane,
            int planeWidthPx,
            int planeHeightPx,
            double xPx,
            double yPx,
            double radiusPx,
            double hfdPx,
            double peakAdu,
            double limit,
            double noiseAdu) {
        adu = plane;
        widthPx = planeWidthPx;
        left = (int) Math.max(0, Math.ceil(xPx - radiusPx));
        right = (int) Math.min(planeWidthPx - 1, Math.floor(xPx + radiusPx));
        top = (int) Math.max(0, Math.ceil(yPx - radiusPx));
        bottom = (int) Math.min(planeHeightPx - 1, Math.floor(yPx + radiusPx));
        stride = Math.max(1, (int) Math.ceil((right - left + 1) / (double) MAX_SIDE));
        limitAdu = limit;
        priorWeight = noiseAdu * noiseAdu / (USUAL_K_SIGMA * USUAL_K_SIGMA);
        radius2 = radiusPx * radiusPx;
        centreX = xPx;
        centreY = yPx;
        double curvature = 4 * Math.log(2) / (hfdPx * hfdPx);
        p[0] = peakAdu;
        p[1] = xPx;
        p[2] = yPx;
        p[3] = curvature;
        p[4] = 0;
        p[5] = curvature;
        p[6] = 0.3;
        double cost = sum(p, true);
        if (sampleCount < N + 2) {
            return false;
        }
        double damping = 1e-3;
        boolean rests = false;
        for (int n = 0; n < MAX_STEP_COUNT && !rests; n++) {
            if (!solve(damping)) {
                damping *= 10;
                continue;
            }
            propose();
            double next = isStarLike(trial) ? sum(trial, false) : Double.POSITIVE_INFINITY;
            if (next <= cost) {
                rests = cost - next <= TOLERANCE * TOLERANCE * cost + 1e-30 || isSmall();
                System.arraycopy(trial, 0, p, 0, N);
                damping = Math.max(1e-9, damping / 10);
                cost = sum(p, true);
            } else {
                damping *= 10;
                rests = damping > 1e8;
            }
        }
        double excess = Math.max(0, cost - (sampleCount - N) * noiseAdu * noiseAdu);
        misfitFraction = modelSquares > 0 ? excess / modelSquares : 1;
        return rests && Math.hypot(p[1] - xPx, p[2] - yPx) < radiusPx;
    }

    private void propose() {
        for (int i = 0; i < N; i++) {
            trial[i] = p[i] + step[i];
        }
        trial[6] = Math.max(0, Math.min(MAX_K, trial[6]));
    }

    private boolean isStarLike(double[] q) {
        return q[0] > 0 && q[3] > 0 && q[5] > 0 && q[3] * q[5] > q[4] * q[4];
    }

    private boolean isSmall() {
        double width = Math.sqrt(p[3] * p[5]);
        return Math.abs(step[0]) < TOLERANCE * p[0]
                && Math.hypot(step[1], step[2]) * Math.sqrt(width) < TOLERANCE
                && Math.abs(step[3]) + Math.abs(step[4]) + Math.abs(step[5]) < TOLERANCE * width
                && Math.abs(trial[6] - p[6]) < TOLERANCE;
    }

    /** Sum of squared residuals; with derivatives also the normal equations. */
    private double sum(double[] q, boolean derivatives) {
        if (derivatives) {
            for (int a = 0; a < N; a++) {
                gradient[a] = 0;
                Arrays.fill(normal[a], 0);
            }
        }
        double cost = priorWeight * (q[6] - USUAL_K) * (q[6] - USUAL_K);
        double squares = 0;
        int count = 0;
        for (int y = top; y <= bottom; y += stride) {
            double dy = y - q[2];
            double ry = (y - centreY) * (y - centreY);
            for (int x = left; x <= right; x += stride) {
                double value = adu[y * widthPx + x];
                if (!(value < limitAdu) || (x - centreX) * (x - centreX) + ry > radius2) {
                    continue;
                }
                double dx = x - q[1];
                double form = q[3] * dx * dx + 2 * q[4] * dx * dy + q[5] * dy * dy;
                double k = q[6];
                double base = 1 + k * form;
                double log = k > GAUSSIAN_K ? Math.log(base) / k : form;
                double shape = Math.exp(-log);
                double model = q[0] * shape;
                double residual = value - model;
                cost += residual * residual;
                squares += model * model;
                count++;
                if (derivatives) {
                    double slope = -model / base;
                    jacobian[0] = shape;
                    jacobian[1] = -slope * 2 * (q[3] * dx + q[4] * dy);
                    jacobian[2] = -slope * 2 * (q[4] * dx + q[5] * dy);
                    jacobian[3] = slope * dx * dx;
                    jacobian[4] = slope * 2 * dx * dy;
                    jacobian[5] = slope * dy * dy;
                    jacobian[6] = model * (k > 1e-3 ? (log - form / base) / k : form * form * (0.5 - 2 * k * form / 3));
                    for (int a = 0; a < N; a++) {
                        gradient[a] += jacobian[a] * residual;
                        for (int b = 0; b <= a; b++) {
                            normal[a][b] += jacobian[a] * jacobian[b];
                        }
                    }
                }
            }
        }
        if (derivatives) {
            normal[6][6] += priorWeight;
            gradient[6] += priorWeight * (USUAL_K - q[6]);
            if ((q[6] == 0 && gradient[6] < 0) || (q[6] == MAX_K && gradient[6] > 0)) {
                // at the end of its range k stays
                Arrays.fill(normal[6], 0, 6, 0);
                gradient[6] = 0;
            }
        }
        sampleCount = count;
        modelSquares = squares;
        return cost;
    }

    /** Cholesky of the damped normal equations. */
    private boolean solve(double damping) {
        for (int a = 0; a < N; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = normal[a][b] * (a == b ? 1 + damping : 1);
                for (int c = 0; c < b; c++) {
                    sum -= work[a][c] * work[b][c];
                }
                if (a == b) {
                    if (!(sum > 0)) {
                        return false;
                    }
                    work[a][a] = Math.sqrt(sum);
                } else {
                    work[a][b] = sum / work[b][b];
                }
            }
        }
        for (int a = 0; a < N; a++) {
            double sum = gradient[a];
            for (int c = 0; c < a; c++) {
                sum -= work[a][c] * step[c];
            }
            step[a] = sum / work[a][a];
        }
        for (int a = N - 1; a >= 0; a--) {
            double sum = step[a];
            for (int c = a + 1; c < N; c++) {
                sum -= work[c][a] * step[c];
            }
            step[a] = sum / work[a][a];
        }
        return true;
    }

    /** Light that the profile does not explain, as a share of its own squares, noise taken out. */
    double misfitFraction() {
        return misfitFraction;
    }

    double xPx() {
        return p[1];
    }

    double yPx() {
        return p[2];
    }

    /** Value of q at half the maximum. */
    private double halfForm() {
        double k = p[6];
        return k > GAUSSIAN_K ? (Math.pow(2, k) - 1) / k : Math.log(2);
    }

    /** Geometric mean of the full widths at half maximum of both axes. */
    double fwhmPx() {
        return 2 * Math.sqrt(halfForm()) / Math.pow(p[3] * p[5] - p[4] * p[4], 0.25);
    }

    /** Diameter of the circle with half of the light, for a round star of the same area. */
    double hfdPx() {
        double k = p[6];
        double form = k > GAUSSIAN_K ? (Math.pow(2, k / (1 - k)) - 1) / k : Math.log(2);
        return 2 * Math.sqrt(form) / Math.pow(p[3] * p[5] - p[4] * p[4], 0.25);
    }

    /** Short axis over long axis. */
    double roundnessRatio() {
        double half = (p[3] + p[5]) / 2;
        double spread = Math.hypot((p[3] - p[5]) / 2, p[4]);
        return Math.sqrt((half - spread) / (half + spread));
    }

    /** Direction of the long axis, from x towards y, 0 .. 180. */
    double angleDeg() {
        double shortAxis = 0.5 * Math.toDegrees(Math.atan2(2 * p[4], p[3] - p[5]));
        return ((shortAxis + 90) % 180 + 180) % 180;
    }

    /** Share of the profile's light outside a circle, for a round star of the same area. */
    double outsideFraction(double radiusPx) {
        double k = p[6];
        double form = Math.sqrt(p[3] * p[5] - p[4] * p[4]) * radiusPx * radiusPx;
        return k > GAUSSIAN_K ? Math.pow(1 + k * form, 1 - 1 / k) : Math.exp(-form);
    }
}
