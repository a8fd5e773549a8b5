package org.lucida.simulator.air;

/**
 * The points of a round opening at which phase is wanted, row by row: where a beam of light meets a layer.
 *
 * <p>Shape: {@code count} points in a list; row j holds points {@code rowStart[j] .. rowStart[j + 1] - 1} in steps of stepM
 * along x, all at the same y.
 * <p>Units: m from the centre of the opening; x to the right, y down.
 * <p>Memory: immutable; arrays are not to be modified.
 */
public final class Footprint {
    public final int count;
    public final double stepM;
    final int[] rowStart;
    final double[] rowFirstXM;
    final double[] rowYM;
    final float[] xM;
    final float[] yM;

    /**
     * @param diameterM of the opening
     * @param stepM distance of the points
     * @param centreColumn column and row of the centre in a grid whose points lie at whole numbers
     * @param sizePx rows and columns of that grid
     */
    public Footprint(double diameterM, double stepM, double centreColumn, int sizePx) {
        this.stepM = stepM;
        // a point belongs if any part of its cell is inside
        double reach = diameterM / 2 / stepM + 0.7072;
        int[] starts = new int[sizePx + 1];
        double[] firsts = new double[sizePx];
        double[] ys = new double[sizePx];
        float[] x = new float[sizePx * sizePx];
        float[] y = new float[sizePx * sizePx];
        int total = 0;
        for (int j = 0; j < sizePx; j++) {
            starts[j] = total;
            ys[j] = (j - centreColumn) * stepM;
            boolean first = true;
            for (int i = 0; i < sizePx; i++) {
                double dx = i - centreColumn;
                double dy = j - centreColumn;
                if (dx * dx + dy * dy <= reach * reach) {
                    if (first) {
                        firsts[j] = dx * stepM;
                        first = false;
                    }
                    x[total] = (float) (dx * stepM);
                    y[total] = (float) (dy * stepM);
                    total++;
                }
            }
        }
        starts[sizePx] = total;
        count = total;
        rowStart = starts;
        rowFirstXM = firsts;
        rowYM = ys;
        xM = java.util.Arrays.copyOf(x, total);
        yM = java.util.Arrays.copyOf(y, total);
    }

    public double xM(int n) {
        return xM[n];
    }

    public double yM(int n) {
        return yM[n];
    }
}
