package org.lucida.view.fx.panel;

import java.util.concurrent.TimeUnit;

/**
 * Tells when words are due again: readings come five times a second, and nobody reads so fast.
 *
 * <p>Thread: FX.
 */
final class Beat {
    private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private long lastNs;
    private boolean isFirst = true;

    /** The next question is answered with yes. */
    void reset() {
        isFirst = true;
    }

    /** True if the last yes is long enough ago. */
    boolean isDue() {
        long nowNs = System.nanoTime();
        if (!isFirst && nowNs - lastNs < EVERY_NS) {
            return false;
        }
        isFirst = false;
        lastNs = nowNs;
        return true;
    }
}
