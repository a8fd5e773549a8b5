package org.lucida.view.fx.picture;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Transform;
import javafx.util.Duration;
import org.lucida.files.ViewPicture;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.view.Program;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Notice;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Palette;
import org.lucida.view.fx.desk.Words;

/**
 * The picture: live frame, stack and sharpened stack, one at a time, side by side or blinking, with zoom, overlays, a region drawn
 * by hand, and the pixel under the cursor.
 *
 * <p>Zoom and place are kept in raw pixels, so that all pictures show the same spot. Wheel: zoom about the cursor; drag: move; double
 * click: whole frame; Ctrl and click: puts the reticle; Shift and drag: region. Keys: see {@link #addKeys} and the bar's tooltips;
 * arrows move while the picture has the focus.
 *
 * <p>Follows the desk's observation and look by itself; the eye is told what to look at by its owner. Made anew for another
 * language; {@link #close} first.
 *
 * <p>Thread: FX.
 */
public final class PictureView extends Region implements AutoCloseable {
    private static final double ZOOM_PER_NOTCH = 1.2;
    private static final double NOTCH_PX = 40;
    private static final double MOVE_FRACTION = 0.1;
    private static final double BLINK_MS = 600;
    private static final double GAP_PX = 2;
    private static final long READOUT_NS = 100_000_000;
    private static final double INSET_PX = 10;
    /** A press that moved less is a click. */
    private static final double SLIP_PX = 3;
    /** Views written within one second. */
    private static final int MOST_NAMES = 100;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'");

    private final Desk desk;
    private final Eye eye;
    private final Words words;
    private final Map<Exhibit.Kind, Easel> easels = new EnumMap<>(Exhibit.Kind.class);
    private final Map<Exhibit.Kind, Label> captions = new EnumMap<>(Exhibit.Kind.class);
    private final Map<Exhibit.Kind, Painted> painted = new EnumMap<>(Exhibit.Kind.class);
    private final Pane area = new Area();
    private final PictureBar bar;
    private final Label empty = new Label();
    private final Marker map = new Marker();
    private final Rectangle band = new Rectangle();
    private final Label bandSize = new Label();
    private final Readout readoutWords;
    private final Reticle reticleOverlay;
    private final ScaleBar scaleOverlay;
    private final ShiftArrows arrows = new ShiftArrows();
    private final LuckinessTiles tiles = new LuckinessTiles();
    private final List<ToggleButton> measured = new ArrayList<>();

    private final ObjectProperty<PictureMode> mode = new SimpleObjectProperty<>(PictureMode.LIVE);
    private final ObjectProperty<Compared> compared = new SimpleObjectProperty<>(Compared.LIVE_STACK);
    private final BooleanProperty blink = new SimpleBooleanProperty();
    private final BooleanProperty stabilised = new SimpleBooleanProperty();
    private final BooleanProperty marker = new SimpleBooleanProperty();
    private final BooleanProperty points = new SimpleBooleanProperty();
    private final BooleanProperty luckiness = new SimpleBooleanProperty();
    private final BooleanProperty coverage = new SimpleBooleanProperty();
    private final BooleanProperty clipped = new SimpleBooleanProperty();
    private final BooleanProperty reticle = new SimpleBooleanProperty();
    private final BooleanProperty scaleBar = new SimpleBooleanProperty();
    private final BooleanProperty fullRange = new SimpleBooleanProperty();
    private final BooleanProperty drawsRegion = new SimpleBooleanProperty();
    private final ObjectProperty<Tone> handTone = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Tone> tone = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper readout = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper zoom = new ReadOnlyStringWrapper("");
    private final Timeline clock = new Timeline(new KeyFrame(Duration.millis(BLINK_MS), event -> tick()));
    private final ChangeListener<Observation> onObservation = (it, before, now) -> observe(now);
    private final ChangeListener<Look> onLook = (it, before, now) -> {
        painted.clear();
        dress();
        refresh();
    };
    private final Exhibit.Viewer viewer = new Watching();
    private Consumer<Roi> onRoi = roi -> {};
    private Observation observation;
    private volatile boolean hasStars;
    private boolean isFitting = true;
    private Sight sight = new Sight(0, 0, 1);
    private double reticleXPx;
    private double reticleYPx;
    private boolean isSecond;
    private Exhibit.Kind pointed;
    private double probeXPx = Double.NaN;
    private double probeYPx = Double.NaN;
    private long readNs;
    private Probe lastProbe;
    private long mappedNs;
    // a press of the mouse
    private double pressX;
    private double pressY;
    private double dragX;
    private double dragY;
    private Easel pressed;
    private boolean isBanding;

    /** What an easel's overlays were last drawn for. */
    private record Painted(Ground ground, List<Overlay> overlays, double heldXPx, double heldYPx, long tickCount) {}

    public PictureView(Desk desk, Eye eye) {
        this.desk = desk;
        this.eye = eye;
        words = desk.words("picture");
        readoutWords = new Readout(words);
        reticleOverlay = new Reticle(words.locale());
        scaleOverlay = new ScaleBar(words.locale());
        for (Exhibit.Kind kind : Exhibit.Kind.values()) {
            Easel easel = new Easel(kind, () -> flipped(kind));
            easel.setId("easel-" + kind.name().toLowerCase(java.util.Locale.ROOT));
            easels.put(kind, easel);
            Label caption = new Label();
            caption.setMouseTransparent(true);
            captions.put(kind, caption);
            area.getChildren().add(easel);
        }
        area.getChildren().addAll(captions.values());
        band.setFill(null);
        band.setManaged(false);
        band.setVisible(false);
        band.setMouseTransparent(true);
        bandSize.setVisible(false);
        bandSize.setMouseTransparent(true);
        map.setVisible(false);
        empty.setId("picture-empty");
        empty.setWrapText(true);
        empty.setMouseTransparent(true);
        empty.setAlignment(Pos.CENTER);
        area.getChildren().addAll(map, band, bandSize, empty);
        area.setFocusTraversable(true);
        area.setId("picture-area");
        bar = new PictureBar(words, desk.keys());
        getChildren().addAll(area, bar);
        addKeys();
        listen();
        clock.setCycleCount(Animation.INDEFINITE);
        dress();
        eye.add(viewer);
        desk.observation().addListener(onObservation);
        desk.look().addListener(onLook);
        observe(desk.observation().get());
    }

    @Override
    public void close() {
        clock.stop();
        eye.remove(viewer);
        desk.observation().removeListener(onObservation);
        desk.look().removeListener(onLook);
    }

    // ---- what the shell and the panels turn
    // ----------------------------------------------------------------------------

    /** Which pictures are seen. */
    public ObjectProperty<PictureMode> mode() {
        return mode;
    }

    /** Which two are compared, side by side or blinking. */
    public ObjectProperty<Compared> compared() {
        return compared;
    }

    /** Shows the two in turn. */
    public BooleanProperty blink() {
        return blink;
    }

    /** Holds the target of the live picture still. */
    public BooleanProperty stabilised() {
        return stabilised;
    }

    /** The small map of where the target is in the frame. */
    public BooleanProperty marker() {
        return marker;
    }

    /** Alignment points. */
    public BooleanProperty points() {
        return points;
    }

    /** Luckiness map. */
    public BooleanProperty luckiness() {
        return luckiness;
    }

    /** Tint of what few frames reach. */
    public BooleanProperty coverage() {
        return coverage;
    }

    /** Marks of clipped pixels. */
    public BooleanProperty clipped() {
        return clipped;
    }

    /** Cross and circles. */
    public BooleanProperty reticle() {
        return reticle;
    }

    /** Bar of a round length. */
    public BooleanProperty scaleBar() {
        return scaleBar;
    }

    /** From 0 to the largest sample instead of automatically. */
    public BooleanProperty fullRange() {
        return fullRange;
    }

    /** True while the next drag draws a region. */
    public BooleanProperty drawsRegion() {
        return drawsRegion;
    }

    /** Black, white and midtone by the observer's hand, for live frame and stack; null = automatic. */
    public ObjectProperty<Tone> handTone() {
        return handTone;
    }

    /** The tone of the picture seen now; null before the first. */
    public ReadOnlyObjectProperty<Tone> tone() {
        return tone.getReadOnlyProperty();
    }

    /** The pixel under the cursor in words; empty outside. */
    public ReadOnlyStringProperty readout() {
        return readout.getReadOnlyProperty();
    }

    /** Who is told of a region drawn; it is in pixels of the present frame, multiples of 8 x 2, even origin. */
    public void onRoi(Consumer<Roi> told) {
        onRoi = told;
    }

    /** Somebody else measures alignment points of this observation; null = nobody. */
    public void alignmentPoints(ShiftArrows.Meter meter) {
        arrows.meter(meter);
        enableMeasured();
    }

    /** Somebody else measures the luckiness map of this observation; null = nobody. */
    public void luckinessMap(LuckinessTiles.Meter meter) {
        tiles.meter(meter);
        enableMeasured();
    }

    /** What is seen of the frame. */
    public Sight sight() {
        return sight;
    }

    /** Sees another part; the whole frame is no longer kept fitting. */
    public void sight(Sight next) {
        isFitting = false;
        sight = next;
        refresh();
    }

    /** The whole frame, also when the window changes its size. */
    public void fit() {
        isFitting = true;
        refresh();
    }

    /** Another zoom about the cursor, or about the middle where the cursor is elsewhere; 1 = 100 %. */
    public void zoom(double zoomPxPerRawPx) {
        Easel easel = pointed == null ? first() : easels.get(pointed);
        double scale = easel.outputScale();
        double width = easel.getWidth() * scale;
        double height = easel.getHeight() * scale;
        boolean isPointed = pointed != null && Double.isFinite(probeXPx);
        sight(bounded(sight.zoomed(
                zoomPxPerRawPx,
                isPointed ? sight.screenX(probeXPx, width) : width / 2,
                isPointed ? sight.screenY(probeYPx, height) : height / 2,
                width,
                height)));
    }

    /** Writes what is seen, overlays included, as a new PNG; told in the log. */
    public void saveView(Path file) {
        save(count -> file, 1);
    }

    /** Writes what is seen beside the observation's other files, named by target and time: no question asked. */
    public void saveView() {
        if (observation == null) {
            return;
        }
        String target =
                observation.opening().targetName().orElse(observation.opening().presetName());
        String name = target.replaceAll("[^\\p{L}\\p{N}_-]+", "-") + "_view_"
                + STAMP.format(Clock.systemUTC().instant().atOffset(ZoneOffset.UTC));
        Path folder = observation.opening().folder();
        save(count -> folder.resolve(name + (count == 1 ? "" : "_" + count) + ".png"), MOST_NAMES);
    }

    /** Takes the first of so many names that is free. */
    private void save(IntFunction<Path> names, int nameCount) {
        if (observation == null) {
            return;
        }
        double scale = first().outputScale();
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(scale, scale));
        parameters.setFill(Color.BLACK);
        WritableImage image = area.snapshot(parameters, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        String title = observation.info().name() + ": " + caption(first().kind(), first().shown());
        desk.work(
                () -> {
                    ViewPicture picture = new ViewPicture(Program.nameAndVersion());
                    for (int count = 1; ; count++) {
                        Path file = names.apply(count).toAbsolutePath();
                        Files.createDirectories(file.getParent());
                        try {
                            picture.write(file, argb, width, height, title);
                            return file;
                        } catch (FileAlreadyExistsException taken) {
                            if (count >= nameCount) {
                                throw taken;
                            }
                        }
                    }
                },
                written -> desk.tell(Notice.Level.FACT, words.say("saved", written)));
    }

    /** Alignment points found last. */
    int arrowCount() {
        return arrows.foundCount();
    }

    // ---- bar and keys
    // --------------------------------------------------------------------------------------------------

    private void addKeys() {
        bar.mode("live", "mdomz-videocam", "1", () -> choose(PictureMode.LIVE), it -> chosen(PictureMode.LIVE, it));
        bar.mode("stack", "mdoal-layers", "2", () -> choose(PictureMode.STACK), it -> chosen(PictureMode.STACK, it));
        bar.mode(
                "sharp",
                "mdoal-camera_enhance",
                "3",
                () -> choose(PictureMode.SHARP),
                it -> chosen(PictureMode.SHARP, it));
        bar.mode(
                "pair",
                "mdoal-compare",
                "4",
                () -> choose(PictureMode.SIDE_BY_SIDE),
                it -> chosen(PictureMode.SIDE_BY_SIDE, it));
        bar.toggle("blink", "mdoal-flip", "B", blink);
        bar.action("swap", "mdomz-swap_horiz", "X", this::swap);
        bar.action("compared", "mdoal-compare_arrows", "Shift+B", this::compareOthers);
        bar.gap();
        bar.action("fit", "mdomz-zoom_out_map", "5", this::fit);
        bar.action("whole", "mdoal-crop_square", "6", () -> zoom(1));
        bar.action("large", "mdoal-grid_on", "7", () -> zoom(4));
        bar.action("smaller", "mdomz-zoom_out", "Minus", () -> zoom(sight.zoomPxPerRawPx() / ZOOM_PER_NOTCH));
        bar.label(zoom, "picture-zoom");
        bar.action("larger", "mdomz-zoom_in", "Plus", () -> zoom(sight.zoomPxPerRawPx() * ZOOM_PER_NOTCH));
        bar.gap();
        bar.toggle("stabilise", "mdoal-center_focus_strong", "S", stabilised);
        bar.toggle("marker", "mdomz-picture_in_picture_alt", "T", marker);
        measured.add(bar.toggle("points", "mdoal-control_camera", "A", points));
        measured.add(bar.toggle("luckiness", "mdomz-view_module", "L", luckiness));
        bar.toggle("coverage", "mdoal-gradient", "C", coverage);
        bar.toggle("clipped", "mdomz-warning", "O", clipped);
        bar.toggle("reticle", "mdoal-gps_fixed", "H", reticle);
        bar.toggle("scale", "mdomz-straighten", "M", scaleBar);
        bar.toggle("full", "mdoal-exposure", "F", fullRange);
        bar.gap();
        bar.toggle("region", "mdoal-crop", "I", drawsRegion);
        bar.action("save", "mdomz-save_alt", "W", this::saveView);
        enableMeasured();
    }

    private void enableMeasured() {
        measured.get(0).setDisable(!arrows.hasMeter());
        measured.get(1).setDisable(!tiles.hasMeter());
        refresh();
    }

    private void choose(PictureMode next) {
        blink.set(false);
        mode.set(next);
    }

    private void chosen(PictureMode which, Consumer<Boolean> listener) {
        listener.accept(mode.get() == which);
        mode.addListener((it, before, now) -> listener.accept(now == which));
    }

    private void swap() {
        choose(mode.get() == PictureMode.LIVE ? PictureMode.STACK : PictureMode.LIVE);
    }

    private void compareOthers() {
        compared.set(compared.get() == Compared.LIVE_STACK ? Compared.STACK_SHARP : Compared.LIVE_STACK);
    }

    private void listen() {
        mode.addListener((it, before, now) -> refresh());
        compared.addListener((it, before, now) -> refresh());
        for (BooleanProperty switched : List.of(
                blink, stabilised, marker, points, luckiness, coverage, clipped, reticle, scaleBar, fullRange)) {
            switched.addListener((it, before, now) -> refresh());
        }
        handTone.addListener((it, before, now) -> refresh());
        drawsRegion.addListener((it, before, now) -> {
            area.setCursor(now ? javafx.scene.Cursor.CROSSHAIR : javafx.scene.Cursor.DEFAULT);
            if (now) {
                area.requestFocus();
            }
        });
        area.addEventHandler(ScrollEvent.SCROLL, this::scroll);
        area.addEventHandler(MouseEvent.MOUSE_MOVED, this::move);
        area.addEventHandler(MouseEvent.MOUSE_EXITED, event -> probe(null, Double.NaN, Double.NaN));
        area.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        area.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        area.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        area.addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
        area.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    // ---- what is laid out
    // ----------------------------------------------------------------------------------------------

    private void observe(Observation next) {
        boolean isOther = next != observation;
        observation = next;
        if (isOther || next == null) {
            easels.values().forEach(Easel::forget);
            painted.clear();
            lastProbe = null;
            readout.set("");
            isBanding = false;
            hideBand();
        }
        if (next == null) {
            arrows.meter(null);
            tiles.meter(null);
        } else {
            FrameFormat format = next.format();
            hasStars = next.opening().settings().target() == org.lucida.config.StackSettings.Target.STARS;
            reticleXPx = (format.widthPx() - 1) / 2.0;
            reticleYPx = (format.heightPx() - 1) / 2.0;
            map.shape(format);
            sight = bounded(sight);
            if (isOther) {
                arrows.meter(new PointMeter());
                tiles.meter(new TileMeter(next.opening().settings().assumedSamplingPxPerLambdaD()));
            }
            isFitting |= isOther;
        }
        enableMeasured();
    }

    /** Which kinds are drawn now: those seen, and while blinking the other one too. */
    private List<Exhibit.Kind> kinds() {
        if (blink.get() || mode.get() == PictureMode.SIDE_BY_SIDE) {
            return List.of(compared.get().first(), compared.get().second());
        }
        return switch (mode.get()) {
            case STACK -> List.of(Exhibit.Kind.STACK);
            case SHARP -> List.of(Exhibit.Kind.SHARP);
            default -> List.of(Exhibit.Kind.LIVE);
        };
    }

    private boolean isBeside() {
        return mode.get() == PictureMode.SIDE_BY_SIDE && !blink.get();
    }

    private Easel first() {
        List<Exhibit.Kind> kinds = kinds();
        return easels.get(kinds.get(blink.get() && isSecond ? 1 : 0));
    }

    private void tick() {
        isSecond = !isSecond;
        refresh();
    }

    /** After any change: sizes, what is wanted of the eye, labels. Cheap. */
    private void refresh() {
        boolean ticks = observation != null && (blink.get() || clipped.get());
        if (ticks != (clock.getStatus() == Animation.Status.RUNNING)) {
            if (ticks) {
                clock.play();
            } else {
                clock.stop();
            }
        }
        lay();
        List<Exhibit.Kind> kinds = kinds();
        if (observation != null && isFitting) {
            Easel easel = first();
            double scale = easel.outputScale();
            FrameFormat format = observation.format();
            sight = Sight.fit(
                    format.widthPx(),
                    format.heightPx(),
                    Math.max(1, easel.getWidth() * scale),
                    Math.max(1, easel.getHeight() * scale));
        }
        zoom.set(observation == null ? "" : String.format(words.locale(), "%.0f %%", sight.zoomPxPerRawPx() * 100));
        for (Easel easel : easels.values()) {
            Exhibit.Kind kind = easel.kind();
            boolean isDrawn = observation != null && kinds.contains(kind) && easel.getWidth() >= 1;
            boolean isSeen = isDrawn && (isBeside() || easel == first());
            easel.setVisible(isSeen);
            easel.measure(overlaysOf(kind));
            easel.findsTarget(kind == Exhibit.Kind.LIVE && marker.get());
            easel.wish(wish(easel, isDrawn));
            label(easel, isSeen);
            paint(easel);
        }
        empty.setVisible(observation == null || (!isBeside() && first().shown() == null));
        empty.setText(emptyText());
        map.setVisible(marker.get() && isVisible(Exhibit.Kind.LIVE));
        drawMap(true);
        eye.nudge();
    }

    private String emptyText() {
        if (observation == null) {
            return words.say("empty.nothing");
        }
        return switch (first().kind()) {
            case LIVE -> words.say("empty.live");
            case STACK -> words.say("empty.stack");
            case SHARP -> words.say("empty.sharp");
        };
    }

    private boolean isVisible(Exhibit.Kind kind) {
        return easels.get(kind).isVisible();
    }

    private Wish wish(Easel easel, boolean isDrawn) {
        if (!isDrawn) {
            return Wish.NOTHING;
        }
        double scale = easel.outputScale();
        boolean isNight = desk.look().get() == Look.NIGHT;
        boolean marksClipped = clipped.get() && !isSecond;
        Tone wanted = fullRange.get() ? Tone.full(observation.whiteAdu()) : handTone.get();
        boolean isPointed = easel.kind() == pointed;
        Wish next = new Wish(
                true,
                sight,
                (int) Math.max(1, Math.ceil(easel.getWidth() * scale - 1e-6)),
                (int) Math.max(1, Math.ceil(easel.getHeight() * scale - 1e-6)),
                easel.kind() == Exhibit.Kind.SHARP && !fullRange.get() ? null : wanted,
                isNight,
                stabilised.get(),
                !marksClipped ? 0 : isNight ? Tints.CLIPPED_NIGHT : Tints.CLIPPED,
                coverage.get(),
                isPointed ? probeXPx : Double.NaN,
                isPointed ? probeYPx : Double.NaN);
        return next.equals(easel.wish()) ? easel.wish() : next;
    }

    /** Easels side by side, or one over all. */
    private void lay() {
        double width = area.getWidth();
        double height = area.getHeight();
        List<Exhibit.Kind> kinds = kinds();
        for (Easel easel : easels.values()) {
            double x = 0;
            double w = width;
            if (isBeside()) {
                w = Math.max(0, Math.floor((width - GAP_PX) / 2));
                x = easel.kind() == kinds.get(1) ? width - w : 0;
            }
            easel.resizeRelocate(x, 0, w, height);
            Label caption = captions.get(easel.kind());
            caption.autosize();
            caption.relocate(x + INSET_PX, INSET_PX);
        }
        empty.resizeRelocate(width * 0.1, height * 0.35, width * 0.8, height * 0.3);
        Easel live = easels.get(Exhibit.Kind.LIVE);
        map.relocate(
                Math.rint(live.getLayoutX() + live.getWidth() - map.getWidth() - INSET_PX),
                Math.rint(height - map.getHeight() - INSET_PX));
    }

    private void label(Easel easel, boolean isSeen) {
        Label caption = captions.get(easel.kind());
        String text = easel.shown() == null ? "" : caption(easel.kind(), easel.shown());
        if (!text.equals(caption.getText())) {
            caption.setText(text);
            caption.autosize();
        }
        caption.setVisible(isSeen && !text.isEmpty());
    }

    private String caption(Exhibit.Kind kind, Shown shown) {
        if (shown == null) {
            return "";
        }
        String count = String.format(words.locale(), "%,d", shown.exhibit().stackedCount());
        return switch (kind) {
            case LIVE -> words.say(shown.wish().isStabilised() ? "caption.held" : "caption.live");
            case STACK -> words.say("caption.stack", count);
            case SHARP -> words.say("caption.sharp", count);
        };
    }

    /** Labels in the colours of the look; what lies on a picture must be legible on white as well. */
    private void dress() {
        Palette palette = desk.look().get().palette();
        String ink = web(palette.ink());
        String paper = web(palette.paper());
        String onPicture = "-fx-text-fill: " + ink + "; -fx-background-color: " + paper
                + "b0; -fx-padding: 1 6 1 6; -fx-background-radius: 3;";
        captions.values().forEach(caption -> caption.setStyle(onPicture));
        bandSize.setStyle(onPicture);
        empty.setStyle("-fx-text-fill: " + web(palette.dim()) + "; -fx-font-size: 1.3em; -fx-text-alignment: center;");
        band.setStroke(palette.accent());
        area.setStyle("-fx-background-color: " + paper + ";");
    }

    private static String web(Color color) {
        return String.format(
                java.util.Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(color.getRed() * 255),
                Math.round(color.getGreen() * 255),
                Math.round(color.getBlue() * 255));
    }

    // ---- overlays
    // ------------------------------------------------------------------------------------------------------

    private List<Overlay> overlaysOf(Exhibit.Kind kind) {
        List<Overlay> all = new ArrayList<>();
        if (luckiness.get()) {
            all.add(tiles);
        }
        if (points.get()) {
            all.add(arrows);
        }
        if (reticle.get()) {
            all.add(reticleOverlay);
        }
        if (scaleBar.get()) {
            all.add(scaleOverlay);
        }
        all.removeIf(overlay -> !overlay.isOver(kind));
        return all;
    }

    /** Draws the overlays of an easel where they have changed. */
    private void paint(Easel easel) {
        Canvas canvas = easel.canvas();
        List<Overlay> overlays = overlaysOf(easel.kind());
        boolean isSeen = easel.isVisible() && !overlays.isEmpty() && easel.shown() != null;
        canvas.setVisible(isSeen);
        if (!isSeen) {
            return;
        }
        Shown shown = easel.shown();
        FrameFormat format = observation.format();
        boolean follows = overlays.stream().anyMatch(Overlay::followsTarget);
        boolean isLoose =
                easel.kind() == Exhibit.Kind.LIVE && follows && !shown.wish().isStabilised();
        Ground ground = new Ground(
                easel.kind(),
                easel.getWidth(),
                easel.getHeight(),
                sight,
                easel.outputScale(),
                format.widthPx(),
                format.heightPx(),
                reticleXPx,
                reticleYPx,
                observation.optics().arcsecPerPx(),
                desk.look().get());
        Painted next = new Painted(
                ground,
                overlays,
                isLoose ? shown.displacementXPx() : 0,
                isLoose ? shown.displacementYPx() : 0,
                follows ? System.nanoTime() / READOUT_NS : 0);
        if (next.equals(painted.get(easel.kind()))) {
            return;
        }
        painted.put(easel.kind(), next);
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        Ground onTarget = new Ground(
                ground.kind(),
                ground.widthPx(),
                ground.heightPx(),
                sight.displaced(-next.heldXPx, -next.heldYPx),
                ground.scale(),
                ground.frameWidthPx(),
                ground.frameHeightPx(),
                reticleXPx,
                reticleYPx,
                ground.samplingArcsec(),
                ground.look());
        for (Overlay overlay : overlays) {
            overlay.draw(g, overlay.followsTarget() ? onTarget : ground);
        }
    }

    /** An easel shows another picture. */
    private void flipped(Exhibit.Kind kind) {
        Easel easel = easels.get(kind);
        if (observation == null || !easel.isVisible()) {
            return;
        }
        label(easel, true);
        paint(easel);
        if (easel == first() && easel.shown() != null) {
            tone.set(easel.shown().tone());
            empty.setVisible(false);
        }
        if (kind == Exhibit.Kind.LIVE) {
            drawMap(false);
        }
        if (kind == pointed || pointed == null) {
            read(easel);
        }
    }

    private void drawMap(boolean isAtOnce) {
        long nowNs = System.nanoTime();
        Easel live = easels.get(Exhibit.Kind.LIVE);
        Shown shown = live.shown();
        if (!map.isVisible() || shown == null || !isAtOnce && nowNs - mappedNs < READOUT_NS) {
            return;
        }
        mappedNs = nowNs;
        FrameFormat format = observation.format();
        boolean isFound = Double.isFinite(shown.targetXPx());
        double scale = live.outputScale();
        Sight seen = sight.displaced(shown.heldXPx(), shown.heldYPx());
        double width = live.getWidth() * scale;
        double height = live.getHeight() * scale;
        map.draw(
                format,
                desk.look().get().palette(),
                (isFound ? shown.targetXPx() : (format.widthPx() - 1) / 2.0) + shown.displacementXPx(),
                (isFound ? shown.targetYPx() : (format.heightPx() - 1) / 2.0) + shown.displacementYPx(),
                seen.rawX(0, width),
                seen.rawY(0, height),
                seen.rawX(width, width),
                seen.rawY(height, height));
    }

    private void read(Easel easel) {
        long nowNs = System.nanoTime();
        Probe probe = pointed == null ? null : easel.probe();
        boolean isMoved =
                lastProbe == null || probe == null || probe.xPx() != lastProbe.xPx() || probe.yPx() != lastProbe.yPx();
        if (!isMoved && nowNs - readNs < READOUT_NS) {
            return;
        }
        readNs = nowNs;
        lastProbe = probe;
        double[] sky = easel.shown() == null
                ? new double[] {Double.NaN}
                : easel.shown().skyAdu();
        readout.set(readoutWords.say(probe, sky, observation, reticleXPx, reticleYPx));
    }

    // ---- the mouse
    // -----------------------------------------------------------------------------------------------------

    private Easel under(double x) {
        for (Easel easel : easels.values()) {
            if (easel.isVisible() && x >= easel.getLayoutX() && x < easel.getLayoutX() + easel.getWidth()) {
                return easel;
            }
        }
        return first();
    }

    private double rawX(Easel easel, double x) {
        double scale = easel.outputScale();
        return sight.rawX((x - easel.getLayoutX()) * scale, easel.getWidth() * scale);
    }

    private double rawY(Easel easel, double y) {
        double scale = easel.outputScale();
        return sight.rawY(y * scale, easel.getHeight() * scale);
    }

    private void scroll(ScrollEvent event) {
        if (observation == null || event.getDeltaY() == 0) {
            return;
        }
        event.consume();
        Easel easel = under(event.getX());
        double scale = easel.outputScale();
        sight(bounded(sight.zoomed(
                sight.zoomPxPerRawPx() * Math.pow(ZOOM_PER_NOTCH, event.getDeltaY() / NOTCH_PX),
                (event.getX() - easel.getLayoutX()) * scale,
                event.getY() * scale,
                easel.getWidth() * scale,
                easel.getHeight() * scale)));
    }

    private Sight bounded(Sight free) {
        return observation == null
                ? free
                : free.within(
                        observation.format().widthPx(), observation.format().heightPx());
    }

    private void move(MouseEvent event) {
        if (observation != null) {
            Easel easel = under(event.getX());
            probe(easel.kind(), rawX(easel, event.getX()), rawY(easel, event.getY()));
        }
    }

    private void probe(Exhibit.Kind kind, double xPx, double yPx) {
        pointed = kind;
        probeXPx = xPx;
        probeYPx = yPx;
        for (Easel easel : easels.values()) {
            boolean isPointed = easel.kind() == kind;
            if (easel.wish().isShown()) {
                easel.wish(easel.wish().probing(isPointed ? xPx : Double.NaN, isPointed ? yPx : Double.NaN));
            }
        }
        if (kind == null) {
            lastProbe = null;
            readout.set("");
        }
        eye.nudge();
    }

    private void press(MouseEvent event) {
        area.requestFocus();
        pressX = event.getX();
        pressY = event.getY();
        dragX = pressX;
        dragY = pressY;
        pressed = observation == null ? null : under(pressX);
        isBanding = pressed != null
                && event.getButton() == MouseButton.PRIMARY
                && (drawsRegion.get() || event.isShiftDown());
    }

    private void drag(MouseEvent event) {
        if (pressed == null) {
            return;
        }
        if (isBanding) {
            dragX = event.getX();
            dragY = event.getY();
            showBand(region());
            return;
        }
        if (drawsRegion.get()
                || Math.hypot(event.getX() - pressX, event.getY() - pressY) < SLIP_PX && dragX == pressX) {
            return;
        }
        double scale = pressed.outputScale();
        sight(bounded(sight.dragged((event.getX() - dragX) * scale, (event.getY() - dragY) * scale)));
        dragX = event.getX();
        dragY = event.getY();
    }

    private void release(MouseEvent event) {
        if (isBanding) {
            isBanding = false;
            Optional<Roi> drawn = region();
            hideBand();
            if (Math.hypot(dragX - pressX, dragY - pressY) >= SLIP_PX) {
                drawsRegion.set(false);
                drawn.ifPresent(onRoi);
            }
        }
        pressed = null;
        move(event);
    }

    private void click(MouseEvent event) {
        if (observation == null || event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()) {
            return;
        }
        if (event.isShortcutDown()) {
            Easel easel = under(event.getX());
            reticleXPx = rawX(easel, event.getX());
            reticleYPx = rawY(easel, event.getY());
            reticle.set(true);
            refresh();
        } else if (event.getClickCount() == 2) {
            fit();
        }
    }

    /** The region between press and cursor, in pixels of the frame as it comes now; empty if too small. */
    private Optional<Roi> region() {
        Shown live = easels.get(Exhibit.Kind.LIVE).shown();
        boolean isHeld = pressed.kind() != Exhibit.Kind.LIVE || stabilised.get();
        double dx = isHeld && live != null ? live.displacementXPx() : 0;
        double dy = isHeld && live != null ? live.displacementYPx() : 0;
        FrameFormat format = observation.format();
        return RoiDrawing.of(
                rawX(pressed, pressX) + dx,
                rawY(pressed, pressY) + dy,
                rawX(pressed, dragX) + dx,
                rawY(pressed, dragY) + dy,
                format.widthPx(),
                format.heightPx());
    }

    private void hideBand() {
        band.setVisible(false);
        bandSize.setVisible(false);
    }

    /** Draws the rubber band with its size. */
    private void showBand(Optional<Roi> roi) {
        band.setVisible(true);
        bandSize.setVisible(true);
        band.setX(Math.min(pressX, dragX));
        band.setY(Math.min(pressY, dragY));
        band.setWidth(Math.abs(dragX - pressX));
        band.setHeight(Math.abs(dragY - pressY));
        bandSize.setText(roi.map(this::size).orElse(words.say("region.small")));
        bandSize.autosize();
        bandSize.relocate(
                Math.min(area.getWidth() - bandSize.getWidth(), Math.max(pressX, dragX) + 4),
                Math.min(area.getHeight() - bandSize.getHeight(), Math.max(pressY, dragY) + 4));
    }

    private String size(Roi roi) {
        String pixels = words.say("region.size", String.valueOf(roi.widthPx()), String.valueOf(roi.heightPx()));
        double sampling = observation.optics().arcsecPerPx();
        if (!Double.isFinite(sampling)) {
            return pixels;
        }
        return pixels + "   "
                + words.say(
                        "region.sky",
                        String.format(words.locale(), "%.1f", roi.widthPx() * sampling),
                        String.format(words.locale(), "%.1f", roi.heightPx() * sampling));
    }

    private void key(KeyEvent event) {
        if (observation == null) {
            return;
        }
        double scale = first().outputScale();
        double stepX = first().getWidth() * scale * MOVE_FRACTION;
        double stepY = first().getHeight() * scale * MOVE_FRACTION;
        boolean isMeant = true;
        switch (event.getCode()) {
            case LEFT -> sight(bounded(sight.dragged(stepX, 0)));
            case RIGHT -> sight(bounded(sight.dragged(-stepX, 0)));
            case UP -> sight(bounded(sight.dragged(0, stepY)));
            case DOWN -> sight(bounded(sight.dragged(0, -stepY)));
            case ADD, EQUALS -> zoom(sight.zoomPxPerRawPx() * ZOOM_PER_NOTCH);
            case SUBTRACT -> zoom(sight.zoomPxPerRawPx() / ZOOM_PER_NOTCH);
            default -> isMeant = event.getCode() == KeyCode.ESCAPE && cancelRegion();
        }
        if (isMeant) {
            event.consume();
        }
    }

    private boolean cancelRegion() {
        boolean was = isBanding || drawsRegion.get();
        isBanding = false;
        pressed = null;
        hideBand();
        drawsRegion.set(false);
        return was;
    }

    // ---- layout
    // --------------------------------------------------------------------------------------------------------

    @Override
    protected void layoutChildren() {
        double barHeight = snapSizeY(bar.prefHeight(getWidth()));
        bar.resizeRelocate(0, 0, getWidth(), barHeight);
        area.resizeRelocate(0, barHeight, getWidth(), Math.max(0, getHeight() - barHeight));
    }

    @Override
    protected double computeMinWidth(double height) {
        return 100;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 100;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 640;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 480;
    }

    /** Lays its easels out itself. */
    private final class Area extends Pane {
        private double lastWidth = -1;
        private double lastHeight = -1;

        Area() {
            Rectangle clip = new Rectangle();
            clip.widthProperty().bind(widthProperty());
            clip.heightProperty().bind(heightProperty());
            setClip(clip);
        }

        @Override
        protected void layoutChildren() {
            if (getWidth() != lastWidth || getHeight() != lastHeight) {
                lastWidth = getWidth();
                lastHeight = getHeight();
                refresh();
            } else {
                lay();
            }
            bandSize.autosize();
        }
    }

    /** Looks for all easels. */
    private final class Watching implements Exhibit.Viewer {
        @Override
        public boolean wants(Exhibit.Kind kind) {
            return easels.get(kind).wish().isShown();
        }

        @Override
        public boolean wantsAgain(Exhibit.Kind kind) {
            return easels.get(kind).wantsAgain();
        }

        @Override
        public boolean wantsCoverage() {
            return easels.get(Exhibit.Kind.STACK).wish().showsCoverage()
                    || easels.get(Exhibit.Kind.SHARP).wish().showsCoverage();
        }

        @Override
        public void see(Exhibit exhibit) {
            easels.get(exhibit.kind()).see(exhibit, eye.coverage(), hasStars, System.nanoTime() / 1e9);
        }
    }
}
