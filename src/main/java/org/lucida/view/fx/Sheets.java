package org.lucida.view.fx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.view.fx.desk.Asks;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Words;

/**
 * Sheets of paper laid over the page: questions, lists, the tour. They are part of the window and so as dark or red as it is.
 * Escape takes the topmost away. Frames, stack and recording go on below.
 */
final class Sheets implements Asks {
    private static final double WIDTH_EM = 46;
    private static final double PX_PER_EM = 12;

    private final Desk desk;
    private final StackPane layer;

    /**
     * @param layer lies over the page; a veil with a sheet on it is added for each question
     */
    Sheets(Desk desk, StackPane layer) {
        this.desk = desk;
        this.layer = layer;
        layer.setPickOnBounds(false);
    }

    private Words words() {
        return desk.words("shell");
    }

    /** True while a sheet lies on the page. */
    boolean isOpen() {
        return !layer.getChildren().isEmpty();
    }

    /** Takes the topmost sheet away. */
    void close() {
        if (isOpen()) {
            layer.getChildren().remove(layer.getChildren().size() - 1);
        }
    }

    /** Lays a sheet with these contents and buttons on the page; the first button gets the focus. */
    void open(String title, Node content, Button... buttons) {
        Label heading = new Label(title);
        heading.getStyleClass().add("title-3");
        heading.setWrapText(true);
        HBox row = new HBox(8, buttons);
        row.setAlignment(Pos.CENTER_RIGHT);
        VBox sheet = new VBox(heading, content, row);
        sheet.getStyleClass().add("sheet");
        sheet.setMaxSize(WIDTH_EM * PX_PER_EM * (desk.large().get() ? 1.5 : 1), Region.USE_PREF_SIZE);
        VBox.setVgrow(content, Priority.ALWAYS);
        StackPane veil = new StackPane(sheet);
        veil.getStyleClass().add("veil");
        layer.getChildren().add(veil);
        if (buttons.length > 0) {
            Platform.runLater(buttons[0]::requestFocus);
        }
    }

    /** A button that takes the sheet away and then does something. */
    Button closing(String text, Runnable then) {
        Button button = new Button(text);
        button.setOnAction(event -> {
            close();
            then.run();
        });
        return button;
    }

    private Button cancel() {
        Button cancel = closing(words().say("cancel"), () -> {});
        cancel.setCancelButton(true);
        return cancel;
    }

    @Override
    public void confirm(String title, String text, String yes, Runnable then) {
        Button go = closing(yes, then);
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        open(title, Parts.text(text), cancel(), go);
    }

    @Override
    public void say(String title, String text) {
        ScrollPane scroll = new ScrollPane(Parts.text(text));
        scroll.setFitToWidth(true);
        open(title, scroll, closing(words().say("close"), () -> {}));
    }

    @Override
    public void folder(String title, Path from, Consumer<Path> then) {
        new Pick(title, from, List.of(), true, then).show();
    }

    @Override
    public void openFile(String title, Path from, List<String> suffixes, Consumer<Path> then) {
        new Pick(title, from, suffixes, false, then).show();
    }

    @Override
    public void saveFile(String title, Path suggested, Consumer<Path> then) {
        TextField name = new TextField(suggested.toAbsolutePath().toString());
        name.setId("pick-path");
        Button save = new Button(words().say("save"));
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        save.setOnAction(event -> {
            Path file = Path.of(name.getText().strip());
            if (Files.exists(file)) {
                desk.tell(Notice.Level.TROUBLE, words().say("pick.exists", file));
                return;
            }
            close();
            then.accept(file);
        });
        open(title, name, cancel(), save);
        Platform.runLater(() -> {
            name.requestFocus();
            name.end();
        });
    }

    /** A small browser of folders. */
    private final class Pick {
        private final String title;
        private final List<String> suffixes;
        private final boolean folders;
        private final Consumer<Path> then;
        private final TextField path = new TextField();
        private final ListView<Path> list = new ListView<>();
        private Path folder;

        Pick(String title, Path from, List<String> suffixes, boolean folders, Consumer<Path> then) {
            this.title = title;
            this.suffixes = suffixes;
            this.folders = folders;
            this.then = then;
            Path start = from.toAbsolutePath();
            while (start != null && !Files.isDirectory(start)) {
                start = start.getParent();
            }
            folder = start == null ? Path.of(System.getProperty("user.home", "/")) : start;
        }

        void show() {
            path.setId("pick-path");
            path.setOnAction(event -> take(Path.of(path.getText().strip())));
            list.setId("pick-list");
            list.setPrefHeight(300);
            list.setCellFactory(it -> new Entry());
            list.setOnMouseClicked(event -> {
                if (event.getClickCount() == 2) {
                    enter(list.getSelectionModel().getSelectedItem());
                }
            });
            list.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.ENTER) {
                    enter(list.getSelectionModel().getSelectedItem());
                } else if (event.getCode() == KeyCode.BACK_SPACE) {
                    go(folder.getParent());
                }
            });
            list.getSelectionModel().selectedItemProperty().addListener((it, before, now) -> {
                if (now != null) {
                    path.setText(now.toString());
                }
            });
            Button up = Parts.button("mdoal-arrow_upward", words().say("pick.up"), () -> go(folder.getParent()));
            HBox.setHgrow(path, Priority.ALWAYS);
            Button choose = new Button(words().say(folders ? "pick.folder" : "pick.file"));
            choose.getStyleClass().add("accent");
            choose.setOnAction(event -> take(Path.of(path.getText().strip())));
            open(title, new VBox(8, Parts.row(6, up, path), list), cancel(), choose);
            go(folder);
            Platform.runLater(list::requestFocus);
        }

        private void go(Path to) {
            if (to == null) {
                return;
            }
            desk.work(() -> entriesOf(to), entries -> {
                folder = to;
                path.setText(to.toString());
                list.getItems().setAll(entries);
                if (!entries.isEmpty()) {
                    list.scrollTo(0);
                }
            });
        }

        private List<Path> entriesOf(Path of) throws IOException {
            try (Stream<Path> all = Files.list(of)) {
                return all.filter(it -> !String.valueOf(it.getFileName()).startsWith("."))
                        .filter(it -> Files.isDirectory(it) || !folders && isWanted(it))
                        .sorted(Comparator.comparing((Path it) -> !Files.isDirectory(it))
                                .thenComparing(it -> it.toString().toLowerCase(Locale.ROOT)))
                        .toList();
            }
        }

        private boolean isWanted(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            return suffixes.isEmpty() || suffixes.stream().anyMatch(name::endsWith);
        }

        private void enter(Path entry) {
            if (entry != null) {
                if (Files.isDirectory(entry)) {
                    go(entry);
                } else {
                    take(entry);
                }
            }
        }

        private void take(Path taken) {
            if (folders) {
                desk.work(() -> Files.createDirectories(taken), done -> {
                    close();
                    then.accept(done);
                });
            } else if (Files.isDirectory(taken)) {
                go(taken);
            } else if (!Files.exists(taken)) {
                desk.tell(Notice.Level.TROUBLE, words().say("pick.missing", taken));
            } else {
                close();
                then.accept(taken);
            }
        }
    }

    /** A folder or a file. */
    private static final class Entry extends ListCell<Path> {
        @Override
        protected void updateItem(Path item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty ? null : String.valueOf(item.getFileName()));
            setGraphic(
                    empty ? null : new FontIcon(Files.isDirectory(item) ? "mdoal-folder" : "mdoal-insert_drive_file"));
        }
    }
}
