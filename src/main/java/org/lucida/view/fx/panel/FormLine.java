package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * One line of a form: what it is called, what is turned, and below it why a value was refused.
 *
 * <p>Thread: FX.
 */
final class FormLine extends VBox {
    /** Width of the names, in heights of the type, so that large type has room. */
    private static final String NAME_WIDTH = "-fx-min-width: 7.4em; -fx-pref-width: 7.4em; -fx-max-width: 7.4em;";

    private static final double GAP_PX = 6;
    /** What numbers are written with. */
    private static final String NUMERIC = "0123456789.,+-\u2212eE%\u007f";

    private static final Duration TOOLTIP_AFTER = Duration.millis(500);
    private static final double TOOLTIP_PX = 320;

    private final Label refusal = sentence("");

    /**
     * Lays out a line.
     *
     * @param name what it is called
     * @param tip what it is for, shown when the mouse rests on it
     */
    FormLine(String name, String tip, Node... widgets) {
        super(2);
        Label label = new Label(name);
        label.setStyle(NAME_WIDTH);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        tip(label, tip);
        HBox line = new HBox(GAP_PX, label);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().addAll(widgets);
        for (Node widget : widgets) {
            if (widget instanceof Control control && control.getTooltip() == null) {
                tip(control, tip);
            }
        }
        refusal.getStyleClass().add(Styles.DANGER);
        show(refusal, false);
        getChildren().addAll(line, refusal);
    }

    /** Says why a value was not taken. */
    void refuse(String sentence) {
        refusal.setText(sentence);
        show(refusal, true);
    }

    /** Takes back what was said. */
    void accept() {
        refusal.setText("");
        show(refusal, false);
    }

    /** Why the last value was not taken; empty if it was. */
    String refusal() {
        return refusal.getText();
    }

    // ---- pieces every form needs ------------------------------------------------------------------------------------

    /** A short field for a number, so many heights of the type wide. */
    static TextField field(double widthEm) {
        TextField field = new TextField();
        width(field, widthEm);
        field.getStyleClass().add(Styles.SMALL);
        numeric(field);
        return field;
    }

    /** Takes no letters from the keyboard but those of a number. */
    static void numeric(Control field) {
        field.addEventFilter(KeyEvent.KEY_TYPED, it -> {
            boolean isShortcut = it.isControlDown() || it.isAltDown() || it.isMetaDown();
            String typed = it.getCharacter();
            if (!isShortcut && !typed.isEmpty() && typed.charAt(0) > ' ' && !NUMERIC.contains(typed)) {
                it.consume();
            }
        });
    }

    /** Gives the focus away, so that keys are those of the window again. */
    static void leave(Node field) {
        if (field.isFocused() && field.getParent() != null) {
            field.getParent().requestFocus();
        }
    }

    /** Makes something so many heights of the type wide. */
    static void width(Region region, double widthEm) {
        region.setStyle(String.format(
                Locale.ROOT, "-fx-min-width: %1$.1fem; -fx-pref-width: %1$.1fem; -fx-max-width: %1$.1fem;", widthEm));
    }

    /** Calls when Enter is struck or the field is left with another text; Escape takes the text back. Both leave the field. */
    static void onCommit(TextField field, Consumer<String> commit) {
        String[] before = {""};
        field.focusedProperty().addListener((it, was, is) -> {
            if (is) {
                before[0] = field.getText();
            } else if (!field.getText().equals(before[0])) {
                before[0] = field.getText();
                commit.accept(field.getText());
            }
        });
        field.setOnAction(it -> {
            before[0] = field.getText();
            commit.accept(field.getText());
            before[0] = field.getText();
            leave(field);
        });
        field.setOnKeyPressed(it -> {
            if (it.getCode() == KeyCode.ESCAPE) {
                field.setText(before[0]);
                leave(field);
                it.consume();
            }
        });
    }

    /** A sentence that wraps. */
    static Label sentence(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(Styles.TEXT_SMALL);
        return label;
    }

    /** A sentence of less weight. */
    static Label muted(String text) {
        Label label = sentence(text);
        label.getStyleClass().add(Styles.TEXT_MUTED);
        return label;
    }

    /** A heading within a panel. */
    static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().addAll(Styles.TEXT_CAPTION, Styles.TEXT_BOLD);
        return label;
    }

    /** Fills what room there is. */
    static <T extends Region> T wide(T region) {
        region.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(region, Priority.ALWAYS);
        return region;
    }

    /** Makes a switch as small as the small buttons beside it. */
    static void small(ToggleButton toggle) {
        toggle.setStyle("-fx-font-size: 0.85em; -fx-padding: 0.5em 0.8em 0.5em 0.8em;");
        toggle.setMinWidth(USE_PREF_SIZE);
    }

    /** Shows a help text where the mouse rests. */
    static <T extends Control> T tip(T control, String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setShowDelay(TOOLTIP_AFTER);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_PX);
        control.setTooltip(tooltip);
        return control;
    }

    /** Shows a node, or hides it and the room it takes. */
    static void show(Node node, boolean isShown) {
        node.setVisible(isShown);
        node.setManaged(isShown);
    }

    /** Gives a node one of several style classes and takes the others away. */
    static void style(Node node, String wanted, String... all) {
        for (String one : all) {
            if (!one.equals(wanted)) {
                node.getStyleClass().remove(one);
            }
        }
        if (!wanted.isEmpty() && !node.getStyleClass().contains(wanted)) {
            node.getStyleClass().add(wanted);
        }
    }
}
