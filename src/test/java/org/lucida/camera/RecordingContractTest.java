package org.lucida.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

/**
 * What every recording that plays as a camera must do, besides what every camera must.
 *
 * <p>The source under test has {@link #FRAME_COUNT} frames, one every {@link #GAP_MS} ms by its time stamps, at least 8x8
 * px, and each frame differs from the next.
 */
public abstract class RecordingContractTest extends CameraContractTest {
    protected static final int FRAME_COUNT = 10;
    protected static final int GAP_MS = 10;

    protected final FakeClock clock = new FakeClock();

    @Override
    protected String scheme() {
        return "replay";
    }

    @Override
    protected Roi region() {
        return new Roi(2, 2, 4, 5);
    }

    @Override
    protected boolean ends() {
        return true;
    }

    @Test
    void atFullSpeedAllFramesComeInOrderThenTheEnd() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            long before = FrameSlot.UNKNOWN_UTC_NS;
            for (int f = 0; f < FRAME_COUNT; f++) {
                slot.clear();
                assertEquals(Delivery.FRAME, camera.read(slot, 0));
                assertEquals(f, slot.frameIndex);
                assertEquals(Verdict.PENDING, slot.verdict);
                assertTrue(slot.startUtcNs > before, "times rise");
                before = slot.startUtcNs;
            }
            assertEquals(Delivery.END, camera.read(slot, 1000));
            assertEquals(Delivery.END, camera.read(slot, 0));
            assertEquals(0, camera.droppedCount());
        }
    }

    @Test
    void itSaysWhoItIsBeforeTheFirstFrame() throws Exception {
        try (Camera camera = open(CameraWish.plain())) {
            assertEquals(FRAME_COUNT, camera.info().frameCount().orElseThrow());
            assertEquals(1000.0 / GAP_MS, camera.info().frameRateHz().orElseThrow(), 1e-6);
            assertFalse(camera.info().name().isBlank());
            assertTrue(camera.info().address().startsWith("replay:"));
            assertTrue(camera.format().widthPx() >= 8 && camera.format().heightPx() >= 8);
        }
    }

    @Test
    void aFrameThatIsNotDueTimesOutAndComesLater() throws Exception {
        try (Camera camera = open(paced(Pace.RECORDED))) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            assertEquals(Delivery.FRAME, camera.read(slot, 0));
            long before = clock.nanoTime();
            assertEquals(Delivery.TIMEOUT, camera.read(slot, 0));
            assertEquals(before, clock.nanoTime(), "zero looks once");
            assertEquals(Delivery.TIMEOUT, camera.read(slot, 4));
            assertEquals(before + 4_000_000, clock.nanoTime());
            assertEquals(Delivery.FRAME, camera.read(slot, 1000));
            assertEquals(before + GAP_MS * 1_000_000L, clock.nanoTime());
            assertEquals(1, slot.frameIndex);
        }
    }

    @Test
    void aReaderInTimeLosesNothing() throws Exception {
        for (Pace pace : List.of(Pace.RECORDED, Pace.rate(37))) {
            try (Camera camera = open(paced(pace))) {
                assertEquals(FRAME_COUNT, indices(camera, 0).size());
                assertEquals(0, camera.droppedCount());
            }
        }
    }

    @Test
    void aGivenRateSetsTheClock() throws Exception {
        try (Camera camera = open(paced(Pace.rate(4)))) {
            long begin = clock.nanoTime();
            indices(camera, 0);
            assertEquals((FRAME_COUNT - 1) * 250_000_000L, clock.nanoTime() - begin);
        }
    }

    @Test
    void twoFramesWaitAndOlderOnesAreLostAndCounted() throws Exception {
        try (Camera camera = open(paced(Pace.RECORDED))) {
            FrameSlot slot = slotFor(camera);
            camera.start();
            camera.read(slot, 0);
            clock.pass(2 * GAP_MS);
            camera.read(slot, 0);
            assertEquals(1, slot.frameIndex, "frames 1 and 2 fit the buffer");
            clock.pass(3 * GAP_MS);
            camera.read(slot, 0);
            assertEquals(4, slot.frameIndex, "frames 2 and 3 fell out");
            assertEquals(2, camera.droppedCount());
        }
    }

    @Test
    void deliveredAndLostFramesTogetherAreAllFrames() throws Exception {
        for (int slowMs : new int[] {1, 9, 15, 27, 64, 1000}) {
            try (Camera camera = open(paced(Pace.RECORDED))) {
                List<Long> indices = indices(camera, slowMs);
                assertEquals(FRAME_COUNT, indices.size() + camera.droppedCount(), "reader needs " + slowMs + " ms");
                for (int i = 1; i < indices.size(); i++) {
                    assertTrue(indices.get(i) > indices.get(i - 1));
                }
                assertEquals(FRAME_COUNT - 1, indices.get(indices.size() - 1), "the newest frame is never lost");
            }
        }
    }

    @Test
    void aRegionIsCutFromTheSamePixelsAndTurnsTheMosaic() throws Exception {
        Roi roi = new Roi(3, 2, 4, 5);
        CameraWish wish = new CameraWish(Optional.of(roi), Optional.empty(), SampleOrder.AUTO, Pace.MAX);
        try (Camera whole = open(CameraWish.plain());
                Camera part = open(wish)) {
            FrameFormat format = whole.format();
            assertEquals(format.cropped(roi), part.format());
            FrameSlot wholeSlot = slotFor(whole);
            FrameSlot partSlot = slotFor(part);
            whole.start();
            part.start();
            int pixelBytes = format.bytesPerSample() * format.layout().samplesPerPixel();
            for (int f = 0; f < 3; f++) {
                whole.read(wholeSlot, 0);
                part.read(partSlot, 0);
                for (int y = 0; y < roi.heightPx(); y++) {
                    for (int b = 0; b < roi.widthPx() * pixelBytes; b++) {
                        byte expected =
                                wholeSlot.raw.get((y + roi.yPx()) * format.rowBytes() + roi.xPx() * pixelBytes + b);
                        assertEquals(
                                expected, partSlot.raw.get(y * part.format().rowBytes() + b));
                    }
                }
            }
        }
    }

    @Test
    void twoOpeningsDeliverTheSameBytes() throws Exception {
        try (Camera left = open(CameraWish.plain());
                Camera right = open(CameraWish.plain())) {
            FrameSlot leftSlot = slotFor(left);
            FrameSlot rightSlot = slotFor(right);
            left.start();
            right.start();
            byte[] before = null;
            while (left.read(leftSlot, 0) == Delivery.FRAME) {
                assertEquals(Delivery.FRAME, right.read(rightSlot, 0));
                assertEquals(leftSlot.raw, rightSlot.raw);
                byte[] bytes = new byte[left.format().frameBytes()];
                leftSlot.raw.get(0, bytes);
                assertNotEquals(java.util.Arrays.toString(before), java.util.Arrays.toString(bytes));
                before = bytes;
            }
        }
    }

    /** Reads to the end, needing so long for each frame. */
    private List<Long> indices(Camera camera, int slowMs) throws IOException {
        FrameSlot slot = slotFor(camera);
        List<Long> indices = new ArrayList<>();
        camera.start();
        while (true) {
            slot.clear();
            Delivery delivery = camera.read(slot, 50);
            if (delivery == Delivery.END) {
                return indices;
            }
            if (delivery == Delivery.FRAME) {
                indices.add(slot.frameIndex);
                clock.pass(slowMs);
            }
        }
    }

    private static CameraWish paced(Pace pace) {
        return new CameraWish(Optional.empty(), Optional.empty(), SampleOrder.AUTO, pace);
    }
}
