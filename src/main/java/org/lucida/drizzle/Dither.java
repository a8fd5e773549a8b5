package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * Where the frames of a session fell on the mosaic, and from that how evenly any drizzle would cover the output.
 *
 * <p>A mosaic repeats every two pixels, so only the displacement modulo two pixels decides which output pixels a frame's red
 * samples reach. Frames are sorted by it into {@value #BIN_COUNT} x {@value #BIN_COUNT} bins that keep their weight and their
 * mean place. Away from the border the weight of an output pixel depends on its phase alone (its place between the raw
 * pixels); {@link #cover} adds up the bins for every phase, as the drizzle would add up the frames:
 * {@code W = sum a w}, {@code samples = W^2 / sum (a w)^2}.
 *
 * <p>Error: within a bin of 1/16 px frames count as if they were all at its mean place; the scatter of weights is good to
 * 0.01 (DitherTest compares with {@link DrizzleStack}).
 * <p>Memory: 40 kB, made in the constructor; {@link #add} allocates nothing.
 * <p>Thread: the owner's only.
 */
public final class Dither {
    private static final int BIN_COUNT = 32;
    private static final double PERIOD_PX = 2;
    /** Phases that stand for all of them where scale is no ratio of small numbers. */
    private static final int SAMPLED_PHASES = 24;
    /** A share below this is rounding, as in the drizzle. */
    private static final double SMALLEST_SHARE = 1e-7;
    /** Chosen so that frames without dither, whose error is that of 0.35 px (drizzle-or-demosaic.md), count as that; 1/px. */
    private static final double PX_PER_STREW = 1;

    private final ColorLayout layout;
    private final double[] weight = new double[BIN_COUNT * BIN_COUNT];
    private final double[] squares = new double[BIN_COUNT * BIN_COUNT];
    private final double[] xMoment = new double[BIN_COUNT * BIN_COUNT];
    private final double[] yMoment = new double[BIN_COUNT * BIN_COUNT];
    private long frameCount;
    private double leastXPx = Double.POSITIVE_INFINITY;
    private double mostXPx = Double.NEGATIVE_INFINITY;
    private double leastYPx = Double.POSITIVE_INFINITY;
    private double mostYPx = Double.NEGATIVE_INFINITY;
    private double lastXPx;
    private double lastYPx;
    private double pathPx;

    /** Of no frame yet. */
    public Dither(ColorLayout layout) {
        this.layout = layout;
    }

    /**
     * How evenly one colour is covered, away from the border.
     *
     * @param emptyFraction output pixels no sample reaches, 0..1
     * @param leastSampleCount samples the worst pixel is the mean of, by effective count: W^2 / sum (a w)^2; 0 for an empty one
     * @param mostSampleCount the same of the best covered pixel
     * @param evenSampleCount the same of every pixel if the same frames were perfectly even
     * @param weightScatterFraction standard deviation of the weights over their mean
     * @param extraNoiseFraction how much the noise is above that of perfectly even dither; infinite with empty pixels
     * @param offsetPx how far off its place the colour is drawn, rms per axis, raw px: the distance of the mean place of a
     *     pixel's samples from its centre, and where distances cancel, how unequally wide they are strewn
     */
    public record Cover(
            double emptyFraction,
            double leastSampleCount,
            double mostSampleCount,
            double evenSampleCount,
            double weightScatterFraction,
            double extraNoiseFraction,
            double offsetPx) {}

    /** Counts one stacked frame; a frame of weight 0 is in no stack and does not count. */
    public void add(double displacementXPx, double displacementYPx, double frameWeight) {
        if (!(frameWeight > 0) || !Double.isFinite(displacementXPx) || !Double.isFinite(displacementYPx)) {
            return;
        }
        double x = displacementXPx - PERIOD_PX * Math.floor(displacementXPx / PERIOD_PX);
        double y = displacementYPx - PERIOD_PX * Math.floor(displacementYPx / PERIOD_PX);
        int column = Math.min(BIN_COUNT - 1, (int) (x * (BIN_COUNT / PERIOD_PX)));
        int row = Math.min(BIN_COUNT - 1, (int) (y * (BIN_COUNT / PERIOD_PX)));
        int bin = row * BIN_COUNT + column;
        weight[bin] += frameWeight;
        squares[bin] += frameWeight * frameWeight;
        xMoment[bin] += frameWeight * x;
        yMoment[bin] += frameWeight * y;
        if (frameCount > 0) {
            pathPx += Math.hypot(displacementXPx - lastXPx, displacementYPx - lastYPx);
        }
        lastXPx = displacementXPx;
        lastYPx = displacementYPx;
        leastXPx = Math.min(leastXPx, displacementXPx);
        mostXPx = Math.max(mostXPx, displacementXPx);
        leastYPx = Math.min(leastYPx, displacementYPx);
        mostYPx = Math.max(mostYPx, displacementYPx);
        frameCount++;
    }

    /** Frames counted. */
    public long frameCount() {
        return frameCount;
    }

    /** From the leftmost to the rightmost place of the target, raw px. */
    public double spanXPx() {
        return frameCount == 0 ? 0 : mostXPx - leastXPx;
    }

    /** From the topmost to the lowest place of the target, raw px. */
    public double spanYPx() {
        return frameCount == 0 ? 0 : mostYPx - leastYPx;
    }

    /** Length of the way from frame to frame, raw px; its shake is the larger part of it. */
    public double pathPx() {
        return pathPx;
    }

    public ColorLayout layout() {
        return layout;
    }

    /**
     * How evenly a drizzle of these frames covers each colour.
     *
     * @return one for each plane
     * @throws IllegalArgumentException if scale or pixfrac is out of its range
     */
    public Cover[] cover(double scale, double pixfrac) {
        OutputGrid grid = OutputGrid.of(new FrameFormat(2, 2, layout, 8), scale, pixfrac);
        int phases = grid.isPeriodic() ? grid.periodOut() : SAMPLED_PHASES;
        double[] places = new double[phases];
        for (int j = 0; j < phases; j++) {
            places[j] = grid.isPeriodic() ? (j + 0.5) / grid.scale() - 0.5 : PERIOD_PX * (j + 0.5) / phases;
        }
        Sums[] sums = new Sums[layout.planeCount()];
        for (int plane = 0; plane < sums.length; plane++) {
            sums[plane] = new Sums(phases);
        }
        double[][] shares = new double[2][2 * phases];
        double[][] offsets = new double[2][2 * phases];
        for (int bin = 0; bin < weight.length; bin++) {
            if (weight[bin] > 0) {
                place(xMoment[bin] / weight[bin], grid, places, shares[0], offsets[0]);
                place(yMoment[bin] / weight[bin], grid, places, shares[1], offsets[1]);
                for (int classes = 0; classes < 4; classes++) {
                    for (int plane = 0; plane < sums.length; plane++) {
                        if (grid.takes(plane, classes >> 1, classes & 1)) {
                            sums[plane].add(shares, offsets, classes & 1, classes >> 1, weight[bin], squares[bin]);
                        }
                    }
                }
            }
        }
        Cover[] covers = new Cover[sums.length];
        for (int plane = 0; plane < sums.length; plane++) {
            covers[plane] = sums[plane].cover(evenSampleCount(grid, plane));
        }
        return covers;
    }

    /** Effective samples of every pixel if displacements filled the period evenly: the mean and mean square of a share. */
    private double evenSampleCount(OutputGrid grid, int plane) {
        double frames = 0;
        double framesSquared = 0;
        for (int bin = 0; bin < weight.length; bin++) {
            frames += weight[bin];
            framesSquared += squares[bin];
        }
        int classCount = 0;
        for (int classes = 0; classes < 4; classes++) {
            classCount += grid.takes(plane, classes >> 1, classes & 1) ? 1 : 0;
        }
        double dropPx = grid.dropPx();
        double top = Math.min(1, dropPx);
        double square = (top * top * Math.abs(dropPx - 1) + 2 * top * top * top / 3) / (dropPx * dropPx);
        double perFrame = classCount / (4 * grid.scale() * grid.scale() * square * square);
        return perFrame * frames * frames / framesSquared;
    }

    /** What share of the drop of the nearest sample of each parity falls on the pixels at these places, and how far off it is. */
    private static void place(
            double displacementPx, OutputGrid grid, double[] places, double[] shares, double[] offsetsPx) {
        double dropPx = grid.dropPx();
        double half = (dropPx + 1) / 2;
        double largest = Math.min(1, dropPx);
        for (int parity = 0; parity < 2; parity++) {
            for (int j = 0; j < places.length; j++) {
                double wanted = places[j] + displacementPx;
                double nearest = parity + PERIOD_PX * Math.rint((wanted - parity) / PERIOD_PX);
                double overlapPx = Math.min(half - grid.scale() * Math.abs(nearest - wanted), largest);
                int i = parity * places.length + j;
                shares[i] = overlapPx > SMALLEST_SHARE * largest ? overlapPx / dropPx : 0;
                offsetsPx[i] = nearest - wanted;
            }
        }
    }

    /** Sums over the frames, one for each pair of phases. */
    private static final class Sums {
        final int phases;
        final double[] weight;
        final double[] squares;
        final double[] xMoment;
        final double[] yMoment;
        final double[] strew;

        Sums(int phases) {
            this.phases = phases;
            weight = new double[phases * phases];
            squares = new double[phases * phases];
            xMoment = new double[phases * phases];
            yMoment = new double[phases * phases];
            strew = new double[phases * phases];
        }

        void add(
                double[][] shares,
                double[][] offsetsPx,
                int xParity,
                int yParity,
                double frames,
                double framesSquared) {
            for (int jy = 0; jy < phases; jy++) {
                double down = shares[1][yParity * phases + jy];
                for (int jx = 0; jx < phases && down > 0; jx++) {
                    int j = jy * phases + jx;
                    double share = down * shares[0][xParity * phases + jx];
                    weight[j] += share * frames;
                    squares[j] += share * share * framesSquared;
                    double xPx = offsetsPx[0][xParity * phases + jx];
                    double yPx = offsetsPx[1][yParity * phases + jy];
                    xMoment[j] += share * frames * xPx;
                    yMoment[j] += share * frames * yPx;
                    strew[j] += share * frames * (xPx * xPx + yPx * yPx) / 2;
                }
            }
        }

        Cover cover(double evenSampleCount) {
            int empty = 0;
            double total = 0;
            double totalSquared = 0;
            double squareTotal = 0;
            double variance = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            double offset = 0;
            double strewn = 0;
            double strewnSquared = 0;
            for (int j = 0; j < weight.length; j++) {
                double samples = weight[j] > 0 ? weight[j] * weight[j] / squares[j] : 0;
                total += weight[j];
                totalSquared += weight[j] * weight[j];
                squareTotal += squares[j];
                variance += 1 / samples;
                least = Math.min(least, samples);
                most = Math.max(most, samples);
                if (weight[j] > 0) {
                    offset += (xMoment[j] * xMoment[j] + yMoment[j] * yMoment[j]) / (2 * weight[j] * weight[j]);
                    strewn += strew[j] / weight[j];
                    strewnSquared += strew[j] / weight[j] * (strew[j] / weight[j]);
                } else {
                    empty++;
                }
            }
            int covered = Math.max(1, weight.length - empty);
            double unequal = Math.max(0, strewnSquared / covered - strewn / covered * (strewn / covered));
            int count = weight.length;
            double scatter = Math.sqrt(Math.max(0, count * totalSquared / (total * total) - 1));
            // With even dither every pixel has the mean weight and the mean square.
            double evenVariance = count * squareTotal / (total * total);
            return new Cover(
                    (double) empty / count,
                    least,
                    most,
                    evenSampleCount,
                    scatter,
                    Math.max(0, Math.sqrt(variance / count / evenVariance) - 1),
                    Math.sqrt(offset / covered + PX_PER_STREW * PX_PER_STREW * unequal));
        }
    }
}
