package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Eye;

/**
 * How lucky every frame was and what became of it, which share of them is kept, and what the stack has gained by them.
 *
 * <p>Below are two places, {@code seeing-place} and {@code resolution-place}, for panels to come; empty and not shown.
 *
 * <p>Thread: FX.
 */
public final class LuckinessPanel implements Panel {
    /** Frames kept one by one: 20 minutes at 200 frames/s. */
    private static final int KEPT_FRAMES = 200_000;
    /** Rows read at one look at most, so that a long night that is looked at late does not stall the window. */
    private static final int MOST_ROWS = 20_000;

    private static final int[] KEEP_PERCENTS = {100, 90, 75, 50, 40, 30, 25, 20, 15, 10, 5, 2, 1};
    private static final int[] TIME_SPANS = {30, 120, 600};
    private static final int[] FRAME_SPANS = {1000, 5000, 20_000};
    /** What the observer has just set is not overwritten by readings made before. */
    private static final long SETTLE_NS = 400_000_000L;

    private static final List<StripChart.PointClass> LOOKS = List.of(
            new StripChart.PointClass(StripMark.SQUARE, PaletteTone.GOOD),
            new StripChart.PointClass(StripMark.DASH, PaletteTone.WARN),
            new StripChart.PointClass(StripMark.CROSS, PaletteTone.BAD),
            new StripChart.PointClass(StripMark.DASH, PaletteTone.DIM));

    private final Desk desk;
    private final Eye eye;
    private final Words words;
    private final Words reasons;
    private final Figures figures;
    private final VBox node = new VBox(10);
    private final StripTrace frames = new StripTrace(KEPT_FRAMES, LOOKS.size());
    private final StripChart timeline;
    private final Label luckinessNow = new Label();
    private final HBox spans = new HBox();
    private final Label fate = new Label();
    private final FlowPane legend = new FlowPane(10, 2);
    private final Map<Verdict, Label> legendEntries = new EnumMap<>(Verdict.class);
    private final List<Canvas> legendMarks = new ArrayList<>();
    private final List<StripChart.PointClass> legendLooks = new ArrayList<>();
    private final LuckinessHistogram histogram;
    private final Spinner<Integer> keep = new Spinner<>();
    private final Label keepSays = new Label();
    private final StackGrowth growth;
    private final StripTrace snr = new StripTrace(4096, 1);
    private final StripTrace ideal = new StripTrace(64, 1);
    private final StripChart growthChart;
    private final Label snrNow = new Label();
    private final InvalidationListener repaint = it -> paintLegend();
    private Observation observation;
    private final Beat beat = new Beat();
    private Readings last;
    private int nextRow;
    private long firstUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private boolean isSetting;
    private long setNs;
    private long snrStackNumber = -1;
    private double firstCount;
    private double firstSnr;

    /**
     * @param eye shows the stack that is measured
     */
    public LuckinessPanel(Desk desk, Eye eye) {
        this.desk = desk;
        this.eye = eye;
        words = desk.words("luckiness");
        reasons = desk.words("ledger");
        figures = new Figures(words.locale());
        timeline = new StripChart(desk, timeAxis(), new StripAxis(StripAxis.Kind.LOG, words.say("axis.luckiness")))
                .points(frames, LOOKS);
        timeline.setId("luckiness-timeline");
        timeline.nothingYet(words.say("nothing"));
        timeline.cursor().addListener((it, before, now) -> tellFate(now.longValue()));
        growthChart = new StripChart(
                        desk,
                        new StripAxis(StripAxis.Kind.LOG, words.say("axis.frames")),
                        new StripAxis(StripAxis.Kind.LOG, words.say("axis.snr")))
                .line(snr, PaletteTone.ACCENT)
                .line(ideal, PaletteTone.DIM);
        growthChart.setId("snr-growth");
        growthChart.nothingYet(words.say("growth.nothing"));
        growth = new StackGrowth(this::measured);
        eye.add(growth);
        histogram = new LuckinessHistogram(desk);
        histogram.setId("luckiness-histogram");
        histogram.setAccessibleText(words.say("histogram.handle.tip"));
        histogram.onKeep(this::keepFraction);
        histogram.onStep(direction -> {
            if (direction > 0) {
                keep.increment();
            } else {
                keep.decrement();
            }
        });
        histogram.wouldKeepFraction().addListener(it -> tellKeep());
        keepSpinner();

        timeSpans(true);
        Label timelineTitle = title("timeline", words.say("timeline.tip"));
        HBox timelineHead = new HBox(8, timelineTitle, luckinessNow);
        timelineHead.setAlignment(Pos.BASELINE_LEFT);
        // one line where there is room, two where there is not
        FlowPane head = new FlowPane(12, 3, timelineHead, spans);
        fate.setId("frame-fate");
        fate.setWrapText(true);
        fate.setMinHeight(44);
        fate.setAlignment(Pos.TOP_LEFT);
        fate.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        fate.setText(words.say("hint"));
        luckinessNow.setId("luckiness-now");
        legend.setId("luckiness-legend");
        VBox top = new VBox(3, head, timeline, legend, fate);

        Label histogramTitle =
                title("histogram", words.say("histogram.tip", figures.count(LuckinessHistogram.RECENT_COUNT)));
        Label keepName = new Label(words.say("keep"));
        keepName.setLabelFor(keep);
        keepName.setTooltip(keep.getTooltip());
        Label percent = new Label("%");
        HBox keepRow = new HBox(6, keepName, keep, percent);
        keepRow.setAlignment(Pos.CENTER_LEFT);
        keepSays.setId("keep-says");
        keepSays.setWrapText(true);
        keepSays.setMinHeight(34);
        keepSays.setAlignment(Pos.TOP_LEFT);
        Label coming = new Label(words.say("keep.coming"));
        coming.setWrapText(true);
        coming.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        coming.setMinHeight(Region.USE_PREF_SIZE);
        VBox middle = new VBox(3, histogramTitle, histogram, keepRow, keepSays, coming);

        snrNow.setId("snr-now");
        FlowPane growthHead = new FlowPane(12, 1, title("growth", words.say("growth.tip")), snrNow);
        VBox bottom = new VBox(3, growthHead, growthChart);
        for (Label label : List.of(luckinessNow, keepSays, snrNow, keepName, percent)) {
            label.getStyleClass().add(Styles.TEXT_SMALL);
        }
        node.getChildren().addAll(top, middle, bottom, place("seeing-place"), place("resolution-place"));
        node.setId("luckiness-panel");
        node.setMinWidth(0);
        Tooltip.install(histogram, LedgerPanel.tip(words.say("histogram.handle.tip")));
        desk.look().addListener(new WeakInvalidationListener(repaint));
        observe(null);
    }

    // ---- how it is laid out ----------------------------------------------------------------------------------------

    private StripAxis timeAxis() {
        return new StripAxis(StripAxis.Kind.TIME, "");
    }

    private Label title(String key, String tip) {
        Label title = new Label(words.say(key));
        title.getStyleClass().add(Styles.TEXT_CAPTION);
        title.setTooltip(LedgerPanel.tip(tip));
        return title;
    }

    /** A place for a panel that is still to come. */
    private static VBox place(String id) {
        VBox place = new VBox();
        place.setId(id);
        LedgerPanel.show(place, false);
        return place;
    }

    /** Buttons for how much is seen, in time or in frames. */
    private void timeSpans(boolean isTime) {
        spans.getChildren().clear();
        ToggleGroup group = new ToggleGroup();
        int[] lengths = isTime ? TIME_SPANS : FRAME_SPANS;
        for (int i = 0; i <= lengths.length; i++) {
            double length = i == lengths.length ? Double.POSITIVE_INFINITY : lengths[i];
            String name = words.say(i == lengths.length ? "span.all" : "span." + lengths[i]);
            ToggleButton button = new ToggleButton(name);
            button.setToggleGroup(group);
            button.setTooltip(LedgerPanel.tip(words.say("span.tip", name)));
            button.getStyleClass()
                    .addAll(
                            Styles.SMALL,
                            i == 0 ? Styles.LEFT_PILL : i == lengths.length ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setStyle("-fx-padding: 1 5 1 5; -fx-font-size: 0.75em;");
            button.setOnAction(it -> {
                button.setSelected(true);
                timeline.span(length);
            });
            if (i == 1) {
                button.setSelected(true);
                timeline.span(length);
            }
            spans.getChildren().add(button);
        }
    }

    private void keepSpinner() {
        SpinnerValueFactory<Integer> steps = new SpinnerValueFactory<>() {
            @Override
            public void decrement(int count) {
                for (int percent : KEEP_PERCENTS) {
                    if (percent < getValue()) {
                        setValue(percent);
                        return;
                    }
                }
            }

            @Override
            public void increment(int count) {
                for (int i = KEEP_PERCENTS.length - 1; i >= 0; i--) {
                    if (KEEP_PERCENTS[i] > getValue()) {
                        setValue(KEEP_PERCENTS[i]);
                        return;
                    }
                }
            }
        };
        steps.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer percent) {
                return percent == null ? "" : percent.toString();
            }

            @Override
            public Integer fromString(String text) {
                try {
                    int percent = Integer.parseInt(text.replace("%", "").strip());
                    return Math.max(1, Math.min(100, percent));
                } catch (NumberFormatException notANumber) {
                    return steps.getValue();
                }
            }
        });
        steps.setValue(100);
        keep.setValueFactory(steps);
        keep.setEditable(true);
        keep.setId("keep-percent");
        keep.setPrefWidth(92);
        keep.setMinWidth(80);
        keep.getStyleClass().add(Styles.SMALL);
        keep.setTooltip(LedgerPanel.tip(words.say("keep.tip")));
        FormLine.numeric(keep);
        keep.addEventHandler(KeyEvent.KEY_PRESSED, it -> {
            if (it.getCode() == KeyCode.ESCAPE) {
                keep.getEditor().setText(keep.getValue().toString());
            }
            if (it.getCode() == KeyCode.ESCAPE || it.getCode() == KeyCode.ENTER) {
                Platform.runLater(() -> FormLine.leave(keep));
            }
        });
        keep.valueProperty().addListener((it, before, now) -> {
            if (!isSetting) {
                keepFraction(now / 100.0);
            }
        });
    }

    // ---- what it tells ---------------------------------------------------------------------------------------------

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation now) {
        observation = now;
        last = null;
        beat.reset();
        growth.observe(now);
        frames.clear();
        nextRow = 0;
        firstUtcNs = FrameSlot.UNKNOWN_UTC_NS;
        histogram.clear();
        clearGrowth(-1);
        timeline.threshold(Double.NaN);
        timeline.news();
        legend.getChildren().clear();
        legendEntries.clear();
        legendMarks.clear();
        legendLooks.clear();
        luckinessNow.setText("");
        keepSays.setText("");
        keep.setDisable(now == null);
        histogram.setDisable(now == null);
    }

    @Override
    public void tell(Readings now) {
        if (observation == null) {
            return;
        }
        last = now;
        read();
        timeline.threshold(now.keepThresholdLuckiness());
        histogram.threshold(now.keepThresholdLuckiness());
        timeline.refresh();
        histogram.refresh();
        growthChart.refresh();
        boolean isRunning = now.phase() == Readings.Phase.RUNNING;
        boolean isDue = beat.isDue() || !isRunning;
        if (isDue) {
            LedgerPanel.text(luckinessNow, figures.plain(now.luckiness()));
        }
        keep.setDisable(!isRunning);
        histogram.setDisable(!isRunning);
        boolean isEdited = keep.getEditor().isFocused()
                && !keep.getEditor().getText().equals(keep.getValue().toString());
        if (System.nanoTime() - setNs > SETTLE_NS && !isEdited) {
            showKeep(now.keepFraction());
        }
        if (isDue) {
            tellKeep();
            legend(now.ledger());
        }
        growth.wanted(StripChart.isSeen(growthChart));
    }

    /** Rows that are new. */
    private void read() {
        FrameTable table = observation.session().pipeline().table();
        int end = Math.min(table.rowCount(), nextRow + MOST_ROWS);
        if (nextRow == 0 && end > 0) {
            firstUtcNs = table.startUtcNs(0);
            boolean isTime = firstUtcNs != FrameSlot.UNKNOWN_UTC_NS;
            timeline.xAxis(isTime ? timeAxis() : new StripAxis(StripAxis.Kind.LINEAR, words.say("axis.frame")));
            timeSpans(isTime);
        }
        boolean isNews = nextRow < end;
        for (; nextRow < end; nextRow++) {
            double luckiness = table.luckiness(nextRow);
            boolean isMeasured = luckiness > 0;
            frames.add(x(table, nextRow), isMeasured ? luckiness : Double.NaN, pointClass(table.verdict(nextRow)));
            if (isMeasured) {
                histogram.add(luckiness);
            }
        }
        if (isNews) {
            timeline.news();
        }
    }

    private double x(FrameTable table, int row) {
        if (firstUtcNs == FrameSlot.UNKNOWN_UTC_NS) {
            return table.frameIndex(row);
        }
        long utcNs = table.startUtcNs(row);
        return utcNs == FrameSlot.UNKNOWN_UTC_NS ? 0 : (utcNs - firstUtcNs) / 1e9;
    }

    private static int pointClass(Verdict verdict) {
        return switch (verdict) {
            case STACKED -> 0;
            case TOO_SOFT -> 1;
            case PASSED_OVER, PAUSED, PENDING -> 3;
            default -> 2;
        };
    }

    /** What became of the frame under the cursor. */
    private void tellFate(long row) {
        if (observation == null || row < 0) {
            fate.setText(words.say("hint"));
            return;
        }
        FrameTable table = observation.session().pipeline().table();
        int at = (int) row;
        List<String> says = new ArrayList<>();
        says.add(words.say("frame", figures.count(table.frameIndex(at))));
        if (table.startUtcNs(at) != FrameSlot.UNKNOWN_UTC_NS) {
            says.add(words.say("frame.utc", Figures.utc(table.startUtcNs(at))));
        }
        says.add(
                table.luckiness(at) > 0
                        ? words.say("frame.luckiness", figures.plain(table.luckiness(at)))
                        : words.say("frame.luckiness.none"));
        if (Double.isFinite(table.displacementXPx(at))) {
            says.add(words.say(
                    "frame.displacement",
                    figures.signed(table.displacementXPx(at), 1),
                    figures.signed(table.displacementYPx(at), 1)));
        }
        Verdict verdict = table.verdict(at);
        says.add(
                verdict == Verdict.STACKED
                        ? words.say("frame.was.STACKED")
                        : words.say("frame.was.other", reasons.say("verdict." + verdict.name())));
        fate.setText(String.join(" \u00b7 ", says));
    }

    /** One entry for each fate that frames met. */
    private void legend(Ledger ledger) {
        entry(Verdict.STACKED, ledger.stackedCount());
        ledger.rejectedCounts().forEach(this::entry);
    }

    private void entry(Verdict verdict, long count) {
        Label entry = legendEntries.get(verdict);
        if (entry == null) {
            if (count == 0) {
                return;
            }
            Canvas mark = new Canvas(9, 9);
            legendMarks.add(mark);
            legendLooks.add(LOOKS.get(pointClass(verdict)));
            entry = new Label("", mark);
            entry.getStyleClass().add(Styles.TEXT_SMALL);
            entry.setTooltip(LedgerPanel.tip(reasons.say("verdict." + verdict.name() + ".tip")));
            entry.setId("legend." + verdict.name());
            legendEntries.put(verdict, entry);
            legend.getChildren().add(entry);
            paintLegend();
        }
        LedgerPanel.text(entry, reasons.say("verdict." + verdict.name()) + " " + figures.count(count));
    }

    private void paintLegend() {
        for (int i = 0; i < legendMarks.size(); i++) {
            GraphicsContext g = legendMarks.get(i).getGraphicsContext2D();
            g.clearRect(0, 0, 9, 9);
            StripChart.PointClass look = legendLooks.get(i);
            look.mark().draw(g, look.tone().in(desk.look().get().palette()), 4.5, 4.5);
        }
    }

    // ---- keeping ---------------------------------------------------------------------------------------------------

    /** The observer wishes another share. */
    private void keepFraction(double share) {
        if (observation == null || last != null && last.phase() != Readings.Phase.RUNNING) {
            return;
        }
        observation.session().keepFraction(share);
        setNs = System.nanoTime();
        showKeep(share);
        tellKeep();
    }

    private void showKeep(double share) {
        int percent = (int) Math.max(1, Math.min(100, Math.round(100 * share)));
        if (keep.getValue() != percent) {
            isSetting = true;
            keep.getValueFactory().setValue(percent);
            isSetting = false;
        }
    }

    private void tellKeep() {
        double would = histogram.wouldKeepFraction().get();
        if (!Double.isNaN(would)) {
            LedgerPanel.text(
                    keepSays, words.say("keep.would", figures.wholePercent(would), figures.count(histogram.count())));
        } else if (last != null) {
            double threshold = last.keepThresholdLuckiness();
            LedgerPanel.text(
                    keepSays,
                    last.keepFraction() >= 1
                            ? words.say("keep.all")
                            : Double.isNaN(threshold)
                                    ? words.say("keep.wait")
                                    : words.say("keep.some", figures.plain(threshold)));
        }
    }

    // ---- the stack -------------------------------------------------------------------------------------------------

    private void measured(Observation of, long stackedCount, long stackNumber, double value) {
        if (of != observation) {
            return;
        }
        if (stackNumber != snrStackNumber || !snr.isEmpty() && stackedCount < snr.lastX()) {
            clearGrowth(stackNumber);
        }
        if (snr.isEmpty()) {
            firstCount = stackedCount;
            firstSnr = value;
        }
        snr.add(stackedCount, value, 0);
        ideal.clear();
        ideal.add(firstCount, firstSnr, 0);
        ideal.add(stackedCount, firstSnr * Math.sqrt((double) stackedCount / firstCount), 0);
        growthChart.news();
        LedgerPanel.text(snrNow, words.say("growth.now", figures.plain(value), figures.count(stackedCount)));
    }

    private void clearGrowth(long stackNumber) {
        snrStackNumber = stackNumber;
        snr.clear();
        ideal.clear();
        snrNow.setText("");
        growthChart.news();
    }

    /** Looks at the stack no longer; the page is built anew. */
    public void close() {
        eye.remove(growth);
    }

    /** Points of the timeline so far. */
    long frameCount() {
        return frames.addedCount();
    }

    /** Who measures the stack. */
    StackGrowth growth() {
        return growth;
    }

    /** Measurements of the stack so far. */
    long snrCount() {
        return snr.addedCount();
    }
}
