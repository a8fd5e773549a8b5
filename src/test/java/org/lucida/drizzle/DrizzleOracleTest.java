package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.StackView;

/** The fast drizzle against its naive twin. */
class DrizzleOracleTest {
    private static final double[] SCALES = {1, 1.25, 1.5, 2, 3, 4.0 / 3, 2.875, 1.37, Math.sqrt(2), 2.7182, 2.5};
    private static final double[] PIXFRACS = {0.1, 0.33, 0.5, 0.7, 1};

    @Test
    void everyScalePixfracAndLayoutEqualsTheTwin() {
        Random random = new Random(1);
        for (double scale : SCALES) {
            for (double pixfrac : PIXFRACS) {
                for (ColorLayout layout : ColorLayout.values()) {
                    FrameFormat format = new FrameFormat(5 + random.nextInt(12), 5 + random.nextInt(12), layout, 16);
                    compare(new FloatFrames(format).addNoise(random, 11, 3), scale, pixfrac, 1 + random.nextInt(3));
                }
            }
        }
    }

    @Test
    void tinyFramesEqualTheTwin() {
        Random random = new Random(2);
        for (double scale : SCALES) {
            for (ColorLayout layout : ColorLayout.values()) {
                for (int size = 0; size < 9; size++) {
                    FrameFormat format = new FrameFormat(1 + size % 3, 1 + size / 3, layout, 16);
                    compare(new FloatFrames(format).addNoise(random, 10, 2), scale, 0.8, 1 + random.nextInt(2));
                }
            }
        }
    }

    @Test
    void framesFarOutAndBeyondTheFieldEqualTheTwin() {
        Random random = new Random(3);
        for (double scale : SCALES) {
            for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GBRG, ColorLayout.RGB}) {
                FrameFormat format = new FrameFormat(31, 22, layout, 16);
                FloatFrames frames = new FloatFrames(format).addNoise(random, 60, 40);
                frames.add(frames.samples.get(0), 1e300, 3, 1);
                frames.add(frames.samples.get(1), -2e9, 3, 1);
                frames.add(frames.samples.get(2), 0, 1e6, 1);
                compare(frames, scale, 0.7, 3);
            }
        }
    }

    @Test
    void wholePixelDisplacementsEqualTheTwin() {
        Random random = new Random(4);
        for (double scale : SCALES) {
            for (ColorLayout layout : ColorLayout.values()) {
                FloatFrames frames = new FloatFrames(new FrameFormat(13, 9, layout, 16)).addNoise(random, 12, 4);
                frames.slots.forEach(slot -> {
                    slot.displacementXPx = Math.rint(slot.displacementXPx);
                    slot.displacementYPx = Math.rint(2 * slot.displacementYPx) / 2;
                });
                compare(frames, scale, 1, 1);
            }
        }
    }

    private static void compare(FloatFrames frames, double scale, double pixfrac, int bandCount) {
        DrizzleStack stack = new DrizzleStack(frames.format, scale, pixfrac, bandCount);
        frames.addTo(stack, 5);
        NaiveDrizzle twin = new NaiveDrizzle(frames.format, scale, pixfrac, stack.widthPx(), stack.heightPx());
        twin.addAll(frames);
        compare(stack.view(), twin, frames.format + " scale=" + scale + " pixfrac=" + pixfrac);
    }

    static void compare(StackView view, NaiveDrizzle twin, String what) {
        float[] values = new float[view.widthPx()];
        float[] weights = new float[view.widthPx()];
        int[] counts = new int[view.widthPx()];
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, values);
                view.readWeights(plane, y, weights);
                view.readCounts(plane, y, counts);
                for (int x = 0; x < view.widthPx(); x++) {
                    int i = y * view.widthPx() + x;
                    double weight = twin.weight[plane][i];
                    boolean hole = weight <= 1e-9 * twin.frameWeightSum;
                    String where = what + " plane " + plane + " at " + x + "," + y;
                    assertEquals(hole ? 0 : weight, weights[x], 1e-6 * (weight + 1e-3), where);
                    assertEquals(hole ? 0 : twin.count[plane][i], counts[x], where);
                    if (!hole) {
                        double slack = weight < 1e-5 ? 1e-3 : 3e-6;
                        assertEquals(twin.mean[plane][i], values[x], slack * twin.mean[plane][i], where);
                    }
                }
            }
        }
    }
}
