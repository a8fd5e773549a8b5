package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

class StackExposureTest {
    private record Turned(List<Change> changes) implements CameraControls {
        @Override
        public List<CameraControl> all() {
            return List.of();
        }

        @Override
        public OptionalLong value(String key) {
            return OptionalLong.empty();
        }

        @Override
        public boolean isAuto(String key) {
            return false;
        }

        @Override
        public void request(Map<String, String> wishes) {}

        @Override
        public int epoch() {
            return changes.size();
        }
    }

    private static final CameraControls CONTROLS = new Turned(List.of(
            new CameraControls.Change(1, 4, 0, "exposureUs", 10_000, 40_000),
            new CameraControls.Change(2, 6, 0, "gain", 100, 200),
            new CameraControls.Change(3, 8, 0, "exposureUs", 40_000, 20_000)));

    /** Frames of epochs 0 0 0 0 1 1 2 2 3 3; every one of the last epoch is rejected but one. */
    private static FrameTable table() {
        FrameTable table = new FrameTable();
        FrameSlot slot = new FrameSlot(16);
        int[] epochs = {0, 0, 0, 0, 1, 1, 2, 2, 3, 3};
        for (int i = 0; i < epochs.length; i++) {
            slot.frameIndex = i;
            slot.controlEpochIndex = epochs[i];
            slot.verdict = i == 9 ? Verdict.TOO_SOFT : Verdict.STACKED;
            table.append(slot);
        }
        return table;
    }

    @Test
    void everyStackedFrameCountsWithItsOwnExposure() {
        StackExposure all = StackExposure.of(table(), 0, 10, CONTROLS, OptionalDouble.of(20_000));
        assertEquals((4 * 10_000 + 4 * 40_000 + 20_000) / 9.0, all.meanUs().orElseThrow(), 1e-9);
        assertEquals(10_000, all.usualUs().orElseThrow());
        assertEquals(
                List.of(
                        "the exposure was changed: 0.01 s in 4 frames, 0.04 s in 4 frames, 0.02 s in 1 frames; EXPTIME is"
                                + " that of most frames, TOTALEXP the sum of all"),
                all.notes());
    }

    @Test
    void aLaterStackKnowsItsOwnFramesOnly() {
        StackExposure later = StackExposure.of(table(), 4, 8, CONTROLS, OptionalDouble.of(20_000));
        assertEquals(40_000, later.meanUs().orElseThrow());
        assertEquals(40_000, later.usualUs().orElseThrow());
        assertEquals(List.of(), later.notes());
    }

    @Test
    void nothingIsClaimedOfFramesNobodyKnows() {
        assertEquals(
                OptionalDouble.empty(),
                StackExposure.of(table(), 0, 10, CameraControls.NONE, OptionalDouble.empty())
                        .meanUs());
        assertEquals(
                OptionalDouble.empty(),
                StackExposure.of(table(), 0, 0, CONTROLS, OptionalDouble.empty())
                        .usualUs());
    }
}
