package org.lucida.align;

/**
 * One stretch of frames that were aligned to the same frozen anchor.
 *
 * @param number 0 for the first
 * @param firstFrameIndex the first frame that could be aligned to this anchor
 * @param referenceFrameCount frames in the anchor's mean
 * @param offsetXPx where the anchor lies against the very first one, raw px; already subtracted from displacements
 * @param offsetYPx the same downward
 */
public record AlignmentEpoch(
        int number, long firstFrameIndex, int referenceFrameCount, double offsetXPx, double offsetYPx) {}
