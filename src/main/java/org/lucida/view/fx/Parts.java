package org.lucida.view.fx;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/** The small parts pages are made of, so that they look alike. */
final class Parts {
    private Parts() {}

    /** A button that is an icon; the tooltip says what it does. */
    static Button button(String icon, String tip, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat");
        tip(button, tip);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A switch that is an icon. */
    static ToggleButton toggle(String icon, String tip) {
        ToggleButton toggle = new ToggleButton(null, new FontIcon(icon));
        toggle.getStyleClass().addAll("button-icon", "flat");
        tip(toggle, tip);
        return toggle;
    }

    /** Says what a button without a text does. */
    static void tip(ButtonBase button, String tip) {
        button.setTooltip(new Tooltip(tip));
        button.setAccessibleText(tip);
    }

    /** A text that wraps. */
    static Label text(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        return label;
    }

    /** A heading. */
    static Label section(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("section");
        return label;
    }

    /** Room that grows. */
    static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    /** A row of things. */
    static HBox row(double spacing, Node... nodes) {
        HBox row = new HBox(spacing, nodes);
        row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return row;
    }
}
