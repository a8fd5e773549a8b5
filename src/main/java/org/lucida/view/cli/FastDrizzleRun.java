package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lucida.drizzle.DrizzleRecipe;
import org.lucida.drizzle.DrizzleStack;
import org.lucida.drizzle.StackPicture;
import org.lucida.files.DrizzleCaseOutput;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.SampleRows;
import org.lucida.frame.WarpField;

/**
 * One drizzle in the way of the live stack: sums in floats, frames in batches.
 *
 * <p>Thread: one at a time; bands of output rows run on threads of its own until it is closed.
 */
final class FastDrizzleRun implements AutoCloseable {
    private static final int BATCH_FRAMES = 8;
    private static final double HEAP_SHARE = 0.9;
    private static final double ROUNDING = 1e-12;

    private final DrizzleRecipe recipe;
    private final FrameFormat format;
    private final boolean rigid;
    private final double factor;
    private final DrizzleStack stack;
    private final BandCrew crew;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final FrameSlot[] slots = new FrameSlot[BATCH_FRAMES];
    private final float[][] samples;
    private int batchCount;
    private int frameCount;

    /**
     * An empty one.
     *
     * @param rigid no frame is turned or stretched
     * @param factor on the values when they are written
     */
    FastDrizzleRun(FrameFormat format, double scale, DrizzleRecipe recipe, boolean rigid, double factor, int threads) {
        this.recipe = recipe;
        this.format = format;
        this.rigid = rigid;
        this.factor = factor;
        int bandCount = Math.max(1, Math.min(threads, recipe.heightPx()));
        int sampleCount = format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
        long bytes = (long) BATCH_FRAMES * sampleCount * Float.BYTES
                + (rigid
                        ? DrizzleStack.heapBytes(format, scale, recipe.pixfrac(), bandCount)
                        : DrizzleStack.warpHeapBytes(format, scale, recipe.pixfrac(), bandCount));
        if (bytes > HEAP_SHARE * Runtime.getRuntime().maxMemory()) {
            throw new IllegalArgumentException("--fast needs " + (bytes >> 20) + " MiB of memory, the program has "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + "; use a smaller --scale, or give it more with LUCIDA_JAVA_OPTS=-Xmx4g");
        }
        stack = rigid
                ? new DrizzleStack(format, scale, recipe.pixfrac(), recipe.kernel(), bandCount)
                : DrizzleStack.forWarps(format, scale, recipe.pixfrac(), recipe.kernel(), bandCount);
        samples = new float[BATCH_FRAMES][sampleCount];
        for (int f = 0; f < BATCH_FRAMES; f++) {
            slots[f] = new FrameSlot(0);
            slots[f].frameIndex = f;
            slots[f].warp = rigid ? null : WarpField.linear(format);
        }
        crew = new BandCrew(bandCount, threads);
    }

    /** True if a matrix from frame to reference is nothing but a shift. */
    static boolean isShift(double[] matrix) {
        return isAffine(matrix)
                && Math.abs(matrix[0] - 1) + Math.abs(matrix[1]) + Math.abs(matrix[3]) + Math.abs(matrix[4] - 1)
                        < ROUNDING;
    }

    private static boolean isAffine(double[] matrix) {
        return matrix[6] == 0 && matrix[7] == 0 && matrix[8] == 1;
    }

    /** The matrix from frame to reference, when the one given leads to the output. */
    static double[] toReference(double[] toOutput, double scale) {
        double[] matrix = toOutput.clone();
        double offset = 0.5 / scale - 0.5;
        for (int column = 0; column < 3; column++) {
            matrix[column] = toOutput[column] / scale + offset * toOutput[6 + column];
            matrix[3 + column] = toOutput[3 + column] / scale + offset * toOutput[6 + column];
        }
        return matrix;
    }

    /** Where the next frame is to be read into. */
    float[] nextSamples() {
        return samples[batchCount];
    }

    /**
     * Adds the frame that was read into {@link #nextSamples}.
     *
     * @param matrix from frame to reference, nine numbers
     */
    void add(double[] matrix, double weight, int frameIndex) throws IOException {
        double tilt = Math.max(Math.abs(matrix[1]), Math.abs(matrix[3]));
        double stretch = Math.max(Math.abs(matrix[0] - 1), Math.abs(matrix[4] - 1));
        double largestTilt = DrizzleStack.largestTilt(recipe.kernel());
        if (!(isAffine(matrix) && tilt <= largestTilt && stretch <= DrizzleStack.LARGEST_STRETCH)) {
            throw new IllegalArgumentException(
                    "--fast: frame=" + frameIndex + " has tilt=" + tilt + " stretch=" + stretch
                            + ", more than " + largestTilt + " and " + DrizzleStack.LARGEST_STRETCH
                            + ", or perspective; leave out --fast");
        }
        FrameSlot slot = slots[batchCount];
        slot.mask = maskWithoutValue(samples[batchCount]);
        slot.weight = weight;
        if (rigid) {
            slot.displacementXPx = -matrix[2];
            slot.displacementYPx = -matrix[5];
        } else {
            slot.warp.setAffine(matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]);
        }
        frameCount++;
        batchCount++;
        if (batchCount == BATCH_FRAMES) {
            flush();
        }
    }

    /** Pixels without a value, which are set to 0; null if there are none. */
    private PixelMask maskWithoutValue(float[] values) {
        BitSet bad = new BitSet();
        int perPixel = format.layout().samplesPerPixel();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                bad.set(i / perPixel);
            }
        }
        bad.stream().forEach(pixel -> Arrays.fill(values, pixel * perPixel, (pixel + 1) * perPixel, 0));
        return PixelMask.of(format.widthPx(), format.heightPx(), bad);
    }

    private void flush() throws IOException {
        crew.each(band -> stack.add(band, slots, batchCount, this::read));
        batchCount = 0;
    }

    /** A row as {@link SampleRows} wants it. */
    private void read(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
        float[] frame = samples[(int) slot.frameIndex];
        int perPixel = format.layout().samplesPerPixel();
        int width = format.widthPx();
        int at = y * width * perPixel + sample;
        for (int x = 0; x + 1 < width; x += 2) {
            even[x / 2] = frame[at];
            odd[x / 2] = frame[at + perPixel];
            at += 2 * perPixel;
        }
        if (width % 2 == 1) {
            even[width / 2] = frame[at];
        }
    }

    int frameCount() {
        return frameCount;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void write(Path output, List<DrizzleCaseOutput.Card> extra, List<String> notes) throws IOException {
        flush();
        Planes planes = new Planes(stack.view(), recipe, (float) factor, new int[recipe.widthPx()]);
        DrizzleRun.write(output, planes, recipe, frameCount, warnings, extra, notes);
    }

    @Override
    public void close() {
        crew.close();
    }

    /** The stack as the file wants it. */
    private record Planes(StackPicture view, DrizzleRecipe recipe, float factor, int[] counts)
            implements DrizzleCaseOutput.Planes {
        @Override
        public int widthPx() {
            return view.widthPx();
        }

        @Override
        public int heightPx() {
            return view.heightPx();
        }

        @Override
        public int planeCount() {
            return view.planeCount();
        }

        @Override
        public boolean hasVariance() {
            return false;
        }

        @Override
        public int contextPlaneCount() {
            return 0;
        }

        @Override
        public void readValues(int plane, int y, float[] out) {
            view.readValues(plane, y, out);
            view.readCounts(plane, y, counts);
            for (int x = 0; x < counts.length; x++) {
                out[x] = counts[x] == 0 ? recipe.fillAdu() : out[x] * factor;
            }
        }

        @Override
        public void readWeights(int plane, int y, float[] out) {
            view.readWeights(plane, y, out);
        }

        @Override
        public void readVariances(int plane, int y, float[] out) {
            Arrays.fill(out, Float.NaN);
        }

        @Override
        public void readCounts(int plane, int y, int[] out) {
            view.readCounts(plane, y, out);
        }

        @Override
        public void readContext(int p, int y, int[] out) {
            Arrays.fill(out, 0);
        }
    }
}
