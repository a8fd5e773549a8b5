package org.lucida.pipeline;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

/**
 * The counters behind the {@link Ledger}.
 *
 * <p>Every counter has one writer. What is read is always balanced: settled frames are read before published ones, and
 * a frame counts as delivered from the moment it stands on the ring or on a drop counter.
 */
final class LiveLedger {
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final int PASSED_OVER = Verdict.PASSED_OVER.ordinal();

    // ---- written by the capture thread
    private volatile long publishedCount;
    private volatile long ringDroppedCount;
    private volatile long cameraDroppedCount;
    // ---- written by the settling step
    private final AtomicLongArray settledCounts = new AtomicLongArray(VERDICTS.length);

    /** A frame stands on the ring. Capture thread. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void published() {
        publishedCount++;
    }

    /** A frame found no free slot. Capture thread. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void ringFull() {
        ringDroppedCount++;
    }

    /** What the camera says it lost so far. Capture thread. */
    void cameraDropped(long count) {
        cameraDroppedCount = count;
    }

    /** A frame has its final verdict. Settling step. */
    void settled(FrameSlot slot) {
        settledCounts.lazySet(slot.verdict.ordinal(), settledCounts.get(slot.verdict.ordinal()) + 1);
    }

    /** Frames that came through the stages, those passed over left out. */
    long judgedCount() {
        long judged = 0;
        for (int i = 0; i < VERDICTS.length; i++) {
            judged += i == PASSED_OVER ? 0 : settledCounts.get(i);
        }
        return judged;
    }

    /** Frames that stood on the ring so far. */
    long publishedCount() {
        return publishedCount;
    }

    /** Frames the camera made that never stood on the ring. */
    long lostCount(DropPlace place) {
        return switch (place) {
            case CAMERA -> cameraDroppedCount;
            case RING -> ringDroppedCount;
            case STACKING -> settledCounts.get(PASSED_OVER);
        };
    }

    /** Frames on the ring that are not settled yet. */
    long inFlightCount() {
        long settled = 0;
        for (int i = 0; i < VERDICTS.length; i++) {
            settled += settledCounts.get(i);
        }
        return publishedCount - settled;
    }

    /** The account at this instant. Any thread. */
    Ledger snapshot() {
        Map<Verdict, Long> rejected = new EnumMap<>(Verdict.class);
        long stacked = settledCounts.get(Verdict.STACKED.ordinal());
        long settled = stacked;
        for (Verdict verdict : VERDICTS) {
            if (verdict.isRejected() && verdict != Verdict.PASSED_OVER) {
                long count = settledCounts.get(verdict.ordinal());
                rejected.put(verdict, count);
                settled += count;
            }
        }
        long passedOver = settledCounts.get(PASSED_OVER);
        long inFlight = publishedCount - settled - passedOver;
        Map<DropPlace, Long> dropped = new EnumMap<>(DropPlace.class);
        long droppedCount = 0;
        for (DropPlace place : DropPlace.values()) {
            long count = place == DropPlace.STACKING ? passedOver : lostCount(place);
            dropped.put(place, count);
            droppedCount += count;
        }
        return new Ledger(settled + inFlight + droppedCount, stacked, rejected, dropped, inFlight);
    }
}
