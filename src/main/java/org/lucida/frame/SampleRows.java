package org.lucida.frame;

/**
 * Hands out the calibrated samples of a slot row by row, split by column parity, as the drizzle wants them.
 *
 * <p>This is the door between calibration and drizzle: neither knows the other.
 * <p>Thread: one instance per thread; implementations own scratch.
 */
public interface SampleRows {
    /**
     * Reads one row.
     *
     * <p>Shape: {@code even} receives columns 0, 2, 4 .., {@code odd} columns 1, 3, 5 ..; each holds at least
     * (widthPx + 1) / 2 samples. Modified. Units: calibrated ADU, not clipped.
     *
     * @param slot the frame; its raw bytes are not modified
     * @param y row, 0 .. heightPx - 1
     * @param sample sample of the pixel, 0 .. samplesPerPixel - 1
     */
    void read(FrameSlot slot, int y, int sample, float[] even, float[] odd);

    /**
     * Tells which rows will be read next. A source whose frames lie in main memory may fetch these rows side by side, which
     * takes half the time of fetching them one after the other; by itself this does nothing.
     *
     * @param slots the first count of them, one for each row. Not modified
     * @param rows the first count of them. Not modified
     */
    default void expect(FrameSlot[] slots, int[] rows, int count) {}
}
