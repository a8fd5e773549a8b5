package org.lucida.focus;

import org.lucida.focus.CollimationReading.State;
import org.lucida.frame.Plane;
import org.lucida.math.BlobCentroid;
import org.lucida.math.OrderStatistic;

/**
 * Reads collimation from one star: where the hole of a defocused star lies, or how even the first diffraction ring is.
 *
 * <p>Defocused: at {@value #LEVEL_COUNT} levels between a fifth and a half of the ring's brightness the plane
 * (smoothed as its noise demands) is divided into ring, outside and hole; bright islands in the hole (the spot of Poisson)
 * belong to the hole. Centroid and area of what the outer edge encloses, and of the hole, are averaged over the levels, whose
 * scatter gives the error.
 * <p>Focused: about the centroid of the core the first dark and the first bright ring are looked for, and the light of the
 * bright one is read around. Its first harmonic over its mean is the asymmetry. Only if the ring stands out of the dark one inside it by
 * {@value #RING_SIGMAS} sigmas; average frames if it does not.
 *
 * <p>Units: px of the plane.
 * <p>Error: offset within 0.02 of the outer radius for a displaced shadow, 0.001 for none; coma gives an offset of 0.37
 * a wave and is proportional up to about 0.3 waves, then the donut breaks up. First ring: pixels feign 0.05, 0.05 waves of
 * coma give 0.5 (CollimationTest). The errors told are those of noise.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Suiter 1994, Star Testing Astronomical Telescopes (both tests).
 */
public final class Collimation {
    private static final int LEVEL_COUNT = 7;
    private static final double LOWEST_LEVEL = 0.2;
    private static final double HIGHEST_LEVEL = 0.5;
    /** Brightness of the ring: this quantile of the pixels above the threshold. */
    private static final double RING_QUANTILE = 0.6;
    /** After smoothing the ring must stand out of the sky by so many sigmas. */
    private static final double RING_SIGMAS = 6;
    /** Widest box of smoothing: half of its side, px. */
    private static final int WIDEST_SMOOTH_PX = 4;
    /** Smaller outer radii are no donuts, px. */
    private static final double LEAST_RADIUS_PX = 6;
    /** Smaller holes are dents, as a share of the outer radius. */
    private static final double LEAST_HOLE_FRACTION = 0.08;
    /** Coarser sampled planes show no diffraction ring, px per lambda/D. */
    private static final double LEAST_Q = 2.5;
    /** Where the dark ring of an aperture is looked for, obstructed or not, in light of several colours, lambda/D. */
    private static final double DARK_FROM = 0.9;

    private static final double DARK_TO = 1.6;
    /** How far out the first bright ring may lie, lambda/D. */
    private static final double RING_TO = 2.2;

    private static final double STEP = 0.1;
    private static final double CORE_TO = 1.0;

    private final int widthPx;
    private final int heightPx;
    private final SkyLevel sky;
    private final BlobCentroid blob;
    private final float[] light;
    private final float[] smooth;
    private final float[] sample;
    private final byte[] mark;
    private final int[] stack;

    private int left;
    private int right;
    private int top;
    private int bottom;
    private double sigma;

    private final double[] outerX = new double[LEVEL_COUNT];
    private final double[] outerY = new double[LEVEL_COUNT];
    private final double[] outerArea = new double[LEVEL_COUNT];
    private final double[] holeX = new double[LEVEL_COUNT];
    private final double[] holeY = new double[LEVEL_COUNT];
    private final double[] holeArea = new double[LEVEL_COUNT];

    public Collimation(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        sky = new SkyLevel(widthPx, heightPx);
        blob = new BlobCentroid(widthPx, heightPx);
        int pixels = Math.multiplyExact(widthPx, heightPx);
        light = new float[pixels];
        smooth = new float[pixels];
        sample = new float[pixels];
        mark = new byte[pixels];
        stack = new int[pixels];
    }

    /**
     * Measures a plane with one bright star.
     *
     * @param plane finite samples; a mean of aligned frames is best. Not modified, not kept
     * @param samplingQ plane px per lambda/D, or NaN if unknown: then only donuts are read
     * @param out Modified: everything
     */
    public void measure(Plane plane, double samplingQ, CollimationReading out) {
        if (plane.widthPx != widthPx || plane.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + plane.widthPx + "x" + plane.heightPx + " px, expected "
                    + widthPx + "x" + heightPx + "; make one Collimation for each size");
        }
        out.clear(State.NO_STAR);
        if (!blob.find(plane.adu)) {
            return;
        }
        sky.measure(plane.adu);
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                // the level far from the star: near it a big donut would lift the mesh
                light[y * widthPx + x] = (float) (plane.adu[y * widthPx + x] - sky.levelAdu());
            }
        }
        int margin = 4 + (blob.rightPx() - blob.leftPx() + blob.bottomPx() - blob.topPx()) / 8;
        left = blob.leftPx() - margin;
        right = blob.rightPx() + margin;
        top = blob.topPx() - margin;
        bottom = blob.bottomPx() + margin;
        if (left < 0 || top < 0 || right >= widthPx || bottom >= heightPx) {
            out.state = State.CUT_BY_EDGE;
            return;
        }
        State donut = readDonut(out);
        if (donut == State.DONUT) {
            return;
        }
        State ring = readFirstRing(samplingQ, out);
        if (ring != State.FIRST_RING) {
            out.clear(donut == State.TOO_FAINT || ring == State.TOO_FAINT ? State.TOO_FAINT : State.NO_RING);
        }
    }

    // ---- defocused ------------------------------------------------------------------------------------------------

    private State readDonut(CollimationReading out) {
        int boxPx = 0;
        double ring = 0;
        for (boxPx = 1; boxPx <= WIDEST_SMOOTH_PX; boxPx++) {
            smoothen(boxPx);
            ring = ringLevel();
            if (ring > 2 * RING_SIGMAS * sigma) {
                break;
            }
        }
        if (!(ring > RING_SIGMAS * sigma)) {
            return State.TOO_FAINT;
        }
        int count = 0;
        for (int level = 0; level < LEVEL_COUNT; level++) {
            double part = LOWEST_LEVEL + (HIGHEST_LEVEL - LOWEST_LEVEL) * level / (LEVEL_COUNT - 1);
            if (divide((float) (part * ring), count)) {
                count++;
            }
        }
        if (count < LEVEL_COUNT / 2) {
            return State.NO_RING;
        }
        out.xPx = mean(outerX, count);
        out.yPx = mean(outerY, count);
        out.holeXPx = mean(holeX, count);
        out.holeYPx = mean(holeY, count);
        out.outerRadiusPx = Math.sqrt(mean(outerArea, count) / Math.PI);
        out.holeRadiusPx = Math.sqrt(mean(holeArea, count) / Math.PI);
        if (out.outerRadiusPx < LEAST_RADIUS_PX || out.holeRadiusPx < LEAST_HOLE_FRACTION * out.outerRadiusPx) {
            return State.NO_RING;
        }
        double dx = out.holeXPx - out.xPx;
        double dy = out.holeYPx - out.yPx;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double ex = holeX[i] - outerX[i] - dx;
            double ey = holeY[i] - outerY[i] - dy;
            squares += (ex * ex + ey * ey) / 2;
        }
        out.offsetPx = Math.hypot(dx, dy);
        // the levels share the same noise: their scatter is taken as the error of all, not divided by their number
        out.offsetPxSigma = Math.sqrt(squares / (count - 1));
        out.offsetFraction = out.offsetPx / out.outerRadiusPx;
        out.directionDeg = (Math.toDegrees(Math.atan2(dy, dx)) + 360) % 360;
        out.state = State.DONUT;
        return State.DONUT;
    }

    private static double mean(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum / count;
    }

    /** Box mean of (2 half + 1)^2 px inside the window. */
    private void smoothen(int half) {
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float sum = 0;
                int count = 0;
                for (int j = Math.max(0, y - half); j <= Math.min(heightPx - 1, y + half); j++) {
                    for (int i = Math.max(0, x - half); i <= Math.min(widthPx - 1, x + half); i++) {
                        sum += light[j * widthPx + i];
                        count++;
                    }
                }
                smooth[y * widthPx + x] = sum / count;
            }
        }
        sigma = sky.noiseAdu() / (2 * half + 1);
    }

    /** Brightness of the ring: a middle one of the pixels well above the sky. */
    private double ringLevel() {
        float highest = 0;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                highest = Math.max(highest, smooth[y * widthPx + x]);
            }
        }
        int count = 0;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float value = smooth[y * widthPx + x];
                if (value > 0.25f * highest) {
                    sample[count++] = value;
                }
            }
        }
        return count == 0 ? 0 : OrderStatistic.select(sample, count, (int) (RING_QUANTILE * (count - 1)));
    }

    private static final byte BRIGHT = 1;
    private static final byte RING = 2;
    private static final byte OUTSIDE = 3;
    private static final byte HOLE = 4;

    /** Ring, outside and hole at one level; false without a hole. */
    private boolean divide(float level, int to) {
        int largest = 0;
        int largestAt = -1;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                mark[y * widthPx + x] = smooth[y * widthPx + x] > level ? BRIGHT : 0;
            }
        }
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                int i = y * widthPx + x;
                if (mark[i] == BRIGHT) {
                    int size = flood(i, BRIGHT, RING);
                    if (size > largest) {
                        largest = size;
                        largestAt = i;
                    }
                }
            }
        }
        if (largestAt < 0) {
            return false;
        }
        // smaller bright islands are no part of the ring
        flood(largestAt, RING, BRIGHT);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                int i = y * widthPx + x;
                mark[i] = mark[i] == BRIGHT ? RING : 0;
            }
        }
        for (int x = left; x <= right; x++) {
            flood(top * widthPx + x, (byte) 0, OUTSIDE);
            flood(bottom * widthPx + x, (byte) 0, OUTSIDE);
        }
        for (int y = top; y <= bottom; y++) {
            flood(y * widthPx + left, (byte) 0, OUTSIDE);
            flood(y * widthPx + right, (byte) 0, OUTSIDE);
        }
        int hole = 0;
        int holeAt = -1;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                int size = flood(y * widthPx + x, (byte) 0, HOLE);
                if (size > hole) {
                    hole = size;
                    holeAt = y * widthPx + x;
                }
            }
        }
        if (holeAt < 0) {
            return false;
        }
        flood(holeAt, HOLE, BRIGHT);
        weigh(to, OUTSIDE, outerX, outerY, outerArea, false);
        weigh(to, BRIGHT, holeX, holeY, holeArea, true);
        return true;
    }

    /** Turns the pixels of one mark that hang together into another; how many they were. */
    private int flood(int seed, byte from, byte into) {
        if (mark[seed] != from) {
            return 0;
        }
        int depth = 0;
        int size = 0;
        stack[depth++] = seed;
        mark[seed] = into;
        while (depth > 0) {
            int i = stack[--depth];
            int x = i % widthPx;
            int y = i / widthPx;
            size++;
            if (x > left && mark[i - 1] == from) {
                mark[i - 1] = into;
                stack[depth++] = i - 1;
            }
            if (x < right && mark[i + 1] == from) {
                mark[i + 1] = into;
                stack[depth++] = i + 1;
            }
            if (y > top && mark[i - widthPx] == from) {
                mark[i - widthPx] = into;
                stack[depth++] = i - widthPx;
            }
            if (y < bottom && mark[i + widthPx] == from) {
                mark[i + widthPx] = into;
                stack[depth++] = i + widthPx;
            }
        }
        return size;
    }

    /** Centroid and area of the pixels with a mark, or of those without. */
    private void weigh(int to, byte wanted, double[] x, double[] y, double[] area, boolean with) {
        double xSum = 0;
        double ySum = 0;
        int count = 0;
        for (int j = top; j <= bottom; j++) {
            for (int i = left; i <= right; i++) {
                if (mark[j * widthPx + i] == wanted == with) {
                    xSum += i;
                    ySum += j;
                    count++;
                }
            }
        }
        x[to] = xSum / count;
        y[to] = ySum / count;
        area[to] = count;
    }

    // ---- focused --------------------------------------------------------------------------------------------------

    private State readFirstRing(double samplingQ, CollimationReading out) {
        if (!(samplingQ >= LEAST_Q)) {
            return State.NO_RING;
        }
        double reach = (RING_TO + 0.5) * samplingQ;
        double x = blob.xPx();
        double y = blob.yPx();
        for (int step = 0; step < 8; step++) {
            sums(x, y, 0, CORE_TO * samplingQ);
            if (!(sumLight > 0)) {
                return State.NO_RING;
            }
            x += sumX / sumLight;
            y += sumY / sumLight;
        }
        if (x < reach || y < reach || x > widthPx - 1 - reach || y > heightPx - 1 - reach) {
            return State.CUT_BY_EDGE;
        }
        double dark = Double.POSITIVE_INFINITY;
        double darkSigma = 0;
        double darkAt = 0;
        for (double r = DARK_FROM; r <= DARK_TO; r += STEP) {
            sums(x, y, (r - STEP) * samplingQ, (r + STEP) * samplingQ);
            if (sumCount > 0 && sumLight / sumCount < dark) {
                dark = sumLight / sumCount;
                darkSigma = sky.noiseAdu() / Math.sqrt(sumCount);
                darkAt = r;
            }
        }
        double brightest = Double.NEGATIVE_INFINITY;
        double ringAt = darkAt;
        for (double r = darkAt + STEP; r <= RING_TO; r += STEP) {
            sums(x, y, (r - STEP) * samplingQ, (r + STEP) * samplingQ);
            if (sumCount > 0 && sumLight / sumCount > brightest) {
                brightest = sumLight / sumCount;
                ringAt = r;
            }
        }
        sums(x, y, (darkAt + ringAt) / 2 * samplingQ, (1.5 * ringAt - 0.5 * darkAt) * samplingQ);
        double ring = sumLight / sumCount;
        double ringSigma = sky.noiseAdu() / Math.sqrt(sumCount);
        if (!(ring > RING_SIGMAS * ringSigma)) {
            return State.TOO_FAINT;
        }
        if (!(ring - dark > RING_SIGMAS * Math.hypot(ringSigma, darkSigma))) {
            return State.NO_RING;
        }
        double a = 2 * sumCos / sumLight;
        double b = 2 * sumSin / sumLight;
        out.xPx = x;
        out.yPx = y;
        out.outerRadiusPx = ringAt * samplingQ;
        out.asymmetryFraction = Math.hypot(a, b);
        out.asymmetryFractionSigma = Math.sqrt(2) * ringSigma / ring;
        out.directionDeg = (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
        out.state = State.FIRST_RING;
        return State.FIRST_RING;
    }

    private double sumLight;
    private double sumX;
    private double sumY;
    private double sumCos;
    private double sumSin;
    private int sumCount;

    /** Sums over the pixels of a ring about a place. */
    private void sums(double x, double y, double from, double to) {
        sumLight = 0;
        sumX = 0;
        sumY = 0;
        sumCos = 0;
        sumSin = 0;
        sumCount = 0;
        int first = (int) Math.max(0, Math.ceil(x - to));
        int last = (int) Math.min(widthPx - 1, Math.floor(x + to));
        int end = (int) Math.min(heightPx - 1, Math.floor(y + to));
        for (int j = (int) Math.max(0, Math.ceil(y - to)); j <= end; j++) {
            for (int i = first; i <= last; i++) {
                double r = Math.hypot(i - x, j - y);
                if (r < from || r >= to) {
                    continue;
                }
                double value = light[j * widthPx + i];
                sumLight += value;
                sumX += value * (i - x);
                sumY += value * (j - y);
                if (r > 0) {
                    sumCos += value * (i - x) / r;
                    sumSin += value * (j - y) / r;
                }
                sumCount++;
            }
        }
    }
}
