package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.files.MasterFacts.Kind;
import org.lucida.frame.FrameFormat;
import org.lucida.pipeline.FrameGlimpse;
import org.lucida.pipeline.MasterSession;
import org.lucida.view.Program;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/**
 * Master darks and flats: what is in use, and two assistants that make new ones.
 *
 * <p>An assistant needs the camera for itself. The observation is ended, its stack written, and opened again afterwards: with the
 * new master if it is good, as before if not.
 */
public final class MastersPanel implements Panel {
    private static final double PADDING_PX = 10;
    private static final double GAP_PX = 8;
    private static final double FIELD_EM = 4.6;
    private static final double PERCENT = 100;
    private static final double ASKED_FROM_S = 60;
    private static final int DARK_COUNT = 64;
    private static final int FLAT_COUNT = 32;
    private static final int MOST_COUNT = 100_000;
    private static final Duration POLL = Duration.millis(200);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    /** A look that has not come back by then failed. */
    private static final long GIVEN_UP_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long GLIMPSE_MS = 400;
    private static final List<String> SUFFIXES = List.of(".fits", ".fit", ".fts", ".ser");

    /** Where the observer is. */
    private enum Step {
        OVERVIEW,
        PREPARE,
        TAKE,
        RESULT
    }

    private final Desk desk;
    private final Words words;
    private final VBox node = new VBox(GAP_PX);
    private final VBox overview = new VBox(GAP_PX);
    private final VBox prepare = new VBox(GAP_PX);
    private final VBox take = new VBox(GAP_PX);
    private final VBox result = new VBox(GAP_PX);
    private final Label dark = FormLine.sentence("");
    private final Label flat = FormLine.sentence("");
    private final Button removeDark = new Button();
    private final Button removeFlat = new Button();
    private final Question question = new Question();
    private final Label prepareTitle = FormLine.heading("");
    private final Label prepareText = FormLine.sentence("");
    private final Label cameraNow = FormLine.muted("");
    private final Label check = FormLine.sentence("");
    private final TextField count = FormLine.field(FIELD_EM);
    private final FormLine countLine;
    private final Label takeText = FormLine.sentence("");
    private final ProgressBar progress = new ProgressBar();
    private final Label progressText = FormLine.muted("");
    private final VBox resultText = new VBox(GAP_PX);
    private final Button use = new Button();
    private final Timeline poll = new Timeline();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private Step step = Step.OVERVIEW;
    private Kind kind = Kind.DARK;
    private Observation observation;
    private Readings last;
    private boolean isChecking;
    private long checkedNs;
    /** How the camera stood for the lights, when the assistant began. */
    private Opening lights;

    private MasterSession session;
    /** Largest sample of the frames that are taken. */
    private double mostAdu;

    private Path made;

    /** Lays out the panel and gives it its keys. */
    public MastersPanel(Desk desk) {
        this.desk = desk;
        words = desk.words("masters");
        countLine = new FormLine(words.say("count"), words.say("count.tip"), count, new Label(words.say("count.unit")));
        count.setId("masters-count");
        node.setId("masters-panel");
        node.setPadding(new Insets(PADDING_PX));
        layOutOverview();
        layOutPrepare();
        layOutTake();
        layOutResult();
        node.getChildren().addAll(overview, prepare, take, result, question);
        poll.getKeyFrames().add(new KeyFrame(POLL, it -> look()));
        poll.setCycleCount(Timeline.INDEFINITE);
        desk.keys().add("Shift+D", words.say("key.dark"), () -> begin(Kind.DARK));
        desk.keys().add("Shift+F", words.say("key.flat"), () -> begin(Kind.FLAT));
        observe(null);
    }

    private void layOutOverview() {
        Button makeDark = button("dark.make", Styles.ACCENT);
        makeDark.setOnAction(it -> begin(Kind.DARK));
        Button makeFlat = button("flat.make", Styles.ACCENT);
        makeFlat.setOnAction(it -> begin(Kind.FLAT));
        Button chooseDark = button("dark.choose", "");
        chooseDark.setOnAction(it -> choose(Kind.DARK));
        Button chooseFlat = button("flat.choose", "");
        chooseFlat.setOnAction(it -> choose(Kind.FLAT));
        name(removeDark, "dark.remove", "");
        removeDark.setOnAction(it -> use(Kind.DARK, Optional.empty()));
        name(removeFlat, "flat.remove", "");
        removeFlat.setOnAction(it -> use(Kind.FLAT, Optional.empty()));
        overview.getChildren()
                .addAll(
                        FormLine.heading(words.say("dark")),
                        FormLine.muted(words.say("dark.what")),
                        dark,
                        new FlowPane(GAP_PX, GAP_PX, makeDark, chooseDark, removeDark),
                        FormLine.heading(words.say("flat")),
                        FormLine.muted(words.say("flat.what")),
                        flat,
                        new FlowPane(GAP_PX, GAP_PX, makeFlat, chooseFlat, removeFlat));
    }

    private void layOutPrepare() {
        Button begin = button("take", Styles.ACCENT);
        begin.setOnAction(it -> take());
        Button back = button("back", "");
        back.setOnAction(it -> show(Step.OVERVIEW));
        check.setId("masters-check");
        prepare.getChildren()
                .addAll(
                        prepareTitle,
                        prepareText,
                        cameraNow,
                        check,
                        countLine,
                        FormLine.muted(words.say("take.note")),
                        new FlowPane(GAP_PX, GAP_PX, begin, back));
    }

    private void layOutTake() {
        Button cancel = button("cancel", "");
        cancel.setOnAction(it -> cancel());
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setId("masters-progress");
        take.getChildren().addAll(takeText, progress, progressText, cancel);
    }

    private void layOutResult() {
        name(use, "use", Styles.ACCENT);
        use.setOnAction(it -> {
            Path file = made;
            show(Step.OVERVIEW);
            use(kind, Optional.of(file));
        });
        Button again = button("again", "");
        again.setOnAction(it -> begin(kind));
        Button done = button("done", "");
        done.setOnAction(it -> show(Step.OVERVIEW));
        resultText.setId("masters-result");
        result.getChildren().addAll(resultText, new FlowPane(GAP_PX, GAP_PX, use, again, done));
    }

    private Button button(String key, String style) {
        Button button = new Button();
        name(button, key, style);
        return button;
    }

    private void name(Button button, String key, String style) {
        button.setText(words.say(key));
        button.setId("masters-" + key.replace('.', '-'));
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

    /**
     * True while an assistant has the camera: no observation is open then, and this panel is to stay in view all the same.
     */
    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    @Override
    public void observe(Observation now) {
        observation = now;
        last = null;
        question.withdraw();
        if (now != null) {
            dark.setText(inUse(now.opening().dark(), "dark"));
            flat.setText(inUse(now.opening().flat(), "flat"));
            FormLine.show(removeDark, now.opening().dark().isPresent());
            FormLine.show(removeFlat, now.opening().flat().isPresent());
        } else {
            dark.setText(words.say("nothing.open"));
            flat.setText("");
            FormLine.show(removeDark, false);
            FormLine.show(removeFlat, false);
        }
        FormLine.show(flat, !flat.getText().isEmpty());
        overview.setDisable(now == null);
        if (step == Step.PREPARE && now == null) {
            show(Step.OVERVIEW);
        } else {
            show(step);
        }
    }

    private String inUse(Optional<Path> file, String key) {
        return file.map(it -> words.say(key + ".used", it.getFileName())).orElseGet(() -> words.say(key + ".none"));
    }

    @Override
    public void tell(Readings now) {
        last = now;
        long sinceNs = System.nanoTime() - checkedNs;
        if (step == Step.PREPARE && sinceNs > (isChecking ? GIVEN_UP_NS : CHECK_NS)) {
            checkLight();
        }
    }

    private void show(Step now) {
        step = now;
        FormLine.show(overview, now == Step.OVERVIEW);
        FormLine.show(prepare, now == Step.PREPARE);
        FormLine.show(take, now == Step.TAKE);
        FormLine.show(result, now == Step.RESULT);
        use.setDisable(observation == null);
    }

    // ---- choose what is there ---------------------------------------------------------------------------------------

    private void choose(Kind of) {
        if (observation == null || desk.asks() == null) {
            return;
        }
        String title = words.say(of == Kind.DARK ? "dark.choose.tip" : "flat.choose.tip");
        desk.asks().openFile(title, folder(observation.opening()), SUFFIXES, file -> choose(of, file));
    }

    /** Uses a file as master, if its frames fit. */
    void choose(Kind of, Path file) {
        Observation now = observation;
        if (now == null) {
            return;
        }
        FrameFormat format = now.format();
        Optional<org.lucida.frame.Roi> roi = now.opening().wish().roi();
        desk.work(
                () -> {
                    try (Camera frames = desk.cameras().open("replay:" + file, CameraWish.plain())) {
                        FrameFormat found = frames.format();
                        boolean isSame = found.widthPx() == format.widthPx() && found.heightPx() == format.heightPx();
                        boolean isWhole = roi.isPresent() && roi.get().fitsIn(found.widthPx(), found.heightPx());
                        boolean isLike = found.layout().samplesPerPixel()
                                == format.layout().samplesPerPixel();
                        return (isSame || isWhole) && isLike
                                ? ""
                                : words.say("refused", file.getFileName(), found, format);
                    }
                },
                why -> {
                    if (!why.isEmpty()) {
                        desk.tell(Notice.Level.TROUBLE, why);
                    } else if (observation == now) {
                        use(of, Optional.of(file));
                    }
                });
    }

    /** Opens the camera again with other masters; asks first if much would begin anew. */
    private void use(Kind of, Optional<Path> file) {
        Observation now = observation;
        if (now == null) {
            return;
        }
        Opening as = asNow(now);
        Opening next = of == Kind.DARK ? as.withMasters(file, as.flat()) : as.withMasters(as.dark(), file);
        double stackedS = last == null || !(last.frameRateHz() > 0) ? 0 : last.stackedNowCount() / last.frameRateHz();
        boolean isRecording = last != null && last.isRecording();
        if (isRecording || stackedS > ASKED_FROM_S) {
            question.ask(
                    isRecording
                            ? words.say("reopen.recording")
                            : words.say("reopen.question", Amounts.duration(stackedS, words)),
                    words.say("reopen.yes"),
                    words.say("reopen.no"),
                    () -> desk.open(next));
        } else {
            desk.open(next);
        }
    }

    /** The opening with what the camera stands at. */
    private static Opening asNow(Observation now) {
        Map<String, String> settings = CameraPanel.settingsNow(now);
        return now.opening().with(now.opening().wish().withSettings(settings));
    }

    private static Path folder(Opening opening) {
        return opening.folder().resolve("masters");
    }

    // ---- the assistant ----------------------------------------------------------------------------------------------

    /** Begins an assistant. */
    private void begin(Kind of) {
        if (observation == null || step == Step.TAKE) {
            return;
        }
        kind = of;
        lights = asNow(observation);
        String key = of == Kind.DARK ? "dark" : "flat";
        prepareTitle.setText(words.say(key + ".make"));
        prepareText.setText(words.say(key + ".steps"));
        cameraNow.setText(words.say("camera.now", cameraWords(observation)));
        check.setText(words.say("check.waiting"));
        count.setText(Integer.toString(of == Kind.DARK ? DARK_COUNT : FLAT_COUNT));
        countLine.accept();
        checkedNs = 0;
        show(Step.PREPARE);
    }

    private String cameraWords(Observation now) {
        StringBuilder text = new StringBuilder();
        now.controls()
                .value("exposureUs")
                .ifPresentOrElse(us -> text.append(Amounts.exposure(us, words.locale())), () -> now.info()
                        .exposureUs()
                        .ifPresent(us -> text.append(Amounts.exposure(us, words.locale()))));
        now.controls().value("gain").ifPresent(gain -> text.append(", ").append(words.say("gain", gain)));
        now.controls().value("sensorTenthC").ifPresent(c -> text.append(", ")
                .append(String.format(words.locale(), "%.1f \u00b0C", c / 10.0)));
        return text.length() == 0 ? words.say("camera.unknown") : text.toString();
    }

    /** Looks at a frame, on a thread of its own. */
    private void checkLight() {
        Observation now = observation;
        if (now == null) {
            return;
        }
        isChecking = true;
        checkedNs = System.nanoTime();
        cameraNow.setText(words.say("camera.now", cameraWords(now)));
        desk.work(
                () -> {
                    FrameGlimpse glimpse = now.session().newGlimpse();
                    return now.session().glimpse(glimpse, GLIMPSE_MS)
                            ? Optional.of(LightCheck.of(glimpse.format(), glimpse.raw()))
                            : Optional.<LightCheck>empty();
                },
                found -> {
                    isChecking = false;
                    found.filter(it -> observation == now).ifPresent(this::show);
                });
    }

    private void show(LightCheck light) {
        boolean isWell = kind == Kind.DARK ? light.isDark() : light.isFlat();
        String level = Amounts.three(
                        PERCENT * (kind == Kind.DARK ? light.meanFraction() : light.brightestFraction()),
                        words.locale())
                + " %";
        String sentence;
        if (kind == Kind.DARK) {
            sentence = words.say(isWell ? "check.dark" : "check.light", level);
        } else if (isWell) {
            sentence = words.say(
                    "check.flat", level, Amounts.three(PERCENT * light.cornerFraction(), words.locale()) + " %");
        } else {
            sentence = words.say(light.isTooDim() ? "check.dim" : "check.bright", level);
        }
        check.setText(sentence);
        FormLine.style(check, isWell ? Styles.SUCCESS : Styles.WARNING, Styles.SUCCESS, Styles.WARNING);
    }

    /** Ends the observation, opens the camera for the master, and begins. */
    private void take() {
        OptionalDouble number = Amounts.read(count.getText());
        boolean isCount = number.isPresent()
                && number.getAsDouble() == Math.rint(number.getAsDouble())
                && number.getAsDouble() >= 1
                && number.getAsDouble() <= MOST_COUNT;
        if (observation == null || !isCount) {
            countLine.refuse(words.say("count.refused", count.getText(), MOST_COUNT));
            return;
        }
        if (last != null && last.isRecording()) {
            countLine.refuse(words.say("take.recording"));
            return;
        }
        Opening frames = asNow(observation);
        int wanted = (int) number.getAsDouble();
        Kind of = kind;
        mostAdu = observation.whiteAdu();
        busy.set(true);
        progress.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
        takeText.setText(words.say(of == Kind.DARK ? "dark.taking" : "flat.taking"));
        progressText.setText(words.say("take.opening"));
        show(Step.TAKE);
        desk.stop()
                .thenRun(() -> desk.work(() -> begun(frames, of, wanted), begun -> {
                    if (begun.isEmpty()) {
                        reopen(lights);
                    } else {
                        session = begun.get();
                        poll.play();
                    }
                }));
    }

    /** Opens the camera and starts; trouble is told, and nothing is begun. */
    private Optional<MasterSession> begun(Opening frames, Kind of, int wanted) {
        Camera camera = null;
        Camera off = null;
        try {
            camera = desk.cameras().open(frames.address(), frames.wish());
            if (of == Kind.FLAT && frames.dark().isPresent()) {
                off = dark(frames, camera.format());
            }
            MasterSession begun = new MasterSession(
                    camera,
                    of,
                    wanted,
                    Optional.ofNullable(off),
                    folder(frames),
                    Program.nameAndVersion(),
                    Clock.systemUTC());
            begun.start();
            return Optional.of(begun);
        } catch (IOException | RuntimeException failed) {
            desk.trouble(failed);
            close(camera);
            close(off);
            return Optional.empty();
        }
    }

    /** The dark in use, cut to the region if it is one of the whole sensor. */
    private Camera dark(Opening frames, FrameFormat format) throws IOException {
        String address = "replay:" + frames.dark().orElseThrow();
        Camera whole = desk.cameras().open(address, CameraWish.plain());
        boolean isSame =
                whole.format().widthPx() == format.widthPx() && whole.format().heightPx() == format.heightPx();
        if (isSame || frames.wish().roi().isEmpty()) {
            return whole;
        }
        whole.close();
        CameraWish plain = CameraWish.plain();
        return desk.cameras()
                .open(address, new CameraWish(frames.wish().roi(), plain.layout(), plain.byteOrder(), plain.pace()));
    }

    private void close(AutoCloseable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception failed) {
            desk.trouble(failed);
        }
    }

    private void cancel() {
        if (session != null) {
            session.cancel();
        }
    }

    /** How far it is. */
    private void look() {
        MasterSession now = session;
        if (now == null) {
            return;
        }
        progress.setProgress((double) now.doneCount() / now.wantedCount());
        progressText.setText(words.say(
                "take.progress",
                now.doneCount(),
                now.wantedCount(),
                Double.isNaN(now.meanAdu())
                        ? "\u2013"
                        : Amounts.three(PERCENT * now.meanAdu() / mostAdu, words.locale()) + " %"));
        if (now.isOver()) {
            poll.stop();
            session = null;
            desk.work(
                    () -> {
                        close(now);
                        return now;
                    },
                    this::finished);
        }
    }

    private void finished(MasterSession over) {
        resultText.getChildren().clear();
        over.failure().ifPresent(desk::trouble);
        if (over.master().isEmpty()) {
            String why = over.failure().isPresent() ? over.failure().get().getMessage() : words.say("cancelled");
            resultText.getChildren().add(FormLine.sentence(why));
            FormLine.show(use, false);
            reopen(lights);
            return;
        }
        made = over.master().get();
        boolean isGood = over.judgement().isEmpty();
        Label verdict = FormLine.sentence(
                words.say(isGood ? "result.good" : "result.doubt", made.getFileName(), over.doneCount()));
        verdict.getStyleClass().add(isGood ? Styles.SUCCESS : Styles.WARNING);
        resultText.getChildren().add(verdict);
        over.judgement().forEach(it -> resultText.getChildren().add(FormLine.sentence(it)));
        FormLine.show(use, !isGood);
        desk.tell(isGood ? Notice.Level.FACT : Notice.Level.WARNING, verdict.getText());
        reopen(
                !isGood
                        ? lights
                        : kind == Kind.DARK
                                ? lights.withMasters(Optional.of(made), lights.flat())
                                : lights.withMasters(lights.dark(), Optional.of(made)));
    }

    private void reopen(Opening opening) {
        show(Step.RESULT);
        desk.open(opening).thenRun(() -> {
            busy.set(false);
            show(step);
        });
    }

    /** The file made last; null before. */
    Path made() {
        return made;
    }
}
