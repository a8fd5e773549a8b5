package org.lucida.focus;

import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.lucida.frame.Plane;

/** Paints stars, discs and rings of known size for the tests, by their values at pixel centres. */
final class StarField {
    final Plane plane;
    private final Random random;

    StarField(int widthPx, int heightPx, double skyAdu, long seed) {
        plane = new Plane(widthPx, heightPx);
        java.util.Arrays.fill(plane.adu, (float) skyAdu);
        random = new Random(seed);
    }

    double uniform(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    StarField add(DoubleBinaryOperator light) {
        for (int y = 0; y < plane.heightPx; y++) {
            for (int x = 0; x < plane.widthPx; x++) {
                plane.adu[y * plane.widthPx + x] += (float) light.applyAsDouble(x, y);
            }
        }
        return this;
    }

    /** White noise, and shot noise of the light for 1 electron per ADU if wished. */
    StarField noise(double sigmaAdu, boolean isShot, double skyAdu) {
        for (int i = 0; i < plane.adu.length; i++) {
            double light = isShot ? Math.max(0, plane.adu[i] - skyAdu) : 0;
            plane.adu[i] += (float) (random.nextGaussian() * Math.sqrt(sigmaAdu * sigmaAdu + light));
        }
        return this;
    }

    /** FWHM along the long axis, axis ratio, direction of the long axis. */
    StarField gaussian(double flux, double x, double y, double fwhm, double ratio, double angleDeg) {
        double s1 = fwhm / 2.3548200;
        double s2 = s1 * ratio;
        double c = Math.cos(Math.toRadians(angleDeg));
        double s = Math.sin(Math.toRadians(angleDeg));
        return add((px, py) -> {
            double u = c * (px - x) + s * (py - y);
            double v = -s * (px - x) + c * (py - y);
            return flux / (2 * Math.PI * s1 * s2) * Math.exp(-0.5 * (u * u / (s1 * s1) + v * v / (s2 * s2)));
        });
    }

    StarField moffat(double flux, double x, double y, double fwhm, double beta) {
        double alpha = moffatAlpha(fwhm, beta);
        return add((px, py) -> flux
                * (beta - 1)
                / (Math.PI * alpha * alpha)
                * Math.pow(1 + ((px - x) * (px - x) + (py - y) * (py - y)) / (alpha * alpha), -beta));
    }

    static double moffatAlpha(double fwhm, double beta) {
        return fwhm / (2 * Math.sqrt(Math.pow(2, 1 / beta) - 1));
    }

    static double moffatHfd(double fwhm, double beta) {
        return 2 * moffatAlpha(fwhm, beta) * Math.sqrt(Math.pow(2, 1 / (beta - 1)) - 1);
    }

    /** An even ring with soft edges of about 1 px; a disc if the hole has no radius. */
    StarField ring(double flux, double x, double y, double outerPx, double holeXPx, double holePx) {
        double area = Math.PI * (outerPx * outerPx - holePx * holePx);
        return add((px, py) -> {
            double outer = soft(outerPx - Math.hypot(px - x, py - y));
            double hole = holePx > 0 ? soft(holePx - Math.hypot(px - x - holeXPx, py - y)) : 0;
            return flux / area * outer * (1 - hole);
        });
    }

    static double soft(double inside) {
        return Math.max(0, Math.min(1, inside + 0.5));
    }
}
