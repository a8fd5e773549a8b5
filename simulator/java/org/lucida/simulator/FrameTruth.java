package org.lucida.simulator;

/**
 * What really happened in one frame.
 *
 * <p>Coordinates: the displacement says where the content went against the scene's nominal position: what nominally lies at
 * x appears in the frame at x + displacement. Against frame 0 it is this frame's displacement minus frame 0's.
 *
 * @param frameIndex number of the frame, from 0
 * @param displacementXPx to the right
 * @param displacementYPx downward
 * @param blurPx rms width per axis of the instantaneous point-spread function (a Gaussian sigma), pixel box not included
 * @param transparency share of the light that arrives; 1 = clear, 0 = blank
 * @param isBlank a cloud or a lost exposure: offset, hot pixels and noise only
 */
public record FrameTruth(
        int frameIndex,
        double displacementXPx,
        double displacementYPx,
        double blurPx,
        double transparency,
        boolean isBlank) {}
