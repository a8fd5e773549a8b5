package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lucida.math.VectorUnit;

/** The measuring of quadrilaterals side by side. */
class QuadrilateralDropTest {
    private static final int COUNT = QuadrilateralBatch.LANES - 3;

    /** Squares of all sizes and turns, some along the axes, on whole pixels, or squeezed to nearly nothing. */
    private static double[][] corners(Random random, double side, double wildness) {
        double[][] quadrilaterals = new double[COUNT][8];
        for (double[] corners : quadrilaterals) {
            double angle = random.nextInt(3) == 0 ? random.nextInt(4) * Math.PI / 2 : 7 * random.nextDouble();
            double centre = random.nextInt(3) == 0 ? random.nextInt(6) * 0.5 : 4 * random.nextDouble();
            double flat = random.nextInt(8) == 0 ? 1e-9 : 1;
            for (int k = 0; k < 4; k++) {
                double x = side * (k == 0 || k == 3 ? -0.5 : 0.5) + wildness * side * random.nextGaussian();
                double y = flat * side * ((k < 2 ? -0.5 : 0.5) + wildness * random.nextGaussian());
                corners[2 * k] = 8 + centre + Math.cos(angle) * x - Math.sin(angle) * y;
                corners[2 * k + 1] = 9 - centre + Math.sin(angle) * x + Math.cos(angle) * y;
            }
        }
        return quadrilaterals;
    }

    private static QuadrilateralBatch measured(double[][] quadrilaterals, boolean withVectors) {
        QuadrilateralBatch batch = QuadrilateralBatch.make(withVectors);
        double[][] places = {batch.x0, batch.y0, batch.x1, batch.y1, batch.x2, batch.y2, batch.x3, batch.y3};
        for (int lane = 0; lane < COUNT; lane++) {
            for (int k = 0; k < 8; k++) {
                places[k][lane] = quadrilaterals[lane][k];
            }
        }
        double[] weights = new double[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            weights[lane] = 1 + lane % 3;
        }
        batch.enclose(weights, 0, COUNT);
        for (int lane = 0; lane < COUNT; lane++) {
            int columnCount = (int) (batch.right[lane] - batch.left[lane]);
            int rowCount = (int) (batch.bottom[lane] - batch.top[lane]);
            batch.tell(lane, columnCount);
            batch.ask(lane, rowCount);
        }
        batch.measure(COUNT);
        return batch;
    }

    @Test
    void eachCellGetsTheAreaThatTheCutPolygonHas() {
        Random random = new Random(5);
        for (double side : new double[] {0.001, 0.3, 0.7, 1, 1.4, 2, 3, 6.5}) {
            double[][] quadrilaterals = corners(random, side, 0.02);
            QuadrilateralBatch batch = measured(quadrilaterals, false);
            for (int lane = 0; lane < COUNT; lane++) {
                double whole = GeometricTwin.area(quadrilaterals[lane]);
                if (Math.abs(whole) < 1e-11) {
                    continue;
                }
                // Corners are rounded to 6e-14 px, slivers of 1e-12 px left out; the twin errs by some 1e-14 px^2.
                double tolerance = 1e-12 + (5e-12 * side + 1e-13) / Math.abs(whole);
                double sum = 0;
                for (int row = 0; row < batch.rowCounts[lane]; row++) {
                    for (int column = 0; column < batch.columnCounts[lane]; column++) {
                        double x = batch.left[lane] + column;
                        double y = batch.top[lane] + row;
                        double area = GeometricTwin.area(GeometricTwin.cut(quadrilaterals[lane], x, y, x + 1, y + 1));
                        double found = batch.cells[batch.cellAt(row, column) + lane] / (1 + lane % 3);
                        assertEquals(area / whole, found, tolerance, "side " + side);
                        sum += found;
                    }
                }
                assertEquals(1, sum, tolerance, "side " + side);
            }
        }
    }

    @Test
    void vectorsChangeNoBit() {
        Assumptions.assumeTrue(VectorUnit.isOn(), "the Vector API is not part of this JVM");
        Random random = new Random(6);
        for (int run = 0; run < 200; run++) {
            double[][] quadrilaterals = corners(random, Math.pow(2, 4 * random.nextDouble() - 2), 0.05);
            QuadrilateralBatch plain = measured(quadrilaterals, false);
            QuadrilateralBatch vector = measured(quadrilaterals, true);
            for (int lane = 0; lane < COUNT; lane++) {
                double[] expected = new double[plain.rowCounts[lane] * plain.columnCounts[lane]];
                double[] found = new double[expected.length];
                for (int i = 0; i < expected.length; i++) {
                    int row = i / plain.columnCounts[lane];
                    int column = i % plain.columnCounts[lane];
                    expected[i] = plain.cells[plain.cellAt(row, column) + lane];
                    found[i] = vector.cells[vector.cellAt(row, column) + lane];
                }
                assertArrayEquals(expected, found, "run " + run + " " + Arrays.toString(quadrilaterals[lane]));
            }
        }
    }

    @Test
    void whatOnlyTouchesAPixelDoesNotReachIt() {
        double[][] quadrilaterals = new double[COUNT][];
        for (int lane = 0; lane < COUNT; lane++) {
            double shift = (lane % 5 - 2) * 3e-13;
            quadrilaterals[lane] =
                    new double[] {2 + shift, 3 - shift, 4 + shift, 3 - shift, 4 + shift, 5 - shift, 2 + shift, 5 - shift
                    };
        }
        QuadrilateralBatch batch = measured(quadrilaterals, false);
        for (int lane = 0; lane < COUNT; lane++) {
            int reached = 0;
            for (int row = 0; row < batch.rowCounts[lane]; row++) {
                for (int column = 0; column < batch.columnCounts[lane]; column++) {
                    reached += batch.cells[batch.cellAt(row, column) + lane] > 0 ? 1 : 0;
                }
            }
            assertEquals(4, reached);
            assertTrue(batch.areas[lane] > 0);
        }
    }
}
