package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.lucida.config.Preset;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Observation;

class TargetPanelTest extends PanelCase {
    private TargetPanel panel;
    private Region node;
    private Observation first;

    private void begin() throws Exception {
        panel = show(TargetPanel::new);
        node = panel.node();
        first = open(opening(BENCH));
    }

    private boolean says(String style, String words) {
        return on(() -> node.lookupAll(style).stream()
                .anyMatch(it -> it instanceof Label label
                        && label.isVisible()
                        && label.getText().contains(words)));
    }

    private Observation another() {
        FxScreen.await(
                "another observation",
                () -> desk.observation().get() != null && desk.observation().get() != first);
        return on(() -> desk.observation().get());
    }

    @Test
    void aPresetWithCameraSettingsIsSavedFoundAndAppliedOnOpening() throws Exception {
        begin();
        first.controls().request(Map.of("exposureUs", "4000", "gain", "222"));
        type(node, "setting-scale", "1,25");
        type(node, "target-name", "C8-Jupiter");
        type(node, "target-about", "with the \u201csmall\u201d camera");
        CheckBox camera =
                on(() -> (CheckBox) node.lookupAll(".check-box").iterator().next());
        FxScreen.run(() -> camera.setSelected(true));
        press(node, "target-keep");
        FxScreen.await("kept", () -> desk.presets().names().contains("C8-Jupiter"));
        Preset preset = desk.presets().load("C8-Jupiter");
        assertEquals(1.25, preset.settings().scale());
        assertEquals("4000", preset.camera().get("exposureUs"));
        assertEquals("222", preset.camera().get("gain"));
        assertFalse(preset.camera().containsKey("originXPx"));

        first.controls().request(Map.of("exposureUs", "9000", "gain", "10"));
        ComboBox<String> presets = chooser();
        FxScreen.await("in the list", () -> presets.getItems().contains("C8-Jupiter"));
        FxScreen.run(() -> presets.setValue("C8-Jupiter"));
        Button apply = find(node, "target-apply", Button.class);
        FxScreen.await("description", () -> says(".text-muted", "exposureUs = 4000"));
        FxScreen.await("may be applied", () -> !apply.isDisabled());
        FxScreen.run(apply::fire);
        Observation now = another();
        assertEquals(4000, now.controls().value("exposureUs").orElse(0));
        assertEquals(222, now.controls().value("gain").orElse(0));
        assertEquals("C8-Jupiter", now.opening().presetName());
        assertEquals(1.25, now.opening().settings().scale());
    }

    @SuppressWarnings("unchecked")
    private ComboBox<String> chooser() {
        return find(node, "target-preset", ComboBox.class);
    }

    @Test
    void aShippedPresetIsNotReplacedWithoutAQuestion() throws Exception {
        begin();
        type(node, "target-name", "jupiter");
        press(node, "target-keep");
        FxScreen.await("question", () -> says(".warning", "jupiter is there already"));
        assertFalse(Files.exists(home.resolve("config/presets/jupiter.yaml")));
        type(node, "target-name", "no name!");
        press(node, "target-keep");
        FxScreen.await("refused", () -> says(".danger", "is no name for a preset"));
    }

    @Test
    void aFriendsPresetIsTakenIn() throws Exception {
        begin();
        Path file = Files.writeString(home.resolve("venus.yaml"), "schema: 1\nscale: 2\ncamera:\n  gain: 5\n");
        FxScreen.run(() -> panel.takePreset(file, false));
        FxScreen.await("in the list", () -> chooser().getItems().contains("venus"));
        assertEquals(2, desk.presets().load("venus").settings().scale());
    }

    @Test
    void settingsOutsideTheirBoundsAreToldBesideTheField() throws Exception {
        begin();
        type(node, "setting-scale", "9");
        assertTrue(says(".danger", "allowed: 1 to 3"));
        assertTrue(find(node, "target-apply", Button.class).isDisabled());
        type(node, "setting-scale", "2");
        type(node, "setting-samplingPxPerLambdaD", "4");
        assertTrue(says(".danger", "shows nothing new"));
        type(node, "setting-scale", "1");
        assertFalse(says(".danger", "shows nothing new"));
        assertFalse(find(node, "target-apply", Button.class).isDisabled());
    }

    @Test
    void theShareThatIsKeptActsAtOnceAndAloneNeedsNoOpening() throws Exception {
        begin();
        type(node, "setting-keepFraction", "40");
        assertEquals(0.4, first.session().keepFraction(), 1e-9);
        assertTrue(find(node, "target-apply", Button.class).isDisabled());
    }

    @Test
    void theStackPausesBeginsAnewAndIsSavedWhileItRuns() throws Exception {
        begin();
        FxScreen.await("a stack", () -> desk.readings().get().stackedNowCount() > 20);
        press(node, "target-pause");
        FxScreen.await("paused", () -> desk.readings().get().isStackPaused());
        press(node, "target-pause");
        FxScreen.await("going on", () -> !desk.readings().get().isStackPaused());
        press(node, "target-save");
        FxScreen.await("saved", () -> notices().stream().anyMatch(it -> it.startsWith("Written: ")));
        try (Stream<Path> files = Files.list(home.resolve("out"))) {
            assertTrue(files.anyMatch(it -> it.toString().endsWith("-stack.fits")));
        }
        press(node, "target-restart");
        FxScreen.await("a new stack", () -> first.session().stackNumber() == 2);
        assertEquals(first, on(() -> desk.observation().get()));
    }

    @Test
    void itIsReadableInBothLanguages() throws Exception {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            if (locale.equals(Locale.GERMAN)) {
                closeDesk();
                desk = newDesk(locale);
            }
            begin();
            type(node, "setting-pixfrac", "3");
            FxScreen.await("a stack", () -> desk.readings().get().stackedNowCount() > 5);
            picture(node, "panel-target-" + locale.getLanguage());
        }
    }
}
