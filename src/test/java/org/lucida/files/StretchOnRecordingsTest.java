package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The automatic stretch on plain means of real recordings; mosaics are binned 2 x 2 into grey. */
class StretchOnRecordingsTest {
    private static final int HEADER_BYTES = 178;

    @ParameterizedTest
    @CsvSource({
        "deepsky/m94_seestar_raw_grbg16_400x400_12f_ts.ser, AUTO_FAINT",
        "planetary/jupiter_imx585_raw_rggb8_640x480_2f_ts.ser, AUTO_LINEAR",
        "planetary/jupiter_webcam_a_bgr8_280x260_25f_nots.ser, AUTO_LINEAR",
        "planetary/moon_pss_short_video_crop_mono8_384x320_60f_nots.ser, AUTO_LINEAR",
        "solar/sun_sst_8542_spotburst_mono8_128x128_12f_nots.ser, AUTO_LINEAR",
    })
    void theKindSuitsTheTarget(String name, Stretch.Kind kind) throws IOException {
        Path file = Path.of(System.getProperty("lucida.shared", "../shared"), "realdata", name);
        Assumptions.assumeTrue(Files.isReadable(file), "test recordings are not here: " + file);
        Stretch stretch = Stretch.auto(meanOf(file));
        assertEquals(kind, stretch.kind(), stretch.toString());
    }

    /** Little-endian samples, whatever the flag says. */
    static PlaneStack meanOf(Path file) throws IOException {
        ByteBuffer ser = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int colorId = ser.getInt(18);
        int widthPx = ser.getInt(26);
        int heightPx = ser.getInt(30);
        int sampleBytes = ser.getInt(34) > 8 ? 2 : 1;
        int frameCount = ser.getInt(38);
        int perPixel = colorId >= 100 ? 3 : 1;
        int bin = colorId >= 8 && colorId < 100 ? 2 : 1;
        int outWidthPx = widthPx / bin;
        int outHeightPx = heightPx / bin;
        float[][] planes = new float[perPixel][outWidthPx * outHeightPx];
        int at = HEADER_BYTES;
        for (int frame = 0; frame < frameCount; frame++) {
            for (int y = 0; y < heightPx; y++) {
                for (int x = 0; x < widthPx; x++) {
                    for (int sample = 0; sample < perPixel; sample++) {
                        int adu = sampleBytes == 2 ? ser.getShort(at) & 0xffff : ser.get(at) & 0xff;
                        at += sampleBytes;
                        if (x / bin < outWidthPx && y / bin < outHeightPx) {
                            planes[sample][y / bin * outWidthPx + x / bin] += (float) adu / (frameCount * bin * bin);
                        }
                    }
                }
            }
        }
        if (colorId == 101) {
            float[] blue = planes[0];
            planes[0] = planes[2];
            planes[2] = blue;
        }
        return new PlaneStack(outWidthPx, planes);
    }
}
