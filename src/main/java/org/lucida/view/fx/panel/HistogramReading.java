package org.lucida.view.fx.panel;

import java.util.ArrayList;
import java.util.List;
import org.lucida.calibrate.ExposureAdvice;
import org.lucida.calibrate.ExposureFacts;
import org.lucida.calibrate.RawHistogram;
import org.lucida.frame.FrameFormat;

/**
 * What one raw frame's histogram says, ready to be drawn. Immutable.
 *
 * @param format shape of the frame
 * @param bins samples by value folded to {@value #BIN_COUNT} bins over 0 .. maxAdu, by plane
 * @param mostCount fullest bin of all planes
 * @param planes facts by plane
 * @param sampleCount samples looked at, all planes together
 * @param advice what to tell of the exposure; null where the exposure is not known
 */
record HistogramReading(
        FrameFormat format,
        List<int[]> bins,
        int mostCount,
        List<Facts> planes,
        long sampleCount,
        ExposureAdvice advice) {
    static final int BIN_COUNT = 256;
    /** A converter is recognised by its steps from so many different values on. */
    private static final int LEAST_VALUES = 32;

    private static final int LEAST_PILE = 16;
    private static final int PILE_RATIO = 3;
    private static final int NEIGHBOURS = 8;

    /**
     * One plane in numbers.
     *
     * @param minAdu lowest sample
     * @param meanAdu mean
     * @param maxAdu highest sample
     * @param clippedCount samples at the top of the range, of those looked at
     * @param clippedFraction the same as a share
     */
    record Facts(int minAdu, double meanAdu, int maxAdu, long clippedCount, double clippedFraction) {}

    /**
     * Takes what can be drawn out of a histogram.
     *
     * @param histogram measured. Not modified
     * @param clipAdu value from which a sample is full
     * @param facts what is known of the exposure; null if nothing
     */
    static HistogramReading of(RawHistogram histogram, int clipAdu, ExposureFacts facts) {
        List<int[]> bins = new ArrayList<>();
        List<Facts> planes = new ArrayList<>();
        int most = 1;
        long samples = 0;
        int top = histogram.format().maxAdu();
        int binCount = Math.min(BIN_COUNT, top + 1);
        for (int plane = 0; plane < histogram.planeCount(); plane++) {
            int[] folded = new int[binCount];
            histogram.fold(plane, folded);
            bins.add(folded);
            for (int count : folded) {
                most = Math.max(most, count);
            }
            long count = histogram.sampleCount(plane);
            samples += count;
            long clipped = histogram.countFrom(plane, clipAdu);
            planes.add(new Facts(
                    histogram.minAdu(plane),
                    histogram.meanAdu(plane),
                    histogram.maxAdu(plane),
                    clipped,
                    count == 0 ? 0 : (double) clipped / count));
        }
        ExposureAdvice advice = facts == null ? null : ExposureAdvice.of(histogram, facts);
        return new HistogramReading(histogram.format(), List.copyOf(bins), most, List.copyOf(planes), samples, advice);
    }

    /**
     * The value at which the samples pile up as at the end of a converter: the highest one, if it is as high as so many bits
     * can be, and clearly more samples have it than the values below it. The format's highest value where that is not so.
     *
     * @param histogram measured. Not modified
     */
    static int pileAdu(RawHistogram histogram) {
        int white = histogram.format().maxAdu();
        int top = -1;
        int used = 0;
        int valueCount = 0;
        for (int plane = 0; plane < histogram.planeCount(); plane++) {
            top = Math.max(top, histogram.maxAdu(plane));
            int[] counts = histogram.counts(plane);
            for (int adu = 0; adu < counts.length; adu++) {
                if (counts[adu] > 0) {
                    used |= adu;
                    valueCount++;
                }
            }
        }
        int step = Integer.lowestOneBit(used);
        boolean isFull = top > 0 && Integer.bitCount(top + step) == 1;
        if (top == white || valueCount < LEAST_VALUES || !isFull) {
            return white;
        }
        for (int plane = 0; plane < histogram.planeCount(); plane++) {
            int[] counts = histogram.counts(plane);
            int most = 0;
            for (int k = 1; k <= NEIGHBOURS && top - k * step >= 0; k++) {
                most = Math.max(most, counts[top - k * step]);
            }
            if (counts[top] >= LEAST_PILE && counts[top] > PILE_RATIO * most) {
                return top;
            }
        }
        return white;
    }

    /** Lowest sample of all planes. */
    int minAdu() {
        return planes.stream()
                .mapToInt(Facts::minAdu)
                .filter(it -> it >= 0)
                .min()
                .orElse(0);
    }

    /** Highest sample of all planes. */
    int maxAdu() {
        return planes.stream().mapToInt(Facts::maxAdu).max().orElse(0);
    }

    /** Share of clipped samples in the worst plane. */
    double clippedFraction() {
        return planes.stream().mapToDouble(Facts::clippedFraction).max().orElse(0);
    }

    /** Clipped samples of those looked at. */
    long clippedCount() {
        return planes.stream().mapToLong(Facts::clippedCount).sum();
    }
}
