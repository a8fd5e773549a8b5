package org.lucida.enhance;

/**
 * How wide the blur of a picture is, and how that is known.
 *
 * @param fwhmPx full width at half height of the blur; NaN if it could not be measured
 * @param sampleCount stars or edges it was measured on
 * @param reason how it was measured, or why not and what to do, one sentence
 */
public record Psf(double fwhmPx, int sampleCount, String reason) {
    static final double FWHM_PER_SIGMA = 2.3548200450309493;

    public boolean isKnown() {
        return !Double.isNaN(fwhmPx);
    }
}
