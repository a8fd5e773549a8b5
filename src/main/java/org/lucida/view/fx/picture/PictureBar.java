package org.lucida.view.fx.picture;

import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.view.fx.desk.Keys;
import org.lucida.view.fx.desk.Words;

/** The buttons over the picture; each has its key, and its tooltip says which. What has no room is behind an arrow. */
final class PictureBar extends ToolBar {
    private final Words words;
    private final Keys keys;
    private final ToggleGroup modes = new ToggleGroup();

    PictureBar(Words words, Keys keys) {
        this.words = words;
        this.keys = keys;
        setId("picture-bar");
        setMinWidth(0);
    }

    /** A gap between groups. */
    void gap() {
        getItems().add(new Separator());
    }

    /** One of the modes. */
    void mode(String name, String icon, String key, Runnable choose, ObservableModeIs isChosen) {
        ToggleButton button = new ToggleButton(words.say(name), new FontIcon(icon));
        dress(button, name, key);
        button.setToggleGroup(modes);
        button.setOnAction(event -> {
            choose.run();
            button.setSelected(true);
        });
        isChosen.addListener(button::setSelected);
        add(button, name, key, choose);
    }

    /** Tells now and later whether a mode is chosen. */
    interface ObservableModeIs {
        void addListener(java.util.function.Consumer<Boolean> listener);
    }

    /** Something done. */
    void action(String name, String icon, String key, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        dress(button, name, key);
        button.setOnAction(event -> action.run());
        add(button, name, key, action);
    }

    /** Something switched on and off. */
    ToggleButton toggle(String name, String icon, String key, BooleanProperty property) {
        ToggleButton button = new ToggleButton(null, new FontIcon(icon));
        dress(button, name, key);
        button.selectedProperty().bindBidirectional(property);
        add(button, name, key, () -> {
            if (!button.isDisabled()) {
                property.set(!property.get());
            }
        });
        return button;
    }

    /** A text that changes. */
    void label(ObservableStringValue text, String id) {
        Label label = new Label();
        label.setId(id);
        label.textProperty().bind(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setPrefWidth(Region.USE_COMPUTED_SIZE);
        getItems().add(label);
    }

    private void dress(ButtonBase button, String name, String key) {
        String tip = words.say(name + ".tip");
        button.setId("picture-" + name);
        button.getStyleClass().add("flat");
        if (button.getText() == null) {
            button.getStyleClass().add("button-icon");
        }
        button.setTooltip(new Tooltip(
                tip + "  (" + javafx.scene.input.KeyCombination.valueOf(key).getDisplayText() + ")"));
        button.setAccessibleText(tip);
    }

    private void add(ButtonBase button, String name, String key, Runnable action) {
        keys.add(key, words.say(name + ".tip"), action);
        getItems().add(button);
    }
}
