package org.lucida.enhance;

import java.util.Locale;
import org.lucida.math.OrderStatistic;

/**
 * Measures the blur of a picture on what was sharp before it: stars, the limb of a planet, black shadows.
 *
 * <p>Stars: unsaturated peaks that stand alone; a Gaussian through the peak and the pixels on either side. Median of all.
 * <p>Edges: along the steepest way across an edge against black the slope of the brightness is the blur's own profile. Its
 * dark half is taken, because limb darkening bends the bright one. Median of the edges of a limb; the sharper quarter of the edges
 * of a surface, where many shadows are soft by themselves.
 *
 * <p>Error: 8 % for a star field or a planet of a Gaussian blur of 3 to 8 px (SharpeningTruthTest).
 * <p>Memory: two planes are borrowed, lists made in the constructor. Thread: one at a time.
 */
final class PsfMeter {
    private static final int MOST_SAMPLES = 4096;
    private static final int FEWEST_EDGES = 30;
    private static final int STAR_MARGIN_PX = 8;
    private static final double STAR_SNR = 30;
    /** A peak flatter than this against its neighbour is cut off by saturation. */
    private static final double FLAT_RATIO = 0.995;
    /** Another light this bright within the margin spoils a star. */
    private static final double NEIGHBOUR_RATIO = 0.5;
    /** Edges with less than this share of the steepest slope are left out. */
    private static final double STEEP_RATIO = 0.35;
    /** The dark end of an edge must be this near to black, as a fraction of the range. */
    private static final double BLACK_FRACTION = 0.15;

    /** A star is measured where it has fallen to about this. */
    private static final double HALF = 0.6;

    private static final int PROFILE_PX = 16;
    private static final double PROFILE_STEP_PX = 0.5;
    private static final int PROFILE_COUNT = (int) (2 * PROFILE_PX / PROFILE_STEP_PX) + 1;
    /** What the measuring itself adds to the variance: B3 spline 1, interpolation 1/6, slope over one px 1/12; px^2. */
    private static final double OWN_VARIANCE_PX2 = 1 + 1.0 / 6 + 1.0 / 12;

    /** Limb darkening bends the dark half, too; chosen on simulated planets (SharpeningTruthTest). */
    private static final double LIMB_RATIO = 0.89;

    private static final double HALF_WIDTH_PER_SIGMA = Psf.FWHM_PER_SIGMA / 2;

    private final int widthPx;
    private final int heightPx;
    private final SeparableFilter filter;
    private final float[] smooth;
    private final float[] found = new float[MOST_SAMPLES];
    private final double[] profile = new double[PROFILE_COUNT];
    private final double[] slope = new double[PROFILE_COUNT];

    PsfMeter(int widthPx, int heightPx, SeparableFilter filter, float[] scratch) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.filter = filter;
        smooth = scratch;
    }

    /**
     * Measures one plane.
     *
     * @param plane Not modified. No NaN
     * @param noise measured on this plane
     */
    Psf measure(float[] plane, PictureNoise noise, EnhanceRecipe.Target target) {
        PlaneLevels levels = noise.levels();
        double range = levels.brightAdu() - levels.skyAdu();
        if (levels.isEmpty() || !(range > 10 * noise.skySigmaAdu())) {
            return unknown(0, "nothing stands out of the noise");
        }
        if (target == EnhanceRecipe.Target.STARS) {
            return stars(plane, noise);
        }
        if (!levels.hasBlack()) {
            return unknown(0, "the field has neither a limb nor a black shadow");
        }
        return edges(plane, noise, target, range);
    }

    private static Psf unknown(int count, String why) {
        return new Psf(Double.NaN, count, "width of the blur not measured: " + why + "; give it with psfFwhmPx in px");
    }

    private Psf stars(float[] plane, PictureNoise noise) {
        float sky = (float) noise.skyAdu();
        float least = (float) (STAR_SNR * noise.skySigmaAdu());
        int count = 0;
        for (int y = STAR_MARGIN_PX; y < heightPx - STAR_MARGIN_PX && count < MOST_SAMPLES; y++) {
            for (int x = STAR_MARGIN_PX; x < widthPx - STAR_MARGIN_PX && count < MOST_SAMPLES; x++) {
                float peak = plane[y * widthPx + x] - sky;
                if (peak > least && standsAlone(plane, x, y, peak, sky)) {
                    double variance = 0.5
                            * (variance(plane, y * widthPx + x, 1, sky)
                                    + variance(plane, y * widthPx + x, widthPx, sky));
                    if (variance > 0 && variance < 100) {
                        found[count++] = (float) (Psf.FWHM_PER_SIGMA * Math.sqrt(variance));
                    }
                }
            }
        }
        if (count == 0) {
            return unknown(0, "no unsaturated star stands alone");
        }
        double fwhm = OrderStatistic.select(found, count, count / 2);
        return new Psf(fwhm, count, String.format(Locale.ROOT, "blur of %.2f px measured on %d star(s)", fwhm, count));
    }

    private boolean standsAlone(float[] plane, int x, int y, float peak, float sky) {
        float nearest = 0;
        for (int dy = -STAR_MARGIN_PX; dy <= STAR_MARGIN_PX; dy++) {
            for (int dx = -STAR_MARGIN_PX; dx <= STAR_MARGIN_PX; dx++) {
                float value = plane[(y + dy) * widthPx + x + dx] - sky;
                int distance = Math.max(Math.abs(dx), Math.abs(dy));
                if (distance == 0) {
                    continue;
                }
                if (value >= peak || (distance > STAR_MARGIN_PX / 2 && value > NEIGHBOUR_RATIO * peak)) {
                    return false;
                }
                if (distance == 1) {
                    nearest = Math.max(nearest, value);
                }
            }
        }
        return nearest < FLAT_RATIO * peak;
    }

    /** Variance of a Gaussian along one axis, through the peak and both pixels at the distance that shows it best; px^2. */
    private static double variance(float[] plane, int i, int stride, float sky) {
        double peak = plane[i] - sky;
        for (int d = 1; d <= STAR_MARGIN_PX; d++) {
            double left = plane[i - d * stride] - sky;
            double right = plane[i + d * stride] - sky;
            if (!(left > 0 && right > 0)) {
                return Double.NaN;
            }
            double drop = Math.sqrt(left * right) / peak;
            if (drop < HALF || d == STAR_MARGIN_PX) {
                return -0.5 * d * d / Math.log(drop);
            }
        }
        return Double.NaN;
    }

    private Psf edges(float[] plane, PictureNoise noise, EnhanceRecipe.Target target, double range) {
        filter.apply(PictureNoise.SPLINE, 1, plane, smooth);
        int margin = PROFILE_PX + 2;
        float steepest = 0;
        for (int y = margin; y < heightPx - margin; y++) {
            for (int x = margin; x < widthPx - margin; x++) {
                steepest = Math.max(steepest, steepness(x, y));
            }
        }
        float least = (float) (STEEP_RATIO * STEEP_RATIO) * steepest;
        int candidates = 0;
        for (int y = margin; y < heightPx - margin; y++) {
            for (int x = margin; x < widthPx - margin; x++) {
                candidates += steepness(x, y) > least && isRidge(x, y) ? 1 : 0;
            }
        }
        int stride = Math.max(1, candidates / MOST_SAMPLES + 1);
        int count = 0;
        int seen = 0;
        float black = (float) (noise.skyAdu() + BLACK_FRACTION * range);
        for (int y = margin; y < heightPx - margin; y++) {
            for (int x = margin; x < widthPx - margin; x++) {
                if (steepness(x, y) > least && isRidge(x, y) && seen++ % stride == 0) {
                    double variance = acrossEdge(x, y, black);
                    if (variance > 0 && count < MOST_SAMPLES) {
                        found[count++] = (float) variance;
                    }
                }
            }
        }
        if (count < FEWEST_EDGES) {
            return unknown(count, "there are too few sharp edges against black");
        }
        boolean isLimb = target == EnhanceRecipe.Target.PLANET;
        double variance = OrderStatistic.select(found, count, isLimb ? count / 2 : count / 4);
        double fwhm = (isLimb ? LIMB_RATIO : 1) * Psf.FWHM_PER_SIGMA * Math.sqrt(variance);
        return new Psf(
                fwhm,
                count,
                String.format(
                        Locale.ROOT,
                        "blur of %.2f px measured at %d places of %s",
                        fwhm,
                        count,
                        isLimb ? "the limb" : "edges against black"));
    }

    /** Squared slope of the smoothed plane. */
    private float steepness(int x, int y) {
        int i = y * widthPx + x;
        float gx = smooth[i + 1] - smooth[i - 1];
        float gy = smooth[i + widthPx] - smooth[i - widthPx];
        return gx * gx + gy * gy;
    }

    /** True if the slope is highest here along its own direction. */
    private boolean isRidge(int x, int y) {
        int i = y * widthPx + x;
        float gx = smooth[i + 1] - smooth[i - 1];
        float gy = smooth[i + widthPx] - smooth[i - widthPx];
        int dx = Math.abs(gx) > 0.4f * Math.abs(gy) ? (int) Math.signum(gx) : 0;
        int dy = Math.abs(gy) > 0.4f * Math.abs(gx) ? (int) Math.signum(gy) : 0;
        float here = steepness(x, y);
        return here >= steepness(x + dx, y + dy) && here > steepness(x - dx, y - dy);
    }

    /** Variance of the blur from the dark half of the edge at a place, px^2; NaN if this is no edge against black. */
    private double acrossEdge(int x, int y, float black) {
        int i = y * widthPx + x;
        double gx = smooth[i + 1] - smooth[i - 1];
        double gy = smooth[i + widthPx] - smooth[i - widthPx];
        double norm = Math.hypot(gx, gy);
        double ux = gx / norm * PROFILE_STEP_PX;
        double uy = gy / norm * PROFILE_STEP_PX;
        int middle = PROFILE_COUNT / 2;
        for (int k = 0; k < PROFILE_COUNT; k++) {
            profile[k] = sample(x + (k - middle) * ux, y + (k - middle) * uy);
        }
        int peak = middle;
        for (int k = 1; k + 1 < PROFILE_COUNT; k++) {
            slope[k] = profile[k + 1] - profile[k - 1];
            if (Math.abs(k - middle) <= 4 && slope[k] > slope[peak]) {
                peak = k;
            }
        }
        double top = slope[peak];
        double bend = slope[peak - 1] - 2 * top + slope[peak + 1];
        double peakPlace = peak + (bend < 0 ? 0.5 * (slope[peak - 1] - slope[peak + 1]) / bend : 0);
        int k = peak;
        while (k > 1 && slope[k] > 0.5 * top) {
            k--;
        }
        if (k <= 1 || profile[Math.max(0, k - (peak - k))] > black) {
            return Double.NaN;
        }
        double place = k + (0.5 * top - slope[k]) / (slope[k + 1] - slope[k]);
        double sigma = (peakPlace - place) * PROFILE_STEP_PX / HALF_WIDTH_PER_SIGMA;
        return Math.max(0.05, sigma * sigma - OWN_VARIANCE_PX2);
    }

    private double sample(double xPx, double yPx) {
        int x = (int) Math.floor(xPx);
        int y = (int) Math.floor(yPx);
        double fx = xPx - x;
        double fy = yPx - y;
        int i = y * widthPx + x;
        return (1 - fy) * ((1 - fx) * smooth[i] + fx * smooth[i + 1])
                + fy * ((1 - fx) * smooth[i + widthPx] + fx * smooth[i + widthPx + 1]);
    }
}
