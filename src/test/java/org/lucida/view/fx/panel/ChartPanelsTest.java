package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javafx.application.Application;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraWish;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.Cameras;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Remembered;
import org.lucida.view.fx.picture.Exhibit;
import org.lucida.view.fx.picture.Eye;

/** Charts and accounts over a simulated camera. */
class ChartPanelsTest {
    /** Stands in for the window's red style sheet. */
    private static final String NIGHT = "data:text/css;base64,"
            + Base64.getEncoder()
                    .encodeToString((".root{-color-fg-default:#c80000;-color-fg-muted:#8a0000;-color-fg-subtle:#6a0000;"
                                    + "-color-bg-default:#000000;-color-bg-subtle:#0e0000;-color-bg-inset:#000000;"
                                    + "-color-border-default:#3a0000;-color-border-muted:#3a0000;"
                                    + "-color-success-fg:#960000;-color-warning-fg:#d00000;-color-danger-fg:#ff0000;"
                                    + "-color-accent-fg:#ff0000;-color-accent-emphasis:#a00000;-color-neutral-muted:#3a0000;"
                                    + "-color-base-6:#3a0000;-color-fg-emphasis:#ff4040;}")
                            .getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private Desk desk;
    private Stage stage;
    private final List<Panel> panels = new ArrayList<>();
    private Eye eye;

    @BeforeEach
    void openTheDesk() {
        FxScreen.run(() -> {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            desk = new Desk(Cameras.installed(), Presets.installed(), new Remembered(folder));
            desk.language().set(Locale.ENGLISH);
            desk.observation().addListener((it, before, now) -> panels.forEach(panel -> panel.observe(now)));
            desk.readings().addListener((it, before, now) -> {
                if (now != null) {
                    panels.forEach(panel -> panel.tell(now));
                }
            });
        });
        eye = new Eye();
    }

    @AfterEach
    void closeTheDesk() {
        desk.stop().join();
        FxScreen.run(() -> {
            if (stage != null) {
                stage.hide();
            }
        });
        desk.close();
        eye.close();
    }

    private void show(Panel panel, double widthPx, double heightPx) {
        FxScreen.run(() -> {
            // a stage of its own for each: a stage that changes its size upsets the painter of the screen in memory
            if (stage != null) {
                stage.hide();
            }
            stage = new Stage();
            panels.add(panel);
            VBox box = new VBox(panel.node());
            box.setStyle("-fx-padding: 8; -fx-background-color: -color-bg-default;");
            Scene scene = new Scene(new StackPane(box), widthPx, heightPx);
            if (desk.look().get() == Look.NIGHT) {
                scene.getStylesheets().add(NIGHT);
            }
            stage.setScene(scene);
            stage.show();
            panel.observe(desk.observation().get());
            if (desk.readings().get() != null) {
                panel.tell(desk.readings().get());
            }
        });
    }

    private void open(String address, double rateHz) {
        desk.open(new Opening(
                        address,
                        new CameraWish(
                                Optional.empty(),
                                Optional.empty(),
                                CameraWish.SampleOrder.AUTO,
                                CameraWish.Pace.rate(rateHz)),
                        "planet",
                        StackSettings.defaults(),
                        folder,
                        Optional.of("test"),
                        Optional.empty(),
                        Optional.empty(),
                        Optics.UNKNOWN))
                .join();
        FxScreen.await("an observation", () -> desk.readings().get() != null);
    }

    private static <T extends Node> T find(Parent in, String id, Class<T> type) {
        for (Node node : in.getChildrenUnmodifiable()) {
            if (id.equals(node.getId())) {
                return type.cast(node);
            }
            T deeper = node instanceof Parent parent ? find(parent, id, type) : null;
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    private static void mouse(Node node, javafx.event.EventType<MouseEvent> type, double x, double y) {
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null));
    }

    private static void key(Node node, KeyCode code) {
        Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    @Test
    void theTimelineFillsAndTheDraggedThresholdLeavesSoftFramesOut() {
        LuckinessPanel panel = FxScreen.on(() -> new LuckinessPanel(desk, eye));
        show(panel, 480, 700);
        open("sim:demo?frames=100000,size=160x120,discDiameterPx=60", 120);
        FxScreen.await("sixty frames on the timeline", () -> panel.frameCount() > 60);
        assertEquals(1, desk.observation().get().session().keepFraction());
        LuckinessHistogram histogram = find(panel.node(), "luckiness-histogram", LuckinessHistogram.class);
        double expected = FxScreen.on(() -> {
            double middlePx = histogram.px(1.0);
            mouse(histogram, MouseEvent.MOUSE_PRESSED, middlePx - 20, 30);
            mouse(histogram, MouseEvent.MOUSE_DRAGGED, middlePx, 30);
            double would = histogram.wouldKeepFraction().get();
            Label says = find(panel.node(), "keep-says", Label.class);
            assertTrue(says.getText().startsWith("Would keep"), says.getText());
            mouse(histogram, MouseEvent.MOUSE_RELEASED, middlePx, 30);
            return would;
        });
        assertTrue(expected > 0.02 && expected < 0.98, "share " + expected);
        assertEquals(expected, desk.observation().get().session().keepFraction(), 1e-12);
        FxScreen.await("frames too soft", () -> tooSoft() > 10);
        FxScreen.await(
                "threshold shown",
                () -> find(panel.node(), "keep-says", Label.class).getText().startsWith("Frames below"));
        FxScreen.picture(panel.node(), "luckiness-dark-480");
        FxScreen.run(() -> {
            StripChart timeline = find(panel.node(), "luckiness-timeline", StripChart.class);
            key(timeline, KeyCode.LEFT);
            String fate = find(panel.node(), "frame-fate", Label.class).getText();
            assertTrue(fate.contains("luckiness") && fate.contains("UTC"), fate);
        });
        Spinner<?> keep = find(panel.node(), "keep-percent", Spinner.class);
        FxScreen.run(() -> {
            keep.getEditor().setText("100");
            keep.commitValue();
        });
        assertEquals(1, desk.observation().get().session().keepFraction());
        FxScreen.run(() -> key(histogram, KeyCode.RIGHT));
        assertEquals(0.9, desk.observation().get().session().keepFraction(), 1e-12);
        assertFalse(find(panel.node(), "seeing-place", VBox.class).isManaged());
        assertFalse(find(panel.node(), "resolution-place", VBox.class).isVisible());
    }

    private long tooSoft() {
        return desk.readings().get().ledger().rejectedCounts().getOrDefault(Verdict.TOO_SOFT, 0L);
    }

    @Test
    void theRowsOfTheAccountSumUpAtEveryLook() {
        LedgerPanel ledger = FxScreen.on(() -> new LedgerPanel(desk));
        show(ledger, 280, 620);
        List<String> wrong = new ArrayList<>();
        long[] looks = new long[1];
        FxScreen.run(() -> desk.readings().addListener((it, before, now) -> {
            if (now != null) {
                looks[0]++;
                long sum = count(ledger, "row.stacked") + count(ledger, "row.flight");
                for (Verdict verdict : Verdict.values()) {
                    if (verdict.isRejected() && verdict != Verdict.PASSED_OVER) {
                        sum += count(ledger, "verdict." + verdict);
                    }
                }
                for (DropPlace place : DropPlace.values()) {
                    sum += count(ledger, "place." + place);
                }
                if (sum != count(ledger, "row.delivered")) {
                    wrong.add(sum + " of " + count(ledger, "row.delivered"));
                }
            }
        }));
        open("sim:demo?frames=100000,size=160x120,discDiameterPx=60", 200);
        FxScreen.run(() -> desk.observation().get().session().keepFraction(0.5));
        FxScreen.await("looks", () -> looks[0] > 20 && tooSoft() > 5);
        assertEquals(List.of(), wrong);
        FxScreen.run(() -> assertTrue(
                find(ledger.node(), "ledger-balance", Label.class).getText().startsWith("Balances")));
        FxScreen.picture(ledger.node(), "ledger-dark-280");
    }

    private static long count(LedgerPanel ledger, String id) {
        return Long.parseLong(find(ledger.node(), id, Label.class).getText().replace(",", ""));
    }

    @Test
    void anAccountThatDoesNotBalanceIsLoudAndLossesAreSeen() {
        open("sim:demo?frames=100000,size=160x120,discDiameterPx=60", 100);
        LedgerPanel ledger = FxScreen.on(() -> new LedgerPanel(desk));
        StatusStrip strip = FxScreen.on(() -> new StatusStrip(desk));
        show(strip, 1280, 40);
        show(ledger, 480, 760);
        panels.clear();
        FxScreen.run(() -> {
            Readings real = desk.readings().get();
            Ledger off = new Ledger(
                    100_000,
                    90_000,
                    real.ledger().rejectedCounts(),
                    java.util.Map.of(DropPlace.CAMERA, 3L, DropPlace.RING, 0L, DropPlace.STACKING, 120L),
                    12);
            RecordingStatus status = new RecordingStatus(
                    RecordingStatus.State.RECORDING,
                    5000,
                    4800,
                    3,
                    7,
                    1,
                    100,
                    0,
                    89,
                    0,
                    4700,
                    123456789L,
                    61.3,
                    128,
                    2);
            Readings bad = with(real, off, Optional.of(status), 8_000_000_000L, 3.2);
            ledger.tell(bad);
            strip.tell(bad);
            Label balance = find(ledger.node(), "ledger-balance", Label.class);
            assertTrue(balance.getText().contains("NOT"), balance.getText());
            assertTrue(balance.getStyleClass().contains("danger"));
            assertTrue(find(ledger.node(), "recording-balance", Label.class)
                    .getText()
                    .startsWith("Balances"));
            Label lost = find(strip.node(), "status-lost", Label.class);
            assertEquals("123 lost", lost.getText());
            assertTrue(lost.getStyleClass().contains("danger"));
            assertTrue(find(strip.node(), "status-waiting", Label.class).isVisible());
            assertTrue(find(strip.node(), "status-recording", Label.class)
                    .getText()
                    .contains("11 not in the clip"));
        });
        FxScreen.picture(ledger.node(), "ledger-trouble-dark-480");
    }

    private static Readings with(
            Readings r, Ledger ledger, Optional<RecordingStatus> recording, long freeBytes, double waitingS) {
        return new Readings(
                r.phase(),
                r.elapsedS(),
                r.expectedCount(),
                ledger,
                r.frameRateHz(),
                r.stackedNowCount(),
                r.displacementXPx(),
                r.displacementYPx(),
                r.luckiness(),
                r.keepFraction(),
                r.keepThresholdLuckiness(),
                r.isStackPaused(),
                r.ringFillFraction(),
                freeBytes,
                recording,
                r.recordingFailure(),
                waitingS,
                r.cameraNotices(),
                r.ditherLines());
    }

    @Test
    void theStackGrowsOutOfTheNoiseWithTheRootOfItsFrames() {
        LuckinessPanel panel = FxScreen.on(() -> new LuckinessPanel(desk, eye));
        show(panel, 280, 760);
        open("sim:demo?frames=100000,size=160x120,discDiameterPx=60", 100);
        StackGrowth growth = panel.growth();
        FxScreen.await("the chart is seen", () -> growth.wants(Exhibit.Kind.STACK));
        Random random = new Random(6);
        int sidePx = 128;
        for (int n = 1; n <= 4096; n *= 2) {
            float[] plane = new float[sidePx * sidePx];
            for (int i = 0; i < plane.length; i++) {
                double across = Math.hypot(i % sidePx - 64, i / sidePx - 64);
                plane[i] = (float) (100 + (across < 30 ? 1000 : 0) + 50 / Math.sqrt(n) * random.nextGaussian());
            }
            growth.see(
                    new Exhibit(Exhibit.Kind.STACK, new float[][] {plane}, sidePx, sidePx, 1, 65535, 0, 0, n, 1, null));
        }
        FxScreen.await("measurements", () -> panel.snrCount() == 13);
        FxScreen.run(() -> {
            String text = find(panel.node(), "snr-now", Label.class).getText();
            assertTrue(text.endsWith("after 4,096 frames"), text);
            double snr = Double.parseDouble(text.substring(0, text.indexOf(' ')).replace(",", ""));
            assertTrue(snr > 800 && snr < 2400, text);
        });
        assertFalse(growth.wants(Exhibit.Kind.LIVE));
        growth.see(new Exhibit(
                Exhibit.Kind.STACK, new float[][] {new float[16 * 16]}, 16, 16, 1, 65535, 0, 0, 5, 2, null));
        FxScreen.await("time for a drawing", () -> true);
        FxScreen.run(() -> desk.observation().get().session().keepFraction(0.4));
        FxScreen.await("frames too soft", () -> tooSoft() > 10);
        FxScreen.picture(panel.node(), "luckiness-dark-280");
    }

    @Test
    void everyPanelIsPicturedByDayAndByNightNarrowAndWideInBothLanguages() {
        FxScreen.run(() -> desk.look().set(Look.DARK));
        open("sim:demo?frames=100000,size=160x120,discDiameterPx=60", 150);
        FxScreen.await("frames", () -> desk.readings().get().ledger().stackedCount() > 40);
        FxScreen.run(() -> desk.observation().get().session().keepFraction(0.5));
        FxScreen.await("frames too soft", () -> tooSoft() > 60);
        for (Look look : Look.values()) {
            for (int widthPx : new int[] {280, 480}) {
                FxScreen.run(() -> {
                    desk.look().set(look);
                    desk.language().set(widthPx == 280 ? Locale.GERMAN : Locale.ENGLISH);
                });
                String name = look.name().toLowerCase(Locale.ROOT) + "-" + widthPx;
                panels.clear();
                LuckinessPanel luckiness = FxScreen.on(() -> new LuckinessPanel(desk, eye));
                show(luckiness, widthPx, 760);
                FxScreen.await("a full timeline", () -> luckiness.frameCount() > 100);
                settle();
                picture(luckiness, "panel-luckiness-" + name);
                panels.clear();
                LedgerPanel ledger = FxScreen.on(() -> new LedgerPanel(desk));
                show(ledger, widthPx, 620);
                settle();
                picture(ledger, "panel-ledger-" + name);
                panels.clear();
                StatusStrip strip = FxScreen.on(() -> new StatusStrip(desk));
                show(strip, widthPx == 280 ? 720 : 1280, 48);
                settle();
                picture(strip, "panel-status-" + name);
            }
        }
    }

    private void settle() {
        double[] from = {FxScreen.on(() -> desk.readings().get().elapsedS())};
        FxScreen.await("some readings", () -> desk.readings().get().elapsedS() > from[0] + 0.8);
    }

    private static void picture(Panel panel, String name) {
        Node page = FxScreen.on(() -> panel.node().getScene().getRoot());
        Path file = FxScreen.picture(page, name);
        assertTrue(file.toFile().length() > 1000, name);
    }
}
