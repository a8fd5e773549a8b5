package org.lucida.pipeline;

import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/** The end of the way: the verdict becomes final, is counted and written into the frame table. */
final class SettleStage implements Stage {
    private final LiveLedger ledger;
    private final FrameTable table;
    private volatile double displacementXPx = Double.NaN;
    private volatile double displacementYPx = Double.NaN;
    private volatile double luckiness = Double.NaN;

    SettleStage(LiveLedger ledger, FrameTable table) {
        this.ledger = ledger;
        this.table = table;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            FrameSlot slot = slots[i];
            if (slot.verdict == Verdict.PENDING) {
                slot.verdict = Verdict.STACKED;
                displacementXPx = slot.displacementXPx;
                displacementYPx = slot.displacementYPx;
            }
            luckiness = slot.luckiness;
            table.append(slot);
            ledger.settled(slot);
        }
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
}
