package org.lucida.luck;

import java.util.Arrays;
import org.lucida.math.OrderStatistic;

/**
 * Divides a frame into sky and target: level of the dark end, light above it, and whether there is a target at all.
 *
 * <p>The plane is averaged in blocks of about {@value #BLOCK_PX} px. The dark end is the {@value #DARK_FRACTION} quantile of
 * the blocks, corrected for the noise of a block, then refined to the mean of the blocks that agree with it. If such blocks
 * make up a fair share of the frame they are sky, and their level is the background. If hardly any two blocks agree, a
 * surface (Moon, Sun) fills the frame and its darkest spot says nothing about the sky: then the background fades to 0, since
 * calibrated frames have no pedestal. The light is summed over the blocks that stand out and their neighbourhood only, so
 * that empty sky adds no noise; on a surface that is every block.
 *
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 */
final class Skylight {
    /** Side of a block. Chosen: a planet of 30 px still leaves sky blocks in a ROI of 64 px. */
    private static final int BLOCK_PX = 8;
    /** Which quantile of the blocks is the dark end. Chosen: below the sky share of any sensible ROI. */
    private static final double DARK_FRACTION = 0.05;
    /** The same quantile of a normal distribution, sigmas below its mean. */
    private static final double DARK_SIGMAS = 1.645;
    /** Side of the largest square looked at for faint targets, quarter blocks of 4 px. */
    private static final int LARGEST_SQUARE = 8;
    /** Blocks within this many sigmas of the dark end are sky. */
    private static final double SKY_SIGMAS = 3;
    /**
     * Blocks this near to the dark end are sky whatever the noise. Compressed video has next to no pixel noise, but its sky
     * wobbles by fractions of a step from block to block, differently in each frame (measured on 8-bit clips).
     */
    private static final double LEAST_TOLERANCE_ADU = 1;
    /** Blocks this many sigmas above the sky belong to the target. Chosen: one false block in 30000. */
    private static final double TARGET_SIGMAS = 4;
    /** How far the target's skirts reach around its blocks, blocks. */
    private static final int SKIRT_BLOCKS = 2;
    /** Below this share of agreeing blocks a surface fills the frame; see also {@link #SKY_SHARE}. */
    private static final double SURFACE_SHARE = 0.1;
    /** From this share of agreeing blocks on they are sky for certain. */
    private static final double SKY_SHARE = 0.3;
    /** Fewer blocks than this away from the target are not trusted as sky. */
    private static final int FEWEST_SKY_BLOCKS = 8;
    /** Rounding of float sums relative to the level; differences below are none. */
    private static final double ROUNDING = 1e-5;

    /** How near to a whole number counts as whole, for averages of 9 and the like, which floats do not hold exactly. */
    private static final double WHOLE_TOLERANCE = 0.01;

    private final int widthPx;
    private final int columns;
    private final int rows;
    private final float[] row;
    private final float[] columnSum;
    private final double[] blockSum;
    private final int[] pixelCount;
    private final double[] quarterSum;
    private final int[] left;
    private final int[] top;
    private final float[] sorted;
    private final boolean[] isTarget;
    private final boolean[] isNearTarget;

    private double darkEnd;
    private double skyShare;
    private double background;
    private double flux;
    private double backgroundVariance;
    private int targetPixels;

    Skylight(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        columns = Math.max(1, widthPx / BLOCK_PX);
        rows = Math.max(1, heightPx / BLOCK_PX);
        row = new float[widthPx];
        columnSum = new float[widthPx];
        blockSum = new double[columns * rows];
        sorted = new float[columns * rows];
        isTarget = new boolean[columns * rows];
        isNearTarget = new boolean[columns * rows];
        quarterSum = new double[4 * columns * rows];
        left = edges(widthPx, 2 * columns);
        top = edges(heightPx, 2 * rows);
        pixelCount = new int[columns * rows];
        for (int block = 0; block < pixelCount.length; block++) {
            int x = block % columns;
            int y = block / columns;
            pixelCount[block] = (left(x + 1) - left(x)) * (top(y + 1) - top(y));
        }
    }

    private static int[] edges(int sizePx, int blocks) {
        int[] edges = new int[blocks + 1];
        for (int block = 0; block <= blocks; block++) {
            edges[block] = (int) ((long) block * sizePx / blocks);
        }
        return edges;
    }

    /**
     * Looks at one plane.
     *
     * @param adu the plane, row-major. Not modified, not kept.
     * @param varianceAdu2 noise variance of one pixel of the sky
     */
    void measure(float[] adu, double varianceAdu2) {
        sumBlocks(adu);
        double blockSigma = Math.sqrt(varianceAdu2) / BLOCK_PX;
        findBackground(blockSigma, varianceAdu2);
        findTarget(blockSigma);
        sumLight();
    }

    private void sumBlocks(float[] adu) {
        for (int blockRow = 0; blockRow < rows; blockRow++) {
            sumRows(adu, top(blockRow), top(blockRow + 1));
            for (int column = 0; column < columns; column++) {
                blockSum[blockRow * columns + column] = sumColumns(left(column), left(column + 1));
            }
        }
    }

    private void sumQuarters(float[] adu) {
        for (int quarterRow = 0; quarterRow < 2 * rows; quarterRow++) {
            sumRows(adu, top[quarterRow], top[quarterRow + 1]);
            for (int column = 0; column < 2 * columns; column++) {
                quarterSum[quarterRow * 2 * columns + column] = sumColumns(left[column], left[column + 1]);
            }
        }
    }

    private void sumRows(float[] adu, int yFrom, int yTo) {
        Arrays.fill(columnSum, 0);
        for (int y = yFrom; y < yTo; y++) {
            System.arraycopy(adu, y * widthPx, row, 0, widthPx);
            addRow(row, widthPx, columnSum);
        }
    }

    private double sumColumns(int xFrom, int xTo) {
        double sum = 0;
        for (int x = xFrom; x < xTo; x++) {
            sum += columnSum[x];
        }
        return sum;
    }

    private static void addRow(float[] row, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += row[i];
        }
    }

    private void findBackground(double blockSigma, double varianceAdu2) {
        int blocks = blockSum.length;
        for (int block = 0; block < blocks; block++) {
            sorted[block] = (float) mean(block);
        }
        double dark = OrderStatistic.select(sorted, blocks, (int) (DARK_FRACTION * blocks)) + DARK_SIGMAS * blockSigma;
        settle(dark, blockSigma, varianceAdu2, false);
        findTarget(blockSigma);
        // Half-lit blocks at the rim of a faint target pass for sky; once its place is known they can be left out.
        settle(dark, blockSigma, varianceAdu2, true);
    }

    /** Makes the mean of the blocks that agree with the dark end the level of the sky. */
    private void settle(double dark, double blockSigma, double varianceAdu2, boolean awayFromTarget) {
        double tolerance = Math.max(SKY_SIGMAS * blockSigma, LEAST_TOLERANCE_ADU) + ROUNDING * Math.abs(dark);
        double sum = 0;
        int pixels = 0;
        int agreeing = 0;
        int blocks = blockSum.length;
        for (int block = 0; block < blocks; block++) {
            boolean isUsed = !awayFromTarget || !isNearTarget[block];
            if (isUsed && Math.abs(mean(block) - dark) <= tolerance) {
                sum += blockSum[block];
                pixels += pixelCount[block];
                agreeing++;
            }
        }
        if (awayFromTarget) {
            if (agreeing >= Math.max(FEWEST_SKY_BLOCKS, SURFACE_SHARE * blocks)) {
                darkEnd = sum / pixels;
                background = skyShare * darkEnd;
                backgroundVariance = skyShare * skyShare * varianceAdu2 / pixels;
            }
            return;
        }
        darkEnd = agreeing > 0 ? sum / pixels : dark;
        double share = ((double) agreeing / blocks - SURFACE_SHARE) / (SKY_SHARE - SURFACE_SHARE);
        skyShare = Math.min(1, Math.max(0, share));
        background = skyShare * darkEnd;
        backgroundVariance = skyShare * skyShare * varianceAdu2 / Math.max(pixels, BLOCK_PX * BLOCK_PX);
    }

    private void findTarget(double blockSigma) {
        Arrays.fill(isNearTarget, false);
        double threshold = background + TARGET_SIGMAS * blockSigma + ROUNDING * Math.abs(background);
        boolean any = false;
        for (int block = 0; block < blockSum.length; block++) {
            isTarget[block] = mean(block) > threshold;
            any |= isTarget[block];
        }
        if (!any) {
            Arrays.fill(isNearTarget, true);
            return;
        }
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                if (isTarget[y * columns + x]) {
                    markAround(x, y);
                }
            }
        }
    }

    private void markAround(int column, int blockRow) {
        for (int y = Math.max(0, blockRow - SKIRT_BLOCKS); y <= Math.min(rows - 1, blockRow + SKIRT_BLOCKS); y++) {
            int from = y * columns + Math.max(0, column - SKIRT_BLOCKS);
            int to = y * columns + Math.min(columns - 1, column + SKIRT_BLOCKS);
            for (int block = from; block <= to; block++) {
                isNearTarget[block] = true;
            }
        }
    }

    private void sumLight() {
        flux = 0;
        targetPixels = 0;
        for (int block = 0; block < blockSum.length; block++) {
            if (isNearTarget[block]) {
                int pixels = pixelCount[block];
                flux += blockSum[block] - background * pixels;
                targetPixels += pixels;
            }
        }
    }

    /** Level of the sky, ADU; 0 where a surface fills the frame. */
    double backgroundAdu() {
        return background;
    }

    /** Light above the sky, ADU. */
    double fluxAdu() {
        return flux;
    }

    /** Sum over everything, background included, ADU. */
    double totalAdu() {
        double sum = 0;
        for (double block : blockSum) {
            sum += block;
        }
        return sum;
    }

    /** Variance of the flux from pixel noise and from the error of the background, ADU^2. */
    double fluxVarianceAdu2(double varianceAdu2) {
        return targetPixels * varianceAdu2 + (double) targetPixels * targetPixels * backgroundVariance;
    }

    /** Pixels over which light is summed. */
    int targetPixelCount() {
        return targetPixels;
    }

    /**
     * True if some square of 4, 8, 16 or 32 px, wherever it lies on a grid of 4 px, is so many sigmas above the dark end.
     *
     * @param adu the plane last measured. Not modified, not kept.
     * @param varianceAdu2 noise variance of one pixel
     */
    boolean standsOut(float[] adu, double sigmas, double varianceAdu2) {
        sumQuarters(adu);
        for (int size = 1; size <= LARGEST_SQUARE; size *= 2) {
            for (int y = 0; y + size <= 2 * rows; y++) {
                for (int x = 0; x + size <= 2 * columns; x++) {
                    if (squareStandsOut(x, y, size, sigmas, varianceAdu2)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean squareStandsOut(int x, int y, int size, double sigmas, double varianceAdu2) {
        int pixels = (left[x + size] - left[x]) * (top[y + size] - top[y]);
        double excess = -pixels * darkEnd;
        for (int j = y; j < y + size; j++) {
            for (int i = x; i < x + size; i++) {
                excess += quarterSum[j * 2 * columns + i];
            }
        }
        return excess > sigmas * Math.sqrt(varianceAdu2 * pixels) + ROUNDING * Math.abs(darkEnd) * pixels;
    }

    /** True if every block's sum is a whole multiple of 1/parts: the samples are averages of that many whole numbers. */
    boolean isDigital(int parts) {
        for (double sum : blockSum) {
            double scaled = sum * parts;
            if (Math.abs(Math.rint(scaled) - scaled) > WHOLE_TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    /** True if the pixel lies in or near the target. */
    boolean isNearTarget(int column, int blockRow) {
        return isNearTarget[blockRow * columns + column];
    }

    int columnCount() {
        return columns;
    }

    int rowCount() {
        return rows;
    }

    /** First pixel column of a block column; of columnCount(): the width. */
    int left(int column) {
        return left[2 * column];
    }

    /** First pixel row of a block row; of rowCount(): the height. */
    int top(int blockRow) {
        return top[2 * blockRow];
    }

    private double mean(int block) {
        return blockSum[block] / pixelCount[block];
    }
}
