package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraWish;
import org.lucida.frame.Roi;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * The camera's knobs, the region that is read, and what stands before the sensor.
 *
 * <p>Knobs turn while frames flow. Region, binning and bits need the camera opened again: then the stack begins anew, and
 * the one before is written first.
 */
public final class CameraPanel implements Panel {
    private static final double PADDING_PX = 10;
    private static final double GAP_PX = 8;
    /** What every observer looks for, in this order; the rest is under "more". */
    private static final List<String> FIRST = List.of(
            "exposureUs",
            "gain",
            "offset",
            "bandwidthPercent",
            "coolerOn",
            "targetC",
            "coolerPowerPercent",
            "sensorTenthC");

    private static final List<String> ORIGIN = List.of("originXPx", "originYPx");
    /** A stack longer than this is not begun anew without a question. */
    private static final double ASKED_FROM_S = 60;

    private final Desk desk;
    private final Words words;
    private final VBox node = new VBox(GAP_PX);
    private final Label camera = FormLine.sentence("");
    private final Label none = FormLine.muted("");
    private final VBox first = new VBox(GAP_PX);
    private final VBox more = new VBox(GAP_PX);
    private final TitledPane morePane = new TitledPane();
    private final List<ControlLine> lines = new ArrayList<>();
    private final Question question = new Question();
    private final RegionForm region;
    private final OpticsForm optics;
    private Observation observation;
    private final Beat beat = new Beat();
    private Readings last;

    /** Lays out the panel and gives it its keys. */
    public CameraPanel(Desk desk) {
        this.desk = desk;
        words = desk.words("camera");
        region = new RegionForm(words, this::openWith);
        optics = new OpticsForm(desk, words);
        morePane.setText(words.say("more"));
        morePane.setContent(more);
        morePane.setExpanded(false);
        morePane.getStyleClass().add(Styles.DENSE);
        FormLine.tip(morePane, words.say("more.tip"));
        camera.getStyleClass().add(Styles.TEXT_BOLD);
        node.setId("camera-panel");
        node.setPadding(new Insets(PADDING_PX));
        node.getChildren()
                .addAll(camera, none, first, morePane, new Separator(), region, question, new Separator(), optics);
        desk.keys().add("E", words.say("key.exposure"), this::toExposure);
        desk.keys().add("Shift+Page Up", words.say("key.longer"), () -> turnExposure(2));
        desk.keys().add("Shift+Page Down", words.say("key.shorter"), () -> turnExposure(0.5));
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
        question.withdraw();
        lines.clear();
        first.getChildren().clear();
        more.getChildren().clear();
        CameraControls controls = now == null ? CameraControls.NONE : now.controls();
        ControlNames names = new ControlNames(words);
        for (String key : FIRST) {
            controls.named(key).ifPresent(it -> add(first, it, controls, names));
        }
        for (CameraControl control : controls.all()) {
            if (!FIRST.contains(control.key()) && !ORIGIN.contains(control.key())) {
                add(more, control, controls, names);
            }
        }
        FormLine.show(morePane, !more.getChildren().isEmpty());
        camera.setText(now == null ? words.say("no.camera") : now.info().name());
        boolean isFile = now != null && now.opening().address().startsWith("replay:");
        none.setText(
                now == null
                        ? words.say("no.camera.remedy")
                        : controls.all().isEmpty() ? words.say(isFile ? "no.controls.file" : "no.controls") : "");
        FormLine.show(none, !none.getText().isEmpty());
        region.observe(now);
        optics.observe(now);
        lines.forEach(ControlLine::tell);
    }

    private void add(VBox where, CameraControl control, CameraControls controls, ControlNames names) {
        ControlLine line = new ControlLine(control, controls, words, names);
        lines.add(line);
        where.getChildren().add(line);
    }

    @Override
    public void tell(Readings now) {
        last = now;
        if (beat.isDue()) {
            lines.forEach(ControlLine::tell);
        }
        region.tell(now);
    }

    /** The region the observer drew in the live picture, in px of the frames as they come now. FX thread. */
    public void drawnRoi(Roi drawn) {
        region.drawn(drawn);
    }

    /** Why the last value of a control was not taken; empty if it was. */
    String refusal(String key) {
        return lines.stream()
                .filter(it -> it.control().key().equals(key))
                .map(ControlLine::refusal)
                .findFirst()
                .orElse("");
    }

    private Optional<ControlLine> line(String key) {
        return lines.stream().filter(it -> it.control().key().equals(key)).findFirst();
    }

    private void toExposure() {
        line("exposureUs").ifPresent(it -> it.lookup("#field-exposureUs").requestFocus());
    }

    private void turnExposure(double factor) {
        line("exposureUs").ifPresent(it -> observation
                .controls()
                .value("exposureUs")
                .ifPresent(us -> it.ask(Math.max(
                        it.control().minValue(), Math.min(it.control().maxValue(), Math.round(us * factor))))));
    }

    // ---- opening anew -----------------------------------------------------------------------------------------------

    /** Opens the same camera with another shape of frames; asks first if much would begin anew. */
    private void openWith(Optional<Roi> roi, Map<String, String> shape) {
        Observation now = observation;
        if (now == null) {
            return;
        }
        double stackedS = last == null || !(last.frameRateHz() > 0) ? 0 : last.stackedNowCount() / last.frameRateHz();
        Runnable open = () -> {
            CameraWish wish = now.opening().wish();
            Map<String, String> settings = settingsNow(now);
            settings.putAll(shape);
            Opening next =
                    now.opening().with(new CameraWish(roi, wish.layout(), wish.byteOrder(), wish.pace(), settings));
            desk.open(next);
        };
        if (last != null && last.isRecording()) {
            question.ask(words.say("reopen.recording"), words.say("reopen.yes"), words.say("reopen.no"), open);
        } else if (stackedS > ASKED_FROM_S) {
            question.ask(
                    words.say("reopen.question", Amounts.duration(stackedS, words)),
                    words.say("reopen.yes"),
                    words.say("reopen.no"),
                    open);
        } else {
            open.run();
        }
    }

    /** What the camera stands at, as far as the observer has a hand in it. */
    static Map<String, String> settingsNow(Observation now) {
        Map<String, String> settings = new LinkedHashMap<>(now.opening().wish().settings());
        CameraControls controls = now.controls();
        for (CameraControl control : controls.all()) {
            if (!control.isWritable() || ORIGIN.contains(control.key())) {
                continue;
            }
            boolean isAsked = settings.keySet().stream().anyMatch(control::isCalled);
            if (controls.isAuto(control.key())) {
                put(settings, control, "auto");
            } else if (controls.value(control.key()).isPresent()) {
                long value = controls.value(control.key()).getAsLong();
                if (isAsked || value != control.defaultValue()) {
                    put(settings, control, Long.toString(value));
                }
            }
        }
        return settings;
    }

    private static void put(Map<String, String> settings, CameraControl control, String value) {
        settings.keySet().removeIf(control::isCalled);
        settings.put(control.key(), value);
    }
}
