package org.lucida.pipeline;

import org.lucida.drizzle.DrizzleStack;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;

/** Drops the samples of accepted frames onto one band of the stack; where the frames say so a new stack begins. */
final class DrizzleStage implements Stage {
    private final DrizzleStack stack;
    private final int band;
    private final SampleRows rows;
    private final FrameSlot[] accepted = new FrameSlot[Worker.BATCH_COUNT];
    private int stackNumber = 1;

    DrizzleStage(DrizzleStack stack, int band, SampleRows rows) {
        this.stack = stack;
        this.band = band;
        this.rows = rows;
    }

    @Override
    public int batchCount() {
        return Worker.BATCH_COUNT;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        int acceptedCount = 0;
        for (int i = 0; i < count; i++) {
            if (slots[i].stackNumber != stackNumber) {
                stack.add(band, accepted, acceptedCount, rows);
                acceptedCount = 0;
                stackNumber = slots[i].stackNumber;
                stack.restart(band, stackNumber);
            }
            if (!slots[i].verdict.isRejected()) {
                accepted[acceptedCount++] = slots[i];
            }
        }
        stack.add(band, accepted, acceptedCount, rows);
    }

    @Override
    public void idle() {
        stack.offerSnapshot(band);
    }
}
