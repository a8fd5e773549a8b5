package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.lucida.calibrate.ExposureAdvice;
import org.lucida.calibrate.ExposureFacts;
import org.lucida.calibrate.RawHistogram;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.config.StackSettings;
import org.lucida.frame.FrameFormat;
import org.lucida.pipeline.FrameGlimpse;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.DisplayStretch;
import org.lucida.view.fx.picture.Exhibit;

/**
 * How the light of the last raw frame is spread over the range, what of it the display shows, and whether the exposure is a good
 * one.
 *
 * <p>Thread: FX; {@link #wants} and {@link #see} on the eye's, which does all the counting.
 */
public final class HistogramPanel implements Panel, Exhibit.Viewer {
    private static final double PADDING_PX = 10;
    private static final double GAP_PX = 6;
    private static final double FIELD_EM = 5;
    private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double PLANET_WISH = 0.7;
    private static final double STARS_WISH = 0.5;
    /** Longest exposure advised for deep sky. */
    private static final double STARS_LONGEST_US = 30e6;

    private static final double PERCENT = 100;

    /** What of an observation the eye's thread needs, so that it asks nobody. */
    private record Source(Observation observation, boolean isDeepSky, RawHistogram histogram) {}

    private final Desk desk;
    private final Words words;
    private final DisplayStretch stretch;
    private final VBox node = new VBox(GAP_PX);
    private final HistogramCanvas canvas;
    private final ToggleButton log = new ToggleButton();
    private final ToggleButton automatic = new ToggleButton();
    private final TextField black = FormLine.field(FIELD_EM);
    private final TextField white = FormLine.field(FIELD_EM);
    private final FormLine range;
    private final Label levels = FormLine.sentence("");
    private final Label clipped = FormLine.sentence("");
    private final VBox advice = new VBox(GAP_PX);
    /** Held here, so that it lives as long as the panel and no longer. */
    private final ChangeListener<Look> onLook;

    private final AtomicBoolean drawn = new AtomicBoolean(true);
    private volatile Source source;
    private volatile boolean isWanted = true;
    private volatile double frameRateHz = Double.NaN;
    /** Eye's thread only. */
    private long seenNs;

    private double blackAdu;
    private double whiteAdu = 1;
    private boolean isAutomatic = true;
    private String saidAdvice = "";

    /**
     * Lays out the panel and gives it its keys.
     *
     * @param stretch what the handles turn
     */
    public HistogramPanel(Desk desk, DisplayStretch stretch) {
        this.desk = desk;
        this.stretch = stretch;
        words = desk.words("histogram");
        canvas = new HistogramCanvas(desk.look().get().palette(), (b, w) -> turn(b, w));
        onLook = (it, was, now) -> canvas.palette(now.palette());
        canvas.setId("histogram-canvas");
        canvas.setAccessibleText(words.say("canvas.tip"));
        desk.look().addListener(new WeakChangeListener<>(onLook));
        log.setText(words.say("log"));
        FormLine.small(log);
        log.setSelected(desk.remembered().flag("histogram.log", true));
        canvas.logarithmic(log.isSelected());
        log.selectedProperty().addListener((it, was, is) -> {
            canvas.logarithmic(is);
            desk.remembered().put("histogram.log", is);
        });
        FormLine.tip(log, words.say("log.tip"));
        automatic.setText(words.say("automatic"));
        automatic.setId("histogram-automatic");
        FormLine.small(automatic);
        FormLine.tip(automatic, words.say("automatic.tip"));
        automatic.setOnAction(it -> automatic());
        Label adu = new Label("ADU");
        adu.setMinWidth(Region.USE_PREF_SIZE);
        black.setId("histogram-black");
        white.setId("histogram-white");
        for (TextField field : List.of(black, white)) {
            field.setAlignment(Pos.CENTER_RIGHT);
            FormLine.onCommit(field, it -> typed());
        }
        range = new FormLine(words.say("range"), words.say("range.tip"), black, new Label("\u2013"), white, adu);
        levels.setId("histogram-levels");
        clipped.setId("histogram-clipped");
        advice.setId("histogram-advice");
        node.setId("histogram-panel");
        node.setPadding(new Insets(PADDING_PX));
        node.getChildren()
                .addAll(
                        canvas,
                        new HBox(GAP_PX, log, automatic),
                        range,
                        levels,
                        clipped,
                        FormLine.heading(words.say("advice")),
                        advice);
        desk.keys().add("Shift+L", words.say("key.log"), () -> log.setSelected(!log.isSelected()));
        desk.keys().add("Shift+A", words.say("key.automatic"), this::automatic);
        desk.keys().add("Shift+E", words.say("key.apply"), this::applyFirst);
        node.sceneProperty().addListener((it, was, now) -> isWanted = now != null);
        observe(null);
    }

    @Override
    public Region node() {
        return node;
    }

    @Override
    public void observe(Observation now) {
        source = null;
        saidAdvice = "";
        canvas.curves(null);
        levels.setText(words.say(now == null ? "nothing" : "waiting"));
        clipped.setText("");
        advice.getChildren().clear();
        node.setDisable(now == null);
        frameRateHz = Double.NaN;
        if (now != null) {
            whiteAdu = now.whiteAdu();
            blackAdu = 0;
            automatic(true);
            showRange(now.whiteAdu());
            boolean isDeepSky = now.opening().settings().target() == StackSettings.Target.STARS;
            FrameFormat format = now.format();
            source = new Source(now, isDeepSky, new RawHistogram(format, RawHistogram.strideFor(format)));
        }
    }

    @Override
    public void tell(Readings now) {
        frameRateHz = now.frameRateHz();
        isWanted = node.getScene() != null && isShown(node);
    }

    private static boolean isShown(Node node) {
        for (Node one = node; one != null; one = one.getParent()) {
            if (!one.isVisible()) {
                return false;
            }
        }
        return true;
    }

    // ---- counting, on the eye's thread -----------------------------------------------------------------------------

    @Override
    public boolean wants(Exhibit.Kind kind) {
        return kind == Exhibit.Kind.LIVE
                && isWanted
                && source != null
                && drawn.get()
                && System.nanoTime() - seenNs >= EVERY_NS;
    }

    @Override
    public void see(Exhibit exhibit) {
        Source from = source;
        FrameGlimpse frame = exhibit.frame();
        if (from == null
                || frame == null
                || exhibit.kind() != Exhibit.Kind.LIVE
                || !frame.format().equals(from.histogram.format())
                || System.nanoTime() - seenNs < EVERY_NS
                || !drawn.compareAndSet(true, false)) {
            return;
        }
        seenNs = System.nanoTime();
        from.histogram.measure(frame.raw());
        HistogramReading reading = HistogramReading.of(from.histogram, clipAdu(from), facts(from));
        Platform.runLater(() -> {
            drawn.set(true);
            if (source == from) {
                show(reading);
            }
        });
    }

    /** What is known of the exposure; null where it is not known. */
    private ExposureFacts facts(Source from) {
        Observation observed = from.observation;
        CameraControls controls = observed.controls();
        OptionalLong turned = controls.value("exposureUs");
        OptionalDouble told = observed.info().exposureUs();
        double exposureUs = turned.isPresent() ? turned.getAsLong() : told.orElse(0);
        if (!(exposureUs > 0)) {
            return null;
        }
        return new ExposureFacts(
                from.isDeepSky ? ExposureFacts.Aim.DEEP_SKY : ExposureFacts.Aim.BRIGHT_TARGET,
                exposureUs,
                from.isDeepSky ? STARS_LONGEST_US : ExposureFacts.PLANET_LONGEST_US,
                frameRateHz,
                0,
                clipAdu(from),
                observed.gainEPerAdu(),
                fact(observed, "RDNOISE", fact(observed, "READNOIS", Double.NaN)),
                from.isDeepSky ? STARS_WISH : PLANET_WISH);
    }

    /** The largest value the converter gives: with 12 bits at the top of 16 that is less than the format's. */
    private static int clipAdu(Source from) {
        FrameFormat format = from.observation.format();
        int bits = (int) fact(from.observation, "ADCBITS", 0);
        if (bits <= 0) {
            return HistogramReading.pileAdu(from.histogram);
        }
        int deep = format.bitDepth();
        boolean isScaled = format.bytesPerSample() == 2 && bits < deep;
        return isScaled ? ((1 << bits) - 1) << (deep - bits) : format.maxAdu();
    }

    private static double fact(Observation observed, String keyword, double otherwise) {
        try {
            return Double.parseDouble(observed.info().facts().getOrDefault(keyword, String.valueOf(otherwise)));
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    // ---- showing ---------------------------------------------------------------------------------------------------

    private void show(HistogramReading reading) {
        if (isAutomatic) {
            showAutomatic(reading);
        } else {
            canvas.curves(reading);
        }
        Locale locale = words.locale();
        String[] names = reading.planes().size() == 1
                ? new String[] {""}
                : new String[] {words.say("red"), words.say("green"), words.say("blue")};
        List<String> lines = new ArrayList<>();
        for (int plane = 0; plane < names.length; plane++) {
            HistogramReading.Facts facts = reading.planes().get(plane);
            lines.add((names[plane].isEmpty() ? "" : names[plane] + ": ")
                    + words.say(
                            "levels",
                            Integer.toString(facts.minAdu()),
                            String.format(locale, "%.1f", facts.meanAdu()),
                            Integer.toString(facts.maxAdu())));
        }
        levels.setText(String.join("\n", lines));
        clipped.setText(
                reading.clippedCount() == 0
                        ? words.say("clipped.none")
                        : words.say(
                                "clipped",
                                String.format(locale, "%,d", reading.clippedCount()),
                                String.format(locale, "%,d", reading.sampleCount()),
                                percent(reading.clippedFraction())));
        FormLine.style(
                clipped,
                reading.clippedCount() == 0 ? Styles.TEXT_MUTED : Styles.DANGER,
                Styles.TEXT_MUTED,
                Styles.DANGER);
        showAdvice(reading.advice());
    }

    private void showAdvice(ExposureAdvice now) {
        List<String> sentences = new ArrayList<>();
        if (now != null) {
            now.advice().forEach(one -> sentences.add(sentence(one)));
        }
        String said = String.join("\n", sentences);
        if (said.equals(saidAdvice) && !advice.getChildren().isEmpty()) {
            return;
        }
        saidAdvice = said;
        advice.getChildren().clear();
        if (now == null) {
            advice.getChildren().add(FormLine.muted(words.say("advice.unknown")));
            return;
        }
        for (int i = 0; i < sentences.size(); i++) {
            ExposureAdvice.Advice one = now.advice().get(i);
            Label line = FormLine.sentence(sentences.get(i));
            line.getStyleClass().add(one.code() == ExposureAdvice.Code.GOOD ? Styles.SUCCESS : Styles.WARNING);
            advice.getChildren().add(line);
            Button apply = applyButton(one);
            if (apply != null) {
                advice.getChildren().add(new FlowPane(apply));
            }
        }
    }

    private String sentence(ExposureAdvice.Advice one) {
        Locale locale = words.locale();
        String number =
                switch (one.code()) {
                    case HIGHLIGHTS_CLIPPED, OFFSET_TOO_LOW, GOOD, NO_LIGHT -> percent(one.number());
                    case EXPOSURE_TOO_LONG, LOWER_EXPOSURE, RAISE_EXPOSURE -> Amounts.exposure(
                            nice(one.number()), locale);
                    case RAISE_GAIN, READ_NOISE_LIMITED, EXPOSURE_LIMITS_FRAME_RATE -> Amounts.three(
                            one.number(), locale);
                };
        return words.say("advice." + one.code().name(), number);
    }

    private String percent(double fraction) {
        double percent = PERCENT * fraction;
        return percent > 0 && percent < 0.01 ? "< 0.01 %" : Amounts.three(percent, words.locale()) + " %";
    }

    /** Two digits are enough for an exposure. */
    private static double nice(double us) {
        double step = Math.pow(10, Math.floor(Math.log10(us)) - 1);
        return step < 1 ? Math.rint(us) : Math.rint(us / step) * step;
    }

    /** A button that does what one advice says; null where it is not one value, or the camera cannot. */
    private Button applyButton(ExposureAdvice.Advice one) {
        Source from = source;
        boolean isExposure = one.code() == ExposureAdvice.Code.LOWER_EXPOSURE
                || one.code() == ExposureAdvice.Code.RAISE_EXPOSURE
                || one.code() == ExposureAdvice.Code.EXPOSURE_TOO_LONG;
        if (!isExposure || from == null) {
            return null;
        }
        CameraControl control = from.observation.controls().named("exposureUs").orElse(null);
        if (control == null || !control.isWritable()) {
            return null;
        }
        long us = Math.max(control.minValue(), Math.min(control.maxValue(), Math.round(nice(one.number()))));
        Button apply = new Button(words.say("apply", Amounts.exposure(us, words.locale())));
        apply.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT);
        apply.setId("histogram-apply");
        FormLine.tip(apply, words.say("apply.tip"));
        apply.setOnAction(it -> {
            try {
                from.observation.controls().request(Map.of("exposureUs", Long.toString(us)));
            } catch (IllegalArgumentException refused) {
                desk.trouble(refused);
            }
        });
        return apply;
    }

    private void applyFirst() {
        if (advice.lookup("#histogram-apply") instanceof Button apply) {
            apply.fire();
        }
    }

    // ---- black and white -------------------------------------------------------------------------------------------

    /** The handles stand where the picture has found black and white; hollow where that is not known. */
    private void showAutomatic(HistogramReading reading) {
        double topAdu = reading.format().maxAdu();
        Optional<DisplayStretch.Range> found = stretch.now();
        blackAdu = Math.max(0, Math.min(topAdu, found.map(it -> it.blackAdu()).orElse(0.0)));
        whiteAdu = Math.max(
                blackAdu, Math.min(topAdu, found.map(it -> it.whiteAdu()).orElse(topAdu)));
        canvas.show(reading, blackAdu, whiteAdu, found.isEmpty());
        if (!black.isFocused() && !white.isFocused()) {
            black.setText(Long.toString(Math.round(blackAdu)));
            white.setText(Long.toString(Math.round(whiteAdu)));
        }
    }

    private void automatic(boolean isNow) {
        isAutomatic = isNow;
        automatic.setSelected(isNow);
    }

    private void turn(double toBlackAdu, double toWhiteAdu) {
        automatic(false);
        blackAdu = toBlackAdu;
        whiteAdu = toWhiteAdu;
        black.setText(Long.toString(Math.round(blackAdu)));
        white.setText(Long.toString(Math.round(whiteAdu)));
        stretch.range(blackAdu, whiteAdu);
    }

    private void typed() {
        Source from = source;
        OptionalDouble toBlack = Amounts.read(black.getText());
        OptionalDouble toWhite = Amounts.read(white.getText());
        if (from == null) {
            return;
        }
        double top = from.observation.whiteAdu();
        if (toBlack.isEmpty()
                || toWhite.isEmpty()
                || toBlack.getAsDouble() < 0
                || toWhite.getAsDouble() > top
                || toBlack.getAsDouble() >= toWhite.getAsDouble()) {
            range.refuse(words.say("range.refused", Amounts.plain(top, words.locale())));
            showRange(top);
            return;
        }
        range.accept();
        turn(toBlack.getAsDouble(), toWhite.getAsDouble());
        canvas.range(blackAdu, whiteAdu, top);
    }

    private void automatic() {
        automatic(true);
        range.accept();
        Source from = source;
        if (from != null) {
            blackAdu = 0;
            whiteAdu = from.observation.whiteAdu();
            showRange(whiteAdu);
        }
        stretch.automatic();
    }

    private void showRange(double topAdu) {
        black.setText(Long.toString(Math.round(blackAdu)));
        white.setText(Long.toString(Math.round(whiteAdu)));
        canvas.range(blackAdu, whiteAdu, topAdu);
    }
}
