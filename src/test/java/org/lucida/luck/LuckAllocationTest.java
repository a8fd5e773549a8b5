package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.judge.Allocation;

class LuckAllocationTest {
    @Test
    void measuringAndJudgingAllocateNothing() {
        Plane plane = Pictures.exposed(Pictures.planet(300, 200, 60, 0), 300, 200, 500, 10, 3, new Random(1));
        LuckinessReading reading = new LuckinessReading();
        FrameSlot slot = new FrameSlot(8);
        for (Metric metric : Metric.values()) {
            for (double q : new double[] {3, 12}) {
                Luckiness luckiness = new Luckiness(300, 200, 2, q, metric);
                Selection selection = new Selection(1.3, 0.5);
                long least = Allocation.leastBytes(() -> {
                    for (int i = 0; i < 10; i++) {
                        luckiness.measure(plane, reading);
                        slot.clear();
                        selection.judge(reading, slot);
                    }
                });
                assertEquals(0, least, metric.metricName());
            }
        }
    }
}
