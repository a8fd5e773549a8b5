package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.SampleRows;
import org.lucida.judge.Allocation;

/** A masked pixel is as if it had never been, and variances are those of the definition. */
class MaskedStackTest {
    private static final double[] SCALES = {1, 1.5, 2, 1.37, 2.875};
    private static final SensorNoise NOISE = new SensorNoise(1.7, 930, 4);

    /** Rows of float frames with 0 where the slot's mask says so. */
    static SampleRows masked(FloatFrames frames) {
        SampleRows whole = frames.reader();
        return (slot, y, sample, even, odd) -> {
            whole.read(slot, y, sample, even, odd);
            int[] bad = slot.mask == null ? null : slot.mask.columns(y);
            for (int i = 0; bad != null && i < bad.length; i++) {
                (bad[i] % 2 == 0 ? even : odd)[bad[i] / 2] = 0;
            }
        };
    }

    static PixelMask randomMask(FrameFormat format, Random random, double fraction) {
        BitSet bad = new BitSet();
        for (int i = 0; i < format.widthPx() * format.heightPx(); i++) {
            bad.set(i, random.nextDouble() < fraction);
        }
        return PixelMask.of(format.widthPx(), format.heightPx(), bad);
    }

    private static void addTo(DrizzleStack stack, FloatFrames frames, int batch) {
        SampleRows rows = masked(frames);
        for (int band = 0; band < stack.bandCount(); band++) {
            for (int from = 0; from < frames.slots.size(); from += batch) {
                int end = Math.min(frames.slots.size(), from + batch);
                stack.add(band, frames.slots.subList(from, end).toArray(new FrameSlot[0]), end - from, rows);
            }
        }
    }

    private static GeometricDrizzle exact(FloatFrames frames, DrizzleStack stack, double scale, double pixfrac) {
        return exact(frames, stack, DropKernel.TURBO, scale, pixfrac);
    }

    private static GeometricDrizzle exact(
            FloatFrames frames, DrizzleStack stack, DropKernel kernel, double scale, double pixfrac) {
        FrameFormat format = frames.format;
        GeometricDrizzle drizzle = new GeometricDrizzle(new DrizzleRecipe(
                kernel, pixfrac, format.layout(), stack.widthPx(), stack.heightPx(), Float.NaN, true, false));
        for (FrameSlot slot : frames.slots) {
            float[] weights = new float[format.widthPx() * format.heightPx()];
            for (int i = 0; i < weights.length; i++) {
                boolean bad = slot.mask != null && slot.mask.isBad(i % format.widthPx(), i / format.widthPx());
                weights[i] = bad ? 0 : 1;
            }
            Geometry shift = Geometry.displacement(slot.displacementXPx, slot.displacementYPx, scale);
            DrizzleFrame frame = new DrizzleFrame(
                            format.widthPx(), format.heightPx(), frames.samples.get((int) slot.frameIndex), shift)
                    .weights(weights)
                    .weightFactor(slot.weight)
                    .pixelScaleRatio(1 / scale)
                    .noise(NOISE.gainEPerAdu(), NOISE.offsetAdu(), NOISE.readNoiseE());
            drizzle.add(frame, (int) slot.frameIndex);
        }
        return drizzle;
    }

    @Test
    void maskedPixelsAreAsIfTheirWeightWereZero() {
        Random random = new Random(21);
        for (double scale : SCALES) {
            for (ColorLayout layout : ColorLayout.values()) {
                for (double fraction : new double[] {0.01, 0.2, 0.7}) {
                    FrameFormat format = new FrameFormat(13 + random.nextInt(9), 11 + random.nextInt(9), layout, 16);
                    FloatFrames frames = new FloatFrames(format).addNoise(random, 21, 4);
                    PixelMask lasting = randomMask(format, random, fraction);
                    for (FrameSlot slot : frames.slots) {
                        boolean own = random.nextInt(4) == 0;
                        slot.mask = own ? PixelMask.join(lasting, randomMask(format, random, 0.1)) : lasting;
                    }
                    frames.slots.get(3).mask = null;
                    frames.slots.get(7).displacementXPx = 2;
                    frames.slots.get(8).displacementYPx = -1;
                    double pixfrac = new double[] {0.4, 0.7, 1}[random.nextInt(3)];
                    DrizzleStack stack = new DrizzleStack(format, scale, pixfrac, 1 + random.nextInt(3), NOISE);
                    addTo(stack, frames, 5);
                    compare(stack, exact(frames, stack, scale, pixfrac), layout + " scale " + scale);
                }
            }
        }
    }

    private static void compare(DrizzleStack stack, GeometricDrizzle exact, String what) {
        StackPicture view = stack.view();
        int width = view.widthPx();
        float[][] mine = new float[3][width];
        float[][] theirs = new float[3][width];
        int[] counts = new int[width];
        int[] theirCounts = new int[width];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, mine[0]);
                view.readWeights(plane, y, mine[1]);
                view.readVariances(plane, y, mine[2]);
                view.readCounts(plane, y, counts);
                exact.readValues(plane, y, theirs[0]);
                exact.readWeights(plane, y, theirs[1]);
                exact.readVariances(plane, y, theirs[2]);
                exact.readCounts(plane, y, theirCounts);
                for (int x = 0; x < width; x++) {
                    String where = what + " plane " + plane + " at " + x + "," + y + " weight " + theirs[1][x];
                    assertEquals(theirs[1][x], mine[1][x], 2e-6 * (1 + theirs[1][x]), where);
                    if (theirs[1][x] < 1e-5) {
                        continue; // a corner of a corner of a drop, where either may see nothing
                    }
                    assertEquals(theirCounts[x], counts[x], where);
                    double slack = theirs[1][x] < 0.05 ? 2e-4 : 1e-6;
                    assertEquals(theirs[0][x], mine[0][x], slack * theirs[0][x], where);
                    assertEquals(theirs[2][x], mine[2][x], 10 * slack * theirs[2][x], where);
                }
            }
        }
    }

    @Test
    void masksHoldForEveryKernel() {
        Random random = new Random(29);
        for (DropKernel kernel : new DropKernel[] {DropKernel.POINT, DropKernel.GAUSSIAN}) {
            for (double scale : SCALES) {
                for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GBRG}) {
                    FrameFormat format = new FrameFormat(13 + random.nextInt(9), 11 + random.nextInt(9), layout, 16);
                    FloatFrames frames = new FloatFrames(format).addNoise(random, 9, 4);
                    PixelMask mask = randomMask(format, random, 0.3);
                    frames.slots.forEach(slot -> slot.mask = mask);
                    DrizzleStack stack = new DrizzleStack(format, scale, 0.8, kernel, 2);
                    addTo(stack, frames, 5);
                    GeometricDrizzle exact = exact(frames, stack, kernel, scale, 0.8);
                    compareWeights(stack.view(), exact, kernel + " " + layout + " scale " + scale);
                }
            }
        }
    }

    private static void compareWeights(StackPicture view, GeometricDrizzle exact, String what) {
        float[] mine = new float[view.widthPx()];
        float[] theirs = new float[view.widthPx()];
        int[] counts = new int[view.widthPx()];
        int[] theirCounts = new int[view.widthPx()];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readWeights(plane, y, mine);
                exact.readWeights(plane, y, theirs);
                view.readCounts(plane, y, counts);
                exact.readCounts(plane, y, theirCounts);
                for (int x = 0; x < mine.length; x++) {
                    String where = what + " plane " + plane + " at " + x + "," + y + " weight " + theirs[x];
                    assertEquals(theirs[x], mine[x], 2e-6 * (1 + theirs[x]), where);
                    if (theirs[x] > 1e-3) {
                        assertEquals(theirCounts[x], counts[x], 1, where);
                    }
                }
            }
        }
    }

    @Test
    void aPixelMaskedInEveryFrameOfAStandingTargetLeavesAHole() {
        FrameFormat format = new FrameFormat(9, 9, ColorLayout.MONO, 16);
        FloatFrames frames = new FloatFrames(format).addNoise(new Random(22), 200, 0);
        BitSet bad = new BitSet();
        bad.set(4 * 9 + 5);
        frames.slots.forEach(slot -> slot.mask = PixelMask.of(9, 9, bad));
        for (double scale : new double[] {1, 1.37}) {
            DrizzleStack stack = new DrizzleStack(format, scale, 0.7, 2);
            addTo(stack, frames, 8);
            int[] counts = new int[stack.widthPx()];
            float[] values = new float[stack.widthPx()];
            int y = (int) Math.rint(4.5 * scale - 0.5);
            int x = (int) Math.rint(5.5 * scale - 0.5);
            stack.view().readCounts(0, y, counts);
            stack.view().readValues(0, y, values);
            assertEquals(0, counts[x]);
            assertTrue(values[x] > 900 && values[x] < 1100, "the hole is filled from around it: " + values[x]);
        }
    }

    @Test
    void batchesBandsAndSnapshotsDoNotChangeASingleBit() throws Exception {
        for (double scale : new double[] {1.5, 1.37}) {
            FrameFormat format = new FrameFormat(23, 17, ColorLayout.GRBG, 16);
            FloatFrames frames = new FloatFrames(format).addNoise(new Random(23), 150, 3);
            PixelMask mask = randomMask(format, new Random(24), 0.05);
            frames.slots.subList(40, 150).forEach(slot -> slot.mask = mask);
            DrizzleStack one = new DrizzleStack(format, scale, 0.7, 1, NOISE);
            addTo(one, frames, 1);
            DrizzleStack other = new DrizzleStack(format, scale, 0.7, 3, NOISE);
            addTo(other, frames, 13);
            assertEquals(bits(one.view()), bits(other.view()));
            StackSnapshot snapshot = other.newSnapshot();
            Thread offering = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    for (int band = 0; band < 3; band++) {
                        other.offerSnapshot(band);
                    }
                    Thread.yield();
                }
            });
            offering.start();
            assertTrue(other.snapshotInto(snapshot, 60_000));
            offering.interrupt();
            offering.join();
            float[] live = new float[one.widthPx()];
            float[] copied = new float[one.widthPx()];
            int[] counts = new int[one.widthPx()];
            int[] copiedCounts = new int[one.widthPx()];
            for (int plane = 0; plane < 3; plane++) {
                for (int y = 0; y < one.heightPx(); y++) {
                    one.view().readWeights(plane, y, live);
                    snapshot.readWeights(plane, y, copied);
                    assertTrue(Arrays.equals(live, copied));
                    one.view().readCounts(plane, y, counts);
                    snapshot.readCounts(plane, y, copiedCounts);
                    assertTrue(Arrays.equals(counts, copiedCounts));
                    one.view().readVariances(plane, y, live);
                    snapshot.readVariances(plane, y, copied);
                    for (int x = 0; x < live.length; x++) {
                        assertEquals(live[x], copied[x], 1e-6 * Math.abs(live[x]));
                    }
                }
            }
        }
    }

    private static long bits(StackPicture view) {
        long bits = DrizzleDeterminismTest.bits(view);
        float[] row = new float[view.widthPx()];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readVariances(plane, y, row);
                bits = 31 * bits + Arrays.hashCode(row);
            }
        }
        return bits;
    }

    @Test
    void variancesChangeNothingElse() {
        FrameFormat format = new FrameFormat(23, 17, ColorLayout.RGGB, 16);
        FloatFrames frames = new FloatFrames(format).addNoise(new Random(25), 100, 3);
        DrizzleStack without = new DrizzleStack(format, 1.5, 0.7, 2);
        DrizzleStack with = new DrizzleStack(format, 1.5, 0.7, 2, NOISE);
        addTo(without, frames, 8);
        addTo(with, frames, 8);
        assertEquals(DrizzleDeterminismTest.bits(without.view()), DrizzleDeterminismTest.bits(with.view()));
        assertThrows(IllegalStateException.class, () -> without.view().readVariances(0, 0, new float[40]));
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        FloatFrames frames =
                new FloatFrames(new FrameFormat(9, 9, ColorLayout.MONO, 16)).addNoise(new Random(26), 1, 0);
        BitSet bad = new BitSet();
        bad.set(3);
        frames.slots.get(0).mask = PixelMask.of(8, 9, bad);
        DrizzleStack stack = new DrizzleStack(frames.format, 1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> frames.addTo(stack, 1));
    }

    @Test
    void masksAndVariancesAllocateNothing() {
        for (double scale : new double[] {1, 1.5, 1.37}) {
            FrameFormat format = new FrameFormat(64, 48, ColorLayout.RGGB, 16);
            FloatFrames frames = new FloatFrames(format).addNoise(new Random(27), 64, 3);
            PixelMask mask = randomMask(format, new Random(28), 0.02);
            frames.slots.forEach(slot -> slot.mask = mask);
            DrizzleStack stack = new DrizzleStack(format, scale, 0.7, 1, NOISE);
            FrameSlot[] slots = frames.slots.toArray(new FrameSlot[0]);
            SampleRows rows = masked(frames);
            assertEquals(0, Allocation.leastBytes(() -> stack.add(0, slots, slots.length, rows)));
        }
    }
}
