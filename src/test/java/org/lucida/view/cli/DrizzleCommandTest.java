package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrizzleCommandTest {
    private static final Path CASE = Path.of("src/test/resources/drizzle-cases/s03_square_edgealign_2x.fits");

    @TempDir
    Path folder;

    private final CommandCase lucida = new CommandCase();

    private Path frame(String name, int x, int y) throws Exception {
        float[][] values = new float[8][10];
        values[y][x] = 100;
        values[0][0] = -7;
        Path file = folder.resolve(name);
        try (Fits fits = new Fits()) {
            fits.addHDU(Fits.makeHDU(values));
            fits.write(file.toFile());
        }
        return file;
    }

    private static float[][] image(Path file, String name) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            for (BasicHDU<?> unit : fits.read()) {
                if (name.equals(unit.getHeader().getStringValue("EXTNAME"))) {
                    return (float[][]) unit.getKernel();
                }
            }
        }
        throw new AssertionError(name);
    }

    private static Header header(Path file) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            return fits.readHDU().getHeader();
        }
    }

    @Test
    void aContentThatWentFiveRightAndThreeUpComesHome() throws Exception {
        Path first = frame("a.fits", 2, 6);
        Path second = frame("b.fits", 7, 3);
        Path shifts = folder.resolve("shifts.csv");
        Files.writeString(shifts, "file,x,y\nb.fits,5,-3\na.fits,0,0\n");
        Path out = folder.resolve("out.fits");
        int exitCode = lucida.call(
                "drizzle",
                first.toString(),
                second.toString(),
                "--shifts",
                shifts.toString(),
                "-o",
                out.toString(),
                "--gain=2",
                "--context");
        assertEquals(0, exitCode, lucida.err());
        assertEquals(100, image(out, "SCI")[6][2]);
        assertEquals(2, image(out, "WHT")[6][2]);
        assertEquals((50 + 50) / 4.0, image(out, "VAR")[6][2], 1e-5);
        assertEquals(-7, image(out, "SCI")[0][0]);
        assertTrue(lucida.out().startsWith("2 frames drizzled: "), lucida.out());
    }

    @Test
    void matricesDoTheSameAndScaleKeepsTheEdges() throws Exception {
        Path frame = frame("a.fits", 2, 6);
        Path transforms = folder.resolve("t.json");
        Files.writeString(transforms, "[[1,0,1, 0,1,-1, 0,0,1]]");
        Path out = folder.resolve("out.fits");
        int exitCode = lucida.call(
                "drizzle",
                frame.toString(),
                "--transforms",
                transforms.toString(),
                "--scale=2",
                "-o",
                out.toString(),
                "--keep=flux");
        assertEquals(0, exitCode, lucida.err());
        float[][] science = image(out, "SCI");
        assertArrayEquals(new int[] {16, 20}, new int[] {science.length, science[0].length});
        assertEquals(25, science[10][6]);
        assertEquals(25, science[11][7]);
        assertEquals(0, science[12][6]);
        assertEquals(2.0, header(out).getDoubleValue("SCALE"));
    }

    @Test
    void badPixelsCountForNothing() throws Exception {
        Path frame = frame("a.fits", 2, 6);
        float[][] weights = new float[8][10];
        weights[6][3] = 1;
        Path mask = folder.resolve("mask.fits");
        try (Fits fits = new Fits()) {
            fits.addHDU(Fits.makeHDU(weights));
            fits.write(mask.toFile());
        }
        Path shifts = folder.resolve("shifts.csv");
        Files.writeString(shifts, "0,0\n");
        Path out = folder.resolve("out.fits");
        assertEquals(
                0,
                lucida.call(
                        "drizzle",
                        frame.toString(),
                        "--shifts",
                        shifts.toString(),
                        "--weights",
                        mask.toString(),
                        "--fill=nan",
                        "-o",
                        out.toString()),
                lucida.err());
        assertTrue(Float.isNaN(image(out, "SCI")[6][2]));
        assertEquals(0, image(out, "SCI")[6][3]);
    }

    /** A frame of noise with a pixel that has no value. */
    private Path noise(String name, int seed) throws Exception {
        java.util.Random random = new java.util.Random(seed);
        float[][] values = new float[8][10];
        for (float[] row : values) {
            for (int x = 0; x < row.length; x++) {
                row[x] = 100 + 10 * random.nextFloat();
            }
        }
        values[seed % 8][seed % 10] = Float.NaN;
        Path file = folder.resolve(name);
        try (Fits fits = new Fits()) {
            fits.addHDU(Fits.makeHDU(values));
            fits.write(file.toFile());
        }
        return file;
    }

    private void drizzle(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "drizzle";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertEquals(0, lucida.call(all), lucida.err());
    }

    @Test
    void severalGoesGiveWhatOneGoGives() throws Exception {
        String[] files = new String[40];
        StringBuilder shifts = new StringBuilder("file,x,y,weight\n");
        java.util.Random random = new java.util.Random(5);
        for (int k = 0; k < 40; k++) {
            files[k] = noise("n" + k + ".fits", k).toString();
            shifts.append("n" + k + ".fits," + 2 * random.nextFloat() + "," + 2 * random.nextFloat() + ","
                    + (k == 7 ? 0 : 1 + random.nextFloat()) + "\n");
        }
        Path csv = Files.writeString(folder.resolve("shifts.csv"), shifts);
        String[] options = {
            "--shifts", csv.toString(), "--scale=1.5", "--pixfrac=0.8", "--context", "--gain=2", "--read-noise=3"
        };
        Path whole = folder.resolve("whole.fits");
        Path night = folder.resolve("night.state");
        Path goes = folder.resolve("goes.fits");
        drizzle(joined(files, options, "-o", whole.toString()));
        drizzle(joined(java.util.Arrays.copyOfRange(files, 0, 17), options, "--state-out", night.toString()));
        long sizeBytes = Files.size(night);
        drizzle(joined(
                java.util.Arrays.copyOfRange(files, 17, 40),
                options,
                "--state-in",
                night.toString(),
                "--state-out",
                night.toString(),
                "--threads=3"));
        assertTrue(Files.size(night) > sizeBytes, "the second context plane has come");
        drizzle("--state-in", night.toString(), "-o", goes.toString());
        assertTrue(lucida.out().startsWith("39 frames drizzled"), lucida.out());
        for (String name : new String[] {"SCI", "WHT", "VAR"}) {
            float[][] expected = image(whole, name);
            float[][] found = image(goes, name);
            for (int y = 0; y < expected.length; y++) {
                assertArrayEquals(expected[y], found[y], name);
            }
        }
        assertArrayEquals(cube(whole, "CTX"), cube(goes, "CTX"));
        assertEquals(39, header(goes).getIntValue("NFRAMES"));
        try (var left = Files.list(folder)) {
            assertEquals(
                    0, left.filter(file -> file.toString().endsWith(".part")).count());
        }
    }

    private static int[][][] cube(Path file, String name) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            for (BasicHDU<?> unit : fits.read()) {
                if (name.equals(unit.getHeader().getStringValue("EXTNAME"))) {
                    return (int[][][]) unit.getKernel();
                }
            }
        }
        throw new AssertionError(name);
    }

    private static String[] joined(String[] files, String[] options, String... more) {
        return java.util.stream.Stream.of(files, options, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    @Test
    void statesOfDifferentRecipesAreNotMixedAndDamagedOnesRefused() throws Exception {
        String frame = noise("n3.fits", 3).toString();
        Path csv = Files.writeString(folder.resolve("shifts.csv"), "0,0\n");
        Path first = folder.resolve("first.state");
        Path second = folder.resolve("second.state");
        Path out = folder.resolve("out.fits");
        drizzle(frame, "--shifts", csv.toString(), "--state-out", first.toString());
        drizzle(frame, "--shifts", csv.toString(), "--kernel=turbo", "--scale=2", "--state-out", second.toString());
        assertEquals(2, lucida.call("drizzle", "--state-in", first + "," + second, "-o", out.toString()));
        assertTrue(lucida.err().contains("kernel=square there, turbo here, scale=1.0 there, 2.0 here"), lucida.err());
        assertEquals(
                2,
                lucida.call(
                        "drizzle",
                        frame,
                        "--shifts",
                        csv.toString(),
                        "--pixfrac=0.5",
                        "--state-in",
                        first.toString(),
                        "-o",
                        out.toString()));
        assertTrue(lucida.err().contains("pixfrac=1.0 there, 0.5 here"), lucida.err());
        assertEquals(4, lucida.call("drizzle", frame, "--shifts", csv.toString(), "--state-out", first.toString()));
        byte[] bytes = Files.readAllBytes(first);
        Path broken = folder.resolve("broken.state");
        Files.write(broken, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        assertEquals(3, lucida.call("drizzle", "--state-in", broken.toString(), "-o", out.toString()), lucida.err());
        bytes[bytes.length / 2] ^= 1;
        Files.write(broken, bytes);
        assertEquals(3, lucida.call("drizzle", "--state-in", broken.toString(), "-o", out.toString()), lucida.err());
        assertTrue(lucida.err().contains("check sum"), lucida.err());
        assertFalse(Files.exists(out));
        drizzle("--state-in", first + "," + first, "-o", out.toString());
        assertEquals(2, image(out, "WHT")[0][0]);
    }

    @Test
    void warningsAreSaidAndWritten() throws Exception {
        Path out = folder.resolve("out.fits");
        assertEquals(0, lucida.call("drizzle", CASE.toString(), "--kernel=lanczos3", "-o", out.toString()));
        assertTrue(lucida.err().contains("lucida: warning: kernel=lanczos3"), lucida.err());
        assertEquals(2, header(out).getIntValue("NWARN"));
        assertEquals(4, lucida.call("drizzle", CASE.toString(), "-o", out.toString()));
        assertTrue(lucida.err().contains("is in the way"), lucida.err());
    }

    @Test
    void theSameAnswerForScripts() {
        Path out = folder.resolve("out.fits");
        assertEquals(0, lucida.call("drizzle", CASE.toString(), "--json", "-o", out.toString()), lucida.err());
        assertTrue(lucida.out().contains("\"frameCount\" : 1"), lucida.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2 | CASE                                 | say where the result goes
                    2 | CASE --scale=2 -o OUT                | which says all but kernel
                    2 | CASE --pixfrac=3 -o OUT              | pixfrac=3.0 is not above 0
                    2 | CASE --kernel=cube -o OUT            | cube is none of square, turbo
                    2 | CASE CASE -o OUT                     | give --shifts or --transforms
                    2 | missing.fits -o OUT                  | is not there
                    3 | FRAME -o OUT                         | this is no drizzle case
                    3 | FRAME --shifts CSV -o OUT            | frame=0 (frame.fits) of 1 has no registration
                    2 | FRAME --shifts CSV --transforms CSV -o OUT | exclude each other
                    3 | FRAME --transforms CSV -o OUT        | is no JSON
                    2 | CASE --fast -o OUT                   | --fast=on cannot do a case; leave out --fast
                    2 | FRAME --shifts CSV --fast --gain=2 -o OUT | --fast=on cannot do --gain; leave
                    2 | FRAME --shifts CSV --fast --context -o OUT | --fast=on cannot do --context; leave
                    2 | FRAME --shifts CSV --fast --kernel=circular -o OUT | cannot do --kernel=circular; leave
                    2 | FRAME --shifts CSV --fast --scale=4 -o OUT | cannot do --scale=4.0; leave
                    2 | -o OUT                               | give a case, frames with
                    2 | CASE --state-out OUT                 | is drizzled in one go
                    2 | --state-in missing.state -o OUT      | is not there
                    2 | --state-in CSV --scale=2 -o OUT      | only joins states
                    3 | --state-in CSV -o OUT                | is no drizzle state
                    """)
    void whatCannotBeDoneIsRefusedWithAReason(int code, String arguments, String words) throws Exception {
        Path frame = frame("frame.fits", 1, 1);
        Path csv = folder.resolve("s.csv");
        Files.writeString(csv, "index,x,y\n4,0,0\n");
        Path out = folder.resolve("out.fits");
        String line = ("drizzle " + arguments)
                .replace("CASE", CASE.toString())
                .replace("FRAME", frame.toString())
                .replace("CSV", csv.toString())
                .replace("OUT", out.toString());
        assertEquals(code, lucida.call(line.split(" +")), lucida.err());
        assertTrue(lucida.err().contains(words), lucida.err());
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @CsvSource({"0, square", "0.3, square", "-0.7, square", "2, turbo"})
    void theFastWayGivesTheSamePicture(double rotationDeg, String kernel) throws Exception {
        java.util.Random random = new java.util.Random(5);
        float[][] values = new float[30][40];
        for (float[] row : values) {
            for (int x = 0; x < row.length; x++) {
                row[x] = 100 + random.nextInt(100);
            }
        }
        Path frame = folder.resolve("turned.fits");
        try (Fits fits = new Fits()) {
            fits.addHDU(Fits.makeHDU(values));
            fits.write(frame.toFile());
        }
        double c = Math.cos(Math.toRadians(rotationDeg));
        double s = Math.sin(Math.toRadians(rotationDeg));
        Path transforms = folder.resolve("t.json");
        Files.writeString(transforms, "[[" + c + "," + -s + ",1.3, " + s + "," + c + ",-0.4, 0,0,1]]");
        float[][][] pictures = new float[4][][];
        for (String way : new String[] {"", "--fast"}) {
            Path out = folder.resolve("out" + way + ".fits");
            assertEquals(
                    0,
                    lucida.call(
                            ("drizzle " + frame + " --transforms " + transforms + " --scale=1.5 --pixfrac=0.8 --fill=-9"
                                            + " --keep=flux --kernel=" + kernel + " -o " + out + " " + way)
                                    .strip()
                                    .split(" +")),
                    lucida.err());
            int first = way.isEmpty() ? 0 : 2;
            pictures[first] = image(out, "SCI");
            pictures[first + 1] = image(out, "WHT");
        }
        for (int y = 0; y < 45; y++) {
            for (int x = 0; x < 60; x++) {
                assertEquals(pictures[1][y][x], pictures[3][y][x], 1e-3, x + "," + y);
                if (pictures[1][y][x] == 0 || pictures[1][y][x] > 0.1) {
                    assertEquals(pictures[0][y][x], pictures[2][y][x], 0.5, x + "," + y);
                }
            }
        }
    }

    @Test
    void aLargeRotationIsNotForTheFastWay() throws Exception {
        Path transforms = folder.resolve("t.json");
        Files.writeString(transforms, "[[0.9,-0.1,0, 0.1,0.9,0, 0,0,1]]");
        Path out = folder.resolve("out.fits");
        Path frame = frame("a.fits", 2, 6);
        assertEquals(
                2,
                lucida.call(
                        "drizzle",
                        frame.toString(),
                        "--transforms",
                        transforms.toString(),
                        "--fast",
                        "-o",
                        out.toString()));
        assertTrue(lucida.err().contains("tilt=0.1"), lucida.err());
        assertTrue(lucida.err().contains("leave out --fast"), lucida.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void helpSpeaksThePapersWords() {
        assertEquals(0, lucida.call("drizzle", "--help"));
        String help = lucida.out().replaceAll("\\s+", " ");
        assertTrue(help.contains("scale = 1 / s"), help);
        assertTrue(help.contains("the paper's p"), help);
    }
}
