package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * The frame account: where every frame is that the camera made, that it balances, and how much room there is for more.
 *
 * <p>Thread: FX.
 */
public final class LedgerPanel implements Panel {
    private static final double SWATCH_PX = 9;

    private final Desk desk;
    private final Words words;
    private final Figures figures;
    private final VBox node = new VBox(8);
    private final Label rate = new Label();
    private final Label elapsed = new Label();
    private final Label stack = new Label();
    private final ShareBar bar;
    private final Account frames;
    private final Account recording;
    private final Row delivered;
    private final Row stacked;
    private final Row rejected;
    private final Map<Verdict, Row> reasons = new EnumMap<>(Verdict.class);
    private final Row lost;
    private final Map<DropPlace, Row> places = new EnumMap<>(DropPlace.class);
    private final Row flight;
    private final Label recordingState = new Label();
    private final Label secured = new Label();
    private final Label gaps = new Label();
    private final List<RecordingRow> recordingRows = new ArrayList<>();
    private final Row recordingDelivered;
    private final VBox recordingBox;
    private final ShareBar ring;
    private final Label ringValue = new Label();
    private final ShareBar disk;
    private final Label diskValue = new Label();
    private final Tooltip diskTip;
    private final List<Rectangle> swatches = new ArrayList<>();
    private final List<PaletteTone> swatchTones = new ArrayList<>();
    private final InvalidationListener repaint = it -> paint();
    private final Beat beat = new Beat();
    private Tally tally;

    /** One line of an account. */
    private record Row(Label name, Label count, Label share) {}

    /** One line of the recording's account and where its number stands. */
    private record RecordingRow(Row row, ToLongFunction<RecordingStatus> count) {}

    /** The lines of an account and whether they add up. */
    private record Account(GridPane grid, Label verdict) {}

    public LedgerPanel(Desk desk) {
        this.desk = desk;
        words = desk.words("ledger");
        figures = new Figures(words.locale());
        bar = new ShareBar(
                desk, 260, 14, List.of(PaletteTone.GOOD, PaletteTone.WARN, PaletteTone.BAD, PaletteTone.DIM));
        bar.setId("ledger-bar");
        Tooltip.install(bar, tip(words.say("bar.tip")));
        ring = new ShareBar(desk, 80, 8, List.of(PaletteTone.GOOD));
        disk = new ShareBar(desk, 80, 8, List.of(PaletteTone.GOOD));
        diskTip = tip(words.say("disk.tip.idle"));

        frames = account("ledger-balance");
        delivered = row(frames, "row.delivered", null, 0);
        stacked = row(frames, "row.stacked", PaletteTone.GOOD, 0);
        rejected = row(frames, "row.rejected", PaletteTone.WARN, 0);
        for (Verdict verdict : Verdict.values()) {
            if (verdict.isRejected() && verdict != Verdict.PASSED_OVER) {
                reasons.put(verdict, row(frames, "verdict." + verdict.name(), null, 1));
            }
        }
        lost = row(frames, "row.lost", PaletteTone.BAD, 0);
        for (DropPlace place : DropPlace.values()) {
            places.put(place, row(frames, "place." + place.name(), null, 1));
        }
        flight = row(frames, "row.flight", PaletteTone.DIM, 0);
        recording = account("recording-balance");
        recordingDelivered = row(recording, "row.delivered", null, 0);
        recordingRow("record.recorded", PaletteTone.GOOD, RecordingStatus::recordedCount);
        recordingRow("record.outside", PaletteTone.DIM, RecordingStatus::outsideCount);
        recordingRow("record.camera", PaletteTone.BAD, RecordingStatus::cameraLostCount);
        recordingRow("record.ring", PaletteTone.BAD, RecordingStatus::ringLostCount);
        recordingRow("record.damaged", PaletteTone.BAD, RecordingStatus::damagedCount);
        recordingRow("record.failed", PaletteTone.BAD, RecordingStatus::failedCount);
        recordingRow("record.waiting", PaletteTone.DIM, RecordingStatus::waitingCount);
        gaps.setTooltip(tip(words.say("record.gaps.tip")));
        recordingState.getStyleClass().add(Styles.TEXT_BOLD);
        recordingBox = new VBox(
                4, title("title.recording"), recordingState, recording.grid(), recording.verdict(), secured, gaps);
        recordingBox.setId("recording-account");

        rate.setTooltip(tip(words.say("now.rate.tip")));
        elapsed.setTooltip(tip(words.say("now.elapsed.tip")));
        stack.setTooltip(tip(words.say("now.stack.tip")));
        stack.getStyleClass().add(Styles.TEXT_BOLD);
        HBox pace = new HBox(12, rate, elapsed);
        node.getChildren()
                .addAll(
                        new VBox(2, stack, pace),
                        new VBox(4, title("title.frames"), bar, frames.grid(), frames.verdict()),
                        gauges(),
                        recordingBox);
        node.setId("ledger-panel");
        node.setMinWidth(0);
        for (Label label : List.of(rate, elapsed, secured, gaps, recordingState, ringValue, diskValue)) {
            label.getStyleClass().add(Styles.TEXT_SMALL);
        }
        desk.look().addListener(new WeakInvalidationListener(repaint));
        paint();
        observe(null);
    }

    // ---- how it is laid out ----------------------------------------------------------------------------------------

    private Label title(String key) {
        Label title = new Label(words.say(key));
        title.getStyleClass().add(Styles.TEXT_CAPTION);
        title.setTooltip(tip(words.say(key + ".tip")));
        return title;
    }

    static Tooltip tip(String text) {
        Tooltip tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(340);
        tip.setShowDelay(Duration.millis(400));
        tip.setShowDuration(Duration.INDEFINITE);
        return tip;
    }

    private Account account(String balanceId) {
        GridPane grid = new GridPane();
        grid.setHgap(8);
        grid.setVgap(1);
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        name.setMinWidth(60);
        ColumnConstraints count = new ColumnConstraints();
        count.setHalignment(HPos.RIGHT);
        count.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints share = new ColumnConstraints();
        share.setHalignment(HPos.RIGHT);
        share.setMinWidth(58);
        grid.getColumnConstraints().addAll(name, count, share);
        Label frameHead = small(new Label(words.say("column.frames")));
        Label shareHead = small(new Label(words.say("column.share")));
        frameHead.getStyleClass().add(Styles.TEXT_MUTED);
        shareHead.getStyleClass().add(Styles.TEXT_MUTED);
        grid.add(frameHead, 1, 0);
        grid.add(shareHead, 2, 0);
        Label verdict = small(new Label());
        verdict.setId(balanceId);
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        return new Account(grid, verdict);
    }

    private static Label small(Label label) {
        label.getStyleClass().add(Styles.TEXT_SMALL);
        return label;
    }

    private Row row(Account account, String key, PaletteTone tone, int depth) {
        Label name = small(new Label(words.say(key)));
        name.setTooltip(tip(words.say(key + ".tip")));
        name.setMaxWidth(Double.MAX_VALUE);
        if (tone != null) {
            Rectangle swatch = new Rectangle(SWATCH_PX, SWATCH_PX);
            swatches.add(swatch);
            swatchTones.add(tone);
            name.setGraphic(swatch);
        } else {
            Region blank = new Region();
            blank.setMinWidth(SWATCH_PX + 12 * depth);
            name.setGraphic(blank);
        }
        if (depth == 0) {
            name.getStyleClass().add(Styles.TEXT_BOLD);
        }
        Row row = new Row(name, small(new Label()), small(new Label()));
        row.count().setId(key);
        row.count().setTooltip(name.getTooltip());
        row.share().setTooltip(name.getTooltip());
        int line = account.grid().getRowCount();
        account.grid().addRow(line, row.name(), row.count(), row.share());
        return row;
    }

    private void recordingRow(String key, PaletteTone tone, ToLongFunction<RecordingStatus> count) {
        recordingRows.add(new RecordingRow(row(recording, key, tone, 0), count));
    }

    private GridPane gauges() {
        GridPane grid = new GridPane();
        grid.setHgap(8);
        grid.setVgap(3);
        Label ringName = small(new Label(words.say("ring.name")));
        Tooltip ringTip = tip(words.say("ring.tip"));
        ringName.setTooltip(ringTip);
        ringValue.setTooltip(ringTip);
        Tooltip.install(ring, ringTip);
        Label diskName = small(new Label(words.say("disk.name")));
        diskName.setTooltip(diskTip);
        diskValue.setTooltip(diskTip);
        Tooltip.install(disk, diskTip);
        ringName.setMinWidth(Region.USE_PREF_SIZE);
        diskName.setMinWidth(Region.USE_PREF_SIZE);
        diskValue.setWrapText(true);
        ringValue.setId("ring-value");
        diskValue.setId("disk-value");
        grid.addRow(0, ringName, ring, ringValue);
        grid.addRow(1, diskName, disk, diskValue);
        ColumnConstraints middle = new ColumnConstraints();
        middle.setPrefWidth(70);
        middle.setMinWidth(30);
        ColumnConstraints last = new ColumnConstraints();
        last.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(new ColumnConstraints(), middle, last);
        GridPane.setValignment(ring, javafx.geometry.VPos.CENTER);
        GridPane.setValignment(disk, javafx.geometry.VPos.CENTER);
        grid.setAlignment(Pos.CENTER_LEFT);
        return grid;
    }

    private void paint() {
        for (int i = 0; i < swatches.size(); i++) {
            swatches.get(i).setFill(swatchTones.get(i).in(desk.look().get().palette()));
        }
    }

    // ---- what it tells ---------------------------------------------------------------------------------------------

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation observation) {
        tally = observation == null ? null : new Tally(observation);
        beat.reset();
        node.setDisable(observation == null);
        if (observation == null) {
            show(recordingBox, false);
        }
    }

    @Override
    public void tell(Readings now) {
        if (tally == null) {
            return;
        }
        tally.tell(now);
        boolean isNews =
                now.phase() != Readings.Phase.RUNNING || now.recording().isPresent() != recordingBox.isVisible();
        if (!isNews && (!StripChart.isSeen(node) || !beat.isDue())) {
            return;
        }
        text(rate, words.say("now.rate", figures.plain(now.frameRateHz())));
        text(elapsed, words.say("now.elapsed", figures.duration(now.elapsedS())));
        text(stack, stackWords(words, figures, now.stackedNowCount(), tally.stackedS()));
        account(now.ledger());
        show(recordingBox, now.recording().isPresent());
        now.recording().ifPresent(this::recording);
        room(now);
    }

    /** 1,234 frames = 12.3 s. */
    static String stackWords(Words words, Figures figures, long count, OptionalDouble seconds) {
        return seconds.isPresent()
                ? words.say("now.stack", figures.count(count), figures.duration(seconds.getAsDouble()))
                : words.say("now.stack.unknown", figures.count(count));
    }

    private void account(Ledger ledger) {
        long all = ledger.deliveredCount();
        fill(delivered, all, all);
        fill(stacked, ledger.stackedCount(), all);
        fill(rejected, ledger.rejectedCount(), all);
        reasons.forEach((verdict, row) -> fill(row, ledger.rejectedCounts().getOrDefault(verdict, 0L), all));
        fill(lost, ledger.droppedCount(), all);
        places.forEach((place, row) -> fill(row, ledger.droppedCounts().getOrDefault(place, 0L), all));
        fill(flight, ledger.inFlightCount(), all);
        double whole = Math.max(1, all);
        bar.share(0, ledger.stackedCount() / whole);
        bar.share(1, ledger.rejectedCount() / whole);
        bar.share(2, ledger.droppedCount() / whole);
        bar.share(3, ledger.inFlightCount() / whole);
        long rest = all
                - ledger.stackedCount()
                - ledger.rejectedCount()
                - ledger.droppedCount()
                - Math.max(0, ledger.inFlightCount());
        balance(frames.verdict(), ledger.balances(), rest);
    }

    private void recording(RecordingStatus status) {
        long all = status.deliveredCount();
        fill(recordingDelivered, all, all);
        long sum = 0;
        for (RecordingRow line : recordingRows) {
            long count = line.count().applyAsLong(status);
            sum += count;
            fill(line.row(), count, all);
        }
        balance(recording.verdict(), status.balances(), all - sum);
        text(recordingState, words.say("state." + status.state().name()));
        text(secured, words.say("record.secured", figures.count(status.securedCount())));
        text(gaps, words.say("record.gaps", figures.count(status.gapCount())));
    }

    private void fill(Row row, long count, long all) {
        text(row.count(), figures.count(count));
        text(row.share(), all == 0 ? "" : figures.percent((double) count / all));
        boolean isNone = count == 0;
        mute(row.name(), isNone);
        mute(row.count(), isNone);
        mute(row.share(), isNone);
    }

    private static void mute(Label label, boolean isMuted) {
        style(label, Styles.TEXT_SUBTLE, isMuted);
    }

    private void balance(Label label, boolean isGood, long rest) {
        text(label, isGood ? words.say("balance.good") : words.say("balance.bad", figures.count(rest)));
        if (label.getGraphic() == null || style(label, Styles.DANGER, !isGood)) {
            label.setGraphic(new FontIcon(isGood ? Material2OutlinedAL.CHECK_CIRCLE : Material2OutlinedAL.ERROR));
        }
        style(label, Styles.DANGER, !isGood);
        style(label, Styles.TEXT_BOLD, !isGood);
        style(label, Styles.SUCCESS, isGood);
    }

    private void room(Readings now) {
        ring.share(0, now.ringFillFraction(), tally.ringTone());
        text(ringValue, words.say("ring.value", figures.wholePercent(now.ringFillFraction())));
        disk.setVisible(now.freeDiskBytes() >= 0 && tally.bytesPerS() > 0);
        if (now.freeDiskBytes() < 0) {
            text(diskValue, words.say("disk.unknown"));
            return;
        }
        String free = figures.bytes(now.freeDiskBytes());
        boolean flows = tally.bytesPerS() > 0;
        disk.share(0, flows ? tally.roomFraction() : 0, tally.roomTone());
        text(
                diskValue,
                flows
                        ? words.say("disk.minutes", free, figures.minutes(tally.roomS()))
                        : words.say("disk.value", free));
        style(diskValue, Styles.WARNING, tally.roomTone() == PaletteTone.WARN);
        style(diskValue, Styles.DANGER, tally.roomTone() == PaletteTone.BAD);
        String told =
                flows ? words.say("disk.tip", figures.bytes((long) tally.bytesPerS())) : words.say("disk.tip.idle");
        if (!told.equals(diskTip.getText())) {
            diskTip.setText(told);
        }
    }

    /** Only what changed is set: text costs a layout. */
    static void text(Label label, String text) {
        if (!text.equals(label.getText())) {
            label.setText(text);
        }
    }

    /** Puts a style class on or off; true if that changed anything. */
    static boolean style(Region node, String styleClass, boolean isOn) {
        boolean was = node.getStyleClass().contains(styleClass);
        if (isOn && !was) {
            node.getStyleClass().add(styleClass);
        } else if (!isOn && was) {
            node.getStyleClass().remove(styleClass);
        }
        return isOn != was;
    }

    static void show(Region node, boolean isShown) {
        node.setVisible(isShown);
        node.setManaged(isShown);
    }
}
