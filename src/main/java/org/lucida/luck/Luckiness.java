package org.lucida.luck;

import java.util.Arrays;
import org.lucida.frame.Plane;
import org.lucida.math.BandPassEnergy;

/**
 * How sharp was this instant: scores one luminance plane by the chosen {@link Metric}.
 *
 * <p>Shape: planes of the size given to the constructor. For mosaics the plane is the 2x2 mean of calibrated raw samples, so
 * that its noise is white. Planes with more than {@value #FINE_Q} px per lambda/D are averaged 2x2 (repeatedly) first: the
 * band stays well below the new Nyquist limit and the work shrinks to a quarter.
 * <p>Units: ADU of the plane. Filter widths follow lambda/D and are kept at {@value #SMALLEST_SIGMA_PX} px or more.
 * <p>Noise: measured in each frame itself (see {@link BandPassEnergy}); gain and read noise need not be known. Shot noise of
 * the target is removed from the band metrics but not from S1, whose pedestal 1/electrons it is.
 * <p>Error: band-energy orders frames of a simulated planet like their mid-band MTF^2 with rank correlations of
 * .88/.95/.96 at peaks of 30/100/1000 electrons for D/r0 = 3 and .36/.88/.92 for D/r0 = 5; as 2x2 means .79/.93/.96 and
 * .49/.82/.91 (60 Kolmogorov frames with 15 % scatter of D/r0, Q = 3, 2 electrons read noise, 5 % transparency jitter;
 * an independent numpy simulation, not among the tests).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Modifies only the reading.
 * <p>Thread: one at a time.
 * <p>Source: Muller and Buffington 1974, JOSA 64, 1200; Popowicz, Radlak, Bernacki and Orlov 2017, Sol. Phys. (comparison).
 */
public final class Luckiness {
    /** Sampling to assume when telescope and pixel are unknown, raw px per lambda/D. */
    public static final double DEFAULT_SAMPLING_Q = 3;

    /** Planes at least this finely sampled are averaged 2x2 before scoring, px per lambda/D. */
    private static final double FINE_Q = 4;
    /** Planes are not averaged below this side. */
    private static final int SMALLEST_SIDE_PX = 64;
    /** Narrowest Gaussian worth sampling, px. */
    private static final double SMALLEST_SIGMA_PX = 0.45;
    /**
     * Inner and outer Gaussian of the default band, lambda/D. Chosen among ten pairs on the simulation named above: higher
     * frequencies win when bright, lower ones when dim; this pair is a compromise, best in neither.
     */
    private static final double BAND_NARROW_Q = 0.5;

    private static final double BAND_WIDE_Q = 0.9;
    /** The outer Gaussian is at least so much wider than the inner one. */
    private static final double BAND_RATIO = 1.8;
    /** Gaussian before the gradient, lambda/D. Source: SCIENCE of the project, simulated planets. */
    private static final double TENENGRAD_Q = 0.33;
    /** Gaussian before the Laplacian, lambda/D. Same source. */
    private static final double LOG_Q = 0.53;
    /**
     * Significance above which something is there: about one false alarm in 10^4 frames for normal noise. A single star of
     * 1.5 px sigma alone in the frame is found from a peak pixel of 6 sigma on, one of 1 px from 8.
     */
    private static final double BLANK_SIGMAS = 6;
    /** Variance of rounding to whole numbers. */
    private static final double ROUNDING_VARIANCE = 1.0 / 12;
    /** Energy per pixel that float rounding feigns, relative to the squared level. */
    private static final double ROUNDING_ENERGY = 1e-11;

    private final int widthPx;
    private final int heightPx;
    private final Metric metric;
    private final int averagedPx;
    private final int digitalParts;
    private final Plane work;
    private final BandPassEnergy band;
    private final Skylight sky;
    private final float[] row;
    private final float[] rowBelow;
    private final float[] left;
    private final float[] right;
    private final float[] columnSum;
    private final float[] columnSquare;
    private final Plane reference;
    private double referenceFlux;

    /**
     * @param widthPx width of the planes
     * @param heightPx height of the planes
     * @param binPx raw px per plane px in each direction
     * @param samplingQ raw px per lambda/D, {@link #DEFAULT_SAMPLING_Q} when unknown
     * @param metric what is taken for sharpness
     */
    public Luckiness(int widthPx, int heightPx, int binPx, double samplingQ, Metric metric) {
        if (binPx < 1) {
            throw new IllegalArgumentException("binPx=" + binPx + " must be 1 or more; use 2 for Bayer mosaics");
        }
        if (!(samplingQ > 0)) {
            throw new IllegalArgumentException("samplingQ=" + samplingQ + " must be above 0; use " + DEFAULT_SAMPLING_Q
                    + " px per lambda/D when unknown");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.metric = metric;
        double planeQ = samplingQ / binPx;
        int averaged = 1;
        while (planeQ / averaged >= FINE_Q && Math.min(widthPx, heightPx) / (2 * averaged) >= SMALLEST_SIDE_PX) {
            averaged *= 2;
        }
        averagedPx = averaged;
        digitalParts = binPx * binPx * averaged * averaged;
        int workWidth = widthPx / averaged;
        int workHeight = heightPx / averaged;
        work = averaged > 1 ? new Plane(workWidth, workHeight) : null;
        band = bandFor(metric, workWidth, workHeight, planeQ / averaged);
        sky = new Skylight(workWidth, workHeight);
        reference = metric == Metric.S3 ? new Plane(workWidth, workHeight) : null;
        int scratch = Math.max(widthPx, workWidth);
        row = new float[scratch];
        rowBelow = new float[scratch];
        left = new float[scratch];
        right = new float[scratch];
        columnSum = new float[scratch];
        columnSquare = new float[scratch];
    }

    private static BandPassEnergy bandFor(Metric metric, int widthPx, int heightPx, double q) {
        return switch (metric) {
            case TENENGRAD -> BandPassEnergy.gradientOfGaussian(widthPx, heightPx, floored(TENENGRAD_Q * q));
            case LOG -> BandPassEnergy.laplacianOfGaussian(widthPx, heightPx, floored(LOG_Q * q));
            case LAPLACIAN_VARIANCE -> BandPassEnergy.laplacianOfGaussian(widthPx, heightPx, 0);
            default -> {
                double narrow = floored(BAND_NARROW_Q * q);
                double wide = Math.max(BAND_WIDE_Q * q, BAND_RATIO * narrow);
                yield BandPassEnergy.differenceOfGaussians(widthPx, heightPx, narrow, wide);
            }
        };
    }

    private static double floored(double sigmaPx) {
        return Math.max(SMALLEST_SIGMA_PX, sigmaPx);
    }

    /** What is taken for sharpness. */
    public Metric metric() {
        return metric;
    }

    /**
     * Sets the picture S3 compares with: the same size, the target on the same pixels. Other metrics ignore it.
     *
     * @param luminance background need not be subtracted. Not modified, copied.
     */
    public void reference(Plane luminance) {
        requireSize(luminance);
        if (reference == null) {
            return;
        }
        float[] adu = working(luminance);
        band.measure(adu);
        sky.measure(adu, band.typicalVarianceAdu2());
        for (int i = 0; i < reference.adu.length; i++) {
            reference.adu[i] = (float) (adu[i] - sky.backgroundAdu());
        }
        referenceFlux = sky.fluxAdu();
    }

    /**
     * Scores one frame.
     *
     * @param luminance finite samples; NaN or infinite ones make the score NaN. Not modified, not kept.
     * @param out Modified: every field is written.
     */
    public void measure(Plane luminance, LuckinessReading out) {
        requireSize(luminance);
        float[] adu = working(luminance);
        band.measure(adu);
        double variance = band.typicalVarianceAdu2();
        sky.measure(adu, variance);
        out.backgroundAdu = sky.backgroundAdu();
        out.noiseAdu = Math.sqrt(variance) * averagedPx;
        out.fluxAdu = sky.fluxAdu() * averagedPx * averagedPx;
        boolean isFinite = Double.isFinite(band.bandSumAdu2()) && Double.isFinite(sky.totalAdu());
        out.isBlank = isFinite && isBlank(adu);
        out.score = isFinite ? 0 : Double.NaN;
        out.scoreSnr = 0;
        if (isFinite && !out.isBlank && sky.fluxAdu() > 0) {
            score(adu, variance, out);
        }
    }

    private void requireSize(Plane plane) {
        if (plane.widthPx != widthPx || plane.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + plane.widthPx + "x" + plane.heightPx + " px, expected "
                    + widthPx + "x" + heightPx + "; build one Luckiness for each size");
        }
    }

    private boolean isBlank(float[] adu) {
        double variance = band.meanVarianceAdu2();
        if (sky.isDigital(digitalParts)) {
            variance = Math.max(variance, ROUNDING_VARIANCE / digitalParts);
        }
        double level = sky.backgroundAdu();
        double rounding = ROUNDING_ENERGY * level * level;
        double sigmaBase = Math.max(variance, rounding);
        boolean hasFineStructure =
                band.peakTileSigmas(sigmaBase) > BLANK_SIGMAS || band.energySigmas(sigmaBase) > BLANK_SIGMAS;
        return !hasFineStructure && !sky.standsOut(adu, BLANK_SIGMAS, variance);
    }

    private void score(float[] adu, double variance, LuckinessReading out) {
        double flux = sky.fluxAdu();
        int widthPx = widthPx();
        int pixels = widthPx * heightPx();
        double perFlux2 = pixels / (flux * flux);
        double fluxSigma = Math.sqrt(sky.fluxVarianceAdu2(variance));
        switch (metric) {
            case BAND_ENERGY, TENENGRAD, LOG -> {
                out.score = band.energyAdu2() * perFlux2;
                out.scoreSnr = snr(band.energyAdu2(), band.energySigmaAdu2(), flux, fluxSigma);
            }
            case LAPLACIAN_VARIANCE -> {
                out.score = band.bandSumAdu2() * perFlux2;
                out.scoreSnr = Double.NaN;
            }
            case S1 -> concentration(adu, variance, perFlux2, flux, fluxSigma, out);
            case S2 -> {
                double peak = peakAdu(adu) - sky.backgroundAdu();
                out.score = peak / flux * pixels;
                out.scoreSnr = peak / Math.sqrt(variance + peak / flux * peak / flux * fluxSigma * fluxSigma);
            }
            case S3 -> {
                if (referenceFlux > 0) {
                    out.score = overlapWithReference(adu) / (flux * referenceFlux) * pixels;
                    out.scoreSnr = Double.NaN;
                } else {
                    concentration(adu, variance, perFlux2, flux, fluxSigma, out);
                }
            }
            case GRADIENT -> {
                out.score = gradientSum(adu) / flux;
                out.scoreSnr = Double.NaN;
            }
            case LOCAL_CONTRAST -> {
                out.score = localContrast(adu);
                out.scoreSnr = Double.NaN;
            }
            case NORMALISED_VARIANCE -> {
                double squares = squaresNearTarget(adu, false);
                double noise = variance * pixels;
                double total = squares - noise - flux * flux / pixels;
                out.score = total * perFlux2;
                out.scoreSnr = snr(total, squareSigma(pixels, variance, total), flux, fluxSigma);
            }
        }
    }

    private void concentration(
            float[] adu, double variance, double perFlux2, double flux, double fluxSigma, LuckinessReading out) {
        double squares = squaresNearTarget(adu, true) - variance * sky.targetPixelCount();
        out.score = squares * perFlux2;
        out.scoreSnr = snr(squares, squareSigma(sky.targetPixelCount(), variance, squares), flux, fluxSigma);
    }

    /** Error of a sum of squares: twice the squared variance a pixel, plus four times variance times signal. */
    private static double squareSigma(int pixels, double variance, double squares) {
        return Math.sqrt(2 * variance * variance * pixels + 4 * variance * Math.max(0, squares));
    }

    private static double snr(double energy, double energySigma, double flux, double fluxSigma) {
        if (energy <= 0) {
            return energy < 0 && energySigma > 0 ? energy / energySigma : 0;
        }
        return 1 / Math.hypot(energySigma / energy, 2 * fluxSigma / flux);
    }

    // ---- sums over the plane --------------------------------------------------------------------------------------

    private int widthPx() {
        return work == null ? widthPx : work.widthPx;
    }

    private int heightPx() {
        return work == null ? heightPx : work.heightPx;
    }

    /** The plane itself, or its average over squares of averagedPx. */
    private float[] working(Plane luminance) {
        if (work == null) {
            return luminance.adu;
        }
        float scale = 1f / (averagedPx * averagedPx);
        for (int y = 0; y < work.heightPx; y++) {
            Arrays.fill(columnSum, 0);
            for (int k = 0; k < averagedPx; k++) {
                System.arraycopy(luminance.adu, (y * averagedPx + k) * widthPx, row, 0, widthPx);
                addRow(row, widthPx, columnSum);
            }
            int start = y * work.widthPx;
            for (int x = 0; x < work.widthPx; x++) {
                float sum = 0;
                for (int k = x * averagedPx; k < (x + 1) * averagedPx; k++) {
                    sum += columnSum[k];
                }
                work.adu[start + x] = sum * scale;
            }
        }
        return work.adu;
    }

    private static void addRow(float[] row, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += row[i];
        }
    }

    /** Sum of (I - background)^2, over the target's blocks only or over everything. */
    private double squaresNearTarget(float[] adu, boolean targetOnly) {
        float background = (float) sky.backgroundAdu();
        int width = widthPx();
        double sum = 0;
        for (int blockRow = 0; blockRow < sky.rowCount(); blockRow++) {
            Arrays.fill(columnSquare, 0);
            for (int y = sky.top(blockRow); y < sky.top(blockRow + 1); y++) {
                System.arraycopy(adu, y * width, row, 0, width);
                addSquares(row, background, width, columnSquare);
            }
            for (int column = 0; column < sky.columnCount(); column++) {
                if (!targetOnly || sky.isNearTarget(column, blockRow)) {
                    for (int x = sky.left(column); x < sky.left(column + 1); x++) {
                        sum += columnSquare[x];
                    }
                }
            }
        }
        return sum;
    }

    private static void addSquares(float[] row, float background, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            float d = row[i] - background;
            sum[i] += d * d;
        }
    }

    private double peakAdu(float[] adu) {
        float peak = Float.NEGATIVE_INFINITY;
        for (float sample : adu) {
            peak = Math.max(peak, sample);
        }
        return peak;
    }

    private double overlapWithReference(float[] adu) {
        float background = (float) sky.backgroundAdu();
        int width = widthPx();
        double sum = 0;
        for (int y = 0; y < heightPx(); y++) {
            int start = y * width;
            double rowSum = 0;
            for (int x = start; x < start + width; x++) {
                rowSum += (adu[x] - background) * reference.adu[x];
            }
            sum += rowSum;
        }
        return sum;
    }

    /** Sum of the length of the gradient, central differences, border pixels left out. */
    private double gradientSum(float[] adu) {
        int width = widthPx();
        int height = heightPx();
        int inner = width - 2;
        double sum = 0;
        for (int y = 1; y < height - 1 && inner > 0; y++) {
            System.arraycopy(adu, (y - 1) * width + 1, row, 0, inner);
            System.arraycopy(adu, (y + 1) * width + 1, rowBelow, 0, inner);
            System.arraycopy(adu, y * width, left, 0, inner);
            System.arraycopy(adu, y * width + 2, right, 0, inner);
            gradientLength(row, rowBelow, left, right, inner, columnSum);
            double rowSum = 0;
            for (int x = 0; x < inner; x++) {
                rowSum += columnSum[x];
            }
            sum += rowSum;
        }
        return sum;
    }

    private static void gradientLength(
            float[] above, float[] below, float[] left, float[] right, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            float dx = 0.5f * (right[i] - left[i]);
            float dy = 0.5f * (below[i] - above[i]);
            out[i] = (float) Math.sqrt(dx * dx + dy * dy);
        }
    }

    /** Sum of the standard deviations of the target's blocks over the sum of their means. */
    private double localContrast(float[] adu) {
        float background = (float) sky.backgroundAdu();
        int width = widthPx();
        double deviations = 0;
        double means = 0;
        for (int blockRow = 0; blockRow < sky.rowCount(); blockRow++) {
            int yFrom = sky.top(blockRow);
            int yTo = sky.top(blockRow + 1);
            Arrays.fill(columnSum, 0);
            Arrays.fill(columnSquare, 0);
            for (int y = yFrom; y < yTo; y++) {
                System.arraycopy(adu, y * width, row, 0, width);
                addValuesAndSquares(row, background, width, columnSum, columnSquare);
            }
            for (int column = 0; column < sky.columnCount(); column++) {
                if (sky.isNearTarget(column, blockRow)) {
                    double sum = 0;
                    double squares = 0;
                    for (int x = sky.left(column); x < sky.left(column + 1); x++) {
                        sum += columnSum[x];
                        squares += columnSquare[x];
                    }
                    int count = (yTo - yFrom) * (sky.left(column + 1) - sky.left(column));
                    double mean = sum / count;
                    deviations += Math.sqrt(Math.max(0, squares / count - mean * mean));
                    means += mean;
                }
            }
        }
        return means > 0 ? deviations / means : 0;
    }

    private static void addValuesAndSquares(float[] row, float background, int count, float[] sum, float[] square) {
        for (int i = 0; i < count; i++) {
            float d = row[i] - background;
            sum[i] += d;
            square[i] += d * d;
        }
    }
}
