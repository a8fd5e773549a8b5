package org.lucida.calibrate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lucida.frame.FrameFormat;

/**
 * How often each raw value occurs in a frame, by colour: what the histogram shows and exposure advice reads.
 *
 * <p>Shape: {@code counts(plane)[adu]}, one bin for every possible value, 0 .. maxAdu; planes as
 * {@link org.lucida.frame.ColorLayout} numbers them. Greens of a mosaic share a plane.
 * <p>Stride: to bound the cost only every n-th cell across and down is looked at; a cell is 2x2 px for a mosaic, so that no
 * colour is missed, else one pixel.
 * <p>Units: raw ADU, offset included; values above what the bit depth allows count as the highest.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 */
public final class RawHistogram {
    /** Cells along one axis that are looked at by default at most; chosen: 512 x 512 samples give P99.9 to 6 %. */
    private static final int ENOUGH_CELLS = 512;

    private final FrameFormat format;
    private final int stride;
    private final int cellPx;
    private final int[][] counts;
    private final byte[] row;
    private final long[] sampleCounts;
    private final long[] sums;
    private final int[] minAdu;
    private final int[] maxAdu;

    /** Looks at every stride-th cell across and down; 1 = at everything. */
    public RawHistogram(FrameFormat format, int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("stride=" + stride + " must be 1 or more; use 1 for every pixel");
        }
        this.format = format;
        this.stride = stride;
        cellPx = format.layout().isMosaic() ? 2 : 1;
        int planes = format.layout().planeCount();
        counts = new int[planes][format.maxAdu() + 1];
        row = new byte[format.rowBytes()];
        sampleCounts = new long[planes];
        sums = new long[planes];
        minAdu = new int[planes];
        maxAdu = new int[planes];
        Arrays.fill(minAdu, -1);
        Arrays.fill(maxAdu, -1);
    }

    /** The stride that looks at about half a million pixels or fewer of such a frame. */
    public static int strideFor(FrameFormat format) {
        int cellPx = format.layout().isMosaic() ? 2 : 1;
        double cells = Math.sqrt((double) format.widthPx() * format.heightPx()) / cellPx;
        return (int) Math.max(1, Math.round(cells / ENOUGH_CELLS));
    }

    /**
     * Counts one frame; what was counted before is forgotten.
     *
     * @param raw samples as the format lays down, from byte 0; position and limit are not used. Not modified
     */
    public void measure(ByteBuffer raw) {
        for (int[] bins : counts) {
            Arrays.fill(bins, 0);
        }
        int rowBytes = format.rowBytes();
        for (int y = 0; y < format.heightPx(); y++) {
            if (y / cellPx % stride != 0) {
                continue;
            }
            raw.get(y * rowBytes, row, 0, rowBytes);
            countRow(y);
        }
        for (int plane = 0; plane < counts.length; plane++) {
            summarise(plane);
        }
    }

    private void countRow(int y) {
        int samples = format.layout().samplesPerPixel();
        int parts = cellPx * samples;
        for (int part = 0; part < parts; part++) {
            int[] bins = counts[format.layout().planeOf(part / samples, y, part % samples)];
            int step = parts * stride;
            int end = format.widthPx() * samples;
            if (format.bytesPerSample() == 1) {
                countBytes(row, part, end, step, bins);
            } else {
                countWords(row, part, end, step, bins);
            }
        }
    }

    private void countBytes(byte[] samples, int from, int to, int step, int[] bins) {
        int top = bins.length - 1;
        for (int i = from; i < to; i += step) {
            bins[Math.min(top, samples[i] & 0xff)]++;
        }
    }

    private void countWords(byte[] samples, int from, int to, int step, int[] bins) {
        int top = bins.length - 1;
        for (int i = from; i < to; i += step) {
            int adu = (samples[2 * i] & 0xff) | (samples[2 * i + 1] & 0xff) << 8;
            bins[Math.min(top, adu)]++;
        }
    }

    private void summarise(int plane) {
        int[] bins = counts[plane];
        long count = 0;
        long sum = 0;
        int last = -1;
        int first = -1;
        for (int adu = 0; adu < bins.length; adu++) {
            int n = bins[adu];
            if (n != 0) {
                count += n;
                sum += (long) n * adu;
                last = adu;
                first = first < 0 ? adu : first;
            }
        }
        sampleCounts[plane] = count;
        sums[plane] = sum;
        minAdu[plane] = first;
        maxAdu[plane] = last;
    }

    /** Shape of the frames. */
    public FrameFormat format() {
        return format;
    }

    /** Colour planes. */
    public int planeCount() {
        return counts.length;
    }

    /** Samples by value; borrowed until the next {@link #measure}. Not to be modified. */
    public int[] counts(int plane) {
        return counts[plane];
    }

    /** Samples counted in a plane; 0 before the first frame, and for a colour whose pixels lie outside the frame. */
    public long sampleCount(int plane) {
        return sampleCounts[plane];
    }

    /** Lowest value; -1 without samples. */
    public int minAdu(int plane) {
        return minAdu[plane];
    }

    /** Highest value; -1 without samples. */
    public int maxAdu(int plane) {
        return maxAdu[plane];
    }

    /** Mean; NaN without samples. */
    public double meanAdu(int plane) {
        return sampleCounts[plane] == 0 ? Double.NaN : (double) sums[plane] / sampleCounts[plane];
    }

    /** Samples at this value or above. */
    public long countFrom(int plane, int adu) {
        long count = 0;
        int[] bins = counts[plane];
        for (int i = Math.max(0, adu); i < bins.length; i++) {
            count += bins[i];
        }
        return count;
    }

    /**
     * The value below or at which this fraction of the samples lies: 0.5 is the median. NaN without samples.
     *
     * <p>Within the bin where the fraction is reached the samples are taken as evenly spread over adu - 0.5 .. adu + 0.5, so
     * that coarse 8-bit levels still give a smooth number.
     */
    public double quantileAdu(int plane, double fraction) {
        double wanted = fraction * sampleCounts[plane];
        int[] bins = counts[plane];
        double below = 0;
        for (int adu = 0; adu < bins.length; adu++) {
            int n = bins[adu];
            if (n > 0 && below + n >= wanted) {
                return Math.min(maxAdu[plane], Math.max(minAdu[plane], adu - 0.5 + (wanted - below) / n));
            }
            below += n;
        }
        return Double.NaN;
    }

    /**
     * The same histogram with fewer bins, for drawing: equal parts of 0 .. maxAdu.
     *
     * @param out Modified: all of it; its length is the number of bins
     */
    public void fold(int plane, int[] out) {
        Arrays.fill(out, 0);
        int[] bins = counts[plane];
        for (int adu = 0; adu < bins.length; adu++) {
            out[(int) ((long) adu * out.length / bins.length)] += bins[adu];
        }
    }
}
