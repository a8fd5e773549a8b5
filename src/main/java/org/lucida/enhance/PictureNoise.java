package org.lucida.enhance;

import java.util.Arrays;
import org.lucida.math.OrderStatistic;
import org.lucida.math.RowFilter;

/**
 * How noisy a plane is, at the sky and at every brightness above it, and how far its object stands above that noise.
 *
 * <p>The plane's finest diagonal band [1 -2 1] x [1 -2 1] / 6, where optics leave next to nothing of the object, is cut into
 * tiles; the noise of a tile is its median absolute coefficient over 0.6745.
 * Tiles of like brightness are put together, and the quietest quarter of each speaks for the noise there: the others hold
 * structure, too. Through these goes the line every camera follows, {@code variance = a + b (level - sky)}: read noise and
 * sky in a, photon noise in b.
 *
 * <p>Signal to noise: {@link #snr()} = (level of the object's bright parts - sky) / sigma there; the bright parts are those
 * which only a tenth of the object exceeds, the object all that is brighter than a quarter of the range. Of a stack of n alike
 * frames it grows with sqrt(n) (PictureNoiseTest), until structure as fine as a pixel or fixed pattern is all that is left.
 *
 * <p>Units: ADU of one pixel, correlation between pixels taken out by the {@link NoiseSpectrum}.
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 * <p>Source: Immerkaer 1996, CVIU 64, 300 (diagonal band); Starck and Murtagh 1998, PASP 110, 193 (finest wavelet scale).
 */
public final class PictureNoise {
    private static final int TILE_PX = 16;
    private static final int LEVEL_COUNT = 12;
    private static final double SIGMA_PER_MEDIAN = 1 / 0.6745;
    /** Fewer tiles at one level say nothing about the quietest of them. */
    private static final int FEWEST_TILES = 4;
    /**
     * The lower quartile of the medians of 256 coefficients of unit noise, over their mean. Simulated; neighbouring
     * coefficients are correlated, so the medians scatter by 7 %.
     */
    private static final double QUARTILE_RATIO = 0.957;

    static final RowFilter SPLINE = new RowFilter(1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0);

    private final int widthPx;
    private final int heightPx;
    private final boolean diagonal;
    private final NoiseSpectrum spectrum;
    private final PlaneLevels levels = new PlaneLevels();
    private final SeparableFilter filter;
    private final float[] smooth;
    private final float[] tile = new float[TILE_PX * TILE_PX];
    private final float[] tileLevel;
    private final float[] tileSigma;
    private final float[] some;
    private double readVariance;
    private double slopeAdu;
    private boolean isKnown;

    public PictureNoise(int widthPx, int heightPx, NoiseSpectrum spectrum) {
        this(
                widthPx,
                heightPx,
                spectrum,
                new SeparableFilter(widthPx, heightPx, 2, 2),
                new float[widthPx * heightPx],
                true);
    }

    /**
     * Borrows a filter of radius 2 and a scratch plane.
     *
     * @param diagonal true to look at the diagonal band, else at the finest wavelet scale, as thresholds of wavelets do
     */
    PictureNoise(
            int widthPx,
            int heightPx,
            NoiseSpectrum spectrum,
            SeparableFilter filter,
            float[] scratch,
            boolean diagonal) {
        this.diagonal = diagonal && widthPx > 2 && heightPx > 2;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.spectrum = spectrum;
        this.filter = filter;
        smooth = scratch;
        int tileCount = Math.max(1, widthPx / TILE_PX) * Math.max(1, heightPx / TILE_PX);
        tileLevel = new float[tileCount];
        tileSigma = new float[tileCount];
        some = new float[tileCount];
    }

    /**
     * Measures a plane; the accessors then tell.
     *
     * @param plane Not modified; NaN is filled beforehand or passed over with its neighbours
     */
    public void measure(float[] plane) {
        isKnown = levels.measure(plane);
        readVariance = 0;
        slopeAdu = 0;
        if (!isKnown) {
            return;
        }
        filter.apply(SPLINE, 1, plane, smooth);
        int tileCount = tiles(plane);
        if (tileCount == 0) {
            isKnown = false;
            return;
        }
        fit(tileCount);
    }

    private int tiles(float[] plane) {
        double unit = diagonal ? spectrum.diagonalSigma() : spectrum.scaleSigma(0);
        int columns = Math.max(1, widthPx / TILE_PX);
        int rows = Math.max(1, heightPx / TILE_PX);
        int found = 0;
        for (int tileY = 0; tileY < rows; tileY++) {
            int border = diagonal ? 1 : 0;
            int yFrom = Math.max(border, tileY * TILE_PX);
            int yTo = Math.min(heightPx - border, tileY * TILE_PX + TILE_PX);
            for (int tileX = 0; tileX < columns; tileX++) {
                int xFrom = Math.max(border, tileX * TILE_PX);
                int xTo = Math.min(widthPx - border, tileX * TILE_PX + TILE_PX);
                int count = 0;
                double sum = 0;
                for (int y = yFrom; y < yTo; y++) {
                    for (int x = xFrom; x < xTo; x++) {
                        int i = y * widthPx + x;
                        float band = diagonal ? diagonalBand(plane, i) : plane[i] - smooth[i];
                        if (Float.isFinite(band)) {
                            tile[count++] = Math.abs(band);
                            sum += smooth[y * widthPx + x];
                        }
                    }
                }
                if (count > 0) {
                    float median = OrderStatistic.select(tile, count, count / 2);
                    tileLevel[found] = (float) (sum / count);
                    tileSigma[found++] = (float) (median * SIGMA_PER_MEDIAN / unit);
                }
            }
        }
        return found;
    }

    private float diagonalBand(float[] plane, int i) {
        int above = i - widthPx;
        int below = i + widthPx;
        float top = plane[above - 1] - 2 * plane[above] + plane[above + 1];
        float middle = plane[i - 1] - 2 * plane[i] + plane[i + 1];
        float bottom = plane[below - 1] - 2 * plane[below] + plane[below + 1];
        return (top - 2 * middle + bottom) / 6;
    }

    private void fit(int tileCount) {
        double lowest = levels.skyAdu();
        double range = Math.max(levels.brightAdu() - lowest, 1e-30);
        double weightSum = 0;
        double levelSum = 0;
        double varianceSum = 0;
        double levelLevel = 0;
        double levelVariance = 0;
        double darkest = Double.NaN;
        for (int bin = 0; bin < LEVEL_COUNT; bin++) {
            double from = bin == 0 ? Double.NEGATIVE_INFINITY : lowest + range * bin / LEVEL_COUNT;
            double to = bin == LEVEL_COUNT - 1 ? Double.POSITIVE_INFINITY : lowest + range * (bin + 1) / LEVEL_COUNT;
            int count = 0;
            double sum = 0;
            for (int i = 0; i < tileCount; i++) {
                if (tileLevel[i] >= from && tileLevel[i] < to) {
                    some[count++] = tileSigma[i];
                    sum += tileLevel[i];
                }
            }
            if (count >= Math.min(FEWEST_TILES, tileCount)) {
                double sigma = quiet(count);
                double level = Math.max(0, sum / count - lowest);
                double variance = sigma * sigma;
                if (Double.isNaN(darkest)) {
                    darkest = variance;
                }
                // Variances scatter in proportion to themselves: relative weights.
                double weight = count / Math.max(variance * variance, 1e-300);
                weightSum += weight;
                levelSum += weight * level;
                varianceSum += weight * variance;
                levelLevel += weight * level * level;
                levelVariance += weight * level * variance;
            }
        }
        if (weightSum == 0) {
            System.arraycopy(tileSigma, 0, some, 0, tileCount);
            double sigma = quiet(tileCount);
            readVariance = sigma * sigma;
            return;
        }
        double determinant = weightSum * levelLevel - levelSum * levelSum;
        double mean = varianceSum / weightSum;
        slopeAdu = determinant > 1e-12 * weightSum * levelLevel
                ? Math.max(0, (weightSum * levelVariance - levelSum * varianceSum) / determinant)
                : 0;
        readVariance = mean - slopeAdu * levelSum / weightSum;
        if (!(readVariance > 0)) {
            readVariance = Math.min(mean, Math.max(0, darkest));
        }
    }

    /** Of the first count values of {@code some}. */
    private double quiet(int count) {
        return count < FEWEST_TILES
                ? OrderStatistic.select(some, count, count / 2)
                : OrderStatistic.select(some, count, count / 4) / QUARTILE_RATIO;
    }

    /** False if there was nothing to measure. */
    public boolean isKnown() {
        return isKnown;
    }

    /** Noise of a pixel of the empty sky, or of the darkest parts, ADU. */
    public double skySigmaAdu() {
        return Math.sqrt(readVariance);
    }

    /** Noise of a pixel of the bright parts of the object, ADU. */
    public double objectSigmaAdu() {
        return sigmaAdu(levels.objectAdu());
    }

    /** Noise of a pixel at a brightness, ADU. */
    public double sigmaAdu(double levelAdu) {
        return Math.sqrt(varianceAdu2(levelAdu));
    }

    double varianceAdu2(double levelAdu) {
        return readVariance + slopeAdu * Math.max(0, levelAdu - levels.skyAdu());
    }

    /** Level of the empty sky, or of the darkest parts, ADU. */
    public double skyAdu() {
        return levels.skyAdu();
    }

    /** Level of the bright parts of the object, ADU. */
    public double objectAdu() {
        return levels.objectAdu();
    }

    /** Signal to noise of the object's bright parts, see above; 0 if nothing was measured, infinite without any noise. */
    public double snr() {
        double signal = levels.objectAdu() - levels.skyAdu();
        return !isKnown || signal <= 0 ? 0 : signal / objectSigmaAdu();
    }

    double readVarianceAdu2() {
        return readVariance;
    }

    double slopeAdu() {
        return slopeAdu;
    }

    PlaneLevels levels() {
        return levels;
    }

    /** Noise variance at each pixel from the smoothed plane of the last measurement. Modifies {@code out}. */
    void sigmas(float[] out) {
        float sky = (float) levels.skyAdu();
        float a = (float) readVariance;
        float b = (float) slopeAdu;
        if (b == 0) {
            Arrays.fill(out, (float) Math.sqrt(readVariance));
            return;
        }
        for (int i = 0; i < out.length; i++) {
            float above = smooth[i] - sky;
            out[i] = (float) Math.sqrt(a + b * (above > 0 ? above : 0));
        }
    }
}
