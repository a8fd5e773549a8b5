package org.lucida.simulator.night;

import org.jtransforms.fft.DoubleFFT_2D;

/** How much of the contrast of a true scene a picture of it shows, detail by detail. */
final class Contrast {
    private static final int RING_COUNT = 10;

    /** Contrast against the truth's in rings of a tenth of the cut-off each, 1 in the first. */
    final double[] transfer = new double[RING_COUNT];
    /** Likeness of detail, 1 if all of it is true, 0 if all of it is noise. */
    final double[] likeness = new double[RING_COUNT];
    /** Brightness of the picture for each unit of the truth, from the coarsest ring. */
    final double slope;

    /**
     * @param picture rows of columns, sky subtracted; may be shifted against the truth. Not modified
     * @param truth of the same size, row-major; Not modified
     * @param cutOffPerPx cut-off of the telescope in cycles per px
     */
    Contrast(double[][] picture, float[] truth, double cutOffPerPx) {
        int rows = picture.length;
        int columns = picture[0].length;
        double[] seen = new double[2 * rows * columns];
        double[] wanted = new double[2 * rows * columns];
        double[] middle = new double[6];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int i = y * columns + x;
                seen[2 * i] = picture[y][x];
                wanted[2 * i] = truth[i];
                add(middle, 0, seen[2 * i], x, y);
                add(middle, 3, wanted[2 * i], x, y);
            }
        }
        double dx = middle[1] / middle[0] - middle[4] / middle[3];
        double dy = middle[2] / middle[0] - middle[5] / middle[3];
        new DoubleFFT_2D(rows, columns).complexForward(seen);
        new DoubleFFT_2D(rows, columns).complexForward(wanted);
        for (int round = 0; round < 5; round++) {
            // phases of the coarse third tell the rest of the shift
            double xx = 0;
            double xy = 0;
            double yy = 0;
            double byX = 0;
            double byY = 0;
            for (int j = 0; j < rows; j++) {
                double fy = frequency(j, rows);
                for (int i = 0; i < columns; i++) {
                    double fx = frequency(i, columns);
                    double f = Math.hypot(fx, fy);
                    if (f == 0 || f > 0.35 * cutOffPerPx) {
                        continue;
                    }
                    double[] cross = cross(seen, wanted, j * columns + i, fx * dx + fy * dy);
                    double weight = Math.hypot(cross[0], cross[1]);
                    double phase = Math.atan2(cross[1], cross[0]) / (-2 * Math.PI);
                    xx += weight * fx * fx;
                    xy += weight * fx * fy;
                    yy += weight * fy * fy;
                    byX += weight * fx * phase;
                    byY += weight * fy * phase;
                }
            }
            double determinant = xx * yy - xy * xy;
            dx += (yy * byX - xy * byY) / determinant;
            dy += (xx * byY - xy * byX) / determinant;
        }
        double[] both = new double[RING_COUNT];
        double[] mine = new double[RING_COUNT];
        double[] its = new double[RING_COUNT];
        for (int j = 0; j < rows; j++) {
            double fy = frequency(j, rows);
            for (int i = 0; i < columns; i++) {
                double fx = frequency(i, columns);
                int ring = (int) (Math.hypot(fx, fy) / cutOffPerPx * RING_COUNT);
                if (ring < RING_COUNT) {
                    int n = j * columns + i;
                    both[ring] += cross(seen, wanted, n, fx * dx + fy * dy)[0];
                    mine[ring] += seen[2 * n] * seen[2 * n] + seen[2 * n + 1] * seen[2 * n + 1];
                    its[ring] += wanted[2 * n] * wanted[2 * n] + wanted[2 * n + 1] * wanted[2 * n + 1];
                }
            }
        }
        slope = both[0] / its[0];
        for (int ring = 0; ring < RING_COUNT; ring++) {
            transfer[ring] = both[ring] / its[ring] / slope;
            likeness[ring] = both[ring] / Math.sqrt(mine[ring] * its[ring]);
        }
    }

    /** The finest detail that is more true than noise, as a share of the cut-off. */
    double resolvedFraction() {
        int ring = 0;
        while (ring < RING_COUNT && likeness[ring] > 0.5) {
            ring++;
        }
        return ring / (double) RING_COUNT;
    }

    private static void add(double[] sums, int at, double light, int x, int y) {
        sums[at] += light;
        sums[at + 1] += light * x;
        sums[at + 2] += light * y;
    }

    private static double[] cross(double[] seen, double[] wanted, int n, double turns) {
        double real = seen[2 * n] * wanted[2 * n] + seen[2 * n + 1] * wanted[2 * n + 1];
        double imaginary = seen[2 * n + 1] * wanted[2 * n] - seen[2 * n] * wanted[2 * n + 1];
        double c = Math.cos(2 * Math.PI * turns);
        double s = Math.sin(2 * Math.PI * turns);
        return new double[] {real * c - imaginary * s, real * s + imaginary * c};
    }

    private static double frequency(int index, int count) {
        return (index <= count / 2 ? index : index - count) / (double) count;
    }
}
