package org.lucida.focus;

import java.util.Random;
import org.jtransforms.fft.DoubleFFT_2D;
import org.lucida.frame.Plane;

/** Pictures of a star through a telescope: |FFT(pupil)|^2 over a band of colours, for the tests. */
final class Diffraction {
    /** Light of a place of the pupil and its wave error. */
    interface Pupil {
        /** Share of the light that passes, x and y of the aperture's radius. */
        double passes(double x, double y);

        /** Wave error in waves of the middle colour. */
        double waves(double x, double y);
    }

    private Diffraction() {}

    /**
     * A star.
     *
     * @param perLambdaD px per lambda/D at the middle colour
     * @param colours how many wavelengths from 0.8 to 1.2 of the middle one; 1 = the middle one only
     */
    static Plane star(int side, double perLambdaD, int colours, Pupil pupil, double xPx, double yPx, double flux) {
        double[] sum = new double[side * side];
        double middle = Math.floor(side / 2.0);
        DoubleFFT_2D transform = new DoubleFFT_2D(side, side);
        for (int c = 0; c < colours; c++) {
            double lambda = colours == 1 ? 1 : 0.8 + 0.4 * c / (colours - 1);
            double radius = side / (2 * perLambdaD * lambda);
            double[] field = new double[2 * side * side];
            for (int j = 0; j < side; j++) {
                for (int i = 0; i < side; i++) {
                    double x = (i - middle) / radius;
                    double y = (j - middle) / radius;
                    double light = x * x + y * y > 1.2 ? 0 : edge(x, y, radius) * pupil.passes(x, y);
                    if (light > 0) {
                        double tilt = -((xPx - middle) * (i - middle) + (yPx - middle) * (j - middle)) / side;
                        // an unshifted transform puts the star into the middle by alternating signs
                        double phase = 2 * Math.PI * (pupil.waves(x, y) / lambda - tilt + (i + j) / 2.0);
                        field[2 * (j * side + i)] = light * Math.cos(phase);
                        field[2 * (j * side + i) + 1] = light * Math.sin(phase);
                    }
                }
            }
            transform.complexForward(field);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += field[2 * i] * field[2 * i] + field[2 * i + 1] * field[2 * i + 1];
            }
        }
        double total = 0;
        for (double s : sum) {
            total += s;
        }
        Plane plane = new Plane(side, side);
        for (int i = 0; i < sum.length; i++) {
            plane.adu[i] = (float) (sum[i] * flux / total);
        }
        return plane;
    }

    private static double edge(double x, double y, double radius) {
        return StarField.soft((1 - Math.hypot(x, y)) * radius);
    }

    /** Sky, shot noise at 1 electron per ADU and read noise. */
    static Plane exposed(Plane plane, double skyAdu, double readAdu, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < plane.adu.length; i++) {
            double light = plane.adu[i] + skyAdu;
            plane.adu[i] = (float) (light + random.nextGaussian() * Math.sqrt(light + readAdu * readAdu));
        }
        return plane;
    }
}
