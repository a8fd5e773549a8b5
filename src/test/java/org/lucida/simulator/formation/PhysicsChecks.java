package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.AirTheory;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.TurbulentLayer;

/**
 * The acceptance tests of SCIENCE 7.4, for any number of independent airs.
 *
 * <p>Each check prints what was measured beside the truth. Tolerances are handed in, because a few airs know less.
 */
final class PhysicsChecks {
    /** L0 / D of the finite outer scale in SCIENCE's tables. */
    private static final double OUTER_M = 71 * AirStatistics.APERTURE_M;

    private PhysicsChecks() {}

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void within(double truth, double measured, double tolerance, String what) {
        assertEquals(truth, measured, tolerance * Math.abs(truth), what);
    }

    static void structureFunction(int airCount, double tolerance) {
        int[] lags = {2, 3, 4, 6, 8, 12, 16, 20, 22};
        for (double outer : new double[] {OUTER_M, AirSettings.ENDLESS_M}) {
            AirStatistics air = new AirStatistics(outer, airCount, 100);
            double[] measured = air.structure(lags);
            StringBuilder line = new StringBuilder();
            double worst = 0;
            for (int l = 0; l < lags.length; l++) {
                double truth = AirTheory.structure(lags[l] * air.pupil.footprint.stepM, outer);
                double ratio = measured[l] / truth;
                worst = Math.max(worst, Math.abs(ratio - 1));
                line.append(String.format(Locale.ROOT, " %d:%.3f", lags[l], ratio));
            }
            say(
                    "7.4-1 structure function / truth at lags of D/32 px, L0=%.0f m:%s (tolerance %.3f)",
                    outer, line, tolerance);
            assertTrue(worst < tolerance, "structure function is off by " + worst);
        }
    }

    static void tiltVariances(int airCount, double tiltTolerance, double restTolerance) {
        double[] finite = new AirStatistics(OUTER_M, airCount, 100).tiltVariances();
        double[] endless = new AirStatistics(AirSettings.ENDLESS_M, airCount, 100).tiltVariances();
        say(
                "7.4-2 Z-tilt variance L0/D=71: %.4f (truth .1200), G-tilt %.4f (truth .170 * .64 = .1088); Kolmogorov Z %.4f (truth .182), G %.4f (truth .170); %d apertures",
                finite[0], finite[1], endless[0], endless[1], airCount * 8);
        say(
                "7.4-3 tilt-removed variance: Kolmogorov %.4f, L0/D=71 %.4f (truth .134; .1336 measured for SCIENCE)",
                endless[2], finite[2]);
        within(0.1200, finite[0], tiltTolerance, "Z-tilt variance");
        within(0.182, endless[0], tiltTolerance, "Z-tilt variance without outer scale");
        within(0.134, endless[2], restTolerance, "tilt-removed variance");
    }

    static void longExposureWidth(int airCount, double tolerance) {
        double[] apertures = {1.5, 2.8, 5, 8};
        double[] finiteTruth = {1.040, 0.908, 0.885, 0.887};
        double[] endlessTruth = {1.201, 1.068, 1.021, 1.002};
        double[] finite = new AirStatistics(OUTER_M, airCount, 100).longExposureWidths(apertures);
        double[] endless = new AirStatistics(AirSettings.ENDLESS_M, airCount, 100).longExposureWidths(apertures);
        say(
                "7.4-4 long-exposure FWHM in lambda/r0 at D/r0=1.5/2.8/5/8: L0/D=71 %s (truth %s); Kolmogorov %s (truth %s)",
                text(finite), text(finiteTruth), text(endless), text(endlessTruth));
        for (int k = 0; k < apertures.length; k++) {
            within(finiteTruth[k], finite[k], tolerance, "FWHM at D/r0=" + apertures[k]);
            within(endlessTruth[k], endless[k], tolerance, "FWHM without outer scale at D/r0=" + apertures[k]);
        }
    }

    static void speckleTransfer(int airCount, double tolerance) {
        double[] truth = {0.403, 0.120, 0.051};
        double[] measured =
                new AirStatistics(AirSettings.ENDLESS_M, airCount, 100).speckleTransfer(new double[] {2, 4, 6});
        say("7.4-5 <|S|^2>/T^2 at half the cut-off, D/r0=2/4/6: %s (truth %s)", text(measured), text(truth));
        for (int k = 0; k < truth.length; k++) {
            within(truth[k], measured[k], tolerance, "short-exposure power");
        }
    }

    /** Eight apertures of one air are not quite independent: they count as six. */
    static void luckyChance(int airCount, double sigmas) {
        double[] apertures = {2, 3, 4, 5};
        double[] truth = {0.985, 0.731, 0.340, 0.098};
        double[] all = new AirStatistics(AirSettings.ENDLESS_M, airCount, 100).tiltFreeVariances();
        double[] measured = new double[apertures.length];
        for (int k = 0; k < apertures.length; k++) {
            double limit = Math.pow(apertures[k], -5 / 3.0);
            measured[k] = Arrays.stream(all).filter(v -> v < limit).count() / (double) all.length;
        }
        say("7.4-6 P(lucky) at D/r0=2/3/4/5: %s (truth %s), %d apertures", text(measured), text(truth), all.length);
        for (int k = 0; k < truth.length; k++) {
            double sigma = Math.sqrt(truth[k] * (1 - truth[k]) / (all.length * 0.75));
            assertEquals(truth[k], measured[k], sigmas * sigma, "P(lucky) at D/r0=" + apertures[k]);
        }
    }

    static void fieldTilts(int airCount, double tolerance) {
        double[][] measured =
                new AirStatistics(OUTER_M, airCount, 100).tiltDifferences(new double[] {0.5, 1, 2}, false);
        sayTilts("7.4-7 field-differential tilt", measured);
        checkTilts(measured, tolerance);
    }

    static void curl(int airCount) {
        double share = new AirStatistics(OUTER_M, airCount, 500).curlShare();
        say("7.4-7 curl / divergence energy of the tilt field: %.1e (limit 1e-3)", share);
        assertTrue(share < 1e-3, "curl share " + share);
    }

    static void tiltsInTime(int airCount, double tolerance) {
        double[][] measured = new AirStatistics(OUTER_M, airCount, 100).tiltDifferences(new double[] {0.5, 1, 2}, true);
        sayTilts("7.4-8 temporal tilt structure", measured);
        checkTilts(measured, tolerance);
    }

    private static final double[][] TILT_TRUTH = {{0.263, 0.099}, {0.607, 0.275}, {0.838, 0.511}};

    private static void sayTilts(String what, double[][] m) {
        say(
                "%s / 2 sigma^2 at s=.5/1/2, longitudinal %.3f/%.3f/%.3f (truth .263/.607/.838), transverse %.3f/%.3f/%.3f (truth .099/.275/.511)",
                what, m[0][0], m[1][0], m[2][0], m[0][1], m[1][1], m[2][1]);
    }

    private static void checkTilts(double[][] measured, double tolerance) {
        for (int k = 0; k < TILT_TRUTH.length; k++) {
            within(TILT_TRUTH[k][0], measured[k][0], tolerance, "longitudinal, number " + k);
            within(TILT_TRUTH[k][1], measured[k][1], tolerance, "transverse, number " + k);
        }
    }

    static void wayWithoutRepeat() {
        Atmosphere air = new Atmosphere(
                AirSettings.usual(1), AirStatistics.APERTURE_M, 80 / 206265.0, AirStatistics.APERTURE_M / 32, 3);
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < air.layers().size(); n++) {
            TurbulentLayer layer = air.layers().get(n);
            double way = air.settings().layers().get(n).windMPerS() * 3;
            line.append(String.format(Locale.ROOT, " %.0f m of %.0f m", way, layer.repeatLengthM()));
            assertTrue(layer.repeatLengthM() > way, "repeats");
        }
        say("7.4-10 way flown in a run of 3 s against the way without repeat:%s", line);
    }

    private static String text(double[] values) {
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            line.append(line.length() == 0 ? "" : "/").append(String.format(Locale.ROOT, "%.3f", value));
        }
        return line.toString();
    }
}
