package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/** What holds for every geometry. */
class DrizzlePropertyTest {
    @Property(tries = 300, seed = "11")
    void theSharesOfADropAddUpToOne(
            @ForAll @DoubleRange(min = 1, max = 3) double scale,
            @ForAll @DoubleRange(min = 0.1, max = 1) double pixfrac,
            @ForAll @DoubleRange(min = -2, max = 2) double displacementPx,
            @ForAll boolean rounded) {
        FrameFormat format = new FrameFormat(40, 1, ColorLayout.MONO, 16);
        OutputGrid grid = OutputGrid.of(format, rounded ? Math.rint(scale * 4) / 4 : scale, pixfrac);
        AxisOverlaps overlaps =
                grid.isPeriodic() ? AxisOverlaps.periodic(grid) : AxisOverlaps.everyPixel(grid, 0, grid.widthPx());
        overlaps.place(displacementPx);
        double[] sums = new double[40];
        for (int outX = 0; outX < grid.widthPx(); outX++) {
            for (int parity = 0; parity < 2; parity++) {
                int sample = overlaps.sampleAt(parity, outX);
                double share = overlaps.share[parity * overlaps.phaseCount + overlaps.phaseOf(outX)];
                if (share > 0 && sample >= 0 && sample < 40) {
                    sums[sample] += share;
                }
            }
        }
        for (int i = 5; i < 35; i++) {
            assertEquals(1, sums[i], 3e-7, "sample " + i);
        }
    }

    @Property(tries = 60, seed = "12")
    void fluxIsKept(
            @ForAll @DoubleRange(min = 1, max = 3) double scale,
            @ForAll @DoubleRange(min = 0.1, max = 1) double pixfrac,
            @ForAll @IntRange(max = 6) int layoutIndex,
            @ForAll boolean rounded,
            @ForAll long seed) {
        ColorLayout layout = ColorLayout.values()[layoutIndex];
        double usedScale = rounded ? Math.rint(scale * 2) / 2 : scale;
        FrameFormat format = new FrameFormat(24, 20, layout, 16);
        Random random = new Random(seed);
        FloatFrames frames = new FloatFrames(format);
        double[] expected = new double[layout.planeCount()];
        for (int k = 0; k < 4; k++) {
            float[] frame = new float[24 * 20 * layout.samplesPerPixel()];
            double weight = 0.5 + random.nextDouble();
            for (int y = 6; y < 14; y++) {
                for (int x = 6; x < 18; x++) {
                    for (int s = 0; s < layout.samplesPerPixel(); s++) {
                        float value = random.nextFloat() * 1000;
                        frame[(y * 24 + x) * layout.samplesPerPixel() + s] = value;
                        expected[layout.planeOf(x, y, s)] += weight * value;
                    }
                }
            }
            frames.add(frame, 4 * random.nextDouble() - 2, 4 * random.nextDouble() - 2, weight);
        }
        DrizzleStack stack = new DrizzleStack(format, usedScale, pixfrac, 2);
        frames.addTo(stack, 3);
        StackPicture view = stack.view();
        float[] values = new float[view.widthPx()];
        float[] weights = new float[view.widthPx()];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            double sum = 0;
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, values);
                view.readWeights(plane, y, weights);
                for (int x = 0; x < values.length; x++) {
                    if (weights[x] > 0) {
                        assertFalse(Float.isNaN(values[x]));
                        sum += (double) values[x] * weights[x];
                    }
                }
            }
            assertEquals(expected[plane], sum, 1e-6 * expected[plane]);
        }
    }
}
