package org.lucida.simulator.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import nom.tam.fits.Fits;
import nom.tam.fits.ImageHDU;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.StackingSession;
import org.lucida.simulator.SimulatedDriver;

/** A physical night through the whole pipeline, judged against the truth in an astronomer's words. */
class NightTest {
    private static final int FRAME_COUNT = 160;
    private static final String MARS = "mars?roi=256x192,frames=" + FRAME_COUNT
            + ",seed=5,r0Mm=140,camera.blemishes.hotFraction=0,camera.blemishes.telegraphFraction=0";

    /** Half of the disc, 17 arcsec of 0.19 arcsec/px. */
    private static final double DISC_RADIUS_PX = 45;

    private static final double LIMB_PX = 7;

    @TempDir
    Path folder;

    @Test
    void aNightOfMarsIsStackedWithoutLossAndTrueToTheSky() throws Exception {
        NightWish wish = NightWish.parse(MARS, Night.Mode.QUICK);
        Night night = Night.of(wish);
        StackingSession session = new StackingSession(
                new SimulatedDriver().open(MARS, CameraWish.plain()),
                Optional.empty(),
                Optional.empty(),
                StackSettings.defaults(),
                Limits.none(),
                new StackingSession.Output(folder, "mars", false, Map.of()),
                false,
                "Lucida test",
                Clock.systemUTC());
        try (session) {
            session.start();
            assertTrue(session.awaitEnd(120_000));
            Ledger ledger = session.pipeline().ledger();
            FrameTable table = session.pipeline().table();
            assertEquals(FRAME_COUNT, ledger.deliveredCount());
            assertEquals(0, ledger.droppedCount());
            assertTrue(ledger.balances(), ledger.toString());
            double errorPx = displacementErrorPx(night, table);
            assertTrue(errorPx < 0.5, "rms error of the displacement=" + errorPx + " px");

            Path file = session.writeResults().files().get(0);
            try (Fits fits = new Fits(file.toFile())) {
                float[][][] stack = (float[][][]) ((ImageHDU) fits.getHDU(0)).getKernel();
                double scale = stack[0].length / 192.0;
                judgeLight(night, stack, scale);
            }
        }
    }

    /** Found displacements against the true ones, each against its own mean. */
    private static double displacementErrorPx(Night night, FrameTable table) {
        NightFrames frames = new NightFrames(night);
        java.nio.ByteBuffer raw = java.nio.ByteBuffer.allocate(night.format().frameBytes());
        double[] x = new double[table.rowCount()];
        double[] y = new double[table.rowCount()];
        double meanX = 0;
        double meanY = 0;
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) != Verdict.STACKED) {
                continue;
            }
            frames.make(table.frameIndex(row), raw, 0);
            NightTruth truth = frames.truth();
            x[count] = table.displacementXPx(row) - atLimb(truth, truth.lightXPx, true);
            y[count] = table.displacementYPx(row) - atLimb(truth, truth.lightYPx, false);
            meanX += x[count];
            meanY += y[count];
            count++;
        }
        assertTrue(count > FRAME_COUNT / 4, "stacked " + count);
        double squares = 0;
        for (int n = 0; n < count; n++) {
            squares +=
                    (x[n] - meanX / count) * (x[n] - meanX / count) + (y[n] - meanY / count) * (y[n] - meanY / count);
        }
        return Math.sqrt(squares / (2 * count));
    }

    /** Displacement of the planet's limb, where all the contrast is, along one axis: each part counts by its slope squared. */
    private static double atLimb(NightTruth truth, float[] field, boolean isX) {
        double sum = 0;
        double weights = 0;
        for (int j = 0; j < truth.nodeRowCount; j++) {
            for (int i = 0; i < truth.nodeColumnCount; i++) {
                double x = truth.nodeFirstXPx + i * truth.nodeSpacingPx - 127.5;
                double y = truth.nodeFirstYPx + j * truth.nodeSpacingPx - 95.5;
                double r = Math.hypot(x, y);
                if (Math.abs(r - DISC_RADIUS_PX) < LIMB_PX) {
                    double weight = (isX ? x * x : y * y) / (r * r);
                    sum += weight * field[j * truth.nodeColumnCount + i];
                    weights += weight;
                }
            }
        }
        return sum / weights;
    }

    /** Photometric slope: light of the disc above the sky against the light the scene sends, by colour, within 6 %. */
    private static void judgeLight(Night night, float[][][] stack, double scale) {
        float[][] truth = night.perfect(0, 1);
        float[] response = night.sensor().responseEPerPhoton();
        assertTrue(response.length > 0);
        double storedAduPerAdu = 1 << (16 - night.sensor().settings().adcBits());
        double aduPerE = storedAduPerAdu / night.sensor().gainEPerAdu();
        for (int c = 0; c < 3; c++) {
            double sent = 0;
            for (float photons : truth[c]) {
                sent += photons;
            }
            double qe = night.model().qe().ofPlane(night.format().layout(), c);
            int rows = stack[c].length;
            int columns = stack[c][0].length;
            double sky = 0;
            int skyCount = 0;
            for (int y = rows / 8; y < rows * 7 / 8; y++) {
                sky += stack[c][y][columns / 10] + stack[c][y][columns - columns / 10];
                skyCount += 2;
            }
            sky /= skyCount;
            double got = 0;
            for (int y = rows / 10; y < rows * 9 / 10; y++) {
                for (int x = columns / 8; x < columns * 7 / 8; x++) {
                    got += stack[c][y][x] - sky;
                }
            }
            double ratio = got / (scale * scale) / (sent * qe * aduPerE);
            assertEquals(1, ratio, 0.06, "photometric slope of colour " + c);
        }
    }
}
