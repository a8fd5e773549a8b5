package org.lucida.drizzle;

/**
 * The naive twin: Fruchter and Hook's update formula, output pixel by output pixel, with the polygon cut side by side.
 *
 * <p>{@code W' = a w + W}, {@code I' = (a i w + I W) / W'}. The corners of the square come through a bilinear look into the
 * map, written out for each corner.
 */
final class GeometricTwin {
    final double[] mean;
    final double[] weight;
    final double[] variance;
    private final int outWidthPx;
    private final int outHeightPx;

    GeometricTwin(int outWidthPx, int outHeightPx) {
        this.outWidthPx = outWidthPx;
        this.outHeightPx = outHeightPx;
        mean = new double[outWidthPx * outHeightPx];
        weight = new double[mean.length];
        variance = new double[mean.length];
    }

    /** Adds a frame with the square kernel. */
    void addSquare(int widthPx, float[] values, float[] weights, double[] mapX, double[] mapY, double pixfrac) {
        int heightPx = values.length / widthPx;
        double[] signs = {-1, -1, 1, -1, 1, 1, -1, 1};
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double[] polygon = new double[8];
                for (int c = 0; c < 4; c++) {
                    double atX = x + signs[2 * c] * pixfrac / 2;
                    double atY = y + signs[2 * c + 1] * pixfrac / 2;
                    polygon[2 * c] = bilinear(mapX, widthPx, heightPx, atX, atY);
                    polygon[2 * c + 1] = bilinear(mapY, widthPx, heightPx, atX, atY);
                }
                int i = y * widthPx + x;
                spread(polygon, weights == null ? 1 : weights[i], values[i]);
            }
        }
    }

    private void spread(double[] polygon, double w, double value) {
        double whole = Math.abs(area(polygon));
        if (Double.isNaN(whole) || w == 0) {
            return;
        }
        for (int y = 0; y < outHeightPx; y++) {
            for (int x = 0; x < outWidthPx; x++) {
                double a = Math.abs(area(cut(polygon, x - 0.5, y - 0.5, x + 0.5, y + 0.5))) / whole;
                if (a * w > 0) {
                    int o = y * outWidthPx + x;
                    double grown = a * w + weight[o];
                    mean[o] = (a * value * w + mean[o] * weight[o]) / grown;
                    weight[o] = grown;
                }
            }
        }
    }

    private static double bilinear(double[] map, int widthPx, int heightPx, double x, double y) {
        int i = Math.max(0, Math.min(widthPx - 2, (int) Math.floor(x)));
        int j = Math.max(0, Math.min(heightPx - 2, (int) Math.floor(y)));
        double u = x - i;
        double v = y - j;
        return (1 - u) * (1 - v) * map[j * widthPx + i]
                + u * (1 - v) * map[j * widthPx + i + 1]
                + (1 - u) * v * map[(j + 1) * widthPx + i]
                + u * v * map[(j + 1) * widthPx + i + 1];
    }

    static double area(double[] polygon) {
        double sum = 0;
        int n = polygon.length / 2;
        for (int i = 0; i < n; i++) {
            int k = (i + 1) % n;
            sum += polygon[2 * i] * polygon[2 * k + 1] - polygon[2 * k] * polygon[2 * i + 1];
        }
        return sum / 2;
    }

    /** Sutherland and Hodgman: what of a polygon lies in a rectangle. */
    static double[] cut(double[] polygon, double left, double top, double right, double bottom) {
        double[] rest = cut(polygon, 0, 1, left);
        rest = cut(rest, 0, -1, -right);
        rest = cut(rest, 1, 1, top);
        return cut(rest, 1, -1, -bottom);
    }

    /** What of a polygon has sign times coordinate of at least the limit. */
    private static double[] cut(double[] polygon, int axis, int sign, double limit) {
        double[] out = new double[2 * polygon.length + 4];
        int count = 0;
        int n = polygon.length / 2;
        for (int i = 0; i < n; i++) {
            int k = (i + 1) % n;
            double a = sign * polygon[2 * i + axis] - limit;
            double b = sign * polygon[2 * k + axis] - limit;
            if (a >= 0) {
                out[count++] = polygon[2 * i];
                out[count++] = polygon[2 * i + 1];
            }
            if (a * b < 0) {
                double t = a / (a - b);
                out[count++] = polygon[2 * i] + t * (polygon[2 * k] - polygon[2 * i]);
                out[count++] = polygon[2 * i + 1] + t * (polygon[2 * k + 1] - polygon[2 * i + 1]);
            }
        }
        return java.util.Arrays.copyOf(out, count);
    }
}
