package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lucida.camera.Camera;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraControls.Change;
import org.lucida.camera.CameraWish;
import org.lucida.camera.PulseGuide;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;
import org.lucida.judge.Allocation;

/** The camera on a library inside the JVM, with everything that can go wrong. */
@Timeout(60)
class AsiCameraTest {
    private static final long SINGLE_SHOT_US = 200_000;
    private static final AsiPatience QUICK = new AsiPatience(40, 120, 200, 20, 300, SINGLE_SHOT_US);

    private static final Logger LOG = Logger.getLogger(AsiNotices.class.getName());

    private final FakeAsi library = new FakeAsi();
    private final AsiDriver driver =
            new AsiDriver(() -> library, AsiPermissions.under(Path.of("/nowhere-at-all")), QUICK);
    private final List<Camera> opened = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void close() throws IOException {
        library.hangs.values().forEach(CountDownLatch::countDown);
        library.hangs.clear();
        for (Camera camera : opened) {
            camera.close();
        }
    }

    private Camera open(String address, CameraWish wish) throws IOException {
        Camera camera = driver.open(address, wish);
        opened.add(camera);
        return camera;
    }

    private Camera open(Map<String, String> settings) throws IOException {
        return open("", CameraWish.plain().withSettings(settings));
    }

    private static CameraWish region(int x, int y, int width, int height) {
        CameraWish plain = CameraWish.plain();
        return new CameraWish(
                Optional.of(new Roi(x, y, width, height)), plain.layout(), plain.byteOrder(), plain.pace());
    }

    private static FrameSlot slotFor(Camera camera) {
        return new FrameSlot(camera.format().frameBytes());
    }

    /** The next frame, whatever becomes due before. */
    private static long next(Camera camera, FrameSlot slot) throws IOException {
        for (int i = 0; i < 100; i++) {
            slot.clear();
            if (camera.read(slot, 200) == Delivery.FRAME) {
                return slot.raw.getLong(0);
            }
        }
        throw new AssertionError("no frame; " + camera.notices());
    }

    private static void readUntil(Camera camera, FrameSlot slot, BooleanSupplier done) throws IOException {
        for (int i = 0; i < 400 && !done.getAsBoolean(); i++) {
            slot.clear();
            camera.read(slot, 20);
        }
        assertTrue(done.getAsBoolean(), () -> String.valueOf(camera.notices()));
    }

    private static boolean says(Camera camera, String words) {
        return camera.notices().stream().anyMatch(it -> it.sentence().contains(words));
    }

    @Test
    void framesFlowStraightIntoTheSlotAfterTwoStaleOnes() throws Exception {
        Camera camera = open(Map.of());
        assertEquals(new FrameFormat(160, 128, ColorLayout.GRBG, 16), camera.format());
        FrameSlot slot = slotFor(camera);
        camera.start();
        long first = next(camera, slot);
        assertTrue(first >= 2, "two frames are of before");
        assertEquals(2, camera.discardedCount());
        assertTrue(slot.frameIndex <= camera.droppedCount());
        long before = slot.startUtcNs;
        for (int i = 1; i < 50; i++) {
            long frame = next(camera, slot);
            assertEquals(Verdict.PENDING, slot.verdict);
            assertTrue(slot.startUtcNs > before, "times rise");
            before = slot.startUtcNs;
            // on a busy machine the reader itself may come too late
            assertTrue(camera.droppedCount() > 0 || frame == slot.frameIndex + camera.discardedCount());
        }
        assertEquals(System.currentTimeMillis() * 1e6, slot.startUtcNs, 1e9);
        assertTrue(camera.timeUncertaintyNs() > 0);
    }

    @Test
    void everythingTheLibraryRemembersIsOverwritten() throws Exception {
        Camera camera = open(Map.of("gain", "300"));
        assertEquals(0L, library.cams.get(0).values.get(AsiApi.FLIP));
        assertEquals(300L, library.cams.get(0).values.get(AsiApi.GAIN));
        assertEquals(50L, library.cams.get(0).values.get(AsiApi.BANDWIDTHOVERLOAD));
        assertFalse(library.cams.get(0).values.containsKey(AsiApi.COOLER_ON), "the cooler is left alone");
        assertEquals(300, camera.controls().value("gain").orElseThrow());
        assertEquals("300", camera.info().facts().get("GAIN"));
        assertEquals("-12.3", camera.info().facts().get("CCD-TEMP"));
        assertEquals("0.031250", camera.info().facts().get("EGAIN"), "0.5 e/ADU of 12 bits in steps of 16");
        assertEquals("asi:0000000000000007", camera.info().address());
    }

    @Test
    void presetsSetGainAndOffset() throws Exception {
        Camera camera = open(Map.of("gain", "unity"));
        assertEquals(120, camera.controls().value("gain").orElseThrow());
        assertEquals(5, camera.controls().value("offset").orElseThrow());
    }

    @Test
    void impossibleSettingsAreRefusedWithWhatIsPossible() {
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("gain", "700"), "gain=700 is outside the camera's 0 to 600",
                        Map.of("gains", "7"), "control=gains is unknown to this camera; it has gain, exposureUs",
                        Map.of("temperature", "7"), "sensorTenthC can only be read",
                        Map.of("offset", "much"), "offset=much is no whole number",
                        Map.of("offset", "auto"), "offset=auto is not possible",
                        Map.of("format", "RAW12"), "format=RAW12 is none of ASI678MC; use RAW8 or RGB24 or RAW16 or Y8",
                        Map.of("bin", "3"), "bin=3 is not possible with ASI678MC; use one of 1, 2",
                        Map.of("flip", "1"), "flip can only be read")
                .entrySet()) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> open(wrong.getKey()));
            assertTrue(refused.getMessage().startsWith(wrong.getValue()), refused.getMessage());
        }
        assertFalse(library.cams.get(0).open, "nothing stays open");
    }

    @Test
    void anIllegalRegionIsRefusedWithTheNearestLegalOne() throws Exception {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> open("", region(10, 4, 61, 33)));
        assertTrue(refused.getMessage().endsWith("the nearest legal one is --roi 10,4,64,32"), refused.getMessage());
        Camera camera = open("", region(6, 5, 64, 32));
        assertTrue(
                says(camera, "roi=6,5,64,32 became 4,4,64,32"), camera.notices().toString());
        assertEquals("4", camera.info().facts().get("XORGSUBF"));
        assertEquals(ColorLayout.GRBG, camera.format().layout());
    }

    @Test
    void formatsAndBinning() throws Exception {
        assertEquals(
                new FrameFormat(160, 128, ColorLayout.BGR, 8),
                open(Map.of("format", "rgb24")).format());
        opened.get(0).close();
        assertEquals(
                new FrameFormat(80, 64, ColorLayout.GRBG, 8),
                open(Map.of("format", "RAW8", "bin", "2")).format());
        opened.get(1).close();
        library.usb3 = false;
        assertEquals(8, open(Map.of()).format().bitDepth(), "old cameras send broken 16-bit frames");
    }

    @Test
    void changesAreMadeBetweenFramesAndWrittenDown() throws Exception {
        Camera camera = open(Map.of("bandwidthPercent", "80"));
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        long before = slot.frameIndex;
        camera.controls().request(Map.of("gain", "77", "offset", "max"));
        assertEquals(200, camera.controls().value("gain").orElseThrow(), "not yet");
        next(camera, slot);
        assertEquals(77, camera.controls().value("gain").orElseThrow());
        assertEquals(1, camera.controls().epoch());
        assertEquals(4, camera.discardedCount());
        assertEquals(0, camera.controls().epochAt(before));
        assertEquals(1, camera.controls().epochAt(slot.frameIndex));
        assertEquals(2, camera.controls().changes().size());
        Change gain = camera.controls().changes().stream()
                .filter(it -> it.key().equals("gain"))
                .findFirst()
                .orElseThrow();
        assertEquals(200, gain.beforeValue());
        assertEquals(77, gain.afterValue());
        assertThrows(IllegalArgumentException.class, () -> camera.controls().request("gain", 601));
    }

    @Test
    void theRegionMovesWithoutStoppingTheStream() throws Exception {
        Camera camera = open("", region(0, 0, 64, 32));
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        camera.controls().request(Map.of("originXPx", "41", "originYPx", "20"));
        next(camera, slot);
        assertEquals(40, library.cams.get(0).xPx);
        assertEquals(20, library.cams.get(0).yPx);
        assertEquals(1, library.count("ASIStartVideoCapture"));
        assertEquals(40, camera.controls().value("originXPx").orElseThrow());
    }

    @Test
    void aPulledPlugIsNoticedAndTheSessionGoesOnWhenItIsBack() throws Exception {
        Camera camera = open("", region(8, 8, 64, 32).withSettings(Map.of("gain", "321", "coolerOn", "1")));
        FrameSlot slot = slotFor(camera);
        camera.start();
        for (int i = 0; i < 20; i++) {
            next(camera, slot);
        }
        long last = slot.frameIndex;
        library.unplug();
        readUntil(camera, slot, () -> says(camera, "was unplugged"));
        library.plugIn();
        readUntil(camera, slot, () -> slot.verdict == Verdict.PENDING && slot.frameIndex > last);
        FakeAsi.Cam cam = library.cams.get(0);
        assertEquals(321L, cam.values.get(AsiApi.GAIN));
        assertEquals(1L, cam.values.get(AsiApi.COOLER_ON));
        assertEquals(64, cam.widthPx);
        assertEquals(8, cam.xPx);
        assertEquals(AsiApi.IMG_RAW16, cam.imgType);
        assertTrue(says(camera, "is back"));
        assertEquals(1, camera.gaps().size());
        assertTrue(camera.gaps().get(0).endUtcNs() > camera.gaps().get(0).startUtcNs());
        assertTrue(camera.gaps().get(0).reason().contains("unplugged"));
    }

    @Test
    void anotherCameraOfTheSameModelIsNotTakenForTheLostOne() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        library.unplug();
        readUntil(camera, slot, () -> says(camera, "was unplugged"));
        library.cams.add(new FakeAsi.Cam(1, "ZWO ASI678MC", 8));
        for (int i = 0; i < 10; i++) {
            assertEquals(Delivery.TIMEOUT, camera.read(slot, 20));
        }
        assertFalse(library.cams.get(1).open);
        library.plugIn();
        next(camera, slot);
        assertTrue(library.cams.get(0).running);
    }

    @Test
    void aSilentStreamIsStartedAgainThenTheCameraIsOpenedAgain() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        library.isSilent = true;
        readUntil(camera, slot, () -> says(camera, "still no frames although the camera was opened again"));
        assertTrue(library.count("ASIStartVideoCapture") >= 3);
        assertTrue(library.count("ASIOpenCamera") >= 2);
        library.isSilent = false;
        next(camera, slot);
        assertEquals(1, camera.gaps().size());
        assertEquals(40, camera.controls().value("bandwidthPercent").orElseThrow(), "less of the bus is tried");
    }

    @Test
    void aCallThatHangsIsLeftAloneUntilItReturns() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        CountDownLatch latch = new CountDownLatch(1);
        library.hangs.put("ASIGetVideoData", latch);
        long began = System.nanoTime();
        readUntil(camera, slot, () -> says(camera, "hangs in ASIGetVideoData"));
        assertEquals(Delivery.TIMEOUT, camera.read(slot, 30));
        assertTrue(System.nanoTime() - began < 5_000_000_000L);
        library.hangs.clear();
        latch.countDown();
        next(camera, slot);
        assertTrue(says(camera, "returned after"));
        assertTrue(camera.gaps().get(0).reason().contains("hung in ASIGetVideoData"));
    }

    @Test
    void aHangAtTheEndIsSaidAndAbandonedAndTheCameraNotOpenedAgain() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        CountDownLatch latch = new CountDownLatch(1);
        library.hangs.put("ASIStopVideoCapture", latch);
        long began = System.nanoTime();
        camera.close();
        assertTrue(System.nanoTime() - began < 5_000_000_000L);
        assertTrue(says(camera, "hangs in ASIStopVideoCapture"));
        IOException refused = assertThrows(IOException.class, () -> open(Map.of()));
        assertTrue(refused.getMessage().contains("still hangs in ASIStopVideoCapture"), refused.getMessage());
        library.hangs.clear();
        latch.countDown();
        for (int i = 0; i < 100 && library.cams.get(0).open; i++) {
            Thread.sleep(10);
        }
        assertFalse(library.cams.get(0).open, "closed when the call returned at last");
        Thread.sleep(50);
        next(start(open(Map.of())), slot);
    }

    private static Camera start(Camera camera) throws IOException {
        camera.start();
        return camera;
    }

    @Test
    void brokenFramesAreDeliveredAsSuch() throws Exception {
        Camera camera = open(Map.of("bandwidthPercent", "80"));
        FrameSlot slot = slotFor(camera);
        camera.start();
        for (int i = 0; i < 30; i++) {
            next(camera, slot);
        }
        int half = camera.format().frameBytes() / 2;
        library.painter = (buffer, size, frame) -> FakeAsi.noise(buffer, 0, half, frame);
        next(camera, slot);
        assertEquals(Verdict.DAMAGED, slot.verdict, "half a frame");
        library.painter = (buffer, size, frame) -> {
            FakeAsi.noise(buffer, 0, half, frame);
            FakeAsi.noise(buffer, half, (int) size, 12345);
        };
        next(camera, slot);
        assertEquals(Verdict.PENDING, slot.verdict);
        next(camera, slot);
        assertEquals(Verdict.DAMAGED, slot.verdict, "the lower half is of the frame before");
        library.painter = (buffer, size, frame) -> {
            for (int i = 0; i < size; i++) {
                buffer.put(i, (byte) 0);
            }
        };
        next(camera, slot);
        assertEquals(Verdict.BLANK, slot.verdict);
        assertTrue(says(camera, "short frames") && says(camera, "torn frames") && says(camera, "blank frames"));
        assertEquals(80, camera.controls().value("bandwidthPercent").orElseThrow(), "a chosen share stays");
    }

    @Test
    void framesLostOnTheBusLowerItsShare() throws Exception {
        library.periodMs = 20;
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        for (int i = 0; i < 10; i++) {
            next(camera, slot);
        }
        library.cams.get(0).dropped += 3;
        library.cams.get(0).startNs -= 3 * 20_000_000L;
        long before = camera.droppedCount();
        next(camera, slot);
        assertEquals(before + 3, camera.droppedCount());
        next(camera, slot);
        assertEquals(40, camera.controls().value("bandwidthPercent").orElseThrow());
        assertTrue(camera.droppedCount() >= before + 3);
    }

    @Test
    void theDropCountAddsUpOverRestarts() throws Exception {
        library.periodMs = 5;
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        Thread.sleep(60);
        next(camera, slot);
        long dropped = camera.droppedCount();
        assertTrue(dropped >= 5, "dropped " + dropped);
        library.isSilent = true;
        readUntil(camera, slot, () -> says(camera, "the stream is started again"));
        library.isSilent = false;
        next(camera, slot);
        assertTrue(camera.droppedCount() >= dropped);
        assertTrue(slot.frameIndex >= dropped + 2);
    }

    @Test
    void longExposuresAreTakenOneByOneAndCanBeAborted() throws Exception {
        Camera camera = open(Map.of("exposureUs", Long.toString(SINGLE_SHOT_US)));
        FrameSlot slot = slotFor(camera);
        camera.start();
        assertEquals(Delivery.TIMEOUT, camera.read(slot, 50));
        assertEquals(1, library.count("ASIStartExposure"));
        assertEquals(0, library.count("ASIStartVideoCapture"));
        camera.controls().request("exposureUs", 2000);
        next(camera, slot);
        assertEquals(1, library.count("ASIStopExposure"), "aborted");
        assertEquals(1, library.count("ASIStartVideoCapture"));
        assertEquals(2000, camera.info().exposureUs().orElseThrow());
        camera.controls().request("exposureUs", SINGLE_SHOT_US);
        assertEquals(Delivery.TIMEOUT, camera.read(slot, 50));
        assertFalse(library.cams.get(0).exposureStartNs < 0);
        long began = System.nanoTime();
        camera.close();
        assertTrue(System.nanoTime() - began < 1_000_000_000L, "an exposure under way does not keep us");
    }

    @Test
    void failedSingleExposuresAreTakenAgain() throws Exception {
        Camera camera = open(Map.of("exposureUs", Long.toString(SINGLE_SHOT_US)));
        FrameSlot slot = slotFor(camera);
        camera.start();
        library.cams.get(0).values.put(AsiApi.EXPOSURE, 1000L);
        library.exposureFailures = 1;
        next(camera, slot);
        assertEquals(1, camera.droppedCount());
        assertEquals(1, slot.frameIndex);
        assertTrue(says(camera, "an exposure failed"));
    }

    @Test
    void guidePulsesEndByThemselvesAndWithTheCamera() throws Exception {
        Camera camera = open(Map.of());
        PulseGuide guide = camera.guide().orElseThrow();
        guide.pulse(PulseGuide.Direction.NORTH, 30);
        guide.pulse(PulseGuide.Direction.WEST, 50_000);
        for (int i = 0; i < 200 && library.count("off 0") == 0; i++) {
            Thread.sleep(5);
        }
        assertEquals(1, library.count("on 0"));
        assertEquals(1, library.count("off 0"));
        assertEquals(1, library.count("on 3"));
        assertEquals(0, library.count("off 3"));
        camera.close();
        assertEquals(1, library.count("off 3"));
        assertThrows(IllegalArgumentException.class, () -> guide.pulse(PulseGuide.Direction.EAST, 0));
    }

    @Test
    void troublesOfOpeningHaveARemedy() {
        library.errors.put("ASIGetCameraProperty", AsiApi.CAMERA_REMOVED);
        IOException noRight = assertThrows(IOException.class, () -> open(Map.of()));
        assertTrue(noRight.getMessage().contains("udev"), noRight.getMessage());
        assertTrue(driver.cameras().isEmpty());
        assertTrue(driver.trouble().orElseThrow().contains("udev"));
        library.errors.clear();
        library.errors.put("ASIOpenCamera", AsiApi.GENERAL_ERROR);
        IOException busy = assertThrows(IOException.class, () -> open(Map.of()));
        assertTrue(busy.getMessage().contains("in use by another program"), busy.getMessage());
        library.errors.clear();
        library.unplug();
        IOException none = assertThrows(IOException.class, () -> open(Map.of()));
        assertEquals("no ZWO camera is connected; plug one in, and see: lucida cameras", none.getMessage());
    }

    @Test
    void camerasAreFoundByIndexNameAndSerial() throws Exception {
        library.cams.add(new FakeAsi.Cam(5, "ZWO ASI290MM Mini", 9));
        library.cams.add(new FakeAsi.Cam(6, "ZWO ASI678MC", 10));
        for (Map.Entry<String, Integer> address : Map.of(
                        "", 0, "0", 0, "1", 5, "2", 6, "ASI290MM Mini", 5, "290", 5, "000000000000000a", 6)
                .entrySet()) {
            Camera camera = open(address.getKey(), CameraWish.plain());
            for (FakeAsi.Cam cam : library.cams) {
                assertEquals(cam.id == address.getValue(), cam.open, "address " + address.getKey());
            }
            camera.close();
        }
        assertEquals(
                "camera=asi:174 is not connected; there is asi:0, asi:1, asi:2",
                assertThrows(IllegalArgumentException.class, () -> open("174", CameraWish.plain()))
                        .getMessage());
        assertEquals(3, driver.cameras().size());
    }

    @Test
    void aSettingTheCameraRefusesIsToldAndTheRestWorks() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        library.errors.put("ASISetControlValue", AsiApi.GENERAL_ERROR);
        camera.controls().request("gain", 5);
        next(camera, slot);
        assertTrue(says(camera, "gain=5 was refused"));
        assertEquals(200, camera.controls().value("gain").orElseThrow());
    }

    @Test
    void errorsInsteadOfFramesDoNotEndTheSession() throws Exception {
        Camera camera = open(Map.of());
        FrameSlot slot = slotFor(camera);
        camera.start();
        next(camera, slot);
        for (int code : new int[] {
            AsiApi.GENERAL_ERROR, AsiApi.BUFFER_TOO_SMALL, AsiApi.CAMERA_CLOSED, AsiApi.INVALID_ID, AsiApi.TIMEOUT
        }) {
            library.errors.put("ASIGetVideoData", code);
            for (int i = 0; i < 10; i++) {
                assertEquals(Delivery.TIMEOUT, camera.read(slot, 20));
            }
            library.errors.clear();
            next(camera, slot);
        }
    }

    @Test
    void aFrameMakesNoGarbage() throws Exception {
        library.periodMs = 1;
        Camera camera = open("", region(0, 0, 64, 32));
        FrameSlot slot = slotFor(camera);
        camera.start();
        assertEquals(0, Allocation.leastBytes(() -> {
            slot.clear();
            camera.read(slot, 100);
        }));
    }
}
