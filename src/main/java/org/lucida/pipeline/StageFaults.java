package org.lucida.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import java.lang.System.Logger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

/**
 * What happens when a stage throws: the frame is marked and counted, the first few are logged, the run goes on.
 *
 * <p>An {@link Error} (out of memory, a broken library) is kept for the run to report, and ends it.
 * <p>Thread: any stage thread.
 */
final class StageFaults implements ExceptionHandler<FrameSlot> {
    private static final Logger LOG = System.getLogger(StageFaults.class.getName());
    private static final int LOGGED_COUNT = 5;

    private final AtomicLong faultCount = new AtomicLong();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    @Override
    public void handleEventException(Throwable fault, long sequence, FrameSlot slot) {
        slot.reject(Verdict.STAGE_FAILED);
        if (fault instanceof Error) {
            fatal.compareAndSet(null, fault);
        }
        if (faultCount.incrementAndGet() <= LOGGED_COUNT) {
            LOG.log(Logger.Level.ERROR, "frameIndex=" + slot.frameIndex + " failed in a stage and is left out", fault);
        }
    }

    @Override
    public void handleOnStartException(Throwable fault) {
        fatal.compareAndSet(null, fault);
    }

    @Override
    public void handleOnShutdownException(Throwable fault) {
        fatal.compareAndSet(null, fault);
    }

    /** The error that must end the run, or null. */
    Throwable fatal() {
        return fatal.get();
    }
}
