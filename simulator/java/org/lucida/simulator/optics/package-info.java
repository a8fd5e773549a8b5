/**
 * The telescope: its opening, its faults, and the picture it makes of a point.
 *
 * <p>Knows {@code simulator.air} (footprints and phases) and {@code simulator.wave}. Angles in rad inside, arcsec where a user
 * meets them; x to the right, y down. A path that grows toward +x moves the picture toward +x.
 */
package org.lucida.simulator.optics;
