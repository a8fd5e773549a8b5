package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;

class AlignmentAllocationTest {
    @ParameterizedTest
    @CsvSource({"PLANET,0.5", "SURFACE,0.5", "STARS,0.5", "PLANET,15", "SURFACE,15", "STARS,15"})
    void aFrameAllocatesNothing(TargetKind kind, double jumpPx) {
        TestSky sky = new TestSky(kind, 176, 160, kind == TargetKind.STARS ? 20 : 80, 5);
        GlobalAlignment alignment =
                new GlobalAlignment(176, 160, 1, AlignmentSettings.of(kind).withEpochs(List.of(5), 100_000));
        Plane[] frames = new Plane[8];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = sky.frame(i * jumpPx % 20, i * jumpPx % 7, 1, 30);
        }
        frames[7] = sky.blank(30);
        FrameSlot slot = new FrameSlot(1);
        AtomicLong frameIndex = new AtomicLong();
        long fewest = Allocation.leastBytes(() -> {
            for (int i = 0; i < 40; i++) {
                slot.clear();
                slot.frameIndex = frameIndex.getAndIncrement();
                alignment.align(frames[i % frames.length], slot);
                slot.weight = 1;
                alignment.absorb(frames[i % frames.length], slot);
            }
        });
        assertEquals(0, fewest);
    }
}
