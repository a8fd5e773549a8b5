/** Chance that can be repeated: numbers drawn by number instead of by turn, the same on every machine. */
package org.lucida.simulator.chance;
