package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nom.tam.fits.Fits;
import nom.tam.fits.ImageHDU;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/** Samples of real files against the library. */
class FitsFramesOracleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "deepsky/ngc6905_asi224mc_rggb_1s_nina_a.fits.gz",
                "deepsky/hatp32_microobservatory/HATP-32171220013343.FITS.gz",
                "deepsky/wasp19_sara_ccd/wasp19-001.fits.gz",
                "stars/focus_sweep_c8_asi/Target_LIGHT_7400_3s_BIN1_-15C_001_20190513_214714_308_W.fit.gz"
            })
    void everySampleIsTheLibrarysSample(String name) throws Exception {
        Path file = SharedMaterial.path("realdata").resolve(name);
        try (FitsFrames frames = FitsFrames.open(List.of(file), Optional.empty());
                Fits library = new Fits(file.toFile())) {
            FrameFormat format = frames.format();
            ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertTrue(frames.read(0, new Roi(0, 0, format.widthPx(), format.heightPx()), raw));
            ImageHDU unit = (ImageHDU) library.getHDU(0);
            short[][] rows = (short[][]) unit.getKernel();
            int zero = (int) unit.getBZero();
            long wrongCount = 0;
            for (int y = 0; y < format.heightPx(); y++) {
                for (int x = 0; x < format.widthPx(); x++) {
                    int got = raw.getShort(2 * (y * format.widthPx() + x)) & 0xFFFF;
                    wrongCount += got != rows[y][x] + zero ? 1 : 0;
                }
            }
            assertEquals(0, wrongCount);
        }
    }
}
