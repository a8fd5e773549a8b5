package org.lucida.simulator.sensor;

import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;

/**
 * Light and charge nobody wants: cosmic rays and satellite trails, drawn by frame number and by time.
 *
 * <p>Memory: places for {@value #RAY_POINTS} struck pixels, made in the constructor; calls allocate nothing. More are left out.
 * <p>Thread: one at a time.
 */
final class Intruders {
    static final int RAY_POINTS = 4096;

    private static final long STREAM = 0x1A7B;
    private static final int MOST_RAYS = 32;
    /** Charge of a particle along a pixel of its way: some 80 e- for each um of silicon over a few um of depth. */
    private static final double RAY_LEAST_E = 200;

    private static final double RAY_MOST_E = 1500;
    private static final double RAY_MEAN_LENGTH_PX = 8;
    private static final double RAY_MOST_LENGTH_PX = 60;

    /** Satellites are looked for in slots of this length; none stays longer. */
    private static final double SLOT_S = 1;

    private static final double TRAIL_LEAST_CROSSING_S = 0.15;
    private static final double TRAIL_MOST_CROSSING_S = 0.9;
    private static final double TRAIL_SIGMA_PX = 1.4;
    /** Square of the distance in sigmas where a trail is over: the rest is below 1e-6 of its light. */
    private static final double TRAIL_MOST_SIGMAS2 = 30;

    private static final double TRAIL_LEAST_PHOTONS = 30;
    private static final double TRAIL_MOST_PHOTONS = 600;

    private final CountedRandom random;
    private final Roi roi;
    private final int sensorWidthPx;
    private final int sensorHeightPx;
    private final double raysPerFrame;
    private final double trailsPerSlot;
    private final double exposureS;
    private final double framePeriodS;

    private final int[] rayAt = new int[RAY_POINTS];
    private final float[] rayE = new float[RAY_POINTS];
    private int rayPoints;

    /** The trail in the present frame: centre line from (fromX, fromY), unit direction, length; brightness 0 if none. */
    private double fromX;

    private double fromY;
    private double alongX;
    private double alongY;
    private double length;
    private double photons;

    Intruders(CameraModel model, SensorSettings settings, long seed) {
        random = new CountedRandom(seed, STREAM);
        roi = settings.roi();
        sensorWidthPx = model.widthPx();
        sensorHeightPx = model.heightPx();
        double areaCm2 = model.widthPx() * (double) model.heightPx() * model.pixelUm() * model.pixelUm() * 1e-8;
        raysPerFrame = settings.blemishes().cosmicRaysPerCm2PerS() * areaCm2 * settings.exposureS();
        trailsPerSlot = settings.blemishes().trailsPerHourCount() / 3600 * SLOT_S;
        exposureS = settings.exposureS();
        framePeriodS = settings.framePeriodS();
    }

    /** Looks up who comes through in a frame. */
    void begin(long frame, boolean open) {
        rayPoints = 0;
        photons = 0;
        if (raysPerFrame > 0) {
            strike(frame);
        }
        if (open && trailsPerSlot > 0) {
            pass(frame * framePeriodS);
        }
    }

    int struckCount() {
        return rayPoints;
    }

    boolean isCrossed() {
        return photons > 0;
    }

    /** True if any pixel of the frame is touched. */
    boolean present() {
        return rayPoints > 0 || photons > 0;
    }

    /**
     * Adds to the expected electrons of a row.
     *
     * @param row of the region
     * @param qe of the region, row-major; Not modified
     * @param meanE one row; Modified
     */
    void addTo(int row, float[] qe, float[] meanE) {
        int first = row * roi.widthPx();
        for (int i = 0; i < rayPoints; i++) {
            int column = rayAt[i] - first;
            if (column >= 0 && column < roi.widthPx()) {
                meanE[column] += rayE[i];
            }
        }
        if (photons > 0) {
            for (int x = 0; x < roi.widthPx(); x++) {
                double offX = roi.xPx() + x - fromX;
                double offY = roi.yPx() + row - fromY;
                double along = offX * alongX + offY * alongY;
                double across = (offX * alongY - offY * alongX) / TRAIL_SIGMA_PX;
                if (along >= 0 && along <= length && across * across < TRAIL_MOST_SIGMAS2) {
                    meanE[x] += (float) (qe[first + x] * photons * StrictMath.exp(-0.5 * across * across));
                }
            }
        }
    }

    private void strike(long frame) {
        double drawn = random.unit(frame << 16);
        double term = StrictMath.exp(-raysPerFrame);
        int rays = 0;
        for (double sum = term; drawn > sum && rays < MOST_RAYS; sum += term) {
            rays++;
            term *= raysPerFrame / rays;
        }
        for (int ray = 0; ray < rays; ray++) {
            long number = (frame << 16) + 8L * (ray + 1);
            double x = random.unit(number) * sensorWidthPx - roi.xPx();
            double y = random.unit(number + 1) * sensorHeightPx - roi.yPx();
            double angle = 2 * Math.PI * random.unit(number + 2);
            double lengthPx =
                    Math.min(RAY_MOST_LENGTH_PX, -RAY_MEAN_LENGTH_PX * StrictMath.log(1 - random.unit(number + 3)));
            double charge = RAY_LEAST_E + (RAY_MOST_E - RAY_LEAST_E) * random.unit(number + 4);
            double stepX = StrictMath.cos(angle);
            double stepY = StrictMath.sin(angle);
            for (int step = 0; step <= lengthPx && rayPoints < RAY_POINTS; step++) {
                int column = (int) Math.floor(x + step * stepX);
                int row = (int) Math.floor(y + step * stepY);
                if (column >= 0 && column < roi.widthPx() && row >= 0 && row < roi.heightPx()) {
                    rayAt[rayPoints] = row * roi.widthPx() + column;
                    rayE[rayPoints] = (float) charge;
                    rayPoints++;
                }
            }
        }
    }

    /** The satellite seen in an exposure that begins at startS; of several the last. */
    private void pass(double startS) {
        long firstSlot = (long) Math.floor(startS / SLOT_S) - 1;
        long lastSlot = (long) Math.floor((startS + exposureS) / SLOT_S);
        for (long slot = firstSlot; slot <= lastSlot; slot++) {
            long number = -8 * (slot + 1_000_000);
            if (random.unit(number) >= trailsPerSlot) {
                continue;
            }
            double entryS = (slot + random.unit(number + 1)) * SLOT_S;
            double crossingS =
                    TRAIL_LEAST_CROSSING_S + (TRAIL_MOST_CROSSING_S - TRAIL_LEAST_CROSSING_S) * random.unit(number + 2);
            double begin = Math.max(0, (startS - entryS) / crossingS);
            double end = Math.min(1, (startS + exposureS - entryS) / crossingS);
            if (end <= begin) {
                continue;
            }
            double angle = 2 * Math.PI * random.unit(number + 3);
            double diagonal =
                    StrictMath.sqrt((double) sensorWidthPx * sensorWidthPx + (double) sensorHeightPx * sensorHeightPx);
            double stepX = StrictMath.cos(angle);
            double stepY = StrictMath.sin(angle);
            double startX = sensorWidthPx * (0.2 + 0.6 * random.unit(number + 4)) + (begin - 0.5) * diagonal * stepX;
            double startY = sensorHeightPx * (0.2 + 0.6 * random.unit(number + 5)) + (begin - 0.5) * diagonal * stepY;
            double way = (end - begin) * diagonal;
            if (touchesRegion(startX, startY, stepX, stepY, way)) {
                fromX = startX;
                fromY = startY;
                alongX = stepX;
                alongY = stepY;
                length = way;
                photons = TRAIL_LEAST_PHOTONS
                        * StrictMath.pow(TRAIL_MOST_PHOTONS / TRAIL_LEAST_PHOTONS, random.unit(number + 6));
            }
        }
    }

    /**
     * Whether a stretch comes over the region, a trail being as wide as it is drawn in {@link #addTo}.
     *
     * <p>Source: Liang and Barsky 1984, ACM Trans. Graph. 3, 1.
     */
    private boolean touchesRegion(double startX, double startY, double stepX, double stepY, double way) {
        double reach = StrictMath.sqrt(TRAIL_MOST_SIGMAS2) * TRAIL_SIGMA_PX;
        double[] from = {startX - roi.xPx() + reach, startY - roi.yPx() + reach};
        double[] step = {stepX, stepY};
        double[] size = {roi.widthPx() - 1 + 2 * reach, roi.heightPx() - 1 + 2 * reach};
        double begin = 0;
        double end = way;
        for (int axis = 0; axis < 2; axis++) {
            if (Math.abs(step[axis]) < 1e-12) {
                if (from[axis] < 0 || from[axis] > size[axis]) {
                    return false;
                }
                continue;
            }
            double a = -from[axis] / step[axis];
            double b = (size[axis] - from[axis]) / step[axis];
            begin = Math.max(begin, Math.min(a, b));
            end = Math.min(end, Math.max(a, b));
        }
        return begin < end;
    }
}
