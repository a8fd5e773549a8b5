package org.lucida.simulator;

import java.util.Arrays;
import org.lucida.simulator.chance.CountedRandom;

/**
 * Paints a cratered field under a low Sun: craters of power-law sizes over rolling ground and lava plains, with cast shadows.
 *
 * <p>The field repeats after sensor size plus {@value #SPARE_PX} px, so any displacement shows ground. The Sun stands at the
 * left; shading is that of a flat, dark, dusty surface (Lommel-Seeliger).
 */
final class MoonPainter {
    /** Warm grey of the ground as strengths of red, green, blue on the sensor. */
    static final double[] GAINS = {1.0, 0.93, 0.80};
    /** How much larger than the sensor the repeated field is. */
    static final int SPARE_PX = 64;

    /** Tangent of the Sun's height, 20 degrees. */
    private static final double SUN_SLOPE = 0.364;
    /** Craters for each sensor pixel; with the least diameter this saturates the old ground. */
    private static final double CRATERS_PER_PX = 1.0 / 90;

    private static final double LEAST_DIAMETER_PX = 3;
    private static final double GREATEST_DIAMETER_PX = 110;
    /** N(> diameter) falls with this power of the diameter. */
    private static final double SIZE_POWER = 1.75;
    /** Share of the brightest points that may clip when the scene is scaled to 1. */
    private static final double CLIPPED_FRACTION = 0.001;

    private final int columns;
    private final int rows;
    private final CountedRandom random;
    private final LatticeNoise noise;
    /** Ground height in px. */
    private final float[] heightPx;
    /** Lava cover, 0 highland to 1 plain. */
    private final float[] lava;

    private final float[] brightness;

    private MoonPainter(int columns, int rows, CountedRandom random) {
        this.columns = columns;
        this.rows = rows;
        this.random = random;
        noise = new LatticeNoise(random);
        heightPx = new float[columns * rows];
        lava = new float[columns * rows];
        brightness = new float[columns * rows];
    }

    static Painting paint(ClipSettings settings, CountedRandom random) {
        int columns = Painting.POINTS_PER_PX * (settings.widthPx() + SPARE_PX);
        int rows = Painting.POINTS_PER_PX * (settings.heightPx() + SPARE_PX);
        MoonPainter painter = new MoonPainter(columns, rows, random);
        painter.layGround();
        painter.digCraters();
        painter.shine();
        painter.scale();
        return new Painting(columns, rows, -SPARE_PX / 2.0, -SPARE_PX / 2.0, true, new float[][] {painter.brightness});
    }

    private void layGround() {
        int lavaX = Math.max(1, columns / 520);
        int lavaY = Math.max(1, rows / 520);
        int hillX = Math.max(2, columns / 90);
        int hillY = Math.max(2, rows / 90);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int i = y * columns + x;
                double coarse = noise.octaves(
                        (double) x * lavaX / columns, (double) y * lavaY / rows, lavaX, lavaY, 5, 0.5, 100);
                lava[i] = (float) step((coarse - 0.06) * 7);
                double hills = noise.octaves(
                        (double) x * hillX / columns, (double) y * hillY / rows, hillX, hillY, 6, 0.52, 200);
                heightPx[i] = (float) (hills * (3.6 - 3.2 * lava[i]));
            }
        }
    }

    /** Old and large craters first, so that the small ones lie on top. */
    private void digCraters() {
        int count = (int) ((long) columns * rows / (Painting.POINTS_PER_PX * Painting.POINTS_PER_PX) * CRATERS_PER_PX);
        double least = 1 / StrictMath.pow(GREATEST_DIAMETER_PX / LEAST_DIAMETER_PX, SIZE_POWER);
        for (int i = 0; i < count; i++) {
            double rank = least + (1 - least) * (i + 0.5) / count;
            double diameterPx = LEAST_DIAMETER_PX * StrictMath.pow(rank, -1 / SIZE_POWER);
            int x = (int) (random.unit(10L * i + 1) * columns);
            int y = (int) (random.unit(10L * i + 2) * rows);
            // Lava drowned most of the old craters.
            if (random.unit(10L * i + 3) < 0.8 * lava[y * columns + x]) {
                continue;
            }
            double freshness = 0.25 + 0.75 * random.unit(10L * i + 4);
            dig(x, y, diameterPx * Painting.POINTS_PER_PX / 2, diameterPx, freshness, i);
        }
    }

    private void dig(int centreX, int centreY, double radius, double diameterPx, double freshness, int number) {
        // Small craters are bowls a fifth as deep as wide; large ones have flat floors and central peaks.
        double largeness = step((diameterPx - 34) / 16);
        double depthPx = freshness * diameterPx * (0.19 - 0.11 * largeness);
        double rimPx = freshness * diameterPx * (0.040 - 0.008 * largeness);
        int reach = (int) Math.ceil(radius * 2.2);
        double wave = 6.28 * random.unit(10L * number + 5);
        double localMean = heightPx[centreY * columns + centreX];
        for (int dy = -reach; dy <= reach; dy++) {
            int y = Math.floorMod(centreY + dy, rows);
            for (int dx = -reach; dx <= reach; dx++) {
                double r = StrictMath.sqrt((double) dx * dx + (double) dy * dy) / radius;
                if (r > 2.2) {
                    continue;
                }
                int x = Math.floorMod(centreX + dx, columns);
                int i = y * columns + x;
                if (diameterPx > 10) {
                    double angle = StrictMath.atan2(dy, dx);
                    r *= 1 + 0.02 * StrictMath.sin(2 * angle + wave) + 0.012 * StrictMath.sin(5 * angle + 2 * wave);
                }
                double shape;
                if (r < 1) {
                    double bowl = rimPx - (rimPx + depthPx) * (1 - r * r);
                    double flat = -depthPx + (rimPx + depthPx) * step((r - 0.80) / 0.24);
                    double peak = 0.45 * depthPx * StrictMath.exp(-r * r * 28) * largeness;
                    shape = bowl * (1 - largeness) + flat * largeness + peak;
                    // Inside, the old ground is gone.
                    double keep = r * r * r * r;
                    heightPx[i] = (float) (localMean * (1 - keep) + heightPx[i] * keep + shape);
                } else {
                    shape = rimPx / (r * r * r) * Math.max(0, 1 - (r - 1) / 1.2);
                    heightPx[i] += (float) shape;
                }
            }
        }
    }

    private void shine() {
        double pointPx = 1.0 / Painting.POINTS_PER_PX;
        for (int y = 0; y < rows; y++) {
            int above = Math.floorMod(y - 1, rows) * columns;
            int below = (y + 1) % rows * columns;
            int row = y * columns;
            // The height of the shadow falls along the row; the first lap finds what stands beyond the border.
            double shadowPx = Double.NEGATIVE_INFINITY;
            for (int lap = 0; lap < 2; lap++) {
                for (int x = 0; x < columns; x++) {
                    double height = heightPx[row + x];
                    shadowPx = Math.max(height, shadowPx - SUN_SLOPE * pointPx);
                    if (lap == 0) {
                        continue;
                    }
                    int left = row + Math.floorMod(x - 1, columns);
                    int right = row + (x + 1) % columns;
                    double slopeX = (heightPx[right] - heightPx[left]) / (2 * pointPx);
                    double slopeY = (heightPx[below + x] - heightPx[above + x]) / (2 * pointPx);
                    double normal = StrictMath.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
                    double sunLength = StrictMath.sqrt(1 + SUN_SLOPE * SUN_SLOPE);
                    double sunlight = Math.max(0, (SUN_SLOPE + slopeX) / (normal * sunLength));
                    double view = 1 / normal;
                    double lit = 1 - step((shadowPx - height - 0.1) / 0.1);
                    double albedo = 1 - 0.38 * lava[row + x];
                    double glow = 0.004;
                    brightness[row + x] = (float) (albedo * (glow + lit * sunlight / (sunlight + view)));
                }
            }
        }
    }

    private void scale() {
        float[] sorted = brightness.clone();
        Arrays.sort(sorted);
        float top = sorted[(int) ((sorted.length - 1) * (1 - CLIPPED_FRACTION))];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = Math.min(1, brightness[i] / top);
        }
    }

    /** Smooth step from 0 at -1 to 1 at +1. */
    private static double step(double x) {
        double t = Math.max(0, Math.min(1, 0.5 + 0.5 * x));
        return t * t * (3 - 2 * t);
    }
}
