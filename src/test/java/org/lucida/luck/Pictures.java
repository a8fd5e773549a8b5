package org.lucida.luck;

import java.util.Random;
import org.lucida.frame.Plane;

/** Draws small skies for the tests: a banded planet, stars, blur, noise. All with fixed seeds given by the caller. */
final class Pictures {
    private Pictures() {}

    /** A limb-darkened disc with belts and fine texture, brightest about 1, on a black sky. */
    static double[] planet(int widthPx, int heightPx, double radiusPx, double shiftXPx) {
        double[] out = new double[widthPx * heightPx];
        double cx = widthPx / 2.0 + shiftXPx;
        double cy = heightPx / 2.0;
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double u = (x - cx) / radiusPx;
                double v = (y - cy) / radiusPx;
                double mu2 = 1 - u * u - v * v;
                if (mu2 > 0) {
                    double belts = 1 + 0.15 * Math.sin(v * 12) + 0.08 * Math.sin(u * 31 + 3 * Math.sin(v * 17));
                    out[y * widthPx + x] = (0.3 + 0.7 * Math.sqrt(mu2)) * belts / 1.2;
                }
            }
        }
        return out;
    }

    /** Gaussian stars with the flux 1 each over a black sky. */
    static double[] stars(int widthPx, int heightPx, int count, double sigmaPx, long seed) {
        Random random = new Random(seed);
        double[] out = new double[widthPx * heightPx];
        for (int star = 0; star < count; star++) {
            double sx = 12 + random.nextDouble() * (widthPx - 24);
            double sy = 12 + random.nextDouble() * (heightPx - 24);
            for (int y = 0; y < heightPx; y++) {
                for (int x = 0; x < widthPx; x++) {
                    double r2 = (x - sx) * (x - sx) + (y - sy) * (y - sy);
                    out[y * widthPx + x] += Math.exp(-r2 / (2 * sigmaPx * sigmaPx)) / (2 * Math.PI * sigmaPx * sigmaPx);
                }
            }
        }
        return out;
    }

    /** A surface that fills the frame: mean 1, rms contrast about 0.1, structure of all sizes from 4 px on. */
    static double[] surface(int widthPx, int heightPx, long seed) {
        Random random = new Random(seed);
        double[] sum = new double[widthPx * heightPx];
        for (double sigma = 2; sigma <= 16; sigma *= 2) {
            double[] white = new double[widthPx * heightPx];
            for (int i = 0; i < white.length; i++) {
                white[i] = random.nextGaussian();
            }
            double[] smooth = blurred(white, widthPx, heightPx, sigma);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += smooth[i] * 2 * Math.sqrt(Math.PI) * sigma * 0.05;
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.max(0.05, 1 + sum[i]);
        }
        return sum;
    }

    static double[] blurred(double[] in, int widthPx, int heightPx, double sigmaPx) {
        if (sigmaPx <= 0) {
            return in.clone();
        }
        int radius = (int) Math.ceil(4 * sigmaPx);
        double[] taps = new double[2 * radius + 1];
        double total = 0;
        for (int k = -radius; k <= radius; k++) {
            taps[k + radius] = Math.exp(-0.5 * k * k / (sigmaPx * sigmaPx));
            total += taps[k + radius];
        }
        double[] middle = new double[in.length];
        double[] out = new double[in.length];
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    sum += taps[k + radius] * in[y * widthPx + Math.min(widthPx - 1, Math.max(0, x + k))];
                }
                middle[y * widthPx + x] = sum / total;
            }
        }
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                double sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    sum += taps[k + radius] * middle[Math.min(heightPx - 1, Math.max(0, y + k)) * widthPx + x];
                }
                out[y * widthPx + x] = sum / total;
            }
        }
        return out;
    }

    /** Photon and read noise: gain 1 electron per ADU; photons as a Gaussian of the same variance. */
    static Plane exposed(
            double[] scene, int widthPx, int heightPx, double scaleE, double skyE, double readE, Random r) {
        Plane plane = new Plane(widthPx, heightPx);
        for (int i = 0; i < scene.length; i++) {
            double electrons = scene[i] * scaleE + skyE;
            plane.adu[i] = (float) (electrons + r.nextGaussian() * Math.sqrt(electrons + readE * readE));
        }
        return plane;
    }

    /** Rank correlation of Spearman. */
    static double spearman(double[] a, double[] b) {
        double[] ra = ranks(a);
        double[] rb = ranks(b);
        double n = a.length;
        double mean = (n - 1) / 2;
        double covariance = 0;
        double va = 0;
        double vb = 0;
        for (int i = 0; i < a.length; i++) {
            covariance += (ra[i] - mean) * (rb[i] - mean);
            va += (ra[i] - mean) * (ra[i] - mean);
            vb += (rb[i] - mean) * (rb[i] - mean);
        }
        return covariance / Math.sqrt(va * vb);
    }

    private static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (values[j] < values[i]) {
                    ranks[i] += 1;
                } else if (values[j] == values[i] && j != i) {
                    ranks[i] += 0.5;
                }
            }
        }
        return ranks;
    }
}
