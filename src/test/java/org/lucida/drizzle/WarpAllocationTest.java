package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.judge.Allocation;

/** A class of its own, so that explicit SIMD meets a compiler that has seen nothing else. */
class WarpAllocationTest {
    @Test
    void addingFramesAllocatesNothing() {
        for (DropKernel kernel : new DropKernel[] {DropKernel.TURBO, DropKernel.SQUARE}) {
            for (ColorLayout layout : new ColorLayout[] {ColorLayout.RGGB, ColorLayout.RGB}) {
                FloatFrames frames = WarpDeterminismTest.frames(layout, 120, 90, 32);
                DrizzleStack stack = WarpDeterminismTest.stack(frames, kernel, 1.5, 1, WarpKernel::fastest);
                var slots = frames.slots.toArray(new org.lucida.frame.FrameSlot[0]);
                long least = Allocation.leastBytes(() -> stack.add(0, slots, slots.length, frames));
                assertEquals(0, least, "bytes for 32 frames, " + kernel + " " + layout);
            }
        }
    }
}
