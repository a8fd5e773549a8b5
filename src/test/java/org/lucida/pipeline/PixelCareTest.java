package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.replay.ReplayDriver;
import org.lucida.config.StackSettings;
import org.lucida.files.BadPixelFile;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Roi;

/** From files with bad pixels to a stack without them. */
class PixelCareTest {
    private static final int SIZE_PX = 128;
    private static final int FRAMES = 90;
    private static final double SKY_ADU = 400;
    private static final int[][] HOT = {{40, 40}, {90, 31}, {20, 100}};

    @TempDir
    Path folder;

    /** Stars that drift by 0.3 px a frame over a sensor with hot pixels and, if wanted, pixels without a value. */
    private Path clip(boolean hot, boolean missing) throws Exception {
        Random random = new Random(41);
        float[][][] cube = new float[FRAMES][SIZE_PX][SIZE_PX];
        double[][] stars = new double[15][];
        for (int i = 0; i < stars.length; i++) {
            stars[i] = new double[] {15 + 80 * random.nextDouble(), 15 + 95 * random.nextDouble(), 4000 + 300 * i};
        }
        for (int k = 0; k < FRAMES; k++) {
            for (int y = 0; y < SIZE_PX; y++) {
                for (int x = 0; x < SIZE_PX; x++) {
                    double value = SKY_ADU + 15 * random.nextGaussian();
                    for (double[] star : stars) {
                        double dx = x - star[0] - 0.3 * k;
                        double dy = y - star[1] + 0.1 * k;
                        value += star[2] * Math.exp(-(dx * dx + dy * dy) / 4);
                    }
                    cube[k][y][x] = (float) value;
                }
            }
            for (int[] pixel : hot ? HOT : new int[0][]) {
                cube[k][pixel[1]][pixel[0]] += 20_000;
            }
            if (missing) {
                cube[k][60][60] = Float.NaN;
                cube[k][61][60] = Float.POSITIVE_INFINITY;
                cube[k][70 + k % 3][30] = Float.NEGATIVE_INFINITY;
            }
        }
        Path file = folder.resolve("clip" + hot + missing + ".fits");
        try (Fits fits = new Fits()) {
            fits.addHDU(Fits.makeHDU(cube));
            fits.write(file.toFile());
        }
        return file;
    }

    private static PixelCare care(Optional<Path> list, boolean auto, boolean variance) {
        OptionalDouble none = OptionalDouble.empty();
        return new PixelCare(
                list, Optional.empty(), auto, variance, variance ? OptionalDouble.of(2) : none, none, none);
    }

    private Path stack(Path clip, PixelCare care, boolean scouting) throws Exception {
        Camera camera = new ReplayDriver().open(clip.toString(), CameraWish.plain());
        Optional<Camera> scout =
                scouting ? Optional.of(new ReplayDriver().open(clip.toString(), CameraWish.plain())) : Optional.empty();
        StackSettings settings = StackSettings.defaultsFor(StackSettings.Target.STARS);
        try (StackingSession session = new StackingSession(
                camera,
                Optional.empty(),
                Optional.empty(),
                scout,
                care,
                settings,
                Limits.none(),
                new StackingSession.Output(Files.createTempDirectory(folder, "out"), "stars", false, Map.of()),
                false,
                Optional.empty(),
                "test",
                Clock.systemUTC())) {
            session.start();
            while (!session.awaitEnd(1_000)) {
                continue;
            }
            assertTrue(session.pipeline().ledger().stackedCount() > FRAMES / 2, "frames stacked");
            List<Path> files = session.writeResults().files();
            String json = Files.readString(files.get(files.size() - 1));
            assertTrue(json.contains("\"maskedCount\" : " + session.pipeline().maskedCount()), json);
            return files.get(0);
        }
    }

    private static BasicHDU<?> unit(Fits fits, String name) throws Exception {
        for (BasicHDU<?> unit : fits.read()) {
            if (name.equals(unit.getHeader().getStringValue("EXTNAME"))) {
                return unit;
            }
        }
        throw new AssertionError(name);
    }

    private static float[][] image(Path file) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            return (float[][]) fits.readHDU().getKernel();
        }
    }

    private static Header header(Path file) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            return fits.readHDU().getHeader();
        }
    }

    /** Largest difference of two stacks in their middle, ADU. */
    private static double difference(float[][] a, float[][] b) {
        double largest = 0;
        for (int y = 14; y < SIZE_PX - 14; y++) {
            for (int x = 14; x < SIZE_PX - 44; x++) {
                largest = Math.max(largest, Math.abs(a[y][x] - b[y][x]));
            }
        }
        return largest;
    }

    @Test
    void hotPixelsOfAListLeaveNoTrail() throws Exception {
        float[][] clean = image(stack(clip(false, false), PixelCare.NONE, false));
        Path hot = clip(true, false);
        assertTrue(difference(clean, image(stack(hot, PixelCare.NONE, false))) > 100, "without care there is a trail");
        Path list = Files.writeString(folder.resolve("bad.csv"), "x,y\n# three\n40,40\n90, 31\n20;100\n");
        Path stacked = stack(hot, care(Optional.of(list), false, false), false);
        assertTrue(difference(clean, image(stacked)) < 12, "trail " + difference(clean, image(stacked)));
        assertEquals(3, header(stacked).getIntValue("MASKED"));
    }

    @Test
    void hotPixelsAreFoundInTheRecordingItself() throws Exception {
        float[][] clean = image(stack(clip(false, false), PixelCare.NONE, false));
        Path hot = clip(true, false);
        Path stacked = stack(hot, care(Optional.empty(), true, false), true);
        assertEquals(3, header(stacked).getIntValue("MASKED"));
        assertTrue(difference(clean, image(stacked)) < 12, "trail " + difference(clean, image(stacked)));
        Path late = stack(hot, care(Optional.empty(), true, false), false);
        assertEquals(3, header(late).getIntValue("MASKED"));
        assertEquals(
                0,
                header(stack(clip(false, false), care(Optional.empty(), true, false), true))
                        .getIntValue("MASKED"));
    }

    @Test
    void pixelsWithoutAValueAreLeftOut() throws Exception {
        float[][] clean = image(stack(clip(false, false), PixelCare.NONE, false));
        float[][] found = image(stack(clip(false, true), PixelCare.NONE, false));
        assertTrue(difference(clean, found) < 12, "trail " + difference(clean, found));
    }

    @Test
    void varianceIsThatOfTheNoise() throws Exception {
        Path stacked = stack(clip(false, false), care(Optional.empty(), false, true), false);
        assertEquals(2.0, header(stacked).getDoubleValue("VARGAIN"));
        try (Fits fits = new Fits(stacked.toFile())) {
            float[][] variance = (float[][]) unit(fits, "VAR").getKernel();
            float[][] weight;
            try (Fits again = new Fits(stacked.toFile())) {
                weight = (float[][]) unit(again, "WEIGHT").getKernel();
            }
            // pixfrac 1 at scale 1: sum of squared shares of a drop is (2/3)^2 on average; weights differ by luckiness
            double expected = SKY_ADU / 2 * 4 / 9 / weight[64][60];
            double sum = 0;
            for (int x = 50; x < 70; x++) {
                sum += variance[118][x] * weight[118][x] / weight[64][60] / 20;
            }
            assertEquals(1, sum / expected, 0.35);
        }
        assertThrows(IllegalArgumentException.class, () -> new PixelCare(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        true,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty())
                .noise(Map.of()));
        assertEquals(
                1.5,
                care(Optional.empty(), false, true).gainEPerAdu().getAsDouble() - 0.5,
                "what is said wins over the header");
    }

    @Test
    void aListOrAnImageOfBadPixelsIsReadAndNonsenseRefused() throws Exception {
        FrameFormat format = new FrameFormat(10, 8, ColorLayout.MONO, 16);
        Path list = Files.writeString(folder.resolve("a.csv"), "3,4\n9,7\n");
        PixelMask mask = new BadPixelFile().read(list, format, Optional.empty());
        assertEquals(2, mask.count());
        assertTrue(mask.isBad(3, 4) && mask.isBad(9, 7));
        FrameFormat part = new FrameFormat(5, 5, ColorLayout.MONO, 16);
        PixelMask cut = new BadPixelFile().read(list, part, Optional.of(new Roi(2, 3, 5, 5)));
        assertEquals(1, cut.count());
        assertTrue(cut.isBad(1, 1));
        float[][] image = new float[8][10];
        image[4][3] = 1;
        image[7][9] = Float.NaN;
        Path fits = folder.resolve("mask.fits");
        try (Fits out = new Fits()) {
            out.addHDU(Fits.makeHDU(image));
            out.write(fits.toFile());
        }
        assertEquals(2, new BadPixelFile().read(fits, format, Optional.empty()).count());
        assertTrue(new BadPixelFile()
                .read(fits, part, Optional.of(new Roi(2, 3, 5, 5)))
                .isBad(1, 1));
        for (String wrong : new String[] {"3\n", "3,4\nx,y\n", "10,0\n", "-1,2\n", "1.5,2\n", "99999999999,1\n"}) {
            Path bad = Files.writeString(folder.resolve("wrong.csv"), wrong);
            assertThrows(BadInputException.class, () -> new BadPixelFile().read(bad, format, Optional.empty()), wrong);
        }
    }
}
