package org.lucida.simulator.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsFactory;
import nom.tam.fits.ImageHDU;

/** SCIENCE 7.4, numbers 9 and 11, from the files of a clip alone. */
final class ClipChecks {
    private static final double ARCSEC_PER_RAD = 206_264.8;
    private static final int STEP_COUNT = 8;

    private ClipChecks() {}

    /**
     * Photon transfer: variance of half-differences of frames against their mean gives the gain, darks the read noise.
     *
     * @param zeroGain electrons for each ADU of the model at gain 0
     * @param gainSteps the gain control
     * @param offsetSteps high enough that no dark is cut off at 0
     */
    static void photonTransfer(
            Path folder,
            String model,
            double pixelUm,
            double zeroGain,
            int gainSteps,
            int offsetSteps,
            String form,
            int stepWidthPx,
            int heightPx,
            int frameCount,
            double slopeTolerance,
            double interceptTolerance)
            throws Exception {
        int widthPx = STEP_COUNT * stepWidthPx;
        wedge(folder.resolve("wedge.fits"), stepWidthPx, heightPx);
        double fullE = Math.min(10_000, zeroGain * Math.pow(10, -gainSteps / 200.0) * 4096);
        // 170000 e- come from 0 mag/arcsec^2 in a mono pixel as set below
        double mag = -2.5 * Math.log10(0.6 * fullE / 170_000);
        String name = model + "-" + form + "-" + gainSteps;
        WrittenClip clip = WrittenClip.of(
                folder,
                name,
                String.format(
                        Locale.ROOT,
                        """
                        schema: 1
                        target: {kind: picture, path: wedge.fits, arcsecPerPx: 0.3, brightestMagPerArcsec2: %.3f, beyond: mirror}
                        telescope: {apertureMm: 200, focalLengthMm: %.1f}
                        atmosphere: {r0Mm: 2000, altitudeDeg: 89, r0DriftSigma: 0, dispersion: false}
                        camera: {model: %s, roiWidthPx: %d, roiHeightPx: %d, exposureMs: 5, frameRateHz: 10, frameCount: %d, gainSteps: %d, offsetSteps: %d, form: %s}
                        sky: {darkMagPerArcsec2: 25}
                        """,
                        mag,
                        2000 * pixelUm / 2.9,
                        model,
                        widthPx,
                        heightPx,
                        frameCount,
                        gainSteps,
                        offsetSteps,
                        form),
                frameCount);
        double gain = clip.figure("storedGainEPerAdu");
        double stored = clip.figure("storedAduPerAdu");
        double noiseAdu = clip.figure("readNoiseE") / gain;
        double[] dark = meanAndVariance(clip, clip.darks, 0, widthPx, 0, heightPx, 1);
        double intercept = noiseAdu * noiseAdu + Math.max(1, stored * stored) / 12;
        String what = name + ": ";
        assertEquals(intercept, dark[1], interceptTolerance * intercept, what + "variance of darks, ADU^2");

        int colours = clip.format.layout().isMosaic() ? 2 : 1;
        int ceiling = (int) (((1 << (int) clip.figure("adcBits")) - 1) * stored);
        double top = 0;
        double bottom = 0;
        int levels = 0;
        for (int step = 1; step < STEP_COUNT; step++) {
            for (int phase = 0; phase < colours * colours; phase++) {
                int left = step * stepWidthPx + stepWidthPx / 4 / 2 * 2 + phase % 2;
                int topRow = 16 + phase / 2;
                int right = (step + 1) * stepWidthPx - stepWidthPx / 4;
                double[] level = meanAndVariance(clip, clip.frames, left, right, topRow, heightPx - 16, colours);
                // the columns' offsets do not average out over a region: its own darks tell its own level
                double mean =
                        level[0] - meanAndVariance(clip, clip.darks, left, right, topRow, heightPx - 16, colours)[0];
                if (level[2] >= ceiling || level[0] * gain > 0.9 * clip.figure("fullWellE")) {
                    continue;
                }
                // each level counts by the inverse of its variance's variance
                double expected = mean / gain + dark[1];
                double weight = level[3] / (expected * expected);
                top += weight * mean * (level[1] - dark[1]);
                bottom += weight * mean * mean;
                levels++;
            }
        }
        assertTrue(levels >= 4, what + "levels=" + levels);
        assertEquals(1 / gain, top / bottom, slopeTolerance / gain, what + "slope, ADU/e-");
    }

    /** Mean, variance by half-differences of neighbouring frames, greatest sample, count of differences. */
    private static double[] meanAndVariance(
            WrittenClip clip, int[][] frames, int left, int right, int top, int bottom, int step) {
        double sum = 0;
        double variance = 0;
        int greatest = 0;
        int pixels = 0;
        for (int k = 0; k + 1 < frames.length; k += 2) {
            double differences = 0;
            double squares = 0;
            pixels = 0;
            for (int y = top; y < bottom; y += step) {
                for (int x = left; x < right; x += step) {
                    int i = y * clip.format.widthPx() + x;
                    int one = frames[k][i];
                    int other = frames[k + 1][i];
                    greatest = Math.max(greatest, Math.max(one, other));
                    sum += one + other;
                    differences += other - one;
                    squares += (double) (other - one) * (other - one);
                    pixels++;
                }
            }
            variance += (squares / pixels - Math.pow(differences / pixels, 2)) / 2;
        }
        int pairs = frames.length / 2;
        return new double[] {sum / (2.0 * pairs * pixels), variance / pairs, greatest, (double) pairs * pixels};
    }

    private static void wedge(Path file, int stepWidthPx, int heightPx) throws Exception {
        if (Files.exists(file)) {
            return;
        }
        double[] light = {0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1};
        float[][] rows = new float[heightPx][STEP_COUNT * stepWidthPx];
        for (float[] row : rows) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (float) light[x / stepWidthPx];
            }
        }
        try (Fits fits = new Fits()) {
            fits.addHDU(FitsFactory.hduFactory((Object) rows));
            fits.write(file.toFile());
        }
    }

    /**
     * The oracle end to end: a star's measured places, their scatter, the width of the long exposure and the light are those of the
     * truth files and of theory (one layer, L0/D = 71).
     *
     * @param apertureInR0 D / r0 at 550 nm
     * @param widthInR0 SCIENCE 7.4's width of the long exposure for that, in lambda / r0, mean of 460, 550 and 640 nm
     */
    static void star(
            Path folder,
            double apertureInR0,
            double widthInR0,
            int frameCount,
            double widthTolerance,
            double scatterTolerance)
            throws Exception {
        int side = 96;
        double r0Mm = 200 / apertureInR0 / Math.pow(1.1, 1.2);
        String name = "star" + (int) (10 * apertureInR0);
        WrittenClip clip = WrittenClip.of(
                folder,
                name,
                String.format(
                        Locale.ROOT,
                        """
                        schema: 1
                        seed: 21
                        target: {kind: stars, stars: [{xArcsec: 0, yArcsec: 0, vMag: 0, bMinusVMag: 0.5}]}
                        telescope: {apertureMm: 200, focalLengthMm: 4000}
                        atmosphere:
                          r0Mm: %.2f
                          outerScaleM: 14.2
                          altitudeDeg: 90
                          r0DriftSigma: 0
                          dispersion: false
                          layers: [{heightM: 0, shareFraction: 1, windMPerS: 20}]
                        camera: {model: asi290mm, roiWidthPx: 96, roiHeightPx: 96, exposureMs: 1, frameRateHz: 1, frameCount: %d, gainSteps: 60, blemishes: {cosmicRaysPerCm2PerS: 0, dustCount: 0, hotFraction: 0, telegraphFraction: 0}}
                        sky: {darkMagPerArcsec2: 22}
                        """,
                        r0Mm,
                        frameCount),
                0);
        float[][][][] light;
        double nodeX;
        double nodeY;
        double nodeStep;
        float[][] perfect;
        try (Fits fits = new Fits(folder.resolve(name + ".truth.fits").toFile())) {
            perfect = ((float[][][]) ((ImageHDU) fits.getHDU(0)).getKernel())[0];
            ImageHDU hdu = (ImageHDU) fits.getHDU(4);
            assertEquals("LIGHT", hdu.getHeader().getStringValue("EXTNAME"));
            light = (float[][][][]) hdu.getKernel();
            nodeX = hdu.getHeader().getDoubleValue("NODEX0");
            nodeY = hdu.getHeader().getDoubleValue("NODEY0");
            nodeStep = hdu.getHeader().getDoubleValue("NODESTEP");
        }
        double black = clip.figure("storedOffsetAdu");
        double middle = (side - 1) / 2.0;
        double[][] mean = new double[side][side];
        double[] offX = new double[frameCount];
        double[] offY = new double[frameCount];
        double scatter = 0;
        double wander = 0;
        double[] sums = new double[2];
        for (int k = 0; k < frameCount; k++) {
            double sum = 0;
            double byX = 0;
            double byY = 0;
            for (int i = 0; i < side * side; i++) {
                double value = clip.frames[k][i] - black;
                mean[i / side][i % side] += value / frameCount;
                sum += value;
                byX += value * (i % side);
                byY += value * (i / side);
            }
            double x = byX / sum - middle;
            double y = byY / sum - middle;
            offX[k] = x - at(light[k][0], (middle - nodeX) / nodeStep, (middle - nodeY) / nodeStep);
            offY[k] = y - at(light[k][1], (middle - nodeX) / nodeStep, (middle - nodeY) / nodeStep);
            sums[0] += x;
            sums[1] += y;
            wander += x * x + y * y;
            scatter += offX[k] * offX[k] + offY[k] * offY[k];
        }
        wander = (wander - (sums[0] * sums[0] + sums[1] * sums[1]) / frameCount) / (2 * frameCount);
        double errorPx = Math.sqrt(scatter / (2 * frameCount));
        assertTrue(errorPx < 0.1 * apertureInR0, name + ": centroids against the truth, rms=" + errorPx + " px");

        double arcsecPerPx = clip.figure("arcsecPerPx");
        double wavePx = 550e-9 / 0.2 * ARCSEC_PER_RAD / arcsecPerPx;
        double theory = 0.108 * wavePx * wavePx * Math.pow(apertureInR0, 5 / 3.0);
        assertEquals(1, wander / theory, scatterTolerance, name + ": variance of the tilt against theory");

        StarProfile wide = new StarProfile(mean, middle, middle, 40);
        double pixel2 = 8 * Math.log(2) / 12;
        double width = Math.sqrt(wide.fwhmPx * wide.fwhmPx - pixel2) * arcsecPerPx;
        double wanted = widthInR0 * 550e-9 / (r0Mm * 1e-3 * Math.pow(1.1, 1.2)) * ARCSEC_PER_RAD;
        assertEquals(1, width / wanted, widthTolerance, name + ": long-exposure FWHM=" + width + " arcsec");

        double sent = 0;
        for (float[] row : perfect) {
            for (float photons : row) {
                sent += photons;
            }
        }
        double got = 0;
        for (double[] row : mean) {
            for (double value : row) {
                got += value;
            }
        }
        double share = got * clip.figure("storedGainEPerAdu") / (sent * clip.figure("qeFraction"));
        // some of the halo falls beside the region
        assertTrue(share > 0.9 && share < 1.01, name + ": light against the truth=" + share);
    }

    private static double at(float[][] rows, double u, double v) {
        int i = (int) u;
        int j = (int) v;
        double f = u - i;
        double g = v - j;
        return (rows[j][i] * (1 - f) + rows[j][i + 1] * f) * (1 - g)
                + (rows[j + 1][i] * (1 - f) + rows[j + 1][i + 1] * f) * g;
    }
}
