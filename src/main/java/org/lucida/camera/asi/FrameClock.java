package org.lucida.camera.asi;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Tells when the exposure of a frame began, in UTC, with an honest uncertainty.
 *
 * <p>The library has no time stamps. A frame is complete when the call returns; its exposure began a readout and an exposure
 * before that. Returns come late by the whims of the scheduler, never early, so the arrivals are held on the grid of the
 * frame period: an early return moves the grid at once, a late one hardly. A frame that already waited in the library's
 * buffer (the call returned within {@value #QUEUED_PERCENT} % of a period) gets its place on the grid.
 *
 * <p>UTC comes from the monotonic clock plus an offset that is measured once a second and steered gently; where the system's
 * clock is set by more than {@value #STEP_MS} ms the offset follows at once, and says so.
 * <p>Memory: {@link #frame} allocates nothing.
 * <p>Thread: one at a time.
 */
final class FrameClock {
    /** A clock that reads the machine's time. */
    interface Source {
        long monotonicNs();

        /** Nanoseconds since 1970. */
        long utcNs();

        /** How far the system's clock may be off true UTC, ns; negative if unknown. */
        long utcErrorNs();
    }

    static final int QUEUED_PERCENT = 30;
    static final int STEP_MS = 20;

    private static final int BRACKETS = 5;
    private static final long NS_PER_MS = 1_000_000;
    private static final long MOST_SLEW_NS = NS_PER_MS / 2;
    /** Error of a clock that cannot tell: a machine without network time. */
    private static final long UNSYNCHRONISED_NS = 500 * NS_PER_MS;
    /** How late a return usually is. */
    private static final long WAKE_NS = NS_PER_MS / 2;

    private static final long NONE = Long.MIN_VALUE;

    private final Source source;
    private long offsetNs;
    private boolean disciplined;
    private long clockErrorNs = UNSYNCHRONISED_NS;

    private long exposureNs;
    private long readoutNs;
    private long periodNs;
    private long lastReturnNs = NONE;
    private long lastArrivalNs = NONE;
    private boolean lastQueued;
    private boolean queued;
    private long startUtcNs = NONE;
    private long uncertaintyNs;

    FrameClock(Source source) {
        this.source = source;
        discipline();
    }

    /** The machine's clocks. */
    static Source system(LongSupplier utcErrorNs) {
        Clock utc = Clock.systemUTC();
        return new Source() {
            @Override
            public long monotonicNs() {
                return System.nanoTime();
            }

            @Override
            public long utcNs() {
                Instant now = utc.instant();
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }

            @Override
            public long utcErrorNs() {
                return utcErrorNs.getAsLong();
            }
        };
    }

    /**
     * Compares the monotonic clock with UTC; about once a second.
     *
     * @return the step in ns if the system's clock was set, else 0
     */
    long discipline() {
        long bestNs = Long.MAX_VALUE;
        long measured = 0;
        for (int i = 0; i < BRACKETS; i++) {
            long before = source.monotonicNs();
            long utc = source.utcNs();
            long after = source.monotonicNs();
            if (after - before < bestNs) {
                bestNs = after - before;
                measured = utc - (before + (after - before) / 2);
            }
        }
        long systemErrorNs = source.utcErrorNs();
        clockErrorNs = bestNs / 2 + (systemErrorNs < 0 ? UNSYNCHRONISED_NS : systemErrorNs);
        long difference = measured - offsetNs;
        if (!disciplined || Math.abs(difference) > STEP_MS * NS_PER_MS) {
            boolean first = !disciplined;
            disciplined = true;
            offsetNs = measured;
            startUtcNs = NONE;
            return first ? 0 : difference;
        }
        offsetNs += Math.max(-MOST_SLEW_NS, Math.min(MOST_SLEW_NS, difference / 4));
        return 0;
    }

    /** UTC of an instant of the monotonic clock, ns since 1970. */
    long utcNs(long monotonicNs) {
        return monotonicNs + offsetNs;
    }

    /** UTC now, ns since 1970. */
    long utcNow() {
        return utcNs(source.monotonicNs());
    }

    /**
     * Begins a new grid: after a start, or when exposure or readout changed.
     *
     * @param newReadoutNs estimated time from the end of the exposure to the last byte
     */
    void restart(long newExposureNs, long newReadoutNs) {
        exposureNs = newExposureNs;
        readoutNs = newReadoutNs;
        periodNs = 0;
        lastReturnNs = NONE;
        lastArrivalNs = NONE;
        lastQueued = false;
    }

    /** The camera turned its exposure by itself; the grid of the frames stays. */
    void exposureTurned(long newExposureNs) {
        exposureNs = newExposureNs;
    }

    /** True if a call was so short that its frame had waited in the library's buffer. */
    boolean isQueued(long enterNs, long returnNs) {
        long shortNs = periodNs > 0 ? periodNs * QUEUED_PERCENT / 100 : WAKE_NS;
        return returnNs - enterNs < shortNs;
    }

    /**
     * Takes down a frame of a running capture.
     *
     * @param enterNs when the call was made, monotonic
     * @param returnNs when it returned, monotonic
     * @param advanced frames since the one before, 1 plus those dropped
     */
    void frame(long enterNs, long returnNs, long advanced) {
        queued = isQueued(enterNs, returnNs);
        long arrivalNs = returnNs;
        if (lastArrivalNs != NONE && periodNs > 0) {
            long predictedNs = lastArrivalNs + advanced * periodNs;
            long lateNs = returnNs - predictedNs;
            if (lateNs > 0 && queued) {
                arrivalNs = predictedNs;
            } else if (lateNs > 0 && lateNs < periodNs / 2) {
                arrivalNs = predictedNs + lateNs / 16;
            }
        }
        if (lastReturnNs != NONE && !queued && !lastQueued) {
            long intervalNs = (returnNs - lastReturnNs) / Math.max(1, advanced);
            if (periodNs == 0) {
                periodNs = intervalNs;
            } else if (intervalNs < 4 * periodNs) {
                periodNs += (intervalNs - periodNs) / 16;
            }
        }
        lastReturnNs = returnNs;
        lastArrivalNs = arrivalNs;
        lastQueued = queued;
        long readout = periodNs > 0 ? Math.min(readoutNs, periodNs) : readoutNs;
        rise(utcNs(arrivalNs) - readout - exposureNs);
        uncertaintyNs = clockErrorNs + readout / 2 + WAKE_NS + (queued ? periodNs / 2 : returnNs - arrivalNs);
    }

    /** Takes down a single exposure whose start was ordered at that instant of the monotonic clock. */
    void exposure(long orderedNs, long returnedNs) {
        rise(utcNs(orderedNs));
        uncertaintyNs = clockErrorNs + WAKE_NS + returnedNs - orderedNs;
        queued = false;
    }

    /** Times rise, as far as the system's clock lets them. */
    private void rise(long utcNs) {
        startUtcNs = startUtcNs == NONE ? utcNs : Math.max(startUtcNs + 1_000, utcNs);
    }

    /** Start of exposure of the frame taken down last, ns since 1970 UTC. */
    long startUtcNs() {
        return startUtcNs;
    }

    /** How far that may be off, ns, one sigma or so. */
    long uncertaintyNs() {
        return uncertaintyNs;
    }

    /** True if the frame taken down last had waited in the library's buffer: the reader is behind. */
    boolean wasQueued() {
        return queued;
    }

    /** Time from frame to frame, ns; 0 while unknown. */
    long periodNs() {
        return periodNs;
    }

    /** How far the system's clock may be off, ns. */
    long clockErrorNs() {
        return clockErrorNs;
    }
}
