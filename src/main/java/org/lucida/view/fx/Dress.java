package org.lucida.view.fx;

import java.net.URL;
import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Scene;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;

/** Puts the look on a scene, and keeps it on: dark or red, usual or large type. Popups take it over from their scene. */
final class Dress {
    private static final String LARGE = "large";

    private Dress() {}

    /** Dresses a scene, now and whenever the look changes. */
    static void put(Desk desk, Scene scene) {
        Runnable dress = () -> {
            scene.getStylesheets().setAll(sheet("lucida.css"));
            if (desk.look().get() == Look.NIGHT) {
                scene.getStylesheets().add(sheet("night.css"));
            }
            scene.setFill(desk.look().get().palette().paper());
            scene.getRoot().getStyleClass().remove(LARGE);
            if (desk.large().get()) {
                scene.getRoot().getStyleClass().add(LARGE);
            }
        };
        // kept by the scene and no longer than it: windows come and go, the desk stays
        InvalidationListener news = it -> dress.run();
        scene.getProperties().put(Dress.class, news);
        desk.look().addListener(new WeakInvalidationListener(news));
        desk.large().addListener(new WeakInvalidationListener(news));
        dress.run();
    }

    private static String sheet(String name) {
        URL url = Dress.class.getResource("look/" + name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
