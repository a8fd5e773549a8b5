package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;
import org.lucida.judge.Allocation;

/** The native way: JNA, the struct layouts and every fault the stand-in knows. */
@Timeout(90)
class StandInCameraTest {
    private static final Logger LOG = Logger.getLogger(AsiNotices.class.getName());
    private static final AsiPatience QUICK = new AsiPatience(60, 500, 500, 50, 800, 400_000);

    @TempDir
    Path folder;

    private final List<Camera> opened = new ArrayList<>();
    private StandInLibrary library;

    @BeforeEach
    void load() throws IOException {
        LOG.setLevel(Level.OFF);
        library = StandInLibrary.with("ASI462MC:0011223344556677,ASI290MM:none", "200");
    }

    @AfterEach
    void forget() throws IOException {
        library.noFaults();
        for (Camera camera : opened) {
            camera.close();
        }
        library.configure("ASISIM_SER", null);
        library.reset();
    }

    private Camera open(String address, Map<String, String> settings) throws IOException {
        CameraWish plain = CameraWish.plain();
        Camera camera = library.driver(QUICK)
                .open(
                        address,
                        new CameraWish(
                                Optional.of(new Roi(808, 428, 320, 240)),
                                plain.layout(),
                                plain.byteOrder(),
                                plain.pace(),
                                settings));
        opened.add(camera);
        return camera;
    }

    private Camera started(Map<String, String> settings) throws IOException {
        Camera camera = open("ASI462MC", settings);
        camera.start();
        return camera;
    }

    private static FrameSlot slotFor(Camera camera) {
        return new FrameSlot(camera.format().frameBytes());
    }

    /** The next frame; what the pattern wrote into it: its number. */
    private static long next(Camera camera, FrameSlot slot) throws IOException {
        for (int i = 0; i < 300; i++) {
            slot.clear();
            if (camera.read(slot, 100) == Delivery.FRAME) {
                return slot.raw.getLong(0);
            }
        }
        throw new AssertionError("no frame; " + camera.notices());
    }

    private static void readUntil(Camera camera, FrameSlot slot, BooleanSupplier done) throws IOException {
        for (int i = 0; i < 800 && !done.getAsBoolean(); i++) {
            slot.clear();
            camera.read(slot, 20);
        }
        assertTrue(done.getAsBoolean(), () -> String.valueOf(camera.notices()));
    }

    private static boolean says(Camera camera, String words) {
        return camera.notices().stream().anyMatch(it -> it.sentence().contains(words));
    }

    @Test
    void structuresAreReadAsTheyAreWritten() throws Exception {
        AsiLibrary api = library.library();
        assertTrue(api.ASIGetSDKVersion().contains("SIM"), api.ASIGetSDKVersion());
        assertEquals(2, api.ASIGetNumOfConnectedCameras());
        AsiProperty color = new AsiProperty();
        assertEquals(AsiApi.SUCCESS, api.ASIGetCameraProperty(color, 0));
        assertTrue(color.name.contains("ASI462MC"), color.name);
        assertEquals(1936, color.maxWidthPx);
        assertEquals(1096, color.maxHeightPx);
        assertTrue(color.isColor && color.isUsb3Camera && color.isPlausible());
        assertEquals(2.9, color.pixelSizeUm, 1e-6);
        assertEquals(12, color.bitDepth);
        assertTrue(color.elecPerAdu > 0 && color.elecPerAdu < 50);
        AsiProperty mono = new AsiProperty();
        assertEquals(AsiApi.SUCCESS, api.ASIGetCameraProperty(mono, 1));
        assertFalse(mono.isColor);
        assertEquals(AsiApi.INVALID_INDEX, api.ASIGetCameraProperty(mono, 2));
        assertEquals(AsiApi.INVALID_ID, api.ASIOpenCamera(77));
        List<CameraInfo> listed = library.driver(QUICK).cameras();
        assertEquals(2, listed.size());
        assertEquals("ZWO ASI462MC (SIM), colour, 12 bit", listed.get(0).name());
        assertEquals("1936", listed.get(0).facts().get("NAXIS1"));
        assertEquals("1096", listed.get(0).facts().get("NAXIS2"));
        assertEquals("2.900", listed.get(0).facts().get("XPIXSZ"));
    }

    @Test
    void controlsComeWithTheirRanges() throws Exception {
        Camera camera = open("1", Map.of("gain", "unity"));
        assertEquals(600, camera.controls().named("gain").orElseThrow().maxValue());
        assertEquals(
                2_000_000_000L,
                camera.controls().named("Exposure").orElseThrow().maxValue());
        assertEquals(110, camera.controls().value("gain").orElseThrow());
        assertTrue(camera.controls().value("sensorTenthC").isPresent());
        assertFalse(camera.controls().named("sensorTenthC").orElseThrow().isWritable());
        assertEquals("asi:ASI290MM(SIM)", camera.info().address().replace(" ", ""));
    }

    @Test
    void frameAfterFrameWithoutAGapOrGarbage() throws Exception {
        Camera camera = started(Map.of());
        FrameSlot slot = slotFor(camera);
        next(camera, slot);
        assertEquals(2, camera.discardedCount(), "two stale frames");
        for (int i = 0; i < 200; i++) {
            long sensor = next(camera, slot);
            // on a busy machine the reader itself may come too late
            assertTrue(camera.droppedCount() > 0 || sensor == slot.frameIndex + camera.discardedCount());
            assertEquals(Verdict.PENDING, slot.verdict);
        }
        assertEquals(0, Allocation.leastBytes(() -> {
            slot.clear();
            camera.read(slot, 100);
        }));
    }

    @Test
    void everyFrameTheSensorReadIsInTheAccount() throws Exception {
        Camera camera = started(Map.of("bandwidthPercent", "50"));
        FrameSlot slot = slotFor(camera);
        long delivered = 0;
        next(camera, slot);
        delivered++;
        library.fault("drop every=7");
        for (int i = 0; i < 100; i++) {
            next(camera, slot);
            delivered++;
            if (i % 20 == 0) {
                LockSupport.parkNanos(40_000_000);
            }
        }
        long[] counts = library.counts(0);
        long here = delivered + camera.discardedCount();
        assertEquals(counts[1], here, "delivered");
        assertTrue(counts[2] - camera.droppedCount() >= 0 && counts[2] - camera.droppedCount() <= 3);
        assertTrue(camera.droppedCount() >= 10);
        long sensor = next(camera, slot);
        assertEquals(sensor, slot.frameIndex + camera.discardedCount(), 2, "the index is the sensor's own count");
    }

    @Test
    void settingsReachTheFramesTheyAreWrittenDownFor() throws Exception {
        Camera camera = started(Map.of("gain", "100", "format", "RAW8", "bandwidthPercent", "50"));
        assertEquals(new FrameFormat(320, 240, camera.format().layout(), 8), camera.format());
        FrameSlot slot = slotFor(camera);
        for (int gain = 50; gain < 60; gain++) {
            camera.controls().request("gain", gain);
            next(camera, slot);
            next(camera, slot);
            assertEquals(gain, slot.raw.getShort(12), "gain the frame was exposed with");
            assertEquals(gain - 49, camera.controls().epochAt(slot.frameIndex));
        }
    }

    @Test
    void brokenFramesAreToldFromGoodOnes() throws Exception {
        library.configure("ASISIM_SER", noise().toString());
        library.configure("ASISIM_FPS", "100");
        library.reset();
        Camera camera = started(Map.of("bandwidthPercent", "50"));
        FrameSlot slot = slotFor(camera);
        for (int i = 0; i < 30; i++) {
            next(camera, slot);
            assertEquals(Verdict.PENDING, slot.verdict);
        }
        for (String fault : List.of("torn", "short", "repeat", "blank")) {
            library.fault(fault + " every=5");
            int broken = 0;
            for (int i = 0; i < 40; i++) {
                next(camera, slot);
                broken += slot.verdict.isRejected() ? 1 : 0;
            }
            assertTrue(broken >= 4 && broken <= 12, fault + ": " + broken);
            library.noFaults();
            for (int i = 0; i < 20; i++) {
                next(camera, slot);
            }
        }
    }

    /** A clip like a real sensor: no two rows are the same. */
    private Path noise() throws IOException {
        Path file = folder.resolve("noise.ser");
        if (!Files.exists(file)) {
            ByteBuffer clip = ByteBuffer.allocate(178 + 30 * 320 * 240 * 2).order(ByteOrder.LITTLE_ENDIAN);
            clip.put(0, "LUCAM-RECORDER".getBytes(StandardCharsets.US_ASCII));
            clip.putInt(18, 8).putInt(26, 320).putInt(30, 240).putInt(34, 16).putInt(38, 30);
            Random random = new Random(11);
            for (int i = 178; i < clip.capacity(); i += 8) {
                clip.putLong(i, random.nextLong() | 0x0010_0010_0010_0010L);
            }
            Files.write(file, clip.array());
        }
        return file;
    }

    @Test
    void faultsThatPassLeaveASessionThatGoesOn() throws Exception {
        for (String fault : List.of(
                "timeout count=20",
                "stall for_ms=700",
                "unplug replug_ms=300",
                "usbfs for_ms=900",
                "busy mode=claim for_ms=900",
                "error function=ASIGetVideoData code=16 for_ms=500",
                "error function=ASIGetVideoData code=4 for_ms=300",
                "error function=ASISetControlValue code=16 count=2",
                "hang function=ASIGetVideoData for_ms=1500 count=1",
                "clash limit=40 for_ms=300",
                "slow_bus fps=20 for_ms=400",
                "first_frame ms=400 for_ms=400",
                "denied for_ms=300")) {
            Camera camera = started(Map.of());
            FrameSlot slot = slotFor(camera);
            next(camera, slot);
            long index = slot.frameIndex;
            library.fault(fault);
            long endNs = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < endNs) {
                slot.clear();
                long before = System.nanoTime();
                camera.read(slot, 50);
                assertTrue(System.nanoTime() - before < 5_000_000_000L, fault);
            }
            library.noFaults();
            next(camera, slot);
            next(camera, slot);
            assertTrue(slot.frameIndex > index, fault);
            long before = System.nanoTime();
            camera.close();
            assertTrue(System.nanoTime() - before < 5_000_000_000L, fault);
        }
    }

    @Test
    void aHangOfStopOrCloseDoesNotHoldUpTheEnd() throws Exception {
        for (String function : List.of("ASIStopVideoCapture", "ASICloseCamera")) {
            Camera camera = started(Map.of());
            next(camera, slotFor(camera));
            library.fault("hang function=" + function + " for_ms=2600 count=1");
            long before = System.nanoTime();
            camera.close();
            assertTrue(System.nanoTime() - before < 5_000_000_000L, function);
            assertTrue(says(camera, "hangs in " + function), camera.notices().toString());
            String refused =
                    assertThrows(IOException.class, () -> open("0", Map.of())).getMessage();
            assertTrue(refused.contains("still hangs"), refused);
            library.noFaults();
            for (int i = 0; i < 300; i++) {
                try {
                    open("0", Map.of()).close();
                    break;
                } catch (IOException notYet) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }

    @Test
    void openingSaysWhatIsWrong() {
        library.fault("denied");
        assertTrue(assertThrows(IOException.class, () -> open("0", Map.of()))
                .getMessage()
                .contains("udev"));
        library.noFaults();
        library.fault("busy mode=open");
        assertTrue(assertThrows(IOException.class, () -> open("0", Map.of()))
                .getMessage()
                .contains("in use by another program"));
        library.noFaults();
        library.fault("wrong_size");
        String size = assertThrows(IOException.class, () -> open("0", Map.of())).getMessage();
        assertTrue(size.startsWith("roi=808,428,320,240 became 312x238 px"), size);
    }

    @Test
    void whatAnotherProgramLeftBehindIsOverwritten() throws Exception {
        library.fault("remembered control=9 value=3");
        Camera camera = open("0", Map.of());
        assertEquals(0, camera.controls().value("flip").orElseThrow());
    }

    @Test
    void longExposuresComeOneByOne() throws Exception {
        Camera camera = started(Map.of("exposureUs", "400000"));
        FrameSlot slot = slotFor(camera);
        next(camera, slot);
        long first = slot.startUtcNs;
        next(camera, slot);
        assertEquals(1, slot.frameIndex);
        assertTrue(slot.startUtcNs - first >= 400_000_000L);
        library.fault("exposure_failed count=1");
        next(camera, slot);
        next(camera, slot);
        assertEquals(1, camera.droppedCount());
    }

    @Test
    void aSilentCameraIsToldApartFromALostOne() throws Exception {
        Camera camera = started(Map.of());
        FrameSlot slot = slotFor(camera);
        next(camera, slot);
        library.fault("unplug");
        readUntil(camera, slot, () -> says(camera, "was unplugged"));
        library.noFaults();
        readUntil(camera, slot, () -> says(camera, "is back"));
        next(camera, slot);
        assertEquals(1, camera.gaps().size());
    }
}
