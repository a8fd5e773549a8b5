package org.lucida.view.fx.panel;

import org.lucida.enhance.DispersionReading;
import org.lucida.focus.BahtinovReading;
import org.lucida.focus.CollimationReading;

/** What an aid has found in a picture; handed from the eye's thread to the FX thread. */
sealed interface AidFinding {
    /**
     * How large the stars are.
     *
     * @param starCount stars measured
     * @param hfdPx median half-flux diameter, raw px; NaN without stars
     * @param fwhmPx median full width at half maximum, raw px; NaN without focused stars
     * @param roundnessRatio short over long axis; NaN with the FWHM
     * @param scatterHfdPx robust scatter of the diameters over the field, raw px
     * @param isSaturated true if the brightest star is full: sizes read too large
     */
    record Stars(
            int starCount, double hfdPx, double fwhmPx, double roundnessRatio, double scatterHfdPx, boolean isSaturated)
            implements AidFinding {}

    /**
     * A star behind a Bahtinov mask.
     *
     * @param reading a copy
     * @param pxPerRawPx plane pixels along a raw pixel
     */
    record Bahtinov(BahtinovReading reading, double pxPerRawPx) implements AidFinding {}

    /**
     * A star far out of focus.
     *
     * @param reading a copy
     * @param pxPerRawPx plane pixels along a raw pixel
     */
    record Collimation(CollimationReading reading, double pxPerRawPx) implements AidFinding {}

    /**
     * The colours of the stack against each other.
     *
     * @param reading px of the stack
     * @param pxPerRawPx stack pixels along a raw pixel
     */
    record Dispersion(DispersionReading reading, double pxPerRawPx) implements AidFinding {}
}
