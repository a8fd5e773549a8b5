package org.lucida.simulator.sky;

import java.util.Arrays;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;

/**
 * Ground of the Moon under a low Sun: craters of power-law sizes over rolling highlands and lava plains, with cast shadows; repeats for ever.
 *
 * <p>Crater shapes: small ones are bowls a seventh as deep as wide, large ones have flat floors and central peaks; shading is that of a dark
 * dusty surface (Lommel-Seeliger). Drawn for plausible looks.
 * <p>Units: heights and places in points of the grid.
 */
final class MoonGround {
    private static final double POINTS_PER_FINEST_CRATER = 3;
    private static final int LEAST_SIDE = 256;
    private static final int MOST_SIDE = 2048;
    /** Craters for each square of the finest diameter; saturates old ground. */
    private static final double CRATERS_PER_SQUARE = 0.1;

    private static final double GREATEST_SHARE_OF_FIELD = 0.24;
    /** N(> diameter) falls with this power of the diameter. */
    private static final double SIZE_POWER = 1.75;

    private final MoonSurface target;
    private final int side;
    private final CountedRandom random;
    private final SolidNoise noise;
    private final float[] height;
    private final float[] lava;
    private final float[] brightness;

    private MoonGround(MoonSurface target, long seed) {
        this.target = target;
        int wanted = (int) Math.ceil(target.fieldArcsec() / target.finestCraterArcsec() * POINTS_PER_FINEST_CRATER);
        side = Math.max(LEAST_SIDE, Math.min(MOST_SIDE, wanted));
        random = new CountedRandom(seed, 0x3007);
        noise = new SolidNoise(new CountedRandom(seed, 0x3008));
        height = new float[side * side];
        lava = new float[side * side];
        brightness = new float[side * side];
    }

    static TiledScene scene(MoonSurface target, long seed) {
        MoonGround ground = new MoonGround(target, seed);
        ground.layGround();
        ground.digCraters();
        ground.shine();
        ground.scale();
        float[] grey = ground.brightness;
        // Full Moon: B-V 0.92; the ground's own colours are left out.
        return new TiledScene(
                ground.side,
                ground.side,
                target.fieldArcsec() / ground.side,
                TiledScene.Border.REPEATED,
                new float[][] {grey, grey, grey},
                TiledScene.photons(target.surfaceMagPerArcsec2(), 0.92));
    }

    /** Hills that repeat after the side: noise on a torus in four dimensions would do; here two crossfaded copies do. */
    private double hills(double x, double y, double cells, int octaves, int layer) {
        double u = x / side;
        double v = y / side;
        double here = noise.octaves(u * cells, v * cells, 0.3, octaves, 0.5, layer);
        double fadeX = Math.max(0, (u - 0.8) / 0.2);
        double fadeY = Math.max(0, (v - 0.8) / 0.2);
        fadeX = fadeX * fadeX * (3 - 2 * fadeX);
        fadeY = fadeY * fadeY * (3 - 2 * fadeY);
        if (fadeX > 0) {
            here += fadeX * (noise.octaves((u - 1) * cells, v * cells, 0.3, octaves, 0.5, layer) - here);
        }
        if (fadeY > 0) {
            double above = noise.octaves(u * cells, (v - 1) * cells, 0.3, octaves, 0.5, layer);
            if (fadeX > 0) {
                above += fadeX * (noise.octaves((u - 1) * cells, (v - 1) * cells, 0.3, octaves, 0.5, layer) - above);
            }
            here += fadeY * (above - here);
        }
        return here;
    }

    private void layGround() {
        double level = 0.5 - target.lavaFraction();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int i = y * side + x;
                lava[i] = (float) GlobePainter.rise((hills(x, y, 3, 4, 100) - 0.5 * level) * 8);
                height[i] = (float) (hills(x, y, 14, 6, 200) * side * 0.007 * (1 - 0.88 * lava[i]));
            }
        }
    }

    /** Old and large craters first, so that the small ones lie on top. */
    private void digCraters() {
        double finest = target.finestCraterArcsec() / target.fieldArcsec() * side;
        double greatest = GREATEST_SHARE_OF_FIELD * side;
        int count = (int) (CRATERS_PER_SQUARE * side / finest * side / finest);
        double least = StrictMath.pow(finest / greatest, SIZE_POWER);
        for (int i = 0; i < count; i++) {
            double rank = least + (1 - least) * (i + 0.5) / count;
            double diameter = finest * StrictMath.pow(rank, -1 / SIZE_POWER);
            int x = (int) (random.unit(10L * i + 1) * side);
            int y = (int) (random.unit(10L * i + 2) * side);
            // Lava drowned most of the old craters.
            if (random.unit(10L * i + 3) < 0.85 * lava[y * side + x]) {
                continue;
            }
            dig(x, y, diameter / 2, 0.25 + 0.75 * random.unit(10L * i + 4), greatest, i);
        }
    }

    private void dig(int centreX, int centreY, double radius, double freshness, double greatest, int number) {
        double diameter = 2 * radius;
        double largeness = GlobePainter.rise((diameter / greatest - 0.16) / 0.14);
        double depth = freshness * diameter * (0.15 - 0.115 * largeness);
        double rim = freshness * diameter * (0.036 - 0.022 * largeness);
        int reach = (int) Math.ceil(radius * 2.2);
        double wave = 2 * Math.PI * random.unit(10L * number + 5);
        double localMean = height[centreY * side + centreX];
        for (int dy = -reach; dy <= reach; dy++) {
            int row = Math.floorMod(centreY + dy, side) * side;
            for (int dx = -reach; dx <= reach; dx++) {
                double r = StrictMath.sqrt((double) dx * dx + (double) dy * dy) / radius;
                if (r > 2.2) {
                    continue;
                }
                int i = row + Math.floorMod(centreX + dx, side);
                if (diameter > 16) {
                    double angle = StrictMath.atan2(dy, dx);
                    r *= 1 + 0.02 * StrictMath.sin(2 * angle + wave) + 0.012 * StrictMath.sin(5 * angle + 2 * wave);
                }
                if (r < 1) {
                    double bowl = rim - (rim + depth) * (1 - r * r);
                    // A floor, then terraces up to the rim.
                    double wall = GlobePainter.rise((r - 0.80) / 0.24);
                    double terraces = 0.012 * StrictMath.sin(r * 40) * wall * (1 - wall) * 4;
                    double flat = -depth + (rim + depth) * (wall + terraces);
                    double peak = 0.5 * depth * StrictMath.exp(-r * r * 45) * largeness;
                    double shape = bowl * (1 - largeness) + flat * largeness + peak;
                    // Inside, the old ground is gone.
                    double keep = r * r * r * r;
                    height[i] = (float) (localMean * (1 - keep) + height[i] * keep + shape);
                } else {
                    height[i] += (float) (rim / (r * r * r) * Math.max(0, 1 - (r - 1) / 1.2));
                }
            }
        }
    }

    private void shine() {
        double slope = StrictMath.tan(StrictMath.toRadians(target.sunHeightDeg()));
        double sunLength = StrictMath.sqrt(1 + slope * slope);
        for (int y = 0; y < side; y++) {
            int above = Math.floorMod(y - 1, side) * side;
            int below = (y + 1) % side * side;
            int row = y * side;
            // The height of the shadow falls along the row; the first lap finds what stands beyond the border.
            double shadow = Double.NEGATIVE_INFINITY;
            for (int lap = 0; lap < 2; lap++) {
                for (int x = 0; x < side; x++) {
                    double here = height[row + x];
                    shadow = Math.max(here, shadow - slope);
                    if (lap == 0) {
                        continue;
                    }
                    double slopeX = (height[row + (x + 1) % side] - height[row + Math.floorMod(x - 1, side)]) / 2;
                    double slopeY = (height[below + x] - height[above + x]) / 2;
                    double normal = StrictMath.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
                    double sunlight = Math.max(0, (slope + slopeX) / (normal * sunLength));
                    double view = 1 / normal;
                    double lit = 1 - GlobePainter.rise((shadow - here - 0.25) / 0.25);
                    double albedo = 1 - 0.4 * lava[row + x];
                    brightness[row + x] = (float) (albedo * (0.003 + lit * sunlight / (sunlight + view)));
                }
            }
        }
    }

    /** The mean becomes 1. */
    private void scale() {
        double sum = 0;
        for (float value : brightness) {
            sum += value;
        }
        float factor = (float) (brightness.length / sum);
        float[] sorted = brightness.clone();
        Arrays.sort(sorted);
        // Single facets that happen to face the Sun would be stars.
        float most = sorted[(int) (0.9995 * (sorted.length - 1))];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = Math.min(brightness[i], most) * factor;
        }
    }
}
