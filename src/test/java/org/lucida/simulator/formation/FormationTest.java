package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.Refraction;

class FormationTest {
    private static final List<LightChannel> GREEN = List.of(LightChannel.of("G", 530e-9));
    private static final double EXPOSURE_S = 0.002;

    private static FullFormation full(FormationPlan plan) {
        return new FullFormation(new FullFormation.Shared(plan));
    }

    private static LightFrame formed(FormationPlan plan, double startS) {
        LightFrame frame = new LightFrame(plan, null);
        full(plan).form(startS, EXPOSURE_S, frame);
        return frame;
    }

    private static PointLights star(double xArcsec, double yArcsec, int channels) {
        double[][] light = new double[channels][1];
        for (double[] row : light) {
            row[0] = 1e7;
        }
        return new PointLights(new double[] {xArcsec}, new double[] {yArcsec}, light);
    }

    @Test
    void contentGoesByPlusD() {
        Atmosphere air = SmallSky.air(0.5, 2);
        ScenePlanes scene = SmallSky.spot(160, 6, 1);
        FieldSettings field = SmallSky.field(160, 160, 1, GREEN);
        LightFrame still = formed(SmallSky.plan(air, field, scene, PointLights.none(1), MountMotion.STILL), 0.5);
        LightFrame moved = formed(SmallSky.plan(air, field, scene, PointLights.none(1), SmallSky.held(5, -3, 0)), 0.5);
        double[] before = SmallSky.centre(still.planes[0], 160);
        double[] after = SmallSky.centre(moved.planes[0], 160);
        assertEquals(5, after[0] - before[0], 0.01);
        assertEquals(-3, after[1] - before[1], 0.01);
        assertEquals(5, moved.truth.globalXPx - still.truth.globalXPx, 1e-6);
        assertEquals(-3, moved.truth.globalYPx - still.truth.globalYPx, 1e-6);
    }

    @Test
    void theTruthTellsWhereASpotAndAStarHaveGone() {
        Atmosphere air = SmallSky.air(2, 2);
        FieldSettings field = SmallSky.field(160, 160, 1, GREEN);
        MountMotion held = SmallSky.held(2.25, -1.5, 0);
        for (double startS : new double[] {0.1, 0.9}) {
            LightFrame spot =
                    formed(SmallSky.plan(air, field, SmallSky.spot(160, 5, 1), PointLights.none(1), held), startS);
            LightFrame star =
                    formed(SmallSky.plan(air, field, ScenePlanes.dark(160, 160, 0.15, 1), star(0, 0, 1), held), startS);
            double[] out = new double[2];
            DisplacementSheet sheet = sheetOf(spot.truth);
            sheet.at(79.5, 79.5, out);
            double[] spotCentre = SmallSky.centre(spot.planes[0], 160);
            double[] starCentre = centreNear(star.planes[0], 160, 79.5 + out[0], 79.5 + out[1]);
            // the centre of light follows the mean slope, the truth tells the best plane: .05 px apart in this air
            assertEquals(79.5 + out[0], spotCentre[0], 0.08);
            assertEquals(79.5 + out[1], spotCentre[1], 0.08);
            assertEquals(79.5 + out[0], starCentre[0], 0.12);
            assertEquals(79.5 + out[1], starCentre[1], 0.12);
        }
    }

    private static DisplacementSheet sheetOf(FrameTruth truth) {
        DisplacementSheet sheet = new DisplacementSheet(
                truth.nodeColumnCount, truth.nodeRowCount, truth.nodeFirstXPx, truth.nodeSpacingPx);
        System.arraycopy(truth.fieldXPx, 0, sheet.x, 0, sheet.x.length);
        System.arraycopy(truth.fieldYPx, 0, sheet.y, 0, sheet.y.length);
        return sheet;
    }

    /** Centre of light within 12 px of a place. */
    private static double[] centreNear(float[] plane, int widthPx, double x, double y) {
        float[] cut = new float[plane.length];
        for (int n = 0; n < plane.length; n++) {
            int row = n / widthPx;
            cut[n] = Math.hypot(n % widthPx - x, row - y) < 12 ? plane[n] : 0;
        }
        return SmallSky.centre(cut, widthPx);
    }

    @Test
    void starsStandOnTheirPixelForEveryGrid() {
        Atmosphere air = SmallSky.air(2, 2);
        for (int k : new int[] {1, 2, 3, 4}) {
            FieldSettings field = SmallSky.field(60, 50, k, GREEN);
            ScenePlanes dark = ScenePlanes.dark(60 * k, 50 * k, 0.15, 1);
            double px = 0.15 * k;
            LightFrame frame =
                    formed(SmallSky.plan(air, field, dark, star(4.3 * px, -7.8 * px, 1), MountMotion.STILL), 0.2);
            double[] centre = centreNear(frame.planes[0], 60, 29.5 + 4.3, 24.5 - 7.8);
            assertEquals(29.5 + 4.3 + frame.truth.globalXPx, centre[0], 0.12, "grid " + k);
            assertEquals(24.5 - 7.8 + frame.truth.globalYPx, centre[1], 0.12, "grid " + k);
        }
    }

    @Test
    void faintStarsThatShareAPointSpreadStandWhereExactOnesWould() {
        Atmosphere air = SmallSky.air(0.3, 2);
        FieldSettings field = SmallSky.field(60, 50, 2, GREEN);
        ScenePlanes dark = ScenePlanes.dark(120, 100, 0.15, 1);
        double[] x = new double[151];
        double[] y = new double[151];
        double[][] light = new double[1][151];
        // 150 brighter ones far outside of the sensor
        Arrays.fill(x, 1000);
        Arrays.fill(light[0], 1e8);
        x[70] = 2.2;
        y[70] = -1.3;
        light[0][70] = 1e7;
        LightFrame shared =
                formed(SmallSky.plan(air, field, dark, new PointLights(x, y, light), MountMotion.STILL), 0.2);
        LightFrame exact = formed(SmallSky.plan(air, field, dark, star(2.2, -1.3, 1), MountMotion.STILL), 0.2);
        double brightest = 0;
        double worst = 0;
        for (int n = 0; n < exact.planes[0].length; n++) {
            brightest = Math.max(brightest, exact.planes[0][n]);
            worst = Math.max(worst, Math.abs(exact.planes[0][n] - shared.planes[0][n]));
        }
        assertEquals(1, SmallSky.sum(shared.planes[0]) / SmallSky.sum(exact.planes[0]), 2e-3);
        assertTrue(worst < 0.08 * brightest, worst + " of " + brightest);
        double[] a = centreNear(exact.planes[0], 60, 36.8, 20.2);
        double[] b = centreNear(shared.planes[0], 60, 36.8, 20.2);
        assertEquals(a[0], b[0], 0.05);
        assertEquals(a[1], b[1], 0.05);
    }

    @Test
    void aColourFilterShowsEachPixelItsOwnChannel() {
        Atmosphere air = SmallSky.air(0.1, 2);
        ScenePlanes scene = SmallSky.speckled(90, 80, 10, 3);
        FieldSettings field = SmallSky.field(61, 53, 1, LightChannel.bayer());
        FormationPlan plan = SmallSky.plan(air, field, scene, star(1, 1, 3), MountMotion.STILL);
        LightFrame all = new LightFrame(plan, null);
        LightFrame mosaic = new LightFrame(plan, new int[] {0, 1, 1, 2});
        FullFormation formation = full(plan);
        formation.form(0.4, EXPOSURE_S, all);
        formation.form(0.4, EXPOSURE_S, mosaic);
        float brightest = 0;
        for (float value : mosaic.planes[0]) {
            brightest = Math.max(brightest, value);
        }
        for (int y = 0; y < 53; y++) {
            for (int x = 0; x < 61; x++) {
                float[] plane = all.planes[mosaic.channelAt(x, y)];
                // straight pieces of the displacement begin at other pixels
                assertEquals(plane[y * 61 + x], mosaic.planes[0][y * 61 + x], 2e-3f * brightest);
            }
        }
    }

    @Test
    void bitsDependNeitherOnOrderNorOnThread() throws InterruptedException {
        Atmosphere air = SmallSky.air(0.08, 2);
        ScenePlanes scene = SmallSky.speckled(100, 90, 5, 1);
        FormationPlan plan = SmallSky.plan(
                air, SmallSky.field(80, 70, 1, GREEN), scene, star(2, -1, 1), SmallSky.held(0.3, 0.2, 0.001));
        FullFormation.Shared shared = new FullFormation.Shared(plan);
        LightFrame first = new LightFrame(plan, null);
        LightFrame second = new LightFrame(plan, null);
        FullFormation forward = new FullFormation(shared);
        forward.form(0.1, EXPOSURE_S, second);
        forward.form(0.2, EXPOSURE_S, first);
        float[] wanted = first.planes[0].clone();
        Thread[] threads = new Thread[2];
        LightFrame[] frames = new LightFrame[2];
        for (int n = 0; n < 2; n++) {
            LightFrame own = new LightFrame(plan, null);
            frames[n] = own;
            threads[n] = new Thread(() -> new FullFormation(shared).form(0.2, EXPOSURE_S, own));
            threads[n].start();
        }
        for (int n = 0; n < 2; n++) {
            threads[n].join();
            assertArrayEquals(wanted, frames[n].planes[0]);
        }
    }

    @Test
    void rollingRowsSeeTheMountAtTheirOwnTime() {
        MountMotion running = new MountMotion() {
            @Override
            public double xPx(double timeS) {
                return 500 * timeS;
            }

            @Override
            public double yPx(double timeS) {
                return 0;
            }

            @Override
            public double rotationRad(double timeS) {
                return 0;
            }
        };
        Atmosphere air = SmallSky.air(2, 2);
        FieldSettings rolling = new FieldSettings(120, 120, 1, GREEN, -90, 1e-4, 300, 40, Spreading.SCATTER);
        double px = 0.15;
        PointLights two = new PointLights(
                new double[] {-20 * px, -20 * px}, new double[] {-40 * px, 40 * px}, new double[][] {{1e7, 1e7}});
        ScenePlanes dark = ScenePlanes.dark(120, 120, px, 1);
        FormationPlan plan = SmallSky.plan(air, rolling, dark, two, running);
        FormationPlan calm = SmallSky.plan(air, rolling, dark, two, MountMotion.STILL);
        LightFrame frame = new LightFrame(plan, null);
        LightFrame still = new LightFrame(calm, null);
        full(plan).form(0.01, 1e-3, frame);
        full(calm).form(0.01, 1e-3, still);
        double top = centreNear(frame.planes[0], 120, 45.8, 19.5)[0] - centreNear(still.planes[0], 120, 39.5, 19.5)[0];
        double low = centreNear(frame.planes[0], 120, 49.8, 99.5)[0] - centreNear(still.planes[0], 120, 39.5, 99.5)[0];
        assertEquals(80 * 1e-4 * 500, low - top, 0.03);
        // and so does the field of the truth
        double[] a = new double[2];
        double[] b = new double[2];
        sheetOf(frame.truth).at(60, 20, a);
        sheetOf(frame.truth).at(60, 100, b);
        double gap = b[0] - a[0];
        sheetOf(still.truth).at(60, 20, a);
        sheetOf(still.truth).at(60, 100, b);
        assertEquals(80 * 1e-4 * 500, gap - (b[0] - a[0]), 0.05);
    }

    @Test
    void aRunningMountSmearsWithinTheExposure() {
        MountMotion running = SmallSky.held(0, 0, 0);
        MountMotion smearing = new MountMotion() {
            @Override
            public double xPx(double timeS) {
                return 3000 * (timeS - 0.301);
            }

            @Override
            public double yPx(double timeS) {
                return 0;
            }

            @Override
            public double rotationRad(double timeS) {
                return 0;
            }
        };
        Atmosphere air = SmallSky.air(1, 2);
        FieldSettings field = SmallSky.field(160, 160, 1, GREEN);
        ScenePlanes spot = SmallSky.spot(160, 5, 1);
        double[] calm = widths(formed(SmallSky.plan(air, field, spot, PointLights.none(1), running), 0.3));
        double[] smeared = widths(formed(SmallSky.plan(air, field, spot, PointLights.none(1), smearing), 0.3));
        // 6 px in as many steps as the exposure has: a box of variance (L^2 / 12)(1 - 1 / n^2)
        int n = (int) Math.ceil(15 * EXPOSURE_S / 0.02);
        assertEquals(36 / 12.0 * (1 - 1.0 / (n * n)), smeared[0] - calm[0], 0.15);
        assertEquals(0, smeared[1] - calm[1], 0.15);
    }

    /** Variances along x and y. */
    private static double[] widths(LightFrame frame) {
        double[] centre = SmallSky.centre(frame.planes[0], frame.widthPx);
        double sx = 0;
        double sy = 0;
        double sum = 0;
        for (int n = 0; n < frame.planes[0].length; n++) {
            double dx = n % frame.widthPx - centre[0];
            int row = n / frame.widthPx;
            double dy = row - centre[1];
            if (Math.hypot(dx, dy) < 35) {
                sx += frame.planes[0][n] * dx * dx;
                sy += frame.planes[0][n] * dy * dy;
                sum += frame.planes[0][n];
            }
        }
        return new double[] {sx / sum, sy / sum};
    }

    @Test
    void blueStandsHigherThanRed() {
        Atmosphere high = SmallSky.air(1, 2);
        Atmosphere low = new Atmosphere(
                new org.lucida.simulator.air.AirSettings(
                        1, 20, 45, high.settings().layers(), 0, 3, 0, 7),
                0.2,
                60 / 206265.0,
                0.2 / 32,
                2);
        FieldSettings field = SmallSky.field(160, 160, 1, LightChannel.bayer());
        FormationPlan plan = FormationPlan.full(
                SmallSky.TELESCOPE,
                low,
                SmallSky.clear(),
                Refraction.usual(),
                field,
                SmallSky.spot(160, 5, 3),
                PointLights.none(3),
                MountMotion.STILL);
        LightFrame frame = formed(plan, 0.2);
        double red = SmallSky.centre(frame.planes[0], 160)[1];
        double blue = SmallSky.centre(frame.planes[2], 160)[1];
        double lift = Math.toDegrees(Refraction.usual().liftRad(460e-9, 610e-9, 45)) * 3600 / 0.15;
        assertEquals(lift, red - blue, 0.1);
        assertEquals(lift, frame.truth.dispersionYPx[0] - frame.truth.dispersionYPx[2], 1e-9);
    }

    @Test
    void gatheringKeepsAnEvenSceneEvenAndScatteringKeepsTheLight() {
        Atmosphere air = SmallSky.air(0.07, 2);
        float[][] even = new float[1][260 * 240];
        Arrays.fill(even[0], 1f);
        ScenePlanes everywhere = new ScenePlanes(260, 240, 0.15, even);
        double[] mottle = new double[2];
        double[] light = new double[2];
        for (Spreading spreading : Spreading.values()) {
            FieldSettings narrow = SmallSky.field(120, 100, 1, GREEN).withSpreading(spreading);
            FieldSettings wide = SmallSky.field(250, 250, 1, GREEN).withSpreading(spreading);
            LightFrame inside =
                    formed(SmallSky.plan(air, narrow, everywhere, PointLights.none(1), MountMotion.STILL), 0.7);
            FormationPlan patch = SmallSky.plan(
                    air, wide, SmallSky.speckled(260, 260, 90, 1), PointLights.none(1), MountMotion.STILL);
            double sum = 0;
            double squares = 0;
            for (float value : inside.planes[0]) {
                sum += value;
                squares += (double) value * value;
            }
            double mean = sum / inside.planes[0].length;
            int n = spreading == Spreading.SCATTER ? 0 : 1;
            mottle[n] = Math.sqrt(Math.max(0, squares / inside.planes[0].length - mean * mean)) / mean;
            light[n] = SmallSky.sum(formed(patch, 0.7).planes[0])
                    / SmallSky.sum(SmallSky.speckled(260, 260, 90, 1).plane(0))
                    / (SmallSky.TELESCOPE.collectingAreaM2() * EXPOSURE_S);
        }
        System.out.println(String.format(
                java.util.Locale.ROOT,
                "even scene at D/r0=2.9, rms/mean: scattered %.4f, gathered %.1e; light of a patch of 12 arcsec: scattered %.4f, gathered %.4f",
                mottle[0],
                mottle[1],
                light[0],
                light[1]));
        assertTrue(mottle[0] < 0.05, "scattered " + mottle[0]);
        assertTrue(mottle[1] < 1e-3, "gathered " + mottle[1]);
        assertEquals(1, light[0], 0.02);
        assertEquals(1, light[1], 0.05);
    }

    @Test
    void photonsAreAreaTimesTimeTimesLight() {
        Atmosphere air = SmallSky.air(0.5, 2);
        ScenePlanes scene = SmallSky.speckled(260, 260, 90, 1);
        // two grid pixels to a sensor pixel
        FormationPlan plan =
                SmallSky.plan(air, SmallSky.field(130, 130, 2, GREEN), scene, PointLights.none(1), MountMotion.STILL);
        LightFrame frame = formed(plan, 0.5);
        double expected = SmallSky.sum(scene.plane(0)) * SmallSky.TELESCOPE.collectingAreaM2() * EXPOSURE_S;
        assertEquals(1, SmallSky.sum(frame.planes[0]) / expected, 0.01);
    }

    @Test
    void aTileFoldedAndReadEqualsTheNaiveSum() {
        int size = 40;
        ScenePlanes scene = SmallSky.speckled(size, size, 12, 1);
        int psfPx = 24;
        TileSampling sampling = TileSampling.plain(1, psfPx, SceneTiles.transformPx(8, psfPx));
        SceneTiles tiles = new SceneTiles(scene, 8, psfPx, sampling, 1, Spreading.SCATTER, 1L << 30);
        SceneTiles.Room room = new SceneTiles.Room(tiles, 3);
        float[][] psf = new float[psfPx][psfPx];
        double[][] twin = new double[size][size];
        Canvas canvas = new Canvas(-40, -40, 120, 120);
        for (int lit = 0; lit < tiles.litTiles.length; lit++) {
            int tile = tiles.litTiles[lit];
            // band-limited PSF, another one for every tile: broad Gaussians of unequal width
            double sigma = 2.4 + 0.1 * (lit % 5);
            for (int y = 0; y < psfPx; y++) {
                for (int x = 0; x < psfPx; x++) {
                    double square = (x - 12) * (x - 12) + (y - 12) * (y - 12);
                    psf[y][x] = (float) (Math.exp(-square / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma));
                }
            }
            // the room folds up to three tiles at once
            room.putPsf(0, lit % 3, psf);
            if (lit % 3 == 2 || lit == tiles.litTiles.length - 1) {
                room.transformPsfs(0, lit % 3 + 1);
                tiles.fold(lit - lit % 3, lit % 3 + 1, 0, room, canvas);
            }
            int left = (tile % tiles.columns - 1) * 8;
            int top = (tile / tiles.columns - 1) * 8;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    for (int j = Math.max(0, top); j < Math.min(size, top + 16); j++) {
                        for (int i = Math.max(0, left); i < Math.min(size, left + 16); i++) {
                            int px = x - i + 12;
                            int py = y - j + 12;
                            if (px >= 0 && py >= 0 && px < psfPx && py < psfPx) {
                                double wx = Math.pow(Math.sin(Math.PI * (i - left + 0.5) / 16), 2);
                                double wy = Math.pow(Math.sin(Math.PI * (j - top + 0.5) / 16), 2);
                                twin[y][x] += wx * wy * scene.plane(0)[j * size + i] * psf[py][px];
                            }
                        }
                    }
                }
            }
        }
        float[] zero = new float[size];
        float[] row = new float[size];
        double worst = 0;
        for (int y = 4; y < size - 4; y++) {
            canvas.read(0, 1, y, zero, zero, size, 1, 0, row, 0, 1, new Canvas.Room());
            for (int x = 4; x < size - 4; x++) {
                double boxed = twin[y][x]
                        + (twin[y][x - 1] + twin[y][x + 1] + twin[y - 1][x] + twin[y + 1][x] - 4 * twin[y][x]) / 24;
                worst = Math.max(worst, Math.abs(boxed - row[x]));
            }
        }
        assertTrue(worst < 5e-3, "worst difference from the naive sum " + worst);
    }

    @Test
    void theSheetOfAFrameIsTheInverseOfTheSheetOfTheScene() {
        DisplacementSheet scene = new DisplacementSheet(8, 7, -0.5, 20);
        for (int j = 0; j < 7; j++) {
            for (int i = 0; i < 8; i++) {
                scene.x[j * 8 + i] = 3 + 0.8 * Math.sin(i + 0.5 * j);
                scene.y[j * 8 + i] = -2 + 0.7 * Math.cos(0.6 * i - j);
            }
        }
        DisplacementSheet seen = new DisplacementSheet(8, 7, -0.5, 20);
        seen.invert(scene, 0.5, 0);
        double[] there = new double[2];
        double[] back = new double[2];
        scene.at(61, 52, there);
        seen.at(61 + there[0] + 0.5, 52 + there[1], back);
        assertEquals(there[0] + 0.5, back[0], 0.02);
        assertEquals(there[1], back[1], 0.02);
    }

    @Test
    void formingAllocatesNothing() {
        Atmosphere air = SmallSky.air(0.1, 2);
        FormationPlan plan = SmallSky.plan(
                air,
                SmallSky.field(64, 48, 1, GREEN),
                SmallSky.speckled(80, 64, 10, 1),
                star(1, 1, 1),
                MountMotion.STILL);
        FullFormation formation = full(plan);
        QuickFormation quick = new QuickFormation(new QuickFormation.Bank(
                FormationPlan.quick(
                        SmallSky.TELESCOPE,
                        air,
                        SmallSky.clear(),
                        null,
                        plan.field(),
                        SmallSky.speckled(80, 64, 10, 1),
                        star(1, 1, 1),
                        MountMotion.STILL),
                EXPOSURE_S,
                3,
                1.9));
        LightFrame frame = new LightFrame(plan, null);
        LightFrame live = new LightFrame(plan, null);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            formation.form(0.1 * round, EXPOSURE_S, frame);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 200, "full formation allocated " + least);
        least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            quick.form(0.1 * round, EXPOSURE_S, live);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 200, "quick formation allocated " + least);
    }

    @Test
    void wrongGridsAreRefusedWithAWayOut() {
        Atmosphere air = SmallSky.air(0.1, 2);
        ScenePlanes coarse = ScenePlanes.dark(100, 100, 0.5, 1);
        Exception refusal = assertThrows(
                IllegalArgumentException.class,
                () -> SmallSky.plan(
                        air, SmallSky.field(100, 100, 1, GREEN), coarse, PointLights.none(1), MountMotion.STILL));
        assertTrue(refusal.getMessage().startsWith("arcsecPerPx=0.5 is outside 0.0..0.2"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SmallSky.field(10, 10, 5, GREEN));
        ScenePlanes wide = ScenePlanes.dark(900, 100, 0.15, 1);
        refusal = assertThrows(
                IllegalArgumentException.class,
                () -> SmallSky.plan(
                        air, SmallSky.field(100, 100, 1, GREEN), wide, PointLights.none(1), MountMotion.STILL));
        assertTrue(refusal.getMessage().startsWith("extent of the scene in rad="), refusal.getMessage());
        FormationPlan plan = SmallSky.plan(
                air,
                SmallSky.field(40, 40, 1, GREEN),
                ScenePlanes.dark(40, 40, 0.15, 1),
                PointLights.none(1),
                MountMotion.STILL);
        refusal = assertThrows(IllegalArgumentException.class, () -> formed(plan, 3));
        assertTrue(refusal.getMessage().startsWith("startS=3.0 is outside 0.0..1.99"), refusal.getMessage());
    }
}
