package org.lucida.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * How a worker waits: it looks a few times, then dozes, longer and longer while nothing comes.
 *
 * <p>The Disruptor's blocking strategies sleep until a frame is published, but then spin until the worker before has
 * passed it on; with more threads than cores that spinning takes the time of the very worker it waits for (measured: a
 * third of the drizzle thread's samples on two cores). Dozing costs a fraction of a millisecond of latency instead.
 * <p>Thread: any worker; holds no state.
 */
final class DozingWaitStrategy implements WaitStrategy {
    private static final int LOOK_COUNT = 50;
    private static final long FIRST_DOZE_NS = 20_000;
    private static final long LONGEST_DOZE_NS = 1_000_000;

    private final long timeoutNs;

    /** @param timeoutNs after so long without a frame the worker is told, so that it can serve a snapshot */
    DozingWaitStrategy(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, InterruptedException, TimeoutException {
        int looks = LOOK_COUNT;
        long dozeNs = FIRST_DOZE_NS;
        long dozedNs = 0;
        long available = dependent.get();
        while (available < sequence) {
            barrier.checkAlert();
            if (looks > 0) {
                looks--;
                Thread.onSpinWait();
            } else if (dozedNs >= timeoutNs) {
                throw TimeoutException.INSTANCE;
            } else if (Thread.interrupted()) {
                throw new InterruptedException("waiting for a frame");
            } else {
                LockSupport.parkNanos(dozeNs);
                dozedNs += dozeNs;
                dozeNs = Math.min(LONGEST_DOZE_NS, dozeNs * 2);
            }
            available = dependent.get();
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {
        // nobody blocks: dozing workers wake by themselves
    }
}
