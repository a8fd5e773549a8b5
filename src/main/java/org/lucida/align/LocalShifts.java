package org.lucida.align;

import java.util.Arrays;
import org.lucida.frame.Plane;
import org.lucida.math.GaussianTaps;
import org.lucida.math.RowFilter;
import org.lucida.math.SubpixelShift;

/**
 * Where each part of the picture went: displacements at alignment points spread over the structure of the reference.
 *
 * <p>Points: one for each cell of a grid at most, at the place in the cell where the window holds most structure in its poorer
 * direction, as far as a frame like the reference could be located there better than {@value #LARGEST_SIGMA_PX} px; the
 * best {@link #MAX_POINT_COUNT} of them.
 * <p>Displacement: inverse-compositional least squares of {@code T(x + d) = alpha R(x) + beta} under a window that falls off
 * to its edge, started from the frame's displacement. The smoothed reference gives the weights, the reference as it is the
 * residual, so that noise in the reference does not pull the result towards the start; what it adds to the matrix is known
 * and taken out.
 *
 * <p>Units: px of the luminance plane. Sign: d is where the content went, T(x + d) shows what R shows at x; total
 * displacements, the frame's own included.
 * <p>Error: {@link #sigmaPx} is the one-sigma error per axis from the window's own residual; true errors are 0.85 to 0.97 of it
 * on a surface with noise only, and 0.06 px rms where air warps by 0.8 px over 30 px (LocalShiftsTest).
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Baker and Matthews 2004, Int. J. Computer Vision 56, 221; Shi and Tomasi 1994, CVPR (choice of points).
 */
public final class LocalShifts {
    /** Most alignment points. */
    public static final int MAX_POINT_COUNT = 300;

    /** Points that promise worse are not placed. */
    private static final double LARGEST_SIGMA_PX = 0.5;
    /** A displacement further than this from the frame's is no seeing; as a share of the window. */
    private static final double REACH_FRACTION = 0.25;
    /** Below this significance of the tile's brightness nothing was recognised. */
    private static final double LEAST_SIGNIFICANCE = 4;
    /** Gaussian that smooths the reference for the weights, px. */
    private static final double SMOOTH_PX = 0.8;

    private static final int MAX_STEP_COUNT = 8;
    private static final double REST_PX = 0.005;
    private static final int N = 4;
    /** Sums of products of the four model functions, then of each with the raw reference. */
    private static final int RAW_PART = N * (N + 1) / 2;

    private final int widthPx;
    private final int heightPx;
    private final int pitchPx;
    private final int windowPx;
    private final Plane reference;
    private final float[] smooth;
    private final float[] xGradient;
    private final float[] yGradient;
    private final float[] window;
    private final RowFilter filter;
    private final PlaneNoise noise;
    private final SubpixelShift shift;
    private final float[] sampled;
    private final float[][] around;
    private final float[] padded;

    private final int[] pointX = new int[MAX_POINT_COUNT];
    private final int[] pointY = new int[MAX_POINT_COUNT];
    private final double[] promisedSigma = new double[MAX_POINT_COUNT];
    private final double[][] inverse = new double[MAX_POINT_COUNT][N * N];
    private final double[][] moment = new double[MAX_POINT_COUNT][N * N];
    private final float[] displacementX = new float[MAX_POINT_COUNT];
    private final float[] displacementY = new float[MAX_POINT_COUNT];
    private final float[] sigma = new float[MAX_POINT_COUNT];
    private final float[] significance = new float[MAX_POINT_COUNT];
    private int pointCount;
    private boolean hasReference;
    private double referenceVariance;
    private double gradientGain;
    private double overlapGain;

    private final double[] products = new double[RAW_PART + N];
    private final double[] matrix = new double[N * N];
    private final double[] work = new double[2 * N * N];
    private final double[] right = new double[N];
    private final double[] solution = new double[N];
    private final double[] trialInverse = new double[N * N];
    private final double[] trialMoment = new double[N * N];

    /**
     * @param widthPx width of the planes
     * @param heightPx height of the planes
     * @param pitchPx distance of the cells, 8 or more; grows until {@value #MAX_POINT_COUNT} cells cover the plane
     * @param windowPx side of the window about each point, 12 or more; 1.5 to 2 times the pitch is usual
     */
    public LocalShifts(int widthPx, int heightPx, int pitchPx, int windowPx) {
        if (pitchPx < 8 || windowPx < 12) {
            throw new IllegalArgumentException(
                    "pitchPx=" + pitchPx + " windowPx=" + windowPx + " must be 8 and 12 or more; 24 and 40 are usual");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        int pitch = pitchPx;
        while ((long) (widthPx / pitch) * (heightPx / pitch) > MAX_POINT_COUNT) {
            pitch++;
        }
        this.pitchPx = pitch;
        this.windowPx = windowPx | 1;
        reference = new Plane(widthPx, heightPx);
        smooth = new float[widthPx * heightPx];
        xGradient = new float[widthPx * heightPx];
        yGradient = new float[widthPx * heightPx];
        window = new float[this.windowPx];
        for (int i = 0; i < this.windowPx; i++) {
            double u = (i + 0.5) / this.windowPx;
            window[i] = (float) (Math.sin(Math.PI * u) * Math.sin(Math.PI * u));
        }
        double[] taps = GaussianTaps.smooth(SMOOTH_PX);
        filter = new RowFilter(taps);
        noise = new PlaneNoise(widthPx, heightPx);
        shift = new SubpixelShift(widthPx);
        sampled = new float[widthPx];
        around = new float[2 * filter.radiusPx() + 1][widthPx];
        padded = new float[widthPx + 2 * filter.radiusPx()];
        noiseGains(taps);
    }

    /** What white noise of variance one becomes in the weights: in the gradient, and in smoothed times raw. */
    private void noiseGains(double[] taps) {
        double same = 0;
        double two = 0;
        for (int k = 0; k < taps.length; k++) {
            same += taps[k] * taps[k];
            two += k + 2 < taps.length ? taps[k] * taps[k + 2] : 0;
        }
        gradientGain = same * (same - two) / 2;
        overlapGain = taps[taps.length / 2] * taps[taps.length / 2];
    }

    // ---- reference ------------------------------------------------------------------------------------------------

    /**
     * Sets the reference and places the points.
     *
     * @param plane of the announced size, with unit displacement 0. Not modified, copied
     * @param frameSigmaAdu noise of a single frame's pixel, for the promise; NaN: as the reference's own
     */
    public void reference(Plane plane, double frameSigmaAdu) {
        requireSize(plane);
        System.arraycopy(plane.adu, 0, reference.adu, 0, reference.adu.length);
        double own = noise.sigmaAdu(reference.adu, widthPx, 0, 0, widthPx, heightPx);
        referenceVariance = own * own;
        double frameVariance = Double.isNaN(frameSigmaAdu) ? referenceVariance : frameSigmaAdu * frameSigmaAdu;
        prepare();
        pointCount = 0;
        hasReference = true;
        int columns = Math.max(1, widthPx / pitchPx);
        int rows = Math.max(1, heightPx / pitchPx);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                placeIn(
                        column * widthPx / columns,
                        (column + 1) * widthPx / columns,
                        row * heightPx / rows,
                        (row + 1) * heightPx / rows,
                        frameVariance);
            }
        }
        Arrays.fill(displacementX, Float.NaN);
        Arrays.fill(displacementY, Float.NaN);
        Arrays.fill(sigma, Float.NaN);
        Arrays.fill(significance, 0);
    }

    private void requireSize(Plane plane) {
        if (plane.widthPx != widthPx || plane.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + plane.widthPx + "x" + plane.heightPx + " px, expected "
                    + widthPx + "x" + heightPx + "; make one LocalShifts for each size");
        }
    }

    /** Smoothed reference and its central differences; the outermost pixels have no gradient. */
    private void prepare() {
        int radius = filter.radiusPx();
        float[] adu = reference.adu;
        for (int y = 0; y < heightPx; y++) {
            System.arraycopy(adu, y * widthPx, padded, radius, widthPx);
            Arrays.fill(padded, 0, radius, padded[radius]);
            Arrays.fill(padded, radius + widthPx, padded.length, padded[radius + widthPx - 1]);
            for (int k = 0; k < around.length; k++) {
                System.arraycopy(padded, k, around[k], 0, widthPx);
            }
            filter.combine(around, radius, widthPx, sampled);
            System.arraycopy(sampled, 0, xGradient, y * widthPx, widthPx);
        }
        for (int y = 0; y < heightPx; y++) {
            for (int k = -radius; k <= radius; k++) {
                int row = Math.max(0, Math.min(heightPx - 1, y + k));
                System.arraycopy(xGradient, row * widthPx, around[k + radius], 0, widthPx);
            }
            filter.combine(around, radius, widthPx, sampled);
            System.arraycopy(sampled, 0, smooth, y * widthPx, widthPx);
        }
        Arrays.fill(xGradient, 0);
        Arrays.fill(yGradient, 0);
        for (int y = 1; y < heightPx - 1; y++) {
            for (int i = y * widthPx + 1; i < (y + 1) * widthPx - 1; i++) {
                xGradient[i] = (smooth[i + 1] - smooth[i - 1]) / 2;
                yGradient[i] = (smooth[i + widthPx] - smooth[i - widthPx]) / 2;
            }
        }
    }

    /** Tries nine places in the cell, keeps the best. */
    private void placeIn(int left, int right, int top, int bottom, double frameVariance) {
        int half = windowPx / 2;
        double best = LARGEST_SIGMA_PX;
        int bestX = -1;
        int bestY = -1;
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < 3; i++) {
                int x = left + (2 * i + 1) * (right - left) / 6;
                int y = top + (2 * j + 1) * (bottom - top) / 6;
                if (x < half + 1 || y < half + 1 || x >= widthPx - half - 1 || y >= heightPx - half - 1) {
                    continue;
                }
                double promised = promise(x, y, frameVariance);
                if (promised < best) {
                    best = promised;
                    bestX = x;
                    bestY = y;
                }
            }
        }
        if (bestX >= 0) {
            keep(bestX, bestY, best, frameVariance);
        }
    }

    private void keep(int x, int y, double promised, double frameVariance) {
        if (pointCount == MAX_POINT_COUNT) {
            return;
        }
        promise(x, y, frameVariance);
        pointX[pointCount] = x;
        pointY[pointCount] = y;
        promisedSigma[pointCount] = promised;
        System.arraycopy(trialInverse, 0, inverse[pointCount], 0, N * N);
        System.arraycopy(trialMoment, 0, moment[pointCount], 0, N * N);
        pointCount++;
    }

    /** One-sigma error in the worse direction of frames with this noise; infinite without structure. */
    private double promise(int x, int y, double frameVariance) {
        sumProducts(x - windowPx / 2, y - windowPx / 2);
        int at = 0;
        for (int a = 0; a < N; a++) {
            for (int b = a; b < N; b++) {
                trialMoment[a * N + b] = products[at];
                trialMoment[b * N + a] = products[at++];
            }
        }
        double weights = 0;
        for (float w : window) {
            weights += w;
        }
        weights *= weights;
        System.arraycopy(trialMoment, 0, matrix, 0, N * N);
        matrix[0] -= gradientGain * referenceVariance * weights;
        matrix[N + 1] -= gradientGain * referenceVariance * weights;
        for (int a = 0; a < N; a++) {
            matrix[a * N + 2] = products[RAW_PART + a];
        }
        matrix[2 * N + 2] -= overlapGain * referenceVariance * weights;
        if (!invert(trialInverse)) {
            return Double.POSITIVE_INFINITY;
        }
        // squared weights carry the noise: the moments with w^2 are about w's times the mean weight under w
        double xx = sandwich(trialInverse, trialMoment, 0, 0);
        double xy = sandwich(trialInverse, trialMoment, 0, 1);
        double yy = sandwich(trialInverse, trialMoment, 1, 1);
        double worst = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
        return Math.sqrt(Math.max(0, worst) * (frameVariance + referenceVariance));
    }

    /** Sums over the window of w J J^T and w J R, J = (Rx, Ry, R, 1) of the smoothed reference. */
    private void sumProducts(int left, int top) {
        Arrays.fill(products, 0);
        double level = reference.adu[(top + windowPx / 2) * widthPx + left + windowPx / 2];
        for (int j = 0; j < windowPx; j++) {
            int row = (top + j) * widthPx + left;
            for (int i = 0; i < windowPx; i++) {
                double w = window[i] * window[j];
                double gx = xGradient[row + i];
                double gy = yGradient[row + i];
                double value = smooth[row + i] - level;
                double raw = reference.adu[row + i] - level;
                products[0] += w * gx * gx;
                products[1] += w * gx * gy;
                products[2] += w * gx * value;
                products[3] += w * gx;
                products[4] += w * gy * gy;
                products[5] += w * gy * value;
                products[6] += w * gy;
                products[7] += w * value * value;
                products[8] += w * value;
                products[9] += w;
                products[10] += w * gx * raw;
                products[11] += w * gy * raw;
                products[12] += w * value * raw;
                products[13] += w * raw;
            }
        }
    }

    /** Inverts {@code matrix}, scaled to a unit diagonal; false if a direction carries no information. */
    private boolean invert(double[] out) {
        for (int a = 0; a < N; a++) {
            if (!(matrix[a * N + a] > 0)) {
                return false;
            }
            right[a] = 1 / Math.sqrt(matrix[a * N + a]);
        }
        for (int a = 0; a < N; a++) {
            for (int b = 0; b < N; b++) {
                work[a * 2 * N + b] = matrix[a * N + b] * right[a] * right[b];
                work[a * 2 * N + N + b] = a == b ? 1 : 0;
            }
        }
        for (int pivot = 0; pivot < N; pivot++) {
            double diagonal = work[pivot * 2 * N + pivot];
            if (!(diagonal > 1e-6)) {
                return false;
            }
            for (int b = 0; b < 2 * N; b++) {
                work[pivot * 2 * N + b] /= diagonal;
            }
            for (int a = 0; a < N; a++) {
                double factor = work[a * 2 * N + pivot];
                for (int b = 0; a != pivot && b < 2 * N; b++) {
                    work[a * 2 * N + b] -= factor * work[pivot * 2 * N + b];
                }
            }
        }
        for (int a = 0; a < N; a++) {
            for (int b = 0; b < N; b++) {
                out[a * N + b] = work[a * 2 * N + N + b] * right[a] * right[b];
            }
        }
        return true;
    }

    private static double sandwich(double[] inverse, double[] moment, int a, int b) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                sum += inverse[a * N + i] * moment[i * N + j] * inverse[b * N + j];
            }
        }
        // the window squared against the window: 3/8 over 1/2 for each axis of sin^2
        return 0.5625 * sum;
    }

    // ---- frames ---------------------------------------------------------------------------------------------------

    /**
     * Measures one frame at all points.
     *
     * @param luminance Not modified, not kept
     * @param displacementXPx where the frame's content went as a whole
     * @param displacementYPx the same downward
     */
    public void measure(Plane luminance, double displacementXPx, double displacementYPx) {
        requireSize(luminance);
        if (!hasReference) {
            throw new IllegalStateException("no reference is set; call reference first");
        }
        for (int point = 0; point < pointCount; point++) {
            displacementX[point] = Float.NaN;
            displacementY[point] = Float.NaN;
            sigma[point] = Float.NaN;
            significance[point] = 0;
            if (!Double.isNaN(displacementXPx + displacementYPx)) {
                measurePoint(luminance.adu, point, displacementXPx, displacementYPx);
            }
        }
    }

    private void measurePoint(float[] adu, int point, double startX, double startY) {
        int left = pointX[point] - windowPx / 2;
        int top = pointY[point] - windowPx / 2;
        double reach = Math.max(2, REACH_FRACTION * windowPx);
        double dx = Math.rint(startX);
        double dy = Math.rint(startY);
        double alpha = 1;
        boolean rests = false;
        for (int step = 0; step < MAX_STEP_COUNT && !rests; step++) {
            if (SubpixelShift.firstInside(dx) > left
                    || SubpixelShift.lastInside(dx, widthPx) < left + windowPx - 1
                    || SubpixelShift.firstInside(dy) > top
                    || SubpixelShift.lastInside(dy, heightPx) < top + windowPx - 1) {
                return;
            }
            project(adu, left, top, dx, dy);
            for (int a = 0; a < N; a++) {
                double sum = 0;
                for (int b = 0; b < N; b++) {
                    sum += inverse[point][a * N + b] * right[b];
                }
                solution[a] = sum;
            }
            alpha = solution[2];
            if (!(alpha > 0)) {
                return;
            }
            double xStep = solution[0] / alpha;
            double yStep = solution[1] / alpha;
            double length = Math.hypot(xStep, yStep);
            double limit = length > 2 ? 2 / length : 1;
            dx -= limit * xStep;
            dy -= limit * yStep;
            if (!(Math.hypot(dx - startX, dy - startY) < reach)) {
                return;
            }
            rests = length < REST_PX;
        }
        if (!rests) {
            return;
        }
        judge(point, adu, left, top, dx, dy, alpha);
    }

    /** Samples the window at d and sums its products with the model functions into {@code right}. */
    private void project(float[] adu, int left, int top, double dx, double dy) {
        double level = reference.adu[(top + windowPx / 2) * widthPx + left + windowPx / 2];
        Arrays.fill(right, 0);
        shift.begin(adu, widthPx, left, left + windowPx, top, dx, dy);
        for (int j = 0; j < windowPx; j++) {
            shift.next(sampled);
            int row = (top + j) * widthPx + left;
            double x = 0;
            double y = 0;
            double v = 0;
            double c = 0;
            for (int i = 0; i < windowPx; i++) {
                double light = (double) window[i] * sampled[left + i];
                x += light * xGradient[row + i];
                y += light * yGradient[row + i];
                v += light * smooth[row + i];
                c += light;
            }
            right[0] += window[j] * x;
            right[1] += window[j] * y;
            right[2] += window[j] * (v - level * c);
            right[3] += window[j] * c;
        }
    }

    private void judge(int point, float[] adu, int left, int top, double dx, double dy, double alpha) {
        double level = reference.adu[(top + windowPx / 2) * widthPx + left + windowPx / 2];
        double beta = solution[3];
        double squares = 0;
        double weights = 0;
        shift.begin(adu, widthPx, left, left + windowPx, top, dx, dy);
        for (int j = 0; j < windowPx; j++) {
            shift.next(sampled);
            int row = (top + j) * widthPx + left;
            for (int i = 0; i < windowPx; i++) {
                double w = window[i] * window[j];
                double residual = sampled[left + i] - alpha * (reference.adu[row + i] - level) - beta;
                squares += w * residual * residual;
                weights += w;
            }
        }
        // white noise of the frame before it was sampled between its pixels, and the reference's own on top
        double variance = Math.max(squares / weights - alpha * alpha * referenceVariance, 0) / shift.noiseGain()
                + alpha * alpha * referenceVariance;
        double xx = sandwich(inverse[point], moment[point], 0, 0);
        double yy = sandwich(inverse[point], moment[point], 1, 1);
        double gain = variance * sandwich(inverse[point], moment[point], 2, 2);
        double sure = gain > 0 ? alpha / Math.sqrt(gain) : Float.MAX_VALUE;
        significance[point] = (float) sure;
        if (sure < LEAST_SIGNIFICANCE) {
            return;
        }
        displacementX[point] = (float) dx;
        displacementY[point] = (float) dy;
        sigma[point] = (float) (Math.sqrt(Math.max(0, xx + yy) / 2 * variance) / alpha);
    }

    // ---- results --------------------------------------------------------------------------------------------------

    /** Alignment points in use. */
    public int pointCount() {
        return pointCount;
    }

    /** Column of a point in the reference. */
    public int xPx(int point) {
        return pointX[point];
    }

    /** Row of a point in the reference. */
    public int yPx(int point) {
        return pointY[point];
    }

    /** Error that the reference promised for the worse direction when the point was placed. */
    public double promisedSigmaPx(int point) {
        return promisedSigma[point];
    }

    /** Where the content at the point went, the frame's own displacement included; NaN if not found. */
    public float displacementXPx(int point) {
        return displacementX[point];
    }

    /** The same downward. */
    public float displacementYPx(int point) {
        return displacementY[point];
    }

    /** One-sigma error per axis, rms of both; NaN if not found. */
    public float sigmaPx(int point) {
        return sigma[point];
    }

    /** Brightness of the tile's structure over its error: how surely it was recognised; 0 if not found. */
    public float significance(int point) {
        return significance[point];
    }

    /** Side of the window about each point. */
    public int windowPx() {
        return windowPx;
    }

    /** Distance of the cells in which points are placed. */
    public int pitchPx() {
        return pitchPx;
    }
}
