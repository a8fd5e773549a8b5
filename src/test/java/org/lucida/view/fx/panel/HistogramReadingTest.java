package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.calibrate.RawHistogram;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

class HistogramReadingTest {
    /** Noise around a mean, cut off at the end of a converter and shifted as the camera does. */
    private static RawHistogram measured(int meanAdu, int endAdu, int shift) {
        FrameFormat format = new FrameFormat(128, 96, ColorLayout.RGGB, 16);
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(5);
        for (int i = 0; i < format.frameBytes() / 2; i++) {
            int adu = (int) Math.max(0, Math.min(endAdu, Math.rint(meanAdu + 200 * random.nextGaussian())));
            raw.putShort(2 * i, (short) (adu << shift));
        }
        RawHistogram histogram = new RawHistogram(format, 1);
        histogram.measure(raw);
        return histogram;
    }

    @Test
    void aPileAtTheEndOfTwelveBitsIsFound() {
        assertEquals(65_520, HistogramReading.pileAdu(measured(4000, 4095, 4)));
        assertEquals(4095, HistogramReading.pileAdu(measured(4000, 4095, 0)));
        assertEquals(65_532, HistogramReading.pileAdu(measured(16_300, 16_383, 2)));
    }

    @Test
    void withoutAPileOrWithoutBitsTheFormatIsTheEnd() {
        assertEquals(65_535, HistogramReading.pileAdu(measured(2000, 4095, 4)));
        assertEquals(65_535, HistogramReading.pileAdu(measured(3000, 3100, 4)), "cut off, but by no converter");
        assertEquals(65_535, HistogramReading.pileAdu(measured(5000, 0, 4)), "dark");
    }
}
