package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.judge.Allocation;

/** Adding frames makes no garbage. */
class DrizzleAllocationTest {
    @Test
    void addingFramesAllocatesNothing() {
        for (double scale : new double[] {1, 1.5, 1.25, 1.37}) {
            for (ColorLayout layout : new ColorLayout[] {ColorLayout.RGGB, ColorLayout.RGB}) {
                FloatFrames frames =
                        new FloatFrames(new FrameFormat(64, 48, layout, 16)).addNoise(new Random(10), 64, 3);
                DrizzleStack stack = new DrizzleStack(frames.format, scale, 0.7, 1);
                FrameSlot[] slots = frames.slots.toArray(new FrameSlot[0]);
                long least = Allocation.leastBytes(() -> stack.add(0, slots, slots.length, frames));
                assertEquals(0, least, "bytes for 64 frames at scale " + scale);
            }
        }
    }
}
