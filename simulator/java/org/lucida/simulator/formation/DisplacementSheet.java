package org.lucida.simulator.formation;

/**
 * A smooth field of displacements, known at the nodes of a square grid and cubic in between.
 *
 * <p>Shape: {@code columns * rows} nodes, node (i, j) at grid pixel (firstPx + i * spacingPx, firstPx + j * spacingPx).
 * <p>Units: grid pixels.
 * <p>Source: Catmull-Rom cubics; beyond the outer nodes the nearest node counts.
 */
final class DisplacementSheet {
    private static final int STRAIGHT = 8;

    final int columns;
    final int rows;
    final double firstPx;
    final double spacingPx;
    final double[] x;
    final double[] y;
    private final double[] lineX;
    private final double[] lineY;
    private final double[] weight = new double[4];
    private final double[] here = new double[2];

    DisplacementSheet(int columns, int rows, double firstPx, double spacingPx) {
        this.columns = columns;
        this.rows = rows;
        this.firstPx = firstPx;
        this.spacingPx = spacingPx;
        x = new double[columns * rows];
        y = new double[columns * rows];
        lineX = new double[columns];
        lineY = new double[columns];
    }

    /** Makes ready for one row of pixels. */
    void goToRow(double rowPx) {
        double v = clamped((rowPx - firstPx) / spacingPx, rows);
        int j = Math.min((int) v, Math.max(0, rows - 2));
        weights(v - j);
        for (int i = 0; i < columns; i++) {
            double sumX = 0;
            double sumY = 0;
            for (int k = 0; k < 4; k++) {
                int node = Math.min(Math.max(j + k - 1, 0), rows - 1) * columns + i;
                sumX += weight[k] * x[node];
                sumY += weight[k] * y[node];
            }
            lineX[i] = sumX;
            lineY[i] = sumY;
        }
    }

    /**
     * Displacements along the row for pixels first, first + step, ...: cubic at every eighth pixel, straight in between.
     *
     * <p>Error of the straight parts: 1e-3 px where the field bends as much as air can. Modifies {@code outX} and {@code outY}.
     */
    void along(double columnPx, double stepPx, int count, float[] outX, float[] outY) {
        onLine(columnPx);
        for (int n = 0; n < count; n += STRAIGHT) {
            double startX = here[0];
            double startY = here[1];
            onLine(columnPx + (n + STRAIGHT) * stepPx);
            float riseX = (float) ((here[0] - startX) / STRAIGHT);
            float riseY = (float) ((here[1] - startY) / STRAIGHT);
            int end = Math.min(count, n + STRAIGHT);
            for (int m = n; m < end; m++) {
                outX[m] = (float) startX + (m - n) * riseX;
                outY[m] = (float) startY + (m - n) * riseY;
            }
        }
    }

    private void onLine(double columnPx) {
        double u = clamped((columnPx - firstPx) / spacingPx, columns);
        int i = Math.min((int) u, Math.max(0, columns - 2));
        weights(u - i);
        double sumX = 0;
        double sumY = 0;
        for (int m = 0; m < 4; m++) {
            int node = Math.min(Math.max(i + m - 1, 0), columns - 1);
            sumX += weight[m] * lineX[node];
            sumY += weight[m] * lineY[node];
        }
        here[0] = sumX;
        here[1] = sumY;
    }

    /** Displacement at one place, into {@code out[0], out[1]}. */
    void at(double columnPx, double rowPx, double[] out) {
        double u = clamped((columnPx - firstPx) / spacingPx, columns);
        double v = clamped((rowPx - firstPx) / spacingPx, rows);
        int i = Math.min((int) u, Math.max(0, columns - 2));
        int j = Math.min((int) v, Math.max(0, rows - 2));
        double sumX = 0;
        double sumY = 0;
        for (int k = 0; k < 4; k++) {
            weights(v - j);
            double wk = weight[k];
            int row = Math.min(Math.max(j + k - 1, 0), rows - 1) * columns;
            weights(u - i);
            for (int m = 0; m < 4; m++) {
                int node = row + Math.min(Math.max(i + m - 1, 0), columns - 1);
                sumX += wk * weight[m] * x[node];
                sumY += wk * weight[m] * y[node];
            }
        }
        out[0] = sumX;
        out[1] = sumY;
    }

    /**
     * Fills this sheet with the displacement that the content seen at a place of the frame has made: e(y) = d(y - e(y)).
     *
     * @param towards d, by place in the scene. Not modified
     * @param addX constant displacement on top
     */
    void invert(DisplacementSheet towards, double addX, double addY) {
        for (int j = 0; j < rows; j++) {
            double py = firstPx + j * spacingPx;
            for (int i = 0; i < columns; i++) {
                double px = firstPx + i * spacingPx;
                double ex = towards.x[j * columns + i] + addX;
                double ey = towards.y[j * columns + i] + addY;
                for (int round = 0; round < 5; round++) {
                    towards.at(px - ex, py - ey, here);
                    ex = here[0] + addX;
                    ey = here[1] + addY;
                }
                x[j * columns + i] = ex;
                y[j * columns + i] = ey;
            }
        }
    }

    private static double clamped(double place, int count) {
        return Math.min(Math.max(place, 0), count - 1);
    }

    private void weights(double t) {
        weight[0] = t * (-0.5 + t * (1 - 0.5 * t));
        weight[1] = 1 + t * t * (1.5 * t - 2.5);
        weight[2] = t * (0.5 + t * (2 - 1.5 * t));
        weight[3] = t * t * (0.5 * t - 0.5);
    }
}
