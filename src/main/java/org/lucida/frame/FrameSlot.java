package org.lucida.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One place on the ring: a raw frame and what the stages found out about it. It is filled, worked on in place, reused.
 *
 * <p>Memory: everything is allocated in the constructor; {@code raw} lies outside the heap.
 * <p>Thread: each section has one writer, named at its heading; the ring's barriers publish it to the stages after.
 */
public final class FrameSlot {
    /** Timestamp of a frame whose time is unknown. */
    public static final long UNKNOWN_UTC_NS = Long.MIN_VALUE;

    // ---- written by the camera (capture thread) -------------------------------------------------------------------

    /** Raw samples, see {@link FrameFormat}; little-endian; position and limit are not used. */
    public final ByteBuffer raw;
    /** Number of the frame in its source, from 0; gaps are frames lost before the ring. */
    public long frameIndex;
    /** Start of exposure, nanoseconds since 1970-01-01 UTC, or {@link #UNKNOWN_UTC_NS}. */
    public long startUtcNs;
    /** Number of the camera settings in force when it was taken, 0 = as opened; written by the capture loop. */
    public int controlEpochIndex;
    /** Pixels the source has no value for (NaN in a file); their raw samples mean nothing. Null = all have one. */
    public PixelMask withoutValue;

    // ---- written by the measuring stage ---------------------------------------------------------------------------

    /** What became of the frame; first PENDING (camera), then the first stage that speaks against it. */
    public Verdict verdict;
    /** Luckiness relative to the bootstrap mean (1 = as sharp as the first frames); see the luck package. */
    public double luckiness;
    /** Signal-to-noise ratio of the luckiness itself; below 1 the score is mostly noise. */
    public double luckinessSnr;
    /** Sum of the frame above background relative to the bootstrap mean: transparency times exposure. */
    public double fluxScale;
    /** Where the content went against the reference, raw px, x to the right: frame = reference + displacement. */
    public double displacementXPx;
    /** Where the content went against the reference, raw px, y downward. */
    public double displacementYPx;
    /** Displacements that differ over the frame; if null or not in force the frame is rigid, and the two above rule. */
    public WarpField warp;
    /** One-sigma error of the displacement from its own covariance, raw px per axis (rms of both axes). */
    public double displacementSigmaPx;
    /** Significance of the correlation peak in robust sigmas; NaN while tracking without a search. */
    public double peakSignificance;
    /** Weight of the frame in the stack, 0 for rejected frames. */
    public double weight;
    /** Which stack the frame goes to, from 1; a frame with another number than the one before begins a new stack. */
    public int stackNumber;
    /** Pixels of weight 0 in this frame, those without a value included; null = every pixel counts. */
    public PixelMask mask;

    public FrameSlot(int frameBytes) {
        raw = ByteBuffer.allocateDirect(frameBytes).order(ByteOrder.LITTLE_ENDIAN);
        clear();
    }

    /** Forgets the last frame's findings; the raw bytes stay until overwritten. Called by the capture thread. */
    public void clear() {
        frameIndex = -1;
        startUtcNs = UNKNOWN_UTC_NS;
        controlEpochIndex = 0;
        withoutValue = null;
        verdict = Verdict.PENDING;
        luckiness = Double.NaN;
        luckinessSnr = Double.NaN;
        fluxScale = Double.NaN;
        displacementXPx = Double.NaN;
        displacementYPx = Double.NaN;
        if (warp != null) {
            warp.clear();
        }
        displacementSigmaPx = Double.NaN;
        peakSignificance = Double.NaN;
        weight = 0;
        stackNumber = 1;
        mask = null;
    }

    /** Speaks against the frame; the first reason stays. */
    public void reject(Verdict reason) {
        if (!verdict.isRejected()) {
            verdict = reason;
            weight = 0;
        }
    }
}
