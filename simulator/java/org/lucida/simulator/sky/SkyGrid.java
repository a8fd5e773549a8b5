package org.lucida.simulator.sky;

/**
 * Where the points of a plane lie in the sky.
 *
 * @param widthPx columns
 * @param heightPx rows
 * @param arcsecPerPx spacing
 * @param centreXArcsec place of the plane's middle ((widthPx - 1) / 2) to the right of the field's centre
 * @param centreYArcsec place of the plane's middle below the field's centre
 */
public record SkyGrid(int widthPx, int heightPx, double arcsecPerPx, double centreXArcsec, double centreYArcsec) {
    public SkyGrid {
        if (widthPx < 1 || heightPx < 1 || !(arcsecPerPx > 0)) {
            throw new IllegalArgumentException("grid=" + widthPx + "x" + heightPx + " px of " + arcsecPerPx
                    + " arcsec is empty; use sizes of at least 1 and a scale above 0");
        }
    }

    /** A grid about the field's centre. */
    public static SkyGrid centred(int widthPx, int heightPx, double arcsecPerPx) {
        return new SkyGrid(widthPx, heightPx, arcsecPerPx, 0, 0);
    }

    /** Place of a column's middle; columns may be fractions. */
    public double xArcsec(double xPx) {
        return centreXArcsec + (xPx - (widthPx - 1) / 2.0) * arcsecPerPx;
    }

    /** Place of a row's middle; rows may be fractions. */
    public double yArcsec(double yPx) {
        return centreYArcsec + (yPx - (heightPx - 1) / 2.0) * arcsecPerPx;
    }
}
