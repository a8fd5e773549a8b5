package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.judge.Allocation;

class GeometricDrizzleTest {
    private static final int WIDTH_PX = 14;
    private static final int HEIGHT_PX = 11;

    private static DrizzleRecipe recipe(DropKernel kernel, double pixfrac, int widthPx, int heightPx) {
        return new DrizzleRecipe(kernel, pixfrac, ColorLayout.MONO, widthPx, heightPx, -1, true, true);
    }

    private static float[] noise(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 100 + (float) random.nextGaussian() * 20;
        }
        return values;
    }

    private static DrizzleFrame frame(long seed) {
        Random random = new Random(seed);
        double angle = random.nextDouble() * 360;
        double centre = 8;
        double c = 1.3 * Math.cos(Math.toRadians(angle));
        double s = 1.3 * Math.sin(Math.toRadians(angle));
        Geometry geometry = Geometry.similarity(1.3, angle, centre - 6.5 * c + 5 * s, centre - 6.5 * s - 5 * c);
        float[] weights = new float[WIDTH_PX * HEIGHT_PX];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(6) == 0 ? 0 : random.nextFloat();
        }
        return new DrizzleFrame(WIDTH_PX, HEIGHT_PX, noise(WIDTH_PX * HEIGHT_PX, random), geometry)
                .weights(weights)
                .weightFactor(0.5 + random.nextDouble())
                .pixelScaleRatio(1 / 1.3)
                .noise(2, 10, 3);
    }

    private static float[][] read(GeometricDrizzle drizzle) {
        int widthPx = drizzle.recipe().widthPx();
        int heightPx = drizzle.recipe().heightPx();
        float[][] all = new float[5][widthPx * heightPx];
        float[] row = new float[widthPx];
        int[] whole = new int[widthPx];
        for (int y = 0; y < heightPx; y++) {
            drizzle.readValues(0, y, row);
            System.arraycopy(row, 0, all[0], y * widthPx, widthPx);
            drizzle.readWeights(0, y, row);
            System.arraycopy(row, 0, all[1], y * widthPx, widthPx);
            drizzle.readVariances(0, y, row);
            System.arraycopy(row, 0, all[2], y * widthPx, widthPx);
            drizzle.readCounts(0, y, whole);
            for (int x = 0; x < widthPx; x++) {
                all[3][y * widthPx + x] = whole[x];
            }
            drizzle.readContext(0, 0, y, whole);
            for (int x = 0; x < widthPx; x++) {
                all[4][y * widthPx + x] = whole[x];
            }
        }
        return all;
    }

    private static void assertAlike(float[][] expected, float[][] found, double tolerance) {
        for (int plane = 0; plane < expected.length; plane++) {
            for (int i = 0; i < expected[plane].length; i++) {
                assertEquals(
                        expected[plane][i],
                        found[plane][i],
                        tolerance * Math.max(1, Math.abs(expected[plane][i])),
                        "plane " + plane + " pixel " + i);
            }
        }
    }

    @Test
    void aDropBetweenFourPixelsIsSharedByArea() {
        // A whole pixel centred a quarter right of and a half below the centre of pixel (1, 1).
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe(DropKernel.TURBO, 1, 4, 4));
        drizzle.add(
                new DrizzleFrame(1, 1, new float[] {8}, Geometry.affine(1, 0, 1.25, 0, 1, 1.5))
                        .weightFactor(2)
                        .variances(new float[] {4}),
                0);
        float[][] all = read(drizzle);
        assertEquals(2 * 0.375, all[1][4 + 1], 1e-7);
        assertEquals(2 * 0.125, all[1][4 + 2], 1e-7);
        assertEquals(2 * 0.375, all[1][8 + 1], 1e-7);
        assertEquals(2 * 0.125, all[1][8 + 2], 1e-7);
        assertEquals(8, all[0][4 + 1]);
        assertEquals(4, all[2][4 + 1], 1e-6);
        assertEquals(1, all[3][8 + 2]);
        assertEquals(1, all[4][8 + 2]);
        assertEquals(-1, all[0][0]);
        assertEquals(-1, all[2][0]);
        assertEquals(0, all[1][0]);
    }

    @Test
    void aDiamondIsCutExactly() {
        // Turned by 45 degrees about its centre, a unit square reaches 0.2071 px beyond the pixel at each of its four
        // tips.
        double h = Math.sqrt(0.5);
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe(DropKernel.SQUARE, 1, 5, 5));
        float[] weights = new float[9];
        weights[4] = 1;
        drizzle.add(
                new DrizzleFrame(3, 3, new float[9], Geometry.affine(h, -h, 2, h, h, 2 - 2 * h))
                        .weights(weights)
                        .noise(1, 0, 0),
                0);
        float[][] all = read(drizzle);
        double tip = Math.pow(h - 0.5, 2);
        assertEquals(tip, all[1][2 * 5 + 1], 1e-7);
        assertEquals(tip, all[1][1 * 5 + 2], 1e-7);
        assertEquals(tip, all[1][2 * 5 + 3], 1e-7);
        assertEquals(tip, all[1][3 * 5 + 2], 1e-7);
        assertEquals(1 - 4 * tip, all[1][2 * 5 + 2], 1e-7);
        assertEquals(0, all[1][1 * 5 + 1]);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "2.5, 3", "-0.5, -1", "0.49999999999999994, 0", "1.4, 1", "-1.5, -2"})
    void halvesGoAwayFromZero(double place, int pixel) {
        assertEquals(pixel, SeparableDrop.roundAway(place));
    }

    @Test
    void aMirroredMapGivesTheMirroredImage() {
        Random random = new Random(3);
        float[] values = noise(WIDTH_PX * HEIGHT_PX, random);
        float[] flipped = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            flipped[i] = values[i / WIDTH_PX * WIDTH_PX + WIDTH_PX - 1 - i % WIDTH_PX];
        }
        GeometricDrizzle plain = new GeometricDrizzle(recipe(DropKernel.SQUARE, 0.8, 22, 16));
        plain.add(
                new DrizzleFrame(WIDTH_PX, HEIGHT_PX, values, Geometry.affine(1.4, 0.1, 0.3, -0.1, 1.4, 1.2))
                        .noise(1, 0, 1),
                0);
        GeometricDrizzle mirrored = new GeometricDrizzle(recipe(DropKernel.SQUARE, 0.8, 22, 16));
        mirrored.add(
                new DrizzleFrame(
                                WIDTH_PX,
                                HEIGHT_PX,
                                flipped,
                                Geometry.affine(
                                        -1.4, 0.1, 0.3 + 1.4 * (WIDTH_PX - 1), 0.1, 1.4, 1.2 - 0.1 * (WIDTH_PX - 1)))
                        .noise(1, 0, 1),
                0);
        assertAlike(read(plain), read(mirrored), 1e-6);
    }

    @Test
    void theSquareEqualsItsNaiveTwin() {
        Random random = new Random(8);
        for (int run = 0; run < 30; run++) {
            int widthPx = 2 + random.nextInt(7);
            int heightPx = 2 + random.nextInt(7);
            double[] mapX = new double[widthPx * heightPx];
            double[] mapY = new double[mapX.length];
            double scale = 0.3 + 3 * random.nextDouble();
            double angle = random.nextDouble() * 7;
            for (int i = 0; i < mapX.length; i++) {
                double x = (i % widthPx - widthPx / 2.0 + 0.1 * random.nextGaussian()) * scale;
                double y = (i / widthPx - heightPx / 2.0 + 0.1 * random.nextGaussian()) * scale;
                mapX[i] = 7 + Math.cos(angle) * x - Math.sin(angle) * y;
                mapY[i] = 6 + Math.sin(angle) * x + Math.cos(angle) * y;
            }
            float[] values = noise(mapX.length, random);
            double pixfrac = 0.1 + 0.9 * random.nextDouble();
            GeometricTwin twin = new GeometricTwin(15, 12);
            twin.addSquare(widthPx, values, null, mapX, mapY, pixfrac);
            GeometricDrizzle drizzle = new GeometricDrizzle(
                    new DrizzleRecipe(DropKernel.SQUARE, pixfrac, ColorLayout.MONO, 15, 12, 0, false, false),
                    1 + run % 3);
            drizzle.add(new DrizzleFrame(widthPx, heightPx, values, Geometry.map(widthPx, mapX, mapY)), 0);
            float[] value = new float[15];
            float[] weight = new float[15];
            for (int y = 0; y < 12; y++) {
                drizzle.readValues(0, y, value);
                drizzle.readWeights(0, y, weight);
                for (int x = 0; x < 15; x++) {
                    assertEquals(twin.weight[y * 15 + x], weight[x], 3e-7 * Math.max(1, weight[x]), "run " + run);
                    if (twin.weight[y * 15 + x] > 1e-6) {
                        assertEquals(twin.mean[y * 15 + x], value[x], 1e-3, "run " + run);
                    }
                }
            }
        }
    }

    @Test
    void aDropOfManyPixelsIsExactToo() {
        // 400 x 400 output px for each input pixel: the plain way, and the running sums do not see it.
        DrizzleRecipe recipe = new DrizzleRecipe(DropKernel.SQUARE, 1, ColorLayout.MONO, 700, 600, 0, false, false);
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe);
        drizzle.add(new DrizzleFrame(2, 2, new float[4], Geometry.similarity(400, 20, 100, 0)), 0);
        double[] corners = new double[8];
        double[] signs = {-0.5, -0.5, 1.5, -0.5, 1.5, 1.5, -0.5, 1.5};
        double c = 400 * Math.cos(Math.toRadians(20));
        double s = 400 * Math.sin(Math.toRadians(20));
        for (int i = 0; i < 8; i += 2) {
            corners[i] = c * signs[i] - s * signs[i + 1] + 100;
            corners[i + 1] = s * signs[i] + c * signs[i + 1];
        }
        double expected = Math.abs(GeometricTwin.area(GeometricTwin.cut(corners, -0.5, -0.5, 699.5, 599.5))) / 160_000;
        float[] row = new float[700];
        double sum = 0;
        for (int y = 0; y < 600; y++) {
            drizzle.readWeights(0, y, row);
            for (float weight : row) {
                sum += weight;
            }
        }
        assertEquals(expected, sum, 1e-6);
    }

    @Test
    void aDiscIsSharedByArea() {
        Random random = new Random(4);
        for (int run = 0; run < 40; run++) {
            double radiusPx = 0.2 + 2 * random.nextDouble();
            double x0 = 4 * random.nextDouble() - 2;
            double y0 = 4 * random.nextDouble() - 2;
            int hits = 0;
            int side = 400;
            for (int i = 0; i < side * side; i++) {
                double x = x0 + (i % side + 0.5) / side;
                double y = y0 + (i / side + 0.5) / side;
                hits += x * x + y * y < radiusPx * radiusPx ? 1 : 0;
            }
            assertEquals(
                    (double) hits / side / side,
                    DiscDrop.areaPx2(x0, y0, x0 + 1, y0 + 1, radiusPx),
                    1e-3,
                    "radius " + radiusPx + " at " + x0 + "," + y0);
        }
        assertEquals(Math.PI * 4, DiscDrop.areaPx2(-3, -3, 3, 3, 2), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(DropKernel.class)
    void threadsAndBandsChangeNoBit(DropKernel kernel) {
        GeometricDrizzle one = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18), 1);
        GeometricDrizzle many = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18), 5);
        for (int k = 0; k < 5; k++) {
            one.add(frame(k), k);
            many.add(frame(k), k);
        }
        assertArrayEquals(read(one), read(many));
    }

    @ParameterizedTest
    @EnumSource(DropKernel.class)
    void aBandGetsTheBitsOfTheWhole(DropKernel kernel) {
        // Long rows and a waving map: batches whose drops reach a band in part only. Sums are compared before rounding.
        int widthPx = 300;
        int heightPx = 40;
        double[] mapX = new double[widthPx * heightPx];
        double[] mapY = new double[mapX.length];
        for (int i = 0; i < mapX.length; i++) {
            double x = i % widthPx;
            double y = i / widthPx;
            mapX[i] = 1.7 * x - 0.2 * y + 0.8 * Math.sin(0.1 * x + 0.2 * y);
            mapY[i] = 0.2 * x + 1.7 * y + 0.8 * Math.cos(0.15 * x - 0.1 * y);
        }
        DrizzleFrame frame = new DrizzleFrame(
                        widthPx, heightPx, noise(mapX.length, new Random(2)), Geometry.map(widthPx, mapX, mapY))
                .pixelScaleRatio(1 / 1.7);
        DrizzleRecipe recipe = new DrizzleRecipe(kernel, 0.8, ColorLayout.MONO, 520, 130, 0, false, false);
        GeometricBand whole = new GeometricBand(recipe, 0, 130);
        whole.add(frame, 0, 1);
        for (int firstRow = 0; firstRow < 130; firstRow += 13) {
            GeometricBand band = new GeometricBand(recipe, firstRow, 13);
            band.add(frame, 0, 1);
            double[] expected =
                    java.util.Arrays.copyOfRange(whole.planes[0].sums, 2 * 520 * firstRow, 2 * 520 * (firstRow + 13));
            assertArrayEquals(expected, band.planes[0].sums);
            for (int i = 0; i < 520 * 13; i++) {
                assertEquals(whole.planes[0].countAt(520 * firstRow + i), band.planes[0].countAt(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DropKernel.class)
    void mergedHalvesEqualTheWhole(DropKernel kernel) {
        GeometricDrizzle whole = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18));
        GeometricDrizzle left = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18));
        GeometricDrizzle right = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18));
        for (int k = 0; k < 8; k++) {
            whole.add(frame(k), k);
            (k % 2 == 0 ? left : right).add(frame(k), k);
        }
        left.merge(right);
        assertAlike(read(whole), read(left), kernel.name().startsWith("LANCZOS") ? 1e-3 : 2e-7);
    }

    @ParameterizedTest
    @EnumSource(DropKernel.class)
    void aFrameTakenOutWasNeverThere(DropKernel kernel) {
        GeometricDrizzle never = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18));
        GeometricDrizzle taken = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18), 3);
        taken.add(frame(99), 31);
        for (int k = 0; k < 4; k++) {
            never.add(frame(k), k);
            taken.add(frame(k), k);
        }
        taken.remove(frame(99), 31);
        assertAlike(read(never), read(taken), kernel.name().startsWith("LANCZOS") ? 1e-3 : 1e-6);
        for (int k = 0; k < 4; k++) {
            taken.remove(frame(k), k);
        }
        assertArrayEquals(read(new GeometricDrizzle(recipe(kernel, 0.9, 17, 18))), read(taken));
    }

    @Test
    void aStateThatWasKeptGoesOnAsIfNothingHadHappened() throws IOException {
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe(DropKernel.SQUARE, 0.9, 17, 18), 2);
        for (int k = 0; k < 3; k++) {
            drizzle.add(frame(k), k);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        drizzle.write(new DataOutputStream(bytes));
        GeometricDrizzle again =
                GeometricDrizzle.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 1 << 20);
        assertEquals(drizzle.recipe(), again.recipe());
        drizzle.add(frame(7), 33);
        again.add(frame(7), 33);
        assertArrayEquals(read(drizzle), read(again));
        byte[] cut = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        BadInputException bad = assertThrows(
                BadInputException.class,
                () -> GeometricDrizzle.read(new DataInputStream(new ByteArrayInputStream(cut)), 1 << 20));
        assertTrue(bad.getMessage().contains("; the file is cut short"), bad.getMessage());
    }

    @Test
    void noNumberIsSpoiltByNaN() {
        float[] values = noise(WIDTH_PX * HEIGHT_PX, new Random(1));
        float[] spoilt = values.clone();
        float[] weights = new float[values.length];
        java.util.Arrays.fill(weights, 1);
        spoilt[30] = Float.NaN;
        spoilt[60] = Float.POSITIVE_INFINITY;
        weights[30] = 0;
        weights[60] = 0;
        weights[90] = Float.NaN;
        float[] clean = weights.clone();
        clean[90] = 0;
        Geometry geometry = Geometry.similarity(1.1, 5, 2, 2);
        GeometricDrizzle expected = new GeometricDrizzle(recipe(DropKernel.SQUARE, 1, 18, 16));
        expected.add(
                new DrizzleFrame(WIDTH_PX, HEIGHT_PX, values, geometry)
                        .weights(clean)
                        .noise(1, 0, 1),
                0);
        GeometricDrizzle found = new GeometricDrizzle(recipe(DropKernel.SQUARE, 1, 18, 16));
        found.add(
                new DrizzleFrame(WIDTH_PX, HEIGHT_PX, spoilt, geometry)
                        .weights(weights)
                        .noise(1, 0, 1),
                0);
        assertArrayEquals(read(expected), read(found));
    }

    @Test
    void aWarpGridEqualsItsMapPixelByPixel() {
        Random random = new Random(6);
        double[] dx = random.doubles(12, -1, 1).toArray();
        double[] dy = random.doubles(12, -1, 1).toArray();
        Geometry warp = Geometry.warp(4.5, 4, dx, dy, 1.5);
        double[] x = new double[20];
        double[] y = new double[20];
        warp.mapRow(9, 20, x, y);
        assertEquals((9 - dx[2 * 4 + 2] + 0.5) * 1.5 - 0.5, x[9], 1e-12);
        assertEquals((9 - dy[2 * 4 + 2] + 0.5) * 1.5 - 0.5, y[9], 1e-12);
        assertEquals((19 - dx[2 * 4 + 3] + 0.5) * 1.5 - 0.5, x[19], 1e-12);
        warp.mapRow(0, 20, x, y);
        assertEquals((3 - (dx[0] / 3 + dx[1] * 2 / 3) + 0.5) * 1.5 - 0.5, x[3], 1e-12);
    }

    @Test
    void aDisplacementIsUndone() {
        double[] x = new double[8];
        double[] y = new double[8];
        Geometry.displacement(5, -3, 2).mapRow(4, 8, x, y);
        assertEquals((7 - 5 + 0.5) * 2 - 0.5, x[7], 1e-12);
        assertEquals((4 + 3 + 0.5) * 2 - 0.5, y[7], 1e-12);
    }

    @ParameterizedTest
    @EnumSource(DropKernel.class)
    void addingAllocatesNothing(DropKernel kernel) {
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe(kernel, 0.9, 17, 18));
        DrizzleFrame frame = frame(1);
        long leastBytes = Allocation.leastBytes(() -> {
            for (int k = 0; k < 50; k++) {
                drizzle.add(frame, k % 32);
            }
        });
        assertEquals(0, leastBytes);
    }

    @Test
    void theLiteratureWarns() {
        assertTrue(DropKernel.SQUARE.warnings(0.5, 0.5).isEmpty());
        assertTrue(DropKernel.GAUSSIAN.warnings(1, 0.5).isEmpty());
        assertTrue(DropKernel.GAUSSIAN.warnings(1, 1).get(0).contains("sigma of 0.425"));
        assertEquals(2, DropKernel.LANCZOS3.warnings(1, 0.5).size());
        assertEquals(1, DropKernel.LANCZOS3.warnings(1, 1).size());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> recipe(DropKernel.SQUARE, 0, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> recipe(DropKernel.SQUARE, 1, 0, 5));
        GeometricDrizzle drizzle = new GeometricDrizzle(recipe(DropKernel.SQUARE, 1, 5, 5));
        DrizzleFrame small = new DrizzleFrame(1, 1, new float[1], Geometry.displacement(0, 0, 1)).noise(1, 0, 0);
        assertThrows(IllegalArgumentException.class, () -> drizzle.add(small, 0));
        DrizzleFrame unknown = new DrizzleFrame(2, 2, new float[4], Geometry.displacement(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> drizzle.add(unknown, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> drizzle.merge(new GeometricDrizzle(recipe(DropKernel.TURBO, 1, 5, 5))));
    }
}
