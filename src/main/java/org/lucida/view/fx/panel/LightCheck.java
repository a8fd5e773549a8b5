package org.lucida.view.fx.panel;

import java.nio.ByteBuffer;
import org.lucida.frame.FrameFormat;

/**
 * Is this frame dark, is it evenly lit: what the master assistants look at before frames are taken.
 *
 * @param meanFraction mean of all samples, of the range
 * @param brightestFraction mean of the brightest colour, of the range
 * @param dimmestFraction mean of the dimmest colour, of the range
 * @param unevenFraction from the dimmest to the brightest sixteenth of the frame, of the range
 * @param cornerFraction dimmest sixteenth over brightest: the vignetting a flat takes off
 */
record LightCheck(
        double meanFraction,
        double brightestFraction,
        double dimmestFraction,
        double unevenFraction,
        double cornerFraction) {
    private static final int BLOCKS = 4;
    /** As the judgement of the finished master has it. */
    private static final double BRIGHTEST_DARK = 0.2;

    private static final double MOST_UNEVEN_DARK = 0.03;
    private static final double LEAST_FLAT = 0.4;
    private static final double MOST_FLAT = 0.6;

    /** Looks at a raw frame. Not modified. */
    static LightCheck of(FrameFormat format, ByteBuffer raw) {
        int samples = format.layout().samplesPerPixel();
        boolean isWide = format.bytesPerSample() == 2;
        double[] blocks = new double[BLOCKS * BLOCKS];
        long[] blockCounts = new long[blocks.length];
        double[] planes = new double[format.layout().planeCount()];
        long[] planeCounts = new long[planes.length];
        for (int y = 0; y < format.heightPx(); y++) {
            int row = y * format.widthPx() * samples;
            for (int x = 0; x < format.widthPx(); x++) {
                int block = y * BLOCKS / format.heightPx() * BLOCKS + x * BLOCKS / format.widthPx();
                for (int sample = 0; sample < samples; sample++) {
                    int i = row + x * samples + sample;
                    int value = isWide ? raw.getShort(2 * i) & 0xffff : raw.get(i) & 0xff;
                    int plane = format.layout().planeOf(x, y, sample);
                    blocks[block] += value;
                    blockCounts[block]++;
                    planes[plane] += value;
                    planeCounts[plane]++;
                }
            }
        }
        double top = format.maxAdu();
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double sum = 0;
        long count = 0;
        for (int block = 0; block < blocks.length; block++) {
            sum += blocks[block];
            count += blockCounts[block];
            double mean = blocks[block] / Math.max(1, blockCounts[block]) / top;
            least = Math.min(least, mean);
            most = Math.max(most, mean);
        }
        double brightest = 0;
        double dimmest = Double.POSITIVE_INFINITY;
        for (int plane = 0; plane < planes.length; plane++) {
            double mean = planes[plane] / Math.max(1, planeCounts[plane]) / top;
            brightest = Math.max(brightest, mean);
            dimmest = Math.min(dimmest, mean);
        }
        return new LightCheck(
                sum / Math.max(1, count) / top, brightest, dimmest, most - least, most > 0 ? least / most : 1);
    }

    /** True if no light comes in. */
    boolean isDark() {
        return meanFraction <= BRIGHTEST_DARK && unevenFraction <= MOST_UNEVEN_DARK;
    }

    /** True if a flat of such frames is bright enough and keeps clear of clipping. */
    boolean isFlat() {
        return brightestFraction >= LEAST_FLAT && brightestFraction <= MOST_FLAT;
    }

    /** True if a flat wants more light. */
    boolean isTooDim() {
        return brightestFraction < LEAST_FLAT;
    }
}
