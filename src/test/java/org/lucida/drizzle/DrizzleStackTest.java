package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.StackView;

/** Tiny cases worked out by hand. */
class DrizzleStackTest {
    private static final FrameFormat MONO = new FrameFormat(12, 10, ColorLayout.MONO, 16);

    @Test
    void anUndisplacedFrameAtScaleOneComesOutUnchanged() {
        FloatFrames frames = new FloatFrames(MONO);
        float[] ramp = ramp(MONO);
        frames.add(ramp, 0, 0, 0.25);
        StackPicture view = stacked(frames, 1, 1).view();
        float[] values = new float[12];
        float[] weights = new float[12];
        int[] counts = new int[12];
        for (int y = 0; y < 10; y++) {
            view.readValues(0, y, values);
            view.readWeights(0, y, weights);
            view.readCounts(0, y, counts);
            for (int x = 0; x < 12; x++) {
                assertEquals(ramp[y * 12 + x], values[x]);
                assertEquals(0.25f, weights[x]);
                assertEquals(1, counts[x]);
            }
        }
        assertEquals(1, view.stackedCount());
    }

    @Test
    void contentThatWentPlusFiveMinusThreeIsBroughtBack() {
        float[] moved = new float[12 * 10];
        moved[(6 - 3) * 12 + 4 + 5] = 900;
        FloatFrames frames = new FloatFrames(MONO);
        frames.add(moved, 5, -3, 1);
        float[] values = new float[24];
        StackView view = stacked(frames, 2, 1).view();
        for (int y = 0; y < view.heightPx(); y++) {
            view.readValues(0, y, values);
            for (int x = 0; x < view.widthPx() && x < 2 * (12 - 5) && y >= 6; x++) {
                boolean source = x / 2 == 4 && y / 2 == 6;
                assertEquals(source ? 900 : 0, values[x], "at " + x + "," + y);
            }
        }
    }

    @Test
    void aHalfPixelShiftSharesADropEvenly() {
        float[] point = new float[12 * 10];
        point[5 * 12 + 5] = 100;
        FloatFrames frames = new FloatFrames(MONO);
        frames.add(point, 0.5, 0, 1);
        float[] values = new float[12];
        stacked(frames, 1, 1).view().readValues(0, 5, values);
        assertArrayEquals(new float[] {0, 0, 0, 0, 50, 50, 0, 0, 0, 0, 0}, java.util.Arrays.copyOf(values, 11));
    }

    @Test
    void bayerSamplesGoToTheirOwnPlaneAndHolesAreFlagged() {
        FrameFormat format = new FrameFormat(40, 30, ColorLayout.RGGB, 8);
        FloatFrames frames = new FloatFrames(format);
        float[] frame = new float[40 * 30];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = 10 * (1 + format.layout().planeOf(i % 40, i / 40, 0));
        }
        frames.add(frame, 0, 0, 1);
        StackPicture view = stacked(frames, 1, 0.7).view();
        float[] values = new float[40];
        int[] flags = new int[40];
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < 30; y++) {
                view.readValues(plane, y, values);
                view.readFlags(plane, y, flags);
                for (int x = 0; x < 40; x++) {
                    assertEquals(10 * (1 + plane), values[x], 1e-5);
                    boolean measured = format.layout().planeOf(x, y, 0) == plane;
                    assertEquals(measured ? StackView.FLAG_THIN : StackView.FLAG_FILLED, flags[x]);
                }
            }
        }
        assertEquals(900, view.filledCount(0));
        assertEquals(600, view.filledCount(1));
        assertEquals(900, view.filledCount(2));
        assertEquals(0, view.emptyCount(0));
        assertEquals(300, view.thinCount(0));
    }

    @Test
    void rgbAndBgrSamplesGoToTheirPlanes() {
        for (ColorLayout layout : new ColorLayout[] {ColorLayout.RGB, ColorLayout.BGR}) {
            FrameFormat format = new FrameFormat(4, 3, layout, 8);
            FloatFrames frames = new FloatFrames(format);
            float[] frame = new float[36];
            for (int i = 0; i < 36; i++) {
                frame[i] = layout.planeOf(0, 0, i % 3);
            }
            frames.add(frame, 0, 0, 1);
            StackView view = stacked(frames, 1.5, 1).view();
            float[] values = new float[6];
            for (int plane = 0; plane < 3; plane++) {
                view.readValues(plane, 2, values);
                assertArrayEquals(new float[] {plane, plane, plane, plane, plane, plane}, values, 1e-6f);
            }
        }
    }

    @Test
    void farFromEveryFrameThePictureIsNotANumberAndFlaggedEmpty() {
        FrameFormat format = new FrameFormat(30, 20, ColorLayout.MONO, 16);
        FloatFrames frames = new FloatFrames(format);
        frames.add(ramp(format), 20, 0, 1);
        StackPicture view = stacked(frames, 1, 1).view();
        float[] values = new float[30];
        int[] flags = new int[30];
        view.readValues(0, 7, values);
        view.readFlags(0, 7, flags);
        for (int x = 0; x < 30; x++) {
            int expected = x < 10 ? StackView.FLAG_THIN : x < 13 ? StackView.FLAG_FILLED : StackView.FLAG_EMPTY;
            assertEquals(expected, flags[x], "x=" + x);
            assertEquals(expected == StackView.FLAG_EMPTY, Float.isNaN(values[x]), "x=" + x);
        }
        assertEquals(17 * 20, view.emptyCount(0));
        assertEquals(3 * 20, view.filledCount(0));
    }

    @Test
    void aHoleTakesTheMeanOfItsNearestNeighbours() {
        FrameFormat format = new FrameFormat(3, 3, ColorLayout.MONO, 16);
        FloatFrames frames = new FloatFrames(format);
        frames.add(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 1, 1);
        StackView view = stacked(frames, 1, 1).view();
        float[] values = new float[3];
        view.readValues(0, 2, values);
        assertArrayEquals(new float[] {7.5f, 8, 8.5f}, values);
    }

    @Test
    void aPixelOfAWellCoveredStackIsThinOnlyWhereWeightIsLow() {
        FrameFormat format = new FrameFormat(20, 20, ColorLayout.MONO, 16);
        FloatFrames frames = new FloatFrames(format);
        for (int k = 0; k < 40; k++) {
            frames.add(ramp(format), k < 3 ? 0 : 5, 0, 1);
        }
        StackPicture view = stacked(frames, 1, 1).view();
        int[] flags = new int[20];
        view.readFlags(0, 10, flags);
        for (int x = 0; x < 20; x++) {
            assertEquals(x < 15 ? 0 : StackView.FLAG_THIN, flags[x], "x=" + x);
        }
        assertEquals(5 * 20, view.thinCount(0));
    }

    @Test
    void anEmptyStackIsAllEmpty() {
        StackPicture view = new DrizzleStack(MONO, 1.5, 0.7, 2).view();
        float[] values = new float[18];
        view.readValues(0, 3, values);
        assertTrue(Float.isNaN(values[5]));
        assertEquals(18 * 15, view.emptyCount(0));
        assertEquals(0, view.stackedCount());
    }

    @Test
    void aFrameOfWeightZeroAddsNothing() {
        FloatFrames frames = new FloatFrames(MONO);
        frames.add(ramp(MONO), Double.NaN, Double.NaN, 0);
        assertEquals(0, stacked(frames, 1, 1).view().stackedCount());
        assertEquals(0, frames.readCount);
    }

    @Test
    void eachRawRowIsReadOncePerBand() {
        FrameFormat format = new FrameFormat(16, 50, ColorLayout.GRBG, 16);
        for (double scale : new double[] {1, 1.5, 2.3}) {
            FloatFrames frames = new FloatFrames(format).addNoise(new Random(5), 8, 0.4);
            DrizzleStack stack = new DrizzleStack(format, scale, 1, 2);
            frames.addTo(stack, 8);
            assertTrue(frames.readCount <= 8 * (50 + 3) && frames.readCount >= 8 * 49, "reads=" + frames.readCount);
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertNamed("scale=0.9", () -> new DrizzleStack(MONO, 0.9, 0.7, 1));
        assertNamed("scale=3.01", () -> new DrizzleStack(MONO, 3.01, 0.7, 1));
        assertNamed("scale=NaN", () -> new DrizzleStack(MONO, Double.NaN, 0.7, 1));
        assertNamed("pixfrac=0.05", () -> new DrizzleStack(MONO, 1, 0.05, 1));
        assertNamed("pixfrac=1.1", () -> new DrizzleStack(MONO, 1, 1.1, 1));
        assertNamed("bandCount=0", () -> new DrizzleStack(MONO, 1, 1, 0));
        DrizzleStack stack = new DrizzleStack(MONO, 1, 1, 1);
        FloatFrames frames = new FloatFrames(MONO);
        FrameSlot[] good = {frames.add(ramp(MONO), 0, 0, 1), frames.add(ramp(MONO), Double.NaN, 0, 1)};
        assertNamed("displacementXPx=NaN", () -> stack.add(0, good, 2, frames));
        good[1] = frames.add(ramp(MONO), 0, 0, -1);
        assertNamed("weight=-1", () -> stack.add(0, good, 2, frames));
        assertEquals(0, stack.view().stackedCount());
    }

    @Test
    void theHeapEstimateCoversTheAccumulators() {
        FrameFormat format = new FrameFormat(1936, 1096, ColorLayout.RGGB, 16);
        long pixels = 3L * 2904 * 1644;
        long bytes = DrizzleStack.heapBytes(format, 1.5, 0.7, 2);
        assertTrue(bytes > 8 * pixels && bytes < 9 * pixels, "bytes=" + bytes);
        assertTrue(DrizzleStack.snapshotBytes(format, 1.5, 0.7, 2) < 5 * pixels);
        assertTrue(DrizzleStack.heapBytes(format, 1.37, 0.7, 2) > 19 * 3L * 2652 * 1502);
    }

    private static void assertNamed(String part, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static float[] ramp(FrameFormat format) {
        float[] ramp = new float[format.widthPx() * format.heightPx()];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 100 + 3 * i;
        }
        return ramp;
    }

    private static DrizzleStack stacked(FloatFrames frames, double scale, double pixfrac) {
        DrizzleStack stack = new DrizzleStack(frames.format, scale, pixfrac, 2);
        frames.addTo(stack, 8);
        return stack;
    }
}
