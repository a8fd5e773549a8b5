package org.lucida.simulator;

import org.lucida.frame.Roi;

/** Frames of a simulated clip before photons and read noise, for judges that know the truth. */
public final class CleanFrames {
    private final SimulatedClip clip;
    private final Roi whole;

    public CleanFrames(SimulatedClip clip) {
        this.clip = clip;
        whole = new Roi(0, 0, clip.settings().widthPx(), clip.settings().heightPx());
    }

    /**
     * The light expected in frame k as a fraction of the peak.
     *
     * @param out row-major, sample by sample. Modified
     */
    public void read(int k, float[] out) {
        float[] electrons = clip.expect(k, whole);
        float perPeak = (float) (1 / clip.settings().peakE());
        for (int i = 0; i < out.length; i++) {
            out[i] = electrons[i] * perPeak;
        }
    }
}
