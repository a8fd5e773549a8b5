package org.lucida.pipeline;

import java.util.Optional;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.Dither;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/**
 * Looks over the frame table's shoulder and keeps the advice on dither up to date.
 *
 * <p>Everything happens on the asking thread, from rows that are settled: no stage ever waits for it or works for it.
 * <p>Thread: one, the one that shows the progress.
 */
final class DitherWatch {
    /** How long an advice holds while frames come in. */
    private static final long HOLDS_NS = 1_000_000_000L;

    private final FrameTable table;
    private final StackSettings settings;
    private final double samplingPxPerLambdaD;
    private final Dither dither;
    private int seenRows;
    private long advisedFrameCount;
    private long advisedNs;
    private DitherAdvice advice;

    /** @param samplingPxPerLambdaD raw px per lambda/D, 0 = unknown */
    DitherWatch(FrameTable table, ColorLayout layout, StackSettings settings, double samplingPxPerLambdaD) {
        this.table = table;
        this.settings = settings;
        this.samplingPxPerLambdaD = samplingPxPerLambdaD;
        dither = new Dither(layout);
    }

    /** The advice as of the last second; empty before the first stacked frame. */
    Optional<DitherAdvice> recent() {
        return advice != null && System.nanoTime() - advisedNs < HOLDS_NS ? Optional.of(advice) : latest();
    }

    /** The advice as of now. */
    Optional<DitherAdvice> latest() {
        int rowCount = table.rowCount();
        for (int row = seenRows; row < rowCount; row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                dither.add(table.displacementXPx(row), table.displacementYPx(row), table.weight(row));
            }
        }
        seenRows = rowCount;
        if (dither.frameCount() > advisedFrameCount) {
            advice = DitherAdvice.of(dither, settings.scale(), settings.pixfrac(), samplingPxPerLambdaD);
            advisedFrameCount = dither.frameCount();
        }
        advisedNs = System.nanoTime();
        return Optional.ofNullable(advice);
    }
}
