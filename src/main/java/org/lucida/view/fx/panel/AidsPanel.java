package org.lucida.view.fx.panel;

import java.util.Locale;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.lucida.focus.BahtinovReading;
import org.lucida.focus.CollimationReading;
import org.lucida.focus.Drift;
import org.lucida.focus.DriftReading;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Eye;

/**
 * Aids for setting up the telescope: focus by stars, by the planet, by a Bahtinov mask, collimation, atmospheric dispersion,
 * drift. One at a time; only the one on show costs anything.
 *
 * <p>Thread: FX; measured on the eye's thread.
 */
public final class AidsPanel implements Panel {
    private static final double PLANET_WINDOW_S = 2;
    private static final double DRIFT_WINDOW_S = 30;
    private static final int DRIFT_CAPACITY = 8192;
    private static final int KEPT_POINTS = 4096;
    private static final double TREND_SPAN_S = 120;
    /** Red and blue closer than this, raw px, need no corrector. */
    private static final double GOOD_DISPERSION_PX = 0.1;
    /** The hole off the middle by less than this part of the ring's radius is well collimated. */
    private static final double GOOD_COLLIMATION_FRACTION = 0.02;

    /** The first diffraction ring is taken for even below this. */
    private static final double GOOD_ASYMMETRY_FRACTION = 0.1;

    private static final double GREEN_NM = 550;
    private static final double DRIFT_EVERY_S = 1;
    private static final String NONE = "-";

    private final Desk desk;
    private final Eye eye;
    private final Words words;
    private final AidMeter meter = new AidMeter(found -> Platform.runLater(() -> show(found)));
    private final VBox node = new VBox(8);
    private final ComboBox<AidMeter.Aid> choice = new ComboBox<>();
    private final Label how = wrapping();
    private final Label figure = new Label(NONE);
    private final Label unit = new Label();
    private final Label best = wrapping();
    private final Label more = wrapping();
    private final AidSketch sketch;
    private final StripTrace trend = new StripTrace(KEPT_POINTS, 1);
    private final StripChart chart;
    private final HBox bestRow;
    private final Drift drift = new Drift(DRIFT_CAPACITY);
    private final double[] driftTimeS = new double[DRIFT_CAPACITY];
    private final double[] driftXPx = new double[DRIFT_CAPACITY];
    private final double[] driftYPx = new double[DRIFT_CAPACITY];
    private boolean isMeasuringDrift;
    private Observation observation;
    private double elapsedS;
    private double driftDueS;
    private double bestValue = Double.NaN;

    public AidsPanel(Desk desk, Eye eye) {
        this.desk = desk;
        this.eye = eye;
        words = desk.words("aids");
        sketch = new AidSketch(desk);
        chart = new StripChart(
                desk,
                new StripAxis(StripAxis.Kind.TIME, words.say("axis.time")),
                new StripAxis(StripAxis.Kind.LINEAR, words.say("axis.value")));
        chart.line(trend, PaletteTone.ACCENT);
        chart.span(TREND_SPAN_S);
        chart.nothingYet(words.say("nothing.yet"));
        chart.setPrefHeight(110);
        chart.setMinHeight(110);
        Button again = new Button(words.say("best.again"));
        again.setTooltip(new Tooltip(words.say("best.again.tip")));
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(event -> forget());
        HBox.setHgrow(best, Priority.ALWAYS);
        best.setMaxWidth(Double.MAX_VALUE);
        bestRow = new HBox(8, best, again);
        lay();
    }

    private static Label wrapping() {
        Label label = new Label();
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void lay() {
        node.setId("aids-panel");
        node.getStyleClass().add("panel");
        choice.setId("aid");
        choice.getItems().setAll(AidMeter.Aid.values());
        choice.setConverter(new AidWords());
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setTooltip(new Tooltip(words.say("choice.tip")));
        choice.setValue(AidMeter.Aid.PLANET);
        choice.valueProperty().addListener((it, before, now) -> chosen());
        figure.setId("aid-figure");
        figure.getStyleClass().addAll("title-1", "figure");
        how.getStyleClass().addAll("text-small", "text-muted");
        more.setId("aid-more");
        HBox big = new HBox(8, figure, unit);
        big.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        HBox drawn = new HBox(sketch);
        drawn.setAlignment(javafx.geometry.Pos.CENTER);
        drawn.managedProperty().bind(sketch.visibleProperty());
        node.getChildren().setAll(choice, big, bestRow, more, chart, drawn, how);
        node.sceneProperty().addListener(it -> watch());
        node.visibleProperty().addListener(it -> watch());
        chosen();
        eye.add(meter);
    }

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void close() {
        eye.remove(meter);
    }

    @Override
    public void observe(Observation now) {
        observation = now;
        driftDueS = 0;
        forget();
        if (now != null) {
            meter.samplingQ(now.opening().settings().samplingPxPerLambdaD());
            boolean stars = now.opening().settings().target() == org.lucida.config.StackSettings.Target.STARS;
            if (choice.getValue() == AidMeter.Aid.PLANET && stars) {
                choice.setValue(AidMeter.Aid.STARS);
            } else if (choice.getValue() == AidMeter.Aid.STARS && !stars) {
                choice.setValue(AidMeter.Aid.PLANET);
            }
        }
    }

    private void chosen() {
        AidMeter.Aid aid = choice.getValue();
        boolean isTrend = aid == AidMeter.Aid.STARS || aid == AidMeter.Aid.PLANET;
        chart.setVisible(isTrend);
        chart.setManaged(isTrend);
        bestRow.setVisible(isTrend);
        bestRow.setManaged(isTrend);
        sketch.setVisible(!isTrend);
        how.setText(words.say("how." + key(aid)));
        unit.setText("");
        driftDueS = 0;
        forget();
        watch();
    }

    private static String key(AidMeter.Aid aid) {
        return aid.name().toLowerCase(Locale.ROOT);
    }

    /** Measures only while somebody can see it. */
    private void watch() {
        meter.measure(StripChart.isSeen(node) ? choice.getValue() : null);
    }

    /** Forgets trend and best value. */
    private void forget() {
        bestValue = Double.NaN;
        trend.clear();
        chart.news();
        figure.setText(NONE);
        best.setText("");
        more.setText("");
        sketch.clear();
    }

    @Override
    public void tell(Readings now) {
        elapsedS = now.elapsedS();
        watch();
        if (!StripChart.isSeen(node)) {
            return;
        }
        if (choice.getValue() == AidMeter.Aid.PLANET) {
            planet(now.frameRateHz());
        } else if (choice.getValue() == AidMeter.Aid.DRIFT && elapsedS >= driftDueS && !isMeasuringDrift) {
            driftDueS = elapsedS + DRIFT_EVERY_S;
            drift();
        }
    }

    // ---- focus
    // -------------------------------------------------------------------------------------------------------

    /** Luckiness of the last two seconds: what seeing shakes, their mean steadies. */
    private void planet(double frameRateHz) {
        FrameTable table = observation.session().pipeline().table();
        int rows = table.rowCount();
        int first = Math.max(0, rows - (int) Math.max(10, frameRateHz * PLANET_WINDOW_S));
        double sum = 0;
        int count = 0;
        for (int row = first; row < rows; row++) {
            double luckiness = table.luckiness(row);
            if (Double.isFinite(luckiness)) {
                sum += luckiness;
                count++;
            }
        }
        if (count == 0) {
            figure.setText(NONE);
            return;
        }
        double mean = sum / count;
        follow(mean, mean > bestValue || Double.isNaN(bestValue));
        figure.setText(number(mean, 2));
        unit.setText(words.say("unit.luckiness"));
        best.setText(words.say("best.planet", number(bestValue, 2), number(100 * mean / bestValue, 0)));
    }

    private void follow(double value, boolean isBest) {
        if (isBest) {
            bestValue = value;
        }
        trend.add(elapsedS, value, 0);
        chart.news();
    }

    private void show(AidFinding found) {
        if (observation == null) {
            return;
        }
        if (found instanceof AidFinding.Stars stars && choice.getValue() == AidMeter.Aid.STARS) {
            show(stars);
        } else if (found instanceof AidFinding.Bahtinov spikes && choice.getValue() == AidMeter.Aid.BAHTINOV) {
            show(spikes);
        } else if (found instanceof AidFinding.Collimation rings && choice.getValue() == AidMeter.Aid.COLLIMATION) {
            show(rings);
        } else if (found instanceof AidFinding.Dispersion colours && choice.getValue() == AidMeter.Aid.DISPERSION) {
            show(colours);
        }
    }

    private void show(AidFinding.Stars stars) {
        if (stars.starCount() == 0) {
            figure.setText(NONE);
            more.setText(words.say("stars.none"));
            trend.add(elapsedS, Double.NaN, 0);
            chart.news();
            return;
        }
        follow(stars.hfdPx(), stars.hfdPx() < bestValue || Double.isNaN(bestValue));
        figure.setText(number(stars.hfdPx(), 2));
        unit.setText(words.say("unit.hfd", inSky(stars.hfdPx())));
        best.setText(words.say("best.stars", number(bestValue, 2)));
        StringBuilder text = new StringBuilder(words.say(
                "stars.more",
                stars.starCount(),
                number(stars.fwhmPx(), 2),
                inSky(stars.fwhmPx()),
                number(stars.roundnessRatio(), 2)));
        if (Double.isFinite(stars.scatterHfdPx())) {
            text.append(' ').append(words.say("stars.scatter", number(stars.scatterHfdPx(), 2)));
        }
        if (stars.isSaturated()) {
            text.append(' ').append(words.say("stars.full"));
        }
        more.setText(text.toString());
    }

    private void show(AidFinding.Bahtinov spikes) {
        BahtinovReading reading = spikes.reading();
        if (reading.state != BahtinovReading.State.MEASURED) {
            figure.setText(NONE);
            unit.setText("");
            sketch.clear();
            more.setText(words.say("bahtinov." + reading.state.name().toLowerCase(Locale.ROOT)));
            return;
        }
        double offsetPx = reading.offsetPx / spikes.pxPerRawPx();
        double sigmaPx = reading.offsetPxSigma / spikes.pxPerRawPx();
        figure.setText(signed(offsetPx, 2));
        unit.setText(words.say("unit.offset", number(sigmaPx, 2)));
        double ratio = observation.optics().focalRatio();
        double pixelUm = observation.optics().pixelUm() / spikes.pxPerRawPx();
        boolean isGood = Math.abs(offsetPx) < Math.max(0.2, 2 * sigmaPx);
        if (Double.isFinite(ratio) && pixelUm > 0) {
            double errorUm = reading.focusErrorUm(ratio, pixelUm, 0);
            double depthUm = BahtinovReading.depthOfFocusUm(ratio, GREEN_NM);
            isGood = Math.abs(errorUm) < depthUm;
            more.setText(words.say(isGood ? "bahtinov.good" : "bahtinov.off", signed(errorUm, 0), number(depthUm, 0)));
        } else {
            more.setText(words.say(isGood ? "bahtinov.good.px" : "bahtinov.off.px"));
        }
        sketch.spikes(reading, isGood);
    }

    private void show(AidFinding.Collimation rings) {
        CollimationReading reading = rings.reading();
        double direction = Math.toRadians(reading.directionDeg);
        String towards = clock(Math.cos(direction), Math.sin(direction));
        if (reading.state == CollimationReading.State.DONUT) {
            boolean isGood = reading.offsetFraction < GOOD_COLLIMATION_FRACTION;
            figure.setText(number(100 * reading.offsetFraction, 1));
            unit.setText(words.say("unit.collimation"));
            String offset = number(reading.offsetPx / rings.pxPerRawPx(), 2);
            more.setText(words.say(isGood ? "collimation.good" : "collimation.off", offset, towards));
            sketch.rings(reading, isGood);
        } else if (reading.state == CollimationReading.State.FIRST_RING) {
            boolean isGood =
                    reading.asymmetryFraction < Math.max(GOOD_ASYMMETRY_FRACTION, 3 * reading.asymmetryFractionSigma);
            figure.setText(number(100 * reading.asymmetryFraction, 0));
            unit.setText(words.say("unit.asymmetry", number(100 * reading.asymmetryFractionSigma, 0)));
            more.setText(words.say(isGood ? "collimation.ring.good" : "collimation.ring.off", towards));
            sketch.arrow(
                    reading.asymmetryFraction * Math.cos(direction),
                    reading.asymmetryFraction * Math.sin(direction),
                    1,
                    isGood);
        } else {
            figure.setText(NONE);
            unit.setText("");
            sketch.clear();
            more.setText(words.say("collimation." + reading.state.name().toLowerCase(Locale.ROOT)));
        }
    }

    private void show(AidFinding.Dispersion colours) {
        if (!colours.reading().isValid()) {
            figure.setText(NONE);
            unit.setText("");
            sketch.clear();
            more.setText(words.say(
                    "dispersion." + colours.reading().validity().name().toLowerCase(Locale.ROOT)));
            return;
        }
        double spreadPx = colours.reading().spreadPx() / colours.pxPerRawPx();
        double sigmaPx = colours.reading().spreadSigmaPx() / colours.pxPerRawPx();
        boolean isGood = spreadPx < Math.max(GOOD_DISPERSION_PX, 2 * sigmaPx);
        figure.setText(number(spreadPx, 2));
        unit.setText(words.say("unit.dispersion", number(sigmaPx, 2), inSky(spreadPx)));
        double x = colours.reading().spreadXPx();
        double y = colours.reading().spreadYPx();
        more.setText(words.say(isGood ? "dispersion.good" : "dispersion.off", clock(x, y)));
        sketch.arrow(x, y, 3 * colours.pxPerRawPx(), isGood);
    }

    // ---- drift
    // -------------------------------------------------------------------------------------------------------

    private void drift() {
        FrameTable table = observation.session().pipeline().table();
        int count = 0;
        int rows = table.rowCount();
        int first = Math.max(0, rows - DRIFT_CAPACITY);
        long zeroNs = FrameSlot.UNKNOWN_UTC_NS;
        for (int row = first; row < rows; row++) {
            long utcNs = table.startUtcNs(row);
            if (table.verdict(row) == Verdict.STACKED && utcNs != FrameSlot.UNKNOWN_UTC_NS) {
                zeroNs = zeroNs == FrameSlot.UNKNOWN_UTC_NS ? utcNs : zeroNs;
                driftTimeS[count] = (utcNs - zeroNs) / 1e9;
                driftXPx[count] = table.displacementXPx(row);
                driftYPx[count] = table.displacementYPx(row);
                count++;
            }
        }
        int samples = count;
        isMeasuringDrift = true;
        desk.work(
                () -> {
                    DriftReading reading = new DriftReading();
                    drift.measure(driftTimeS, driftXPx, driftYPx, samples, DRIFT_WINDOW_S, reading);
                    return reading;
                },
                reading -> {
                    isMeasuringDrift = false;
                    if (observation != null && choice.getValue() == AidMeter.Aid.DRIFT) {
                        show(reading);
                    }
                });
    }

    private void show(DriftReading reading) {
        double speed = reading.speedPxPerS();
        if (!Double.isFinite(speed)) {
            figure.setText(NONE);
            unit.setText("");
            sketch.clear();
            more.setText(words.say("drift.none"));
            return;
        }
        figure.setText(number(speed, 3));
        unit.setText(words.say("unit.drift", inSky(speed)));
        double swingPx = Math.hypot(reading.residualXPx, reading.residualYPx);
        StringBuilder text = new StringBuilder(words.say(
                "drift.more",
                number(reading.spanS, 0),
                signed(reading.driftXPxPerS, 3),
                number(reading.driftXPxPerSSigma, 3),
                signed(reading.driftYPxPerS, 3),
                number(reading.driftYPxPerSSigma, 3),
                number(swingPx, 2)));
        double widthPx =
                Math.min(observation.format().widthPx(), observation.format().heightPx());
        boolean isStill = reading.significance() < 3;
        if (isStill) {
            text.append(' ').append(words.say("drift.still"));
        } else {
            text.append(' ').append(words.say("drift.leaves", number(widthPx / 2 / speed / 60, 1)));
        }
        more.setText(text.toString());
        sketch.arrow(reading.driftXPxPerS, reading.driftYPxPerS, 1, isStill);
    }

    // ---- words
    // -------------------------------------------------------------------------------------------------------

    private String number(double value, int decimals) {
        return Double.isFinite(value) ? String.format(words.locale(), "%." + decimals + "f", value) : NONE;
    }

    private String signed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(words.locale(), "%+." + decimals + "f", value) : NONE;
    }

    /** A length on the sensor in the sky; empty if the plate scale is unknown. */
    private String inSky(double rawPx) {
        double arcsec = rawPx * observation.optics().arcsecPerPx();
        return Double.isFinite(arcsec) ? " = " + number(arcsec, 2) + " arcsec" : "";
    }

    /** A direction as on the face of a clock, 12 up. */
    private String clock(double x, double y) {
        int hour = (int) Math.round(Math.toDegrees(Math.atan2(x, -y)) / 30);
        return words.say("clock", (hour + 11) % 12 + 1);
    }

    private final class AidWords extends StringConverter<AidMeter.Aid> {
        @Override
        public String toString(AidMeter.Aid value) {
            return value == null ? "" : words.say("aid." + key(value));
        }

        @Override
        public AidMeter.Aid fromString(String text) {
            throw new UnsupportedOperationException("the list is not typed into");
        }
    }
}
