package org.lucida.simulator.optics;

import org.lucida.simulator.air.Footprint;

/**
 * The opening of a telescope on the grid that makes a PSF of wanted scale and size at one wavelength.
 *
 * <p>The grid step is wavelength / (size * scale); the PSF then has {@code size x size} pixels of {@code gridRad}. Pixels at
 * the rim carry the lit share of their area. Error of the PSF against a fine grid: below 1 % of the peak from 24 points per
 * aperture on (PupilTest).
 * <p>Memory: immutable; arrays are not to be modified.
 */
public final class Pupil {
    private static final int RIM_POINTS = 8;

    public final int sizePx;
    final double gridRad;
    public final double wavelengthM;
    public final Footprint footprint;
    final int spanPx;
    /** Amplitude with alternating sign, which puts the picture of a point at (size / 2, size / 2). */
    final float[] amplitude;

    final float[] staticTurns;
    final float[] xM;
    final float[] yM;
    final int[] column;
    final int[] row;
    /** Points stand in runs along a row: run n holds points runStart[n] .. runStart[n + 1] - 1. */
    final int[] runStart;
    /** Sum of squared amplitudes times size^2: the light in the unscaled PSF. */
    final double light;
    /** Peak of the PSF without any phase, as share of all light. */
    final double peakFraction;

    private final float[] leverX;
    private final float[] leverY;

    public Pupil(Telescope telescope, double wavelengthM, double gridRad, int sizePx) {
        double d = telescope.apertureM();
        double step = wavelengthM / (sizePx * gridRad);
        int span = (int) StrictMath.ceil(d / step) + 2;
        if (span > sizePx) {
            throw new IllegalArgumentException("gridRad=" + gridRad + " is outside 0.." + wavelengthM / (2.2 * d)
                    + " for wavelengthM=" + wavelengthM + "; take a finer grid");
        }
        this.sizePx = sizePx;
        this.gridRad = gridRad;
        this.wavelengthM = wavelengthM;
        spanPx = span;
        double centre = (span - 1) / 2.0;
        footprint = new Footprint(d, step, centre, span);
        int count = footprint.count;
        amplitude = new float[count];
        staticTurns = new float[count];
        xM = new float[count];
        yM = new float[count];
        column = new int[count];
        row = new int[count];
        double squares = 0;
        double plain = 0;
        double sumXx = 0;
        double sumYy = 0;
        double meanX = 0;
        double meanY = 0;
        for (int n = 0; n < count; n++) {
            double x = footprint.xM(n);
            double y = footprint.yM(n);
            column[n] = (int) StrictMath.rint(x / step + centre);
            row[n] = (int) StrictMath.rint(y / step + centre);
            double lit = litFraction(telescope, x, y, step);
            xM[n] = (float) x;
            yM[n] = (float) y;
            staticTurns[n] =
                    (float) (waves(telescope, 2 * x / d, 2 * y / d) * Telescope.ABERRATION_WAVELENGTH_M / wavelengthM);
            amplitude[n] = (float) ((column[n] + row[n]) % 2 == 0 ? lit : -lit);
            squares += lit * lit;
            plain += lit;
            meanX += lit * x;
            meanY += lit * y;
        }
        meanX /= plain;
        meanY /= plain;
        runStart = runs(row, column);
        leverX = new float[count];
        leverY = new float[count];
        for (int n = 0; n < count; n++) {
            sumXx += Math.abs(amplitude[n]) * (xM[n] - meanX) * (xM[n] - meanX);
            sumYy += Math.abs(amplitude[n]) * (yM[n] - meanY) * (yM[n] - meanY);
        }
        for (int n = 0; n < count; n++) {
            leverX[n] = (float) (Math.abs(amplitude[n]) * (xM[n] - meanX) / sumXx);
            leverY[n] = (float) (Math.abs(amplitude[n]) * (yM[n] - meanY) / sumYy);
        }
        light = squares * sizePx * sizePx;
        peakFraction = plain * plain / light;
    }

    private static int[] runs(int[] row, int[] column) {
        int[] start = new int[row.length + 1];
        int count = 0;
        for (int n = 0; n < row.length; n++) {
            if (n == 0 || row[n] != row[n - 1] || column[n] != column[n - 1] + 1) {
                start[count++] = n;
            }
        }
        start[count++] = row.length;
        return java.util.Arrays.copyOf(start, count);
    }

    /** Points along each side of the square that holds the opening. */
    public int spanPx() {
        return spanPx;
    }

    /** Slope toward x in phase units per m: the best plane through the lit opening (Zernike tilt). */
    public double slopeX(float[] phase) {
        return dot(leverX, phase, footprint.count);
    }

    /** Slope toward y in phase units per m. */
    public double slopeY(float[] phase) {
        return dot(leverY, phase, footprint.count);
    }

    /** Angle of a pixel of the PSF in rad. */
    public double gridRad() {
        return gridRad;
    }

    /** Share of the light of an undisturbed picture that falls into its brightest pixel. */
    public double peakFraction() {
        return peakFraction;
    }

    /** Weight of a point of the footprint: its lit share. */
    public double weight(int n) {
        return Math.abs(amplitude[n]);
    }

    private static double dot(float[] a, float[] b, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int n = 0;
        for (; n + 3 < count; n += 4) {
            s0 += (double) a[n] * b[n];
            s1 += (double) a[n + 1] * b[n + 1];
            s2 += (double) a[n + 2] * b[n + 2];
            s3 += (double) a[n + 3] * b[n + 3];
        }
        for (; n < count; n++) {
            s0 += (double) a[n] * b[n];
        }
        return s0 + s1 + (s2 + s3);
    }

    private static double litFraction(Telescope telescope, double x, double y, double step) {
        double outer = telescope.apertureM() / 2;
        double inner = outer * telescope.obstructionFraction();
        int lit = 0;
        for (int j = 0; j < RIM_POINTS; j++) {
            double py = y + ((j + 0.5) / RIM_POINTS - 0.5) * step;
            for (int i = 0; i < RIM_POINTS; i++) {
                double px = x + ((i + 0.5) / RIM_POINTS - 0.5) * step;
                double square = px * px + py * py;
                if (square <= outer * outer && square >= inner * inner && !isBehindVane(telescope, px, py)) {
                    lit++;
                }
            }
        }
        return lit / (double) (RIM_POINTS * RIM_POINTS);
    }

    private static boolean isBehindVane(Telescope telescope, double x, double y) {
        for (int n = 0; n < telescope.vaneCount(); n++) {
            double angle = Math.PI / 4 + 2 * Math.PI * n / telescope.vaneCount();
            double along = x * StrictMath.cos(angle) + y * StrictMath.sin(angle);
            double across = y * StrictMath.cos(angle) - x * StrictMath.sin(angle);
            if (along > 0 && Math.abs(across) < telescope.vaneWidthM() / 2) {
                return true;
            }
        }
        return false;
    }

    /** Sum of Zernike terms at a point of the unit circle, in waves. */
    private static double waves(Telescope telescope, double x, double y) {
        double square = x * x + y * y;
        double direction = StrictMath.toRadians(telescope.comaDirectionDeg());
        double along = x * StrictMath.cos(direction) + y * StrictMath.sin(direction);
        return telescope.defocusWavesRatio() * StrictMath.sqrt(3) * (2 * square - 1)
                + telescope.comaWavesRatio() * StrictMath.sqrt(8) * (3 * square - 2) * along
                + telescope.astigmatismWavesRatio() * StrictMath.sqrt(6) * (x * x - y * y)
                + telescope.sphericalWavesRatio() * StrictMath.sqrt(5) * (6 * square * square - 6 * square + 1);
    }
}
