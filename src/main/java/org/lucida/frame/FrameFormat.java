package org.lucida.frame;

/**
 * Shape and meaning of a raw frame in a slot.
 *
 * <p>Raw samples in a slot are always unsigned, little-endian, row-major from the top-left pixel, sample by sample
 * within a pixel; cameras and files convert what differs.
 *
 * @param widthPx columns
 * @param heightPx rows
 * @param layout colours of the samples
 * @param bitDepth true significant bits of a sample, 1 to 16, aligned to the least significant bit
 */
public record FrameFormat(int widthPx, int heightPx, ColorLayout layout, int bitDepth) {
    public FrameFormat {
        if (widthPx < 1 || heightPx < 1 || (long) widthPx * heightPx > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException(
                    "frame size " + widthPx + "x" + heightPx + " px is outside 1x1 .. 268 Mpx; check the header");
        }
        if (bitDepth < 1 || bitDepth > 16) {
            throw new IllegalArgumentException("bitDepth=" + bitDepth + " is outside 1..16; check the header");
        }
    }

    /** Bytes of one sample: 1 up to 8 bits, else 2. */
    public int bytesPerSample() {
        return bitDepth <= 8 ? 1 : 2;
    }

    /** Bytes of one row. */
    public int rowBytes() {
        return widthPx * layout.samplesPerPixel() * bytesPerSample();
    }

    /** Bytes of one frame. */
    public int frameBytes() {
        return Math.multiplyExact(rowBytes(), heightPx);
    }

    /** Largest sample value, ADU. */
    public int maxAdu() {
        return (1 << bitDepth) - 1;
    }

    /** The format of a region of interest cut from this one; the mosaic turns with odd origins. */
    public FrameFormat cropped(Roi roi) {
        return new FrameFormat(roi.widthPx(), roi.heightPx(), layout.at(roi.xPx(), roi.yPx()), bitDepth);
    }

    @Override
    public String toString() {
        return widthPx + "x" + heightPx + " px " + layout + " " + bitDepth + " bit";
    }
}
