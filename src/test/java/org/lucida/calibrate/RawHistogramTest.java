package org.lucida.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.judge.Allocation;

class RawHistogramTest {
    private static ByteBuffer random(FrameFormat format, int aboveAdu, Random random) {
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int samples = format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
        for (int i = 0; i < samples; i++) {
            int adu = random.nextInt(format.maxAdu() + 1 + aboveAdu);
            if (format.bytesPerSample() == 1) {
                raw.put(i, (byte) adu);
            } else {
                raw.putShort(2 * i, (short) adu);
            }
        }
        return raw;
    }

    /** The twin: pixel by pixel, asking the format for every colour. */
    private static int[][] naive(FrameFormat format, ByteBuffer raw, int stride) {
        int[][] counts = new int[format.layout().planeCount()][format.maxAdu() + 1];
        int cell = format.layout().isMosaic() ? 2 : 1;
        int samples = format.layout().samplesPerPixel();
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                for (int s = 0; s < samples; s++) {
                    if (x / cell % stride == 0 && y / cell % stride == 0) {
                        int i = (y * format.widthPx() + x) * samples + s;
                        int adu = format.bytesPerSample() == 1 ? raw.get(i) & 0xff : raw.getShort(2 * i) & 0xffff;
                        counts[format.layout().planeOf(x, y, s)][Math.min(adu, format.maxAdu())]++;
                    }
                }
            }
        }
        return counts;
    }

    @Test
    void itEqualsItsNaiveTwinForEveryLayoutDepthAndStride() {
        Random random = new Random(3);
        for (ColorLayout layout : ColorLayout.values()) {
            for (int bits : new int[] {5, 8, 10, 12, 16}) {
                for (int stride = 1; stride <= 3; stride++) {
                    FrameFormat format = new FrameFormat(13 + random.nextInt(9), 1 + random.nextInt(9), layout, bits);
                    ByteBuffer raw = random(format, bits == 12 ? 4000 : 0, random);
                    RawHistogram histogram = new RawHistogram(format, stride);
                    histogram.measure(raw);
                    int[][] twin = naive(format, raw, stride);
                    for (int plane = 0; plane < twin.length; plane++) {
                        assertArrayEquals(twin[plane], histogram.counts(plane), format + " stride " + stride);
                    }
                }
            }
        }
    }

    @Test
    void lowestHighestMeanAndQuantilesComeOutAsByHand() {
        FrameFormat format = new FrameFormat(4, 1, ColorLayout.MONO, 12);
        ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            raw.putShort(2 * i, new short[] {100, 4095, 101, 100}[i]);
        }
        RawHistogram histogram = new RawHistogram(format, 1);
        assertEquals(-1, histogram.minAdu(0));
        assertTrue(Double.isNaN(histogram.meanAdu(0)) && Double.isNaN(histogram.quantileAdu(0, 0.5)));
        histogram.measure(raw);
        assertEquals(100, histogram.minAdu(0));
        assertEquals(4095, histogram.maxAdu(0));
        assertEquals(1099, histogram.meanAdu(0));
        assertEquals(100.5, histogram.quantileAdu(0, 0.5), 1e-9);
        assertEquals(4095, histogram.quantileAdu(0, 1), 0.5);
        assertEquals(1, histogram.countFrom(0, 4000));
        int[] folded = new int[8];
        histogram.fold(0, folded);
        assertArrayEquals(new int[] {3, 0, 0, 0, 0, 0, 0, 1}, folded);
    }

    @Test
    void aColourOutsideTheFrameHasNoSamples() {
        FrameFormat format = new FrameFormat(1, 1, ColorLayout.RGGB, 8);
        RawHistogram histogram = new RawHistogram(format, 1);
        histogram.measure(ByteBuffer.allocate(1).put(0, (byte) 7));
        assertEquals(1, histogram.sampleCount(0));
        assertEquals(0, histogram.sampleCount(2));
        assertTrue(Double.isNaN(histogram.meanAdu(2)));
    }

    @Test
    void theStrideBoundsTheSamples() {
        FrameFormat format = new FrameFormat(3840, 2160, ColorLayout.RGGB, 8);
        int stride = RawHistogram.strideFor(format);
        assertTrue(stride >= 2, "stride " + stride);
        assertEquals(1, RawHistogram.strideFor(new FrameFormat(640, 480, ColorLayout.RGGB, 8)));
    }

    @Test
    void countingAllocatesNothing() {
        FrameFormat format = new FrameFormat(64, 48, ColorLayout.RGGB, 12);
        ByteBuffer raw = random(format, 0, new Random(4));
        RawHistogram histogram = new RawHistogram(format, 2);
        assertEquals(0, Allocation.leastBytes(() -> histogram.measure(raw)));
    }
}
