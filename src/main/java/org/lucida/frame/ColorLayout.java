package org.lucida.frame;

import java.util.Locale;
import java.util.Optional;

/**
 * How the samples of a frame belong to colours: one grey plane, a Bayer mosaic, or three samples a pixel.
 *
 * <p>Coordinates: the four letters of a mosaic name the pixels (0,0), (1,0), (0,1), (1,1) as (x, y), y downward.
 * <p>Planes: 0 = red (or grey), 1 = green, 2 = blue.
 */
public enum ColorLayout {
    MONO("000"),
    RGGB("0112"),
    GRBG("1021"),
    GBRG("1201"),
    BGGR("2110"),
    RGB("012"),
    BGR("210");

    private final String planes;

    ColorLayout(String planes) {
        this.planes = planes;
    }

    /** True for the four Bayer orders. */
    public boolean isMosaic() {
        return planes.length() == 4;
    }

    /** Samples stored for each pixel: 3 for RGB and BGR, else 1. */
    public int samplesPerPixel() {
        return this == RGB || this == BGR ? 3 : 1;
    }

    /** Colour planes a stack of such frames has: 1 for mono, else 3. */
    public int planeCount() {
        return this == MONO ? 1 : 3;
    }

    /**
     * The colour plane of one sample.
     *
     * @param x column of the pixel (only its parity counts)
     * @param y row of the pixel (only its parity counts)
     * @param sample which sample of the pixel, 0 .. samplesPerPixel - 1
     */
    public int planeOf(int x, int y, int sample) {
        if (isMosaic()) {
            return planes.charAt((y & 1) * 2 + (x & 1)) - '0';
        }
        return planes.charAt(sample) - '0';
    }

    /** The layout seen when the first pixel read is (xOriginPx, yOriginPx) of this one: an odd ROI origin turns a mosaic. */
    public ColorLayout at(int xOriginPx, int yOriginPx) {
        if (!isMosaic()) {
            return this;
        }
        for (ColorLayout layout : values()) {
            if (layout.isMosaic()
                    && layout.planeOf(0, 0, 0) == planeOf(xOriginPx, yOriginPx, 0)
                    && layout.planeOf(1, 0, 0) == planeOf(xOriginPx + 1, yOriginPx, 0)) {
                return layout;
            }
        }
        throw new AssertionError(this + " has no turned twin");
    }

    /** The layout named by a user or a header (any case), or empty. "NONE" and "INVALID" mean mono, as capture programs write. */
    public static Optional<ColorLayout> named(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        if (name.equals("NONE") || name.equals("INVALID")) {
            return Optional.of(MONO);
        }
        for (ColorLayout layout : values()) {
            if (layout.name().equals(name)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }
}
