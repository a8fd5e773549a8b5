package org.lucida.view.fx.picture;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import org.lucida.math.BlobCentroid;

/**
 * Shows one kind of picture: drawn by the eye for exactly the pixels of the screen, flipped by the FX thread.
 *
 * <p>Thread: FX; {@link #see} and what it calls by the eye's.
 */
@SuppressWarnings("ReferenceEquality") // the same object is meant
final class Easel extends Region {
    private static final double TONE_EVERY_S = 0.25;
    private static final double MEASURE_EVERY_S = 1.0 / 3;
    /** A mean of frames of which most were clipped stays a little below the largest sample. */
    private static final double CLIPPED_STACK_FRACTION = 0.98;

    private final Exhibit.Kind kind;
    private final Runnable onFlip;
    private final Plates plates = new Plates();
    private final ImageView view = new ImageView();
    private final Canvas canvas = new Canvas(1, 1);
    private final AtomicBoolean isFlipDue = new AtomicBoolean();
    private volatile Wish wish = Wish.NOTHING;
    private volatile Probe probe;
    private volatile List<Overlay> measured = List.of();
    private volatile boolean findsTarget;
    private volatile boolean isForgotten;
    private Shown shown;

    // ---- the eye's ----
    private final Rendering rendering = new Rendering();
    private AutoTone autoTone = new AutoTone(false);
    private List<Overlay> studied = List.of();
    private Exhibit drawn;
    private Wish drawnWish = Wish.NOTHING;
    private double tonedS = Double.NEGATIVE_INFINITY;
    private double measuredS = Double.NEGATIVE_INFINITY;
    private double displacementXPx;
    private double displacementYPx;
    private double targetXPx = Double.NaN;
    private double targetYPx = Double.NaN;
    private BlobCentroid blob;

    /** @param onFlip called on the FX thread when another picture is shown, or another pixel was read */
    Easel(Exhibit.Kind kind, Runnable onFlip) {
        this.kind = kind;
        this.onFlip = onFlip;
        view.setSmooth(false);
        view.setManaged(false);
        view.setMouseTransparent(true);
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().addAll(view, canvas);
        setStyle("-fx-background-color: black;");
        setMinSize(0, 0);
    }

    Exhibit.Kind kind() {
        return kind;
    }

    /** Where overlays are drawn. */
    Canvas canvas() {
        return canvas;
    }

    /** What is seen now; null before the first picture. */
    Shown shown() {
        return shown;
    }

    /** The pixel under the cursor; null outside. Any thread. */
    Probe probe() {
        return probe;
    }

    Wish wish() {
        return wish;
    }

    /** Says how it shall be drawn; the eye is to be nudged afterwards. */
    void wish(Wish next) {
        wish = next;
    }

    /** Overlays that look at the pictures themselves, while they are shown. */
    void measure(List<Overlay> overlays) {
        if (!overlays.equals(measured)) {
            measured = List.copyOf(overlays);
        }
    }

    /** Finds where the target is, for the marker. */
    void findsTarget(boolean finds) {
        findsTarget = finds;
    }

    /** Another observation: what is shown is taken away. */
    void forget() {
        isForgotten = true;
        shown = null;
        probe = null;
        view.setImage(null);
        canvas.getGraphicsContext2D().clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    }

    @Override
    protected void layoutChildren() {
        view.relocate(0, 0);
        canvas.relocate(0, 0);
        canvas.setWidth(Math.max(1, getWidth()));
        canvas.setHeight(Math.max(1, getHeight()));
    }

    /** Shows the newest plate. */
    private void flip() {
        isFlipDue.set(false);
        Plate plate = plates.flip();
        if (plate != null && !isForgotten && plate.shown != shown) {
            double scale = outputScale();
            plate.flip();
            if (view.getImage() != plate.image()) {
                view.setImage(plate.image());
            }
            Rectangle2D part = new Rectangle2D(0, 0, plate.widthPx(), plate.heightPx());
            if (!part.equals(view.getViewport())) {
                view.setViewport(part);
            }
            view.setFitWidth(plate.widthPx() / scale);
            view.setFitHeight(plate.heightPx() / scale);
            shown = plate.shown;
        }
        onFlip.run();
    }

    /** Pixels of the device along one unit of the scene. */
    double outputScale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    // ---- the eye's thread
    // ----------------------------------------------------------------------------------------------

    boolean wantsAgain() {
        Wish now = wish;
        return now.isShown() && (now != drawnWish || measured != studied);
    }

    void see(Exhibit exhibit, Coverage coverage, boolean hasStars, double nowS) {
        Wish now = wish;
        if (isForgotten) {
            begin(hasStars);
        }
        boolean isNew = exhibit != drawn;
        // overlays switched on after the last frame look at it too
        isNew |= measured != studied;
        if (isNew || !now.drawsLike(drawnWish)) {
            if (!draw(exhibit, now, coverage, isNew, nowS)) {
                return;
            }
        }
        drawnWish = now;
        drawn = exhibit;
        double heldX = isHeld(now) ? displacementXPx : 0;
        double heldY = isHeld(now) ? displacementYPx : 0;
        probe = Probe.of(exhibit, now.probeXPx() + heldX, now.probeYPx() + heldY);
        if (isFlipDue.compareAndSet(false, true)) {
            Platform.runLater(this::flip);
        }
    }

    private void begin(boolean hasStars) {
        isForgotten = false;
        autoTone = new AutoTone(hasStars);
        drawn = null;
        tonedS = Double.NEGATIVE_INFINITY;
        measuredS = Double.NEGATIVE_INFINITY;
        displacementXPx = 0;
        displacementYPx = 0;
        targetXPx = Double.NaN;
        targetYPx = Double.NaN;
        blob = null;
    }

    private boolean isHeld(Wish now) {
        return kind == Exhibit.Kind.LIVE && now.isStabilised();
    }

    /** False if the screen is behind with showing; then it is tried again with the next picture. */
    private boolean draw(Exhibit exhibit, Wish now, Coverage coverage, boolean isNew, double nowS) {
        Plate plate = plates.take(now.widthPx(), now.heightPx());
        if (plate == null) {
            return false;
        }
        if (isNew) {
            study(exhibit, nowS);
        }
        Tone tone = now.tone() == null ? autoTone.tone() : now.tone();
        Shown next = new Shown(
                exhibit, now, tone, autoTone.skyAdu(), displacementXPx, displacementYPx, targetXPx, targetYPx);
        rendering.render(
                exhibit.planes(),
                exhibit.widthPx(),
                exhibit.heightPx(),
                exhibit.pxPerRawPx(),
                now.sight().displaced(next.heldXPx(), next.heldYPx()),
                tone,
                now.isNight(),
                plate.argb,
                now.widthPx(),
                now.heightPx(),
                plate.stridePx);
        overlay(exhibit, now, coverage, plate);
        plate.shown = next;
        plates.put(plate);
        return true;
    }

    private void overlay(Exhibit exhibit, Wish now, Coverage coverage, Plate plate) {
        if (now.showsCoverage()
                && coverage != null
                && kind != Exhibit.Kind.LIVE
                && coverage.widthPx == exhibit.widthPx()
                && coverage.heightPx == exhibit.heightPx()) {
            rendering.tint(coverage.grades, coverage.widthPx, Tints.of(now.isNight()), plate.argb, plate.stridePx);
        }
        if (now.clippedColour() != 0 && kind != Exhibit.Kind.SHARP) {
            double fraction = kind == Exhibit.Kind.LIVE ? 1 : CLIPPED_STACK_FRACTION;
            rendering.paintAbove(
                    exhibit.planes(),
                    exhibit.widthPx(),
                    (float) (fraction * exhibit.whiteAdu()),
                    now.clippedColour(),
                    plate.argb,
                    plate.stridePx);
        }
    }

    /** What is found out about a new picture beside drawing it. */
    private void study(Exhibit exhibit, double nowS) {
        if (Double.isFinite(exhibit.displacementXPx()) && Double.isFinite(exhibit.displacementYPx())) {
            displacementXPx = exhibit.displacementXPx();
            displacementYPx = exhibit.displacementYPx();
        }
        if (nowS - tonedS >= TONE_EVERY_S) {
            autoTone.measure(exhibit.planes(), exhibit.widthPx() * exhibit.heightPx(), exhibit.whiteAdu(), nowS);
            tonedS = nowS;
        }
        List<Overlay> asked = measured;
        if (nowS - measuredS >= MEASURE_EVERY_S || asked != studied) {
            studied = asked;
            for (Overlay overlay : asked) {
                if (overlay.isOver(kind)) {
                    overlay.measure(exhibit);
                }
            }
            if (findsTarget) {
                findTarget(exhibit);
            }
            measuredS = nowS;
        }
    }

    private void findTarget(Exhibit exhibit) {
        if (blob == null) {
            blob = new BlobCentroid(exhibit.widthPx(), exhibit.heightPx());
        }
        float[] plane = exhibit.planes()[exhibit.planes().length == 1 ? 0 : 1];
        boolean isFound = blob.find(plane);
        targetXPx = isFound ? (blob.xPx() + 0.5) / exhibit.pxPerRawPx() - 0.5 - displacementXPx : Double.NaN;
        targetYPx = isFound ? (blob.yPx() + 0.5) / exhibit.pxPerRawPx() - 0.5 - displacementYPx : Double.NaN;
    }
}
