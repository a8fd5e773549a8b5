package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.lucida.pipeline.FrameGlimpse;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.picture.DisplayStretch;
import org.lucida.view.fx.picture.Exhibit;

class HistogramPanelTest extends PanelCase {
    private final List<String> turned = new ArrayList<>();
    /** What the picture has found by itself. */
    private DisplayStretch.Range found;

    private HistogramPanel panel;
    private Region node;
    private Observation observation;

    private void begin(Opening opening) throws Exception {
        panel = show(on -> new HistogramPanel(on, new DisplayStretch() {
            @Override
            public void range(double blackAdu, double whiteAdu) {
                turned.add(Math.round(blackAdu) + ".." + Math.round(whiteAdu));
            }

            @Override
            public void automatic() {
                turned.add("automatic");
            }

            @Override
            public Optional<Range> now() {
                return Optional.ofNullable(found);
            }
        }));
        node = panel.node();
        observation = open(opening);
        see();
    }

    /** What the eye's thread does. */
    private void see() throws InterruptedException {
        FrameGlimpse frame = observation.session().newGlimpse();
        String before = levels();
        for (int i = 0; i < 200 && levels().equals(before); i++) {
            if (panel.wants(Exhibit.Kind.LIVE) && observation.session().glimpse(frame, 1_000)) {
                panel.see(new Exhibit(
                        Exhibit.Kind.LIVE, new float[1][1], 1, 1, 1, 255, Double.NaN, Double.NaN, 1, 1, frame));
            }
            Thread.sleep(20);
        }
    }

    private String levels() {
        return on(() -> ((Label) node.lookup("#histogram-levels")).getText());
    }

    private boolean says(String words) {
        return on(() -> ((VBox) node.lookup("#histogram-advice"))
                .getChildren().stream()
                        .anyMatch(it ->
                                it instanceof Label label && label.getText().contains(words)));
    }

    @Test
    void itShowsLevelsAndAdvisesAnExposureThatOneButtonTakes() throws Exception {
        begin(with(opening(BENCH), null, Map.of("exposureUs", "4000")));
        assertTrue(levels().matches("\\d+ \u2013 \\d+ ADU, mean \\d+\\.\\d"), levels());
        assertTrue(says("There is room for more light"));
        Button apply = find(node, "histogram-apply", Button.class);
        FxScreen.run(apply::fire);
        long us = observation.controls().value("exposureUs").orElse(0);
        assertTrue(us > 8_000 && us <= 15_000, us + " us");
        see();
        assertFalse(says("There is room for more light"));
    }

    @Test
    void clippedSamplesAreCounted() throws Exception {
        begin(with(opening(BENCH), null, Map.of("exposureUs", "40000")));
        Label clipped = find(node, "histogram-clipped", Label.class);
        String text = on(clipped::getText);
        assertTrue(text.matches("Clipped: [1-9][\\d,]* of 7,680 samples, \\d+(\\.\\d+)? % in the worst colour"), text);
        assertTrue(says("highlights are lost"));
    }

    @Test
    void theHandlesStandWhereThePictureHasFoundBlackAndWhite() throws Exception {
        found = new DisplayStretch.Range(12, 180);
        begin(opening(BENCH));
        TextField black = find(node, "histogram-black", TextField.class);
        TextField white = find(node, "histogram-white", TextField.class);
        ToggleButton automatic = find(node, "histogram-automatic", ToggleButton.class);
        FxScreen.await(
                "shown", () -> black.getText().equals("12") && white.getText().equals("180"));
        assertTrue(on(automatic::isSelected));
        type(node, "histogram-white", "200");
        assertEquals(List.of("12..200"), turned);
        assertFalse(on(automatic::isSelected));
        FxScreen.run(automatic::fire);
        assertTrue(on(automatic::isSelected));
        assertEquals("automatic", turned.get(1));
    }

    @Test
    void lettersAreNotTakenAndEnterGivesTheFocusAway() throws Exception {
        begin(opening(BENCH));
        TextField black = find(node, "histogram-black", TextField.class);
        FxScreen.run(() -> {
            black.requestFocus();
            black.selectAll();
            for (String letter : List.of("R", "7", "n")) {
                Event.fireEvent(
                        black,
                        new KeyEvent(KeyEvent.KEY_TYPED, letter, "", KeyCode.UNDEFINED, false, false, false, false));
            }
        });
        assertEquals("7", on(black::getText));
        assertTrue(on(black::isFocused));
        FxScreen.run(() -> black.getOnAction().handle(null));
        assertFalse(on(black::isFocused));
        assertEquals(List.of("7..255"), turned);
    }

    @Test
    void theHandlesTurnTheDisplayOnly() throws Exception {
        begin(opening(BENCH));
        Node canvas = find(node, "histogram-canvas", Node.class);
        double width = on(() -> canvas.getLayoutBounds().getWidth());
        FxScreen.run(() -> {
            mouse(canvas, MouseEvent.MOUSE_PRESSED, 7);
            mouse(canvas, MouseEvent.MOUSE_DRAGGED, 7 + (width - 14) * 0.2);
            mouse(canvas, MouseEvent.MOUSE_RELEASED, 7 + (width - 14) * 0.2);
            mouse(canvas, MouseEvent.MOUSE_PRESSED, width - 7);
            mouse(canvas, MouseEvent.MOUSE_DRAGGED, 7 + (width - 14) * 0.8);
            mouse(canvas, MouseEvent.MOUSE_RELEASED, 7 + (width - 14) * 0.8);
        });
        assertEquals(List.of("51..255", "51..204"), turned);
        type(node, "histogram-black", "10");
        assertEquals("10..204", turned.get(2));
        type(node, "histogram-black", "230");
        assertEquals(3, turned.size());
        FxScreen.run(() -> desk.keys().all().stream()
                .filter(it -> it.keys().getName().equals("Shift+A"))
                .forEach(it -> it.run().run()));
        assertEquals("automatic", turned.get(3));
    }

    private static void mouse(Node on, javafx.event.EventType<MouseEvent> type, double x) {
        Event.fireEvent(
                on,
                new MouseEvent(
                        on,
                        on,
                        type,
                        x,
                        120,
                        x,
                        120,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        new PickResult(on, x, 120)));
    }

    @Test
    void itIsReadableInBothLanguages() throws Exception {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            if (locale.equals(Locale.GERMAN)) {
                closeDesk();
                desk = newDesk(locale);
            }
            begin(with(opening(BENCH), null, Map.of("exposureUs", "4000")));
            type(node, "histogram-black", "20");
            picture(node, "panel-histogram-" + locale.getLanguage());
        }
    }
}
