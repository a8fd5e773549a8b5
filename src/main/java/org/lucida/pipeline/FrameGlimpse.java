package org.lucida.pipeline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

/**
 * A raw frame copied for the eye, with what the stages found out about it; filled again and again by
 * {@link StackingSession#glimpse}.
 *
 * <p>Memory: one frame outside the heap, made in the constructor.
 * <p>Thread: its owner's, who also asks for it to be filled.
 */
public final class FrameGlimpse {
    private final FrameFormat format;
    private final ByteBuffer raw;
    private long frameIndex = -1;
    private long startUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private Verdict verdict = Verdict.PENDING;
    private double luckiness = Double.NaN;
    private double luckinessSnr = Double.NaN;
    private double fluxScale = Double.NaN;
    private double displacementXPx = Double.NaN;
    private double displacementYPx = Double.NaN;
    private double displacementSigmaPx = Double.NaN;
    private double weight;
    private int stackNumber = 1;
    /** True from the end of a filling; what is above is read by the owner after this. */
    private volatile boolean filled;

    FrameGlimpse(FrameFormat format) {
        this.format = format;
        raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Copies a settled frame. The settling thread. */
    void fill(FrameSlot slot) {
        raw.put(0, slot.raw, 0, format.frameBytes());
        frameIndex = slot.frameIndex;
        startUtcNs = slot.startUtcNs;
        verdict = slot.verdict;
        luckiness = slot.luckiness;
        luckinessSnr = slot.luckinessSnr;
        fluxScale = slot.fluxScale;
        displacementXPx = slot.displacementXPx;
        displacementYPx = slot.displacementYPx;
        displacementSigmaPx = slot.displacementSigmaPx;
        weight = slot.weight;
        stackNumber = slot.stackNumber;
        filled = true;
    }

    void forget() {
        filled = false;
    }

    boolean isFilled() {
        return filled;
    }

    /** Raw samples as the camera delivered them, see {@link FrameFormat}; direct, little-endian, from index 0. */
    public ByteBuffer raw() {
        return raw;
    }

    public FrameFormat format() {
        return format;
    }

    /** Number of the frame in its source, from 0; -1 before the first filling. */
    public long frameIndex() {
        return frameIndex;
    }

    /** Start of exposure, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}. */
    public long startUtcNs() {
        return startUtcNs;
    }

    /** What became of it; final. */
    public Verdict verdict() {
        return verdict;
    }

    /** 1 = as sharp as the first frames; NaN if not measured. */
    public double luckiness() {
        return luckiness;
    }

    /** Signal-to-noise ratio of the luckiness; NaN if not measured. */
    public double luckinessSnr() {
        return luckinessSnr;
    }

    /** Light relative to the first frames; NaN if not measured. */
    public double fluxScale() {
        return fluxScale;
    }

    /** Where the content went against the reference of its stack, raw px, to the right; NaN if not aligned. */
    public double displacementXPx() {
        return displacementXPx;
    }

    /** The same downward. */
    public double displacementYPx() {
        return displacementYPx;
    }

    /** One-sigma error of the displacement, raw px per axis; NaN if not aligned. */
    public double displacementSigmaPx() {
        return displacementSigmaPx;
    }

    /** Weight in the stack; 0 if it is not in it. */
    public double weight() {
        return weight;
    }

    /** Which stack it went to, from 1. */
    public int stackNumber() {
        return stackNumber;
    }
}
