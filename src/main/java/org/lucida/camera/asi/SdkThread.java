package org.lucida.camera.asi;

import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that makes a camera's library calls, so that a call that never returns cannot take the program with it.
 *
 * <p>The caller hands over a piece of work and waits, but not for ever. A call that overstays is left alone: the thread is
 * busy until it returns, if it ever does, and the caller goes on without it.
 * <p>Memory: {@link #run} allocates nothing. A buffer the work writes into stays reachable until the work has ended.
 * <p>Thread: callers one at a time.
 */
final class SdkThread {
    private static final int IDLE = 0;
    private static final int ASKED = 1;
    private static final int DONE = 2;

    private static final long NS_PER_MS = 1_000_000;

    private final Thread thread;
    private volatile int phase = IDLE;
    private volatile boolean ended;
    private volatile Runnable last;
    private volatile Thread caller;
    private volatile String doing = "";
    /** Handed over by {@link #phase}. */
    private Runnable work;

    private RuntimeException fault;

    SdkThread(String name) {
        thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Has the work done.
     *
     * @param what the library call, for messages
     * @return true when it is done; false when it was not within the deadline, or an earlier one still is not
     * @throws RuntimeException what the work threw
     */
    boolean run(String what, Runnable task, long deadlineMs) {
        if (phase == ASKED) {
            return false;
        }
        work = task;
        fault = null;
        doing = what;
        caller = Thread.currentThread();
        phase = ASKED;
        LockSupport.unpark(thread);
        if (!awaitIdle(deadlineMs)) {
            return false;
        }
        if (fault != null) {
            throw fault;
        }
        return true;
    }

    /** Waits for overdue work to end; true if nothing is under way. */
    boolean awaitIdle(long deadlineMs) {
        caller = Thread.currentThread();
        long endNs = System.nanoTime() + deadlineMs * NS_PER_MS;
        boolean interrupted = false;
        while (phase == ASKED) {
            long leftNs = endNs - System.nanoTime();
            if (leftNs <= 0) {
                break;
            }
            LockSupport.parkNanos(this, leftNs);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return phase != ASKED;
    }

    /** The library call made last. */
    String doing() {
        return doing;
    }

    /** Ends the thread as soon as it is idle; then does one last thing, unless it is null. */
    void end(Runnable farewell) {
        last = farewell;
        ended = true;
        LockSupport.unpark(thread);
    }

    /** True until the thread has ended. */
    boolean isAlive() {
        return thread.isAlive();
    }

    private void serve() {
        KernelPriority.raise();
        while (true) {
            while (phase != ASKED) {
                if (ended) {
                    if (last != null) {
                        last.run();
                    }
                    return;
                }
                LockSupport.park(this);
            }
            try {
                work.run();
            } catch (RuntimeException failed) {
                fault = failed;
            } catch (Error broken) {
                fault = new IllegalStateException("the ASI camera library failed in " + doing + ": " + broken, broken);
            }
            phase = DONE;
            LockSupport.unpark(caller);
        }
    }
}
