package org.lucida.simulator;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;

/** A piece of sky that can be put on the sensor at any displacement and blur. */
interface SkyScene {
    /**
     * Writes the electrons to expect on each sample, without noise.
     *
     * @param displacementXPx where the content went against its nominal position, to the right
     * @param displacementYPx the same downward
     * @param blurPx Gaussian sigma
     * @param electrons electrons for a scene value of 1
     * @param roi part of the sensor; x and y of the result count from its origin
     * @param layout colours of the whole sensor
     * @param expectedE row-major, sample by sample within a pixel, at least roi pixels times samples. Modified: overwritten.
     */
    void expose(
            double displacementXPx,
            double displacementYPx,
            double blurPx,
            double electrons,
            Roi roi,
            ColorLayout layout,
            float[] expectedE);
}
