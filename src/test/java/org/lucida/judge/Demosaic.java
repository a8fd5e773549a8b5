package org.lucida.judge;

import org.lucida.frame.FrameFormat;

/**
 * The other way to colour, for comparison: guess the two missing colours of every pixel of a single frame from its
 * neighbours.
 *
 * <p>Shape: row-major planes of the frame's size; beyond an edge the frame is mirrored about its edge pixel, which keeps the
 * colours in order.
 */
enum Demosaic {
    /** The mean of the nearest two or four samples of the colour. */
    BILINEAR,
    /**
     * Bilinear, corrected by the second difference of the colour that was measured there.
     *
     * <p>Source: Malvar, He and Cutler 2004, ICASSP, 485.
     */
    GRADIENT;

    /**
     * Fills three full planes.
     *
     * @param mosaic not modified
     * @param planes red, green, blue. Modified
     */
    void fill(FrameFormat format, float[] mosaic, float[][] planes) {
        int width = format.widthPx();
        int height = format.heightPx();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int here = format.layout().planeOf(x, y, 0);
                int i = y * width + x;
                for (int plane = 0; plane < 3; plane++) {
                    planes[plane][i] = here == plane ? mosaic[i] : missing(format, mosaic, x, y, here, plane);
                }
            }
        }
    }

    private float missing(FrameFormat format, float[] m, int x, int y, int here, int wanted) {
        int width = format.widthPx();
        int height = format.heightPx();
        float centre = m[y * width + x];
        float left = at(m, width, height, x - 1, y);
        float right = at(m, width, height, x + 1, y);
        float up = at(m, width, height, x, y - 1);
        float down = at(m, width, height, x, y + 1);
        float farAcross = at(m, width, height, x - 2, y) + at(m, width, height, x + 2, y);
        float farDown = at(m, width, height, x, y - 2) + at(m, width, height, x, y + 2);
        float diagonals = at(m, width, height, x - 1, y - 1)
                + at(m, width, height, x + 1, y - 1)
                + at(m, width, height, x - 1, y + 1)
                + at(m, width, height, x + 1, y + 1);
        if (wanted == 1) {
            float mean = (left + right + up + down) / 4;
            return this == BILINEAR ? mean : mean + (4 * centre - farAcross - farDown) / 8;
        }
        if (here != 1) {
            float mean = diagonals / 4;
            return this == BILINEAR ? mean : mean + (6 * centre - 1.5f * (farAcross + farDown)) / 8;
        }
        boolean across = format.layout().planeOf(x + 1, y, 0) == wanted;
        float mean = across ? (left + right) / 2 : (up + down) / 2;
        float along = across ? farAcross : farDown;
        float beside = across ? farDown : farAcross;
        return this == BILINEAR ? mean : mean + (5 * centre - diagonals - along + beside / 2) / 8;
    }

    private static float at(float[] m, int width, int height, int x, int y) {
        return m[mirrored(y, height) * width + mirrored(x, width)];
    }

    static int mirrored(int i, int length) {
        return i < 0 ? -i : i >= length ? 2 * (length - 1) - i : i;
    }
}
