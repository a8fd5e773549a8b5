package org.lucida.luck;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
            float zero = (float) hdu.getHeader().getDoubleValue("BZERO", 0);
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

    @Test
    void fluxFollowsTheExposureNotTheFocus() throws Exception {
        Map<Integer, Double> fluxes = new TreeMap<>();
        LuckinessReading reading = new LuckinessReading();
        for (Path file : sweep()) {
            Map<String, Double> header = new TreeMap<>();
            Plane plane = read(file, header);
            new Luckiness(plane.widthPx, plane.heightPx, 1, 3, Metric.S1).measure(plane, reading);
            fluxes.put(header.get("focus").intValue(), reading.fluxAdu);
        }
        assumeTrue(fluxes.size() == 5, "skipped: the sweep has " + fluxes.size() + " frames, expected 5");
        double sharp = fluxes.get(8150);
        for (int focus : new int[] {7400, 7700, 8500}) {
            assertEquals(1, fluxes.get(focus) / sharp, 0.05, fluxes.toString());
        }
        // Otherwise the short exposure could win by a wrong flux instead of by its focus.
        assertEquals(0.1, fluxes.get(7975) / sharp, 0.01, fluxes.toString());
    }

    @Test
    void s1OrdersTheFramesLikeTheHalfFluxDiameterOfTheBrightStar() throws Exception {
        Map<Integer, Double> s1 = scores(Metric.S1);
        Map<Integer, Double> diameters = new TreeMap<>();
        for (Path file : sweep()) {
            Map<String, Double> header = new TreeMap<>();
            Plane plane = read(file, header);
            diameters.put(header.get("focus").intValue(), halfFluxDiameterPx(plane));
        }
        // 7400 and 8500 are equally far out; S1 calls them equal to 2 %.
        for (int near : new int[] {7700, 7975, 8150}) {
            for (Map.Entry<Integer, Double> other : diameters.entrySet()) {
                if (diameters.get(near) < other.getValue()) {
                    assertTrue(s1.get(near) > s1.get(other.getKey()), near + " " + s1 + " " + diameters);
                }
            }
        }
        assertTrue(diameters.get(7975) < 5 && diameters.get(7400) > 30, diameters.toString());
    }

    /** Diameter around the brightest star that holds half its light within 40 px; sky from the ring 60 to 80 px. */
    private static double halfFluxDiameterPx(Plane plane) {
        double[] image = new double[plane.adu.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = plane.adu[i];
        }
        double[] smooth = Pictures.blurred(image, plane.widthPx, plane.heightPx, 8);
        int brightest = 0;
        for (int i = 0; i < smooth.length; i++) {
            brightest = smooth[i] > smooth[brightest] ? i : brightest;
        }
        int cx = brightest % plane.widthPx;
        int cy = brightest / plane.widthPx;
        double sky = 0;
        int skyCount = 0;
        double[] ring = new double[41];
        int[] ringCount = new int[41];
        for (int y = Math.max(0, cy - 80); y < Math.min(plane.heightPx, cy + 81); y++) {
            for (int x = Math.max(0, cx - 80); x < Math.min(plane.widthPx, cx + 81); x++) {
                double r = Math.hypot(x - cx, y - cy);
                double value = plane.adu[y * plane.widthPx + x];
                if (r > 60 && r < 80) {
                    sky += value;
                    skyCount++;
                } else if (r < 40.5) {
                    ring[(int) Math.round(r)] += value;
                    ringCount[(int) Math.round(r)]++;
                }
            }
        }
        double total = 0;
        for (int r = 0; r < ring.length; r++) {
            ring[r] -= ringCount[r] * sky / skyCount;
            total += ring[r];
        }
        double inside = 0;
        int radius = 0;
        while (inside + ring[radius] < total / 2) {
            inside += ring[radius++];
        }
        return 2 * (radius - 0.5 + (total / 2 - inside) / ring[radius]);
    }
}
