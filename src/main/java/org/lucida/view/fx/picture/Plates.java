package org.lucida.view.fx.picture;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Three plates between the eye and the screen: one is shown, one was shown until a moment ago and may still be on its way to the
 * graphics card, one is drawn on. Nobody waits; the latest wins.
 *
 * <p>Thread: {@link #take} and {@link #put} by the eye's, {@link #flip} by FX.
 */
final class Plates {
    private final Queue<Plate> free = new ArrayDeque<>();
    private Plate ready;
    private Plate shown;
    private Plate retiring;
    private int count;

    /** A plate to draw on; null if the screen has not fetched the last ones yet. A picture not yet fetched is drawn over. */
    synchronized Plate take(int widthPx, int heightPx) {
        Plate plate = ready != null ? ready : free.poll();
        ready = null;
        if (plate == null && count == 3) {
            return null;
        }
        if (plate == null) {
            count++;
        }
        Plate fitting = plate != null && plate.fits(widthPx, heightPx) ? plate : new Plate(widthPx, heightPx);
        fitting.size(widthPx, heightPx);
        return fitting;
    }

    /** Hands a drawn plate over. */
    synchronized void put(Plate plate) {
        ready = plate;
    }

    /** The plate to show now; the one shown already if there is none newer, null if there never was one. */
    synchronized Plate flip() {
        if (ready != null) {
            if (retiring != null) {
                free.add(retiring);
            }
            retiring = shown;
            shown = ready;
            ready = null;
        }
        return shown;
    }
}
