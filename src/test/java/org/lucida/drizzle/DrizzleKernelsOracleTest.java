package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.StackView;

/** The fast drizzle of merely displaced frames against the exact one, for each kernel that is separable. */
class DrizzleKernelsOracleTest {
    private static final double[] SCALES = {1, 1.5, 2, 3, 1.25, 1.37, 2.7182};
    private static final ColorLayout[] LAYOUTS = {ColorLayout.MONO, ColorLayout.RGGB, ColorLayout.RGB};
    private static final DropKernel[] KERNELS = {
        DropKernel.SQUARE,
        DropKernel.TURBO,
        DropKernel.POINT,
        DropKernel.GAUSSIAN,
        DropKernel.LANCZOS2,
        DropKernel.LANCZOS3
    };

    @Test
    void everySeparableKernelEqualsTheExactOne() {
        Random random = new Random(21);
        for (DropKernel kernel : KERNELS) {
            for (double scale : SCALES) {
                for (ColorLayout layout : LAYOUTS) {
                    double pixfrac = isLanczos(kernel) ? 1 : 0.5 + 0.5 * random.nextDouble();
                    FrameFormat format = new FrameFormat(9 + random.nextInt(25), 9 + random.nextInt(25), layout, 16);
                    FloatFrames frames = new FloatFrames(format).addNoise(random, 5, 3);
                    compare(frames, kernel, scale, pixfrac, 1 + random.nextInt(3));
                }
            }
        }
    }

    @Test
    void tinyFramesEqualTheExactOne() {
        Random random = new Random(22);
        for (DropKernel kernel : new DropKernel[] {DropKernel.POINT, DropKernel.GAUSSIAN, DropKernel.LANCZOS3}) {
            for (double scale : SCALES) {
                for (ColorLayout layout : LAYOUTS) {
                    for (int size = 0; size < 9; size++) {
                        FrameFormat format = new FrameFormat(1 + size % 3, 1 + size / 3, layout, 16);
                        compare(new FloatFrames(format).addNoise(random, 4, 2), kernel, scale, 1, 1);
                    }
                }
            }
        }
    }

    @Test
    void framesBeyondTheFieldEqualTheExactOne() {
        Random random = new Random(23);
        for (DropKernel kernel : new DropKernel[] {DropKernel.POINT, DropKernel.GAUSSIAN, DropKernel.LANCZOS2}) {
            for (double scale : SCALES) {
                FrameFormat format = new FrameFormat(31, 22, ColorLayout.GBRG, 16);
                compare(new FloatFrames(format).addNoise(random, 20, 40), kernel, scale, 0.8, 3);
            }
        }
    }

    /** Centres on the edges of output pixels: halves are rounded up as in the exact kernel. */
    @Test
    void pointsBetweenPixelsGoWhereTheExactOnesGo() {
        for (double scale : new double[] {1, 1.5, 2}) {
            FloatFrames frames =
                    new FloatFrames(new FrameFormat(12, 10, ColorLayout.RGGB, 16)).addNoise(new Random(24), 6, 1);
            for (int k = 0; k < 6; k++) {
                // not to the left of the output, where the exact kernel rounds away from 0
                frames.slots.get(k).displacementXPx = -0.25 * k - 0.25;
                frames.slots.get(k).displacementYPx = -0.5 * k - 0.25;
            }
            compare(frames, DropKernel.POINT, scale, 1, 1);
        }
    }

    @Test
    void pointsKeepTheFlux() {
        for (double scale : SCALES) {
            FrameFormat format = new FrameFormat(20, 18, ColorLayout.MONO, 16);
            FloatFrames frames = new FloatFrames(format).addNoise(new Random(25), 3, 0.4);
            double flux = 0;
            for (int k = 0; k < 3; k++) {
                frames.slots.get(k).weight = 1;
                float[] frame = frames.samples.get(k);
                for (int i = 0; i < frame.length; i++) {
                    int x = i % 20;
                    int y = i / 20;
                    frame[i] = x > 0 && x < 19 && y > 0 && y < 17 ? frame[i] : 0;
                    flux += frame[i];
                }
            }
            DrizzleStack stack = new DrizzleStack(format, scale, 1, DropKernel.POINT, 1);
            frames.addTo(stack, 3);
            assertEquals(flux, flux(stack.view()), 1e-6 * flux);
        }
    }

    @Test
    void aDiscIsRefused() {
        FrameFormat format = new FrameFormat(20, 18, ColorLayout.MONO, 16);
        assertThrows(IllegalArgumentException.class, () -> new DrizzleStack(format, 1, 1, DropKernel.CIRCULAR, 1));
    }

    private static double flux(StackView view) {
        float[] values = new float[view.widthPx()];
        float[] weights = new float[view.widthPx()];
        double flux = 0;
        for (int y = 0; y < view.heightPx(); y++) {
            view.readValues(0, y, values);
            view.readWeights(0, y, weights);
            for (int x = 0; x < values.length; x++) {
                flux += weights[x] > 0 ? (double) values[x] * weights[x] : 0;
            }
        }
        return flux;
    }

    private static boolean isLanczos(DropKernel kernel) {
        return kernel == DropKernel.LANCZOS2 || kernel == DropKernel.LANCZOS3;
    }

    private static void compare(FloatFrames frames, DropKernel kernel, double scale, double pixfrac, int bandCount) {
        FrameFormat format = frames.format;
        DrizzleStack stack = new DrizzleStack(format, scale, pixfrac, kernel, bandCount);
        frames.addTo(stack, 5);
        // the square of two pixels or fewer has no corners; for a mere shift turbo is the same
        DropKernel exactKernel = kernel == DropKernel.SQUARE ? DropKernel.TURBO : kernel;
        GeometricDrizzle exact = new GeometricDrizzle(new DrizzleRecipe(
                exactKernel, pixfrac, format.layout(), stack.widthPx(), stack.heightPx(), 0, false, false));
        double weightSum = 0;
        for (FrameSlot slot : frames.slots) {
            Geometry geometry = Geometry.displacement(slot.displacementXPx, slot.displacementYPx, scale);
            float[] values = frames.samples.get((int) slot.frameIndex);
            exact.add(
                    new DrizzleFrame(format.widthPx(), format.heightPx(), values, geometry)
                            .pixelScaleRatio(1 / scale)
                            .weightFactor(slot.weight),
                    0);
            weightSum += slot.weight;
        }
        String what = kernel + " " + format + " scale=" + scale + " pixfrac=" + pixfrac;
        compare(stack.view(), exact, weightSum, isLanczos(kernel), what);
    }

    private static void compare(
            StackView view, GeometricDrizzle exact, double weightSum, boolean isSigned, String what) {
        int widthPx = view.widthPx();
        float[] values = new float[widthPx];
        float[] weights = new float[widthPx];
        int[] counts = new int[widthPx];
        float[] exactValues = new float[widthPx];
        float[] exactWeights = new float[widthPx];
        int[] exactCounts = new int[widthPx];
        int compared = 0;
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, values);
                view.readWeights(plane, y, weights);
                view.readCounts(plane, y, counts);
                exact.readValues(plane, y, exactValues);
                exact.readWeights(plane, y, exactWeights);
                exact.readCounts(plane, y, exactCounts);
                for (int x = 0; x < widthPx; x++) {
                    String where = what + " plane " + plane + " at " + x + "," + y;
                    double weight = exactWeights[x];
                    // signed weights nearly cancel here and there: judged by what was added up
                    double size = isSigned ? weightSum : weight;
                    boolean isHole = weight <= 1e-9 * weightSum;
                    if (!isHole) {
                        assertEquals(weight, weights[x], 1e-6 * size + 1e-12, where);
                        assertEquals(exactCounts[x], counts[x], where);
                    }
                    if (weight > (isSigned ? 0.05 * weightSum : 1e-6 * weightSum)) {
                        double slack = (isSigned ? 1e-5 : 1e-6) * exactValues[x];
                        assertEquals(exactValues[x], values[x], slack, where);
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared > 0 || view.widthPx() < 10 || what.startsWith("POINT"), what);
    }
}
