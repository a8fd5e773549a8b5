package org.lucida.judge;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a piece of work allocates on the present thread.
 *
 * <p>The compiler now and then makes a few objects on a thread whose code it replaces. What the work itself allocates shows
 * every time, so the least of many rounds is the answer. Explicit SIMD makes objects until it is compiled.
 */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 1000;

    private Allocation() {}

    /** Least bytes that one of up to {@value #ROUNDS} rounds allocates; the first ones warm up, 0 ends the search. */
    public static <E extends Exception> long leastBytes(Work<E> round) throws E {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > 0; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** One round. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }
}
