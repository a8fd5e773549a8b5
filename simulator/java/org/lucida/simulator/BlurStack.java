package org.lucida.simulator;

import java.util.Arrays;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.NormalLaw;

/**
 * A painting blurred beforehand to several widths, from which a frame of any displacement and blur is interpolated.
 *
 * <p>Each level is the painting convolved with a Gaussian and the pixel box, exactly, on the grid of half pixels, kept as
 * cubic B-spline coefficients. Between levels the mixture of the two neighbours is taken whose rms width is the wanted
 * blur, so the point-spread function is a mixture of two nearly equal Gaussians and its width is exact.
 *
 * <p>Error: interpolation below 1e-3 of the peak (BlurStackTest compares with the direct sum).
 * <p>Memory: levels x colours x points floats, made in the constructor; calls allocate nothing.
 * <p>Thread: one at a time.
 * <p>Source: Unser 1999, IEEE Signal Processing Magazine 16(6), 22 (B-spline interpolation).
 */
final class BlurStack implements SkyScene {
    /** Levels of blur; neighbours differ by 13 % for the default range. */
    private static final int LEVEL_COUNT = 8;
    /** Floats the stack may hold; large sensors get fewer levels. 256 MB. */
    private static final long FLOAT_BUDGET = 64L << 20;

    private static final int LEAST_LEVEL_COUNT = 3;
    /** Pole of the cubic B-spline filter. */
    private static final double POLE = StrictMath.sqrt(3) - 2;
    /** The pole's memory: 0.268^32 is 5e-19. */
    private static final int POLE_REACH = 32;
    /** Half width of the blur kernel in sigmas; outside lies 6e-7 of the light. */
    private static final double KERNEL_SIGMAS = 5;

    private final Painting painting;
    private final double[] gains;
    private final double[] levelBlurPx;
    /** level, colour, row, column. */
    private final float[][][][] coefficients;

    private final float[] darkRow;
    private final float[] wideRow;
    private final float[] line;
    private final float[] columnWeights = new float[4];
    private final float[] downWeights = new float[4];
    private final float[] rowWeights = new float[8];
    private final float[][] rows = new float[8][];

    /**
     * @param painting the scene; its arrays are not modified and not kept
     * @param gains strength of red, green and blue (grey frames see their mean)
     * @param mono true if the frames will be grey, so that one plane is enough
     * @param widestPx the most columns a region will have
     */
    BlurStack(Painting painting, double[] gains, boolean mono, double blurMinPx, double blurMaxPx, int widestPx) {
        this.painting = new Painting(
                painting.columns(),
                painting.rows(),
                painting.originXPx(),
                painting.originYPx(),
                painting.periodic(),
                new float[0][]);
        float[][] planes = painting.values();
        if (mono) {
            this.gains = new double[] {1};
            planes = new float[][] {grey(planes, gains)};
        } else {
            this.gains = gains.clone();
        }
        int count = 1;
        if (blurMaxPx > blurMinPx) {
            long floatsPerLevel = (long) planes.length * painting.columns() * painting.rows();
            count = (int) Math.max(LEAST_LEVEL_COUNT, Math.min(LEVEL_COUNT, FLOAT_BUDGET / floatsPerLevel));
        }
        levelBlurPx = new double[count];
        coefficients = new float[count][planes.length][][];
        for (int level = 0; level < count; level++) {
            double step = count == 1 ? 0 : (double) level / (count - 1);
            levelBlurPx[level] = blurMinPx * StrictMath.pow(blurMaxPx / blurMinPx, step);
            for (int plane = 0; plane < planes.length; plane++) {
                coefficients[level][plane] = blurred(painting, planes[plane], levelBlurPx[level]);
            }
        }
        levelBlurPx[count - 1] = blurMaxPx;
        darkRow = new float[painting.columns()];
        wideRow = new float[painting.columns()];
        line = new float[Painting.POINTS_PER_PX * widestPx + 4];
    }

    @Override
    public void expose(
            double displacementXPx,
            double displacementYPx,
            double blurPx,
            double electrons,
            Roi roi,
            ColorLayout layout,
            float[] expectedE) {
        int level = 0;
        while (level + 2 < levelBlurPx.length && blurPx > levelBlurPx[level + 1]) {
            level++;
        }
        int above = Math.min(level + 1, levelBlurPx.length - 1);
        double share = above == level ? 0 : shareAbove(blurPx, levelBlurPx[level], levelBlurPx[above]);

        double x = (roi.xPx() - displacementXPx - painting.originXPx()) * Painting.POINTS_PER_PX;
        double y = (roi.yPx() - displacementYPx - painting.originYPx()) * Painting.POINTS_PER_PX;
        int firstColumn = (int) Math.floor(x) - 1;
        int firstRow = (int) Math.floor(y) - 1;
        splineWeights(x - Math.floor(x), columnWeights);
        splineWeights(y - Math.floor(y), downWeights);
        for (int i = 0; i < 4; i++) {
            rowWeights[i] = (float) (downWeights[i] * (1 - share));
            rowWeights[4 + i] = (float) (downWeights[i] * share);
        }

        int planeCount = coefficients[0].length;
        int samples = layout.samplesPerPixel();
        int rowSamples = roi.widthPx() * samples;
        for (int row = 0; row < roi.heightPx(); row++) {
            int sensorY = roi.yPx() + row;
            // A mosaic row holds two colours in turn, a colour row three, a grey row one.
            int step = layout.isMosaic() ? 2 : samples;
            int start = row * rowSamples;
            for (int turn = 0; turn < step && turn < rowSamples; turn++) {
                int pixel = turn / samples;
                int color = layout.planeOf(roi.xPx() + pixel, sensorY, turn % samples);
                int plane = Math.min(color, planeCount - 1);
                // Grey scenes share one plane: it stays in the line for every colour of the row.
                if (turn == 0 || planeCount > 1) {
                    if (!fillLine(level, above, plane, firstRow + Painting.POINTS_PER_PX * row, firstColumn, roi)) {
                        Arrays.fill(expectedE, start, start + rowSamples, 0);
                        break;
                    }
                }
                float gain = (float) (electrons * (layout == ColorLayout.MONO ? gains[0] : gains[color]));
                spread(
                        line,
                        Painting.POINTS_PER_PX * pixel,
                        columnWeights,
                        gain,
                        expectedE,
                        start + turn,
                        step,
                        Painting.POINTS_PER_PX * Math.max(1, step / samples),
                        start + rowSamples);
            }
        }
    }

    /** Interpolates down the columns: leaves the half-pixel values of one sensor row in {@code line}; false if all dark. */
    private boolean fillLine(int level, int above, int plane, int firstRow, int firstColumn, Roi roi) {
        boolean dark = true;
        for (int i = 0; i < 4; i++) {
            int r = firstRow + i;
            if (painting.periodic()) {
                r = Math.floorMod(r, painting.rows());
            }
            boolean inside = r >= 0 && r < painting.rows();
            dark &= !inside;
            rows[i] = inside ? coefficients[level][plane][r] : darkRow;
            rows[4 + i] = inside ? coefficients[above][plane][r] : darkRow;
        }
        if (dark) {
            return false;
        }
        int columns = painting.columns();
        mix(wideRow, rows, rowWeights, columns);
        int needed = Painting.POINTS_PER_PX * roi.widthPx() + 2;
        if (painting.periodic()) {
            int column = Math.floorMod(firstColumn, columns);
            for (int done = 0; done < needed; ) {
                int run = Math.min(needed - done, columns - column);
                System.arraycopy(wideRow, column, line, done, run);
                done += run;
                column = 0;
            }
        } else {
            int from = (int) Math.min(needed, Math.max(0, -(long) firstColumn));
            int to = Math.max(from, Math.min(needed, columns - firstColumn));
            Arrays.fill(line, 0, from, 0);
            if (to > from) {
                System.arraycopy(wideRow, firstColumn + from, line, from, to - from);
            }
            Arrays.fill(line, to, needed, 0);
        }
        return true;
    }

    /** Weighted sum of eight rows; same-index arrays, so that it vectorises. */
    private static void mix(float[] out, float[][] rows, float[] weights, int count) {
        float[] a = rows[0];
        float[] b = rows[1];
        float[] c = rows[2];
        float[] d = rows[3];
        float wa = weights[0];
        float wb = weights[1];
        float wc = weights[2];
        float wd = weights[3];
        for (int i = 0; i < count; i++) {
            out[i] = wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
        }
        float[] e = rows[4];
        float[] f = rows[5];
        float[] g = rows[6];
        float[] h = rows[7];
        float we = weights[4];
        float wf = weights[5];
        float wg = weights[6];
        float wh = weights[7];
        if (we + wf + wg + wh == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            out[i] += we * e[i] + wf * f[i] + wg * g[i] + wh * h[i];
        }
    }

    /** Interpolates along the row: one sample every {@code stride} points of the line. */
    private static void spread(
            float[] line,
            int from,
            float[] weights,
            float gain,
            float[] out,
            int outFrom,
            int outStep,
            int stride,
            int outEnd) {
        float w0 = weights[0] * gain;
        float w1 = weights[1] * gain;
        float w2 = weights[2] * gain;
        float w3 = weights[3] * gain;
        int at = from;
        for (int o = outFrom; o < outEnd; o += outStep) {
            // Interpolation may leave a hair below zero in the dark, which is no number of electrons.
            out[o] = Math.max(0, w0 * line[at] + w1 * line[at + 1] + w2 * line[at + 2] + w3 * line[at + 3]);
            at += stride;
        }
    }

    private static double shareAbove(double blurPx, double lowPx, double highPx) {
        double share = (blurPx * blurPx - lowPx * lowPx) / (highPx * highPx - lowPx * lowPx);
        return Math.min(1, Math.max(0, share));
    }

    /** Cubic B-spline weights of the four points around a place; fraction counts from the second. */
    private static void splineWeights(double fraction, float[] weights) {
        double t = fraction;
        double s = 1 - t;
        weights[0] = (float) (s * s * s / 6);
        weights[1] = (float) (2.0 / 3 - t * t * (2 - t) / 2);
        weights[2] = (float) (2.0 / 3 - s * s * (2 - s) / 2);
        weights[3] = (float) (t * t * t / 6);
    }

    private static float[] grey(float[][] planes, double[] gains) {
        if (planes.length == 1) {
            return planes[0];
        }
        float[] grey = new float[planes[0].length];
        double sum = gains[0] + gains[1] + gains[2];
        float red = (float) (gains[0] / sum);
        float green = (float) (gains[1] / sum);
        float blue = (float) (gains[2] / sum);
        for (int i = 0; i < grey.length; i++) {
            grey[i] = red * planes[0][i] + green * planes[1][i] + blue * planes[2][i];
        }
        return grey;
    }

    /** Convolves one plane with Gaussian and pixel box and turns it into spline coefficients, row by row. */
    private static float[][] blurred(Painting painting, float[] plane, double blurPx) {
        int columns = painting.columns();
        int rowCount = painting.rows();
        float[] kernel = kernel(blurPx);
        int reach = kernel.length / 2;
        float[][] across = new float[rowCount][columns];
        float[] padded = new float[columns + 2 * reach];
        float[] shifted = new float[columns];
        for (int row = 0; row < rowCount; row++) {
            for (int i = 0; i < padded.length; i++) {
                int column = i - reach;
                if (painting.periodic()) {
                    column = Math.floorMod(column, columns);
                }
                padded[i] = column < 0 || column >= columns ? 0 : plane[row * columns + column];
            }
            for (int tap = 0; tap < kernel.length; tap++) {
                System.arraycopy(padded, tap, shifted, 0, columns);
                add(across[row], shifted, kernel[tap]);
            }
        }
        float[][] both = new float[rowCount][columns];
        for (int row = 0; row < rowCount; row++) {
            for (int tap = 0; tap < kernel.length; tap++) {
                int from = row + tap - reach;
                if (painting.periodic()) {
                    from = Math.floorMod(from, rowCount);
                }
                if (from >= 0 && from < rowCount) {
                    add(both[row], across[from], kernel[tap]);
                }
            }
        }
        splineDown(both, painting.periodic());
        for (float[] row : both) {
            splineAlong(row, painting.periodic());
        }
        return both;
    }

    /** Light of one point on pixels 0, 1/2, 1 .. away, both sides; the sum is 1, so that an even scene keeps its value. */
    static float[] kernel(double blurPx) {
        int reach = (int) Math.ceil((KERNEL_SIGMAS * blurPx + 0.5) * Painting.POINTS_PER_PX);
        float[] kernel = new float[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            sum += NormalLaw.overPixel((double) i / Painting.POINTS_PER_PX, blurPx);
        }
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = (float) (NormalLaw.overPixel((double) i / Painting.POINTS_PER_PX, blurPx) / sum);
        }
        return kernel;
    }

    private static void add(float[] out, float[] in, float weight) {
        for (int i = 0; i < out.length; i++) {
            out[i] += weight * in[i];
        }
    }

    /** Values to cubic B-spline coefficients along one row, in place. */
    private static void splineAlong(float[] row, boolean periodic) {
        int n = row.length;
        double c = 0;
        for (int i = periodic ? -POLE_REACH : 0; i < n; i++) {
            c = row[Math.floorMod(i, n)] * 6 + POLE * c;
            if (i >= 0) {
                row[i] = (float) c;
            }
        }
        // Outside a scene that is not periodic there is nothing, so the way back starts from the pole's own tail.
        c = periodic ? 0 : row[n - 1] * (POLE * POLE / (POLE * POLE - 1));
        for (int i = POLE_REACH - 1; periodic && i >= 0; i--) {
            c = POLE * (c - row[i % n]);
        }
        for (int i = n - 1; i >= 0; i--) {
            c = POLE * (c - row[i]);
            row[i] = (float) c;
        }
    }

    /** The same down the columns, whole rows at a time. */
    private static void splineDown(float[][] rows, boolean periodic) {
        int n = rows.length;
        float[] c = new float[rows[0].length];
        for (int i = periodic ? -POLE_REACH : 0; i < n; i++) {
            forward(c, rows[Math.floorMod(i, n)]);
            if (i >= 0) {
                System.arraycopy(c, 0, rows[i], 0, c.length);
            }
        }
        if (periodic) {
            Arrays.fill(c, 0);
            for (int i = POLE_REACH - 1; i >= 0; i--) {
                backward(c, rows[i % n]);
            }
        } else {
            // The run starts from the pole's own tail: c = POLE * (c - row) with c = row * POLE^2 / (POLE^2 - 1).
            float start = (float) (POLE * POLE / (POLE * POLE - 1));
            for (int x = 0; x < c.length; x++) {
                c[x] = start * rows[n - 1][x];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            backward(c, rows[i]);
            System.arraycopy(c, 0, rows[i], 0, c.length);
        }
    }

    private static void forward(float[] c, float[] row) {
        float pole = (float) POLE;
        for (int x = 0; x < c.length; x++) {
            c[x] = row[x] * 6 + pole * c[x];
        }
    }

    private static void backward(float[] c, float[] row) {
        float pole = (float) POLE;
        for (int x = 0; x < c.length; x++) {
            c[x] = pole * (c[x] - row[x]);
        }
    }
}
