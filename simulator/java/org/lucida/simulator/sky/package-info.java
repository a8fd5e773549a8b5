/**
 * What stands in the sky, before air and telescope: planets that turn, the Moon's ground, the Sun, stars, or a user's picture.
 *
 * <p>Scenes come from YAML files (simulator/scenes) and are functions of seed and time. Light is counted in photons each second and
 * square metre above the atmosphere: extended light each square arcsecond, stars as points.
 * <p>Coordinates: arcseconds from the field's centre as the sensor sees them, x to the right, y downward; up is celestial north and
 * left is east unless a scene is turned.
 */
package org.lucida.simulator.sky;
