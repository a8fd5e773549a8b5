package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/** The same numbers as STScI drizzle 2.2.0 on its pure-shift cases (square and turbo are one thing there). */
class DrizzleReferenceTest {
    private static final double VALUE_TOLERANCE = 1e-5;
    private static final double WEIGHT_TOLERANCE = 2e-6;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s01_square_shift_1x",
                "s02_square_shift_2x_pixel",
                "s03_square_edgealign_2x",
                "s11_square_shift_3x_4fr",
                "s14_turbo_shift_2x_pixel",
                "s23_square_shift_1p5x_cropped",
                "s26_cfa_square_rggb_1x_8fr"
            })
    void pureShiftsEqualStsciDrizzle(String name) throws Exception {
        File file = new File(System.getProperty("lucida.shared", "../shared"), "drizzle-cases/" + name + ".fits");
        Assumptions.assumeTrue(file.exists(), "reference cases are not here: " + file);
        Map<String, BasicHDU<?>> units = new HashMap<>();
        try (Fits fits = new Fits(file)) {
            for (BasicHDU<?> unit : fits.read()) {
                unit.getKernel();
                units.put(unit.getHeader().getStringValue("EXTNAME"), unit);
            }
        }
        Header primary = units.get(null).getHeader();
        FloatFrames frames = frames(units, primary);
        OutputGrid grid = OutputGrid.sized(
                frames.format,
                primary.getDoubleValue("SCALE"),
                primary.getDoubleValue("PIXFRAC"),
                primary.getIntValue("OUTNX"),
                primary.getIntValue("OUTNY"));
        DrizzleStack stack = new DrizzleStack(grid, 2);
        frames.addTo(stack, 8);
        compare(units, stack.view());
    }

    private static FloatFrames frames(Map<String, BasicHDU<?>> units, Header primary) throws Exception {
        String pattern = primary.getStringValue("BAYERPAT");
        ColorLayout layout =
                ColorLayout.named(pattern == null ? "MONO" : pattern).orElse(ColorLayout.MONO);
        double scale = primary.getDoubleValue("SCALE");
        float[][] first = (float[][]) units.get("IN_SCI_0").getKernel();
        FloatFrames frames = new FloatFrames(new FrameFormat(first[0].length, first.length, layout, 16));
        for (int k = 0; k < primary.getIntValue("NFRAMES"); k++) {
            BasicHDU<?> science = units.get("IN_SCI_" + k);
            float valueScale = (float) science.getHeader().getDoubleValue("ISCALE");
            float[][] rows = (float[][]) science.getKernel();
            float[] frame = new float[rows.length * rows[0].length];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = rows[i / rows[0].length][i % rows[0].length] * valueScale;
            }
            double[][][] map = (double[][][]) units.get("IN_MAP_" + k).getKernel();
            // outXPx of input pixel 0, solved for the displacement.
            frames.add(
                    frame,
                    0.5 - (map[0][0][0] + 0.5) / scale,
                    0.5 - (map[1][0][0] + 0.5) / scale,
                    science.getHeader().getDoubleValue("WHTSCALE"));
        }
        return frames;
    }

    private static void compare(Map<String, BasicHDU<?>> units, StackPicture view) throws Exception {
        boolean cropped = units.containsKey("SCI_ALL");
        float[][][] values = planes(units.get(cropped ? "SCI_ALL" : "SCI").getKernel());
        float[][][] weights = planes(units.get(cropped ? "WHT_ALL" : "WHT").getKernel());
        Object mask = units.get("CMP").getKernel();
        byte[][][] compared = mask instanceof byte[][] flat ? new byte[][][] {flat} : (byte[][][]) mask;
        assertEquals(values.length, view.planeCount());
        assertEquals(values[0].length, view.heightPx());
        double largestWeight = largest(weights);
        double largestValue = largest(values);
        float[] value = new float[view.widthPx()];
        float[] weight = new float[view.widthPx()];
        int comparedCount = 0;
        for (int plane = 0; plane < view.planeCount(); plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, value);
                view.readWeights(plane, y, weight);
                for (int x = 0; x < view.widthPx(); x++) {
                    String where = "plane " + plane + " at " + x + "," + y;
                    if (cropped || (compared[plane][y][x] & 2) != 0) {
                        assertEquals(weights[plane][y][x], weight[x], WEIGHT_TOLERANCE * largestWeight, where);
                    }
                    boolean heavy = weights[plane][y][x] > 1e-3 * largestWeight;
                    if (cropped ? heavy : (compared[plane][y][x] & 1) != 0) {
                        assertEquals(values[plane][y][x], value[x], VALUE_TOLERANCE * largestValue, where);
                        comparedCount++;
                    }
                }
            }
        }
        assertTrue(comparedCount > 1000, "compared " + comparedCount);
    }

    private static float[][][] planes(Object kernel) {
        return kernel instanceof float[][] flat ? new float[][][] {flat} : (float[][][]) kernel;
    }

    private static double largest(float[][][] planes) {
        double largest = 0;
        for (float[][] plane : planes) {
            for (float[] row : plane) {
                for (float value : row) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
        }
        return largest;
    }
}
