package org.lucida.simulator.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsFactory;
import nom.tam.util.FitsOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.BadInputException;
import org.lucida.simulator.sky.SceneSettings.Body;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;
import org.lucida.simulator.sky.SceneSettings.Planet;
import org.lucida.simulator.sky.SceneSettings.Skylight;

/** What the scenes show, in an astronomer's words. */
class ScenesTest {
    private static float[] painted(Scene scene, double timeS, SkyGrid grid, Band band) {
        float[][] planes = new float[1][grid.widthPx() * grid.heightPx()];
        scene.paint(timeS, grid, new Band[] {band}, planes);
        return planes[0];
    }

    private static double sum(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum;
    }

    private static Planet planet(Body body, double vMag, double tiltDeg, double phaseDeg, boolean moons) {
        return new Planet(body, 40, vMag, tiltDeg, 0, 0, phaseDeg, moons, 0.1);
    }

    @Test
    void aStarOfMagnitudeZeroSendsTheTextbookPhotons() {
        // Some 1e8 photons each second, square metre and nm at 550 nm.
        assertEquals(1e8, Photometry.photonsPerM2PerS(Band.GREEN, 0, 0) / 90, 0.06e8);
        assertEquals(1.4e8, Photometry.photonsPerM2PerS(Band.BLUE, 0, 0) / 90, 0.15e8);
        assertEquals(
                100,
                Photometry.photonsPerM2PerS(Band.RED, 1, 0.3) / Photometry.photonsPerM2PerS(Band.RED, 6, 0.3),
                1e-9);
        // Red stars are brighter in red and fainter in blue.
        assertTrue(Photometry.photonsPerM2PerS(Band.RED, 5, 1.5) > Photometry.photonsPerM2PerS(Band.RED, 5, 0));
        assertTrue(Photometry.photonsPerM2PerS(Band.BLUE, 5, 1.5) < Photometry.photonsPerM2PerS(Band.BLUE, 5, 0));
    }

    @Test
    void aPlanetHasItsMagnitudeAtAnyScaleAndPhase() throws IOException {
        for (Body body : List.of(Body.JUPITER, Body.SATURN, Body.MARS, Body.VENUS)) {
            for (double phaseDeg : new double[] {0, 60}) {
                Scene scene = new PlanetScene(planet(body, -1, 15, phaseDeg, false), 1);
                SkyGrid grid = SkyGrid.centred(260, 200, 0.4);
                double photons = sum(painted(scene, 0, grid, Band.GREEN)) * 0.4 * 0.4;
                double colour =
                        body == Body.JUPITER ? 0.83 : body == Body.SATURN ? 1.04 : body == Body.MARS ? 1.36 : 0.82;
                double expected = Photometry.photonsPerM2PerS(Band.GREEN, -1, colour);
                assertEquals(expected, photons, 0.01 * expected, body + " at phase " + phaseDeg);
            }
        }
    }

    @Test
    void jupiterIsOblateAndTurnsOnceInItsDay() throws IOException {
        Scene scene = new PlanetScene(planet(Body.JUPITER, -2.5, 0, 0, false), 1);
        SkyGrid grid = SkyGrid.centred(201, 201, 0.25);
        float[] start = painted(scene, 0, grid, Band.GREEN);
        int wide = 0;
        int high = 0;
        for (int i = 0; i < 201; i++) {
            wide += start[100 * 201 + i] > 0 ? 1 : 0;
            high += start[i * 201 + 100] > 0 ? 1 : 0;
        }
        assertEquals(160, wide, 2);
        assertEquals(160 * 0.935, high, 2);
        float[] nextDay = painted(scene, 35_740.6, grid, Band.GREEN);
        assertArrayEquals(start, nextDay, 1e-4f * start[100 * 201 + 100]);
        // In ten minutes the middle moves by 2 pi 20" 600 s / 35740 s = 2.11 arcsec to the right: 8.4 px.
        float[] later = painted(scene, 600, grid, Band.GREEN);
        int best = 0;
        double bestDifference = Double.MAX_VALUE;
        for (int shift = 0; shift < 20; shift++) {
            double difference = 0;
            for (int y = 80; y < 120; y++) {
                for (int x = 80; x < 110; x++) {
                    double step = later[y * 201 + x + shift] - start[y * 201 + x];
                    difference += step * step;
                }
            }
            if (difference < bestDifference) {
                bestDifference = difference;
                best = shift;
            }
        }
        assertEquals(8.4, best, 1);
        assertEquals(2 * Math.PI * 20 / 35_740.6, scene.motionArcsecPerS(), 1e-6);
    }

    @Test
    void moonsStandOutsideAndTheirShadowsFallOnTheDisc() throws IOException {
        Planet planet = new Planet(Body.JUPITER, 40, -2.5, 0, 0, 0, 8, true, 0.01);
        Scene scene = new PlanetScene(planet, 1);
        SkyGrid grid = SkyGrid.centred(1200, 60, 0.2);
        float[] plane = painted(scene, 0, grid, Band.GREEN);
        Planet bare = new Planet(Body.JUPITER, 40, -2.5, 0, 0, 0, 8, false, 0.01);
        float[] without = painted(new PlanetScene(bare, 1), 0, grid, Band.GREEN);
        int shadow = 0;
        int outside = 0;
        for (int i = 0; i < plane.length; i++) {
            shadow += without[i] > 0 && plane[i] < 0.3 * without[i] ? 1 : 0;
            outside += without[i] == 0 && plane[i] > 0 ? 1 : 0;
        }
        assertTrue(shadow > 10, "pixels in shadow " + shadow);
        // Six hours later some moon has come out from before the disc.
        float[] later = painted(scene, 20 * 3600, SkyGrid.centred(4000, 60, 0.2), Band.GREEN);
        int far = 0;
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 4000; x++) {
                far += Math.abs(x - 2000) > 110 && later[y * 4000 + x] > 0 ? 1 : 0;
            }
        }
        assertTrue(far > 40, "pixels of moons beside the planet " + far + ", at the start " + outside);
    }

    @Test
    void saturnHasItsGapAndTheGlobesShadowOnTheRings() throws IOException {
        Scene scene = new PlanetScene(planet(Body.SATURN, 0, 20, 6, false), 1);
        SkyGrid grid = SkyGrid.centred(501, 201, 0.2);
        float[] plane = painted(scene, 0, grid, Band.GREEN);
        int row = 100 * 501;
        double ringB = plane[row + 250 + (int) (1.75 * 100)];
        double gap = plane[row + 250 + (int) (1.99 * 100)];
        double ringA = plane[row + 250 + (int) (2.12 * 100)];
        assertTrue(gap < 0.35 * ringA && ringA < 0.8 * ringB, gap + " " + ringA + " " + ringB);
        assertEquals(0, plane[row + 250 + 236]);
        // The Sun stands to the right: behind the globe, to its upper left, the rings are dark.
        double left = plane[(100 - 45) * 501 + 250 - 95];
        double right = plane[(100 - 45) * 501 + 250 + 95];
        assertTrue(left < 0.2 * right, left + " against " + right);
    }

    @Test
    void venusIsACrescentOpenToTheLeft() throws IOException {
        Scene scene = new PlanetScene(planet(Body.VENUS, -4, 0, 120, false), 1);
        float[] plane = painted(scene, 0, SkyGrid.centred(101, 101, 0.5), Band.GREEN);
        assertEquals(0, plane[50 * 101 + 50]);
        assertTrue(plane[50 * 101 + 88] > 0);
        assertEquals(0, plane[50 * 101 + 14]);
    }

    @Test
    void theMoonsGroundHasItsBrightnessAndRepeats() {
        Scene scene = MoonGround.scene(new MoonSurface(8, 4, 60, 0.8, 0.3), 3);
        SkyGrid grid = SkyGrid.centred(100, 100, 0.6);
        float[] plane = painted(scene, 0, grid, Band.GREEN);
        double expected = Photometry.photonsPerM2PerS(Band.GREEN, 4, 0.92);
        assertEquals(expected, sum(plane) / plane.length, 0.02 * expected);
        float[] moved = painted(scene, 0, new SkyGrid(100, 100, 0.6, 60, -60), Band.GREEN);
        assertArrayEquals(plane, moved, (float) (1e-3 * expected));
        int dark = 0;
        for (float value : plane) {
            dark += value < 0.2 * expected ? 1 : 0;
        }
        assertTrue(dark > 50, "pixels in shadow " + dark);
    }

    @Test
    void theSunShowsASpotDarkerThanItsSurface() throws IOException {
        Scene scene = Scenes.open(Scenes.settings("sun-spot"));
        float[] plane = painted(scene, 0, SkyGrid.centred(100, 100, 0.5), Band.GREEN);
        double quiet = Photometry.photonsPerM2PerS(Band.GREEN, -10.85 + 12.5, 0.65);
        assertEquals(quiet, sum(Arrays.copyOf(plane, 1500)) / 1500, 0.06 * quiet);
        float darkest = Float.MAX_VALUE;
        for (float value : plane) {
            darkest = Math.min(darkest, value);
        }
        assertTrue(darkest < 0.35 * quiet, darkest + " against " + quiet);
    }

    @Test
    void granulationHasTheContrastSeenAboveTheAir() throws IOException {
        Scene scene = Scenes.open(Scenes.settings("sun-granulation"));
        float[] plane = painted(scene, 0, SkyGrid.centred(800, 740, 0.055), Band.GREEN);
        double mean = sum(plane) / plane.length;
        double squares = 0;
        for (float value : plane) {
            squares += (value - mean) * (value - mean);
        }
        assertEquals(0.135, Math.sqrt(squares / plane.length) / mean, 0.01);
        double quiet = Photometry.photonsPerM2PerS(Band.GREEN, -10.85 + 12.5, 0.65);
        assertEquals(quiet, mean, 0.03 * quiet);
    }

    @Test
    void aClusterFollowsItsSeedAndItsLuminosityFunction() throws IOException {
        Scene one = Scenes.open(Scenes.settings("m13"));
        Scene two = Scenes.open(Scenes.settings("m13"));
        List<PointLight> lights = one.lights(0);
        assertEquals(20_060, lights.size());
        assertEquals(lights, two.lights(0));
        double zero = Photometry.photonsPerM2PerS(Band.GREEN, 0, 0);
        int to17 = 0;
        int to18 = 0;
        int inside = 0;
        for (int i = 0; i < 20_000; i++) {
            // In green the colour hardly counts.
            double mag = -2.5 * Math.log10(lights.get(i).greenPerM2PerS() / zero);
            to17 += mag < 17 ? 1 : 0;
            to18 += mag < 18 ? 1 : 0;
            inside += Math.hypot(lights.get(i).xArcsec(), lights.get(i).yArcsec()) < 60 ? 1 : 0;
        }
        assertEquals(Math.pow(10, 0.38), (double) to18 / to17, 0.1);
        // Half of a Plummer cluster is seen within its radius.
        assertEquals(10_000, inside, 300);
    }

    @Test
    void theBrightestStarsOfAGlobularClusterAreRed() throws IOException {
        assertTrue(redOfTheBrightest("m13") > 1.5 * redOfTheBrightest("cluster"));
    }

    /** Light in red over light in blue of the hundred brightest stars. */
    private static double redOfTheBrightest(String name) throws IOException {
        List<PointLight> lights =
                new ArrayList<>(Scenes.open(Scenes.settings(name)).lights(0));
        lights.sort(Comparator.comparingDouble(light -> -light.photonsPerM2PerS(Band.GREEN)));
        double red = 0;
        double blue = 0;
        for (PointLight light : lights.subList(0, 100)) {
            red += light.photonsPerM2PerS(Band.RED);
            blue += light.photonsPerM2PerS(Band.BLUE);
        }
        return red / blue;
    }

    @Test
    void aUsersPictureKeepsItsScaleItsWayUpAndItsBrightness(@TempDir Path folder) throws Exception {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(15, 2, 0, 40_000);
        ImageIO.write(image, "png", folder.resolve("dot.png").toFile());
        ImageIO.write(image, "tiff", folder.resolve("dot.tiff").toFile());
        float[][] values = new float[10][20];
        values[7][15] = 0.3f; // FITS counts rows from the bottom
        try (Fits fits = new Fits();
                FitsOutputStream out = new FitsOutputStream(Files.newOutputStream(folder.resolve("dot.fits")))) {
            fits.addHDU(FitsFactory.hduFactory(values));
            fits.write(out);
        }
        for (String name : List.of("dot.png", "dot.tiff", "dot.fits")) {
            String text = "schema: 1\ntarget: {kind: picture, path: " + name
                    + ", arcsecPerPx: 2, brightestMagPerArcsec2: 18}\n"
                    + "telescope: {apertureMm: 100, focalLengthMm: 500}\n";
            Files.writeString(folder.resolve("scene.yaml"), text);
            Scene scene = Scenes.open(SceneFile.read(folder.resolve("scene.yaml")));
            // On the picture's own grid.
            float[] plane = painted(scene, 0, SkyGrid.centred(20, 10, 2), Band.GREEN);
            double expected = Photometry.photonsPerM2PerS(Band.GREEN, 18, 0.65);
            assertEquals(expected, plane[2 * 20 + 15], 1e-4 * expected, name);
            assertEquals(0, plane[2 * 20 + 14], name);
            // On a finer and shifted one the light stays.
            float[] fine = painted(scene, 0, new SkyGrid(60, 40, 0.9, 3, 1), Band.GREEN);
            assertEquals(expected * 4, sum(fine) * 0.81, 0.1 * expected * 4, name);
        }
    }

    @Test
    void aPictureThatIsNoneIsRefusedWithAReason(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("text.png"), "no picture");
        Files.writeString(folder.resolve("text.fits"), "no picture");
        Files.createDirectory(folder.resolve("folder.png"));
        ImageIO.write(
                new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("black.png").toFile());
        Map<String, String> reasons = Map.of(
                "text.png", "is no PNG, TIFF, JPEG or FITS",
                "text.fits", "is no PNG, TIFF, JPEG or FITS",
                "folder.png", "is a folder",
                "black.png", "has no value above 0",
                "missing.png", "does not exist");
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            String text = "schema: 1\ntarget: {kind: picture, path: " + reason.getKey()
                    + ", arcsecPerPx: 2, brightestMagPerArcsec2: 18}\n"
                    + "telescope: {apertureMm: 100, focalLengthMm: 500}\n";
            Files.writeString(folder.resolve("scene.yaml"), text);
            SceneSettings scene = SceneFile.read(folder.resolve("scene.yaml"));
            String problem = assertThrows(BadInputException.class, () -> Scenes.open(scene))
                    .getMessage();
            assertTrue(problem.contains(reason.getValue()), problem);
        }
    }

    @Test
    void beyondItsBorderAPictureIsDarkOrMirrored(@TempDir Path folder) throws Exception {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(18, 4, 0, 200);
        ImageIO.write(image, "png", folder.resolve("dot.png").toFile());
        for (String beyond : List.of("dark", "mirror")) {
            String text =
                    "schema: 1\ntarget: {kind: picture, path: dot.png, arcsecPerPx: 2, brightestMagPerArcsec2: 18,"
                            + " beyond: " + beyond + "}\ntelescope: {apertureMm: 100, focalLengthMm: 500}\n";
            Files.writeString(folder.resolve("scene.yaml"), text);
            Scene scene = Scenes.open(SceneFile.read(folder.resolve("scene.yaml")));
            float[] plane = painted(scene, 0, SkyGrid.centred(30, 10, 2), Band.GREEN);
            // The picture lies in columns 5 to 24; column 23 comes again in column 26.
            assertTrue(plane[4 * 30 + 23] > 0, beyond);
            assertEquals(beyond.equals("dark") ? 0 : plane[4 * 30 + 23], plane[4 * 30 + 26], 1e-3, beyond);
        }
    }

    @Test
    void twilightAndMoonlightBrightenTheSkyAndCloudsDimTheStars() {
        Skylight dark = new Skylight(0.8, 0, 30, 21, 99, -40);
        Skylight moonlit = new Skylight(0.8, 0, 30, 21, 18, -40);
        Skylight dusk = new Skylight(0.8, 0, 30, 21, 99, -8);
        double night = new SkyBackground(dark, 1).photonsPerM2PerS(Band.GREEN);
        assertEquals(Photometry.photonsPerM2PerS(Band.GREEN, 21, 0.8), night, 1e-9 * night);
        assertTrue(new SkyBackground(moonlit, 1).photonsPerM2PerS(Band.GREEN) > 15 * night);
        assertTrue(new SkyBackground(dusk, 1).photonsPerM2PerS(Band.GREEN) > 50 * night);
        assertEquals(11.84 + 1.518 * 3 - 0.057 * 9, SkyBackground.twilightMag(-8), 1e-9);
        assertEquals(0.8, new SkyBackground(dark, 1).transparency(77));
        SkyBackground cloudy = new SkyBackground(new Skylight(0.8, 0.5, 10, 21, 99, -40), 2);
        double least = 1;
        double most = 0;
        for (int s = 0; s < 400; s++) {
            least = Math.min(least, cloudy.transparency(s));
            most = Math.max(most, cloudy.transparency(s));
        }
        assertTrue(least >= 0.4 && least < 0.5 && most > 0.7 && most <= 0.8, least + " .. " + most);
    }
}
