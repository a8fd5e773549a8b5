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
