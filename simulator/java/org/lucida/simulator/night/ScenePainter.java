package org.lucida.simulator.night;

import java.util.ArrayList;
import java.util.List;
import org.lucida.simulator.formation.PointLights;
import org.lucida.simulator.formation.ScenePlanes;
import org.lucida.simulator.sky.Band;
import org.lucida.simulator.sky.PointLight;
import org.lucida.simulator.sky.Scene;
import org.lucida.simulator.sky.SceneSettings;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.Stars;
import org.lucida.simulator.sky.SkyGrid;

/** Paints a scene as it stands at a time, in photons: what is extended onto a grid, what is a point into a list. Thread: any. */
final class ScenePainter {
    /** A nebula this faint is none, mag/arcsec^2. */
    private static final double NO_NEBULA_MAG = 98;

    private final Scene scene;
    private final SceneSettings.Target target;
    private final Band[] bands;
    /** Grid pixels that are painted as one. */
    private final int coarseness;

    ScenePainter(Scene scene, SceneSettings.Target target, Band[] bands, int gridPerPx) {
        this.scene = scene;
        this.target = target;
        this.bands = bands;
        coarseness = target instanceof Cluster ? gridPerPx : 1;
    }

    /** The extended light on a grid, per grid pixel. */
    ScenePlanes planes(
            double timeS, int widthPx, int heightPx, double gridArcsec, double centreXArcsec, double centreYArcsec) {
        boolean isDark = target instanceof Stars
                || (target instanceof Cluster cluster && cluster.nebulaMagPerArcsec2() >= NO_NEBULA_MAG);
        if (isDark) {
            return ScenePlanes.dark(widthPx, heightPx, gridArcsec, bands.length);
        }
        float[][] planes = new float[bands.length][widthPx * heightPx];
        if (coarseness == 1) {
            scene.paint(timeS, new SkyGrid(widthPx, heightPx, gridArcsec, centreXArcsec, centreYArcsec), bands, planes);
        } else {
            paintCoarse(timeS, widthPx, heightPx, gridArcsec, coarseness, centreXArcsec, centreYArcsec, planes);
        }
        float area = (float) (gridArcsec * gridArcsec);
        for (float[] plane : planes) {
            for (int n = 0; n < plane.length; n++) {
                plane[n] *= area;
            }
        }
        return new ScenePlanes(widthPx, heightPx, gridArcsec, planes);
    }

    /** A nebula has no fine detail: painted on a coarser grid and drawn out in straight lines. Modifies the planes. */
    private void paintCoarse(
            double timeS,
            int widthPx,
            int heightPx,
            double gridArcsec,
            int coarse,
            double centreXArcsec,
            double centreYArcsec,
            float[][] planes) {
        int columns = widthPx / coarse + 3;
        int rows = heightPx / coarse + 3;
        float[][] few = new float[bands.length][columns * rows];
        scene.paint(timeS, new SkyGrid(columns, rows, gridArcsec * coarse, centreXArcsec, centreYArcsec), bands, few);
        for (int band = 0; band < few.length; band++) {
            for (int y = 0; y < heightPx; y++) {
                double v = (y - (heightPx - 1) / 2.0) / coarse + (rows - 1) / 2.0;
                int j = (int) v;
                float g = (float) (v - j);
                for (int x = 0; x < widthPx; x++) {
                    double u = (x - (widthPx - 1) / 2.0) / coarse + (columns - 1) / 2.0;
                    int i = (int) u;
                    float f = (float) (u - i);
                    int at = j * columns + i;
                    float top = few[band][at] * (1 - f) + few[band][at + 1] * f;
                    float below = few[band][at + columns] * (1 - f) + few[band][at + columns + 1] * f;
                    planes[band][y * widthPx + x] = top * (1 - g) + below * g;
                }
            }
        }
    }

    /** The points of light within a rectangle about a centre, as seen from that centre. */
    PointLights lights(
            double timeS, double centreXArcsec, double centreYArcsec, double halfWidthArcsec, double halfHeightArcsec) {
        List<PointLight> near = new ArrayList<>();
        for (PointLight light : scene.lights(timeS)) {
            if (Math.abs(light.xArcsec() - centreXArcsec) < halfWidthArcsec
                    && Math.abs(light.yArcsec() - centreYArcsec) < halfHeightArcsec) {
                near.add(light);
            }
        }
        double[] x = new double[near.size()];
        double[] y = new double[near.size()];
        double[][] photons = new double[bands.length][near.size()];
        for (int n = 0; n < x.length; n++) {
            x[n] = near.get(n).xArcsec() - centreXArcsec;
            y[n] = near.get(n).yArcsec() - centreYArcsec;
            for (int band = 0; band < bands.length; band++) {
                photons[band][n] = near.get(n).photonsPerM2PerS(bands[band]);
            }
        }
        return new PointLights(x, y, photons);
    }
}
