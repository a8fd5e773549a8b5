package org.lucida.view.fx.panel;

import atlantafx.base.theme.Styles;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.desk.Words;

/** What the clip has grown to: time, frames, bytes, speed, losses. */
final class RecordFigures extends GridPane {
    private static final double GAP_PX = 4;
    /** Speed is told over the last seconds. */
    private static final double WINDOW_S = 2;

    private record Mark(double wallS, long bytes) {}

    private final Words words;
    private final Label time = value();
    private final Label frames = value();
    private final Label bytes = value();
    private final Label speed = value();
    private final Label losses = value();
    private final Deque<Mark> marks = new ArrayDeque<>();

    RecordFigures(Words words) {
        this.words = words;
        setHgap(2 * GAP_PX);
        setVgap(GAP_PX);
        ColumnConstraints name = new ColumnConstraints();
        name.setPercentWidth(21);
        ColumnConstraints figure = new ColumnConstraints();
        figure.setPercentWidth(29);
        getColumnConstraints().addAll(name, figure, name, figure);
        add("figure.time", time, 0, 0);
        add("figure.frames", frames, 2, 0);
        add("figure.bytes", bytes, 0, 1);
        add("figure.speed", speed, 2, 1);
        add("figure.losses", losses, 0, 2);
        losses.setId("record-losses");
        clear();
    }

    private static Label value() {
        Label label = new Label();
        label.getStyleClass().add("figure");
        return label;
    }

    private void add(String key, Label value, int column, int row) {
        Label name = new Label(words.say(key));
        name.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        FormLine.tip(name, words.say(key + ".tip"));
        FormLine.tip(value, words.say(key + ".tip"));
        add(name, column, row);
        add(value, column + 1, row);
    }

    void clear() {
        marks.clear();
        time.setText("0:00");
        frames.setText("0");
        bytes.setText("0 MB");
        speed.setText("\u2013");
        losses.setText("0");
        FormLine.style(losses, "", Styles.DANGER);
    }

    void tell(RecordingStatus status) {
        time.setText(Amounts.clock(status.wallS()));
        frames.setText(String.format(words.locale(), "%,d", status.recordedCount()));
        bytes.setText(Amounts.bytes(status.recordedBytes(), words.locale()));
        losses.setText(String.format(words.locale(), "%,d", status.lostCount()));
        FormLine.style(losses, status.lostCount() > 0 ? Styles.DANGER : "", Styles.DANGER);
        if (!status.state().isEnded()) {
            marks.addLast(new Mark(status.wallS(), status.recordedBytes()));
            while (marks.size() > 2 && status.wallS() - marks.peekFirst().wallS > WINDOW_S) {
                marks.removeFirst();
            }
        }
        double spanS = marks.isEmpty() ? 0 : marks.peekLast().wallS - marks.peekFirst().wallS;
        if (spanS > 0) {
            double perS = (marks.peekLast().bytes - marks.peekFirst().bytes) / spanS;
            speed.setText(Amounts.three(perS / 1e6, words.locale()) + " MB/s");
        }
    }
}
