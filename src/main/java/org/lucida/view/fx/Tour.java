package org.lucida.view.fx;

import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Words;

/** Four sheets for the first evening; never shown twice unless asked for. */
final class Tour {
    private static final int STEP_COUNT = 4;
    private static final String SEEN = "tourSeen";

    private final Desk desk;
    private final Sheets sheets;

    Tour(Desk desk, Sheets sheets) {
        this.desk = desk;
        this.sheets = sheets;
    }

    /** Shows the tour if nobody has seen it here. */
    void firstTime() {
        if (!desk.remembered().flag(SEEN, false)) {
            begin();
        }
    }

    /** Shows the tour. */
    void begin() {
        desk.remembered().put(SEEN, true);
        step(1);
    }

    private void step(int number) {
        Words words = desk.words("shell");
        Button skip = sheets.closing(words.say("tour.skip"), () -> {});
        boolean isLast = number == STEP_COUNT;
        Button next = sheets.closing(words.say(isLast ? "tour.done" : "tour.next"), () -> {
            if (!isLast) {
                step(number + 1);
            }
        });
        next.setId("tour-next");
        next.getStyleClass().add("accent");
        VBox text = new VBox(8, Parts.text(words.say("tour.text." + number)));
        String title = words.say("tour.title." + number) + "   " + number + " / " + STEP_COUNT;
        if (isLast) {
            sheets.open(title, text, next);
        } else {
            sheets.open(title, text, next, skip);
        }
    }
}
