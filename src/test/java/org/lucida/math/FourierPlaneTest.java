package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FourierPlaneTest {
    private static float[] random(int length) {
        Random random = new Random(1);
        float[] plane = new float[length];
        for (int i = 0; i < length; i++) {
            plane[i] = random.nextFloat() - 0.5f;
        }
        return plane;
    }

    @Test
    void thereAndBackIsHome() {
        for (int[] size : new int[][] {{8, 8}, {32, 16}, {16, 64}, {256, 128}}) {
            FourierPlane fourier = new FourierPlane(size[0], size[1]);
            float[] plane = random(size[0] * size[1]);
            float[] spectrum = new float[fourier.spectrumLength()];
            float[] back = new float[plane.length];
            fourier.forward(plane, spectrum);
            fourier.inverse(spectrum, back);
            assertArrayEquals(plane, back, 1e-5f);
        }
    }

    @Test
    void eachModeIsTheSumOfItsDefinition() {
        int w = 16;
        int h = 8;
        FourierPlane fourier = new FourierPlane(w, h);
        float[] plane = random(w * h);
        float[] spectrum = new float[fourier.spectrumLength()];
        fourier.forward(plane, spectrum);
        for (int kx = 0; kx <= w / 2; kx++) {
            for (int ky = 0; ky < h; ky++) {
                double re = 0;
                double im = 0;
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        double phase = -2 * Math.PI * ((double) kx * x / w + (double) ky * y / h);
                        re += plane[y * w + x] * Math.cos(phase);
                        im += plane[y * w + x] * Math.sin(phase);
                    }
                }
                assertEquals(re, spectrum[2 * (kx * h + ky)], 1e-4);
                assertEquals(im, spectrum[2 * (kx * h + ky) + 1], 1e-4);
            }
        }
    }

    @Test
    void correlationPeaksWhereTheContentWent() {
        int n = 32;
        FourierPlane fourier = new FourierPlane(n, n);
        float[] reference = new float[n * n];
        float[] frame = new float[n * n];
        reference[10 * n + 10] = 1;
        reference[12 * n + 15] = 2;
        frame[7 * n + 15] = 1;
        frame[9 * n + 20] = 2;
        float[] a = new float[fourier.spectrumLength()];
        float[] b = new float[fourier.spectrumLength()];
        fourier.forward(reference, a);
        fourier.forward(frame, b);
        FourierPlane.correlate(b, a);
        fourier.inverse(b, frame);
        CorrelationPeak peak = new CorrelationPeak();
        peak.find(frame, n, n, n, 1);
        assertEquals(5, peak.xLag(), 1e-6);
        assertEquals(-3, peak.yLag(), 1e-6);
        assertEquals(0.4, peak.rivalRatio(), 0.01);
    }

    @Test
    void sizesArePowersOfTwo() {
        assertEquals(8, FourierPlane.sizeFor(1));
        assertEquals(256, FourierPlane.sizeFor(256));
        assertEquals(512, FourierPlane.sizeFor(257));
        assertThrows(IllegalArgumentException.class, () -> new FourierPlane(12, 16));
    }
}
