package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraWish;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.frame.Roi;
import org.lucida.view.Cameras;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Remembered;

/** A desk, a panel on a screen in memory 300 px wide, and a small simulated night to observe. */
abstract class PanelCase {
    static final double WIDTH_PX = 300;
    /** A planet small enough to be made quickly. */
    static final String NIGHT =
            "sim:jupiter?roi=96x80,target.diameterArcsec=8,target.vMag=1,camera.frameRateHz=50,atmosphere.r0DriftSigma=0";

    static final String BENCH = "bench:disc";

    @TempDir
    Path home;

    Desk desk;
    Stage stage;

    @BeforeEach
    void openDesk() {
        FxScreen.start();
        Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        desk = newDesk(Locale.ENGLISH);
    }

    Desk newDesk(Locale language) {
        return on(() -> {
            Desk made = new Desk(
                    cameras(),
                    new Presets(List.of(home.resolve("config").resolve("presets"))),
                    new Remembered(home.resolve("config")));
            made.language().set(language);
            return made;
        });
    }

    private static Cameras cameras() {
        List<CameraDriver> drivers = new ArrayList<>(Cameras.installed().drivers());
        drivers.add(new BenchDriver());
        return new Cameras(drivers, List.of());
    }

    @AfterEach
    void closeDesk() throws Exception {
        on(desk::stop).get(60, TimeUnit.SECONDS);
        FxScreen.run(() -> {
            if (stage != null) {
                stage.close();
            }
            desk.close();
        });
    }

    /** Shows a panel and keeps it told. */
    <P extends Panel> P show(Function<Desk, P> maker) {
        Desk on = desk;
        P panel = on(() -> {
            P made = maker.apply(on);
            on.observation().addListener((it, was, now) -> made.observe(now));
            on.readings().addListener((it, was, now) -> {
                if (now != null) {
                    made.tell(now);
                }
            });
            return made;
        });
        stage = FxScreen.show(() -> {
            ScrollPane scroll = new ScrollPane(panel.node());
            scroll.setFitToWidth(true);
            Scene scene = new Scene(scroll, WIDTH_PX + 2, 700);
            scene.getStylesheets()
                    .add(PanelCase.class
                            .getResource("/org/lucida/view/fx/look/lucida.css")
                            .toExternalForm());
            return scene;
        });
        return panel;
    }

    Opening opening(String address) {
        CameraWish plain = CameraWish.plain();
        CameraWish live = new CameraWish(
                Optional.empty(),
                plain.layout(),
                plain.byteOrder(),
                address.startsWith("replay:") ? CameraWish.Pace.MAX : CameraWish.Pace.RECORDED);
        return new Opening(
                address,
                live,
                "jupiter",
                StackSettings.defaults().change().epochCount(100).threads(1).build(),
                home.resolve("out"),
                Optional.of("Jupiter"),
                Optional.empty(),
                Optional.empty(),
                Optics.UNKNOWN);
    }

    static Opening with(Opening opening, Roi roi, Map<String, String> settings) {
        CameraWish wish = opening.wish();
        return opening.with(
                new CameraWish(Optional.ofNullable(roi), wish.layout(), wish.byteOrder(), wish.pace(), settings));
    }

    /** Opens and waits for frames. */
    Observation open(Opening opening) throws Exception {
        boolean well = on(() -> desk.open(opening)).get(60, TimeUnit.SECONDS);
        assertTrue(well, () -> "not opened: " + notices());
        FxScreen.await("readings", () -> desk.readings().get() != null);
        return on(() -> desk.observation().get());
    }

    List<String> notices() {
        return on(() -> desk.notices().stream().map(Notice::sentence).toList());
    }

    /** Asks on the FX thread, also from there. */
    static <T> T on(Callable<T> work) {
        if (!Platform.isFxApplicationThread()) {
            return FxScreen.on(work);
        }
        try {
            return work.call();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    // ---- the observer's hands ---------------------------------------------------------------------------------------

    <N extends Node> N find(Region root, String id, Class<N> kind) {
        return on(() -> {
            unfold(root);
            Node found = root.lookup("#" + id);
            if (found == null) {
                throw new IllegalStateException("no node " + id);
            }
            return kind.cast(found);
        });
    }

    /** Titled panes make their content when they are opened. */
    static void unfold(Region root) {
        root.applyCss();
        root.lookupAll(".titled-pane").forEach(it -> ((TitledPane) it).setAnimated(false));
        root.lookupAll(".titled-pane").forEach(it -> ((TitledPane) it).setExpanded(true));
        root.applyCss();
        root.layout();
    }

    void type(Region root, String id, String text) {
        TextField field = find(root, id, TextField.class);
        FxScreen.run(() -> {
            field.setText(text);
            if (field.getOnAction() != null) {
                field.getOnAction().handle(null);
            }
        });
    }

    void press(Region root, String id) {
        ButtonBase button = find(root, id, ButtonBase.class);
        FxScreen.run(button::fire);
    }

    /** A picture of a panel, as high as it wants to be; the panel is off the screen afterwards. */
    void picture(Region root, String name) {
        Region sheet = on(() -> {
            ((ScrollPane) stage.getScene().getRoot()).setContent(null);
            StackPane paper = new StackPane(root);
            Scene scene = new Scene(paper, WIDTH_PX, 400);
            scene.getStylesheets().setAll(stage.getScene().getStylesheets());
            paper.setStyle("-fx-background-color: -color-bg-default;");
            unfold(paper);
            unfold(paper);
            paper.resize(WIDTH_PX, Math.ceil(root.prefHeight(WIDTH_PX)));
            paper.layout();
            return paper;
        });
        FxScreen.picture(sheet, name);
    }
}
