package org.lucida.simulator.wave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.simulator.chance.CountedRandom;

class PlaneFourierOracleTest {
    private static float[][] noise(int rows, int columns, long stream) {
        CountedRandom random = new CountedRandom(3, stream);
        float[][] plane = new float[rows][columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                plane[y][x] = (float) random.gaussian((long) y * columns + x);
            }
        }
        return plane;
    }

    @Test
    void columnsAreTransformedAsBySummingUp() {
        for (int size : new int[] {4, 6, 8, 12, 24, 32, 48, 64}) {
            float[][] re = noise(size, 5, size);
            float[][] im = noise(size, 5, size + 1000);
            double[][] twinRe = new double[size][5];
            double[][] twinIm = new double[size][5];
            for (int k = 0; k < size; k++) {
                for (int x = 0; x < 5; x++) {
                    for (int n = 0; n < size; n++) {
                        double c = Math.cos(2 * Math.PI * k * n / size);
                        double s = -Math.sin(2 * Math.PI * k * n / size);
                        twinRe[k][x] += re[n][x] * c - im[n][x] * s;
                        twinIm[k][x] += re[n][x] * s + im[n][x] * c;
                    }
                }
            }
            new RowFourier(size).transform(re, im, 5);
            for (int k = 0; k < size; k++) {
                for (int x = 0; x < 5; x++) {
                    assertEquals(twinRe[k][x], re[k][x], 2e-5, "size " + size);
                    assertEquals(twinIm[k][x], im[k][x], 2e-5, "size " + size);
                }
            }
        }
    }

    @Test
    void smallPlanesInALargeSquareHaveTheSpectrumOfTheNaiveTwin() {
        int size = 24;
        PlaneFourier fourier = new PlaneFourier(size);
        for (int[] shape : new int[][] {{1, 1}, {7, 5}, {12, 12}, {24, 24}, {24, 3}}) {
            float[][] plane = noise(size, size, 50 + shape[0]);
            float[][] re = new float[size][fourier.spectrumWidth()];
            float[][] im = new float[size][fourier.spectrumWidth()];
            fourier.forward(plane, shape[0], shape[1], re, im);
            for (int kx = 0; kx < size; kx++) {
                for (int ky = 0; ky <= size / 2; ky++) {
                    double sumRe = 0;
                    double sumIm = 0;
                    for (int y = 0; y < shape[1]; y++) {
                        for (int x = 0; x < shape[0]; x++) {
                            double angle = -2 * Math.PI * (kx * x + ky * y) / size;
                            sumRe += plane[y][x] * Math.cos(angle);
                            sumIm += plane[y][x] * Math.sin(angle);
                        }
                    }
                    assertEquals(sumRe, re[kx][ky], 5e-5);
                    assertEquals(sumIm, im[kx][ky], 5e-5);
                }
            }
        }
    }

    @Test
    void thereAndBackIsHome() {
        for (int size : new int[] {8, 24, 96, 128, 192}) {
            PlaneFourier fourier = new PlaneFourier(size);
            float[][] plane = noise(size, size, size);
            float[][] re = new float[size][fourier.spectrumWidth()];
            float[][] im = new float[size][fourier.spectrumWidth()];
            float[][] back = new float[size][size];
            fourier.forward(plane, size, size, re, im);
            fourier.inverse(re, im, back);
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    assertEquals(plane[y][x], back[y][x] / (size * size), 5e-6f);
                }
            }
        }
    }

    @Test
    void phasorsAreCosineAndSine() {
        int count = 4000;
        float[] turns = new float[count];
        float[] amplitude = new float[count];
        for (int n = 0; n < count; n++) {
            turns[n] = (n - 2000) * 0.0137f;
            amplitude[n] = n % 3 - 1;
        }
        float[] re = new float[count];
        float[] im = new float[count];
        Phasors.of(turns, amplitude, re, im, count);
        for (int n = 0; n < count; n++) {
            assertEquals(amplitude[n] * Math.cos(2 * Math.PI * turns[n]), re[n], 1e-6);
            assertEquals(amplitude[n] * Math.sin(2 * Math.PI * turns[n]), im[n], 1e-6);
        }
    }

    @Test
    void sizesAreTwosTimesOneOrThree() {
        assertArrayEquals(new int[] {8, 12, 12, 64, 96, 192}, new int[] {
            RowFourier.sizeFor(1),
            RowFourier.sizeFor(9),
            RowFourier.sizeFor(12),
            RowFourier.sizeFor(50),
            RowFourier.sizeFor(65),
            RowFourier.sizeFor(170)
        });
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> new RowFourier(20));
        assertTrue(refusal.getMessage().contains("sizePx=20"));
    }
}
