package org.lucida.simulator.night;

import java.util.ArrayList;
import java.util.List;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.LayerSettings;
import org.lucida.simulator.formation.LightChannel;
import org.lucida.simulator.formation.Wave;
import org.lucida.simulator.optics.Telescope;
import org.lucida.simulator.sky.Band;
import org.lucida.simulator.sky.SceneSettings;

/** Telescope, air and colours as a scene file asks for them, and how finely they must be sampled. */
final class Setup {
    /** A scene file gives aberrations from peak to valley, the telescope takes them rms: defocus and coma. */
    private static final double PEAK_TO_VALLEY_DEFOCUS = 3.46;

    private static final double PEAK_TO_VALLEY_COMA = 5.66;
    /** Samples along lambda / D. */
    private static final double LEAST_SAMPLING = 2.2;

    private static final int[] GRID_STEPS = {1, 2, 3, 4, 6, 8};
    private static final double ARCSEC_PER_RAD = 648_000 / Math.PI;

    private Setup() {}

    static Telescope telescope(SceneSettings.Telescope tube) {
        return new Telescope(
                tube.apertureMm() / 1000,
                tube.obstructionMm() / tube.apertureMm(),
                tube.spiderVaneCount(),
                tube.spiderVaneCount() == 0 ? 0 : tube.spiderVaneMm() / 1000,
                tube.focalLengthMm() / 1000,
                tube.defocusWaves() / PEAK_TO_VALLEY_DEFOCUS,
                tube.comaWaves() / PEAK_TO_VALLEY_COMA,
                tube.comaAngleDeg(),
                0,
                0,
                tube.transmissionFraction());
    }

    static AirSettings air(SceneSettings.Atmosphere air, long seed) {
        List<LayerSettings> layers = new ArrayList<>();
        double sum = 0;
        for (SceneSettings.Layer layer : air.layers()) {
            sum += layer.shareFraction();
        }
        for (SceneSettings.Layer layer : air.layers()) {
            if (layer.shareFraction() > 0) {
                layers.add(new LayerSettings(
                        layer.heightM(), layer.shareFraction() / sum, layer.windMPerS(), layer.windAngleDeg()));
            }
        }
        return new AirSettings(
                air.r0Mm() / 1000,
                air.outerScaleM(),
                90 - air.altitudeDeg(),
                layers,
                air.r0DriftSigma(),
                air.r0DriftS(),
                air.boilingFraction(),
                seed);
    }

    /** Red, green and blue as the middle of their bands; the wide band of a mono sensor as three wavelengths. */
    static List<LightChannel> channels(boolean mono) {
        if (mono) {
            double third = 1 / 3.0;
            return List.of(new LightChannel(
                    "L", List.of(new Wave(460e-9, third), new Wave(550e-9, third), new Wave(640e-9, 1 - 2 * third))));
        }
        return List.of(
                LightChannel.of("R", Band.RED.centreNm() * 1e-9),
                LightChannel.of("G", Band.GREEN.centreNm() * 1e-9),
                LightChannel.of("B", Band.BLUE.centreNm() * 1e-9));
    }

    /** Bands of the channels, in their order. */
    static Band[] bands(boolean mono) {
        return mono ? new Band[] {Band.LUMINANCE} : new Band[] {Band.RED, Band.GREEN, Band.BLUE};
    }

    /**
     * Grid pixels along a pixel, as few as the telescope's resolution allows; the largest step where none is fine enough.
     *
     * @param pxArcsec the pixel
     */
    static int gridPerPx(double pxArcsec, List<LightChannel> channels, double apertureM) {
        double coarsest = coarsestArcsec(channels, apertureM);
        int per = 1;
        for (int step : GRID_STEPS) {
            per = step;
            if (pxArcsec / step <= coarsest) {
                break;
            }
        }
        return per;
    }

    /** Refuses pixels that no grid resolves. */
    static void checkSampling(double pxArcsec, List<LightChannel> channels, SceneSettings.Telescope tube) {
        double coarsest = coarsestArcsec(channels, tube.apertureMm() / 1000);
        if (pxArcsec / GRID_STEPS[GRID_STEPS.length - 1] > coarsest) {
            throw new IllegalArgumentException("pixels of " + (float) pxArcsec
                    + " arcsec are more than 8 times as coarse as the " + (float) coarsest
                    + " arcsec the telescope.apertureMm=" + tube.apertureMm()
                    + " needs; lengthen telescope.focalLengthMm or choose smaller pixels");
        }
    }

    private static double coarsestArcsec(List<LightChannel> channels, double apertureM) {
        double shortest = Double.POSITIVE_INFINITY;
        for (LightChannel channel : channels) {
            for (Wave wave : channel.waves()) {
                shortest = Math.min(shortest, wave.wavelengthM());
            }
        }
        return shortest / (LEAST_SAMPLING * apertureM) * ARCSEC_PER_RAD;
    }
}
