package org.lucida.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;

/** Hot pixels stand still while the sky moves; stars do not count, even if they stand still and the target moves. */
class HotPixelFinderTest {
    private static final int SIZE_PX = 96;
    private static final int[][] HOT = {{10, 12}, {50, 51}, {33, 70}, {80, 5}, {0, 40}, {95, 95}};

    private final Random random = new Random(31);
    private final double[] starX = new double[25];
    private final double[] starY = new double[25];

    HotPixelFinderTest() {
        for (int i = 0; i < starX.length; i++) {
            starX[i] = SIZE_PX * random.nextDouble();
            starY[i] = SIZE_PX * random.nextDouble();
        }
    }

    /** Stars of a Gaussian of sigmaPx, hot pixels, noise of 10 ADU. */
    private void paint(FrameSlot slot, double skyX, double skyY, double sigmaPx, double hotAdu) {
        for (int y = 0; y < SIZE_PX; y++) {
            for (int x = 0; x < SIZE_PX; x++) {
                double value = 500 + 10 * random.nextGaussian();
                for (int i = 0; i < starX.length; i++) {
                    double dx = x - starX[i] - skyX;
                    double dy = y - starY[i] - skyY;
                    double r2 = (dx * dx + dy * dy) / (2 * sigmaPx * sigmaPx);
                    value += r2 < 20 ? 3000.0 * (1 + i % 7) / 7 * Math.exp(-r2) : 0;
                }
                for (int[] hot : HOT) {
                    value += hot[0] == x && hot[1] == y ? hotAdu : 0;
                }
                slot.raw.putShort(2 * (y * SIZE_PX + x), (short) Math.rint(value));
            }
        }
    }

    private PixelMask found(ColorLayout layout, double skyStepPx, double targetStepPx, double sigmaPx, double hotAdu) {
        FrameFormat format = new FrameFormat(SIZE_PX, SIZE_PX, layout, 16);
        HotPixelFinder finder = new HotPixelFinder(Calibration.none(format));
        FrameSlot slot = new FrameSlot(format.frameBytes());
        for (int k = 0; k < 120 && !finder.isDecided(); k++) {
            slot.clear();
            slot.displacementXPx = targetStepPx * k;
            slot.displacementYPx = -targetStepPx * k / 2;
            paint(slot, skyStepPx * k, -skyStepPx * k / 2, sigmaPx, hotAdu);
            finder.offer(slot);
        }
        assertEquals(targetStepPx > 0, finder.isDecided());
        assertEquals(targetStepPx > 0, finder.hasWandered());
        return finder.found();
    }

    @Test
    void theHotPixelsOfAWanderingSkyAreFoundAndNoStar() {
        for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.RGGB}) {
            for (double sigmaPx : new double[] {0.7, 1.5}) {
                PixelMask mask = found(layout, 0.3, 0.3, sigmaPx, 150);
                int hits = 0;
                for (int[] hot : HOT) {
                    hits += mask.isBad(hot[0], hot[1]) ? 1 : 0;
                }
                String what = layout + " sigma " + sigmaPx;
                assertEquals(hits, mask.count(), "no star: " + what);
                assertTrue(hits >= HOT.length - 2, "a star may hide some: " + what);
            }
        }
    }

    @Test
    void starsThatStandStillWhileTheTargetMovesAreKept() {
        for (ColorLayout layout : new ColorLayout[] {ColorLayout.MONO, ColorLayout.GBRG}) {
            for (double sigmaPx : new double[] {0.64, 1, 2}) {
                assertNull(found(layout, 0, 0.3, sigmaPx, 0), layout + " sigma " + sigmaPx);
            }
        }
    }

    @Test
    void aTargetThatStandsStillIsNeverJudged() {
        assertNull(found(ColorLayout.MONO, 0, 0, 1, 3000));
    }

    @Test
    void noiseAloneIsNoHotPixel() {
        FrameFormat format = new FrameFormat(400, 300, ColorLayout.RGGB, 8);
        HotPixelFinder finder = new HotPixelFinder(Calibration.none(format));
        FrameSlot slot = new FrameSlot(format.frameBytes());
        for (int k = 0; !finder.isDecided(); k++) {
            slot.clear();
            slot.displacementXPx = 5 * k;
            slot.displacementYPx = 0;
            for (int i = 0; i < 120_000; i++) {
                slot.raw.put(i, (byte) Math.max(0, Math.rint(0.3 + 0.6 * random.nextGaussian())));
            }
            finder.offer(slot);
        }
        assertNull(finder.found());
    }

    @Test
    void masksJoinPixelsWithoutAValueFrameByFrame() {
        FrameFormat format = new FrameFormat(4, 4, ColorLayout.MONO, 16);
        float[] dark = new float[16];
        dark[5] = Float.NaN;
        FrameMasks masks = new FrameMasks(Calibration.of(format, dark, null));
        FrameSlot slot = new FrameSlot(format.frameBytes());
        masks.apply(slot);
        assertEquals(1, slot.mask.count());
        java.util.BitSet missing = new java.util.BitSet();
        missing.set(2);
        slot.withoutValue = PixelMask.of(4, 4, missing);
        masks.apply(slot);
        assertTrue(slot.mask.isBad(2, 0) && slot.mask.isBad(1, 1));
        slot.clear();
        masks.apply(slot);
        assertFalse(slot.mask.isBad(2, 0));
    }
}
