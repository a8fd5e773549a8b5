package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.Styles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.lucida.files.SerReader;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Readings;

class RecordPanelTest extends PanelCase {
    private RecordPanel panel;
    private Region node;

    private void begin() throws Exception {
        panel = show(RecordPanel::new);
        node = panel.node();
        open(opening(BENCH));
    }

    private void awaitState(RecordingStatus.State state) {
        FxScreen.await("state " + state, () -> {
            Readings now = desk.readings().get();
            return now != null
                    && now.recording().isPresent()
                    && now.recording().get().state() == state;
        });
    }

    private void awaitIdle() {
        FxScreen.await(
                "idle",
                () -> !node.lookup("#record-frames").isDisabled()
                        && !((Button) node.lookup("#record-button")).isDisabled());
    }

    private List<Path> clips() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("out"))) {
            return files.filter(it -> it.toString().endsWith(".ser")).sorted().toList();
        }
    }

    @Test
    void theButtonBeginsAndEndsAClipThatCanBeRead() throws Exception {
        begin();
        press(node, "record-button");
        FxScreen.await(
                "some frames",
                () -> desk.readings().get().recording().isPresent()
                        && desk.readings().get().recording().get().recordedCount() > 10);
        Button button = find(node, "record-button", Button.class);
        assertEquals("Stop recording", on(button::getText));
        assertTrue(on(() -> button.getStyleClass().contains(Styles.DANGER)), "filled red while it records");
        FxScreen.run(() -> desk.keys().all().get(0).run().run());
        awaitIdle();
        assertTrue(on(() -> button.getStyleClass().contains(Styles.BUTTON_OUTLINED)), "quiet afterwards");
        assertFalse(on(() -> button.getStyleClass().contains(Styles.DANGER)));
        Path clip = on(panel::clipPath);
        assertEquals(List.of(clip), clips());
        try (SerReader reader = SerReader.open(clip)) {
            assertEquals(on(() -> desk.readings().get().recording().get().recordedCount()), reader.frameCount());
            assertEquals(BenchDriver.WIDTH_PX, reader.format().widthPx());
        }
        assertTrue(
                clip.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d-\\d{4}_\\d-Jupiter\\.ser"),
                clip.toString());
        assertEquals("0", on(() -> ((Label) node.lookup("#record-losses")).getText()));
    }

    @Test
    void theLimitOfFramesEndsItAndASecondClipGetsANameOfItsOwn() throws Exception {
        begin();
        type(node, "record-frames", "12");
        for (int clip = 0; clip < 2; clip++) {
            press(node, "record-button");
            FxScreen.await("begun", () -> node.lookup("#record-frames").isDisabled());
            awaitState(RecordingStatus.State.ENDED_BY_FRAMES);
            awaitIdle();
        }
        assertEquals(2, clips().size());
        for (Path clip : clips()) {
            try (SerReader reader = SerReader.open(clip)) {
                assertEquals(12, reader.frameCount());
            }
        }
        assertEquals("12", desk.remembered().text("record.frames").orElse(""));
    }

    @Test
    void theSecondsBeforeTheTriggerAreInTheClip() throws Exception {
        begin();
        type(node, "record-preTrigger", "1");
        type(node, "record-frames", "60");
        press(node, "record-button");
        awaitState(RecordingStatus.State.ARMED);
        FxScreen.await(
                "a second is kept",
                () -> desk.readings().get().recording().get().keptCount() >= 45);
        Button button = find(node, "record-button", Button.class);
        assertEquals("Keep the last 1 s and record", on(button::getText));
        long pressedUtcNs = System.currentTimeMillis() * 1_000_000L;
        press(node, "record-button");
        awaitState(RecordingStatus.State.ENDED_BY_FRAMES);
        awaitIdle();
        try (SerReader reader = SerReader.open(panel.clipPath())) {
            assertEquals(60, reader.frameCount());
            double beforeS = (pressedUtcNs - reader.startUtcNs(0)) / 1e9;
            assertTrue(beforeS > 0.6 && beforeS < 1.6, "first frame " + beforeS + " s before the trigger");
        }
    }

    @Test
    void aWatchThatIsCancelledLeavesNoFile() throws Exception {
        begin();
        type(node, "record-preTrigger", "2");
        press(node, "record-button");
        awaitState(RecordingStatus.State.ARMED);
        press(node, "record-cancel");
        awaitIdle();
        assertEquals(List.of(), clips());
    }

    @Test
    void aCountdownCanBeCancelled() throws Exception {
        begin();
        ComboBox<?> countdown = find(node, "record-countdown", ComboBox.class);
        FxScreen.run(() -> countdown.getSelectionModel().select(1));
        press(node, "record-button");
        Button button = find(node, "record-button", Button.class);
        assertTrue(on(button::getText).startsWith("Begins in 3 s"));
        press(node, "record-button");
        assertEquals("Record", on(button::getText));
        assertTrue(on(() -> desk.readings().get().recording().isEmpty()));
    }

    @Test
    void aSeriesMakesItsClipsOneAfterTheOther() throws Exception {
        begin();
        type(node, "record-clips", "3");
        press(node, "record-button");
        assertTrue(on(() -> node.lookupAll(".danger").stream()
                .anyMatch(it -> it instanceof Label label && label.getText().contains("needs a limit"))));
        type(node, "record-frames", "5");
        press(node, "record-button");
        FxScreen.await("three clips", () -> {
            try {
                return clips().size() == 3;
            } catch (IOException failed) {
                return false;
            }
        });
        awaitIdle();
    }

    @Test
    void theFileGoesWhereTheFormSaysUnderTheNameTheFormShows() throws Exception {
        begin();
        type(node, "record-folder", home.resolve("else").toString());
        type(node, "record-target", "Io & Europa");
        type(node, "record-frames", "5");
        Label preview = find(node, "record-preview", Label.class);
        FxScreen.await("preview", () -> preview.getText().endsWith("-Io_Europa.ser"));
        press(node, "record-button");
        awaitState(RecordingStatus.State.ENDED_BY_FRAMES);
        awaitIdle();
        assertEquals(home.resolve("else"), panel.clipPath().getParent());
        assertTrue(panel.clipPath().toString().endsWith("-Io_Europa.ser"));
        Label room = find(node, "record-room", Label.class);
        FxScreen.await("room", () -> room.getText().contains("enough for"));
    }

    @Test
    void whatCannotBeUsedIsToldAndNothingBegins() throws Exception {
        begin();
        type(node, "record-seconds", "soon");
        press(node, "record-button");
        assertFalse(on(() -> panel.wish().isPresent()));
        assertNotEquals("Stop recording", on(() -> ((Button) node.lookup("#record-button")).getText()));
        assertTrue(on(() -> desk.readings().get().recording().isEmpty()));
    }

    @Test
    void itIsReadableInBothLanguages() throws Exception {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            if (locale.equals(Locale.GERMAN)) {
                closeDesk();
                desk = newDesk(locale);
            }
            begin();
            type(node, "record-preTrigger", "5");
            press(node, "record-button");
            awaitState(RecordingStatus.State.ARMED);
            FxScreen.await(
                    "frames kept", () -> desk.readings().get().recording().get().keptCount() > 3);
            picture(node, "panel-record-armed-" + locale.getLanguage());
            press(node, "record-button");
            awaitState(RecordingStatus.State.RECORDING);
            FxScreen.await(
                    "time passes", () -> desk.readings().get().recording().get().recordedCount() > 60);
            FxScreen.picture(on(node::getParent), "panel-record-" + locale.getLanguage());
        }
    }
}
