package org.lucida.judge;

import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/**
 * One way to make a mean of the same frames, so that several can be compared.
 *
 * @param name for tables
 * @param aligned true to undo each frame's displacement; false to undo the mean displacement of all, which is the plain
 *     mean moved as a whole, so that the target lies where it lies in the others
 * @param weighing weight of each frame
 */
record Recipe(String name, boolean aligned, Weighing weighing) {
    static final Recipe PLAIN = new Recipe("plain mean", false, (table, row) -> 1);
    static final Recipe ALIGNED = new Recipe("aligned mean", true, (table, row) -> 1);
    /** Displacement and weight as the pipeline gave them, alpha = 1. */
    static final Recipe LUCIDA = new Recipe("Lucida", true, FrameTable::weight);
    /** The weights drawn together by the share of their scatter that their own errors explain. */
    static final Recipe SHRUNK = new Recipe("shrunk", true, (table, row) -> Math.pow(table.weight(row), trust(table)));

    /** From the table of all frames to the weight of one. */
    interface Weighing {
        double of(FrameTable table, int row);
    }

    /** Aligned, weighted by a power of the weight at alpha = 1. */
    static Recipe power(double alpha) {
        return new Recipe("alpha " + alpha, true, (table, row) -> Math.pow(table.weight(row), alpha));
    }

    /** Every whole frame goes into the plain mean, only what the pipeline stacked into the others. */
    boolean takes(FrameTable table, int row) {
        Verdict verdict = table.verdict(row);
        return aligned ? verdict == Verdict.STACKED : verdict != Verdict.DAMAGED && verdict != Verdict.STAGE_FAILED;
    }

    /** Share of the variance of ln weight that is not the error of the scores, 0..1; 1 where the errors are unknown. */
    static double trust(FrameTable table) {
        double sum = 0;
        double squares = 0;
        double errors = 0;
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                double log = Math.log(table.weight(row));
                double snr = table.luckinessSnr(row);
                sum += log;
                squares += log * log;
                errors += snr != 0 && Double.isFinite(snr) ? 1 / (snr * snr) : 0;
                count++;
            }
        }
        double variance = squares / count - sum / count * sum / count;
        return variance > 0 ? Math.max(0, 1 - errors / count / variance) : 0;
    }
}
