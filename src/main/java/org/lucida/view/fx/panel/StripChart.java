package org.lucida.view.fx.panel;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Palette;

/**
 * A small chart of thousands to millions of points: curves and clouds of points over time or frames.
 *
 * <p>Every column of pixels shows the least and the greatest value that fall into it, so that no spike is lost and the cost
 * depends on the width, not on the points. Drawn four times a second at most, and only when there is news and somebody could see
 * it.
 *
 * <p>The cursor follows the mouse, or the arrow keys when the chart has the focus; {@link #cursor} tells which point of the
 * first curve is under it.
 *
 * <p>Thread: FX.
 */
public final class StripChart extends Region {
    private static final double LEAST_PAUSE_MS = 250;
    private static final double LEFT_PX = 36;
    private static final double RIGHT_PX = 8;
    private static final double TOP_PX = 6;
    private static final double FONT_PX = 10;
    private static final double LARGE_FONT_PX = 13;
    private static final double TICK_EVERY_X_PX = 62;
    private static final double TICK_EVERY_Y_PX = 26;
    /** Points are drawn one by one while a column of pixels holds fewer than this. */
    private static final int SINGLY_PER_PX = 2;

    private static final double CATCH_PX = 12;

    /** How points of one class look. */
    public record PointClass(StripMark mark, PaletteTone tone) {}

    /** One curve as it is drawn. */
    private record Curve(StripTrace trace, boolean isLine, List<PointClass> looks) {}

    private final Desk desk;
    private StripAxis xAxis;
    private final StripAxis yAxis;
    private final Canvas canvas = new Canvas();
    private final Line cursorLine = new Line();
    private final Line focusLine = new Line();
    private final List<Curve> curves = new ArrayList<>();
    private final ReadOnlyLongWrapper cursor = new ReadOnlyLongWrapper(-1);
    private final PauseTransition later = new PauseTransition();
    private final InvalidationListener repaint = it -> news();
    private double span = Double.POSITIVE_INFINITY;
    private double threshold = Double.NaN;
    private String nothingYet = "";
    private boolean hasNews = true;
    private long lastDrawNs;
    private long drawCount;

    // ---- scratch of a drawing, one entry per column
    private int columnCount;
    private double[] edges = new double[0];
    private float[] min = new float[0];
    private float[] max = new float[0];
    private byte[] blank = new byte[0];
    private double[] lineXPx = new double[0];
    private double[] lineYPx = new double[0];

    /**
     * An empty chart.
     *
     * @param xAxis what lies to the right
     * @param yAxis what lies upward
     */
    public StripChart(Desk desk, StripAxis xAxis, StripAxis yAxis) {
        this.desk = desk;
        this.xAxis = xAxis;
        this.yAxis = yAxis;
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        cursorLine.setManaged(false);
        cursorLine.setMouseTransparent(true);
        cursorLine.setVisible(false);
        focusLine.setManaged(false);
        focusLine.setMouseTransparent(true);
        focusLine.visibleProperty().bind(focusedProperty());
        focusLine.setStrokeWidth(2);
        canvas.setManaged(false);
        getChildren().addAll(canvas, cursorLine, focusLine);
        getStyleClass().add("strip-chart");
        setMinSize(120, 60);
        setPrefSize(320, 120);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(yAxis.title());
        desk.look().addListener(new WeakInvalidationListener(repaint));
        desk.large().addListener(new WeakInvalidationListener(repaint));
        sceneProperty().addListener(it -> news());
        later.setOnFinished(it -> refresh());
        addEventHandler(MouseEvent.MOUSE_MOVED, it -> point(it.getX(), it.getY()));
        addEventHandler(MouseEvent.MOUSE_DRAGGED, it -> point(it.getX(), it.getY()));
        addEventHandler(MouseEvent.MOUSE_PRESSED, it -> requestFocus());
        addEventHandler(MouseEvent.MOUSE_EXITED, it -> cursorTo(-1));
        addEventHandler(KeyEvent.KEY_PRESSED, this::step);
    }

    /** Another meaning of x; what was drawn so far should be cleared. */
    public void xAxis(StripAxis axis) {
        xAxis = axis;
        news();
    }

    /** A curve with a line through its points; values that are no numbers leave a gap. */
    public StripChart line(StripTrace trace, PaletteTone tone) {
        curves.add(new Curve(trace, true, List.of(new PointClass(StripMark.SQUARE, tone))));
        return this;
    }

    /**
     * A cloud of points.
     *
     * @param looks one for each class of the trace; later ones lie on top
     */
    public StripChart points(StripTrace trace, List<PointClass> looks) {
        if (looks.size() != trace.classCount()) {
            throw new IllegalArgumentException("looks=" + looks.size() + " for classes=" + trace.classCount());
        }
        curves.add(new Curve(trace, false, List.copyOf(looks)));
        return this;
    }

    /** How much of x is seen, up to the newest point; infinite = all. */
    public void span(double newSpan) {
        span = newSpan;
        news();
    }

    /** A dashed line across; NaN = none. */
    public void threshold(double value) {
        if (Double.compare(value, threshold) != 0) {
            threshold = value;
            news();
        }
    }

    /** What is written while there are no points. */
    public void nothingYet(String words) {
        nothingYet = words;
        news();
    }

    /** Number of the first curve's point under the cursor; -1 = none. */
    public ReadOnlyLongProperty cursor() {
        return cursor.getReadOnlyProperty();
    }

    /** There is something new to draw; it is drawn when it is time. */
    public void news() {
        hasNews = true;
        refresh();
    }

    /** Draws if there is news, somebody could see it, and the last drawing is long enough ago. Cheap otherwise. */
    public void refresh() {
        if (!hasNews || !isSeen(this)) {
            return;
        }
        double restMs = LEAST_PAUSE_MS - (System.nanoTime() - lastDrawNs) / 1e6;
        if (drawCount == 0 || restMs <= 0) {
            draw();
        } else if (later.getStatus() != javafx.animation.Animation.Status.RUNNING) {
            later.setDuration(Duration.millis(restMs));
            later.playFromStart();
        }
    }

    /** True if the node is on a window that shows, and nothing around it hides it. */
    static boolean isSeen(Node node) {
        Window window = node.getScene() == null ? null : node.getScene().getWindow();
        if (window == null || !window.isShowing() || window instanceof Stage stage && stage.isIconified()) {
            return false;
        }
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    long drawCount() {
        return drawCount;
    }

    @Override
    protected void layoutChildren() {
        double widthPx = Math.max(1, Math.floor(getWidth()));
        double heightPx = Math.max(1, Math.floor(getHeight()));
        if (canvas.getWidth() != widthPx || canvas.getHeight() != heightPx) {
            canvas.setWidth(widthPx);
            canvas.setHeight(heightPx);
            hasNews = true;
            lastDrawNs = 0;
        }
        refresh();
    }

    // ---- drawing ---------------------------------------------------------------------------------------------------

    /** Draws all of it now. */
    void draw() {
        hasNews = false;
        lastDrawNs = System.nanoTime();
        drawCount++;
        Palette palette = desk.look().get().palette();
        double fontPx = desk.large().get() ? LARGE_FONT_PX : FONT_PX;
        double widthPx = canvas.getWidth();
        double heightPx = canvas.getHeight();
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(palette.card());
        g.fillRect(0, 0, widthPx, heightPx);
        double leftPx = LEFT_PX * fontPx / FONT_PX;
        double rightPx = widthPx - RIGHT_PX;
        double bottomPx = heightPx - fontPx - 6;
        cursorLine.setStroke(palette.ink());
        focusLine.setStroke(palette.accent());
        focusLine.setStartX(1);
        focusLine.setEndX(1);
        focusLine.setStartY(TOP_PX);
        focusLine.setEndY(bottomPx);
        if (rightPx - leftPx < 8 || bottomPx - TOP_PX < 8) {
            return;
        }
        xAxis.pixels(leftPx, rightPx);
        yAxis.pixels(bottomPx, TOP_PX);
        boolean isEmpty = !rangeX();
        columnCount = (int) (rightPx - leftPx);
        room(columnCount);
        if (isEmpty) {
            cursorTo(-1);
            g.setFill(palette.dim());
            g.setFont(Font.font(fontPx + 1));
            g.setTextAlign(TextAlignment.CENTER);
            g.setTextBaseline(VPos.CENTER);
            g.fillText(nothingYet, widthPx / 2, heightPx / 2, widthPx - 8);
            return;
        }
        rangeY();
        follow();
        g.setFont(Font.font(fontPx));
        Figures figures = new Figures(desk.language().get());
        grid(g, palette, figures, fontPx, leftPx, rightPx, bottomPx);
        g.save();
        g.beginPath();
        g.rect(leftPx, TOP_PX - 2, rightPx - leftPx + 2, bottomPx - TOP_PX + 4);
        g.clip();
        for (Curve curve : curves) {
            draw(g, palette, curve, bottomPx);
        }
        if (threshold > 0 || threshold <= 0) {
            double yPx = Math.rint(yAxis.px(threshold)) + 0.5;
            g.setStroke(palette.ink());
            g.setLineWidth(1);
            g.setLineDashes(4, 3);
            g.strokeLine(leftPx, yPx, rightPx, yPx);
            g.setLineDashes((double[]) null);
        }
        g.restore();
    }

    private void room(int columns) {
        if (edges.length < columns + 1) {
            edges = new double[columns + 1];
            blank = new byte[columns];
            lineXPx = new double[SINGLY_PER_PX * columns + 2];
            lineYPx = new double[SINGLY_PER_PX * columns + 2];
        }
        int classCount = 1;
        for (Curve curve : curves) {
            classCount = Math.max(classCount, curve.trace().classCount());
        }
        if (min.length < classCount * columns) {
            min = new float[classCount * columns];
            max = new float[classCount * columns];
        }
    }

    /** False if there is nothing to see. */
    private boolean rangeX() {
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            if (!curve.trace().isEmpty()) {
                first = Math.min(first, curve.trace().firstX());
                last = Math.max(last, curve.trace().lastX());
            }
        }
        if (!(first <= last)) {
            return false;
        }
        if (xAxis.kind() == StripAxis.Kind.LOG) {
            xAxis.roundRange(first, Math.max(last, 2 * first));
        } else if (Double.isInfinite(span)) {
            xAxis.range(first, Math.max(last, first + 1));
        } else {
            // as long as there is less than the span, the curve grows from the left, in a frame that doubles
            double seen = span;
            while (seen > span / 8 && last - first < seen / 2) {
                seen /= 2;
            }
            double end = Math.max(last, first + seen);
            xAxis.range(end - seen, end);
        }
        return true;
    }

    private void rangeY() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            columns(curve.trace());
            for (int i = 0; i < curve.trace().classCount() * columnCount; i++) {
                boolean isDrawable = yAxis.kind() != StripAxis.Kind.LOG || min[i] > 0;
                if (isDrawable && min[i] < least) {
                    least = min[i];
                }
                if (max[i] > greatest) {
                    greatest = max[i];
                }
            }
        }
        if (least <= greatest && Double.isFinite(threshold)) {
            least = Math.min(least, threshold);
            greatest = Math.max(greatest, threshold);
        }
        yAxis.roundRange(least, greatest);
    }

    private void columns(StripTrace trace) {
        double startPx = xAxis.px(xAxis.from());
        double endPx = xAxis.px(xAxis.to());
        for (int c = 0; c <= columnCount; c++) {
            edges[c] = xAxis.value(startPx + (endPx - startPx) * c / columnCount);
        }
        // rounding must not lose the points at the very ends
        edges[0] = Math.min(edges[0], xAxis.from());
        edges[columnCount] = Math.max(edges[columnCount], xAxis.to());
        trace.columns(edges, columnCount, min, max, blank);
    }

    private void grid(
            GraphicsContext g,
            Palette palette,
            Figures figures,
            double fontPx,
            double leftPx,
            double rightPx,
            double bottomPx) {
        g.setLineWidth(1);
        g.setStroke(palette.grid());
        g.setFill(palette.dim());
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        for (double tick : yAxis.ticks((int) Math.max(2, (bottomPx - TOP_PX) / TICK_EVERY_Y_PX))) {
            double yPx = Math.rint(yAxis.px(tick)) + 0.5;
            g.strokeLine(leftPx, yPx, rightPx, yPx);
            g.fillText(yAxis.label(tick, figures), leftPx - 4, Math.max(fontPx / 2 + 1, yPx), leftPx - 5);
        }
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        int most = (int) Math.max(2, (rightPx - leftPx) / (TICK_EVERY_X_PX * fontPx / FONT_PX));
        for (double tick : xAxis.ticks(most)) {
            double xPx = Math.rint(xAxis.px(tick)) + 0.5;
            g.strokeLine(xPx, TOP_PX, xPx, bottomPx);
            String label = xAxis.label(tick, figures);
            double halfPx = label.length() * fontPx * 0.28;
            g.fillText(label, Math.max(halfPx + 2, Math.min(rightPx + RIGHT_PX - halfPx - 1, xPx)), bottomPx + 3);
        }
        if (!xAxis.title().isEmpty()) {
            g.setTextAlign(TextAlignment.RIGHT);
            g.fillText(xAxis.title(), rightPx - 2, bottomPx - fontPx - 4);
        }
    }

    private void draw(GraphicsContext g, Palette palette, Curve curve, double bottomPx) {
        StripTrace trace = curve.trace();
        if (trace.isEmpty()) {
            return;
        }
        // one more on either side, so that lines come from the edge
        long from = Math.max(trace.oldestNumber(), trace.firstAt(xAxis.from()) - 1);
        long to = Math.min(trace.addedCount(), trace.firstAt(Math.nextUp(xAxis.to())) + 1);
        boolean isSingly = to - from <= (long) SINGLY_PER_PX * columnCount && !trace.isPastAt(xAxis.from());
        if (!isSingly) {
            columns(trace);
        }
        if (curve.isLine()) {
            g.setStroke(curve.looks().get(0).tone().in(palette));
            g.setLineWidth(1.25);
            if (isSingly) {
                singleLine(g, trace, from, to);
            } else {
                columnLine(g);
            }
        } else if (isSingly) {
            singlePoints(g, palette, curve, from, to, bottomPx);
        } else {
            columnPoints(g, palette, curve, bottomPx);
        }
    }

    private void singleLine(GraphicsContext g, StripTrace trace, long from, long to) {
        int count = 0;
        for (long i = from; i < to; i++) {
            double value = trace.value(i);
            if (isDrawable(value)) {
                lineXPx[count] = xAxis.px(trace.x(i));
                lineYPx[count++] = yAxis.px(value);
            } else {
                count = flush(g, count);
            }
        }
        flush(g, count);
    }

    private void columnLine(GraphicsContext g) {
        int count = 0;
        double startPx = xAxis.px(xAxis.from());
        for (int c = 0; c < columnCount; c++) {
            if (max[c] >= min[c] && isDrawable(min[c])) {
                double lowPx = yAxis.px(min[c]);
                double highPx = yAxis.px(max[c]);
                boolean isLowFirst =
                        count == 0 || Math.abs(lineYPx[count - 1] - lowPx) <= Math.abs(lineYPx[count - 1] - highPx);
                lineXPx[count] = startPx + c + 0.5;
                lineYPx[count++] = isLowFirst ? lowPx : highPx;
                if (highPx != lowPx) {
                    lineXPx[count] = startPx + c + 0.5;
                    lineYPx[count++] = isLowFirst ? highPx : lowPx;
                }
            } else if (blank[c] != 0) {
                count = flush(g, count);
            }
        }
        flush(g, count);
    }

    /** Draws the line collected so far; returns 0. */
    private int flush(GraphicsContext g, int count) {
        if (count == 1) {
            g.strokeLine(lineXPx[0] - 0.5, lineYPx[0], lineXPx[0] + 0.5, lineYPx[0]);
        } else if (count > 1) {
            g.strokePolyline(lineXPx, lineYPx, count);
        }
        return 0;
    }

    private void singlePoints(GraphicsContext g, Palette palette, Curve curve, long from, long to, double bottomPx) {
        StripTrace trace = curve.trace();
        for (int k = 0; k < trace.classCount(); k++) {
            PointClass look = curve.looks().get(k);
            Color color = look.tone().in(palette);
            for (long i = from; i < to; i++) {
                if (trace.pointClass(i) != k) {
                    continue;
                }
                double xPx = xAxis.px(trace.x(i));
                double value = trace.value(i);
                if (isDrawable(value)) {
                    look.mark().draw(g, color, xPx, yAxis.px(value));
                } else {
                    g.setFill(color);
                    g.fillRect(Math.rint(xPx), bottomPx - 4, 1, 4);
                }
            }
        }
    }

    private void columnPoints(GraphicsContext g, Palette palette, Curve curve, double bottomPx) {
        double startPx = xAxis.px(xAxis.from());
        for (int k = 0; k < curve.trace().classCount(); k++) {
            PointClass look = curve.looks().get(k);
            g.setFill(look.tone().in(palette));
            for (int c = 0; c < columnCount; c++) {
                float low = min[k * columnCount + c];
                float high = max[k * columnCount + c];
                double xPx = startPx + c;
                if (high >= low && isDrawable(low)) {
                    double topPx = yAxis.px(high);
                    double endPx = yAxis.px(low);
                    if (look.mark().isBar()) {
                        g.fillRect(xPx, topPx - 1, 1, Math.max(2, endPx - topPx + 1));
                    } else {
                        g.fillRect(xPx - 0.5, topPx - 1, 2, 2);
                        g.fillRect(xPx - 0.5, endPx - 1, 2, 2);
                    }
                }
                if ((blank[c] >> k & 1) != 0) {
                    g.fillRect(xPx, bottomPx - 4, 1, 4);
                }
            }
        }
    }

    private boolean isDrawable(double value) {
        return yAxis.kind() == StripAxis.Kind.LOG ? value > 0 : !Double.isNaN(value);
    }

    // ---- cursor ----------------------------------------------------------------------------------------------------

    /** The point of the first curve that is nearest to a place. */
    private void point(double xPx, double yPx) {
        if (curves.isEmpty() || curves.get(0).trace().isEmpty()) {
            cursorTo(-1);
            return;
        }
        StripTrace trace = curves.get(0).trace();
        long from = trace.firstAt(xAxis.value(xPx - CATCH_PX));
        long to = trace.firstAt(xAxis.value(xPx + CATCH_PX));
        long nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (long i = from; i < to; i++) {
            double across = xAxis.px(trace.x(i)) - xPx;
            double value = trace.value(i);
            double up = isDrawable(value) ? yAxis.px(value) - yPx : canvas.getHeight() - yPx;
            double distance = across * across + up * up;
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        cursorTo(nearest);
    }

    private void step(KeyEvent event) {
        if (curves.isEmpty() || curves.get(0).trace().isEmpty()) {
            return;
        }
        StripTrace trace = curves.get(0).trace();
        long first = trace.firstAt(xAxis.from());
        long last = trace.addedCount() - 1;
        long stride = Math.max(1, (last - first) / Math.max(1, columnCount));
        long now = cursor.get() < 0 ? last + 1 : cursor.get();
        long next =
                switch (event.getCode()) {
                    case LEFT -> cursor.get() < 0 ? last : now - stride;
                    case RIGHT -> now + stride;
                    case HOME -> first;
                    case END -> last;
                    default -> Long.MIN_VALUE;
                };
        if (next != Long.MIN_VALUE) {
            cursorTo(Math.max(first, Math.min(last, next)));
            event.consume();
        }
    }

    /** The cursor moves with its point, and leaves with it. */
    private void follow() {
        if (cursor.get() >= 0) {
            StripTrace trace = curves.get(0).trace();
            boolean isThere = cursor.get() >= trace.oldestNumber()
                    && cursor.get() < trace.addedCount()
                    && trace.x(cursor.get()) >= xAxis.from();
            cursorTo(isThere ? cursor.get() : -1);
        }
    }

    private void cursorTo(long number) {
        cursor.set(number);
        cursorLine.setVisible(number >= 0);
        if (number >= 0) {
            double xPx = Math.rint(xAxis.px(curves.get(0).trace().x(number))) + 0.5;
            cursorLine.setStartX(xPx);
            cursorLine.setEndX(xPx);
            cursorLine.setStartY(TOP_PX);
            cursorLine.setEndY(canvas.getHeight() - FONT_PX - 6);
        }
    }
}
