package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.util.ArrayFuncs;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Plane;

/**
 * Real star fields through focus: C8 at f/7 with an ASI camera, 1164x880, focus positions 7400 to 8500, sharpest near 8000.
 *
 * <p>The frame at 7975 is exposed 0.3 s, the others 3 s: the same stars a tenth as bright.
 */
class FocusSweepTest {
    private static List<Path> sweep() throws IOException {
        Path folder = Path.of(System.getProperty("lucida.shared", "shared"), "realdata/stars/focus_sweep_c8_asi");
        assumeTrue(Files.isDirectory(folder), "skipped: no focus sweep at " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".fit.gz"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static Plane read(Path file, Map<String, Double> header) throws IOException, FitsException {
        try (Fits fits = new Fits(file.toFile())) {
            BasicHDU<?> hdu = fits.readHDU();
            int[] axes = hdu.getAxes();
            float[] values = (float[]) ArrayFuncs.flatten(ArrayFuncs.convertArray(hdu.getKernel(), float.class));
            float zero = (float) hdu.getBZero();
            for (int i = 0; i < values.length; i++) {
                values[i] += zero;
            }
            header.put("focus", hdu.getHeader().getDoubleValue("FOCUSPOS"));
            return new Plane(axes[1], axes[0], values);
        }
    }

    private static Map<Integer, Double> scores(Metric metric) throws IOException, FitsException {
        Map<Integer, Double> byFocus = new TreeMap<>();
        LuckinessReading reading = new LuckinessReading();
        for (Path file : sweep()) {
            Map<String, Double> header = new TreeMap<>();
            Plane plane = read(file, header);
            Luckiness luckiness = new Luckiness(plane.widthPx, plane.heightPx, 1, 3, metric);
            luckiness.measure(plane, reading);
            assertTrue(!reading.isBlank, file + " is blank");
            byFocus.put(header.get("focus").intValue(), reading.score);
        }
        assumeTrue(byFocus.size() == 5, "skipped: the sweep has " + byFocus.size() + " frames, expected 5");
        return byFocus;
    }

    private static void assertPeaksNearFocus(Map<Integer, Double> scores) {
        String all = scores.toString();
        assertTrue(scores.get(7700) > scores.get(7400), all);
        assertTrue(scores.get(7975) > scores.get(7700), all);
        assertTrue(scores.get(7975) > scores.get(8500), all);
        assertTrue(scores.get(8150) > scores.get(8500), all);
        assertTrue(scores.get(8150) > scores.get(7700), all);
    }

    @Test
    void s1PeaksNearFocus() throws Exception {
        assertPeaksNearFocus(scores(Metric.S1));
    }

    @Test
    void bandEnergyPeaksNearFocus() throws Exception {
        assertPeaksNearFocus(scores(Metric.BAND_ENERGY));
    }
}
