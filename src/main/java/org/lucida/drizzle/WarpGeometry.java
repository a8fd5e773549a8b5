package org.lucida.drizzle;

/** Displacements on a coarse grid, bilinear between its nodes. */
final class WarpGeometry implements Geometry {
    private final double stepPx;
    private final int columnCount;
    private final int rowCount;
    private final double[] dx;
    private final double[] dy;
    private final double scale;

    WarpGeometry(double stepPx, int columnCount, double[] displacementXPx, double[] displacementYPx, double scale) {
        if (!(stepPx > 0)
                || columnCount < 2
                || displacementXPx.length != displacementYPx.length
                || displacementXPx.length % columnCount != 0
                || displacementXPx.length < 2 * columnCount) {
            throw new IllegalArgumentException("stepPx=" + stepPx + " columnCount=" + columnCount + " with "
                    + displacementXPx.length + " and " + displacementYPx.length
                    + " displacements is no grid; give at least 2x2 nodes");
        }
        this.stepPx = stepPx;
        this.columnCount = columnCount;
        this.rowCount = displacementXPx.length / columnCount;
        this.dx = displacementXPx;
        this.dy = displacementYPx;
        this.scale = scale;
    }

    @Override
    public void mapRow(int y, int widthPx, double[] outXPx, double[] outYPx) {
        double v = Math.min(y / stepPx, rowCount - 1);
        int j = Math.min((int) v, rowCount - 2);
        double fv = v - j;
        for (int x = 0; x < widthPx; x++) {
            double u = Math.min(x / stepPx, columnCount - 1);
            int i = Math.min((int) u, columnCount - 2);
            double fu = u - i;
            int node = j * columnCount + i;
            double displacementX = (1 - fv) * ((1 - fu) * dx[node] + fu * dx[node + 1])
                    + fv * ((1 - fu) * dx[node + columnCount] + fu * dx[node + columnCount + 1]);
            double displacementY = (1 - fv) * ((1 - fu) * dy[node] + fu * dy[node + 1])
                    + fv * ((1 - fu) * dy[node + columnCount] + fu * dy[node + columnCount + 1]);
            outXPx[x] = (x - displacementX + 0.5) * scale - 0.5;
            outYPx[x] = (y - displacementY + 0.5) * scale - 0.5;
        }
    }
}
