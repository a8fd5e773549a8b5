package org.lucida.view.fx.picture;

import org.lucida.frame.Plane;

/**
 * A grey plane of a live picture to measure in: colours weighted as a mosaic has them and binned 2x2, grey as it is.
 *
 * <p>Memory: one plane, made when the first picture comes. Thread: the eye's.
 */
final class Luminance {
    private Plane plane;
    private int binPx;

    /** The plane of a picture; borrowed until the next one. */
    Plane of(Exhibit exhibit) {
        binPx = exhibit.planes().length == 3
                        && exhibit.pxPerRawPx() == 1
                        && exhibit.widthPx() > 1
                        && exhibit.heightPx() > 1
                ? 2
                : 1;
        int width = exhibit.widthPx() / binPx;
        int height = exhibit.heightPx() / binPx;
        if (plane == null || plane.widthPx != width || plane.heightPx != height) {
            plane = new Plane(width, height);
        }
        float[][] from = exhibit.planes();
        if (from.length == 1) {
            System.arraycopy(from[0], 0, plane.adu, 0, plane.adu.length);
        } else {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    plane.adu[y * width + x] = mean(from, exhibit.widthPx(), x * binPx, y * binPx, binPx);
                }
            }
        }
        return plane;
    }

    private static float mean(float[][] planes, int stride, int x0, int y0, int binPx) {
        float sum = 0;
        for (int y = y0; y < y0 + binPx; y++) {
            for (int x = x0; x < x0 + binPx; x++) {
                int at = y * stride + x;
                sum += planes[0][at] + 2 * planes[1][at] + planes[2][at];
            }
        }
        return sum / (4 * binPx * binPx);
    }

    /** Raw pixels along one pixel of the plane. */
    double rawPxPerPx(Exhibit exhibit) {
        return binPx / exhibit.pxPerRawPx();
    }

    /** The raw position of a pixel of the plane. */
    static double raw(double planePx, double rawPxPerPx) {
        return (planePx + 0.5) * rawPxPerPx - 0.5;
    }
}
