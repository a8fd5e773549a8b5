package org.lucida.focus;

import java.util.Arrays;
import org.lucida.focus.BahtinovReading.State;
import org.lucida.frame.Plane;
import org.lucida.math.BlobCentroid;
import org.lucida.math.OrderStatistic;

/**
 * Reads a star through a Bahtinov mask: three spikes, and how far the middle one is from the crossing of the others.
 *
 * <p>The brightest blob is the star. Around it, its core left out, the square root of the light is summed along lines of all
 * directions and small distances from the star (a Radon transform); the three best directions at least
 * {@value #LEAST_APART_DEG} degrees apart are the spikes. Each is then followed piece by piece and a line laid through the
 * pieces' centroids, whose scatter gives the error.
 *
 * <p>Units: px of the plane.
 * <p>Error: 0.02 px in focus and 3 to 6 % of the offset up to 1.2 lambda/D (0.3 waves at the aperture's edge) on simulated
 * diffraction patterns of a bright star; 0.15 px for a faint one (BahtinovTest). Further out the spikes fray and are often
 * not recognised.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: P. Bahtinov's mask, 2005; Radon 1917.
 */
public final class Bahtinov {
    private static final int MAX_RADIUS_PX = 240;
    private static final int DIRECTIONS = 180;
    private static final int LEAST_APART_DEG = 12;
    /** Distances from the star that a spike may have, as a share of the radius. */
    private static final double MOST_OFFSET_FRACTION = 0.25;
    /** The core that is left out, as a share of the radius. */
    private static final double CORE_FRACTION = 0.15;

    private static final double LEAST_CORE_PX = 6;
    /** Light below so many sigmas is sky. */
    private static final double LEAST_SIGMAS = 2;
    /** The third spike against the strongest, above the usual direction. */
    private static final double LEAST_THIRD_FRACTION = 0.12;
    /** And in robust sigmas of all directions. */
    private static final double LEAST_THIRD_SIGMAS = 5;

    /** And against that usual direction. */
    private static final double LEAST_CONTRAST = 0.15;

    /** Masks are even: spikes that are not were mistaken for something else, as happens far from focus. */
    private static final double MOST_UNEVEN_DEG = 1.5;

    private static final double SIGMA_PER_DEVIATION = 1.4826;
    private static final int PIECE_COUNT = 16;
    private static final int FOLLOW_STEPS = 30;
    private static final double NARROWEST_PX = 2;
    private static final double WIDEST_PX = 14;

    private final int widthPx;
    private final int heightPx;
    private final int radiusPx;
    private final int offsetCount;
    private final SkyLevel sky;
    private final BlobCentroid blob;
    private final float[] root;
    private final float[] skyRow;
    private final float[] sums;
    private final float[] smoothed;
    private final float[] best = new float[DIRECTIONS];
    private final int[] bestOffset = new int[DIRECTIONS];
    private final float[] sorted = new float[DIRECTIONS];
    private final double[] cosine = new double[DIRECTIONS];
    private final double[] sine = new double[DIRECTIONS];
    private final int[] direction = new int[3];
    private final double[] angle = new double[3];
    private final double[] distance = new double[3];
    private final double[] distanceSigma = new double[3];
    private final double[] pieceWeight = new double[PIECE_COUNT];
    private final double[] pieceSum = new double[PIECE_COUNT];
    private final double[] pieceAlong = new double[PIECE_COUNT];

    private double centreX;
    private double centreY;
    private double core;
    private double halfWidth;

    public Bahtinov(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        radiusPx = Math.min(MAX_RADIUS_PX, Math.max(16, Math.min(widthPx, heightPx) / 2));
        offsetCount = 2 * (int) Math.ceil(MOST_OFFSET_FRACTION * radiusPx) + 1;
        sky = new SkyLevel(widthPx, heightPx);
        blob = new BlobCentroid(widthPx, heightPx);
        root = new float[widthPx * heightPx];
        skyRow = new float[widthPx];
        sums = new float[DIRECTIONS * offsetCount];
        smoothed = new float[offsetCount];
        for (int k = 0; k < DIRECTIONS; k++) {
            cosine[k] = Math.cos(Math.toRadians(k * 180.0 / DIRECTIONS));
            sine[k] = Math.sin(Math.toRadians(k * 180.0 / DIRECTIONS));
        }
    }

    /**
     * Measures a plane with one bright star.
     *
     * @param plane finite samples. Not modified, not kept
     * @param out Modified: everything
     */
    public void measure(Plane plane, BahtinovReading out) {
        if (plane.widthPx != widthPx || plane.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + plane.widthPx + "x" + plane.heightPx + " px, expected "
                    + widthPx + "x" + heightPx + "; make one Bahtinov for each size");
        }
        forget(out);
        if (!blob.find(plane.adu)) {
            return;
        }
        centreX = blob.xPx();
        centreY = blob.yPx();
        out.starXPx = centreX;
        out.starYPx = centreY;
        out.state = State.NO_SPIKES;
        core = Math.max(LEAST_CORE_PX, CORE_FRACTION * radiusPx);
        sky.measure(plane.adu);
        takeRoots(plane.adu);
        sumAlongLines();
        if (!chooseSpikes()) {
            return;
        }
        for (int spike = 0; spike < 3; spike++) {
            if (!follow(spike)) {
                return;
            }
        }
        report(out);
    }

    private static void forget(BahtinovReading out) {
        out.state = State.NO_STAR;
        out.starXPx = Double.NaN;
        out.starYPx = Double.NaN;
        out.centralDeg = Double.NaN;
        out.outerBeforeDeg = Double.NaN;
        out.outerAfterDeg = Double.NaN;
        out.crossingXPx = Double.NaN;
        out.crossingYPx = Double.NaN;
        out.offsetPx = Double.NaN;
        out.offsetPxSigma = Double.NaN;
    }

    private void takeRoots(float[] adu) {
        double limit = LEAST_SIGMAS * sky.noiseAdu();
        for (int y = 0; y < heightPx; y++) {
            sky.row(y, skyRow);
            for (int x = 0; x < widthPx; x++) {
                double light = adu[y * widthPx + x] - skyRow[x] - limit;
                root[y * widthPx + x] = light > 0 ? (float) Math.sqrt(light) : 0;
            }
        }
    }

    /** Adds every lit pixel to all lines through it that pass near the star. */
    private void sumAlongLines() {
        Arrays.fill(sums, 0);
        int half = offsetCount / 2;
        int top = (int) Math.max(0, Math.ceil(centreY - radiusPx));
        int bottom = (int) Math.min(heightPx - 1, Math.floor(centreY + radiusPx));
        int left = (int) Math.max(0, Math.ceil(centreX - radiusPx));
        int right = (int) Math.min(widthPx - 1, Math.floor(centreX + radiusPx));
        for (int y = top; y <= bottom; y++) {
            double dy = y - centreY;
            for (int x = left; x <= right; x++) {
                float light = root[y * widthPx + x];
                double dx = x - centreX;
                double r2 = dx * dx + dy * dy;
                if (light == 0 || r2 < core * core || r2 > (double) radiusPx * radiusPx) {
                    continue;
                }
                for (int k = 0; k < DIRECTIONS; k++) {
                    int offset = (int) Math.rint(dy * cosine[k] - dx * sine[k]) + half;
                    if (offset >= 0 && offset < offsetCount) {
                        sums[k * offsetCount + offset] += light;
                    }
                }
            }
        }
    }

    private boolean chooseSpikes() {
        for (int k = 0; k < DIRECTIONS; k++) {
            best[k] = -1;
            for (int j = 1; j < offsetCount - 1; j++) {
                int i = k * offsetCount + j;
                float value = sums[i - 1] + 2 * sums[i] + sums[i + 1];
                if (value > best[k]) {
                    best[k] = value;
                    bestOffset[k] = j;
                }
            }
        }
        System.arraycopy(best, 0, sorted, 0, DIRECTIONS);
        float usual = OrderStatistic.select(sorted, DIRECTIONS, DIRECTIONS / 2);
        for (int k = 0; k < DIRECTIONS; k++) {
            sorted[k] = Math.abs(best[k] - usual);
        }
        double sigma = SIGMA_PER_DEVIATION * OrderStatistic.select(sorted, DIRECTIONS, DIRECTIONS / 2);
        for (int spike = 0; spike < 3; spike++) {
            direction[spike] = -1;
            for (int k = 0; k < DIRECTIONS; k++) {
                boolean isFree = true;
                for (int other = 0; other < spike; other++) {
                    int apart = Math.abs(k - direction[other]);
                    isFree &= Math.min(apart, DIRECTIONS - apart) >= LEAST_APART_DEG * DIRECTIONS / 180;
                }
                if (isFree && (direction[spike] < 0 || best[k] > best[direction[spike]])) {
                    direction[spike] = k;
                }
            }
        }
        double first = best[direction[0]] - usual;
        double third = best[direction[2]] - usual;
        if (!(third > LEAST_THIRD_FRACTION * first)
                || !(third > Math.max(LEAST_THIRD_SIGMAS * sigma, LEAST_CONTRAST * usual))) {
            return false;
        }
        sortAroundTheMiddle();
        return true;
    }

    /** Orders the spikes: outer, middle, outer. The widest of the three gaps lies opposite the middle one. */
    private void sortAroundTheMiddle() {
        Arrays.sort(direction);
        int gap01 = direction[1] - direction[0];
        int gap12 = direction[2] - direction[1];
        int gap20 = DIRECTIONS - direction[2] + direction[0];
        int a = direction[0];
        int b = direction[1];
        int c = direction[2];
        if (gap01 >= gap12 && gap01 >= gap20) {
            direction[0] = b;
            direction[1] = c;
            direction[2] = a;
        } else if (gap12 >= gap20) {
            direction[0] = c;
            direction[1] = a;
            direction[2] = b;
        }
    }

    /** Lays a line through the spike: angle, distance from the star along the normal (-sin, cos), and its error. */
    private boolean follow(int spike) {
        int k = direction[spike];
        halfWidth = width(k);
        int apart = Math.min(apart(k, direction[(spike + 1) % 3]), apart(k, direction[(spike + 2) % 3]));
        double clear = 2 * halfWidth / Math.sin(Math.toRadians(apart * 180.0 / DIRECTIONS));
        double inner = Math.max(core, Math.min(clear, radiusPx / 2.0));
        double theta = Math.toRadians(k * 180.0 / DIRECTIONS);
        double u0 = bestOffset[k] - offsetCount / 2;
        for (int step = 0; step < FOLLOW_STEPS; step++) {
            gather(theta, u0, inner);
            if (!line()) {
                return false;
            }
            // under a window somewhat wider than the spike the centroid shows most of the way
            u0 += 1.3 * lineLevel;
            theta += Math.atan(1.3 * lineSlope);
            if (Math.abs(lineLevel) + Math.abs(lineSlope) * radiusPx < 1e-3) {
                break;
            }
        }
        angle[spike] = theta;
        distance[spike] = u0;
        distanceSigma[spike] = 1.3 * lineSigma;
        return Math.abs(u0) < MOST_OFFSET_FRACTION * radiusPx + halfWidth;
    }

    private static int apart(int a, int b) {
        int apart = Math.abs(a - b);
        return Math.min(apart, DIRECTIONS - apart);
    }

    /** Half width of the spike across, from where its sum falls half way to the usual. */
    private double width(int k) {
        System.arraycopy(sums, k * offsetCount, smoothed, 0, offsetCount);
        float usual = OrderStatistic.select(smoothed, offsetCount, offsetCount / 4);
        int at = k * offsetCount + bestOffset[k];
        float half = usual + (sums[at] - usual) / 2;
        int left = 0;
        while (bestOffset[k] - left > 0 && sums[at - left] > half) {
            left++;
        }
        int right = 0;
        while (bestOffset[k] + right < offsetCount - 1 && sums[at + right] > half) {
            right++;
        }
        return Math.max(NARROWEST_PX, Math.min(WIDEST_PX, 1.5 * (left + right)));
    }

    /** Light and centroid across of each piece of the spike, under a cosine window. */
    private void gather(double theta, double u0, double inner) {
        Arrays.fill(pieceWeight, 0);
        Arrays.fill(pieceSum, 0);
        Arrays.fill(pieceAlong, 0);
        double c = Math.cos(theta);
        double s = Math.sin(theta);
        double pieceLength = (radiusPx - inner) / (PIECE_COUNT / 2);
        int reach = (int) Math.ceil(radiusPx + halfWidth);
        int top = (int) Math.max(0, Math.ceil(centreY - reach));
        int bottom = (int) Math.min(heightPx - 1, Math.floor(centreY + reach));
        for (int y = top; y <= bottom; y++) {
            double dy = y - centreY;
            int left = 0;
            int right = widthPx - 1;
            if (Math.abs(s) > 0.1) {
                // only the part of the row that the strip crosses: dy c - dx s within u0 -+ halfWidth
                double a = (dy * c - u0 - halfWidth) / s + centreX;
                double b = (dy * c - u0 + halfWidth) / s + centreX;
                left = (int) Math.max(left, Math.floor(Math.min(a, b)));
                right = (int) Math.min(right, Math.ceil(Math.max(a, b)));
            }
            for (int x = left; x <= right; x++) {
                float light = root[y * widthPx + x];
                double dx = x - centreX;
                double u = dy * c - dx * s - u0;
                double t = dx * c + dy * s;
                double along = Math.abs(t);
                if (light == 0 || Math.abs(u) >= halfWidth || along < inner || along >= radiusPx) {
                    continue;
                }
                int piece = (int) ((along - inner) / pieceLength);
                if (piece >= PIECE_COUNT / 2) {
                    continue;
                }
                int at = t < 0 ? piece : PIECE_COUNT / 2 + piece;
                double weight = (double) light * light * (1 + Math.cos(Math.PI * u / halfWidth));
                pieceWeight[at] += weight;
                pieceSum[at] += weight * u;
                pieceAlong[at] += weight * t;
            }
        }
    }

    private double lineLevel;
    private double lineSlope;
    private double lineSigma;

    /** Weighted line through the pieces' centroids; its level at the star and the error of that from their scatter. */
    private boolean line() {
        double w = 0;
        double wt = 0;
        double wtt = 0;
        double wu = 0;
        double wtu = 0;
        int count = 0;
        for (int k = 0; k < PIECE_COUNT; k++) {
            if (pieceWeight[k] > 0) {
                double t = pieceAlong[k] / pieceWeight[k];
                w += pieceWeight[k];
                wt += pieceWeight[k] * t;
                wtt += pieceWeight[k] * t * t;
                wu += pieceSum[k];
                wtu += pieceSum[k] * t;
                count++;
            }
        }
        double det = w * wtt - wt * wt;
        if (count < 4 || !(det > 0)) {
            return false;
        }
        lineSlope = (w * wtu - wt * wu) / det;
        lineLevel = (wtt * wu - wt * wtu) / det;
        double chi2 = 0;
        double weightSquares = 0;
        for (int k = 0; k < PIECE_COUNT; k++) {
            if (pieceWeight[k] > 0) {
                double t = pieceAlong[k] / pieceWeight[k];
                double off = pieceSum[k] / pieceWeight[k] - lineLevel - lineSlope * t;
                chi2 += pieceWeight[k] * off * off;
                double influence = pieceWeight[k] * (wtt - wt * t) / det;
                weightSquares += influence * influence;
            }
        }
        lineSigma = Math.sqrt(chi2 / w * count / (count - 2) * weightSquares);
        return true;
    }

    private void report(BahtinovReading out) {
        double n1x = -Math.sin(angle[0]);
        double n1y = Math.cos(angle[0]);
        double n2x = -Math.sin(angle[2]);
        double n2y = Math.cos(angle[2]);
        double det = n1x * n2y - n1y * n2x;
        if (Math.abs(det) < Math.sin(Math.toRadians(LEAST_APART_DEG))) {
            return;
        }
        double before = Math.toDegrees(wrapped(angle[1] - angle[0]));
        double after = Math.toDegrees(wrapped(angle[2] - angle[1]));
        if (Math.min(before, after) < LEAST_APART_DEG || Math.abs(before - after) > MOST_UNEVEN_DEG) {
            return;
        }
        double x = (distance[0] * n2y - distance[2] * n1y) / det;
        double y = (n1x * distance[2] - n2x * distance[0]) / det;
        double n0x = -Math.sin(angle[1]);
        double n0y = Math.cos(angle[1]);
        double share1 = (n0x * n2y - n0y * n2x) / det;
        double share2 = (n1x * n0y - n1y * n0x) / det;
        double offset = distance[1] - n0x * x - n0y * y;
        boolean pointsUp = n0y < 0 || (n0y == 0 && n0x > 0);
        out.offsetPx = pointsUp ? -offset : offset;
        out.offsetPxSigma = Math.sqrt(distanceSigma[1] * distanceSigma[1]
                + share1 * share1 * distanceSigma[0] * distanceSigma[0]
                + share2 * share2 * distanceSigma[2] * distanceSigma[2]);
        out.crossingXPx = centreX + x;
        out.crossingYPx = centreY + y;
        out.outerBeforeDeg = halfTurn(angle[0]);
        out.centralDeg = halfTurn(angle[1]);
        out.outerAfterDeg = halfTurn(angle[2]);
        out.state = State.MEASURED;
    }

    /** Into -pi/2 .. pi/2. */
    private static double wrapped(double rad) {
        return Math.IEEEremainder(rad, Math.PI);
    }

    /** Into -90 (exclusive) .. 90. */
    private static double halfTurn(double rad) {
        double deg = Math.toDegrees(rad) % 180;
        return deg > 90 ? deg - 180 : deg <= -90 ? deg + 180 : deg;
    }
}
