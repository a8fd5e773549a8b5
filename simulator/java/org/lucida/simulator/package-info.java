/**
 * A sky that is known exactly: clips of planet, Moon and stars with blur, motion and sensor noise, and the truth of each frame.
 *
 * <p>Knows camera and frame. Nobody imports it; it is found through {@link java.util.ServiceLoader} as the cameras {@code sim:...}.
 *
 * <p>Every frame is a function of the settings and its number alone: frames may be asked for in any order, on any machine,
 * and have the same bits. What is approximated stands in simulator/README.md.
 */
package org.lucida.simulator;
