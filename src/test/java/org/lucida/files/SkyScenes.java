package org.lucida.files;

import java.util.Arrays;
import java.util.Random;

/** Synthetic stacks for the stretch: a noisy sky of 200 ADU with stars, discs, a nebula or a full field of craters. */
final class SkyScenes {
    static final int WIDTH_PX = 640;
    static final int HEIGHT_PX = 480;
    static final float SKY_ADU = 200;

    private SkyScenes() {}

    static float[] sky(long seed, double sigmaAdu) {
        Random random = new Random(seed);
        float[] adu = new float[WIDTH_PX * HEIGHT_PX];
        for (int i = 0; i < adu.length; i++) {
            adu[i] = (float) (SKY_ADU + sigmaAdu * random.nextGaussian());
        }
        return adu;
    }

    /** Moffat stars (beta 2.5) with a power law of brightness and one bright one; factor scales the light. */
    static float[] stars(int starCount, double factor, double sigmaAdu) {
        float[] adu = sky(1, sigmaAdu);
        Random random = new Random(2);
        for (int star = 0; star < starCount; star++) {
            double x0 = random.nextDouble() * WIDTH_PX;
            double y0 = random.nextDouble() * HEIGHT_PX;
            double peakAdu = factor * Math.min(40_000, 60 * Math.pow(random.nextDouble(), -0.9));
            addMoffat(adu, x0, y0, peakAdu, 2.2);
        }
        addMoffat(adu, 400, 150, factor * 60_000, 2.2);
        for (int i = 0; i < adu.length; i++) {
            adu[i] = Math.min(adu[i], 65_535);
        }
        return adu;
    }

    private static void addMoffat(float[] adu, double x0, double y0, double peakAdu, double radiusPx) {
        for (int y = 0; y < HEIGHT_PX; y++) {
            for (int x = 0; x < WIDTH_PX; x++) {
                double r2 = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (radiusPx * radiusPx);
                if (r2 < 900) {
                    adu[y * WIDTH_PX + x] += (float) (peakAdu * Math.pow(1 + r2, -2.5));
                }
            }
        }
    }

    /** A faint wide glow over a star field. */
    static float[] nebula() {
        float[] adu = stars(300, 1, 8);
        for (int y = 0; y < HEIGHT_PX; y++) {
            for (int x = 0; x < WIDTH_PX; x++) {
                double r2 = (x - 320.0) * (x - 320.0) + (y - 240.0) * (y - 240.0);
                adu[y * WIDTH_PX + x] += (float) (400 * Math.exp(-r2 / (2 * 80 * 80)));
            }
        }
        return adu;
    }

    /** A belted, limb-darkened disc with a seeing halo. */
    static float[] planet(double radiusPx, double peakAdu, double sigmaAdu) {
        float[] adu = sky(3, sigmaAdu);
        for (int y = 0; y < HEIGHT_PX; y++) {
            for (int x = 0; x < WIDTH_PX; x++) {
                double r = Math.hypot(x - 320.0, y - 240.0) / radiusPx;
                double light = r < 1
                        ? (0.35 + 0.65 * Math.sqrt(1 - r * r)) * (1 - 0.2 * Math.sin((y - 240) / radiusPx * 9))
                        : 0.3 * Math.exp(-(r - 1) * radiusPx / 4) + 0.02 * Math.exp(-(r - 1) * radiusPx / 40);
                adu[y * WIDTH_PX + x] += (float) (peakAdu * light);
            }
        }
        return adu;
    }

    /** Craters over the whole field, no sky at all. */
    static float[] moon() {
        Random random = new Random(4);
        float[] adu = new float[WIDTH_PX * HEIGHT_PX];
        Arrays.fill(adu, 20_000);
        for (int crater = 0; crater < 150; crater++) {
            double x0 = random.nextDouble() * WIDTH_PX;
            double y0 = random.nextDouble() * HEIGHT_PX;
            double radiusPx = 5 + 30 * random.nextDouble() * random.nextDouble();
            double depthAdu = 8000 * random.nextDouble();
            for (int y = 0; y < HEIGHT_PX; y++) {
                for (int x = 0; x < WIDTH_PX; x++) {
                    double r = Math.hypot(x - x0, y - y0) / radiusPx;
                    if (r < 1.2) {
                        adu[y * WIDTH_PX + x] += (float) (depthAdu * (x - x0) / radiusPx * Math.max(0, 1.2 - r));
                    }
                }
            }
        }
        return adu;
    }
}
