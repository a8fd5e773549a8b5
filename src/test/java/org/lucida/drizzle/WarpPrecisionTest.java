package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.WarpField;

/** What float sums of warped frames lose, and what they keep. */
class WarpPrecisionTest {
    private static final int FRAMES = 100_000;
    private static final double SIGMA_ADU = 20;

    @Test
    void aHundredThousandFramesStayWithinThreeThousandthsOfTheirNoise() {
        FrameFormat format = new FrameFormat(7, 6, ColorLayout.MONO, 16);
        DrizzleStack stack = DrizzleStack.forWarps(format, 1.5, 0.7, DropKernel.TURBO, 1);
        NaiveDrizzle twin = new NaiveDrizzle(format, 1.5, 0.7, stack.widthPx(), stack.heightPx());
        FloatFrames frames = new FloatFrames(format);
        FrameSlot[] batch = new FrameSlot[8];
        for (int f = 0; f < 8; f++) {
            batch[f] = frames.add(new float[42], 0, 0, 1);
        }
        Random random = new Random(9);
        for (int k = 0; k < FRAMES; k += 8) {
            for (int f = 0; f < 8; f++) {
                float[] frame = frames.samples.get(f);
                for (int i = 0; i < frame.length; i++) {
                    frame[i] = (float) (30_000 + SIGMA_ADU * random.nextGaussian());
                }
                batch[f].displacementXPx = 2 * (2 * random.nextDouble() - 1);
                batch[f].displacementYPx = 2 * (2 * random.nextDouble() - 1);
                batch[f].weight = 0.5 + random.nextDouble();
                twin.add(frame, batch[f]);
            }
            stack.add(0, batch, 8, frames);
        }
        double[] sums = new double[stack.widthPx()];
        double[] weights = new double[stack.widthPx()];
        double squares = 0;
        for (int y = 0; y < stack.heightPx(); y++) {
            stack.view().band(0).readSums(0, y, sums);
            stack.view().band(0).coverage.readWeights(0, y, weights);
            for (int x = 0; x < stack.widthPx(); x++) {
                int i = y * stack.widthPx() + x;
                squares += Math.pow(sums[x] / weights[x] - twin.mean[0][i], 2);
                assertEquals(1, weights[x] / twin.weight[0][i], 1e-5);
                assertEquals(twin.count[0][i], count(stack, x, y), 2);
            }
        }
        double fraction = Math.sqrt(squares / (stack.widthPx() * stack.heightPx())) / (SIGMA_ADU / Math.sqrt(FRAMES));
        assertTrue(fraction < 0.003, "error is " + fraction + " of the statistical error");
    }

    private static int count(DrizzleStack stack, int x, int y) {
        int[] counts = new int[stack.widthPx()];
        stack.view().readCounts(0, y, counts);
        return counts[x];
    }

    @Test
    void theTurboKernelKeepsTheLightOfTheInterior() {
        Random random = new Random(10);
        for (double scale : new double[] {1, 1.25, 1.37, 1.5, 2, 3}) {
            for (double pixfrac : new double[] {0.5, 0.7, 1}) {
                FrameFormat format = new FrameFormat(80, 60, ColorLayout.MONO, 16);
                FloatFrames frames = new FloatFrames(format).addNoise(random, 4, 0);
                double light = 0;
                for (FrameSlot slot : frames.slots) {
                    float[] frame = frames.samples.get((int) slot.frameIndex);
                    for (int i = 0; i < frame.length; i++) {
                        boolean inside = i % 80 >= 10 && i % 80 < 70 && i / 80 >= 10 && i / 80 < 50;
                        frame[i] = inside ? frame[i] : 0;
                        light += slot.weight * frame[i];
                    }
                    slot.warp = WarpField.covering(format, 16);
                    WarpOracleTest.setWaves(slot.warp, random, 0.3, 100, 1 - 2 * random.nextDouble());
                }
                DrizzleStack stack = DrizzleStack.forWarps(format, scale, pixfrac, DropKernel.TURBO, 2);
                frames.addTo(stack, 4);
                double sum = 0;
                double[] row = new double[stack.widthPx()];
                for (int y = 0; y < stack.heightPx(); y++) {
                    stack.view().band(y < stack.heightPx() / 2 ? 0 : 1).readSums(0, y, row);
                    for (double value : row) {
                        sum += value;
                    }
                }
                assertEquals(1, sum / light, 1e-6, scale + " " + pixfrac);
            }
        }
    }
}
