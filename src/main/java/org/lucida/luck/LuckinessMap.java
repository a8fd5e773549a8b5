package org.lucida.luck;

import java.util.Arrays;
import org.lucida.frame.Plane;
import org.lucida.math.BandPassEnergy;

/**
 * Where in the field was this instant sharp: the luckiness of each tile relative to its own running mean, for the display.
 *
 * <p>Each tile's energy in the band of {@link Luckiness}, its own noise taken out, is divided by the squared flux scale and by
 * its mean over the last frames: 1 = as sharp as usual there, whatever the tile shows. NaN where the mean is weaker than the
 * error of a single frame (score SNR below {@value #LEAST_SNR}) or next to
 * nothing against the strongest tile's, where the tile lies outside the frame, and for blank frames.
 *
 * <p>Tiles belong to the reference: they follow the target by the frame's displacement, in whole px.
 * <p>Shape: {@code relative()[row * columnCount + column]}; tile (column, row) covers the reference from
 * {@code firstXPx + column * tilePx}, likewise down.
 * <p>Error: rank correlation with the local blur, tiles of 16 and 24 px, Q = 3: surface .48/.63 at 100 electrons, .91/.95 at
 * 1000, .97/.98 at 10 000; planet .68/.79, .92/.92, .94/.93 (LuckinessMapTest).
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: SCIENCE 2.2; Immerkaer 1996, CVIU 64, 300 (noise of a tile).
 */
public final class LuckinessMap {
    /** Below this the score of a tile is mostly noise. */
    private static final double LEAST_SNR = 1;
    /**
     * Tiles whose mean energy is below this share of the strongest one's show what blur carries over from their neighbours (the
     * sky beside a planet's limb): more of it when the air is worse. Chosen on simulated planets.
     */
    private static final double LEAST_SHARE = 0.02;
    /** The band of {@link Luckiness}, lambda/D. */
    private static final double BAND_NARROW_Q = 0.5;

    private static final double BAND_WIDE_Q = 0.9;
    private static final double BAND_RATIO = 1.8;
    private static final double SMALLEST_SIGMA_PX = 0.45;
    /** Widest inner Gaussian: finer sampled planes are measured in a somewhat higher band, at bounded cost. */
    private static final double LARGEST_SIGMA_PX = 2;
    /** Where Gaussians are cut, in sigmas, as {@link org.lucida.math.GaussianTaps} does. */
    private static final double CUT_SIGMAS = 2.5;

    private final int widthPx;
    private final int heightPx;
    private final int tilePx;
    private final int marginPx;
    private final int patchPx;
    private final int columns;
    private final int rows;
    private final int firstX;
    private final int firstY;
    private final int memoryFrames;
    private final BandPassEnergy band;
    private final float[] patch;
    private final float[] relative;
    private final float[] snr;
    private final double[] mean;
    private final int[] meanCount;
    private double leastEnergy;

    /**
     * @param widthPx width of the planes
     * @param heightPx height of the planes
     * @param binPx raw px per plane px
     * @param samplingQ raw px per lambda/D, {@link Luckiness#DEFAULT_SAMPLING_Q} when unknown
     * @param tilePx side of a tile, plane px, 8 or more
     * @param memoryFrames over about how many frames the running mean reaches
     */
    public LuckinessMap(int widthPx, int heightPx, int binPx, double samplingQ, int tilePx, int memoryFrames) {
        if (binPx < 1 || !(samplingQ > 0)) {
            throw new IllegalArgumentException(
                    "binPx=" + binPx + " samplingQ=" + samplingQ + " must be 1 or more and above 0; use 2 for mosaics");
        }
        if (tilePx < 8 || memoryFrames < 1) {
            throw new IllegalArgumentException("tilePx=" + tilePx + " memoryFrames=" + memoryFrames
                    + " must be 8 and 1 or more; 24 px and 100 frames are usual");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.tilePx = tilePx;
        this.memoryFrames = memoryFrames;
        double planeQ = samplingQ / binPx;
        double narrow = Math.min(LARGEST_SIGMA_PX, Math.max(SMALLEST_SIGMA_PX, BAND_NARROW_Q * planeQ));
        double wide = Math.max(Math.min(BAND_WIDE_Q * planeQ, 2 * LARGEST_SIGMA_PX), BAND_RATIO * narrow);
        marginPx = (int) Math.max(1, Math.round(CUT_SIGMAS * wide));
        patchPx = tilePx + 2 * marginPx;
        band = BandPassEnergy.differenceOfGaussians(patchPx, patchPx, narrow, wide);
        columns = Math.max(0, (widthPx - 2 * marginPx) / tilePx);
        rows = Math.max(0, (heightPx - 2 * marginPx) / tilePx);
        firstX = (widthPx - columns * tilePx) / 2;
        firstY = (heightPx - rows * tilePx) / 2;
        patch = new float[patchPx * patchPx];
        relative = new float[columns * rows];
        snr = new float[columns * rows];
        mean = new double[columns * rows];
        meanCount = new int[columns * rows];
        Arrays.fill(relative, Float.NaN);
    }

    /** Forgets the running mean: a new target, a new exposure, a new reference. */
    public void restart() {
        Arrays.fill(meanCount, 0);
        Arrays.fill(mean, 0);
        Arrays.fill(relative, Float.NaN);
        Arrays.fill(snr, 0);
    }

    /**
     * Measures one frame.
     *
     * @param luminance Not modified, not kept
     * @param fluxScale transparency times exposure against the usual, see {@link org.lucida.frame.FrameSlot}; NaN counts as 1,
     *     0 and less as blank
     * @param displacementXPx where the content went against the reference, plane px; NaN if unknown: no tile is measured
     * @param displacementYPx the same downward
     */
    public void measure(Plane luminance, double fluxScale, double displacementXPx, double displacementYPx) {
        if (luminance.widthPx != widthPx || luminance.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + luminance.widthPx + "x" + luminance.heightPx
                    + " px, expected " + widthPx + "x" + heightPx + "; make one LuckinessMap for each size");
        }
        double flux = Double.isNaN(fluxScale) ? 1 : fluxScale;
        if (!(flux > 0) || Double.isNaN(displacementXPx + displacementYPx)) {
            Arrays.fill(relative, Float.NaN);
            Arrays.fill(snr, 0);
            return;
        }
        int left = firstX + (int) Math.rint(displacementXPx) - marginPx;
        int top = firstY + (int) Math.rint(displacementYPx) - marginPx;
        double strongest = 0;
        for (double energy : mean) {
            strongest = Math.max(strongest, energy);
        }
        leastEnergy = LEAST_SHARE * strongest;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                measureTile(luminance.adu, left + column * tilePx, top + row * tilePx, flux, row * columns + column);
            }
        }
    }

    private void measureTile(float[] adu, int left, int top, double flux, int tile) {
        relative[tile] = Float.NaN;
        snr[tile] = 0;
        if (left < 0 || top < 0 || left + patchPx > widthPx || top + patchPx > heightPx) {
            return;
        }
        for (int y = 0; y < patchPx; y++) {
            System.arraycopy(adu, (top + y) * widthPx + left, patch, y * patchPx, patchPx);
        }
        band.measure(patch);
        double energy = band.energyAdu2() / (flux * flux);
        double sigma = band.energySigmaAdu2() / (flux * flux);
        if (!Double.isFinite(energy)) {
            return;
        }
        double usual = meanCount[tile] == 0 ? energy : mean[tile];
        if (usual > 0) {
            // an error of 0 is a tile without any noise
            snr[tile] = (float) Math.min(1e6, usual / sigma);
            if (snr[tile] >= LEAST_SNR && usual > leastEnergy) {
                relative[tile] = (float) (energy / usual);
            }
        }
        meanCount[tile] = Math.min(memoryFrames, meanCount[tile] + 1);
        mean[tile] += (energy - mean[tile]) / meanCount[tile];
    }

    /** Energy over its running mean by tile; borrowed, overwritten by the next frame. Around 1, rarely below 0; or NaN. */
    public float[] relative() {
        return relative;
    }

    /** Running mean over the error of the present frame, by tile; borrowed. 0 where not measured. */
    public float[] snr() {
        return snr;
    }

    /** Tiles across. */
    public int columnCount() {
        return columns;
    }

    /** Tiles down. */
    public int rowCount() {
        return rows;
    }

    /** Side of a tile, plane px. */
    public int tilePx() {
        return tilePx;
    }

    /** Reference column of the first pixel of the first tile. */
    public int firstXPx() {
        return firstX;
    }

    /** Reference row of the first pixel of the first tile. */
    public int firstYPx() {
        return firstY;
    }
}
