package org.lucida.view.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.files.SerReader;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Ledger;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Readings;
import org.testfx.api.FxRobot;

/** Evenings at the window, from the first click to its end. */
class WindowTest extends WindowCase {
    private static final double MUCH_HZ = 60;

    @Test
    void twoClicksOnTheStartPageAndTheStackGrows() throws Exception {
        ListView<CameraInfo> cameras = cameras();
        FxScreen.run(() -> cameras.scrollTo(cameras.getItems().stream()
                .filter(it -> it.address().equals("sim:demo"))
                .findFirst()
                .orElseThrow()));
        await("the scene is listed", () -> cellOf(cameras, "sim:demo") != null);
        click(FxScreen.on(() -> cellOf(cameras, "sim:demo")));
        Button go = find("go", Button.class);
        await("the button may be pressed", () -> !go.isDisabled());
        assertEquals(
                "demo",
                FxScreen.on(() -> desk.remembered().text("preset").orElse("demo")),
                "the scene brings its preset along");
        click(go);
        await("an observation", () -> desk.readings().get() != null);
        awaitSettled(20);
        assertTrue(ledger().stackedCount() > 0, () -> "nothing stacked: " + ledger());
        long before = readings().stackedNowCount();
        await("the stack grows", () -> desk.readings().get().stackedNowCount() > before);
        await("a picture that is not black", () -> brightest("picture-area") > 60);
        Label luckiness = find("luckiness-now", Label.class);
        await("the luckiness timeline fills", () -> luckiness.getText().matches(".*\\d.*"));
        assertTrue(ledger().balances(), () -> "not balanced: " + ledger());
    }

    @Test
    void fewerFramesAreStackedOnceTheKeepShareIsSmaller() throws Exception {
        observe(looped(MUCH_HZ));
        awaitSettled(70);
        assertEquals(0, rejected(Verdict.TOO_SOFT), "all are kept at first");
        Spinner<?> keep = find("keep-percent", Spinner.class);
        FxScreen.run(() -> {
            keep.getEditor().setText("25");
            keep.getEditor().getOnAction().handle(null);
        });
        await("the session keeps a quarter", () -> desk.readings().get().keepFraction() == 0.25);
        Ledger at = ledger();
        await(
                "soft frames are left out",
                () -> desk.readings().get().ledger().rejectedCounts().getOrDefault(Verdict.TOO_SOFT, 0L) >= 40);
        Ledger later = ledger();
        long softer = later.rejectedCounts().getOrDefault(Verdict.TOO_SOFT, 0L);
        assertTrue(
                later.stackedCount() - at.stackedCount() < softer,
                () -> "of the coming frames most are left out: " + at + " " + later);
        assertTrue(later.balances());
    }

    @Test
    void theKeyRRecordsAReadableClipWhileTheStackGoesOn() throws Exception {
        observe(looped(MUCH_HZ));
        awaitSettled(5);
        key(KeyCode.R);
        await("frames in the clip", () -> desk.readings()
                .get()
                .recording()
                .map(it -> it.recordedCount() >= 20)
                .orElse(false));
        assertTrue(readings().isRecording());
        long stackedCount = ledger().stackedCount();
        key(KeyCode.R);
        await(
                "the recording ends",
                () -> !desk.readings().get().isRecording()
                        && !desk.observation().get().session().isRecording());
        RecordingStatus status = readings().recording().orElseThrow();
        assertEquals(RecordingStatus.State.ENDED, status.state());
        assertTrue(status.balances());
        List<Path> clips = written(".ser");
        assertEquals(1, clips.size(), () -> "clips: " + clips);
        try (SerReader reader = SerReader.open(clips.get(0))) {
            assertEquals(status.recordedCount(), reader.frameCount());
            assertSameAsInTheClip(reader);
        }
        await("the stack goes on", () -> desk.readings().get().ledger().stackedCount() > stackedCount);
    }

    @Test
    void aPageInAnotherLanguageStillKnowsOfTheRecording() throws Exception {
        observe(looped(MUCH_HZ));
        awaitSettled(5);
        key(KeyCode.R);
        await("recording", () -> desk.readings().get().isRecording());
        press("language");
        FxScreen.run(() -> shell.main().show("record"));
        Button button = find("record-button", Button.class);
        await("the button ends the recording", () -> button.getText()
                .equals(desk.words("record").say("button.stop")));
        key(KeyCode.R);
        await("the recording ends", () -> !desk.readings().get().isRecording());
    }

    @Test
    void anUnpluggedCameraIsToldWithItsRemedyAndGoesOnWhenItIsBack() throws Exception {
        observe(looped(MUCH_HZ));
        awaitSettled(10);
        loop.unplug(true);
        await("the banner tells it", () -> bannerSays("plug it in again"));
        assertTrue(sentences().stream().anyMatch(it -> it.contains("camera=Loop is gone")), "the log has it too");
        assertTrue(isThere("banner"));
        Ledger gone = ledger();
        assertTrue(gone.balances());
        loop.unplug(false);
        await("the banner tells that it is back", () -> bannerSays("is back"));
        awaitSettled(gone.stackedCount() + gone.rejectedCount() + 20);
        assertTrue(ledger().balances(), () -> "not balanced: " + ledger());
        assertEquals(Readings.Phase.RUNNING, readings().phase());
    }

    @Test
    void closingWhileRecordingLosesNothing() throws Exception {
        Observation observation = observe(looped(MUCH_HZ));
        awaitSettled(5);
        key(KeyCode.R);
        await("frames in the clip", () -> desk.readings()
                .get()
                .recording()
                .map(it -> it.recordedCount() >= 20)
                .orElse(false));
        close();
        RecordingStatus status = observation.session().recording().orElseThrow();
        assertTrue(status.balances(), () -> "not balanced: " + status);
        assertEquals(0, status.lostCount());
        assertEquals(0, status.waitingCount());
        List<Path> clips = written(".ser");
        assertEquals(1, clips.size(), () -> "clips: " + clips);
        try (SerReader reader = SerReader.open(clips.get(0))) {
            assertEquals(status.recordedCount(), reader.frameCount());
            assertEquals(List.of(), reader.notes());
            for (long frame = 1; frame < reader.frameCount(); frame++) {
                assertTrue(reader.startUtcNs(frame) > reader.startUtcNs(frame - 1), "times rise");
            }
            assertSameAsInTheClip(reader);
        }
        assertEquals(List.of(), written(".journal"));
        assertFalse(written(".fits").isEmpty(), "the stack is written");
        assertTrue(observation.session().pipeline().ledger().balances());
        assertTrue(Files.exists(home.resolve("config").resolve("window.properties")), "the window is remembered");
    }

    @Test
    void aReplayedRecordingEndsAndMayBeSavedAndFollowedByAnother() throws Exception {
        cameras();
        open(replay(clip()));
        await(
                "the end",
                () -> desk.readings().get() != null && desk.readings().get().phase() == Readings.Phase.ENDED);
        assertEquals(CLIP_COUNT, ledger().deliveredCount());
        assertEquals(0, ledger().inFlightCount());
        assertTrue(ledger().balances());
        assertTrue(isThere("picture-area"), "the stack is still seen");
        press("end");
        await("the start page", () -> scene().getRoot().lookup("#cameras") != null);
        assertFalse(written(".fits").isEmpty(), "the stack is written");
        assertTrue(bannerSays("Written"), "and it is said where, on the start page too");
        observe(looped(MUCH_HZ));
        awaitSettled(10);
    }

    @Test
    void rubbishIsRefusedInASentenceAndTheStartPageGoesOn() throws Exception {
        cameras();
        Path rubbish = home.resolve("rubbish.ser");
        Files.write(rubbish, "this is no recording".getBytes(StandardCharsets.UTF_8));
        open(replay(rubbish));
        await("the banner tells it", () -> bannerSays("rubbish.ser"));
        String says = find("banner-text", Label.class).getText();
        assertTrue(says.contains(";") && !says.contains("Exception"), () -> "no sentence with a remedy: " + says);
        await(
                "the start page again",
                () -> scene().getRoot().lookup("#cameras") != null
                        && !desk.opening().get());
        assertTrue(isThere("banner"), "what was wrong is still said");
        Path cut = home.resolve("cut.ser");
        byte[] whole = Files.readAllBytes(clip());
        Files.write(cut, java.util.Arrays.copyOf(whole, 178 + 11 * 96 * 80));
        open(replay(cut));
        await(
                "what is there of a cut recording is stacked",
                () -> desk.readings().get() != null && desk.readings().get().phase() != Readings.Phase.RUNNING);
        assertTrue(ledger().balances());
        assertTrue(ledger().stackedCount() > 0, () -> "of the whole frames nothing: " + sentences() + ledger());
    }

    @Test
    void everyKeyIsListedOnceAndHasAMeaningInBothLanguages() {
        Set<String> english = meanings();
        press("language");
        Set<String> german = meanings();
        assertEquals(english.size(), german.size());
        assertTrue(english.size() > 40, () -> "so few: " + english.size());
        key(KeyCode.SLASH, true, false);
        assertTrue(FxScreen.on(() -> shell.sheets().isOpen()));
        key(KeyCode.ESCAPE);
        assertFalse(FxScreen.on(() -> shell.sheets().isOpen()));
    }

    @Test
    void theSheetsCloseOnEscapeWhereverTheFocusIs() {
        key(KeyCode.SLASH, true, false);
        FxScreen.run(() -> scene().getRoot().lookup("#folder").requestFocus());
        key(KeyCode.ESCAPE);
        assertFalse(FxScreen.on(() -> shell.sheets().isOpen()));
    }

    @Test
    void theNightButtonFollowsTheKey() {
        javafx.scene.control.ToggleButton night = find("night", javafx.scene.control.ToggleButton.class);
        key(KeyCode.N);
        assertTrue(FxScreen.on(night::isSelected));
        key(KeyCode.N);
        assertFalse(FxScreen.on(night::isSelected));
    }

    // ---- hands and eyes
    // ----------------------------------------------------------------------------------------------

    private Set<String> meanings() {
        return FxScreen.on(() -> {
            Set<String> keys = new HashSet<>();
            for (var key : desk.keys().all()) {
                assertTrue(keys.add(key.keys().getName()), () -> key.keys() + " twice");
                assertFalse(key.meaning().isBlank(), () -> key.keys() + " means nothing");
                assertFalse(key.keys().getDisplayText().isBlank());
            }
            return keys;
        });
    }

    private Opening replay(Path file) throws IOException {
        return new Opening(
                "replay:" + file,
                new CameraWish(
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        CameraWish.SampleOrder.AUTO,
                        CameraWish.Pace.MAX),
                "demo",
                desk.presets().load("demo").settings(),
                home.resolve("out"),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                Optics.UNKNOWN);
    }

    private void open(Opening opening) {
        FxScreen.run(() -> desk.open(opening));
    }

    private static Node cellOf(ListView<CameraInfo> cameras, String address) {
        return cameras.lookupAll(".list-cell").stream()
                .filter(it -> ((ListCell<?>) it).getItem() instanceof CameraInfo info
                        && info.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    private static void click(Node node) {
        FxRobot robot = new FxRobot();
        Point2D at = FxScreen.on(() -> {
            var box = node.localToScreen(node.getBoundsInLocal());
            return new Point2D(box.getCenterX(), box.getCenterY());
        });
        robot.clickOn(at, MouseButton.PRIMARY);
    }

    private boolean bannerSays(String part) {
        Label text = find("banner-text", Label.class);
        return isThere("banner") && FxScreen.on(() -> text.getText().contains(part));
    }

    private int brightest(String id) {
        return FxScreen.on(() -> {
            Node area = scene().getRoot().lookup("#" + id);
            WritableImage image = area.snapshot(null, null);
            PixelReader pixels = image.getPixelReader();
            int brightest = 0;
            for (int y = (int) image.getHeight() / 4; y < image.getHeight() * 3 / 4; y++) {
                for (int x = (int) image.getWidth() / 4; x < image.getWidth() * 3 / 4; x++) {
                    brightest = Math.max(brightest, pixels.getArgb(x, y) >> 8 & 0xff);
                }
            }
            return brightest;
        });
    }

    /** Every recorded frame is, byte by byte, one of the clip that the camera showed. */
    private static void assertSameAsInTheClip(SerReader recorded) throws IOException {
        Set<ByteBuffer> shown = new HashSet<>();
        try (SerReader source = SerReader.open(clip())) {
            for (long frame = 0; frame < source.frameCount(); frame++) {
                shown.add(copy(source, frame));
            }
        }
        for (long frame = 0; frame < recorded.frameCount(); frame++) {
            assertTrue(shown.contains(copy(recorded, frame)), "frame " + frame + " is another");
        }
    }

    private static ByteBuffer copy(SerReader reader, long frame) throws IOException {
        FrameFormat format = reader.format();
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        reader.read(frame, new Roi(0, 0, format.widthPx(), format.heightPx()), raw);
        return raw.clear();
    }
}
