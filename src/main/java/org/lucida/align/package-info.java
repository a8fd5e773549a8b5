/**
 * How far has the target wandered: global alignment to a running reference. Knows frame and math.
 *
 * <p>One door: {@link org.lucida.align.GlobalAlignment}, asked once for each frame. It predicts (DisplacementTracker),
 * fits (ShiftFit), and where that fails searches (ShiftSearch, a planet by its blob). Aligned frames grow the next
 * reference (RunningReference), which is frozen as Anchor for an epoch: no frame is ever aligned to a mean that holds it.
 * HotPixels keeps the sensor from posing as the sky; RobustLevel knows what residual is ordinary.
 *
 * <p>Inside, all positions are px of the luminance plane; only slots and reports speak of raw px.
 */
package org.lucida.align;
