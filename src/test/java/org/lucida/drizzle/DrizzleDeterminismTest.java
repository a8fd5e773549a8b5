package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.StackView;

/** The same frames give the same bits. */
class DrizzleDeterminismTest {
    @Test
    void batchesAndBandsDoNotChangeASingleBit() {
        for (double scale : new double[] {1, 1.5, 1.37}) {
            for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GRBG, ColorLayout.BGR}) {
                FrameFormat format = new FrameFormat(23, 17, layout, 16);
                FloatFrames frames = new FloatFrames(format).addNoise(new Random(6), 300, 3);
                long expected = bits(stacked(frames, scale, 1, 1).view());
                for (int batch : new int[] {3, 8, 13, 300}) {
                    for (int bandCount : new int[] {1, 2, 5}) {
                        String what = "scale " + scale + ' ' + layout + " batch " + batch + " bands " + bandCount;
                        assertEquals(
                                expected,
                                bits(stacked(frames, scale, bandCount, batch).view()),
                                what);
                    }
                }
            }
        }
    }

    @Test
    void unevenBatchesGiveTheSameBits() {
        FrameFormat format = new FrameFormat(23, 17, ColorLayout.RGGB, 16);
        FloatFrames frames = new FloatFrames(format).addNoise(new Random(7), 600, 3);
        Random random = new Random(8);
        DrizzleStack stack = new DrizzleStack(format, 1.5, 0.7, 3);
        for (int band = 0; band < 3; band++) {
            int from = 0;
            while (from < 600) {
                int count = Math.min(600 - from, 1 + random.nextInt(20));
                stack.add(band, frames.slots.subList(from, from + count).toArray(new FrameSlot[0]), count, frames);
                from += count;
            }
        }
        assertEquals(bits(stacked(frames, 1.5, 1, 8).view()), bits(stack.view()));
    }

    private static DrizzleStack stacked(FloatFrames frames, double scale, int bandCount, int batch) {
        DrizzleStack stack = new DrizzleStack(frames.format, scale, 0.7, bandCount);
        frames.addTo(stack, batch);
        return stack;
    }

    /** A check sum over everything a reader can see. */
    static long bits(StackView view) {
        CRC32 crc = new CRC32();
        float[] values = new float[view.widthPx()];
        int[] ints = new int[view.widthPx()];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, values);
                update(crc, values);
                view.readWeights(plane, y, values);
                update(crc, values);
                view.readCounts(plane, y, ints);
                update(crc, ints);
                view.readFlags(plane, y, ints);
                update(crc, ints);
            }
        }
        return crc.getValue();
    }

    private static void update(CRC32 crc, float[] values) {
        for (float value : values) {
            update(crc, Float.floatToIntBits(value));
        }
    }

    private static void update(CRC32 crc, int[] values) {
        for (int value : values) {
            update(crc, value);
        }
    }

    private static void update(CRC32 crc, int value) {
        crc.update(value >>> 24);
        crc.update(value >>> 16);
        crc.update(value >>> 8);
        crc.update(value);
    }
}
