package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.view.fx.desk.Words;

/**
 * One knob of a camera: shows what it stands at, and asks for what the observer turns it to. A value the camera does not take
 * falls back to the one it has, with a sentence why.
 *
 * <p>Thread: FX.
 */
final class ControlLine extends VBox {
    /** Time a camera gets to take a value before the line shows again what it really stands at. */
    private static final long PENDING_NS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final double FIELD_EM = 4.6;
    private static final double GAP_PX = 6;
    /** The slider ends here, the field does not: nobody drags to half an hour. */
    private static final double LONGEST_DRAGGED_US = 60e6;

    private static final List<Integer> PRESETS_MS = List.of(1, 2, 5, 10, 20, 50);
    private static final double TENTH = 0.1;

    /** Exposures are typed in one of these. */
    private enum Unit {
        US("\u00b5s", 1),
        MS("ms", 1e3),
        S("s", 1e6);

        private final String sign;
        private final double perUnit;

        Unit(String sign, double perUnit) {
            this.sign = sign;
            this.perUnit = perUnit;
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    private final CameraControl control;
    private final CameraControls controls;
    private final Words words;
    private final ControlNames names;
    private final boolean isExposure;
    private FormLine line;
    private final TextField field = FormLine.field(FIELD_EM);
    private final Label reading = new Label();
    private final ComboBox<Unit> unit = new ComboBox<>();
    private final Slider slider = new Slider();
    private final CheckBox onOff = new CheckBox();
    private final ToggleButton auto = new ToggleButton();
    /** True while the camera's values are shown, so that they are not asked for again. */
    private boolean isTelling;

    private OptionalLong wished = OptionalLong.empty();
    private long askedNs;

    ControlLine(CameraControl control, CameraControls controls, Words words, ControlNames names) {
        super(3);
        this.control = control;
        this.controls = controls;
        this.words = words;
        this.names = names;
        isExposure = control.key().equals("exposureUs");
        setId("control-" + control.key());
        field.setId("field-" + control.key());
        layOut();
    }

    private void layOut() {
        String tip = names.meaning(control);
        auto.setText(words.say("auto"));
        FormLine.small(auto);
        FormLine.tip(auto, words.say("auto.tip", names.name(control)));
        auto.setOnAction(it -> turnAuto(auto.isSelected()));
        if (!control.isWritable()) {
            line = new FormLine(names.name(control), tip, reading);
            getChildren().add(line);
            return;
        }
        if (isSwitch()) {
            onOff.setOnAction(it -> ask(onOff.isSelected() ? 1 : 0));
            line = new FormLine(names.name(control), tip, onOff);
            getChildren().add(line);
            return;
        }
        String bounded = words.say(
                "bounds.tip", tip, shown(control.minValue()), shown(control.maxValue()), shown(control.defaultValue()));
        FormLine.onCommit(field, this::typed);
        field.setAlignment(Pos.CENTER_RIGHT);
        layOutSlider();
        line = isExposure ? exposureLine(bounded) : plainLine(bounded);
        getChildren().add(line);
        if (isExposure) {
            getChildren().add(presets());
        }
    }

    private FormLine exposureLine(String tip) {
        unit.getItems().addAll(Unit.values());
        unit.setValue(Unit.MS);
        unit.getStyleClass().add(Styles.SMALL);
        FormLine.width(unit, 6.2);
        unit.setOnAction(it -> show(controls.value(control.key())));
        FormLine.tip(unit, words.say("exposure.unit.tip"));
        FormLine made = new FormLine(names.name(control), tip, field, unit);
        HBox row = new HBox(GAP_PX, FormLine.wide(slider));
        if (control.hasAuto()) {
            row.getChildren().add(auto);
        }
        row.setAlignment(Pos.CENTER_LEFT);
        made.getChildren().add(1, row);
        return made;
    }

    private FormLine plainLine(String tip) {
        Label sign = new Label(names.unit(control));
        sign.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        FormLine.width(sign, 1.6);
        FormLine made = new FormLine(names.name(control), tip, FormLine.wide(slider), field);
        HBox row = (HBox) made.getChildren().get(0);
        if (!sign.getText().isEmpty() || !control.hasAuto()) {
            row.getChildren().add(sign);
        }
        if (control.hasAuto()) {
            row.getChildren().add(auto);
        }
        return made;
    }

    private void layOutSlider() {
        slider.setMinWidth(40);
        slider.setPrefWidth(70);
        if (isExposure) {
            slider.setMin(Math.log10(Math.max(1, control.minValue())));
            slider.setMax(Math.log10(Math.max(2, Math.min(control.maxValue(), LONGEST_DRAGGED_US))));
        } else {
            slider.setMin(control.minValue());
            slider.setMax(Math.max(control.minValue() + 1, control.maxValue()));
        }
        slider.setBlockIncrement((slider.getMax() - slider.getMin()) / 50);
        FormLine.tip(slider, words.say("slider.tip", names.name(control)));
        slider.setAccessibleText(names.name(control));
        slider.valueProperty().addListener((it, before, now) -> {
            if (!isTelling) {
                long value = Math.round(isExposure ? niceUs(Math.pow(10, now.doubleValue())) : now.doubleValue());
                wished = OptionalLong.of(value);
                field.setText(typedForm(value));
                if (!slider.isValueChanging()) {
                    ask(value);
                }
            }
        });
        slider.valueChangingProperty().addListener((it, was, is) -> {
            if (was && !is && wished.isPresent()) {
                ask(wished.getAsLong());
            }
        });
    }

    /** Dragged exposures come in two digits: 8.2 ms, not 8.1973. */
    private static double niceUs(double us) {
        double step = Math.pow(10, Math.floor(Math.log10(us)) - 1);
        return step < 1 ? us : Math.rint(us / step) * step;
    }

    private Node presets() {
        FlowPane row = new FlowPane(3, 3);
        for (int ms : PRESETS_MS) {
            long us = ms * 1000L;
            if (us < control.minValue() || us > control.maxValue()) {
                continue;
            }
            Button button = new Button(ms + " ms");
            button.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
            button.setStyle("-fx-padding: 2 5 2 5;");
            FormLine.tip(button, words.say("exposure.preset.tip", ms + " ms"));
            button.setOnAction(it -> ask(us));
            row.getChildren().add(button);
        }
        return row;
    }

    private boolean isSwitch() {
        return control.minValue() == 0 && control.maxValue() == 1;
    }

    // ---- from the observer to the camera ---------------------------------------------------------------------------

    private void typed(String text) {
        OptionalDouble number = Amounts.read(text);
        if (number.isEmpty()) {
            refuse(words.say("refused.number", text));
            return;
        }
        double perUnit = isExposure ? unit.getValue().perUnit : isTenths() ? 10 : 1;
        ask(Math.round(number.getAsDouble() * perUnit));
    }

    /** Asks the camera for a value in the control's unit. */
    void ask(long value) {
        if (value < control.minValue() || value > control.maxValue()) {
            refuse(words.say(
                    "refused.bounds",
                    names.name(control),
                    shown(value),
                    shown(control.minValue()),
                    shown(control.maxValue())));
            return;
        }
        request(Long.toString(value), OptionalLong.of(value));
    }

    private void turnAuto(boolean isAuto) {
        OptionalLong now = controls.value(control.key());
        request(isAuto ? "auto" : Long.toString(now.orElse(control.defaultValue())), OptionalLong.empty());
    }

    private void request(String wish, OptionalLong value) {
        try {
            controls.request(Map.of(control.key(), wish));
            line.accept();
            wished = value;
            askedNs = System.nanoTime();
            value.ifPresent(it -> show(OptionalLong.of(it)));
        } catch (IllegalArgumentException refused) {
            refuse(refused.getMessage());
        }
    }

    private void refuse(String sentence) {
        wished = OptionalLong.empty();
        line.refuse(sentence);
        show(controls.value(control.key()));
    }

    // ---- from the camera to the observer ---------------------------------------------------------------------------

    /** Shows what the camera stands at, unless the observer is turning it right now. */
    void tell() {
        OptionalLong now = controls.value(control.key());
        boolean isAuto = controls.isAuto(control.key());
        boolean isSettling = System.nanoTime() - askedNs < PENDING_NS;
        if (wished.isPresent() && isSettling && !wished.equals(now)) {
            return;
        }
        if (slider.isValueChanging()) {
            return;
        }
        wished = OptionalLong.empty();
        if (!isSettling || isAuto == auto.isSelected()) {
            auto.setSelected(isAuto);
            field.setDisable(isAuto);
            slider.setDisable(isAuto);
        }
        if (!field.isFocused()) {
            show(now);
        }
    }

    private void show(OptionalLong value) {
        if (value.isEmpty()) {
            reading.setText("\u2013");
            return;
        }
        isTelling = true;
        long now = value.getAsLong();
        reading.setText(shown(now));
        onOff.setSelected(now != 0);
        String text = typedForm(now);
        if (!text.equals(field.getText())) {
            field.setText(text);
        }
        slider.setValue(isExposure ? Math.log10(Math.max(1, now)) : now);
        isTelling = false;
    }

    /** A value as it is typed, without its unit. */
    private String typedForm(long value) {
        if (isExposure) {
            return Amounts.plain(value / unit.getValue().perUnit, words.locale());
        }
        return Amounts.plain(isTenths() ? value * TENTH : value, words.locale());
    }

    /** A value with its unit. */
    private String shown(long value) {
        if (isExposure) {
            return Amounts.exposure(value, words.locale());
        }
        String text = isTenths() ? String.format(words.locale(), "%.1f", value * TENTH) : Long.toString(value);
        String sign = names.unit(control);
        return sign.isEmpty() ? text : text + " " + sign;
    }

    /** Tenths of a degree or of a decibel are shown as degrees and decibels only where the observer knows them so. */
    private boolean isTenths() {
        return control.unit().equals("0.1 C");
    }

    CameraControl control() {
        return control;
    }

    String refusal() {
        return line.refusal();
    }
}
