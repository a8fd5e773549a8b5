package org.lucida.simulator.sky;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sky.SceneSettings.Body;
import org.lucida.simulator.sky.SceneSettings.Planet;

/**
 * A globe that turns: oblate, limb-darkened, with phase; Saturn's rings with their gaps and shadows, Jupiter's moons with theirs.
 *
 * <p>Geometry is exact for parallel sight: a line of sight is cut with the ellipsoid. Brightness is Minnaert's law
 * (mu0^k mu^(k-1)), for the Moon Lommel-Seeliger's. The light of the whole globe at time 0, rings included and moons not, is the
 * magnitude asked for, in each band by the planet's colour.
 * <p>Simplified: one rotation for all latitudes; moons on circles in the equator's plane; rings as two-sided sheets of the same look
 * from above and below.
 * <p>Sources: radii and rotation, Archinal et al. 2018, Celest. Mech. Dyn. Astr. 130, 22 (IAU report); moons, their mean distances,
 * periods and radii in any almanac (JPL); ring radii, NASA's Saturn fact sheet; colours, Mallama et al. 2017, Icarus 282, 19.
 */
final class PlanetScene implements Scene {
    private static final double SECONDS_OF_DAY = 86_400;

    /** Io, Europa, Ganymede, Callisto: distance in equatorial radii (71492 km), period, radius in the same, magnitudes under Jupiter's. */
    private static final double[] MOON_DISTANCE = {5.900, 9.387, 14.972, 26.334};

    private static final double[] MOON_PERIOD_S = {
        1.769138 * SECONDS_OF_DAY, 3.551181 * SECONDS_OF_DAY, 7.154553 * SECONDS_OF_DAY, 16.689018 * SECONDS_OF_DAY
    };
    private static final double[] MOON_RADIUS = {0.02548, 0.02183, 0.03680, 0.03371};
    private static final double[] MOON_FAINTER_MAG = {7.7, 8.0, 7.3, 8.35};
    private static final double[] MOON_COLOUR_MAG = {1.17, 0.87, 0.83, 0.86};

    /** Edges of Saturn's rings in equatorial radii (60268 km), and brightness and opacity between: C, B, Cassini, A, Encke, A. */
    private static final double[] RING_EDGE = {1.2387, 1.5265, 1.9510, 2.0272, 2.2139, 2.2193, 2.2694};

    private static final double[] RING_OPACITY = {0.12, 0.93, 0.10, 0.60, 0.05, 0.57};
    private static final double[] RING_BRIGHTNESS = {0.10, 0.98, 0.07, 0.62, 0.03, 0.56};
    private static final double[] RING_COLOUR = {1.0, 0.90, 0.74};
    private static final int GLOBE = 1;
    private static final int RING = 2;
    private static final int FIRST_MOON = 4;
    /** Side of the grid on which the whole light is added up at the start. */
    private static final int MEASURE_PX = 480;

    private final Planet planet;
    private final double radiusArcsec;
    private final double polarRatio;
    private final double periodS;
    private final double minnaert;
    private final boolean dusty;
    private final GlobeMap map;
    private final SolidNoise ringlets;

    private final double sinAxis;
    private final double cosAxis;
    private final double sinTilt;
    private final double cosTilt;
    /** Directions to observer and Sun in the planet's frame: x to the right, y to the north pole, z to the observer's side. */
    private final double viewY;

    private final double viewZ;
    private final double sunX;
    private final double sunY;
    private final double sunZ;
    /** Photons for a relative brightness of 1 in each band. */
    private final double[] photons = new double[Band.values().length];

    PlanetScene(Planet planet, long seed) throws IOException {
        this.planet = planet;
        radiusArcsec = planet.diameterArcsec() / 2;
        Body body = planet.body();
        polarRatio = switch (body) {
            case JUPITER -> 0.93513;
            case SATURN -> 0.90204;
            case MARS -> 0.99411;
            case VENUS, MOON -> 1;
        };
        periodS = switch (body) {
            case JUPITER -> 35_740.6;
            case SATURN -> 38_362.4;
            case MARS -> 88_642.66;
                // The veil of Venus turns backwards in some four days.
            case VENUS -> -4 * SECONDS_OF_DAY;
            case MOON -> 27.321661 * SECONDS_OF_DAY;
        };
        minnaert = switch (body) {
            case JUPITER -> 0.92;
            case SATURN -> 0.88;
            case MARS -> 0.72;
            case VENUS, MOON -> 1;
        };
        dusty = body == Body.MOON;
        map = switch (body) {
            case JUPITER -> GlobeMap.of(PicturePlanes.shipped("jupiter-map.png"));
            case MOON -> GlobeMap.of(PicturePlanes.shipped("moon-map.png"));
            case SATURN -> GlobePainter.saturn(seed);
            case MARS -> GlobePainter.mars(seed);
            case VENUS -> GlobePainter.venus(seed);
        };
        ringlets = new SolidNoise(new CountedRandom(seed, 0x5A7));
        double axis = StrictMath.toRadians(planet.axisDeg());
        double tilt = StrictMath.toRadians(planet.poleTiltDeg());
        sinAxis = StrictMath.sin(axis);
        cosAxis = StrictMath.cos(axis);
        sinTilt = StrictMath.sin(tilt);
        cosTilt = StrictMath.cos(tilt);
        viewY = sinTilt;
        viewZ = cosTilt;
        double phase = StrictMath.toRadians(planet.phaseDeg());
        sunX = StrictMath.sin(phase);
        sunY = StrictMath.cos(phase) * sinTilt;
        sunZ = StrictMath.cos(phase) * cosTilt;
        measure();
    }

    @Override
    public double motionArcsecPerS() {
        double spin = 2 * Math.PI * radiusArcsec / Math.abs(periodS);
        double moonSpeed = 0;
        if (planet.moons()) {
            for (int moon = 0; moon < MOON_DISTANCE.length; moon++) {
                moonSpeed = Math.max(moonSpeed, 2 * Math.PI * MOON_DISTANCE[moon] * radiusArcsec / MOON_PERIOD_S[moon]);
            }
        }
        return Math.max(spin, moonSpeed);
    }

    @Override
    public List<PointLight> lights(double timeS) {
        return List.of();
    }

    @Override
    public void paint(double timeS, SkyGrid grid, Band[] bands, float[][] planes) {
        Sky sky = new Sky(timeS);
        for (float[] plane : planes) {
            Arrays.fill(plane, 0, grid.widthPx() * grid.heightPx(), 0);
        }
        double[] sum = new double[4];
        for (int y = 0; y < grid.heightPx(); y++) {
            for (int x = 0; x < grid.widthPx(); x++) {
                if (!sky.mayShine(grid.xArcsec(x), grid.yArcsec(y), grid.arcsecPerPx())) {
                    continue;
                }
                // Two samples each way; where they meet different things, five.
                boolean even = sky.mean(grid, x, y, 2, sum);
                if (!even) {
                    sky.mean(grid, x, y, 5, sum);
                }
                for (int i = 0; i < bands.length; i++) {
                    planes[i][y * grid.widthPx() + x] = (float) sum[bands[i].ordinal()];
                }
            }
        }
    }

    /** Finds the photons for a relative brightness of 1: the whole globe shall have the magnitude. */
    private void measure() {
        Arrays.fill(photons, 1);
        double half = planet.body() == Body.SATURN ? 2.4 * radiusArcsec : 1.05 * radiusArcsec;
        SkyGrid grid = SkyGrid.centred(MEASURE_PX, MEASURE_PX, 2 * half / MEASURE_PX);
        Sky bare = new Sky(0);
        bare.moonCount = 0;
        double[] sum = new double[4];
        double[] total = new double[4];
        for (int y = 0; y < MEASURE_PX; y++) {
            for (int x = 0; x < MEASURE_PX; x++) {
                bare.mean(grid, x, y, 2, sum);
                for (int band = 0; band < total.length; band++) {
                    total[band] += sum[band];
                }
            }
        }
        double colour =
                switch (planet.body()) {
                    case JUPITER -> 0.83;
                    case SATURN -> 1.04;
                    case MARS -> 1.36;
                    case VENUS -> 0.82;
                    case MOON -> 0.92;
                };
        double area = grid.arcsecPerPx() * grid.arcsecPerPx();
        for (Band band : Band.values()) {
            photons[band.ordinal()] =
                    Photometry.photonsPerM2PerS(band, planet.vMag(), colour) / (total[band.ordinal()] * area);
        }
    }

    /** Brightness and opacity of the rings at a distance in radii; 0 outside. */
    private double ring(double radius, boolean opacity) {
        if (radius <= RING_EDGE[0] || radius >= RING_EDGE[RING_EDGE.length - 1]) {
            return 0;
        }
        int zone = 0;
        while (radius > RING_EDGE[zone + 1]) {
            zone++;
        }
        double grooves = ringlets.at(radius * 40, 0.5, 0.5, 1) + 0.6 * ringlets.at(radius * 110, 0.5, 0.5, 2);
        double value = opacity ? RING_OPACITY[zone] : RING_BRIGHTNESS[zone];
        return Math.min(opacity ? 0.97 : 1.2, value * (1 + 0.10 * grooves));
    }

    /** The scene at one time. Places are in radii of the globe, in the planet's frame turned upright: x right, y up. */
    private final class Sky {
        private final double turnRad;
        private final double[] moonX = new double[MOON_DISTANCE.length];
        private final double[] moonY = new double[MOON_DISTANCE.length];
        private final double[] moonZ = new double[MOON_DISTANCE.length];
        private final double[] shadowX = new double[MOON_DISTANCE.length];
        private final double[] shadowY = new double[MOON_DISTANCE.length];
        private final double[] shadowZ = new double[MOON_DISTANCE.length];
        private final double[][] moonPhotons = new double[MOON_DISTANCE.length][Band.values().length];
        private final double[] colour = new double[3];
        private final double[] light = new double[4];
        private int moonCount = planet.moons() ? MOON_DISTANCE.length : 0;

        Sky(double timeS) {
            // The globe turns towards growing x: what is at the left comes to the middle.
            turnRad = StrictMath.toRadians(planet.longitudeDeg()) + 2 * Math.PI * timeS / periodS;
            for (int moon = 0; moon < moonCount; moon++) {
                double turn = planet.moonTurnFraction() * (1 + 0.37 * moon) + timeS / MOON_PERIOD_S[moon];
                double angle = 2 * Math.PI * (turn - Math.floor(turn));
                // At angle 0 before the planet, going to growing x as the near side of the globe does.
                double along = MOON_DISTANCE[moon] * StrictMath.sin(angle);
                double near = MOON_DISTANCE[moon] * StrictMath.cos(angle);
                moonX[moon] = along;
                moonY[moon] = -near * sinTilt;
                moonZ[moon] = near * cosTilt;
                shadowX[moon] = along;
                shadowY[moon] = 0;
                shadowZ[moon] = near;
                double disc = Math.PI * square(MOON_RADIUS[moon] * radiusArcsec);
                for (Band band : Band.values()) {
                    moonPhotons[moon][band.ordinal()] = Photometry.photonsPerM2PerS(
                                    band, planet.vMag() + MOON_FAINTER_MAG[moon], MOON_COLOUR_MAG[moon])
                            / disc;
                }
            }
        }

        boolean mayShine(double xArcsec, double yArcsec, double pxArcsec) {
            double reach = planet.body() == Body.SATURN ? 2.3 : 1.01;
            double distance = StrictMath.sqrt(xArcsec * xArcsec + yArcsec * yArcsec);
            if (distance < reach * radiusArcsec + pxArcsec) {
                return true;
            }
            double x = rightOf(xArcsec, yArcsec);
            double y = upOf(xArcsec, yArcsec);
            double px = 1.5 * pxArcsec / radiusArcsec;
            for (int moon = 0; moon < moonCount; moon++) {
                if (Math.abs(x - moonX[moon]) < MOON_RADIUS[moon] + px
                        && Math.abs(y - moonY[moon]) < MOON_RADIUS[moon] + px) {
                    return true;
                }
            }
            return false;
        }

        /** Mean light over a pixel into sum, by ordinal of the band; false if the samples met different things. */
        boolean mean(SkyGrid grid, int column, int row, int samples, double[] sum) {
            Arrays.fill(sum, 0);
            int first = -1;
            boolean even = true;
            for (int j = 0; j < samples; j++) {
                for (int i = 0; i < samples; i++) {
                    double xArcsec = grid.xArcsec(column + (i + 0.5) / samples - 0.5);
                    double yArcsec = grid.yArcsec(row + (j + 0.5) / samples - 0.5);
                    int met = look(rightOf(xArcsec, yArcsec), upOf(xArcsec, yArcsec));
                    first = first < 0 ? met : first;
                    even &= met == first;
                    for (int band = 0; band < 4; band++) {
                        sum[band] += light[band];
                    }
                }
            }
            for (int band = 0; band < 4; band++) {
                sum[band] /= samples * samples;
            }
            return even;
        }

        private double rightOf(double xArcsec, double yArcsec) {
            return (xArcsec * cosAxis + yArcsec * sinAxis) / radiusArcsec;
        }

        private double upOf(double xArcsec, double yArcsec) {
            return (xArcsec * sinAxis - yArcsec * cosAxis) / radiusArcsec;
        }

        /** Light at a place into light; tells what is there. */
        private int look(double x, double y) {
            Arrays.fill(light, 0);
            double depth = globeDepth(x, y);
            boolean globe = !Double.isNaN(depth);
            int met = 0;
            for (int moon = 0; moon < moonCount; moon++) {
                boolean before = !globe || moonZ[moon] > depth;
                if (before
                        && square(x - moonX[moon]) + square(y - moonY[moon]) < square(MOON_RADIUS[moon])
                        && !(moonZ[moon] < 0 && hidden(moon))) {
                    System.arraycopy(moonPhotons[moon], 0, light, 0, 4);
                    return FIRST_MOON + moon;
                }
            }
            if (globe) {
                met = GLOBE + shineGlobe(x, y, depth);
            }
            if (planet.body() == Body.SATURN && Math.abs(sinTilt) > 1e-3) {
                met += addRing(x, y, globe, depth);
            }
            return met;
        }

        /** True if the moon stands in the planet's shadow. */
        private boolean hidden(int moon) {
            double along = shadowX[moon] * sunX + shadowY[moon] * sunY + shadowZ[moon] * sunZ;
            double awayX = shadowX[moon] - along * sunX;
            double awayY = (shadowY[moon] - along * sunY) / polarRatio;
            double awayZ = shadowZ[moon] - along * sunZ;
            return along < 0 && awayX * awayX + awayY * awayY + awayZ * awayZ < 1;
        }

        /** Where the line of sight meets the globe, towards the observer; NaN outside. */
        private double globeDepth(double x, double y) {
            double squash = 1 / (polarRatio * polarRatio);
            double a = cosTilt * cosTilt + sinTilt * sinTilt * squash;
            double b = y * sinTilt * cosTilt * (squash - 1);
            double c = x * x + y * y * (sinTilt * sinTilt + cosTilt * cosTilt * squash) - 1;
            double root = b * b - a * c;
            return root < 0 ? Double.NaN : (-b + StrictMath.sqrt(root)) / a;
        }

        /** Adds the globe's light; tells 1 if a moon's or the rings' shadow falls there. */
        private int shineGlobe(double x, double y, double depth) {
            double placeY = y * cosTilt + depth * sinTilt;
            double placeZ = depth * cosTilt - y * sinTilt;
            double normalY = placeY / (polarRatio * polarRatio);
            double length = StrictMath.sqrt(x * x + normalY * normalY + placeZ * placeZ);
            double mu = (normalY * viewY + placeZ * viewZ) / length;
            double mu0 = (x * sunX + normalY * sunY + placeZ * sunZ) / length;
            if (mu0 <= 0 || mu <= 0) {
                return 0;
            }
            double latitude = StrictMath.asin(Math.max(-1, Math.min(1, placeY / polarRatio)));
            double longitude = StrictMath.atan2(x, placeZ) - turnRad;
            map.colour(longitude, latitude, colour);
            double shade = dusty
                    ? 2 * mu0 / (mu0 + mu)
                    : StrictMath.pow(mu0, minnaert) * StrictMath.pow(Math.max(0.02, mu), minnaert - 1);
            int shadowed = 0;
            for (int moon = 0; moon < moonCount; moon++) {
                double offX = shadowX[moon] - x;
                double offY = shadowY[moon] - placeY;
                double offZ = shadowZ[moon] - placeZ;
                double along = offX * sunX + offY * sunY + offZ * sunZ;
                double away = offX * offX + offY * offY + offZ * offZ - along * along;
                if (along > 0 && away < square(MOON_RADIUS[moon])) {
                    shade *= 0.02;
                    shadowed = 16;
                }
            }
            if (planet.body() == Body.SATURN && -placeY / sunY > 0) {
                double along = -placeY / sunY;
                double shadow = ring(StrictMath.sqrt(square(x + along * sunX) + square(placeZ + along * sunZ)), true);
                shade *= 1 - 0.9 * shadow;
                shadowed = shadow > 0.3 ? 16 : 0;
            }
            put(shade);
            return shadowed;
        }

        /** Adds the rings' light over or beside the globe; tells if there are any. */
        private int addRing(double x, double y, boolean globe, double depth) {
            double across = -y / sinTilt;
            double radius = StrictMath.sqrt(x * x + across * across);
            double opacity = ring(radius, true);
            if (opacity == 0) {
                return 0;
            }
            // Place of the ring in the planet's frame: (x, 0, across); towards the observer it lies at across *
            // cosTilt.
            if (globe && across * cosTilt < depth) {
                return 0;
            }
            double bright = ring(radius, false);
            double squash = 1 / (polarRatio * polarRatio);
            double a = sunX * sunX + sunZ * sunZ + sunY * sunY * squash;
            double b = x * sunX + across * sunZ;
            double c = x * x + across * across - 1;
            boolean dark = b < 0 && b * b - a * c > 0;
            double keep = 1 - opacity;
            for (int band = 0; band < 4; band++) {
                light[band] *= keep;
            }
            if (!dark) {
                System.arraycopy(RING_COLOUR, 0, colour, 0, 3);
                put(0.95 * bright);
            }
            return RING + (dark ? 32 : 0);
        }

        private void put(double level) {
            light[0] += photons[0] * colour[0] * level;
            light[1] += photons[1] * colour[1] * level;
            light[2] += photons[2] * colour[2] * level;
            light[3] += photons[3] * level * (colour[0] + colour[1] + colour[2]) / 3;
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
