package org.lucida.simulator.night;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.ClipSimulator.Order;
import org.lucida.files.SerReader;
import org.lucida.frame.BadInputException;
import org.lucida.frame.FrameSlot;
import org.lucida.simulator.SimulatedDriver;

class NightsTest {
    private static final String SMALL =
            "jupiter?roi=128x96,frames=6,exposureUs=2000,target.diameterArcsec=10,target.vMag=1";

    @TempDir
    Path folder;

    @Test
    void aFrameIsTheSameInAnyOrder() throws Exception {
        for (String mode : new String[] {",mode=full", ",mode=quick"}) {
            byte[][] forward = frames(SMALL + mode, 0, 1, 2);
            byte[][] backward = frames(SMALL + mode, 2, 1, 0);
            for (int k = 0; k < 3; k++) {
                assertArrayEquals(forward[k], backward[2 - k], mode + " frame " + k);
            }
            assertFalse(java.util.Arrays.equals(forward[0], forward[1]), mode);
        }
    }

    @Test
    void aClipDoesNotDependOnThreads() throws Exception {
        Map<String, String> options =
                Map.of("roi", "128x96", "frames", "6", "target.diameterArcsec", "10", "target.vMag", "1");
        for (int threads = 1; threads <= 3; threads += 2) {
            new ClipWorks()
                    .simulate(
                            new Order("jupiter", options, folder.resolve("clip" + threads + ".ser"), 2, 2, threads),
                            (doing, done, total) -> true);
        }
        for (String ending : List.of(".ser", ".truth.json", ".truth.fits", "-darks.ser", "-flats.ser")) {
            assertEquals(
                    -1L, Files.mismatch(folder.resolve("clip1" + ending), folder.resolve("clip3" + ending)), ending);
        }
        byte[] head = java.util.Arrays.copyOf(Files.readAllBytes(folder.resolve("clip1.truth.fits")), 2880);
        assertFalse(
                new String(head, java.nio.charset.StandardCharsets.US_ASCII).contains("Java FITS"),
                "a time of writing");
        assertThrows(FileAlreadyExistsException.class, () -> new ClipWorks()
                .simulate(
                        new Order("jupiter", options, folder.resolve("clip1.ser"), 0, 0, 1),
                        (doing, done, total) -> true));
    }

    @Test
    void aClipThatIsEndedEarlyKeepsItsFramesAndTruth() throws Exception {
        Map<String, String> options = Map.of("roi", "64x48", "frames", "50", "mode", "quick");
        Path clip = folder.resolve("short.ser");
        new ClipWorks()
                .simulate(
                        new Order("double-star", options, clip, 5, 0, 2),
                        (doing, done, total) -> !doing.equals("frames") || done < 4);
        try (SerReader reader = SerReader.open(clip)) {
            assertEquals(4, reader.frameCount());
        }
        assertFalse(Files.exists(folder.resolve("short-darks.ser")));
        assertTrue(Files.readString(folder.resolve("short.truth.json")).contains("\"frameIndex\":3"));
    }

    @Test
    void theCameraDeliversTheFramesOfTheNight() throws Exception {
        byte[][] wanted = frames(SMALL + ",mode=quick", 0, 1, 2);
        try (Camera camera = new SimulatedDriver().open(SMALL, CameraWish.plain())) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            for (int k = 0; k < 3; k++) {
                slot.clear();
                assertEquals(Camera.Delivery.FRAME, camera.read(slot, 0));
                byte[] got = new byte[camera.format().frameBytes()];
                slot.raw.get(0, got);
                assertArrayEquals(wanted[k], got, "frame " + k);
                assertEquals(k, slot.frameIndex);
            }
        }
    }

    @Test
    void theTruthOfARotatingFollowedGroundIsThatOfItsMount() throws Exception {
        // no air worth speaking of: the ground goes where the mount carries it, whatever painting is shown
        NightWish wish = NightWish.parse(
                "moon-surface?roi=64x48,frames=400,frameRateHz=1,r0Mm=2000,mode=quick,atmosphere.dispersion=false,"
                        + "atmosphere.r0DriftSigma=0,mount.driftXArcsecPerS=0.05,mount.periodicErrorArcsec=0,mount.windRmsArcsec=0",
                Night.Mode.QUICK);
        Night night = new Night(wish.settings(), wish.seed(), wish.mode(), Double.POSITIVE_INFINITY);
        assertTrue(night.epoch(300) > 0);
        NightFrames frames = new NightFrames(night);
        ByteBuffer raw = ByteBuffer.allocate(night.format().frameBytes());
        for (int k : new int[] {0, 100, 300}) {
            frames.make(k, raw, 0);
            NightTruth truth = frames.truth();
            double expected =
                    (night.startS(k) * 0.05 + wish.settings().mount().driftYArcsecPerS() * 0) / night.arcsecPerPx();
            assertEquals(expected, truth.globalXPx, 0.5, "frame " + k);
        }
    }

    @Test
    void badWishesNameKeyValueAndRange() {
        assertTrue(problem("jupiter?r0Mm=1").contains("atmosphere.r0Mm=1 is outside 5 .. 2000"));
        assertTrue(problem("jupiter?colour=blue").contains("colour=blue has no known key; use camera, seed"));
        assertTrue(problem("jupiter?camera=asi999").contains("camera=asi999 is not known; use one of asi120mm"));
        assertTrue(problem("jupiter?roi=640").contains("roi=640 is not WIDTHxHEIGHT"));
        assertTrue(problem("jupiter?mode=best").contains("mode=best is unknown; use full or quick"));
        assertTrue(problem("jupiter?exposureUs=1e9x").contains("exposureUs=1e9x is not a number"));
        assertTrue(problem("pluto").contains("scene=pluto is not known; use one of artificial-star"));
        assertTrue(problem("jupiter?atmosphere.wobble=3").contains("atmosphere.wobble is not a key here"));
    }

    @Test
    void anotherCameraKeepsTheLevelOfLight() throws Exception {
        NightWish wish = NightWish.parse("jupiter?camera=asi224mc", Night.Mode.QUICK);
        assertTrue(wish.settings().camera().sensor().gainSteps() > 100, wish.toString());
        assertEquals("asi224mc", wish.settings().camera().model());
    }

    @Test
    void whatWasAskedForWronglyIsAnOptionAndWhatStandsInAFileIsInput() throws Exception {
        for (String option : List.of("r0Mm=1", "frames=0", "roi=0x0", "camera=asi999", "seed=-1", "form=raw9")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> NightWish.parse("jupiter?" + option, Night.Mode.FULL),
                    option);
        }
        Path scene = folder.resolve("bad.yaml");
        String sound = "schema: 1\ntarget: {kind: stars, stars: [{vMag: 3}]}\n"
                + "telescope: {apertureMm: 200, focalLengthMm: 4000}\ncamera: {roiWidthPx: 64, roiHeightPx: 64}\n";
        Map<String, String> faults = Map.of(
                "apertureMm: 200", "apertureMm: -5",
                "focalLengthMm: 4000", "focalLengthMm: 50",
                "roiWidthPx: 64", "roiWidthPx: 0",
                "vMag: 3", "vMag: .nan");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            Files.writeString(scene, sound.replace(fault.getKey(), fault.getValue()));
            BadInputException refused = assertThrows(
                    BadInputException.class,
                    () -> Night.of(NightWish.parse(scene.toString(), Night.Mode.FULL)),
                    fault.getValue());
            String key = fault.getValue().replaceAll(":.*", "");
            assertTrue(refused.getMessage().contains(key + "="), refused.getMessage());
        }
        for (String path : List.of("nosuch.png", ".", "bad.yaml", "text.fits")) {
            Files.writeString(folder.resolve("text.fits"), "hello");
            Files.writeString(
                    scene,
                    sound.replace(
                            "{kind: stars, stars: [{vMag: 3}]}",
                            "{kind: picture, path: " + path + ", arcsecPerPx: 0.2, brightestMagPerArcsec2: 5}"));
            assertThrows(
                    BadInputException.class, () -> Night.of(NightWish.parse(scene.toString(), Night.Mode.FULL)), path);
        }
    }

    private static String problem(String address) {
        Exception refused = assertThrows(Exception.class, () -> NightWish.parse(address, Night.Mode.FULL));
        assertTrue(refused instanceof IllegalArgumentException || refused instanceof BadInputException);
        return refused.getMessage();
    }

    private static byte[][] frames(String address, int... numbers) throws Exception {
        Night night = Night.of(NightWish.parse(address, Night.Mode.FULL));
        NightFrames frames = new NightFrames(night);
        byte[][] all = new byte[numbers.length][];
        ByteBuffer raw = ByteBuffer.allocate(night.format().frameBytes());
        for (int n = 0; n < numbers.length; n++) {
            frames.make(numbers[n], raw, 0);
            all[n] = raw.array().clone();
        }
        return all;
    }
}
