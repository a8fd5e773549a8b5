/**
 * What makes a finished stack good to look at: sharpening, colour, tone. The linear stack is never touched.
 *
 * <p>Planes are row-major {@code float[heightPx * widthPx]}, one (grey) or three (red, green, blue), linear ADU, NaN where
 * there is nothing. {@link org.lucida.enhance.Enhancement} knows the order of the steps, {@link
 * org.lucida.enhance.EnhanceRecipe} what each of them shall do.
 *
 * <p>Knows {@code frame} and {@code math} only.
 */
package org.lucida.enhance;
