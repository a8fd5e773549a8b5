package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.pipeline.RecordingWish;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * Records raw frames beside the stack: one big button, what becomes of the clip, and when it ends by itself.
 *
 * <p>Nothing here asks anything while frames flow, and nothing is overwritten: names are made as {@code lucida record} makes
 * them.
 */
public final class RecordPanel implements Panel {
    private static final double PADDING_PX = 10;
    private static final double GAP_PX = 8;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** What the button does when it is pressed. */
    private enum Stage {
        IDLE,
        COUNTDOWN,
        STARTING,
        ARMED,
        RECORDING,
        /** The frames are in; the clip is being closed. */
        CLOSING,
        /** Between two clips of a series. */
        PAUSE
    }

    private final Desk desk;
    private final Words words;
    private final VBox node = new VBox(GAP_PX);
    private final Button button = new Button();
    private final Button cancel = new Button();
    /** On the button while it records. */
    private final Label runningTime = new Label();

    private final Beat beat = new Beat();
    private Stage shownStage;
    private final Label state = FormLine.sentence("");
    private final Label clip = FormLine.muted("");
    private final RecordFigures figures;
    private final RecordForm form;
    private Observation observation;
    private Readings last;
    private Stage stage = Stage.IDLE;
    private RecordForm.Order order;
    private Path clipPath;
    /** End of countdown or pause, by the machine's clock. */
    private long waitUntilNs;

    private int clipsLeft;
    private int clipNumber;

    /** Lays out the panel and gives it its key. */
    public RecordPanel(Desk desk) {
        this.desk = desk;
        words = desk.words("record");
        form = new RecordForm(desk, words);
        figures = new RecordFigures(words);
        button.setId("record-button");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setWrapText(true);
        button.getStyleClass().add(Styles.LARGE);
        runningTime.getStyleClass().add(Styles.TEXT_BOLD);
        runningTime.setStyle("-fx-text-fill: -color-fg-emphasis;");
        button.setStyle("-fx-min-height: 3.4em; -fx-text-alignment: center;");
        FormLine.tip(button, words.say("button.tip"));
        button.setOnAction(it -> press());
        cancel.setId("record-cancel");
        cancel.setText(words.say("cancel"));
        cancel.setMaxWidth(Double.MAX_VALUE);
        FormLine.tip(cancel, words.say("cancel.tip"));
        cancel.setOnAction(it -> cancel());
        HBox.setHgrow(button, javafx.scene.layout.Priority.ALWAYS);
        node.setId("record-panel");
        node.setPadding(new Insets(PADDING_PX));
        node.getChildren().addAll(button, cancel, state, clip, figures, new Separator(), form);
        desk.keys().add("R", words.say("key.record"), this::press);
        desk.keys().add("Shift+R", words.say("key.cancel"), this::cancel);
        observe(null);
    }

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation now) {
        observation = now;
        last = null;
        // the page may be built anew, in another language, while a clip is written
        stage = now != null && now.session().isRecording() ? Stage.RECORDING : Stage.IDLE;
        clipsLeft = 0;
        clipPath = null;
        figures.clear();
        form.observe(now);
        show();
    }

    /** The clip that is being written, or the last one of this observation; null before the first. */
    Path clipPath() {
        return clipPath;
    }

    // ---- what the observer does ------------------------------------------------------------------------------------

    /** The big button: begin, keep, end, whatever comes next. */
    void press() {
        if (observation == null) {
            return;
        }
        switch (stage) {
            case IDLE -> begin();
            case COUNTDOWN, PAUSE -> cancel();
            case ARMED -> observation.session().trigger();
            case RECORDING -> {
                clipsLeft = 0;
                observation.session().stopRecording();
            }
            default -> {
                // it is under way already
            }
        }
        show();
    }

    /** Takes back what has not begun to write; a clip that is being written goes on. */
    private void cancel() {
        if (stage == Stage.ARMED) {
            observation.session().stopRecording();
        }
        if (stage == Stage.COUNTDOWN || stage == Stage.PAUSE || stage == Stage.ARMED) {
            clipsLeft = 0;
            stage = stage == Stage.ARMED ? Stage.CLOSING : Stage.IDLE;
            show();
        }
    }

    private void begin() {
        Optional<RecordForm.Order> read = form.order();
        if (read.isEmpty()) {
            return;
        }
        order = read.get();
        clipsLeft = order.clipCount();
        clipNumber = 0;
        if (order.countdownS() > 0) {
            stage = Stage.COUNTDOWN;
            waitUntilNs = System.nanoTime() + order.countdownS() * SECOND_NS;
        } else {
            start();
        }
    }

    private void start() {
        stage = Stage.STARTING;
        clipsLeft--;
        clipNumber++;
        figures.clear();
        Observation now = observation;
        RecordForm.Order wanted = order;
        desk.work(
                () -> {
                    try {
                        return Optional.of(
                                now.session().startRecording(wanted.wish(), wanted.folder(), wanted.targetName()));
                    } catch (java.io.IOException | RuntimeException refused) {
                        desk.trouble(refused);
                        return Optional.<Path>empty();
                    }
                },
                begun -> {
                    if (observation != now) {
                        return;
                    }
                    if (begun.isEmpty()) {
                        clipsLeft = 0;
                        stage = Stage.IDLE;
                    } else {
                        clipPath = begun.get();
                        stage = wanted.wish().preTriggerS() > 0 ? Stage.ARMED : Stage.RECORDING;
                    }
                    show();
                });
    }

    // ---- what becomes of it ----------------------------------------------------------------------------------------

    @Override
    public void tell(Readings now) {
        last = now;
        long leftNs = waitUntilNs - System.nanoTime();
        if ((stage == Stage.COUNTDOWN || stage == Stage.PAUSE) && leftNs <= 0) {
            start();
        }
        boolean isWritten = stage == Stage.ARMED || stage == Stage.RECORDING || stage == Stage.CLOSING;
        if (isWritten && now.recording().isPresent()) {
            follow(now.recording().get());
        }
        form.tell(now, stage == Stage.IDLE);
        if (stage != shownStage || beat.isDue()) {
            show();
        }
    }

    private void follow(RecordingStatus status) {
        figures.tell(status);
        switch (status.state()) {
            case ARMED -> stage = stage == Stage.CLOSING ? stage : Stage.ARMED;
            case RECORDING -> stage = Stage.RECORDING;
            default -> {
                stage = Stage.CLOSING;
                if (!observation.session().isRecording()) {
                    ended(status);
                }
            }
        }
    }

    private void ended(RecordingStatus status) {
        boolean isWell = status.state() != RecordingStatus.State.FAILED
                && status.state() != RecordingStatus.State.ENDED_BY_SPACE;
        if (clipsLeft > 0 && isWell) {
            stage = Stage.PAUSE;
            waitUntilNs = System.nanoTime() + order.pauseS() * SECOND_NS;
        } else {
            stage = Stage.IDLE;
            form.look();
        }
    }

    private void show() {
        long leftS = Math.max(0, (waitUntilNs - System.nanoTime() + SECOND_NS - 1) / SECOND_NS);
        double keptS = order == null ? 0 : order.wish().preTriggerS();
        String kept = Amounts.plain(keptS, words.locale());
        button.setDisable(observation == null || stage == Stage.STARTING || stage == Stage.CLOSING);
        button.setText(
                switch (stage) {
                    case IDLE -> words.say(form.isPreTriggered() ? "button.arm" : "button.record");
                    case COUNTDOWN -> words.say("button.countdown", leftS);
                    case STARTING -> words.say("button.starting");
                    case ARMED -> words.say("button.keep", kept);
                    case RECORDING -> words.say("button.stop");
                    case CLOSING -> words.say("button.closing");
                    case PAUSE -> words.say("button.pause", leftS);
                });
        LedgerPanel.text(
                runningTime,
                last == null || last.recording().isEmpty()
                        ? Amounts.clock(0)
                        : Amounts.clock(last.recording().get().wallS()));
        if (stage != shownStage) {
            shownStage = stage;
            dress();
        }
        FormLine.show(cancel, stage == Stage.ARMED || stage == Stage.COUNTDOWN || stage == Stage.PAUSE);
        state.setText(stateWords(kept));
        FormLine.show(state, !state.getText().isEmpty());
        String name = clipPath == null ? "" : String.valueOf(clipPath.getFileName());
        clip.setText(
                stage == Stage.RECORDING && clipPath != null
                        ? words.say("clip.now", name)
                        : stage == Stage.IDLE && clipPath != null ? words.say("clip.last", name) : "");
        FormLine.show(clip, !clip.getText().isEmpty());
        FormLine.show(figures, clipPath != null || stage == Stage.RECORDING);
        form.editable(stage == Stage.IDLE);
    }

    /** Quiet while nothing is recorded, filled red while frames are being written. */
    private void dress() {
        boolean isWaiting = stage == Stage.COUNTDOWN || stage == Stage.PAUSE;
        FontIcon icon = new FontIcon(
                stage == Stage.RECORDING ? "mdomz-stop" : isWaiting ? "mdomz-timer" : "mdoal-fiber_manual_record");
        boolean isQuiet = stage == Stage.IDLE;
        if (isQuiet) {
            icon.setStyle("-fx-icon-color: -color-danger-fg;");
        }
        HBox running = new HBox(GAP_PX, icon, runningTime);
        running.setAlignment(Pos.CENTER);
        button.setGraphic(stage == Stage.RECORDING ? running : icon);
        LedgerPanel.style(button, Styles.BUTTON_OUTLINED, isQuiet);
        FormLine.style(
                button,
                isQuiet ? "" : stage == Stage.ARMED ? Styles.ACCENT : Styles.DANGER,
                Styles.ACCENT,
                Styles.DANGER);
    }

    private String stateWords(String kept) {
        if (observation == null) {
            return words.say("state.nothing");
        }
        String series =
                order != null && order.clipCount() > 1 ? words.say("state.series", clipNumber, order.clipCount()) : "";
        return switch (stage) {
            case ARMED -> words.say(
                    "state.armed",
                    kept,
                    last == null || last.recording().isEmpty()
                            ? 0
                            : last.recording().get().keptCount());
            case RECORDING, PAUSE -> series;
            case IDLE -> last != null && clipPath != null && last.recording().isPresent()
                    ? endWords(last.recording().get())
                    : "";
            default -> "";
        };
    }

    private String endWords(RecordingStatus status) {
        if (!status.state().isEnded()) {
            return "";
        }
        if (status.recordedCount() == 0 && status.state() == RecordingStatus.State.ENDED) {
            return words.say("ended.NOTHING");
        }
        String why = words.say("ended." + status.state().name());
        return why
                + lossWords("camera", status.cameraLostCount())
                + lossWords("ring", status.ringLostCount())
                + lossWords("damaged", status.damagedCount())
                + lossWords("failed", status.failedCount());
    }

    /** Where frames were lost, and what helps there. */
    private String lossWords(String where, long count) {
        return count == 0 ? "" : " " + words.say("ended.losses." + where, count);
    }

    /** The wish the form stands for now; empty if something in it cannot be used. For tests. */
    Optional<RecordingWish> wish() {
        return form.order().map(RecordForm.Order::wish);
    }
}
