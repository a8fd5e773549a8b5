package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.files.ClipWriter;
import org.lucida.files.SessionNames;
import org.lucida.pipeline.RecordingWish;
import org.lucida.view.Cameras;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/** When a recording begins and ends, where the clip goes and what it is called; all of it remembered. */
final class RecordForm extends VBox {
    private static final double GAP_PX = 6;
    private static final double FIELD_EM = 5.4;
    private static final List<Integer> COUNTDOWNS_S = List.of(0, 3, 5, 10);
    private static final double BYTES_PER_GB = 1e9;
    private static final double MOST_PRE_TRIGGER_S = 3600;
    private static final double MOST_CLIPS = 1000;
    private static final double MOST_PAUSE_S = 3600;
    private static final double S_PER_MIN = 60;
    /** Less room than this is worth a warning, and less than that an alarm. */
    private static final double FEW_MIN = 10;

    private static final double ALARMING_MIN = 2;
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MS_TO_NS = 1_000_000;

    /**
     * What shall be recorded.
     *
     * @param wish how, and when it ends
     * @param folder where to
     * @param targetName what it is called after
     * @param countdownS seconds before it begins
     * @param clipCount clips of a series; 1 = no series
     * @param pauseS seconds between two clips
     */
    record Order(RecordingWish wish, Path folder, String targetName, int countdownS, int clipCount, int pauseS) {}

    /** A field for a number that may be empty, remembered. */
    private final class Amount {
        private final String key;
        private final double least;
        private final double most;
        private final TextField field = FormLine.field(FIELD_EM);
        private final FormLine line;

        Amount(String key, String unit, double least, double most) {
            this.key = key;
            this.least = least;
            this.most = most;
            field.setId("record-" + key);
            field.setText(desk.remembered().text("record." + key).orElse(""));
            field.setPromptText(words.say(key + ".prompt"));
            line = new FormLine(words.say(key), words.say(key + ".tip"), field, unitLabel(unit));
            FormLine.onCommit(field, it -> {
                if (value().isPresent()) {
                    desk.remembered().put("record." + key, it.strip());
                }
                told = false;
            });
        }

        /** The number, 0 if there is none; empty and told if it cannot be used. */
        OptionalDouble value() {
            line.accept();
            if (field.getText().isBlank()) {
                return OptionalDouble.of(0);
            }
            OptionalDouble number = Amounts.read(field.getText());
            if (number.isEmpty() || number.getAsDouble() < least || number.getAsDouble() > most) {
                line.refuse(words.say(
                        "refused",
                        field.getText(),
                        Amounts.plain(least, words.locale()),
                        Amounts.plain(most, words.locale())));
                return OptionalDouble.empty();
            }
            return number;
        }
    }

    private final Desk desk;
    private final Words words;
    private final ComboBox<String> countdown = new ComboBox<>();
    private final ComboBox<String> format = new ComboBox<>();
    private final Amount frames;
    private final Amount seconds;
    private final Amount gigabytes;
    private final Amount preTrigger;
    private final Amount clips;
    private final Amount pause;
    private final TextField folder = new TextField();
    private final TextField target = new TextField();
    private final FormLine folderLine;
    private final Label room = FormLine.sentence("");
    private final Label preTriggerRoom = FormLine.muted("");
    private final Label preview = FormLine.muted("");
    private Observation observation;
    private Readings last;
    private boolean told;
    private long lookedNs;
    private long freeBytes = -1;

    RecordForm(Desk desk, Words words) {
        super(GAP_PX);
        this.desk = desk;
        this.words = words;
        frames = new Amount("frames", words.say("frames.unit"), 1, 1e9);
        seconds = new Amount("seconds", "s", 0.1, 1e6);
        gigabytes = new Amount("gigabytes", "GB", 0.001, 1e6);
        preTrigger = new Amount("preTrigger", "s", 0, MOST_PRE_TRIGGER_S);
        clips = new Amount("clips", words.say("clips.unit"), 1, MOST_CLIPS);
        pause = new Amount("pause", "s", 0, MOST_PAUSE_S);
        for (int s : COUNTDOWNS_S) {
            countdown.getItems().add(s == 0 ? words.say("countdown.none") : s + " s");
        }
        chooser(countdown, "countdown");
        for (ClipWriter.Kind kind : ClipWriter.Kind.values()) {
            format.getItems().add(words.say("format." + kind.name()));
        }
        chooser(format, "format");
        folder.setId("record-folder");
        target.setId("record-target");
        preview.setId("record-preview");
        room.setId("record-room");
        Button choose = new Button(null, new FontIcon("mdoal-folder"));
        choose.getStyleClass().addAll(Styles.SMALL, Styles.BUTTON_ICON);
        FormLine.tip(choose, words.say("folder.choose.tip"));
        choose.setAccessibleText(words.say("folder.choose.tip"));
        choose.setOnAction(it -> {
            if (desk.asks() != null) {
                desk.asks().folder(words.say("folder.choose.tip"), folderNow().orElse(Path.of(".")), this::chosen);
            }
        });
        folderLine = new FormLine(words.say("folder"), words.say("folder.tip"), text(folder), choose);
        FormLine.onCommit(folder, it -> look());
        FormLine.onCommit(target, it -> told = false);
        getChildren()
                .addAll(
                        new FormLine(words.say("countdown"), words.say("countdown.tip"), countdown),
                        preTrigger.line,
                        preTriggerRoom,
                        FormLine.heading(words.say("limits")),
                        frames.line,
                        seconds.line,
                        gigabytes.line,
                        FormLine.heading(words.say("file")),
                        new FormLine(words.say("target"), words.say("target.tip"), text(target)),
                        new FormLine(words.say("format"), words.say("format.tip"), format),
                        folderLine,
                        room,
                        preview,
                        FormLine.heading(words.say("series")),
                        clips.line,
                        pause.line);
    }

    private static Node text(TextField field) {
        field.getStyleClass().add(Styles.SMALL);
        field.setMinWidth(40);
        field.setPrefWidth(60);
        return FormLine.wide(field);
    }

    private static Label unitLabel(String unit) {
        Label label = new Label(unit);
        label.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        return label;
    }

    /** A choice, remembered by its place. */
    private void chooser(ComboBox<String> box, String key) {
        box.setId("record-" + key);
        box.getStyleClass().add(Styles.SMALL);
        box.setMaxWidth(Double.MAX_VALUE);
        FormLine.wide(box);
        int index = (int) desk.remembered().number("record." + key, 0);
        box.getSelectionModel().select(Math.max(0, Math.min(box.getItems().size() - 1, index)));
        box.setOnAction(it -> {
            desk.remembered().put("record." + key, box.getSelectionModel().getSelectedIndex());
            told = false;
        });
    }

    void observe(Observation now) {
        observation = now;
        last = null;
        freeBytes = -1;
        folderLine.accept();
        if (now != null) {
            folder.setText(now.opening().folder().toString());
            target.setText(now.opening().targetName().orElseGet(() -> Cameras.targetOf(now.info())));
            look();
        }
        show();
    }

    private void chosen(Path path) {
        folder.setText(path.toString());
        look();
    }

    private Optional<Path> folderNow() {
        try {
            return folder.getText().isBlank()
                    ? Optional.empty()
                    : Optional.of(Path.of(folder.getText().strip()));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    ClipWriter.Kind kind() {
        return ClipWriter.Kind.values()[Math.max(0, format.getSelectionModel().getSelectedIndex())];
    }

    /** While a recording runs nothing here is turned; how much room is left is to be read all the same. */
    void editable(boolean isEditable) {
        getChildren().forEach(it -> it.setDisable(it != room && !isEditable));
    }

    /** True if the seconds before the trigger are kept. */
    boolean isPreTriggered() {
        OptionalDouble typed = Amounts.read(preTrigger.field.getText());
        return typed.isPresent() && typed.getAsDouble() > 0;
    }

    /** What the form stands for; empty, and told beside the field, if something in it cannot be used. */
    Optional<Order> order() {
        OptionalDouble frameLimit = frames.value();
        OptionalDouble secondLimit = seconds.value();
        OptionalDouble byteLimit = gigabytes.value();
        OptionalDouble keptS = preTrigger.value();
        OptionalDouble clipCount = clips.value();
        OptionalDouble pauseS = pause.value();
        folderLine.accept();
        Optional<Path> to = folderNow();
        if (to.isEmpty()) {
            folderLine.refuse(words.say("folder.refused"));
        }
        if (frameLimit.isEmpty()
                || secondLimit.isEmpty()
                || byteLimit.isEmpty()
                || keptS.isEmpty()
                || clipCount.isEmpty()
                || pauseS.isEmpty()
                || to.isEmpty()) {
            return Optional.empty();
        }
        RecordingWish.Stop stop = new RecordingWish.Stop(
                orNever(Math.rint(frameLimit.getAsDouble())),
                orNever(secondLimit.getAsDouble() * 1e9),
                orNever(byteLimit.getAsDouble() * BYTES_PER_GB));
        RecordingWish wish = new RecordingWish(kind(), stop, keptS.getAsDouble(), RecordingWish.usualBufferBytes());
        boolean ends = frameLimit.getAsDouble() + secondLimit.getAsDouble() + byteLimit.getAsDouble() > 0;
        if (clipCount.getAsDouble() > 1 && !ends) {
            clips.line.refuse(words.say("clips.endless"));
            return Optional.empty();
        }
        return Optional.of(new Order(
                wish,
                to.get(),
                target.getText().strip(),
                COUNTDOWNS_S.get(Math.max(0, countdown.getSelectionModel().getSelectedIndex())),
                (int) Math.max(1, clipCount.getAsDouble()),
                (int) pauseS.getAsDouble()));
    }

    private static long orNever(double limit) {
        return limit > 0 ? Math.max(1, (long) limit) : Long.MAX_VALUE;
    }

    // ---- room on the disk -------------------------------------------------------------------------------------------

    /** Asks the disk how much room there is; the answer comes later. */
    void look() {
        lookedNs = System.nanoTime();
        Optional<Path> to = folderNow();
        if (to.isEmpty()) {
            freeBytes = -1;
            show();
            return;
        }
        desk.work(() -> free(to.get()), free -> {
            freeBytes = free;
            show();
        });
    }

    /** Bytes free where a folder is or would be; -1 if nobody knows. */
    private static long free(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? -1 : Files.getFileStore(there).getUsableSpace();
        } catch (IOException unknown) {
            return -1;
        }
    }

    void tell(Readings now, boolean isIdle) {
        last = now;
        if (System.nanoTime() - lookedNs > LOOK_NS) {
            look();
        }
        if (isIdle || !told) {
            show();
        }
    }

    private void show() {
        told = true;
        double rateHz = last == null ? 0 : last.frameRateHz();
        showRoom(rateHz);
        boolean tellsPreTrigger = observation != null && isPreTriggered() && rateHz > 0;
        FormLine.show(preTriggerRoom, tellsPreTrigger);
        if (tellsPreTrigger) {
            preTriggerRoom.setText(words.say(
                    "preTrigger.room",
                    Amounts.three(observation.session().slotCount() / 2.0 / rateHz, words.locale())));
        }
        if (observation == null) {
            preview.setText("");
            return;
        }
        String ending = kind().extension();
        preview.setText(words.say(
                "preview",
                SessionNames.firstBase(target.getText(), Instant.now().toEpochMilli() * MS_TO_NS)
                        + (ending.isEmpty() ? "-frames/" : "." + ending)));
    }

    private void showRoom(double rateHz) {
        FormLine.show(room, freeBytes >= 0);
        if (freeBytes < 0) {
            return;
        }
        String free = Amounts.bytes(freeBytes, words.locale());
        if (observation == null || !(rateHz > 0)) {
            room.setText(words.say("room", free));
            FormLine.style(room, Styles.TEXT_MUTED, Styles.TEXT_MUTED, Styles.SUCCESS, Styles.WARNING, Styles.DANGER);
            return;
        }
        double leftS = Math.max(0, freeBytes - RecordingWish.RESERVE_BYTES)
                / (kind().bytesPerFrame(observation.format()) * rateHz);
        room.setText(words.say("room.left", free, Amounts.duration(leftS, words)));
        FormLine.style(
                room,
                leftS < ALARMING_MIN * S_PER_MIN
                        ? Styles.DANGER
                        : leftS < FEW_MIN * S_PER_MIN ? Styles.WARNING : Styles.SUCCESS,
                Styles.TEXT_MUTED,
                Styles.SUCCESS,
                Styles.WARNING,
                Styles.DANGER);
    }
}
