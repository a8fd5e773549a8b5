package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Roi;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Observation;

class CameraPanelTest extends PanelCase {
    @Test
    void anExposureThatIsTypedReachesTheCameraAndComesBack() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation observation = open(opening(NIGHT));
        Region node = panel.node();
        type(node, "field-exposureUs", "7,5");
        FxScreen.await(
                "exposure of 7500 us",
                () -> observation.controls().value("exposureUs").orElse(0) == 7500);
        TextField field = find(node, "field-exposureUs", TextField.class);
        FxScreen.run(() -> node.requestFocus());
        FxScreen.await("7.5 shown", () -> field.getText().equals("7.5"));
        assertEquals("", on(() -> panel.refusal("exposureUs")));
    }

    @Test
    void aValueTheCameraDoesNotTakeFallsBackWithASentence() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation observation = open(opening(BENCH));
        TextField field = find(panel.node(), "field-gain", TextField.class);
        String before = on(field::getText);
        type(panel.node(), "field-gain", "99999");
        String why = on(() -> panel.refusal("gain"));
        assertTrue(why.contains("99999") && why.contains("choose a value inside"), why);
        assertEquals(before, on(field::getText));
        type(panel.node(), "field-gain", "much");
        assertTrue(on(() -> panel.refusal("gain")).contains("not a number"));
        type(panel.node(), "field-gain", "120");
        assertEquals("", on(() -> panel.refusal("gain")));
        FxScreen.await("gain 120", () -> observation.controls().value("gain").orElse(0) == 120);
    }

    @Test
    void aRegionOfAnotherSizeOpensTheCameraAgainWithTheSettingsKept() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation first = open(opening(BENCH));
        type(panel.node(), "field-gain", "77");
        FxScreen.await("gain 77", () -> first.controls().value("gain").orElse(0) == 77);
        type(panel.node(), "roi-width", "64");
        // typing one field and Enter applies all four
        FxScreen.await(
                "another observation",
                () -> desk.observation().get() != null && desk.observation().get() != first);
        Observation second = on(() -> desk.observation().get());
        assertEquals(Optional.of(new Roi(0, 0, 64, 80)), second.opening().wish().roi());
        assertEquals(64, second.format().widthPx());
        assertEquals(77, second.controls().value("gain").orElse(0));
        FxScreen.await(
                "frames of the new size",
                () -> desk.readings().get() != null
                        && desk.readings().get().ledger().deliveredCount() > 3);
    }

    @Test
    void aRegionDrawnInThePictureIsRelativeToWhatIsSeen() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation first = open(with(opening(BENCH), new Roi(16, 8, 64, 64), Map.of()));
        FxScreen.run(() -> panel.drawnRoi(new Roi(9, 5, 45, 40)));
        FxScreen.await(
                "another observation",
                () -> desk.observation().get() != null && desk.observation().get() != first);
        assertEquals(
                Optional.of(new Roi(24, 12, 40, 40)),
                on(() -> desk.observation().get().opening().wish().roi()));
    }

    @Test
    void aRegionOfTheSameSizeMovesWithoutOpeningTheCameraAgain() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation first = open(with(opening(BENCH), new Roi(0, 0, 64, 64), Map.of()));
        type(panel.node(), "roi-x", "16");
        FxScreen.await("origin 16", () -> first.controls().value("originXPx").orElse(0) == 16);
        assertEquals(first, on(() -> desk.observation().get()));
    }

    @Test
    void aRegionBeyondTheSensorIsRefused() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation first = open(opening(BENCH));
        type(panel.node(), "roi-width", "4000");
        boolean told = on(() -> panel.node().lookupAll(".danger").stream()
                .anyMatch(it -> it instanceof Label label && label.getText().contains("beyond the sensor")));
        assertTrue(told);
        assertEquals(first, on(() -> desk.observation().get()));
    }

    @Test
    void theFocalLengthGivesThePlateScaleAndIsRemembered() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        Observation observation = open(opening(BENCH));
        type(panel.node(), "focal-length", "4125,3");
        double expected = 206.264806 * observation.optics().pixelUm() / 4125.3;
        Label scale = find(panel.node(), "plate-scale", Label.class);
        String text = on(scale::getText);
        assertTrue(text.startsWith(String.format(Locale.ROOT, "%.3f", expected)), text);
        assertEquals(4125.3, observation.optics().focalLengthMm());
        assertEquals(4125.3, desk.remembered().number("focalLengthMm", 0));
    }

    @Test
    void aSourceWithoutControlsSaysSo() throws Exception {
        CameraPanel panel = show(CameraPanel::new);
        open(opening("sim:demo?frames=200"));
        boolean told = on(() -> panel.node().lookupAll(".label").stream()
                .anyMatch(it -> it instanceof Label label && label.getText().contains("no controls")));
        assertTrue(told);
        assertFalse(on(() -> panel.node().lookup("#control-gain") != null));
    }

    @Test
    void itsKeysAreKeys() {
        show(CameraPanel::new);
        FxScreen.run(() -> desk.keys()
                .all()
                .forEach(it -> assertInstanceOf(
                        KeyCodeCombination.class, it.keys(), it.keys().getName())));
    }

    @Test
    void itIsReadableInBothLanguages() throws Exception {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            if (locale.equals(Locale.GERMAN)) {
                closeDesk();
                desk = newDesk(locale);
            }
            CameraPanel panel = show(CameraPanel::new);
            open(opening(BENCH));
            type(panel.node(), "field-gain", "99999");
            picture(panel.node(), "panel-camera-" + locale.getLanguage());
        }
    }
}
