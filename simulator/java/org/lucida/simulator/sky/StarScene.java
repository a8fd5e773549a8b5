package org.lucida.simulator.sky;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.Star;
import org.lucida.simulator.sky.SceneSettings.Stars;

/**
 * Stars as points, given one by one or drawn as a cluster, and a nebula around them.
 *
 * <p>A cluster's magnitudes follow a power law (stars up to magnitude m go as 10^(slope m)), its places a Plummer sphere, those of the field
 * are even. Bright members are bluer than faint ones, with a spread, but for the red giants. The same seed gives the same catalogue.
 * <p>Source: Plummer 1911, MNRAS 71, 460.
 */
final class StarScene implements Scene {
    private static final double NO_NEBULA_MAG = 98;
    /** Cluster stars are held within this many radii. */
    private static final double MOST_RADII = 12;
    /** Giants are in this brighter part of the span of magnitudes. */
    private static final double GIANTS_END = 0.4;

    private final List<PointLight> lights = new ArrayList<>();
    private final double[] nebulaPhotons;
    private final double nebulaScaleArcsec;
    private final SolidNoise noise;

    StarScene(Stars stars) {
        for (Star star : stars.stars()) {
            lights.add(PointLight.of(star.xArcsec(), star.yArcsec(), star.vMag(), star.bMinusVMag()));
        }
        nebulaPhotons = null;
        nebulaScaleArcsec = 1;
        noise = null;
    }

    StarScene(Cluster cluster, long seed) {
        CountedRandom random = new CountedRandom(seed, 0x57A2);
        int count = cluster.starCount() + cluster.fieldStarCount();
        double slope = cluster.slopePerMagRatio();
        double span = StrictMath.pow(10, -slope * (cluster.faintestMag() - cluster.brightestMag()));
        for (int i = 0; i < count; i++) {
            long number = 16L * i;
            boolean member = i < cluster.starCount();
            double share = span + (1 - span) * random.unit(number);
            double magnitude = cluster.faintestMag() + StrictMath.log10(share) / slope;
            double x;
            double y;
            if (member) {
                double inside = random.unit(number + 1);
                double radius = Math.min(MOST_RADII, StrictMath.sqrt(inside / Math.max(1e-6, 1 - inside)))
                        * cluster.coreRadiusArcsec();
                double angle = 2 * Math.PI * random.unit(number + 2);
                x = radius * StrictMath.cos(angle);
                y = radius * StrictMath.sin(angle);
            } else {
                x = (random.unit(number + 1) - 0.5) * cluster.fieldArcsec();
                y = (random.unit(number + 2) - 0.5) * cluster.fieldArcsec();
            }
            double faint = (magnitude - cluster.brightestMag()) / (cluster.faintestMag() - cluster.brightestMag());
            double colour = member
                    ? -0.05 + 1.1 * faint + 0.08 * random.gaussian(number + 3)
                    : 0.7 + 0.35 * random.gaussian(number + 3);
            // Red giants: the brightest are the reddest.
            if (member && faint < GIANTS_END && random.unit(number + 4) < cluster.giantFraction()) {
                colour = 1.4 - 1.2 * faint + 0.1 * random.gaussian(number + 5);
            }
            lights.add(PointLight.of(x, y, magnitude, Math.max(-0.3, Math.min(2, colour))));
        }
        nebulaScaleArcsec = cluster.nebulaScaleArcsec();
        noise = new SolidNoise(new CountedRandom(seed, 0x4EB));
        nebulaPhotons = cluster.nebulaMagPerArcsec2() < NO_NEBULA_MAG ? nebula(cluster.nebulaMagPerArcsec2()) : null;
    }

    @Override
    public void paint(double timeS, SkyGrid grid, Band[] bands, float[][] planes) {
        for (float[] plane : planes) {
            Arrays.fill(plane, 0, grid.widthPx() * grid.heightPx(), 0);
        }
        if (nebulaPhotons == null) {
            return;
        }
        for (int y = 0; y < grid.heightPx(); y++) {
            for (int x = 0; x < grid.widthPx(); x++) {
                double u = grid.xArcsec(x) / nebulaScaleArcsec;
                double v = grid.yArcsec(y) / nebulaScaleArcsec;
                double warpX = noise.octaves(1.3 * u + 40, 1.3 * v, 7.3, 3, 0.5, 10);
                double warpY = noise.octaves(1.3 * u, 1.3 * v + 40, 3.1, 3, 0.5, 20);
                double gas = noise.octaves(u + 0.7 * warpX, v + 0.7 * warpY, 0.5, 6, 0.55, 30);
                double dust = noise.octaves(1.7 * u + 0.5 * warpY, 1.7 * v - 0.5 * warpX, 9.7, 5, 0.6, 40);
                double glow = StrictMath.exp(-0.35 * (u * u + v * v));
                double hydrogen =
                        glow * GlobePainter.rise(1.6 * gas + 0.2) * (1 - 0.85 * GlobePainter.rise(6 * (dust - 0.18)));
                double oxygen = hydrogen * StrictMath.exp(-1.5 * (u * u + v * v));
                for (int i = 0; i < bands.length; i++) {
                    double light =
                            switch (bands[i]) {
                                case RED -> hydrogen;
                                case GREEN, BLUE -> 0.25 * hydrogen + 0.5 * oxygen;
                                case LUMINANCE -> 0.5 * hydrogen + 0.35 * oxygen;
                            };
                    planes[i][y * grid.widthPx() + x] = (float) (light * nebulaPhotons[bands[i].ordinal()]);
                }
            }
        }
    }

    @Override
    public List<PointLight> lights(double timeS) {
        return List.copyOf(lights);
    }

    @Override
    public double motionArcsecPerS() {
        return 0;
    }

    private static double[] nebula(double magPerArcsec2) {
        return TiledScene.photons(magPerArcsec2, 0.3);
    }
}
