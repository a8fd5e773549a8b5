package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraWish;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.frame.Roi;
import org.lucida.view.Cameras;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Remembered;

/** The picture on a screen in memory, over a simulated planet. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PictureViewTest {
    private static final int WIDTH_PX = 960;
    private static final int HEIGHT_PX = 600;

    @TempDir
    static Path folder;

    private static Desk desk;
    private static Eye eye;
    private static PictureView view;
    private static Stage stage;
    private static final List<Roi> ROIS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void openTheWindow() {
        FxScreen.run(() -> {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            desk = new Desk(Cameras.installed(), Presets.installed(), new Remembered(folder.resolve("settings")));
            desk.language().set(Locale.ENGLISH);
            desk.look().set(Look.DARK);
            eye = new Eye();
            view = new PictureView(desk, eye);
            view.onRoi(ROIS::add);
            desk.observation().addListener((it, before, now) -> eye.look(now));
        });
        stage = FxScreen.show(() -> new Scene(view, WIDTH_PX, HEIGHT_PX));
    }

    @AfterAll
    static void closeTheWindow() {
        FxScreen.run(() -> desk.stop());
        FxScreen.await("the end", () -> desk.observation().get() == null);
        FxScreen.run(() -> {
            view.close();
            stage.close();
            desk.close();
        });
        eye.close();
    }

    private static void open(String address, StackSettings.Target target) {
        FxScreen.run(() -> desk.open(new Opening(
                address,
                CameraWish.plain(),
                "jupiter",
                StackSettings.defaultsFor(target),
                folder.resolve("results"),
                Optional.of("Jupiter"),
                Optional.empty(),
                Optional.empty(),
                new Optics(4000, 203, 2.9))));
        FxScreen.await("an observation", () -> desk.observation().get() != null);
    }

    @BeforeEach
    void plain() {
        if (FxScreen.on(() -> desk.observation().get() == null)) {
            return;
        }
        FxScreen.run(() -> {
            view.blink().set(false);
            view.mode().set(PictureMode.LIVE);
            view.compared().set(Compared.LIVE_STACK);
            for (var property : List.of(
                    view.stabilised(),
                    view.marker(),
                    view.coverage(),
                    view.clipped(),
                    view.reticle(),
                    view.scaleBar(),
                    view.points(),
                    view.luckiness(),
                    view.fullRange())) {
                property.set(false);
            }
            view.handTone().set(null);
            desk.look().set(Look.DARK);
            view.fit();
        });
    }

    private static Easel easel(Exhibit.Kind kind) {
        return (Easel) view.lookup("#easel-" + kind.name().toLowerCase(Locale.ROOT));
    }

    private static void awaitShown(Exhibit.Kind kind) {
        FxScreen.await(
                "a picture of " + kind,
                () -> easel(kind).isVisible()
                        && easel(kind).shown() != null
                        && easel(kind).shown().wish().drawsLike(easel(kind).wish()));
    }

    private static int[] pixels(Node node) {
        return FxScreen.on(() -> {
            WritableImage image = node.snapshot(new SnapshotParameters(), null);
            PixelReader reader = image.getPixelReader();
            int[] argb = new int[(int) (image.getWidth() * image.getHeight())];
            reader.getPixels(
                    0,
                    0,
                    (int) image.getWidth(),
                    (int) image.getHeight(),
                    javafx.scene.image.PixelFormat.getIntArgbInstance(),
                    argb,
                    0,
                    (int) image.getWidth());
            return argb;
        });
    }

    private static Region area() {
        return (Region) view.lookup("#picture-area");
    }

    @Test
    @Order(1)
    void withoutAnObservationItSaysSo() {
        Label empty = FxScreen.on(() -> (Label) view.lookup("#picture-empty"));
        assertTrue(FxScreen.on(empty::isVisible));
        assertTrue(FxScreen.on(empty::getText).startsWith("Nothing is open"));
        FxScreen.picture(view, "picture-empty");
    }

    @Test
    @Order(2)
    void aFrameAppearsAndThenTheStack() {
        open("sim:planet?frames=400,seed=7,size=320x240,layout=RGGB,bits=12", StackSettings.Target.PLANET);
        awaitShown(Exhibit.Kind.LIVE);
        assertFalse(FxScreen.on(() -> view.lookup("#picture-empty").isVisible()));
        assertNotNull(FxScreen.on(() -> view.tone().get()));
        FxScreen.picture(view, "picture-live");
        FxScreen.run(() -> view.mode().set(PictureMode.STACK));
        awaitShown(Exhibit.Kind.STACK);
        FxScreen.await(
                "a growing stack",
                () -> easel(Exhibit.Kind.STACK).shown().exhibit().stackedCount() > 50);
        FxScreen.picture(view, "picture-stack");
    }

    @Test
    @Order(3)
    void togglingBetweenFrameAndStackKeepsThePlace() {
        awaitShown(Exhibit.Kind.LIVE);
        FxScreen.run(() -> view.sight(new Sight(140, 110, 2.5)));
        press(KeyCode.X);
        awaitShown(Exhibit.Kind.STACK);
        Shown stack = FxScreen.on(() -> easel(Exhibit.Kind.STACK).shown());
        assertEquals(new Sight(140, 110, 2.5), stack.wish().sight());
        press(KeyCode.X);
        awaitShown(Exhibit.Kind.LIVE);
        assertEquals(
                new Sight(140, 110, 2.5),
                FxScreen.on(() -> easel(Exhibit.Kind.LIVE).shown().wish().sight()));
    }

    @Test
    @Order(4)
    void theWheelZoomsAboutTheCursor() {
        awaitShown(Exhibit.Kind.LIVE);
        Sight before = FxScreen.on(view::sight);
        double width = FxScreen.on(() -> easel(Exhibit.Kind.LIVE).getWidth());
        double height = FxScreen.on(() -> easel(Exhibit.Kind.LIVE).getHeight());
        FxScreen.run(() -> area().fireEvent(new ScrollEvent(
                ScrollEvent.SCROLL,
                500,
                300 + area().getLayoutY(),
                500,
                300 + area().getLayoutY(),
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                80,
                0,
                80,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null)));
        Sight after = FxScreen.on(view::sight);
        assertEquals(before.zoomPxPerRawPx() * 1.44, after.zoomPxPerRawPx(), 1e-9);
        assertEquals(before.rawX(500, width), after.rawX(500, width), 1e-6);
        assertEquals(before.rawY(300, height), after.rawY(300, height), 1e-6);
        press(KeyCode.DIGIT5);
        assertEquals(before, FxScreen.on(view::sight));
        press(KeyCode.DIGIT6);
        assertEquals(1, FxScreen.on(view::sight).zoomPxPerRawPx());
        press(KeyCode.DIGIT7);
        assertEquals(4, FxScreen.on(view::sight).zoomPxPerRawPx());
        awaitShown(Exhibit.Kind.LIVE);
        FxScreen.picture(view, "picture-live-400");
    }

    @Test
    @Order(5)
    void byNightThePictureAndAllOverlaysAreRed() {
        FxScreen.run(() -> {
            desk.look().set(Look.NIGHT);
            view.mode().set(PictureMode.SIDE_BY_SIDE);
            view.reticle().set(true);
            view.scaleBar().set(true);
            view.coverage().set(true);
            view.clipped().set(true);
            view.marker().set(true);
            view.stabilised().set(true);
        });
        awaitShown(Exhibit.Kind.LIVE);
        awaitShown(Exhibit.Kind.STACK);
        int[] argb = pixels(area());
        long coloured =
                java.util.Arrays.stream(argb).filter(it -> (it & 0xffff) != 0).count();
        assertEquals(0, coloured, "pixels that are not red");
        assertTrue(java.util.Arrays.stream(argb).anyMatch(it -> (it >> 16 & 0xff) > 100));
        FxScreen.picture(view, "picture-side-by-side-night");
    }

    @Test
    @Order(6)
    void overlaysAreDrawnOneByOne() {
        FxScreen.run(() -> view.mode().set(PictureMode.STACK));
        awaitShown(Exhibit.Kind.STACK);
        for (var overlay : List.of(view.reticle(), view.scaleBar())) {
            int[] without = pixels(area());
            FxScreen.run(() -> overlay.set(true));
            awaitShown(Exhibit.Kind.STACK);
            assertFalse(java.util.Arrays.equals(without, pixels(area())), overlay.toString());
        }
        FxScreen.picture(view, "picture-stack-reticle-scale");
        FxScreen.run(() -> view.coverage().set(true));
        awaitShown(Exhibit.Kind.STACK);
        FxScreen.await("coverage", () -> eye.coverage() != null);
        FxScreen.picture(view, "picture-stack-coverage");
    }

    @Test
    @Order(7)
    void measuredOverlaysAreDrawnWhereTheTargetIs() {
        FxScreen.run(() -> {
            view.alignmentPoints(frame -> grid());
            view.luckinessMap(frame -> new LuckinessTiles.Tiles(
                    80,
                    60,
                    20,
                    8,
                    java.util.stream.IntStream.range(0, 48)
                            .mapToDouble(i -> 0.5 + i / 48.0)
                            .toArray()));
            view.points().set(true);
            view.luckiness().set(true);
            view.stabilised().set(true);
            view.marker().set(true);
            view.clipped().set(true);
        });
        awaitShown(Exhibit.Kind.LIVE);
        FxScreen.await("points", () -> {
            WritableImage canvas = easel(Exhibit.Kind.LIVE).canvas().snapshot(transparent(), null);
            return canvas.getPixelReader().getArgb((int) canvas.getWidth() / 2, (int) canvas.getHeight() / 2) != 0;
        });
        FxScreen.picture(view, "picture-live-points-luckiness");
        FxScreen.run(() -> desk.look().set(Look.NIGHT));
        awaitShown(Exhibit.Kind.LIVE);
        FxScreen.picture(view, "picture-live-points-luckiness-night");
    }

    private static SnapshotParameters transparent() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(javafx.scene.paint.Color.TRANSPARENT);
        return parameters;
    }

    private static ShiftArrows.Points grid() {
        double[] x = new double[30];
        double[] y = new double[30];
        double[] dx = new double[30];
        double[] dy = new double[30];
        for (int i = 0; i < 30; i++) {
            x[i] = 100 + i % 6 * 24;
            y[i] = 70 + i / 6 * 24;
            dx[i] = i == 8 ? Double.NaN : Math.sin(i);
            dy[i] = Math.cos(2 * i);
        }
        return new ShiftArrows.Points(x, y, dx, dy);
    }

    @Test
    @Order(8)
    void blinkingShowsTheTwoInTurn() {
        press(KeyCode.B);
        assertTrue(FxScreen.on(() -> view.blink().get()));
        awaitShown(Exhibit.Kind.LIVE);
        awaitShown(Exhibit.Kind.STACK);
        awaitShown(Exhibit.Kind.LIVE);
        press(KeyCode.B);
        assertFalse(FxScreen.on(() -> view.blink().get()));
    }

    @Test
    @Order(9)
    void thePixelUnderTheCursorIsRead() {
        awaitShown(Exhibit.Kind.LIVE);
        mouse(MouseEvent.MOUSE_MOVED, 480, 280, false);
        FxScreen.await("a reading", () -> !view.readout().get().isEmpty());
        String line = FxScreen.on(() -> view.readout().get());
        assertTrue(line.matches("x \\d+  y \\d+   R \\d+  G \\d+  B \\d+ DN.*"), line);
        assertTrue(line.contains("from reticle"), line);
        mouse(MouseEvent.MOUSE_EXITED, 480, 280, false);
        assertEquals("", FxScreen.on(() -> view.readout().get()));
    }

    @Test
    @Order(10)
    void aRegionIsDrawnWithShiftAndEscapeCancels() {
        awaitShown(Exhibit.Kind.LIVE);
        ROIS.clear();
        mouse(MouseEvent.MOUSE_PRESSED, 400, 200, true);
        mouse(MouseEvent.MOUSE_DRAGGED, 600, 330, true);
        FxScreen.picture(view, "picture-region");
        mouse(MouseEvent.MOUSE_RELEASED, 600, 330, true);
        assertEquals(1, ROIS.size());
        Roi roi = ROIS.get(0);
        double zoom = FxScreen.on(view::sight).zoomPxPerRawPx();
        assertEquals(200 / zoom, roi.widthPx(), 4.01);
        assertEquals(130 / zoom, roi.heightPx(), 1.01);
        press(KeyCode.I, true);
        assertTrue(FxScreen.on(() -> view.drawsRegion().get()));
        mouse(MouseEvent.MOUSE_PRESSED, 400, 200, false);
        mouse(MouseEvent.MOUSE_DRAGGED, 600, 330, false);
        FxScreen.run(() -> area().fireEvent(
                        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
        mouse(MouseEvent.MOUSE_RELEASED, 600, 330, false);
        assertFalse(FxScreen.on(() -> view.drawsRegion().get()));
        assertEquals(1, ROIS.size());
    }

    @Test
    @Order(11)
    void draggingMovesAndADoubleClickFits() {
        FxScreen.run(() -> view.sight(new Sight(160, 120, 4)));
        mouse(MouseEvent.MOUSE_PRESSED, 400, 200, false);
        mouse(MouseEvent.MOUSE_DRAGGED, 440, 180, false);
        mouse(MouseEvent.MOUSE_RELEASED, 440, 180, false);
        assertEquals(new Sight(150, 125, 4), FxScreen.on(view::sight));
        FxScreen.run(() -> area().fireEvent(event(MouseEvent.MOUSE_CLICKED, 440, 180, false, 2)));
        assertTrue(FxScreen.on(view::sight).zoomPxPerRawPx() < 4);
    }

    @Test
    @Order(12)
    void theSharpenedStackIsShownBesideTheStack() {
        eye.sharpen((stack, out) -> {
            for (int plane = 0; plane < out.length; plane++) {
                unsharp(stack.planes()[plane], stack.widthPx(), out[plane]);
            }
            return true;
        });
        FxScreen.run(() -> {
            view.compared().set(Compared.STACK_SHARP);
            view.mode().set(PictureMode.SIDE_BY_SIDE);
        });
        awaitShown(Exhibit.Kind.STACK);
        awaitShown(Exhibit.Kind.SHARP);
        FxScreen.picture(view, "picture-stack-sharp");
    }

    private static void unsharp(float[] from, int width, float[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
        for (int i = 2 * width; i < from.length - 2 * width; i++) {
            to[i] = 3 * from[i] - (from[i - 2] + from[i + 2] + from[i - 2 * width] + from[i + 2 * width]) / 2;
        }
    }

    @Test
    @Order(13)
    void whatIsSeenIsWrittenUnderANameOfItsOwn() throws IOException {
        awaitShown(Exhibit.Kind.LIVE);
        FxScreen.run(() -> view.saveView());
        FxScreen.run(() -> view.saveView());
        FxScreen.await("two files", () -> views().size() == 2);
        for (Path file : views()) {
            var image = ImageIO.read(file.toFile());
            assertEquals(WIDTH_PX, image.getWidth());
        }
    }

    private static List<Path> views() {
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            return files.filter(it -> it.getFileName().toString().matches("Jupiter_view_.*\\.png"))
                    .toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    @Order(14)
    void afterTheLastFrameTheStackIsStillShownAndZoomed() {
        FxScreen.await(
                "the end of the frames",
                () -> desk.readings().get() != null
                        && desk.readings().get().phase() == org.lucida.view.fx.desk.Readings.Phase.ENDED);
        FxScreen.run(() -> view.mode().set(PictureMode.STACK));
        FxScreen.await(
                "the whole stack",
                () -> easel(Exhibit.Kind.STACK).shown() != null
                        && easel(Exhibit.Kind.STACK).shown().exhibit().stackedCount()
                                == desk.readings().get().stackedNowCount());
        FxScreen.run(() -> view.zoom(3));
        awaitShown(Exhibit.Kind.STACK);
        FxScreen.picture(view, "picture-stack-300");
    }

    @Test
    @Order(15)
    void everyTextExistsInBothLanguages() throws IOException {
        java.util.Properties english = words("picture.properties");
        java.util.Properties german = words("picture_de.properties");
        assertEquals(english.keySet(), german.keySet());
    }

    private static java.util.Properties words(String name) throws IOException {
        java.util.Properties words = new java.util.Properties();
        try (var in = PictureView.class.getResourceAsStream("/org/lucida/view/fx/words/" + name)) {
            words.load(in);
        }
        return words;
    }

    private static void press(KeyCode code) {
        press(code, false);
    }

    private static void press(KeyCode code, boolean shift) {
        KeyEvent event = new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false);
        FxScreen.run(() -> desk.keys().of(event).orElseThrow().run().run());
    }

    private static void mouse(javafx.event.EventType<MouseEvent> type, double x, double y, boolean shift) {
        FxScreen.run(() -> area().fireEvent(event(type, x, y, shift, 1)));
    }

    private static MouseEvent event(
            javafx.event.EventType<MouseEvent> type, double x, double y, boolean shift, int clicks) {
        Point2D inScene = area().localToScene(x, y);
        return new MouseEvent(
                area(),
                area(),
                type,
                inScene.getX(),
                inScene.getY(),
                inScene.getX(),
                inScene.getY(),
                MouseButton.PRIMARY,
                clicks,
                shift,
                false,
                false,
                false,
                type != MouseEvent.MOUSE_MOVED,
                false,
                false,
                true,
                false,
                clicks > 1,
                null);
    }
}
