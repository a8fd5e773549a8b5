/**
 * How the picture is formed: scene, air, telescope and mount give the photons expected in every pixel of a frame, and the truth.
 *
 * <p>Knows {@code simulator.air}, {@code optics} and {@code wave}. {@link FullFormation} follows the physics,
 * {@link QuickFormation} is fast enough for a live camera and says what it leaves out.
 *
 * <p>Grids: the scene is painted on a grid of equal angles; a pixel of the sensor is a whole number of grid pixels wide. The
 * middle of the scene is looked at by the middle of the sensor. x to the right, y down, pixel centres are integers.
 * <p>Displacement: content goes by +d, frame(x + d) shows what the scene has at x.
 */
package org.lucida.simulator.formation;
