package org.lucida.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import java.util.List;
import org.lucida.frame.FrameSlot;

/**
 * One worker thread on the ring: takes the frames that are ready, up to a batch, and passes them through its steps.
 *
 * <p>The slots of a batch are released only after the last step is through with all of them, so a stage may look at
 * several frames at once. A step with a barrier of its own first waits for other workers (the settling step waits for
 * every drizzle band).
 * <p>Thread: {@link #run} is the worker's thread; {@link #halt} from anywhere.
 */
final class Worker implements EventProcessor {
    /** Frames taken at once; the knee of the batch curve for the drizzle. */
    static final int BATCH_COUNT = 8;

    /**
     * One stage of a worker.
     *
     * @param barrier what must be done before this stage may look; null = only the worker's own earlier steps
     */
    record Step(Stage stage, SequenceBarrier barrier) {}

    private final RingBuffer<FrameSlot> ring;
    private final SequenceBarrier first;
    private final List<Step> steps;
    private final ExceptionHandler<FrameSlot> faults;
    private final Sequence sequence = new Sequence();
    private final FrameSlot[] batch = new FrameSlot[BATCH_COUNT];
    private final FrameSlot[] part = new FrameSlot[BATCH_COUNT];
    private volatile boolean running = true;

    Worker(RingBuffer<FrameSlot> ring, SequenceBarrier first, List<Step> steps, ExceptionHandler<FrameSlot> faults) {
        this.ring = ring;
        this.first = first;
        this.steps = List.copyOf(steps);
        this.faults = faults;
    }

    @Override
    public Sequence getSequence() {
        return sequence;
    }

    @Override
    public void halt() {
        running = false;
        first.alert();
        for (Step step : steps) {
            if (step.barrier() != null) {
                step.barrier().alert();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void run() {
        long next = sequence.get() + 1;
        while (running) {
            try {
                long last = Math.min(first.waitFor(next), next + BATCH_COUNT - 1);
                if (last >= next) {
                    pass(next, last);
                    sequence.set(last);
                    next = last + 1;
                }
            } catch (TimeoutException nothingCame) {
                idle();
            } catch (AlertException halted) {
                // halt() was called: the loop condition ends the thread
            } catch (InterruptedException interrupted) {
                running = false;
            }
        }
    }

    private void pass(long from, long last) throws AlertException, InterruptedException {
        int count = (int) (last - from + 1);
        for (int i = 0; i < count; i++) {
            batch[i] = ring.get(from + i);
        }
        for (int s = 0; s < steps.size(); s++) {
            Step step = steps.get(s);
            if (step.barrier() != null) {
                waitUntilDone(step.barrier(), last);
            }
            int size = step.stage().batchCount();
            for (int i = 0; i < count; i += size) {
                int partCount = Math.min(size, count - i);
                System.arraycopy(batch, i, part, 0, partCount);
                process(step.stage(), partCount, from + i);
            }
        }
    }

    private void process(Stage stage, int count, long sequenceOfFirst) {
        try {
            stage.process(part, count);
        } catch (RuntimeException | Error fault) {
            for (int i = 0; i < count; i++) {
                faults.handleEventException(fault, sequenceOfFirst + i, part[i]);
            }
        }
    }

    private void idle() {
        for (int s = 0; s < steps.size(); s++) {
            steps.get(s).stage().idle();
        }
    }

    private static void waitUntilDone(SequenceBarrier barrier, long last) throws AlertException, InterruptedException {
        while (true) {
            try {
                if (barrier.waitFor(last) >= last) {
                    return;
                }
            } catch (TimeoutException notYet) {
                // keep waiting: the other worker is still at it
            }
        }
    }
}
