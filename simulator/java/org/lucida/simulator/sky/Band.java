package org.lucida.simulator.sky;

/** The wavelengths a colour channel sees, as a box; all figures of a channel are means over its box. */
public enum Band {
    /** Red filter of a Bayer sensor. */
    RED(590, 690),
    /** Green filter of a Bayer sensor. */
    GREEN(500, 590),
    /** Blue filter of a Bayer sensor. */
    BLUE(420, 510),
    /** A mono sensor behind a filter that cuts infrared and ultraviolet. */
    LUMINANCE(400, 700);

    private final double fromNm;
    private final double toNm;

    Band(double fromNm, double toNm) {
        this.fromNm = fromNm;
        this.toNm = toNm;
    }

    /** Shortest wavelength. */
    public double fromNm() {
        return fromNm;
    }

    /** Longest wavelength. */
    public double toNm() {
        return toNm;
    }

    /** Middle of the box. */
    public double centreNm() {
        return (fromNm + toNm) / 2;
    }
}
