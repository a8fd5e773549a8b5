package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * A question within a panel, where a dialog would stand in the way: a sentence and two buttons, hidden until asked.
 *
 * <p>Thread: FX.
 */
final class Question extends VBox {
    private static final double GAP_PX = 6;

    private final Label sentence = FormLine.sentence("");
    private final Button yes = new Button();
    private final Button no = new Button();

    Question() {
        super(GAP_PX);
        sentence.getStyleClass().add(Styles.WARNING);
        yes.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT);
        no.getStyleClass().add(Styles.SMALL);
        getChildren().addAll(sentence, new HBox(GAP_PX, yes, no));
        FormLine.show(this, false);
    }

    /** Asks; what was asked before is forgotten. */
    void ask(String question, String yesWords, String noWords, Runnable then) {
        ask(question, yesWords, noWords, then, () -> {});
    }

    /** Asks; what was asked before is forgotten. */
    void ask(String question, String yesWords, String noWords, Runnable then, Runnable otherwise) {
        sentence.setText(question);
        yes.setText(yesWords);
        no.setText(noWords);
        yes.setOnAction(it -> {
            withdraw();
            then.run();
        });
        no.setOnAction(it -> {
            withdraw();
            otherwise.run();
        });
        FormLine.show(this, true);
        yes.requestFocus();
    }

    /** Takes the question back. */
    void withdraw() {
        FormLine.show(this, false);
    }

    /** True while an answer is awaited. */
    boolean isAsking() {
        return isVisible();
    }

    Button yes() {
        return yes;
    }
}
