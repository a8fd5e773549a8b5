package org.lucida.calibrate;

import java.util.BitSet;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * Averages frames into a master dark or flat.
 *
 * <p>Shape: the master is row-major with {@code widthPx * samplesPerPixel} samples a row. Units: ADU.
 * <p>Memory: one double per sample.
 * <p>Thread: one at a time.
 */
public final class MasterMaker {
    private final FrameFormat format;
    private final double[] sumAdu;
    private final CalibratedRows rows;
    private final float[] even;
    private final float[] odd;
    /** Pixels that had no value in some frame; the master has none there either. */
    private final BitSet missing = new BitSet();

    private int frameCount;

    public MasterMaker(FrameFormat format) {
        this.format = format;
        sumAdu = new double
                [format.widthPx() * format.heightPx() * format.layout().samplesPerPixel()];
        rows = new CalibratedRows(Calibration.none(format));
        even = new float[(format.widthPx() + 1) / 2];
        odd = new float[(format.widthPx() + 1) / 2];
    }

    /** Adds one frame. The slot is not modified. */
    public void add(FrameSlot slot) {
        int samples = format.layout().samplesPerPixel();
        int width = format.widthPx();
        for (int y = 0; y < format.heightPx(); y++) {
            for (int sample = 0; sample < samples; sample++) {
                rows.read(slot, y, sample, even, odd);
                int base = y * width * samples + sample;
                for (int x = 0; x < width; x++) {
                    sumAdu[base + x * samples] += (x & 1) == 0 ? even[x >> 1] : odd[x >> 1];
                }
            }
        }
        for (int y = 0; y < format.heightPx() && slot.withoutValue != null; y++) {
            int[] columns = slot.withoutValue.columns(y);
            for (int i = 0; columns != null && i < columns.length; i++) {
                missing.set(y * width + columns[i]);
            }
        }
        frameCount++;
    }

    public int frameCount() {
        return frameCount;
    }

    /** The mean of the frames added so far, in ADU; NaN where one of them had no value. */
    public float[] meanAdu() {
        float[] mean = new float[sumAdu.length];
        for (int i = 0; i < mean.length; i++) {
            boolean hasValue = !missing.get(i / format.layout().samplesPerPixel());
            mean[i] = hasValue ? (float) (sumAdu[i] / frameCount) : Float.NaN;
        }
        return mean;
    }
}
