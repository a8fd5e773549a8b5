package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/** Rounding stays far below the noise, even after a long night of frames. */
class PrecisionTest {
    private static final int FRAMES = 100_000;
    private static final double SIGMA_ADU = 20;

    @Test
    void aHundredThousandDitheredFramesStayWithinTwoThousandthsOfTheirStatisticalError() {
        assertPrecise(1.5, 2, 0.002);
    }

    @Test
    void aHundredThousandFramesOfAFixedFieldStayWithinTwoThousandthsOfTheirStatisticalError() {
        assertPrecise(1, 0, 0.002);
    }

    @Test
    void aGridWithoutPeriodIsAsPrecise() {
        assertPrecise(1.37, 2, 0.002);
    }

    private static void assertPrecise(double scale, double reachPx, double largestFraction) {
        FrameFormat format = new FrameFormat(7, 6, ColorLayout.MONO, 16);
        DrizzleStack stack = new DrizzleStack(format, scale, 0.7, 1);
        NaiveDrizzle twin = new NaiveDrizzle(format, scale, 0.7, stack.widthPx(), stack.heightPx());
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
                batch[f].displacementXPx = reachPx * (2 * random.nextDouble() - 1);
                batch[f].displacementYPx = reachPx * (2 * random.nextDouble() - 1);
                batch[f].weight = reachPx == 0 ? 1 : 0.5 + random.nextDouble();
                twin.add(frame, batch[f]);
            }
            stack.add(0, batch, 8, frames);
        }
        double errorAdu = rmsError(stack.view(), twin);
        double fraction = errorAdu / (SIGMA_ADU / Math.sqrt(FRAMES));
        assertTrue(
                fraction < largestFraction, "scale=" + scale + " error is " + fraction + " of the statistical error");
    }

    private static double rmsError(StackPicture view, NaiveDrizzle twin) {
        double squares = 0;
        double[] sums = new double[view.widthPx()];
        double[] weights = new double[view.widthPx()];
        for (int y = 0; y < view.heightPx(); y++) {
            view.band(0).readSums(0, y, sums);
            view.band(0).coverage.readWeights(0, y, weights);
            for (int x = 0; x < view.widthPx(); x++) {
                double error = sums[x] / weights[x] - twin.mean[0][y * view.widthPx() + x];
                squares += error * error;
            }
        }
        return Math.sqrt(squares / (view.widthPx() * view.heightPx()));
    }
}
