/**
 * A sky that is known exactly, as cameras {@code sim:...}: physical nights (package {@code night}, which joins scene, air, optics,
 * sensor and mount) and, in this package itself, the small scenes with round blur; the truth of each frame beside it.
 *
 * <p>Knows camera and frame. Nobody imports it; it is found through {@link java.util.ServiceLoader}.
 *
 * <p>Every frame is a function of the settings and its number alone: frames may be asked for in any order, on any machine,
 * and have the same bits. What is approximated stands in simulator/README.md.
 */
package org.lucida.simulator;
