package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.WarpField;
import org.lucida.math.VectorUnit;

/** The same warped frames give the same bits, and make no garbage. */
class WarpDeterminismTest {
    static FloatFrames frames(ColorLayout layout, int widthPx, int heightPx, int frameCount) {
        Random random = new Random(31);
        FloatFrames frames =
                new FloatFrames(new FrameFormat(widthPx, heightPx, layout, 16)).addNoise(random, frameCount, 3);
        for (int k = 0; k < frameCount; k += 3) {
            frames.slots.get(k).warp = WarpField.covering(frames.format, 9 + k % 20);
            WarpOracleTest.setWaves(frames.slots.get(k).warp, random, 0.2, 300, 0.4 * random.nextDouble());
        }
        return frames;
    }

    static DrizzleStack stack(
            FloatFrames frames, DropKernel kernel, double scale, int bandCount, Supplier<WarpKernel> loops) {
        return new DrizzleStack(OutputGrid.forWarps(frames.format, scale, 0.7), kernel, bandCount, loops, null);
    }

    private static long bits(
            FloatFrames frames, DropKernel kernel, double scale, int bandCount, int batch, Supplier<WarpKernel> loops) {
        DrizzleStack stack = stack(frames, kernel, scale, bandCount, loops);
        frames.addTo(stack, batch);
        return DrizzleDeterminismTest.bits(stack.view());
    }

    @Test
    void batchesAndBandsDoNotChangeASingleBit() {
        for (DropKernel kernel : new DropKernel[] {DropKernel.TURBO, DropKernel.SQUARE}) {
            for (double scale : new double[] {1, 1.5, 1.37}) {
                for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GRBG, ColorLayout.BGR}) {
                    FloatFrames frames = frames(layout, 43, 37, 70);
                    long expected = bits(frames, kernel, scale, 1, 1, WarpKernel::fastest);
                    for (int batch : new int[] {3, 8, 70}) {
                        for (int bandCount : new int[] {1, 2, 5}) {
                            assertEquals(
                                    expected,
                                    bits(frames, kernel, scale, bandCount, batch, WarpKernel::fastest),
                                    kernel + " " + scale + " " + layout + " batch " + batch + " bands " + bandCount);
                        }
                    }
                }
            }
        }
    }

    @Test
    void tilesDoNotChangeASingleBit() {
        FloatFrames frames = frames(ColorLayout.RGGB, 1301, 70, 8);
        for (DropKernel kernel : new DropKernel[] {DropKernel.TURBO, DropKernel.SQUARE}) {
            assertEquals(
                    bits(frames, kernel, 1.5, 1, 1, WarpKernel::fastest),
                    bits(frames, kernel, 1.5, 3, 8, WarpKernel::fastest));
        }
    }

    @Test
    void vectorsAndPlainLoopsGiveTheSameBits() {
        Assumptions.assumeTrue(VectorUnit.isOn(), "this JVM runs without --add-modules jdk.incubator.vector");
        for (DropKernel kernel : new DropKernel[] {DropKernel.TURBO, DropKernel.SQUARE}) {
            for (double scale : new double[] {1, 1.25, 1.5, 1.37, 2, 3}) {
                FloatFrames frames = frames(ColorLayout.RGGB, 67, 43, 20);
                assertEquals(
                        bits(frames, kernel, scale, 2, 8, VectorWarpKernel::new),
                        bits(frames, kernel, scale, 2, 8, PlainWarpKernel::new),
                        kernel + " " + scale);
            }
        }
    }

    @Test
    void aSnapshotShowsWhatTheStackShows() throws Exception {
        FloatFrames frames = frames(ColorLayout.RGGB, 43, 37, 40);
        DrizzleStack stack = stack(frames, DropKernel.SQUARE, 1.5, 1, WarpKernel::fastest);
        frames.addTo(stack, 8);
        StackSnapshot snapshot = stack.newSnapshot();
        Thread band = new Thread(() -> {
            while (!snapshot.isComplete()) {
                stack.offerSnapshot(0);
            }
        });
        band.start();
        assertEquals(true, stack.snapshotInto(snapshot, 10_000));
        band.join();
        float[] live = new float[stack.widthPx()];
        float[] copied = new float[stack.widthPx()];
        int[] liveCounts = new int[stack.widthPx()];
        int[] copiedCounts = new int[stack.widthPx()];
        for (int y = 0; y < stack.heightPx(); y++) {
            stack.view().readValues(1, y, live);
            snapshot.readValues(1, y, copied);
            stack.view().readCounts(1, y, liveCounts);
            snapshot.readCounts(1, y, copiedCounts);
            for (int x = 0; x < live.length; x++) {
                assertEquals(live[x], copied[x], 1e-6 * Math.abs(live[x]));
                assertEquals(liveCounts[x], copiedCounts[x]);
            }
        }
    }
}
