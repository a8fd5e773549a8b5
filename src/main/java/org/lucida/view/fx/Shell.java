package org.lucida.view.fx;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.camera.CameraWish;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Keys;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Eye;

/**
 * The frame around the pages: the bar on top, the banner, sheets over all, keys, and which page is shown.
 *
 * <p>Thread: FX.
 */
final class Shell {
    /** A camera sets its own pace. */
    static final CameraWish LIVE =
            new CameraWish(Optional.empty(), Optional.empty(), CameraWish.SampleOrder.AUTO, CameraWish.Pace.RECORDED);

    private static final double USUAL_WIDTH_PX = 1280;
    private static final double USUAL_HEIGHT_PX = 720;
    private static final double MESSAGE_WIDTH_PX = 660;
    /** The status strip stays free. */
    private static final double FOOT_PX = 48;

    private final Desk desk;
    private final Eye eye;
    private final Stage stage;
    private final StackPane layers = new StackPane();
    private final StackPane sheetLayer = new StackPane();
    private final Sheets sheets;
    private final Scene scene;
    private final ChangeListener<Observation> onObservation = (it, before, now) -> arrange(now);
    /** Opening has come to its end, well or not. */
    private final ChangeListener<Boolean> onOpening = (it, before, now) -> opened(now);

    /** What was said last stays over whatever page is shown. */
    private final Banner banner;
    /** As the button and the key have it. */
    private final BooleanProperty isNight = new SimpleBooleanProperty();

    /** What is said and what takes its time, over the foot of the page: nothing moves away under the mouse. */
    private final VBox messages = new VBox(4);

    private LogWindow log;
    private MainPage main;
    private StartPage start;
    private boolean isObserving;
    private boolean isEnding;

    Shell(Desk desk, Eye eye, Stage stage) {
        this.desk = desk;
        this.eye = eye;
        this.stage = stage;
        sheets = new Sheets(desk, sheetLayer);
        banner = new Banner(desk, () -> log.show());
        isNight.set(desk.look().get() == Look.NIGHT);
        isNight.addListener((it, before, now) -> desk.look().set(now ? Look.NIGHT : Look.DARK));
        desk.look().addListener((it, before, now) -> isNight.set(now == Look.NIGHT));
        desk.asks(sheets);
        messages.setId("messages");
        messages.setPickOnBounds(false);
        messages.setMaxSize(MESSAGE_WIDTH_PX, Region.USE_PREF_SIZE);
        StackPane.setAlignment(messages, Pos.BOTTOM_CENTER);
        StackPane.setMargin(messages, new Insets(0, 0, FOOT_PX, 0));
        scene = new Scene(
                layers,
                desk.remembered().number("widthPx", USUAL_WIDTH_PX),
                desk.remembered().number("heightPx", USUAL_HEIGHT_PX));
        Dress.put(desk, scene);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        acceptFiles();
        build();
        desk.observation().addListener(onObservation);
        desk.opening().addListener(onOpening);
        desk.language().addListener((it, before, now) -> build());
        stage.setScene(scene);
        stage.setTitle("Lucida");
        stage.setMaximized(desk.remembered().flag("maximized", false));
    }

    Scene scene() {
        return scene;
    }

    Sheets sheets() {
        return sheets;
    }

    Tour tour() {
        return new Tour(desk, sheets);
    }

    /** Builds everything in the language of the moment. */
    private void build() {
        if (main != null) {
            main.remember();
            main.close();
        }
        if (log != null) {
            log.close();
        }
        desk.keys().clear();
        log = new LogWindow(desk);
        banner.speak(desk.words("shell"));
        main = new MainPage(desk, eye);
        start = new StartPage(desk, this::open);
        messages.getChildren().setAll(waiting(), banner.node());
        addKeys();
        main.busy().addListener((it, before, now) -> {
            if (!now && desk.observation().get() == null) {
                arrange(null);
            }
        });
        arrange(desk.observation().get());
    }

    /** Shows the start page without an observation, the main page with one. */
    private void arrange(Observation observation) {
        isObserving = observation != null || isChanging();
        Words words = desk.words("shell");
        BorderPane page = new BorderPane();
        page.setTop(bar(words, observation));
        eye.look(observation);
        main.observe(observation);
        boolean isResting = observation == null && !main.busy().get() && !isChanging();
        page.setCenter(isResting ? start.node() : main.node());
        layers.getChildren().setAll(page, messages, sheetLayer);
    }

    /** True while one observation is ended for another: the page stays. */
    private boolean isChanging() {
        return desk.opening().get() && isObserving;
    }

    /** Opens a camera named on the command line, with the preset last used. */
    void begin(String address, Path folder) {
        String name = desk.remembered().text("preset").orElse("jupiter");
        desk.work(
                () -> desk.presets().load(name),
                preset -> open(new Opening(
                        address,
                        LIVE,
                        preset.name(),
                        preset.settings(),
                        folder.toAbsolutePath(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optics.UNKNOWN)));
    }

    /** Opening has come to its end: without success there is only the start page to go to. */
    private void opened(boolean isOpening) {
        if (!isOpening && desk.observation().get() == null) {
            arrange(null);
        }
    }

    /** A recording may be dropped anywhere on the window. */
    private void acceptFiles() {
        layers.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        layers.setOnDragDropped(event -> {
            List<File> files = event.getDragboard().getFiles();
            boolean has = files != null && !files.isEmpty();
            event.setDropCompleted(has);
            event.consume();
            if (has) {
                drop(files.get(0).toPath());
            }
        });
    }

    /** Plays a recording: with the preset chosen, or as what is open now, which is ended and written first. */
    private void drop(Path file) {
        Observation open = desk.observation().get();
        if (open == null) {
            start.play(file);
        } else {
            open(open.opening().withSource("replay:" + file, LIVE));
        }
    }

    private void open(Opening opening) {
        desk.open(opening);
    }

    /** What takes its time, while it does. */
    private Region waiting() {
        Label label = new Label();
        label.setId("doing");
        label.textProperty().bind(desk.doing());
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(120);
        HBox row = Parts.row(8, bar, label);
        row.getStyleClass().add("banner");
        row.visibleProperty().bind(desk.doing().isNotEmpty());
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }

    private HBox bar(Words words, Observation observation) {
        Label name = new Label(observation == null ? "Lucida" : nameOf(observation, words));
        name.setId("bar-name");
        name.getStyleClass().add("text-bold");
        Button end = new Button(words.say("end"));
        end.setId("end");
        end.setGraphic(new FontIcon("mdomz-stop"));
        end.setTooltip(new Tooltip(words.say("end.tip")));
        end.setOnAction(event -> end());
        end.setVisible(observation != null);
        end.setManaged(observation != null);
        ToggleButton night = Parts.toggle("mdomz-nights_stay", words.say("night.tip"));
        night.setId("night");
        night.selectedProperty().bindBidirectional(isNight);
        ToggleButton large = Parts.toggle("mdoal-format_size", words.say("large.tip"));
        large.setId("large");
        large.selectedProperty().bindBidirectional(desk.large());
        Button language = new Button(desk.language().get().getLanguage().equals("de") ? "EN" : "DE");
        language.setId("language");
        language.getStyleClass().add("flat");
        language.setTooltip(new Tooltip(words.say("language.tip")));
        language.setOnAction(event ->
                desk.language().set(desk.language().get().getLanguage().equals("de") ? Locale.ENGLISH : Locale.GERMAN));
        HBox bar = new HBox(
                name,
                end,
                Parts.spring(),
                night,
                large,
                language,
                Parts.button("mdomz-subject", words.say("log.tip"), () -> log.show()),
                Parts.button("mdoal-fullscreen", words.say("fullscreen.tip"), this::fullScreen),
                Parts.button("mdoal-help_outline", words.say("keys.tip"), this::showKeys));
        bar.getStyleClass().add("bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private static String nameOf(Observation observation, Words words) {
        String rate = observation.info().frameRateHz().isPresent()
                ? "   "
                        + String.format(
                                words.locale(),
                                "%.0f",
                                observation.info().frameRateHz().getAsDouble()) + " " + words.say("per.second")
                : "";
        return observation.info().name() + "   " + observation.format().widthPx() + " x "
                + observation.format().heightPx() + " px" + rate;
    }

    private void addKeys() {
        Words words = desk.words("shell");
        Keys keys = desk.keys();
        keys.add("Shift+Slash", words.say("keys.tip"), this::showKeys);
        keys.add("F1", words.say("tour.tip"), () -> tour().begin());
        keys.add("N", words.say("night.tip"), this::night);
        keys.add("Shift+T", words.say("large.tip"), () -> desk.large()
                .set(!desk.large().get()));
        keys.add("Shortcut+L", words.say("log.tip"), () -> log.show());
        keys.add("F11", words.say("fullscreen.tip"), this::fullScreen);
        keys.add("Shortcut+E", words.say("end.tip"), () -> {
            if (desk.observation().get() != null) {
                end();
            }
        });
    }

    private void night() {
        isNight.set(!isNight.get());
    }

    private void fullScreen() {
        stage.setFullScreen(!stage.isFullScreen());
    }

    /** The list of all keys. */
    void showKeys() {
        Words words = desk.words("shell");
        GridPane grid = new GridPane();
        grid.setHgap(18);
        grid.setVgap(4);
        int row = 0;
        for (Keys.Key key : desk.keys().all()) {
            Label keys = new Label(key.keys().getDisplayText());
            keys.getStyleClass().add("figure");
            keys.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(row++, keys, Parts.text(key.meaning()));
        }
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(scene.getHeight() * 0.7);
        sheets.open(
                words.say("keys.title"),
                scroll,
                sheets.closing(words.say("close"), () -> {}),
                sheets.closing(words.say("tour.tip"), () -> tour().begin()));
    }

    /** A key does what the list says, unless somebody types into a field. */
    private void key(KeyEvent event) {
        if (sheets.isOpen() && event.getCode() == KeyCode.ESCAPE) {
            sheets.close();
            event.consume();
            return;
        }
        boolean types = scene.getFocusOwner() instanceof TextInputControl
                && !event.isShortcutDown()
                && !event.getCode().isFunctionKey();
        if (types || sheets.isOpen()) {
            return;
        }
        desk.keys().of(event).ifPresent(key -> {
            event.consume();
            key.run().run();
        });
    }

    /** The observer closes the window: recordings end, the stack is written, then it goes. */
    void endOnClose(Runnable then) {
        stage.setOnCloseRequest(event -> {
            event.consume();
            if (isEnding) {
                return;
            }
            remember();
            end(() -> {
                stage.hide();
                close();
                eye.close();
                desk.close();
                then.run();
            });
        });
    }

    private void end() {
        end(() -> {});
    }

    /** Ends the observation; what cannot be written is asked about, never thrown away by itself. */
    private void end(Runnable then) {
        isEnding = true;
        desk.stop().thenAccept(well -> ended(well, then));
    }

    private void ended(boolean isWell, Runnable then) {
        isEnding = false;
        if (isWell) {
            then.run();
            return;
        }
        Words words = desk.words("shell");
        Path planned = desk.observation().get().opening().folder();
        Button other = sheets.closing(
                words.say("unsaved.folder"),
                () -> sheets.folder(words.say("unsaved.folder"), planned, to -> desk.stop(to)
                        .thenAccept(well -> ended(well, then))));
        other.getStyleClass().add("accent");
        Button stay = sheets.closing(words.say("unsaved.stay"), () -> {});
        Button away = sheets.closing(
                words.say("unsaved.discard"), () -> desk.discard().thenRun(then));
        sheets.open(words.say("unsaved.title"), Parts.text(words.say("unsaved.text", planned)), other, stay, away);
    }

    /** Remembers how the window stood. */
    private void remember() {
        if (!stage.isMaximized() && !stage.isFullScreen()) {
            desk.remembered().put("widthPx", Math.round(scene.getWidth()));
            desk.remembered().put("heightPx", Math.round(scene.getHeight()));
        }
        desk.remembered().put("maximized", stage.isMaximized());
        main.remember();
    }

    /** Takes the log window away and lets the panels go. */
    void close() {
        desk.observation().removeListener(onObservation);
        desk.opening().removeListener(onOpening);
        main.close();
        log.close();
    }

    LogWindow log() {
        return log;
    }

    MainPage main() {
        return main;
    }
}
