package org.lucida.frame;

/**
 * Region of interest on the sensor grid.
 *
 * @param xPx left column
 * @param yPx top row
 * @param widthPx columns
 * @param heightPx rows
 */
public record Roi(int xPx, int yPx, int widthPx, int heightPx) {
    public Roi {
        if (xPx < 0 || yPx < 0 || widthPx < 1 || heightPx < 1) {
            throw new IllegalArgumentException("roi=" + xPx + "," + yPx + "," + widthPx + "," + heightPx
                    + " must have an origin of at least 0,0 and a size of at least 1x1 px");
        }
    }

    /** True if the region lies inside a frame of this size. */
    public boolean fitsIn(int frameWidthPx, int frameHeightPx) {
        return (long) xPx + widthPx <= frameWidthPx && (long) yPx + heightPx <= frameHeightPx;
    }
}
