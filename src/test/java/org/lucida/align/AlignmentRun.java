package org.lucida.align;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;

/** One alignment fed frame by frame, as the pipeline would. */
final class AlignmentRun {
    final GlobalAlignment alignment;
    final FrameSlot slot = new FrameSlot(1);
    private final int binPx;
    private long index;

    AlignmentRun(TestSky sky, AlignmentSettings settings, int binPx) {
        this.binPx = binPx;
        alignment = new GlobalAlignment(sky.widthPx, sky.heightPx, binPx, settings);
    }

    AlignmentRun(TestSky sky) {
        this(sky, AlignmentSettings.of(sky.kind), 1);
    }

    FrameSlot feed(Plane frame) {
        slot.clear();
        slot.frameIndex = index++;
        alignment.align(frame, slot);
        slot.weight = slot.verdict.isRejected() ? 0 : 1;
        alignment.absorb(frame, slot);
        return slot;
    }

    /** Distance of the last result from the truth, raw px. */
    double errorPx(double planeXPx, double planeYPx) {
        return Math.hypot(slot.displacementXPx - planeXPx * binPx, slot.displacementYPx - planeYPx * binPx);
    }
}
