package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lucida.camera.Camera;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

class SimulatedCameraTest {
    private static final String SMALL = "planet?size=64x48,discDiameterPx=30,frames=10,frameRateHz=100";

    /** A clock that moves only when told or waited on. */
    private static final class HandClock implements SimulatedCamera.PaceClock {
        long nowNs = 5_000;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void waitNs(long durationNs) {
            nowNs += durationNs;
        }
    }

    private static CameraWish wish(Optional<Roi> roi, Optional<ColorLayout> layout, CameraWish.Pace pace) {
        return new CameraWish(roi, layout, CameraWish.SampleOrder.AUTO, pace);
    }

    private static SimulatedCamera paced(CameraWish.Pace pace, HandClock clock) {
        ClipSettings settings = ClipSettings.parse(SMALL);
        return new SimulatedCamera(
                new SimulatedClip(settings),
                SimulatedDriver.info(SMALL, settings),
                wish(Optional.empty(), Optional.empty(), pace),
                clock);
    }

    @Test
    void atFullSpeedEveryFrameComesOnceInOrder() throws IOException {
        try (Camera camera = new SimulatedDriver().open(SMALL, CameraWish.plain())) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            for (int k = 0; k < 10; k++) {
                slot.clear();
                assertEquals(Delivery.FRAME, camera.read(slot, 0));
                assertEquals(k, slot.frameIndex);
                assertEquals(SimulatedClip.EPOCH_UTC_NS + k * 10_000_000L, slot.startUtcNs);
                assertEquals(Verdict.PENDING, slot.verdict);
            }
            assertEquals(Delivery.END, camera.read(slot, 0));
            assertEquals(0, camera.droppedCount());
        }
    }

    @Test
    void aPacedReaderInTimeLosesNothing() throws IOException {
        HandClock clock = new HandClock();
        SimulatedCamera camera = paced(CameraWish.Pace.RECORDED, clock);
        FrameSlot slot = new FrameSlot(camera.format().frameBytes());
        camera.start();
        assertEquals(Delivery.TIMEOUT, camera.read(slot, 4));
        for (int k = 0; k < 10; k++) {
            assertEquals(Delivery.FRAME, camera.read(slot, 1000));
            assertEquals(k, slot.frameIndex);
            assertEquals((k + 1) * 10_000_000L, clock.nowNs - 5_000, 100, "frame " + k + " when its exposure ends");
        }
        assertEquals(Delivery.END, camera.read(slot, 1000));
        assertEquals(0, camera.droppedCount());
    }

    @Test
    void aLateReaderFindsTheTwoNewestFramesAndTheOthersCounted() throws IOException {
        HandClock clock = new HandClock();
        SimulatedCamera camera = paced(CameraWish.Pace.rate(200), clock);
        FrameSlot slot = new FrameSlot(camera.format().frameBytes());
        camera.start();
        clock.nowNs += 31_000_000;
        assertEquals(Delivery.FRAME, camera.read(slot, 0));
        assertEquals(4, slot.frameIndex);
        assertEquals(4, camera.droppedCount());
        assertEquals(Delivery.FRAME, camera.read(slot, 0));
        assertEquals(5, slot.frameIndex);
        assertEquals(Delivery.TIMEOUT, camera.read(slot, 0));
        clock.nowNs += 10_000_000_000L;
        assertEquals(Delivery.FRAME, camera.read(slot, 0));
        assertEquals(8, slot.frameIndex);
        assertEquals(Delivery.FRAME, camera.read(slot, 0));
        assertEquals(Delivery.END, camera.read(slot, 0));
        assertEquals(6, camera.droppedCount());
    }

    @Test
    void anOddRegionTurnsTheMosaicAndShowsThatPartOfTheClip() throws IOException {
        Roi roi = new Roi(11, 8, 30, 20);
        try (Camera camera =
                new SimulatedDriver().open(SMALL, wish(Optional.of(roi), Optional.empty(), CameraWish.Pace.MAX))) {
            assertEquals(SimulatedClip.of(SMALL).format().cropped(roi), camera.format());
            assertEquals(ColorLayout.GRBG, camera.format().layout());
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            camera.read(slot, 0);
            FrameSlot twin = new FrameSlot(camera.format().frameBytes());
            SimulatedClip.of(SMALL).frame(0, roi, twin.raw);
            byte[] seen = new byte[600];
            byte[] expected = new byte[600];
            slot.raw.get(0, seen);
            twin.raw.get(0, expected);
            assertArrayEquals(expected, seen);
        }
    }

    @Test
    void wishesThatCannotBeMetAreRefusedByName() {
        SimulatedDriver driver = new SimulatedDriver();
        IllegalArgumentException outside = assertThrows(
                IllegalArgumentException.class,
                () -> driver.open(
                        SMALL, wish(Optional.of(new Roi(40, 0, 30, 20)), Optional.empty(), CameraWish.Pace.MAX)));
        assertTrue(outside.getMessage().contains("roi=40,0,30,20"), outside.getMessage());
        IllegalArgumentException layout = assertThrows(
                IllegalArgumentException.class,
                () -> driver.open(SMALL, wish(Optional.empty(), Optional.of(ColorLayout.RGB), CameraWish.Pace.MAX)));
        assertTrue(layout.getMessage().contains("layout=RGB"), layout.getMessage());
    }

    @Test
    void aLayoutOverrideIsBelievedAsForAnyCamera() throws IOException {
        try (Camera camera = new SimulatedDriver()
                .open(SMALL, wish(Optional.empty(), Optional.of(ColorLayout.MONO), CameraWish.Pace.MAX))) {
            assertEquals(ColorLayout.MONO, camera.format().layout());
        }
    }

    @Test
    void readingBeforeTheStartIsAMistakeOfTheCaller() throws IOException {
        try (Camera camera = new SimulatedDriver().open(SMALL, CameraWish.plain())) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            assertThrows(IllegalStateException.class, () -> camera.read(slot, 0));
        }
    }

    @Test
    void theDriverListsSmallScenesFirstAndTheyCanBeOpenedByTheirAddress() {
        SimulatedDriver driver = new SimulatedDriver();
        assertEquals("sim", driver.scheme());
        List<CameraInfo> cameras = driver.cameras();
        assertEquals(
                List.of("sim:demo", "sim:planet", "sim:moon", "sim:stars"),
                cameras.stream().limit(4).map(CameraInfo::address).toList());
        CameraInfo demo = cameras.get(0);
        assertEquals(600, demo.frameCount().orElseThrow());
        assertEquals(120, demo.frameRateHz().orElseThrow());
        assertEquals("Lucida simulator", demo.facts().get("INSTRUME"));
        for (String keyword : List.of("OBJECT", "XPIXSZ", "FOCALLEN", "GAIN", "EGAIN", "EXPTIME")) {
            assertTrue(demo.facts().containsKey(keyword), keyword);
        }
    }
}
