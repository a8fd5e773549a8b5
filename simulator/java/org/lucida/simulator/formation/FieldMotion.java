package org.lucida.simulator.formation;

import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;

/**
 * How air and mount move each part of the field during one exposure: the mean as a displacement field, the rest as a
 * jitter that belongs into the PSF.
 *
 * <p>The tilt of a direction is the best plane through the phase over the aperture (Zernike tilt).
 * <p>Memory: made once; calls allocate nothing. Thread: one at a time.
 */
final class FieldMotion {
    private final FormationPlan plan;
    final DisplacementSheet sheet;
    private final int instantLimit;
    private final double[] meanTiltX;
    private final double[] meanTiltY;
    private final double[] shakeX;
    private final double[] shakeY;
    private final double[] rowStrength;
    private final float[] phase;
    private final Atmosphere.Room room = new Atmosphere.Room();
    private final double[] tilt = new double[2];
    int instants;

    FieldMotion(FormationPlan plan, int instantLimit) {
        this.plan = plan;
        this.instantLimit = instantLimit;
        sheet = new DisplacementSheet(plan.nodeColumns(), plan.nodeRows(), -0.5, plan.nodeSpacingPx());
        int nodes = plan.nodeColumns() * plan.nodeRows();
        meanTiltX = new double[nodes];
        meanTiltY = new double[nodes];
        shakeX = new double[nodes * instantLimit];
        shakeY = new double[nodes * instantLimit];
        rowStrength = new double[plan.nodeRows() * instantLimit];
        phase = new float[plan.slopePupil().footprint.count];
    }

    /** Follows one exposure with at most the limit's instants. */
    void follow(double startS, double exposureS) {
        instants = Math.min(instantLimit, plan.instants(exposureS));
        Pupil pupil = plan.slopePupil();
        Atmosphere air = plan.air();
        MountMotion mount = plan.mount();
        int k = plan.field().gridPerPx();
        double middleX = (plan.field().sensorWidthPx() - 1) / 2.0;
        double middleY = (plan.field().sensorHeightPx() - 1) / 2.0;
        for (int j = 0; j < sheet.rows; j++) {
            double gy = sheet.firstPx + j * sheet.spacingPx;
            double sy = plan.sensorYPx(gy);
            double rowS = startS + plan.rowStartS(sy);
            for (int s = 0; s < instants; s++) {
                rowStrength[j * instantLimit + s] = air.strength(rowS + instantS(s, exposureS));
            }
            for (int i = 0; i < sheet.columns; i++) {
                int node = j * sheet.columns + i;
                double gx = sheet.firstPx + i * sheet.spacingPx;
                double sx = plan.sensorXPx(gx);
                double sumTiltX = 0;
                double sumTiltY = 0;
                double sumX = 0;
                double sumY = 0;
                for (int s = 0; s < instants; s++) {
                    double timeS = rowS + instantS(s, exposureS);
                    double strength = rowStrength[j * instantLimit + s];
                    air.phase(pupil.footprint, plan.xRad(gx), plan.yRad(gy), timeS, strength, phase, room);
                    double tiltX = PointSpread.moveRad(pupil.slopeX(phase));
                    double tiltY = PointSpread.moveRad(pupil.slopeY(phase));
                    mounted(mount, timeS, sx - middleX, sy - middleY, tilt);
                    sumTiltX += tiltX;
                    sumTiltY += tiltY;
                    sumX += tilt[0];
                    sumY += tilt[1];
                    // the tilt itself stays in the phase; only the mount's jitter must be added there
                    shakeX[node * instantLimit + s] = tilt[0];
                    shakeY[node * instantLimit + s] = tilt[1];
                }
                meanTiltX[node] = sumTiltX / instants;
                meanTiltY[node] = sumTiltY / instants;
                double meanX = sumX / instants;
                double meanY = sumY / instants;
                double pxRad = plan.gridRad() * k;
                for (int s = 0; s < instants; s++) {
                    int at = node * instantLimit + s;
                    shakeX[at] = (shakeX[at] - meanX) * pxRad;
                    shakeY[at] = (shakeY[at] - meanY) * pxRad;
                }
                sheet.x[node] = meanTiltX[node] / plan.gridRad() + meanX * k;
                sheet.y[node] = meanTiltY[node] / plan.gridRad() + meanY * k;
            }
        }
    }

    /** Middle of an instant after the start of the exposure. */
    double instantS(int instant, double exposureS) {
        return (instant + 0.5) / instants * exposureS;
    }

    /** Strength of the air for a node's row in an instant. */
    double strength(int node, int instant) {
        return rowStrength[node / sheet.columns * instantLimit + instant];
    }

    /** What must be added to a PSF of this node and instant, so that it is free of the mean tilt but keeps the jitter. */
    double moveXRad(int node, int instant) {
        return shakeX[node * instantLimit + instant] - meanTiltX[node];
    }

    double moveYRad(int node, int instant) {
        return shakeY[node * instantLimit + instant] - meanTiltY[node];
    }

    /** Displacement in sensor px by the mount of a place given from the middle of the sensor. Modifies {@code out}. */
    static void mounted(MountMotion mount, double timeS, double fromMiddleX, double fromMiddleY, double[] out) {
        double angle = mount.rotationRad(timeS);
        double c = angle == 0 ? 1 : StrictMath.cos(angle);
        double s = angle == 0 ? 0 : StrictMath.sin(angle);
        out[0] = mount.xPx(timeS) + (c - 1) * fromMiddleX - s * fromMiddleY;
        out[1] = mount.yPx(timeS) + s * fromMiddleX + (c - 1) * fromMiddleY;
    }

    /** Copies the field and its mean over the sensor into the truth. Modifies {@code truth}. */
    void tell(FrameTruth truth) {
        int k = plan.field().gridPerPx();
        double sumX = 0;
        double sumY = 0;
        int count = 0;
        for (int j = 0; j < sheet.rows; j++) {
            double sy = truth.nodeFirstYPx + j * truth.nodeSpacingPx;
            for (int i = 0; i < sheet.columns; i++) {
                int node = j * sheet.columns + i;
                double sx = truth.nodeFirstXPx + i * truth.nodeSpacingPx;
                truth.fieldXPx[node] = sheet.x[node] / k;
                truth.fieldYPx[node] = sheet.y[node] / k;
                boolean isSeen = sx > -1
                        && sy > -1
                        && sx < plan.field().sensorWidthPx()
                        && sy < plan.field().sensorHeightPx();
                if (isSeen) {
                    sumX += truth.fieldXPx[node];
                    sumY += truth.fieldYPx[node];
                    count++;
                }
            }
        }
        if (count == 0) {
            int middle = sheet.rows / 2 * sheet.columns + sheet.columns / 2;
            sumX = truth.fieldXPx[middle];
            sumY = truth.fieldYPx[middle];
            count = 1;
        }
        truth.globalXPx = sumX / count;
        truth.globalYPx = sumY / count;
        double pxRad = plan.gridRad() * k;
        for (int c = 0; c < truth.dispersionXPx.length; c++) {
            truth.dispersionXPx[c] = plan.channelLiftXRad(c) / pxRad;
            truth.dispersionYPx[c] = plan.channelLiftYRad(c) / pxRad;
        }
        truth.subStepCount = instants;
    }
}
