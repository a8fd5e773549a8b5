package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lucida.drizzle.DrizzleRecipe;
import org.lucida.drizzle.GeometricDrizzle;
import org.lucida.files.DrizzleStateFile;
import org.lucida.frame.BadInputException;

/**
 * A drizzle between two goes.
 *
 * @param drizzle the accumulator
 * @param scale output px per input px
 * @param valueFactor what values were multiplied by on their way in
 * @param firstNumber number of the first frame's context bit
 * @param endNumber number the next frame will have
 * @param frameCount frames drizzled
 */
record DrizzleState(
        GeometricDrizzle drizzle, double scale, double valueFactor, int firstNumber, int endNumber, int frameCount) {
    /** Bands of every state, so that any two can be joined; the result does not depend on them. */
    static final int BAND_COUNT = 16;

    static int bandCount(DrizzleRecipe recipe) {
        return Math.min(BAND_COUNT, recipe.heightPx());
    }

    /** Reads a state that needs no more heap than this. */
    static DrizzleState read(Path file, long heapLimitBytes) throws IOException {
        try {
            return new DrizzleStateFile().read(file, in -> {
                double scale = in.readDouble();
                double valueFactor = in.readDouble();
                int first = in.readInt();
                int end = in.readInt();
                int count = in.readInt();
                return new DrizzleState(
                        GeometricDrizzle.read(in, heapLimitBytes), scale, valueFactor, first, end, count);
            });
        } catch (BadInputException bad) {
            String message = bad.getMessage();
            throw message.startsWith("state=" + file.getFileName())
                    ? bad
                    : new BadInputException("--state-in=" + file.getFileName() + ": " + message, bad);
        }
    }

    void write(Path file, boolean replacing) throws IOException {
        DrizzleRecipe recipe = drizzle.recipe();
        new DrizzleStateFile().write(file, replacing, recipe.heapBytes(endNumber), out -> {
            out.writeDouble(scale);
            out.writeDouble(valueFactor);
            out.writeInt(firstNumber);
            out.writeInt(endNumber);
            out.writeInt(frameCount);
            drizzle.write(out);
        });
    }

    /** Refuses frames or a state made by another recipe, naming what differs. */
    void checkSame(String name, DrizzleRecipe recipe, double otherScale, double otherFactor) {
        DrizzleRecipe mine = drizzle.recipe();
        List<String> differences = new ArrayList<>();
        differ(differences, "kernel", mine.kernel().key(), recipe.kernel().key());
        differ(differences, "pixfrac", mine.pixfrac(), recipe.pixfrac());
        differ(differences, "scale", scale, otherScale);
        differ(differences, "layout", mine.layout(), recipe.layout());
        differ(differences, "size", mine.widthPx() + "x" + mine.heightPx(), recipe.widthPx() + "x" + recipe.heightPx());
        differ(differences, "fill", mine.fillAdu(), recipe.fillAdu());
        differ(differences, "variance", mine.hasVariance(), recipe.hasVariance());
        differ(differences, "context", mine.hasContext(), recipe.hasContext());
        differ(differences, "valueFactor", valueFactor, otherFactor);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("--state-in=" + name + " was made with another recipe ("
                    + String.join(", ", differences) + "); give the same options, or begin a new state");
        }
    }

    private static void differ(List<String> differences, String what, Object state, Object wanted) {
        if (!state.equals(wanted)) {
            differences.add(what + "=" + state + " there, " + wanted + " here");
        }
    }

    /** This with another state joined in; the other is used up. */
    DrizzleState joined(String name, DrizzleState other) {
        checkSame(name, other.drizzle.recipe(), other.scale, other.valueFactor);
        boolean overlap = firstNumber < other.endNumber && other.firstNumber < endNumber;
        if (drizzle.recipe().hasContext() && overlap) {
            throw new IllegalArgumentException("--state-in=" + name + " numbers its frames " + other.firstNumber + ".."
                    + (other.endNumber - 1) + " like the one before; with --context make the second go with --state-in"
                    + " of the first, or leave out --context");
        }
        drizzle.merge(other.drizzle);
        return new DrizzleState(
                drizzle,
                scale,
                valueFactor,
                Math.min(firstNumber, other.firstNumber),
                Math.max(endNumber, other.endNumber),
                frameCount + other.frameCount);
    }
}
