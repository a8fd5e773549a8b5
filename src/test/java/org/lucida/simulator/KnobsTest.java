package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lucida.camera.Camera;
import org.lucida.camera.Camera.Delivery;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls.Change;
import org.lucida.camera.CameraGap;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.simulator.night.Night;
import org.lucida.simulator.night.NightFrames;
import org.lucida.simulator.night.NightWish;
import org.lucida.simulator.night.Stretch;
import org.lucida.simulator.sensor.SensorSettings;

/** The knobs of the camera of a simulated night, and its faults. */
class KnobsTest {
    private static final String SMALL =
            "jupiter?roi=96x80,target.diameterArcsec=8,target.vMag=1,atmosphere.r0DriftSigma=0,camera.blemishes.dustCount=0";

    private static final String STAR = "double-star?roi=64x64";

    /** A clock that moves only when told or waited on. */
    private static final class HandClock implements SimulatedCamera.PaceClock {
        long nowNs = 7_000;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void waitNs(long durationNs) {
            nowNs += durationNs;
        }
    }

    /** A camera with what was read from it. */
    private static final class Reader implements AutoCloseable {
        final Camera camera;
        final FrameSlot slot;

        Reader(Camera camera) {
            this.camera = camera;
            slot = new FrameSlot(camera.format().frameBytes());
            camera.controls();
        }

        Reader start() throws IOException {
            camera.start();
            return this;
        }

        /** Mean ADU of the next frame above black, as stored. */
        double next() throws IOException {
            slot.clear();
            assertEquals(Delivery.FRAME, camera.read(slot, 60_000));
            int count = camera.format().widthPx() * camera.format().heightPx();
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += camera.format().bytesPerSample() == 1
                        ? slot.raw.get(i) & 0xFF
                        : Short.toUnsignedInt(slot.raw.getShort(2 * i));
            }
            return sum / count;
        }

        double next(int count) throws IOException {
            double last = 0;
            for (int n = 0; n < count; n++) {
                last = next();
            }
            return last;
        }

        byte[] bytes() {
            byte[] bytes = new byte[camera.format().frameBytes()];
            slot.raw.get(0, bytes);
            return bytes;
        }

        @Override
        public void close() throws IOException {
            camera.close();
        }
    }

    private static CameraWish wish(Pace pace, Map<String, String> settings) {
        return new CameraWish(Optional.empty(), Optional.empty(), SampleOrder.AUTO, pace, settings);
    }

    private static Reader open(String address, Pace pace, HandClock clock) throws IOException {
        return new Reader(NightSource.camera(address, wish(pace, Map.of()), clock)).start();
    }

    private static double fact(Camera camera, String keyword) {
        return Double.parseDouble(camera.info().facts().get(keyword));
    }

    @Test
    void knobsAreThoseOfTheModelAndStandAsTheSceneSays() throws Exception {
        try (Camera camera = NightSource.camera(SMALL + ",frames=9", wish(Pace.MAX, Map.of()))) {
            assertEquals(9, camera.info().frameCount().orElseThrow());
            assertEquals(
                    List.of(
                            "gain",
                            "exposureUs",
                            "offset",
                            "bandwidthPercent",
                            "sensorTenthC",
                            "focusOffsetUm",
                            "originXPx",
                            "originYPx"),
                    camera.controls().all().stream().map(CameraControl::key).toList());
            assertEquals(250, camera.controls().value("gain").orElseThrow());
            assertEquals("0.1 dB", camera.controls().named("Gain").orElseThrow().unit());
            assertEquals(10_000, camera.controls().value("Exposure").orElseThrow());
            assertEquals(250, camera.controls().value("sensorTenthC").orElseThrow());
            assertFalse(camera.controls().named("sensorTenthC").orElseThrow().isWritable());
            for (String keyword : List.of(
                    "EGAIN",
                    "ADCBITS",
                    "GAIN",
                    "OFFSET",
                    "EXPTIME",
                    "XPIXSZ",
                    "FOCALLEN",
                    "APTDIA",
                    "CCD-TEMP",
                    "XBINNING")) {
                assertTrue(camera.info().facts().containsKey(keyword), keyword);
            }
        }
    }

    @Test
    void whoTurnsNothingGetsTheSameBits() throws Exception {
        try (Reader plain = open(SMALL + ",frames=6", Pace.MAX, new HandClock());
                Reader told = new Reader(NightSource.camera(
                                SMALL + ",frames=6",
                                wish(Pace.MAX, Map.of("gain", "250", "exposureUs", "default", "format", "raw16"))))
                        .start()) {
            for (int k = 0; k < 6; k++) {
                plain.next();
                told.next();
                assertArrayEquals(plain.bytes(), told.bytes());
            }
            assertEquals(0, told.camera.controls().epoch());
        }
    }

    @Test
    void twiceTheExposureGivesTwiceTheElectronsAtHalfTheRate() throws Exception {
        HandClock clock = new HandClock();
        try (Reader reader = open(SMALL, Pace.RECORDED, clock)) {
            Camera camera = reader.camera;
            reader.next(5);
            double blackAdu = 16.0 * camera.controls().value("offset").orElseThrow();
            double before = reader.next() - blackAdu;
            assertEquals(0, camera.discardedCount());
            long index = reader.slot.frameIndex;
            long utcNs = reader.slot.startUtcNs;
            camera.controls().request("exposureUs", 20_000);
            double after = reader.next() - blackAdu;
            assertEquals(2, after / before, 0.08);
            assertEquals(index + 1, reader.slot.frameIndex, "indices have no holes");
            assertTrue(reader.slot.startUtcNs > utcNs);
            assertEquals(50, camera.info().frameRateHz().orElseThrow(), 1e-6);
            assertEquals(20_000, camera.info().exposureUs().orElseThrow(), 1e-6);
            assertEquals(0.02, fact(camera, "EXPTIME"), 1e-9);
            assertEquals(1, camera.discardedCount(), "the frame that was being exposed");
            assertEquals(0, camera.droppedCount());
            long startNs = clock.nowNs;
            long startUtcNs = reader.slot.startUtcNs;
            reader.next(10);
            assertEquals(200_000_000, clock.nowNs - startNs, 1000);
            assertEquals(200_000_000, reader.slot.startUtcNs - startUtcNs, 1000);
            camera.controls().request("exposureUs", 5_000);
            double shorter = reader.next() - blackAdu;
            assertEquals(0.5, shorter / before, 0.05);
            assertEquals(100, camera.info().frameRateHz().orElseThrow(), 1e-6, "not faster than the scene's");
            List<Change> changes = camera.controls().changes();
            assertEquals(2, changes.size());
            Change first = changes.get(0);
            assertEquals(1, first.epoch());
            assertEquals(index + 1, first.firstFrameIndex());
            assertEquals("exposureUs", first.key());
            assertEquals(10_000, first.beforeValue());
            assertEquals(20_000, first.afterValue());
            assertEquals(2, camera.controls().epochAt(reader.slot.frameIndex));
            assertEquals(1, camera.controls().epochAt(index + 1));
            assertEquals(0, camera.controls().epochAt(index));
        }
    }

    @Test
    void aLongExposureIsBlurredByTheMotionInIt() throws Exception {
        NightWish wish = NightWish.parse(STAR, Night.Mode.QUICK);
        Night night = new Night(wish.settings(), wish.seed(), wish.mode(), Double.POSITIVE_INFINITY);
        NightFrames frames = new NightFrames(night);
        ByteBuffer raw = ByteBuffer.allocateDirect(night.format().frameBytes());
        Stretch opening = Stretch.opening(night);
        double peak = 0;
        double light = 0;
        for (int k = 0; k < 20; k++) {
            frames.make(opening, k, raw, 0);
            peak += peak(frames.expectedPhotons()) / 20;
            light += sum(frames.expectedPhotons()) / 20;
        }
        SensorSettings set = opening.settings();
        Stretch slow = opening.then(night, 20, 1, set.timed(50 * set.exposureS(), 50 * set.exposureS(), set.sensorC()));
        frames.make(slow, 20, raw, 0);
        assertEquals(50, sum(frames.expectedPhotons()) / light, 1.5);
        assertTrue(peak(frames.expectedPhotons()) < 45 * peak, peak(frames.expectedPhotons()) + " and " + peak);
        frames.make(opening, 0, raw, 0);
        double again = sum(frames.expectedPhotons());
        frames.make(0, raw, 0);
        assertEquals(again, sum(frames.expectedPhotons()));
    }

    @Test
    void theFocuserBlursAndComesBack() throws Exception {
        try (Reader reader = open(STAR + ",frames=10000", Pace.MAX, new HandClock())) {
            Camera camera = reader.camera;
            reader.next();
            double sharp = brightest(reader);
            camera.controls()
                    .request(
                            "focusOffsetUm",
                            camera.controls().named("Focuser").orElseThrow().maxValue());
            for (int n = 0; camera.controls().epoch() < 1 && n < 9000; n++) {
                Thread.sleep(1);
                reader.next();
            }
            double unsharp = brightest(reader);
            assertTrue(unsharp < 0.6 * sharp, unsharp + " of " + sharp);
            assertEquals("focusOffsetUm", camera.controls().changes().get(0).key());
            camera.controls().request("focusOffsetUm", 0);
            for (int n = 0; camera.controls().epoch() < 2 && n < 9000; n++) {
                Thread.sleep(1);
                reader.next();
            }
            assertTrue(brightest(reader) > 1.4 * unsharp);
        }
    }

    private static int brightest(Reader reader) {
        int most = 0;
        for (int i = 0;
                i < reader.camera.format().widthPx() * reader.camera.format().heightPx();
                i++) {
            most = Math.max(most, Short.toUnsignedInt(reader.slot.raw.getShort(2 * i)));
        }
        return most;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double peak(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    @Test
    void sixDecibelAreTwiceTheAduOfTheSameElectrons() throws Exception {
        try (Reader reader = open(SMALL, Pace.MAX, new HandClock())) {
            reader.camera.controls().request("gain", 200);
            double before = reader.next();
            double beforeE = fact(reader.camera, "EGAIN");
            reader.camera.controls().request(Map.of("gain", "260", "offset", "default"));
            double after = reader.next();
            double afterE = fact(reader.camera, "EGAIN");
            double black = reader.camera.controls().value("offset").orElseThrow() * 16.0;
            assertEquals(1.995, beforeE / afterE, 0.002);
            assertTrue(after > before);
            assertEquals((before - black) * beforeE, (after - black) * afterE, 0.06 * (after - black) * afterE);
            assertEquals(260, fact(reader.camera, "GAIN"));
            assertEquals(0, reader.camera.discardedCount(), "at full speed nothing is on its way");
        }
    }

    @Test
    void wishesAtTheOpeningHoldFromTheFirstFrame() throws Exception {
        CameraWish wish = wish(
                Pace.MAX, Map.of("format", "RAW8", "bin", "2", "exposureUs", "20000", "Gain", "unity", "offset", "3"));
        try (Camera camera = NightSource.camera(SMALL, wish)) {
            assertEquals(48, camera.format().widthPx());
            assertEquals(8, camera.format().bitDepth());
            assertEquals(2, fact(camera, "XBINNING"));
            assertEquals(5.8, fact(camera, "XPIXSZ"), 1e-9);
            assertEquals(3, fact(camera, "OFFSET"));
            assertEquals(0.02, fact(camera, "EXPTIME"), 1e-9);
            assertEquals(50, camera.info().frameRateHz().orElseThrow(), 1e-9);
            assertEquals(16, fact(camera, "EGAIN"), 0.5, "one electron for an ADU of 12 bits");
            assertEquals(0, camera.controls().epoch());
            assertEquals(20_000, camera.controls().value("exposureUs").orElseThrow());
            camera.controls().request("exposureUs", 10_000);
            Reader reader = new Reader(camera).start();
            reader.next();
            assertEquals(100, camera.info().frameRateHz().orElseThrow(), 1e-9, "up to the scene's own rate");
        }
    }

    @Test
    void impossibleWishesAreRefusedInASentence() throws Exception {
        refused(Map.of("format", "RGB24"), "format=RGB24 is none of a simulated camera; use RAW8 or RAW16");
        refused(Map.of("bin", "3"), "bin=3 is not possible with ZWO ASI462MC; use one of 1, 2");
        refused(Map.of("gain", "9999"), "gain=9999 is outside the camera's 0 to ");
        refused(Map.of("sensorTenthC", "1"), "sensorTenthC can only be read");
        refused(Map.of("coolerOn", "1"), "control=coolerOn is unknown to this simulated camera; it has gain, ");
        refused(Map.of("gain", "auto"), "gain=auto is not possible with a simulated camera");
        refused(Map.of("originXPx", "8"), "originXPx is set with the region");
        try (Reader reader = open(STAR, Pace.MAX, new HandClock())) {
            long gain = reader.camera.controls().value("gain").orElseThrow();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> reader.camera.controls().request(Map.of("gain", "100", "offset", "-1")));
            reader.next();
            assertEquals(gain, reader.camera.controls().value("gain").orElseThrow(), "all or nothing");
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new SimulatedDriver()
                        .open("demo", wish(Pace.MAX, Map.of("gain", "1"))))
                .getMessage()
                .contains("gain"));
    }

    private static void refused(Map<String, String> settings, String begin) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> NightSource.camera(SMALL, wish(Pace.MAX, settings)))
                .getMessage();
        assertTrue(message.startsWith(begin), message);
    }

    @Test
    void aRegionWandersInStepsOfTheMosaic() throws Exception {
        CameraWish wish = new CameraWish(
                Optional.of(new Roi(8, 9, 32, 24)), Optional.empty(), SampleOrder.AUTO, Pace.MAX, Map.of());
        try (Reader reader = new Reader(NightSource.camera(SMALL, wish)).start()) {
            reader.next();
            reader.camera.controls().request(Map.of("originXPx", "21", "originYPx", "31"));
            reader.next();
            assertEquals(20, reader.camera.controls().value("originXPx").orElseThrow());
            assertEquals(31, reader.camera.controls().value("originYPx").orElseThrow());
            assertEquals(
                    64,
                    reader.camera.controls().named("originXPx").orElseThrow().maxValue());
        }
    }

    @Test
    void lessBandwidthIsFewerFrames() throws Exception {
        NightWish wish = NightWish.parse("jupiter?roi=1000x1000", Night.Mode.QUICK);
        NightKnobs marks = NightKnobs.of(wish);
        Knobs knobs = marks.knobs(wish, Optional.empty());
        SensorSettings opened = wish.settings().camera().sensor();
        assertEquals(0.01, marks.settings(opened, knobs, 20).framePeriodS(), 1e-9, "the scene's");
        knobs.told("bandwidthPercent", 40);
        assertEquals(
                1000 / (0.4 * 136 * 1096), marks.settings(opened, knobs, 20).framePeriodS(), 1e-6);
    }

    @Test
    void aCoolerCoolsAndTheDarkCurrentFalls() throws Exception {
        HandClock clock = new HandClock();
        try (Reader reader = open(
                "cluster?camera=asi533mcpro,roi=64x48,exposureUs=50000,frameRateHz=1,sensorC=20,frames=400",
                Pace.MAX,
                clock)) {
            assertEquals(0, reader.camera.controls().value("coolerOn").orElseThrow());
            reader.next();
            reader.camera.controls().request(Map.of("coolerOn", "on", "targetC", "-10"));
            reader.next();
            assertEquals(1, reader.camera.controls().epoch());
            assertEquals(-10, fact(reader.camera, "SET-TEMP"));
            for (int n = 0; n < 200; n++) {
                reader.next();
            }
            assertEquals(-10, fact(reader.camera, "CCD-TEMP"), 0.2);
            assertEquals(-100, reader.camera.controls().value("sensorTenthC").orElseThrow(), 2);
            assertTrue(reader.camera.controls().value("coolerPowerPercent").orElseThrow() > 50);
        }
    }

    @Test
    void aPulledPlugIsToldAndTheSessionGoesOn() throws Exception {
        for (String address : List.of(STAR + ",", "demo?size=64x48,discDiameterPx=30,frameRateHz=100,")) {
            HandClock clock = new HandClock();
            String faulty = address + "unplugAtS=0.1,backAtS=3.1";
            CameraWish wish = wish(Pace.RECORDED, Map.of());
            Camera camera;
            if (address.startsWith("demo")) {
                Outage.Plan plan = Outage.Plan.of(faulty);
                ClipSettings settings = ClipSettings.parse(plan.address());
                camera = new SimulatedCamera(
                        new SimulatedClip(settings),
                        SimulatedDriver.info(faulty, settings),
                        wish,
                        plan.outages(),
                        clock);
            } else {
                camera = NightSource.camera(faulty, wish, clock);
            }
            try (Reader reader = new Reader(camera).start()) {
                List<Long> indices = new ArrayList<>();
                long before = 0;
                while (clock.nowNs < 90_000_000) {
                    reader.next();
                    indices.add(reader.slot.frameIndex);
                    before = reader.slot.startUtcNs;
                }
                clock.nowNs = 150_000_000;
                assertEquals(Delivery.TIMEOUT, camera.read(reader.slot, 1000));
                assertEquals(1, camera.notices().size());
                assertTrue(camera.notices().get(0).isTrouble());
                assertTrue(camera.notices().get(0).sentence().contains("put the plug in again"));
                assertTrue(camera.gaps().isEmpty());
                reader.next();
                assertEquals(indices.get(indices.size() - 1) + 1, reader.slot.frameIndex);
                assertEquals(2, camera.notices().size());
                assertFalse(camera.notices().get(1).isTrouble());
                CameraGap gap = camera.gaps().get(0);
                assertEquals(reader.slot.frameIndex, gap.firstFrameIndex());
                assertEquals(reader.slot.startUtcNs, gap.endUtcNs());
                assertEquals(before + 10_000_000, gap.startUtcNs(), 1000);
                assertEquals(3.05, (gap.endUtcNs() - gap.startUtcNs()) * 1e-9, 0.06);
                assertEquals(0, camera.droppedCount());
                reader.next(5);
            }
        }
    }

    @Test
    void aStallEndsByItselfAndTheNightHasNoEnd() throws Exception {
        HandClock clock = new HandClock();
        try (Reader reader = open(STAR + ",stallAtS=0.05,stallForS=1", Pace.RECORDED, clock)) {
            reader.next(30);
            assertEquals(29, reader.slot.frameIndex);
            assertEquals(1, reader.camera.gaps().size());
            assertEquals(2, reader.camera.notices().size());
            assertEquals(1.3e9, clock.nowNs, 0.1e9);
            assertTrue(reader.camera.info().frameCount().isEmpty(), "no end unless one is asked for");
        }
    }

    @Test
    void faultsOutOfOrderAreRefused() {
        for (String wrong :
                List.of("unplugAtS=x", "backAtS=3", "unplugAtS=5,backAtS=4", "stallForS=3", "stallAtS=-1")) {
            assertThrows(IllegalArgumentException.class, () -> Outage.Plan.of("jupiter?" + wrong), wrong);
        }
        assertEquals(
                "jupiter?seed=3,gain=2",
                Outage.Plan.of("jupiter?seed=3&stallAtS=2&gain=2").address());
        assertEquals("jupiter", Outage.Plan.of("jupiter?stallAtS=2").address());
    }

    @Test
    void theStartPageCanShowEveryScene() {
        for (CameraInfo scene : new SimulatedDriver().cameras()) {
            assertTrue(fact(scene, "NAXIS1") >= 64, scene.address());
            assertTrue(fact(scene, "NAXIS2") >= 64, scene.address());
            assertTrue(scene.frameRateHz().isPresent(), scene.address());
            assertFalse(scene.notes().get(0).isBlank(), scene.address());
        }
    }

    private static double fact(CameraInfo info, String keyword) {
        return Double.parseDouble(info.facts().get(keyword));
    }
}
