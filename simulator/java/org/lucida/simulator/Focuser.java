package org.lucida.simulator;

import org.lucida.simulator.night.Night;

/**
 * The focuser of a simulated telescope: makes the night with its new blur on a thread of low priority, which takes some seconds.
 *
 * <p>While it is on its way it may be sent elsewhere. Thread: the capture thread.
 */
final class Focuser {
    /** A night as seen where the focuser came to stand. */
    record Focused(long offsetUm, Night night) {}

    private final Night night;
    private long goalUm;
    private boolean isMoving;
    private volatile Focused done;

    Focuser(Night night) {
        this.night = night;
    }

    /**
     * Sends it off.
     *
     * @param epoch painting of the scene that will be needed
     */
    synchronized void moveTo(long offsetUm, long epoch) {
        goalUm = offsetUm;
        if (isMoving) {
            return;
        }
        isMoving = true;
        Thread mover = new Thread(() -> move(epoch), "lucida-simulator-focuser");
        mover.setDaemon(true);
        mover.setPriority(Thread.MIN_PRIORITY);
        mover.start();
    }

    private void move(long epoch) {
        long wentToUm = goal();
        Night seen = seen(wentToUm, epoch);
        while (!arrives(wentToUm, seen)) {
            wentToUm = goal();
            seen = seen(wentToUm, epoch);
        }
    }

    private synchronized long goal() {
        return goalUm;
    }

    private Night seen(long offsetUm, long epoch) {
        Night seen = offsetUm == 0 ? night : night.refocused(offsetUm);
        seen.prepare(epoch);
        return seen;
    }

    private synchronized boolean arrives(long wentToUm, Night seen) {
        if (wentToUm != goalUm) {
            return false;
        }
        isMoving = false;
        done = new Focused(wentToUm, seen);
        return true;
    }

    /** True if it came to stand somewhere since the last {@link #take}. */
    boolean isDone() {
        return done != null;
    }

    /** Where it came to stand, once; null if it did not. */
    synchronized Focused take() {
        Focused taken = done;
        done = null;
        return taken;
    }
}
