package org.lucida.view.fx.picture;

/**
 * The samples of one pixel.
 *
 * @param kind of which picture
 * @param xPx raw column of that picture
 * @param yPx raw row
 * @param planeCount 1 grey, 3 colours
 * @param firstAdu grey or red
 * @param secondAdu green
 * @param thirdAdu blue
 */
record Probe(
        Exhibit.Kind kind, double xPx, double yPx, int planeCount, float firstAdu, float secondAdu, float thirdAdu) {

    /** At a raw position; null outside. */
    static Probe of(Exhibit exhibit, double xPx, double yPx) {
        int x = (int) Math.floor((xPx + 0.5) * exhibit.pxPerRawPx());
        int y = (int) Math.floor((yPx + 0.5) * exhibit.pxPerRawPx());
        if (Double.isNaN(xPx) || x < 0 || y < 0 || x >= exhibit.widthPx() || y >= exhibit.heightPx()) {
            return null;
        }
        int at = y * exhibit.widthPx() + x;
        float[][] planes = exhibit.planes();
        boolean isGrey = planes.length == 1;
        return new Probe(
                exhibit.kind(),
                xPx,
                yPx,
                planes.length,
                planes[0][at],
                isGrey ? Float.NaN : planes[1][at],
                isGrey ? Float.NaN : planes[2][at]);
    }
}
