package org.lucida.simulator.formation;

import java.util.List;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.LayerSettings;
import org.lucida.simulator.air.SkyConditions;
import org.lucida.simulator.air.SkySettings;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.optics.Refraction;
import org.lucida.simulator.optics.Telescope;

/** A small field for tests: 20 cm telescope, one high layer, a few seconds. */
final class SmallSky {
    static final Telescope TELESCOPE = Telescope.perfect(0.2, 4);
    static final double ARCSEC_PER_PX = 0.15;

    private SmallSky() {}

    static Atmosphere air(double r0M, double runS) {
        AirSettings settings = new AirSettings(
                r0M,
                20,
                0,
                List.of(new LayerSettings(0, 0.6, 5, 20), new LayerSettings(6000, 0.4, 15, 120)),
                0,
                3,
                0,
                7);
        return new Atmosphere(settings, 0.2, 60 / 206265.0, 0.2 / 32, runS);
    }

    static SkyConditions clear() {
        return new SkyConditions(SkySettings.perfect(), 1, 7);
    }

    /** Light only within a box around the middle, so that all of it stays on the canvas. */
    static ScenePlanes speckled(int widthPx, int heightPx, int marginPx, int channels) {
        float[][] planes = new float[channels][widthPx * heightPx];
        CountedRandom random = new CountedRandom(5, 1);
        for (int c = 0; c < channels; c++) {
            for (int y = marginPx; y < heightPx - marginPx; y++) {
                for (int x = marginPx; x < widthPx - marginPx; x++) {
                    planes[c][y * widthPx + x] = (float) (1 + 9 * random.unit((long) y * widthPx + x));
                }
            }
        }
        return new ScenePlanes(widthPx, heightPx, ARCSEC_PER_PX, planes);
    }

    /** One soft spot in the middle of its own grid. */
    static ScenePlanes spot(int sizePx, double sigmaPx, int channels) {
        float[][] planes = new float[channels][sizePx * sizePx];
        double middle = (sizePx - 1) / 2.0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < sizePx; y++) {
                for (int x = 0; x < sizePx; x++) {
                    double square = (x - middle) * (x - middle) + (y - middle) * (y - middle);
                    double value = 1000 * Math.exp(-square / (2 * sigmaPx * sigmaPx));
                    planes[c][y * sizePx + x] = value < 1e-3 ? 0f : (float) value;
                }
            }
        }
        return new ScenePlanes(sizePx, sizePx, ARCSEC_PER_PX, planes);
    }

    static FormationPlan plan(
            Atmosphere air, FieldSettings field, ScenePlanes scene, PointLights points, MountMotion mount) {
        return FormationPlan.full(TELESCOPE, air, clear(), (Refraction) null, field, scene, points, mount);
    }

    static FieldSettings field(int widthPx, int heightPx, int gridPerPx, List<LightChannel> channels) {
        return FieldSettings.usual(widthPx, heightPx, gridPerPx, channels);
    }

    /** A mount that holds the picture at one place. */
    static MountMotion held(double xPx, double yPx, double rotationRad) {
        return new MountMotion() {
            @Override
            public double xPx(double timeS) {
                return xPx;
            }

            @Override
            public double yPx(double timeS) {
                return yPx;
            }

            @Override
            public double rotationRad(double timeS) {
                return rotationRad;
            }
        };
    }

    static double sum(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum;
    }

    /** {x, y} of the centre of light. */
    static double[] centre(float[] plane, int widthPx) {
        double sum = 0;
        double sx = 0;
        double sy = 0;
        for (int n = 0; n < plane.length; n++) {
            sum += plane[n];
            sx += plane[n] * (n % widthPx);
            int row = n / widthPx;
            sy += plane[n] * (double) row;
        }
        return new double[] {sx / sum, sy / sum};
    }
}
