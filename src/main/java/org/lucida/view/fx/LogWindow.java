package org.lucida.view.fx;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Stage;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Words;

/**
 * Everything that was said tonight, with its time in UT; one window, opened again and again.
 *
 * <p>Thread: FX.
 */
final class LogWindow {
    private static final DateTimeFormatter UT =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Desk desk;
    private final Stage stage = new Stage();

    LogWindow(Desk desk) {
        this.desk = desk;
        Words words = desk.words("shell");
        ListView<Notice> list = new ListView<>(desk.notices());
        list.setId("log");
        list.getStyleClass().add("log-list");
        list.setPlaceholder(new Label(words.say("log.empty")));
        list.setCellFactory(it -> new Line(list));
        Button copy = new Button(words.say("log.copy"), new FontIcon("mdoal-content_copy"));
        copy.setOnAction(event -> copy());
        BorderPane page = new BorderPane(list);
        HBox bar = new HBox(Parts.text(words.say("log.about")), Parts.spring(), copy);
        bar.getStyleClass().add("bar");
        page.setTop(bar);
        Scene scene = new Scene(page, 860, 420);
        Dress.put(desk, scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.hide();
            }
        });
        stage.setTitle(words.say("log.title"));
        stage.setScene(scene);
    }

    void show() {
        stage.show();
        stage.toFront();
    }

    void close() {
        stage.close();
    }

    Stage stage() {
        return stage;
    }

    private void copy() {
        StringBuilder all = new StringBuilder();
        for (Notice notice : desk.notices()) {
            all.append(UT.format(notice.at()))
                    .append(" UT  ")
                    .append(notice.level())
                    .append("  ")
                    .append(notice.sentence())
                    .append('\n');
        }
        ClipboardContent content = new ClipboardContent();
        content.putString(all.toString());
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** One notice. */
    private static final class Line extends ListCell<Notice> {
        private final ListView<Notice> list;

        Line(ListView<Notice> list) {
            this.list = list;
        }

        @Override
        protected void updateItem(Notice item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label time = new Label(UT.format(item.at()));
            time.getStyleClass().addAll("figure", "text-muted");
            time.setMinWidth(USE_PREF_SIZE);
            Label sentence = Parts.text(item.sentence());
            sentence.setMinHeight(USE_PREF_SIZE);
            HBox.setHgrow(sentence, Priority.ALWAYS);
            if (item.level() == Notice.Level.TROUBLE) {
                sentence.getStyleClass().add("danger");
            }
            HBox row = Parts.row(10, time, sentence);
            row.prefWidthProperty().bind(list.widthProperty().subtract(40));
            setGraphic(row);
        }
    }
}
