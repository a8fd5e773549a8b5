package org.lucida.frame;

import java.util.EnumMap;
import java.util.Map;

/**
 * The frame account at one instant: every frame the camera made is found in exactly one place.
 *
 * <p>{@code deliveredCount = stackedCount + sum(rejectedCounts) + sum(droppedCounts) + inFlightCount}; at the end of a
 * session nothing is in flight.
 *
 * @param deliveredCount frames the camera made, its own losses included
 * @param stackedCount frames in the stack
 * @param rejectedCounts frames kept out, by reason; every rejecting verdict has an entry but PASSED_OVER, a loss
 * @param droppedCounts frames lost before judgement, by place; every place has an entry
 * @param inFlightCount frames on the ring right now
 */
public record Ledger(
        long deliveredCount,
        long stackedCount,
        Map<Verdict, Long> rejectedCounts,
        Map<DropPlace, Long> droppedCounts,
        long inFlightCount) {
    public Ledger {
        rejectedCounts = new EnumMap<>(rejectedCounts);
        droppedCounts = new EnumMap<>(droppedCounts);
    }

    /** Frames kept out for any reason. */
    public long rejectedCount() {
        return rejectedCounts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Frames lost at any place. */
    public long droppedCount() {
        return droppedCounts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** True if every delivered frame is accounted for. */
    public boolean balances() {
        return inFlightCount >= 0 && deliveredCount == stackedCount + rejectedCount() + droppedCount() + inFlightCount;
    }
}
