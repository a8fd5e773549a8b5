package org.lucida.math;

import java.util.Arrays;

/**
 * How much structure an image holds in a band of fineness, with the share of the noise taken out.
 *
 * <p>The image is filtered with a kernel b (a sum of two separable ones, or a pair of them added in quadrature) and the
 * squares are summed over the interior. White noise of variance v(x), which may differ from pixel to pixel, adds
 * {@code sum_x sum_j b_j^2 v(x - j) = sum(b^2) * sum(v)} to that sum. The same holds for any other kernel, so the frame's own
 * highest diagonal band {@code h = [1 -2 1] x [1 -2 1]} (sum(h^2) = 36), where optics leave next to nothing, measures the
 * noise share exactly: {@code sum(b^2)/36 * sum((h*I)^2)}. No gain or read noise need be known, and an isolated hot pixel,
 * being the same thing as white noise, cancels too. Where an image is so undersampled that it has real structure in h
 * (stars narrower than about 1.5 px), that structure is taken for noise.
 *
 * <p>Shape: one row-major plane of the size given; the border of {@link #marginXPx()} and {@link #marginYPx()} is left out.
 * Smaller planes than the kernel work, but with repeated border pixels, for which the noise share is only approximate.
 * <p>Units: input ADU; energies ADU^2 summed over the interior.
 * <p>Error: unbiased; {@link #energySigmaAdu2()} from the noise found in tiles of about {@value #TILE_PX} px.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Muller and Buffington 1974, JOSA 64, 1200 (S4); Immerkaer 1996, CVIU 64, 300 (diagonal noise band).
 */
public final class BandPassEnergy {
    /** Side of the tiles in which noise and structure are compared. Chosen: 256 samples give the noise to 9 %. */
    private static final int TILE_PX = 16;
    /** Sum of the squares of [1 -2 1] x [1 -2 1]. */
    private static final double DIAGONAL_GAIN = 36;
    /** Frequencies in each direction at which the band's highest response is looked for. */
    private static final int RESPONSE_STEPS = 24;

    private final int widthPx;
    private final int heightPx;
    private final RowFilter alongX1;
    private final RowFilter alongY1;
    private final RowFilter alongX2;
    private final RowFilter alongY2;
    private final boolean isQuadrature;
    private final int radiusX;
    private final int radiusY;
    private final int marginX;
    private final int marginY;
    private final double noiseGain;
    private final double correlationGain;
    private final double highestResponse;

    private final float[] padded;
    private final float[][] shifted;
    private final float[][] ring1;
    private final float[][] ring2;
    private final float[][] ringDiagonal;
    private final float[][] window1;
    private final float[][] window2;
    private final float[] band1;
    private final float[] band2;
    private final float[] columnBand;
    private final float[] columnDiagonal;
    private final int tileColumns;
    private final int tileRows;
    private final float[] tileVariance;

    private double bandSum;
    private double diagonalSum;
    private double noiseNoise;
    private double signalNoise;
    private double peakTile;
    private double typicalVariance;

    private BandPassEnergy(
            int widthPx,
            int heightPx,
            RowFilter alongX1,
            RowFilter alongY1,
            RowFilter alongX2,
            RowFilter alongY2,
            boolean isQuadrature) {
        if (widthPx < 1 || heightPx < 1) {
            throw new IllegalArgumentException(
                    "widthPx=" + widthPx + " heightPx=" + heightPx + " make no plane; use at least 1x1");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.alongX1 = alongX1;
        this.alongY1 = alongY1;
        this.alongX2 = alongX2;
        this.alongY2 = alongY2;
        this.isQuadrature = isQuadrature;
        radiusX = Math.max(1, Math.max(alongX1.radiusPx(), alongX2.radiusPx()));
        radiusY = Math.max(1, Math.max(alongY1.radiusPx(), alongY2.radiusPx()));
        marginX = Math.min(radiusX, (widthPx - 1) / 2);
        marginY = Math.min(radiusY, (heightPx - 1) / 2);
        BandPassKernel kernel = new BandPassKernel(alongX1, alongY1, alongX2, alongY2, isQuadrature);
        noiseGain = kernel.noiseGain();
        correlationGain = kernel.debiasedCorrelationGain();
        highestResponse = kernel.highestResponse(RESPONSE_STEPS);

        padded = new float[widthPx + 2 * radiusX];
        shifted = new float[2 * radiusX + 1][widthPx];
        int rows = 2 * radiusY + 1;
        ring1 = new float[rows][widthPx];
        ring2 = new float[rows][widthPx];
        ringDiagonal = new float[rows][widthPx];
        window1 = new float[rows][];
        window2 = new float[rows][];
        band1 = new float[widthPx];
        band2 = new float[widthPx];
        columnBand = new float[widthPx];
        columnDiagonal = new float[widthPx];
        tileColumns = Math.max(1, (widthPx - 2 * marginX) / TILE_PX);
        tileRows = Math.max(1, (heightPx - 2 * marginY) / TILE_PX);
        tileVariance = new float[tileColumns * tileRows];
    }

    /** Narrow low-pass minus wide low-pass: a ring in frequency. */
    public static BandPassEnergy differenceOfGaussians(
            int widthPx, int heightPx, double narrowSigmaPx, double wideSigmaPx) {
        if (!(wideSigmaPx > narrowSigmaPx)) {
            throw new IllegalArgumentException("wideSigmaPx=" + wideSigmaPx + " must exceed narrowSigmaPx="
                    + narrowSigmaPx + "; widen the outer Gaussian");
        }
        RowFilter narrow = new RowFilter(GaussianTaps.smooth(narrowSigmaPx));
        double[] wideTaps = GaussianTaps.smooth(wideSigmaPx);
        double[] negative = Arrays.stream(wideTaps).map(tap -> -tap).toArray();
        return new BandPassEnergy(
                widthPx, heightPx, narrow, narrow, new RowFilter(wideTaps), new RowFilter(negative), false);
    }

    /** Laplacian of the image after a Gaussian; a sigma of 0 is the plain five-point Laplacian. */
    public static BandPassEnergy laplacianOfGaussian(int widthPx, int heightPx, double sigmaPx) {
        RowFilter smooth = new RowFilter(GaussianTaps.smooth(sigmaPx));
        RowFilter curvature = new RowFilter(GaussianTaps.curvature(sigmaPx));
        return new BandPassEnergy(widthPx, heightPx, curvature, smooth, smooth, curvature, false);
    }

    /** Squared length of the gradient after a Gaussian. */
    public static BandPassEnergy gradientOfGaussian(int widthPx, int heightPx, double sigmaPx) {
        RowFilter smooth = new RowFilter(GaussianTaps.smooth(sigmaPx));
        RowFilter slope = new RowFilter(GaussianTaps.slope(sigmaPx));
        return new BandPassEnergy(widthPx, heightPx, slope, smooth, smooth, slope, true);
    }

    /**
     * Measures one plane; the accessors then tell what was found.
     *
     * @param adu the plane, row-major. Not modified, not kept.
     */
    public void measure(float[] adu) {
        if (adu.length < widthPx * heightPx) {
            throw new IllegalArgumentException("plane of " + adu.length + " samples is smaller than " + widthPx + "x"
                    + heightPx + "; measure planes of the size announced");
        }
        bandSum = 0;
        diagonalSum = 0;
        noiseNoise = 0;
        signalNoise = 0;
        peakTile = 0;
        int rowsDone = Math.max(0, marginY - radiusY);
        int lastRow = heightPx - 1;
        int interiorRows = heightPx - 2 * marginY;
        for (int tileRow = 0; tileRow < tileRows; tileRow++) {
            int yFrom = marginY + (int) ((long) tileRow * interiorRows / tileRows);
            int yTo = marginY + (int) ((long) (tileRow + 1) * interiorRows / tileRows);
            Arrays.fill(columnBand, 0);
            Arrays.fill(columnDiagonal, 0);
            for (int y = yFrom; y < yTo; y++) {
                for (; rowsDone <= Math.min(lastRow, y + radiusY); rowsDone++) {
                    filterAlongRow(adu, rowsDone);
                }
                addRow(y);
            }
            closeTiles(tileRow, yTo - yFrom);
        }
        typicalVariance = OrderStatistic.select(tileVariance, tileVariance.length, tileVariance.length / 2);
    }

    private void filterAlongRow(float[] adu, int y) {
        int start = y * widthPx;
        System.arraycopy(adu, start, padded, radiusX, widthPx);
        Arrays.fill(padded, 0, radiusX, adu[start]);
        Arrays.fill(padded, radiusX + widthPx, padded.length, adu[start + widthPx - 1]);
        for (int k = 0; k < shifted.length; k++) {
            System.arraycopy(padded, k, shifted[k], 0, widthPx);
        }
        int slot = y % ring1.length;
        alongX1.combine(shifted, radiusX, widthPx, ring1[slot]);
        alongX2.combine(shifted, radiusX, widthPx, ring2[slot]);
        secondDifference(shifted[radiusX - 1], shifted[radiusX], shifted[radiusX + 1], widthPx, ringDiagonal[slot]);
    }

    private void addRow(int y) {
        for (int k = -radiusY; k <= radiusY; k++) {
            int slot = Math.min(heightPx - 1, Math.max(0, y + k)) % ring1.length;
            window1[radiusY + k] = ring1[slot];
            window2[radiusY + k] = ring2[slot];
        }
        alongY1.combine(window1, radiusY, widthPx, band1);
        alongY2.combine(window2, radiusY, widthPx, band2);
        if (isQuadrature) {
            addSquaresOfBoth(band1, band2, widthPx, columnBand);
        } else {
            addSquaresOfSum(band1, band2, widthPx, columnBand);
        }
        int above = Math.max(0, y - 1) % ring1.length;
        int below = Math.min(heightPx - 1, y + 1) % ring1.length;
        addSquaresOfSecondDifference(
                ringDiagonal[above], ringDiagonal[y % ring1.length], ringDiagonal[below], widthPx, columnDiagonal);
    }

    private void closeTiles(int tileRow, int rowCount) {
        int interiorColumns = widthPx - 2 * marginX;
        double ratio = noiseGain / DIAGONAL_GAIN;
        for (int tileColumn = 0; tileColumn < tileColumns; tileColumn++) {
            int xFrom = marginX + (int) ((long) tileColumn * interiorColumns / tileColumns);
            int xTo = marginX + (int) ((long) (tileColumn + 1) * interiorColumns / tileColumns);
            double band = 0;
            double diagonal = 0;
            for (int x = xFrom; x < xTo; x++) {
                band += columnBand[x];
                diagonal += columnDiagonal[x];
            }
            int count = (xTo - xFrom) * rowCount;
            double variance = diagonal / (DIAGONAL_GAIN * count);
            double energy = band - ratio * diagonal;
            tileVariance[tileRow * tileColumns + tileColumn] = (float) variance;
            bandSum += band;
            diagonalSum += diagonal;
            noiseNoise += variance * variance * count;
            signalNoise += variance * Math.max(0, energy);
            peakTile = Math.max(peakTile, energy / Math.sqrt(count));
        }
    }

    private static void secondDifference(float[] a, float[] b, float[] c, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = a[i] - 2 * b[i] + c[i];
        }
    }

    private static void addSquaresOfSecondDifference(float[] a, float[] b, float[] c, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            float d = a[i] - 2 * b[i] + c[i];
            sum[i] += d * d;
        }
    }

    private static void addSquaresOfSum(float[] a, float[] b, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            float d = a[i] + b[i];
            sum[i] += d * d;
        }
    }

    private static void addSquaresOfBoth(float[] a, float[] b, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += a[i] * a[i] + b[i] * b[i];
        }
    }

    /** Sum of squares in the band, the noise included, ADU^2. */
    public double bandSumAdu2() {
        return bandSum;
    }

    /** What noise adds to {@link #bandSumAdu2()}, measured in the diagonal band, ADU^2. */
    public double noiseSumAdu2() {
        return noiseGain / DIAGONAL_GAIN * diagonalSum;
    }

    /** Structure alone: band minus noise; around 0 (also below) where there is none, ADU^2. */
    public double energyAdu2() {
        return bandSum - noiseSumAdu2();
    }

    /**
     * One-sigma error of {@link #energyAdu2()} from the noise of the frame, ADU^2.
     *
     * <p>With A the correlation of b minus its share of that of h: {@code Var = 2 sum(A^2) sum(v^2) + 4 sum v (A*I)^2}, the
     * last term bounded by the band's highest response times the energy, tile by tile.
     */
    public double energySigmaAdu2() {
        return Math.sqrt(2 * correlationGain * noiseNoise + 4 * highestResponse * signalNoise);
    }

    /** Mean variance of one pixel, hot pixels and finest structure included, ADU^2. */
    public double meanVarianceAdu2() {
        return diagonalSum / (DIAGONAL_GAIN * interiorCount());
    }

    /** Median over the tiles of the variance of one pixel: the sky's or the surface's, not the few hot pixels', ADU^2. */
    public double typicalVarianceAdu2() {
        return typicalVariance;
    }

    /** Significance of the tile with most structure, in sigmas of a tile without any, at the given noise variance. */
    public double peakTileSigmas(double varianceAdu2) {
        return peakTile == 0 ? 0 : peakTile / (varianceAdu2 * Math.sqrt(2 * correlationGain));
    }

    /** Significance of the energy in sigmas of a frame without structure, at the given noise variance. */
    public double energySigmas(double varianceAdu2) {
        double energy = energyAdu2();
        return energy == 0 ? 0 : energy / (varianceAdu2 * Math.sqrt(2 * correlationGain * interiorCount()));
    }

    /** Sum of the squares of the kernel: variance of the filtered image for white noise of variance one. */
    public double noiseGain() {
        return noiseGain;
    }

    /** Pixels left out on the left and on the right. */
    public int marginXPx() {
        return marginX;
    }

    /** Pixels left out above and below. */
    public int marginYPx() {
        return marginY;
    }

    /** Pixels summed over. */
    public int interiorCount() {
        return (widthPx - 2 * marginX) * (heightPx - 2 * marginY);
    }
}
