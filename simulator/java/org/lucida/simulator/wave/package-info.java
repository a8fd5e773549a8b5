/**
 * Waves on planes of rows: Fourier transforms and phasors with the same bits on every machine.
 *
 * <p>Knows the JDK only. A plane is {@code float[rows][columns]}, every row its own array, because loops over whole rows are
 * what the compiler turns into vector instructions. JTransforms is not used here: its tables come from Math.sin, whose last
 * bit may differ from machine to machine.
 */
package org.lucida.simulator.wave;
