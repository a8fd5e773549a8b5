package org.lucida.simulator.night;

/**
 * What really happened in a frame.
 *
 * <p>Displacements are in pixels of the unbinned region, x to the right, y down, against the nominal scene: the content that
 * nominally lies at x is seen at x + d. The field is known at nodes: node (i, j) lies nominally at
 * (nodeFirstXPx + i * nodeSpacingPx, nodeFirstYPx + j * nodeSpacingPx), index j * nodeColumnCount + i.
 * <p>Memory: a copy of its own. Immutable by agreement.
 */
public final class NightTruth {
    public final long frameIndex;
    public final long startUtcNs;
    public final double startS;
    /** Mean over the nodes on the sensor. */
    public final double globalXPx;

    public final double globalYPx;
    /** Turn of the content about the middle of the region, from +x towards +y. */
    public final double rotationRad;
    /** Share of the target's light that passes the air. */
    public final double fluxScale;
    /** Fried's length along the line of sight at 500 nm in the middle of the exposure. */
    public final double r0M;
    /** By colour: peak of the tilt-free PSF against a perfect telescope's. */
    public final double[] strehlRatio;
    /** By colour: contrast at half the cut-off. */
    public final double[] midBandMtfRatio;
    /** By colour: displacement against the field by the air's dispersion. */
    public final double[] dispersionXPx;

    public final double[] dispersionYPx;
    /** By colour: photons of the sky in an unbinned pixel. */
    public final double[] skyPhotonsPerPxCount;

    public final int nodeColumnCount;
    public final int nodeRowCount;
    public final double nodeFirstXPx;
    public final double nodeFirstYPx;
    public final double nodeSpacingPx;
    /** Best plane of the wave (Zernike tilt), as a correlation finds it. */
    public final float[] fieldXPx;

    public final float[] fieldYPx;
    /** Mean gradient of the wave (G-tilt), as a centroid finds it. */
    public final float[] lightXPx;

    public final float[] lightYPx;
    /** The target is away or on its way. */
    public final boolean isDropped;
    /** Cloud takes more than a tenth of the light. */
    public final boolean isClouded;
    /** A satellite crossed. */
    public final boolean isCrossed;
    /** Pixels struck by cosmic rays. */
    public final int struckCount;

    NightTruth(
            long frameIndex,
            long startUtcNs,
            org.lucida.simulator.formation.FrameTruth formed,
            double centreXPx,
            double centreYPx,
            double rotationRad,
            double fluxScale,
            double[] skyPhotonsPerPxCount,
            boolean isDropped,
            boolean isClouded,
            boolean isCrossed,
            int struckCount) {
        this.frameIndex = frameIndex;
        this.startUtcNs = startUtcNs;
        startS = formed.startS;
        globalXPx = formed.globalXPx - centreXPx;
        globalYPx = formed.globalYPx - centreYPx;
        this.rotationRad = rotationRad;
        this.fluxScale = fluxScale;
        r0M = formed.r0M;
        strehlRatio = formed.strehlRatio.clone();
        midBandMtfRatio = formed.midBandMtfRatio.clone();
        dispersionXPx = formed.dispersionXPx.clone();
        dispersionYPx = formed.dispersionYPx.clone();
        this.skyPhotonsPerPxCount = skyPhotonsPerPxCount.clone();
        nodeColumnCount = formed.nodeColumnCount;
        nodeRowCount = formed.nodeRowCount;
        nodeFirstXPx = formed.nodeFirstXPx + centreXPx;
        nodeFirstYPx = formed.nodeFirstYPx + centreYPx;
        nodeSpacingPx = formed.nodeSpacingPx;
        fieldXPx = against(formed.fieldXPx, centreXPx);
        fieldYPx = against(formed.fieldYPx, centreYPx);
        lightXPx = against(formed.lightXPx, centreXPx);
        lightYPx = against(formed.lightYPx, centreYPx);
        this.isDropped = isDropped;
        this.isClouded = isClouded;
        this.isCrossed = isCrossed;
        this.struckCount = struckCount;
    }

    private static float[] against(double[] values, double centrePx) {
        float[] moved = new float[values.length];
        for (int n = 0; n < moved.length; n++) {
            moved[n] = (float) (values[n] - centrePx);
        }
        return moved;
    }
}
