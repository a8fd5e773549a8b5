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
        for (int size : new int[] {4, 6, 8, 9, 12, 18, 24, 27, 32, 48, 54, 64}) {
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
    void batchesGiveTheLowFrequenciesOfTheNaiveTwin() {
        int size = 36;
        int small = 14;
        int reach = 9;
        int lanes = 3;
        ForwardBatch batch = new ForwardBatch(small, size, reach, lanes);
        for (int round = 0; round < 2; round++) {
            float[][][] planes = new float[lanes][][];
            for (int lane = 0; lane < lanes; lane++) {
                planes[lane] = noise(small, small, 70 + 10 * round + lane);
                batch.put(lane, planes[lane]);
            }
            batch.run(lanes);
            for (int lane = 0; lane < lanes; lane++) {
                for (int kx = -reach; kx <= reach; kx++) {
                    for (int ky = 0; ky <= reach; ky++) {
                        double sumRe = 0;
                        double sumIm = 0;
                        for (int y = 0; y < small; y++) {
                            for (int x = 0; x < small; x++) {
                                double angle = -2 * Math.PI * (kx * x + ky * y) / size;
                                sumRe += planes[lane][y][x] * Math.cos(angle);
                                sumIm += planes[lane][y][x] * Math.sin(angle);
                            }
                        }
                        int row = kx < 0 ? kx + 2 * reach + 1 : kx;
                        assertEquals(sumRe, batch.re[row][lane * (reach + 1) + ky], 5e-5);
                        assertEquals(sumIm, batch.im[row][lane * (reach + 1) + ky], 5e-5);
                    }
                }
            }
        }
    }

    @Test
    void batchesComeBackAsTheWantedSquaresOfTheNaiveTwin() {
        int size = 32;
        int reach = 7;
        int lanes = 2;
        int first = 20;
        int count = 12;
        InverseBatch batch = new InverseBatch(size, reach, first, count, lanes);
        for (int round = 0; round < 2; round++) {
            float[][] re = noise(2 * reach + 1, lanes * (reach + 1), 90 + round);
            float[][] im = noise(2 * reach + 1, lanes * (reach + 1), 95 + round);
            for (int lane = 0; lane < lanes; lane++) {
                for (int kx = 1; kx <= reach; kx++) {
                    // ky = 0 of a real plane
                    re[2 * reach + 1 - kx][lane * (reach + 1)] = re[kx][lane * (reach + 1)];
                    im[2 * reach + 1 - kx][lane * (reach + 1)] = -im[kx][lane * (reach + 1)];
                }
                im[0][lane * (reach + 1)] = 0f;
            }
            for (int k = 0; k <= 2 * reach; k++) {
                System.arraycopy(re[k], 0, batch.re(k), 0, re[k].length);
                System.arraycopy(im[k], 0, batch.im(k), 0, im[k].length);
            }
            batch.run(lanes);
            float[][] plane = new float[count][count];
            for (int lane = 0; lane < lanes; lane++) {
                batch.take(lane, plane);
                for (int y = 0; y < count; y++) {
                    for (int x = 0; x < count; x++) {
                        double sum = 0;
                        for (int kx = -reach; kx <= reach; kx++) {
                            for (int ky = 0; ky <= reach; ky++) {
                                int row = kx < 0 ? kx + 2 * reach + 1 : kx;
                                int column = lane * (reach + 1) + ky;
                                double angle = 2 * Math.PI * (kx * (first + x) + ky * (first + y)) / size;
                                double term = re[row][column] * Math.cos(angle) - im[row][column] * Math.sin(angle);
                                sum += ky == 0 ? term : 2 * term;
                            }
                        }
                        assertEquals(sum, plane[y][x], 2e-4);
                    }
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
    void sizesAreProductsOfTwosAndThrees() {
        assertArrayEquals(new int[] {8, 9, 12, 54, 72, 192}, new int[] {
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
