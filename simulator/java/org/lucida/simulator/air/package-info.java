/**
 * The air above the telescope: turbulent layers flown over by the wind, slow changes of the seeing, transparency and sky.
 *
 * <p>Knows {@code simulator.wave} and {@code simulator.chance}. Phases are in rad at 500 nm; another wavelength sees
 * 500 nm / wavelength times as much. Lengths in m, times in s from the start of the clip, angles of direction from +x toward
 * +y of the picture (y down).
 *
 * <p>Everything is a function of settings, direction and time; nothing depends on the order of the questions.
 */
package org.lucida.simulator.air;
