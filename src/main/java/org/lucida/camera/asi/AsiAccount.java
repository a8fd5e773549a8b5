package org.lucida.camera.asi;

import java.util.ArrayList;
import java.util.List;
import org.lucida.camera.CameraGap;

/**
 * Every frame of a camera in exactly one place: delivered, dropped by the library, or discarded on purpose; and the times
 * without frames.
 *
 * <p>The library's drop counter begins at 0 with every start of the stream; here it adds up.
 * <p>Memory: counting allocates nothing; a gap does.
 * <p>Thread: one writer; the counts may be read from anywhere.
 */
final class AsiAccount {
    private static final int MOST_GAPS = 10_000;
    private static final long NONE = Long.MIN_VALUE;
    /** A silence below that is not worth a line, ns. */
    private static final long LEAST_GAP_NS = 250_000_000;

    private static final int GAP_PERIODS = 4;

    private long deliveredCount;
    private volatile long droppedCount;
    private volatile long discardedCount;
    private long droppedBefore;
    /** Dropped frames whose place in the order is behind us; at most {@link #droppedCount}. */
    private long placedCount;
    /** Dropped frames that belong before the frame fetched next, and before the one after that. */
    private long beforeNext;

    private long beforeNextButOne;
    private long lastEndUtcNs = NONE;
    private String reason;
    private final List<CameraGap> gaps = new ArrayList<>();

    /**
     * Takes down the library's drop counter after a frame was fetched.
     *
     * @param sinceStart what it says now
     * @param isQueued true if the frame had waited in the library's buffer: frames dropped because the buffer was full come
     *     after the one that waits there still
     * @return frames dropped between the last frame and this one
     */
    long fetched(int sinceStart, boolean isQueued) {
        long more = more(sinceStart);
        long due = beforeNext;
        beforeNext = beforeNextButOne;
        beforeNextButOne = 0;
        if (isQueued) {
            beforeNextButOne = more;
        } else {
            due += beforeNext + more;
            beforeNext = 0;
        }
        placedCount += due;
        return due;
    }

    /**
     * Takes down the library's drop counter without a frame: what it counted comes before the next one.
     *
     * @param sinceStart what it says now
     */
    void counted(int sinceStart) {
        beforeNext += more(sinceStart);
    }

    /** Frames dropped since the last look at the counter. */
    private long more(int sinceStart) {
        long now = droppedBefore + Math.max(0, sinceStart);
        if (now < droppedCount) {
            // the counter began anew without our doing: what it said before stays counted
            droppedBefore = droppedCount;
            now = droppedBefore + Math.max(0, sinceStart);
        }
        long more = now - droppedCount;
        droppedCount = now;
        return more;
    }

    /** The stream was stopped: the library's counter begins anew, its buffer is empty. */
    void streamStopped() {
        droppedBefore = droppedCount;
        placedCount = droppedCount;
        beforeNext = 0;
        beforeNextButOne = 0;
    }

    /** A frame was lost without the library's counter. */
    void lost() {
        droppedBefore++;
        placedCount++;
        droppedCount = droppedCount + 1;
    }

    void discarded() {
        discardedCount = discardedCount + 1;
    }

    /** Index of the frame that comes next if nothing is lost before it. */
    long nextIndex() {
        return deliveredCount + placedCount;
    }

    /** The next frame comes after an interruption with this reason. */
    void interrupted(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /**
     * A frame is delivered.
     *
     * @param advanced frames since the one before, 1 plus those dropped
     * @param periodNs usual time from frame to frame, 0 if unknown
     * @return its index
     */
    long delivered(long startUtcNs, long exposureNs, long periodNs, long advanced) {
        long index = nextIndex();
        if (lastEndUtcNs != NONE) {
            long silentNs = startUtcNs - lastEndUtcNs;
            long usualNs = Math.max(LEAST_GAP_NS, (GAP_PERIODS + advanced) * periodNs);
            if (reason != null || silentNs > usualNs) {
                add(new CameraGap(
                        lastEndUtcNs,
                        startUtcNs,
                        index,
                        reason != null
                                ? reason
                                : "no frames came, and none was counted as lost (USB or driver stalled)"));
            }
        }
        reason = null;
        lastEndUtcNs = startUtcNs + exposureNs;
        deliveredCount = deliveredCount + 1;
        return index;
    }

    private void add(CameraGap gap) {
        synchronized (gaps) {
            if (gaps.size() < MOST_GAPS) {
                gaps.add(gap);
            }
        }
    }

    long droppedCount() {
        return droppedCount;
    }

    long discardedCount() {
        return discardedCount;
    }

    List<CameraGap> gaps() {
        synchronized (gaps) {
            return List.copyOf(gaps);
        }
    }
}
