package org.lucida.view.fx;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.config.Presets;
import org.lucida.files.SerText;
import org.lucida.files.SerWriter;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.simulator.SimulatedClip;
import org.lucida.view.Cameras;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Remembered;
import org.lucida.view.fx.picture.Eye;

/** The whole window on a screen in memory, with everything it remembers and writes in a folder of its own. */
abstract class WindowCase {
    static final double WIDTH_PX = 1280;
    static final double HEIGHT_PX = 720;
    static final int CLIP_COUNT = 60;
    private static final String CLIP = "planet?size=96x80,discDiameterPx=50,frames=" + CLIP_COUNT;

    @TempDir
    static Path clips;

    @TempDir
    Path home;

    final LoopDriver loop = new LoopDriver();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Desk desk;
    Stage stage;
    Shell shell;

    @BeforeEach
    void openWindow() {
        FxScreen.start();
        Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        FxScreen.run(() -> {
            List<CameraDriver> drivers = new ArrayList<>(Cameras.installed().drivers());
            drivers.add(loop);
            Remembered remembered = new Remembered(home.resolve("config"));
            remembered.put("folder", home.resolve("out"));
            desk = new Desk(
                    new Cameras(drivers, List.of()),
                    new Presets(List.of(home.resolve("config").resolve("presets"))),
                    remembered);
            desk.language().set(Locale.ENGLISH);
            stage = new Stage();
            shell = new Shell(desk, new Eye(), stage);
            stage.setWidth(WIDTH_PX);
            stage.setHeight(HEIGHT_PX);
            shell.endOnClose(() -> closed.complete(true));
            stage.show();
        });
    }

    @AfterEach
    void closeWindow() throws Exception {
        close();
    }

    /** Closes the window as the observer does, and waits for the end. */
    final void close() throws Exception {
        if (!closed.isDone()) {
            FxScreen.run(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
            assertTrue(closed.get(60, TimeUnit.SECONDS));
        }
    }

    // ---- the clip --------------------------------------------------------------------------------------------------

    /** A small planet with real seeing, made once. */
    static synchronized Path clip() throws IOException {
        Path file = clips.resolve("planet.ser");
        if (!Files.exists(file)) {
            SimulatedClip clip = SimulatedClip.of(CLIP);
            ByteBuffer raw =
                    ByteBuffer.allocateDirect(clip.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            try (SerWriter writer = SerWriter.create(file, clip.format(), SerText.EMPTY)) {
                for (int k = 0; k < clip.frameCount(); k++) {
                    clip.frame(k, raw);
                    writer.write(raw, clip.startUtcNs(k));
                }
            }
        }
        return file;
    }

    /** Address of a camera that shows the clip again and again. */
    static String looped(double rateHz) throws IOException {
        return "loop:" + clip() + "@" + rateHz;
    }

    // ---- the observer's hands --------------------------------------------------------------------------------------

    final Scene scene() {
        return stage.getScene();
    }

    final <N extends Node> N find(String id, Class<N> kind) {
        return FxScreen.on(() -> {
            Node found = scene().getRoot().lookup("#" + id);
            assertNotNull(found, () -> "no node " + id);
            return kind.cast(found);
        });
    }

    final boolean isThere(String id) {
        return FxScreen.on(() -> {
            Node found = scene().getRoot().lookup("#" + id);
            return found != null && found.isVisible();
        });
    }

    final void press(String id) {
        ButtonBase button = find(id, ButtonBase.class);
        FxScreen.run(() -> {
            assertTrue(!button.isDisabled(), () -> id + " is disabled");
            button.fire();
        });
    }

    /** A key on what has the focus; as on the keyboard, with the sign that {@code ?} is. */
    final void key(KeyCode code, boolean shift, boolean shortcut) {
        FxScreen.run(() -> {
            Node focused = scene().getFocusOwner();
            KeyEvent event = new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, shortcut, false, false);
            Event.fireEvent(focused == null ? scene().getRoot() : focused, event);
        });
    }

    final void key(KeyCode code) {
        key(code, false, false);
    }

    /** The start page with its lists filled. */
    @SuppressWarnings("unchecked")
    final ListView<CameraInfo> cameras() {
        ListView<CameraInfo> cameras = (ListView<CameraInfo>) find("cameras", ListView.class);
        await("cameras and targets", () -> !cameras.getItems().isEmpty() && isThereNow("target-demo"));
        return cameras;
    }

    private boolean isThereNow(String id) {
        return scene().getRoot().lookup("#" + id) != null;
    }

    /** Opens a camera as the command line would. */
    final Observation observe(String address) {
        FxScreen.run(() -> shell.begin(address, home.resolve("out")));
        FxScreen.await("an observation: " + address, () -> desk.readings().get() != null);
        return FxScreen.on(() -> desk.observation().get());
    }

    final Readings readings() {
        return FxScreen.on(() -> desk.readings().get());
    }

    final Ledger ledger() {
        return readings().ledger();
    }

    final long rejected(Verdict verdict) {
        return ledger().rejectedCounts().getOrDefault(verdict, 0L);
    }

    /** Waits until so many frames have been looked at. */
    final void awaitSettled(long count) {
        FxScreen.await(count + " frames settled", () -> {
            Readings now = desk.readings().get();
            return now != null && now.ledger().stackedCount() + now.ledger().rejectedCount() >= count;
        });
    }

    final void await(String what, BooleanSupplier condition) {
        FxScreen.await(what, condition);
    }

    final List<String> sentences() {
        return FxScreen.on(() -> desk.notices().stream().map(Notice::sentence).toList());
    }

    /** Files below the output folder with this ending. */
    final List<Path> written(String suffix) throws IOException {
        Path out = home.resolve("out");
        if (!Files.exists(out)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** All nodes that are seen, from here downward. */
    static List<Node> seen(Node root) {
        List<Node> all = new ArrayList<>();
        collect(root, all);
        return all;
    }

    private static void collect(Node node, List<Node> all) {
        if (!node.isVisible()) {
            return;
        }
        all.add(node);
        if (node instanceof Parent) {
            ((Parent) node).getChildrenUnmodifiable().forEach(child -> collect(child, all));
        }
    }
}
