package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SubpixelShiftTest {
    private static final int W = 41;
    private static final int H = 37;

    private static float[] star(double x0, double y0, double sigma) {
        float[] adu = new float[W * H];
        for (int y = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                adu[y * W + x] =
                        (float) (100 * Math.exp(-((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (2 * sigma * sigma)));
            }
        }
        return adu;
    }

    private static float[] shifted(float[] adu, double dx, double dy) {
        int left = Math.max(0, SubpixelShift.firstInside(dx));
        int right = Math.min(W - 1, SubpixelShift.lastInside(dx, W)) + 1;
        int top = Math.max(0, SubpixelShift.firstInside(dy));
        int bottom = Math.min(H - 1, SubpixelShift.lastInside(dy, H)) + 1;
        SubpixelShift shift = new SubpixelShift(W);
        shift.begin(adu, W, left, right, top, dx, dy);
        float[] out = new float[W * H];
        float[] row = new float[W];
        for (int y = top; y < bottom; y++) {
            shift.next(row);
            System.arraycopy(row, left, out, y * W + left, right - left);
        }
        return out;
    }

    @Test
    void aWholeDisplacementCopies() {
        float[] adu = star(20, 18, 1.5);
        float[] out = shifted(adu, 5, -3);
        for (int y = 3; y < H; y++) {
            for (int x = 0; x < W - 5; x++) {
                assertEquals(adu[(y - 3) * W + x + 5], out[y * W + x]);
            }
        }
    }

    @Test
    void aStarBetweenPixelsComesOutWhereItBelongs() {
        for (double d = -1.9; d < 2; d += 0.13) {
            float[] expected = star(20, 18, 1.2);
            float[] out = shifted(star(20 + d, 18 - 0.7 * d, 1.2), d, -0.7 * d);
            assertArrayEquals(expected, out, 1f);
        }
    }

    @Test
    void constantAndSlopingLightStayExact() {
        float[] adu = new float[W * H];
        for (int i = 0; i < adu.length; i++) {
            adu[i] = 7 + 3f * (i % W) - 2f * (i / W);
        }
        float[] out = shifted(adu, 0.37, 1.81);
        for (int y = 2; y < H - 6; y++) {
            for (int x = 3; x < W - 4; x++) {
                assertEquals(7 + 3 * (x + 0.37) - 2 * (y + 1.81), out[y * W + x], 0.002);
            }
        }
    }

    @Test
    void theEightWeightsMirrorAtTheMiddle() {
        float[] a = new float[8];
        float[] b = new float[8];
        SubpixelShift.weights(0.2, a);
        SubpixelShift.weights(0.8, b);
        for (int k = 0; k < 8; k++) {
            assertEquals(a[k], b[7 - k], 1e-5f);
        }
    }

    @Test
    void onlySamplesInsideTheImageAreClaimed() {
        assertEquals(0, SubpixelShift.firstInside(0));
        assertEquals(3, SubpixelShift.firstInside(0.5));
        assertEquals(6, SubpixelShift.firstInside(-2.5));
        assertEquals(W - 1, SubpixelShift.lastInside(0, W));
        assertEquals(W - 5, SubpixelShift.lastInside(0.5, W));
    }
}
