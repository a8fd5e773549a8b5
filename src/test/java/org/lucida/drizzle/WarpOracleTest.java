package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.WarpField;

/** Warped frames against the exact drizzle with polygons. */
class WarpOracleTest {
    private static final double[] SCALES = {1, 1.25, 1.37, 1.5, 2, 3};
    private static final double[] PIXFRACS = {0.5, 0.7, 0.85, 1};
    private static final ColorLayout[] LAYOUTS = {ColorLayout.MONO, ColorLayout.GRBG, ColorLayout.RGB};
    private static final double TURBO_ERROR = 1e-5;
    private static final double SQUARE_ERROR = 1e-3;

    /** Fills a field; the sizes of its waves are in px. */
    static void setWaves(WarpField field, Random random, double amplitudePx, double wavePx, double rotationDeg) {
        field.setSimilarity(30, 20, rotationDeg, 1, 4 * random.nextDouble() - 2, 4 * random.nextDouble() - 2);
        double phase = 6 * random.nextDouble();
        double turn = 6 * random.nextDouble();
        for (int j = 0; j < field.rowCount; j++) {
            for (int i = 0; i < field.columnCount; i++) {
                double along = (i * Math.cos(turn) + j * Math.sin(turn)) * field.stepPx * 2 * Math.PI / wavePx;
                field.displacementXPx[j * field.columnCount + i] += amplitudePx * Math.sin(along + phase);
                field.displacementYPx[j * field.columnCount + i] += amplitudePx * Math.cos(1.3 * along - phase);
            }
        }
    }

    static Geometry geometry(FrameSlot slot, double scale) {
        WarpField warp = slot.warp;
        return warp == null || !warp.isInForce()
                ? Geometry.displacement(slot.displacementXPx, slot.displacementYPx, scale)
                : Geometry.warp(warp.stepPx, warp.columnCount, warp.displacementXPx, warp.displacementYPx, scale);
    }

    /** Largest difference of weights in shares of a drop; values and counts are checked on the way. */
    static double worst(FloatFrames frames, DropKernel kernel, double scale, double pixfrac, int bandCount) {
        FrameFormat format = frames.format;
        DrizzleStack stack = DrizzleStack.forWarps(format, scale, pixfrac, kernel, bandCount);
        frames.addTo(stack, 5);
        GeometricDrizzle exact = new GeometricDrizzle(new DrizzleRecipe(
                kernel, pixfrac, format.layout(), stack.widthPx(), stack.heightPx(), 0, false, false));
        for (FrameSlot slot : frames.slots) {
            float[] weights = new float[format.widthPx() * format.heightPx()];
            for (int i = 0; i < weights.length; i++) {
                boolean bad = slot.mask != null && slot.mask.isBad(i % format.widthPx(), i / format.widthPx());
                weights[i] = bad ? 0 : 1;
            }
            exact.add(
                    new DrizzleFrame(
                                    format.widthPx(),
                                    format.heightPx(),
                                    frames.samples.get((int) slot.frameIndex),
                                    geometry(slot, scale))
                            .pixelScaleRatio(1 / scale)
                            .weightFactor(slot.weight)
                            .weights(weights),
                    0);
        }
        return worst(stack.view(), exact, kernel == DropKernel.TURBO ? TURBO_ERROR : SQUARE_ERROR);
    }

    private static double worst(StackPicture view, GeometricDrizzle exact, double tolerance) {
        int width = view.widthPx();
        float[] values = new float[width];
        float[] weights = new float[width];
        int[] counts = new int[width];
        float[] exactValues = new float[width];
        float[] exactWeights = new float[width];
        int[] exactCounts = new int[width];
        double worst = 0;
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, values);
                view.readWeights(plane, y, weights);
                view.readCounts(plane, y, counts);
                exact.readValues(plane, y, exactValues);
                exact.readWeights(plane, y, exactWeights);
                exact.readCounts(plane, y, exactCounts);
                for (int x = 0; x < width; x++) {
                    worst = Math.max(worst, Math.abs(weights[x] - exactWeights[x]));
                    String where = "plane " + plane + " at " + x + "," + y;
                    if (exactWeights[x] > 0.2) {
                        double slack = 400 * 4 * tolerance / exactWeights[x] + 0.01;
                        assertEquals(exactValues[x], values[x], slack, where);
                    }
                    if (exactWeights[x] == 0) {
                        assertTrue(weights[x] <= tolerance, where);
                    } else if (exactWeights[x] > 0.2) {
                        assertTrue(Math.abs(exactCounts[x] - counts[x]) <= 1, where + ": " + counts[x]);
                    }
                }
            }
        }
        return worst;
    }

    private static FloatFrames frames(Random random, ColorLayout layout, int frameCount) {
        FrameFormat format = new FrameFormat(60 + random.nextInt(20), 37 + random.nextInt(9), layout, 16);
        return new FloatFrames(format).addNoise(random, frameCount, 2);
    }

    @Test
    void maskedPixelsOfWarpedFramesHaveNoWeight() {
        Random random = new Random(31);
        for (double scale : SCALES) {
            for (ColorLayout layout : LAYOUTS) {
                FloatFrames frames = frames(random, layout, 3);
                for (FrameSlot slot : frames.slots) {
                    slot.warp = WarpField.covering(frames.format, 16);
                    setWaves(slot.warp, random, 0.3, 60, 0.5);
                    slot.warp.enforce();
                    slot.mask = MaskedStackTest.randomMask(frames.format, random, 0.1);
                }
                double error = worst(frames, DropKernel.TURBO, scale, 0.7, 2);
                assertTrue(error < TURBO_ERROR, layout + " scale " + scale + ": " + error);
            }
        }
    }

    @Test
    void turnedFramesWithSmoothWavesHaveTheWeightsOfTheExactTurboKernel() {
        Random random = new Random(21);
        for (double scale : SCALES) {
            for (double pixfrac : PIXFRACS) {
                for (ColorLayout layout : LAYOUTS) {
                    FloatFrames frames = frames(random, layout, 1);
                    FrameSlot slot = frames.slots.get(0);
                    slot.weight = 1;
                    slot.warp = WarpField.covering(frames.format, 7 + random.nextInt(20));
                    setWaves(slot.warp, random, 0.3 * random.nextDouble(), 80, 2 * random.nextDouble() - 1);
                    double worst = worst(frames, DropKernel.TURBO, scale, pixfrac, 1 + random.nextInt(3));
                    assertTrue(worst < TURBO_ERROR, scale + " " + pixfrac + " " + layout + ": " + worst);
                }
            }
        }
    }

    @Test
    void turnedFramesHaveTheWeightsOfTheExactSquareKernelUpToTheLimit() {
        Random random = new Random(22);
        double limitDeg = Math.toDegrees(WarpBand.largestTilt(DropKernel.SQUARE));
        for (double angleDeg : new double[] {0, 0.02, 0.1, 0.3, -0.3, 0.6, 0.98 * limitDeg, -0.98 * limitDeg}) {
            for (double scale : SCALES) {
                for (double pixfrac : PIXFRACS) {
                    FloatFrames frames = frames(random, LAYOUTS[random.nextInt(3)], 1);
                    FrameSlot slot = frames.slots.get(0);
                    slot.weight = 1;
                    slot.warp = WarpField.linear(frames.format);
                    slot.warp.setSimilarity(
                            20, 20, angleDeg, 0.99 + 0.02 * random.nextDouble(), 1.3, random.nextDouble());
                    double worst = worst(frames, DropKernel.SQUARE, scale, pixfrac, 2);
                    assertTrue(worst < SQUARE_ERROR, angleDeg + " " + scale + " " + pixfrac + ": " + worst);
                }
            }
        }
    }

    @Test
    void smoothWavesHaveTheWeightsOfTheExactSquareKernel() {
        Random random = new Random(23);
        for (double scale : SCALES) {
            for (double pixfrac : PIXFRACS) {
                for (ColorLayout layout : LAYOUTS) {
                    FloatFrames frames = frames(random, layout, 1);
                    FrameSlot slot = frames.slots.get(0);
                    slot.weight = 1;
                    slot.warp = WarpField.covering(frames.format, 24);
                    setWaves(slot.warp, random, 0.5, 600, 0.3 * (2 * random.nextDouble() - 1));
                    double worst = worst(frames, DropKernel.SQUARE, scale, pixfrac, 1);
                    assertTrue(worst < SQUARE_ERROR, scale + " " + pixfrac + " " + layout + ": " + worst);
                }
            }
        }
    }

    @Test
    void rigidAndWarpedFramesMixInOneStack() {
        Random random = new Random(24);
        for (DropKernel kernel : new DropKernel[] {DropKernel.TURBO, DropKernel.SQUARE}) {
            FloatFrames frames = frames(random, ColorLayout.RGGB, 13);
            for (int k = 0; k < 13; k += 2) {
                FrameSlot slot = frames.slots.get(k);
                slot.warp = WarpField.covering(frames.format, 30);
                setWaves(slot.warp, random, 0.2, 400, 0.3);
                if (k % 4 == 2) {
                    slot.warp.clear();
                }
            }
            double worst = worst(frames, kernel, 1.5, 0.8, 3);
            assertTrue(worst < 13 * (kernel == DropKernel.TURBO ? TURBO_ERROR : SQUARE_ERROR), kernel + " " + worst);
        }
    }

    @Test
    void framesFarOutAndBeyondTheFieldHaveTheWeightsOfTheExactKernel() {
        Random random = new Random(25);
        for (double scale : SCALES) {
            FrameFormat format = new FrameFormat(31, 22, ColorLayout.GBRG, 16);
            FloatFrames frames = new FloatFrames(format).addNoise(random, 40, 45);
            for (int k = 0; k < 40; k += 2) {
                FrameSlot slot = frames.slots.get(k);
                slot.warp = WarpField.covering(format, 5);
                slot.warp.setSimilarity(
                        10, 10, 2 * random.nextDouble() - 1, 1, slot.displacementXPx, slot.displacementYPx);
            }
            frames.add(frames.samples.get(0), 1e300, 3, 1);
            frames.add(frames.samples.get(1), -2e9, 3, 1);
            frames.add(frames.samples.get(2), 0, 1e300, 1);
            frames.add(frames.samples.get(3), 0, -1e6, 1);
            double worst = worst(frames, DropKernel.TURBO, scale, 0.7, 3);
            assertTrue(worst < 5 * TURBO_ERROR, scale + ": " + worst);
        }
    }

    @Test
    void tinyFramesHaveTheWeightsOfTheExactKernel() {
        Random random = new Random(26);
        for (double scale : SCALES) {
            for (int size = 0; size < 16; size++) {
                FrameFormat format = new FrameFormat(1 + size % 4, 1 + size / 4, ColorLayout.MONO, 16);
                FloatFrames frames = new FloatFrames(format).addNoise(random, 2, 2);
                frames.slots.get(1).warp = WarpField.linear(format);
                frames.slots.get(1).warp.setSimilarity(1, 1, 0.5, 1, 0.3, -0.2);
                double worst = worst(frames, DropKernel.TURBO, scale, 0.8, 1);
                assertTrue(worst < 2 * TURBO_ERROR, format + " " + scale + ": " + worst);
                if (format.widthPx() > 1 && format.heightPx() > 1) {
                    worst = worst(frames, DropKernel.SQUARE, scale, 0.8, 1);
                    assertTrue(worst < 2 * SQUARE_ERROR, format + " " + scale + ": " + worst);
                }
            }
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAndNothingAdded() {
        FrameFormat format = new FrameFormat(31, 22, ColorLayout.MONO, 16);
        FloatFrames frames = new FloatFrames(format).addNoise(new Random(27), 2, 1);
        FrameSlot slot = frames.slots.get(1);
        slot.warp = WarpField.linear(format);
        slot.warp.setSimilarity(10, 10, 0.8, 1, 0, 0);
        DrizzleStack square = DrizzleStack.forWarps(format, 1.5, 1, DropKernel.SQUARE, 1);
        refuses(square, frames, "tilt=0.0139");
        assertEquals(0, square.view().stackedCount());
        DrizzleStack turbo = DrizzleStack.forWarps(format, 1.5, 1, DropKernel.TURBO, 1);
        frames.addTo(turbo, 2);
        assertEquals(2, turbo.view().stackedCount());
        slot.warp.setSimilarity(10, 10, 0, 1.06, 0, 0);
        refuses(turbo, frames, "stretch=0.056");
        slot.warp.setDisplacement(Double.NaN, 0);
        refuses(turbo, frames, "tilt=Infinity");
        slot.warp.setDisplacement(1, 0);
        refuses(new DrizzleStack(format, 1.5, 1, 1), frames, "make it with forWarps");
        slot.weight = 1e-30;
        refuses(turbo, frames, "weight=1.0E-30");
        assertThrows(IllegalArgumentException.class, () -> DrizzleStack.forWarps(format, 1, 1, DropKernel.LANCZOS3, 1));
    }

    private static void refuses(DrizzleStack stack, FloatFrames frames, String words) {
        String message = assertThrows(IllegalArgumentException.class, () -> frames.addTo(stack, 2))
                .getMessage();
        assertTrue(message.contains(words), message);
    }
}
