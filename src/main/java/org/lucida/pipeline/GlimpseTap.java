package org.lucida.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.lucida.frame.FrameSlot;

/**
 * Hands the next settled frame to whoever asks for one.
 *
 * <p>Memory: allocates nothing, asked or not.
 * <p>Thread: {@link #ask} from anywhere, one asker at a time; {@link #offer} by the settling thread, which never waits.
 */
final class GlimpseTap {
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicReference<FrameGlimpse> wanted = new AtomicReference<>();
    private volatile Thread asker;

    /** Fills a glimpse with the next frame that is settled; false if none came in time. */
    boolean ask(FrameGlimpse into, long timeoutMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        if (!asking.tryLock(timeoutMs, TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            asker = Thread.currentThread();
            into.forget();
            wanted.set(into);
            boolean isInterrupted = false;
            while (!into.isFilled()) {
                long leftNs = deadlineNs - System.nanoTime();
                isInterrupted |= Thread.interrupted();
                if ((leftNs <= 0 || isInterrupted) && wanted.compareAndSet(into, null)) {
                    if (isInterrupted) {
                        throw new InterruptedException("waiting for a frame");
                    }
                    return false;
                }
                // too late to withdraw: the frame is being copied
                LockSupport.parkNanos(this, Math.max(1_000, leftNs));
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            return true;
        } finally {
            asker = null;
            asking.unlock();
        }
    }

    /** A frame has its final verdict; it is copied if somebody waits for one. */
    void offer(FrameSlot slot) {
        FrameGlimpse into = wanted.get();
        if (into != null && wanted.compareAndSet(into, null)) {
            Thread waiting = asker;
            into.fill(slot);
            LockSupport.unpark(waiting);
        }
    }
}
