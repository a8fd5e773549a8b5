package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraInfo;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/** The advice follows the table of settled frames. */
class DitherWatchTest {
    private final FrameTable table = new FrameTable();
    private final DitherWatch watch = new DitherWatch(table, List::of, ColorLayout.RGGB, StackSettings.defaults(), 0);

    private void settle(Verdict verdict, double xPx, double yPx) {
        FrameSlot slot = new FrameSlot(0);
        slot.frameIndex = table.rowCount();
        slot.verdict = verdict;
        slot.displacementXPx = xPx;
        slot.displacementYPx = yPx;
        slot.weight = 1;
        table.append(slot);
    }

    @Test
    void beforeTheFirstStackedFrameThereIsNothingToSay() {
        assertTrue(watch.latest().isEmpty());
        settle(Verdict.NO_PEAK, 3, 4);
        assertTrue(watch.latest().isEmpty());
    }

    @Test
    void onlyStackedFramesCountAndEachOnce() {
        settle(Verdict.STACKED, 0, 0);
        settle(Verdict.TOO_SOFT, 30, 40);
        assertEquals(1, watch.latest().orElseThrow().frameCount());
        settle(Verdict.STACKED, 1, 2);
        DitherAdvice advice = watch.latest().orElseThrow();
        assertEquals(2, advice.frameCount());
        assertEquals(1, advice.spanXPx());
        assertEquals(2, advice.spanYPx());
    }

    @Test
    void withoutNewFramesTheAdviceIsTheSameObject() {
        settle(Verdict.STACKED, 0, 0);
        Optional<DitherAdvice> first = watch.latest();
        assertSame(first.orElseThrow(), watch.latest().orElseThrow());
        assertSame(first.orElseThrow(), watch.recent().orElseThrow());
    }

    @Test
    void samplingComesFromTheSettingsElseFromTheHeader() {
        StackSettings unknown = StackSettings.defaults();
        Map<String, String> header = Map.of("FOCALLEN", "2800", "APTDIA", "280", "XPIXSZ", "2.75");
        assertEquals(2, StackingSession.samplingPxPerLambdaD(unknown, info(header)), 1e-12);
        assertEquals(0, StackingSession.samplingPxPerLambdaD(unknown, info(Map.of("FOCALLEN", "much"))));
        assertEquals(
                1.5,
                StackingSession.samplingPxPerLambdaD(
                        unknown.change().samplingPxPerLambdaD(1.5).build(), info(header)));
    }

    private static CameraInfo info(Map<String, String> facts) {
        return new CameraInfo(
                "test",
                "sim:test",
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                facts,
                List.of());
    }
}
