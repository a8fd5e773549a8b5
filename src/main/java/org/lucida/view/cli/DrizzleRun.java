package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lucida.drizzle.DrizzleFrame;
import org.lucida.drizzle.DrizzleRecipe;
import org.lucida.drizzle.GeometricDrizzle;
import org.lucida.files.DrizzleCaseOutput;
import org.lucida.view.Program;

/**
 * One drizzle from the first frame to the file: the accumulator, its threads, its warnings.
 *
 * <p>Thread: one at a time; bands of output rows run on threads of its own until it is closed.
 */
final class DrizzleRun implements AutoCloseable {
    /** Share of the heap that the sums may take; the rest is for frames. */
    static final double HEAP_SHARE = 0.9;

    private final GeometricDrizzle drizzle;
    private final BandCrew crew;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final int firstNumber;
    private final int contextPlaneCount;
    private int frameCount;

    DrizzleRun(DrizzleRecipe recipe, int frameCount, int threads) {
        this(recipe, frameCount, threads, Math.max(1, Math.min(threads, recipe.heightPx())), null);
    }

    /** A drizzle whose state can be kept, or that goes on with one (null: none). */
    static DrizzleRun kept(DrizzleRecipe recipe, int frameCount, int threads, DrizzleState before) {
        return new DrizzleRun(recipe, frameCount, threads, DrizzleState.bandCount(recipe), before);
    }

    private DrizzleRun(DrizzleRecipe recipe, int newCount, int threads, int bandCount, DrizzleState before) {
        firstNumber = before == null ? 0 : before.endNumber();
        int frameCount = firstNumber + newCount;
        if (recipe.heapBytes(frameCount) > HEAP_SHARE * Runtime.getRuntime().maxMemory()) {
            throw new IllegalArgumentException("output of " + recipe.widthPx() + "x" + recipe.heightPx()
                    + " px needs " + (recipe.heapBytes(frameCount) >> 20) + " MiB of memory, the program has "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + "; use a smaller --scale or no --context, or give it more with LUCIDA_JAVA_OPTS=-Xmx4g");
        }
        drizzle = before == null ? new GeometricDrizzle(recipe, bandCount) : before.drizzle();
        this.frameCount = before == null ? 0 : before.frameCount();
        contextPlaneCount = recipe.hasContext() ? (frameCount + 31) / 32 : 0;
        crew = new BandCrew(bandCount, threads);
    }

    /** Ends early if the result could not be written. */
    static void refuseTaken(Path output) throws IOException {
        if (Files.exists(output)) {
            throw new FileAlreadyExistsException(output.toString());
        }
    }

    void add(DrizzleFrame frame, double pixelScaleRatio, int frameIndex) throws IOException {
        DrizzleRecipe recipe = drizzle.recipe();
        warnings.addAll(recipe.kernel().warnings(recipe.pixfrac(), pixelScaleRatio));
        crew.each(band -> drizzle.add(band, frame, firstNumber + frameIndex));
        frameCount++;
    }

    int frameCount() {
        return frameCount;
    }

    /** The state after the frames added so far. */
    DrizzleState state(double scale, double valueFactor, int beginNumber, int newCount) {
        return new DrizzleState(drizzle, scale, valueFactor, beginNumber, firstNumber + newCount, frameCount);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    void write(Path output, List<DrizzleCaseOutput.Card> extra, List<String> notes) throws IOException {
        write(output, new Planes(drizzle, contextPlaneCount), drizzle.recipe(), frameCount, warnings, extra, notes);
    }

    /** Writes the file of a drizzle, however it was made. */
    static void write(
            Path output,
            DrizzleCaseOutput.Planes planes,
            DrizzleRecipe recipe,
            int frameCount,
            Set<String> warnings,
            List<DrizzleCaseOutput.Card> extra,
            List<String> notes)
            throws IOException {
        List<DrizzleCaseOutput.Card> cards = new ArrayList<>(extra);
        cards.add(new DrizzleCaseOutput.Card("KERNEL", recipe.kernel().key(), "shape of the drop"));
        cards.add(new DrizzleCaseOutput.Card("PIXFRAC", recipe.pixfrac(), "side of the drop, input px"));
        cards.add(new DrizzleCaseOutput.Card("NFRAMES", frameCount, "frames in this file"));
        cards.add(new DrizzleCaseOutput.Card("NCHAN", recipe.planeCount(), "colour planes"));
        cards.add(new DrizzleCaseOutput.Card(
                "FILLVAL", Float.toString(recipe.fillAdu()), "SCI and VAR where nothing fell"));
        cards.add(new DrizzleCaseOutput.Card(
                "BAYERPAT", recipe.layout().isMosaic() ? recipe.layout().name() : "NONE", "mosaic of the input"));
        cards.add(new DrizzleCaseOutput.Card("NWARN", warnings.size(), "warnings, see HISTORY"));
        cards.add(new DrizzleCaseOutput.Card("PROGRAM", Program.nameAndVersion(), "software that wrote this file"));
        List<String> history = new ArrayList<>();
        warnings.forEach(warning -> history.add("Warning: " + warning));
        history.addAll(notes);
        new DrizzleCaseOutput().write(output, planes, cards, history);
    }

    @Override
    public void close() {
        crew.close();
    }

    /** The accumulator as the file wants it. */
    private record Planes(GeometricDrizzle drizzle, int contextPlaneCount) implements DrizzleCaseOutput.Planes {
        @Override
        public int widthPx() {
            return drizzle.recipe().widthPx();
        }

        @Override
        public int heightPx() {
            return drizzle.recipe().heightPx();
        }

        @Override
        public int planeCount() {
            return drizzle.recipe().planeCount();
        }

        @Override
        public boolean hasVariance() {
            return drizzle.recipe().hasVariance();
        }

        @Override
        public void readValues(int plane, int y, float[] out) {
            drizzle.readValues(plane, y, out);
        }

        @Override
        public void readWeights(int plane, int y, float[] out) {
            drizzle.readWeights(plane, y, out);
        }

        @Override
        public void readVariances(int plane, int y, float[] out) {
            drizzle.readVariances(plane, y, out);
        }

        @Override
        public void readCounts(int plane, int y, int[] out) {
            drizzle.readCounts(plane, y, out);
        }

        @Override
        public void readContext(int p, int y, int[] out) {
            drizzle.readContext(0, p, y, out);
        }
    }
}
