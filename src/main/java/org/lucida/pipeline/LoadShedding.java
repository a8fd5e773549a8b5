package org.lucida.pipeline;

import java.util.concurrent.locks.LockSupport;

/**
 * Decides, while a recording runs, which frames stacking may look at: as many as it can settle, and never so many that the
 * ring fills.
 *
 * <p>Slots are freed in order, so every frame that waits for stacking keeps the ones behind it. The number of frames that may
 * wait begins small, grows while all goes well, and is halved when the ring is half full; so a stack that is many times
 * slower than the camera still leaves the ring to the recorder.
 *
 * <p>Where recordings come and go, no frame is passed over between them. Then measuring only waits for drizzling that is
 * far behind: frames nobody has looked at can be passed over the moment a recording begins, measured ones cannot.
 * <p>Thread: the measuring thread; {@link #begin}, {@link #end}, {@link #shedCount} from anywhere.
 */
final class LoadShedding {
    /** Slots of the ring for every frame that may wait soon after the beginning: a stack 30 times too slow fills no ring. */
    private static final int SLOTS_FOR_ONE = 32;
    /** Accepted frames without trouble after which one more may wait, at first and later. */
    private static final int FIRST_PATIENCE_FRAMES = 4;

    private static final int PATIENCE_FRAMES = 16;

    /** At most this part of the ring waits for stacking. */
    private static final int MOST_WAITING_PART = 8;
    /** Measuring and drizzling take a batch each; more between them gains nothing. */
    private static final int MOST_AHEAD_FRAMES = 2 * Worker.BATCH_COUNT;

    private static final long HELD_BACK_NS = 200_000;

    private final LiveLedger ledger;
    private final int slotCount;
    /** From the beginning, before the machine has compiled, one frame at a time. */
    private int mostWaitingCount = 1;

    private int calmCount;
    private long acceptedCount;
    private volatile long shedCount;
    private volatile boolean active = true;
    private boolean wasActive = true;
    /** True where another thread drizzles, so that waiting for it comes to an end. */
    private volatile boolean holdsBack;

    LoadShedding(LiveLedger ledger, int slotCount) {
        this.ledger = ledger;
        this.slotCount = slotCount;
    }

    /**
     * Shedding that begins with a recording.
     *
     * @param holdsBack true if another thread drizzles
     */
    static LoadShedding atWill(LiveLedger ledger, int slotCount, boolean holdsBack) {
        LoadShedding shedding = new LoadShedding(ledger, slotCount);
        shedding.active = false;
        shedding.wasActive = false;
        shedding.holdsBack = holdsBack;
        return shedding;
    }

    /** A recording begins. */
    void begin() {
        active = true;
    }

    /** It has ended. */
    void end() {
        active = false;
    }

    /** Nobody waits for anything any more. */
    void release() {
        holdsBack = false;
    }

    /** True if the next frame may be stacked; each call decides about one frame. */
    boolean accepts() {
        if (!active) {
            holdBack();
        }
        if (!active) {
            wasActive = false;
            acceptedCount++;
            return true;
        }
        if (!wasActive) {
            wasActive = true;
            mostWaitingCount = Math.max(Worker.BATCH_COUNT, slotCount / MOST_WAITING_PART);
            calmCount = 0;
        }
        return decides();
    }

    private void holdBack() {
        while (holdsBack && !active && acceptedCount - ledger.judgedCount() >= MOST_AHEAD_FRAMES) {
            LockSupport.parkNanos(HELD_BACK_NS);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private boolean decides() {
        long behind = ledger.inFlightCount();
        if (behind > slotCount / 2) {
            mostWaitingCount = Math.max(1, mostWaitingCount / 2);
            calmCount = 0;
        } else if (behind > slotCount / 4) {
            calmCount = 0;
        } else if (calmCount
                >= (mostWaitingCount < slotCount / SLOTS_FOR_ONE ? FIRST_PATIENCE_FRAMES : PATIENCE_FRAMES)) {
            mostWaitingCount = Math.min(Math.max(1, slotCount / MOST_WAITING_PART), mostWaitingCount + 1);
            calmCount = 0;
        }
        long waiting = acceptedCount - ledger.judgedCount();
        if (waiting >= mostWaitingCount) {
            shedCount++;
            return false;
        }
        acceptedCount++;
        // who does not need the room gets no more of it, so that a sudden stall finds few frames waiting
        calmCount += waiting + 1 == mostWaitingCount ? 1 : 0;
        return true;
    }

    /** A frame that another stage has spoken against goes through without a decision. */
    void passed() {
        acceptedCount++;
    }

    /** Frames passed over. */
    long shedCount() {
        return shedCount;
    }
}
