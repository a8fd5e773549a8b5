package org.lucida.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nom.tam.fits.BinaryTableHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.ImageHDU;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;
import org.lucida.simulator.FrameTruth;
import org.lucida.simulator.SimulatedClip;
import org.lucida.simulator.SimulatedDriver;

/** A whole night in small: the simulator through the pipeline into files, judged against the truth. */
class NightTest {
    private static final String PLANET =
            "planet?size=320x240&frames=240&seed=11&discDiameterPx=120&driftXPxPerFrame=0.05&hotPixelCount=0";

    @TempDir
    Path folder;

    @Test
    void aNightOfAPlanetIsAlignedAccountedForAndWritten() throws Exception {
        SimulatedClip truth = SimulatedClip.of(PLANET);
        StackingSession session = session(StackSettings.defaults());
        try (session) {
            session.start();
            assertTrue(session.awaitEnd(120_000));
            FrameTable table = session.pipeline().table();
            Ledger ledger = session.pipeline().ledger();
            assertEquals(240, ledger.deliveredCount());
            assertTrue(ledger.balances() && ledger.inFlightCount() == 0, ledger.toString());
            judgeVerdicts(truth, table);
            judgeDisplacements(truth, table);

            List<Path> files = session.writeResults().files();
            judgeFits(files.get(0), ledger);
            assertTrue(Files.readString(files.get(files.size() - 1)).contains("\"deliveredCount\""));
        }
    }

    @Test
    void theSharpInstantsWeighMore() throws Exception {
        SimulatedClip truth = SimulatedClip.of(PLANET);
        try (StackingSession session = session(StackSettings.defaults())) {
            session.start();
            assertTrue(session.awaitEnd(120_000));
            FrameTable table = session.pipeline().table();
            double sharp = 0;
            double soft = 0;
            int sharpCount = 0;
            int softCount = 0;
            double middle = medianBlur(truth);
            for (int row = 0; row < table.rowCount(); row++) {
                if (table.verdict(row) == Verdict.STACKED) {
                    if (truth.truth(row).blurPx() < middle) {
                        sharp += table.weight(row);
                        sharpCount++;
                    } else {
                        soft += table.weight(row);
                        softCount++;
                    }
                }
            }
            assertTrue(
                    sharp / sharpCount > 1.15 * soft / softCount, sharp / sharpCount + " against " + soft / softCount);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "a file, not a folder");
        StackingSession session = new StackingSession(
                new SimulatedDriver().open("planet?size=64x64&frames=5&discDiameterPx=30", CameraWish.plain()),
                Optional.empty(),
                Optional.empty(),
                StackSettings.defaults(),
                Limits.none(),
                new StackingSession.Output(file, "planet", false, Map.of()),
                false,
                "test",
                Clock.systemUTC());
        try (session) {
            session.start();
            session.awaitEnd(60_000);
            IOException refused =
                    org.junit.jupiter.api.Assertions.assertThrows(IOException.class, session::writeResults);
            assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
        }
    }

    /** Every blank frame is rejected, every other one is stacked. */
    private static void judgeVerdicts(SimulatedClip truth, FrameTable table) {
        int blankCount = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            assertEquals(row, table.frameIndex(row));
            assertEquals(truth.startUtcNs(row), table.startUtcNs(row));
            boolean blank = truth.truth(row).isBlank();
            blankCount += blank ? 1 : 0;
            assertEquals(!blank, table.verdict(row) == Verdict.STACKED, "frame " + row + " " + table.verdict(row));
        }
        assertTrue(blankCount > 0, "the clip must hold blank frames");
    }

    /** Displacements against the first frame: 0.05 px rms or better, no bias along the drift. */
    private static void judgeDisplacements(SimulatedClip truth, FrameTable table) {
        double sumX = 0;
        double sumY = 0;
        double squares = 0;
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                FrameTruth here = truth.truth(row);
                sumX += table.displacementXPx(row) - here.displacementXPx();
                sumY += table.displacementYPx(row) - here.displacementYPx();
                count++;
            }
        }
        double meanX = sumX / count;
        double meanY = sumY / count;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                FrameTruth here = truth.truth(row);
                double x = table.displacementXPx(row) - here.displacementXPx() - meanX;
                double y = table.displacementYPx(row) - here.displacementYPx() - meanY;
                squares += x * x + y * y;
            }
        }
        double rmsPx = Math.sqrt(squares / (2 * count));
        assertTrue(rmsPx < 0.05, "rmsPx=" + rmsPx);
        // the constant is the first frame's own displacement, known to a frame's error
        assertEquals(-truth.truth(0).displacementXPx(), meanX, 0.1);
        assertEquals(-truth.truth(0).displacementYPx(), meanY, 0.1);
    }

    private static void judgeFits(Path file, Ledger ledger) throws Exception {
        try (Fits fits = new Fits(file.toFile())) {
            ImageHDU image = (ImageHDU) fits.getHDU(0);
            assertEquals(3, image.getHeader().getIntValue("NAXIS3"));
            assertEquals(480, image.getHeader().getIntValue("NAXIS1"));
            assertEquals(ledger.stackedCount(), image.getHeader().getIntValue("STACKCNT"));
            assertEquals("TOP-DOWN", image.getHeader().getStringValue("ROWORDER"));
            float[][][] planes = (float[][][]) image.getKernel();
            // a planet: bright in the middle of the field, dark in the corner, in every colour
            for (float[][] plane : planes) {
                assertTrue(plane[180][240] > 4 * plane[5][5], plane[180][240] + " against " + plane[5][5]);
            }
            BinaryTableHDU frames = (BinaryTableHDU) fits.getHDU(4);
            assertEquals(ledger.deliveredCount(), frames.getNRows());
        }
    }

    private static double medianBlur(SimulatedClip truth) {
        double[] blurs = new double[truth.frameCount()];
        for (int k = 0; k < blurs.length; k++) {
            blurs[k] = truth.truth(k).blurPx();
        }
        java.util.Arrays.sort(blurs);
        return blurs[blurs.length / 2];
    }

    private StackingSession session(StackSettings settings) throws IOException {
        return new StackingSession(
                new SimulatedDriver().open(PLANET, CameraWish.plain()),
                Optional.empty(),
                Optional.empty(),
                settings,
                Limits.none(),
                new StackingSession.Output(folder, "planet", true, Map.of()),
                false,
                "Lucida test",
                Clock.systemUTC());
    }
}
