package org.lucida.simulator.sky;

import java.util.List;

/**
 * A piece of sky at any time, without the air, the telescope and the background of the sky.
 *
 * <p>Thread: any; a scene does not change after it is made. Painting allocates only small things but takes its time (a tenth of a second
 * to a second for a sensor of 640x480 px); repaint when {@link #motionArcsecPerS} says that something has moved.
 */
public interface Scene {
    /**
     * Paints the extended light.
     *
     * @param timeS since the scene's start
     * @param grid where to paint
     * @param bands channels wanted
     * @param planes one plane for each band, row-major: photons each second, square metre and square arcsecond, mean over the pixel.
     *     Modified: overwritten.
     */
    void paint(double timeS, SkyGrid grid, Band[] bands, float[][] planes);

    /** The stars at a time, those far outside the field included. */
    List<PointLight> lights(double timeS);

    /** Greatest speed of a feature across the field; 0 if the painting never changes. */
    double motionArcsecPerS();
}
