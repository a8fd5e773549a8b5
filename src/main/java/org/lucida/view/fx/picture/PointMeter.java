package org.lucida.view.fx.picture;

import org.lucida.align.LocalShifts;
import org.lucida.frame.Plane;

/**
 * Measures where each part of a live frame went, against a mean of the live frames seen so far.
 *
 * <p>The mean is laid frame on frame in whole pixels, up to {@value #MOST_MEAN_COUNT}; it becomes the reference each time it has
 * doubled. Shown is what a point went beyond the frame as a whole.
 *
 * <p>Memory: some planes of the frame's size, made when it is first asked. Thread: the eye's.
 */
final class PointMeter implements ShiftArrows.Meter {
    private static final int PITCH_PX = 24;
    private static final int WINDOW_PX = 40;
    private static final int LEAST_MEAN_COUNT = 4;
    private static final int MOST_MEAN_COUNT = 64;
    /** Points found worse than this are not shown as found, plane px. */
    private static final double LARGEST_SIGMA_PX = 0.5;

    private final Luminance luminance = new Luminance();
    private LocalShifts shifts;
    private Plane mean;
    private int meanCount;
    private boolean hasReference;
    private long stackNumber = -1;

    @Override
    public ShiftArrows.Points measure(Exhibit frame) {
        if (Double.isNaN(frame.displacementXPx() + frame.displacementYPx())) {
            return null;
        }
        Plane plane = luminance.of(frame);
        if (mean == null
                || mean.widthPx != plane.widthPx
                || mean.heightPx != plane.heightPx
                || stackNumber != frame.stackNumber()) {
            mean = new Plane(plane.widthPx, plane.heightPx);
            shifts = new LocalShifts(plane.widthPx, plane.heightPx, PITCH_PX, WINDOW_PX);
            meanCount = 0;
            hasReference = false;
            stackNumber = frame.stackNumber();
        }
        double unit = luminance.rawPxPerPx(frame);
        double dx = frame.displacementXPx() / unit;
        double dy = frame.displacementYPx() / unit;
        ShiftArrows.Points points = null;
        if (hasReference) {
            shifts.measure(plane, dx, dy);
            points = points(dx, dy, unit);
        }
        if (meanCount < MOST_MEAN_COUNT) {
            learn(plane, (int) Math.rint(dx), (int) Math.rint(dy));
        }
        return points;
    }

    /** The mean with one frame more; what lies outside this frame stays as it was. */
    private void learn(Plane plane, int dx, int dy) {
        float part = 1f / (meanCount + 1);
        for (int y = 0; y < mean.heightPx; y++) {
            int from = y + dy;
            if (from >= 0 && from < plane.heightPx) {
                for (int x = Math.max(0, -dx); x < Math.min(mean.widthPx, mean.widthPx - dx); x++) {
                    int at = y * mean.widthPx + x;
                    mean.adu[at] += (plane.adu[from * plane.widthPx + x + dx] - mean.adu[at]) * part;
                }
            }
        }
        meanCount++;
        if (meanCount >= LEAST_MEAN_COUNT && Integer.bitCount(meanCount) == 1) {
            shifts.reference(mean, Double.NaN);
            hasReference = true;
        }
    }

    private ShiftArrows.Points points(double dx, double dy, double unit) {
        int count = shifts.pointCount();
        double[] x = new double[count];
        double[] y = new double[count];
        double[] shiftX = new double[count];
        double[] shiftY = new double[count];
        for (int i = 0; i < count; i++) {
            boolean isFound = shifts.sigmaPx(i) <= LARGEST_SIGMA_PX;
            x[i] = Luminance.raw(shifts.xPx(i), unit);
            y[i] = Luminance.raw(shifts.yPx(i), unit);
            shiftX[i] = isFound ? (shifts.displacementXPx(i) - dx) * unit : Double.NaN;
            shiftY[i] = isFound ? (shifts.displacementYPx(i) - dy) * unit : Double.NaN;
        }
        return new ShiftArrows.Points(x, y, shiftX, shiftY);
    }
}
