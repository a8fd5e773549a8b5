package org.lucida.calibrate;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;

/**
 * Says for each frame which of its pixels count for nothing: those the calibration knows, those found on the way, and those
 * the source has no value for.
 *
 * <p>Memory: a new mask is made only when the pixels without a value change from frame to frame.
 * <p>Thread: the measuring thread only, but for {@link #maskedCount}.
 */
public final class FrameMasks {
    private volatile PixelMask lasting;
    private PixelMask lastWithoutValue;
    private PixelMask lastJoined;

    public FrameMasks(Calibration calibration) {
        lasting = calibration.mask();
    }

    /** From the next frame on these pixels are left out, too. */
    public void add(PixelMask found) {
        lasting = PixelMask.join(lasting, found);
        lastWithoutValue = null;
    }

    /** Pixels that are left out of every frame from now on. Any thread. */
    public int maskedCount() {
        PixelMask mask = lasting;
        return mask == null ? 0 : mask.count();
    }

    /** Sets the mask of a frame. */
    public void apply(FrameSlot slot) {
        if (slot.withoutValue == null) {
            slot.mask = lasting;
            return;
        }
        if (slot.withoutValue != lastWithoutValue) {
            lastWithoutValue = slot.withoutValue;
            lastJoined = PixelMask.join(lasting, slot.withoutValue);
        }
        slot.mask = lastJoined;
    }
}
