package org.lucida.simulator.formation;

/**
 * What really happened in a frame.
 *
 * <p>Displacements are in sensor pixels, content goes by +d: frame(x + d) shows what the scene has at x. The field is known at
 * nodes: node (i, j) lies at sensor pixel (nodeFirstXPx + i * nodeSpacingPx, nodeFirstYPx + j * nodeSpacingPx), index
 * j * nodeColumnCount + i. The dispersion of a channel comes on top of the field.
 * <p>Memory: written by the formation, one frame after the other.
 */
public final class FrameTruth {
    public final int nodeColumnCount;
    public final int nodeRowCount;
    public final double nodeFirstXPx;
    public final double nodeFirstYPx;
    public final double nodeSpacingPx;
    /** Where the sharp core of the picture went: best plane through the wave (Zernike tilt), as a correlation finds it. */
    public final double[] fieldXPx;

    public final double[] fieldYPx;
    /** Where the centre of light went: mean gradient of the wave (G-tilt), as a centroid without threshold finds it. */
    public final double[] lightXPx;

    public final double[] lightYPx;
    /** Displacement of each channel against the field. */
    public final double[] dispersionXPx;

    public final double[] dispersionYPx;
    /** Peak of the tilt-free PSF against a perfect telescope of the same opening, light-weighted over the lit tiles. */
    public final double[] strehlRatio;
    /** Contrast at half the cut-off of the tilt-free PSF, light-weighted over the lit tiles. */
    public final double[] midBandMtfRatio;

    /** Quality of each tile in the middle channel, tileColumnCount * tileRowCount; NaN where dark. */
    public final double[] tileMidBandMtfRatio;

    public final int tileColumnCount;
    public final int tileRowCount;
    /** Distance of the tiles in sensor pixels; the first one's centre is where the first node is. */
    public final double tileSpacingPx;

    public double startS;
    public double exposureS;
    /** Mean of the field over the nodes on the sensor. */
    public double globalXPx;

    public double globalYPx;
    /** Fried parameter along the line of sight at 500 nm, in the middle of the exposure. */
    public double r0M;
    /** Share of the light that passes the air. */
    public double fluxScale;
    /** Expected photons of sky in a pixel of each channel. */
    public final double[] skyPhotonsPerPxCount;

    public int subStepCount;

    FrameTruth(FormationPlan plan) {
        nodeColumnCount = plan.nodeColumns();
        nodeRowCount = plan.nodeRows();
        nodeFirstXPx = plan.sensorXPx(-0.5);
        nodeFirstYPx = plan.sensorYPx(-0.5);
        nodeSpacingPx = plan.nodeSpacingPx() / plan.field().gridPerPx();
        fieldXPx = new double[nodeColumnCount * nodeRowCount];
        fieldYPx = new double[nodeColumnCount * nodeRowCount];
        lightXPx = new double[nodeColumnCount * nodeRowCount];
        lightYPx = new double[nodeColumnCount * nodeRowCount];
        int channels = plan.field().channels().size();
        dispersionXPx = new double[channels];
        dispersionYPx = new double[channels];
        strehlRatio = new double[channels];
        midBandMtfRatio = new double[channels];
        skyPhotonsPerPxCount = new double[channels];
        tileColumnCount = plan.tileColumns();
        tileRowCount = plan.tileRows();
        tileSpacingPx = plan.tileSpacingPx() / (double) plan.field().gridPerPx();
        tileMidBandMtfRatio = new double[tileColumnCount * tileRowCount];
    }
}
