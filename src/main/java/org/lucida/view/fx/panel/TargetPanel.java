package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.config.OwnPresets;
import org.lucida.config.Preset;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * What is looked at and how it is stacked: presets, their settings, and the stack itself: begin anew, pause, save.
 *
 * <p>The share that is kept acts at once on coming frames; every other setting needs the camera opened again.
 */
public final class TargetPanel implements Panel {
    private static final double PADDING_PX = 10;
    private static final double GAP_PX = 6;
    private static final double ASKED_FROM_S = 60;
    private static final List<String> ORIGIN = List.of("originXPx", "originYPx");

    private final Desk desk;
    private final Words words;
    private final OwnPresets own;
    private final VBox node = new VBox(GAP_PX);
    private final ComboBox<String> presets = new ComboBox<>();
    private final Label description = FormLine.muted("");
    private final SettingsForm form;
    private final Button apply = new Button();
    private final Question question = new Question();
    private final ToggleButton pause = new ToggleButton();
    private final Button restart = new Button();
    private final Button save = new Button();
    private final Label stack = FormLine.muted("");
    private final TextField name = new TextField();
    private final TextField about = new TextField();
    private final CheckBox withCamera = new CheckBox();
    private final Button keep = new Button();
    private final Label kept = FormLine.sentence("");
    private Observation observation;
    private Readings last;
    private Preset chosen;
    private boolean isShowing;

    /** Lays out the panel and gives it its keys. */
    public TargetPanel(Desk desk) {
        this.desk = desk;
        words = desk.words("target");
        own = new OwnPresets(desk.remembered().folder().resolve("presets"));
        form = new SettingsForm(words, this::keepFraction, this::edited);
        node.setId("target-panel");
        node.setPadding(new Insets(PADDING_PX));
        layOut();
        desk.keys().add("Shortcut+S", words.say("key.save"), this::saveNow);
        desk.keys().add("Shortcut+N", words.say("key.restart"), this::restart);
        desk.keys().add("P", words.say("key.pause"), () -> {
            if (observation != null) {
                pause.setSelected(!pause.isSelected());
                pause(pause.isSelected());
            }
        });
        listPresets();
        observe(null);
    }

    private void layOut() {
        presets.setId("target-preset");
        presets.getStyleClass().add(Styles.SMALL);
        presets.setOnAction(it -> choose(presets.getValue()));
        button(apply, "apply", Styles.ACCENT);
        apply.setMaxWidth(Double.MAX_VALUE);
        apply.setOnAction(it -> openAnew());
        button(restart, "restart", "");
        restart.setOnAction(it -> restart());
        pause.setText(words.say("pause"));
        pause.setId("target-pause");
        FormLine.small(pause);
        FormLine.tip(pause, words.say("pause.tip"));
        pause.setOnAction(it -> pause(pause.isSelected()));
        button(save, "save", "");
        save.setOnAction(it -> saveNow());
        node.getChildren()
                .addAll(
                        FormLine.heading(words.say("stack")),
                        stack,
                        new FlowPane(GAP_PX, GAP_PX, save, restart, pause),
                        new Separator(),
                        new FormLine(words.say("preset"), words.say("preset.tip"), FormLine.wide(presets)),
                        description,
                        form,
                        apply,
                        question,
                        ownPane());
    }

    private TitledPane ownPane() {
        for (TextField field : List.of(name, about)) {
            field.getStyleClass().add(Styles.SMALL);
            field.setPrefWidth(60);
        }
        name.setId("target-name");
        about.setId("target-about");
        name.setPromptText(words.say("name.prompt"));
        withCamera.setText(words.say("camera"));
        withCamera.setWrapText(true);
        FormLine.tip(withCamera, words.say("camera.tip"));
        button(keep, "keep", Styles.ACCENT);
        keep.setOnAction(it -> keepPreset(false));
        Button take = new Button();
        button(take, "take", "");
        take.setOnAction(it -> takePreset());
        Button give = new Button();
        button(give, "give", "");
        give.setOnAction(it -> givePreset());
        VBox box = new VBox(
                GAP_PX,
                new FormLine(words.say("name"), words.say("name.tip"), FormLine.wide(name)),
                new FormLine(words.say("about"), words.say("about.tip"), FormLine.wide(about)),
                withCamera,
                new FlowPane(GAP_PX, GAP_PX, keep, take, give),
                kept);
        FormLine.show(kept, false);
        TitledPane pane = new TitledPane(words.say("own"), box);
        pane.setExpanded(false);
        pane.setId("target-own");
        pane.getStyleClass().add(Styles.DENSE);
        FormLine.tip(pane, words.say("own.tip"));
        return pane;
    }

    private void button(Button button, String key, String style) {
        button.setText(words.say(key));
        button.setId("target-" + key);
        button.getStyleClass().add(Styles.SMALL);
        if (!style.isEmpty()) {
            button.getStyleClass().add(style);
        }
        FormLine.tip(button, words.say(key + ".tip"));
    }

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation now) {
        observation = now;
        last = null;
        chosen = null;
        question.withdraw();
        boolean isOpen = now != null;
        for (Region region : List.of(restart, pause, save)) {
            region.setDisable(!isOpen);
        }
        stack.setText(words.say("stack.none"));
        pause.setSelected(false);
        isShowing = true;
        presets.setValue(isOpen ? now.opening().presetName() : presets.getValue());
        isShowing = false;
        description.setText("");
        FormLine.show(description, false);
        if (isOpen) {
            form.show(now.opening().settings());
            describe(now.opening().presetName());
        }
        edited();
    }

    @Override
    public void tell(Readings now) {
        last = now;
        stack.setText(words.say(
                now.isStackPaused() ? "stack.paused" : "stack.now",
                String.format(words.locale(), "%,d", now.stackedNowCount())));
        pause.setSelected(now.isStackPaused());
        form.tellKept(now.keepFraction());
    }

    // ---- the stack --------------------------------------------------------------------------------------------------

    private void restart() {
        if (observation == null) {
            return;
        }
        Observation now = observation;
        double stackedS = stackedS();
        Runnable begin = () -> {
            now.session().restartStack();
            desk.tell(Notice.Level.FACT, words.say("restart.done"));
        };
        if (stackedS > ASKED_FROM_S) {
            question.ask(
                    words.say("restart.question", Amounts.duration(stackedS, words)),
                    words.say("restart.yes"),
                    words.say("no"),
                    begin);
        } else {
            begin.run();
        }
    }

    private double stackedS() {
        return last == null || !(last.frameRateHz() > 0) ? 0 : last.stackedNowCount() / last.frameRateHz();
    }

    private void pause(boolean isPaused) {
        if (observation != null) {
            observation.session().stackPaused(isPaused);
        }
    }

    private void saveNow() {
        if (observation == null || save.isDisable()) {
            return;
        }
        Observation now = observation;
        save.setDisable(true);
        desk.work(
                () -> {
                    try {
                        return now.session().saveNow();
                    } catch (java.io.IOException | RuntimeException failed) {
                        desk.trouble(failed);
                        return List.<Path>of();
                    }
                },
                files -> {
                    save.setDisable(observation == null);
                    if (!files.isEmpty()) {
                        desk.tell(Notice.Level.FACT, words.say("saved", files.get(0)));
                    }
                });
    }

    private void keepFraction(double share) {
        if (observation != null) {
            observation.session().keepFraction(share);
        }
    }

    // ---- presets ----------------------------------------------------------------------------------------------------

    private void listPresets() {
        desk.work(() -> desk.presets().names(), names -> {
            String now = presets.getValue();
            isShowing = true;
            presets.getItems().setAll(names);
            presets.setValue(now);
            isShowing = false;
        });
    }

    private void describe(String preset) {
        if (preset.isBlank()) {
            return;
        }
        Observation asked = observation;
        desk.work(
                () -> {
                    try {
                        return Optional.of(desk.presets().load(preset));
                    } catch (java.io.IOException | IllegalArgumentException gone) {
                        // opened with a preset that has no file any more: its settings are shown all the same
                        return Optional.<Preset>empty();
                    }
                },
                found -> {
                    if (observation == asked && chosen == null) {
                        found.ifPresent(this::showDescription);
                    }
                });
    }

    private void showDescription(Preset preset) {
        String camera = preset.camera().isEmpty() ? "" : " " + words.say("preset.camera", listed(preset.camera()));
        boolean isShipped =
                Presets.BUILT_IN.contains(preset.name()) && preset.source().startsWith("built in");
        description.setText((isShipped ? words.say("preset." + preset.name()) : preset.description()) + camera);
        FormLine.show(description, !description.getText().isBlank());
    }

    private static String listed(Map<String, String> camera) {
        StringBuilder text = new StringBuilder();
        camera.forEach((key, value) -> text.append(text.length() == 0 ? "" : ", ")
                .append(key)
                .append(" = ")
                .append(value));
        return text.toString();
    }

    private void choose(String preset) {
        if (isShowing || preset == null) {
            return;
        }
        desk.work(() -> desk.presets().load(preset), loaded -> {
            chosen = loaded;
            form.show(loaded.settings());
            showDescription(loaded);
            edited();
        });
    }

    /** The camera is opened again with what the form says, and with what the preset says of the camera. */
    private void openAnew() {
        Optional<StackSettings> read = form.settings();
        if (observation == null || read.isEmpty()) {
            return;
        }
        Observation now = observation;
        Runnable open = () -> {
            String preset = chosen == null ? now.opening().presetName() : chosen.name();
            Map<String, String> camera = CameraPanel.settingsNow(now);
            if (chosen != null) {
                camera.putAll(known(chosen.camera(), now.controls(), camera));
            }
            Opening next = now.opening()
                    .with(preset, read.get())
                    .with(now.opening().wish().withSettings(camera));
            desk.remembered().put("preset", preset);
            desk.open(next);
        };
        double stackedS = stackedS();
        if (last != null && last.isRecording()) {
            question.ask(words.say("apply.recording"), words.say("apply.yes"), words.say("no"), open);
        } else if (stackedS > ASKED_FROM_S) {
            question.ask(
                    words.say("apply.question", Amounts.duration(stackedS, words)),
                    words.say("apply.yes"),
                    words.say("no"),
                    open);
        } else {
            open.run();
        }
    }

    /** The camera settings of a preset that this camera has; the others are another camera's. */
    private static Map<String, String> known(
            Map<String, String> wanted, CameraControls controls, Map<String, String> before) {
        Map<String, String> known = new LinkedHashMap<>();
        wanted.forEach((key, value) -> {
            Optional<CameraControl> control = controls.named(key);
            if (control.isPresent()
                    && control.get().isWritable()
                    && !ORIGIN.contains(control.get().key())) {
                before.keySet().removeIf(control.get()::isCalled);
                known.put(control.get().key(), value);
            }
        });
        return known;
    }

    /** Something in the form changed: may it be applied? */
    private void edited() {
        Optional<StackSettings> now = form.settings();
        boolean isOther = observation != null
                && now.isPresent()
                && (chosen != null
                        || !SettingsForm.isSame(now.get(), observation.opening().settings()));
        apply.setDisable(!isOther);
        FormLine.show(apply, observation != null);
        keep.setDisable(now.isEmpty());
    }

    // ---- own presets ------------------------------------------------------------------------------------------------

    private void keepPreset(boolean replaces) {
        Optional<StackSettings> settings = form.settings();
        String called = name.getText().strip();
        if (settings.isEmpty()) {
            return;
        }
        if (called.isEmpty()) {
            sayKept(words.say("name.missing"), false);
            name.requestFocus();
            return;
        }
        String said = about.getText().strip();
        Map<String, String> camera = withCamera.isSelected() && observation != null ? cameraNow() : Map.of();
        desk.work(
                () -> {
                    try {
                        if (!replaces && own.isTaken(called)) {
                            return Kept.TAKEN;
                        }
                        Path file = own.save(called, said, settings.get(), camera, replaces);
                        return new Kept(words.say("kept", called, file), true);
                    } catch (java.io.IOException | IllegalArgumentException refused) {
                        return new Kept(refused.getMessage(), false);
                    }
                },
                kept -> {
                    if (kept == Kept.TAKEN) {
                        question.ask(
                                words.say("keep.question", called),
                                words.say("keep.yes"),
                                words.say("no"),
                                () -> keepPreset(true));
                    } else {
                        sayKept(kept.sentence, kept.isWell);
                        listPresets();
                    }
                });
    }

    /**
     * What came of saving.
     *
     * @param sentence for the observer
     * @param isWell false if it was refused
     */
    private record Kept(String sentence, boolean isWell) {
        static final Kept TAKEN = new Kept("", false);
    }

    /** What the camera stands at now, as a preset may hold it. */
    private Map<String, String> cameraNow() {
        Map<String, String> camera = new LinkedHashMap<>();
        CameraControls controls = observation.controls();
        for (CameraControl control : controls.all()) {
            if (control.isWritable()
                    && !ORIGIN.contains(control.key())
                    && controls.value(control.key()).isPresent()) {
                camera.put(
                        control.key(),
                        controls.isAuto(control.key())
                                ? "auto"
                                : Long.toString(controls.value(control.key()).getAsLong()));
            }
        }
        return camera;
    }

    private void sayKept(String sentence, boolean isWell) {
        kept.setText(sentence);
        FormLine.style(kept, isWell ? Styles.SUCCESS : Styles.DANGER, Styles.SUCCESS, Styles.DANGER);
        FormLine.show(kept, !sentence.isEmpty());
    }

    private void takePreset() {
        if (desk.asks() != null) {
            desk.asks()
                    .openFile(words.say("take.tip"), home(), List.of(".yaml", ".yml"), file -> takePreset(file, false));
        }
    }

    /** Takes a file somebody sent into the own presets. */
    void takePreset(Path file, boolean replaces) {
        desk.work(
                () -> {
                    try {
                        String called = String.valueOf(file.getFileName()).replaceFirst("(?i)\\.ya?ml$", "");
                        if (!replaces && own.isTaken(called)) {
                            return Kept.TAKEN;
                        }
                        Preset taken = own.take(file, replaces);
                        return new Kept(words.say("taken", taken.name()), true);
                    } catch (java.io.IOException | IllegalArgumentException refused) {
                        return new Kept(refused.getMessage(), false);
                    }
                },
                taken -> {
                    if (taken == Kept.TAKEN) {
                        question.ask(
                                words.say("keep.question", file.getFileName()),
                                words.say("keep.yes"),
                                words.say("no"),
                                () -> takePreset(file, true));
                    } else {
                        sayKept(taken.sentence, taken.isWell);
                        listPresets();
                    }
                });
    }

    private void givePreset() {
        if (desk.asks() == null) {
            return;
        }
        String called = name.getText().isBlank() ? "preset" : name.getText().strip();
        Optional<StackSettings> settings = form.settings();
        if (settings.isEmpty()) {
            return;
        }
        desk.asks().saveFile(words.say("give.tip"), home().resolve(called + ".yaml"), file -> {
            String said = about.getText().strip();
            Map<String, String> camera = withCamera.isSelected() && observation != null ? cameraNow() : Map.of();
            desk.work(
                    () -> {
                        OwnPresets.writeWhole(file, OwnPresets.text(said, settings.get(), camera), Files.exists(file));
                        return file;
                    },
                    written -> sayKept(words.say("given", written), true));
        });
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home", "."));
    }
}
