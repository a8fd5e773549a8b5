package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;

/** The whole stage against the Cramer-Rao bound, on pictures whose displacement is exact. */
class AlignmentAccuracyTest {
    @ParameterizedTest
    @CsvSource({
        "PLANET, 5", "PLANET, 10", "PLANET, 20", "PLANET, 50", "PLANET, 100",
        "SURFACE, 5", "SURFACE, 10", "SURFACE, 20", "SURFACE, 50", "SURFACE, 100",
        "STARS, 5", "STARS, 10", "STARS, 20", "STARS, 50", "STARS, 100"
    })
    void staysWithinTheBound(TargetKind kind, double snr) {
        TestSky sky = new TestSky(kind, 176, 160, kind == TargetKind.STARS ? 20 : 90, 7);
        Random random = new Random(11);
        double noise = TestSky.PEAK_ADU / snr;
        GlobalAlignment alignment = new GlobalAlignment(176, 160, 1, AlignmentSettings.of(kind));
        double[] bound = sky.boundPx(noise);
        FrameSlot slot = new FrameSlot(1);
        double[] sum = new double[2];
        double[] square = new double[2];
        double sigma = 0;
        int count = 0;
        int lost = 0;
        for (int i = 0; i < 360; i++) {
            double x = i == 0 ? 0 : 6 * random.nextDouble() - 3;
            double y = i == 0 ? 0 : 6 * random.nextDouble() - 3;
            Plane frame = sky.frame(x, y, 0.9 + 0.2 * random.nextDouble(), noise);
            slot.clear();
            slot.frameIndex = i;
            alignment.align(frame, slot);
            slot.weight = 1;
            alignment.absorb(frame, slot);
            if (slot.verdict != Verdict.PENDING) {
                lost++;
            } else if (i >= 100) {
                double ex = slot.displacementXPx - x;
                double ey = slot.displacementYPx - y;
                sum[0] += ex;
                sum[1] += ey;
                square[0] += ex * ex;
                square[1] += ey * ey;
                sigma += slot.displacementSigmaPx;
                count++;
            }
        }
        double mx = sum[0] / count;
        double my = sum[1] / count;
        double rx = Math.sqrt(square[0] / count - mx * mx);
        double ry = Math.sqrt(square[1] / count - my * my);
        assertEquals(0, lost);
        double rms = Math.sqrt((rx * rx + ry * ry) / 2);
        double limit = Math.sqrt((bound[0] * bound[0] + bound[1] * bound[1]) / 2);
        assertTrue(rms <= 1.2 * limit, "rms " + rms + " bound " + limit);
        // The origin is the first frame's own position, known no better than its noise.
        assertTrue(Math.hypot(mx, my) < 3 * limit * Math.sqrt(2) + 0.001, "origin off by " + mx + ", " + my);
        assertEquals(1, sigma / count / rms, 0.15, "the error bar is honest");
    }

    @ParameterizedTest
    @CsvSource({
        "PLANET, 5", "PLANET, 20", "PLANET, 100",
        "SURFACE, 5", "SURFACE, 20", "SURFACE, 100",
        "STARS, 5", "STARS, 20", "STARS, 100"
    })
    void theFineStageHasNoBias(TargetKind kind, double snr) {
        TestSky sky = new TestSky(kind, 176, 160, kind == TargetKind.STARS ? 20 : 90, 7);
        double noise = TestSky.PEAK_ADU / snr;
        int templateCount = 300;
        Roi region = new Roi(8, 4, 160, 152);
        Anchor anchor = new Anchor(region, kind);
        Plane template = sky.addNoise(sky.render(0, 0, 1), noise / Math.sqrt(templateCount));
        for (int y = 0; y < region.heightPx(); y++) {
            for (int x = 0; x < region.widthPx(); x++) {
                anchor.mean[y * region.widthPx() + x] =
                        template.adu[(y + region.yPx()) * sky.widthPx + x + region.xPx()];
            }
        }
        float[] usable = new float[anchor.mean.length];
        Arrays.fill(usable, 1);
        anchor.prepare(usable, noise, templateCount);
        ShiftFit fit = new ShiftFit(anchor, 0.4);
        fit.anchorChanged();
        double bias = 0;
        double square = 0;
        int shifts = 21;
        int repeats = 20;
        double[] bound = sky.boundPx(noise);
        for (int i = 0; i < shifts; i++) {
            double d = -1 + i * 0.1;
            Plane clean = sky.render(d, -d, 1);
            double meanX = 0;
            double meanY = 0;
            for (int k = 0; k < repeats; k++) {
                Plane frame = sky.addNoise(new Plane(sky.widthPx, sky.heightPx, clean.adu.clone()), noise);
                assertTrue(fit.run(frame.adu, sky.widthPx, sky.heightPx, 0, 0, d + 0.6, -d - 0.4));
                meanX += (fit.xPx() - d) / repeats;
                meanY += (fit.yPx() + d) / repeats;
                square += (fit.xPx() - d) * (fit.xPx() - d) + (fit.yPx() + d) * (fit.yPx() + d);
            }
            // Each fraction by itself, beyond what its noise allows.
            assertTrue(Math.abs(meanX) < 0.005 + 4 * bound[0] / Math.sqrt(repeats), "bias " + meanX + " at " + d);
            assertTrue(Math.abs(meanY) < 0.005 + 4 * bound[1] / Math.sqrt(repeats), "bias " + meanY + " at " + -d);
            bias += (meanX + meanY) / 2 / shifts;
        }
        double rms = Math.sqrt(square / (2.0 * shifts * repeats));
        double limit = Math.sqrt((bound[0] * bound[0] + bound[1] * bound[1]) / 2 * (1 + 1.0 / templateCount));
        assertTrue(Math.abs(bias) < 0.01, "bias " + bias);
        assertTrue(rms <= 1.2 * limit, "rms " + rms + " bound " + limit);
    }
}
