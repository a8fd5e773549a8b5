package org.lucida.drizzle;

/** A map given pixel by pixel. */
final class MapGeometry implements Geometry {
    private final int mapWidthPx;
    private final double[] mapX;
    private final double[] mapY;

    MapGeometry(int widthPx, double[] outXPx, double[] outYPx) {
        if (widthPx < 1 || outXPx.length != outYPx.length || outXPx.length % widthPx != 0) {
            throw new IllegalArgumentException("widthPx=" + widthPx + " does not fit maps of " + outXPx.length + " and "
                    + outYPx.length + " pixels; give whole rows of both");
        }
        mapWidthPx = widthPx;
        mapX = outXPx;
        mapY = outYPx;
    }

    @Override
    public void mapRow(int y, int widthPx, double[] outXPx, double[] outYPx) {
        if (widthPx != mapWidthPx || (y + 1) * widthPx > mapX.length) {
            throw new IllegalArgumentException("row " + y + " of " + widthPx + " px is not in a map of " + mapWidthPx
                    + "x" + mapX.length / mapWidthPx + " px; give a map of the frame's size");
        }
        System.arraycopy(mapX, y * widthPx, outXPx, 0, widthPx);
        System.arraycopy(mapY, y * widthPx, outYPx, 0, widthPx);
    }
}
