package org.lucida.drizzle;

/**
 * Where the centres of the pixels of a frame land in the output.
 *
 * <p>Coordinates: pixel centres are integers, (0, 0) is the centre of the top-left pixel, y grows downward, in the frame
 * and in the output. NaN says that a pixel lands nowhere and is left out.
 *
 * <p>Thread: one at a time, unless an implementation says otherwise; those made here are safe.
 */
public interface Geometry {
    /**
     * Maps one row of pixel centres.
     *
     * @param y row of the frame
     * @param widthPx columns of the frame
     * @param outXPx receives the columns. Modified from index 0 to widthPx
     * @param outYPx receives the rows. Modified from index 0 to widthPx
     */
    void mapRow(int y, int widthPx, double[] outXPx, double[] outYPx);

    /** A shift: {@code outXPx = (inXPx - displacementXPx + 0.5) * scale - 0.5}, outer pixel edges stay together. */
    static Geometry displacement(double displacementXPx, double displacementYPx, double scale) {
        return homography(toOutput(new double[] {1, 0, -displacementXPx, 0, 1, -displacementYPx, 0, 0, 1}, scale));
    }

    /**
     * A shift with rotation about the frame's origin and magnification: {@code out = magnification * R(angle) in + offset}.
     *
     * @param rotationDeg from x towards y, that is clockwise on a screen
     */
    static Geometry similarity(double magnification, double rotationDeg, double offsetXPx, double offsetYPx) {
        double c = magnification * Math.cos(Math.toRadians(rotationDeg));
        double s = magnification * Math.sin(Math.toRadians(rotationDeg));
        return homography(new double[] {c, -s, offsetXPx, s, c, offsetYPx, 0, 0, 1});
    }

    /** {@code X = m0 x + m1 y + m2, Y = m3 x + m4 y + m5}. */
    static Geometry affine(double... m) {
        if (m.length != 6) {
            throw new IllegalArgumentException("affine has " + m.length + " numbers; give 6, row by row");
        }
        return homography(new double[] {m[0], m[1], m[2], m[3], m[4], m[5], 0, 0, 1});
    }

    /** A 3x3 matrix, row by row, from frame to output; where its third coordinate is not above 0 a pixel lands nowhere. */
    static Geometry homography(double... matrix) {
        return new HomographyGeometry(matrix);
    }

    /**
     * A map given pixel by pixel.
     *
     * @param outXPx columns, {@code [y * widthPx + x]}, borrowed while frames with it are added. Not modified
     * @param outYPx rows, the same. Not modified
     */
    static Geometry map(int widthPx, double[] outXPx, double[] outYPx) {
        return new MapGeometry(widthPx, outXPx, outYPx);
    }

    /**
     * A smooth warp: displacements on a coarse grid of nodes, bilinear between them, constant beyond the outermost ones.
     *
     * <p>{@code out = (in - d(in) + 0.5) * scale - 0.5}; node (i, j) lies at frame pixel (i stepPx, j stepPx).
     *
     * @param columnCount nodes in a row
     * @param displacementXPx input px, {@code [j * columnCount + i]}, borrowed. Not modified
     * @param displacementYPx the same in y. Not modified
     */
    static Geometry warp(
            double stepPx, int columnCount, double[] displacementXPx, double[] displacementYPx, double scale) {
        return new WarpGeometry(stepPx, columnCount, displacementXPx, displacementYPx, scale);
    }

    /** The matrix from frame to output, when the one given leads to the reference, which the output shows scale times larger. */
    static double[] toOutput(double[] toReference, double scale) {
        double[] matrix = toReference.clone();
        double offset = 0.5 * scale - 0.5;
        for (int column = 0; column < 3; column++) {
            matrix[column] = scale * toReference[column] + offset * toReference[6 + column];
            matrix[3 + column] = scale * toReference[3 + column] + offset * toReference[6 + column];
        }
        return matrix;
    }
}
