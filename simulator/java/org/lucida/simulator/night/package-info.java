/**
 * A night at the telescope: scene, air, optics, sensor and mount joined to raw frames, any of them by its number, with the truth
 * about each.
 */
package org.lucida.simulator.night;
