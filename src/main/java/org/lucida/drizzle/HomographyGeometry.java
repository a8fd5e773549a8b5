package org.lucida.drizzle;

import java.util.Arrays;

/** A 3x3 matrix from frame to output; translation, similarity and affine are special cases. */
final class HomographyGeometry implements Geometry {
    private final double[] m;

    HomographyGeometry(double[] matrix) {
        if (matrix.length != 9) {
            throw new IllegalArgumentException("matrix has " + matrix.length + " numbers; give 9, row by row");
        }
        for (double element : matrix) {
            if (!Double.isFinite(element)) {
                throw new IllegalArgumentException(
                        "matrix=" + Arrays.toString(matrix) + " holds what is no number; give 9 finite numbers");
            }
        }
        m = matrix.clone();
        if (m[8] < 0) {
            for (int i = 0; i < m.length; i++) {
                m[i] = -m[i];
            }
        }
    }

    @Override
    public void mapRow(int y, int widthPx, double[] outXPx, double[] outYPx) {
        double x0 = m[1] * y + m[2];
        double y0 = m[4] * y + m[5];
        double w0 = m[7] * y + m[8];
        if (m[6] == 0 && w0 == 1) {
            for (int x = 0; x < widthPx; x++) {
                outXPx[x] = m[0] * x + x0;
                outYPx[x] = m[3] * x + y0;
            }
            return;
        }
        for (int x = 0; x < widthPx; x++) {
            double w = m[6] * x + w0;
            outXPx[x] = w > 0 ? (m[0] * x + x0) / w : Double.NaN;
            outYPx[x] = w > 0 ? (m[3] * x + y0) / w : Double.NaN;
        }
    }
}
