package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.judge.Allocation;

/** Explicit SIMD changes no bit, and nothing needs it. */
class DrizzleVectorTest {
    @Test
    void simdRowsGiveTheBitsOfPlainRows() {
        assumeTrue(FusedRows.STARTS_ANYWHERE, "this JVM runs without jdk.incubator.vector");
        Random random = new Random(31);
        for (int termCount = 0; termCount <= 33; termCount++) {
            for (int length = 16; length <= 96; length += 16) {
                float[][] rows = new float[termCount][];
                float[][] plainRows = new float[termCount][];
                float[] factors = noise(random, termCount, 1);
                int[] starts = new int[termCount];
                for (int t = 0; t < termCount; t++) {
                    starts[t] = random.nextInt(4);
                    rows[t] = noise(random, length + 3, 1e3);
                    plainRows[t] = Arrays.copyOfRange(rows[t], starts[t], starts[t] + length);
                }
                float[] expected = noise(random, length, 1e4);
                float[] sums = expected.clone();
                FusedRows.add(expected, plainRows, factors, termCount, length);
                VectorFusedRows.add(sums, rows, starts, factors, termCount, length);
                assertArrayEquals(expected, sums);
            }
        }
    }

    /** Another JVM without the module: it must work there, and give the same stacks. */
    @Test
    void aJvmWithoutTheVectorModuleGivesTheSameBits() throws Exception {
        assumeTrue(FusedRows.STARTS_ANYWHERE, "this JVM runs without jdk.incubator.vector");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrizzleVectorTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        assertEquals("false " + sumOfAllStacks(), printed.strip());
    }

    /** Prints whether explicit SIMD is at work, and a check sum over many stacks. */
    public static void main(String[] args) {
        System.out.println(FusedRows.STARTS_ANYWHERE + " " + sumOfAllStacks());
    }

    private static long sumOfAllStacks() {
        long sum = 0;
        Random random = new Random(32);
        for (DropKernel kernel : new DropKernel[] {DropKernel.SQUARE, DropKernel.GAUSSIAN}) {
            for (double scale : new double[] {1, 1.25, 1.5, 2, 2.5, 3, 1.37}) {
                for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GRBG, ColorLayout.RGB}) {
                    FrameFormat format = new FrameFormat(20 + random.nextInt(50), 12, layout, 16);
                    FloatFrames frames = new FloatFrames(format).addNoise(random, 20, 3);
                    DrizzleStack stack = new DrizzleStack(format, scale, 0.7, kernel, 2);
                    frames.addTo(stack, 8);
                    sum = 31 * sum + DrizzleDeterminismTest.bits(stack.view());
                }
            }
        }
        return sum;
    }

    /** With explicit SIMD the compiler may leave vectors as objects where it fails to put them into registers. */
    @Test
    void everyKernelAllocatesNothing() {
        for (DropKernel kernel : new DropKernel[] {DropKernel.SQUARE, DropKernel.POINT, DropKernel.GAUSSIAN}) {
            FloatFrames frames =
                    new FloatFrames(new FrameFormat(160, 120, ColorLayout.MONO, 16)).addNoise(new Random(33), 32, 3);
            DrizzleStack stack = new DrizzleStack(frames.format, 1.5, 0.7, kernel, 1);
            FrameSlot[] slots = frames.slots.toArray(new FrameSlot[0]);
            for (int warmUp = 0; warmUp < 60; warmUp++) {
                stack.add(0, slots, slots.length, frames);
            }
            assertEquals(0, Allocation.leastBytes(() -> stack.add(0, slots, slots.length, frames)), kernel.key());
        }
    }

    private static float[] noise(Random random, int length, double size) {
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (float) (size * random.nextGaussian());
        }
        return noise;
    }
}
