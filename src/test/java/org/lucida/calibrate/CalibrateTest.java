package org.lucida.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;

class CalibrateTest {
    @Test
    void aRowOfBytesIsSplitByColumnParity() {
        FrameFormat format = new FrameFormat(5, 2, ColorLayout.RGGB, 8);
        FrameSlot slot = slot(format, 1, 2, 3, 4, 255, 10, 20, 30, 40, 50);
        float[] even = new float[3];
        float[] odd = new float[3];
        new CalibratedRows(Calibration.none(format)).read(slot, 0, 0, even, odd);
        assertArrayEquals(new float[] {1, 3, 255}, even);
        assertArrayEquals(new float[] {2, 4, 0}, odd);
    }

    @Test
    void aRowOfWordsIsReadLittleEndianAndUnsigned() {
        FrameFormat format = new FrameFormat(3, 1, ColorLayout.MONO, 16);
        FrameSlot slot = new FrameSlot(format.frameBytes());
        slot.raw.putShort(0, (short) 1).putShort(2, (short) 0xfffe).putShort(4, (short) 0x1234);
        float[] even = new float[2];
        float[] odd = new float[2];
        new CalibratedRows(Calibration.none(format)).read(slot, 0, 0, even, odd);
        assertArrayEquals(new float[] {1, 0x1234}, even);
        assertEquals(0xfffe, odd[0]);
    }

    @Test
    void everySampleOfAnRgbPixelIsReached() {
        FrameFormat format = new FrameFormat(3, 1, ColorLayout.BGR, 8);
        FrameSlot slot = slot(format, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        float[] even = new float[2];
        float[] odd = new float[2];
        new CalibratedRows(Calibration.none(format)).read(slot, 0, 2, even, odd);
        assertArrayEquals(new float[] {3, 9}, even);
        assertEquals(6, odd[0]);
    }

    @Test
    void darkIsTakenOffBeforeTheFlatDivides() {
        FrameFormat format = new FrameFormat(2, 1, ColorLayout.MONO, 8);
        Calibration calibration = Calibration.of(format, new float[] {10, 10}, new float[] {50, 150});
        float[] even = new float[1];
        float[] odd = new float[1];
        new CalibratedRows(calibration).read(slot(format, 30, 70), 0, 0, even, odd);
        assertEquals(40, even[0], 1e-4);
        assertEquals(40, odd[0], 1e-4);
    }

    @Test
    void aHotPixelTakesTheMeanOfItsNeighboursOfTheSameColour() {
        FrameFormat format = new FrameFormat(8, 2, ColorLayout.RGGB, 8);
        float[] dark = new float[16];
        java.util.Arrays.fill(dark, 5);
        dark[4] = 200;
        Calibration calibration = Calibration.of(format, dark, null);
        assertEquals(1, calibration.badCount());
        FrameSlot slot = slot(format, 15, 0, 25, 0, 255, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        float[] even = new float[4];
        new CalibratedRows(calibration).read(slot, 0, 0, even, new float[4]);
        assertArrayEquals(new float[] {10, 20, 30, 40}, even);
    }

    @Test
    void aMasterOfAnotherSizeIsRefused() {
        FrameFormat format = new FrameFormat(4, 4, ColorLayout.MONO, 8);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Calibration.of(format, new float[3], null));
        assertTrue(refused.getMessage().contains("dark has 3 samples, the frames have 16"), refused.getMessage());
    }

    @Test
    void luminanceOfAMosaicIsTheMeanOfEachCell() {
        FrameFormat format = new FrameFormat(5, 3, ColorLayout.GBRG, 8);
        FrameSlot slot = slot(format, 1, 2, 3, 4, 99, 5, 6, 7, 8, 99, 99, 99, 99, 99, 99);
        Luminance luminance = new Luminance(Calibration.none(format), 2);
        Plane plane = luminance.newPlane();
        luminance.fill(slot, plane);
        assertEquals(2, plane.widthPx);
        assertEquals(1, plane.heightPx);
        assertArrayEquals(new float[] {3.5f, 5.5f}, plane.adu);
    }

    @Test
    void luminanceOfRgbIsTheMeanOfItsSamplesBinnedOrNot() {
        FrameFormat format = new FrameFormat(4, 2, ColorLayout.RGB, 16);
        FrameSlot slot = new FrameSlot(format.frameBytes());
        Random random = new Random(7);
        double[] mean = new double[8];
        for (int i = 0; i < 24; i++) {
            int value = random.nextInt(65536);
            slot.raw.putShort(2 * i, (short) value);
            mean[i / 3] += value / 3.0;
        }
        Plane unbinned = fill(format, slot, 1);
        Plane binned = fill(format, slot, 2);
        for (int i = 0; i < 8; i++) {
            assertEquals(mean[i], unbinned.adu[i], 0.02);
        }
        assertEquals((mean[0] + mean[1] + mean[4] + mean[5]) / 4, binned.adu[0], 0.02);
        assertEquals((mean[2] + mean[3] + mean[6] + mean[7]) / 4, binned.adu[1], 0.02);
    }

    @Test
    void aMasterIsTheMeanOfItsFrames() {
        FrameFormat format = new FrameFormat(3, 1, ColorLayout.MONO, 8);
        MasterMaker maker = new MasterMaker(format);
        maker.add(slot(format, 1, 2, 3));
        maker.add(slot(format, 3, 2, 4));
        assertArrayEquals(new float[] {2, 2, 3.5f}, maker.meanAdu());
    }

    private static Plane fill(FrameFormat format, FrameSlot slot, int binPx) {
        Luminance luminance = new Luminance(Calibration.none(format), binPx);
        Plane plane = luminance.newPlane();
        luminance.fill(slot, plane);
        return plane;
    }

    private static FrameSlot slot(FrameFormat format, int... bytes) {
        FrameSlot slot = new FrameSlot(format.frameBytes());
        for (int i = 0; i < bytes.length; i++) {
            slot.raw.put(i, (byte) bytes[i]);
        }
        return slot;
    }
}
