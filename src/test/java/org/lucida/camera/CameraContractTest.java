package org.lucida.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

/** What every camera must do: recorded, simulated or real. The source under test has at least six frames, each unlike the next. */
public abstract class CameraContractTest {
    /** Opens the source. */
    protected abstract Camera open(CameraWish wish) throws IOException;

    /** First word of its address. */
    protected abstract String scheme();

    /** A region it can deliver, smaller than the frame, with an even origin. */
    protected abstract Roi region();

    /** True if there is a last frame. */
    protected abstract boolean ends();

    /** Pulls the plug; false if there is none. */
    protected boolean unplug() {
        return false;
    }

    /** Puts the plug in again. */
    protected void plugIn() {}

    protected static FrameSlot slotFor(Camera camera) {
        return new FrameSlot(camera.format().frameBytes());
    }

    private static CameraWish wish(Roi roi) {
        return new CameraWish(Optional.of(roi), Optional.empty(), SampleOrder.AUTO, Pace.MAX);
    }

    /** The next frame, however long it takes (some seconds at most). */
    private static void next(Camera camera, FrameSlot slot) throws IOException {
        for (int i = 0; i < 300; i++) {
            slot.clear();
            if (camera.read(slot, 100) == Delivery.FRAME) {
                return;
            }
        }
        throw new AssertionError("no frame; " + camera.notices());
    }

    @Test
    void itTellsItsNameItsAddressAndItsFormat() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            assertFalse(camera.info().name().isBlank());
            assertTrue(
                    camera.info().address().startsWith(scheme() + ":"),
                    camera.info().address());
            assertTrue(camera.format().widthPx() >= 8 && camera.format().heightPx() >= 8);
            assertEquals(0, camera.droppedCount());
            assertEquals(0, camera.discardedCount());
            assertTrue(camera.gaps().isEmpty());
        }
    }

    @Test
    void itIsStartedOnceReadAfterAndClosedAnyNumberOfTimes() throws Exception {
        Camera camera = open(CameraWish.plain());
        FrameSlot slot = slotFor(camera);
        assertThrows(IllegalStateException.class, () -> camera.read(slot, 0));
        camera.start();
        assertThrows(IllegalStateException.class, camera::start);
        next(camera, slot);
        camera.close();
        camera.close();
        assertThrows(IllegalStateException.class, camera::start);
        assertThrows(IllegalStateException.class, () -> camera.read(slot, 0));
        assertFalse(camera.info().name().isBlank(), "what it was can still be asked");
        open(CameraWish.plain()).close();
    }

    @Test
    void indicesAndTimesRiseAndEveryFrameIsAccountedFor() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            long index = -1;
            long utcNs = FrameSlot.UNKNOWN_UTC_NS;
            byte[] before = {};
            byte[] bytes = new byte[camera.format().frameBytes()];
            for (int i = 0; i < 6; i++) {
                next(camera, slot);
                assertEquals(Verdict.PENDING, slot.verdict);
                assertTrue(slot.frameIndex > index);
                assertTrue(slot.startUtcNs > utcNs);
                assertTrue(slot.frameIndex <= i + camera.droppedCount(), "gaps in the index are dropped frames");
                index = slot.frameIndex;
                utcNs = slot.startUtcNs;
                slot.raw.get(0, bytes);
                assertNotEquals(java.util.Arrays.hashCode(before), java.util.Arrays.hashCode(bytes));
                before = bytes.clone();
            }
        }
    }

    @Test
    void aLookDoesNotWait() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            for (int i = 0; i < 3; i++) {
                slot.clear();
                assertNotEquals(Delivery.END, camera.read(slot, 0));
            }
        }
    }

    @Test
    void aRegionIsDeliveredInItsSizeAndColours() throws Exception {
        FrameFormat whole;
        try (Camera camera = open(CameraWish.plain())) {
            whole = camera.format();
        }
        try (Camera camera = open(wish(region()))) {
            assertEquals(whole.cropped(region()), camera.format());
            FrameSlot slot = slotFor(camera);
            camera.start();
            next(camera, slot);
            assertEquals(Verdict.PENDING, slot.verdict);
        }
    }

    @Test
    void aRegionBeyondTheFrameIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> open(wish(new Roi(0, 0, 100_000, 8))));
        assertTrue(refused.getMessage().startsWith("roi=0,0,100000,8 "), refused.getMessage());
    }

    @Test
    void onlyRecordingsEnd() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            boolean ended = false;
            for (int i = 0; i < 40 && !ended; i++) {
                slot.clear();
                ended = camera.read(slot, 50) == Delivery.END;
            }
            assertEquals(ends(), ended);
        }
    }

    @Test
    void aControlItDoesNotHaveIsRefused() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            assertThrows(IllegalArgumentException.class, () -> camera.controls().request(Map.of("noSuchControl", "1")));
            assertEquals(0, camera.controls().epoch());
            assertTrue(camera.controls().changes().isEmpty());
        }
    }

    @Test
    void aPulledPlugEndsNothing() throws Exception {
        try (Camera camera = open(wish(region()))) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            next(camera, slot);
            Assumptions.assumeTrue(unplug(), "a source without a plug");
            long index = slot.frameIndex;
            for (int i = 0; i < 400 && camera.notices().isEmpty(); i++) {
                slot.clear();
                if (camera.read(slot, 20) == Delivery.FRAME) {
                    index = slot.frameIndex;
                }
            }
            plugIn();
            next(camera, slot);
            assertTrue(slot.frameIndex > index);
            assertEquals(Verdict.PENDING, slot.verdict);
            assertFalse(camera.gaps().isEmpty());
        }
    }
}
