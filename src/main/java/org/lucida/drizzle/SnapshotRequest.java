package org.lucida.drizzle;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A reader's wish to have every band copied as it is after exactly frameCount frames. */
final class SnapshotRequest {
    final StackSnapshot target;
    final long frameCount;
    private final Thread reader = Thread.currentThread();
    private final AtomicInteger missingBands;

    SnapshotRequest(StackSnapshot target, long frameCount, int bandCount) {
        this.target = target;
        this.frameCount = frameCount;
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
