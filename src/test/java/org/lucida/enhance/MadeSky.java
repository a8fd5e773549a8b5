package org.lucida.enhance;

import java.util.Random;

/** Pictures for tests whose truth is known: a planet with belts, a star field, and their blur and noise. Double precision. */
final class MadeSky {
    private MadeSky() {}

    /** A limb-darkened disc with belts, spots and a bright zone; sky 50, disc about 1000 ADU; centre moved by (dx, dy). */
    static float[] planet(int width, int height, double radius, double dx, double dy) {
        float[] plane = new float[width * height];
        int over = 4;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int k = 0; k < over * over; k++) {
                    double u = (x + (k % over + 0.5) / over - 0.5 - width / 2.0 - dx) / radius;
                    double v = (y + (k / over + 0.5) / over - 0.5 - height / 2.0 - dy) / radius;
                    double r2 = u * u + v * v;
                    if (r2 < 1) {
                        double belts =
                                1 + 0.15 * Math.sin(9 * v + 0.6 * Math.sin(5 * u)) + 0.06 * Math.sin(31 * u + 17 * v);
                        double spot = Math.hypot(u - 0.3, v + 0.25) < 0.05 ? 0.4 : 1;
                        sum += 1000 * Math.pow(1 - r2, 0.25) * belts * spot;
                    }
                }
                plane[y * width + x] = (float) (50 + sum / (over * over));
            }
        }
        return plane;
    }

    /** Stars of many brightnesses as Gaussians on a sky of 100. */
    static float[] stars(int width, int height, int count, double fwhm, long seed) {
        Random random = new Random(seed);
        double sigma = fwhm / Psf.FWHM_PER_SIGMA;
        float[] plane = new float[width * height];
        java.util.Arrays.fill(plane, 100);
        for (int star = 0; star < count; star++) {
            double sx = 12 + random.nextDouble() * (width - 24);
            double sy = 12 + random.nextDouble() * (height - 24);
            double light = 300 * Math.pow(10, 1.5 * random.nextDouble());
            for (int y = (int) sy - 20; y <= sy + 20; y++) {
                for (int x = (int) sx - 20; x <= sx + 20; x++) {
                    if (x >= 0 && y >= 0 && x < width && y < height) {
                        double r2 = (x - sx) * (x - sx) + (y - sy) * (y - sy);
                        plane[y * width + x] += (float) (light * Math.exp(-0.5 * r2 / (sigma * sigma)));
                    }
                }
            }
        }
        return plane;
    }

    /** Blurred by a Gaussian, mirrored at the border: the slow way, pixel by pixel and tap by tap. */
    static float[] blurred(float[] plane, int width, int height, double fwhm) {
        double[] taps = RichardsonLucy.gaussian(fwhm);
        return filtered(plane, width, height, taps, 1);
    }

    /** The naive twin of {@link SeparableFilter}. */
    static float[] filtered(float[] plane, int width, int height, double[] taps, int step) {
        int radius = taps.length / 2;
        double[] rows = new double[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int k = -radius; k <= radius; k++) {
                    rows[y * width + x] += taps[k + radius] * plane[y * width + mirrored(x + k * step, width)];
                }
            }
        }
        float[] out = new float[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    sum += taps[k + radius] * rows[mirrored(y + k * step, height) * width + x];
                }
                out[y * width + x] = (float) sum;
            }
        }
        return out;
    }

    /** One step after the other, turning round at each end. */
    private static int mirrored(int i, int count) {
        int at = 0;
        int way = 1;
        for (int k = 0; k < Math.abs(i); k++) {
            if (count == 1) {
                return 0;
            }
            if (at + way < 0 || at + way >= count) {
                way = -way;
            }
            at += way;
        }
        if (i >= 0) {
            return at;
        }
        // To the left the picture is mirrored at 0, which is the same as going to the right.
        return at;
    }

    /** Read noise and photon noise. */
    static float[] noisy(float[] plane, double readSigma, double electronsPerAdu, long seed) {
        Random random = new Random(seed);
        float[] out = new float[plane.length];
        for (int i = 0; i < out.length; i++) {
            double variance =
                    readSigma * readSigma + (electronsPerAdu > 0 ? Math.max(0, plane[i]) / electronsPerAdu : 0);
            out[i] = (float) (plane[i] + Math.sqrt(variance) * random.nextGaussian());
        }
        return out;
    }

    static double rms(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    static double sum(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum;
    }
}
