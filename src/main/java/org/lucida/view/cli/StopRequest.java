package org.lucida.view.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries the wish to end (Ctrl-C, a closed terminal, kill) to the run of the moment.
 *
 * <p>Thread: {@link #ask()} from any thread, {@link #follow} from the command's thread.
 */
final class StopRequest {
    private final CountDownLatch ended = new CountDownLatch(1);
    private Engine.Run run;
    private boolean asked;

    /** From now on the wish reaches this run; at once if it was uttered already. */
    synchronized void follow(Engine.Run running) {
        run = running;
        if (asked && running != null) {
            running.requestStop();
        }
    }

    /** Utters the wish. True the first time, false if it was uttered before. */
    synchronized boolean ask() {
        boolean first = !asked;
        asked = true;
        if (first && run != null) {
            run.requestStop();
        }
        return first;
    }

    synchronized boolean asked() {
        return asked;
    }

    /** Said by the program when all is written: whoever waits may go. */
    void allWritten() {
        ended.countDown();
    }

    /** Waits until all is written. */
    boolean awaitAllWritten(long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
