package org.lucida.simulator.air;

import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.wave.RowFourier;

/**
 * A torus of frozen turbulence: phase of a von Karman layer with r0 = 1 m, in rad.
 *
 * <p>Shape: row-major {@code float[size * size]}, size a power of two; the left edge continues the right one.
 * <p>Spectrum: W = .0229 (f^2 + 1/L0^2)^(-11/6) rad^2 m^2. The bins nearest to zero (up to 4) carry the slope-weighted mean
 * over their cell, mean(W f^2) / fc^2. What lies below the lowest bin is not here but in {@link LowWaves}.
 * <p>Reading between the points is bilinear; the spectrum is raised beforehand by the mean loss of that, so that the
 * structure function at whole steps is right on average over all sub-pixel positions.
 * <p>Source: SCIENCE 7.1; Lane, Glindemann and Dainty 1992, Waves in Random Media 2, 209.
 */
public final class PhaseScreen {
    /** Source: Noll 1976, J. Opt. Soc. Am. 66, 207: .0229 r0^(-5/3) f^(-11/3). */
    static final double KOLMOGOROV = 0.0229;

    static final int AVERAGED_BINS = 4;
    /** Points along each side of a cell when averaging. */
    private static final int CELL_POINTS = 12;

    final float[] phase;
    final int sizePx;
    final int sizeBits;
    public final double stepM;

    /**
     * @param sizeBits the torus has 2^sizeBits points along each side, 6 .. 12
     * @param stepM distance of the points
     * @param outerScaleM from {@link AirSettings#ENDLESS_M} on infinite
     */
    public PhaseScreen(int sizeBits, double stepM, double outerScaleM, CountedRandom random) {
        Limits.inside("sizeBits", sizeBits, 6, 12, "choose a screen of 64 to 4096 points");
        Limits.inside("stepM", stepM, 1e-5, 10, "choose a step of about a thirtieth of the aperture");
        this.sizeBits = sizeBits;
        this.stepM = stepM;
        sizePx = 1 << sizeBits;
        phase = made(sizePx, stepM, outerScaleM, random);
    }

    public int sizePx() {
        return sizePx;
    }

    public double sideM() {
        return sizePx * stepM;
    }

    /** Phase at a grid point in rad for r0 = 1 m; indices wrap around. */
    public float at(int x, int y) {
        int mask = sizePx - 1;
        return phase[(y & mask) * sizePx + (x & mask)];
    }

    static double lowestSquared(double outerScaleM) {
        return outerScaleM >= AirSettings.ENDLESS_M ? 0 : 1 / (outerScaleM * outerScaleM);
    }

    /** Slope-weighted power of a square cell, in rad^2 for r0 = 1 m. */
    static double cellPower(double fx, double fy, double cell, double outerSquared) {
        double sum = 0;
        for (int j = 0; j < CELL_POINTS; j++) {
            double y = fy + ((j + 0.5) / CELL_POINTS - 0.5) * cell;
            for (int i = 0; i < CELL_POINTS; i++) {
                double x = fx + ((i + 0.5) / CELL_POINTS - 0.5) * cell;
                double square = x * x + y * y;
                sum += KOLMOGOROV * StrictMath.pow(square + outerSquared, -11 / 6.0) * square;
            }
        }
        return sum / (CELL_POINTS * CELL_POINTS) / (fx * fx + fy * fy) * cell * cell;
    }

    private static float[] made(int size, double stepM, double outerScaleM, CountedRandom random) {
        double cell = 1 / (size * stepM);
        double outerSquared = lowestSquared(outerScaleM);
        float[][] re = new float[size][size];
        float[][] im = new float[size][size];
        double[] gain = new double[size];
        for (int k = 0; k < size; k++) {
            // mean over the sub-pixel position of |bilinear|^2 along one axis
            gain[k] = Math.sqrt(1 / (2 / 3.0 + StrictMath.cos(2 * Math.PI * k / size) / 3));
        }
        int half = size / 2;
        for (int ky = 0; ky <= half; ky++) {
            for (int kx = 0; kx <= half; kx++) {
                double amplitude = amplitude(kx, ky, cell, outerSquared) * gain[kx] * gain[ky];
                int mx = (size - kx) % size;
                int my = (size - ky) % size;
                draw(re, im, kx, ky, amplitude, random);
                if (mx != kx) {
                    draw(re, im, mx, ky, amplitude, random);
                }
                if (my != ky) {
                    draw(re, im, kx, my, amplitude, random);
                    if (mx != kx) {
                        draw(re, im, mx, my, amplitude, random);
                    }
                }
            }
        }
        RowFourier rows = new RowFourier(size);
        rows.transform(im, re, size);
        flip(re);
        flip(im);
        rows.transform(im, re, size);
        float[] flat = new float[size * size];
        for (int y = 0; y < size; y++) {
            System.arraycopy(re[y], 0, flat, y * size, size);
        }
        return flat;
    }

    private static double amplitude(int kx, int ky, double cell, double outerSquared) {
        if (kx == 0 && ky == 0) {
            return 0;
        }
        if (kx <= AVERAGED_BINS && ky <= AVERAGED_BINS) {
            return Math.sqrt(cellPower(kx * cell, ky * cell, cell, outerSquared));
        }
        double square = ((double) kx * kx + (double) ky * ky) * cell * cell + outerSquared;
        // square^(-11/12) = square^(1/12) / square
        double twelfth = StrictMath.cbrt(Math.sqrt(Math.sqrt(square)));
        return StrictMath.sqrt(KOLMOGOROV) * cell * twelfth / square;
    }

    private static void draw(float[][] re, float[][] im, int kx, int ky, double amplitude, CountedRandom random) {
        long number = 2L * ((long) ky * re.length + kx);
        re[ky][kx] = (float) (amplitude * random.gaussian(number));
        im[ky][kx] = (float) (amplitude * random.gaussian(number + 1));
    }

    private static void flip(float[][] plane) {
        int size = plane.length;
        int block = 32;
        for (int y0 = 0; y0 < size; y0 += block) {
            for (int x0 = y0; x0 < size; x0 += block) {
                for (int y = y0; y < y0 + block; y++) {
                    for (int x = Math.max(x0, y + 1); x < x0 + block; x++) {
                        float keep = plane[y][x];
                        plane[y][x] = plane[x][y];
                        plane[x][y] = keep;
                    }
                }
            }
        }
    }
}
