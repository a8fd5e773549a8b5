package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same numbers as STScI drizzle, from file to file: a twin of compare.py beside the cases, plus what it does not look at
 * (all pixels where the output frame cuts through the footprint).
 */
class DrizzleCasesReferenceTest {
    private static final double VALUE_TOLERANCE = 1e-5;
    private static final double WEIGHT_TOLERANCE = 2e-6;
    /** SCI_ALL has no mask: below this share of the largest weight rounding decides. */
    private static final double HEAVY = 1e-3;

    @TempDir
    Path folder;

    static Stream<Path> sharedCases() throws IOException {
        Path root = Path.of(System.getProperty("lucida.shared", "../shared"), "drizzle-cases");
        if (!Files.isDirectory(root)) {
            return Stream.of(root);
        }
        return fitsIn(root).stream();
    }

    static Stream<Path> ownCases() throws IOException {
        return fitsIn(Path.of("src/test/resources/drizzle-cases")).stream();
    }

    private static List<Path> fitsIn(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "*.fits")) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    @ParameterizedTest
    @MethodSource("ownCases")
    void casesThatTravelWithTheSourceAreMet(Path file) throws Exception {
        judge(file, 1);
    }

    @ParameterizedTest
    @MethodSource("sharedCases")
    void allSharedCasesAreMet(Path file) throws Exception {
        Assumptions.assumeTrue(Files.isRegularFile(file), "reference cases are not here: " + file);
        judge(file, 3);
    }

    private void judge(Path file, int threadCount) throws Exception {
        Path output = folder.resolve("out.fits");
        CommandCase lucida = new CommandCase();
        int exitCode = lucida.call("drizzle", file.toString(), "-o", output.toString(), "--threads=" + threadCount);
        assertEquals(0, exitCode, lucida.err());
        Map<String, BasicHDU<?>> truth = units(file.toFile());
        Map<String, BasicHDU<?>> got = units(output.toFile());
        Object[] masks = flat(truth.get("CMP").getKernel());
        double science = deviation("SCI", truth, got, masks, 1);
        double weight = deviation("WHT", truth, got, masks, 2);
        double variance = deviation("VAR", truth, got, masks, 1);
        int contextCount = contextMismatches(truth, got, masks);
        int fillCount = fillMismatches(truth, got, masks);
        String line = String.format(
                Locale.ROOT,
                "%-36s SCI %.2g WHT %.2g VAR %.2g CTX %d FILL %d",
                file.getFileName(),
                science,
                weight,
                variance,
                contextCount,
                fillCount);
        assertTrue(science <= VALUE_TOLERANCE && variance <= VALUE_TOLERANCE && weight <= WEIGHT_TOLERANCE, line);
        assertEquals(0, contextCount + fillCount, line);
        if (truth.containsKey("SCI_ALL")) {
            double all = allDeviation(truth, got);
            line += String.format(Locale.ROOT, " SCI_ALL/WHT_ALL (in units of tolerance) %.2g", all);
            assertTrue(all <= 1, line);
        }
        if (Boolean.getBoolean("lucida.table")) {
            System.out.println(line);
        }
    }

    private static Map<String, BasicHDU<?>> units(File file) throws Exception {
        Map<String, BasicHDU<?>> units = new HashMap<>();
        try (Fits fits = new Fits(file)) {
            for (BasicHDU<?> unit : fits.read()) {
                unit.getKernel();
                units.put(unit.getHeader().getStringValue("EXTNAME"), unit);
            }
        }
        return units;
    }

    /** All rows of an image or a cube, one behind the other. */
    private static Object[] flat(Object kernel) {
        List<Object> rows = new ArrayList<>();
        for (Object part : (Object[]) kernel) {
            if (part instanceof Object[] plane) {
                rows.addAll(List.of(plane));
            } else {
                rows.add(part);
            }
        }
        return rows.toArray();
    }

    private static double deviation(
            String name, Map<String, BasicHDU<?>> truth, Map<String, BasicHDU<?>> got, Object[] masks, int bit)
            throws Exception {
        if (!truth.containsKey(name)) {
            return 0;
        }
        assertTrue(got.containsKey(name), name + " is missing");
        assertEquals(
                truth.get(name).getHeader().getIntValue("NAXIS"),
                got.get(name).getHeader().getIntValue("NAXIS"));
        Object[] expected = flat(truth.get(name).getKernel());
        Object[] found = flat(got.get(name).getKernel());
        assertEquals(expected.length, found.length);
        double largest = 0;
        double worst = 0;
        for (int r = 0; r < expected.length; r++) {
            float[] e = (float[]) expected[r];
            float[] f = (float[]) found[r];
            byte[] mask = (byte[]) masks[r];
            assertEquals(e.length, f.length);
            for (int x = 0; x < e.length; x++) {
                if ((mask[x] & bit) != 0) {
                    largest = Math.max(largest, Math.abs(e[x]));
                    double difference = Math.abs((double) e[x] - f[x]);
                    worst = Math.max(worst, Double.isFinite(difference) ? difference : Double.POSITIVE_INFINITY);
                }
            }
        }
        return worst / Math.max(largest, 1e-30);
    }

    private static int contextMismatches(Map<String, BasicHDU<?>> truth, Map<String, BasicHDU<?>> got, Object[] masks)
            throws Exception {
        if (!truth.containsKey("CTX")) {
            return 0;
        }
        assertEquals(
                truth.get("CTX").getHeader().getIntValue("NAXIS3"),
                got.get("CTX").getHeader().getIntValue("NAXIS3"));
        Object[] expected = flat(truth.get("CTX").getKernel());
        Object[] found = flat(got.get("CTX").getKernel());
        int count = 0;
        for (int r = 0; r < expected.length; r++) {
            int[] e = (int[]) expected[r];
            int[] f = (int[]) found[r];
            byte[] mask = (byte[]) masks[r % masks.length];
            for (int x = 0; x < e.length; x++) {
                count += (mask[x] & 4) != 0 && e[x] != f[x] ? 1 : 0;
            }
        }
        return count;
    }

    private static int fillMismatches(Map<String, BasicHDU<?>> truth, Map<String, BasicHDU<?>> got, Object[] masks)
            throws Exception {
        float fill = Float.parseFloat(
                truth.get(null).getHeader().getStringValue("FILLVAL").replace("nan", "NaN"));
        Object[] trueWeights = flat(truth.get("WHT").getKernel());
        Object[] values = flat(got.get("SCI").getKernel());
        Object[] weights = flat(got.get("WHT").getKernel());
        int count = 0;
        for (int r = 0; r < values.length; r++) {
            for (int x = 0; x < ((float[]) values[r]).length; x++) {
                if ((((byte[]) masks[r])[x] & 6) == 6 && ((float[]) trueWeights[r])[x] == 0) {
                    float value = ((float[]) values[r])[x];
                    boolean isFill = Float.isNaN(fill) ? Float.isNaN(value) : value == fill;
                    count += isFill && ((float[]) weights[r])[x] == 0 ? 0 : 1;
                }
            }
        }
        return count;
    }

    /** Largest deviation from the program that uses every pixel, in units of the tolerance. */
    private static double allDeviation(Map<String, BasicHDU<?>> truth, Map<String, BasicHDU<?>> got) throws Exception {
        Object[] trueValues = flat(truth.get("SCI_ALL").getKernel());
        Object[] trueWeights = flat(truth.get("WHT_ALL").getKernel());
        Object[] values = flat(got.get("SCI").getKernel());
        Object[] weights = flat(got.get("WHT").getKernel());
        double largestValue = 0;
        double largestWeight = 0;
        for (int r = 0; r < values.length; r++) {
            for (int x = 0; x < ((float[]) values[r]).length; x++) {
                largestValue = Math.max(largestValue, Math.abs(((float[]) trueValues[r])[x]));
                largestWeight = Math.max(largestWeight, Math.abs(((float[]) trueWeights[r])[x]));
            }
        }
        double worst = 0;
        for (int r = 0; r < values.length; r++) {
            for (int x = 0; x < ((float[]) values[r]).length; x++) {
                double trueWeight = ((float[]) trueWeights[r])[x];
                worst = Math.max(
                        worst, Math.abs(trueWeight - ((float[]) weights[r])[x]) / largestWeight / WEIGHT_TOLERANCE);
                if (trueWeight > HEAVY * largestWeight) {
                    double difference = Math.abs(((float[]) trueValues[r])[x] - (double) ((float[]) values[r])[x]);
                    worst = Math.max(worst, difference / largestValue / VALUE_TOLERANCE);
                }
            }
        }
        return worst;
    }
}
