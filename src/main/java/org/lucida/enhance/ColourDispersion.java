package org.lucida.enhance;

import org.lucida.math.CorrelationPeak;
import org.lucida.math.FourierPlane;

/**
 * Finds how far red and blue lie from green.
 *
 * <p>The cross-spectrum of two planes turns by 2 pi f d. First the peak of the band-passed correlation, then the shift that
 * explains the phases best, each frequency weighed by how well the planes agree in its ring:
 * {@code w = C^2 / (1 - C^2)}, C the coherence (Hannan and Thomson 1973, Biometrika 60, 469). That weighs noise and whatever the
 * colours do not have in common alike. The error comes from the scatter of the phases themselves.
 *
 * <p>Error: 0.02 px for a planet of a stack's signal to noise; see ColourDispersionTest.
 * <p>Looks at no more than {@value #MOST_SIDE_PX} px along each side, around the light.
 * <p>Memory: made in the constructor; calls allocate only their result. Thread: one at a time.
 */
public final class ColourDispersion {
    static final double MOST_SIGMA_PX = 0.3;
    static final int MOST_SIDE_PX = 1024;
    private static final int MOST_SHIFT_PX = 32;
    private static final double TAPER_FRACTION = 0.125;
    private static final double LOBE_PX = 6;
    private static final double FEWEST_SIGMAS = 6;
    private static final int RING_COUNT = 128;
    /** Above this frequency there is only noise and the pattern of the colour mosaic; cycles per px. */
    private static final double HIGHEST_PER_PX = 0.4;

    private static final double MOST_COHERENCE2 = 0.995;
    private static final int ROUND_COUNT = 3;
    private static final int NEWTON_COUNT = 4;
    /** Width of the first, rough band-pass, cycles per px. */
    private static final double BAND_PER_PX = 0.12;

    private final int widthPx;
    private final int heightPx;
    private final int cropWidthPx;
    private final int cropHeightPx;
    private final FourierPlane fourier;
    private final PlaneLevels levels = new PlaneLevels();
    private final CorrelationPeak peak = new CorrelationPeak();
    private final float[] padded;
    private final float[] green;
    private final float[] other;
    private final float[] cross;
    private final float[] xTaper;
    private final float[] yTaper;
    private final double independence;
    private final double[] ringCross = new double[RING_COUNT];
    private final double[] ringOne = new double[RING_COUNT];
    private final double[] ringTwo = new double[RING_COUNT];
    private final double[] ringWeight = new double[RING_COUNT];
    private final long[] ringCount = new long[RING_COUNT];
    private int xCropPx;
    private int yCropPx;
    private double dx;
    private double dy;
    private double sigma;

    public ColourDispersion(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        cropWidthPx = Math.min(widthPx, MOST_SIDE_PX);
        cropHeightPx = Math.min(heightPx, MOST_SIDE_PX);
        fourier = new FourierPlane(FourierPlane.sizeFor(cropWidthPx), FourierPlane.sizeFor(cropHeightPx));
        padded = new float[fourier.widthPx * fourier.heightPx];
        green = new float[fourier.spectrumLength()];
        other = new float[fourier.spectrumLength()];
        cross = new float[fourier.spectrumLength()];
        xTaper = taper(cropWidthPx);
        yTaper = taper(cropHeightPx);
        independence = squares(xTaper) * squares(yTaper) / padded.length;
    }

    /**
     * Measures the planes of a stack.
     *
     * @param planes red, green, blue. Not modified; NaN counts as sky
     */
    public DispersionReading measure(float[][] planes) {
        if (planes.length != 3) {
            return DispersionReading.none(DispersionReading.Validity.GREY);
        }
        if (!levels.measure(planes[1]) || !(levels.brightAdu() > levels.skyAdu())) {
            return DispersionReading.none(DispersionReading.Validity.NO_LIGHT);
        }
        aim(planes[1]);
        transform(planes[1], green);
        DispersionReading.Validity red = find(planes[0]);
        double redX = dx;
        double redY = dy;
        double redSigma = sigma;
        DispersionReading.Validity blue = find(planes[2]);
        DispersionReading.Validity both = red == DispersionReading.Validity.VALID ? blue : red;
        return both == DispersionReading.Validity.VALID || both == DispersionReading.Validity.UNCERTAIN
                ? new DispersionReading(redX, redY, dx, dy, redSigma, sigma, both)
                : DispersionReading.none(both);
    }

    /** Puts the crop around the light. */
    private void aim(float[] plane) {
        float sky = (float) levels.skyAdu();
        float least = (float) (levels.skyAdu() + 0.25 * (levels.brightAdu() - levels.skyAdu()));
        double sum = 0;
        double xSum = 0;
        double ySum = 0;
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                float value = plane[y * widthPx + x];
                if (value > least) {
                    sum += value - sky;
                    xSum += (value - sky) * (double) x;
                    ySum += (value - sky) * (double) y;
                }
            }
        }
        double xMiddle = sum > 0 ? xSum / sum : widthPx / 2.0;
        double yMiddle = sum > 0 ? ySum / sum : heightPx / 2.0;
        xCropPx = (int) Math.max(0, Math.min(widthPx - cropWidthPx, Math.round(xMiddle - cropWidthPx / 2.0)));
        yCropPx = (int) Math.max(0, Math.min(heightPx - cropHeightPx, Math.round(yMiddle - cropHeightPx / 2.0)));
    }

    /** Crop, less its background (sky, or the mean where there is none), tapered at its border. */
    private void transform(float[] plane, float[] spectrum) {
        float background = (float) levels.skyAdu();
        if (!levels.hasBlack() || levels.darkFraction() < 0.2) {
            double sum = 0;
            long count = 0;
            for (int y = 0; y < cropHeightPx; y++) {
                for (int x = 0; x < cropWidthPx; x++) {
                    float value = plane[(yCropPx + y) * widthPx + xCropPx + x];
                    if (Float.isFinite(value)) {
                        sum += value;
                        count++;
                    }
                }
            }
            background = count == 0 ? 0 : (float) (sum / count);
        }
        java.util.Arrays.fill(padded, 0);
        for (int y = 0; y < cropHeightPx; y++) {
            int from = (yCropPx + y) * widthPx + xCropPx;
            int to = y * fourier.widthPx;
            for (int x = 0; x < cropWidthPx; x++) {
                float value = plane[from + x] - background;
                padded[to + x] = Float.isFinite(value) ? value * xTaper[x] * yTaper[y] : 0;
            }
        }
        fourier.forward(padded, spectrum);
    }

    private DispersionReading.Validity find(float[] plane) {
        if (!levels.measure(plane) || !(levels.brightAdu() > levels.skyAdu())) {
            return DispersionReading.Validity.NO_LIGHT;
        }
        transform(plane, other);
        bandPass();
        fourier.inverse(cross, padded);
        peak.overlap(1 - cropWidthPx, cropWidthPx - 1, 1 - cropHeightPx, cropHeightPx - 1);
        peak.find(padded, fourier.widthPx, fourier.heightPx, MOST_SHIFT_PX, LOBE_PX);
        if (!(peak.significance() >= FEWEST_SIGMAS)) {
            return DispersionReading.Validity.NOT_FOUND;
        }
        dx = peak.xLag();
        dy = peak.yLag();
        for (int round = 0; round < ROUND_COUNT; round++) {
            weigh();
            for (int step = 0; step < NEWTON_COUNT; step++) {
                if (!step()) {
                    return DispersionReading.Validity.NOT_FOUND;
                }
            }
        }
        if (Math.hypot(dx - peak.xLag(), dy - peak.yLag()) > LOBE_PX) {
            return DispersionReading.Validity.NOT_FOUND;
        }
        return sigma <= MOST_SIGMA_PX ? DispersionReading.Validity.VALID : DispersionReading.Validity.UNCERTAIN;
    }

    private void bandPass() {
        for (int kx = 0; kx <= fourier.widthPx / 2; kx++) {
            double fx = (double) kx / fourier.widthPx;
            for (int ky = 0; ky < fourier.heightPx; ky++) {
                double fy = frequency(ky);
                double f2 = fx * fx + fy * fy;
                float gain = (float) (f2 * Math.exp(-f2 / (BAND_PER_PX * BAND_PER_PX)));
                int i = 2 * (kx * fourier.heightPx + ky);
                cross[i] = gain * (other[i] * green[i] + other[i + 1] * green[i + 1]);
                cross[i + 1] = gain * (other[i + 1] * green[i] - other[i] * green[i + 1]);
            }
        }
    }

    /** Coherence of each ring once the shift found so far is undone, and the weight that follows. */
    private void weigh() {
        java.util.Arrays.fill(ringCross, 0);
        java.util.Arrays.fill(ringOne, 0);
        java.util.Arrays.fill(ringTwo, 0);
        java.util.Arrays.fill(ringCount, 0);
        for (int kx = 0; kx < fourier.widthPx / 2; kx++) {
            double fx = (double) kx / fourier.widthPx;
            for (int ky = 0; ky < fourier.heightPx; ky++) {
                double fy = frequency(ky);
                int ring = ring(fx, fy);
                if (ring < 0) {
                    continue;
                }
                int i = 2 * (kx * fourier.heightPx + ky);
                double re = (double) other[i] * green[i] + (double) other[i + 1] * green[i + 1];
                double im = (double) other[i + 1] * green[i] - (double) other[i] * green[i + 1];
                double turn = 2 * Math.PI * (fx * dx + fy * dy);
                ringCross[ring] += re * Math.cos(turn) - im * Math.sin(turn);
                ringOne[ring] += (double) other[i] * other[i] + (double) other[i + 1] * other[i + 1];
                ringTwo[ring] += (double) green[i] * green[i] + (double) green[i + 1] * green[i + 1];
                ringCount[ring]++;
            }
        }
        for (int ring = 0; ring < RING_COUNT; ring++) {
            double powers = ringOne[ring] * ringTwo[ring];
            double count = Math.max(2, ringCount[ring] * independence);
            double coherence2 = powers > 0 && ringCross[ring] > 0 ? ringCross[ring] * ringCross[ring] / powers : 0;
            // Noise alone gives 1 / count.
            double honest = Math.min(MOST_COHERENCE2, Math.max(0, (coherence2 * count - 3) / (count - 1)));
            ringWeight[ring] = honest / (1 - honest);
        }
    }

    /** One step towards the shift that explains the phases; false if there is nothing to go by. */
    private boolean step() {
        double gx = 0;
        double gy = 0;
        double hxx = 0;
        double hxy = 0;
        double hyy = 0;
        double vxx = 0;
        double vxy = 0;
        double vyy = 0;
        for (int kx = 0; kx < fourier.widthPx / 2; kx++) {
            double fx = (double) kx / fourier.widthPx;
            for (int ky = 0; ky < fourier.heightPx; ky++) {
                double fy = frequency(ky);
                int ring = ring(fx, fy);
                if (ring < 0 || ringWeight[ring] == 0) {
                    continue;
                }
                int i = 2 * (kx * fourier.heightPx + ky);
                double re = (double) other[i] * green[i] + (double) other[i + 1] * green[i + 1];
                double im = (double) other[i + 1] * green[i] - (double) other[i] * green[i + 1];
                double size = Math.sqrt(re * re + im * im);
                if (size == 0) {
                    continue;
                }
                double turn = 2 * Math.PI * (fx * dx + fy * dy);
                double sin = (im * Math.cos(turn) + re * Math.sin(turn)) / size;
                double w = ringWeight[ring];
                double ax = 2 * Math.PI * fx;
                double ay = 2 * Math.PI * fy;
                gx += w * ax * sin;
                gy += w * ay * sin;
                hxx += w * ax * ax;
                hxy += w * ax * ay;
                hyy += w * ay * ay;
                double v = w * w * sin * sin;
                vxx += v * ax * ax;
                vxy += v * ax * ay;
                vyy += v * ay * ay;
            }
        }
        double determinant = hxx * hyy - hxy * hxy;
        if (!(determinant > 1e-9 * hxx * hyy) || !(hxx > 0)) {
            return false;
        }
        dx -= Math.max(-1, Math.min(1, (hyy * gx - hxy * gy) / determinant));
        dy -= Math.max(-1, Math.min(1, (hxx * gy - hxy * gx) / determinant));
        double sxx = (hyy * hyy * vxx - 2 * hxy * hyy * vxy + hxy * hxy * vyy) / (determinant * determinant);
        double syy = (hxx * hxx * vyy - 2 * hxy * hxx * vxy + hxy * hxy * vxx) / (determinant * determinant);
        // A padded and tapered picture has fewer independent frequencies than its transform has numbers.
        sigma = Math.sqrt(0.5 * (sxx + syy) / independence);
        return true;
    }

    private double frequency(int ky) {
        return (double) (ky <= fourier.heightPx / 2 ? ky : ky - fourier.heightPx) / fourier.heightPx;
    }

    private static int ring(double fx, double fy) {
        double f = Math.sqrt(fx * fx + fy * fy);
        int ring = (int) (f / HIGHEST_PER_PX * RING_COUNT);
        return f == 0 || ring >= RING_COUNT ? -1 : ring;
    }

    private static float[] taper(int sizePx) {
        float[] taper = new float[sizePx];
        for (int i = 0; i < sizePx; i++) {
            double edge = Math.min(i + 0.5, sizePx - i - 0.5) / (TAPER_FRACTION * sizePx);
            taper[i] = edge >= 1 ? 1 : (float) (0.5 - 0.5 * Math.cos(Math.PI * edge));
        }
        return taper;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
