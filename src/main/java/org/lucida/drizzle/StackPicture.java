package org.lucida.drizzle;

import java.util.Arrays;
import org.lucida.frame.StackView;

/**
 * Reads a stack out row by row: value = sum / weight, with holes filled and flagged.
 *
 * <p>A pixel no sample reached takes the weighted mean of the covered pixels of its plane in the smallest square around it
 * that holds any, up to {@code ceil(3 * scale)} px away, and is flagged FILLED; farther out it is NaN and EMPTY. A pixel
 * is THIN where fewer than {@value #THIN_FRAMES} frames contributed, or with less than {@value #THIN_WEIGHT_FRACTION} of
 * the median weight over the covered pixels of its plane. Weight and count of holes are 0.
 *
 * <p>Memory: scratch of a few rows, made in the constructor; {@link #forget} when the state below has changed.
 * <p>Thread: one reader at a time.
 */
public class StackPicture implements StackView {
    private static final int THIN_FRAMES = 3;
    private static final double THIN_WEIGHT_FRACTION = 0.1;
    /** Below this fraction of all frame weight a pixel's weight is rounding: the corner of a corner of a drop. */
    private static final double SMALLEST_WEIGHT_FRACTION = 1e-9;
    /** Bits of a float dropped in the median search: leaves a relative width of 2^-11. */
    private static final int MEDIAN_DROPPED_BITS = 12;

    private static final int FLAG_VALUES = FLAG_FILLED + FLAG_EMPTY + FLAG_THIN + 1;

    private final OutputGrid grid;
    private final BandSums[] bands;
    private final int reachPx;
    private final PictureRow[] rows;
    private final double[] medianWeight;
    private final long[][] flagCounts;
    private final int[] flagScratch;
    private int[] histogram;
    private double[] variances;
    private long seenFrameCount = -1;

    StackPicture(OutputGrid grid, BandSums[] bands) {
        this.grid = grid;
        this.bands = bands;
        reachPx = (int) Math.ceil(3 * grid.scale());
        rows = new PictureRow[2 * reachPx + 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new PictureRow(grid.widthPx());
        }
        medianWeight = new double[grid.planeCount()];
        flagCounts = new long[grid.planeCount()][FLAG_VALUES];
        flagScratch = new int[grid.widthPx()];
        forget();
    }

    /** The bands copies are made into. */
    BandSums band(int band) {
        return bands[band];
    }

    /** Drops what was remembered of the state below. */
    final void forget() {
        for (PictureRow row : rows) {
            row.y = -1;
        }
        Arrays.fill(medianWeight, Double.NaN);
        for (long[] counts : flagCounts) {
            counts[0] = -1;
        }
        seenFrameCount = -1;
    }

    /** Throws IllegalStateException if there is nothing to read. */
    void checkReadable() {}

    @Override
    public int widthPx() {
        return grid.widthPx();
    }

    @Override
    public int heightPx() {
        return grid.heightPx();
    }

    @Override
    public int planeCount() {
        return grid.planeCount();
    }

    /** Which stack it is, from 1; see {@link DrizzleStack#restart}. */
    public int stackNumber() {
        checkReadable();
        return bands[0].stackNumber;
    }

    @Override
    public long stackedCount() {
        checkReadable();
        return bands[0].frameCount;
    }

    @Override
    public void readValues(int plane, int y, float[] out) {
        PictureRow row = row(plane, y);
        for (int x = 0; x < grid.widthPx(); x++) {
            out[x] = (float) (row.sum[x] / row.weight[x]);
        }
        if (row.hasHoles) {
            for (int x = 0; x < grid.widthPx(); x++) {
                if (row.count[x] == 0) {
                    out[x] = fill(plane, x, y);
                }
            }
        }
    }

    @Override
    public void readWeights(int plane, int y, float[] out) {
        PictureRow row = row(plane, y);
        for (int x = 0; x < grid.widthPx(); x++) {
            out[x] = (float) row.weight[x];
        }
    }

    @Override
    public boolean hasVariance() {
        return bands[0].variance != null;
    }

    /** Sum of (a w)^2 v over W^2; NaN where no sample came. */
    @Override
    public void readVariances(int plane, int y, float[] out) {
        if (!hasVariance()) {
            throw new IllegalStateException("stack keeps no variances; make it with the noise of the camera");
        }
        PictureRow row = row(plane, y);
        bandOf(y).variance.read(plane, y, varianceScratch());
        for (int x = 0; x < grid.widthPx(); x++) {
            out[x] = row.count[x] == 0 ? Float.NaN : (float) (variances[x] / row.weight[x] / row.weight[x]);
        }
    }

    private double[] varianceScratch() {
        if (variances == null) {
            variances = new double[grid.widthPx()];
        }
        return variances;
    }

    @Override
    public void readCounts(int plane, int y, int[] out) {
        System.arraycopy(row(plane, y).count, 0, out, 0, grid.widthPx());
    }

    @Override
    public void readFlags(int plane, int y, int[] out) {
        double thinWeight = THIN_WEIGHT_FRACTION * medianWeight(plane);
        PictureRow row = row(plane, y);
        for (int x = 0; x < grid.widthPx(); x++) {
            if (row.count[x] == 0) {
                out[x] = distancePx(plane, x, y) <= reachPx ? FLAG_FILLED : FLAG_EMPTY;
            } else {
                out[x] = row.count[x] < THIN_FRAMES || row.weight[x] < thinWeight ? FLAG_THIN : 0;
            }
        }
    }

    /** Pixels of a plane that are flagged FILLED: interpolated, not measured. */
    public long filledCount(int plane) {
        return flagCount(plane, FLAG_FILLED);
    }

    /** Pixels of a plane that are flagged EMPTY: NaN. */
    public long emptyCount(int plane) {
        return flagCount(plane, FLAG_EMPTY);
    }

    /** Pixels of a plane that are flagged THIN. */
    public long thinCount(int plane) {
        return flagCount(plane, FLAG_THIN);
    }

    private long flagCount(int plane, int flag) {
        refresh();
        long[] counts = flagCounts[plane];
        if (counts[0] < 0) {
            Arrays.fill(counts, 0);
            for (int y = 0; y < grid.heightPx(); y++) {
                readFlags(plane, y, flagScratch);
                for (int flags : flagScratch) {
                    counts[flags]++;
                }
            }
        }
        return counts[flag];
    }

    private void refresh() {
        checkReadable();
        if (seenFrameCount != bands[0].frameCount) {
            forget();
            seenFrameCount = bands[0].frameCount;
        }
    }

    private PictureRow row(int plane, int y) {
        refresh();
        PictureRow row = rows[y % rows.length];
        if (row.y != y || row.plane != plane) {
            BandSums band = bandOf(y);
            row.load(band, plane, y, SMALLEST_WEIGHT_FRACTION * band.frameWeightSum, reachPx + 1);
        }
        return row;
    }

    private BandSums bandOf(int y) {
        for (BandSums band : bands) {
            if (y < band.firstRow + band.rowCount) {
                return band;
            }
        }
        throw new IndexOutOfBoundsException("y=" + y + " of " + grid.heightPx());
    }

    /** Chebyshev distance to the nearest covered pixel of the plane; above reachPx if there is none in reach. */
    private int distancePx(int plane, int x, int y) {
        int distancePx = reachPx + 1;
        for (int dy = 0; dy < distancePx; dy++) {
            if (y - dy >= 0) {
                distancePx = Math.min(distancePx, Math.max(dy, row(plane, y - dy).nearestPx[x]));
            }
            if (y + dy < grid.heightPx()) {
                distancePx = Math.min(distancePx, Math.max(dy, row(plane, y + dy).nearestPx[x]));
            }
        }
        return distancePx;
    }

    private float fill(int plane, int x, int y) {
        int distancePx = distancePx(plane, x, y);
        if (distancePx > reachPx) {
            return Float.NaN;
        }
        int left = Math.max(0, x - distancePx);
        int right = Math.min(grid.widthPx() - 1, x + distancePx);
        int bottom = Math.min(grid.heightPx() - 1, y + distancePx);
        double sum = 0;
        double weight = 0;
        for (int ny = Math.max(0, y - distancePx); ny <= bottom; ny++) {
            PictureRow row = row(plane, ny);
            for (int nx = left; nx <= right; nx++) {
                sum += row.sum[nx];
                weight += row.weight[nx];
            }
        }
        return (float) (sum / weight);
    }

    private double medianWeight(int plane) {
        refresh();
        if (Double.isNaN(medianWeight[plane])) {
            if (histogram == null) {
                histogram = new int[Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >>> MEDIAN_DROPPED_BITS];
            }
            Arrays.fill(histogram, 0);
            long covered = 0;
            for (int y = 0; y < grid.heightPx(); y++) {
                PictureRow row = row(plane, y);
                for (int x = 0; x < grid.widthPx(); x++) {
                    if (row.count[x] > 0) {
                        histogram[Float.floatToRawIntBits((float) row.weight[x]) >>> MEDIAN_DROPPED_BITS]++;
                        covered++;
                    }
                }
            }
            medianWeight[plane] = medianOf(histogram, covered);
        }
        return medianWeight[plane];
    }

    private static double medianOf(int[] histogram, long total) {
        long below = 0;
        for (int bin = 0; bin < histogram.length; bin++) {
            below += histogram[bin];
            if (2 * below > total) {
                return Float.intBitsToFloat(bin << MEDIAN_DROPPED_BITS);
            }
        }
        return 0;
    }
}
