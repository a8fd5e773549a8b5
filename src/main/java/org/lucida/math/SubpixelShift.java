package org.lucida.math;

/**
 * Samples an image between its pixels, the same fraction everywhere: out(x, y) = in(x + dx, y + dy), row by row.
 *
 * <p>A constant displacement makes interpolation a separable filter with eight taps per axis: the sinc of band-limited
 * sampling under a Kaiser window, scaled to sum 1. For an image of PSF sigma 1.2 px the rms error is 0.5 % of the PSF's
 * own power and the position error below 0.001 px; for sigma 0.7 px, 5 % and 0.01 px (numerical integration over all
 * fractions). A whole displacement copies exactly.
 *
 * <p>Use: {@link #begin} once, then {@link #next} for each row from the first to the last. Rows handed in and out keep
 * their column index, so that loops over several of them run at the same index and vectorise.
 * <p>Coordinates: pixel centres are integers. Every tap must lie inside the image: see {@link #firstInside} and
 * {@link #lastInside}.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 * <p>Thread: one thread at a time.
 * <p>Source: Kaiser 1966 (window); sinc interpolation of Whittaker and Shannon.
 */
public final class SubpixelShift {
    /** Taps of the filter on each axis. */
    public static final int TAP_COUNT = 8;

    /** Taps left of (above) the sampled interval, its own left pixel not counted. */
    private static final int BEFORE_PX = 3;

    private static final int AFTER_PX = TAP_COUNT - 1 - BEFORE_PX;
    private static final double HALF_WIDTH_PX = TAP_COUNT / 2.0;

    /** Shape of the Kaiser window; chosen for the least error over PSF sigmas 0.85 to 1.2 px (see class comment). */
    private static final double KAISER_BETA = 4.5;

    private static final double KAISER_SCALE = 1 / besselI0(KAISER_BETA);

    private final float[][] taps;
    private final float[][] ring;
    private final float[] xWeight = new float[TAP_COUNT];
    private final float[] yWeight = new float[TAP_COUNT];

    private float[] adu;
    private int widthPx;
    private int fromX;
    private int toX;
    private int xWholePx;
    private boolean xIsWhole;
    private boolean yIsWhole;
    private int nextRow;
    private int loadedRow;

    /** Makes scratch for rows whose last column index is below widthPx. */
    public SubpixelShift(int widthPx) {
        taps = new float[TAP_COUNT][widthPx];
        ring = new float[TAP_COUNT][widthPx];
    }

    /** First index on an axis that can be sampled at this displacement. */
    public static int firstInside(double displacementPx) {
        int whole = (int) Math.floor(displacementPx);
        return displacementPx == whole ? -whole : BEFORE_PX - whole;
    }

    /** Last index on an axis of this size that can be sampled at this displacement. */
    public static int lastInside(double displacementPx, int sizePx) {
        int whole = (int) Math.floor(displacementPx);
        return sizePx - 1 - whole - (displacementPx == whole ? 0 : AFTER_PX);
    }

    /** The eight weights for a fraction in 0 .. 1 of the way from tap 3 to tap 4. Modifies {@code weight}. */
    public static void weights(double fraction, float[] weight) {
        double sum = 0;
        for (int k = 0; k < TAP_COUNT; k++) {
            sum += tap(k - BEFORE_PX - fraction);
        }
        for (int k = 0; k < TAP_COUNT; k++) {
            weight[k] = (float) (tap(k - BEFORE_PX - fraction) / sum);
        }
    }

    private static double tap(double zPx) {
        double inside = 1 - zPx * zPx / (HALF_WIDTH_PX * HALF_WIDTH_PX);
        if (inside < 0) {
            return 0;
        }
        double window = besselI0(KAISER_BETA * Math.sqrt(inside)) * KAISER_SCALE;
        double phase = Math.PI * zPx;
        return Math.abs(phase) < 1e-9 ? window : window * Math.sin(phase) / phase;
    }

    /** Modified Bessel function of order zero by its power series; exact to double precision for arguments up to 10. */
    private static double besselI0(double argument) {
        double quarter = argument * argument / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; k < 40; k++) {
            term *= quarter / ((double) k * k);
            sum += term;
        }
        return sum;
    }

    /**
     * Starts to sample an image.
     *
     * @param image row-major samples, borrowed until the last {@link #next}; not modified
     * @param imageWidthPx columns of the image
     * @param firstX first column sampled, inclusive
     * @param endX last column sampled, exclusive
     * @param firstY first row sampled
     * @param dxPx displacement: out(x) = in(x + dx)
     * @param dyPx displacement downward
     */
    public void begin(float[] image, int imageWidthPx, int firstX, int endX, int firstY, double dxPx, double dyPx) {
        adu = image;
        widthPx = imageWidthPx;
        fromX = firstX;
        toX = endX;
        xWholePx = (int) Math.floor(dxPx);
        int yWholePx = (int) Math.floor(dyPx);
        xIsWhole = dxPx == xWholePx;
        yIsWhole = dyPx == yWholePx;
        if (!xIsWhole) {
            weights(dxPx - xWholePx, xWeight);
        }
        if (yIsWhole) {
            nextRow = firstY + yWholePx;
        } else {
            weights(dyPx - yWholePx, yWeight);
            nextRow = firstY + yWholePx + AFTER_PX;
            loadedRow = firstY + yWholePx - BEFORE_PX;
        }
    }

    /** Samples the next row into {@code out[firstX .. endX)}. Modified. */
    public void next(float[] out) {
        if (yIsWhole) {
            sampleAlongX(nextRow++, out);
            return;
        }
        while (loadedRow <= nextRow) {
            sampleAlongX(loadedRow, ring[loadedRow & (TAP_COUNT - 1)]);
            loadedRow++;
        }
        int top = nextRow - (TAP_COUNT - 1);
        blend(
                out,
                ring[top & 7],
                ring[(top + 1) & 7],
                ring[(top + 2) & 7],
                ring[(top + 3) & 7],
                ring[(top + 4) & 7],
                ring[(top + 5) & 7],
                ring[(top + 6) & 7],
                ring[(top + 7) & 7],
                yWeight,
                fromX,
                toX);
        nextRow++;
    }

    private void sampleAlongX(int row, float[] out) {
        int start = row * widthPx + fromX + xWholePx;
        int count = toX - fromX;
        if (xIsWhole) {
            System.arraycopy(adu, start, out, fromX, count);
            return;
        }
        for (int k = 0; k < TAP_COUNT; k++) {
            System.arraycopy(adu, start + k - BEFORE_PX, taps[k], fromX, count);
        }
        blend(out, taps[0], taps[1], taps[2], taps[3], taps[4], taps[5], taps[6], taps[7], xWeight, fromX, toX);
    }

    /** out = sum of eight rows, each times its weight, over [from, to). */
    private static void blend(
            float[] out,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float[] e,
            float[] f,
            float[] g,
            float[] h,
            float[] weight,
            int from,
            int to) {
        float wa = weight[0];
        float wb = weight[1];
        float wc = weight[2];
        float wd = weight[3];
        float we = weight[4];
        float wf = weight[5];
        float wg = weight[6];
        float wh = weight[7];
        for (int i = from; i < to; i++) {
            out[i] = wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i] + we * e[i] + wf * f[i] + wg * g[i] + wh * h[i];
        }
    }
}
