package org.lucida.view.fx;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.panel.AidsPanel;
import org.lucida.view.fx.panel.CameraPanel;
import org.lucida.view.fx.panel.HistogramPanel;
import org.lucida.view.fx.panel.LedgerPanel;
import org.lucida.view.fx.panel.LuckinessPanel;
import org.lucida.view.fx.panel.MastersPanel;
import org.lucida.view.fx.panel.Panel;
import org.lucida.view.fx.panel.RecordPanel;
import org.lucida.view.fx.panel.SharpenPanel;
import org.lucida.view.fx.panel.StatusStrip;
import org.lucida.view.fx.panel.TargetPanel;
import org.lucida.view.fx.picture.DisplayStretch;
import org.lucida.view.fx.picture.Eye;
import org.lucida.view.fx.picture.PictureView;
import org.lucida.view.fx.picture.Tone;

/**
 * The page of the observation: on the left what is turned, in the middle the picture, on the right what is read, below the
 * account in one line.
 *
 * <p>Thread: FX.
 */
final class MainPage {
    private static final double PADDING_PX = 10;
    private static final double LARGE_SIDE_PX = 390;
    private static final String LEFT = "dividerLeft";
    private static final String RIGHT = "dividerRight";
    private static final String TURNED = "tabLeft";
    private static final String READ = "tabRight";
    private static final String TAB = "tab-";
    private static final String HISTOGRAM = "dividerHistogram";

    private final Desk desk;
    private final Eye eye;
    private final BorderPane node = new BorderPane();
    private final SplitPane across = new SplitPane();
    private final SplitPane leftSide = new SplitPane();
    private final PictureView picture;
    private final HistogramPanel histogram;
    private final RecordPanel record;
    private final MastersPanel masters;
    private final List<Panel> panels;
    private final ChangeListener<Readings> onReadings = (it, before, now) -> tell(now);
    private final ChangeListener<Boolean> onLarge = (it, before, now) -> {
        if (now) {
            usualDividers = across.getDividerPositions();
        }
        sides(now);
    };
    private final TabPane turned = new TabPane();
    /** Where the sides end in the usual type. */
    private double[] usualDividers;

    private final TabPane read = new TabPane();

    MainPage(Desk desk, Eye eye) {
        this.desk = desk;
        this.eye = eye;
        Words words = desk.words("shell");
        record = new RecordPanel(desk);
        picture = new PictureView(desk, eye);
        CameraPanel camera = new CameraPanel(desk);
        TargetPanel target = new TargetPanel(desk);
        masters = new MastersPanel(desk);
        histogram = new HistogramPanel(desk, new Handles());
        LuckinessPanel luckiness = new LuckinessPanel(desk, eye);
        LedgerPanel ledger = new LedgerPanel(desk);
        AidsPanel aids = new AidsPanel(desk, eye);
        SharpenPanel sharpen = new SharpenPanel(desk, eye);
        sharpen.seenAs(() -> picture.tone().get());
        StatusStrip status = new StatusStrip(desk);
        panels = List.of(record, camera, target, masters, histogram, luckiness, ledger, aids, sharpen, status);
        eye.add(histogram);
        picture.onRoi(roi -> {
            turned.getSelectionModel().select(0);
            camera.drawnRoi(roi);
        });

        turned.setId("turned");
        turned.getTabs()
                .setAll(
                        tab(words, "camera", camera),
                        tab(words, "target", target),
                        tab(words, "record", record),
                        tab(words, "masters", masters));
        read.setId("read");
        read.getTabs()
                .setAll(
                        tab(words, "luckiness", luckiness),
                        tab(words, "account", ledger),
                        tab(words, "aids", aids),
                        tab(words, "sharpen", sharpen));
        show(desk.remembered().text(TURNED).orElse("camera"));
        show(desk.remembered().text(READ).orElse("luckiness"));
        leftSide.setOrientation(Orientation.VERTICAL);
        leftSide.getItems().setAll(turned, scrolling(histogram));
        leftSide.setDividerPositions(desk.remembered().number(HISTOGRAM, 0.56));
        across.getItems().setAll(leftSide, picture, read);
        usualDividers = new double[] {
            desk.remembered().number(LEFT, 0.235), desk.remembered().number(RIGHT, 0.765)
        };
        across.setDividerPositions(usualDividers);
        desk.large().addListener(onLarge);
        sides(desk.large().get());
        SplitPane.setResizableWithParent(leftSide, false);
        SplitPane.setResizableWithParent(read, false);
        node.setCenter(across);
        Label readout = new Label();
        readout.setId("readout");
        readout.getStyleClass().addAll("figure", "text-small", "readout");
        readout.textProperty().bind(picture.readout());
        node.setBottom(new VBox(readout, status.node()));
        addKeys(words);
        desk.readings().addListener(onReadings);
    }

    /** Large type needs wider sides; the usual type gets its own back. */
    private void sides(boolean isLarge) {
        leftSide.setMinWidth(isLarge ? LARGE_SIDE_PX : 0);
        read.setMinWidth(isLarge ? LARGE_SIDE_PX : 0);
        if (!isLarge) {
            across.setDividerPositions(usualDividers);
        }
    }

    private static Tab tab(Words words, String key, Panel panel) {
        Tab tab = new Tab(words.say("tab." + key), scrolling(panel));
        tab.setId(TAB + key);
        tab.setTooltip(new Tooltip(words.say("tab." + key + ".tip")));
        tab.setClosable(false);
        return tab;
    }

    private static ScrollPane scrolling(Panel panel) {
        if (panel.node().getPadding().equals(Insets.EMPTY)) {
            panel.node().setPadding(new Insets(PADDING_PX));
        }
        ScrollPane scroll = new ScrollPane(panel.node());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private void addKeys(Words words) {
        for (int i = 0; i < turned.getTabs().size(); i++) {
            int tab = i;
            desk.keys().add("Alt+" + (i + 1), turned.getTabs().get(i).getText(), () -> turned.getSelectionModel()
                    .select(tab));
        }
        for (int i = 0; i < read.getTabs().size(); i++) {
            int tab = i;
            desk.keys()
                    .add(
                            "Alt+" + (i + 1 + turned.getTabs().size()),
                            read.getTabs().get(i).getText(),
                            () -> read.getSelectionModel().select(tab));
        }
    }

    Region node() {
        return node;
    }

    PictureView picture() {
        return picture;
    }

    RecordPanel record() {
        return record;
    }

    /** Shows one of the tabs by its name. */
    void show(String name) {
        for (TabPane tabs : List.of(turned, read)) {
            tabs.getTabs().stream()
                    .filter(it -> it.getId().equals(TAB + name))
                    .findFirst()
                    .ifPresent(tabs.getSelectionModel()::select);
        }
    }

    /** True while an assistant has the camera for itself: the page must stay, without an observation. */
    ReadOnlyBooleanProperty busy() {
        return masters.busy();
    }

    /** Another observation, or none. */
    void observe(Observation observation) {
        panels.forEach(panel -> panel.observe(observation));
    }

    private void tell(Readings now) {
        if (now != null) {
            panels.forEach(panel -> panel.tell(now));
        }
    }

    /** Remembers how the page was divided. */
    void remember() {
        double[] at = desk.large().get() ? usualDividers : across.getDividerPositions();
        desk.remembered().put(LEFT, at[0]);
        desk.remembered().put(RIGHT, at[1]);
        desk.remembered().put(TURNED, selected(turned));
        desk.remembered().put(READ, selected(read));
        desk.remembered().put(HISTOGRAM, leftSide.getDividerPositions()[0]);
    }

    private static String selected(TabPane tabs) {
        return tabs.getSelectionModel().getSelectedItem().getId().substring(TAB.length());
    }

    /** The page is not needed any more. */
    void close() {
        desk.readings().removeListener(onReadings);
        desk.large().removeListener(onLarge);
        eye.remove(histogram);
        panels.forEach(Panel::close);
        picture.close();
    }

    /** The histogram's handles turn the picture's tone. */
    private final class Handles implements DisplayStretch {
        @Override
        public void range(double blackAdu, double whiteAdu) {
            picture.handTone().set(Tone.alike(Tone.Mode.HAND, new Tone.Channel(blackAdu, whiteAdu, 0.5)));
        }

        @Override
        public void automatic() {
            picture.handTone().set(null);
        }

        @Override
        public Optional<Range> now() {
            Tone tone = picture.tone().get();
            if (tone == null) {
                return Optional.empty();
            }
            double blackAdu = Double.POSITIVE_INFINITY;
            double whiteAdu = Double.NEGATIVE_INFINITY;
            for (int plane = 0; plane < 3; plane++) {
                blackAdu = Math.min(blackAdu, tone.channel(plane).blackAdu());
                whiteAdu = Math.max(whiteAdu, tone.channel(plane).whiteAdu());
            }
            return Optional.of(new Range(blackAdu, whiteAdu));
        }
    }
}
