package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

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
                for (int warmUp = 0; warmUp < 5; warmUp++) {
                    stack.add(0, slots, slots.length, frames);
                }
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                for (int run = 0; run < 4; run++) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    stack.add(0, slots, slots.length, frames);
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                assertEquals(0, least, "bytes for 64 frames at scale " + scale);
            }
        }
    }
}
