package org.lucida.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/** The end of the way: the verdict becomes final, is counted and written into the frame table, and may be glimpsed. */
final class SettleStage implements Stage {
    private final LiveLedger ledger;
    private final FrameTable table;
    private final GlimpseTap glimpses;
    private final List<StackRestart> restarts = new CopyOnWriteArrayList<>();
    private volatile double displacementXPx = Double.NaN;
    private volatile double displacementYPx = Double.NaN;
    private volatile double luckiness = Double.NaN;
    private volatile int stackNumber = 1;
    private volatile long stackedCount;

    SettleStage(LiveLedger ledger, FrameTable table, GlimpseTap glimpses) {
        this.ledger = ledger;
        this.table = table;
        this.glimpses = glimpses;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            settle(slots[i]);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void settle(FrameSlot slot) {
        if (slot.stackNumber != stackNumber) {
            restarts.add(new StackRestart(slot.stackNumber, slot.frameIndex, table.rowCount()));
            stackedCount = 0;
            stackNumber = slot.stackNumber;
        }
        if (slot.verdict == Verdict.PENDING) {
            slot.verdict = Verdict.STACKED;
            displacementXPx = slot.displacementXPx;
            displacementYPx = slot.displacementYPx;
            stackedCount++;
        }
        luckiness = slot.luckiness;
        table.append(slot);
        ledger.settled(slot);
        glimpses.offer(slot);
    }

    /** Displacement of the latest stacked frame, raw px. Any thread. */
    double displacementXPx() {
        return displacementXPx;
    }

    double displacementYPx() {
        return displacementYPx;
    }

    /** Luckiness of the latest frame. Any thread. */
    double luckiness() {
        return luckiness;
    }

    /** Number of the stack the latest frame went to, from 1. Any thread. */
    int stackNumber() {
        return stackNumber;
    }

    /** Frames in the present stack. Any thread. */
    long stackedCount() {
        return stackedCount;
    }

    /** Where new stacks began, oldest first. Any thread. */
    List<StackRestart> restarts() {
        return List.copyOf(restarts);
    }
}
