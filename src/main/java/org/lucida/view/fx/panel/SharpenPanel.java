package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.ObjectColour;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Eye;
import org.lucida.view.fx.picture.Tone;

/**
 * Sharpening of the display copy, live; the linear stack is not touched. The recipe is kept for each kind of target.
 *
 * <p>Thread: FX.
 */
public final class SharpenPanel implements Panel {
    private static final String[] SCALES_PX = {"2", "4", "8", "16", "32", "64"};
    private static final double MOST_GAIN = 8;
    private static final double MOST_THRESHOLD_SIGMA = 6;
    private static final double MOST_PSF_PX = 12;
    private static final double MOST_ITERATIONS = 40;
    private static final double MOST_SATURATION = 3;
    private static final double LABEL_WIDTH_PX = 30;
    private static final double GAP_PX = 6;
    private static final String OWN = "own";
    private static final List<String> BALANCES =
            List.of("none", "grey", "planet", "venus", "mars", "jupiter", "saturn", "uranus", "neptune", OWN);

    private final Desk desk;
    private final Eye eye;
    private final Words words;
    private final VBox node = new VBox(GAP_PX);
    private final Label notes = new Label();
    private final Tooltip notesTip = new Tooltip();
    private final PictureSaving saving;
    private final List<Runnable> readers = new ArrayList<>();
    private EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET);
    private StackSharpening sharpening;
    private boolean isReading;
    private String targetName = "";

    public SharpenPanel(Desk desk, Eye eye) {
        this.desk = desk;
        this.eye = eye;
        words = desk.words("sharpen");
        node.setId("sharpen-panel");
        node.getStyleClass().add("panel");
        saving = new PictureSaving(desk, words, this::recipe);
        lay();
        read();
    }

    /** Saved pictures are given this tone, the one of the picture that is seen; while it gives null, the recipe's. */
    public void seenAs(Supplier<Tone> tone) {
        saving.seenAs(tone);
    }

    @Override
    public Region node() {
        return node;
    }

    /** What is done to the display copy now. */
    public EnhanceRecipe recipe() {
        return recipe;
    }

    @Override
    public void observe(Observation observation) {
        saving.observe(observation);
        notes.setText("");
        if (observation == null) {
            sharpening = null;
            eye.sharpen(null);
            return;
        }
        EnhanceRecipe.Target target = EnhanceRecipe.Target.valueOf(
                observation.opening().settings().target().name());
        targetName = observation
                .opening()
                .targetName()
                .orElseGet(() -> observation.info().facts().getOrDefault("OBJECT", ""));
        recipe = remembered(target);
        sharpening = new StackSharpening(
                observation.opening().settings(), recipe, now -> Platform.runLater(() -> show(now)));
        eye.sharpen(sharpening);
        read();
    }

    private EnhanceRecipe remembered(EnhanceRecipe.Target target) {
        try {
            return desk.remembered().text(key(target)).map(EnhanceRecipe::parse).orElseGet(() -> usual(target));
        } catch (IllegalArgumentException outdated) {
            return usual(target);
        }
    }

    /** As the command line begins: what suits the kind of target, and its colour if it is a planet. */
    private EnhanceRecipe usual(EnhanceRecipe.Target target) {
        EnhanceRecipe plain = EnhanceRecipe.defaultsFor(target);
        return ObjectColour.balanceFor(targetName).map(plain::withBalance).orElse(plain);
    }

    private static String key(EnhanceRecipe.Target target) {
        return "sharpen." + target.name().toLowerCase(Locale.ROOT);
    }

    /** Another recipe; the picture follows. */
    private void take(EnhanceRecipe wanted) {
        if (isReading || wanted.equals(recipe)) {
            return;
        }
        recipe = wanted;
        desk.remembered().put(key(recipe.target()), recipe.text());
        if (sharpening != null) {
            sharpening.recipe(recipe);
            eye.sharpen(sharpening);
        }
        read();
    }

    /** All widgets show the recipe. */
    private void read() {
        isReading = true;
        readers.forEach(Runnable::run);
        isReading = false;
    }

    private void show(StackSharpening.Found found) {
        List<String> lines = new ArrayList<>();
        if (found.psf() != null) {
            lines.add(
                    found.psf().isKnown()
                            ? words.say("found.psf", number(found.psf().fwhmPx()))
                            : words.say("found.psf.none"));
        }
        if (found.dispersion() != null) {
            lines.add(
                    found.dispersion().isValid()
                            ? words.say(
                                    "found.colours",
                                    signed(found.dispersion().redXPx()),
                                    signed(found.dispersion().redYPx()),
                                    signed(found.dispersion().blueXPx()),
                                    signed(found.dispersion().blueYPx()))
                            : words.say("found.colours.none"));
        }
        notes.setText(String.join("\n", lines));
        notesTip.setText(String.join("\n", found.notes()));
    }

    private String number(double value) {
        return String.format(words.locale(), "%.2f", value);
    }

    private String signed(double value) {
        return String.format(words.locale(), "%+.2f", value);
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(RecipeText.command(recipe));
        Clipboard.getSystemClipboard().setContent(content);
        desk.tell(Notice.Level.FACT, words.say("copy.done"));
    }

    private void paste() {
        try {
            String text = Clipboard.getSystemClipboard().getString();
            take(RecipeText.parse(text == null ? "" : text).withTarget(recipe.target()));
        } catch (IllegalArgumentException unreadable) {
            desk.trouble(unreadable);
        }
    }

    // ---- layout
    // ------------------------------------------------------------------------------------------------------

    private void lay() {
        Button usual = new Button(words.say("usual"));
        usual.setId("sharpen-usual");
        usual.setTooltip(new Tooltip(words.say("usual.tip")));
        usual.setOnAction(event -> take(usual(recipe.target())));
        Button off = new Button(words.say("off"));
        off.setId("sharpen-off");
        off.setTooltip(new Tooltip(words.say("off.tip")));
        off.setOnAction(
                event -> take(EnhanceRecipe.OFF.withTarget(recipe.target()).withTone(recipe.tone())));
        Button copy = new Button(words.say("copy"));
        copy.setId("sharpen-copy");
        copy.setTooltip(new Tooltip(words.say("copy.tip")));
        copy.setOnAction(event -> copy());
        Button paste = new Button(words.say("paste"));
        paste.setId("sharpen-paste");
        paste.setTooltip(new Tooltip(words.say("paste.tip")));
        paste.setOnAction(event -> paste());
        FlowPane buttons = new FlowPane(GAP_PX, GAP_PX, usual, off, copy, paste);
        buttons.getChildren().forEach(it -> it.getStyleClass().add(Styles.SMALL));
        notes.setId("sharpen-notes");
        notes.setWrapText(true);
        notes.setMinHeight(Region.USE_PREF_SIZE);
        notes.setTooltip(notesTip);
        notes.getStyleClass().addAll("text-small", "text-muted");
        node.getChildren().addAll(buttons, notes);

        section("deconvolution");
        ComboBox<EnhanceRecipe.Method> method = new ComboBox<>();
        method.setId("sharpen-method");
        method.getItems().setAll(EnhanceRecipe.Method.values());
        method.setConverter(new MethodWords());
        method.setTooltip(new Tooltip(words.say("method.tip")));
        method.setMaxWidth(Double.MAX_VALUE);
        method.setOnAction(event -> {
            if (method.getValue() != null) {
                take(recipe.withSharpening(recipe.sharpening().withMethod(method.getValue())));
            }
        });
        readers.add(() -> method.setValue(recipe.sharpening().method()));
        node.getChildren().add(method);
        CheckBox measured = new CheckBox(words.say("psf.measured"));
        measured.setTooltip(new Tooltip(words.say("psf.measured.tip")));
        measured.setOnAction(
                event -> take(recipe.withSharpening(recipe.sharpening().withPsfFwhmPx(measured.isSelected() ? 0 : 3))));
        readers.add(() -> {
            measured.setSelected(recipe.sharpening().psfFwhmPx() == 0);
            measured.setDisable(recipe.sharpening().method() == EnhanceRecipe.Method.NONE);
        });
        node.getChildren().add(measured);
        GridPane deconvolution = grid();
        Slider psf = slider(
                deconvolution,
                "psf",
                0.5,
                MOST_PSF_PX,
                "%.1f",
                it -> it.sharpening().psfFwhmPx() == 0 ? 3 : it.sharpening().psfFwhmPx(),
                (it, px) -> it.withSharpening(it.sharpening().withPsfFwhmPx(px)));
        Slider iterations = slider(
                deconvolution,
                "iterations",
                1,
                MOST_ITERATIONS,
                "%.0f",
                it -> it.sharpening().iterationCount(),
                (it, count) -> it.withSharpening(it.sharpening().withIterationCount((int) Math.round(count))));
        Slider noise = slider(
                deconvolution,
                "noise",
                0.1,
                20,
                "%.1f",
                it -> it.sharpening().noiseRatio(),
                (it, ratio) -> it.withSharpening(it.sharpening().withNoiseRatio(ratio)));
        readers.add(() -> {
            EnhanceRecipe.Method now = recipe.sharpening().method();
            psf.setDisable(
                    now == EnhanceRecipe.Method.NONE || recipe.sharpening().psfFwhmPx() == 0);
            iterations.setDisable(now != EnhanceRecipe.Method.RICHARDSON_LUCY);
            noise.setDisable(now != EnhanceRecipe.Method.WIENER);
        });

        section("wavelets");
        GridPane wavelets = grid();
        Label gain = new Label(words.say("gain"));
        Label threshold = new Label(words.say("threshold"));
        gain.getStyleClass().addAll("text-small", "text-muted");
        threshold.getStyleClass().addAll("text-small", "text-muted");
        wavelets.add(gain, 1, 0, 2, 1);
        wavelets.add(threshold, 3, 0, 2, 1);
        for (int scale = 0; scale < EnhanceRecipe.SCALE_COUNT; scale++) {
            waveletRow(wavelets, scale);
        }

        section("noise.section");
        GridPane noiseGrid = grid();
        slider(noiseGrid, "denoise", 0, 1, "%.2f", EnhanceRecipe::denoiseFraction, EnhanceRecipe::withDenoiseFraction);
        slider(noiseGrid, "halo", 0, 1, "%.2f", EnhanceRecipe::haloFraction, EnhanceRecipe::withHaloFraction);

        section("colour");
        ComboBox<String> balance = new ComboBox<>();
        balance.setId("sharpen-balance");
        balance.getItems().setAll(BALANCES);
        balance.setConverter(new BalanceWords());
        balance.setTooltip(new Tooltip(words.say("balance.tip")));
        balance.setMaxWidth(Double.MAX_VALUE);
        balance.setOnAction(event -> {
            if (balance.getValue() != null && !balance.getValue().equals(balanceName(recipe.balance()))) {
                take(recipe.withBalance(balanceOf(balance.getValue(), recipe.balance())));
            }
        });
        readers.add(() -> balance.setValue(balanceName(recipe.balance())));
        node.getChildren().add(balance);
        CheckBox align = check("align");
        align.setOnAction(event -> take(recipe.withAlignment(
                align.isSelected() ? EnhanceRecipe.Alignment.AUTO : EnhanceRecipe.Alignment.NONE)));
        readers.add(() -> align.setSelected(recipe.alignment().origin() != EnhanceRecipe.Origin.NONE));
        GridPane colour = grid();
        slider(
                colour,
                "red",
                0.3,
                3,
                "%.2f",
                it -> it.balance().redRatio(),
                (it, ratio) -> it.withBalance(balance(it, ratio, it.balance().blueRatio())));
        slider(
                colour,
                "blue",
                0.3,
                3,
                "%.2f",
                it -> it.balance().blueRatio(),
                (it, ratio) -> it.withBalance(balance(it, it.balance().redRatio(), ratio)));
        slider(
                colour,
                "saturation",
                0,
                MOST_SATURATION,
                "%.2f",
                EnhanceRecipe::saturationRatio,
                EnhanceRecipe::withSaturationRatio);
        section("save.section");
        node.getChildren().add(saving);
    }

    private static String balanceName(EnhanceRecipe.Balance balance) {
        for (String name : BALANCES) {
            if (!name.equals(OWN) && balanceOf(name, balance).equals(balance)) {
                return name;
            }
        }
        return OWN;
    }

    private static EnhanceRecipe.Balance balanceOf(String name, EnhanceRecipe.Balance now) {
        return switch (name) {
            case "none" -> EnhanceRecipe.Balance.NONE;
            case "grey" -> EnhanceRecipe.Balance.GREY_WORLD;
            case "planet" -> EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET)
                    .balance();
            case OWN -> new EnhanceRecipe.Balance(
                    EnhanceRecipe.Origin.GIVEN, now.redRatio(), now.greenRatio(), now.blueRatio());
            default -> ObjectColour.balanceFor(name).orElse(now);
        };
    }

    /** Factors on top of the measured grey, or by themselves where nothing is measured. */
    private static EnhanceRecipe.Balance balance(EnhanceRecipe it, double red, double blue) {
        EnhanceRecipe.Origin origin = it.balance().origin() == EnhanceRecipe.Origin.NONE
                ? EnhanceRecipe.Origin.GIVEN
                : it.balance().origin();
        return new EnhanceRecipe.Balance(origin, red, it.balance().greenRatio(), blue);
    }

    private void section(String key) {
        Label label = new Label(words.say(key));
        label.getStyleClass().add("section");
        node.getChildren().add(label);
    }

    private CheckBox check(String key) {
        CheckBox check = new CheckBox(words.say(key));
        check.setId("sharpen-" + key);
        check.setTooltip(new Tooltip(words.say(key + ".tip")));
        node.getChildren().add(check);
        return check;
    }

    private GridPane grid() {
        GridPane grid = new GridPane();
        grid.setHgap(GAP_PX);
        grid.setVgap(4);
        node.getChildren().add(grid);
        return grid;
    }

    /** A row of name, slider and figure. */
    private Slider slider(
            GridPane grid,
            String key,
            double least,
            double most,
            String format,
            ToDoubleFunction<EnhanceRecipe> from,
            BiFunction<EnhanceRecipe, Double, EnhanceRecipe> to) {
        Label name = new Label(words.say(key));
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label figure = figure();
        Slider slider = bare(least, most, from, to, figure, format);
        slider.setId("sharpen-" + key);
        slider.setTooltip(new Tooltip(words.say(key + ".tip")));
        name.setLabelFor(slider);
        grid.addRow(grid.getRowCount(), name, slider, figure);
        return slider;
    }

    private void waveletRow(GridPane grid, int scale) {
        Label name = new Label(SCALES_PX[scale] + " px");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label gainFigure = figure();
        Slider gain = bare(
                0,
                MOST_GAIN,
                it -> it.waveletGains().get(scale),
                (it, value) -> it.withWaveletGain(scale, value),
                gainFigure,
                "%.1f");
        gain.setId("wavelet-gain-" + scale);
        gain.setTooltip(new Tooltip(words.say("gain.tip", SCALES_PX[scale])));
        Label thresholdFigure = figure();
        Slider threshold = bare(
                0,
                MOST_THRESHOLD_SIGMA,
                it -> it.waveletThresholds().get(scale),
                (it, value) -> it.withWaveletThreshold(scale, value),
                thresholdFigure,
                "%.1f");
        threshold.setTooltip(new Tooltip(words.say("threshold.tip", SCALES_PX[scale])));
        grid.addRow(scale + 1, name, gain, gainFigure, threshold, thresholdFigure);
    }

    private static Label figure() {
        Label figure = new Label();
        figure.getStyleClass().add("figure");
        figure.setMinWidth(LABEL_WIDTH_PX);
        return figure;
    }

    private Slider bare(
            double least,
            double most,
            ToDoubleFunction<EnhanceRecipe> from,
            BiFunction<EnhanceRecipe, Double, EnhanceRecipe> to,
            Label figure,
            String format) {
        Slider slider = new Slider(least, most, least);
        slider.setBlockIncrement((most - least) / 40);
        slider.setPrefWidth(90);
        GridPane.setHgrow(slider, Priority.ALWAYS);
        slider.valueProperty().addListener((it, before, now) -> {
            figure.setText(String.format(words.locale(), format, now.doubleValue()));
            if (!isReading) {
                take(to.apply(recipe, Math.round(now.doubleValue() * 100) / 100.0));
            }
        });
        readers.add(() -> {
            slider.setValue(from.applyAsDouble(recipe));
            figure.setText(String.format(words.locale(), format, from.applyAsDouble(recipe)));
        });
        return slider;
    }

    private final class BalanceWords extends StringConverter<String> {
        @Override
        public String toString(String value) {
            return value == null ? "" : words.say("balance." + value);
        }

        @Override
        public String fromString(String text) {
            throw new UnsupportedOperationException("the list is not typed into");
        }
    }

    private final class MethodWords extends StringConverter<EnhanceRecipe.Method> {
        @Override
        public String toString(EnhanceRecipe.Method value) {
            return value == null ? "" : words.say("method." + value.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public EnhanceRecipe.Method fromString(String text) {
            throw new UnsupportedOperationException("the list is not typed into");
        }
    }
}
