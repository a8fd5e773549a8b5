package org.lucida.judge;

import org.jtransforms.fft.DoubleFFT_2D;

/**
 * How far a colour stack is from the truth once every ring of frequencies has got the gain that suits it best.
 *
 * <p>Drizzle and interpolation soften by different amounts, signal and noise alike, and sharpening undoes it. So each ring
 * of each colour is scaled by its own best gain before the difference is taken; what is left is aliasing and noise, which no
 * sharpening takes out.
 *
 * <p>Shape: square regions of sizePx, mean taken off, edges tapered over an eighth. Rings up to half a cycle per input px.
 *
 * @param error rms of what is left, over the rms of the truth, for red, green and blue
 * @param chroma rms of what is left in red minus green and in blue minus green (mean of both), over the rms of green
 * @param luma rms of what is left in a quarter red, half green, a quarter blue, over the rms of green
 * @param correlation with the truth from 0.1 to 0.3 cycles per input px, mean of the rings, for red, green and blue
 * @param joint as error, but each ring of a colour may borrow from the other two: the best sum of all three planes of the
 *     stack, which stands for the best colour noise reduction there can be
 * @param plain rms of the difference after one gain and one offset for all frequencies, for red, green and blue
 */
record ColourError(double[] error, double chroma, double luma, double[] correlation, double[] joint, double[] plain) {
    private static final double FROM_PER_PX = 0.1;
    private static final double TO_PER_PX = 0.3;

    /**
     * Compares.
     *
     * @param stack three square planes. Not modified
     * @param truth three square planes. Not modified
     * @param scale output px per input px
     */
    static ColourError of(float[][] stack, float[][] truth, int sizePx, double scale) {
        int rings = Math.min(sizePx / 2, (int) Math.floor(sizePx * 0.5 / scale));
        double[] error = new double[3];
        double[] correlation = new double[3];
        double[] plain = new double[3];
        double[] joint = new double[3];
        double[][][] spectra = new double[3][][];
        double[][][] left = new double[3][][];
        double green = 0;
        for (int plane = 0; plane < 3; plane++) {
            spectra[plane] = spectrum(stack[plane], sizePx);
        }
        for (int plane = 0; plane < 3; plane++) {
            double[][] s = spectra[plane];
            double[][] t = spectrum(truth[plane], sizePx);
            Rings all = new Rings(rings + 1);
            all.add(s, t, sizePx);
            left[plane] = all.residual(s, t, sizePx);
            double power = all.truthPower();
            green = plane == 1 ? power : green;
            error[plane] = Math.sqrt(power(left[plane], sizePx) / power);
            correlation[plane] = all.correlation(FROM_PER_PX * sizePx / scale, TO_PER_PX * sizePx / scale);
            plain[plane] = all.plainError();
            joint[plane] = Math.sqrt(jointResidual(spectra, t, sizePx, rings + 1) / power);
        }
        double chroma = 0;
        double luma = 0;
        for (int y = 0; y < sizePx; y++) {
            for (int i = 0; i < 2 * sizePx; i++) {
                double r = left[0][y][i];
                double g = left[1][y][i];
                double b = left[2][y][i];
                chroma += ((r - g) * (r - g) + (b - g) * (b - g)) / 2;
                luma += (r + 2 * g + b) * (r + 2 * g + b) / 16;
            }
        }
        return new ColourError(error, Math.sqrt(chroma / green), Math.sqrt(luma / green), correlation, joint, plain);
    }

    /** Power left when every ring of the truth is fitted by a real sum of three spectra. */
    private static double jointResidual(double[][][] s, double[][] t, int size, int ringCount) {
        double[][][] normal = new double[ringCount][3][4];
        double power = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int ring = Rings.ringOf(x, y, size);
                if (ring == 0 || ring >= ringCount) {
                    continue;
                }
                for (int i = 2 * x; i < 2 * x + 2; i++) {
                    power += t[y][i] * t[y][i];
                    for (int a = 0; a < 3; a++) {
                        for (int b = 0; b < 3; b++) {
                            normal[ring][a][b] += s[a][y][i] * s[b][y][i];
                        }
                        normal[ring][a][3] += s[a][y][i] * t[y][i];
                    }
                }
            }
        }
        for (double[][] ring : normal) {
            power -= explained(ring);
        }
        return Math.max(0, power);
    }

    /** Power a least-squares fit takes away: Gauss elimination of the normal equations, nearly dependent planes left out. */
    private static double explained(double[][] m) {
        double taken = 0;
        for (int a = 0; a < 3; a++) {
            double pivot = m[a][a];
            if (pivot <= 1e-9 * (m[0][0] + m[1][1] + m[2][2])) {
                continue;
            }
            taken += m[a][3] * m[a][3] / pivot;
            for (int b = a + 1; b < 3; b++) {
                double factor = m[b][a] / pivot;
                for (int c = a; c < 4; c++) {
                    m[b][c] -= factor * m[a][c];
                }
            }
        }
        return taken;
    }

    private static double power(double[][] field, int size) {
        double power = 0;
        for (int y = 0; y < size; y++) {
            for (double value : field[y]) {
                power += value * value;
            }
        }
        return power;
    }

    /** Sums over rings of equal frequency; the mean (ring 0) is left out. */
    private static final class Rings {
        final double[] cross;
        final double[] stack;
        final double[] truth;

        Rings(int count) {
            cross = new double[count];
            stack = new double[count];
            truth = new double[count];
        }

        static int ringOf(int x, int y, int size) {
            int fx = x <= size / 2 ? x : x - size;
            int fy = y <= size / 2 ? y : y - size;
            return (int) Math.round(Math.hypot(fx, fy));
        }

        void add(double[][] s, double[][] t, int size) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int ring = ringOf(x, y, size);
                    if (ring > 0 && ring < cross.length) {
                        double sr = s[y][2 * x];
                        double si = s[y][2 * x + 1];
                        double tr = t[y][2 * x];
                        double ti = t[y][2 * x + 1];
                        cross[ring] += sr * tr + si * ti;
                        stack[ring] += sr * sr + si * si;
                        truth[ring] += tr * tr + ti * ti;
                    }
                }
            }
        }

        double truthPower() {
            double power = 0;
            for (double ring : truth) {
                power += ring;
            }
            return power;
        }

        double plainError() {
            double c = 0;
            double s = 0;
            for (int ring = 1; ring < cross.length; ring++) {
                c += cross[ring];
                s += stack[ring];
            }
            return Math.sqrt(Math.max(0, 1 - c * c / s / truthPower()));
        }

        double correlation(double from, double to) {
            double sum = 0;
            int count = 0;
            for (int ring = 1; ring < cross.length; ring++) {
                if (ring >= from && ring <= to) {
                    sum += cross[ring] / Math.sqrt(stack[ring] * truth[ring]);
                    count++;
                }
            }
            return sum / count;
        }

        double[][] residual(double[][] s, double[][] t, int size) {
            double[][] left = new double[size][2 * size];
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int ring = ringOf(x, y, size);
                    if (ring > 0 && ring < cross.length) {
                        double gain = stack[ring] > 0 ? cross[ring] / stack[ring] : 0;
                        left[y][2 * x] = t[y][2 * x] - gain * s[y][2 * x];
                        left[y][2 * x + 1] = t[y][2 * x + 1] - gain * s[y][2 * x + 1];
                    }
                }
            }
            return left;
        }
    }

    private static double[][] spectrum(float[] plane, int size) {
        double mean = 0;
        for (float value : plane) {
            mean += (double) value / plane.length;
        }
        double[][] field = new double[size][2 * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                field[y][2 * x] = (plane[y * size + x] - mean) * taper(x, size) * taper(y, size);
            }
        }
        new DoubleFFT_2D(size, size).complexForward(field);
        return field;
    }

    private static double taper(int i, int size) {
        double edge = Math.min(i + 0.5, size - i - 0.5) / (size / 8.0);
        return edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
    }
}
