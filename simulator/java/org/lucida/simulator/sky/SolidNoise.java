package org.lucida.simulator.sky;

import org.lucida.simulator.chance.CountedRandom;

/** Smooth random hills in space: on a sphere they have no seam and no poles. Values about -1 to 1. */
final class SolidNoise {
    private final CountedRandom random;

    SolidNoise(CountedRandom random) {
        this.random = random;
    }

    /** Octaves, each twice as fine and {@code fall} as strong as the one before. */
    double octaves(double x, double y, double z, int count, double fall, int layer) {
        double sum = 0;
        double strength = 1;
        double total = 0;
        double scale = 1;
        for (int octave = 0; octave < count; octave++) {
            sum += strength * at(x * scale, y * scale, z * scale, layer + octave);
            total += strength;
            strength *= fall;
            scale *= 2;
        }
        return sum / total;
    }

    /** One octave at a place in lattice units. */
    double at(double x, double y, double z, int layer) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        int z0 = (int) Math.floor(z);
        double u = smooth(x - x0);
        double v = smooth(y - y0);
        double w = smooth(z - z0);
        double near = sheet(x0, y0, z0, u, v, layer);
        double far = sheet(x0, y0, z0 + 1, u, v, layer);
        return near + w * (far - near);
    }

    private double sheet(int x, int y, int z, double u, double v, int layer) {
        double top = height(x, y, z, layer) * (1 - u) + height(x + 1, y, z, layer) * u;
        double bottom = height(x, y + 1, z, layer) * (1 - u) + height(x + 1, y + 1, z, layer) * u;
        return top * (1 - v) + bottom * v;
    }

    private double height(int x, int y, int z, int layer) {
        long place = ((long) (layer & 0x3FF) << 54)
                ^ ((long) (z & 0x3FFFF) << 36)
                ^ ((long) (y & 0x3FFFF) << 18)
                ^ (x & 0x3FFFF);
        return 2 * random.unit(place) - 1;
    }

    private static double smooth(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }
}
