package org.lucida.drizzle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;

/**
 * Drizzle with every kernel and every geometry, exact: the reference for the fast path of {@link DrizzleStack}, and the way
 * for registrations that are no mere shifts.
 *
 * <p>Definition (Fruchter and Hook 2002, PASP 114, 144): with a the share of a drop that falls on an output pixel and w its
 * weight, {@code W' = a w + W}, {@code I' = (a i w + I W) / W'}. Kept here are the sums {@code W = sum a w},
 * {@code S = sum a w i} and {@code V = sum (a w)^2 v} in double precision; {@code I = S / W}, {@code VAR = V / W^2} are the
 * same numbers, whatever the order of the frames. Nothing is clamped.
 *
 * <p>Every pixel counts, also where the output frame cuts through its drop; what falls outside is lost and the rest keeps
 * its share.
 *
 * <p>Incremental: frames may come in any order; {@link #remove} takes one out again; {@link #merge} joins two accumulators
 * of the same recipe; {@link #write} and {@link #read} keep one over night.
 *
 * <p>Bands: the output rows are cut into bands, each may be filled by its own thread; the sums are the same to the last bit
 * whatever their number, if each band is given the same frames in the same order.
 *
 * <p>Error: all 28 reference cases of STScI drizzle within 1e-6 (DrizzleCasesReferenceTest).
 * <p>Memory: {@link DrizzleRecipe#heapBytes}; adding allocates nothing once the largest frame has been seen (with context
 * bits, every 32nd frame opens a plane).
 */
public final class GeometricDrizzle {
    private static final int LARGEST_BAND_COUNT = 64;
    private static final int MAGIC = 0x4C_44_5A_31;

    private final DrizzleRecipe recipe;
    private final GeometricBand[] bands;

    /** An empty accumulator of one band. */
    public GeometricDrizzle(DrizzleRecipe recipe) {
        this(recipe, 1);
    }

    /**
     * An empty accumulator.
     *
     * @param bandCount bands of output rows, 1 to 64
     */
    public GeometricDrizzle(DrizzleRecipe recipe, int bandCount) {
        if (bandCount < 1 || bandCount > LARGEST_BAND_COUNT) {
            throw new IllegalArgumentException(
                    "bandCount=" + bandCount + " is outside 1.." + LARGEST_BAND_COUNT + "; use one for each core");
        }
        this.recipe = recipe;
        bands = new GeometricBand[bandCount];
        for (int band = 0; band < bandCount; band++) {
            int first = firstRowOf(band, bandCount);
            bands[band] = new GeometricBand(recipe, first, firstRowOf(band + 1, bandCount) - first);
        }
    }

    private int firstRowOf(int band, int bandCount) {
        return (int) ((long) recipe.heightPx() * band / bandCount);
    }

    public DrizzleRecipe recipe() {
        return recipe;
    }

    public int bandCount() {
        return bands.length;
    }

    /**
     * Adds a frame.
     *
     * @param frameIndex number of its context bit, from 0 up; any if no context is kept
     */
    public void add(DrizzleFrame frame, int frameIndex) {
        for (int band = 0; band < bands.length; band++) {
            add(band, frame, frameIndex);
        }
    }

    /** Adds a frame to one band. Thread: the band's own. */
    public void add(int band, DrizzleFrame frame, int frameIndex) {
        check(frame, frameIndex);
        bands[band].add(frame, frameIndex, 1);
    }

    /**
     * Takes a frame out again that was added just so: then everything is as if it had never come, to rounding, and exactly 0
     * where no other frame came.
     */
    public void remove(DrizzleFrame frame, int frameIndex) {
        check(frame, frameIndex);
        for (GeometricBand band : bands) {
            band.add(frame, frameIndex, -1);
        }
    }

    private void check(DrizzleFrame frame, int frameIndex) {
        ColorLayout layout = recipe.layout();
        if (frame.samplesPerPixel() != layout.samplesPerPixel()) {
            throw new IllegalArgumentException("frame has " + frame.samplesPerPixel() + " samples a pixel, layout="
                    + layout + " needs " + layout.samplesPerPixel() + "; give frames of one kind");
        }
        if (recipe.hasVariance() && !frame.hasVariance()) {
            throw new IllegalArgumentException("frame " + frameIndex
                    + " has no variance, and variances are wanted; give its variances or the noise of the camera");
        }
        if (recipe.kernel() == DropKernel.SQUARE && (frame.widthPx < 2 || frame.heightPx < 2)) {
            throw new IllegalArgumentException("frame of " + frame.widthPx + "x" + frame.heightPx
                    + " px has no corners between its centres; use the kernel turbo");
        }
        if (frameIndex < 0) {
            throw new IllegalArgumentException("frameIndex=" + frameIndex + " is below 0; count from 0");
        }
    }

    /**
     * Adds what another accumulator holds. Frames of both must have different numbers if context is kept.
     *
     * @param other of the same recipe and as many bands. Not modified
     */
    public void merge(GeometricDrizzle other) {
        if (!other.recipe.equals(recipe) || other.bands.length != bands.length) {
            throw new IllegalArgumentException("recipe=" + other.recipe + " with " + other.bands.length
                    + " bands is not " + recipe + " with " + bands.length + "; merge equal ones only");
        }
        for (int band = 0; band < bands.length; band++) {
            bands[band].merge(other.bands[band]);
        }
    }

    // ---- reading out ------------------------------------------------------------------------------------------------

    /** Values of one output row; the fill value where nothing fell. */
    public void readValues(int plane, int y, float[] out) {
        GeometricBand band = bandOf(y);
        double[] sums = band.planes[plane].sums;
        int base = (y - band.firstRow) * recipe.widthPx();
        for (int x = 0; x < recipe.widthPx(); x++) {
            double weight = sums[2 * (base + x)];
            out[x] = weight == 0 ? recipe.fillAdu() : (float) (sums[2 * (base + x) + 1] / weight);
        }
    }

    /** Weights of one output row. */
    public void readWeights(int plane, int y, float[] out) {
        GeometricBand band = bandOf(y);
        double[] sums = band.planes[plane].sums;
        int base = (y - band.firstRow) * recipe.widthPx();
        for (int x = 0; x < recipe.widthPx(); x++) {
            out[x] = (float) sums[2 * (base + x)];
        }
    }

    /** Variances of one output row; the fill value where nothing fell. Only if they are propagated. */
    public void readVariances(int plane, int y, float[] out) {
        GeometricBand band = bandOf(y);
        PlaneSums sums = band.planes[plane];
        int base = (y - band.firstRow) * recipe.widthPx();
        for (int x = 0; x < recipe.widthPx(); x++) {
            double weight = sums.sums[2 * (base + x)];
            out[x] = weight == 0 ? recipe.fillAdu() : (float) (sums.variances[base + x] / (weight * weight));
        }
    }

    /** Frames that reached each pixel of one output row. */
    public void readCounts(int plane, int y, int[] out) {
        GeometricBand band = bandOf(y);
        int base = (y - band.firstRow) * recipe.widthPx();
        for (int x = 0; x < recipe.widthPx(); x++) {
            out[x] = band.planes[plane].countAt(base + x);
        }
    }

    /** Context bits of frames 32 p to 32 p + 31 in one output row: bit k is set where frame 32 p + k came with a weight above 0. */
    public void readContext(int plane, int p, int y, int[] out) {
        GeometricBand band = bandOf(y);
        int base = (y - band.firstRow) * recipe.widthPx();
        for (int x = 0; x < recipe.widthPx(); x++) {
            out[x] = band.planes[plane].contextAt(p, base + x);
        }
    }

    private GeometricBand bandOf(int y) {
        for (GeometricBand band : bands) {
            if (y < band.firstRow + band.rowCount) {
                return band;
            }
        }
        throw new IndexOutOfBoundsException("y=" + y + " of " + recipe.heightPx());
    }

    // ---- keeping ----------------------------------------------------------------------------------------------------

    /** Writes the whole state. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeUTF(recipe.kernel().key());
        out.writeDouble(recipe.pixfrac());
        out.writeUTF(recipe.layout().name());
        out.writeInt(recipe.widthPx());
        out.writeInt(recipe.heightPx());
        out.writeFloat(recipe.fillAdu());
        out.writeBoolean(recipe.hasVariance());
        out.writeBoolean(recipe.hasContext());
        out.writeInt(bands.length);
        for (GeometricBand band : bands) {
            for (PlaneSums plane : band.planes) {
                write(out, plane.sums);
                if (plane.variances != null) {
                    write(out, plane.variances);
                }
                for (int i = 0; i < plane.pixelCount(); i++) {
                    out.writeInt(plane.countAt(i));
                }
                out.writeInt(plane.contextPlaneCount());
                for (int p = 0; p < plane.contextPlaneCount(); p++) {
                    write(out, plane.contextPlane(p));
                }
            }
        }
    }

    /**
     * Reads a state written by {@link #write}.
     *
     * @param heapLimitBytes a state that needs more is refused
     */
    public static GeometricDrizzle read(DataInputStream in, long heapLimitBytes) throws IOException {
        try {
            if (in.readInt() != MAGIC) {
                throw new BadInputException("state=unknown is no drizzle state of this program; choose another file");
            }
            DropKernel kernel = DropKernel.named(in.readUTF()).orElseThrow(IllegalArgumentException::new);
            double pixfrac = in.readDouble();
            ColorLayout layout = ColorLayout.named(in.readUTF()).orElseThrow(IllegalArgumentException::new);
            DrizzleRecipe recipe = new DrizzleRecipe(
                    kernel,
                    pixfrac,
                    layout,
                    in.readInt(),
                    in.readInt(),
                    in.readFloat(),
                    in.readBoolean(),
                    in.readBoolean());
            if (recipe.heapBytes(1) > heapLimitBytes) {
                throw new BadInputException("heapBytes=" + recipe.heapBytes(1) + " needed by the state are more than "
                        + heapLimitBytes + "; give the program more memory, or the file is damaged");
            }
            GeometricDrizzle drizzle = new GeometricDrizzle(recipe, in.readInt());
            for (GeometricBand band : drizzle.bands) {
                for (PlaneSums plane : band.planes) {
                    readPlane(in, plane);
                }
            }
            return drizzle;
        } catch (IllegalArgumentException | java.io.EOFException | java.io.UTFDataFormatException damaged) {
            throw new BadInputException("state=damaged; the file is cut short or broken, drizzle again", damaged);
        }
    }

    private static void readPlane(DataInputStream in, PlaneSums plane) throws IOException {
        read(in, plane.sums);
        if (plane.variances != null) {
            read(in, plane.variances);
        }
        for (int i = 0; i < plane.pixelCount(); i++) {
            plane.setCount(i, in.readInt());
        }
        int contextPlaneCount = in.readInt();
        for (int p = 0; p < contextPlaneCount; p++) {
            read(in, plane.contextPlane(p));
        }
    }

    private static void write(DataOutputStream out, double[] numbers) throws IOException {
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static void write(DataOutputStream out, int[] numbers) throws IOException {
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static void read(DataInputStream in, double[] numbers) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
    }

    private static void read(DataInputStream in, int[] numbers) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
    }
}
