package org.lucida.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.Dither;
import org.lucida.drizzle.DitherAdvice;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/**
 * Looks over the frame table's shoulder and keeps the advice on dither up to date.
 *
 * <p>Of several stacks it looks at the last one. Everything happens on the asking thread, from rows that are settled: no stage ever waits for it or works for it.
 * <p>Thread: any, one at a time.
 */
final class DitherWatch {
    /** How long an advice holds while frames come in. */
    private static final long HOLDS_NS = 1_000_000_000L;

    private final FrameTable table;
    private final Supplier<List<StackRestart>> restarts;
    private final ColorLayout layout;
    private final StackSettings settings;
    private final double samplingPxPerLambdaD;
    private Dither dither;
    private int seenRows;
    private long advisedFrameCount;
    private int seenRestarts;
    private long advisedNs;
    private DitherAdvice advice;

    /** @param samplingPxPerLambdaD raw px per lambda/D, 0 = unknown */
    DitherWatch(
            FrameTable table,
            Supplier<List<StackRestart>> restarts,
            ColorLayout layout,
            StackSettings settings,
            double samplingPxPerLambdaD) {
        this.table = table;
        this.restarts = restarts;
        this.layout = layout;
        this.settings = settings;
        this.samplingPxPerLambdaD = samplingPxPerLambdaD;
        dither = new Dither(layout);
    }

    /** The advice as of the last second; empty before the first stacked frame. */
    synchronized Optional<DitherAdvice> recent() {
        return advice != null && System.nanoTime() - advisedNs < HOLDS_NS ? Optional.of(advice) : latest();
    }

    /** A new stack has a dither of its own. */
    private void beginAnewAt(int rowCount) {
        List<StackRestart> all = restarts.get();
        for (; seenRestarts < all.size() && all.get(seenRestarts).tableRow() <= rowCount; seenRestarts++) {
            seenRows = all.get(seenRestarts).tableRow();
            dither = new Dither(layout);
            advisedFrameCount = 0;
            advice = null;
        }
    }

    /** The advice as of now. */
    synchronized Optional<DitherAdvice> latest() {
        int rowCount = table.rowCount();
        beginAnewAt(rowCount);
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
