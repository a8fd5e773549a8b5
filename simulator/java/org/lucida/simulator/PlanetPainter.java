package org.lucida.simulator;

import org.lucida.simulator.chance.CountedRandom;

/**
 * Paints a Jupiter: an oblate, limb-darkened disc with belts, a great red spot, white ovals, a moon and its shadow.
 *
 * <p>Drawn for plausibility, not measured from pictures: band latitudes and colours are rounded textbook values.
 * <p>Coordinates: the disc's centre is the sensor's centre, ((widthPx - 1) / 2, (heightPx - 1) / 2).
 */
final class PlanetPainter {
    /** Polar over equatorial diameter of Jupiter. */
    private static final double FLATTENING_RATIO = 0.935;
    /** Position angle of the axis on the sensor and tilt towards the observer, chosen for looks. */
    private static final double AXIS_RAD = StrictMath.toRadians(11);

    private static final double TILT_RAD = StrictMath.toRadians(3);
    /** Sun, planet, observer; makes one limb a little softer. */
    private static final double PHASE_RAD = StrictMath.toRadians(7);
    /** Minnaert exponents of red, green, blue; about 0.9 is quoted for Jupiter in visible light. */
    private static final double[] MINNAERT = {0.92, 0.88, 0.84};
    /** Strength of the colours of white light on the sensor. */
    static final double[] GAINS = {1.0, 0.85, 0.65};

    private static final double[] ZONE = {1.0, 0.96, 0.88};
    private static final double[] BELT = {0.70, 0.53, 0.40};
    private static final double[] POLE_GREY = {0.66, 0.63, 0.60};
    private static final double[] SPOT = {0.86, 0.53, 0.38};
    private static final double[] OVAL = {1.04, 1.01, 0.96};
    private static final double[] FESTOON = {0.62, 0.64, 0.68};
    private static final double[] MOON_COLOR = {0.95, 0.85, 0.62};

    /** Belts: south edge, north edge (degrees), darkness, raggedness of the edges (degrees). */
    private static final double[][] BELTS = {
        {7.5, 17.5, 1.0, 1.6},
        {24, 29, 0.55, 1.0},
        {35, 38.5, 0.35, 1.0},
        {43, 46, 0.25, 1.0},
        {-12, -7, 0.85, 0.8},
        {-21, -14, 0.95, 1.2},
        {-32.5, -28, 0.5, 1.0},
        {-42, -38, 0.35, 1.0},
        {-0.9, 0.9, 0.22, 0.8},
    };

    private final double discDiameterPx;
    private final LatticeNoise noise;
    private final double[] color = new double[3];

    private PlanetPainter(double discDiameterPx, CountedRandom random) {
        this.discDiameterPx = discDiameterPx;
        noise = new LatticeNoise(random);
    }

    /** The painting for a sensor; {@code marginPx} of darkness is left around for the blur. */
    static Painting paint(ClipSettings settings, CountedRandom random, double marginPx) {
        double diameterPx = settings.discDiameterPx();
        PlanetPainter painter = new PlanetPainter(diameterPx, random);
        int halfColumns = (int) Math.ceil(Painting.POINTS_PER_PX * (0.80 * diameterPx + marginPx));
        int halfRows = (int) Math.ceil(Painting.POINTS_PER_PX * (0.52 * diameterPx + marginPx));
        int columns = 2 * halfColumns + 1;
        int rows = 2 * halfRows + 1;
        float[][] values = new float[3][columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                painter.colorAt(
                        (double) (column - halfColumns) / Painting.POINTS_PER_PX,
                        (double) (row - halfRows) / Painting.POINTS_PER_PX);
                for (int plane = 0; plane < 3; plane++) {
                    values[plane][row * columns + column] = (float) painter.color[plane];
                }
            }
        }
        float brightest = 0;
        for (float[] plane : values) {
            for (float value : plane) {
                brightest = Math.max(brightest, value);
            }
        }
        for (float[] plane : values) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] /= brightest;
            }
        }
        double centreXPx = (settings.widthPx() - 1) / 2.0;
        double centreYPx = (settings.heightPx() - 1) / 2.0;
        return new Painting(
                columns,
                rows,
                centreXPx - (double) halfColumns / Painting.POINTS_PER_PX,
                centreYPx - (double) halfRows / Painting.POINTS_PER_PX,
                false,
                values);
    }

    /** Leaves the colour at an offset from the centre (px, y down) in {@code color}. */
    private void colorAt(double offsetXPx, double offsetYPx) {
        double radiusPx = discDiameterPx / 2;
        double cos = StrictMath.cos(AXIS_RAD);
        double sin = StrictMath.sin(AXIS_RAD);
        double east = (offsetXPx * cos + offsetYPx * sin) / radiusPx;
        double north = (offsetXPx * sin - offsetYPx * cos) / radiusPx;

        double moon = disc(east + 1.42, north - 0.06, 0.0255, radiusPx);
        double nx = east;
        double ny = north / FLATTENING_RATIO;
        double rho = StrictMath.sqrt(nx * nx + ny * ny);
        double cover = edge((1 - rho) * radiusPx);
        color[0] = 0;
        color[1] = 0;
        color[2] = 0;
        if (cover > 0) {
            if (rho > 0.9995) {
                nx *= 0.9995 / rho;
                ny *= 0.9995 / rho;
            }
            double nz = StrictMath.sqrt(1 - nx * nx - ny * ny);
            bands(nx, ny, nz);
            double shadow = disc(east - 0.47, north - 0.235, 0.0262, radiusPx);
            double sunlight = Math.max(0.01, nx * StrictMath.sin(PHASE_RAD) + nz * StrictMath.cos(PHASE_RAD));
            for (int plane = 0; plane < 3; plane++) {
                double k = MINNAERT[plane];
                double shade = StrictMath.pow(sunlight, k) * StrictMath.pow(nz, k - 1);
                color[plane] *= cover * Math.min(1.05, shade) * (1 - 0.97 * shadow);
            }
        }
        for (int plane = 0; plane < 3; plane++) {
            color[plane] += moon * 0.8 * MOON_COLOR[plane];
        }
    }

    /** Cloud colours at a point of the unit sphere. */
    private void bands(double nx, double ny, double nz) {
        double y = ny * StrictMath.cos(TILT_RAD) + nz * StrictMath.sin(TILT_RAD);
        double z = nz * StrictMath.cos(TILT_RAD) - ny * StrictMath.sin(TILT_RAD);
        double latitude = StrictMath.toDegrees(StrictMath.asin(Math.max(-1, Math.min(1, y))));
        double longitude = StrictMath.toDegrees(StrictMath.atan2(nx, z));

        // Streaks: clouds drawn out along the rows by the winds, swirled by a coarser field.
        double swirl = 3 * cloud(longitude / 16, latitude / 7, 3, 100);
        double fine = cloud((longitude + 2 * swirl) / 9, (latitude + 0.5 * swirl) / 2.2, 4, 200);
        double ragged = cloud((longitude + swirl) / 11, latitude / 9, 4, 300);

        double spot = ellipse(longitude + 27, latitude + 22.5, 10.5, 6.2);
        double hollow = ellipse(longitude + 27, latitude + 22.0, 15, 8.6);

        double dark = 0;
        for (double[] belt : BELTS) {
            double south = latitude - belt[0] + belt[3] * ragged;
            double north = belt[1] - latitude + belt[3] * cloud(longitude / 10 + 31, belt[1], 3, 400);
            double soft = 0.9;
            double inside = rise(south / soft) * rise(north / soft);
            dark = Math.max(dark, belt[2] * inside * (1 + 0.28 * fine));
        }
        // The spot pushes the belt aside.
        dark *= 1 - 0.85 * rise(2.5 * (hollow - 0.35));
        dark = Math.min(1, dark + 0.08 * (fine + 0.3));
        double polar = rise((Math.abs(latitude) - 47) / 5);

        double plume = cloud(longitude / 8.5 + 0.12 * (latitude - 8), 3.7, 2, 500);
        double festoon = rise((plume - 0.28) * 9) * rise((latitude - 1) / 1.6) * rise((8.5 - latitude) / 1.6) * 0.55;

        double oval = 0;
        for (int i = 0; i < 5; i++) {
            oval = Math.max(oval, ellipse(longitude - (-58 + 24 * i), latitude + 34.5 - 0.5 * (i & 1), 3.1, 2.0));
        }
        double white = ellipse(longitude - 22, latitude + 24.5, 4.2, 2.6);
        oval = Math.max(oval, white);
        double barge = ellipse(longitude - 12, latitude - 16.8, 4.0, 1.3);

        for (int plane = 0; plane < 3; plane++) {
            double value = ZONE[plane] + (BELT[plane] - ZONE[plane]) * dark;
            value += (POLE_GREY[plane] * (1 + 0.10 * fine) - value) * 0.8 * polar;
            value += (FESTOON[plane] - value) * festoon;
            value += (BELT[plane] * 0.72 - value) * 0.8 * rise(3 * (barge - 0.4));
            value += (OVAL[plane] - value) * 0.85 * rise(3 * (oval - 0.4));
            value += (SPOT[plane] * (1 + 0.06 * fine) - value) * rise(4 * (spot - 0.35));
            color[plane] = value;
        }
    }

    private double cloud(double x, double y, int octaves, int layer) {
        return noise.octaves(x + 500, y + 500, 1 << 14, 1 << 14, octaves, 0.55, layer);
    }

    /** 1 in the middle of an ellipse, 0 at its border, negative outside. */
    private static double ellipse(double x, double y, double halfX, double halfY) {
        return 1 - StrictMath.sqrt(x * x / (halfX * halfX) + y * y / (halfY * halfY));
    }

    /** Cover of a small disc at an offset, all in planet radii. */
    private static double disc(double x, double y, double radius, double radiusPx) {
        return edge((radius - StrictMath.sqrt(x * x + y * y)) * radiusPx);
    }

    /** Cover of an edge one pixel soft, insidePx from it: 0 to 1. */
    private static double edge(double insidePx) {
        return rise(insidePx * 2);
    }

    /** Smooth step from 0 at -1 to 1 at +1. */
    private static double rise(double x) {
        double t = Math.max(0, Math.min(1, 0.5 + 0.5 * x));
        return t * t * (3 - 2 * t);
    }
}
