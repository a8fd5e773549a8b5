package org.lucida.simulator.sky;

/**
 * Brightness of a globe by longitude and latitude, relative, for red, green and blue.
 *
 * <p>Shape: three planes, row-major, first row at the north pole, first column at longitude -180 degrees, longitude growing to the
 * right as the disc shows it. Latitude is parametric: that of the sphere the globe becomes when its axis is stretched.
 */
final class GlobeMap {
    private final int columns;
    private final int rows;
    private final float[][] values;

    GlobeMap(int columns, int rows, float[][] values) {
        this.columns = columns;
        this.rows = rows;
        this.values = values;
    }

    /** A map out of a picture. */
    static GlobeMap of(PicturePlanes picture) {
        return new GlobeMap(picture.columns(), picture.rows(), picture.colours());
    }

    /** Adds the colour at a place to a sample; angles in radians. */
    void colour(double longitudeRad, double latitudeRad, double[] colour) {
        double x = (longitudeRad / (2 * Math.PI) + 0.5) * columns - 0.5;
        double y = (0.5 - latitudeRad / Math.PI) * rows - 0.5;
        y = Math.max(0, Math.min(rows - 1.0001, y));
        int x0 = (int) Math.floor(x);
        int y0 = (int) y;
        double u = x - x0;
        double v = y - y0;
        int left = Math.floorMod(x0, columns);
        int right = Math.floorMod(x0 + 1, columns);
        int top = y0 * columns;
        int bottom = Math.min(rows - 1, y0 + 1) * columns;
        for (int plane = 0; plane < 3; plane++) {
            float[] value = values[plane];
            colour[plane] = (value[top + left] * (1 - u) + value[top + right] * u) * (1 - v)
                    + (value[bottom + left] * (1 - u) + value[bottom + right] * u) * v;
        }
    }
}
