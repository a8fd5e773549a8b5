/** Bytes to calibrated samples: dark, flat, bad pixels, unpacking, binned luminance. Knows frame and math. */
package org.lucida.calibrate;
