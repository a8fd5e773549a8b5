package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.lucida.frame.ColorLayout;

/** What holds for every geometry. */
class GeometricDrizzlePropertyTest {
    private static final int SIDE_PX = 60;

    /** A random map of a 12 x 10 frame that lands it well inside the output. */
    private static Geometry geometry(Random random, double scale, boolean mirrored, double perspective) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double shear = 0.3 * (random.nextDouble() - 0.5);
        double flip = mirrored ? -1 : 1;
        double a = scale * Math.cos(angle) * flip;
        double b = scale * (-Math.sin(angle) + shear);
        double d = scale * Math.sin(angle) * flip;
        double e = scale * (Math.cos(angle) + shear);
        double g = perspective * (random.nextDouble() - 0.5);
        double h = perspective * (random.nextDouble() - 0.5);
        double x = SIDE_PX / 2.0 - 5.5 * a - 4.5 * b + random.nextDouble();
        double y = SIDE_PX / 2.0 - 5.5 * d - 4.5 * e + random.nextDouble();
        // The perspective is centred on the frame, so that its middle stays in the middle.
        double w = 1 - 5.5 * g - 4.5 * h;
        double c = SIDE_PX / 2.0;
        return Geometry.homography(a + c * g, b + c * h, x - c + c * w, d + c * g, e + c * h, y - c + c * w, g, h, w);
    }

    private static void fluxIsKept(
            DropKernel kernel, double pixfrac, double scale, boolean mirrored, double perspective, long seed) {
        Random random = new Random(seed);
        GeometricDrizzle drizzle = new GeometricDrizzle(
                new DrizzleRecipe(kernel, pixfrac, ColorLayout.RGGB, SIDE_PX, SIDE_PX, 0, false, false), 2);
        double[] expectedFlux = new double[3];
        double[] expectedWeight = new double[3];
        for (int k = 0; k < 2; k++) {
            float[] values = new float[120];
            double weight = 0.5 + random.nextDouble();
            for (int i = 0; i < values.length; i++) {
                values[i] = 1 + random.nextFloat() * 1000;
                int plane = ColorLayout.RGGB.planeOf(i % 12, i / 12, 0);
                expectedFlux[plane] += weight * values[i];
                expectedWeight[plane] += weight;
            }
            drizzle.add(
                    new DrizzleFrame(12, 10, values, geometry(random, scale, mirrored, perspective))
                            .weightFactor(weight)
                            .pixelScaleRatio(1 / scale),
                    k);
        }
        float[] values = new float[SIDE_PX];
        float[] weights = new float[SIDE_PX];
        for (int plane = 0; plane < 3; plane++) {
            double flux = 0;
            double weight = 0;
            for (int y = 0; y < SIDE_PX; y++) {
                drizzle.readValues(plane, y, values);
                drizzle.readWeights(plane, y, weights);
                for (int x = 0; x < SIDE_PX; x++) {
                    assertTrue(weights[x] >= 0 && Float.isFinite(values[x]));
                    flux += (double) values[x] * weights[x];
                    weight += weights[x];
                }
            }
            assertEquals(expectedWeight[plane], weight, 1e-6 * expectedWeight[plane]);
            assertEquals(expectedFlux[plane], flux, 1e-6 * expectedFlux[plane]);
        }
    }

    @Property(tries = 150, seed = "21")
    void theSquareKeepsTheFlux(
            @ForAll @DoubleRange(min = 0.05, max = 1) double pixfrac,
            @ForAll @DoubleRange(min = 0.3, max = 3) double scale,
            @ForAll boolean mirrored,
            @ForAll @DoubleRange(min = 0, max = 0.01) double perspective,
            @ForAll long seed) {
        fluxIsKept(DropKernel.SQUARE, pixfrac, scale, mirrored, perspective, seed);
    }

    @Property(tries = 100, seed = "22")
    void turboKeepsTheFlux(
            @ForAll @DoubleRange(min = 0.05, max = 1) double pixfrac,
            @ForAll @DoubleRange(min = 0.3, max = 3) double scale,
            @ForAll boolean mirrored,
            @ForAll long seed) {
        fluxIsKept(DropKernel.TURBO, pixfrac, scale, mirrored, 0.005, seed);
    }

    @Property(tries = 50, seed = "23")
    void pointsKeepTheFlux(
            @ForAll @DoubleRange(min = 0.3, max = 3) double scale, @ForAll boolean mirrored, @ForAll long seed) {
        fluxIsKept(DropKernel.POINT, 1, scale, mirrored, 0.005, seed);
    }

    @Property(tries = 50, seed = "24")
    void discsKeepTheFlux(
            @ForAll @DoubleRange(min = 0.1, max = 1) double pixfrac,
            @ForAll @DoubleRange(min = 0.3, max = 3) double scale,
            @ForAll long seed) {
        fluxIsKept(DropKernel.CIRCULAR, pixfrac, scale, false, 0.005, seed);
    }
}
