package org.lucida.simulator;

import org.lucida.simulator.chance.CountedRandom;

/** Smooth random hills over a plane: random heights on a lattice, joined smoothly; octaves of it make clouds and ground. */
final class LatticeNoise {
    private final CountedRandom random;

    LatticeNoise(CountedRandom random) {
        this.random = random;
    }

    /**
     * One octave at a place in lattice units, -1 to 1; repeats after the given whole numbers of lattice units.
     *
     * @param layer independent noise for each number
     */
    double at(double x, double y, int periodX, int periodY, int layer) {
        double floorX = Math.floor(x);
        double floorY = Math.floor(y);
        double u = smooth(x - floorX);
        double v = smooth(y - floorY);
        int x0 = Math.floorMod((int) floorX, periodX);
        int y0 = Math.floorMod((int) floorY, periodY);
        int x1 = (x0 + 1) % periodX;
        int y1 = (y0 + 1) % periodY;
        double top = height(x0, y0, layer) * (1 - u) + height(x1, y0, layer) * u;
        double bottom = height(x0, y1, layer) * (1 - u) + height(x1, y1, layer) * u;
        return top * (1 - v) + bottom * v;
    }

    /** Octaves, each twice as fine and {@code fall} as strong as the one before; about -1 to 1. */
    double octaves(double x, double y, int periodX, int periodY, int count, double fall, int layer) {
        double sum = 0;
        double strength = 1;
        double total = 0;
        int scale = 1;
        for (int octave = 0; octave < count; octave++) {
            sum += strength * at(x * scale, y * scale, periodX * scale, periodY * scale, layer + octave);
            total += strength;
            strength *= fall;
            scale *= 2;
        }
        return sum / total;
    }

    private double height(int x, int y, int layer) {
        return 2 * random.unit(((long) layer << 48) + ((long) y << 24) + x) - 1;
    }

    private static double smooth(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }
}
