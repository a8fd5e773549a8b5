package org.lucida.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.lucida.luck.Selection;

/**
 * What an observer turns while frames flow. Each is read once for a frame, by the measuring thread, which obeys.
 *
 * <p>Thread: any.
 */
final class StackDials {
    private final AtomicInteger wantedStack = new AtomicInteger(1);
    private final List<KeepFractionChange> changes = new CopyOnWriteArrayList<>();
    private volatile double keepFraction;
    private volatile boolean paused;

    StackDials(double keepFraction) {
        this.keepFraction = keepFraction;
    }

    /** Wishes another share of the frames. */
    void keepFraction(double share) {
        keepFraction = Selection.checked(share);
    }

    double keepFraction() {
        return keepFraction;
    }

    /** Wishes a new stack. */
    void restart() {
        wantedStack.incrementAndGet();
    }

    /** Number of the stack that is wished, from 1. */
    int wantedStack() {
        return wantedStack.get();
    }

    void pause(boolean isPaused) {
        paused = isPaused;
    }

    boolean isPaused() {
        return paused;
    }

    /** The wish for another share holds from this frame on. */
    void obeyed(KeepFractionChange change) {
        changes.add(change);
    }

    List<KeepFractionChange> changes() {
        return List.copyOf(changes);
    }
}
