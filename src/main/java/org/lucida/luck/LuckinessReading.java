package org.lucida.luck;

/**
 * What {@link Luckiness} found in one frame. Filled, read, reused; the stage that measures writes it.
 */
public final class LuckinessReading {
    /** Sharpness by the metric, in the metric's own scale; noise share removed, so it may be slightly negative. */
    public double score;
    /** Score over its own one-sigma error; NaN where the metric has no error model. */
    public double scoreSnr;
    /** Sum above background, ADU of the plane. */
    public double fluxAdu;
    /** Level of the sky, or 0 where a surface fills the frame, ADU. */
    public double backgroundAdu;
    /** One-sigma noise of one pixel of the plane (its median over the frame), ADU. */
    public double noiseAdu;
    /** True if nothing stands out of the noise: cap, dense cloud, empty transfer. */
    public boolean isBlank;
}
