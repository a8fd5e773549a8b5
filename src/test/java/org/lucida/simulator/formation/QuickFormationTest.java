package org.lucida.simulator.formation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.Refraction;

/** What the quick way approximates, measured against the full one on the same air. */
class QuickFormationTest {
    private static final List<LightChannel> GREEN = List.of(LightChannel.of("G", 530e-9));
    private static final double EXPOSURE_S = 0.004;
    private static final int FRAMES = 40;

    @Test
    void motionIsTrueAndQualityIsNear() {
        Atmosphere air = SmallSky.air(0.07, 5);
        ScenePlanes scene = SmallSky.speckled(220, 200, 20, 1);
        FieldSettings field = SmallSky.field(180, 160, 1, GREEN);
        FormationPlan fullPlan = SmallSky.plan(air, field, scene, PointLights.none(1), MountMotion.STILL);
        FormationPlan quickPlan = FormationPlan.quick(
                SmallSky.TELESCOPE,
                air,
                SmallSky.clear(),
                (Refraction) null,
                field,
                scene,
                PointLights.none(1),
                MountMotion.STILL);
        FullFormation full = new FullFormation(new FullFormation.Shared(fullPlan));
        QuickFormation quick = new QuickFormation(new QuickFormation.Bank(quickPlan, EXPOSURE_S, 24, 4.9));
        LightFrame a = new LightFrame(fullPlan, null);
        LightFrame b = new LightFrame(quickPlan, null);
        double motion = 0;
        double shift = 0;
        double local = 0;
        double[] fullQuality = new double[FRAMES];
        double[] quickQuality = new double[FRAMES];
        double light = 0;
        double contrastFull = 0;
        double contrastQuick = 0;
        double picture = 0;
        for (int n = 0; n < FRAMES; n++) {
            full.form(0.11 * n, EXPOSURE_S, a);
            quick.form(0.11 * n, EXPOSURE_S, b);
            motion += square(a.truth.globalXPx) + square(a.truth.globalYPx);
            shift += square(a.truth.globalXPx - b.truth.globalXPx) + square(a.truth.globalYPx - b.truth.globalYPx);
            local += square(localGap(a.truth, b.truth));
            fullQuality[n] = a.truth.midBandMtfRatio[0];
            quickQuality[n] = b.truth.midBandMtfRatio[0];
            light += SmallSky.sum(b.planes[0]) / SmallSky.sum(a.planes[0]) / FRAMES;
            contrastFull += contrast(a) / FRAMES;
            contrastQuick += contrast(b) / FRAMES;
            picture += difference(a, b) / FRAMES;
        }
        double motionRms = Math.sqrt(motion / (2 * FRAMES));
        double shiftRms = Math.sqrt(shift / (2 * FRAMES));
        double localRms = Math.sqrt(local / FRAMES);
        double correlation = correlation(fullQuality, quickQuality);
        System.out.println(String.format(
                Locale.ROOT,
                "quick against full: motion %.2f px rms, of it wrong %.3f px; field in a corner wrong by %.3f px; quality %.3f against %.3f, correlation %.2f; contrast of the picture %.4f against %.4f; light 1%+.1e; pictures differ by %.2f of their contrast",
                motionRms,
                shiftRms,
                localRms,
                mean(quickQuality),
                mean(fullQuality),
                correlation,
                contrastQuick,
                contrastFull,
                light - 1,
                picture));
        assertTrue(shiftRms < 0.1 * motionRms, "shift error " + shiftRms);
        assertTrue(localRms < 0.3, "local error " + localRms);
        assertEquals(mean(fullQuality), mean(quickQuality), 0.15 * mean(fullQuality));
        assertTrue(correlation > 0.5, "quality correlation " + correlation);
        assertEquals(contrastFull, contrastQuick, 0.2 * contrastFull);
        assertEquals(1, light, 0.01);
    }

    private static double localGap(FrameTruth a, FrameTruth b) {
        double[] here = new double[2];
        double[] there = new double[2];
        sheet(a).at(20, 20, here);
        sheet(b).at(20, 20, there);
        return Math.hypot(here[0] - there[0], here[1] - there[1]) / Math.sqrt(2);
    }

    private static DisplacementSheet sheet(FrameTruth truth) {
        DisplacementSheet sheet = new DisplacementSheet(
                truth.nodeColumnCount, truth.nodeRowCount, truth.nodeFirstXPx, truth.nodeSpacingPx);
        System.arraycopy(truth.fieldXPx, 0, sheet.x, 0, sheet.x.length);
        System.arraycopy(truth.fieldYPx, 0, sheet.y, 0, sheet.y.length);
        return sheet;
    }

    /** rms of what is finer than 4 px, against the mean, in the middle of the picture. */
    private static double contrast(LightFrame frame) {
        double squares = 0;
        double sum = 0;
        int count = 0;
        for (int y = 40; y < 120; y++) {
            for (int x = 40; x < 140; x++) {
                float[] p = frame.planes[0];
                int n = y * frame.widthPx + x;
                double fine = p[n] - (p[n - 4] + p[n + 4] + p[n - 4 * frame.widthPx] + p[n + 4 * frame.widthPx]) / 4;
                squares += fine * fine;
                sum += p[n];
                count++;
            }
        }
        return Math.sqrt(squares / count) / (sum / count);
    }

    private static double difference(LightFrame a, LightFrame b) {
        double gap = 0;
        double own = 0;
        double mean = 0;
        for (int y = 40; y < 120; y++) {
            for (int x = 40; x < 140; x++) {
                mean += a.planes[0][y * a.widthPx + x] / 8000.0;
            }
        }
        for (int y = 40; y < 120; y++) {
            for (int x = 40; x < 140; x++) {
                int n = y * a.widthPx + x;
                gap += square(a.planes[0][n] - b.planes[0][n]);
                own += square(a.planes[0][n] - mean);
            }
        }
        return Math.sqrt(gap / own);
    }

    @Test
    void theSameMomentGivesTheSameBits() {
        Atmosphere air = SmallSky.air(0.1, Double.POSITIVE_INFINITY);
        ScenePlanes scene = SmallSky.speckled(80, 64, 10, 1);
        FormationPlan plan = FormationPlan.quick(
                SmallSky.TELESCOPE,
                air,
                SmallSky.clear(),
                (Refraction) null,
                SmallSky.field(64, 48, 1, GREEN),
                scene,
                PointLights.none(1),
                MountMotion.STILL);
        QuickFormation.Bank bank = new QuickFormation.Bank(plan, EXPOSURE_S, 6, 100);
        LightFrame a = new LightFrame(plan, null);
        LightFrame b = new LightFrame(plan, null);
        QuickFormation one = new QuickFormation(bank);
        one.form(12, EXPOSURE_S, a);
        one.form(77, EXPOSURE_S, b);
        new QuickFormation(new QuickFormation.Bank(plan, EXPOSURE_S, 6, 100)).form(12, EXPOSURE_S, b);
        assertArrayEquals(a.planes[0], b.planes[0]);
        assertEquals(6, bank.pictureCount());
    }

    private static double square(double value) {
        return value * value;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = mean(a);
        double mb = mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int n = 0; n < a.length; n++) {
            ab += (a[n] - ma) * (b[n] - mb);
            aa += square(a[n] - ma);
            bb += square(b[n] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
