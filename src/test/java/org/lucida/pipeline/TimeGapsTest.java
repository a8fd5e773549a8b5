package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.lucida.files.RecordingFacts;
import org.lucida.frame.FrameSlot;

class TimeGapsTest {
    private static final long FRAME_NS = 10_000_000;

    @Test
    void aMissingFrameIsAGapAndJitterIsNone() {
        TimeGaps gaps = new TimeGaps(0, 0);
        long time = 1_000;
        for (int f = 0; f < 100; f++) {
            gaps.add(f, time);
            time += FRAME_NS + (f % 7) * 400_000L + (f == 40 ? FRAME_NS : 0);
        }
        RecordingFacts.Gaps facts = gaps.facts();
        assertEquals(1, facts.gapCount());
        assertEquals(40, facts.listed().get(0).afterFrameIndex());
        assertEquals(0.022, facts.longestS(), 1e-3);
    }

    @Test
    void theRateTheCameraTellsCountsFromTheFirstFrame() {
        TimeGaps gaps = new TimeGaps(100, 0);
        gaps.add(0, 0);
        gaps.add(1, 2 * FRAME_NS);
        assertEquals(1, gaps.count());
    }

    @Test
    void aLiveCamerasFrameThatIsOnlyLateIsNoGap() {
        TimeGaps gaps = new TimeGaps(500, 10_000_000);
        gaps.add(0, 0);
        gaps.add(1, 9_000_000);
        gaps.add(2, 10_000_000);
        assertEquals(0, gaps.count());
        gaps.add(4, 14_000_000);
        assertEquals(1, gaps.count(), "a number was left out");
        gaps.add(5, 34_000_000);
        assertEquals(2, gaps.count(), "a silence");
    }

    @Test
    void aSlowerRateIsFollowedAfterAFewFrames() {
        TimeGaps gaps = new TimeGaps(100, 0);
        for (int f = 0; f < 200; f++) {
            gaps.add(f, 3L * FRAME_NS * f);
        }
        assertEquals(8, gaps.count());
    }

    @Test
    void unknownTimesSayNothingAndTheListIsBounded() {
        TimeGaps gaps = new TimeGaps(100, 0);
        gaps.add(0, FrameSlot.UNKNOWN_UTC_NS);
        long time = 0;
        for (int f = 0; f < 9_000; f++) {
            gaps.add(f, time);
            time += f % 3 == 0 ? 5 * FRAME_NS : FRAME_NS;
        }
        assertEquals(3_000, gaps.count());
        assertEquals(TimeGaps.LISTED_COUNT, gaps.facts().listed().size());
    }
}
