package org.lucida.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.files.RecordingFacts;
import org.lucida.frame.FrameSlot;

/**
 * Finds gaps in the times of frames: intervals of more than one and a half frame times, and numbers left out.
 *
 * <p>Frames of a live camera carry the computer's time of a thread that may wake late, which is no gap: there an interval must be
 * {@value #WAKING_NS} ns longer still.
 * <p>The frame time is what the camera says, else the usual interval so far; it follows a change of exposure or rate after a
 * few frames. Of the gaps the first {@value #LISTED_COUNT} are kept, all are counted.
 * <p>Memory: allocates nothing after the construction.
 * <p>Thread: one thread adds; {@link #count} and {@link #longestNs} from anywhere, {@link #listed} after the end.
 */
final class TimeGaps {
    /** Gaps kept with place and length. */
    static final int LISTED_COUNT = 1000;

    private static final double GAP_FRAME_TIMES = 1.5;
    /** Threads woke up to 7.5 ms late on a quiet machine with two cores. */
    private static final long WAKING_NS = 10_000_000;
    /** Alike intervals in a row that are a new rate, not gaps. */
    private static final int NEW_RATE_FRAMES = 8;
    /** Share of the newest interval in the usual one. */
    private static final double NEWS = 1.0 / 32;

    private final long[] afterFrameIndex = new long[LISTED_COUNT];
    private final long[] startUtcNs = new long[LISTED_COUNT];
    private final long[] lengthNs = new long[LISTED_COUNT];
    private final long latenessNs;
    private volatile long count;
    private volatile long longestNs;
    private double usualNs;
    private long lastUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private long lastIndex;
    private double strangeNs;
    private int strangeCount;

    /** The times of a camera's frames. */
    static TimeGaps of(Camera camera) {
        CameraInfo info = camera.info();
        return new TimeGaps(info.frameRateHz().orElse(0), info.frameCount().isEmpty() ? WAKING_NS : 0);
    }

    /**
     * @param frameRateHz what the camera says; 0 = unknown
     * @param latenessNs how late a time may be by itself
     */
    TimeGaps(double frameRateHz, long latenessNs) {
        this.latenessNs = latenessNs;
        usualNs = frameRateHz > 0 ? 1e9 / frameRateHz : 0;
    }

    /** Looks at the next frame. */
    void add(long frameIndex, long utcNs) {
        if (utcNs == FrameSlot.UNKNOWN_UTC_NS) {
            return;
        }
        long before = lastUtcNs;
        long beforeIndex = lastIndex;
        lastUtcNs = utcNs;
        lastIndex = frameIndex;
        if (before == FrameSlot.UNKNOWN_UTC_NS || utcNs <= before) {
            return;
        }
        long intervalNs = utcNs - before;
        longestNs = Math.max(longestNs, intervalNs);
        if (usualNs == 0) {
            usualNs = intervalNs;
        } else if (frameIndex > beforeIndex + 1) {
            note(beforeIndex, before, intervalNs);
        } else if (intervalNs <= GAP_FRAME_TIMES * usualNs + latenessNs) {
            strangeCount = 0;
            // a first interval that was a gap itself is soon forgotten
            boolean muchShorter = intervalNs * GAP_FRAME_TIMES < usualNs;
            usualNs = muchShorter ? intervalNs : usualNs + (intervalNs - usualNs) * NEWS;
        } else {
            note(beforeIndex, before, intervalNs);
            watchForNewRate(intervalNs);
        }
    }

    private void watchForNewRate(long intervalNs) {
        boolean alike = Math.abs(intervalNs - strangeNs) < strangeNs * NEWS;
        strangeCount = alike ? strangeCount + 1 : 1;
        strangeNs = intervalNs;
        if (strangeCount >= NEW_RATE_FRAMES) {
            usualNs = intervalNs;
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void note(long beforeIndex, long beforeUtcNs, long intervalNs) {
        if (count < LISTED_COUNT) {
            afterFrameIndex[(int) count] = beforeIndex;
            startUtcNs[(int) count] = beforeUtcNs;
            lengthNs[(int) count] = intervalNs;
        }
        count++;
    }

    /** Gaps found. */
    long count() {
        return count;
    }

    /** Longest interval between two frames, gap or not. */
    long longestNs() {
        return longestNs;
    }

    /** What was found, for the report. */
    RecordingFacts.Gaps facts() {
        List<RecordingFacts.Gap> gaps = new ArrayList<>();
        for (int i = 0; i < Math.min(count, LISTED_COUNT); i++) {
            gaps.add(new RecordingFacts.Gap(afterFrameIndex[i], startUtcNs[i], lengthNs[i] / 1e9));
        }
        return new RecordingFacts.Gaps(count, longestNs / 1e9, usualNs / 1e9, gaps);
    }
}
