package org.lucida.view.fx;

import java.util.List;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.panel.Panel;
import org.lucida.view.fx.picture.Eye;

/** The page of the observation: what is turned on the left, the picture, what is read on the right. */
final class MainPage {
    private final Desk desk;
    private final BorderPane node = new BorderPane();
    private final SplitPane split = new SplitPane();
    private final List<Panel> panels;

    MainPage(Desk desk, Eye eye) {
        this.desk = desk;
        panels = List.of();
        split.getItems().add(new StackPane());
        node.setCenter(split);
        desk.readings().addListener((it, before, now) -> {
            if (now != null) {
                panels.forEach(panel -> panel.tell(now));
            }
        });
    }

    Region node() {
        return node;
    }

    void observe(Observation observation) {
        panels.forEach(panel -> panel.observe(observation));
    }

    void remember() {}

    void close() {}
}
