package org.lucida.view.fx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.config.Preset;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Words;

/**
 * Where an evening begins: which camera, which target. A click on each, and the stack grows; a recording dropped on the window
 * is played like a camera.
 *
 * <p>Thread: FX.
 */
final class StartPage {
    private static final List<String> RECORDINGS = List.of(".ser", ".fits", ".fit", ".fts", ".gz");
    private static final String SIMULATOR = "sim:";
    /** Cameras that a preset's camera settings are meant for. */
    private static final String REAL = "asi";

    /** Words in the name of a scene or a file, and the preset that fits. */
    private static final Map<String, String> FITTING = Map.ofEntries(
            Map.entry("jupiter", "jupiter"),
            Map.entry("saturn", "saturn"),
            Map.entry("mars", "mars"),
            Map.entry("venus", "mars"),
            Map.entry("moon", "moon"),
            Map.entry("sun", "sun"),
            Map.entry("star", "deepsky"),
            Map.entry("cluster", "deepsky"),
            Map.entry("m13", "deepsky"),
            Map.entry("demo", "demo"));

    private final Desk desk;
    private final Words words;
    private final Consumer<Opening> start;
    private final BorderPane node = new BorderPane();
    private final ListView<CameraInfo> cameras = new ListView<>();
    private final Label trouble = Parts.text("");
    private final ToggleGroup targets = new ToggleGroup();
    private final FlowPane cards = new FlowPane(8, 8);
    private final Label description = Parts.text("");
    private final ComboBox<CameraWish.Pace> pace = new ComboBox<>();
    private final TextField targetName = new TextField();
    private final TextField folder = new TextField();
    private final Button go;

    /**
     * @param start gets what the observer chose
     */
    StartPage(Desk desk, Consumer<Opening> start) {
        this.desk = desk;
        this.start = start;
        words = desk.words("start");
        go = new Button(words.say("go"), new FontIcon("mdomz-play_arrow"));
        lay();
        look();
        desk.work(this::read, this::offer);
    }

    Region node() {
        return node;
    }

    private void lay() {
        Label name = new Label("Lucida");
        name.getStyleClass().add("wordmark");
        VBox head = new VBox(2, name, Parts.text(words.say("tagline")));
        Button again = Parts.button("mdomz-refresh", words.say("again"), this::look);
        Button file = new Button(words.say("file"), new FontIcon("mdoal-folder_open"));
        file.setId("open-recording");
        file.setTooltip(new Tooltip(words.say("file.tip")));
        file.setOnAction(
                event -> desk.asks().openFile(words.say("file"), Path.of(folder.getText()), RECORDINGS, this::play));
        cameras.setId("cameras");
        cameras.setCellFactory(it -> new CameraCell());
        cameras.getSelectionModel().selectedItemProperty().addListener((it, before, now) -> chosen(now));
        cameras.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                begin();
            }
        });
        cameras.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                begin();
            }
        });
        trouble.setMinHeight(Region.USE_PREF_SIZE);
        trouble.getStyleClass().addAll("text-small", "text-muted");
        VBox left = new VBox(
                8,
                Parts.row(6, Parts.section(words.say("camera")), Parts.spring(), again),
                cameras,
                trouble,
                file,
                Parts.text(words.say("drop")));
        VBox.setVgrow(cameras, Priority.ALWAYS);

        cards.setId("targets");
        folder.setId("folder");
        folder.setTooltip(new Tooltip(words.say("folder.tip")));
        folder.setText(desk.remembered()
                .text("folder")
                .orElse(Path.of(System.getProperty("user.home", "."), "Lucida").toString()));
        Button choose = Parts.button("mdoal-folder", words.say("folder.tip"), () -> desk.asks()
                .folder(words.say("folder"), Path.of(folder.getText()), to -> folder.setText(to.toString())));
        HBox.setHgrow(folder, Priority.ALWAYS);
        targetName.setPromptText(words.say("name.prompt"));
        targetName.setTooltip(new Tooltip(words.say("name.tip")));
        pace.getItems().setAll(CameraWish.Pace.RECORDED, CameraWish.Pace.MAX);
        pace.setValue(CameraWish.Pace.RECORDED);
        pace.setConverter(new PaceWords());
        pace.setTooltip(new Tooltip(words.say("pace.tip")));
        go.setId("go");
        go.getStyleClass().addAll("accent", "large");
        go.setDefaultButton(true);
        go.disableProperty()
                .bind(cameras.getSelectionModel()
                        .selectedItemProperty()
                        .isNull()
                        .or(targets.selectedToggleProperty().isNull())
                        .or(desk.opening()));
        go.setOnAction(event -> begin());
        description.setMinHeight(Region.USE_PREF_SIZE);
        VBox right = new VBox(
                8,
                Parts.section(words.say("target")),
                cards,
                description,
                Parts.section(words.say("name")),
                targetName,
                Parts.section(words.say("folder")),
                Parts.row(6, folder, choose),
                Parts.section(words.say("pace")),
                pace,
                Parts.row(8, Parts.spring(), go));
        ScrollPane scroll = new ScrollPane(right);
        scroll.setFitToWidth(true);
        left.setPrefWidth(560);
        HBox both = new HBox(28, left, scroll);
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        VBox.setVgrow(both, Priority.ALWAYS);
        VBox all = new VBox(head, both);
        all.getStyleClass().add("start");
        node.setCenter(all);
        targets.selectedToggleProperty().addListener((it, before, now) -> {
            if (now == null) {
                targets.selectToggle(before);
            } else {
                description.setText(((Preset) now.getUserData()).description());
            }
        });
    }

    /** Cameras are looked for away from the FX thread: a bus may take its time. */
    private void look() {
        List<String> troubles = new ArrayList<>();
        desk.work(
                () -> {
                    List<CameraInfo> found = new ArrayList<>();
                    for (CameraDriver driver : desk.cameras().drivers()) {
                        found.addAll(driver.cameras());
                        driver.trouble().ifPresent(troubles::add);
                    }
                    return found;
                },
                found -> {
                    found.sort((a, b) -> Boolean.compare(isSimulated(a), isSimulated(b)));
                    cameras.getItems().setAll(found);
                    trouble.setText(String.join("\n", troubles));
                    String last = desk.remembered().text("camera").orElse("sim:jupiter");
                    found.stream()
                            .filter(it -> it.address().equals(last))
                            .findFirst()
                            .ifPresent(it -> {
                                cameras.getSelectionModel().select(it);
                                cameras.scrollTo(Math.max(0, found.indexOf(it) - 2));
                            });
                });
    }

    private static boolean isSimulated(CameraInfo info) {
        return info.address().startsWith(SIMULATOR);
    }

    private List<Preset> read() throws IOException {
        List<Preset> all = new ArrayList<>();
        for (String name : desk.presets().names()) {
            try {
                all.add(desk.presets().load(name));
            } catch (IOException | IllegalArgumentException wrong) {
                desk.trouble(wrong);
            }
        }
        return all;
    }

    private void offer(List<Preset> all) {
        for (Preset preset : all) {
            ToggleButton card = new ToggleButton(preset.name());
            card.setId("target-" + preset.name());
            card.setUserData(preset);
            card.setToggleGroup(targets);
            card.setTooltip(new Tooltip(preset.description()));
            cards.getChildren().add(card);
        }
        select(desk.remembered().text("preset").orElse("jupiter"));
        chosen(cameras.getSelectionModel().getSelectedItem());
    }

    private void select(String preset) {
        targets.getToggles().stream()
                .filter(it -> ((Preset) it.getUserData()).name().equals(preset))
                .findFirst()
                .ifPresent(targets::selectToggle);
    }

    /** A camera was clicked: scenes and files bring their preset along. */
    private void chosen(CameraInfo camera) {
        if (camera == null) {
            return;
        }
        if (camera.address().equals(desk.remembered().text("camera").orElse(""))) {
            desk.remembered().text("preset").ifPresent(this::select);
        } else {
            fitting(camera.address()).ifPresent(this::select);
        }
    }

    private static Optional<String> fitting(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return FITTING.entrySet().stream()
                .filter(it -> lower.contains(it.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private void begin() {
        CameraInfo camera = cameras.getSelectionModel().getSelectedItem();
        if (camera != null) {
            begin(camera.address(), Shell.LIVE);
        }
    }

    /** Plays a recording like a camera. */
    void play(Path file) {
        if (targets.getSelectedToggle() == null
                || desk.remembered().text("preset").isEmpty()) {
            fitting(String.valueOf(file.getFileName())).ifPresent(this::select);
        }
        CameraWish wish =
                new CameraWish(Optional.empty(), Optional.empty(), CameraWish.SampleOrder.AUTO, pace.getValue());
        begin("replay:" + file, wish);
    }

    private void begin(String address, CameraWish wish) {
        if (targets.getSelectedToggle() == null) {
            desk.tell(Notice.Level.WARNING, words.say("choose.target"));
            return;
        }
        Preset preset = (Preset) targets.getSelectedToggle().getUserData();
        Path to;
        try {
            to = Path.of(folder.getText().strip()).toAbsolutePath();
        } catch (java.nio.file.InvalidPathException noPath) {
            desk.tell(Notice.Level.TROUBLE, words.say("folder.wrong", folder.getText()));
            return;
        }
        desk.remembered().put("camera", address);
        desk.remembered().put("preset", preset.name());
        desk.remembered().put("folder", to);
        String name = targetName.getText().strip();
        start.accept(new Opening(
                address,
                address.startsWith(REAL) ? wish.withSettings(preset.camera()) : wish,
                preset.name(),
                preset.settings(),
                to,
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                new Optics(
                        desk.remembered().number("focalLengthMm", 0),
                        desk.remembered().number("apertureMm", 0),
                        0)));
    }

    private final class PaceWords extends javafx.util.StringConverter<CameraWish.Pace> {
        @Override
        public String toString(CameraWish.Pace value) {
            return value == null ? "" : words.say("pace." + value.kind().name().toLowerCase(Locale.ROOT));
        }

        @Override
        public CameraWish.Pace fromString(String text) {
            throw new UnsupportedOperationException("the list is not typed into");
        }
    }

    /** A camera as the list shows it: what it is called, what opens it, how large its frames are. */
    private final class CameraCell extends ListCell<CameraInfo> {
        @Override
        protected void updateItem(CameraInfo item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label name = new Label(isSimulated(item) ? item.name().replaceFirst("^[^:]*: ", "") : item.name());
            Label about = new Label(about(item));
            about.getStyleClass().addAll("text-small", "text-muted");
            FontIcon icon = new FontIcon(isSimulated(item) ? "mdoal-blur_on" : "mdomz-photo_camera");
            setGraphic(Parts.row(10, icon, new VBox(1, name, about)));
            setPadding(new javafx.geometry.Insets(4, 8, 4, 8));
            setAlignment(Pos.CENTER_LEFT);
        }

        private String about(CameraInfo item) {
            StringBuilder about = new StringBuilder(item.address());
            String widthPx = item.facts().get("NAXIS1");
            String heightPx = item.facts().get("NAXIS2");
            if (widthPx != null && heightPx != null) {
                about.append("   ")
                        .append(widthPx)
                        .append(" x ")
                        .append(heightPx)
                        .append(" px");
            }
            item.frameRateHz().ifPresent(rate -> about.append(
                            String.format(words.locale(), rate < 2 ? "   %.2f " : "   %.0f ", rate))
                    .append(words.say("per.second")));
            return about.toString();
        }
    }
}
