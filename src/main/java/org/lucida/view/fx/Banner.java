package org.lucida.view.fx;

import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Words;

/**
 * The latest word over the picture. Facts go by themselves; trouble stays until it is dismissed or told to be over.
 *
 * <p>Thread: FX.
 */
final class Banner {
    private static final Duration FACT_STAYS = Duration.seconds(8);
    private static final Duration WARNING_STAYS = Duration.seconds(30);

    private final HBox node = new HBox();
    private final FontIcon icon = new FontIcon("mdoal-info");
    private final Label sentence = Parts.text("");
    private final PauseTransition stay = new PauseTransition();
    private final Button log;
    private final Button away;

    Banner(Desk desk, Runnable openLog) {
        node.setId("banner");
        node.getStyleClass().add("banner");
        sentence.setId("banner-text");
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        log = Parts.button("mdomz-subject", "", openLog);
        away = Parts.button("mdoal-close", "", this::dismiss);
        away.setId("banner-dismiss");
        speak(desk.words("shell"));
        node.getChildren().addAll(icon, sentence, log, away);
        dismiss();
        stay.setOnFinished(event -> dismiss());
        desk.notices().addListener((ListChangeListener<Notice>) change -> {
            while (change.next()) {
                for (Notice notice : change.getAddedSubList()) {
                    show(notice);
                }
            }
        });
    }

    Region node() {
        return node;
    }

    /** Names its buttons in another language; a sentence already said stays as it was said. */
    void speak(Words words) {
        Parts.tip(log, words.say("log.tip"));
        Parts.tip(away, words.say("dismiss"));
    }

    /** Takes the sentence away. */
    void dismiss() {
        node.setVisible(false);
        node.setManaged(false);
    }

    private void show(Notice notice) {
        boolean isTrouble = notice.level() == Notice.Level.TROUBLE;
        sentence.setText(notice.sentence());
        icon.setIconLiteral(
                switch (notice.level()) {
                    case FACT -> "mdoal-info";
                    case WARNING -> "mdomz-warning";
                    case TROUBLE -> "mdoal-error";
                });
        node.getStyleClass().remove("trouble");
        if (isTrouble) {
            node.getStyleClass().add("trouble");
        }
        node.setVisible(true);
        node.setManaged(true);
        stay.stop();
        if (!isTrouble) {
            stay.setDuration(notice.level() == Notice.Level.FACT ? FACT_STAYS : WARNING_STAYS);
            stay.playFromStart();
        }
    }
}
