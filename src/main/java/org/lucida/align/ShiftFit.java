package org.lucida.align;

import java.util.Arrays;
import org.lucida.math.SubpixelShift;

/**
 * The fine stage: moves, scales and offsets the anchor until it explains the frame, by least squares.
 *
 * <p>Model: T(x + d) = alpha R(x) + beta under the window h of the reference; Gauss-Newton steps with the gradient of the
 * reference (inverse compositional). Each step solves sum J (T(x + d) - alpha R - beta - p . grad R) = 0 with the smoothed
 * J = (Rx, Ry, R, 1) as weights but the reference R as it is inside the brackets: at the true d nothing is left there but
 * noise, whatever part of the region lies in the frame, so that no bias adds up from anchor to anchor. The known noise of
 * the reference is taken out of the matrix A of these equations; the covariance is the sandwich
 * A^-1 (s^2 M + alpha^2 s_R^2 A) A^-T with M = sum J J^T.
 *
 * <p>Units: px of the plane; d is where the content went. Not modified: frame and anchor.
 * <p>Error: within 1.2 times the Cramer-Rao bound, bias below 0.01 px (AlignmentAccuracyTest).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 * <p>Thread: the alignment thread only.
 * <p>Source: Baker and Matthews 2004, Int. J. Computer Vision 56, 221; SCIENCE 3.2.
 */
final class ShiftFit {
    private static final int N = Anchor.TERM_COUNT;
    /** Usually three or four steps; frames much softer than the anchor take more (chosen on a crescent Venus). */
    private static final int MAX_STEP_COUNT = 40;
    /** The error that may be left; steps shrink in a fixed ratio, so the next one is known before it is made. */
    private static final double TOLERANCE_PX = 0.001;
    /** A step this small ends the fit in any case: noisy references converge slowly, and need no better. */
    private static final double REST_PX = 0.01;
    /** No step is believed beyond this. */
    private static final double MAX_STEP_PX = 2;
    /** Pixels the usable part of the region keeps from the frame's edge, so that steps do not leave the frame. */
    private static final int SLACK_PX = 2;
    /** The usable part changes in strides of so many pixels: its moments are summed once for many frames. */
    private static final int STRIDE_PX = 4;

    private static final int MIN_OVERLAP_PX = 12;
    /** Side of the squares whose mean residual tells clouds and birds from seeing, px. */
    private static final int BLOCK_PX = 8;

    private final Anchor anchor;
    private final double minInformationFraction;
    private final SubpixelShift shift;
    private final float[] row;
    private final float[][] windowed;
    private final float[][] column = new float[N][];
    private final float[] squares;
    private final float[] blocks;
    private final float[] residual;
    private final double[] moments = new double[N * N];
    private final double[] rawMoments = new double[N];
    private final double[] clean = new double[N * N];
    private final double[] inverse = new double[N * N];
    private final double[] work = new double[2 * N * N];
    private final double[] scale = new double[N];
    private final double[] right = new double[N];
    private final double[] solution = new double[N];

    private int left;
    private int end;
    private int top;
    private int bottom;
    private boolean momentsKnown;
    private double informationFraction;

    private boolean converged;
    private boolean outOfField;
    private double xPx;
    private double yPx;
    private double alpha;
    private double residualVariance;
    private double coarseRatio;
    private double gainSignificance;
    private double sigmaPx;
    private double worstSigmaPx;
    private double bestSigmaPx;

    ShiftFit(Anchor anchor, double minInformationFraction) {
        this.anchor = anchor;
        this.minInformationFraction = minInformationFraction;
        shift = new SubpixelShift(anchor.widthPx);
        row = new float[anchor.widthPx];
        windowed = new float[anchor.heightPx][anchor.widthPx];
        for (int k = 0; k < N; k++) {
            column[k] = new float[anchor.widthPx];
        }
        squares = new float[anchor.widthPx];
        blocks = new float[anchor.widthPx];
        residual = new float[anchor.widthPx];
    }

    /** Must be told when the anchor has new content. */
    void anchorChanged() {
        momentsKnown = false;
    }

    /** Makes the whole region usable, as for a frame with room around it on every side. */
    private void placeWhole() {
        int room = 32;
        momentsKnown = false;
        place(
                anchor.widthPx + 2 * room,
                anchor.heightPx + 2 * room,
                anchor.region.xPx() - room,
                anchor.region.yPx() - room,
                0,
                0);
    }

    /** True if the steps came to rest. The other results are valid only then. */
    boolean converged() {
        return converged;
    }

    /** True if too little of the target's information lies inside the frame. */
    boolean outOfField() {
        return outOfField;
    }

    double xPx() {
        return xPx;
    }

    double yPx() {
        return yPx;
    }

    /** Brightness of the frame relative to the anchor. */
    double alpha() {
        return alpha;
    }

    /** Mean squared residual under the window, as if the frame had not been smoothed by sampling it, ADU^2. */
    double residualVariance() {
        return residualVariance;
    }

    /** Variance of 8 x 8 px sums of the residual relative to that of white noise: 1, more for clouds, birds, double images. */
    double coarseRatio() {
        return coarseRatio;
    }

    /** Brightness over its own error: how surely the target is there at all. */
    double gainSignificance() {
        return gainSignificance;
    }

    /** One-sigma error per axis, rms of both. */
    double sigmaPx() {
        return sigmaPx;
    }

    /** One-sigma error along the worst direction. */
    double worstSigmaPx() {
        return worstSigmaPx;
    }

    /** One-sigma error along the best direction. */
    double bestSigmaPx() {
        return bestSigmaPx;
    }

    /** Share of the target's information inside the frame at this displacement, 0 .. 1. */
    double informationFractionAt(int frameWidthPx, int frameHeightPx, double dxPx, double dyPx) {
        return place(frameWidthPx, frameHeightPx, 0, 0, dxPx, dyPx) ? informationFraction : 0;
    }

    /**
     * Fits from a start.
     *
     * @param adu the frame, row-major
     * @param originX reference coordinate of the frame's column 0 (0 for frames of the camera)
     * @param originY reference coordinate of the frame's row 0
     * @return {@link #converged()}
     */
    boolean run(
            float[] adu,
            int frameWidthPx,
            int frameHeightPx,
            int originX,
            int originY,
            double startXPx,
            double startYPx) {
        converged = false;
        outOfField = false;
        double dx = Math.rint(startXPx);
        double dy = Math.rint(startYPx);
        if (!place(frameWidthPx, frameHeightPx, originX, originY, startXPx, startYPx)) {
            outOfField = true;
            return false;
        }
        double lastLength = 1;
        for (int step = 0; step < MAX_STEP_COUNT; step++) {
            if (!inside(frameWidthPx, frameHeightPx, originX, originY, dx, dy)
                    && !place(frameWidthPx, frameHeightPx, originX, originY, dx, dy)) {
                outOfField = true;
                return false;
            }
            if (informationFraction < minInformationFraction) {
                outOfField = true;
                return false;
            }
            project(adu, frameWidthPx, dx - originX, dy - originY);
            if (!solve()) {
                return false;
            }
            double xStep = solution[0] / alpha;
            double yStep = solution[1] / alpha;
            double length = Math.hypot(xStep, yStep);
            double limit = length > MAX_STEP_PX ? MAX_STEP_PX / length : 1;
            dx -= limit * xStep;
            dy -= limit * yStep;
            double nextLength = length * Math.min(1, length / lastLength);
            lastLength = length;
            if (nextLength < TOLERANCE_PX || length < REST_PX) {
                xPx = dx;
                yPx = dy;
                converged = true;
                judge();
                return true;
            }
        }
        return false;
    }

    /** Chooses the part of the region that lies inside the frame; false if it is too small. */
    private boolean place(int frameWidthPx, int frameHeightPx, int originX, int originY, double dx, double dy) {
        double x = Math.floor(dx) + 0.5 + anchor.region.xPx() - originX;
        double y = Math.floor(dy) + 0.5 + anchor.region.yPx() - originY;
        int newLeft = first(x);
        int newEnd = end(x, frameWidthPx, anchor.widthPx);
        int newTop = first(y);
        int newBottom = end(y, frameHeightPx, anchor.heightPx);
        if (newEnd - newLeft < Math.min(MIN_OVERLAP_PX, anchor.widthPx)
                || newBottom - newTop < Math.min(MIN_OVERLAP_PX, anchor.heightPx)) {
            return false;
        }
        if (momentsKnown && newLeft == left && newEnd == end && newTop == top && newBottom == bottom) {
            return true;
        }
        left = newLeft;
        end = newEnd;
        top = newTop;
        bottom = newBottom;
        anchor.moments(left, end, top, bottom, moments, rawMoments);
        momentsKnown = true;
        System.arraycopy(moments, 0, clean, 0, N * N);
        for (int k = 0; k < N; k++) {
            clean[k * N + k] -= anchor.termNoise(k) * moments[N * N - 1];
            clean[k * N + 2] = rawMoments[k];
        }
        clean[2 * N + 2] -= anchor.rawValueNoise() * moments[N * N - 1];
        informationFraction = Math.max(0, clean[0] + clean[N + 1]) / anchor.fullInformation();
        if (!invert()) {
            Arrays.fill(inverse, Double.NaN);
        }
        return true;
    }

    private static int first(double displacement) {
        int first = SubpixelShift.firstInside(displacement);
        return first <= 0 ? 0 : (first + SLACK_PX + STRIDE_PX - 1) / STRIDE_PX * STRIDE_PX;
    }

    private static int end(double displacement, int frameSize, int regionSize) {
        int last = SubpixelShift.lastInside(displacement, frameSize);
        if (last >= regionSize - 1) {
            return regionSize;
        }
        return regionSize - (regionSize - 1 - last + SLACK_PX + STRIDE_PX - 1) / STRIDE_PX * STRIDE_PX;
    }

    /** True if every tap of the chosen part lies inside the frame. */
    private boolean inside(int frameWidthPx, int frameHeightPx, int originX, int originY, double dx, double dy) {
        double x = dx + anchor.region.xPx() - originX;
        double y = dy + anchor.region.yPx() - originY;
        return SubpixelShift.firstInside(x) <= left
                && SubpixelShift.lastInside(x, frameWidthPx) >= end - 1
                && SubpixelShift.firstInside(y) <= top
                && SubpixelShift.lastInside(y, frameHeightPx) >= bottom - 1;
    }

    /** Samples the frame at d and sums its products with the model functions into {@code right}. */
    private void project(float[] adu, int frameWidthPx, double dx, double dy) {
        for (float[] sums : column) {
            Arrays.fill(sums, left, end, 0);
        }
        shift.begin(adu, frameWidthPx, left, end, top, dx + anchor.region.xPx(), dy + anchor.region.yPx());
        for (int y = top; y < bottom; y++) {
            shift.next(row);
            accumulate(
                    row,
                    anchor.window[y],
                    anchor.xGradient[y],
                    anchor.yGradient[y],
                    anchor.value[y],
                    windowed[y],
                    column[0],
                    column[1],
                    column[2],
                    column[3],
                    left,
                    end);
        }
        for (int k = 0; k < N; k++) {
            right[k] = Anchor.sum(column[k], left, end);
        }
    }

    private static void accumulate(
            float[] row,
            float[] window,
            float[] xGradient,
            float[] yGradient,
            float[] value,
            float[] windowed,
            float[] xSum,
            float[] ySum,
            float[] valueSum,
            float[] windowSum,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            windowed[i] = window[i] * row[i];
        }
        for (int i = from; i < to; i++) {
            xSum[i] += xGradient[i] * windowed[i];
        }
        for (int i = from; i < to; i++) {
            ySum[i] += yGradient[i] * windowed[i];
        }
        for (int i = from; i < to; i++) {
            valueSum[i] += value[i] * windowed[i];
        }
        for (int i = from; i < to; i++) {
            windowSum[i] += window[i] * windowed[i];
        }
    }

    private boolean solve() {
        for (int a = 0; a < N; a++) {
            double sum = 0;
            for (int b = 0; b < N; b++) {
                sum += inverse[a * N + b] * right[b];
            }
            solution[a] = sum;
        }
        alpha = solution[2];
        return alpha > 0;
    }

    /** Inverts {@code clean}, scaled to a unit diagonal, by Gauss-Jordan; false if a direction carries no information. */
    private boolean invert() {
        for (int a = 0; a < N; a++) {
            if (!(clean[a * N + a] > 0)) {
                return false;
            }
            scale[a] = 1 / Math.sqrt(clean[a * N + a]);
        }
        for (int a = 0; a < N; a++) {
            for (int b = 0; b < N; b++) {
                work[a * 2 * N + b] = clean[a * N + b] * scale[a] * scale[b];
                work[a * 2 * N + N + b] = a == b ? 1 : 0;
            }
        }
        for (int pivot = 0; pivot < N; pivot++) {
            double diagonal = work[pivot * 2 * N + pivot];
            if (!(diagonal > 1e-9)) {
                return false;
            }
            for (int b = 0; b < 2 * N; b++) {
                work[pivot * 2 * N + b] /= diagonal;
            }
            for (int a = 0; a < N; a++) {
                double factor = work[a * 2 * N + pivot];
                if (a != pivot && factor != 0) {
                    for (int b = 0; b < 2 * N; b++) {
                        work[a * 2 * N + b] -= factor * work[pivot * 2 * N + b];
                    }
                }
            }
        }
        for (int a = 0; a < N; a++) {
            for (int b = 0; b < N; b++) {
                inverse[a * N + b] = work[a * 2 * N + N + b] * scale[a] * scale[b];
            }
        }
        return true;
    }

    /** Residual, its coarse part, and the covariance. */
    private void judge() {
        float a = (float) alpha;
        float b = (float) solution[3];
        float gx = (float) solution[0];
        float gy = (float) solution[1];
        Arrays.fill(squares, left, end, 0);
        Arrays.fill(blocks, left, end, 0);
        double blockSum = 0;
        int blockRows = 0;
        for (int y = top; y < bottom; y++) {
            subtract(
                    windowed[y],
                    anchor.value[y],
                    anchor.window[y],
                    anchor.xGradient[y],
                    anchor.yGradient[y],
                    a,
                    b,
                    gx,
                    gy,
                    residual,
                    squares,
                    blocks,
                    left,
                    end);
            if (++blockRows == BLOCK_PX) {
                blockSum += drainBlocks();
                blockRows = 0;
            }
        }
        double weight = moments[N * N - 1];
        double squareSum = Anchor.sum(squares, left, end);
        residualVariance = squareSum / (Math.max(1, weight - N) * shift.noiseGain());
        double wholeRows = (double) ((bottom - top) / BLOCK_PX * BLOCK_PX) / (bottom - top);
        double wholeColumns = (double) ((end - left) / BLOCK_PX * BLOCK_PX) / (end - left);
        double expected = squareSum * wholeRows * wholeColumns;
        coarseRatio = expected > 0 ? blockSum / expected : 1;
        covariance(residualVariance);
    }

    private double drainBlocks() {
        double total = 0;
        for (int x = left; x + BLOCK_PX <= end; x += BLOCK_PX) {
            double block = 0;
            for (int k = 0; k < BLOCK_PX; k++) {
                block += blocks[x + k];
            }
            total += block * block;
        }
        Arrays.fill(blocks, left, end, 0);
        return total;
    }

    private static void subtract(
            float[] windowed,
            float[] value,
            float[] window,
            float[] xGradient,
            float[] yGradient,
            float a,
            float b,
            float gx,
            float gy,
            float[] residual,
            float[] squares,
            float[] blocks,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            residual[i] = windowed[i] - a * value[i] - b * window[i];
        }
        for (int i = from; i < to; i++) {
            residual[i] -= gx * xGradient[i] + gy * yGradient[i];
        }
        for (int i = from; i < to; i++) {
            squares[i] += residual[i] * residual[i];
        }
        for (int i = from; i < to; i++) {
            blocks[i] += residual[i];
        }
    }

    /** Errors that frames of this noise variance would have, from the present moments. */
    private void covariance(double variance) {
        double reference = alpha * alpha * anchor.referenceVariance();
        double xx = (variance * sandwich(0, 0) + reference * inverse[0]) / (alpha * alpha);
        double xy = (variance * sandwich(0, 1) + reference * inverse[1]) / (alpha * alpha);
        double yy = (variance * sandwich(1, 1) + reference * inverse[N + 1]) / (alpha * alpha);
        double half = (xx + yy) / 2;
        double spread = Math.hypot((xx - yy) / 2, xy);
        sigmaPx = Math.sqrt(half);
        worstSigmaPx = Math.sqrt(half + spread);
        bestSigmaPx = Math.sqrt(Math.max(0, half - spread));
        double gainVariance = variance * sandwich(2, 2) + reference * inverse[2 * N + 2];
        gainSignificance = alpha / Math.sqrt(gainVariance);
    }

    private double sandwich(int a, int b) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                sum += inverse[a * N + i] * moments[i * N + j] * inverse[b * N + j];
            }
        }
        return sum;
    }

    /** Foretells the errors of frames like those of the anchor, with the whole region inside; false without information. */
    boolean foretell() {
        placeWhole();
        alpha = 1;
        covariance(anchor.frameVariance());
        return worstSigmaPx > 0 && !Double.isInfinite(worstSigmaPx);
    }
}
