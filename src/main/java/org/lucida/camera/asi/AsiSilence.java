package org.lucida.camera.asi;

/**
 * How long no video frame has come, and how often something was done about it since.
 *
 * <p>Thread: the capture thread.
 */
final class AsiSilence {
    private static final long NS_PER_MS = 1_000_000;
    /** Timeouts in a row after which a stream counts as silent. */
    private static final int TIMEOUTS = 3;

    private final AsiPatience patience;
    private long sinceNs;
    private boolean awaitsFirst;
    private int attemptCount;

    AsiSilence(AsiPatience patience) {
        this.patience = patience;
    }

    /** A stream begins, or the exposure changed: the first frame may take its time. */
    void begins() {
        sinceNs = System.nanoTime();
        awaitsFirst = true;
    }

    /**
     * A frame came.
     *
     * @param whenNs on the monotonic clock
     * @return true if it was the first since the beginning
     */
    boolean ends(long whenNs) {
        boolean isFirst = awaitsFirst;
        awaitsFirst = false;
        sinceNs = whenNs;
        attemptCount = 0;
        return isFirst;
    }

    /** Something is done about it; the attempt's number since the last frame, from 1. */
    int attempt() {
        attemptCount++;
        return attemptCount;
    }

    int attemptCount() {
        return attemptCount;
    }

    /** When the last frame came or the stream began, on the monotonic clock. */
    long sinceNs() {
        return sinceNs;
    }

    long lengthMs() {
        return (System.nanoTime() - sinceNs) / NS_PER_MS;
    }

    /** True if a silence of that length is not normal with such an exposure. */
    boolean isTooLong(long lengthMs, long exposureNs) {
        long exposuresMs = 2 * exposureNs / NS_PER_MS;
        long patienceMs =
                awaitsFirst ? exposuresMs + patience.firstFrameMs() : TIMEOUTS * (exposuresMs + patience.silenceMs());
        return lengthMs >= (attemptCount > 1 ? Math.max(patienceMs, patience.againMs()) : patienceMs);
    }
}
