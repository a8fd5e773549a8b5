package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import org.lucida.config.Problem;
import org.lucida.config.StackSettings;
import org.lucida.luck.Metric;
import org.lucida.view.fx.desk.Words;

/** The settings of a stack, each with its unit and its bounds; what cannot be used is told beside it. */
final class SettingsForm extends VBox {
    private static final double GAP_PX = 6;
    private static final double FIELD_EM = 5.6;
    private static final String KEEP = "keepFraction";
    private static final double PERCENT = 100;
    private static final List<String> FIRST = List.of("scale", "pixfrac", KEEP);
    private static final List<String> MORE =
            List.of("samplingPxPerLambdaD", "alpha", "searchRadiusPx", "epochCount", "threads", "ringSlotCount");
    /** What stands behind the numbers. */
    private static final Map<String, String> UNITS =
            Map.of("scale", "\u00d7", "pixfrac", "px", KEEP, "%", "samplingPxPerLambdaD", "px", "searchRadiusPx", "px");

    private final Words words;
    private final DoubleConsumer keeps;
    private final Runnable edited;
    private final ComboBox<StackSettings.Target> target = new ComboBox<>();
    private final ComboBox<String> metric = new ComboBox<>();
    private final Map<String, TextField> fields = new LinkedHashMap<>();
    private final Map<String, FormLine> lines = new LinkedHashMap<>();
    private StackSettings base = StackSettings.defaults();
    private boolean isShowing;

    /**
     * Lays out the form.
     *
     * @param keeps told at once when another share is to be kept
     * @param edited called after every other change
     */
    SettingsForm(Words words, DoubleConsumer keeps, Runnable edited) {
        super(GAP_PX);
        this.words = words;
        this.keeps = keeps;
        this.edited = edited;
        target.getItems().addAll(StackSettings.Target.values());
        target.setConverter(new Named<>(it -> words.say("target." + it.key())));
        target.setId("setting-target");
        for (Metric one : Metric.values()) {
            metric.getItems().add(one.metricName());
        }
        metric.setId("setting-metric");
        for (ComboBox<?> box : List.of(target, metric)) {
            box.getStyleClass().add(Styles.SMALL);
            box.setOnAction(it -> changed());
        }
        lines.put("target", new FormLine(words.say("target"), words.say("target.tip"), FormLine.wide(target)));
        lines.put("metric", new FormLine(words.say("metric"), words.say("metric.tip"), FormLine.wide(metric)));
        getChildren().add(lines.get("target"));
        FIRST.forEach(key -> getChildren().add(line(key)));
        VBox more = new VBox(GAP_PX, lines.get("metric"));
        MORE.forEach(key -> more.getChildren().add(line(key)));
        TitledPane pane = new TitledPane(words.say("more"), more);
        pane.setExpanded(false);
        pane.getStyleClass().add(Styles.DENSE);
        pane.setId("setting-more");
        FormLine.tip(pane, words.say("more.tip"));
        getChildren().add(pane);
        show(base);
    }

    private FormLine line(String key) {
        TextField field = FormLine.field(FIELD_EM);
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setId("setting-" + key);
        fields.put(key, field);
        Label unit = new Label(UNITS.containsKey(key) ? UNITS.get(key) : words.say(key + ".unit"));
        unit.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        FormLine line = new FormLine(
                words.say(key),
                words.say(key + ".tip") + "\n" + words.say("bounds", words.say(key + ".bounds")),
                field,
                unit);
        lines.put(key, line);
        FormLine.onCommit(field, it -> {
            changed();
            if (key.equals(KEEP) && lines.get(KEEP).refusal().isEmpty()) {
                settings().ifPresent(now -> keeps.accept(now.keepFraction()));
            }
        });
        return line;
    }

    /** Shows settings; what was typed is forgotten. */
    void show(StackSettings settings) {
        base = settings;
        isShowing = true;
        target.setValue(settings.target());
        metric.setValue(settings.metric());
        fields.forEach((key, field) -> field.setText(shown(key, settings)));
        lines.values().forEach(FormLine::accept);
        isShowing = false;
    }

    private String shown(String key, StackSettings settings) {
        double value = key.equals(KEEP)
                ? PERCENT * settings.keepFraction()
                : Amounts.read(settings.text(key)).orElse(0);
        return Amounts.plain(value, words.locale());
    }

    /** The share that is kept now, which another panel may have turned. */
    void tellKept(double share) {
        TextField field = fields.get(KEEP);
        String text = Amounts.plain(Math.rint(1e4 * share) / 100, words.locale());
        if (!field.isFocused() && lines.get(KEEP).refusal().isEmpty() && !text.equals(field.getText())) {
            field.setText(text);
        }
    }

    private void changed() {
        if (!isShowing) {
            settings();
            edited.run();
        }
    }

    /** What the form says; empty, and told beside the field, if something in it cannot be used. */
    Optional<StackSettings> settings() {
        lines.values().forEach(FormLine::accept);
        StackSettings.Builder builder = base.change().target(target.getValue()).metric(metric.getValue());
        boolean isWell = true;
        for (Map.Entry<String, TextField> one : fields.entrySet()) {
            OptionalDouble number = Amounts.read(one.getValue().getText());
            boolean isRead = number.isPresent() && put(builder, one.getKey(), number.getAsDouble());
            if (!isRead) {
                refuse(one.getKey(), one.getValue().getText());
            }
            isWell &= isRead;
        }
        StackSettings settings = builder.build();
        if (isWell) {
            for (Problem problem : settings.problems()) {
                isWell = false;
                tell(problem, settings);
            }
        }
        return isWell ? Optional.of(settings) : Optional.empty();
    }

    private void tell(Problem problem, StackSettings settings) {
        boolean isTooFine = problem.path().equals("scale") && settings.scale() <= 3 && settings.scale() >= 1;
        if (isTooFine) {
            lines.get("scale")
                    .refuse(words.say(
                            "scale.fine",
                            Amounts.plain(settings.scale(), words.locale()),
                            Amounts.three(Math.max(1, 4 / settings.samplingPxPerLambdaD()), words.locale())));
        } else if (lines.containsKey(problem.path())) {
            TextField field = fields.get(problem.path());
            refuse(problem.path(), field == null ? problem.value() : field.getText());
        }
    }

    private void refuse(String key, String text) {
        String bounds = fields.containsKey(key) ? words.say(key + ".bounds") : "";
        lines.get(key).refuse(words.say("refused", text, bounds));
    }

    private static boolean put(StackSettings.Builder builder, String key, double value) {
        boolean isWhole = value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
        switch (key) {
            case "scale" -> builder.scale(value);
            case "pixfrac" -> builder.pixfrac(value);
            case KEEP -> builder.keepFraction(value / PERCENT);
            case "samplingPxPerLambdaD" -> builder.samplingPxPerLambdaD(value);
            case "alpha" -> builder.alpha(value);
            case "searchRadiusPx" -> builder.searchRadiusPx((int) value);
            case "epochCount" -> builder.epochCount((int) value);
            case "threads" -> builder.threads((int) value);
            case "ringSlotCount" -> builder.ringSlotCount((int) value);
            default -> throw new IllegalArgumentException("key=" + key + " is no field; add it");
        }
        return isWhole
                || List.of("scale", "pixfrac", KEEP, "samplingPxPerLambdaD", "alpha")
                        .contains(key);
    }

    /** True if two settings differ at most in what acts at once. */
    static boolean isSame(StackSettings one, StackSettings other) {
        return one.change()
                .keepFraction(1)
                .build()
                .equals(other.change().keepFraction(1).build());
    }

    /** Shows values by their names in the observer's language. */
    private static final class Named<T> extends javafx.util.StringConverter<T> {
        private final java.util.function.Function<T, String> name;

        Named(java.util.function.Function<T, String> name) {
            this.name = name;
        }

        @Override
        public String toString(T value) {
            return value == null ? "" : name.apply(value);
        }

        @Override
        public T fromString(String text) {
            throw new UnsupportedOperationException("chosen, not typed");
        }
    }
}
