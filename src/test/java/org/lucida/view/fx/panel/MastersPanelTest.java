package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Roi;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;

class MastersPanelTest extends PanelCase {
    private MastersPanel panel;
    private Region node;

    private Observation begin(Opening opening) throws Exception {
        panel = show(MastersPanel::new);
        node = panel.node();
        return open(opening);
    }

    private String text(String id) {
        return on(() -> ((Label) node.lookup("#" + id)).getText());
    }

    private boolean says(String words) {
        return on(() -> node.lookupAll(".label").stream()
                .anyMatch(it -> it instanceof Label label && label.getText().contains(words)));
    }

    private Observation another(Observation first) {
        FxScreen.await(
                "another observation",
                () -> desk.observation().get() != null
                        && desk.observation().get() != first
                        && !panel.busy().get());
        return on(() -> desk.observation().get());
    }

    @Test
    void theDarkAssistantMakesAMasterThatIsUsed() throws Exception {
        Observation first = begin(with(opening("bench:cap"), new Roi(16, 8, 64, 64), Map.of("gain", "150")));
        press(node, "masters-dark-make");
        FxScreen.await("dark", () -> text("masters-check").startsWith("Dark: mean"));
        type(node, "masters-count", "20");
        press(node, "masters-take");
        assertTrue(on(() -> panel.busy().get()));
        Observation second = another(first);
        Path made = on(panel::made);
        assertEquals(Optional.of(made), second.opening().dark());
        assertEquals(home.resolve("out/masters"), made.getParent());
        assertTrue(Files.size(made) > 64 * 64 * 4);
        assertEquals(150, second.controls().value("gain").orElse(0));
        assertTrue(says("Good master"));
        press(node, "masters-done");
        assertTrue(says("In use: " + made.getFileName()));
        press(node, "masters-dark-remove");
        Observation third = another(second);
        assertTrue(third.opening().dark().isEmpty());
    }

    @Test
    void lightThatComesInIsToldBeforeAndADoubtfulMasterIsNotUsed() throws Exception {
        Observation first = begin(opening("bench:cloth"));
        press(node, "masters-dark-make");
        FxScreen.await("light", () -> text("masters-check").startsWith("Light comes in"));
        type(node, "masters-count", "5");
        press(node, "masters-take");
        Observation second = another(first);
        assertTrue(second.opening().dark().isEmpty());
        assertTrue(says("doubtful"));
        Path made = on(panel::made);
        press(node, "masters-use");
        Observation third = another(second);
        assertEquals(Optional.of(made), third.opening().dark());
    }

    @Test
    void theFlatAssistantWantsTheMiddleOfTheRangeAndGivesTheExposureBack() throws Exception {
        Observation first = begin(with(opening("bench:cloth"), null, Map.of("exposureUs", "3000")));
        press(node, "masters-flat-make");
        FxScreen.await("too dim", () -> text("masters-check").startsWith("Too dim"));
        first.controls().request("exposureUs", 11_000);
        FxScreen.await("good light", () -> text("masters-check").startsWith("Good light"));
        type(node, "masters-count", "20");
        press(node, "masters-take");
        Observation second = another(first);
        assertEquals(Optional.of(on(panel::made)), second.opening().flat());
        assertEquals(3000, second.controls().value("exposureUs").orElse(0));
    }

    @Test
    void cancellingMakesNothingAndOpensTheCameraAsBefore() throws Exception {
        Observation first = begin(opening("bench:cap"));
        press(node, "masters-dark-make");
        type(node, "masters-count", "5000");
        press(node, "masters-take");
        FxScreen.await("frames", () -> says("5,000 frames, mean"));
        press(node, "masters-cancel");
        Observation second = another(first);
        assertTrue(second.opening().dark().isEmpty());
        assertFalse(Files.exists(home.resolve("out/masters"))
                && Files.list(home.resolve("out/masters")).findAny().isPresent());
        assertTrue(says("Cancelled"));
    }

    @Test
    void aMasterOfAnotherSizeIsRefusedAndNothingIsInterrupted() throws Exception {
        Observation small = begin(with(opening("bench:cap"), new Roi(0, 0, 64, 64), Map.of()));
        press(node, "masters-dark-make");
        type(node, "masters-count", "16");
        press(node, "masters-take");
        another(small);
        Path made = on(panel::made);
        boolean well = on(() -> desk.open(opening(BENCH))).get(30, TimeUnit.SECONDS);
        assertTrue(well);
        FxScreen.await("readings", () -> desk.readings().get() != null);
        Observation whole = on(() -> desk.observation().get());
        FxScreen.run(() -> panel.choose(org.lucida.files.MasterFacts.Kind.DARK, made));
        FxScreen.await("refused", () -> notices().stream().anyMatch(it -> it.contains("does not fit")));
        assertEquals(whole, on(() -> desk.observation().get()));
    }

    private void grow() {
        FxScreen.run(() -> {
            Region paper = (Region) node.getParent();
            paper.resize(WIDTH_PX, Math.ceil(node.prefHeight(WIDTH_PX)));
            paper.layout();
        });
    }

    @Test
    void itIsReadableInBothLanguages() throws Exception {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            if (locale.equals(Locale.GERMAN)) {
                closeDesk();
                desk = newDesk(locale);
            }
            begin(opening("bench:cap"));
            picture(node, "panel-masters-" + locale.getLanguage());
            press(node, "masters-dark-make");
            FxScreen.await("checked", () -> !text("masters-check").endsWith("..."));
            grow();
            FxScreen.picture(on(node::getParent), "panel-masters-dark-" + locale.getLanguage());
            press(node, "masters-back");
            press(node, "masters-flat-make");
            FxScreen.await("checked", () -> !text("masters-check").endsWith("..."));
            grow();
            FxScreen.picture(on(node::getParent), "panel-masters-flat-" + locale.getLanguage());
        }
    }
}
