package org.lucida.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lucida.drizzle.StackSnapshot;
import org.lucida.frame.StackView;

/**
 * A copy of the stack that is the holder's alone until it is closed; nobody else gets one meanwhile.
 *
 * <p>Thread: one reader at a time; may be closed by any, once is enough.
 */
public final class SnapshotLease implements AutoCloseable {
    private final StackSnapshot snapshot;
    private final Semaphore turn;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param turn acquired; released at the end */
    SnapshotLease(StackSnapshot snapshot, Semaphore turn) {
        this.snapshot = snapshot;
        this.turn = turn;
    }

    /** The stack as it was; borrowed until the lease is closed. */
    public StackView view() {
        if (closed.get()) {
            throw new IllegalStateException("the snapshot has been given back; ask for a new one");
        }
        return snapshot;
    }

    /** Which stack it is, from 1; see {@link StackingSession#restartStack}. */
    public int stackNumber() {
        return snapshot.stackNumber();
    }

    /** Gives the copy back. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            turn.release();
        }
    }
}
