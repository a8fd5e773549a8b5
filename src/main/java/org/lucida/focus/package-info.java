/**
 * The observer's aids before the stack: how well is the telescope focused, collimated and driven?
 *
 * <p>Measurements over one grey plane or over a series of displacements; numbers only, words and pictures are the view's.
 * What cannot be measured is NaN or says why. Knows frame and math.
 */
package org.lucida.focus;
