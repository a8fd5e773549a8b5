package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * One line that is always there: whether frames flow, how many are in the stack, whether any are lost, what room there is.
 *
 * <p>Thread: FX.
 */
public final class StatusStrip implements Panel {
    /** Narrower than this, gauges go without their names. */
    private static final double WIDE_PX = 900;
    /** Narrower than this, only what matters is told. */
    private static final double NARROW_PX = 680;

    private final Words words;
    private final Figures figures;
    private final HBox node = new HBox(10);
    private final Label phase = new Label();
    private final Label stack = new Label();
    private final Label kept = new Label();
    private final Label rate = new Label();
    private final Label lost = new Label();
    private final Label waiting = new Label();
    private final Label recording = new Label();
    private final ShareBar ring;
    private final ShareBar disk;
    private final Label diskValue = new Label();
    private final Tooltip keptTip = LedgerPanel.tip("");
    private final Tooltip lostTip = LedgerPanel.tip("");
    private final Tooltip ringTip = LedgerPanel.tip("");
    private final HBox flow;
    private final Beat beat = new Beat();
    private Readings.Phase toldPhase;
    private Tally tally;

    public StatusStrip(Desk desk) {
        words = desk.words("ledger");
        figures = new Figures(words.locale());
        ring = new ShareBar(desk, 36, 6, List.of(PaletteTone.GOOD));
        disk = new ShareBar(desk, 36, 6, List.of(PaletteTone.GOOD));
        Label ringName = new Label(words.say("ring.name"));
        Label diskName = new Label(words.say("disk.name"));
        Tooltip diskTip = LedgerPanel.tip(words.say("disk.tip.idle"));
        Tooltip.install(ring, ringTip);
        ringName.setTooltip(ringTip);
        Tooltip.install(disk, diskTip);
        diskName.setTooltip(diskTip);
        diskValue.setTooltip(diskTip);
        phase.setTooltip(LedgerPanel.tip(words.say("status.tip")));
        stack.setTooltip(LedgerPanel.tip(words.say("now.stack.tip")));
        kept.setTooltip(keptTip);
        rate.setTooltip(LedgerPanel.tip(words.say("now.rate.tip")));
        lost.setTooltip(lostTip);
        waiting.setTooltip(LedgerPanel.tip(words.say("status.waiting.tip")));
        waiting.setGraphic(new FontIcon(Material2OutlinedAL.HOURGLASS_EMPTY));
        waiting.getStyleClass().addAll(Styles.WARNING, Styles.TEXT_BOLD);
        recording.setTooltip(LedgerPanel.tip(words.say("status.record.tip")));
        HBox gauges = new HBox(6, ringName, ring, diskName, disk, diskValue);
        gauges.setAlignment(Pos.CENTER_LEFT);
        Region filler = new Region();
        HBox.setHgrow(filler, Priority.ALWAYS);
        flow = new HBox(10, stack, bar(), kept, bar(), rate, bar(), lost, waiting, recording, filler, gauges);
        flow.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(flow, Priority.ALWAYS);
        node.getChildren().addAll(phase, bar(), flow);
        node.setAlignment(Pos.CENTER_LEFT);
        node.setId("status-strip");
        node.setStyle("-fx-padding: 3 10 3 10; -fx-background-color: -color-bg-subtle;");
        for (Label label : List.of(phase, stack, kept, rate, lost, waiting, recording, ringName, diskName, diskValue)) {
            label.getStyleClass().add(Styles.TEXT_SMALL);
        }
        // what matters keeps its room, the rest is shortened in a narrow window
        for (Label label : List.of(phase, stack, kept, rate, lost, waiting, recording, diskValue)) {
            label.setMinWidth(Region.USE_PREF_SIZE);
        }
        node.widthProperty().addListener((it, before, now) -> {
            boolean isWide = now.doubleValue() >= WIDE_PX;
            LedgerPanel.show(ringName, isWide);
            LedgerPanel.show(diskName, isWide);
            LedgerPanel.show(kept, now.doubleValue() >= NARROW_PX);
            LedgerPanel.show(rate, now.doubleValue() >= NARROW_PX);
        });
        phase.getStyleClass().add(Styles.TEXT_BOLD);
        phase.setId("status-phase");
        stack.setId("status-stack");
        lost.setId("status-lost");
        waiting.setId("status-waiting");
        recording.setId("status-recording");
        observe(null);
    }

    private static Separator bar() {
        return new Separator(Orientation.VERTICAL);
    }

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation observation) {
        tally = observation == null ? null : new Tally(observation);
        beat.reset();
        flow.setVisible(observation != null);
        if (observation == null) {
            phase.setText(words.say("status.idle"));
            phase.setGraphic(null);
            LedgerPanel.style(phase, Styles.DANGER, false);
        }
        LedgerPanel.show(waiting, false);
        LedgerPanel.show(recording, false);
    }

    @Override
    public void tell(Readings now) {
        if (tally == null) {
            return;
        }
        tally.tell(now);
        boolean isNews = now.phase() != Readings.Phase.RUNNING
                || now.phase() != toldPhase
                || now.isRecording() != recording.isVisible();
        if (!beat.isDue() && !isNews) {
            return;
        }
        toldPhase = now.phase();
        Ledger ledger = now.ledger();
        phase(now);
        LedgerPanel.text(stack, LedgerPanel.stackWords(words, figures, now.stackedNowCount(), tally.stackedS()));
        long judged = ledger.stackedCount() + ledger.rejectedCount();
        LedgerPanel.text(
                kept, words.say("status.kept", judged == 0 ? "\u2013" : judgedShare(ledger.stackedCount(), judged)));
        tip(keptTip, words.say("status.kept.tip", figures.wholePercent(now.keepFraction())));
        LedgerPanel.text(rate, words.say("now.rate", figures.plain(now.frameRateHz())));
        lost(ledger);
        LedgerPanel.show(waiting, now.waitingS() > 0);
        LedgerPanel.text(waiting, words.say("status.waiting", figures.duration(now.waitingS())));
        LedgerPanel.show(recording, now.isRecording());
        if (now.isRecording()) {
            recording(now.recording().get());
        }
        ring.share(0, now.ringFillFraction(), tally.ringTone());
        tip(
                ringTip,
                words.say("ring.value", figures.wholePercent(now.ringFillFraction())) + ". " + words.say("ring.tip"));
        boolean flows = tally.bytesPerS() > 0;
        disk.setVisible(now.freeDiskBytes() >= 0 && flows);
        disk.share(0, flows ? tally.roomFraction() : 0, tally.roomTone());
        LedgerPanel.text(
                diskValue, now.freeDiskBytes() < 0 ? words.say("disk.unknown") : figures.bytes(now.freeDiskBytes()));
        LedgerPanel.style(diskValue, Styles.WARNING, now.freeDiskBytes() >= 0 && tally.roomTone() == PaletteTone.WARN);
        LedgerPanel.style(diskValue, Styles.DANGER, now.freeDiskBytes() >= 0 && tally.roomTone() == PaletteTone.BAD);
    }

    /** With a decimal, so that it is 100 % only if every frame is in. */
    private String judgedShare(long stackedCount, long judgedCount) {
        return stackedCount == judgedCount
                ? figures.wholePercent(1)
                : figures.percent((double) stackedCount / judgedCount);
    }

    private void phase(Readings now) {
        boolean isPaused = now.isStackPaused() && now.phase() == Readings.Phase.RUNNING;
        String key = isPaused ? "status.PAUSED" : "status." + now.phase().name();
        String text = words.say(key);
        if (!text.equals(phase.getText())) {
            phase.setText(text);
            phase.setGraphic(new FontIcon(
                    isPaused
                            ? Material2OutlinedMZ.PAUSE
                            : switch (now.phase()) {
                                case RUNNING -> Material2OutlinedMZ.PLAY_ARROW;
                                case ENDED -> Material2OutlinedMZ.STOP;
                                case FAILED -> Material2OutlinedAL.ERROR;
                            }));
            LedgerPanel.style(phase, Styles.DANGER, now.phase() == Readings.Phase.FAILED);
            LedgerPanel.style(phase, Styles.WARNING, isPaused);
        }
    }

    private void lost(Ledger ledger) {
        long count = ledger.droppedCount();
        LedgerPanel.text(lost, words.say("status.lost", figures.count(count)));
        boolean isLosing = count > 0 && tally.isLosing();
        LedgerPanel.style(lost, Styles.DANGER, isLosing);
        LedgerPanel.style(lost, Styles.TEXT_BOLD, isLosing);
        if (LedgerPanel.style(lost, Styles.WARNING, count > 0 && !isLosing)
                || isLosing != (lost.getGraphic() != null)) {
            lost.setGraphic(isLosing ? new FontIcon(Material2OutlinedMZ.WARNING) : null);
        }
        tip(
                lostTip,
                words.say(
                        "status.lost.tip",
                        figures.count(ledger.droppedCounts().getOrDefault(DropPlace.CAMERA, 0L)),
                        figures.count(ledger.droppedCounts().getOrDefault(DropPlace.RING, 0L)),
                        figures.count(ledger.droppedCounts().getOrDefault(DropPlace.STACKING, 0L))));
    }

    private void recording(RecordingStatus status) {
        boolean isArmed = status.state() == RecordingStatus.State.ARMED;
        boolean isMissing = status.lostCount() > 0;
        String text = isArmed
                ? words.say("status.record.armed")
                : words.say("status.record", figures.count(status.recordedCount()), figures.duration(status.wallS()));
        if (isMissing) {
            text += ", " + words.say("status.record.lost", figures.count(status.lostCount()));
        }
        LedgerPanel.text(recording, text);
        if (recording.getGraphic() == null) {
            recording.setGraphic(new FontIcon(Material2OutlinedAL.FIBER_MANUAL_RECORD));
        }
        LedgerPanel.style(recording, Styles.DANGER, !isArmed);
        LedgerPanel.style(recording, Styles.WARNING, isArmed);
        LedgerPanel.style(recording, Styles.TEXT_BOLD, true);
    }

    private static void tip(Tooltip tip, String text) {
        if (!text.equals(tip.getText())) {
            tip.setText(text);
        }
    }
}
