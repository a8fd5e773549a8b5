package org.lucida.simulator.night;

/** A star in a picture: its middle, its width and its light. */
final class StarProfile {
    final double xPx;
    final double yPx;
    /** Full width at half of the peak of the mean over all directions. */
    final double fwhmPx;
    /** Sum within the window above the sky. */
    final double light;

    /** Looks at the star near a place; the window's rim is taken as sky. */
    StarProfile(double[][] picture, double nearXPx, double nearYPx, int windowPx) {
        double x = nearXPx;
        double y = nearYPx;
        double sum = 0;
        double sky = sky(picture, nearXPx, nearYPx, windowPx);
        for (int round = 0; round < 4; round++) {
            double byX = 0;
            double byY = 0;
            sum = 0;
            for (int j = (int) Math.ceil(y - windowPx); j <= y + windowPx; j++) {
                for (int i = (int) Math.ceil(x - windowPx); i <= x + windowPx; i++) {
                    if (Math.hypot(i - x, j - y) <= windowPx && isIn(picture, i, j)) {
                        double value = picture[j][i] - sky;
                        sum += value;
                        byX += value * i;
                        byY += value * j;
                    }
                }
            }
            x = byX / sum;
            y = byY / sum;
        }
        xPx = x;
        yPx = y;
        light = sum;
        fwhmPx = width(picture, x, y, windowPx, sky);
    }

    private static boolean isIn(double[][] picture, int i, int j) {
        return j >= 0 && i >= 0 && j < picture.length && i < picture[0].length;
    }

    private static double sky(double[][] picture, double x, double y, int windowPx) {
        double sum = 0;
        int count = 0;
        for (int degree = 0; degree < 360; degree += 3) {
            int i = (int) Math.rint(x + windowPx * Math.cos(Math.toRadians(degree)));
            int j = (int) Math.rint(y + windowPx * Math.sin(Math.toRadians(degree)));
            if (isIn(picture, i, j)) {
                sum += picture[j][i];
                count++;
            }
        }
        return sum / count;
    }

    /** Rings half a pixel apart, straight between pixels. */
    private static double width(double[][] picture, double x, double y, int windowPx, double sky) {
        double peak = Double.NaN;
        double before = Double.NaN;
        for (double r = 0; r < windowPx; r += 0.1) {
            double sum = 0;
            int turns = 48;
            for (int n = 0; n < turns; n++) {
                double angle = 2 * Math.PI * n / turns;
                sum += between(picture, x + r * Math.cos(angle), y + r * Math.sin(angle)) - sky;
            }
            sum /= turns;
            if (Double.isNaN(peak)) {
                peak = sum;
            }
            if (sum < peak / 2) {
                return 2 * (r - 0.1 * (peak / 2 - sum) / (before - sum));
            }
            before = sum;
        }
        return 2.0 * windowPx;
    }

    private static double between(double[][] picture, double x, double y) {
        int i = (int) Math.floor(x);
        int j = (int) Math.floor(y);
        if (!isIn(picture, i, j) || !isIn(picture, i + 1, j + 1)) {
            return 0;
        }
        double top = picture[j][i] * (1 - (x - i)) + picture[j][i + 1] * (x - i);
        double below = picture[j + 1][i] * (1 - (x - i)) + picture[j + 1][i + 1] * (x - i);
        return top * (1 - (y - j)) + below * (y - j);
    }
}
