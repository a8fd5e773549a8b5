package org.lucida.simulator.sky;

import org.lucida.simulator.chance.CountedRandom;

/** Draws maps of globes nobody shipped a free picture of: Mars, Saturn, Venus. Drawn for plausible looks, not measured. */
final class GlobePainter {
    private static final int COLUMNS = 720;
    private static final int ROWS = 360;

    private final SolidNoise noise;
    private final float[][] values = new float[3][COLUMNS * ROWS];
    private final double[] colour = new double[3];

    private GlobePainter(long seed) {
        noise = new SolidNoise(new CountedRandom(seed, 0x610BE));
    }

    private interface Look {
        void at(GlobePainter painter, double x, double y, double z, double latitudeDeg);
    }

    static GlobeMap mars(long seed) {
        return new GlobePainter(seed).painted(GlobePainter::marsAt);
    }

    static GlobeMap saturn(long seed) {
        return new GlobePainter(seed).painted(GlobePainter::saturnAt);
    }

    static GlobeMap venus(long seed) {
        return new GlobePainter(seed).painted(GlobePainter::venusAt);
    }

    private GlobeMap painted(Look look) {
        for (int row = 0; row < ROWS; row++) {
            double latitude = Math.PI * (0.5 - (row + 0.5) / ROWS);
            double y = StrictMath.sin(latitude);
            double ring = StrictMath.cos(latitude);
            for (int column = 0; column < COLUMNS; column++) {
                double longitude = 2 * Math.PI * ((column + 0.5) / COLUMNS - 0.5);
                look.at(
                        this,
                        ring * StrictMath.sin(longitude),
                        y,
                        ring * StrictMath.cos(longitude),
                        StrictMath.toDegrees(latitude));
                for (int plane = 0; plane < 3; plane++) {
                    values[plane][row * COLUMNS + column] = (float) Math.max(0.02, colour[plane]);
                }
            }
        }
        return new GlobeMap(COLUMNS, ROWS, values);
    }

    /** Ochre deserts, dark lands mostly south of the equator with ragged shores, white caps, thin haze at the rims of the caps. */
    private void marsAt(double x, double y, double z, double latitudeDeg) {
        double swirl = noise.octaves(2 * x, 2 * y, 2 * z, 3, 0.5, 50);
        double lands = noise.octaves(1.6 * x + 0.4 * swirl, 2.2 * y, 1.6 * z + 0.3 * swirl, 6, 0.55, 100);
        double belt = StrictMath.exp(-(latitudeDeg + 22) * (latitudeDeg + 22) / 600)
                + 0.5 * StrictMath.exp(-(latitudeDeg - 55) * (latitudeDeg - 55) / 200);
        double fine = noise.octaves(9 * x, 9 * y, 9 * z, 4, 0.6, 200);
        double dark = rise((lands + 0.12 * fine + 0.55 * belt - 0.42) * 4.5);
        double bright = 1 + 0.10 * fine;
        double cap = rise((latitudeDeg - 76 - 3 * noise.at(5 * x, 5 * y, 5 * z, 300)) / 2)
                + rise((-latitudeDeg - 82 - 2 * noise.at(5 * x, 5 * y, 5 * z, 301)) / 2);
        // Dark lands are less red and only in red and green much darker.
        double[] desert = {1.0, 0.60, 0.36};
        double[] land = {0.40, 0.31, 0.26};
        double[] ice = {1.25, 1.2, 1.15};
        for (int plane = 0; plane < 3; plane++) {
            double ground = (desert[plane] + (land[plane] - desert[plane]) * dark * (0.85 + 0.3 * fine)) * bright;
            colour[plane] = ground + (ice[plane] - ground) * Math.min(1, cap);
        }
    }

    /** Soft yellow bands, a little bluer to the poles, hardly a spot. */
    private void saturnAt(double x, double y, double z, double latitudeDeg) {
        double band = 0.5 * noise.at(0.5, 7 * y, 0.5, 10)
                + 0.35 * noise.at(0.5, 15 * y, 0.5, 11)
                + 0.2 * noise.at(0.5, 34 * y, 0.5, 12);
        double equator = StrictMath.exp(-latitudeDeg * latitudeDeg / 150);
        double belt = StrictMath.exp(-(Math.abs(latitudeDeg) - 20) * (Math.abs(latitudeDeg) - 20) / 40);
        double pole = rise((Math.abs(latitudeDeg) - 70) / 10);
        double streak = noise.octaves(3 * x, 40 * y, 3 * z, 3, 0.5, 20);
        double level = 0.80 + 0.10 * band + 0.16 * equator - 0.12 * belt + 0.012 * streak - 0.15 * pole;
        colour[0] = level;
        colour[1] = level * (0.90 - 0.04 * belt);
        colour[2] = level * (0.66 - 0.07 * belt + 0.04 * equator + 0.08 * pole);
    }

    /** A bright veil with faint dark arcs, seen in blue only. */
    private void venusAt(double x, double y, double z, double latitudeDeg) {
        double veil = noise.octaves(2 * x, 5 * y, 2 * z, 4, 0.5, 400);
        colour[0] = 1;
        colour[1] = 1 + 0.01 * veil;
        colour[2] = 0.95 + 0.04 * veil + 0.0002 * latitudeDeg;
    }

    /** Smooth step from 0 at -1 to 1 at +1. */
    static double rise(double x) {
        double t = Math.max(0, Math.min(1, 0.5 + 0.5 * x));
        return t * t * (3 - 2 * t);
    }
}
