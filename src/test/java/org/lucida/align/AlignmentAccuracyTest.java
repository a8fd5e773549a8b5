package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
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
        System.err.printf(
                "%s snr %.0f lost %d bound %.4f %.4f rms/bound %.3f %.3f mean/bound %.2f %.2f sigma/rms %.3f %n",
                kind,
                snr,
                lost,
                bound[0],
                bound[1],
                rx / bound[0],
                ry / bound[1],
                mx / bound[0],
                my / bound[1],
                sigma / count / Math.sqrt((rx * rx + ry * ry) / 2));
        for (AlignmentEpoch e : alignment.epochs()) System.err.println("   " + e);
        assertEquals(0, lost);
        assertTrue(Math.hypot(rx / bound[0], ry / bound[1]) / Math.sqrt(2) < 1.2);
    }
}
