package org.lucida.files;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.LongUnaryOperator;
import org.lucida.frame.FrameSlot;

/**
 * What the time stamps of a recording say together: span, rate, gaps.
 *
 * @param frameCount frames of the recording
 * @param knownCount frames with a time
 * @param firstUtcNs earliest time, or {@link FrameSlot#UNKNOWN_UTC_NS}
 * @param lastUtcNs latest time, or {@link FrameSlot#UNKNOWN_UTC_NS}
 * @param isRising true if no known time is before its predecessor
 * @param gapMinNs smallest step between neighbouring frames with times; 0 without such
 * @param gapMedianNs median step
 * @param gapMaxNs largest step
 */
public record FrameTimes(
        long frameCount,
        long knownCount,
        long firstUtcNs,
        long lastUtcNs,
        boolean isRising,
        long gapMinNs,
        long gapMedianNs,
        long gapMaxNs) {
    private static final double NS_PER_S = 1e9;
    /** Gaps of more frames are judged by their first ones, to bound the memory. */
    private static final int MAX_GAPS = 4_000_000;

    /**
     * Looks at all times of a recording.
     *
     * @param startUtcNs time of a frame by its number
     */
    public static FrameTimes of(long frameCount, LongUnaryOperator startUtcNs) {
        long[] gaps = new long[(int) Math.min(MAX_GAPS, Math.max(0, frameCount - 1))];
        int gapCount = 0;
        long knownCount = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long latestKnown = FrameSlot.UNKNOWN_UTC_NS;
        long before = FrameSlot.UNKNOWN_UTC_NS;
        boolean rising = true;
        for (long frame = 0; frame < frameCount; frame++) {
            long time = startUtcNs.applyAsLong(frame);
            if (time != FrameSlot.UNKNOWN_UTC_NS) {
                knownCount++;
                first = Math.min(first, time);
                last = Math.max(last, time);
                rising &= time >= latestKnown;
                latestKnown = time;
                if (before != FrameSlot.UNKNOWN_UTC_NS && gapCount < gaps.length) {
                    gaps[gapCount++] = time - before;
                }
            }
            before = time;
        }
        if (knownCount == 0) {
            return new FrameTimes(frameCount, 0, FrameSlot.UNKNOWN_UTC_NS, FrameSlot.UNKNOWN_UTC_NS, true, 0, 0, 0);
        }
        if (gapCount == 0) {
            return new FrameTimes(frameCount, knownCount, first, last, rising, 0, 0, 0);
        }
        Arrays.sort(gaps, 0, gapCount);
        return new FrameTimes(
                frameCount, knownCount, first, last, rising, gaps[0], gaps[gapCount / 2], gaps[gapCount - 1]);
    }

    /** True if every frame has a time and none is before its predecessor. */
    public boolean isComplete() {
        return knownCount == frameCount && isRising;
    }

    /** From the first start to the last start; 0 without times. */
    public double spanS() {
        return knownCount == 0 ? 0 : (lastUtcNs - firstUtcNs) / NS_PER_S;
    }

    /** Mean rate over the span; empty with fewer than two different times. */
    public OptionalDouble frameRateHz() {
        return spanS() > 0 ? OptionalDouble.of((knownCount - 1) / spanS()) : OptionalDouble.empty();
    }
}
