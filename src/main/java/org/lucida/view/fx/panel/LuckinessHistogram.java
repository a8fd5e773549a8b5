package org.lucida.view.fx.panel;

import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Palette;

/**
 * How the luckiness of the last frames is spread, in equal ratios to the right, and a line to drag: what lies left of it is
 * to be left out.
 *
 * <p>Thread: FX.
 */
final class LuckinessHistogram extends Region {
    /** Frames it looks at. */
    static final int RECENT_COUNT = 1000;
    /** Fewer frames say too little for a line to be drawn by hand. */
    static final int LEAST_COUNT = 30;

    private static final double LEAST_SHARE = 0.01;
    private static final double SIDE_PX = 8;
    private static final double TOP_PX = 8;
    private static final double BAR_PX = 4;
    private static final double FONT_PX = 10;
    private static final double LARGE_FONT_PX = 13;

    private final Desk desk;
    private final Canvas canvas = new Canvas();
    private final StripAxis axis = new StripAxis(StripAxis.Kind.LOG, "");
    private final float[] recent = new float[RECENT_COUNT];
    private final ReadOnlyDoubleWrapper wouldKeepFraction = new ReadOnlyDoubleWrapper(Double.NaN);
    private final InvalidationListener repaint = it -> news();
    private long addedCount;
    private int[] bins = new int[0];
    private double threshold = Double.NaN;
    private double draggedPx = Double.NaN;
    private DoubleConsumer onKeep = share -> {};
    private IntConsumer onStep = direction -> {};
    private boolean hasNews = true;

    LuckinessHistogram(Desk desk) {
        this.desk = desk;
        canvas.setManaged(false);
        getChildren().add(canvas);
        setMinSize(120, 60);
        setPrefSize(320, 96);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setCursor(Cursor.H_RESIZE);
        axis.range(0.5, 2);
        desk.look().addListener(new WeakInvalidationListener(repaint));
        desk.large().addListener(new WeakInvalidationListener(repaint));
        focusedProperty().addListener(repaint);
        sceneProperty().addListener(repaint);
        addEventHandler(MouseEvent.MOUSE_PRESSED, it -> {
            requestFocus();
            drag(it.getX());
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, it -> drag(it.getX()));
        addEventHandler(MouseEvent.MOUSE_RELEASED, it -> drop());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Told the share of the recent frames right of the line, 0..1, when it is let go. */
    void onKeep(DoubleConsumer keep) {
        onKeep = keep;
    }

    /** Told +1 for keeping one step more, -1 for one step less. */
    void onStep(IntConsumer step) {
        onStep = step;
    }

    /** Share of the recent frames right of the line while it is dragged; NaN otherwise. */
    ReadOnlyDoubleProperty wouldKeepFraction() {
        return wouldKeepFraction.getReadOnlyProperty();
    }

    void clear() {
        addedCount = 0;
        draggedPx = Double.NaN;
        wouldKeepFraction.set(Double.NaN);
        threshold = Double.NaN;
        news();
    }

    /** One more frame; only called with a luckiness that was measured. */
    void add(double luckiness) {
        recent[(int) (addedCount % RECENT_COUNT)] = (float) luckiness;
        addedCount++;
        hasNews = true;
    }

    /** The line as it holds now; NaN while all frames are kept. */
    void threshold(double luckiness) {
        if (Double.compare(luckiness, threshold) != 0) {
            threshold = luckiness;
            hasNews = true;
        }
    }

    /** Frames it knows. */
    int count() {
        return (int) Math.min(addedCount, RECENT_COUNT);
    }

    /** Share of the recent frames that are at least as lucky. */
    double shareAbove(double luckiness) {
        int above = 0;
        for (int i = 0; i < count(); i++) {
            if (recent[i] >= luckiness) {
                above++;
            }
        }
        return count() == 0 ? 1 : (double) above / count();
    }

    /** Where a luckiness lies, px from the left. */
    double px(double luckiness) {
        return axis.px(luckiness);
    }

    private void drag(double xPx) {
        if (count() < LEAST_COUNT || isDisabled()) {
            return;
        }
        draggedPx = Math.max(SIDE_PX, Math.min(canvas.getWidth() - SIDE_PX, xPx));
        wouldKeepFraction.set(Math.max(LEAST_SHARE, shareAbove(axis.value(draggedPx))));
        draw();
    }

    private void drop() {
        if (!Double.isNaN(draggedPx)) {
            double share = wouldKeepFraction.get();
            draggedPx = Double.NaN;
            wouldKeepFraction.set(Double.NaN);
            onKeep.accept(share);
            news();
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT, DOWN -> onStep.accept(1);
            case RIGHT, UP -> onStep.accept(-1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void news() {
        hasNews = true;
        refresh();
    }

    /** Draws if there is news and somebody could see it. */
    void refresh() {
        if (hasNews && StripChart.isSeen(this)) {
            draw();
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(Math.max(1, Math.floor(getWidth())));
        canvas.setHeight(Math.max(1, Math.floor(getHeight())));
        news();
    }

    private void draw() {
        hasNews = false;
        Palette palette = desk.look().get().palette();
        GraphicsContext g = canvas.getGraphicsContext2D();
        double widthPx = canvas.getWidth();
        double fontPx = desk.large().get() ? LARGE_FONT_PX : FONT_PX;
        double bottomPx = canvas.getHeight() - fontPx - 6;
        g.setFill(palette.card());
        g.fillRect(0, 0, widthPx, canvas.getHeight());
        int binCount = (int) ((widthPx - 2 * SIDE_PX) / BAR_PX);
        if (binCount < 4 || bottomPx < TOP_PX + 8) {
            return;
        }
        axis.pixels(SIDE_PX, SIDE_PX + binCount * BAR_PX);
        boolean isDragged = !Double.isNaN(draggedPx);
        if (!isDragged) {
            range();
        }
        g.setFont(Font.font(fontPx));
        labels(g, palette, bottomPx);
        if (count() > 0) {
            bars(g, palette, binCount, bottomPx, isDragged ? axis.value(draggedPx) : threshold);
        }
        line(g, palette, widthPx, bottomPx, isDragged);
    }

    private void range() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int i = 0; i < count(); i++) {
            if (recent[i] > 0) {
                least = Math.min(least, recent[i]);
                greatest = Math.max(greatest, recent[i]);
            }
        }
        axis.roundRange(least <= greatest ? least : 0.5, least <= greatest ? greatest : 2);
    }

    private void labels(GraphicsContext g, Palette palette, double bottomPx) {
        Figures figures = new Figures(desk.language().get());
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setFill(palette.dim());
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        for (double tick : axis.ticks((int) Math.max(2, canvas.getWidth() / 55))) {
            double xPx = Math.rint(axis.px(tick)) + 0.5;
            g.strokeLine(xPx, TOP_PX, xPx, bottomPx);
            g.fillText(axis.label(tick, figures), Math.max(12, Math.min(canvas.getWidth() - 12, xPx)), bottomPx + 3);
        }
        g.strokeLine(SIDE_PX, bottomPx + 0.5, canvas.getWidth() - SIDE_PX, bottomPx + 0.5);
    }

    private void bars(GraphicsContext g, Palette palette, int binCount, double bottomPx, double from) {
        if (bins.length != binCount) {
            bins = new int[binCount];
        }
        java.util.Arrays.fill(bins, 0);
        int most = 1;
        for (int i = 0; i < count(); i++) {
            if (recent[i] > 0) {
                int bin = (int) ((axis.px(recent[i]) - SIDE_PX) / BAR_PX);
                int held = Math.max(0, Math.min(binCount - 1, bin));
                most = Math.max(most, ++bins[held]);
            }
        }
        double fromPx = Double.isNaN(from) ? Double.NEGATIVE_INFINITY : axis.px(from);
        for (int bin = 0; bin < binCount; bin++) {
            double leftPx = SIDE_PX + bin * BAR_PX;
            double heightPx = bins[bin] == 0 ? 0 : Math.max(1, (bottomPx - TOP_PX) * bins[bin] / most);
            boolean isKept = leftPx + BAR_PX / 2 >= fromPx;
            g.setFill(isKept ? palette.good() : palette.warn());
            // what is left out is hollow, so that it differs by red light too
            if (isKept || heightPx < 3) {
                g.fillRect(leftPx, bottomPx - heightPx, BAR_PX - 1, heightPx);
            } else {
                g.fillRect(leftPx, bottomPx - heightPx, BAR_PX - 1, 1);
                g.fillRect(leftPx, bottomPx - heightPx, 1, heightPx);
                g.fillRect(leftPx + BAR_PX - 2, bottomPx - heightPx, 1, heightPx);
            }
        }
    }

    private void line(GraphicsContext g, Palette palette, double widthPx, double bottomPx, boolean isDragged) {
        boolean keepsAll = Double.isNaN(threshold) && !isDragged;
        double atPx = isDragged ? draggedPx : keepsAll ? SIDE_PX : axis.px(threshold);
        double xPx = Math.rint(Math.max(SIDE_PX, Math.min(widthPx - SIDE_PX, atPx))) + 0.5;
        g.setStroke(isDragged || isFocused() ? palette.accent() : palette.ink());
        g.setFill(isDragged || isFocused() ? palette.accent() : palette.ink());
        g.setLineWidth(isDragged ? 2 : 1);
        if (keepsAll) {
            g.setLineDashes(3, 3);
        }
        g.strokeLine(xPx, 2, xPx, bottomPx);
        g.setLineDashes((double[]) null);
        g.fillPolygon(new double[] {xPx - 5, xPx + 5, xPx}, new double[] {0, 0, 8}, 3);
    }
}
