package org.lucida.files;

import java.util.List;
import java.util.Map;

/**
 * What the observer did while a session ran. A report tells of what happened and is silent about the rest.
 *
 * @param recordings clips begun at will that have ended, oldest first
 * @param keepFractionChanges each with frameIndex, beforeFraction, afterFraction, oldest first
 * @param stackRestarts each with stackNumber, frameIndex, tableRow, oldest first
 * @param earlierStackedCount frames in stacks before the present one; the ledger counts them as stacked, too
 */
public record SessionEvents(
        List<RecordingFacts> recordings,
        List<Map<String, Object>> keepFractionChanges,
        List<Map<String, Object>> stackRestarts,
        long earlierStackedCount) {
    /** Nothing happened. */
    public static final SessionEvents NONE = new SessionEvents(List.of(), List.of(), List.of(), 0);

    public SessionEvents {
        recordings = List.copyOf(recordings);
        keepFractionChanges = List.copyOf(keepFractionChanges);
        stackRestarts = List.copyOf(stackRestarts);
    }
}
