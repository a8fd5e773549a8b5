package org.lucida.view.fx.panel;

import java.util.List;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineJoin;
import org.lucida.view.fx.desk.Palette;

/**
 * The curves of a histogram and two handles under them: what is shown black, and what white. Handles are dragged, or moved with
 * the arrow keys (black) and Shift with the arrow keys (white).
 *
 * <p>Thread: FX.
 */
final class HistogramCanvas extends Region {
    private static final double HEIGHT_PX = 130;
    private static final double HANDLE_PX = 7;
    private static final double GRAB_PX = 14;
    private static final double KEY_FRACTION = 0.005;

    /** Told of every move of a handle. */
    interface Moved {
        void to(double blackAdu, double whiteAdu);
    }

    private final Canvas canvas = new Canvas();
    private final Moved moved;
    private Palette palette;
    private HistogramReading reading;
    private boolean isLog = true;
    private double blackAdu;
    private double whiteAdu = 1;
    private double topAdu = 1;
    private boolean isHollow;
    private boolean dragsWhite;
    private boolean dragsBlack;

    HistogramCanvas(Palette palette, Moved moved) {
        this.palette = palette;
        this.moved = moved;
        setPrefHeight(HEIGHT_PX);
        setMinHeight(HEIGHT_PX);
        setFocusTraversable(true);
        getChildren().add(canvas);
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(it -> {
            dragsBlack = false;
            dragsWhite = false;
        });
        setOnKeyPressed(this::key);
        focusedProperty().addListener((it, was, is) -> draw());
        setCursor(Cursor.H_RESIZE);
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    void palette(Palette now) {
        palette = now;
        draw();
    }

    void logarithmic(boolean now) {
        isLog = now;
        draw();
    }

    /** Shows the handles at these values, which were set elsewhere. */
    void range(double black, double white, double top) {
        place(black, white, top, false);
        draw();
    }

    /**
     * Shows curves and handles.
     *
     * @param hollow true where the handles are not what the picture is shown with
     */
    void show(HistogramReading now, double black, double white, boolean hollow) {
        reading = now;
        place(black, white, now.format().maxAdu(), hollow);
        draw();
    }

    /** Shows new curves under the handles as they stand. */
    void curves(HistogramReading now) {
        reading = now;
        draw();
    }

    private void place(double black, double white, double top, boolean hollow) {
        blackAdu = black;
        whiteAdu = white;
        topAdu = Math.max(1, top);
        isHollow = hollow;
    }

    private double x(double adu) {
        return HANDLE_PX + adu / topAdu * (getWidth() - 2 * HANDLE_PX);
    }

    private double adu(double x) {
        return Math.max(0, Math.min(topAdu, (x - HANDLE_PX) / (getWidth() - 2 * HANDLE_PX) * topAdu));
    }

    private void press(MouseEvent event) {
        requestFocus();
        double toBlack = Math.abs(event.getX() - x(blackAdu));
        double toWhite = Math.abs(event.getX() - x(whiteAdu));
        dragsBlack = toBlack <= toWhite && toBlack < GRAB_PX;
        dragsWhite = !dragsBlack && toWhite < GRAB_PX;
    }

    private void drag(MouseEvent event) {
        if (dragsBlack) {
            move(adu(event.getX()), whiteAdu);
        } else if (dragsWhite) {
            move(blackAdu, adu(event.getX()));
        }
    }

    private void key(KeyEvent event) {
        int way = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
        if (way == 0) {
            return;
        }
        double step = way * Math.max(1, KEY_FRACTION * topAdu);
        if (event.isShiftDown()) {
            move(blackAdu, whiteAdu + step);
        } else {
            move(blackAdu + step, whiteAdu);
        }
        event.consume();
    }

    private void move(double black, double white) {
        double least = Math.max(1, topAdu / 1000);
        double toBlack = Math.max(0, Math.min(black, topAdu - least));
        double toWhite = Math.max(toBlack + least, Math.min(white, topAdu));
        if (black != blackAdu) {
            toBlack = Math.min(toBlack, whiteAdu - least);
            toWhite = whiteAdu;
        }
        blackAdu = Math.max(0, toBlack);
        whiteAdu = toWhite;
        isHollow = false;
        moved.to(blackAdu, whiteAdu);
        draw();
    }

    // ---- drawing ----------------------------------------------------------------------------------------------------

    private void draw() {
        double width = getWidth();
        double height = getHeight();
        if (width < 1 || height < 1) {
            return;
        }
        GraphicsContext pen = canvas.getGraphicsContext2D();
        double base = height - HANDLE_PX - 3;
        pen.setFill(palette.card());
        pen.fillRect(0, 0, width, height);
        pen.setStroke(palette.grid());
        pen.setLineWidth(1);
        for (int quarter = 0; quarter <= 4; quarter++) {
            double x = Math.rint(x(quarter * topAdu / 4)) + 0.5;
            pen.strokeLine(x, 0, x, base);
        }
        if (reading != null) {
            curves(pen, base);
        }
        outside(pen, base);
        handle(pen, x(blackAdu), base, palette.paper());
        handle(pen, x(whiteAdu), base, palette.ink());
        if (isFocused()) {
            pen.setStroke(palette.accent());
            pen.strokeRect(0.5, 0.5, width - 1, height - 1);
        }
    }

    private void curves(GraphicsContext pen, double base) {
        List<int[]> bins = reading.bins();
        Color[] inks = bins.size() == 1
                ? new Color[] {palette.ink()}
                : new Color[] {palette.red(), palette.green(), palette.blue()};
        double most = isLog ? Math.log1p(reading.mostCount()) : reading.mostCount();
        pen.setLineJoin(StrokeLineJoin.ROUND);
        pen.setLineWidth(1.2);
        for (int plane = 0; plane < bins.size(); plane++) {
            int[] counts = bins.get(plane);
            pen.setStroke(inks[plane]);
            pen.beginPath();
            for (int bin = 0; bin < counts.length; bin++) {
                double share = (isLog ? Math.log1p(counts[bin]) : counts[bin]) / most;
                double x = x((bin + 0.5) / counts.length * (reading.format().maxAdu() + 1));
                double y = base - share * (base - 4);
                if (bin == 0) {
                    pen.moveTo(x, y);
                } else {
                    pen.lineTo(x, y);
                }
            }
            pen.stroke();
            if (reading.planes().get(plane).clippedCount() > 0) {
                pen.setFill(palette.bad());
                pen.fillRect(getWidth() - HANDLE_PX, 4 + plane * 9.0, HANDLE_PX - 1, 7);
            }
        }
    }

    /** What lies outside the handles is shown dimmer. */
    private void outside(GraphicsContext pen, double base) {
        pen.setGlobalAlpha(0.45);
        pen.setFill(palette.paper());
        pen.fillRect(0, 0, x(blackAdu), base);
        pen.fillRect(x(whiteAdu), 0, getWidth() - HANDLE_PX - x(whiteAdu), base);
        pen.setGlobalAlpha(1);
        pen.setStroke(palette.dim());
        pen.setLineWidth(1);
        pen.strokeLine(HANDLE_PX, base + 0.5, getWidth() - HANDLE_PX, base + 0.5);
    }

    private void handle(GraphicsContext pen, double x, double base, Color fill) {
        pen.setStroke(isHollow ? palette.dim() : palette.accent());
        pen.setLineWidth(1);
        if (!isHollow) {
            pen.strokeLine(x, 0, x, base);
        }
        double[] xs = {x - HANDLE_PX + 1, x, x + HANDLE_PX - 1};
        double[] ys = {base + HANDLE_PX + 2, base, base + HANDLE_PX + 2};
        if (!isHollow) {
            pen.setFill(fill);
            pen.fillPolygon(xs, ys, 3);
        }
        pen.strokePolygon(xs, ys, 3);
    }
}
