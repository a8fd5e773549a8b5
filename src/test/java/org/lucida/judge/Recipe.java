package org.lucida.judge;

import java.util.function.DoubleUnaryOperator;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/**
 * One way to make a mean of the same frames, so that several can be compared.
 *
 * @param name for tables
 * @param aligned true to undo each frame's displacement; false to undo the mean displacement of all, which is the plain
 *     mean moved as a whole, so that the target lies where it lies in the others
 * @param weight from the weight the pipeline gave with alpha = 1 to the weight here
 */
record Recipe(String name, boolean aligned, DoubleUnaryOperator weight) {
    static final Recipe PLAIN = new Recipe("plain mean", false, w -> 1);
    static final Recipe ALIGNED = new Recipe("aligned mean", true, w -> 1);
    static final Recipe LUCIDA = new Recipe("Lucida", true, w -> w);

    /** Aligned, weighted by a power of the luckiness. */
    static Recipe power(double alpha) {
        return new Recipe("alpha " + alpha, true, w -> Math.pow(w, alpha));
    }

    /** Every whole frame goes into the plain mean, only what the pipeline stacked into the others. */
    boolean takes(FrameTable table, int row) {
        Verdict verdict = table.verdict(row);
        return aligned ? verdict == Verdict.STACKED : verdict != Verdict.DAMAGED && verdict != Verdict.STAGE_FAILED;
    }
}
