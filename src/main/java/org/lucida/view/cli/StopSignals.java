package org.lucida.view.cli;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.lucida.view.ExitCode;

/**
 * Listens to Ctrl-C and kill: the first asks for a clean end, the second aborts.
 *
 * <p>A shutdown hook does the same for everything else that takes the program down, a closed terminal above all, and
 * where signals cannot be caught (a virtual machine started with -Xrs). A second Ctrl-C is then up to the machine.
 */
final class StopSignals {
    private static final long LONGEST_HOOK_WAIT_MS = 600_000;
    /** A second signal within this time is the first keystroke again. */
    private static final long BOUNCE_NS = 1_000_000_000;

    private final StopRequest stop;
    private final IntConsumer abort;
    private final LongSupplier nanoClock;
    private volatile long firstNs;
    private boolean listening;

    /**
     * Listens to nothing yet.
     *
     * @param stop told to end
     * @param abort ends the program at once with an exit code
     */
    StopSignals(StopRequest stop, IntConsumer abort) {
        this(stop, abort, System::nanoTime);
    }

    StopSignals(StopRequest stop, IntConsumer abort, LongSupplier nanoClock) {
        this.stop = stop;
        this.abort = abort;
        this.nanoClock = nanoClock;
    }

    /** Begins to listen; the second call does nothing. */
    synchronized void listen() {
        if (listening) {
            return;
        }
        listening = true;
        for (String name : List.of("INT", "TERM")) {
            SystemSignal.listen(name, this::arrived);
        }
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "lucida-clean-end"));
        } catch (IllegalStateException e) {
            stop.ask(); // already going down
        }
    }

    /** One signal came. A second one aborts, unless it comes so soon that it is the same keystroke bouncing. */
    void arrived() {
        long nowNs = nanoClock.getAsLong();
        if (stop.ask()) {
            firstNs = nowNs;
        } else if (nowNs - firstNs > BOUNCE_NS) {
            abort.accept(ExitCode.ABORTED);
        }
    }

    /** The virtual machine goes down: asks for the end and waits until everything is written. */
    void shutDown() {
        stop.ask();
        try {
            stop.awaitAllWritten(LONGEST_HOOK_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
