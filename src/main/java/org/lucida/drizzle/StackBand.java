package org.lucida.drizzle;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;

/** Some output rows of a stack and the thread that fills them, in batches of up to {@value #BATCH_FRAMES} frames. */
abstract class StackBand {
    /** Frames for each pass over the sums; more gain little (measured: 8 is the knee). */
    static final int BATCH_FRAMES = 8;

    /** Which band of the stack this is. */
    final int index;

    final OutputGrid grid;
    final BandSums sums;
    /** The position this band has at least begun to reach; written before each batch, read by anyone. */
    volatile long begunPosition;
    /** Frames of the stacks before this one, and one for each of them. */
    private long earlierCount;
    /** The request this band has served last. Band thread only. */
    SnapshotRequest served;

    final FrameSlot[] batch = new FrameSlot[BATCH_FRAMES];
    int batchCount;

    StackBand(OutputGrid grid, int index, BandSums sums) {
        this.grid = grid;
        this.index = index;
        this.sums = sums;
    }

    /** How far this band is: frames added to all stacks so far, and restarts. Grows with whatever changes the sums. */
    final long position() {
        return earlierCount + sums.frameCount;
    }

    /** The position when the batch is added. */
    final long takenPosition() {
        return position() + batchCount;
    }

    /** Begins a new stack; the batch is empty. */
    final void restart(int stackNumber) {
        earlierCount = position() + 1;
        sums.clear(stackNumber);
    }

    /** Frames that may be added before the batch has to end: at a fold, or when it is full. */
    final int roomInBatch() {
        int untilFold = BandSums.FOLD_STEP_FRAMES - (int) (sums.frameCount % BandSums.FOLD_STEP_FRAMES);
        return Math.min(BATCH_FRAMES, untilFold) - batchCount;
    }

    /** Puts a frame into the batch. */
    final void take(FrameSlot slot) {
        batch[batchCount++] = slot;
    }

    /** Adds the frames taken since the last flush. */
    final void flush(SampleRows rows) {
        if (batchCount == 0) {
            return;
        }
        addBatch(rows);
        for (int f = 0; f < batchCount; f++) {
            sums.frameWeightSum += batch[f].weight;
        }
        sums.frameCount += batchCount;
        batchCount = 0;
        if (sums.frameCount % BandSums.FOLD_STEP_FRAMES == 0) {
            sums.fold();
        }
    }

    /** Adds batch[0 .. batchCount) to the sums and their coverage. */
    abstract void addBatch(SampleRows rows);
}
