package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.files.EnhancedPictures;
import org.lucida.files.SessionNames;
import org.lucida.files.StackFacts;
import org.lucida.files.StackFits;
import org.lucida.frame.StackView;
import org.lucida.pipeline.SnapshotLease;
import org.lucida.view.PictureMaking;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Tone;

/**
 * Saves the stack of the moment as pictures to show around: sharpened by the recipe, with a caption. The stack goes on growing.
 *
 * <p>Thread: FX; works on the desk's.
 */
final class PictureSaving extends VBox {
    private static final long SNAPSHOT_TIMEOUT_MS = 20_000;
    private static final double GAP_PX = 6;
    private static final String KIND_KEY = "sharpen.save.";

    /** A stack in memory, and what its files shall be called. */
    private record Copied(PictureMaking.Stack stack, String name) {}

    private final Desk desk;
    private final Words words;
    private final Supplier<EnhanceRecipe> recipe;
    private final TextField caption = new TextField();
    private final Map<EnhancedPictures.Kind, CheckBox> kinds = new EnumMap<>(EnhancedPictures.Kind.class);
    private final Button save = new Button();
    private final Button cancel = new Button();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label doing = FormLine.sentence("");
    private Supplier<Tone> seen;
    private Observation observation;
    private AtomicBoolean stop;

    PictureSaving(Desk desk, Words words, Supplier<EnhanceRecipe> recipe) {
        super(GAP_PX);
        this.desk = desk;
        this.words = words;
        this.recipe = recipe;
        lay();
        desk.keys().add("Shift+J", words.say("key.save"), this::save);
        observe(null);
    }

    private void lay() {
        caption.setId("picture-caption");
        caption.getStyleClass().add(Styles.SMALL);
        caption.setTooltip(new Tooltip(words.say("caption.tip")));
        FlowPane boxes = new FlowPane(2 * GAP_PX, GAP_PX);
        for (EnhancedPictures.Kind kind : EnhancedPictures.Kind.values()) {
            String key = kind.name().toLowerCase(Locale.ROOT);
            CheckBox box = new CheckBox(kind.name());
            box.setId("picture-" + key);
            box.setTooltip(new Tooltip(words.say("kind." + key + ".tip")));
            box.setSelected(desk.remembered().flag(KIND_KEY + key, true));
            box.selectedProperty().addListener((it, before, now) -> {
                desk.remembered().put(KIND_KEY + key, now);
                enable();
            });
            kinds.put(kind, box);
            boxes.getChildren().add(box);
        }
        save.setText(words.say("save"));
        save.setId("picture-save");
        save.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT);
        save.setOnAction(event -> save());
        cancel.setText(words.say("cancel"));
        cancel.setId("picture-cancel");
        cancel.getStyleClass().add(Styles.SMALL);
        cancel.setOnAction(event -> cancel());
        cancel.setTooltip(new Tooltip(words.say("cancel.tip")));
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        doing.getStyleClass().addAll("text-small", "text-muted");
        doing.setId("picture-doing");
        HBox line = new HBox(GAP_PX, save, cancel, bar);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        getChildren().setAll(caption, boxes, line, doing);
        seenAs(null);
    }

    /** The tone the pictures are given; null or none of it = the recipe's. */
    void seenAs(Supplier<Tone> tone) {
        seen = tone;
        save.setTooltip(new Tooltip(words.say(tone == null ? "save.tip" : "save.seen.tip")));
    }

    void observe(Observation now) {
        observation = now;
        caption.setPromptText(words.say(
                "caption.prompt",
                now == null
                        ? words.say("caption.target")
                        : now.opening().targetName().orElse(words.say("caption.target"))));
        enable();
    }

    private void enable() {
        boolean isBusy = stop != null;
        save.setDisable(observation == null || isBusy || chosen().isEmpty());
        cancel.setDisable(!isBusy);
        FormLine.show(cancel, isBusy);
        FormLine.show(bar, isBusy);
        FormLine.show(doing, isBusy);
    }

    private Set<EnhancedPictures.Kind> chosen() {
        Set<EnhancedPictures.Kind> all = EnumSet.noneOf(EnhancedPictures.Kind.class);
        kinds.forEach((kind, box) -> {
            if (box.isSelected()) {
                all.add(kind);
            }
        });
        return all;
    }

    /** Begins to save, unless it is not possible now. */
    void save() {
        if (save.isDisable()) {
            return;
        }
        AtomicBoolean sign = new AtomicBoolean();
        stop = sign;
        Observation now = observation;
        EnhanceRecipe wanted = recipe.get();
        Set<EnhancedPictures.Kind> chosen = chosen();
        Optional<String> title = caption.getText().isBlank()
                ? Optional.empty()
                : Optional.of(caption.getText().strip());
        Optional<PictureMaking.Tones> tones =
                Optional.ofNullable(seen).map(Supplier::get).map(SeenTones::new);
        at(0.02, words.say("doing.copy"));
        enable();
        desk.work(
                () -> {
                    try {
                        return made(now, wanted, tones, chosen, title, sign);
                    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                        desk.trouble(failed);
                        return Optional.<PictureMaking.Made>empty();
                    }
                },
                made -> {
                    stop = null;
                    enable();
                    made.ifPresent(this::told);
                });
    }

    /** Stops what is being saved; files that are written stay. */
    void cancel() {
        if (stop != null) {
            stop.set(true);
            cancel.setDisable(true);
        }
    }

    private Optional<PictureMaking.Made> made(
            Observation now,
            EnhanceRecipe wanted,
            Optional<PictureMaking.Tones> tones,
            Set<EnhancedPictures.Kind> chosen,
            Optional<String> title,
            AtomicBoolean sign)
            throws IOException, InterruptedException {
        Optional<Copied> copied = copied(now);
        if (copied.isEmpty()) {
            desk.tell(Notice.Level.TROUBLE, words.say("save.nothing"));
            return Optional.empty();
        }
        later(0.1, words.say("doing.sharpen"));
        return Optional.of(PictureMaking.make(
                copied.get().stack(),
                new PictureMaking.Order(
                        wanted, tones, now.opening().folder(), copied.get().name(), chosen, title),
                sign::get,
                new Following(chosen.size())));
    }

    /** The stack as it is now; empty if there is none yet. */
    private static Optional<Copied> copied(Observation now) throws IOException, InterruptedException {
        try (SnapshotLease lease = now.session().snapshot(SNAPSHOT_TIMEOUT_MS)) {
            StackView view = lease.view();
            if (view.stackedCount() == 0) {
                return Optional.empty();
            }
            int widthPx = view.widthPx();
            float[][] planes = new float[view.planeCount()][widthPx * view.heightPx()];
            float[] row = new float[widthPx];
            for (int plane = 0; plane < planes.length; plane++) {
                for (int y = 0; y < view.heightPx(); y++) {
                    view.readValues(plane, y, row);
                    System.arraycopy(row, 0, planes[plane], y * widthPx, widthPx);
                }
            }
            Clock clock = Clock.systemUTC();
            StackFacts facts = now.session().facts(lease);
            long utcNs = SessionNames.stampTime(facts.span(), now.info().exposureUs(), clock);
            return Optional.of(new Copied(
                    new PictureMaking.Stack(
                            widthPx, view.heightPx(), planes, new StackFits(clock).sourceOf(view, facts)),
                    SessionNames.firstBase(facts.target(), utcNs) + "-enhanced"));
        }
    }

    private void told(PictureMaking.Made made) {
        List<Path> files = List.copyOf(made.files().values());
        if (made.isStopped()) {
            desk.tell(Notice.Level.FACT, words.say("save.stopped", files.size()));
        } else {
            desk.tell(Notice.Level.FACT, words.say("save.done", files.size(), files.get(files.size() - 1)));
        }
    }

    private void later(double doneFraction, String what) {
        Platform.runLater(() -> at(doneFraction, what));
    }

    private void at(double doneFraction, String what) {
        bar.setProgress(doneFraction);
        doing.setText(what);
    }

    /** Shows how far it is. */
    private final class Following implements PictureMaking.Onlooker {
        private static final double SHARPENED = 0.6;
        private final int fileCount;
        private int begunCount;

        Following(int fileCount) {
            this.fileCount = fileCount;
        }

        @Override
        public void enhanced(List<String> notes) {
            later(SHARPENED, words.say("doing.sharpen"));
        }

        @Override
        public void begins(Path file) {
            Path name = file.getFileName();
            later(
                    SHARPENED + (1 - SHARPENED) * begunCount++ / fileCount,
                    words.say("doing.write", name == null ? file : name));
        }
    }

    /** The tone of the picture that is seen. */
    private record SeenTones(Tone tone) implements PictureMaking.Tones {
        @Override
        public double brightness(int plane, double adu) {
            return tone.channel(plane).brightness(adu);
        }

        @Override
        public double blackAdu() {
            return tone.green().blackAdu();
        }

        @Override
        public double whiteAdu() {
            return tone.green().whiteAdu();
        }
    }
}
