/**
 * The mount under the telescope: drift, worm, wind, field rotation, a lost target and its return.
 *
 * <p>Everything is a function of time and seed: any instant may be asked for in any order.
 */
package org.lucida.simulator.mount;
