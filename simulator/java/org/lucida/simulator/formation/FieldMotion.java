package org.lucida.simulator.formation;

import java.util.Arrays;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.PointSpread;

/**
 * How air and mount move each part of the field during one exposure: the mean as a displacement field, the rest as a
 * jitter that belongs into the PSF.
 *
 * <p>The picture is warped by the mean gradient of the wave, and the PSFs are freed of the same: then the centre of light of
 * every PSF is in its middle, and an evenly bright scene stays even. The truth tells the best plane besides.
 * <p>Memory: made once; calls allocate nothing. Thread: one at a time.
 */
final class FieldMotion {
    /** Nodes from one working out of the swell to the next: its shortest wave is 24 apertures long. */
    private static final int SWELL_NODES = 4;

    private final FormationPlan plan;
    /** Displacement of the centre of light: what the picture is warped by. */
    final DisplacementSheet sheet;

    /** Displacement of the best plane at the nodes in grid pixels: what the truth tells. */
    private final double[] planeX;

    private final double[] planeY;
    private final int instantLimit;
    private final Atmosphere.Room room = new Atmosphere.Room();
    private final double[] slope = new double[2];
    private final double[] mounted = new double[2];
    private final double[] strengths;
    /** What the mount does to a row in each instant. */
    private final double[] rowX;

    private final double[] rowY;
    private final double[] rowAngle;
    private final double[] mountX;
    private final double[] mountY;
    /** What a PSF must be moved by in each instant, toward +x, so that only jitter about the mean is left; in rad. */
    final double[] moveXRad;

    final double[] moveYRad;
    /** Strength of the air in each instant. */
    final double[] strength;
    /** Swell around the place looked at in each instant, see {@link Atmosphere#swell}. */
    final double[][] swell;

    private final double[] swellHere = new double[6];
    private final double[] swellLast = new double[6];
    private final double[] swellNext = new double[6];

    int instants;
    private double startS;
    private double exposureS;

    FieldMotion(FormationPlan plan, int instantLimit) {
        this.plan = plan;
        this.instantLimit = instantLimit;
        sheet = new DisplacementSheet(plan.nodeColumns(), plan.nodeRows(), -0.5, plan.nodeSpacingPx());
        planeX = new double[sheet.x.length];
        planeY = new double[sheet.x.length];
        strengths = new double[instantLimit];
        rowX = new double[instantLimit];
        rowY = new double[instantLimit];
        rowAngle = new double[instantLimit];
        mountX = new double[instantLimit];
        mountY = new double[instantLimit];
        moveXRad = new double[instantLimit];
        moveYRad = new double[instantLimit];
        strength = new double[instantLimit];
        swell = new double[instantLimit][6];
    }

    /** Follows one exposure with at most the limit's instants: fills the sheet. */
    void follow(double fromS, double lengthS) {
        startS = fromS;
        exposureS = lengthS;
        instants = Math.min(instantLimit, plan.instants(lengthS));
        for (int j = 0; j < sheet.rows; j++) {
            double gy = sheet.firstPx + j * sheet.spacingPx;
            double sy = plan.sensorYPx(gy);
            double rowS = startS + plan.rowStartS(sy);
            for (int s = 0; s < instants; s++) {
                double timeS = rowS + instantS(s);
                strengths[s] = plan.air().strength(timeS);
                rowX[s] = plan.mount().xPx(timeS);
                rowY[s] = plan.mount().yPx(timeS);
                rowAngle[s] = plan.mount().rotationRad(timeS);
            }
            Arrays.fill(sheet.x, j * sheet.columns, (j + 1) * sheet.columns, 0.0);
            Arrays.fill(sheet.y, j * sheet.columns, (j + 1) * sheet.columns, 0.0);
            Arrays.fill(planeX, j * sheet.columns, (j + 1) * sheet.columns, 0.0);
            Arrays.fill(planeY, j * sheet.columns, (j + 1) * sheet.columns, 0.0);
            for (int s = 0; s < instants; s++) {
                addRow(j, gy, rowS + instantS(s), s);
            }
        }
    }

    /** Adds what an instant does to a row of nodes. The swell is worked out at every fourth node and straight in between. */
    private void addRow(int j, double gy, double timeS, int s) {
        int k = plan.field().gridPerPx();
        double middleX = (plan.field().sensorWidthPx() - 1) / 2.0;
        double middleY = (plan.field().sensorHeightPx() - 1) / 2.0;
        double fromMiddleY = plan.sensorYPx(gy) - middleY;
        double yRad = plan.yRad(gy);
        double toPx = PointSpread.moveRad(1) / plan.gridRad() / instants;
        swellAt(0, yRad, timeS, strengths[s], swellNext);
        for (int i = 0; i < sheet.columns; i++) {
            double gx = sheet.firstPx + i * sheet.spacingPx;
            double xRad = plan.xRad(gx);
            if (i % SWELL_NODES == 0) {
                System.arraycopy(swellNext, 0, swellLast, 0, swellLast.length);
                swellAt(i + SWELL_NODES, yRad, timeS, strengths[s], swellNext);
            }
            double share = i % SWELL_NODES / (double) SWELL_NODES;
            swellHere[1] = swellLast[1] + share * (swellNext[1] - swellLast[1]);
            swellHere[2] = swellLast[2] + share * (swellNext[2] - swellLast[2]);
            mounted(rowX[s], rowY[s], rowAngle[s], plan.sensorXPx(gx) - middleX, fromMiddleY, mounted);
            double mountXPx = mounted[0] * k / instants;
            double mountYPx = mounted[1] * k / instants;
            int node = j * sheet.columns + i;
            plan.slopes().slope(xRad, yRad, timeS, strengths[s], swellHere, slope);
            sheet.x[node] += slope[0] * toPx + mountXPx;
            sheet.y[node] += slope[1] * toPx + mountYPx;
            plan.planes().slope(xRad, yRad, timeS, strengths[s], swellHere, slope);
            planeX[node] += slope[0] * toPx + mountXPx;
            planeY[node] += slope[1] * toPx + mountYPx;
        }
    }

    private void swellAt(int column, double yRad, double timeS, double strength, double[] out) {
        plan.air().swell(plan.xRad(sheet.firstPx + column * sheet.spacingPx), yRad, timeS, strength, out, room);
    }

    /** Looks at one place of the scene in all instants: fills strength, swell, moveXRad and moveYRad. */
    void lookAt(double gx, double gy) {
        int k = plan.field().gridPerPx();
        double pxRad = plan.gridRad() * k;
        double sx = plan.sensorXPx(gx);
        double sy = plan.sensorYPx(gy);
        double rowS = startS + plan.rowStartS(sy);
        double tiltX = 0;
        double tiltY = 0;
        double meanX = 0;
        double meanY = 0;
        for (int s = 0; s < instants; s++) {
            double timeS = rowS + instantS(s);
            strength[s] = plan.air().strength(timeS);
            plan.air().swell(plan.xRad(gx), plan.yRad(gy), timeS, strength[s], swell[s], room);
            plan.slopes().slope(plan.xRad(gx), plan.yRad(gy), timeS, strength[s], swell[s], slope);
            tiltX += PointSpread.moveRad(slope[0]) / instants;
            tiltY += PointSpread.moveRad(slope[1]) / instants;
            mounted(
                    plan.mount(),
                    timeS,
                    sx - (plan.field().sensorWidthPx() - 1) / 2.0,
                    sy - (plan.field().sensorHeightPx() - 1) / 2.0,
                    mounted);
            mountX[s] = mounted[0] * pxRad;
            mountY[s] = mounted[1] * pxRad;
            meanX += mountX[s] / instants;
            meanY += mountY[s] / instants;
        }
        for (int s = 0; s < instants; s++) {
            // the tilt's own jitter is in the phase; only its mean goes, and the mount's jitter comes
            moveXRad[s] = mountX[s] - meanX - tiltX;
            moveYRad[s] = mountY[s] - meanY - tiltY;
        }
    }

    /** Time of an instant of a row of the scene. */
    double timeS(double gy, int instant) {
        return startS + plan.rowStartS(plan.sensorYPx(gy)) + instantS(instant);
    }

    private double instantS(int instant) {
        return (instant + 0.5) / instants * exposureS;
    }

    /** Displacement in sensor px by the mount of a place given from the middle of the sensor. Modifies {@code out}. */
    static void mounted(MountMotion mount, double timeS, double fromMiddleX, double fromMiddleY, double[] out) {
        mounted(mount.xPx(timeS), mount.yPx(timeS), mount.rotationRad(timeS), fromMiddleX, fromMiddleY, out);
    }

    private static void mounted(
            double xPx, double yPx, double angle, double fromMiddleX, double fromMiddleY, double[] out) {
        double c = angle == 0 ? 1 : StrictMath.cos(angle);
        double s = angle == 0 ? 0 : StrictMath.sin(angle);
        out[0] = xPx + (c - 1) * fromMiddleX - s * fromMiddleY;
        out[1] = yPx + s * fromMiddleX + (c - 1) * fromMiddleY;
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
                truth.fieldXPx[node] = planeX[node] / k;
                truth.fieldYPx[node] = planeY[node] / k;
                truth.lightXPx[node] = sheet.x[node] / k;
                truth.lightYPx[node] = sheet.y[node] / k;
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
