/**
 * Cameras as they are sold: photons in, raw samples out, with every kind of noise and pattern a real sensor adds.
 *
 * <p>Models are data (simulator/cameras); a {@link org.lucida.simulator.sensor.Sensor} is one model with its settings and serial
 * number. Fixed pattern follows from model and serial alone, noise from seed and frame number: any frame in any order, in any
 * region of interest, has the same bits on every machine.
 *
 * <p>Source of the noise model: Janesick 2007, "Photon Transfer", SPIE Press.
 */
package org.lucida.simulator.sensor;
