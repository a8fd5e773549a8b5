package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.lucida.camera.CameraControls;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * Which part of the sensor is read, how it is binned, and how deep the samples are.
 *
 * <p>A region of the same size elsewhere moves while frames flow where the camera can do that; everything else is asked of
 * whoever opens the camera.
 */
final class RegionForm extends VBox {
    private static final double GAP_PX = 6;
    private static final double FIELD_EM = 4.6;
    private static final int WIDTH_STEP_PX = 8;
    private static final int HEIGHT_STEP_PX = 2;
    private static final int LEAST_PX = 16;
    private static final List<int[]> SIZES = List.of(
            new int[] {320, 240},
            new int[] {480, 480},
            new int[] {640, 480},
            new int[] {800, 600},
            new int[] {1024, 768},
            new int[] {1280, 960},
            new int[] {1920, 1080});

    /** A target that has wandered by this share of the frame is fetched back. */
    private static final double FOLLOWED_FRACTION = 0.12;

    private static final long FOLLOW_EVERY_NS = TimeUnit.SECONDS.toNanos(4);
    private static final String ORIGIN_X = "originXPx";
    private static final String ORIGIN_Y = "originYPx";

    private final Words words;
    private final BiConsumer<Optional<Roi>, Map<String, String>> open;
    private final TextField xPx = FormLine.field(FIELD_EM);
    private final TextField yPx = FormLine.field(FIELD_EM);
    private final TextField widthPx = FormLine.field(FIELD_EM);
    private final TextField heightPx = FormLine.field(FIELD_EM);
    private final FormLine position;
    private final FormLine size;
    private final MenuButton sizes = new MenuButton();
    private final Button centre = new Button();
    private final Button whole = new Button();
    private final Button apply = new Button();
    private final CheckBox follows = new CheckBox();
    private final ComboBox<String> bin = new ComboBox<>();
    private final ComboBox<String> depth = new ComboBox<>();
    private final FormLine binLine;
    private final FormLine depthLine;
    private final Label sensor = FormLine.muted("");
    private Observation observation;
    /** Frame of the whole sensor, as far as it is known; zero if not. */
    private int wholeWidthPx;

    private int wholeHeightPx;
    private String knownFor = "";
    private boolean isShowing;
    private long followedNs;

    /**
     * Lays out the form.
     *
     * @param open opens the camera anew with a region (empty = whole sensor) and settings of its shape
     */
    RegionForm(Words words, BiConsumer<Optional<Roi>, Map<String, String>> open) {
        super(GAP_PX);
        this.words = words;
        this.open = open;
        xPx.setId("roi-x");
        yPx.setId("roi-y");
        widthPx.setId("roi-width");
        heightPx.setId("roi-height");
        apply.setId("roi-apply");
        whole.setId("roi-whole");
        position =
                new FormLine(words.say("roi.position"), words.say("roi.position.tip"), xPx, new Label(";"), yPx, px());
        size = new FormLine(
                words.say("roi.size"), words.say("roi.size.tip"), widthPx, new Label("\u00d7"), heightPx, px());
        for (TextField field : List.of(xPx, yPx, widthPx, heightPx)) {
            FormLine.onCommit(field, it -> {});
            field.setOnAction(it -> {
                applyFields();
                FormLine.leave(field);
            });
        }
        for (int[] one : SIZES) {
            MenuItem item = new MenuItem(one[0] + " \u00d7 " + one[1] + " px");
            item.setOnAction(it -> choose(one[0], one[1]));
            sizes.getItems().add(item);
        }
        button(sizes, "roi.sizes");
        button(centre, "roi.centre");
        button(whole, "roi.whole");
        button(apply, "roi.apply");
        apply.getStyleClass().add(Styles.ACCENT);
        centre.setOnAction(it -> moveToCentre());
        whole.setOnAction(it -> open.accept(Optional.empty(), shape()));
        apply.setOnAction(it -> applyFields());
        follows.setText(words.say("roi.follow"));
        FormLine.tip(follows, words.say("roi.follow.tip"));
        for (ComboBox<String> box : List.of(bin, depth)) {
            box.getStyleClass().add(Styles.SMALL);
            box.setOnAction(it -> shapeChosen());
        }
        bin.getItems().addAll("1\u00d71", "2\u00d72", "3\u00d73", "4\u00d74");
        depth.getItems().addAll(words.say("depth.8"), words.say("depth.16"));
        binLine = new FormLine(words.say("bin"), words.say("bin.tip"), bin);
        depthLine = new FormLine(words.say("depth"), words.say("depth.tip"), depth);
        getChildren()
                .addAll(
                        FormLine.heading(words.say("roi")),
                        sensor,
                        position,
                        size,
                        new FlowPane(GAP_PX, GAP_PX, sizes, centre, whole, apply),
                        follows,
                        binLine,
                        depthLine,
                        FormLine.muted(words.say("roi.note")));
    }

    private static Label px() {
        Label label = new Label("px");
        label.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        return label;
    }

    private void button(javafx.scene.control.ButtonBase button, String key) {
        button.setText(words.say(key));
        button.getStyleClass().add(Styles.SMALL);
        FormLine.tip(button, words.say(key + ".tip"));
    }

    // ---- what is open -----------------------------------------------------------------------------------------------

    void observe(Observation now) {
        observation = now;
        setDisable(now == null);
        follows.setSelected(false);
        if (now == null) {
            return;
        }
        isShowing = true;
        boolean isCamera = !now.controls().all().isEmpty();
        FormLine.show(binLine, isCamera);
        FormLine.show(depthLine, isCamera);
        Map<String, String> settings = now.opening().wish().settings();
        String binning = settings.getOrDefault("bin", "1");
        bin.setValue(binning + "\u00d7" + binning);
        depth.setValue(words.say(now.format().bytesPerSample() == 1 ? "depth.8" : "depth.16"));
        learnWhole(now, binning);
        follows.setDisable(!canMove());
        centre.setDisable(wholeWidthPx == 0);
        show(roi());
        FrameFormat format = now.format();
        String frame = format.widthPx() + " \u00d7 " + format.heightPx() + " px, " + format.bitDepth() + " bit, "
                + words.say(format.layout().planeCount() == 1 ? "layout.mono" : "layout.colour");
        sensor.setText(
                wholeWidthPx == 0
                        ? words.say("sensor.unknown", frame)
                        : words.say("sensor", frame, wholeWidthPx + " \u00d7 " + wholeHeightPx));
        isShowing = false;
    }

    /** The frame of the whole sensor: as opened without a region, or as the start position may move. */
    private void learnWhole(Observation now, String binning) {
        String key = now.opening().address() + "/" + binning;
        if (!key.equals(knownFor)) {
            wholeWidthPx = 0;
            wholeHeightPx = 0;
            knownFor = key;
        }
        if (now.opening().wish().roi().isEmpty()) {
            wholeWidthPx = now.format().widthPx();
            wholeHeightPx = now.format().heightPx();
        } else if (wholeWidthPx == 0 && canMove()) {
            wholeWidthPx = (int) (now.controls().named(ORIGIN_X).orElseThrow().maxValue()
                    + now.format().widthPx());
            wholeHeightPx = (int) (now.controls().named(ORIGIN_Y).orElseThrow().maxValue()
                    + now.format().heightPx());
        }
    }

    private boolean canMove() {
        return observation != null
                && observation.controls().named(ORIGIN_X).isPresent()
                && observation.controls().named(ORIGIN_Y).isPresent();
    }

    /** The region now, in px of the delivered frame. */
    private Roi roi() {
        Optional<Roi> asked = observation.opening().wish().roi();
        FrameFormat format = observation.format();
        CameraControls controls = observation.controls();
        OptionalLong x = controls.value(ORIGIN_X);
        OptionalLong y = controls.value(ORIGIN_Y);
        return new Roi(
                (int) Math.max(0, x.orElse(asked.map(Roi::xPx).orElse(0))),
                (int) Math.max(0, y.orElse(asked.map(Roi::yPx).orElse(0))),
                format.widthPx(),
                format.heightPx());
    }

    private void show(Roi roi) {
        xPx.setText(Integer.toString(roi.xPx()));
        yPx.setText(Integer.toString(roi.yPx()));
        widthPx.setText(Integer.toString(roi.widthPx()));
        heightPx.setText(Integer.toString(roi.heightPx()));
        position.accept();
        size.accept();
    }

    void tell(Readings now) {
        if (observation != null && follows.isSelected()) {
            follow(now);
        }
    }

    /** Moves the region after a target that wanders, in whole cells of the mosaic. */
    private void follow(Readings now) {
        double dx = now.displacementXPx();
        double dy = now.displacementYPx();
        boolean isFar = Math.abs(dx) > FOLLOWED_FRACTION * observation.format().widthPx()
                || Math.abs(dy) > FOLLOWED_FRACTION * observation.format().heightPx();
        if (!isFar || System.nanoTime() - followedNs < FOLLOW_EVERY_NS) {
            return;
        }
        followedNs = System.nanoTime();
        Roi at = roi();
        move(even(at.xPx() + dx, wholeWidthPx - at.widthPx()), even(at.yPx() + dy, wholeHeightPx - at.heightPx()));
    }

    private static int even(double px, int most) {
        return 2 * (int) Math.floor(Math.max(0, Math.min(px, Math.max(0, most))) / 2);
    }

    private void move(int toXPx, int toYPx) {
        try {
            observation
                    .controls()
                    .request(Map.of(ORIGIN_X, Integer.toString(toXPx), ORIGIN_Y, Integer.toString(toYPx)));
            show(new Roi(
                    toXPx,
                    toYPx,
                    observation.format().widthPx(),
                    observation.format().heightPx()));
        } catch (IllegalArgumentException refused) {
            position.refuse(refused.getMessage());
        }
    }

    // ---- what is wished ---------------------------------------------------------------------------------------------

    /** A region drawn in the live picture. */
    void drawn(Roi drawn) {
        if (observation == null) {
            return;
        }
        Roi at = roi();
        int width = Math.max(2 * LEAST_PX, drawn.widthPx() / WIDTH_STEP_PX * WIDTH_STEP_PX);
        int height = Math.max(2 * LEAST_PX, drawn.heightPx() / HEIGHT_STEP_PX * HEIGHT_STEP_PX);
        show(new Roi(
                even(at.xPx() + drawn.xPx(), wholeWidthPx == 0 ? Integer.MAX_VALUE : wholeWidthPx - width),
                even(at.yPx() + drawn.yPx(), wholeHeightPx == 0 ? Integer.MAX_VALUE : wholeHeightPx - height),
                width,
                height));
        applyFields();
    }

    /** Another size around the middle of the region now. */
    private void choose(int width, int height) {
        Roi at = roi();
        int fitWidth = wholeWidthPx == 0 ? width : Math.min(width, wholeWidthPx);
        int fitHeight = wholeHeightPx == 0 ? height : Math.min(height, wholeHeightPx);
        show(new Roi(
                even(at.xPx() + (at.widthPx() - fitWidth) / 2.0, wholeWidthPx - fitWidth),
                even(at.yPx() + (at.heightPx() - fitHeight) / 2.0, wholeHeightPx - fitHeight),
                fitWidth,
                fitHeight));
        applyFields();
    }

    private void moveToCentre() {
        Roi at = roi();
        show(new Roi(
                even((wholeWidthPx - at.widthPx()) / 2.0, wholeWidthPx - at.widthPx()),
                even((wholeHeightPx - at.heightPx()) / 2.0, wholeHeightPx - at.heightPx()),
                at.widthPx(),
                at.heightPx()));
        applyFields();
    }

    private void applyFields() {
        position.accept();
        size.accept();
        int[] values = new int[4];
        TextField[] fields = {xPx, yPx, widthPx, heightPx};
        for (int i = 0; i < values.length; i++) {
            OptionalDouble number = Amounts.read(fields[i].getText());
            int least = i < 2 ? 0 : LEAST_PX;
            if (number.isEmpty()
                    || number.getAsDouble() != Math.rint(number.getAsDouble())
                    || number.getAsDouble() < least) {
                (i < 2 ? position : size).refuse(words.say("roi.refused.number", fields[i].getText(), least));
                return;
            }
            values[i] = (int) Math.min(1 << 20, number.getAsDouble());
        }
        Roi wanted = new Roi(values[0], values[1], values[2], values[3]);
        if (wholeWidthPx > 0 && !wanted.fitsIn(wholeWidthPx, wholeHeightPx)) {
            size.refuse(words.say("roi.refused.outside", wholeWidthPx + " \u00d7 " + wholeHeightPx));
            return;
        }
        Roi at = roi();
        if (wanted.equals(at)) {
            return;
        }
        if (canMove() && wanted.widthPx() == at.widthPx() && wanted.heightPx() == at.heightPx()) {
            move(wanted.xPx(), wanted.yPx());
        } else {
            open.accept(Optional.of(wanted), shape());
        }
    }

    private void shapeChosen() {
        if (!isShowing && observation != null) {
            // positions are in px of the binned frame: another binning begins with the whole sensor
            boolean sameBin = observation
                    .opening()
                    .wish()
                    .settings()
                    .getOrDefault("bin", "1")
                    .equals(binning());
            open.accept(sameBin ? observation.opening().wish().roi() : Optional.empty(), shape());
        }
    }

    private String binning() {
        return bin.getValue().substring(0, 1);
    }

    private Map<String, String> shape() {
        Map<String, String> shape = new LinkedHashMap<>();
        if (binLine.isVisible()) {
            Map<String, String> asked = observation.opening().wish().settings();
            if (asked.containsKey("bin") || !binning().equals("1")) {
                shape.put("bin", binning());
            }
            boolean isDeep = depth.getValue().equals(words.say("depth.16"));
            if (asked.containsKey("format") || isDeep != (observation.format().bytesPerSample() > 1)) {
                shape.put("format", isDeep ? "RAW16" : "RAW8");
            }
        }
        return shape;
    }
}
