package org.lucida.frame;

import java.util.Arrays;

/**
 * Where the content of each part of a frame went against the reference: a smooth field of displacements, known at the nodes
 * of a coarse grid.
 *
 * <p>Shape: {@code displacementXPx[j * columnCount + i]} belongs to the node at frame pixel (i stepPx, j stepPx); bilinear
 * between nodes, constant beyond the outermost ones. The total displacement, with the part the whole frame has in common.
 * <p>Coordinates: a frame pixel y belongs at reference position y - d(y). What is linear in x and y (a rotation, a
 * magnification) is held exactly by any grid that covers the frame.
 * <p>Memory: made in the constructor; filling allocates nothing, so that a slot can own one.
 */
public final class WarpField {
    public final double stepPx;
    public final int columnCount;
    public final int rowCount;
    /** Displacement of the content at each node, raw px, x to the right. */
    public final double[] displacementXPx;
    /** The same in y, downward. */
    public final double[] displacementYPx;

    private boolean inForce;

    /** A field that is not in force. */
    public WarpField(double stepPx, int columnCount, int rowCount) {
        if (!(stepPx >= 1) || columnCount < 2 || rowCount < 2) {
            throw new IllegalArgumentException("stepPx=" + stepPx + " with " + columnCount + "x" + rowCount
                    + " nodes is no grid; give at least 2x2 nodes, 1 px apart or more");
        }
        this.stepPx = stepPx;
        this.columnCount = columnCount;
        this.rowCount = rowCount;
        displacementXPx = new double[Math.multiplyExact(columnCount, rowCount)];
        displacementYPx = new double[displacementXPx.length];
    }

    /** A field not in force whose nodes, stepPx apart, cover a frame. */
    public static WarpField covering(FrameFormat format, double stepPx) {
        int columns = (int) Math.ceil((format.widthPx() - 1) / stepPx) + 1;
        int rows = (int) Math.ceil((format.heightPx() - 1) / stepPx) + 1;
        return new WarpField(stepPx, Math.max(2, columns), Math.max(2, rows));
    }

    /** The smallest field that covers a frame: enough for everything linear. */
    public static WarpField linear(FrameFormat format) {
        return covering(format, Math.max(2, Math.max(format.widthPx(), format.heightPx()) - 1.0));
    }

    /** True if the field rules; else the frame is rigid, and its one displacement does. */
    public boolean isInForce() {
        return inForce;
    }

    /** Puts the field in force, after its nodes have been set by hand. */
    public void enforce() {
        inForce = true;
    }

    /** The frame is rigid again; the nodes stay until set anew. */
    public void clear() {
        inForce = false;
    }

    /** Sets all nodes to one displacement, and puts the field in force. */
    public void setDisplacement(double xPx, double yPx) {
        Arrays.fill(displacementXPx, xPx);
        Arrays.fill(displacementYPx, yPx);
        inForce = true;
    }

    /**
     * The content has turned and grown about a centre and moved: what the reference shows at centre + r, the frame shows at
     * centre + displacement + magnification R(rotation) r. Puts the field in force.
     *
     * @param rotationDeg from x towards y, that is clockwise on a screen
     */
    public void setSimilarity(
            double centreXPx,
            double centreYPx,
            double rotationDeg,
            double magnification,
            double displacementXPx,
            double displacementYPx) {
        double c = Math.cos(Math.toRadians(rotationDeg)) / magnification;
        double s = Math.sin(Math.toRadians(rotationDeg)) / magnification;
        double x0 = centreXPx + displacementXPx;
        double y0 = centreYPx + displacementYPx;
        setAffine(c, s, centreXPx - c * x0 - s * y0, -s, c, centreYPx + s * x0 - c * y0);
    }

    /** Frame pixel (x, y) belongs at reference (m0 x + m1 y + m2, m3 x + m4 y + m5). Puts the field in force. */
    public void setAffine(double m0, double m1, double m2, double m3, double m4, double m5) {
        for (int j = 0; j < rowCount; j++) {
            for (int i = 0; i < columnCount; i++) {
                double x = i * stepPx;
                double y = j * stepPx;
                displacementXPx[j * columnCount + i] = x - (m0 * x + m1 * y + m2);
                displacementYPx[j * columnCount + i] = y - (m3 * x + m4 * y + m5);
            }
        }
        inForce = true;
    }
}
