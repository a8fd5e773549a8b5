package org.lucida.drizzle;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A reader's wish to have every band copied as it is at exactly one position, see {@link StackBand#position}. */
final class SnapshotRequest {
    final StackSnapshot target;
    final long position;
    private final Thread reader = Thread.currentThread();
    private final AtomicInteger missingBands;

    SnapshotRequest(StackSnapshot target, long position, int bandCount) {
        this.target = target;
        this.position = position;
        missingBands = new AtomicInteger(bandCount);
    }

    /** Called by a band that has made its copy; never waits. */
    void copied() {
        if (missingBands.decrementAndGet() == 0) {
            LockSupport.unpark(reader);
        }
    }

    boolean isComplete() {
        return missingBands.get() == 0;
    }
}
